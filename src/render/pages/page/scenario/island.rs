//! The scenario's graph for the player, as JSON in the page. It contains only numbers and names.
//!
//! It is made from the graph that the explorer walks, so whatever was proved holds in the browser too. The story's
//! texts are not repeated: the player shows those of the gamebook.

use serde::Serialize;
use serde_json::{Value, json};

use crate::config::Keep;
use crate::explore::graph::{Edge, Gauge, Good, Graph};
use crate::model::{Facet, Site};
use crate::parse::front_matter::Scenario as Front;
use crate::parse::markdown::Heading;
use crate::parse::scenario::{Mark, Meter, MeterKind, Part, Scenario, Scene, TestKind};
use crate::text::Slice;

/// The graph for the page, with the headings of its scenes; `None` if the story has errors, in which case there is only the gamebook.
pub(super) fn island(site: &Site, front: &Front, scenario: &Scenario, headings: &[Heading]) -> Option<String> {
    let graph = Graph::of(scenario)?;
    let currency = site.config().currency.as_str();
    let island = Island {
        version: graph.version(),
        meters: scenario.meters.iter().zip(&graph.gauges).map(|(meter, gauge)| shown(meter, gauge, currency)).collect(),
        memories: scenario.memories.iter().map(|memory| memory.name.clone()).collect(),
        outcomes: scenario.outcomes.iter().map(|key| outcome(site, key)).collect(),
        goal: tests(&graph.goal),
        stakes: scenario
            .stakes
            .iter()
            .filter(|stake| stake.unit == currency || stake.unit.is_empty())
            .map(|stake| json!({ "name": stake.name, "amount": stake.amount }))
            .collect(),
        money: money(currency, front, scenario),
        scenes: scenario
            .scenes
            .iter()
            .zip(&graph.nodes)
            .map(|(scene, node)| {
                let mut shown = json!({
                    "id": scene.slug,
                    "ending": node.outcome,
                    "choices": node.choices.iter().map(edge).collect::<Vec<_>>(),
                    "routes": node.routes.iter().map(edge).collect::<Vec<_>>(),
                    "texts": texts(scene),
                });
                if let Some(names) = names(headings, scene) {
                    shown["names"] = json!(names);
                }
                shown
            })
            .collect(),
    };
    // Only `<` could end the script element. The other characters are escaped so that no parser mistakes them for
    // markup.
    let text = serde_json::to_string(&island).ok()?;
    Some(text.replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026"))
}

/// The anchors of a scene, the first one first; nothing if it has only one.
fn names(headings: &[Heading], scene: &Scene) -> Option<Vec<String>> {
    let names: Vec<String> = headings.get(scene.heading)?.names().into_iter().map(str::to_owned).collect();
    (names.len() > 1).then_some(names)
}

/// The whole graph. Tests are `[">=", meter, value]`, `["<=", meter, value]`, `["+", memory]`, `["-", memory]`.
#[derive(Serialize)]
struct Island {
    version: String,
    meters: Vec<Value>,
    memories: Vec<String>,
    outcomes: Vec<Value>,
    goal: Vec<Value>,
    stakes: Vec<Value>,
    money: Money,
    scenes: Vec<Value>,
}

/// The text around an amount in the site's currency.
#[derive(Serialize)]
struct Money {
    after: String,
    before: String,
}

fn shown(meter: &Meter, gauge: &Gauge, currency: &str) -> Value {
    let (before, after) = meter.around();
    let good = match gauge.good {
        Good::More => json!("more"),
        Good::Less => json!("less"),
        Good::Between(low, high) => json!([low, high]),
    };
    json!({
        "name": meter.label(),
        "start": gauge.start,
        "most": meter.most(),
        "good": good,
        "before": before,
        "after": after,
        "money": gauge.is_total() && meter.unit() == currency,
    })
}

fn outcome(site: &Site, key: &str) -> Value {
    let keeps = site.config().outcomes_keep.get(key).copied().unwrap_or(match key {
        "fan" => Keep::All,
        "kept" => Keep::First,
        _ => Keep::Nothing,
    });
    json!({ "key": key, "title": site.value_title(Facet::Outcome, key), "keeps": crate::yaml::Words::word(keeps) })
}

/// The text around an amount in the site's currency, taken from the scenario's own amounts.
fn money(currency: &str, front: &Front, scenario: &Scenario) -> Money {
    for meter in scenario.meters.iter().filter(|meter| meter.unit() == currency) {
        if let MeterKind::Total { before, after } = &meter.kind {
            return Money { before: before.clone(), after: after.clone() };
        }
    }
    let stake = front.stakes.entries.iter().map(|(_, sum)| sum).find(|sum| sum.unit == currency);
    let text = stake.map_or("", |sum| sum.text.text.as_str());
    match (text.find(|c: char| c.is_ascii_digit()), text.rfind(|c: char| c.is_ascii_digit())) {
        (Some(first), Some(last)) => {
            Money { before: text.slice(..first).to_owned(), after: text.slice(last + 1..).to_owned() }
        }
        _ => Money { before: currency.to_owned(), after: String::new() },
    }
}

fn edge(edge: &Edge) -> Value {
    json!({
        "to": edge.to,
        "tests": tests(&edge.tests),
        "effects": edge.effects,
        "sets": edge.sets,
        "mark": edge.mark.map(Mark::word),
    })
}

/// The conditions of the scene's conditional texts, in page order.
fn texts(scene: &Scene) -> Vec<Vec<Value>> {
    let texts = scene.parts.iter().filter_map(|part| match part {
        Part::StateText(text) => Some(text.when.tests.iter().map(|test| self::test(&test.kind)).collect()),
        _ => None,
    });
    texts.collect()
}

fn tests(tests: &[TestKind]) -> Vec<Value> {
    tests.iter().map(test).collect()
}

fn test(test: &TestKind) -> Value {
    match *test {
        TestKind::AtLeast { meter, value } => json!([">=", meter, value]),
        TestKind::AtMost { meter, value } => json!(["<=", meter, value]),
        TestKind::Remembers(memory) => json!(["+", memory]),
        TestKind::Forgets(memory) => json!(["-", memory]),
    }
}

//! Prints every state of each scenario of a site as JSON, for the test that compares them with the player in a browser.
//!
//! `cargo run --example states -- DIR`. Walks each graph independently, so that it also cross-checks the explorer.

use std::collections::{HashSet, VecDeque};
use std::path::Path;

use casebook::explore::graph::{Graph, code};
use casebook::parse::scenario::{Mark, Part, Scenario};
use casebook::{Loaded, Options};
use serde_json::{Value, json};

/// Maximum number of runs that are printed. For scenarios with more, only the states are printed.
const RUNS: usize = 2000;
/// Upper bound on the length of a run, in characters of its code. Longer runs are taken to be endless.
const LONGEST: usize = 1000;

fn main() -> anyhow::Result<()> {
    let dir = std::env::args().nth(1).unwrap_or_else(|| ".".to_owned());
    let built = Loaded::read(Path::new(&dir), &Options::default())?.check().into_built(None);
    let site = built.site.ok_or_else(|| anyhow::anyhow!("no site in {dir}"))?;
    let scenarios = site.pages.iter().filter_map(|page| {
        let scenario = page.document.scenario.as_ref()?;
        let walk = Walk { graph: Graph::of(scenario)?, scenario };
        let (states, runs) = (walk.states(), walk.runs());
        Some(json!({ "page": page.address, "version": walk.graph.version(), "states": states, "runs": runs }))
    });
    let text = serde_json::to_string(&scenarios.collect::<Vec<_>>())?;
    std::io::Write::write_all(&mut std::io::stdout(), text.as_bytes())?;
    Ok(())
}

struct Walk<'a> {
    graph: Graph,
    scenario: &'a Scenario,
}

impl Walk<'_> {
    /// Returns each state once, with its shortest run. The search proceeds by number of choices; routes cost nothing.
    fn states(&self) -> Vec<Value> {
        let start = self.graph.start();
        let mut seen = HashSet::from([start.clone()]);
        let (mut layer, mut next, mut found) = (vec![(String::new(), start)], Vec::new(), Vec::new());
        while !layer.is_empty() {
            while let Some((signs, state)) = layer.pop() {
                found.push(self.told(&signs, &state));
                for (sign, to) in self.ways(&state) {
                    if seen.insert(to.clone()) {
                        let longer = signs.clone() + &sign;
                        if sign.is_empty() { layer.push((longer, to)) } else { next.push((longer, to)) }
                    }
                }
            }
            std::mem::swap(&mut layer, &mut next);
        }
        found
    }

    /// Returns every run, or `None` if there are too many or endless ones.
    fn runs(&self) -> Option<Vec<Value>> {
        let (mut open, mut ended) = (VecDeque::from([(String::new(), self.graph.start())]), Vec::new());
        while let Some((signs, state)) = open.pop_front() {
            let ways = self.ways(&state);
            if ways.is_empty() {
                ended.push(self.told(&signs, &state));
            }
            open.extend(ways.into_iter().map(|(sign, to)| (signs.clone() + &sign, to)));
            if open.len() + ended.len() > RUNS || signs.len() > LONGEST {
                return None;
            }
        }
        Some(ended)
    }

    /// Returns the next states, each with the code of its choice; the code of a route is empty.
    fn ways(&self, state: &[u32]) -> Vec<(String, Vec<u32>)> {
        let routes = !self.graph.node(state).routes.is_empty();
        let ways = self.graph.ways(state).map(|(place, edge)| {
            let mut to = Vec::new();
            self.graph.follow(state, edge, &mut to);
            (if routes { String::new() } else { code(place) }, to)
        });
        ways.collect()
    }

    fn told(&self, signs: &str, state: &[u32]) -> Value {
        let (node, scene) = (self.graph.node(state), &self.scenario.scenes[state[0] as usize]);
        let texts = scene.parts.iter().filter_map(|part| match part {
            Part::StateText(text) => Some(text.when.tests.iter().all(|test| self.graph.holds(&[test.kind], state))),
            _ => None,
        });
        let memories = (0..self.graph.memories).filter(|&memory| self.graph.remembers(state, memory));
        json!({
            "signs": signs,
            "scene": scene.slug,
            "routes": !node.routes.is_empty(),
            "meters": self.graph.values(state),
            "memories": memories.map(|memory| &self.scenario.memories[memory].name).collect::<Vec<_>>(),
            "texts": texts.collect::<Vec<_>>(),
            "offered": self.ways(state).iter().map(|(sign, _)| sign.as_str()).collect::<String>(),
            "marks": node.choices.iter().map(|choice| choice.mark.map(Mark::word)).collect::<Vec<_>>(),
            "ending": node.outcome.map(|outcome| &self.scenario.outcomes[outcome]),
        })
    }
}

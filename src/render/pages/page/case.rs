//! A case: its facts, its timeline as a picture, the two fixes, and the steps that it shows.

use crate::model::{Facet, PageId};
use crate::parse::front_matter::Case;
use crate::render::pages::body::BodyRenderer;
use crate::render::pages::card::label;
use crate::render::pages::renderer::Renderer;
use crate::render::pages::svg::number;
use crate::render::theme::context;

/// Size of the timeline in SVG units.
const WIDTH: u32 = 720;
const HEIGHT: u32 = 190;
/// The y coordinate of a calm mood: half the height.
const CALM: f64 = 95.0;
/// Vertical distance between two levels of mood.
const LEVEL: f64 = 25.0;
/// Maximum number of moments with a text of their own; beyond it the columns are too narrow, and moments are numbered
/// instead.
const MOST_COLUMNS: usize = 5;
/// Radius of a dot, unless dots would touch.
const DOT: f64 = 6.5;
/// Maximum number of scenarios.
const MOST_SCENARIOS: usize = 3;

pub(super) fn context(renderer: &Renderer, id: PageId, case: &Case, texts: &mut BodyRenderer<'_>) -> context::Case {
    let site = &*renderer.site;
    let facet = |facet| label(site, site.page(id), facet);
    let next = case.fixed_for_the_next.as_ref().filter(|fix| !fix.trim().is_empty());
    let scenarios = site.relations().scenarios_for(id);
    context::Case {
        trade: facet(Facet::Trade),
        channel: facet(Facet::Channel),
        failure: facet(Facet::Failure),
        outcome: facet(Facet::Outcome),
        customer_was: facet(Facet::CustomerWas),
        cost: case.cost.as_ref().map(|sum| sum.text.text.clone()),
        worth: case.worth.as_ref().map(|sum| sum.text.text.clone()),
        timeline: timeline(renderer, case, texts),
        has_fixes: case.fixed_for_them.is_some() || next.is_some(),
        fixed_for_them_html: case.fixed_for_them.as_ref().map(|fix| texts.value(fix)),
        fixed_for_the_next_html: next.map(|fix| texts.value(fix)),
        second_fix_open: next.is_none(),
        steps: steps(renderer, id),
        scenarios: super::cards(renderer, &scenarios, MOST_SCENARIOS).shown,
        discuss_html: case.discuss.iter().map(|question| texts.value(question)).collect(),
    }
}

fn steps(renderer: &Renderer, id: PageId) -> Vec<context::StepLink> {
    let steps = renderer.site.relations().steps_of.get(&id);
    steps
        .into_iter()
        .flatten()
        .map(|step| {
            let playbook = renderer.site.page(step.playbook);
            let slug = &playbook.document.slugs[step.step];
            context::StepLink {
                title: playbook.document.step_title(step.step).unwrap_or(slug).to_owned(),
                url: renderer.site.step_url(*step),
                playbook: playbook.title().to_owned(),
            }
        })
        .collect()
}

fn timeline(renderer: &Renderer, case: &Case, texts: &mut BodyRenderer<'_>) -> Option<context::Timeline> {
    if case.timeline.is_empty() {
        return None;
    }
    let levels: Vec<Option<i8>> =
        case.timeline.iter().map(|moment| moment.mood.as_ref().and_then(|mood| renderer.site.mood(mood))).collect();
    let points = points(&levels);
    let drawn = levels.iter().flatten().count() > 1;
    let items = case.timeline.iter().zip(&levels).zip(&points);
    let items = items.map(|((moment, &level), point)| context::Moment {
        when: moment.when.text.clone(),
        mood: moment.mood.as_ref().map(|mood| mood.text.clone()),
        level,
        what_html: texts.value(&moment.what),
        x: drawn.then(|| number(point.x)),
        y: point.y.filter(|_| drawn).map(number),
    });
    let lines = if drawn { lines(&points) } else { Vec::new() };
    Some(context::Timeline {
        items: items.collect(),
        lines,
        width: WIDTH,
        height: HEIGHT,
        dot: number(DOT.min(f64::from(WIDTH) / points.len() as f64 / 3.0)),
        numbered: points.len() > MOST_COLUMNS,
    })
}

/// A point of the picture.
struct Point {
    x: f64,
    /// `None` if the mood is unknown.
    y: Option<f64>,
}

fn points(levels: &[Option<i8>]) -> Vec<Point> {
    let column = f64::from(WIDTH) / levels.len() as f64;
    let point = |(number, level): (usize, &Option<i8>)| Point {
        x: (number as f64 + 0.5) * column,
        y: level.map(|level| CALM - LEVEL * f64::from(level)),
    };
    levels.iter().enumerate().map(point).collect()
}

/// One curve for each run of consecutive known moods.
fn lines(points: &[Point]) -> Vec<String> {
    let runs = points.split(|point| point.y.is_none()).filter(|run| run.len() > 1);
    runs.map(|run| {
        let mut path = String::new();
        for pair in run.windows(2) {
            let (from, to) = (&pair[0], &pair[1]);
            let (y0, y1) = (number(from.y.unwrap_or(CALM)), number(to.y.unwrap_or(CALM)));
            let middle = number(f64::midpoint(from.x, to.x));
            if path.is_empty() {
                path = format!("M{} {y0}", number(from.x));
            }
            path.push_str(&format!("C{middle} {y0} {middle} {y1} {} {y1}", number(to.x)));
        }
        path
    })
    .collect()
}

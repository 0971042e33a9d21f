//! Meters and memories that nothing reads, choices that are identical or never worth taking, and stories in which
//! nothing costs anything.

use super::Story;
use crate::diagnostic::{Code, Diagnostic};
use crate::explore::Proof;
use crate::explore::graph::{Edge, Gauge, Good, Graph};
use crate::explore::verdicts::MOST_COMPARED;
use crate::parse::scenario::{Part, TestKind};

pub(super) fn check(story: &Story<'_>, proof: &Proof, found: &mut Vec<Diagnostic>) {
    unread_meters(story, proof, found);
    unasked_memories(story, found);
    for number in 0..story.scenario.scenes.len() {
        pairs(story, number, &proof.graph, found);
    }
    found.extend(nothing_costs(story, &proof.graph));
}

/// Reports meters that decide nothing. Money is exempt, because the ledger of every debrief shows it.
fn unread_meters(story: &Story<'_>, proof: &Proof, found: &mut Vec<Diagnostic>) {
    let texts = story.scenario.scenes.iter().flat_map(|scene| &scene.parts).filter_map(|part| match part {
        Part::StateText(text) => Some(text.when.tests.iter().map(|test| &test.kind)),
        _ => None,
    });
    let read: Vec<usize> = proof
        .graph
        .tests()
        .chain(texts.flatten())
        .filter_map(|test| match *test {
            TestKind::AtLeast { meter, .. } | TestKind::AtMost { meter, .. } => Some(meter),
            _ => None,
        })
        .collect();
    for (number, meter) in story.scenario.meters.iter().enumerate() {
        if !read.contains(&number) && !proof.prose.money.contains(&number) {
            let message = format!("nothing in the story depends on `{}`", meter.name);
            found.push(
                Diagnostic::new(Code::UnreadMeter, meter.span, message)
                    .help("let a `When` line, a `needs` or the `goal` ask for it, or remove it"),
            );
        }
    }
}

fn unasked_memories(story: &Story<'_>, found: &mut Vec<Diagnostic>) {
    for memory in story.scenario.memories.iter().filter(|memory| memory.asked.is_empty()) {
        let Some(&span) = memory.set.first() else { continue };
        let message = format!("`{}` is remembered, but nothing asks for it", memory.name);
        found.push(
            Diagnostic::new(Code::UnaskedMemory, span, message)
                .help(format!("ask for it with `needs {0}` or a line `When {0}: …`, or remove it", memory.name)),
        );
    }
}

/// The result of comparing a choice with another of the same scene.
#[derive(Clone, Copy, Debug)]
enum Comparison {
    Same,
    Worse,
    Other,
}

/// Reports identical and dominated choices, with at most one finding of each sort per choice: the first rival is
/// enough.
fn pairs(story: &Story<'_>, number: usize, graph: &Graph, found: &mut Vec<Diagnostic>) {
    let scene = &story.scenario.scenes[number];
    let edges = &graph.nodes[number].choices;
    let comparison = |at: usize, other: usize| compare(&edges[at], &edges[other], &graph.gauges);
    for (at, choice) in scene.choices.iter().enumerate().take(MOST_COMPARED) {
        if let Some(same) = (0..at).find(|&other| matches!(comparison(at, other), Comparison::Same)) {
            found.push(
                Diagnostic::new(
                    Code::SameChoices,
                    story.line(choice.span),
                    "this choice leads to the same scene with the same effects as another",
                )
                .label(story.line(scene.choices[same].span), "the other one")
                .help("let one of them cost, earn or lead to something else, or remove it"),
            );
        }
        let is_worse = |&other: &usize| {
            let (own, other_mark) = (edges[at].mark, edges[other].mark);
            other != at && own.is_some() && own <= other_mark && matches!(comparison(at, other), Comparison::Worse)
        };
        if let Some(better) = (0..edges.len().min(MOST_COMPARED)).find(is_worse) {
            let as_good = edges[at].mark == edges[better].mark;
            let marked = if as_good { "the same mark" } else { "a weaker mark" };
            found.push(
                Diagnostic::new(
                    Code::DominatedChoice,
                    story.line(choice.span),
                    format!("another choice leads to the same scene with better numbers, and has {marked}"),
                )
                .because("worse in what it changes")
                .label(story.line(scene.choices[better].span), format!("better in what it changes, and has {marked}"))
                .help("give this one a weaker mark, or an advantage that the other does not have"),
            );
        }
    }
}

/// Compares two choices of one scene. They count as identical or worse only if they differ in nothing but numbers.
fn compare(edge: &Edge, other: &Edge, gauges: &[Gauge]) -> Comparison {
    let sets = |edge: &Edge| {
        let mut sets = edge.sets.clone();
        sets.sort_unstable();
        sets.dedup();
        sets
    };
    // A choice with other conditions can be open when the other is not.
    if edge.to != other.to || sets(edge) != sets(other) || (edge.tests != other.tests && !other.tests.is_empty()) {
        return Comparison::Other;
    }
    let sum = |edge: &Edge, meter: usize| -> i64 {
        edge.effects.iter().filter(|effect| effect.0 == meter).map(|effect| i64::from(effect.1)).sum()
    };
    let mut worse = false;
    for (meter, gauge) in gauges.iter().enumerate() {
        let (own, others) = (sum(edge, meter), sum(other, meter));
        match gauge.good {
            _ if own == others => {}
            Good::More if own < others => worse = true,
            Good::Less if own > others => worse = true,
            _ => return Comparison::Other,
        }
    }
    match (worse, edge.tests == other.tests) {
        (true, _) => Comparison::Worse,
        (false, true) => Comparison::Same,
        (false, false) => Comparison::Other,
    }
}

/// Reports a story in which nothing costs anything: generosity that is free does not teach what a remedy is worth.
fn nothing_costs(story: &Story<'_>, graph: &Graph) -> Option<Diagnostic> {
    let spends = |meter: usize, by: i32| match graph.gauges[meter].good {
        Good::Less => by > 0,
        Good::Between(..) => true,
        Good::More => false,
    };
    let costs = graph.edges().flat_map(|edge| &edge.effects).any(|&(meter, by)| spends(meter, by));
    if costs || graph.gauges.is_empty() {
        return None;
    }
    Some(
        story
            .whole_finding(Code::NothingCosts, "nothing in this story costs anything: no money, no time")
            .help("count what a remedy costs, such as `cost: $0` or `days: 0 days`, so that choices have a price"),
    )
}

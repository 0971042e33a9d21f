//! Scenes and endings that no run reaches. Of several that lead to each other only the first is reported, so that one
//! cause gives one finding.

use std::collections::BTreeSet;

use super::{Story, is_stuck, span_of_way};
use crate::diagnostic::{Code, Diagnostic};
use crate::explore::Proof;
use crate::explore::facts::SceneFacts;
use crate::explore::graph::Graph;
use crate::explore::states::Step;

pub(super) fn check(story: &Story<'_>, proof: &Proof, found: &mut Vec<Diagnostic>) {
    let scenes = &proof.facts.scenes;
    let unreached = |&scene: &usize| scenes[scene].reached == Some(false);
    // Anything behind a scene in which every run gets stuck is unreachable for that reason, which is reported
    // separately.
    let mut explained: BTreeSet<usize> = BTreeSet::new();
    for stuck in (0..scenes.len()).filter(|&scene| is_stuck(&scenes[scene])) {
        spread(&proof.graph, scenes, stuck, &mut explained);
    }
    let mut lost: Vec<usize> = (0..scenes.len()).filter(unreached).collect();
    let led_to: BTreeSet<usize> =
        lost.iter().flat_map(|&from| targets(&proof.graph, from).filter(move |&to| to != from)).collect();
    // Scenes without an unreached predecessor come first: those behind them are reachable once they are.
    lost.sort_by_key(|scene| led_to.contains(scene));
    for scene in lost {
        if explained.insert(scene) {
            spread(&proof.graph, scenes, scene, &mut explained);
            found.push(finding(story, proof, scene));
        }
    }
}

fn targets(graph: &Graph, scene: usize) -> impl Iterator<Item = usize> {
    let node = &graph.nodes[scene];
    node.choices.iter().chain(&node.routes).map(|way| way.to)
}

/// Adds every unreached scene that can be reached from `from` in the graph.
fn spread(graph: &Graph, scenes: &[SceneFacts], from: usize, known: &mut BTreeSet<usize>) {
    let mut open = vec![from];
    while let Some(scene) = open.pop() {
        open.extend(targets(graph, scene).filter(|&to| scenes[to].reached == Some(false) && known.insert(to)));
    }
}

fn finding(story: &Story<'_>, proof: &Proof, number: usize) -> Diagnostic {
    let scene = &story.scenario.scenes[number];
    let (code, what) = match scene.ending {
        Some(_) => (Code::UnreachedEnding, "ending"),
        None => (Code::UnreachedScene, "scene"),
    };
    let name = story.scene(number);
    let closed = closed(story, proof, number);
    if closed.is_empty() {
        let message = format!("nothing links to the {what} `{name}`");
        return Diagnostic::new(code, scene.span, message)
            .help(format!("link a choice to it, `[…](#{})`, or remove it", scene.slug));
    }
    let message = format!("no run reaches the {what} `{name}`");
    let because = if closed.len() == 1 {
        "the only line that leads here is never taken"
    } else {
        "the lines that lead \
        here are never taken"
    };
    let mut diagnostic = Diagnostic::new(code, scene.span, message).because(because);
    for &step in &closed {
        diagnostic = diagnostic.label(span_of_way(story, step), closed_because(story, step));
    }
    diagnostic.help(if closed.iter().all(|step| story.is_choice(*step)) {
        "make the conditions easier to meet, or let the choices before them give more"
    } else {
        "change the numbers there, or the order of the lines"
    })
}

/// Returns the label of a choice or route that is never open.
pub(super) fn closed_because(story: &Story<'_>, step: Step) -> &'static str {
    if story.is_choice(step) { "this choice is never available" } else { "the story never takes this line" }
}

/// Returns the choices and routes that lead to a scene from reached scenes. None of them is ever open.
fn closed(story: &Story<'_>, proof: &Proof, number: usize) -> Vec<Step> {
    let reached = (0..story.scenario.scenes.len()).filter(|&from| proof.facts.scenes[from].reached == Some(true));
    let steps = reached.flat_map(|scene| {
        targets(&proof.graph, scene)
            .enumerate()
            .filter(move |(_, to)| *to == number)
            .map(move |(way, _)| Step { scene, way })
    });
    steps.collect()
}

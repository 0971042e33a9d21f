//! The story as a nested list: the same as its map, for whoever cannot see that.

use super::super::context::trainer::{Branch, BranchWay};
use super::View;
use crate::parse::scenario::Mark;

/// How deep the list nests; deeper scenes begin a list of their own, so that a phone can still show them.
const DEEPEST: usize = 4;

/// The story from its start, then from each scene that the list has not told yet.
pub(super) fn of(view: &View<'_>) -> Vec<Branch> {
    let mut told = vec![false; view.scenario.scenes.len()];
    let mut roots = Vec::new();
    let mut waiting = vec![0];
    while let Some(scene) = (!waiting.is_empty()).then(|| waiting.remove(0)) {
        if !told[scene] {
            roots.push(branch(view, scene, (&mut told, &mut waiting), 1));
        }
    }
    roots
}

fn branch(view: &View<'_>, scene: usize, (told, waiting): (&mut Vec<bool>, &mut Vec<usize>), depth: usize) -> Branch {
    told[scene] = true;
    let node = &view.graph().nodes[scene];
    let written = &view.scenario.scenes[scene];
    let labels =
        written.choices.iter().map(|choice| &choice.text).chain(written.routes.iter().map(|route| &route.text));
    let mut ways = Vec::new();
    for (edge, label) in node.choices.iter().chain(&node.routes).zip(labels) {
        let then = match (told[edge.to], depth < DEEPEST) {
            (true, _) => None,
            (false, true) => Some(branch(view, edge.to, (told, waiting), depth + 1)),
            (false, false) => {
                waiting.push(edge.to);
                None
            }
        };
        ways.push(BranchWay {
            label: label.clone(),
            mark: edge.mark.map(Mark::word),
            to_number: edge.to + 1,
            to_title: view.title(edge.to),
            then,
        });
    }
    Branch {
        number: scene + 1,
        title: view.title(scene),
        url: view.url(scene),
        outcome: node.outcome.and_then(|outcome| view.outcome(outcome)),
        ways,
    }
}

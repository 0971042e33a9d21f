//! The story as a nested list: a text alternative to its map.

use super::super::context::trainer::{Branch, BranchWay};
use super::View;
use crate::parse::scenario::Mark;

/// Maximum nesting depth; deeper scenes start a list of their own, so that the list fits on a phone.
const DEEPEST: usize = 4;

/// Lists the story from its start, then from each scene that is not listed yet.
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

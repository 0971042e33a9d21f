//! The story as a nested list: a text alternative to its map.

use std::collections::VecDeque;

use super::View;
use crate::parse::scenario::Mark;
use crate::render::theme::context::trainer::{Branch, BranchWay};

/// Maximum nesting depth; deeper scenes start a list of their own, so that the list fits on a phone.
const DEEPEST: usize = 4;

/// A list in progress.
pub(super) struct Outline<'v> {
    view: &'v View<'v>,
    /// For each scene, true if it is listed.
    listed: Vec<bool>,
    /// The scenes that are nested too deeply and start lists of their own.
    waiting: VecDeque<usize>,
}

impl<'v> Outline<'v> {
    /// Lists the story from its start, then from each scene that was nested too deeply to be listed there.
    pub fn of(view: &'v View<'v>) -> Vec<Branch> {
        let listed = vec![false; view.scenario.scenes.len()];
        let mut outline = Self { view, listed, waiting: VecDeque::from([0]) };
        let mut roots = Vec::new();
        while let Some(scene) = outline.waiting.pop_front() {
            if !outline.listed[scene] {
                roots.push(outline.branch(scene, 1));
            }
        }
        roots
    }

    fn branch(&mut self, scene: usize, depth: usize) -> Branch {
        self.listed[scene] = true;
        let view = self.view;
        let node = &view.graph().nodes[scene];
        let written = &view.scenario.scenes[scene];
        let labels =
            written.choices.iter().map(|choice| &choice.text).chain(written.routes.iter().map(|route| &route.text));
        let mut ways = Vec::new();
        for (edge, label) in node.choices.iter().chain(&node.routes).zip(labels) {
            let then = match (self.listed[edge.to], depth < DEEPEST) {
                (true, _) => None,
                (false, true) => Some(self.branch(edge.to, depth + 1)),
                (false, false) => {
                    self.waiting.push_back(edge.to);
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
}

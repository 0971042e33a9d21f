//! A scene that is being read.

use super::super::ast::{Choice, Part, Passage, Route, Scene};
use crate::diagnostic::{Code, Diagnostic};

/// A scene whose parts are added one by one, with what the checks of the whole scene need.
#[derive(Debug)]
pub(super) struct SceneBuilder {
    pub scene: Scene,
    /// True once `Otherwise` has been read.
    pub closed: bool,
    /// True once a line with an outcome has been read, valid or not.
    pub outcome_seen: bool,
    /// True once a link to a scene has been reported as stray. The scene is then not reported as leading nowhere.
    pub stray_seen: bool,
    /// The number of diagnostics before this scene.
    pub found_before: usize,
    /// The links of choices whose explanation was written as a line without a hyphen.
    pub explained: Vec<usize>,
}

impl SceneBuilder {
    pub fn new(scene: Scene, found_before: usize) -> Self {
        Self { scene, closed: false, outcome_seen: false, stray_seen: false, found_before, explained: Vec::new() }
    }

    /// Returns true if a line of this scene that was meant to lead to another one has been reported.
    pub fn has_lost_lines(&self, found: &[Diagnostic]) -> bool {
        found.iter().skip(self.found_before).any(|found| matches!(found.code, Code::LostChoice | Code::StrayLink))
    }

    /// Adds ordinary text. Consecutive passages are merged.
    pub fn prose(&mut self, passage: Passage) {
        match self.scene.parts.last_mut() {
            Some(Part::Prose(last)) if last.range.end == passage.range.start && passage.from == 0 => {
                last.range.end = passage.range.end;
            }
            _ => self.scene.parts.push(Part::Prose(passage)),
        }
    }

    /// Adds a choice. Consecutive choices are merged into one part.
    pub fn choice(&mut self, choice: Choice) {
        let number = self.scene.choices.len();
        self.scene.choices.push(choice);
        match self.scene.parts.last_mut() {
            Some(Part::Choices(last)) => last.end = number + 1,
            _ => self.scene.parts.push(Part::Choices(number..number + 1)),
        }
    }

    /// Adds a route. Consecutive routes are merged into one part.
    pub fn route(&mut self, route: Route) {
        let number = self.scene.routes.len();
        self.scene.routes.push(route);
        match self.scene.parts.last_mut() {
            Some(Part::Routes(last)) => last.end = number + 1,
            _ => self.scene.parts.push(Part::Routes(number..number + 1)),
        }
    }
}

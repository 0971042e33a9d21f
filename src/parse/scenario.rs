//! Turns the text and settings of a scenario into a [`Scenario`]: a graph of scenes, choices and endings, with
//! diagnostics about their form.
//!
//! `ast` holds the types that reading produces, and knows no reader. `read` holds the readers, one file for
//! each topic. Below both are `text` (texts with their positions in the source) and `words` (the keywords).
//!
//! Depends on `markdown` and `front_matter`. Only the form is checked here. Later stages, which have the states and the
//! whole site, check that every scene is reachable, that the numbers make sense and that a step of a playbook exists.

mod ast;
mod read;
mod text;
mod words;

pub use ast::{
    Choice, Condition, Debrief, Effect, EffectText, Ending, Explanation, Mark, Memory, Meter, MeterKind, Part, Passage,
    Quote, Remember, Route, Scenario, Scene, Stake, StateText, Test, TestKind, TestText, spoken,
};
pub use words::{Keyword, ScenarioWords};

use super::front_matter;
use super::markdown::Body;
use crate::diagnostic::{self, Code, Diagnostic, Severity};

/// The context in which a scenario is read: its front matter, the site's settings, the words of its language.
#[derive(Clone, Copy, Debug)]
pub struct Setup<'a> {
    /// The whole text of the file.
    pub source: &'a str,
    /// The scenario's own keys.
    pub front: &'a front_matter::Scenario,
    /// True if the front matter was read without errors.
    pub sound: bool,
    /// All outcomes of the site, best first.
    pub outcomes: &'a [String],
    /// The words of the scenario's language. English words are always understood.
    pub words: &'a [ScenarioWords],
}

/// Reads a scenario. Whatever the diagnostics, the result contains everything that could be read, and every index in it
/// is in range. Steps that are named by their titles become links of the body.
#[must_use]
pub fn parse(setup: &Setup<'_>, body: &mut Body) -> (Scenario, Vec<Diagnostic>) {
    let (mut scenario, steps, mut found) = read::read(setup, body);
    body.links.extend(steps);
    scenario.sound = setup.sound && !found.iter().any(changes_story);
    diagnostic::sort(&mut found);
    (scenario, found)
}

/// Returns true if a mistake makes it uncertain how the story goes. Marks and reasons do not affect the story.
fn changes_story(found: &Diagnostic) -> bool {
    found.severity == Severity::Error && !matches!(found.code, Code::ChoiceWithoutMark | Code::ExplanationForm)
}

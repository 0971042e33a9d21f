//! Body and set-up of a scenario → [`Scenario`]: scenes, choices and endings as a graph, with findings about their form.
//!
//! Stands after `markdown` and `front_matter`. Reads forms only: whether every scene is reached, whether the numbers
//! make sense and whether a step of a playbook exists is asked later, by those who see all states and the whole site.

mod amount;
mod choice;
mod comparison;
mod condition;
mod dollars;
mod ending;
mod explanation;
mod graph;
mod item;
mod meant_ending;
mod meter;
mod names;
mod passage;
mod quote;
mod reader;
mod route;
mod rules;
mod scene;
mod stray;
mod tail;
mod text;
mod words;

pub use choice::spoken;
pub use condition::{Condition, Test, TestKind, TestText};
pub use graph::{
    Choice, Debrief, Ending, Explanation, Mark, Memory, Part, Quote, Remember, Route, Scenario, Scene, Stake, StateText,
};
pub use meter::{Effect, EffectText, Meter, MeterKind};
pub use passage::Passage;
pub use words::{Keyword, ScenarioWords};

use super::markdown::Body;
use super::{allow, front_matter};
use crate::diagnostic::{self, Code, Diagnostic, Severity};

/// What is known before the text is read: the front matter, the site's settings, the words of the language.
#[derive(Clone, Copy, Debug)]
pub struct Setup<'a> {
    /// The whole text of the file.
    pub source: &'a str,
    /// The scenario's own keys.
    pub front: &'a front_matter::Scenario,
    /// Whether the front matter was read without an error.
    pub sound: bool,
    /// All outcomes of the site, best first.
    pub outcomes: &'a [String],
    /// The words of the scenario's language. English is always understood.
    pub words: &'a [ScenarioWords],
}

/// Reads a scenario. What could be read comes back whatever the findings say, and every number in it is in range.
#[must_use]
pub fn parse(setup: &Setup<'_>, body: &Body) -> (Scenario, Vec<Diagnostic>) {
    let (mut scenario, mut found) = reader::Reader::new(setup, body).run();
    scenario.sound = setup.sound && !found.iter().any(changes_story);
    dollars::check(body, setup.source, &mut found);
    diagnostic::sort(&mut found);
    (scenario, found)
}

/// Whether a mistake leaves open how the story goes. Reasons are told beside it.
fn changes_story(found: &Diagnostic) -> bool {
    found.severity == Severity::Error && !matches!(found.code, Code::ChoiceWithoutMark | Code::ExplanationForm)
}

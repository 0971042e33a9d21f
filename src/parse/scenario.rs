//! Body and set-up of a scenario → [`Scenario`]: scenes, choices and endings as a graph, with findings about their form.
//!
//! Stands after `markdown` and `front_matter`. Reads forms only: whether every scene is reached, whether the numbers
//! make sense and whether a step of a playbook exists is asked later, by those who see all states and the whole site.

mod allow;
mod condition;
mod graph;
mod meter;
mod passage;
mod text;
mod words;

pub use allow::{Allow, allows, silence};
pub use condition::{Condition, Test, TestKind, TestText};
pub use graph::{
    Choice, Debrief, Ending, Explanation, Mark, Memory, Part, Quote, Remember, Route, Scenario, Scene, Stake, StateText,
};
pub use meter::{Effect, EffectText, Meter, MeterKind};
pub use passage::Passage;
pub use words::{Keyword, ScenarioWords};

use super::markdown::Body;
use crate::diagnostic::{self, Diagnostic};
use crate::source::{FileId, Span};

/// A text of the front matter, decoded, and its place.
#[derive(Clone, Debug)]
pub struct Value {
    /// Without quotes and escapes.
    pub text: String,
    /// Where it is written.
    pub span: Span,
}

/// What the front matter of a scenario, the site and the language say before the first scene.
#[derive(Clone, Debug)]
pub struct Setup<'a> {
    /// The file.
    pub file: FileId,
    /// Its whole text.
    pub source: &'a str,
    /// The meters' names and what is written about each, in order.
    pub meters: Vec<(Value, Value)>,
    /// The sums at stake.
    pub stakes: Vec<Stake>,
    /// The condition that the debrief judges.
    pub goal: Option<Value>,
    /// The scenario's own list of outcomes; empty for the site's order.
    pub outcomes: Vec<Value>,
    /// All outcomes of the site, best first.
    pub site_outcomes: &'a [String],
    /// The words of the scenario's language. English is always understood.
    pub words: &'a [ScenarioWords],
}

/// Reads a scenario. What could be read comes back whatever the findings say, and every number in it is in range.
#[must_use]
pub fn parse(setup: &Setup<'_>, body: &Body) -> (Scenario, Vec<Diagnostic>) {
    let (mut scenario, mut found): (_, Vec<Diagnostic>) = (Scenario::default(), Vec::new());
    scenario.allows = allow::allows(body, setup.source, &mut found);
    silence(&mut found, &mut scenario.allows);
    diagnostic::sort(&mut found);
    (scenario, found)
}

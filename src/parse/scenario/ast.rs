//! The syntax tree of a scenario: everything that reading produces. The explorer walks it and the pages show it. Knows
//! no reader.
//!
//! Numbers are indices: of scenes into [`Scenario::scenes`], of meters into [`Scenario::meters`], of links into
//! `Body::links`. Texts for readers are [`Passage`]s of the body; words such as
//! "needs" come from the theme.

mod choice;
mod condition;
mod meter;
mod passage;
mod scene;

pub use choice::{Choice, Explanation, Mark, Remember, spoken};
pub use condition::{Condition, Test, TestKind, TestText};
pub use meter::{Effect, EffectText, Meter, MeterKind};
pub use passage::Passage;
pub use scene::{Ending, Part, Quote, Route, Scene, StateText};

use std::ops::Range;

use crate::source::Span;

/// A conversation to practise.
#[derive(Clone, Debug, Default)]
pub struct Scenario {
    /// The meters, in the order of the front matter.
    pub meters: Vec<Meter>,
    /// The memories, in the order in which the text first names them.
    pub memories: Vec<Memory>,
    /// The sums of money at stake.
    pub stakes: Vec<Stake>,
    /// The condition on which the debrief judges a run.
    pub goal: Option<Condition>,
    /// The outcomes that may be used in this scenario, best first.
    pub outcomes: Vec<String>,
    /// The range of events before the first scene.
    pub briefing: Range<usize>,
    /// All scenes, including endings, in the order of the text. The story starts at the first.
    pub scenes: Vec<Scene>,
    /// The questions at the end.
    pub debrief: Option<Debrief>,
    /// True if the story was read without mistakes, so that statements about all its runs are valid.
    pub sound: bool,
}

impl Scenario {
    /// The scenes that are endings.
    pub fn endings(&self) -> impl Iterator<Item = &Scene> {
        self.scenes.iter().filter(|scene| scene.ending.is_some())
    }

    /// All choices in the order of the text.
    pub fn choices(&self) -> impl Iterator<Item = &Choice> {
        self.scenes.iter().flat_map(|scene| &scene.choices)
    }

    /// An effect as shown to readers.
    #[must_use]
    pub fn effect_text(&self, effect: &Effect) -> EffectText {
        let meter = &self.meters[effect.meter];
        EffectText { meter: meter.label(), change: meter.beside_label(meter.change(effect.by)) }
    }

    /// A test as shown to readers.
    #[must_use]
    pub fn test_text(&self, test: &Test) -> TestText {
        match test.kind {
            TestKind::AtLeast { meter, value } | TestKind::AtMost { meter, value } => {
                let meter = &self.meters[meter];
                TestText { name: meter.label(), amount: Some(meter.beside_label(meter.amount(value))), kind: test.kind }
            }
            TestKind::Remembers(memory) | TestKind::Forgets(memory) => {
                TestText { name: self.memories[memory].name.clone(), amount: None, kind: test.kind }
            }
        }
    }
}

/// A fact that the story remembers: set by choices, tested by conditions.
#[derive(Clone, Debug)]
pub struct Memory {
    /// The name as first written, with single spaces.
    pub name: String,
    /// The places where it is set.
    pub set: Vec<Span>,
    /// The places where it is tested.
    pub asked: Vec<Span>,
}

/// A sum of money that depends on the conversation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stake {
    /// The name of the sum.
    pub name: String,
    /// The span of the name.
    pub span: Span,
    /// The amount.
    pub amount: i64,
    /// The unit; empty for a bare number.
    pub unit: String,
}

/// The questions with which a trainer discusses the scenario.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Debrief {
    /// The index of the heading in `Body::headings`.
    pub heading: usize,
    /// The range of events below the heading.
    pub events: Range<usize>,
}

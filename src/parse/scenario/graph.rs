//! What a scenario is once it is read: the graph that the explorer walks and the pages show.
//!
//! Numbers point into lists: scenes into [`Scenario::scenes`], meters into [`Scenario::meters`], links into the
//! body's. Texts for readers are [`Passage`]s of the body; words such as "needs" come from the theme.

use std::ops::Range;

use super::condition::{Condition, Test, TestKind, TestText};
use super::meter::{Effect, EffectText, Meter};
use super::passage::Passage;
use crate::parse::markdown::Body;
use crate::source::Span;

/// A conversation to practise.
#[derive(Clone, Debug, Default)]
pub struct Scenario {
    /// The meters, in the order of the front matter.
    pub meters: Vec<Meter>,
    /// What can be remembered, in the order in which the text names it.
    pub memories: Vec<Memory>,
    /// The sums at stake.
    pub stakes: Vec<Stake>,
    /// The condition that the debrief judges.
    pub goal: Option<Condition>,
    /// The outcomes that may be used here, best first.
    pub outcomes: Vec<String>,
    /// The events before the first scene.
    pub briefing: Range<usize>,
    /// All scenes in the order of the text, endings included; the first is the start.
    pub scenes: Vec<Scene>,
    /// The questions at the end.
    pub debrief: Option<Debrief>,
    /// Whether its story was read without a mistake, so that what is said about every run of it holds.
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

    /// The number of the scene with this address.
    #[must_use]
    pub fn find(&self, slug: &str) -> Option<usize> {
        self.scenes.iter().position(|scene| scene.slug == slug)
    }

    /// What readers are told of an effect: the meter's name and the change with its sign and unit.
    #[must_use]
    pub fn effect_text(&self, effect: &Effect) -> EffectText {
        let meter = &self.meters[effect.meter];
        EffectText { meter: meter.label(), change: meter.beside_label(meter.change(effect.by)) }
    }

    /// What readers are told of a test: a name, how it is tested, and the value with its unit.
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

/// Something that the story remembers: set by choices, asked by conditions.
#[derive(Clone, Debug)]
pub struct Memory {
    /// As it is first written, with single spaces.
    pub name: String,
    /// Where it is set.
    pub set: Vec<Span>,
    /// Where it is asked for.
    pub asked: Vec<Span>,
}

/// A sum of money that hangs on the conversation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stake {
    /// What it is the sum of.
    pub name: String,
    /// Where the name stands.
    pub span: Span,
    /// How much.
    pub amount: i64,
    /// Its unit; empty for a bare number.
    pub unit: String,
}

/// One scene: what is said and shown, then choices, or routes, or an ending.
#[derive(Clone, Debug)]
pub struct Scene {
    /// The heading's address, `she-picks`.
    pub slug: String,
    /// The heading's text.
    pub title: String,
    /// The heading's number in [`Body::headings`].
    pub heading: usize,
    /// The heading's place.
    pub span: Span,
    /// Everything below the heading, in order.
    pub parts: Vec<Part>,
    /// All choices as written; a run's sign is the place in this list.
    pub choices: Vec<Choice>,
    /// All routes, tried in this order.
    pub routes: Vec<Route>,
    /// Set where the scene ends the story.
    pub ending: Option<Ending>,
}

/// What makes a scene an ending.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ending {
    /// The heading's text after `Ending:`.
    pub name: String,
    /// Number in [`Scenario::outcomes`]; `None` where it is missing or unknown.
    pub outcome: Option<usize>,
    /// Where the outcome's key stands; the heading where there is none.
    pub span: Span,
}

/// One stretch of a scene.
#[derive(Clone, Debug)]
pub enum Part {
    /// Ordinary text.
    Prose(Passage),
    /// Ordinary items of a list in which others have a meaning: whole items, to be put between list tags.
    Items(Passage),
    /// Somebody speaks.
    Quote(Quote),
    /// These of [`Scene::choices`].
    Choices(Range<usize>),
    /// These of [`Scene::routes`].
    Routes(Range<usize>),
    /// Text that is shown in some states only.
    StateText(StateText),
}

/// Words that somebody says.
#[derive(Clone, Debug)]
pub struct Quote {
    /// Who; `None` where the author did not say.
    pub speaker: Option<String>,
    /// In which mood.
    pub mood: Option<String>,
    /// The words, without the line that names the speaker.
    pub words: Passage,
    /// The whole quotation.
    pub span: Span,
}

/// Text that is shown only while a condition holds.
#[derive(Clone, Debug)]
pub struct StateText {
    /// When it is shown.
    pub when: Condition,
    /// What is shown.
    pub text: Passage,
    /// The whole item.
    pub span: Span,
}

/// Something that the reader can say or do.
#[derive(Clone, Debug)]
pub struct Choice {
    /// The words of the link.
    pub label: Passage,
    /// The same without markup.
    pub text: String,
    /// Number of the link in [`Body::links`]; its span is the place of the address.
    pub link: usize,
    /// The scene it leads to; `None` where there is no such scene.
    pub target: Option<usize>,
    /// What it changes, in order.
    pub effects: Vec<Effect>,
    /// When it is on offer; `None` for always.
    pub needs: Option<Condition>,
    /// What it sets.
    pub remembers: Vec<Remember>,
    /// Its mark with the reason; a lone way on has none.
    pub explanation: Option<Explanation>,
    /// The whole item.
    pub span: Span,
}

impl Choice {
    /// Whether it follows, bends or breaks its step.
    #[must_use]
    pub fn mark(&self) -> Option<Mark> {
        self.explanation.as_ref().map(|explanation| explanation.mark)
    }
}

/// A memory that a choice sets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Remember {
    /// Number in [`Scenario::memories`].
    pub memory: usize,
    /// Where it is named.
    pub span: Span,
}

/// How a choice stands to a step of a playbook, best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Mark {
    /// It does what the step says.
    Follows,
    /// It does so in part.
    Bends,
    /// It does the opposite.
    Breaks,
}

impl Mark {
    /// The word in templates and reports: `follows`, `bends` or `breaks`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Follows => "follows",
            Self::Bends => "bends",
            Self::Breaks => "breaks",
        }
    }
}

/// Why a choice is good or not, tied to a step of a playbook.
#[derive(Clone, Debug)]
pub struct Explanation {
    /// Its judgement.
    pub mark: Mark,
    /// Where the mark's word stands.
    pub mark_span: Span,
    /// Number of the step's link in [`Body::links`]; `None` where the author named no step.
    pub link: Option<usize>,
    /// The reason.
    pub why: Passage,
    /// The same without markup.
    pub text: String,
    /// The whole item.
    pub span: Span,
}

/// A way on that the story takes by itself.
#[derive(Clone, Debug)]
pub struct Route {
    /// When it is taken; `None` for `Otherwise`.
    pub when: Option<Condition>,
    /// The words of the link.
    pub label: Passage,
    /// The same without markup.
    pub text: String,
    /// Number of the link in [`Body::links`].
    pub link: usize,
    /// The scene it leads to; `None` where there is no such scene.
    pub target: Option<usize>,
    /// What it changes, in order.
    pub effects: Vec<Effect>,
    /// The whole item.
    pub span: Span,
}

/// The trainer's questions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Debrief {
    /// The heading's number in [`Body::headings`].
    pub heading: usize,
    /// The events below it.
    pub events: Range<usize>,
}

impl Scene {
    /// The heading of this scene in the body that it was read from.
    #[must_use]
    pub fn heading<'a>(&self, body: &'a Body) -> &'a crate::parse::markdown::Heading {
        &body.headings[self.heading]
    }
}

//! The graph of a scenario, which the explorer walks and the pages show.
//!
//! Numbers are indices: of scenes into [`Scenario::scenes`], of meters into [`Scenario::meters`], of links into
//! [`Body::links`]. Texts for readers are [`Passage`]s of the body; words such as "needs" come from the theme.

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

    /// The index of the scene with this address.
    #[must_use]
    pub fn find(&self, slug: &str) -> Option<usize> {
        self.scenes.iter().position(|scene| scene.slug == slug)
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

/// One scene: text, followed by choices or routes, or an ending.
#[derive(Clone, Debug)]
pub struct Scene {
    /// The anchor of the heading, such as `she-picks`.
    pub slug: String,
    /// The text of the heading.
    pub title: String,
    /// The index of the heading in [`Body::headings`].
    pub heading: usize,
    /// The span of the heading.
    pub span: Span,
    /// Everything below the heading, in order.
    pub parts: Vec<Part>,
    /// All choices, as written. A run is recorded as indices into this list.
    pub choices: Vec<Choice>,
    /// All routes, in the order in which they are tried.
    pub routes: Vec<Route>,
    /// Set if the scene ends the story.
    pub ending: Option<Ending>,
}

/// The properties of a scene that is an ending.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ending {
    /// The text of the heading after `Ending:`.
    pub name: String,
    /// The index into [`Scenario::outcomes`]; `None` if the outcome is missing or unknown.
    pub outcome: Option<usize>,
    /// The span of the outcome's key; the heading if there is none.
    pub span: Span,
}

/// One part of a scene.
#[derive(Clone, Debug)]
pub enum Part {
    /// Ordinary text.
    Prose(Passage),
    /// Ordinary items of a list that also contains other items. They are whole items and must be rendered inside a
    /// list.
    Items(Passage),
    /// A quotation of someone speaking.
    Quote(Quote),
    /// The choices with these indices in [`Scene::choices`].
    Choices(Range<usize>),
    /// The routes with these indices in [`Scene::routes`].
    Routes(Range<usize>),
    /// Text that is shown only in some states.
    StateText(StateText),
}

/// Words that someone says.
#[derive(Clone, Debug)]
pub struct Quote {
    /// The speaker; `None` if the author did not name one.
    pub speaker: Option<String>,
    /// The mood of the speaker.
    pub mood: Option<String>,
    /// The words, without the line that names the speaker.
    pub words: Passage,
    /// The span of the whole quotation.
    pub span: Span,
}

/// Text that is shown only while a condition holds.
#[derive(Clone, Debug)]
pub struct StateText {
    /// The condition.
    pub when: Condition,
    /// The text.
    pub text: Passage,
    /// The span of the whole item.
    pub span: Span,
}

/// Something that the reader can choose to say or do.
#[derive(Clone, Debug)]
pub struct Choice {
    /// The label: the text of the link.
    pub label: Passage,
    /// The label without markup.
    pub text: String,
    /// The index of the link in [`Body::links`]; the span of that link is the span of the address.
    pub link: usize,
    /// The index of the target scene; `None` if there is no such scene.
    pub target: Option<usize>,
    /// The effects, in order.
    pub effects: Vec<Effect>,
    /// The condition on which the choice is offered; `None` if it always is.
    pub needs: Option<Condition>,
    /// The memories that it sets.
    pub remembers: Vec<Remember>,
    /// The mark and the reason. A scene's only choice needs none.
    pub explanation: Option<Explanation>,
    /// The span of the whole item.
    pub span: Span,
}

impl Choice {
    /// The mark: whether the choice follows, bends or breaks its step.
    #[must_use]
    pub fn mark(&self) -> Option<Mark> {
        self.explanation.as_ref().map(|explanation| explanation.mark)
    }
}

/// A memory that a choice sets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Remember {
    /// The index into [`Scenario::memories`].
    pub memory: usize,
    /// The span of the name.
    pub span: Span,
}

/// The relation of a choice to a step of a playbook, best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Mark {
    /// The choice does what the step says.
    Follows,
    /// The choice partly does what the step says.
    Bends,
    /// The choice does the opposite.
    Breaks,
}

impl Mark {
    /// The word used in templates and reports: `follows`, `bends` or `breaks`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Follows => "follows",
            Self::Bends => "bends",
            Self::Breaks => "breaks",
        }
    }
}

/// The reason why a choice is good or bad, with reference to a step of a playbook.
#[derive(Clone, Debug)]
pub struct Explanation {
    /// The mark.
    pub mark: Mark,
    /// The span of the mark's word.
    pub mark_span: Span,
    /// The index of the link to the step in [`Body::links`]; `None` if the author did not link one.
    pub link: Option<usize>,
    /// The reason.
    pub why: Passage,
    /// The reason without markup.
    pub text: String,
    /// The span of the whole item.
    pub span: Span,
}

/// A transition that the story makes by itself.
#[derive(Clone, Debug)]
pub struct Route {
    /// The condition on which the route is taken; `None` for `Otherwise`.
    pub when: Option<Condition>,
    /// The label: the text of the link.
    pub label: Passage,
    /// The label without markup.
    pub text: String,
    /// The index of the link in [`Body::links`].
    pub link: usize,
    /// The index of the target scene; `None` if there is no such scene.
    pub target: Option<usize>,
    /// The effects, in order.
    pub effects: Vec<Effect>,
    /// The span of the whole item.
    pub span: Span,
}

/// The questions with which a trainer discusses the scenario.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Debrief {
    /// The index of the heading in [`Body::headings`].
    pub heading: usize,
    /// The range of events below the heading.
    pub events: Range<usize>,
}

impl Scene {
    /// The heading of this scene. `body` must be the body from which the scene was read.
    #[must_use]
    pub fn heading<'a>(&self, body: &'a Body) -> &'a crate::parse::markdown::Heading {
        &body.headings[self.heading]
    }
}

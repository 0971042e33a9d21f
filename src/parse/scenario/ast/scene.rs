//! Scenes and their parts: text, quotations, choices, routes. An ending is a scene, too.

use std::ops::Range;

use super::choice::Choice;
use super::condition::Condition;
use super::meter::Effect;
use super::passage::Passage;
use crate::source::Span;

/// One scene: text, followed by choices or routes, or an ending.
#[derive(Clone, Debug)]
pub struct Scene {
    /// The anchor of the heading, such as `she-picks`.
    pub slug: String,
    /// The text of the heading.
    pub title: String,
    /// The index of the heading in `Body::headings`.
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
    /// The index into `Scenario::outcomes`; `None` if the outcome is missing or unknown.
    pub outcome: Option<usize>,
    /// The span of the outcome's key; the heading if there is none.
    pub span: Span,
}

/// One part of a scene.
#[derive(Clone, Debug)]
pub enum Part {
    /// Ordinary text.
    Prose(Passage),
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

/// A transition that the story makes by itself.
#[derive(Clone, Debug)]
pub struct Route {
    /// The condition on which the route is taken; `None` for `Otherwise`.
    pub when: Option<Condition>,
    /// The label: the text of the link.
    pub label: Passage,
    /// The label without markup.
    pub text: String,
    /// The index of the link in `Body::links`.
    pub link: usize,
    /// The index of the target scene; `None` if there is no such scene.
    pub target: Option<usize>,
    /// The effects, in order.
    pub effects: Vec<Effect>,
    /// The span of the whole item.
    pub span: Span,
}

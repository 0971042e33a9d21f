//! Choices, the memories that they set, and their explanations.

use super::condition::Condition;
use super::meter::Effect;
use super::passage::Passage;
use crate::source::Span;

/// Something that the reader can choose to say or do.
#[derive(Clone, Debug)]
pub struct Choice {
    /// The label: the text of the link.
    pub label: Passage,
    /// The label without markup.
    pub text: String,
    /// The index of the link in `Body::links`; the span of that link is the span of the address.
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
    /// The index into `Scenario::memories`.
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
    /// The index of the link to the step in `Body::links`; `None` if the author did not name one.
    pub link: Option<usize>,
    /// The reason, after the link or the first colon.
    pub why: Passage,
    /// The reason without markup.
    pub text: String,
    /// The reasons after further colons, in case the title of a step that is named without a link contains colons.
    pub later: Vec<(Passage, String)>,
    /// The span of the whole item.
    pub span: Span,
}

/// The label without the quotation marks around all of it: the words to be said, for contexts that add quotation marks
/// of their own. Marks around only part of the label are kept, so that they stay paired.
#[must_use]
pub fn spoken(label: &str) -> &str {
    const OPEN: [char; 5] = ['“', '"', '„', '«', '»'];
    const CLOSE: [char; 5] = ['”', '"', '“', '»', '«'];
    let inner = label.strip_prefix(OPEN).and_then(|rest| rest.strip_suffix(CLOSE));
    inner.filter(|inner| !inner.contains(OPEN) && !inner.contains(CLOSE)).unwrap_or(label)
}

//! The sections of a scenario: each second-level heading with the events below it.

use std::ops::Range;

use crate::source::Span;

/// The sections of a scenario by their purpose.
#[derive(Debug, Default)]
pub(super) struct Outline {
    /// The events before the first heading.
    pub briefing: Range<usize>,
    pub scenes: Vec<Section>,
    pub debrief: Option<Section>,
    pub renamed: Vec<Renamed>,
}

/// A heading and the events below it.
#[derive(Clone, Debug)]
pub(super) struct Section {
    /// The index of the heading in the body.
    pub heading: usize,
    pub events: Range<usize>,
    /// The span of the heading's words.
    pub span: Span,
    /// The text after `Ending:`.
    pub ending: Option<String>,
}

/// The addresses of a misspelt ending.
#[derive(Clone, Debug)]
pub(super) struct Renamed {
    /// The address that the ending will have once corrected.
    pub corrected: String,
    /// The address that it has now.
    pub current: String,
}

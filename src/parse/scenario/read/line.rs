//! Lines that may have been meant to lead to a scene: their source, the list around them, and the scene that their words
//! mean. What is wrong with them is said by `lost` and `notation`.

use std::ops::Range;

use super::addresses::SceneAddresses;
use super::context::Context;
use crate::parse::slug::slug;
use crate::source::Span;
use crate::text::{Slice, percent_decode};

/// The list that contains an item.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place<'p> {
    /// True if the list has choices or routes, so that each item must be one.
    pub ways: bool,
    /// True if the list has routes and no choices.
    pub routes: bool,
    /// The address of a scene, for examples.
    pub example: &'p str,
}

/// A part of the source, such as the first paragraph of an item.
#[derive(Clone, Copy, Debug)]
pub(super) struct Written<'a> {
    pub text: &'a str,
    pub span: Span,
}

impl<'a> Written<'a> {
    /// The source of these events.
    pub fn of(cx: &Context<'a>, events: Range<usize>, whole: Span) -> Self {
        let mut spans = events.filter_map(|number| cx.body.event(number)).map(|(_, span)| span);
        let Some(first) = spans.next() else { return Self { text: "", span: Span { end: whole.start, ..whole } } };
        let span =
            spans.fold(first, |all, span| Span { start: all.start.min(span.start), end: all.end.max(span.end), ..all });
        Self { text: cx.source.slice(span.range()), span }
    }

    /// The text from this byte on, without white space at its ends.
    pub fn from(self, start: usize) -> Self {
        let rest = self.text.slice(start..);
        let start = self.text.len() - rest.trim_start().len();
        let text = rest.trim();
        Self { text, span: self.part(start..start + text.len()) }
    }

    /// The span of a part of the text.
    pub fn part(self, range: Range<usize>) -> Span {
        let start = self.span.range().start;
        Span::new(self.span.file, start + range.start..start + range.end)
    }
}

/// The address of a scene that was probably meant.
#[derive(Debug)]
pub(super) struct Near {
    pub address: String,
    /// True if the words are those of the address, and not just similar.
    pub exact: bool,
}

/// The scene that an address, or the words of a heading, mean.
pub(super) fn scene(addresses: &SceneAddresses<'_>, written: &str) -> Option<Near> {
    let written = written.trim().trim_start_matches('<').trim_end_matches('>');
    let bare = percent_decode(written.rsplit_once('#').map_or(written, |(_, anchor)| anchor));
    let words = slug(&bare);
    let exact = [bare.as_str(), &words].into_iter().find(|address| !address.is_empty() && addresses.contains(address));
    let near = |address: &str| Near { address: address.to_owned(), exact: false };
    match exact {
        Some(address) => Some(Near { exact: true, ..near(address) }),
        None => addresses.ending(&words).or_else(|| addresses.nearest(&words)).map(near),
    }
}

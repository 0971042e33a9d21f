//! A part of a body that is shown to readers. It may begin or end inside a text.

use std::ops::Range;

use crate::parse::markdown::{Body, Element, Event};
use crate::source::Span;

/// A range of events of which only the part between two bytes is shown.
///
/// A form such as `When trust 9 or more: text` ends in the middle of a text, so a range of events alone does not define
/// the part to show. The range is balanced. An element that lies wholly outside the bytes is omitted with both its
/// start and its end, so [`Passage::events`] yields balanced events too.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passage {
    /// The range of events.
    pub range: Range<usize>,
    /// The first byte to show.
    pub from: u32,
    /// The byte after the last one to show.
    pub to: u32,
}

impl Passage {
    /// A passage of all of these events.
    #[must_use]
    pub fn whole(range: Range<usize>) -> Self {
        Self { range, from: 0, to: u32::MAX }
    }

    /// A passage of these events from byte `from` to the end.
    #[must_use]
    pub fn after(range: Range<usize>, from: u32) -> Self {
        Self { range, from, to: u32::MAX }
    }

    /// The events to show. Their texts must still be cut with [`Passage::cut`].
    pub fn events<'a>(&'a self, body: &'a Body) -> impl Iterator<Item = (Event, Span)> + 'a {
        let shown = self.range.clone().filter_map(|number| body.event(number));
        shown.filter(|&(_, span)| span.end > self.from && span.start < self.to)
    }

    /// The part to show of a text at `span`.
    #[must_use]
    pub fn cut<'t>(&self, text: &'t str, span: Span) -> &'t str {
        let length = (span.end - span.start) as usize;
        if length != text.len() {
            return text;
        }
        let from = (self.from.clamp(span.start, span.end) - span.start) as usize;
        let to = (self.to.clamp(span.start, span.end) - span.start) as usize;
        text.get(from..to.max(from)).unwrap_or(text)
    }

    /// The text that readers see, without markup. Line breaks become spaces.
    #[must_use]
    pub fn plain(&self, body: &Body, source: &str) -> String {
        let mut plain = String::new();
        for (event, span) in self.events(body) {
            match event {
                Event::Text(piece) | Event::Code(piece) => plain.push_str(self.cut(body.piece(source, piece), span)),
                Event::SoftBreak | Event::HardBreak | Event::End(Element::Paragraph | Element::Item) => plain.push(' '),
                _ => {}
            }
        }
        plain.trim().to_owned()
    }

    /// Returns true if there is nothing to show.
    #[must_use]
    pub fn is_empty(&self, body: &Body, source: &str) -> bool {
        self.events(body).all(|(event, span)| match event {
            Event::Text(piece) | Event::Code(piece) => self.cut(body.piece(source, piece), span).trim().is_empty(),
            Event::Start(Element::Image(_)) | Event::Rule => false,
            _ => true,
        })
    }
}

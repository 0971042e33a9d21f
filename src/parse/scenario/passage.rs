//! A stretch of a body that readers see, cut where a form of the language begins or ends inside a text.

use std::ops::Range;

use crate::parse::markdown::{Body, Element, Event};
use crate::source::Span;

/// Events of a body, of which only those between two bytes are shown.
///
/// A form such as `When trust 9 or more: text` ends in the middle of a text, so a range of events alone does not say
/// what is shown. The range is balanced, and what lies wholly outside the bytes is left out with its start and its
/// end alike: what [`Passage::events`] yields is balanced too.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passage {
    /// The events.
    pub range: Range<usize>,
    /// The first byte that is shown.
    pub from: u32,
    /// The byte after the last that is shown.
    pub to: u32,
}

impl Passage {
    /// All of these events.
    #[must_use]
    pub fn whole(range: Range<usize>) -> Self {
        Self { range, from: 0, to: u32::MAX }
    }

    /// These events from byte `from` on.
    #[must_use]
    pub fn after(range: Range<usize>, from: u32) -> Self {
        Self { range, from, to: u32::MAX }
    }

    /// The events to show. A text among them may still have to be cut, by [`Passage::cut`].
    pub fn events<'a>(&'a self, body: &'a Body) -> impl Iterator<Item = (Event, Span)> + 'a {
        let shown = self.range.clone().filter_map(|number| body.event(number));
        shown.filter(|&(_, span)| span.end > self.from && span.start < self.to)
    }

    /// The part to show of a text that stands at `span`.
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

    /// What a reader reads, without markup, line ends as blanks.
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

    /// Whether no text is left to show.
    #[must_use]
    pub fn is_empty(&self, body: &Body, source: &str) -> bool {
        self.events(body).all(|(event, span)| match event {
            Event::Text(piece) | Event::Code(piece) => self.cut(body.piece(source, piece), span).trim().is_empty(),
            Event::Start(Element::Image(_)) | Event::Rule => false,
            _ => true,
        })
    }
}

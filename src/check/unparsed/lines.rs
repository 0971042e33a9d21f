//! The lines of paragraphs and list items, for rules about how a line begins.

use crate::parse::markdown::{Body, Element, Event};
use crate::text::Slice;

/// A line of a paragraph or a list item.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line<'a> {
    /// The line from its first shown character to its end, without the markers of lists and quotations before it.
    pub text: &'a str,
    /// Position of the first byte of `text`.
    pub start: usize,
    /// Number of the paragraph, from 0.
    pub block: usize,
    /// True for the first line of a paragraph.
    pub first: bool,
    /// True if the paragraph is the text of a list item.
    pub in_item: bool,
    /// True if the line begins with text that is meant as such: no markup, no escaped character.
    pub plain: bool,
}

impl Line<'_> {
    /// Position behind the line's last byte.
    pub fn end(&self) -> usize {
        self.start + self.text.len()
    }
}

/// Returns all lines of paragraphs and list items.
pub(super) fn of<'a>(body: &Body, source: &'a str) -> Vec<Line<'a>> {
    let mut lines = Vec::new();
    let (mut block, mut in_item) = (0, false);
    // The beginning of a line, as long as nothing of it has been seen.
    let mut fresh: Option<bool> = None;
    for (event, span) in body.events() {
        match event {
            Event::Start(Element::Paragraph) => (block, fresh) = (block + 1, Some(true)),
            Event::Start(Element::Item) => (block, fresh, in_item) = (block + 1, Some(true), true),
            Event::End(Element::Paragraph | Element::Item) => (fresh, in_item) = (None, false),
            Event::SoftBreak | Event::HardBreak => fresh = fresh.or(Some(false)),
            Event::Start(Element::List(_) | Element::Quote | Element::Alert(_) | Element::CodeBlock(_)) => {
                (fresh, in_item) = (None, false);
            }
            Event::Start(Element::Heading(_) | Element::Cell | Element::HtmlBlock) => fresh = None,
            Event::Task(_) => {}
            _ => {
                let Some(first) = fresh.take() else { continue };
                let start = span.range().start;
                let Some(rest) = source.get(start..) else { continue };
                let text = rest.split('\n').next().unwrap_or_default().trim_end();
                let plain = matches!(event, Event::Text(_)) && !source.slice(..start).ends_with('\\');
                lines.push(Line { text, start, block, first, in_item, plain });
            }
        }
    }
    lines
}

/// Returns the lines by paragraph.
pub(super) fn by_block<'l, 'a>(lines: &'l [Line<'a>]) -> impl Iterator<Item = &'l [Line<'a>]> {
    lines.chunk_by(|a, b| a.block == b.block)
}

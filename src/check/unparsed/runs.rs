//! Runs of plain text: what is shown exactly as it is written.

use super::Source;
use crate::parse::markdown::{Body, Element, Event};
use crate::source::Span;
use crate::text::Slice;

/// Plain text on one line, between two pieces of markup.
#[derive(Clone, Copy)]
pub(super) struct Run<'a> {
    pub source: Source<'a>,
    /// Position of the first byte.
    pub start: usize,
    pub text: &'a str,
    /// True if a backslash precedes the text, so that its first character is meant as text.
    pub escaped: bool,
}

impl Run<'_> {
    /// Turns a range of the run into a range of the file.
    pub fn range(&self, inside: std::ops::Range<usize>) -> std::ops::Range<usize> {
        self.start + inside.start..self.start + inside.end
    }

    pub fn span(&self, inside: std::ops::Range<usize>) -> Span {
        self.source.span(self.range(inside))
    }
}

/// Returns the runs of a body outside code. A value of the front matter can contain line breaks in a run.
pub(super) fn of<'a>(body: &Body, source: Source<'a>) -> Vec<Run<'a>> {
    let mut spans: Vec<Span> = Vec::new();
    let (mut joins, mut in_code) = (false, false);
    for (event, span) in body.events() {
        match event {
            Event::Start(Element::CodeBlock(_)) => in_code = true,
            Event::End(Element::CodeBlock(_)) => in_code = false,
            _ => {}
        }
        let Event::Text(piece) = event else {
            joins = false;
            continue;
        };
        let shown = body.piece(source.text, piece);
        let same = |written: &str| written == shown || written.split_whitespace().eq(shown.split_whitespace());
        let exact = !in_code && source.text.get(span.range()).is_some_and(same);
        match spans.last_mut().filter(|last| joins && exact && last.end == span.start) {
            Some(last) => last.end = span.end,
            None if exact => spans.push(span),
            None => {}
        }
        joins = exact;
    }
    let run = |span: Span| Run {
        source,
        start: span.range().start,
        text: source.text.slice(span.range()),
        escaped: source.text.slice(..span.range().start).ends_with('\\'),
    };
    spans.into_iter().map(run).collect()
}

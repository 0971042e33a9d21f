//! The walk through the events, and the state that it needs. What each element looks like stands in `blocks` and
//! `inlines`.

use std::ops::Range;

use super::notes::{self, Notes};
use super::{Origin, Page, escape, raw};
use crate::parse::markdown::{Alignment, Body, Element, Event, Piece};
use crate::parse::voice::{Voice, voices};

/// A writer of some events of one body.
pub(super) struct Writer<'w, 'a, 'p> {
    pub(super) origin: Origin<'w>,
    pub(super) notes: &'w mut Notes,
    pub(super) page: &'w mut Page<'p>,
    pub(super) out: &'a mut String,
    /// How many of the elements in which no term is marked are open.
    pub(super) quiet: u32,
    pub(super) link: LinkState,
    pub(super) table: TableState<'w>,
    /// For each open item of a list, whether it is a task.
    pub(super) tasks: Vec<bool>,
    /// Number of the last heading, whose text names tables.
    pub(super) heading: Option<u32>,
    /// The voices among the events at hand, found when the first quotation is met.
    voices: Option<Vec<Voice>>,
    end: usize,
    /// The bytes of the source that are written, where not all of the events' are.
    cut: Option<(u32, u32)>,
}

/// Links may nest in Markdown, not in HTML: only the outermost is written.
#[derive(Default)]
pub(super) struct LinkState {
    /// How many are open in Markdown.
    pub(super) depth: u32,
    /// The depth of the one that is open in HTML; 0 without one.
    pub(super) written: u32,
}

/// The table that is being written.
#[derive(Default)]
pub(super) struct TableState<'w> {
    pub(super) columns: &'w [Alignment],
    pub(super) column: usize,
    pub(super) in_head: bool,
    pub(super) has_rows: bool,
    /// What closes the cell at hand.
    pub(super) cell: &'static str,
}

impl<'w, 'a, 'p> Writer<'w, 'a, 'p> {
    pub(super) fn new(origin: Origin<'w>, notes: &'w mut Notes, page: &'w mut Page<'p>, out: &'a mut String) -> Self {
        let (link, table) = (LinkState::default(), TableState::default());
        let tasks = Vec::new();
        Self { origin, notes, page, out, quiet: 0, link, table, tasks, heading: None, voices: None, end: 0, cut: None }
    }

    /// Writes as if a link were open already.
    pub(super) fn inside_a_link(mut self) -> Self {
        self.link.written = u32::MAX;
        self.quiet = 1;
        self
    }

    /// Writes only what stands between these bytes of the source: the rest of a text that a form of scenarios shares
    /// with what readers see.
    pub(super) fn cut(mut self, from: u32, to: u32) -> Self {
        self.cut = Some((from, to));
        self
    }

    pub(super) fn run(mut self, events: Range<usize>) {
        self.end = events.end.min(self.body().len());
        self.walk(events);
    }

    fn walk(&mut self, events: Range<usize>) {
        let mut at = events.start;
        while at < events.end {
            let Some((event, span)) = self.body().event(at) else { break };
            let outside = self.cut.is_some_and(|(from, to)| span.end <= from || span.start >= to);
            at = if outside { at + 1 } else { self.step(event, at) };
        }
        self.flush();
    }

    /// Writes the event with number `at` and says which comes next.
    fn step(&mut self, event: Event, at: usize) -> usize {
        match event {
            Event::Text(piece) => self.text(self.visible(piece, at)),
            Event::SoftBreak if self.page.run.is_empty() => self.out.push('\n'),
            // A term may run over a line end.
            Event::SoftBreak => self.page.run.push(' '),
            _ => {
                self.flush();
                return self.markup(event, at);
            }
        }
        at + 1
    }

    fn markup(&mut self, event: Event, at: usize) -> usize {
        match event {
            Event::Start(element) => return self.start(element, at),
            Event::End(element) => self.finish(element, at),
            Event::Code(piece) => {
                self.out.push_str("<code>");
                escape::text(self.piece(piece), self.out);
                self.out.push_str("</code>");
            }
            Event::Html(piece) => raw::inline(self.piece(piece), self.page.manner.raw_html, self.out),
            Event::FootnoteReference(label) => notes::reference(self, label),
            Event::HardBreak => self.out.push_str("<br>\n"),
            Event::Rule => self.block("<hr>\n"),
            // Text and line ends never come here; a task's box was written with its item.
            Event::Text(_) | Event::SoftBreak | Event::Task(_) => {}
        }
        at + 1
    }

    /// The text of a piece, or what the cut leaves of it.
    fn visible(&self, piece: Piece, at: usize) -> &'w str {
        let text = self.piece(piece);
        let (Some((from, to)), Some((_, span))) = (self.cut, self.body().event(at)) else { return text };
        if (span.end - span.start) as usize != text.len() {
            return text;
        }
        let from = (from.clamp(span.start, span.end) - span.start) as usize;
        let to = (to.clamp(span.start, span.end) - span.start) as usize;
        text.get(from..to.max(from)).unwrap_or(text)
    }

    fn text(&mut self, text: &str) {
        if self.quiet == 0 && self.page.terms.as_ref().is_some_and(|terms| !terms.is_done()) {
            self.page.run.push_str(text);
        } else {
            escape::text(text, self.out);
        }
    }

    /// Writes the text that waited for its terms.
    fn flush(&mut self) {
        if self.page.run.is_empty() {
            return;
        }
        match &mut self.page.terms {
            Some(terms) => terms.write(&self.page.run, self.out),
            None => escape::text(&self.page.run, self.out),
        }
        self.page.run.clear();
    }

    pub(super) fn body(&self) -> &'w Body {
        self.origin.body
    }

    pub(super) fn piece(&self, piece: Piece) -> &'w str {
        self.origin.body.piece(self.origin.source, piece)
    }

    /// The event with number `at`, whatever its place.
    pub(super) fn event(&self, at: usize) -> Option<Event> {
        self.origin.body.event(at).map(|(event, _)| event)
    }

    /// Begins a block on a line of its own.
    pub(super) fn block(&mut self, tag: &str) {
        if !self.out.is_empty() && !self.out.ends_with('\n') {
            self.out.push('\n');
        }
        self.out.push_str(tag);
    }

    pub(super) fn quietly(&mut self, tag: &str) {
        self.quiet += 1;
        self.block(tag);
    }

    /// The voice of the quotation that begins at `at`, if one speaks there.
    pub(super) fn voice(&mut self, at: usize) -> Option<Voice> {
        let origin = self.origin;
        let found = self.voices.get_or_insert_with(|| voices(origin.body, origin.source, at..self.end));
        found.binary_search_by_key(&at, |voice| voice.quote).ok().map(|number| found[number].clone())
    }

    /// Writes what a voice says, and closes the paragraph that its name stood in.
    pub(super) fn words(&mut self, voice: &Voice) {
        self.walk(voice.words.clone());
        if voice.open_paragraph {
            self.finish(Element::Paragraph, voice.words.end);
        }
    }
}

//! The walk through the events, and its state. The HTML of each element is in `blocks` and `inlines`.

use std::borrow::Cow;
use std::ops::Range;

use super::notes::{self, Notes};
use super::{Href, Origin, PageState, escape, raw};
use crate::parse::markdown::{Alignment, Body, Element, Event, HtmlLink, Piece};
use crate::parse::voice::{Voice, voices};

/// Writes some events of one body.
pub(super) struct Writer<'w, 'a, 'p> {
    pub(super) origin: Origin<'w>,
    pub(super) notes: &'w mut Notes,
    pub(super) page: &'w mut PageState<'p>,
    pub(super) out: &'a mut String,
    /// Number of open elements in which terms are not marked.
    pub(super) quiet: u32,
    pub(super) link: LinkState,
    pub(super) table: TableState<'w>,
    /// For each open list item, true if it is a task.
    pub(super) tasks: Vec<bool>,
    /// Number of the last heading, which names the tables after it.
    pub(super) heading: Option<u32>,
    /// The voices in the current range of events, found at the first quotation.
    voices: Option<Vec<Voice>>,
    end: usize,
    /// The byte range of the source to write, if it is narrower than the events.
    cut: Option<Range<u32>>,
}

/// Links may be nested in Markdown but not in HTML: only the outermost is written.
#[derive(Default)]
pub(super) struct LinkState {
    /// Number of open links in Markdown.
    pub(super) depth: u32,
    /// Depth of the link that is open in HTML; 0 if none is.
    pub(super) written: u32,
}

/// The table that is being written.
#[derive(Default)]
pub(super) struct TableState<'w> {
    pub(super) columns: &'w [Alignment],
    pub(super) column: usize,
    pub(super) in_head: bool,
    pub(super) has_rows: bool,
    /// The closing tag of the current cell.
    pub(super) cell: &'static str,
}

impl<'w, 'a, 'p> Writer<'w, 'a, 'p> {
    pub(super) fn new(
        origin: Origin<'w>,
        notes: &'w mut Notes,
        page: &'w mut PageState<'p>,
        out: &'a mut String,
    ) -> Self {
        let (link, table) = (LinkState::default(), TableState::default());
        let tasks = Vec::new();
        Self { origin, notes, page, out, quiet: 0, link, table, tasks, heading: None, voices: None, end: 0, cut: None }
    }

    /// Writes as if inside an open link.
    pub(super) fn inside_a_link(mut self) -> Self {
        self.link.written = u32::MAX;
        self.quiet = 1;
        self
    }

    /// Writes only the text in this byte range of the source: the rest of a line that also contains markup of a
    /// scenario.
    pub(super) fn cut(mut self, bytes: Range<u32>) -> Self {
        self.cut = Some(bytes);
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
            let outside = self.cut.as_ref().is_some_and(|cut| span.end <= cut.start || span.start >= cut.end);
            at = if outside { at + 1 } else { self.step(event, at) };
        }
        self.flush();
    }

    /// Writes event `at` and returns the next event to write.
    fn step(&mut self, event: Event, at: usize) -> usize {
        match event {
            Event::Text(piece) => self.text(self.visible(piece, at)),
            Event::SoftBreak if self.page.run.is_empty() => self.out.push('\n'),
            // A term may span a line break.
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
            Event::Html(piece) => {
                let html = self.with_addresses(self.piece(piece), at);
                raw::inline(&html, self.page.settings.raw_html, self.out);
            }
            Event::FootnoteReference(label) => notes::reference(self, label),
            Event::HardBreak => self.out.push_str("<br>\n"),
            Event::Rule => self.block("<hr>\n"),
            // `step` handles text and line breaks; a task's box was written with its item.
            Event::Text(_) | Event::SoftBreak | Event::Task(_) => {}
        }
        at + 1
    }

    /// The text of a piece, without the part that the cut excludes.
    fn visible(&self, piece: Piece, at: usize) -> &'w str {
        let text = self.piece(piece);
        let (Some(cut), Some((_, span))) = (&self.cut, self.body().event(at)) else { return text };
        if (span.end - span.start) as usize != text.len() {
            return text;
        }
        let from = (cut.start.clamp(span.start, span.end) - span.start) as usize;
        let to = (cut.end.clamp(span.start, span.end) - span.start) as usize;
        text.get(from..to.max(from)).unwrap_or(text)
    }

    fn text(&mut self, text: &str) {
        if self.quiet == 0 && self.page.marker.as_ref().is_some_and(|marker| !marker.is_done()) {
            self.page.run.push_str(text);
        } else {
            escape::text(text, self.out);
        }
    }

    /// Writes the pending text and marks its terms.
    fn flush(&mut self) {
        if self.page.run.is_empty() {
            return;
        }
        match &mut self.page.marker {
            Some(marker) => marker.write(&self.page.run, self.out),
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

    /// The event with number `at`.
    pub(super) fn event(&self, at: usize) -> Option<Event> {
        self.origin.body.event(at).map(|(event, _)| event)
    }

    /// Returns HTML that begins at event `at`, with the addresses of pages and files on the site instead of the paths
    /// that the author wrote.
    pub(super) fn with_addresses<'h>(&self, html: &'h str, at: usize) -> Cow<'h, str> {
        let Some(all) = self.body().html_links.get(&at) else { return Cow::Borrowed(html) };
        let mut html = html.to_owned();
        for HtmlLink { range, link } in all.iter().rev() {
            let url = match self.origin.links.href(*link) {
                Href::To { url, .. } | Href::Image { url, .. } | Href::Media { url, .. } => url,
                Href::Broken => continue,
            };
            // What leads elsewhere stays as it is written.
            if *url != self.body().links[*link as usize].destination && html.is_char_boundary(range.end) {
                let mut address = String::new();
                escape::url(&url, &mut address);
                html.replace_range(range.clone(), &address);
            }
        }
        Cow::Owned(html)
    }

    /// Writes a tag at the start of a line.
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

    /// The voice of the quotation at `at`, if it has one.
    pub(super) fn voice(&mut self, at: usize) -> Option<Voice> {
        let origin = self.origin;
        let found = self.voices.get_or_insert_with(|| voices(origin.body, origin.source, at..self.end));
        found.binary_search_by_key(&at, |voice| voice.quote).ok().map(|number| found[number].clone())
    }

    /// Writes the words of a voice, and closes the paragraph that contained its name.
    pub(super) fn words(&mut self, voice: &Voice) {
        self.walk(voice.words.clone());
        if voice.open_paragraph {
            self.finish(Element::Paragraph, voice.words.end);
        }
    }
}

//! Texts that know where each of their characters is written, so that a finding can point at one word.

use std::ops::Range;

use crate::parse::markdown::{Body, Event};
use crate::source::Span;
use crate::text::Slice;

/// A text put together from events or taken from a value, with places.
#[derive(Debug)]
pub(super) struct Text {
    written: String,
    runs: Vec<Run>,
    /// The place of the whole, for what is empty.
    whole: Span,
}

/// A stretch of a text that is written in one place.
#[derive(Debug)]
struct Run {
    at: usize,
    span: Span,
    /// Written exactly as it reads, so that places inside it can be told.
    exact: bool,
}

impl Text {
    /// The text of some events of a body, line ends as blanks. `whole` is its place where it is empty.
    pub fn of_events(body: &Body, source: &str, events: Range<usize>, whole: Span) -> Self {
        let mut text = Self { written: String::new(), runs: Vec::new(), whole };
        for (event, span) in events.filter_map(|number| body.event(number)) {
            match event {
                Event::Text(piece) | Event::Code(piece) => text.push(body.piece(source, piece), span, source),
                Event::SoftBreak | Event::HardBreak => text.push(" ", span, source),
                _ => {}
            }
        }
        text
    }

    /// A value of the front matter.
    pub fn of_value(text: &str, span: Span, source: &str) -> Self {
        let mut value = Self { written: String::new(), runs: Vec::new(), whole: span };
        let written = source.get(span.range()).unwrap_or_default();
        let inner = written.find(text).filter(|_| !text.is_empty());
        let span = inner
            .map_or(span, |at| Span::new(span.file, span.range().start + at..span.range().start + at + text.len()));
        value.push(text, span, source);
        value
    }

    fn push(&mut self, text: &str, span: Span, source: &str) {
        if !text.is_empty() {
            let exact = source.get(span.range()) == Some(text);
            self.runs.push(Run { at: self.written.len(), span, exact });
            self.written.push_str(text);
        }
    }

    /// All of it.
    pub fn phrase(&self) -> Phrase<'_> {
        Phrase { text: self, start: 0, end: self.written.len() }
    }

    fn run(&self, at: usize) -> Option<&Run> {
        self.runs.partition_point(|run| run.at <= at).checked_sub(1).map(|number| &self.runs[number])
    }

    fn first_byte(&self, at: usize) -> u32 {
        match self.run(at) {
            Some(run) if run.exact => add(run.span.start, at - run.at).min(run.span.end),
            Some(run) => run.span.start,
            None => self.whole.start,
        }
    }

    fn end_byte(&self, last: usize) -> u32 {
        match self.run(last) {
            Some(run) if run.exact => add(run.span.start, last + 1 - run.at).min(run.span.end),
            Some(run) => run.span.end,
            None => self.whole.end,
        }
    }
}

fn add(start: u32, length: usize) -> u32 {
    start.saturating_add(u32::try_from(length).unwrap_or(u32::MAX))
}

/// A part of a [`Text`].
#[derive(Clone, Copy, Debug)]
pub(super) struct Phrase<'t> {
    text: &'t Text,
    start: usize,
    end: usize,
}

impl<'t> Phrase<'t> {
    pub fn as_str(self) -> &'t str {
        self.text.written.slice(self.start..self.end)
    }

    /// Whether nothing but blanks is left.
    pub fn is_blank(self) -> bool {
        self.as_str().trim().is_empty()
    }

    /// Where it is written, without blanks at its ends; a mere point where nothing is left.
    pub fn span(self) -> Span {
        let trimmed = self.trim();
        let start = self.text.first_byte(trimmed.start);
        let end = if trimmed.start == trimmed.end { start } else { self.text.end_byte(trimmed.end - 1).max(start) };
        Span { file: self.text.whole.file, start, end }
    }

    /// The byte of the file at which it begins.
    pub fn byte(self) -> u32 {
        if self.start == self.text.written.len() && self.start > 0 {
            return self.text.end_byte(self.start - 1);
        }
        self.text.first_byte(self.start)
    }

    /// The part between two bytes of this phrase.
    pub fn part(self, range: Range<usize>) -> Self {
        Self { start: self.start + range.start, end: self.start + range.end, ..self }
    }

    pub fn trim(self) -> Self {
        let text = self.as_str();
        let start = text.len() - text.trim_start().len();
        self.part(start..start.max(text.trim_end().len()))
    }

    pub fn trim_start(self) -> Self {
        let text = self.as_str();
        self.part(text.len() - text.trim_start().len()..text.len())
    }

    /// Without blanks and these signs at its beginning.
    pub fn trim_start_of(self, signs: &[char]) -> Self {
        let text = self.as_str();
        let rest = text.trim_start_matches(|c: char| c.is_whitespace() || signs.contains(&c));
        self.part(text.len() - rest.len()..text.len())
    }

    /// Without one of these characters at its end.
    pub fn without_end(self, ends: [char; 2]) -> Self {
        let text = self.as_str();
        self.part(0..text.strip_suffix(ends).unwrap_or(text).len())
    }

    /// Without these signs at both ends.
    pub fn without(self, signs: &[char]) -> Self {
        let text = self.as_str();
        let start = text.len() - text.trim_start_matches(signs).len();
        self.part(start..text.trim_end_matches(signs).len().max(start))
    }

    /// What stands before and after the first of these characters.
    pub fn split_once(self, wanted: &[char]) -> Option<(Self, Self)> {
        let text = self.as_str();
        let (at, found) = text.char_indices().find(|(_, c)| wanted.contains(c))?;
        Some((self.part(0..at), self.part(at + found.len_utf8()..text.len())))
    }

    /// The parts between commas.
    pub fn split(self, wanted: char) -> impl Iterator<Item = Self> {
        self.as_str().split(wanted).scan(0, move |at, part| {
            let range = *at..*at + part.len();
            *at = range.end + wanted.len_utf8();
            Some(self.part(range))
        })
    }

    /// The comma before this part of a list, or behind it where it is the first.
    pub fn comma(self, list: Self) -> Self {
        if self.start > list.start {
            return Self { start: self.start - 1, end: self.start, ..self };
        }
        Self { start: self.end, end: list.end.min(self.end + 1), ..self }
    }

    /// The words, which blanks divide.
    pub fn words(self) -> impl Iterator<Item = Self> {
        let text = self.as_str();
        text.split_whitespace().map(move |word| {
            let at = word.as_ptr() as usize - text.as_ptr() as usize;
            self.part(at..at + word.len())
        })
    }

    /// This phrase from one of its words on.
    pub fn starting_at(self, word: Self) -> Self {
        Self { start: word.start, ..self }
    }

    /// This phrase up to one of its words, which is left out.
    pub fn ending_before(self, word: Self) -> Self {
        Self { end: word.start, ..self }
    }

    /// What stands up to the end of one of its words, and what stands after it.
    pub fn divide_after(self, word: Self) -> (Self, Self) {
        (Self { end: word.end, ..self }, Self { start: word.end, ..self })
    }
}

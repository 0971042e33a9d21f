//! Texts that record where each character is written, so that a diagnostic can point at one word.

use std::ops::Range;

use crate::parse::markdown::{Body, Event};
use crate::source::Span;
use crate::text::{Slice, saturating_u32};

/// A text made from events or from a value, with its positions in the source.
#[derive(Debug)]
pub(super) struct Text {
    written: String,
    runs: Vec<Run>,
    /// The span of the whole text, used if the text is empty.
    whole: Span,
}

/// A part of a text that is contiguous in the source.
#[derive(Debug)]
struct Run {
    at: usize,
    span: Span,
    /// True if the text is identical to its source, so that positions inside can be computed.
    exact: bool,
}

impl Text {
    /// The text of a range of events. Line breaks become spaces. `whole` is its span if it is empty.
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

    /// The text of a front-matter value.
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

    /// The whole text as a phrase.
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
    start.saturating_add(saturating_u32(length))
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

    /// Returns true if the phrase consists only of white space.
    pub fn is_blank(self) -> bool {
        self.as_str().trim().is_empty()
    }

    /// The span of the phrase without surrounding white space; an empty span if nothing is left.
    pub fn span(self) -> Span {
        let trimmed = self.trim();
        let start = self.text.first_byte(trimmed.start);
        let end = if trimmed.start == trimmed.end { start } else { self.text.end_byte(trimmed.end - 1).max(start) };
        Span { file: self.text.whole.file, start, end }
    }

    /// The byte of the file at which the phrase begins.
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

    /// The phrase without leading white space and these characters.
    pub fn trim_start_of(self, signs: &[char]) -> Self {
        let text = self.as_str();
        let rest = text.trim_start_matches(|c: char| c.is_whitespace() || signs.contains(&c));
        self.part(text.len() - rest.len()..text.len())
    }

    /// The phrase without one of these characters at its end.
    pub fn without_end(self, ends: [char; 2]) -> Self {
        let text = self.as_str();
        self.part(0..text.strip_suffix(ends).unwrap_or(text).len())
    }

    /// The phrase without these characters at both ends.
    pub fn without(self, signs: &[char]) -> Self {
        let text = self.as_str();
        let start = text.len() - text.trim_start_matches(signs).len();
        self.part(start..text.trim_end_matches(signs).len().max(start))
    }

    /// The parts before and after the first of these characters.
    pub fn split_once(self, wanted: &[char]) -> Option<(Self, Self)> {
        let text = self.as_str();
        let (at, found) = text.char_indices().find(|(_, c)| wanted.contains(c))?;
        Some((self.part(0..at), self.part(at + found.len_utf8()..text.len())))
    }

    /// The parts between occurrences of a character.
    pub fn split(self, wanted: char) -> impl Iterator<Item = Self> {
        self.as_str().split(wanted).scan(0, move |at, part| {
            let range = *at..*at + part.len();
            *at = range.end + wanted.len_utf8();
            Some(self.part(range))
        })
    }

    /// The separator before this part of a list, or the one after it if this is the first part.
    pub fn comma(self, list: Self) -> Self {
        if self.start > list.start {
            return Self { start: self.start - 1, end: self.start, ..self };
        }
        Self { start: self.end, end: list.end.min(self.end + 1), ..self }
    }

    /// The words, separated by white space.
    pub fn words(self) -> impl Iterator<Item = Self> {
        let text = self.as_str();
        text.split_whitespace().map(move |word| {
            let at = word.as_ptr() as usize - text.as_ptr() as usize;
            self.part(at..at + word.len())
        })
    }

    /// This phrase from one of its words to the end.
    pub fn starting_at(self, word: Self) -> Self {
        Self { start: word.start, ..self }
    }

    /// This phrase up to, and not including, one of its words.
    pub fn ending_before(self, word: Self) -> Self {
        Self { end: word.start, ..self }
    }

    /// Splits this phrase after one of its words.
    pub fn divide_after(self, word: Self) -> (Self, Self) {
        (Self { end: word.end, ..self }, Self { start: word.end, ..self })
    }
}

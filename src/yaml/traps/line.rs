//! The raw lines around the position at which the parser stopped, and the parts of one line.

use std::ops::Range;

use super::{Advice, Trap, line_at};
use crate::diagnostic::Code;
use crate::text::Slice;

/// The number of lines above and below the stop that are examined. A missing quotation mark is noticed late.
const REACH: usize = 40;

/// The line at fault with the lines before and after it.
#[derive(Debug)]
pub(super) struct Lines<'t> {
    /// The line on which the parser stopped.
    pub fault: Line<'t>,
    /// The lines before it that are neither blank nor comments, nearest first.
    pub before: Vec<Line<'t>>,
    /// The lines after it that are neither blank nor comments, nearest first.
    pub after: Vec<Line<'t>>,
}

impl<'t> Lines<'t> {
    /// The lines around byte `at` of `text`.
    pub(super) fn around(text: &'t str, at: usize) -> Self {
        let fault = line_at(text, at);
        let lines = |range: Range<usize>| {
            let mut start = range.start;
            text.slice(range).split_inclusive('\n').map(move |line| {
                let here = start;
                start += line.len();
                Line::new(here, line.trim_end_matches(['\n', '\r']))
            })
        };
        let speaks = |line: &Line<'_>| !line.text.trim().is_empty() && !line.text.trim_start().starts_with('#');
        let mut from = fault.start;
        for _ in 0..REACH {
            from = text.slice(..from.saturating_sub(1)).rfind('\n').map_or(0, |newline| newline + 1);
        }
        let mut before: Vec<_> = lines(from..fault.start).filter(speaks).collect();
        before.reverse();
        let next = text.slice(fault.end..).find('\n').map_or(text.len(), |newline| fault.end + newline + 1);
        let after = lines(next..text.len()).filter(speaks).take(REACH).collect();
        Self { fault: Line::new(fault.start, text.slice(fault)), before, after }
    }

    /// The line at fault and the lines above it, each with the line that follows it.
    pub(super) fn upwards(&self) -> impl Iterator<Item = (&Line<'t>, Option<&Line<'t>>)> {
        let all = || std::iter::once(&self.fault).chain(&self.before);
        all().zip(std::iter::once(self.after.first()).chain(all().map(Some)))
    }
}

/// One line and its parts: indentation, list dashes, an optional key, a value, a comment.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line<'t> {
    /// The byte of the text at which the line begins.
    pub start: usize,
    /// The line without its line ending.
    pub text: &'t str,
    /// The indentation in bytes.
    pub indent: usize,
    /// The byte of the line at which the key or item begins, after indentation and dashes.
    pub body: usize,
    /// The key, if there is a colon followed by a space or the end of the line.
    pub key: Option<&'t str>,
    /// The byte of the line at which the value begins.
    value_at: usize,
    /// The byte of the line at which the value ends, before white space and a comment.
    value_end: usize,
}

impl<'t> Line<'t> {
    pub(super) fn new(start: usize, text: &'t str) -> Self {
        let blanks = |rest: &str| rest.len() - rest.trim_start().len();
        let indent = blanks(text);
        let mut body = indent;
        while text.slice(body..).starts_with("- ") || text.slice(body..).starts_with("-\t") {
            body += 1 + blanks(text.slice(body + 1..));
        }
        let colon = key_end(text.slice(body..)).map(|end| body + end);
        let key = colon.map(|colon| text.slice(body..colon).trim_end());
        let value_at = colon.map_or(body, |colon| colon + 1 + blanks(text.slice(colon + 1..)));
        let value_end = value_at + value_length(text.slice(value_at..));
        Self { start, text, indent, body, key, value_at, value_end }
    }

    /// The value, or the whole item if there is no key.
    pub(super) fn value(&self) -> &'t str {
        self.text.slice(self.value_at..self.value_end)
    }

    /// Everything after indentation and dashes, without a comment.
    pub(super) fn item(&self) -> &'t str {
        self.text.slice(self.body..self.value_end.max(self.body)).trim_end()
    }

    /// Returns true if the line begins with a list dash.
    pub(super) fn is_item(&self) -> bool {
        self.body > self.indent || self.text.slice(self.indent..).trim_end() == "-"
    }

    /// Returns true if the line looks like the beginning of a key or item, not like the continuation of a text.
    pub(super) fn begins(&self) -> bool {
        self.is_item() || self.key.is_some_and(|key| !key.contains(' '))
    }

    /// Converts a range of the line to a range of the text.
    pub(super) fn range(&self, range: Range<usize>) -> Range<usize> {
        self.start + range.start..self.start + range.end
    }

    /// The range of the value in the text.
    pub(super) fn value_range(&self) -> Range<usize> {
        self.range(self.value_at..self.value_end)
    }

    /// The range of the whole line in the text.
    pub(super) fn whole(&self) -> Range<usize> {
        self.range(0..self.text.len())
    }

    /// The line with another value.
    pub(super) fn with_value(&self, value: &str) -> String {
        format!("{}{value}{}", self.text.slice(..self.value_at), self.text.slice(self.value_end..))
    }

    /// The line with everything after indentation and dashes replaced, except a comment.
    pub(super) fn with_item(&self, item: &str) -> String {
        format!("{}{item}{}", self.text.slice(..self.body), self.text.slice(self.value_end.max(self.body)..))
    }

    /// A mistake that concerns only this line. `mark` is a range of the text.
    pub(super) fn trap(&self, code: Code, mark: Range<usize>, advice: Advice, corrected: String) -> Trap {
        Trap::new(code, mark, advice, vec![(self.whole(), corrected)])
    }
}

/// The byte at which the key of `body` ends: before a colon that is followed by a space or the end of the line.
pub(super) fn key_end(body: &str) -> Option<usize> {
    if body.starts_with(['"', '\'', '[', '{', '#', '&', '*', '!', '|', '>', '@', '`', '“', '„']) {
        return None;
    }
    let comment = body.find(" #").unwrap_or(body.len());
    body.slice(..comment)
        .match_indices(':')
        .map(|(at, _)| at)
        .find(|&at| body.slice(at + 1..).is_empty() || body.slice(at + 1..).starts_with([' ', '\t']))
}

/// The length of a value without a comment and the white space before it. A `#` inside quotes does not begin a comment.
fn value_length(rest: &str) -> usize {
    let from = match rest.chars().next() {
        Some(quote @ ('"' | '\'')) => closing_quote(rest, quote).unwrap_or(rest.len()),
        _ => 0,
    };
    let comment = rest.slice(from..).match_indices('#').map(|(at, _)| from + at).find(|&at| {
        let spaced = rest.slice(..at).ends_with([' ', '\t']) || at == 0;
        spaced && !rest.slice(at + 1..).starts_with(|c: char| c.is_alphanumeric())
    });
    rest.slice(..comment.unwrap_or(rest.len())).trim_end().len()
}

/// The byte of the quotation mark that closes the quoted text at the beginning of `value`.
pub(super) fn closing_quote(value: &str, quote: char) -> Option<usize> {
    let mut signs = value.char_indices().skip(1).peekable();
    while let Some((at, sign)) = signs.next() {
        match sign {
            '\\' if quote == '"' => {
                signs.next();
            }
            sign if sign == quote && quote == '\'' && signs.peek().is_some_and(|&(_, next)| next == quote) => {
                signs.next();
            }
            sign if sign == quote => return Some(at),
            _ => {}
        }
    }
    None
}

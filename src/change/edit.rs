//! Applies edits to a text. Duplicates are applied once. Of two that overlap, only the first is applied.

use std::ops::Range;

use crate::diagnostic::Replacement;
use crate::source::Span;
use crate::text::{Slice, with_line_endings};

/// A range of a text and its replacement.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Edit {
    /// The first byte.
    pub start: usize,
    /// The byte after the last one.
    pub end: usize,
    /// The text that replaces the range.
    pub with: String,
}

impl Edit {
    /// The edit that makes a fix.
    #[must_use]
    pub fn of(cure: &Replacement) -> Self {
        Self::at(cure.span, cure.text.clone())
    }

    /// The edit that replaces a span of its file.
    #[must_use]
    pub fn at(span: Span, with: impl Into<String>) -> Self {
        let Range { start, end } = span.range();
        Self { start, end, with: with.into() }
    }
}

/// Returns the text with the edits applied, and the edits that were applied, in order.
#[must_use]
pub fn apply(text: &str, mut edits: Vec<Edit>) -> (String, Vec<Edit>) {
    edits.sort();
    edits.dedup();
    let (mut mended, mut at) = (String::with_capacity(text.len()), 0);
    let mut made: Vec<Edit> = Vec::new();
    for edit in edits {
        let (Some(before), true) = (text.get(at..edit.start), text.is_char_boundary(edit.end)) else { continue };
        // The order of two insertions at one point is undefined, so apply only one.
        if made.last().is_some_and(|last| last.start == edit.start) {
            continue;
        }
        let edit = Edit { with: with_line_endings(&edit.with, text), ..edit };
        mended.push_str(before);
        mended.push_str(&edit.with);
        at = edit.end;
        made.push(edit);
    }
    mended.push_str(text.slice(at..));
    (mended, made)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edit(start: usize, end: usize, with: &str) -> Edit {
        Edit { start, end, with: with.to_owned() }
    }

    #[test]
    fn duplicate_edits_are_applied_once_and_overlapping_ones_not() {
        let text = "one two three";
        let edits = vec![edit(4, 7, "2"), edit(0, 3, "1"), edit(4, 7, "2"), edit(5, 9, "x"), edit(8, 13, "3")];
        assert_eq!(apply(text, edits), ("1 2 3".to_owned(), vec![edit(0, 3, "1"), edit(4, 7, "2"), edit(8, 13, "3")]));
        assert_eq!(apply("a", vec![edit(0, 0, "x"), edit(0, 0, "y")]).0, "xa");
        assert_eq!(apply("é", vec![edit(1, 1, "x")]), ("é".to_owned(), Vec::new()));
    }

    #[test]
    fn line_endings_of_the_file_are_kept() {
        assert_eq!(apply("a\r\nb\r\n", vec![edit(3, 4, "c\nd\r\ne")]).0, "a\r\nc\r\nd\r\ne\r\n");
    }
}

//! The file that is read, the mapping from a corrected text back to it, and the position where a parser stopped.

use std::ops::Range;

use crate::source::{FileId, Span};

/// A file that is being read.
#[derive(Clone, Copy, Debug)]
pub struct Input<'a> {
    /// Its number.
    pub file: FileId,
    /// The whole text.
    pub text: &'a str,
}

impl<'a> Input<'a> {
    /// The text at `span`.
    #[must_use]
    pub fn at(self, span: Span) -> &'a str {
        self.text.get(span.range()).unwrap_or_default()
    }

    /// The part of `span` on its first line, for underlining something that spans several lines.
    #[must_use]
    pub fn first_line(self, span: Span) -> Span {
        let line = self.at(span).lines().next().unwrap_or_default().trim_end();
        Span::new(span.file, span.range().start..span.range().start + line.len())
    }
}

/// The mapping from a corrected text back to the file.
#[derive(Clone, Debug)]
pub(super) struct PositionMap<'a> {
    /// The file.
    pub input: Input<'a>,
    base: usize,
    text: &'a str,
    pieces: Vec<Piece>,
}

/// A replaced part: its range in the corrected text and its range in the original.
#[derive(Clone, Debug)]
struct Piece {
    now: Range<usize>,
    was: Range<usize>,
}

impl<'a> PositionMap<'a> {
    /// The mapping of `text`, which begins at byte `base` of the file and has no corrections yet.
    pub(super) fn new(input: Input<'a>, base: usize, text: &'a str) -> Self {
        Self { input, base, text, pieces: Vec::new() }
    }

    /// The span of `range` in the file.
    pub(super) fn span(&self, range: Range<usize>) -> Span {
        if self.pieces.is_empty() {
            return Span::new(self.input.file, self.base + range.start..self.base + range.end);
        }
        let start = self.original(range.start);
        Span::new(self.input.file, self.base + start..self.base + self.original(range.end).max(start))
    }

    fn original(&self, at: usize) -> usize {
        let mut from = (0, 0);
        for Piece { now, was } in &self.pieces {
            if at < now.start {
                break;
            }
            if at < now.end {
                return self.text.floor_char_boundary((was.start + (at - now.start)).min(was.end));
            }
            from = (now.end, was.end);
        }
        self.text.floor_char_boundary(from.1 + (at - from.0))
    }

    /// Records that `range` of the corrected text is replaced by `length` bytes.
    pub(super) fn replaced(&mut self, range: &Range<usize>, length: usize) {
        let start = self.original(range.start);
        let was = start..self.original(range.end).max(start);
        self.pieces.retain(|piece| piece.now.end <= range.start || piece.now.start >= range.end);
        for piece in self.pieces.iter_mut().filter(|piece| piece.now.start >= range.end) {
            piece.now = piece.now.start - range.len() + length..piece.now.end - range.len() + length;
        }
        let at = self.pieces.partition_point(|piece| piece.now.start < range.start);
        self.pieces.insert(at, Piece { now: range.start..range.start + length, was });
    }
}

/// The position and reason for which the parser stopped.
#[derive(Clone, Debug)]
pub(super) struct Stop {
    /// The byte offset in the parsed text.
    pub at: usize,
    /// The reason.
    pub reason: StopReason,
}

/// The reasons that have a message of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum StopReason {
    /// A quotation mark is not closed.
    Quote,
    /// A bracket is not closed.
    Bracket,
    /// Lists or keys are nested too deeply.
    Depth,
    /// A directive line, such as `%YAML`.
    Directive,
    /// Anything else.
    Other,
}

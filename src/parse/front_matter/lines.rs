//! Lines of a text by their byte offsets.

use std::ops::Range;

use crate::text::Slice;

/// The line that begins at `start`, without its line ending.
pub(super) fn line_from(text: &str, start: usize) -> Range<usize> {
    let end = text.slice(start..).find('\n').map_or(text.len(), |newline| start + newline);
    start..start + text.slice(start..end).trim_end_matches('\r').len()
}

/// The beginning of the line after the one that ends at `end`.
pub(super) fn next_line(text: &str, end: usize) -> usize {
    text.slice(end..).find('\n').map_or(text.len(), |newline| end + newline + 1)
}

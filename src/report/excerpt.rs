//! Excerpts of source files for diagnostics, cut to a width, and lines as they would be after a fix.
//!
//! Copies only the lines that are shown, so ten thousand diagnostics in one long file stay cheap.

use std::ops::Range;

use super::PLACEHOLDER;
use crate::diagnostic::{Label, Replacement};
use crate::source::{SourceFile, SourceMap, Span};
use crate::text::Slice;

/// Labels of one file share an excerpt if at most this many lines are between them.
const NEAR: usize = 20;
/// Maximum number of lines in an underlined span; of a longer one only the first line is underlined.
const TALLEST: usize = 12;
/// Number of characters kept before the underlined part when a line is cut.
const BEFORE: usize = 30;
const CUT: &str = "...";
/// Maximum bytes of a UTF-8 character.
const LONGEST_CHARACTER: usize = 4;
/// Maximum number of corrected lines.
const MOST_MENDED: usize = 12;

/// Some lines of a file, with the ranges to underline.
#[derive(Debug)]
pub(super) struct Excerpt<'a> {
    /// The span that the excerpt is reported at.
    pub at: Span,
    /// The number of the first line.
    pub line: usize,
    /// The lines, long ones cut.
    pub text: String,
    /// The ranges to underline.
    pub marks: Vec<Mark<'a>>,
}

/// An underlined range of an [`Excerpt`]'s text.
#[derive(Debug)]
pub(super) struct Mark<'a> {
    pub range: Range<usize>,
    pub text: &'a str,
    /// True for the main label of the diagnostic.
    pub first: bool,
}

/// A label and the lines that it covers.
struct Touched<'a> {
    label: &'a Label,
    range: Range<usize>,
    lines: Range<usize>,
    first: bool,
}

/// The excerpts for a diagnostic: the one with its main label first, then those of labels elsewhere.
pub(super) fn excerpts<'a>(sources: &SourceMap, labels: &'a [Label], width: usize) -> Vec<Excerpt<'a>> {
    let mut groups: Vec<Vec<Touched>> = Vec::new();
    for (number, label) in labels.iter().enumerate() {
        let touched = touch(sources.file(label.span.file), label, number == 0);
        match groups.iter_mut().find(|group| near(group, &touched)) {
            Some(group) => group.push(touched),
            None => groups.push(vec![touched]),
        }
    }
    groups.into_iter().map(|group| excerpt(sources, group, width)).collect()
}

fn near(group: &[Touched], new: &Touched) -> bool {
    group.iter().all(|other| {
        other.label.span.file == new.label.span.file
            && other.lines.start < new.lines.end + NEAR
            && new.lines.start < other.lines.end + NEAR
    })
}

fn touch<'a>(file: &SourceFile, label: &'a Label, first: bool) -> Touched<'a> {
    let range = inside(file.text(), label.span.range());
    let line = file.place(label.span.start).line;
    let last = file.place(label.span.end.max(label.span.start)).line;
    if last - line < TALLEST {
        return Touched { label, range, lines: line..last + 1, first };
    }
    let end = (file.line_start(line) + file.line(line).len()).max(range.start);
    Touched { label, range: range.start..end, lines: line..line + 1, first }
}

/// Clamps a range to the text and to character boundaries, so that a wrong span cannot make the report panic.
fn inside(text: &str, range: Range<usize>) -> Range<usize> {
    let start = text.floor_char_boundary(range.start);
    start..text.ceil_char_boundary(range.end).max(start)
}

fn excerpt<'a>(sources: &SourceMap, group: Vec<Touched<'a>>, width: usize) -> Excerpt<'a> {
    let at = group[0].label.span;
    let file = sources.file(at.file);
    let line = group.iter().map(|touched| touched.lines.start).min().unwrap_or(1);
    let end = group.iter().map(|touched| touched.lines.end).max().unwrap_or(line + 1);
    let mut text = String::new();
    let mut cuts = Vec::new();
    for number in line..end {
        let cut = cut(file, number, &group, width);
        cuts.push(Cut { at: text.len(), ..cut });
        text.push_str(&cuts[cuts.len() - 1].shown(file));
        text.push('\n');
    }
    let marks = group
        .into_iter()
        .map(|touched| Mark {
            range: shift(&cuts, touched.range.start)..shift(&cuts, touched.range.end),
            text: &touched.label.text,
            first: touched.first,
        })
        .collect();
    Excerpt { at, line, text, marks }
}

/// The mapping from a source line to its text in an excerpt.
struct Cut {
    /// The range of the line in the file.
    line: Range<usize>,
    /// The range that is shown.
    kept: Range<usize>,
    /// The start of the line in the excerpt.
    at: usize,
}

impl Cut {
    fn shown(&self, file: &SourceFile) -> String {
        let before = if self.kept.start > self.line.start { CUT } else { "" };
        let after = if self.kept.end < self.line.end { CUT } else { "" };
        // The replacement has the same length in bytes, so marks stay correct.
        let kept = file.text().slice(self.kept.clone()).replace(PLACEHOLDER, "\u{fffd}");
        format!("{before}{kept}{after}")
    }

    fn shift(&self, at: usize) -> usize {
        let before = if self.kept.start > self.line.start { CUT.len() } else { 0 };
        self.at + before + at.clamp(self.kept.start, self.kept.end) - self.kept.start
    }
}

fn cut(file: &SourceFile, number: usize, group: &[Touched], width: usize) -> Cut {
    let start = file.line_start(number);
    let text = file.line(number);
    let line = start..start + text.len();
    let marked = group.iter().filter(|touched| touched.lines.contains(&number));
    let focus = marked.map(|touched| touched.range.start).filter(|at| *at >= start).min().unwrap_or(start);
    let kept = window(text, focus.min(line.end) - start, width);
    Cut { kept: start + kept.start..start + kept.end, line, at: 0 }
}

/// The range of `text`, at most `width` characters long, that contains byte `focus`.
fn window(text: &str, focus: usize, width: usize) -> Range<usize> {
    if text.chars().nth(width).is_none() {
        return 0..text.len();
    }
    let width = width.saturating_sub(2 * CUT.len()).max(1);
    let start = match text.char_indices().nth(width) {
        Some((at, _)) if focus + BEFORE < at => 0,
        _ => text.slice(..focus).char_indices().rev().nth(BEFORE - 1).map_or(0, |(at, _)| at),
    };
    let end = text.slice(start..).char_indices().nth(width).map_or(text.len(), |(at, _)| start + at);
    start..end
}

fn shift(cuts: &[Cut], at: usize) -> usize {
    let line = cuts.partition_point(|cut| cut.line.start <= at).saturating_sub(1);
    cuts[line].shift(at)
}

/// The lines around `new` after the replacement, without blank lines at either end; empty if no text would be left, or
/// if whole lines are removed.
pub(super) fn mended(file: &SourceFile, new: &Replacement, width: usize) -> Vec<String> {
    let range = inside(file.text(), new.span.range());
    let text = file.text();
    let ends_line = |at: usize| at == 0 || text.slice(..at).ends_with('\n');
    if new.text.is_empty() && !range.is_empty() && ends_line(range.start) && ends_line(range.end) {
        return Vec::new();
    }
    // On a long line, only the part around the change is shown.
    let room = width.saturating_add(BEFORE).saturating_mul(LONGEST_CHARACTER);
    let start = file.line_start(file.place(new.span.start).line).min(range.start);
    let start = start.max(text.floor_char_boundary(range.start.saturating_sub(room)));
    let last = file.place(new.span.end).line;
    let end = (file.line_start(last) + file.line(last).len()).max(range.end);
    let end = end.min(text.ceil_char_boundary(range.end.saturating_add(room)));
    let mended = format!("{}{}{}", text.slice(start..range.start), new.text, text.slice(range.end..end));
    let focus = range.start - start;
    let mut from = 0;
    let mut lines = Vec::new();
    for line in mended.split('\n').take(MOST_MENDED) {
        lines.push(shortened(line.trim_end(), focus.saturating_sub(from), width));
        from += line.len() + 1;
    }
    while lines.last().is_some_and(String::is_empty) {
        lines.pop();
    }
    lines
}

fn shortened(line: &str, focus: usize, width: usize) -> String {
    let kept = window(line, line.floor_char_boundary(focus), width);
    let before = if kept.start > 0 { CUT } else { "" };
    let after = if kept.end < line.len() { CUT } else { "" };
    format!("{before}{}{after}", line.slice(kept))
}

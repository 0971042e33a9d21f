//! Finds the front matter of a file: the text between a first line `---` and the next line `---` or `...`.

use std::ops::Range;

use super::heading::FirstHeading;
use super::keys_end;
use super::lines::{line_from, next_line};
use super::misplaced;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;
use crate::text::Slice;
use crate::yaml::{Input, Known};

/// The two parts of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Split {
    /// The range of the YAML between the two lines; empty if there is no front matter.
    pub yaml: Range<usize>,
    /// The byte at which the Markdown begins.
    pub body: usize,
    /// The line that opens the front matter; the beginning of the file if there is none.
    pub opening: Range<usize>,
    /// True if there is front matter.
    pub found: bool,
}

/// Finds the front matter of `input`, and reports it if it is absent, misplaced or not closed. Lines that begin with a
/// `known` key are certainly part of it.
#[must_use]
pub fn split(input: Input<'_>, known: Known<'_>, found: &mut Vec<Diagnostic>) -> Split {
    let text = input.text;
    let start = text.len() - text.trim_start_matches(['\n', '\r', ' ', '\t']).len();
    let start = text.slice(..start).rfind('\n').map_or(0, |newline| newline + 1);
    let Some(opening) = opening(input, start) else {
        if let Some(split) = misplaced::find(input, &known(), found) {
            return split;
        }
        return unopened(input, start, &known(), found).unwrap_or_else(|| absent(input, found));
    };
    if start > 0 {
        let blank = Span::new(input.file, 0..start);
        let message = "the front matter must begin in the first line of the file";
        found.push(Diagnostic::new(Code::FrontMatterPlace, Span::new(input.file, opening.clone()), message).replace(
            "remove the empty lines before the first `---`",
            blank,
            "",
        ));
    }
    let inside = next_line(text, opening.end);
    match closing(text, inside).filter(|line| !keys_end::ends_earlier(text.slice(..line.start), inside, known)) {
        Some(line) => {
            let body = next_line(text, line.end);
            exact(input, &opening, &line, found);
            Split { yaml: inside..line.start, body, opening, found: true }
        }
        None => unclosed(input, opening, keys_end::end_of_keys(text, inside, &known()), found),
    }
}

/// Returns the first line if it is `---`, or evidently meant to be.
fn opening(input: Input<'_>, start: usize) -> Option<Range<usize>> {
    let line = line_from(input.text, start);
    let written = input.text.slice(line.clone()).trim();
    if !rule_like(written) {
        return None;
    }
    // Dashes alone are a thematic break in Markdown; front matter has a key on the next line.
    let below = input.text.slice(next_line(input.text, line.end)..);
    let keys = written == "---" || written == "+++" || below.lines().next().is_some_and(|line| line.contains(':'));
    keys.then_some(line)
}

/// Reports lines around the front matter that are not exactly `---`.
fn exact(input: Input<'_>, opening: &Range<usize>, closing: &Range<usize>, found: &mut Vec<Diagnostic>) {
    let is_exact = |line: &Range<usize>| matches!(input.text.slice(line.clone()).trim_end(), "---" | "...");
    let span = |line: &Range<usize>| Span::new(input.file, line.clone());
    let (line, which) = match (is_exact(opening), is_exact(closing)) {
        (true, true) => return,
        (false, true) => (opening, "the line that begins the front matter"),
        (true, false) => (closing, "the line that ends the front matter"),
        (false, false) => {
            let message = "the lines around the front matter must be exactly three hyphens, `---`";
            let mended = format!("---{}---", input.text.slice(opening.end..closing.start));
            let both = Diagnostic::new(Code::FrontMatterPlace, span(opening), message).label(span(closing), "here too");
            found.push(both.replace("write both as `---`", span(&(opening.start..closing.end)), mended));
            return;
        }
    };
    let message = format!("{which} must be exactly three hyphens, `---`");
    found.push(Diagnostic::new(Code::FrontMatterPlace, span(line), message).replace("write `---`", span(line), "---"));
}

/// Returns true for three hyphens and the ways in which they are commonly mistyped or auto-corrected.
fn rule_like(line: &str) -> bool {
    let dashes = line.chars().filter(|c| matches!(c, '-' | '–' | '—')).count();
    line == "+++" || (dashes == line.chars().count() && (line.contains(['–', '—']) || dashes >= 2))
}

/// Finds the closing line; an indented one counts only if there is no unindented one.
fn closing(text: &str, inside: usize) -> Option<Range<usize>> {
    closing_where(text, inside, str::trim_end).or_else(|| closing_where(text, inside, str::trim))
}

fn closing_where(text: &str, inside: usize, bare: impl Fn(&str) -> &str) -> Option<Range<usize>> {
    let mut at = inside;
    while at < text.len() {
        let line = line_from(text, at);
        let written = bare(text.slice(line.clone()));
        if matches!(written, "..." | "+++") || rule_like(written) {
            return Some(line);
        }
        at = next_line(text, line.end);
    }
    None
}

/// Handles front matter without a closing line. It ends at `end`.
fn unclosed(input: Input<'_>, opening: Range<usize>, end: usize, found: &mut Vec<Diagnostic>) -> Split {
    let text = input.text;
    let inside = next_line(text, opening.end);
    if let Some(split) = misplaced::text_behind_closing(input, &opening, end, found) {
        return split;
    }
    if input.text.slice(opening.clone()).trim_end() != "---" {
        let span = Span::new(input.file, opening.clone());
        let message = "the line that begins the front matter must be exactly three hyphens, `---`";
        found.push(Diagnostic::new(Code::FrontMatterPlace, span, message).replace("write `---`", span, "---"));
    }
    let message = "the front matter is not closed: no line `---` comes after its last key";
    let unclosed = Diagnostic::new(Code::UnclosedFrontMatter, Span::new(input.file, opening.clone()), message);
    let newline = if text.slice(..end).ends_with('\n') { "---\n" } else { "\n---\n" };
    let point = Span::new(input.file, end..end);
    found.push(unclosed.replace("write a line `---` after the last key", point, newline));
    Split { yaml: inside..end, body: end, opening, found: true }
}

/// Handles keys at the top of a file without the `---` before them, and perhaps without the one after them.
fn unopened(input: Input<'_>, start: usize, known: &[&str], found: &mut Vec<Diagnostic>) -> Option<Split> {
    let text = input.text;
    let first = line_from(text, start);
    keys_end::key(text.slice(first.clone())).filter(|key| known.contains(key))?;
    let end = keys_end::end_of_keys(text, start, known);
    let below = line_from(text, end);
    let closed = text.slice(below.clone()).trim_end() == "---";
    let (message, help, last) = if closed {
        ("the line `---` before the first key is missing", "write it in the first line", "")
    } else {
        ("the lines `---` around the keys are missing", "write one before the first key, one after the last", "---\n")
    };
    let keys = text.slice(start..end);
    let newline = if keys.ends_with('\n') { "" } else { "\n" };
    let cure = if closed { "---\n".to_owned() } else { format!("---\n{keys}{newline}{last}") };
    let replaced = if closed { 0..start } else { 0..end };
    let diagnostic = Diagnostic::new(Code::MissingFrontMatter, Span::new(input.file, first), message);
    found.push(diagnostic.replace(help, Span::new(input.file, replaced), cure));
    let body = if closed { next_line(text, below.end) } else { end };
    Some(Split { yaml: start..end, body, opening: start..start, found: true })
}

fn absent(input: Input<'_>, found: &mut Vec<Diagnostic>) -> Split {
    let heading = FirstHeading::find(input, 0);
    let title = heading.as_ref().map_or("the name of the page", |heading| &heading.title);
    let at = Span::new(input.file, line_from(input.text, 0));
    let message = "the file has no front matter, the lines between `---` and `---` at its top";
    let help = format!("begin the file with these three lines: `---`, `title: {title}`, `---`");
    let mut cure = format!("---\ntitle: {title}\n---\n\n");
    let mut replaced = 0..0;
    if let Some(signs) = heading.as_ref().and_then(|heading| heading.smaller.clone()) {
        // As the title, the heading has one `#`.
        cure.push('#');
        replaced.end = signs.end;
    }
    let is_certain = heading.is_some_and(|heading| heading.is_title);
    let found_none = Diagnostic::new(Code::MissingFrontMatter, at, message);
    found.push(found_none.replace_if(is_certain, help, Span::new(input.file, replaced), cure));
    Split { yaml: 0..0, body: 0, opening: 0..0, found: false }
}

//! Finding the front matter in a file's text: between a first line `---` and the next line `---` or `...`.

use std::ops::Range;

use super::extent;
use super::lines::{line_from, next_line};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;
use crate::text::Slice;
use crate::yaml::{Input, Known, quoted};

/// The two parts of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Split {
    /// The bytes of the YAML between the two lines; empty where there is no front matter.
    pub yaml: Range<usize>,
    /// Where the Markdown begins.
    pub body: usize,
    /// The line that opens the front matter; the beginning of the file where there is none.
    pub opening: Range<usize>,
    /// Whether there is front matter.
    pub found: bool,
    /// Whether its end is a guess, because the closing line is missing.
    pub guessed: bool,
}

/// Finds the front matter of `input` and reports it where it is absent, not at the top, or not closed. Lines that begin
/// with one of the keys that are `known` are certainly part of it.
#[must_use]
pub fn split(input: Input<'_>, known: Known<'_>, found: &mut Vec<Diagnostic>) -> Split {
    let text = input.text;
    let start = text.len() - text.trim_start_matches(['\n', '\r', ' ', '\t']).len();
    let start = text.slice(..start).rfind('\n').map_or(0, |newline| newline + 1);
    let Some(opening) = opening(input, start) else {
        return unopened(input, start, &known(), found).unwrap_or_else(|| absent(input, found));
    };
    if start > 0 {
        let blank = Span::new(input.file, 0..start);
        let message = "the front matter must begin in the first line of the file";
        found.push(Diagnostic::new(Code::FrontMatterPlace, Span::new(input.file, opening.clone()), message).replace(
            "remove the blank lines before the first `---`",
            blank,
            "",
        ));
    }
    let inside = next_line(text, opening.end);
    match closing(text, inside).filter(|line| !extent::left(text, (inside, line.start), known)) {
        Some(line) => {
            let body = next_line(text, line.end);
            exact(input, &opening, &line, found);
            Split { yaml: inside..line.start, body, opening, found: true, guessed: false }
        }
        None => unclosed(input, opening, extent::end_of_keys(text, inside, &known()), found),
    }
}

/// The first line, where it is `---` or evidently meant to be.
fn opening(input: Input<'_>, start: usize) -> Option<Range<usize>> {
    let line = line_from(input.text, start);
    let written = input.text.slice(line.clone()).trim();
    if !rule_like(written) {
        return None;
    }
    // A rule alone is Markdown; front matter has a key below it.
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

/// Three hyphens, or what word processors and haste make of them.
fn rule_like(line: &str) -> bool {
    let dashes = line.chars().filter(|c| matches!(c, '-' | '–' | '—')).count();
    line == "+++" || (dashes == line.chars().count() && (line.contains(['–', '—']) || dashes >= 2))
}

/// The line that closes; where none begins at the margin, one that was moved in.
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

/// Front matter without its last line, up to `end`.
fn unclosed(input: Input<'_>, opening: Range<usize>, end: usize, found: &mut Vec<Diagnostic>) -> Split {
    let text = input.text;
    let inside = next_line(text, opening.end);
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
    Split { yaml: inside..end, body: end, opening, found: true, guessed: true }
}

/// Keys at the top of a file without the line `---` before them, and perhaps without the one after them.
fn unopened(input: Input<'_>, start: usize, known: &[&str], found: &mut Vec<Diagnostic>) -> Option<Split> {
    let text = input.text;
    let first = line_from(text, start);
    extent::key(text.slice(first.clone())).filter(|key| known.contains(key))?;
    let end = extent::end_of_keys(text, start, known);
    let below = line_from(text, end);
    let closed = text.slice(below.clone()).trim_end() == "---";
    let (message, help, last) = match closed {
        true => ("the line `---` before the first key is missing", "write it in the first line", ""),
        false => (
            "the lines `---` around the keys are missing",
            "write one before the first key, one after the last",
            "---\n",
        ),
    };
    let keys = text.slice(start..end);
    let newline = if keys.ends_with('\n') { "" } else { "\n" };
    let cure = if closed { "---\n".to_owned() } else { format!("---\n{keys}{newline}{last}") };
    let place = if closed { 0..start } else { 0..end };
    let diagnostic = Diagnostic::new(Code::MissingFrontMatter, Span::new(input.file, first), message);
    found.push(diagnostic.replace(help, Span::new(input.file, place), cure));
    let body = if closed { next_line(text, below.end) } else { end };
    Some(Split { yaml: start..end, body, opening: start..start, found: true, guessed: true })
}

fn absent(input: Input<'_>, found: &mut Vec<Diagnostic>) -> Split {
    let heading = input.text.lines().find_map(|line| line.strip_prefix("# ")).map(str::trim);
    let title = match heading {
        Some(heading) if heading.contains([':', '#', '"', '[', '`', '*']) => quoted(heading),
        Some(heading) => heading.to_owned(),
        None => "the name of the page".to_owned(),
    };
    let at = Span::new(input.file, line_from(input.text, 0));
    let message = "the file has no front matter, the lines between `---` and `---` at its top";
    let help = format!("begin the file with these three lines: `---`, `title: {title}`, `---`");
    let point = Span::start_of(input.file);
    let cure = format!("---\ntitle: {title}\n---\n\n");
    let found_none = Diagnostic::new(Code::MissingFrontMatter, at, message);
    found.push(found_none.replace_if(heading.is_some(), help, point, cure));
    Split { yaml: 0..0, body: 0, opening: 0..0, found: false, guessed: false }
}

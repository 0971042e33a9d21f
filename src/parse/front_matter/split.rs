//! Finding the front matter in a file's text: between a first line `---` and the next line `---` or `...`.

use std::ops::Range;

use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;
use crate::yaml::{Input, quoted};

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

/// Finds the front matter of `input` and reports it where it is absent, not at the top, or not closed.
#[must_use]
pub fn split(input: Input<'_>, found: &mut Vec<Diagnostic>) -> Split {
    let text = input.text;
    let start = text.len() - text.trim_start_matches(['\n', '\r', ' ', '\t']).len();
    let start = text[..start].rfind('\n').map_or(0, |newline| newline + 1);
    let Some(opening) = opening(input, start, found) else { return absent(input, found) };
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
    match closing(text, inside) {
        Some(line) => {
            let body = next_line(text, line.end);
            exact(input, &line, "the line that ends the front matter", found);
            Split { yaml: inside..line.start, body, opening, found: true, guessed: false }
        }
        None => unclosed(input, opening, inside, found),
    }
}

/// The first line, where it is `---` or evidently meant to be.
fn opening(input: Input<'_>, start: usize, found: &mut Vec<Diagnostic>) -> Option<Range<usize>> {
    let line = line_from(input.text, start);
    let written = input.text[line.clone()].trim();
    if !rule_like(written) {
        return None;
    }
    // A rule alone is Markdown; front matter has a key below it.
    let below = &input.text[next_line(input.text, line.end)..];
    if written != "---" && written != "+++" && !below.lines().next().is_some_and(|line| line.contains(':')) {
        return None;
    }
    exact(input, &line, "the line that begins the front matter", found);
    Some(line)
}

/// Reports a line of dashes that is not exactly `---`.
fn exact(input: Input<'_>, line: &Range<usize>, which: &str, found: &mut Vec<Diagnostic>) {
    let written = input.text[line.clone()].trim_end();
    if written == "---" || written == "..." {
        return;
    }
    let span = Span::new(input.file, line.clone());
    let message = format!("{which} must be exactly three hyphens, `---`");
    found.push(Diagnostic::new(Code::FrontMatterPlace, span, message).replace("write `---`", span, "---"));
}

/// Three hyphens, or what word processors and haste make of them.
fn rule_like(line: &str) -> bool {
    let dashes = line.chars().filter(|c| matches!(c, '-' | '–' | '—')).count();
    line == "+++" || (dashes == line.chars().count() && (line.contains(['–', '—']) || dashes >= 2))
}

fn closing(text: &str, inside: usize) -> Option<Range<usize>> {
    let mut at = inside;
    while at < text.len() {
        let line = line_from(text, at);
        let written = text[line.clone()].trim_end();
        if matches!(written, "..." | "+++") || rule_like(written) {
            return Some(line);
        }
        at = next_line(text, line.end);
    }
    None
}

fn unclosed(input: Input<'_>, opening: Range<usize>, inside: usize, found: &mut Vec<Diagnostic>) -> Split {
    let text = input.text;
    let blank = text[inside..].find("\n\n").map(|at| inside + at + 1);
    let blank = blank.or_else(|| text[inside..].find("\n\r\n").map(|at| inside + at + 1));
    let end = blank.unwrap_or(text.len());
    let message = "the front matter is not closed: no line `---` comes after this one";
    let unclosed = Diagnostic::new(Code::UnclosedFrontMatter, Span::new(input.file, opening.clone()), message);
    let newline = if text[..end].ends_with('\n') { "---\n" } else { "\n---\n" };
    let point = Span::new(input.file, end..end);
    found.push(unclosed.replace("write a line `---` after the last key", point, newline));
    Split { yaml: inside..end, body: end, opening, found: true, guessed: true }
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
    found.push(Diagnostic::new(Code::MissingFrontMatter, at, message).replace(help, point, cure));
    Split { yaml: 0..0, body: 0, opening: 0..0, found: false, guessed: false }
}

/// The line that begins at `start`, without its end.
fn line_from(text: &str, start: usize) -> Range<usize> {
    let end = text[start..].find('\n').map_or(text.len(), |newline| start + newline);
    start..start + text[start..end].trim_end_matches('\r').len()
}

/// The beginning of the line after the one that ends at `end`.
fn next_line(text: &str, end: usize) -> usize {
    text[end..].find('\n').map_or(text.len(), |newline| end + newline + 1)
}

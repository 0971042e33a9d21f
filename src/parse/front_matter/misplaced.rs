//! Front matter that does not begin in the first line, or is not closed on a line of its own: inside a fence, below
//! text, with text behind the closing line, in a file whose lines end in an old way.

use std::ops::Range;

use super::Split;
use super::keys_end;
use super::lines::{line_from, next_line};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;
use crate::text::Slice;
use crate::yaml::Input;

/// Finds and reports front matter elsewhere than at the beginning of the file.
pub(super) fn find(input: Input<'_>, known: &[&str], found: &mut Vec<Diagnostic>) -> Option<Split> {
    if input.text.contains('\r') && !input.text.contains('\n') {
        found.push(old_line_endings(input));
        return Some(Split { yaml: 0..0, body: input.text.len(), opening: 0..0, found: false });
    }
    fenced(input, known, found).or_else(|| below_text(input, known, found))
}

/// Reports lines that end with a carriage return alone.
fn old_line_endings(input: Input<'_>) -> Diagnostic {
    let whole = Span::new(input.file, 0..input.text.len());
    let start = Span::new(input.file, 0..input.text.find('\r').unwrap_or(0));
    let message = "the lines of this file end as old programs for the Mac ended them, so all of it is one line";
    Diagnostic::new(Code::MissingFrontMatter, start, message).replace(
        "end the lines as other programs do",
        whole,
        input.text.replace('\r', "\n"),
    )
}

/// Front matter inside a fence of code, as chat programs write it.
fn fenced(input: Input<'_>, known: &[&str], found: &mut Vec<Diagnostic>) -> Option<Split> {
    let text = input.text;
    let opening = line_from(text, 0);
    let start = next_line(text, opening.end);
    let language = text.slice(opening.clone()).strip_prefix("```")?.trim();
    let close = line_where(text, start, |line| line.trim_end() == "```")?;
    if !matches!(language, "" | "yaml" | "yml" | "md" | "markdown") {
        return None;
    }
    let first = line_from(text, start);
    let is_rule = |line: &Range<usize>| text.slice(line.clone()).trim_end() == "---";
    let inside = if is_rule(&first) { next_line(text, first.end) } else { start };
    let end = line_where(text, inside, |line| line.trim_end() == "---").map_or(close.start, |line| line.start);
    let end = end.min(close.start);
    keys_end::key(text.slice(line_from(text, inside))).filter(|key| known.contains(key))?;
    let body = next_line(text, close.end);
    let message = "the front matter must begin in the first line of the file, not inside a fence";
    let mended = format!("---\n{}---\n", text.slice(inside..end));
    let span = Span::new(input.file, opening.clone());
    let finding = Diagnostic::new(Code::FrontMatterPlace, span, message);
    let whole = Span::new(input.file, 0..body);
    // With text after it inside the fence, the fence may belong to that text.
    let rest = text.slice(end..close.start).trim();
    found.push(match rest {
        "" | "---" => finding.replace("remove the two lines of the fence", whole, mended),
        _ => finding.help("remove the two lines of the fence"),
    });
    Some(Split { yaml: inside..end, body, opening, found: true })
}

/// Front matter below text.
fn below_text(input: Input<'_>, known: &[&str], found: &mut Vec<Diagnostic>) -> Option<Split> {
    let text = input.text;
    let opens = |line: &Range<usize>| {
        let below = line_from(text, next_line(text, line.end));
        keys_end::key(text.slice(below)).is_some_and(|key| known.contains(&key))
    };
    let mut at = 0;
    let opening = loop {
        let line = line_where(text, at, |line| line.trim_end() == "---")?;
        if line.start > 0 && opens(&line) {
            break line;
        }
        at = next_line(text, line.end);
    };
    let inside = next_line(text, opening.end);
    let close = line_where(text, inside, |line| line.trim_end() == "---")?;
    let only_keys = keys_end::end_of_keys(text, inside, known) == close.start;
    if !only_keys || !text.slice(inside..close.start).lines().any(|line| line.starts_with("title:")) {
        return None;
    }
    let after = next_line(text, close.end);
    let (above, below) = (text.slice(..opening.start), text.slice(after..));
    let mended = format!("{}\n{}\n{}", text.slice(opening.start..after).trim_end(), above.trim_end(), below);
    let message = "the front matter must begin in the first line of the file, but text precedes it";
    let finding = Diagnostic::new(Code::FrontMatterPlace, Span::new(input.file, opening.clone()), message);
    let whole = Span::new(input.file, 0..text.len());
    found.push(finding.suggest("move it to the top, above the text", whole, mended));
    Some(Split {
        yaml: inside..close.start,
        body: if below.trim().is_empty() { 0 } else { after },
        opening,
        found: true,
    })
}

/// Handles `--- Text`: text behind the hyphens that end the front matter at byte `end`.
pub(super) fn text_behind_closing(
    input: Input<'_>,
    opening: &Range<usize>,
    end: usize,
    found: &mut Vec<Diagnostic>,
) -> Option<Split> {
    let text = input.text;
    let line = line_from(text, end);
    let behind = text.slice(line.clone()).strip_prefix("---")?;
    let body = line.end - behind.trim_start().len();
    if !behind.starts_with([' ', '\t']) || behind.trim().is_empty() || text.slice(opening.clone()).trim_end() != "---" {
        return None;
    }
    let message = "text follows the `---` that ends the front matter, but belongs below it";
    let finding = Diagnostic::new(Code::FrontMatterPlace, Span::new(input.file, line.clone()), message);
    let gap = Span::new(input.file, line.start + 3..body);
    found.push(finding.replace("begin the text below the `---`", gap, "\n\n"));
    let inside = next_line(text, opening.end);
    Some(Split { yaml: inside..line.start, body, opening: opening.clone(), found: true })
}

/// The first line from byte `at` on that `is_meant`.
fn line_where(text: &str, at: usize, is_meant: impl Fn(&str) -> bool) -> Option<Range<usize>> {
    let mut at = at;
    while at < text.len() {
        let line = line_from(text, at);
        if is_meant(text.slice(line.clone())) {
            return Some(line);
        }
        at = next_line(text, line.end);
    }
    None
}

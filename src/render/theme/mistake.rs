//! Errors of the template crate as diagnostics, with spans in the site's own files.

use crate::diagnostic::{Code, Diagnostic, is_only_near, nearest};
use crate::source::{FileId, SourceMap, Span};

/// One error in a message of the template crate that contains several.
#[derive(Debug)]
pub(super) struct Report<'t> {
    pub message: &'t str,
    /// The template.
    pub path: &'t str,
    /// From 1.
    line: usize,
    /// From 1, in characters.
    column: usize,
    width: usize,
}

impl<'t> Report<'t> {
    /// Parses `MESSAGE`, then ` --> FILE:LINE:COLUMN`, then the source line and its underline.
    pub fn read(report: &'t str) -> Option<Self> {
        let mut lines = report.lines();
        let message = lines.next()?;
        let mut position = lines.next()?.trim().strip_prefix("--> ")?.rsplitn(3, ':');
        let column = position.next()?.parse().ok()?;
        let line = position.next()?.parse().ok()?;
        let path = position.next()?;
        let width = lines.nth(2).map_or(1, |underline| underline.matches('^').count());
        Some(Self { message, path, line, column, width })
    }

    pub fn span(&self, file: FileId, sources: &SourceMap) -> Span {
        let source = sources.file(file);
        let (start, text) = (source.line_start(self.line), source.line(self.line));
        let byte = |column: usize| text.char_indices().nth(column).map_or(text.len(), |(at, _)| at);
        let from = self.column.saturating_sub(1);
        Span::new(file, start + byte(from)..start + byte(from + self.width))
    }
}

/// Rewrites a message of the template crate as a diagnostic.
pub(super) fn diagnostic(message: &str, span: Span, sources: &SourceMap) -> Diagnostic {
    let message = message.trim().trim_end_matches('.').replace('\n', " ");
    let (message, fields) = message.split_once(". Available fields: ").unwrap_or((&message, ""));
    let field = message.strip_prefix("Field `").and_then(|rest| rest.strip_suffix("` is not defined"));
    let names = || fields.split(", ").map(|name| name.trim_matches('`'));
    let near = field.and_then(|field| nearest(field, names()));
    let text = match field {
        Some(field) => format!("`{}` has no `{field}`", owner(span, sources)),
        None => small(message),
    };
    let found = Diagnostic::new(Code::ThemeTemplate, span, text);
    let found = match (near, field) {
        (Some(near), Some(field)) if sources.text(span) == field => {
            let certain = is_only_near(field, near, names());
            found.because(format!("did you mean `{near}`?")).replace_if(certain, format!("write `{near}`"), span, near)
        }
        _ if fields.is_empty() => found,
        _ => found.help(format!("there are {fields}")),
    };
    found.help("if you did not mean to change this template, delete your copy: the built-in one is then used")
}

/// The name before the dot of the field at `span`.
fn owner(span: Span, sources: &SourceMap) -> String {
    let before = sources.file(span.file).text().get(..span.range().start).unwrap_or_default();
    let before = before.strip_suffix('.').unwrap_or(before);
    let from = before.rfind(|c: char| !c.is_alphanumeric() && c != '_' && c != '.').map_or(0, |at| at + 1);
    before.get(from..).filter(|name| !name.is_empty()).unwrap_or("this").to_owned()
}

/// The message with a lower-case first letter, like all messages.
fn small(message: &str) -> String {
    let mut letters = message.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

/// A span in a template. Ranges of the template crate are clamped to the text and its character boundaries.
pub(super) fn clamped(file: FileId, range: std::ops::Range<usize>, sources: &SourceMap) -> Span {
    let text = sources.file(file).text();
    let floor = |at: usize| text.floor_char_boundary(at);
    Span::new(file, floor(range.start)..floor(range.end.max(range.start)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SourceFile;

    #[test]
    fn several_errors_in_one_message_get_their_own_spans() {
        let text = "x {{ page.title | uper }}\n";
        let sources = SourceMap::new(vec![SourceFile::new("themes/ours/templates/a.html", text.to_owned())]);
        let underline = format!("{}^^^^", " ".repeat(18));
        let drawn = format!("Unknown filter `uper`\n --> templates/a.html:1:19\n  |\n1 | {text}  | {underline}\n");
        let report = Report::read(&drawn).expect("the message contains a report");
        assert_eq!((report.message, report.path), ("Unknown filter `uper`", "templates/a.html"));
        assert_eq!(sources.text(report.span(FileId(0), &sources)), "uper");
    }
}

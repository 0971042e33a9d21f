//! A diagnostic in parts, for a page that sets it as text: the sentence, the line with its marked part, the advice. The
//! other formats draw a diagnostic for a terminal or for a program; this one leaves the layout to its reader.

use serde::Serialize;

use super::{excerpt, visible};
use crate::diagnostic::{Diagnostic, Label};
use crate::source::SourceMap;

/// Maximum width of a line of a file, in characters; longer lines are cut around the marked part.
const WIDTH: usize = 200;

/// The parts of a diagnostic.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Prose {
    /// The severity: `error`, `warning` or `note`.
    pub severity: &'static str,
    /// The name of the code; empty for a failure of Casebook itself.
    pub code: &'static str,
    /// The message.
    pub message: String,
    /// The path of the file, from the site's folder; empty if there is none.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// The text of the line, or of several: before the marked part, marked, and after it.
    pub source: [String; 3],
    /// The explanation of the marked part; may be empty.
    pub because: String,
    /// Other positions that belong to the diagnostic.
    pub others: Vec<Position>,
    /// The advice, most useful first.
    pub help: Vec<Advice>,
}

/// Another position that belongs to a diagnostic.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Position {
    /// The path of the file, from the site's folder.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// The text of the line.
    pub text: String,
}

/// One piece of advice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Advice {
    /// The sentence.
    pub text: String,
    /// The lines as they would be after the fix; empty if there is none.
    pub lines: Vec<String>,
}

impl Prose {
    /// The parts of `found`.
    #[must_use]
    pub fn of(sources: &SourceMap, found: &Diagnostic) -> Self {
        let file = sources.file(found.span().file);
        let (first, others) = found.labels.split_at(1.min(found.labels.len()));
        let help = found.help.iter().map(|help| {
            let fixed = help.replacement.as_ref();
            let lines = fixed.map(|new| excerpt::mended(sources.file(new.span.file), new, WIDTH));
            Advice { text: help.text.clone(), lines: lines.unwrap_or_default() }
        });
        Self {
            severity: found.severity.word(),
            code: found.code.name(),
            message: found.message.clone(),
            file: visible(file.path()),
            line: file.place(found.span().start).line,
            source: marked(sources, first),
            because: first.first().map(|label| label.text.clone()).unwrap_or_default(),
            others: others.iter().map(|label| Position::of(sources, label)).collect(),
            help: help.collect(),
        }
    }

    /// A failure that belongs to no file.
    #[must_use]
    pub fn failure(text: &str) -> Self {
        Self {
            severity: "error",
            code: "",
            message: text.to_owned(),
            file: String::new(),
            line: 0,
            source: Default::default(),
            because: String::new(),
            others: Vec::new(),
            help: Vec::new(),
        }
    }
}

impl Position {
    fn of(sources: &SourceMap, label: &Label) -> Self {
        let file = sources.file(label.span.file);
        Self { file: visible(file.path()), line: file.place(label.span.start).line, text: label.text.clone() }
    }
}

/// The lines of a label in three parts.
fn marked(sources: &SourceMap, label: &[Label]) -> [String; 3] {
    let excerpts = excerpt::excerpts(sources, label, WIDTH);
    let Some((excerpt, mark)) = excerpts.first().and_then(|one| Some((one, one.marks.first()?))) else {
        return Default::default();
    };
    let (before, rest) = excerpt.text.split_at(mark.range.start);
    let (inside, after) = rest.split_at(mark.range.len().min(rest.len()));
    [before.to_owned(), inside.to_owned(), after.trim_end().to_owned()]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Code;
    use crate::source::{FileId, SourceFile, Span};

    #[test]
    fn a_diagnostic_is_given_in_parts_without_anything_drawn() {
        let text = "---\ntitel: Bread\ntitle: Cake\n---\n";
        let sources = SourceMap::new(vec![SourceFile::new("content/a.md", text.to_owned())]);
        let span = |range| Span::new(FileId(0), range);
        let found = Diagnostic::new(Code::UnknownKey, span(4..9), "`titel` is not a key of a page")
            .because("did you mean `title`?")
            .label(span(17..22), "the other one")
            .replace("write `title`", span(4..9), "title");
        let prose = Prose::of(&sources, &found);
        assert_eq!(prose.source, ["", "titel", ": Bread"]);
        assert_eq!(
            (prose.file.as_str(), prose.line, prose.because.as_str()),
            ("content/a.md", 2, "did you mean `title`?")
        );
        assert_eq!(prose.others[0].line, 3);
        assert_eq!(prose.help, [Advice { text: "write `title`".to_owned(), lines: vec!["title: Bread".to_owned()] }]);
    }

    #[test]
    fn spans_of_nothing_and_of_the_whole_file_have_parts_too() {
        for (text, range) in [("", 0..0), ("a\nb\n", 2..2), ("a\nb\n", 0..4), ("é", 1..1), ("a", 7..9)] {
            let sources = SourceMap::new(vec![SourceFile::new("content/a.md", text.to_owned())]);
            let found = Diagnostic::new(Code::UnknownKey, Span::new(FileId(0), range.clone()), "m");
            let shown = Prose::of(&sources, &found).source.concat();
            assert!(
                text.starts_with(shown.trim_end()) || text.contains(shown.trim_end()),
                "{text:?} {range:?}: {shown:?}"
            );
        }
    }
}

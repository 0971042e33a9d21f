//! Findings as text for people and as records for programs.
//!
//! Stands after the pipeline and before the leaves: `main` prints what this makes, `serve` shows it. Decides
//! nothing about exit codes and knows no terminal: whoever calls says how wide and how colourful it may be.

mod excerpt;
mod github;
mod json;
pub mod proofs;
mod short;
mod text;

use std::io::{self, Write};

use crate::diagnostic::{Diagnostic, Help, Severity};
use crate::source::{Place, SourceFile, SourceMap, Span};

/// Findings together with the sources that they point into.
#[derive(Clone, Debug)]
pub struct Report<'a> {
    /// The files that the spans point into.
    pub sources: &'a SourceMap,
    /// What was found, in the order in which it is to be shown.
    pub diagnostics: &'a [Diagnostic],
    /// What stands before every path so that it can be opened from where the reader is: empty, or a folder with `/`
    /// at its end. JSON does without: there, paths are relative to the site's folder.
    pub base: String,
}

/// The shape of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Drawn with the source line, for people.
    Text(Look),
    /// One line a finding, as compilers and editors know it.
    Short,
    /// One JSON object a line.
    Json,
    /// GitHub's workflow commands, which become annotations of a pull request.
    Github,
}

/// How text may look where it is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    /// Whether the reader's terminal understands colours and wants them.
    pub colour: bool,
    /// Columns that a line may take before it is cut.
    pub width: usize,
}

impl Look {
    /// Without colour, for pipes and files.
    pub const PLAIN: Self = Self { colour: false, width: 110 };
}

impl Report<'_> {
    /// Writes every finding, and after text the [`summary`].
    ///
    /// # Errors
    /// Only those of `out`.
    pub fn write(&self, format: Format, out: &mut dyn Write) -> io::Result<()> {
        match format {
            Format::Text(look) => text::write(self, look, out),
            Format::Short => short::write(self, out),
            Format::Json => json::write(self, out),
            Format::Github => github::write(self, out),
        }
    }

    fn file(&self, found: &Diagnostic) -> &SourceFile {
        self.sources.file(found.span().file)
    }

    fn place(&self, found: &Diagnostic) -> Place {
        self.file(found).place(found.span().start)
    }

    /// The place after the last character of what is underlined.
    fn end(&self, found: &Diagnostic) -> Place {
        self.file(found).place(found.span().end)
    }

    fn path(&self, span: Span) -> String {
        format!("{}{}", self.base, visible(self.sources.file(span.file).path()))
    }

    /// What to do, one paragraph a help, with the mended line where one is certain.
    fn advice(&self, found: &Diagnostic, width: usize) -> Vec<String> {
        found.help.iter().map(|help| self.advise(help, width)).collect()
    }

    fn advise(&self, help: &Help, width: usize) -> String {
        let mended = help.replacement.as_ref().map(|new| {
            let file = self.sources.file(new.span.file);
            excerpt::mended(file, new, width)
        });
        match mended.as_deref() {
            None | Some([]) => help.text.clone(),
            Some([line]) => format!("{}\nwrite: `{line}`", help.text),
            Some(lines) => format!("{}\nwrite:\n  {}", help.text, lines.join("\n  ")),
        }
    }
}

/// How many there are of what, and in how many files: `2 errors, 1 warning in 2 files`. Nothing where nothing was found.
#[must_use]
pub fn summary(diagnostics: &[Diagnostic]) -> Option<String> {
    let counts: Vec<String> = [Severity::Error, Severity::Warning, Severity::Note]
        .into_iter()
        .filter_map(|severity| match count(diagnostics, severity) {
            0 => None,
            n => Some(counted(n, severity.word())),
        })
        .collect();
    let mut files: Vec<_> = diagnostics.iter().map(|found| found.span().file).collect();
    files.sort_unstable();
    files.dedup();
    (!counts.is_empty()).then(|| format!("{} in {}", counts.join(", "), counted(files.len(), "file")))
}

/// How many findings have this weight.
#[must_use]
pub fn count(diagnostics: &[Diagnostic], severity: Severity) -> usize {
    diagnostics.iter().filter(|found| found.severity == severity).count()
}

/// A number with its noun: `1 page`, `2 pages`.
#[must_use]
pub fn counted(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}

/// Stands for a place while a finding is drawn, and therefore in no text that is drawn.
const PLACEHOLDER: char = '\u{e000}';

/// `text` on one line, without characters that would steer the terminal it is printed on.
fn visible(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\n' | '\t' => ' ',
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => '\u{fffd}',
            c if c.is_control() || c == PLACEHOLDER => '\u{fffd}',
            c => c,
        })
        .collect()
}

#[cfg(test)]
mod tests;

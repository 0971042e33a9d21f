//! Formats diagnostics, as text for people and as records for programs.
//!
//! `main` prints the result and `serve` shows it. Does not choose exit codes and does not query the terminal: the
//! caller sets width and colour.

mod excerpt;
mod failure;
mod github;
mod groups;
mod json;
pub mod proofs;
pub mod prose;
mod short;
mod text;

use std::io::{self, Write};

pub use failure::failure;

use crate::diagnostic::{Diagnostic, Help, Severity};
use crate::source::{Place, SourceFile, SourceMap, Span};

/// Diagnostics together with their sources.
#[derive(Clone, Debug)]
pub struct Report<'a> {
    /// The files to which the spans refer.
    pub sources: &'a SourceMap,
    /// The diagnostics, in the order in which to show them.
    pub diagnostics: &'a [Diagnostic],
    /// The current folder, from which every path can be opened. JSON ignores it: there, paths are relative to the
    /// site's folder.
    pub base: Base,
    /// How many findings to show.
    pub amount: Amount,
}

/// The current folder in relation to the site's folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Base {
    /// The site's folder is reached by this prefix: empty, or a folder with a final `/`.
    Outside(String),
    /// The current folder is this one of the site, with `/` between its parts.
    Inside(String),
}

impl Default for Base {
    /// The current folder is the site's folder.
    fn default() -> Self {
        Self::Outside(String::new())
    }
}

impl Base {
    /// The path of a file of the site, from the current folder.
    ///
    /// ```
    /// use casebook::report::Base;
    /// let cases = Base::Inside("content/cases".to_owned());
    /// assert_eq!(cases.path("content/cases/a.md"), "a.md");
    /// assert_eq!(cases.path("content/a.md"), "../a.md");
    /// assert_eq!(Base::Outside("ours/".to_owned()).path("content/a.md"), "ours/content/a.md");
    /// ```
    #[must_use]
    pub fn path(&self, file: &str) -> String {
        let inside = match self {
            Self::Outside(prefix) => return format!("{prefix}{file}"),
            Self::Inside(folder) => folder,
        };
        let (mut here, mut there) = (inside.split('/').peekable(), file.split('/').peekable());
        while here.peek().is_some() && here.peek() == there.peek() {
            here.next();
            there.next();
        }
        let up = "../".repeat(here.count());
        up + &there.collect::<Vec<_>>().join("/")
    }
}

/// The number of findings that a report shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Amount {
    /// As many as a person reads at once: text of at most 60 lines, in which findings that say the same are one, or
    /// 1,000 records for programs. The report says how many it leaves out.
    #[default]
    Some,
    /// All, each by itself.
    All,
}

/// The format of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// With an excerpt of the source, for people.
    Text(Look),
    /// One line per diagnostic, in the format of compilers and editors.
    Short,
    /// One JSON object per line.
    Json,
    /// GitHub workflow commands, which become annotations on a pull request.
    Github,
}

/// The appearance of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    /// True if the output may contain colours.
    pub colour: bool,
    /// Maximum width of a line, in columns; longer lines are cut.
    pub width: usize,
}

impl Look {
    /// No colour, for pipes and files.
    pub const PLAIN: Self = Self { colour: false, width: 110 };
}

impl Report<'_> {
    /// Writes the diagnostics; the text format ends with the [`summary`].
    ///
    /// # Errors
    /// Returns only errors of `out`.
    pub fn write(&self, format: Format, out: &mut dyn Write) -> io::Result<()> {
        match format {
            Format::Text(look) => text::write(self, look, out),
            Format::Short => short::write(self, out),
            Format::Json => json::write(self, out),
            Format::Github => github::write(self, out),
        }
    }

    /// The diagnostics that the formats for programs contain: errors first if not all of them are.
    fn records(&self) -> impl Iterator<Item = &Diagnostic> {
        let cut = self.left_out() > 0;
        let errors = self.diagnostics.iter().filter(move |found| cut && found.severity == Severity::Error);
        let others = self.diagnostics.iter().filter(move |found| !(cut && found.severity == Severity::Error));
        errors.chain(others).take(self.diagnostics.len() - self.left_out())
    }

    /// The number of diagnostics that the formats for programs leave out.
    fn left_out(&self) -> usize {
        match self.amount {
            Amount::All => 0,
            Amount::Some => self.diagnostics.len().saturating_sub(groups::MOST_RECORDS),
        }
    }

    fn file(&self, found: &Diagnostic) -> &SourceFile {
        self.sources.file(found.span().file)
    }

    fn place(&self, found: &Diagnostic) -> Place {
        self.file(found).place(found.span().start)
    }

    /// The position after the last underlined character.
    fn end(&self, found: &Diagnostic) -> Place {
        self.file(found).place(found.span().end)
    }

    fn path(&self, span: Span) -> String {
        self.base.path(&visible(self.sources.file(span.file).path()))
    }

    /// The help messages, with the corrected line if a fix is certain.
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

/// The numbers of errors, warnings, notes and files: `2 errors, 1 warning in 2 files`. `None` if there are no
/// diagnostics.
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

/// The number of diagnostics with this severity.
#[must_use]
pub fn count(diagnostics: &[Diagnostic], severity: Severity) -> usize {
    diagnostics.iter().filter(|found| found.severity == severity).count()
}

/// A number with its noun: `1 page`, `2 pages`.
#[must_use]
pub fn counted(number: usize, noun: &str) -> String {
    let plural = if noun.ends_with(['s', 'x']) { "es" } else { "s" };
    format!("{number} {noun}{}", if number == 1 { "" } else { plural })
}

/// Delimits placeholders while a diagnostic is drawn. Removed from all text that is drawn.
const PLACEHOLDER: char = '\u{e000}';

/// `text` on one line, without characters that could control the terminal.
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

//! Diagnostics about the author's files: a message, the positions that it is about, and a correction.
//!
//! Mistakes in content are data, collected by all stages and shown together. `report` formats them. Machine failures
//! are errors, not diagnostics.

mod codes;
mod near;

pub use codes::Code;
pub use near::{Names, is_only_near, nearest};

use std::collections::BTreeSet;

use crate::source::{FileId, Span};
use crate::text::with_line_endings;

/// Returns true if there is an error among `diagnostics`.
#[must_use]
pub fn has_errors(diagnostics: &[Diagnostic]) -> bool {
    diagnostics.iter().any(|found| found.severity == Severity::Error)
}

/// The severity of a diagnostic.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The site is not written.
    Error,
    /// The site is written; `--deny warnings` turns warnings into errors.
    Warning,
    /// Information that never stops a build.
    Note,
}

impl Severity {
    /// The word before the code: `error`, `warning` or `note`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

/// A span with an explanation. A diagnostic is reported at the span of its first label.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The span to underline.
    pub span: Span,
    /// The text beside the underline; may be empty.
    pub text: String,
}

/// A text that replaces a span.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replacement {
    /// The span to replace.
    pub span: Span,
    /// The replacement text.
    pub text: String,
    /// True if nothing else can be meant, so that the replacement can be made without asking. Otherwise it is the most
    /// likely of several, and the author decides.
    pub certain: bool,
}

impl Replacement {
    /// The text after the replacement, with its own line endings; `None` if the span is not in it.
    #[must_use]
    pub fn applied_to(&self, text: &str) -> Option<String> {
        let range = self.span.range();
        let (before, after) = (text.get(..range.start)?, text.get(range.end..)?);
        Some([before, &with_line_endings(&self.text, text), after].concat())
    }
}

/// Advice on what to do about a diagnostic.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Help {
    /// One sentence that starts with a lower-case letter and has no full stop.
    pub text: String,
    /// The correction; `None` unless applying it is certain to remove the diagnostic.
    pub replacement: Option<Replacement>,
}

/// A mistake or a hint, with its position.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// The severity.
    pub severity: Severity,
    /// The kind of diagnostic.
    pub code: Code,
    /// A description of the problem that starts with a lower-case letter, has no full stop and puts names in backticks.
    pub message: String,
    /// The spans. The diagnostic is reported at the first; the others explain it.
    pub labels: Vec<Label>,
    /// The advice, most useful first.
    pub help: Vec<Help>,
}

impl Diagnostic {
    /// Creates a diagnostic of `code` at `span`, with the code's default severity.
    #[must_use]
    pub fn new(code: Code, span: Span, message: impl Into<String>) -> Self {
        let label = Label { span, text: String::new() };
        Self { severity: code.severity(), code, message: message.into(), labels: vec![label], help: Vec::new() }
    }

    /// Sets the text beside the first span.
    #[must_use]
    pub fn because(mut self, text: impl Into<String>) -> Self {
        if let Some(first) = self.labels.first_mut() {
            first.text = text.into();
        }
        self
    }

    /// Adds another span.
    #[must_use]
    pub fn label(mut self, span: Span, text: impl Into<String>) -> Self {
        self.labels.push(Label { span, text: text.into() });
        self
    }

    /// Adds advice without a replacement.
    #[must_use]
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help.push(Help { text: text.into(), replacement: None });
        self
    }

    /// Adds advice with a replacement that certainly corrects the problem and is certainly what was meant.
    #[must_use]
    pub fn replace(self, text: impl Into<String>, span: Span, with: impl Into<String>) -> Self {
        self.replace_if(true, text, span, with)
    }

    /// Adds advice with a replacement that corrects the problem, though something else may have been meant.
    #[must_use]
    pub fn suggest(self, text: impl Into<String>, span: Span, with: impl Into<String>) -> Self {
        self.replace_if(false, text, span, with)
    }

    /// Adds advice with a replacement that corrects the problem. `certain` is true if nothing else can be meant.
    #[must_use]
    pub fn replace_if(mut self, certain: bool, text: impl Into<String>, span: Span, with: impl Into<String>) -> Self {
        let replacement = Some(Replacement { span, text: with.into(), certain });
        self.help.push(Help { text: text.into(), replacement });
        self
    }

    /// The replacement that can be made without asking: a certain one that is the only advice.
    #[must_use]
    pub fn certain_cure(&self) -> Option<&Replacement> {
        let [Help { replacement: Some(replacement), .. }] = self.help.as_slice() else { return None };
        replacement.certain.then_some(replacement)
    }

    /// Changes the severity, for example for drafts, where errors become notes.
    #[must_use]
    pub fn with_severity(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }

    /// The span at which the diagnostic is reported.
    ///
    /// # Panics
    /// Never: every diagnostic has at least one label.
    #[must_use]
    pub fn span(&self) -> Span {
        self.labels[0].span
    }
}

/// The certain cure of each diagnostic, if it can be made: a file that is not saved as UTF-8 cannot be written as it was
/// read.
#[must_use]
pub fn certain_cures(diagnostics: &[Diagnostic]) -> Vec<Option<&Replacement>> {
    let unread: BTreeSet<FileId> =
        diagnostics.iter().filter(|found| found.code == Code::NotUtf8).map(|found| found.span().file).collect();
    let cure = |found| Diagnostic::certain_cure(found).filter(|cure| !unread.contains(&cure.span.file));
    diagnostics.iter().map(cure).collect()
}

/// Sorts diagnostics by position, then severity, then code, and removes exact duplicates.
pub fn sort(diagnostics: &mut Vec<Diagnostic>) {
    diagnostics.sort_by(|a, b| key(a).cmp(&key(b)));
    diagnostics.dedup();
}

fn key(found: &Diagnostic) -> (Span, Severity, Code, &str) {
    (found.span(), found.severity, found.code, &found.message)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_a_complete_explanation() {
        for &code in Code::ALL {
            let text = code.explanation();
            for heading in ["# What it means", "# Example", "# Fix"] {
                assert!(text.contains(heading), "{} lacks `{heading}`", code.name());
            }
            assert_eq!(Code::find(code.name()), Some(code));
        }
    }
}

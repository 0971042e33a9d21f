//! What Casebook has to say about the author's files: a message, the places it is about, and the cure.
//!
//! Mistakes in content are data, collected by every stage and shown together. How they are drawn is the business
//! of `report`; failures of the machine are errors, not diagnostics.

mod codes;
mod near;

pub use codes::Code;
pub use near::{Names, is_only_near, nearest};

use crate::source::Span;

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The site is not written.
    Error,
    /// The site is written; `--deny warnings` makes it an error.
    Warning,
    /// Worth knowing; never stops anything.
    Note,
}

impl Severity {
    /// The word that stands before a code: `error`, `warning` or `note`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

/// A place and why it matters. The first label of a diagnostic is the place that it is reported at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// What is underlined.
    pub span: Span,
    /// What stands beside the underline; may be empty.
    pub text: String,
}

/// A text to put in the place of another one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replacement {
    /// What goes.
    pub span: Span,
    /// What comes.
    pub text: String,
    /// Whether nothing else can be meant, so that it may be made without asking. Otherwise it is the likeliest of
    /// several ways, and the author decides.
    pub certain: bool,
}

/// What to do about a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Help {
    /// One sentence in small letters without a full stop.
    pub text: String,
    /// The mended text, only where it certainly takes the finding away.
    pub replacement: Option<Replacement>,
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// How much it matters.
    pub severity: Severity,
    /// Which kind of finding it is.
    pub code: Code,
    /// What is wrong, in small letters without a full stop, names in backticks.
    pub message: String,
    /// Where; the first is the place it is reported at, the others explain.
    pub labels: Vec<Label>,
    /// What to do, most useful first.
    pub help: Vec<Help>,
}

impl Diagnostic {
    /// A finding of `code` at `span` with the code's usual severity.
    #[must_use]
    pub fn new(code: Code, span: Span, message: impl Into<String>) -> Self {
        let label = Label { span, text: String::new() };
        Self { severity: code.severity(), code, message: message.into(), labels: vec![label], help: Vec::new() }
    }

    /// Writes `text` beside the first place.
    #[must_use]
    pub fn because(mut self, text: impl Into<String>) -> Self {
        if let Some(first) = self.labels.first_mut() {
            first.text = text.into();
        }
        self
    }

    /// Adds a second place.
    #[must_use]
    pub fn label(mut self, span: Span, text: impl Into<String>) -> Self {
        self.labels.push(Label { span, text: text.into() });
        self
    }

    /// Says what to do.
    #[must_use]
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help.push(Help { text: text.into(), replacement: None });
        self
    }

    /// Says what to do, with the text that certainly mends it and certainly is what was meant.
    #[must_use]
    pub fn replace(self, text: impl Into<String>, span: Span, with: impl Into<String>) -> Self {
        self.replace_if(true, text, span, with)
    }

    /// Says what to do, with a text that mends it, though something else may have been meant.
    #[must_use]
    pub fn suggest(self, text: impl Into<String>, span: Span, with: impl Into<String>) -> Self {
        self.replace_if(false, text, span, with)
    }

    /// Says what to do, with a text that mends it, and whether that is `certain` to be what was meant.
    #[must_use]
    pub fn replace_if(mut self, certain: bool, text: impl Into<String>, span: Span, with: impl Into<String>) -> Self {
        let replacement = Some(Replacement { span, text: with.into(), certain });
        self.help.push(Help { text: text.into(), replacement });
        self
    }

    /// The replacement that may be made without asking: a certain one, where nothing else is offered beside it.
    #[must_use]
    pub fn certain_cure(&self) -> Option<&Replacement> {
        let [Help { replacement: Some(replacement), .. }] = self.help.as_slice() else { return None };
        replacement.certain.then_some(replacement)
    }

    /// The same finding with another weight, as for drafts, where errors become notes.
    #[must_use]
    pub fn with_severity(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }

    /// The place that the finding is reported at.
    ///
    /// # Panics
    /// Never: a diagnostic is made with a place.
    #[must_use]
    pub fn span(&self) -> Span {
        self.labels[0].span
    }
}

/// Sorts findings by place, then severity, then code, and drops exact repeats.
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
    fn every_code_explains_itself() {
        for &code in Code::ALL {
            let text = code.explanation();
            for heading in ["# What it means", "# Example", "# Cure"] {
                assert!(text.contains(heading), "{} lacks `{heading}`", code.name());
            }
            assert_eq!(Code::find(code.name()), Some(code));
        }
    }
}

//! Decides which files have become worse. A finding is identified by its code and its position in the original text,
//! never by its message: a message can name other pages, and so change with them.

use std::collections::{BTreeMap, BTreeSet};

use super::state::State;
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::source::FileId;

/// A new finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct New {
    /// The files and lines of the original text that it names, first those at which it is reported.
    pub lines: Vec<(FileId, usize)>,
    pub code: Code,
}

impl New {
    /// Returns true if it names this file.
    pub fn names(&self, file: FileId) -> bool {
        self.lines.iter().any(|(other, _)| *other == file)
    }
}

/// The files with errors. Errors in drafts are reported as notes; the code has the real severity.
pub(super) fn broken(diagnostics: &[Diagnostic]) -> BTreeSet<FileId> {
    let errors = diagnostics.iter().filter(|found| found.code.severity() == Severity::Error);
    errors.map(|found| found.span().file).collect()
}

/// The findings that did not exist before. Errors in a file can hide other findings, so a new warning in one of the
/// files that were `broken` does not count; a new error always does.
pub(super) fn new_findings(before: &State, after: &State, broken: &BTreeSet<FileId>) -> Vec<New> {
    let mut known: BTreeMap<(FileId, Code, usize), usize> = BTreeMap::new();
    for found in before.diagnostics() {
        let (file, at) = before.origin(found.span());
        *known.entry((file, found.code, after.snapped(file, at))).or_default() += 1;
    }
    let is_new = |found: &&Diagnostic| {
        let (file, at) = after.origin(found.span());
        match known.get_mut(&(file, found.code, at)).filter(|count| **count > 0) {
            Some(count) => {
                *count -= 1;
                false
            }
            None => found.code.severity() == Severity::Error || !broken.contains(&file),
        }
    };
    let new = |found: &Diagnostic| New {
        lines: found.labels.iter().map(|label| (label.span.file, after.original_line(label.span))).collect(),
        code: found.code,
    };
    after.diagnostics().iter().filter(is_new).map(new).collect()
}

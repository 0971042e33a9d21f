//! Decides if a site has become worse.

use std::collections::{BTreeMap, BTreeSet};

use super::seen::Seen;
use crate::diagnostic::{Diagnostic, Severity};

/// A finding without its position, which a fix may move.
type Name<'a> = (&'static str, &'a str, &'a str);

fn name<'a>(seen: &'a Seen, found: &'a Diagnostic) -> Name<'a> {
    (found.code.name(), seen.sources.file(found.span().file).path(), &found.message)
}

/// The code of the first finding that did not exist before. Errors in a file can hide other findings, so a new warning
/// in a file that had errors does not count; a new error always does.
pub(super) fn something_new(before: &Seen, after: &Seen) -> Option<String> {
    let mut known: BTreeMap<Name<'_>, usize> = BTreeMap::new();
    for found in &before.diagnostics {
        *known.entry(name(before, found)).or_default() += 1;
    }
    // Errors in drafts are reported as notes; the code has the real severity.
    let broken: BTreeSet<&str> = before
        .diagnostics
        .iter()
        .filter(|found| found.code.severity() == Severity::Error)
        .map(|found| before.sources.file(found.span().file).path())
        .collect();
    let new = after.diagnostics.iter().find(|found| {
        let name = name(after, found);
        match known.get_mut(&name).filter(|count| **count > 0) {
            Some(count) => {
                *count -= 1;
                false
            }
            None => found.code.severity() == Severity::Error || !broken.contains(name.1),
        }
    });
    new.map(|found| found.code.name().to_owned())
}

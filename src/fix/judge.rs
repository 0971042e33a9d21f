//! Whether a site is worse than before.

use std::collections::{BTreeMap, BTreeSet};

use super::seen::Seen;
use crate::diagnostic::{Diagnostic, Severity};

/// A finding without its place, which a cure may move.
type Name<'a> = (&'static str, &'a str, &'a str);

fn name<'a>(seen: &'a Seen, found: &'a Diagnostic) -> Name<'a> {
    (found.code.name(), seen.sources.file(found.span().file).path(), &found.message)
}

/// The code of a finding that was not there before. In a file that had errors some things are looked at only once those
/// are gone, so that a new warning there is no harm; a new error always is.
pub(super) fn something_new(before: &Seen, after: &Seen) -> Option<String> {
    let mut known: BTreeMap<Name<'_>, usize> = BTreeMap::new();
    for found in &before.diagnostics {
        *known.entry(name(before, found)).or_default() += 1;
    }
    // Errors of drafts are shown as notes: the code tells what they are.
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

//! Findings that the author accepts: taken away once all of a page are known; comments that accept nothing are named.

use jiff::civil::Date;

use super::scenario;
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::explore::Depth;
use crate::model::Page;
use crate::parse::allow::{Allow, silence};
use crate::source::SourceMap;

/// Which findings were looked for, beyond those that are looked for everywhere.
#[derive(Clone, Copy)]
pub(super) struct Looked {
    /// The date that reviews are measured against.
    pub today: Option<Date>,
    /// How closely scenarios are looked at.
    pub depth: Depth,
    /// Whether every state of the page's scenario was visited; otherwise some findings about runs cannot be made.
    pub all_states: bool,
}

/// Takes away from what was `found` about `page` what its comments accept.
pub(super) fn apply(page: &Page, sources: &SourceMap, looked: Looked, found: &mut Vec<Diagnostic>) {
    let mut allows = page.document.allows.clone();
    silence(found, &mut allows);
    // Behind a mistake some things are not looked at.
    let whole = page.document.sound && found.iter().all(|found| found.severity != Severity::Error);
    let source = sources.file(page.document.file).text();
    let unused = allows.iter().filter(|allow| !allow.used && allow.reason.is_some());
    found.extend(unused.filter_map(|allow| useless(allow, source, looked, whole)));
}

/// A comment that accepts nothing. `whole` says that the page has no mistake that hides others.
fn useless(allow: &Allow, source: &str, looked: Looked, whole: bool) -> Option<Diagnostic> {
    let code = allow.code?;
    let (_, place) = allow.name(source);
    let found = |message: String| Diagnostic::new(Code::UnusedAllow, place, message).help("remove the comment");
    if code.severity() == Severity::Error {
        return Some(found(format!("`{}` is an error, and errors cannot be accepted", code.name())));
    }
    let looked_for = match code {
        Code::Overdue => looked.today.is_some(),
        Code::FragileNumber => looked.all_states && looked.depth == Depth::Changes,
        code => looked.all_states || !scenario::is_about_runs(code),
    };
    (whole && looked_for).then(|| found(format!("this accepts `{}`, and there is none in what it covers", code.name())))
}

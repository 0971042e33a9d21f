//! Findings that the author accepts: removed once all findings about a page are known. Comments that accept nothing are
//! reported.

use jiff::civil::Date;

use super::scenario;
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::explore::Depth;
use crate::model::Page;
use crate::parse::allow::{Allow, silence};
use crate::source::SourceMap;

/// The optional checks that were made.
#[derive(Clone, Copy, Debug)]
pub(super) struct ChecksMade {
    /// The date against which review dates were checked.
    pub today: Option<Date>,
    /// The thoroughness with which scenarios were explored.
    pub depth: Depth,
    /// True if every state of the page's scenario was visited. If not, some findings about runs may be missing.
    pub all_states: bool,
}

/// Removes from the findings about `page` those that its comments accept, and adds one for each unused comment.
pub(super) fn apply(page: &Page, sources: &SourceMap, checks: ChecksMade, found: &mut Vec<Diagnostic>) {
    let mut allows = page.document.allows.clone();
    silence(found, &mut allows);
    // An error on the page can prevent other findings.
    let whole = page.document.sound && found.iter().all(|found| found.severity != Severity::Error);
    let source = sources.file(page.document.file).text();
    let unused = allows.iter().filter(|allow| !allow.used && allow.reason.is_some());
    found.extend(unused.filter_map(|allow| useless(allow, source, checks, whole)));
}

/// Reports a comment that accepts nothing. `whole` means that no error can have hidden the finding that it accepts.
fn useless(allow: &Allow, source: &str, checks: ChecksMade, whole: bool) -> Option<Diagnostic> {
    let code = allow.code?;
    let (_, span) = allow.name(source);
    let found = |message: String| Diagnostic::new(Code::UnusedAllow, span, message).help("remove the comment");
    if code.severity() == Severity::Error {
        return Some(found(format!("`{}` is an error, and errors cannot be accepted", code.name())));
    }
    let looked_for = match code {
        Code::Overdue | Code::OddDate => checks.today.is_some(),
        Code::FragileNumber => checks.all_states && checks.depth == Depth::Changes,
        code => checks.all_states || !scenario::is_about_runs(code),
    };
    (whole && looked_for)
        .then(|| found(format!("this accepts `{}`, but there is no such finding in what it covers", code.name())))
}

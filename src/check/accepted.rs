//! Findings that the author accepts: taken away once all of a page are known; comments that accept nothing are named.

use jiff::civil::Date;

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::explore::Depth;
use crate::model::Page;
use crate::parse::allow::{Allow, silence};
use crate::source::SourceMap;

/// Takes away from what was `found` about `page` what its comments accept.
pub(super) fn apply(page: &Page, sources: &SourceMap, looked: (Option<Date>, Depth), found: &mut Vec<Diagnostic>) {
    let mut allows = page.document.allows.clone();
    silence(found, &mut allows);
    // Behind a mistake some things are not looked at.
    let whole = page.document.sound && found.iter().all(|found| found.severity != Severity::Error);
    let source = sources.file(page.document.file).text();
    let unused = allows.iter().filter(|allow| !allow.used && allow.reason.is_some());
    found.extend(unused.filter_map(|allow| useless(allow, source, (whole, looked))));
}

fn useless(allow: &Allow, source: &str, (whole, (today, depth)): (bool, (Option<Date>, Depth))) -> Option<Diagnostic> {
    let code = allow.code?;
    let (_, place) = allow.name(source);
    let found = |message: String| Diagnostic::new(Code::UnusedAllow, place, message).help("remove the comment");
    if code.severity() == Severity::Error {
        return Some(found(format!("`{}` is an error, and errors cannot be accepted", code.name())));
    }
    let looked_for = match code {
        Code::Overdue => today.is_some(),
        Code::FragileNumber => depth == Depth::Changes,
        _ => true,
    };
    (whole && looked_for).then(|| found(format!("this accepts `{}`, and there is none in what it covers", code.name())))
}

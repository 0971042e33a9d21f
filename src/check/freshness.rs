//! Pages whose review date has passed. Checked only if today's date is given, so that nothing depends on the clock.

use jiff::civil::Date;

use crate::diagnostic::{Code, Diagnostic};
use crate::model::Page;

pub(super) fn check(page: &Page, today: Date) -> Option<Diagnostic> {
    let review = page.document.front.shared.review_by.as_ref().filter(|review| review.value < today)?;
    let message = format!("this page was due for review by {}", review.value);
    let found = Diagnostic::new(Code::Overdue, review.span, message);
    let help = "read it, update what has changed, and set a new `review-by` date";
    Some(match &page.document.front.shared.owner {
        Some(owner) => found.help(format!("{help}; its owner is `{}`", owner.text)),
        None => found.help(help),
    })
}

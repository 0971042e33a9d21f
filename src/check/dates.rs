//! Dates that contradict each other, or that are far from today.

use jiff::ToSpan as _;
use jiff::civil::Date;

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::model::Page;
use crate::parse::front_matter::{Details, Shared};
use crate::source::Span;
use crate::yaml::Spanned;

/// The number of years until a review that can have been meant.
const LONGEST_PLAN: i16 = 20;

/// The first year that can have been meant. Earlier ones begin with a zero.
const FIRST_YEAR: i16 = 1000;

/// Checks the dates of a page. Those in the future are reported only if `today` is given.
pub(super) fn check(page: &Page, today: Option<Date>, found: &mut Vec<Diagnostic>) {
    let Shared { date, updated, review_by, .. } = &page.document.front.shared;
    let before = found.len();
    for (key, value) in [("date", date), ("updated", updated), ("review-by", review_by)] {
        found.extend(value.as_ref().and_then(|value| of_year(key, value, today)));
    }
    if found.len() == before {
        found.extend(earlier("updated", updated.as_ref(), date.as_ref(), "the day of the last change"));
        // A review that is overdue is reported as such.
        let review_by = review_by.as_ref().filter(|review| today.is_none_or(|today| review.value >= today));
        found.extend(earlier("review-by", review_by, date.as_ref(), "the day of the next review"));
    }
    if let Details::Case(case) = &page.document.front.details {
        let moments = case.timeline.iter().map(|moment| (day(&moment.when), moment.when.span));
        found.extend(out_of_order(moments));
    }
}

/// Reports a year that was mistyped, or a day that is still to come.
fn of_year(key: &str, value: &Spanned<Date>, today: Option<Date>) -> Option<Diagnostic> {
    let finding = |message: String| Diagnostic::new(Code::OddDate, value.span, message);
    let date = value.value;
    if date.year() < FIRST_YEAR {
        return Some(
            finding(format!("`{key}` is in the year {}", date.year())).help("write the year in full: `2026-…`"),
        );
    }
    let today = today?;
    if key == "review-by" {
        let is_far = date.year() > today.year() + LONGEST_PLAN;
        let message = || format!("`{key}` is {} years ahead", date.year() - today.year());
        return is_far.then(|| passing(finding(message()).help("check the year")));
    }
    // Somewhere it is tomorrow already.
    let tomorrow = today.checked_add(1.day()).unwrap_or(today);
    let help = match key {
        "updated" => "write the day of the last change",
        _ => {
            "write the day on which it happened, or on which the page was written; the page is published at once, and \
                not on that day"
        }
    };
    let message = || format!("`{key}` is in the future, and today is {today}");
    (date > tomorrow).then(|| passing(finding(message()).help(help)))
}

/// Makes a note of a finding that depends on today's date, so that `--deny warnings` gives the same result every day.
fn passing(found: Diagnostic) -> Diagnostic {
    found.with_severity(Severity::Note)
}

/// Reports that the date of `key` is earlier than `date`.
fn earlier(
    key: &str,
    value: Option<&Spanned<Date>>,
    date: Option<&Spanned<Date>>,
    meaning: &str,
) -> Option<Diagnostic> {
    let (value, date) = (value?, date?);
    let message = || format!("`{key}` is {meaning}, and it is earlier than `date`");
    (value.value < date.value).then(|| {
        Diagnostic::new(Code::OddDate, value.span, message())
            .label(date.span, "later")
            .help("check both dates, and correct the wrong one")
    })
}

/// The day with which a text begins, such as `2026-03-02, in the evening`; `None` if it does not begin with a date.
fn day(text: &str) -> Option<Date> {
    let day = text.get(..10)?;
    let ends = !text.get(10..)?.starts_with(|c: char| c.is_alphanumeric());
    day.parse().ok().filter(|_| ends)
}

/// Reports the first moment of a timeline that is earlier than the one before it.
fn out_of_order(moments: impl Iterator<Item = (Option<Date>, Span)>) -> Option<Diagnostic> {
    let dated: Vec<(Date, Span)> = moments.filter_map(|(day, span)| Some((day?, span))).collect();
    let [before, after] = dated.windows(2).find_map(|pair| match *pair {
        [before, after] if after.0 < before.0 => Some([before, after]),
        _ => None,
    })?;
    let found = Diagnostic::new(Code::OddDate, after.1, "this moment is earlier than the one before it");
    Some(found.label(before.1, "later").help("put the moments in the order in which they happened"))
}

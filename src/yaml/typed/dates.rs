//! Dates: year, month and day with hyphens. For a date in another notation, the correct form is suggested if the date
//! is certain.

use jiff::civil::Date;

use super::values::{Spanned, Text, read_text};
use super::{FromYaml, Node, Reader, Shape};
use crate::diagnostic::{Code, Diagnostic};
use crate::text::{Slice, capital};

impl FromYaml for Spanned<Date> {
    const WANTS: &'static str = "a date such as `2027-11-01`";
    const WANTS_MANY: &'static str = "a list of dates such as `2027-11-01`";

    fn from_yaml(node: Node<'_>, key: &str, reader: &mut Reader<'_>) -> Option<Self> {
        let span = node.span;
        let text = read_text::<Self>(node, key, reader)?;
        let shaped = text.len() == 10
            && text.bytes().enumerate().all(|(n, b)| match n {
                4 | 7 => b == b'-',
                _ => b.is_ascii_digit(),
            });
        if let (true, Ok(value)) = (shaped, text.parse::<Date>()) {
            return Some(Self { value, span });
        }
        reader.report(not_a_date(&text, key, shaped));
        None
    }

    fn example() -> String {
        "2027-11-01".to_owned()
    }

    fn shape() -> Shape {
        Shape::Date
    }
}

fn not_a_date(text: &Text, key: &str, shaped: bool) -> Diagnostic {
    let meant = meant(text);
    if shaped || matches!(meant, Interpretation::NoDay) {
        let message = format!("there is no day `{}`", text.text);
        return Diagnostic::new(Code::WrongDate, text.span, message).help("check the month and the day");
    }
    let message = format!("`{key}` needs a date as year-month-day, but this is `{}`", text.text);
    let found = Diagnostic::new(Code::WrongDate, text.span, message);
    match meant {
        Interpretation::One(date) => found.replace(format!("write `{date}`"), text.span, date.to_string()),
        Interpretation::Either(one, other) => {
            let said = |date: Date| format!("`{date}` for {} {}", date.day(), month_name(date));
            found.help(format!("write {}, or {}", said(one), said(other)))
        }
        Interpretation::NoDay | Interpretation::Unclear => {
            found.help(format!("write the date like this: `{key}: 2027-11-01`"))
        }
    }
}

/// The meaning of a text that is not a valid date.
#[derive(Debug)]
enum Interpretation {
    /// This day, certainly.
    One(Date),
    /// One of these two days, because day and month may be swapped.
    Either(Date, Date),
    /// A day that does not exist.
    NoDay,
    /// Unknown.
    Unclear,
}

fn meant(text: &str) -> Interpretation {
    let parts: Vec<&str> =
        text.split(['-', '–', '—', '‑', '−', '.', '/', ' ', ',', 'T']).filter(|part| !part.is_empty()).collect();
    // A day of the week may precede the date.
    let parts = match parts.split_first() {
        Some((first, rest)) if rest.len() > 2 && is_week_day(first) => rest.to_vec(),
        _ => parts,
    };
    if let [digits] = parts.as_slice()
        && let (8, Some(_)) = (digits.len(), digits.parse::<u32>().ok())
    {
        let part = |range| number(digits.slice(range)).unwrap_or_default();
        return day_of(part(0..4), part(4..6), part(6..8));
    }
    if let Some(Parts { year, month, day }) = in_words(&parts) {
        return day_of(year, month, day);
    }
    // A time may follow the date.
    let [a, b, c, ..] = parts.as_slice() else { return Interpretation::Unclear };
    let (Some(first), Some(second), Some(third)) = (number(a), number(b), number(c)) else {
        return Interpretation::Unclear;
    };
    match (a.len(), c.len()) {
        (4, 1..=2) => day_of(first, second, third),
        (1..=2, 4) if text.slice(a.len()..).starts_with('.') || first > 12 => day_of(third, second, first),
        (1..=2, 4) if second > 12 => day_of(third, first, second),
        (1..=2, 4) => match (day_of(third, second, first), day_of(third, first, second)) {
            (Interpretation::One(one), Interpretation::One(other)) if one == other => Interpretation::One(one),
            (Interpretation::One(one), Interpretation::One(other)) => Interpretation::Either(one, other),
            _ => Interpretation::NoDay,
        },
        _ => Interpretation::Unclear,
    }
}

/// Returns true for `Fri`, `Friday` and `Freitag`.
fn is_week_day(part: &str) -> bool {
    const DAYS: [&str; 14] =
        ["mon", "tue", "wed", "thu", "fri", "sat", "sun", "mo", "di", "mi", "do", "fr", "sa", "so"];
    let part = part.trim_end_matches('.').to_lowercase();
    DAYS.contains(&part.as_str()) || part.ends_with("day") || part.ends_with("tag")
}

fn number(part: &str) -> Option<i16> {
    part.parse().ok()
}

fn day_of(year: i16, month: i16, day: i16) -> Interpretation {
    let small = |number: i16| i8::try_from(number).ok();
    let date = small(month).zip(small(day)).and_then(|(month, day)| Date::new(year, month, day).ok());
    date.map_or(Interpretation::NoDay, Interpretation::One)
}

/// The names of the months in the languages of the built-in theme. Three letters of a name are enough.
const MONTHS: [&[&str]; 12] = [
    &["january", "januar"],
    &["february", "februar"],
    &["march", "märz"],
    &["april"],
    &["may", "mai"],
    &["june", "juni"],
    &["july", "juli"],
    &["august"],
    &["september", "sept"],
    &["october", "oktober"],
    &["november"],
    &["december", "dezember"],
];

fn month_name(date: Date) -> String {
    let month = usize::try_from(date.month()).unwrap_or(1).clamp(1, MONTHS.len()) - 1;
    capital(MONTHS[month][0])
}

/// The parts of a date, which may not exist.
#[derive(Clone, Copy, Debug)]
struct Parts {
    year: i16,
    month: i16,
    day: i16,
}

/// Reads the parts of `1 November 2025`, `Nov 1st 2025` or `2025 November 1`.
fn in_words(parts: &[&str]) -> Option<Parts> {
    let month = |part: &str| {
        let part = part.to_lowercase();
        let month = MONTHS.iter().position(|names| names.iter().any(|name| name.starts_with(&part)))?;
        (part.chars().count() >= 3).then(|| i16::try_from(month + 1).ok()).flatten()
    };
    let [a, b, c] = parts else { return None };
    let day = |part: &str| number(part.trim_end_matches(|c: char| c.is_ascii_alphabetic()));
    let (month, day, year) = match (month(a), month(b)) {
        (Some(month), None) => (month, day(b)?, c),
        (None, Some(month)) if a.len() == 4 => (month, day(c)?, a),
        (None, Some(month)) => (month, day(a)?, c),
        _ => return None,
    };
    Some(Parts { year: number(year).filter(|_| year.len() == 4)?, month, day })
}

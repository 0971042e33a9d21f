//! Details of real people outside scenarios: private e-mail addresses and card numbers on every page, all addresses and
//! phone numbers in cases.
//!
//! Pages and playbooks may name the organisation's own numbers and addresses, so these are no finding there. Details
//! inside a link were published on purpose.

use super::scenario::detail;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::Page;
use crate::parse::kind::ContentKind;
use crate::parse::markdown::{Element, Event};
use crate::source::{SourceMap, Span};
use crate::text::Slice;

/// Hosts at which people have private addresses.
const PRIVATE_HOSTS: [&str; 14] = [
    "gmail.com",
    "googlemail.com",
    "hotmail.com",
    "hotmail.co.uk",
    "outlook.com",
    "live.com",
    "yahoo.com",
    "yahoo.co.uk",
    "icloud.com",
    "aol.com",
    "gmx.de",
    "gmx.net",
    "web.de",
    "proton.me",
];
/// The fewest digits of a phone number in a case; order numbers and sums are shorter.
const LEAST_DIGITS: usize = 10;
/// The number of digits of payment cards.
const CARD_DIGITS: std::ops::RangeInclusive<usize> = 13..=19;

pub(super) fn check(page: &Page, sources: &SourceMap, found: &mut Vec<Diagnostic>) {
    if page.kind() == ContentKind::Scenario {
        return;
    }
    let (body, source) = (&page.document.body, sources.file(page.document.file).text());
    let mut skipped = 0_usize;
    let skips = |element| matches!(element, Element::Link(_) | Element::CodeBlock(_));
    for (event, span) in body.events() {
        match event {
            Event::Start(element) if skips(element) => skipped += 1,
            Event::End(element) if skips(element) => skipped = skipped.saturating_sub(1),
            Event::Text(_) if skipped == 0 => {
                found.extend(source.get(span.range()).and_then(|text| of_text(page, text, span)));
            }
            _ => {}
        }
    }
}

fn of_text(page: &Page, text: &str, span: Span) -> Option<Diagnostic> {
    let (at, what) = detail(text)?;
    let written = text.slice(at.clone());
    let digits: Vec<u32> = written.chars().filter_map(|c| c.to_digit(10)).collect();
    let host = written.split_once('@').map(|(_, host)| host.to_lowercase());
    let is_case = page.kind() == ContentKind::Case;
    let is_private = host.as_deref().is_some_and(|host| PRIVATE_HOSTS.contains(&host));
    let what = match host {
        None if is_card(&digits) => "the number of a card",
        None if is_case && digits.len() >= LEAST_DIGITS && written.trim_start_matches('(').starts_with(['0', '+']) => {
            what
        }
        Some(_) if is_case || is_private => what,
        _ => return None,
    };
    let place = Span::new(span.file, span.range().start + at.start..span.range().start + at.end);
    let message = format!("`{written}` looks like {what} of a real person");
    Some(
        Diagnostic::new(Code::PrivateDetails, place, message)
            .help("leave it out, or say what it is: “her number”")
            .help("if it is there for readers to use, make it a link: `[the words](mailto:…)` or `[the words](tel:…)`"),
    )
}

/// Tests the check digit of payment cards.
fn is_card(digits: &[u32]) -> bool {
    let doubled = |digit: u32| if digit > 4 { 2 * digit - 9 } else { 2 * digit };
    let sum: u32 =
        digits.iter().rev().enumerate().map(|(at, &digit)| if at % 2 == 1 { doubled(digit) } else { digit }).sum();
    CARD_DIGITS.contains(&digits.len()) && sum.is_multiple_of(10) && digits.iter().any(|&digit| digit != 0)
}

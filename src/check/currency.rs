//! Sums of money: whether each is in the currency of the site. The debrief of a scenario counts no other as money.

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::model::{Page, Site};
use crate::parse::front_matter::{Details, Sum};
use crate::source::Span;
use crate::text::Slice;

/// Codes and names of currencies that are written as words, in lower case.
const WORDS: [&str; 32] = [
    "aud", "brl", "cad", "chf", "cny", "czk", "dkk", "dollar", "dollars", "eur", "euro", "euros", "fr.", "gbp", "huf",
    "inr", "jpy", "kr", "nok", "nzd", "pln", "pound", "pounds", "quid", "rub", "rupees", "sek", "sgd", "usd", "yen",
    "zar", "zł",
];

/// Names of currencies and the symbol that means the same.
const NAMES: [(&str, &str); 14] = [
    ("pounds", "£"),
    ("pound", "£"),
    ("quid", "£"),
    ("gbp", "£"),
    ("dollars", "$"),
    ("dollar", "$"),
    ("usd", "$"),
    ("euros", "€"),
    ("euro", "€"),
    ("eur", "€"),
    ("yen", "¥"),
    ("jpy", "¥"),
    ("rupees", "₹"),
    ("inr", "₹"),
];

/// An amount in the front matter of a page.
struct Amount<'a> {
    page: &'a Page,
    span: Span,
    unit: &'a str,
    /// The whole value, if it is that of a key for sums.
    sum: Option<&'a Sum>,
}

pub(super) fn check(site: &Site) -> Vec<Diagnostic> {
    let currency = site.config().currency.trim();
    let mut found: Vec<Diagnostic> = site.pages.iter().flat_map(|page| in_page(page, currency)).collect();
    let money: Vec<Amount<'_>> =
        site.pages.iter().flat_map(|page| amounts(page)).filter(|amount| is_money(amount.unit, currency)).collect();
    let foreign = || money.iter().filter(|amount| amount.unit != currency);
    let Some(first) = foreign().next() else { return found };
    let is_one = foreign().all(|amount| amount.unit == first.unit);
    if is_one && money.len() > 1 && foreign().count() == money.len() {
        found.push(whole_site(site, first, money.len()));
    } else {
        found.extend(foreign().map(|amount| other(amount, currency)));
    }
    found
}

/// The amounts of a page in reading order.
fn amounts(page: &Page) -> Vec<Amount<'_>> {
    let of = |sum| of_sum(page, sum);
    match &page.document.front.details {
        Details::Case(case) => [&case.cost, &case.worth].into_iter().flatten().map(of).collect(),
        Details::Scenario(front) => {
            let meters = page.document.scenario.iter().flat_map(|scenario| &scenario.meters);
            let meters = meters.map(|meter| Amount { page, span: meter.span, unit: meter.unit(), sum: None });
            meters.chain(front.stakes.entries.iter().map(|(_, sum)| of(sum))).collect()
        }
        _ => Vec::new(),
    }
}

fn of_sum<'a>(page: &'a Page, sum: &'a Sum) -> Amount<'a> {
    // `85 € a year` is in `€`.
    let unit = sum.unit.split_whitespace().next().unwrap_or_default();
    Amount { page, span: sum.text.span, unit, sum: Some(sum) }
}

/// Returns true if a unit is a currency: that of the site, a symbol, a code or a usual name.
fn is_money(unit: &str, currency: &str) -> bool {
    let is_symbol = |c: char| matches!(c, '$' | '¢' | '£' | '¤' | '¥' | '֏' | '฿' | '\u{20a0}'..='\u{20cf}' | '﷼');
    unit == currency || unit.contains(is_symbol) || WORDS.contains(&unit.to_lowercase().as_str())
}

/// Findings about sums that do not depend on the other sums of the site.
fn in_page<'a>(page: &'a Page, currency: &str) -> Vec<Diagnostic> {
    let sums: Vec<Amount<'a>> = amounts(page).into_iter().filter(|amount| amount.sum.is_some()).collect();
    let of_case = matches!(page.document.front.details, Details::Case(_));
    let bare =
        sums.iter().filter(|amount| of_case && amount.unit.is_empty()).filter_map(|amount| without(amount, currency));
    bare.chain(sums.iter().filter_map(twice)).collect()
}

/// Reports a sum of a case without a currency. Nothing is nothing in every currency.
fn without(amount: &Amount<'_>, currency: &str) -> Option<Diagnostic> {
    let sum = amount.sum.filter(|sum| sum.amount != 0)?;
    let message = format!("`{}` does not say in which currency it is", sum.text.text);
    let right = in_currency(&number(sum), currency);
    let help = format!("write `{right}`");
    Some(finding(amount, message).suggest(help, amount.span, right))
}

/// Reports a sum with a currency before and after the number: `£12 pounds`.
fn twice(amount: &Amount<'_>) -> Option<Diagnostic> {
    let sum = amount.sum?;
    let digits = |c: char| c.is_ascii_digit();
    let text = sum.text.text.as_str();
    let (start, end) = (text.find(digits)?, text.rfind(digits)? + 1);
    let (number, after) = (text.get(..end)?, text.get(end..)?.trim());
    let before = text.get(..start)?.trim_matches([' ', '-', '−', '–', '+']);
    if before.is_empty() || !(is_money(after, before) || after == before) {
        return None;
    }
    let same = NAMES.iter().any(|(name, symbol)| *symbol == before && *name == after.to_lowercase()) || after == before;
    let message = format!("`{text}` has two currencies, `{before}` and `{after}`");
    Some(finding(amount, message).replace_if(same, format!("write `{number}`"), amount.span, number))
}

/// Reports an amount in another currency, on a site that has amounts in its own.
fn other(amount: &Amount<'_>, currency: &str) -> Diagnostic {
    let unit = amount.unit;
    let is_same = NAMES.iter().any(|(name, symbol)| *symbol == currency && *name == unit.to_lowercase());
    if let Some(sum) = amount.sum.filter(|_| is_same) {
        let right = in_currency(&number(sum), currency);
        let found = finding(amount, format!("`{unit}` is written `{currency}` on this site"));
        return found.suggest(format!("write `{right}`"), amount.span, right);
    }
    let message = format!("`{unit}` is not the currency of this site, which is `{currency}`");
    let found = finding(amount, message);
    match amount.sum {
        Some(sum) => {
            let right = in_currency(&number(sum), currency);
            found.suggest(format!("convert the sum: write `{right}`, or what it comes to"), amount.span, right)
        }
        None => found.help(format!("convert the sums of this scenario, and write `{currency}` instead of `{unit}`")),
    }
}

/// Reports a site whose amounts are all in one other currency.
fn whole_site(site: &Site, first: &Amount<'_>, count: usize) -> Diagnostic {
    let (currency, unit) = (site.config().currency.trim(), first.unit);
    let message = format!("the currency of this site is `{currency}`, and all its {count} sums are in `{unit}`");
    let setting = site.config().currency_span;
    let found = Diagnostic::new(Code::OtherCurrency, setting.unwrap_or(first.span), message);
    let found = match setting {
        Some(_) => found.label(first.span, "the first of them"),
        None => found.because(format!("`{currency}` is the default")),
    };
    found
        .help(format!("if the sums are right, write `currency: {unit}` in `casebook.yaml`"))
        .help(format!("or convert the sums, and write them with `{currency}`"))
}

/// The number of a sum as written, with its sign and its decimal places.
fn number(sum: &Sum) -> String {
    let text = sum.text.text.as_str();
    let digits = |c: char| c.is_ascii_digit();
    let (start, end) = (text.find(digits).unwrap_or(0), text.rfind(digits).map_or(text.len(), |last| last + 1));
    format!("{}{}", if sum.amount < 0 { "-" } else { "" }, text.slice(start..end))
}

fn in_currency(number: &str, currency: &str) -> String {
    match number.strip_prefix('-') {
        _ if currency.ends_with(char::is_alphabetic) => format!("{number} {currency}"),
        Some(number) => format!("-{currency}{number}"),
        None => format!("{currency}{number}"),
    }
}

/// A finding at an amount. In a draft, it is a note.
fn finding(amount: &Amount<'_>, message: String) -> Diagnostic {
    let found = Diagnostic::new(Code::OtherCurrency, amount.span, message);
    if amount.page.document.is_draft() { found.with_severity(Severity::Note) } else { found }
}

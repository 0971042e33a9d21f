//! The bound in the test of a meter, as in `trust 6 or more`, and corrections for tests in the wrong form: `trust above
//! 6`, `3 trust`, `not trust 3 or more`.

use super::amount::{self, Amount};
use super::context::Context;
use super::message::shown;
use super::names::Named;
use crate::diagnostic::{Code, Diagnostic};
use crate::parse::scenario::text::Phrase;
use crate::parse::scenario::words::Keyword;
use crate::source::Span;
use crate::text::{Slice, fold_name};

/// Comparison words, their meanings, and the amount to be added to their number.
const WORDS: [(&str, Keyword, i32); 18] = [
    ("above", Keyword::More, 1),
    ("over", Keyword::More, 1),
    ("more than", Keyword::More, 1),
    ("greater than", Keyword::More, 1),
    ("is above", Keyword::More, 1),
    (">", Keyword::More, 1),
    (">=", Keyword::More, 0),
    ("≥", Keyword::More, 0),
    ("at least", Keyword::More, 0),
    ("below", Keyword::Less, -1),
    ("under", Keyword::Less, -1),
    ("less than", Keyword::Less, -1),
    ("fewer than", Keyword::Less, -1),
    ("is below", Keyword::Less, -1),
    ("<", Keyword::Less, -1),
    ("<=", Keyword::Less, 0),
    ("≤", Keyword::Less, 0),
    ("at most", Keyword::Less, 0),
];

/// Reports a test of a meter without `or more` or `or less`.
pub(super) fn no_direction(cx: &mut Context<'_>, named: Named<'_>) {
    let whole = Span { end: named.rest.span().end, ..named.name.span() };
    if range(cx, named.rest).is_some_and(|range| report_range(cx, named, range, whole)) {
        return;
    }
    let name = shown(named.name);
    let [or, more, less] = [Keyword::Or, Keyword::More, Keyword::Less].map(|word| cx.words.show(word).to_owned());
    let message = format!("a test of `{name}` needs a number and `{or} {more}` or `{or} {less}`");
    let span = if named.rest.is_blank() { named.name.span() } else { named.rest.span() };
    let found = Diagnostic::new(Code::ConditionForm, span, message);
    if let Some(right) = compared(cx, named.rest) {
        cx.report(found.replace(format!("write `{name} {right}`"), span, right));
        return;
    }
    let value = named.rest.words().find_map(|word| amount::read(word.as_str()).ok()).map_or(6, |read| read.value);
    let found = found.help(format!("write `{name} {value} {or} {more}` or `{name} {value} {or} {less}`"));
    let exactly = named.rest.as_str().trim_start().starts_with('=');
    let and = cx.words.show(Keyword::And);
    cx.report(if exactly {
        found.help(format!("for exactly {value}, write `{name} {value} {or} {more} {and} {name} {value} {or} {less}`"))
    } else {
        found
    });
}

/// Words before the lower bound of a range.
const BETWEEN: [&str; 3] = ["between", "from", "zwischen"];

/// Reports `trust between 5 and 7` and suggests two tests. Returns false if the condition has no such test.
pub(super) fn between(cx: &mut Context<'_>, written: Phrase<'_>) -> bool {
    let found = written.words().find_map(|word| {
        let named = cx.names.meter_before(written.starting_at(word))?;
        let first = named.rest.words().next().filter(|word| BETWEEN.contains(&fold_name(word.as_str()).as_str()))?;
        let (_, range) = named.rest.divide_after(first);
        let words: Vec<Phrase<'_>> = range.words().take(3).collect();
        let &[low, join, high] = words.as_slice() else { return None };
        let joins = cx.words.is(join.as_str(), Keyword::And) || cx.words.is(join.as_str(), Keyword::To);
        let high = high.without_end([',', '.']);
        joins.then_some((named, low, high))
    });
    let Some((named, low, high)) = found else { return false };
    let whole = Span { end: high.span().end, ..named.name.span() };
    report_range(cx, named, Range { low: low.as_str(), high: high.as_str() }, whole)
}

/// The bounds of a range as written.
#[derive(Clone, Copy, Debug)]
struct Range<'t> {
    low: &'t str,
    high: &'t str,
}

/// Reports a range and suggests two tests. Returns false if its bounds are not numbers.
fn report_range(cx: &mut Context<'_>, named: Named<'_>, range: Range<'_>, whole: Span) -> bool {
    let value = |text| amount::read(text).ok().map(|amount| amount.value);
    // Bounds in the wrong order would give a condition that is never met.
    let certain = value(range.low) <= value(range.high);
    let range = if certain { range } else { Range { low: range.high, high: range.low } };
    let bound = |text, direction| amount::read(text).ok().and_then(|amount| directed(cx, &amount, 0, direction));
    let bounds = bound(range.low, Keyword::More).zip(bound(range.high, Keyword::Less));
    let Some((low, high)) = bounds else { return false };
    let (name, and) = (shown(named.name), cx.words.show(Keyword::And));
    let right = format!("{name} {low} {and} {name} {high}");
    let message = "a test has one limit, so a range needs two tests";
    let found = Diagnostic::new(Code::ConditionForm, whole, message);
    cx.report(found.replace_if(certain, format!("write `{right}`"), whole, right));
    true
}

/// Splits `5 to 7` or `5-7`.
fn range<'t>(cx: &Context<'_>, rest: Phrase<'t>) -> Option<Range<'t>> {
    let rest = rest.trim();
    let words: Vec<Phrase<'_>> = rest.words().collect();
    if let &[low, to, high] = words.as_slice() {
        let joins = cx.words.is(to.as_str(), Keyword::To) || ["-", "–", "—"].contains(&to.as_str());
        return joins.then_some(Range { low: low.as_str(), high: high.as_str() });
    }
    let (low, high) = rest.as_str().split_once(['-', '–'])?;
    let digits = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_digit());
    (digits(low) && digits(high)).then_some(Range { low, high })
}

/// Corrects `above 6` to `7 or more`.
fn compared(cx: &Context<'_>, rest: Phrase<'_>) -> Option<String> {
    if let Some(right) = at_least(cx, rest) {
        return Some(right);
    }
    let number =
        rest.words().find(|word| amount::begins(word.as_str().trim_start_matches(['<', '>', '=', '≤', '≥'])))?;
    let split = number.as_str().find(|c: char| !"<>=≤≥".contains(c))?;
    let word = format!("{} {}", rest.ending_before(number).as_str(), number.as_str().slice(..split));
    let word = fold_name(&word);
    let &(_, direction, add) = WORDS.iter().find(|(known, _, _)| *known == word)?;
    let written = rest.starting_at(number).as_str().get(split..)?;
    let amount = amount::read(written).ok()?;
    directed(cx, &amount, add, direction)
}

/// Words after `or` for the directions.
const HIGHER: [&str; 7] = ["higher", "above", "greater", "up", "better", "over", "upwards"];
const LOWER: [&str; 6] = ["lower", "below", "fewer", "under", "worse", "down"];

/// Corrects `6+` and `6 or higher` to `6 or more`.
fn at_least(cx: &Context<'_>, rest: Phrase<'_>) -> Option<String> {
    let text = rest.as_str().trim();
    if let Some(amount) = text.strip_suffix('+').and_then(|text| amount::read(text).ok()) {
        return directed(cx, &amount, 0, Keyword::More);
    }
    let words: Vec<&str> = text.split_whitespace().collect();
    let &[number, or, word] = words.as_slice() else { return None };
    let word = fold_name(word);
    let direction = match () {
        () if HIGHER.contains(&word.as_str()) => Keyword::More,
        () if LOWER.contains(&word.as_str()) => Keyword::Less,
        () => return None,
    };
    let joins = cx.words.is(or, Keyword::Or) || cx.words.is(or, Keyword::And);
    directed(cx, &amount::read(number).ok().filter(|_| joins)?, 0, direction)
}

/// Words before the number of a test that say nothing.
const FILLERS: [&str; 10] = ["is", "=", "has", "are", "was", "of", "at", "reaches", "equals", ":"];

/// Reports `is 8 or more` and suggests `8 or more`. Returns false if there is no such word.
pub(super) fn with_filler(cx: &mut Context<'_>, named: Named<'_>, number: Phrase<'_>) -> bool {
    let mut words = number.words();
    let fillers: Vec<Phrase<'_>> =
        words.by_ref().take_while(|word| FILLERS.contains(&fold_name(word.as_str()).as_str())).collect();
    let Some((first, last)) = fillers.first().zip(fillers.last()) else { return false };
    let (_, rest) = number.divide_after(*last);
    if amount::read(rest.as_str()).is_err() {
        return false;
    }
    let (_, whole) = named.rest.divide_after(*last);
    let span = Span { end: last.span().end, ..first.span() };
    let message = format!("a test is a meter and a number, without `{}`", shown(*first));
    let found = Diagnostic::new(Code::ConditionForm, span, message);
    let span = Span { end: whole.span().start, ..span };
    cx.report(found.replace(format!("write `{} {}`", shown(named.name), shown(whole)), span, ""));
    true
}

/// Reports `not trust 3 or more` and suggests `trust 2 or less`.
pub(super) fn not_meter(cx: &mut Context<'_>, not: Phrase<'_>, named: Named<'_>, written: Phrase<'_>) {
    let found = Diagnostic::new(Code::ConditionForm, not.span(), "`not` works only with what a choice remembers");
    let turned = bound(cx, named.rest).and_then(|Bound { number, direction }| {
        let amount = amount::read(number.as_str()).ok()?;
        match direction {
            Keyword::More => directed(cx, &amount, -1, Keyword::Less),
            _ => directed(cx, &amount, 1, Keyword::More),
        }
    });
    cx.report(match turned {
        Some(turned) => {
            let right = format!("{} {turned}", shown(named.name));
            found.replace(format!("turn the test round: write `{right}`"), written.span(), right)
        }
        None => {
            let (name, or) = (shown(named.name), cx.words.show(Keyword::Or));
            let [more, less] = [Keyword::More, Keyword::Less].map(|word| cx.words.show(word));
            let help = format!("instead of `not {name} 6 {or} {more}` write `{name} 5 {or} {less}`");
            found.help(format!("turn the test round: {help}"))
        }
    });
}

/// Reports `3 trust` and suggests `trust 3 or more`. Returns false if the test does not have that form.
pub(super) fn number_first(cx: &mut Context<'_>, written: Phrase<'_>) -> bool {
    let Some(number) = written.words().next().filter(|word| amount::begins(word.as_str())) else { return false };
    let (_, rest) = written.divide_after(number);
    let Some(named) = cx.names.meter_before(rest) else { return false };
    let said = direction(cx, named.rest);
    if !named.rest.is_blank() && said.is_none() {
        return false;
    }
    let direction = said.unwrap_or(Keyword::More);
    let Some(right) = amount::read(number.as_str()).ok().and_then(|read| directed(cx, &read, 0, direction)) else {
        return false;
    };
    let (name, span) = (shown(named.name), written.span());
    let found = Diagnostic::new(Code::ConditionForm, span, format!("the name of the meter `{name}` comes first"));
    cx.report(found.suggest(format!("write `{name} {right}`"), span, format!("{name} {right}")));
    true
}

/// The direction of `or more` alone.
fn direction(cx: &Context<'_>, written: Phrase<'_>) -> Option<Keyword> {
    let (_, rest) = cx.words.split(written, Keyword::Or)?;
    [Keyword::More, Keyword::Less].into_iter().find(|&word| cx.words.is(rest.as_str(), word))
}

/// Writes an amount, changed by `add`, with a direction: `7 or more`. `None` if the result is negative.
fn directed(cx: &Context<'_>, amount: &Amount<'_>, add: i32, direction: Keyword) -> Option<String> {
    let value = amount.value.checked_add(add).filter(|value| *value >= 0)?;
    let (before, after) = (amount.before.trim_start(), amount.after.trim_end());
    let [or, direction] = [Keyword::Or, direction].map(|word| cx.words.show(word));
    Some(format!("{before}{value}{after} {or} {direction}"))
}

/// The bound that a value must not exceed or fall below: `6 or more`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bound<'t> {
    pub number: Phrase<'t>,
    /// [`Keyword::More`] or [`Keyword::Less`].
    pub direction: Keyword,
}

/// Splits `6 or more` into the number and the direction.
pub(super) fn bound<'t>(cx: &Context<'_>, rest: Phrase<'t>) -> Option<Bound<'t>> {
    let (_, or) = cx.words.find(rest, &[Keyword::Or])?;
    let number = rest.ending_before(or.trim());
    let (_, behind) = cx.words.split(rest.starting_at(or.trim()), Keyword::Or)?;
    let direction = [Keyword::More, Keyword::Less].into_iter().find(|&word| cx.words.is(behind.as_str(), word))?;
    (!number.is_blank()).then_some(Bound { number, direction })
}

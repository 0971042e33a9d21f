//! Effects in other words: `+2 trust`, `trust up by 2`, `lose 1 trust`, `trust = +2`.

use super::amount;
use super::context::Context;
use super::message::shown;
use crate::diagnostic::{Code, Diagnostic};
use crate::parse::scenario::ast::Meter;
use crate::parse::scenario::text::Phrase;
use crate::text::fold_name;

/// Words for a rise.
const UP: [&str; 20] = [
    "up",
    "+",
    "add",
    "adds",
    "added",
    "plus",
    "gain",
    "gains",
    "rise",
    "rises",
    "raise",
    "raises",
    "increase",
    "increases",
    "grow",
    "grows",
    "more",
    "win",
    "wins",
    "earn",
];
/// Words for a fall.
const DOWN: [&str; 21] = [
    "down",
    "-",
    "−",
    "–",
    "minus",
    "lose",
    "loses",
    "lost",
    "drop",
    "drops",
    "fall",
    "falls",
    "lower",
    "lowers",
    "reduce",
    "reduces",
    "decrease",
    "decreases",
    "subtract",
    "less",
    "remove",
];
/// Words that say nothing about the direction.
const NEUTRAL: [&str; 14] =
    ["by", "to", "of", "from", "the", "a", "goes", "go", "is", "point", "points", "with", "for", "in"];

/// The maximum number of words to look at. Longer texts are sentences.
const MOST_WORDS: usize = 10;

/// Words before a value that a meter is to have: `falls to 3`. A change has no such word before its number.
const TARGETS: [&str; 5] = ["to", "from", "is", "=", "at"];

/// An effect that was meant.
#[derive(Debug)]
struct MeantEffect {
    right: String,
    /// True if nothing else can be meant.
    certain: bool,
}

/// Reports an effect on a meter in other words, with the effect in the right form. Returns false if the words are not
/// understood.
pub(super) fn report(cx: &mut Context<'_>, item: Phrase<'_>) -> bool {
    if let Some(name) = set(cx, item.as_str()) {
        let message = "an effect changes a meter by a number; it cannot set it";
        let found = Diagnostic::new(Code::EffectForm, item.span(), message);
        cx.report(found.help(format!("write by how much it changes: `{name} +1` or `{name} -1`")));
        return true;
    }
    let Some(MeantEffect { right, certain }) = meant(cx, item.as_str()) else { return false };
    let message = format!("an effect is a meter and a number with its sign, but this is `{}`", shown(item));
    let found = Diagnostic::new(Code::EffectForm, item.span(), message);
    cx.report(found.replace_if(certain, format!("write `{right}`"), item.span(), right));
    true
}

/// The name of the meter that is to have a value: `trust = 5`, `trust falls to 3`.
fn set(cx: &Context<'_>, written: &str) -> Option<String> {
    let spaced = if changes(written) { written.to_owned() } else { written.replace('=', " = ") };
    let words: Vec<&str> = spaced.split_whitespace().collect();
    if words.len() > MOST_WORDS {
        return None;
    }
    let (meter, rest) = named(cx, &words)?;
    let is_value = |word: &str| amount::read(word).is_ok_and(|amount| !amount.signed);
    let is_target = |word: &str| TARGETS.contains(&fold_name(word).as_str());
    let known = |word: &&str| {
        let word = fold_name(word);
        [&UP[..], &DOWN, &NEUTRAL, &TARGETS].iter().any(|list| list.contains(&word.as_str()))
            || word == fold_name(meter.unit())
    };
    let sets = words.windows(2).any(|pair| is_target(pair[0]) && is_value(pair[1]));
    (sets && rest.iter().all(|word| known(word) || amount::read(word).is_ok())).then(|| meter.name.clone())
}

/// True if a sign that changes a value is there: `+=`.
fn changes(written: &str) -> bool {
    ["+=", "-=", "−="].iter().any(|sign| written.contains(sign))
}

fn meant(cx: &Context<'_>, written: &str) -> Option<MeantEffect> {
    let sets = written.contains([':', '=']) && !changes(written);
    let spaced = written.replace([':', '='], " ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    if words.len() > MOST_WORDS {
        return None;
    }
    let (meter, rest) = named(cx, &words)?;
    let unit = fold_name(meter.unit());
    let numbers: Vec<&str> = rest.iter().copied().filter(|word| word.contains(|c: char| c.is_ascii_digit())).collect();
    let (mut up, mut down) = (false, false);
    for word in rest.iter().filter(|word| !numbers.contains(word)) {
        let word = fold_name(word);
        up |= UP.contains(&word.as_str());
        down |= DOWN.contains(&word.as_str());
        if !(UP.contains(&word.as_str())
            || DOWN.contains(&word.as_str())
            || NEUTRAL.contains(&word.as_str())
            || word == unit)
        {
            return None;
        }
    }
    let amount = match numbers[..] {
        [] if up != down => None,
        [number] => Some(amount::read(number).ok()?),
        _ => return None,
    };
    let direction = if down { '-' } else { '+' };
    let clear = up != down;
    let name = &meter.name;
    let Some(amount) = amount else {
        return Some(MeantEffect { right: format!("{name} {direction}1"), certain: false });
    };
    if ![amount.before, amount.after].iter().all(|around| around.trim().is_empty() || fold_name(around) == unit) {
        return None;
    }
    let size = amount.value.unsigned_abs();
    let signed = amount.signed && !(up || down);
    let direction = if signed && amount.value < 0 { '-' } else { direction };
    let counts = meter.most().is_none() && !sets;
    let right = format!("{name} {direction}{size}");
    Some(MeantEffect { right, certain: signed || clear && !amount.signed || counts && !(up || down) })
}

/// The meter that is named among these words, and the other words.
fn named<'c, 'w>(cx: &'c Context<'_>, words: &[&'w str]) -> Option<(&'c Meter, Vec<&'w str>)> {
    let spans = (1..=words.len()).rev().flat_map(|length| (0..=words.len() - length).map(move |at| (at, at + length)));
    spans.into_iter().find_map(|(start, end)| {
        let meter = cx.names.meter(&words[start..end].join(" "))?;
        Some((meter, [&words[..start], &words[end..]].concat()))
    })
}

//! Meters, such as `trust: 4 of 10`, `cost: $0` and `firmness: 5 of 10, best 4 to 6`, and the numbers after their
//! names in conditions and tails.

use std::ops::RangeInclusive;

use super::amount::{self, Amount, Misread};
use super::context::Context;
use super::message::{meant, shown};
use super::name;
use super::names::Named;
use crate::diagnostic::{Code, Diagnostic};
use crate::parse::scenario::ast::{Meter, MeterKind};
use crate::parse::scenario::text::{Phrase, Text};
use crate::parse::scenario::words::Keyword;
use crate::source::Span;
use crate::text::clip;
use crate::text::{fold_name, single_spaced};
use crate::yaml::{self, Map};

/// A placeholder for the kind of a meter that could not be read, so that its uses can still be read.
const UNREAD: MeterKind = MeterKind::Total { before: String::new(), after: String::new() };

/// The start value and the kind of a meter.
#[derive(Debug)]
struct Definition {
    start: i32,
    kind: MeterKind,
}

/// Reads the meters of the front matter.
pub(super) fn read_all(cx: &mut Context<'_>, meters: &Map<yaml::Text>) {
    for (name, value) in &meters.entries {
        check_name(cx, name);
        let text = Text::of_value(&value.text, value.span, cx.source);
        let read = definition(cx, text.phrase());
        let sound = read.is_ok();
        let Definition { start, kind } = read.unwrap_or_else(|help| {
            no_meter(cx, value, text.phrase().span(), help);
            Definition { start: 0, kind: UNREAD }
        });
        let shown = single_spaced(name);
        let meter = Meter { name: shown, span: name.span, text: value.text.clone(), start, kind };
        cx.names.add_meter(meter, sound);
    }
}

/// Reports a meter that cannot be read, with a correction if there is an obvious one: `4 of 10` for `4/10`.
fn no_meter(cx: &mut Context<'_>, value: &yaml::Text, span: Span, help: String) {
    if let Some(number) = alone(&value.text) {
        return no_scale(cx, value, span, number);
    }
    let message = format!("`{}` is not how a meter is written", clip(&value.text));
    let found = Diagnostic::new(Code::MeterForm, span, message);
    if let Some(rounded) = amount::rounded(&value.text).filter(|text| total(text).is_some()) {
        let found = found.because("numbers in a scenario are whole");
        cx.report(found.suggest(format!("round it: write `{rounded}`"), span, rounded));
        return;
    }
    let (of, to) = (cx.words.show(Keyword::Of), cx.words.show(Keyword::To));
    let (scale, range) = value.text.split_once(',').unwrap_or((&value.text, ""));
    let scale = scale.split('/').map(str::trim).collect::<Vec<_>>().join(&format!(" {of} "));
    let range = range.split(['-', '–', '—', '−']).map(str::trim).collect::<Vec<_>>().join(&format!(" {to} "));
    let right = if range.is_empty() { scale } else { format!("{scale}, {range}") };
    let text = Text::of_value(&right, span, "");
    let mended = right != value.text && definition(cx, text.phrase()).is_ok();
    cx.report(if mended { found.replace(format!("write `{right}`"), span, right) } else { found.help(help) });
}

/// The number of a meter that consists of nothing else, or of a number and `%`, and may therefore be a scale. A `0` is
/// where a running total begins.
fn alone(text: &str) -> Option<i32> {
    let number = amount::read(text.trim()).ok()?;
    let percent = number.after.trim() == "%";
    let bare = !number.signed && number.before.trim().is_empty() && (percent || number.after.trim().is_empty());
    (bare && (percent || number.value != 0)).then_some(number.value)
}

/// Reports a meter that does not say whether more or less is better.
fn no_scale(cx: &mut Context<'_>, value: &yaml::Text, span: Span, number: i32) {
    let written = clip(&value.text);
    let message = format!("`{written}` does not say whether more is better or less");
    let of = cx.words.show(Keyword::Of);
    let most = if number <= 10 && !written.contains('%') { 10 } else { 100.max(number) };
    let found = Diagnostic::new(Code::MeterForm, span, message);
    let found = found.help(format!("if more is better, write a scale: `{number} {of} {most}`"));
    cx.report(found.help(format!("if less is better, write what is counted: `{number} times`, or `0 times`")));
}

fn check_name(cx: &mut Context<'_>, name: &yaml::Text) {
    let text = Text::of_value(&name.text, name.span, cx.source);
    let found = name::mistake(text.phrase(), &cx.words, name.span).or_else(|| {
        let earlier = cx.names.meter(name)?;
        let message = format!("two meters have the name `{}`", clip(name));
        let found = Diagnostic::new(Code::SameName, name.span, message).label(earlier.span, "the first one");
        Some(found.help("give one of them another name"))
    });
    cx.found.extend(found);
}

/// Reads the start value and the kind of a meter. The error says what to write instead.
fn definition(cx: &Context<'_>, text: Phrase<'_>) -> Result<Definition, String> {
    let (of, best) = (cx.words.show(Keyword::Of), cx.words.show(Keyword::Best));
    let forms = format!(
        "write `4 {of} 10` (more is better), `$0` or `0 days` (less is better), or `5 {of} 10, {best} 4 {} 6`",
        cx.words.show(Keyword::To)
    );
    let Some((word, rest)) = text
        .words()
        .skip(1)
        .find_map(|word| cx.words.split(text.starting_at(word), Keyword::Of).map(|(_, rest)| (word, rest)))
    else {
        return total(text.as_str()).filter(|_| alone(text.as_str()).is_none()).ok_or(forms);
    };
    let (most, range) = rest.split_once(&[',']).map_or((rest, None), |(most, range)| (most, Some(range)));
    let start = whole(text.ending_before(word)).ok_or_else(|| forms.clone())?;
    let most = whole(most).ok_or_else(|| forms.clone())?;
    if start > most || most == 0 {
        return Err(format!("the first number must be between 0 and the second: `4 {of} 10`"));
    }
    let Some(range) = range else { return Ok(Definition { start, kind: MeterKind::Scale { most } }) };
    let (low, high) = read_best(cx, range).ok_or(forms)?.into_inner();
    if low > high || high > most {
        return Err(format!("the good values must be between 0 and {most}, the lower one first"));
    }
    Ok(Definition { start, kind: MeterKind::Band { most, low, high } })
}

/// Reads the two numbers of `best 4 to 6`.
fn read_best(cx: &Context<'_>, range: Phrase<'_>) -> Option<RangeInclusive<i32>> {
    let (_, numbers) = cx.words.split(range, Keyword::Best)?;
    let (low, to) = numbers.words().skip(1).find_map(|word| {
        cx.words.split(numbers.starting_at(word), Keyword::To).map(|(_, rest)| (numbers.ending_before(word), rest))
    })?;
    Some(whole(low)?..=whole(to)?)
}

/// Reads the number after a meter's name in a tail or condition. The meter's own unit may be repeated.
pub(super) fn amount<'t>(cx: &mut Context<'_>, code: Code, named: Named<'t>) -> Option<Amount<'t>> {
    let (written, name) = (named.rest.trim(), shown(named.name));
    let number = match amount::read(written.as_str()) {
        Ok(number) => number,
        Err(why) => {
            let message = match why {
                Misread::NoNumber => format!("`{name}` needs a number, but this is `{}`", shown(written)),
                Misread::NotWhole => format!("`{}` is not a whole number", shown(written)),
                Misread::TooLong => format!("`{}` is larger than any meter", shown(written)),
            };
            let found = Diagnostic::new(code, written.span(), message);
            if let Some(rounded) = amount::rounded(written.as_str()) {
                cx.report(found.suggest(format!("round it: write `{rounded}`"), written.span(), rounded));
                return None;
            }
            if let Some(right) = in_digits(written.as_str()) {
                cx.report(found.replace(format!("write `{right}`"), written.span(), right));
                return None;
            }
            if !written.as_str().contains(char::is_alphanumeric) {
                let sign = if written.as_str().contains(['-', '−', '–']) { '-' } else { '+' };
                cx.report(found.help(format!("write by how much: `{name} {sign}1` or `{name} {sign}2`")));
                return None;
            }
            let close: String = written.as_str().split_whitespace().collect();
            let certain = why == Misread::NotWhole && amount::read(&close).is_ok();
            cx.report(if certain {
                found.replace(format!("write `{close}`"), written.span(), close)
            } else {
                found.help("write a whole number in digits, without spaces or other characters in it: `+2`, `1000`")
            });
            return None;
        }
    };
    let meter = &cx.names.meters[named.meter];
    let own = fold_name(meter.unit());
    let foreign =
        [number.before, number.after].into_iter().find(|unit| !unit.trim().is_empty() && fold_name(unit) != own);
    if let Some(unit) = foreign.filter(|_| cx.names.is_sound(named.meter)) {
        let message = format!("`{}` is not the unit of `{name}`", clip(unit.trim()));
        let help = if own.is_empty() {
            format!("`{name}` has no unit: write the number alone")
        } else if own.contains(char::is_alphabetic) {
            format!("its unit is `{0}`: write the number of `{0}`, with this unit or alone", meter.unit())
        } else {
            format!("its unit is `{}`: write that, or the number alone", meter.unit())
        };
        let found = Diagnostic::new(code, written.span(), message).help(help);
        let total = own.is_empty() && meter.most().is_none();
        cx.report(if total {
            found.help(format!(
                "or give `{name}` this unit under `meters`: `{name}: {}0{}`",
                number.before.trim(),
                number.after
            ))
        } else {
            found
        });
        return None;
    }
    Some(number)
}

/// A number in words with its sign, in digits: `+2` for `+two`.
fn in_digits(written: &str) -> Option<String> {
    let sign = written.find(char::is_alphabetic).map_or("", |at| written.get(..at).unwrap_or_default());
    let value = amount::number_in_words(written.get(sign.len()..)?)?;
    ["", "+", "-"].contains(&sign.trim()).then(|| format!("{}{value}", sign.trim()))
}

/// Returns true if the text after a meter's name is a number, alone or with the meter's unit.
pub(super) fn is_amount(cx: &Context<'_>, named: Named<'_>) -> bool {
    let own = fold_name(cx.names.meters[named.meter].unit());
    let fits = |unit: &str| unit.trim().is_empty() || fold_name(unit) == own || !cx.names.is_sound(named.meter);
    amount::read(named.rest.trim().as_str()).is_ok_and(|amount| fits(amount.before) && fits(amount.after))
}

/// Reads a whole number without sign and unit.
fn whole(text: Phrase<'_>) -> Option<i32> {
    let number = amount::read(text.as_str()).ok()?;
    let bare = !number.signed && number.before.trim().is_empty() && number.after.trim().is_empty();
    bare.then_some(number.value)
}

/// Reads a running total with its unit.
fn total(text: &str) -> Option<Definition> {
    let number = amount::read(text).ok()?;
    let one_unit = number.before.trim().is_empty() || number.after.trim().is_empty();
    let plain = |unit: &str| unit.chars().all(|c| !c.is_ascii_punctuation() || "$%.".contains(c)) && unit.len() <= 24;
    let fits = !number.signed && one_unit && plain(number.before) && plain(number.after);
    let (before, after) = (number.before.to_owned(), number.after.to_owned());
    fits.then_some(Definition { start: number.value, kind: MeterKind::Total { before, after } })
}

/// Reports a name that is not a meter's.
pub(super) fn unknown(cx: &mut Context<'_>, name: Phrase<'_>) {
    if cx.names.meters.is_empty() && !cx.sound_front {
        return;
    }
    // A meter whose line could not be read, and scenarios without any meter, are reported once.
    let reported = |code: Code| cx.found.iter().any(|found| found.code == code);
    let listed = (!cx.sound_front || reported(Code::NameForm)) && cx.lists_in_front(name.as_str());
    if listed || cx.names.meters.is_empty() && reported(Code::UnknownMeter) {
        return;
    }
    let meters = cx.names.meters.iter().map(|meter| meter.name.as_str());
    let near = cx.names.nearest_meter(name.as_str());
    let found = Diagnostic::new(Code::UnknownMeter, name.span(), format!("there is no meter `{}`", shown(name)));
    let found = match near {
        Some(near) => meant(found, near, name.span()),
        None if cx.names.meters.is_empty() => {
            found.help("list it under `meters` in the front matter: `trust: 4 of 10`")
        }
        None => {
            let list: Vec<String> = meters.take(8).map(|name| format!("`{name}`")).collect();
            found.help(format!("the meters of this scenario are {}", list.join(", ")))
        }
    };
    cx.report(found);
}

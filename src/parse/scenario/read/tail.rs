//! The tail after the link of a choice or route: ` — trust +2, cost 15, needs trust 6 or more, remember told`.

use super::condition::{self, Commas};
use super::context::Context;
use super::message::shown;
use super::names::Named;
use super::{amount, meant_effect, meant_tail, meter, name};
use crate::diagnostic::{Code, Diagnostic};
use crate::parse::scenario::ast::{Condition, Effect, Meter, Remember};
use crate::parse::scenario::text::Phrase;
use crate::parse::scenario::words::Keyword;
use crate::source::Span;

/// The contents of a tail.
#[derive(Debug, Default)]
pub(super) struct Tail {
    pub effects: Vec<Effect>,
    pub needs: Option<Condition>,
    pub remembers: Vec<Remember>,
}

/// Reads the text after a link.
pub(super) fn read(cx: &mut Context<'_>, written: Phrase<'_>) -> Tail {
    let mut tail = Tail::default();
    let written = written.trim();
    if written.is_blank() {
        return tail;
    }
    let Some(list) = after_dash(cx, written) else { return tail };
    if list.is_blank() {
        let message = "nothing follows this dash";
        let help = format!("write effects such as `{} +2`, or remove the dash", cx.names.example());
        cx.report(Diagnostic::new(Code::EffectForm, written.span(), message).help(help));
        return tail;
    }
    let list = meant_tail::without_stop(cx, list);
    let mut before: Option<Phrase<'_>> = None;
    for item in list.split(',') {
        if before.is_some_and(|before| is_thousands(before, item)) {
            thousands(cx, before.unwrap_or(item), item, item.comma(list));
        } else {
            tail_items(cx, item, list, &mut tail);
        }
        before = Some(item);
    }
    tail
}

/// Reads the text between two commas. Reports semicolons and treats them as commas.
fn tail_items(cx: &mut Context<'_>, item: Phrase<'_>, list: Phrase<'_>, tail: &mut Tail) {
    if !item.as_str().contains(';') {
        let mut rest = item;
        while let Some(meant_tail::Joined { left, right }) = meant_tail::joined(cx, rest) {
            tail_item(cx, left, list, tail);
            rest = right;
        }
        return tail_item(cx, rest, list, tail);
    }
    for (number, part) in item.split(';').enumerate() {
        if number > 0 {
            let sign = part.comma(item).span();
            let found = Diagnostic::new(Code::EffectForm, sign, "effects are separated by commas");
            cx.report(found.replace("write `,`", sign, ","));
        }
        tail_item(cx, part, list, tail);
    }
}

/// Reports a comma between the thousands of a number.
fn thousands(cx: &mut Context<'_>, before: Phrase<'_>, item: Phrase<'_>, comma: Phrase<'_>) {
    let span = Span { end: item.span().end, ..before.span() };
    let found = Diagnostic::new(Code::EffectForm, span, "numbers have no comma between the thousands");
    cx.report(found.replace(format!("write `{}{}`", shown(before), shown(item)), comma.span(), ""));
}

/// Returns the text after the dash that begins a tail.
fn after_dash<'t>(cx: &mut Context<'_>, written: Phrase<'t>) -> Option<Phrase<'t>> {
    let text = written.as_str();
    if (!text.starts_with('-') || text.starts_with("->"))
        && let Some(list) = meant_tail::without_dash(cx, written)
    {
        return Some(list);
    }
    let rest =
        text.strip_prefix(['—', '–', '―']).or_else(|| text.strip_prefix("--").map(|rest| rest.trim_start_matches('-')));
    let list = rest.map(|rest| written.part(text.len() - rest.len()..text.len()));
    if list.is_some() {
        return list;
    }
    let message = "effects begin with a long dash";
    if text.starts_with('-') {
        let hyphen = written.part(0..1);
        let found = Diagnostic::new(Code::EffectForm, hyphen.span(), message).because("this is a hyphen");
        cx.report(found.replace("write ` — ` or ` -- `", hyphen.span(), "—"));
        return Some(written.part(1..text.len()));
    }
    if let Some(tail) = meant_tail::words_between(cx, written) {
        return Some(tail);
    }
    let found = Diagnostic::new(Code::EffectForm, written.span(), "this text after a choice is ignored");
    let example = cx.names.example();
    let help = format!("{message}: `— {example} +2`; what is said belongs between the brackets");
    cx.report(found.help(help));
    None
}

fn tail_item(cx: &mut Context<'_>, item: Phrase<'_>, list: Phrase<'_>, tail: &mut Tail) {
    let span = item.comma(list).span();
    let item = item.trim();
    if item.is_blank() {
        let found = Diagnostic::new(Code::EffectForm, span, "there is nothing next to this comma");
        cx.report(found.help("remove the comma"));
    } else if let Some((word, rest)) = cx.words.split(item, Keyword::Needs) {
        let rest = meant_tail::without_colon(cx, word.trim(), rest);
        read_needs(cx, word, rest, tail);
    } else if let Some((word, rest)) = cx.words.split(item, Keyword::Remember) {
        let rest = meant_tail::without_colon(cx, word.trim(), rest);
        if rest.is_blank() {
            return nothing_behind(cx, word, "fixed twice");
        }
        tail.remembers.extend(read_remember(cx, rest.trim()));
    } else if meant_tail::forgets(cx, item) {
    } else if let Some((keyword, rest)) = meant_tail::keyword(cx, item) {
        match keyword {
            Keyword::Needs => read_needs(cx, item, rest, tail),
            _ => tail.remembers.extend(read_remember(cx, rest.trim())),
        }
    } else {
        let item = meant_tail::without_remark(cx, item).trim();
        tail.effects.extend(read_effect(cx, item));
    }
}

fn read_needs(cx: &mut Context<'_>, word: Phrase<'_>, rest: Phrase<'_>, tail: &mut Tail) {
    if rest.is_blank() {
        let example = condition::example(cx);
        return nothing_behind(cx, word, &example);
    }
    let needs = condition::read(cx, rest, Commas::Divide);
    tail.needs.get_or_insert_default().tests.extend(needs.tests);
}

fn nothing_behind(cx: &mut Context<'_>, word: Phrase<'_>, example: &str) {
    let word = word.trim();
    let found = Diagnostic::new(Code::EffectForm, word.span(), format!("something is missing after `{}`", shown(word)));
    cx.report(found.help(format!("write it like this: `{} {example}`", shown(word))));
}

fn read_remember(cx: &mut Context<'_>, name: Phrase<'_>) -> Option<Remember> {
    let Some(name) = name::checked(cx, name, name.span()) else {
        cx.lost_memory = true;
        return None;
    };
    if let Some(meter) = cx.names.meter(name.as_str()) {
        let message = format!("`{}` is already the name of a meter", shown(name));
        let found = Diagnostic::new(Code::SameName, name.span(), message).label(meter.span, "the meter");
        cx.report(found.help("remember it under another name"));
        return None;
    }
    Some(Remember { memory: cx.names.set(name), span: name.span() })
}

fn read_effect(cx: &mut Context<'_>, item: Phrase<'_>) -> Option<Effect> {
    let Some(named) = cx.names.meter_before(item) else {
        no_effect(cx, item);
        return None;
    };
    let meter = named.meter;
    let in_words =
        !meter::is_amount(cx, named) && named.rest.as_str().contains(|c: char| c.is_alphabetic() || c == '=');
    if in_words && meant_effect::report(cx, item) {
        return None;
    }
    if named.rest.is_blank() {
        let name = shown(named.name);
        let found =
            Diagnostic::new(Code::EffectForm, named.name.span(), format!("the effect on `{name}` has no number"));
        cx.report(found.help(format!("write by how much: `{name} +1`")));
        return None;
    }
    let number = meter::amount(cx, Code::EffectForm, named)?;
    let unsigned = !number.signed && cx.names.is_sound(meter) && cx.names.meters[meter].most().is_some();
    if unsigned {
        let (name, value) = (shown(named.name), number.value);
        let message = format!("the effect on `{name}` has no sign");
        let found = Diagnostic::new(Code::UnsignedEffect, named.rest.span(), message).because("does it rise or fall?");
        cx.report(found.help(format!("write `{name} +{value}` or `{name} -{value}`")));
    }
    beyond_scale(cx, named, number.value);
    Some(Effect { meter, by: number.value, span: item.span() })
}

/// Reports a change that is larger than the whole scale of its meter.
fn beyond_scale(cx: &mut Context<'_>, named: Named<'_>, value: i32) {
    let Some(most) = cx.names.meters[named.meter].most().filter(|most| value.abs() > *most) else { return };
    let name = shown(named.name);
    let message = format!("`{name}` goes from 0 to {most}, so it cannot change by {}", value.abs());
    let found = Diagnostic::new(Code::EffectForm, named.rest.span(), message);
    cx.report(found.help(format!("write a change of at most {most}: `{name} {}1`", if value < 0 { '-' } else { '+' })));
}

/// Reports an item that begins with neither a meter's name nor a keyword.
fn no_effect(cx: &mut Context<'_>, item: Phrase<'_>) {
    if meant_effect::report(cx, item) {
        return;
    }
    if !item.as_str().contains(char::is_alphabetic) && item.as_str().contains(|c: char| c.is_ascii_digit()) {
        let found = Diagnostic::new(Code::EffectForm, item.span(), "this number has no meter");
        let unit = |meter: &&Meter| !meter.unit().is_empty() && item.as_str().contains(meter.unit());
        let name = cx.names.meters.iter().find(unit).map_or(cx.names.example(), |meter| meter.name.as_str());
        let help = format!("write the meter's name before it: `{name} {}`", shown(item));
        cx.report(found.help(help));
        return;
    }
    let amount = item.words().find(|word| amount::begins(word.as_str()));
    let name = amount.map_or(item, |word| item.ending_before(word)).trim();
    if amount.is_some() && !name.is_blank() {
        return meter::unknown(cx, name);
    }
    if let Some(number) = amount {
        let (_, name) = item.divide_after(number);
        return meter::unknown(cx, name.trim());
    }
    let near = cx.names.nearest_meter(name.as_str());
    let found = Diagnostic::new(Code::EffectForm, item.span(), format!("`{}` is not an effect", shown(item)));
    cx.report(match near {
        Some(near) => found.help(format!("an effect names a meter and a number: `{near} +1`")),
        None => found.help(format!(
            "if the story should remember it, write `{} {}`",
            cx.words.show(Keyword::Remember),
            shown(item)
        )),
    });
    // A condition that asks for it is not a mistake of its own.
    if name::mistake(item, &cx.words, item.span()).is_none() {
        cx.names.set(item);
    }
}

/// Returns true if the comma between two items is the thousands separator of one number: `cost 1,200`.
fn is_thousands(before: Phrase<'_>, item: Phrase<'_>) -> bool {
    let (before, item) = (before.as_str(), item.as_str().trim_end());
    before.ends_with(|c: char| c.is_ascii_digit()) && item.len() == 3 && item.chars().all(|c| c.is_ascii_digit())
}

//! Lines that depend on the state: routes, which the story takes by itself, and text that is shown only in some states.

use super::addresses::SceneAddresses;
use super::condition::{self, Commas};
use super::context::Context;
use super::item::Item;
use super::{link, tail};
use crate::diagnostic::{Code, Diagnostic};
use crate::parse::markdown::{Element, Event};
use crate::parse::scenario::ast::{Condition, Passage, Route, StateText};
use crate::parse::scenario::text::{Phrase, Text};
use crate::parse::scenario::words::Keyword;
use crate::source::Span;

/// Reads `When …: [..](#scene)` or `Otherwise: [..](#scene)`. `at` is the `Start` event of the link.
pub(super) fn read(cx: &mut Context<'_>, addresses: &SceneAddresses<'_>, item: &Item, at: usize) -> Route {
    let before = item.lead(cx);
    let when = read_when(cx, &before);
    let link = link::read(cx, addresses, "route", at);
    let after = cx.text(cx.body.after(at)..item.line.end, item.span);
    let tail = tail::read(cx, after.phrase());
    let asked = tail.needs.iter().flat_map(|needs| &needs.tests).map(|test| test.span);
    let beyond = asked.chain(tail.remembers.iter().map(|remember| remember.span)).min();
    if let Some(span) = beyond {
        let found =
            Diagnostic::new(Code::EffectForm, span, "a route can have effects after its link, and nothing else");
        cx.report(found.help("put the condition before the colon, and let a choice remember things"));
    }
    nothing_below(cx, item);
    Route {
        when,
        label: link.label,
        text: link.text,
        link: link.link,
        target: link.target,
        effects: tail.effects,
        span: item.span,
    }
}

/// Reads `When …: text`.
pub(super) fn state_text(cx: &mut Context<'_>, item: &Item) -> StateText {
    let before = item.lead(cx);
    let when = read_when(cx, &before).unwrap_or_default();
    let colon = before.phrase().split_once(&[':', '：']);
    let from = colon.map_or(item.span.start, |(_, rest)| rest.trim_start().byte());
    let text = Passage::after(item.start + 1..item.end - 1, from);
    StateText { when, text, span: item.span }
}

/// Reads the condition before the colon; `None` for `Otherwise`.
fn read_when(cx: &mut Context<'_>, before: &Text) -> Option<Condition> {
    let lead = before.phrase().split_once(&[':', '：']).map_or(before.phrase(), |(lead, _)| lead);
    if cx.words.is(lead.as_str(), Keyword::Otherwise) {
        return None;
    }
    let (word, written) = cx.words.split(lead, Keyword::When)?;
    if written.is_blank() {
        let found = Diagnostic::new(Code::ConditionForm, word.span(), "a condition is missing here");
        let help = format!("write when this holds: `{} {}:`", cx.words.title(Keyword::When), condition::example(cx));
        cx.report(found.help(help));
        return Some(Condition::default());
    }
    Some(condition::read(cx, written, Commas::Mistake))
}

fn nothing_below(cx: &mut Context<'_>, item: &Item) {
    let mut at = item.blocks.start;
    while at < item.blocks.end {
        match cx.body.event(at) {
            Some((Event::Start(Element::HtmlBlock), _)) | None => {}
            Some((_, span)) => {
                let text = cx.text(at..cx.body.after(at), span);
                let first_word = text.phrase().words().next().map_or(span, Phrase::span);
                let found = Diagnostic::new(Code::UnreadText, first_word, "text under a route is never shown");
                cx.report(found.help("move it into the scene that the route leads to"));
                return;
            }
        }
        at = cx.body.after(at);
    }
}

/// Reports a line below `Otherwise` in the same list.
pub(super) fn after_otherwise(cx: &mut Context<'_>, item: &Item) {
    let word = cx.words.title(Keyword::Otherwise);
    let message = format!("`{word}` always applies, so this line below it is never used");
    let span = item.first_word(cx);
    let help = format!("make `{word}` the last line of its list");
    cx.report(Diagnostic::new(Code::AfterOtherwise, span, message).because("this line is below it").help(help));
}

/// Reports a route without its colon.
pub(super) fn no_colon(cx: &mut Context<'_>, item: &Item) {
    let before = item.lead(cx);
    let words: Vec<Phrase<'_>> = before.phrase().words().collect();
    // An arrow or a dash may stand for the colon.
    let word = words.iter().rev().find(|word| word.as_str().contains(char::is_alphanumeric));
    let end = word.map_or(item.span, |word| word.span());
    let behind = Span { start: end.end, end: words.last().map_or(end.end, |word| word.span().end), ..end };
    let written = word.map_or("", |word| word.as_str());
    let found = Diagnostic::new(Code::ConditionForm, end, "a colon is missing between the condition and the link");
    cx.report(found.replace(format!("write `{written}:`"), behind, ":"));
}

//! Tails in other words: without their dash, joined by *and* instead of a comma, with other words for `needs` and
//! `remember`. Each is reported once, and what follows is read on.

use super::context::Context;
use super::message::{meant, shown};
use super::{amount, misplaced};
use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::parse::scenario::text::Phrase;
use crate::parse::scenario::words::Keyword;
use crate::source::Span;
use crate::text::fold_name;

/// Words that authors use instead of `needs`.
const INSTEAD_OF_NEEDS: [&str; 9] =
    ["only if", "only when", "requires", "require", "required", "needed", "if", "when", "provided"];
/// Words that authors use instead of `remember`.
const INSTEAD_OF_REMEMBER: [&str; 8] = ["set", "note", "store", "save", "record", "flag", "memorise", "memorize"];
/// Words for something that the language does not have.
const FORGET: [&str; 5] = ["forget", "forgets", "unset", "clear", "reset"];
/// Signs that authors write instead of the dash before a tail.
const SIGNS: [&str; 8] = ["->", "=>", "→", "—>", "–>", ":", "=", "|"];

/// Reads a tail without its dash: `: trust +2`, `(trust +2)`, `-> trust +2`. Returns the tail.
pub(super) fn without_dash<'t>(cx: &mut Context<'_>, written: Phrase<'t>) -> Option<Phrase<'t>> {
    let text = written.as_str();
    let message = "effects begin with a long dash";
    let of = |start: usize, end: usize| written.part(start..end);
    if let Some(inner) = text.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
        let inner = of(1, 1 + inner.len());
        if misplaced::opens_tail(cx, inner) {
            let right = format!("— {}", inner.as_str());
            let found = Diagnostic::new(Code::EffectForm, written.span(), message).because("these are brackets");
            cx.report(found.replace(
                format!("write `{}`", shown(inner)).replacen('`', "`— ", 1),
                written.span(),
                right,
            ));
            return Some(inner);
        }
    }
    let sign = SIGNS.iter().find(|sign| text.starts_with(**sign)).map_or(0, |sign| sign.len());
    let list = of(sign, text.len());
    if !misplaced::opens_tail(cx, list.trim()) {
        return None;
    }
    let span = of(0, sign).span();
    let span = if sign == 0 { Span { end: written.span().start, ..written.span() } } else { span };
    let before = cx.source.get(..span.range().start).is_some_and(|before| before.ends_with(char::is_whitespace));
    let after = list.as_str().starts_with(char::is_whitespace);
    let right = format!("{}—{}", if before { "" } else { " " }, if after { "" } else { " " });
    let shown_at = if sign == 0 { written.span() } else { span };
    let found = Diagnostic::new(Code::EffectForm, shown_at, message);
    cx.report(found.replace("write ` — ` between the link and the effects", span, right));
    Some(list)
}

/// Reports words between a link and its effects. Returns the effects.
pub(super) fn words_between<'t>(cx: &mut Context<'_>, written: Phrase<'t>) -> Option<Phrase<'t>> {
    let tail = misplaced::tail(cx, written)?;
    let words = written.ending_before(tail);
    let words = words.without(&['—', '–', '―', '-', '(', ' ']);
    let found = Diagnostic::new(Code::EffectForm, words.span(), "these words after the link are never shown");
    cx.report(found.help("put them between the brackets of the link, or remove them"));
    Some(tail)
}

/// Two items with something else than a comma between them.
#[derive(Clone, Copy, Debug)]
pub(super) struct Joined<'t> {
    pub left: Phrase<'t>,
    pub right: Phrase<'t>,
}

/// Reports two effects without a comma between them: `cost 24 and trust +1`. Returns both.
pub(super) fn joined<'t>(cx: &mut Context<'_>, item: Phrase<'t>) -> Option<Joined<'t>> {
    let keywords = [Keyword::Needs, Keyword::Remember];
    if keywords.iter().any(|&keyword| cx.words.split(item, keyword).is_some()) {
        return None;
    }
    let text = item.as_str();
    let is_break = |c: char| c.is_whitespace() || "/&(+".contains(c);
    // The first effect has a number.
    let number = text.find(|c: char| c.is_ascii_digit())?;
    let starts = text.char_indices().filter(|&(at, c)| at > number && is_break(c)).map(|(at, c)| at + c.len_utf8());
    let right = starts.map(|at| item.part(at..text.len())).find(|right| {
        let begins = |rest: Phrase<'_>| rest.words().next().is_some_and(|word| amount::begins(word.as_str()));
        let effect = cx.names.meter_before(*right).is_some_and(|named| begins(named.rest));
        let keyword =
            keywords.iter().any(|&word| cx.words.split(*right, word).is_some_and(|(_, rest)| !rest.is_blank()));
        let close = right.as_str().starts_with(|c: char| !c.is_whitespace());
        close && (effect || keyword)
    })?;
    let left = item.ending_before(right).without(&['/', '&', '(', '+', ' ']);
    let last = left.words().last().filter(|&word| cx.words.is(word.as_str(), Keyword::And));
    let left = last.map_or(left, |and| left.ending_before(and)).trim();
    let bracket = right.as_str().trim_end().ends_with(')') && !right.as_str().contains('(');
    let bare = if bracket { right.without(&[')', ' ']) } else { right };
    let (start, end) = (left.span().end, if bracket { right.span().end } else { right.span().start });
    let span = Span { start, end, ..left.span() };
    let with = if bracket { format!(", {}", bare.as_str()) } else { ", ".to_owned() };
    let found = Diagnostic::new(Code::EffectForm, right.span(), "effects are separated by commas");
    cx.report(found.replace(format!("write `{}, {}`", shown(left), shown(bare)), span, with));
    Some(Joined { left, right: bare })
}

/// Reads other words for a keyword, or a misspelling, at the beginning of an item. Returns the keyword and the rest.
pub(super) fn keyword<'t>(cx: &mut Context<'_>, item: Phrase<'t>) -> Option<(Keyword, Phrase<'t>)> {
    if cx.names.meter_before(item).is_some() {
        return None;
    }
    let begins = |words: &str| {
        let last = item.words().nth(words.split(' ').count() - 1)?;
        let (lead, rest) = item.divide_after(last);
        (fold_name(lead.as_str()) == words && !rest.is_blank()).then_some((lead, rest))
    };
    let needs = INSTEAD_OF_NEEDS.iter().find_map(|words| begins(words)).map(|found| (Keyword::Needs, found));
    let remember =
        || INSTEAD_OF_REMEMBER.iter().find_map(|words| begins(words)).map(|found| (Keyword::Remember, found));
    let near = || {
        let first = item.words().next()?;
        let names = [Keyword::Needs, Keyword::Remember];
        let near = nearest(first.as_str(), names.map(|word| cx.words.show(word)))?;
        let keyword = names.into_iter().find(|&word| cx.words.show(word) == near)?;
        Some((keyword, item.divide_after(first))).filter(|(_, (_, rest))| !rest.is_blank())
    };
    let (keyword, (written, rest)) = needs.or_else(remember).or_else(near)?;
    if keyword == Keyword::Remember && cx.names.meter_before(rest).is_some() {
        return None;
    }
    let right = cx.words.show(keyword).to_owned();
    let found =
        Diagnostic::new(Code::EffectForm, written.span(), format!("`{}` is not a keyword here", shown(written)));
    cx.report(meant(found, &right, written.span()));
    Some((keyword, rest))
}

/// Reports `forget denied`. Returns true if an item begins with such a word.
pub(super) fn forgets(cx: &mut Context<'_>, item: Phrase<'_>) -> bool {
    let Some(first) = item.words().next() else { return false };
    let (_, rest) = item.divide_after(first);
    if !FORGET.contains(&fold_name(first.as_str()).as_str()) || !misplaced::is_remembered(cx, rest.trim()) {
        return false;
    }
    let message = format!("what a choice remembers cannot be forgotten, but this says `{}`", shown(item));
    let remember = cx.words.show(Keyword::Remember);
    let help = format!("remember the change under a name of its own, such as `{remember} made good`, and ask for that");
    cx.report(Diagnostic::new(Code::EffectForm, item.span(), message).help(help));
    true
}

/// Reports a colon after a keyword, and returns the text after it.
pub(super) fn without_colon<'t>(cx: &mut Context<'_>, word: Phrase<'_>, rest: Phrase<'t>) -> Phrase<'t> {
    let Some((before, behind)) = rest.split_once(&[':', '：']).filter(|(before, _)| before.is_blank()) else {
        return rest;
    };
    let colon = rest.part(before.as_str().len()..rest.as_str().len() - behind.as_str().len()).span();
    let word = shown(word);
    let found = Diagnostic::new(Code::EffectForm, colon, format!("`{word}` has no colon"));
    cx.report(found.replace(format!("write `{word} {}`", shown(behind)), colon, ""));
    behind
}

/// Reports a full stop at the end of a tail, and returns the tail without it.
pub(super) fn without_stop<'t>(cx: &mut Context<'_>, list: Phrase<'t>) -> Phrase<'t> {
    let text = list.as_str().trim_end();
    let unit = cx.names.meters.iter().any(|meter| meter.unit().ends_with('.'));
    if !text.ends_with('.') || text.ends_with("..") || unit {
        return list;
    }
    let stop = list.part(text.len() - 1..text.len());
    let found = Diagnostic::new(Code::EffectForm, stop.span(), "there is no full stop after effects");
    cx.report(found.replace("remove it", stop.span(), ""));
    list.part(0..text.len() - 1)
}

/// Reports a remark in brackets after an effect, and returns the effect alone.
pub(super) fn without_remark<'t>(cx: &mut Context<'_>, item: Phrase<'t>) -> Phrase<'t> {
    let text = item.as_str();
    let Some(open) = text.find('(').filter(|_| text.trim_end().ends_with(')')) else { return item };
    let (before, remark) = (item.part(0..open), item.part(open..text.len()));
    if !before.as_str().contains(|c: char| c.is_ascii_digit()) {
        return item;
    }
    let found = Diagnostic::new(Code::EffectForm, remark.span(), "a remark after an effect is never shown");
    cx.report(found.help("remove it, or say it in the reason below"));
    before
}

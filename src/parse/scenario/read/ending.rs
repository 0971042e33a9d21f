//! Endings, which begin with a line such as `Outcome: fan.`

use std::ops::Range;

use super::builder::SceneBuilder;
use super::context::Context;
use super::message::{meant, shown};
use super::outcomes::Outcomes;
use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::parse::scenario::ast::Passage;
use crate::parse::scenario::text::Phrase;
use crate::parse::scenario::words::Keyword;
use crate::source::Span;
use crate::text::fold_name;

/// Reads a paragraph of a scene. If the scene is an ending, the paragraph may name its outcome.
pub(super) fn paragraph(
    cx: &mut Context<'_>,
    outcomes: &Outcomes<'_>,
    builder: &mut SceneBuilder,
    range: Range<usize>,
    span: Span,
) {
    let first = builder.scene.parts.is_empty();
    let text = cx.text(range.start + 1..range.end - 1, span);
    let named = text.phrase().split_once(&[':', '：']);
    if builder.outcome_seen {
        if let Some((word, _)) = named.filter(|(word, _)| cx.words.is(word.as_str(), Keyword::Outcome)) {
            second_outcome(cx, word);
        }
        return builder.prose(Passage::whole(range));
    }
    if !(first || builder.scene.ending.is_some()) {
        return builder.prose(Passage::whole(range));
    }
    let Some((word, rest)) = named.filter(|(word, rest)| is_outcome(cx, outcomes, [*word, *rest], builder)) else {
        builder.outcome_seen |= first && builder.scene.ending.is_some() && no_colon(cx, outcomes, text.phrase());
        return builder.prose(Passage::whole(range));
    };
    builder.outcome_seen = true;
    let rest = without_quotes(cx, outcomes, rest);
    let Key { key, after } = split_key(rest);
    let outcome = if two_outcomes(cx, outcomes, rest) { None } else { read_outcome(cx, outcomes, word, rest) };
    if let Some(ending) = &mut builder.scene.ending {
        ending.outcome = outcome;
        ending.span = if key.is_blank() { word.span() } else { key.span() };
        if !first {
            outcome_not_first(cx, word);
        }
    } else {
        outcome_outside(cx, word, builder.scene.span);
    }
    let rest = Passage::after(range, after.byte());
    if !rest.is_empty(cx.body, cx.source) {
        builder.prose(rest);
    }
}

/// Returns true if the text before a colon is the word for the outcome, or a misspelling of it, which is reported.
fn is_outcome(
    cx: &mut Context<'_>,
    outcomes: &Outcomes<'_>,
    [word, rest]: [Phrase<'_>; 2],
    builder: &SceneBuilder,
) -> bool {
    if cx.words.is(word.as_str(), Keyword::Outcome) {
        return true;
    }
    let right = cx.words.title(Keyword::Outcome);
    let one_word = word.words().count() == 1 && builder.scene.ending.is_some() && builder.scene.parts.is_empty();
    let near = nearest(word.as_str().trim(), [right.as_str()]).is_some() || is_known(outcomes, split_key(rest).key);
    if !one_word || !near {
        return false;
    }
    let message = format!("`{}` is not a keyword here", shown(word));
    let found = Diagnostic::new(Code::EndingWithoutOutcome, word.span(), message);
    cx.report(meant(found, &right, word.span()));
    true
}

fn is_known(outcomes: &Outcomes<'_>, key: Phrase<'_>) -> bool {
    let key = fold_name(key.as_str());
    outcomes.own.iter().any(|outcome| fold_name(outcome) == key)
}

/// Reports an ending's first line whose colon is missing: `Outcome fan.`, `Outcome - fan.` Returns true if it is one.
fn no_colon(cx: &mut Context<'_>, outcomes: &Outcomes<'_>, text: Phrase<'_>) -> bool {
    let Some((word, rest)) = cx.words.split(text, Keyword::Outcome) else { return false };
    let key = split_key(rest.trim_start_of(&['-', '–', '—', '='])).key;
    if !is_known(outcomes, key) {
        return false;
    }
    let span = Span { end: key.span().end, ..word.span() };
    let right = format!("{}: {}", shown(word), shown(key));
    let found = Diagnostic::new(Code::EndingWithoutOutcome, span, "the colon before the outcome is missing");
    cx.report(found.replace(format!("write `{right}`"), span, right));
    true
}

/// Reports `Outcome:` in a list or a quotation. Returns true if the text begins with it.
pub(super) fn inside_block(cx: &mut Context<'_>, builder: &mut SceneBuilder, text: Phrase<'_>) -> bool {
    let named = text.split_once(&[':', '：']).map(|(word, _)| word);
    let Some(word) = named.filter(|word| cx.words.is(word.as_str(), Keyword::Outcome)) else { return false };
    builder.outcome_seen = true;
    let message = "the outcome is a line of its own, without a sign before it";
    let found = Diagnostic::new(Code::EndingWithoutOutcome, word.span(), message);
    let start = word.span().range().start;
    let line = cx.source.get(..start).and_then(|before| before.rsplit('\n').next()).unwrap_or_default();
    let signs = Span::new(word.span().file, start - line.len()..start);
    cx.report(found.replace(format!("write `{}: …` at the beginning of the line", shown(word)), signs, ""));
    true
}

fn second_outcome(cx: &mut Context<'_>, word: Phrase<'_>) {
    let found =
        Diagnostic::new(Code::EndingWithoutOutcome, word.span(), "an ending has one outcome, but this is a second one");
    cx.report(found.help("keep the one that fits best, and remove the other"));
}

/// Reports quotes around a known outcome, and returns the text from the outcome on.
fn without_quotes<'t>(cx: &mut Context<'_>, outcomes: &Outcomes<'_>, rest: Phrase<'t>) -> Phrase<'t> {
    const QUOTES: [char; 7] = ['"', '\'', '“', '”', '„', '‘', '’'];
    let bare = rest.trim_start_of(&QUOTES);
    let Key { key, after } = split_key(bare);
    if bare.as_str() == rest.trim_start().as_str() || !is_known(outcomes, key) {
        return rest;
    }
    let end = if after.as_str().starts_with(QUOTES) { after.words().next().unwrap_or(after) } else { key };
    let end = end.as_str().chars().next().filter(|&c| QUOTES.contains(&c)).map_or(end, |c| end.part(0..c.len_utf8()));
    let span = Span { end: end.span().end, ..rest.trim_start().span() };
    let found = Diagnostic::new(Code::EndingWithoutOutcome, span, "an outcome is written without quotes");
    cx.report(found.replace(format!("write `{}`", shown(key)), span, key.as_str()));
    bare
}

/// Reports `fan/kept`, `fan or kept`. Returns true if there are two outcomes.
fn two_outcomes(cx: &mut Context<'_>, outcomes: &Outcomes<'_>, rest: Phrase<'_>) -> bool {
    let sentence = rest.split('.').next().unwrap_or(rest);
    let known = |word: &str| outcomes.own.iter().any(|outcome| fold_name(outcome) == fold_name(word));
    let mut words = sentence.as_str().split(|c: char| !c.is_alphanumeric() && c != '-' && c != '_');
    let mut words = words.by_ref().filter(|word| !word.is_empty());
    let first = words.next().is_some_and(known);
    let second = words.find(|word| !cx.words.is(word, Keyword::Or) && !cx.words.is(word, Keyword::And));
    if !first || !second.is_some_and(known) {
        return false;
    }
    let found =
        Diagnostic::new(Code::EndingWithoutOutcome, sentence.span(), "an ending has one outcome, but these are two");
    cx.report(found.help("keep the one that fits best, or write two endings"));
    true
}

/// Returns the index of the outcome that is named at the beginning of a text.
fn read_outcome(cx: &mut Context<'_>, outcomes: &Outcomes<'_>, word: Phrase<'_>, rest: Phrase<'_>) -> Option<usize> {
    let key = split_key(rest).key;
    if key.is_blank() {
        let found = Diagnostic::new(Code::EndingWithoutOutcome, word.span(), "an outcome is missing after the colon");
        let list = outcome_list(outcomes);
        cx.report(found.help(list));
        return None;
    }
    let wanted = fold_name(key.as_str());
    if let Some(number) = outcomes.own.iter().position(|outcome| fold_name(outcome) == wanted) {
        return Some(number);
    }
    let known = outcomes.site.iter().any(|outcome| fold_name(outcome) == wanted);
    let message = if known {
        format!("this scenario's `outcomes` do not list `{}`", shown(key))
    } else {
        format!("there is no outcome `{}`", shown(key))
    };
    let found = Diagnostic::new(Code::UnknownOutcome, key.span(), message);
    let near = nearest(key.as_str(), outcomes.own.iter().map(String::as_str));
    let found = match near.filter(|_| !known) {
        Some(near) => meant(found, near, key.span()),
        None => match outcome_inside(outcomes, rest) {
            Some((written, outcome)) => found.help(outcome_list(outcomes)).suggest(
                format!("write the outcome alone: `{outcome}`"),
                written.span(),
                outcome,
            ),
            None => found.help(outcome_list(outcomes)),
        },
    };
    cx.report(found);
    None
}

/// The sentence at the beginning of a text, and the outcome that it contains: `Became a fan`.
fn outcome_inside<'t, 'o>(outcomes: &'o Outcomes<'_>, rest: Phrase<'t>) -> Option<(Phrase<'t>, &'o str)> {
    let sentence = rest.split('.').next().filter(|sentence| sentence.words().count() <= 4)?;
    let outcome = outcomes
        .own
        .iter()
        .find(|outcome| sentence.words().any(|word| fold_name(word.as_str()) == fold_name(outcome)))?;
    Some((sentence, outcome))
}

fn outcome_list(outcomes: &Outcomes<'_>) -> String {
    let list: Vec<String> = outcomes.own.iter().map(|outcome| format!("`{outcome}`")).collect();
    format!("the outcomes are {}", list.join(", "))
}

fn outcome_not_first(cx: &mut Context<'_>, word: Phrase<'_>) {
    let message = "the outcome is not the first line of its ending";
    let found = Diagnostic::new(Code::EndingWithoutOutcome, word.span(), message);
    cx.report(found.help("move this line up, directly below the heading"));
}

fn outcome_outside(cx: &mut Context<'_>, word: Phrase<'_>, heading: Span) {
    let ending = cx.words.title(Keyword::Ending);
    let message = "only an ending has an outcome";
    let found = Diagnostic::new(Code::EndingWithoutOutcome, word.span(), message);
    let found = found.label(heading, "this heading makes a scene");
    cx.report(found.help(format!("begin the heading with `## {ending}:`")));
}

/// The key of an outcome and the text after its full stop.
#[derive(Debug)]
struct Key<'t> {
    key: Phrase<'t>,
    after: Phrase<'t>,
}

/// Splits the text after the colon.
fn split_key(rest: Phrase<'_>) -> Key<'_> {
    let rest = rest.trim_start();
    let text = rest.as_str();
    let length = text.find(|c: char| !c.is_alphanumeric() && c != '-' && c != '_').unwrap_or(text.len());
    let after = rest.part(length..text.len());
    Key { key: rest.part(0..length), after: after.trim_start_of(&['.', ',', ';', '!', '。']) }
}

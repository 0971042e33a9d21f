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
    if builder.outcome_seen || !(first || builder.scene.ending.is_some()) {
        return builder.prose(Passage::whole(range));
    }
    let text = cx.text(range.start + 1..range.end - 1, span);
    let named = text.phrase().split_once(&[':', '：']);
    let Some((word, rest)) = named.filter(|(word, _)| is_outcome(cx, *word, builder)) else {
        return builder.prose(Passage::whole(range));
    };
    builder.outcome_seen = true;
    let Key { key, after } = split_key(rest);
    let outcome = read_outcome(cx, outcomes, word, key);
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
fn is_outcome(cx: &mut Context<'_>, word: Phrase<'_>, builder: &SceneBuilder) -> bool {
    if cx.words.is(word.as_str(), Keyword::Outcome) {
        return true;
    }
    let right = cx.words.title(Keyword::Outcome);
    let one_word = word.words().count() == 1 && builder.scene.ending.is_some() && builder.scene.parts.is_empty();
    if !one_word || nearest(word.as_str().trim(), [right.as_str()]).is_none() {
        return false;
    }
    let message = format!("`{}` is not a keyword here", shown(word));
    let found = Diagnostic::new(Code::EndingWithoutOutcome, word.span(), message);
    cx.report(meant(found, &right, word.span()));
    true
}

/// Returns the index of the outcome with this key.
fn read_outcome(cx: &mut Context<'_>, outcomes: &Outcomes<'_>, word: Phrase<'_>, key: Phrase<'_>) -> Option<usize> {
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
        None => found.help(outcome_list(outcomes)),
    };
    cx.report(found);
    None
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

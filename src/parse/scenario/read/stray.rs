//! Links to scenes in text that is neither a choice nor a route, though it may look like one.

use std::ops::Range;

use super::addresses::SceneAddresses;
use super::context::Context;
use super::item::{Form, Item, leads_to_scene, link_at};
use super::message::{meant, shown};
use super::misplaced;
use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::parse::markdown::Link;
use crate::parse::scenario::text::{Phrase, Text};
use crate::parse::scenario::words::Keyword;
use crate::source::Span;
use crate::text::clip;
use crate::text::{Slice, fold_name};

const STRAY: &str = "this link leads to a scene, but it is neither a choice nor a route";

/// Words that authors use instead of the keyword `Otherwise`.
const INSTEAD_OF_OTHERWISE: [&str; 4] = ["else", "or else", "default", "in any other case"];

/// The boxes of a task list.
const TASKS: [&str; 3] = ["[ ] ", "[x] ", "[X] "];

/// The result of looking for stray links in an item.
#[derive(Clone, Copy, Debug)]
pub(super) struct StrayItem {
    /// True if a stray link was reported.
    pub link: bool,
    /// True if the item was meant to be `Otherwise`.
    pub otherwise: bool,
}

/// A keyword that was probably meant.
#[derive(Debug)]
struct MeantKeyword<'t> {
    /// The words in its position.
    written: Phrase<'t>,
    /// The keyword to write instead.
    correct: String,
}

/// Reports the first link to a scene in ordinary text. Returns true if there is one.
pub(super) fn in_prose(
    cx: &mut Context<'_>,
    addresses: &SceneAddresses<'_>,
    events: Range<usize>,
    ending: bool,
) -> bool {
    let Some(link) = link_to_scene(cx, addresses, events) else { return false };
    if ending {
        let found = Diagnostic::new(
            Code::StrayLink,
            cx.body.links[link].whole,
            "the story stops at an ending, but this link leads to another scene",
        );
        cx.report(found.help("remove the link: readers can begin again from every ending"));
        return true;
    }
    let text = clip(&cx.body.links[link].text);
    let address = clip(&cx.body.links[link].destination);
    report_stray(cx, link, format!("make it a choice, on a line of its own: `- [{text}]({address})`"));
    true
}

/// Reports an item that contains a link to a scene but is neither a choice nor a route, or whose keyword is
/// misspelt.
pub(super) fn in_item(cx: &mut Context<'_>, addresses: &SceneAddresses<'_>, item: &Item, form: Form) -> StrayItem {
    let lead = item.lead(cx);
    let keyword = match form {
        Form::Text => meant_keyword(cx, lead.phrase()),
        _ => None,
    };
    let link = link_to_scene(cx, addresses, item.start + 1..item.end - 1);
    if matches!(form, Form::StrayOtherwise) {
        if link.is_some() {
            otherwise(cx, item);
        }
        return StrayItem { link: false, otherwise: true };
    }
    let title = cx.words.title(Keyword::Otherwise);
    let otherwise = link.is_some() && keyword.as_ref().is_some_and(|keyword| keyword.correct == title);
    if let (Form::Text, Some(link)) = (form, link)
        && let Some(right) = route_in_other_words(cx, lead.phrase())
    {
        let message = format!("a route begins with `{}`, a condition and a colon", cx.words.title(Keyword::When));
        let found = Diagnostic::new(Code::StrayLink, lead.phrase().span(), message);
        let found = found.label(cx.body.links[link].whole, "the link that it leads to");
        cx.report(found.suggest(format!("write `{right}`"), lead.phrase().span(), right));
        return StrayItem { link: true, otherwise: false };
    }
    if matches!(form, Form::Text) && link.is_none() && no_colon(cx, lead.phrase()) {
        return StrayItem { link: false, otherwise: false };
    }
    match (keyword, link) {
        (Some(MeantKeyword { written, correct }), Some(link)) => {
            let found = Diagnostic::new(Code::StrayLink, cx.body.links[link].whole, STRAY);
            let found = found.because(format!("did you mean `{correct}`?"));
            let help = format!("write `{correct}` instead of `{}`", shown(written));
            cx.report(found.suggest(help, written.span(), correct));
        }
        (Some(MeantKeyword { written, correct }), None) if tests_something(cx, lead.phrase()) => {
            let message = format!("`{}` is not a keyword, so this text is always shown", shown(written));
            let found = Diagnostic::new(Code::ConditionForm, written.span(), message);
            cx.report(meant(found, &correct, written.span()));
        }
        (None, Some(link)) => {
            let help = if matches!(form, Form::StateText) {
                "put the text into the scene that the route leads to; the line of a route ends with its link"
            } else {
                return StrayItem { link: choice_begins_with_link(cx, item, link), otherwise };
            };
            report_stray(cx, link, help.to_owned());
        }
        (_, None) => {}
    }
    StrayItem { link: link.is_some(), otherwise }
}

/// Reports a link to a scene that does not stand at the beginning of its item. Returns true.
fn choice_begins_with_link(cx: &mut Context<'_>, item: &Item, link: usize) -> bool {
    let Link { whole, text, destination, .. } = &cx.body.links[link];
    let found = Diagnostic::new(Code::StrayLink, *whole, STRAY);
    let help = format!("a choice begins with its link: `- [{}]({})`", clip(text), clip(destination));
    let before = Span { end: whole.start, ..item.span };
    let written = cx.source.slice(before.range());
    // The box of a task list is the only text between the hyphen and the link.
    let task = TASKS.iter().find_map(|mark| Some((written.rfind(mark)?, mark.len())));
    let task = task.filter(|&(at, length)| written.slice(at + length..).is_empty());
    cx.report(
        match task.filter(|&(at, _)| written.slice(..at).trim_start_matches(['-', '*', '+']).trim().is_empty()) {
            Some((at, length)) => {
                let start = before.range().start + at;
                found.replace("remove the brackets before the link", Span::new(before.file, start..start + length), "")
            }
            None => found.help(help),
        },
    );
    true
}

fn report_stray(cx: &mut Context<'_>, link: usize, help: String) {
    let found = Diagnostic::new(Code::StrayLink, cx.body.links[link].whole, STRAY);
    cx.report(found.help(help));
}

/// The first link to a scene among these events.
fn link_to_scene(cx: &Context<'_>, addresses: &SceneAddresses<'_>, mut events: Range<usize>) -> Option<usize> {
    events.find_map(|at| {
        let link = link_at(cx.body, at).filter(|&link| leads_to_scene(cx.body, link))?;
        let address = cx.body.links[link].destination.trim_start_matches('#');
        addresses.find(address).map(|_| link)
    })
}

/// The keyword that was probably meant at the beginning of a line that has none.
fn meant_keyword<'t>(cx: &Context<'_>, lead: Phrase<'t>) -> Option<MeantKeyword<'t>> {
    let first = lead.words().next()?.without_end([':', '：']);
    let until_colon = lead.split_once(&[':', '：']).map_or(lead, |(before, _)| before).trim();
    let [when, otherwise] = [Keyword::When, Keyword::Otherwise].map(|keyword| cx.words.title(keyword));
    if INSTEAD_OF_OTHERWISE.contains(&fold_name(until_colon.as_str()).as_str()) {
        return Some(MeantKeyword { written: until_colon, correct: otherwise });
    }
    if misplaced::INSTEAD_OF_WHEN.contains(&fold_name(first.as_str()).as_str()) {
        return Some(MeantKeyword { written: first, correct: when });
    }
    let near = nearest(first.as_str(), [when.as_str(), otherwise.as_str()])?.to_owned();
    (near != otherwise || until_colon.as_str() == first.as_str())
        .then_some(MeantKeyword { written: first, correct: near })
}

/// Words before and after a condition that the language does not have.
const BEFORE_TEST: [&str; 8] = ["if", "else", "elseif", "elif", "wenn", "falls", "in", "case"];
const INSIDE_TEST: [&str; 3] = ["is", "then", "the"];

/// The beginning of a route whose condition is written in other words: `Else if trust is 8 or more then`.
fn route_in_other_words(cx: &Context<'_>, lead: Phrase<'_>) -> Option<String> {
    let bare = |word: &&str| word.contains(|c: char| c.is_alphanumeric());
    let words = lead.as_str().split_whitespace().map(|word| word.trim_end_matches([':', '：'])).filter(bare);
    let is = |list: &[&str], word: &str| list.contains(&fold_name(word).as_str());
    let words = words.skip_while(|word| is(&BEFORE_TEST, word));
    let test = words.filter(|word| !is(&INSIDE_TEST, word)).collect::<Vec<_>>().join(" ");
    let text = Text::of_value(&test, lead.span(), "");
    let sound = misplaced::is_whole_test(cx, text.phrase());
    sound.then(|| format!("{} {test}:", cx.words.title(Keyword::When)))
}

/// Reports a condition with text whose colon is missing. Returns true if it is one.
fn no_colon(cx: &mut Context<'_>, lead: Phrase<'_>) -> bool {
    let Some((_, rest)) = cx.words.split(lead, Keyword::When) else { return false };
    let words: Vec<Phrase<'_>> = rest.words().collect();
    let ends = words.iter().rev().map(|&word| rest.divide_after(word).0.without(&[',', ' ']));
    let Some(test) = ends.into_iter().find(|&test| misplaced::is_whole_test(cx, test)) else { return false };
    let behind = cx.source.get(test.span().end as usize..).unwrap_or_default();
    // An arrow is the notation of another tool.
    if ["->", "→", "=>"].iter().any(|arrow| behind.trim_start().starts_with(arrow)) {
        return false;
    }
    let end = test.span().end + u32::from(behind.starts_with(','));
    let colon = Span { start: test.span().end, end, ..test.span() };
    let found = Diagnostic::new(Code::ConditionForm, test.span(), "a colon is missing after this condition");
    cx.report(found.suggest(format!("write `{} {}: …`", cx.words.title(Keyword::When), shown(test)), colon, ":"));
    true
}

/// Returns true if the text before a colon contains a test of a meter.
fn tests_something(cx: &Context<'_>, lead: Phrase<'_>) -> bool {
    let Some((before, _)) = lead.split_once(&[':', '：']) else { return false };
    let test = before.words().next().map_or(before, |first| before.divide_after(first).1);
    cx.words.find(before, &[Keyword::More, Keyword::Less]).is_some() || misplaced::is_known_test(cx, test)
}

/// Reports an `Otherwise` that is not followed by exactly one link to a scene.
pub(super) fn otherwise(cx: &mut Context<'_>, item: &Item) {
    let span = item.first_word(cx);
    let word = cx.words.title(Keyword::Otherwise);
    let message = format!("`{word}:` needs one link to a scene after it, and nothing else");
    let help = format!(
        "write `{word}: [what happens](#the-scene)`, or `{} {} …:` for text",
        cx.words.title(Keyword::When),
        cx.words.show(Keyword::Not)
    );
    cx.report(Diagnostic::new(Code::UnreadText, span, message).help(help));
}

//! Parts of the language in the wrong place, where they would be text without any effect: conditions and choices in a
//! paragraph, whose hyphen is missing, and effects inside the words of a choice or its reason.

use std::ops::Range;

use super::addresses::SceneAddresses;
use super::context::Context;
use super::item::{leads_to_scene, link_at};
use super::message::shown;
use super::{amount, comparison, meter};
use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::parse::markdown::Event;
use crate::parse::scenario::text::{Phrase, Text};
use crate::parse::scenario::words::Keyword;
use crate::source::Span;
use crate::text::clip;
use crate::text::{Slice, fold_name};

/// Signs that begin a tail, or enclose it.
const OPENINGS: [&str; 7] = ["—", "–", "―", " -- ", " --- ", " - ", "("];

/// Signs that authors write instead of the hyphen of an item.
const BULLETS: [&str; 7] = ["–", "—", "•", "·", "◦", "-", "*"];

/// Words that authors use instead of the keyword `When`.
pub(super) const INSTEAD_OF_WHEN: [&str; 4] = ["if", "in case", "whenever", "once"];

/// Splits the text before a colon that begins with another word for `When`.
fn instead_of_when<'t>(cx: &Context<'_>, before: Phrase<'t>) -> Option<(Phrase<'t>, Phrase<'t>)> {
    let first = before.words().next()?;
    let known = INSTEAD_OF_WHEN.contains(&fold_name(first.as_str()).as_str());
    let when = cx.words.title(Keyword::When);
    let near = known || nearest(first.as_str(), [when.as_str()]).is_some();
    near.then(|| (first, before.divide_after(first).1))
}

/// Returns true if a phrase begins with a test of something that this scenario has: a meter with a number, or words
/// that a choice remembers.
pub(super) fn is_known_test(cx: &Context<'_>, written: Phrase<'_>) -> bool {
    let bare = cx.words.split(written, Keyword::Not).map_or(written, |(_, rest)| rest);
    let first = cx.words.find(bare, &[Keyword::And]).map_or(bare, |(_, and)| bare.ending_before(and));
    let number = |rest: Phrase<'_>| rest.as_str().contains(|c: char| c.is_ascii_digit());
    cx.names.meter_before(first).is_some_and(|named| number(named.rest)) || is_remembered(cx, first)
}

/// Returns true if a phrase is a sound test of something that this scenario has, and nothing else.
pub(super) fn is_whole_test(cx: &Context<'_>, written: Phrase<'_>) -> bool {
    let bare = cx.words.split(written, Keyword::Not).map_or(written, |(_, rest)| rest).trim();
    let bounded =
        |rest: Phrase<'_>| comparison::bound(cx, rest).is_some_and(|bound| amount::read(bound.number.as_str()).is_ok());
    is_remembered(cx, bare) || cx.names.meter_before(written).is_some_and(|named| bounded(named.rest))
}

/// Returns true if a choice of this scenario remembers exactly these words.
pub(super) fn is_remembered(cx: &Context<'_>, name: Phrase<'_>) -> bool {
    cx.remembered.contains(&fold_name(name.as_str()))
}

/// A line of a paragraph.
#[derive(Debug)]
struct Line {
    text: Text,
    /// The link to a scene that the line leads to, if there is one.
    link: Option<usize>,
}

/// Reports the lines of a paragraph that were meant to be items: conditions with a test of this scenario, `Otherwise:`,
/// and links to scenes at the beginning of a line. `first` is true if the first line may be one as well.
pub(super) fn lines(
    cx: &mut Context<'_>,
    addresses: &SceneAddresses<'_>,
    events: Range<usize>,
    whole: Span,
    first: bool,
) -> Found {
    let mut found = Found::default();
    for (number, line) in split(cx, addresses, events, whole).iter().enumerate() {
        if number > 0 || first {
            let reported = condition(cx, line) || choice(cx, line);
            found.any |= reported;
            found.leads_on |= reported && line.link.is_some();
        }
    }
    found
}

/// The result of looking for lines that were meant to be items.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Found {
    pub any: bool,
    /// True if one of them has a link to a scene.
    pub leads_on: bool,
}

fn split(cx: &Context<'_>, addresses: &SceneAddresses<'_>, events: Range<usize>, whole: Span) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut start = events.start;
    for at in events.clone().chain([events.end]) {
        let breaks = matches!(cx.body.event(at), Some((Event::SoftBreak | Event::HardBreak, _)));
        if breaks || at == events.end {
            let link = (start..at).find_map(|at| {
                let link = link_at(cx.body, at).filter(|&link| leads_to_scene(cx.body, link))?;
                let address = cx.body.links[link].destination.trim_start_matches('#');
                addresses.find(address).map(|_| link)
            });
            lines.push(Line { text: cx.text(start..at, whole), link });
            start = at + 1;
        }
    }
    lines
}

/// Reports a condition without its hyphen.
fn condition(cx: &mut Context<'_>, line: &Line) -> bool {
    let whole = line.text.phrase().trim_start_of(&['(', '–', '—', '•', '·']);
    let Some((before, behind)) = whole.split_once(&[':', '：']) else { return false };
    let otherwise = cx.words.is(before.as_str(), Keyword::Otherwise);
    let exact = cx.words.split(before, Keyword::When);
    let other = instead_of_when(cx, before);
    let test = exact.or(other).map(|(_, test)| test).filter(|&test| is_known_test(cx, test));
    if !otherwise && test.is_none() || behind.is_blank() {
        return false;
    }
    if otherwise && line.link.is_none() && cx.names.meters.is_empty() {
        return false;
    }
    let word = exact.or(other).map_or(before, |(word, _)| word);
    let code = if line.link.is_some() { Code::LostChoice } else { Code::ConditionForm };
    let found = Diagnostic::new(code, word.span(), "the hyphen before this line is missing, so it is only text");
    let signs = line.text.phrase().trim_start().as_str() != whole.as_str();
    let title = cx.words.title(if otherwise { Keyword::Otherwise } else { Keyword::When });
    let sure = (otherwise || exact.is_some()) && !signs && (line.link.is_some() || !otherwise);
    let right = match (otherwise, line.link) {
        (true, None) => {
            let help = format!(
                "text has a condition of its own: write `- {} {} …:`",
                cx.words.title(Keyword::When),
                cx.words.show(Keyword::Not)
            );
            cx.report(found.help(help));
            return true;
        }
        _ if sure => format!("- {}", word.trim().as_str()),
        _ => format!("- {title}"),
    };
    let start = Span { end: word.span().end, ..line.text.phrase().span() };
    let bracket = line.text.phrase().as_str().trim_start().starts_with('(');
    cx.report(if bracket {
        found.help(format!(
            "write `- {title} …:` without brackets: `- {title} {}: …`",
            clip(test_of(before, word).trim())
        ))
    } else {
        found.replace_if(sure, format!("write `{right} …`"), start, right)
    });
    true
}

fn test_of<'t>(before: Phrase<'t>, word: Phrase<'t>) -> &'t str {
    before.divide_after(word).1.as_str()
}

/// Reports a line that begins with a link to a scene, and has no hyphen.
fn choice(cx: &mut Context<'_>, line: &Line) -> bool {
    let Some(link) = line.link.map(|link| &cx.body.links[link]) else { return false };
    let start = line.text.phrase().span().start.min(link.whole.start);
    let line_start = cx.source.slice(..start as usize).rfind('\n').map_or(0, |at| at + 1);
    let before = cx.source.slice(line_start..link.whole.start as usize);
    let sign = before.trim_start_matches(['>', ' ', '\t']).trim_end();
    if !(sign.is_empty() || BULLETS.contains(&sign)) {
        return false;
    }
    let replaced = Span {
        start: link.whole.start - crate::text::saturating_u32(before.trim_start().len()),
        end: link.whole.start,
        ..link.whole
    };
    let message = "the hyphen before this choice is missing, so it is only text";
    let found = Diagnostic::new(Code::LostChoice, Span { start: replaced.start, ..link.whole }, message);
    cx.report(found.replace("write a hyphen and a space before it", replaced, "- "));
    true
}

/// The part of a text that can only be the tail of a choice: after a dash or a bracket, a meter of this scenario with a
/// number, or a keyword with a name.
pub(super) fn tail<'t>(cx: &Context<'_>, text: Phrase<'t>) -> Option<Phrase<'t>> {
    let written = text.as_str();
    let starts = OPENINGS.iter().flat_map(|sign| written.match_indices(sign).map(|(at, sign)| (at, sign.len())));
    let mut starts: Vec<(usize, usize)> = starts.collect();
    starts.sort_unstable();
    // Longer texts are sentences.
    let starts = starts.iter().rev().take(4);
    let tails = starts.map(|&(at, length)| (at, text.part(at + length..written.len()).trim()));
    tails.filter(|&(_, rest)| opens_tail(cx, rest)).last().map(|(_, rest)| rest)
}

/// Returns true if a text begins as a tail does, without its dash.
pub(super) fn opens_tail(cx: &Context<'_>, rest: Phrase<'_>) -> bool {
    let first = rest.split(',').next().unwrap_or(rest).without(&['.', ')', ' ']);
    if let Some((_, test)) = cx.words.split(first, Keyword::Needs) {
        return is_known_test(cx, test.trim());
    }
    if let Some((_, name)) = cx.words.split(first, Keyword::Remember) {
        return is_remembered(cx, name.trim())
            || cx.source.matches(name.as_str().trim()).count() > 1 && !name.is_blank();
    }
    cx.names.meter_before(first).is_some_and(|named| meter::is_amount(cx, named))
}

/// Reports effects inside the brackets of a choice's link.
pub(super) fn in_label(cx: &mut Context<'_>, label: Phrase<'_>, link: usize) {
    let Some(tail) = tail(cx, label) else { return };
    let link = &cx.body.links[link];
    let written = cx.source.slice(link.whole.range());
    let found = Diagnostic::new(
        Code::EffectForm,
        tail.span(),
        "effects and conditions belong after the link, not inside its brackets",
    );
    let inside = tail.without(&[')', '.', ' ']);
    let words = label.ending_before(tail).as_str().trim_end_matches(|c: char| c.is_whitespace() || "—–―-(".contains(c));
    let closing = written.rfind("](").filter(|_| written.starts_with('['));
    let exact = closing.is_some_and(|closing| written.slice(1..closing) == label.as_str());
    let alone = !cx.source.slice(link.whole.range().end..).trim_start_matches(' ').starts_with(['—', '–', '-', '(']);
    let right = format!("[{words}]({}) — {}", link.destination, inside.as_str());
    cx.report(if exact && alone {
        found.replace(
            format!("write them after the link: `[…]({}) — {}`", clip(&link.destination), shown(inside)),
            link.whole,
            right,
        )
    } else {
        found.help(format!("write them after the link: `— {}`", shown(inside)))
    });
}

/// Reports effects in the reason of a choice, or in a line of their own below it. Returns true if there are any.
pub(super) fn below_choice(cx: &mut Context<'_>, text: Phrase<'_>) -> bool {
    let bare = text.trim_start_of(&['—', '–', '―', '-']);
    let Some(tail) = Some(bare).filter(|&bare| opens_tail(cx, bare)).or_else(|| tail(cx, text)) else { return false };
    let found = Diagnostic::new(
        Code::EffectForm,
        tail.span(),
        "effects and conditions belong after the link of the choice, not below it",
    );
    let inside = tail.without(&[')', '.', ' ']);
    cx.report(found.help(format!("move them up, to the end of the line of the choice: `— {}`", shown(inside))));
    true
}

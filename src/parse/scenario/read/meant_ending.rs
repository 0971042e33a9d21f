//! Headings that were meant to make endings but do not: `## Endings: he leaves`, `## Ending - he leaves`, `## End: he
//! leaves`.

use super::context::Context;
use super::item::is_scene_link;
use super::message::shown;
use super::section::{Renamed, Section};
use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::parse::markdown::{Element, Event};
use crate::parse::scenario::text::{Phrase, Text};
use crate::parse::scenario::words::Keyword;
use crate::parse::slug::slug;
use crate::text::fold_name;

/// Words that authors use instead of the keyword `Ending`.
const INSTEAD_OF_ENDING: [&str; 8] =
    ["end", "the end", "final", "finale", "final scene", "conclusion", "result", "schluss"];

/// Dashes that authors use instead of the colon.
const DASHES: [char; 3] = ['-', '–', '—'];

/// Reports such a heading and makes its section the ending that was meant. Returns the addresses of that ending.
pub(super) fn correct(cx: &mut Context<'_>, section: &mut Section) -> Option<Renamed> {
    let heading = &cx.body.headings[section.heading];
    let dashed = section.ending.as_ref().is_some_and(|name| name.starts_with(DASHES));
    let tight = section.ending.as_ref().filter(|_| !dashed && leads_to_spaced(cx, &heading.text));
    if section.ending.is_some() && !dashed && tight.is_none() || cx.words.is(&heading.text, Keyword::Debrief) {
        return None;
    }
    let name = match tight {
        Some(name) => name.clone(),
        None => meant_name(cx, section).or_else(|| with_outcome(cx, section))?,
    };
    let right = format!("{}: {name}", cx.words.title(Keyword::Ending));
    let message = match tight {
        Some(_) => "a space is missing after this colon, so the links to this ending do not reach it",
        None => "this heading looks like an ending, but makes a scene",
    };
    let found = Diagnostic::new(Code::EndingWithoutOutcome, section.span, message);
    let (old, new) = (format!("#{}", heading.slug), slug(&right));
    let exact = cx.source.get(section.span.range()) == Some(heading.text.as_str());
    let linked = heading.slug != new && cx.body.links.iter().any(|link| link.destination == old);
    // The hyphens of its address go with the dash.
    cx.found.retain(|found| found.code != Code::OddAddress || found.span() != section.span);
    cx.found.push(match (exact, linked) {
        (true, false) => found.replace(format!("write `## {right}`"), section.span, right),
        (_, true) => found.help(format!("write `## {right}`, and `#{new}` in the links that lead to it")),
        (false, false) => found.help(format!("write `## {right}`")),
    });
    section.ending = Some(name);
    Some(Renamed { corrected: new, current: heading.slug.clone() })
}

/// Returns true if the space after the colon is missing, but links lead to the address that the heading has with it.
fn leads_to_spaced(cx: &Context<'_>, text: &str) -> bool {
    let Some((word, name)) = text.split_once(':').filter(|(_, name)| !name.starts_with(char::is_whitespace)) else {
        return false;
    };
    let address = format!("#{}", slug(&format!("{word}: {name}")));
    !name.is_empty() && cx.body.links.iter().any(|link| link.destination == address)
}

/// The name of an ending whose heading has no keyword at its beginning, but whose text begins with an outcome.
fn with_outcome(cx: &Context<'_>, section: &Section) -> Option<String> {
    if !begins_with_outcome(cx, section) || leads_on(cx, section) {
        return None;
    }
    let text = cx.body.headings[section.heading].text.trim();
    let after = text
        .split_once(':')
        .filter(|(before, _)| before.split_whitespace().last().is_some_and(|word| cx.words.is(word, Keyword::Ending)));
    let name = after.map_or(text, |(_, name)| name.trim());
    (!name.is_empty()).then(|| name.to_owned())
}

/// The name of the ending that a heading was meant to make.
fn meant_name(cx: &Context<'_>, section: &Section) -> Option<String> {
    let text = heading_text(cx, section);
    let Opening { exact, near, colon, name } = opening(cx, text.phrase())?;
    let rest = name.as_str().trim_start();
    let dash =
        DASHES.iter().any(|&dash| rest.strip_prefix(dash).is_some_and(|rest| rest.starts_with(char::is_whitespace)));
    let meant = match (exact, near) {
        (true, _) => !colon && (dash && !leads_on(cx, section) || begins_with_outcome(cx, section)) || colon && dash,
        (_, true) => colon || begins_with_outcome(cx, section),
        _ => begins_with_outcome(cx, section),
    };
    let name = name.trim_start_of(if dash { &['-', '–', '—', ':'] } else { &[':'] });
    Some(shown(name)).filter(|name| meant && !name.is_empty())
}

/// The beginning of a heading that may make an ending.
#[derive(Debug)]
struct Opening<'t> {
    /// True if it is the keyword.
    exact: bool,
    /// True if it is a misspelling of the keyword.
    near: bool,
    /// True if a colon follows.
    colon: bool,
    name: Phrase<'t>,
}

/// Reads the keyword at the beginning of a heading, a misspelling of it, or other words for it.
fn opening<'t>(cx: &Context<'_>, text: Phrase<'t>) -> Option<Opening<'t>> {
    let right = cx.words.title(Keyword::Ending);
    let word = text.words().next()?;
    let bare = word.without_end([':', '：']);
    let exact = cx.words.is(bare.as_str(), Keyword::Ending);
    let near = !exact && nearest(bare.as_str(), [right.as_str()]).is_some();
    if exact || near {
        let (_, name) = text.divide_after(word);
        // `Ending 1: he leaves`
        let numbered = name.split_once(&[':', '：']).filter(|(number, _)| {
            let number = number.as_str().trim();
            !number.is_empty() && (number.chars().all(|c| c.is_ascii_digit()) || number.chars().count() == 1)
        });
        if let Some((_, name)) = numbered.filter(|_| bare.as_str() == word.as_str()) {
            return Some(Opening { exact: false, near: true, colon: true, name });
        }
        return Some(Opening { exact, near, colon: bare.as_str() != word.as_str(), name });
    }
    let before = text.as_str().find([':', '：', '-', '–', '—']).map(|at| text.part(0..at))?;
    let name = text.part(before.as_str().len()..text.as_str().len());
    let colon = name.as_str().starts_with([':', '：']);
    let known = INSTEAD_OF_ENDING.contains(&fold_name(before.as_str()).as_str());
    known.then_some(Opening { exact, near, colon, name })
}

/// Returns true if a section has a link to a scene.
fn leads_on(cx: &Context<'_>, section: &Section) -> bool {
    section.events.clone().any(|at| is_scene_link(cx.body, at))
}

fn heading_text(cx: &Context<'_>, section: &Section) -> Text {
    let event = cx.body.headings[section.heading].event;
    cx.text(event + 1..cx.body.after(event) - 1, section.span)
}

/// Returns true if the text below a heading begins with a line such as `Outcome: fan.`
fn begins_with_outcome(cx: &Context<'_>, section: &Section) -> bool {
    let at = section.events.start;
    let Some((Event::Start(Element::Paragraph), span)) = cx.body.event(at) else { return false };
    let text = cx.text(at + 1..cx.body.after(at) - 1, span);
    let named = text.phrase().split_once(&[':', '：']).map(|(word, _): (Phrase<'_>, _)| word);
    named.is_some_and(|word| cx.words.is(word.as_str(), Keyword::Outcome))
}

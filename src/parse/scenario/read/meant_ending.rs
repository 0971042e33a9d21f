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
    if section.ending.is_some() && !dashed || cx.words.is(&heading.text, Keyword::Debrief) {
        return None;
    }
    let name = meant_name(cx, section)?;
    let right = format!("{}: {name}", cx.words.title(Keyword::Ending));
    let message = "this heading looks like an ending, but makes a scene";
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

//! Headings that were meant to make endings but do not: `## Endings: he leaves`, `## Ending he leaves`.

use super::context::Context;
use super::message::shown;
use super::section::{Renamed, Section};
use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::parse::markdown::{Element, Event};
use crate::parse::scenario::text::{Phrase, Text};
use crate::parse::scenario::words::Keyword;
use crate::parse::slug::slug;

/// Reports such a heading and makes its section the ending that was meant. Returns the addresses of that ending.
pub(super) fn correct(cx: &mut Context<'_>, section: &mut Section) -> Option<Renamed> {
    let heading = &cx.body.headings[section.heading];
    if section.ending.is_some() || cx.words.is(&heading.text, Keyword::Debrief) {
        return None;
    }
    let name = meant_name(cx, section)?;
    let right = format!("{}: {name}", cx.words.title(Keyword::Ending));
    let message = "this heading is meant to make an ending, and a scene comes of it";
    let found = Diagnostic::new(Code::EndingWithoutOutcome, section.span, message);
    let (old, new) = (format!("#{}", heading.slug), slug(&right));
    let exact = cx.source.get(section.span.range()) == Some(heading.text.as_str());
    let linked = heading.slug != new && cx.body.links.iter().any(|link| link.destination == old);
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
    let right = cx.words.title(Keyword::Ending);
    let word = text.phrase().words().next()?;
    let bare = word.without_end([':', '：']);
    let exact = cx.words.is(bare.as_str(), Keyword::Ending);
    if !exact && nearest(bare.as_str(), [right.as_str()]).is_none() {
        return None;
    }
    let colon = bare.as_str() != word.as_str();
    if exact == colon || !(colon || begins_with_outcome(cx, section)) {
        return None;
    }
    let (_, name) = text.phrase().divide_after(word);
    Some(shown(name)).filter(|name| !name.is_empty())
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

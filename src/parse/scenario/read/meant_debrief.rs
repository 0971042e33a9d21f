//! Headings that were meant to be that of the debrief: `## Debreif`, `## Questions`, `### Debrief`. Their sections are
//! read as the debrief.

use super::context::Context;
use super::item::is_scene_link;
use super::section::Section;
use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::parse::markdown::{Element, Event};
use crate::parse::scenario::words::Keyword;
use crate::text::clip;
use crate::text::fold_name;

/// Headings that authors use instead of the keyword `Debrief`, for the last section of a scenario.
const INSTEAD_OF_DEBRIEF: [&str; 16] = [
    "questions",
    "discussion",
    "discuss",
    "debriefing",
    "reflection",
    "reflect",
    "reflections",
    "think it over",
    "to think over",
    "talk about it",
    "review",
    "wrap-up",
    "follow-up",
    "nachbesprechung",
    "afterwards",
    "for discussion",
];

/// Returns true if a heading of any size consists of the keyword.
pub(super) fn is_heading(cx: &Context<'_>, heading: usize) -> bool {
    cx.words.is(cx.body.headings[heading].text.trim(), Keyword::Debrief)
}

/// Reports a heading that was meant to be that of the debrief. `last` is true for the last section. Returns true if it
/// was meant so.
pub(super) fn report(cx: &mut Context<'_>, section: &Section, last: bool) -> bool {
    let heading = &cx.body.headings[section.heading];
    let title = cx.words.title(Keyword::Debrief);
    let letters: String = heading.text.chars().filter(|c| c.is_alphanumeric()).collect();
    let bare = heading.text.trim().trim_end_matches([':', '：', '.', '?']).trim();
    let known = INSTEAD_OF_DEBRIEF.contains(&fold_name(bare).as_str());
    let near = cx.words.is(bare, Keyword::Debrief)
        || cx.words.is(&letters, Keyword::Debrief)
        || nearest(bare, [title.as_str()]).is_some();
    let address = format!("#{}", heading.slug);
    let linked = cx.body.links.iter().any(|link| link.destination == address);
    if section.ending.is_some() || linked || leads_on(cx, section) || !(near || known && last) {
        return false;
    }
    let message = format!("the heading of the debrief is `## {title}`, but this is `{}`", clip(&heading.text));
    let found = Diagnostic::new(Code::NoDebrief, section.span, message);
    let exact = cx.source.get(section.span.range()) == Some(heading.text.trim());
    cx.found.push(if exact {
        found.replace_if(near, format!("write `## {title}`"), section.span, title)
    } else {
        found.help(format!("write `## {title}`"))
    });
    true
}

/// Returns true if a section has a choice, a route or an outcome, so that it is a scene.
fn leads_on(cx: &Context<'_>, section: &Section) -> bool {
    section.events.clone().any(|at| {
        is_scene_link(cx.body, at)
            || matches!(cx.body.event(at), Some((Event::Start(Element::Paragraph), span)) if {
                let text = cx.text(at + 1..cx.body.after(at) - 1, span);
                text.phrase().split_once(&[':', '：']).is_some_and(|(word, _)| cx.words.is(word.as_str(), Keyword::Outcome))
            })
    })
}

//! List items. Each is classified separately, by the beginning of its first line.

use std::ops::Range;

use super::context::Context;
use crate::parse::markdown::{Body, Element, Event, LinkForm};
use crate::parse::scenario::ast::Mark;
use crate::parse::scenario::text::{Phrase, Text};
use crate::parse::scenario::words::Keyword;
use crate::source::Span;

/// The marks and their keywords.
pub(super) const MARKS: [(Mark, Keyword); 3] =
    [(Mark::Follows, Keyword::Follows), (Mark::Bends, Keyword::Bends), (Mark::Breaks, Keyword::Breaks)];

/// A list item. Items of loose and tight lists look the same in this form.
#[derive(Clone, Debug)]
pub(super) struct Item {
    /// The number of its `Start` event.
    pub start: usize,
    /// The number of the event after its `End`.
    pub end: usize,
    /// The events inside its first paragraph.
    pub line: Range<usize>,
    /// The events of the blocks below the first paragraph.
    pub blocks: Range<usize>,
    /// The span of the whole item.
    pub span: Span,
}

/// The form of an item. A number is that of the `Start` event of the item's link.
#[derive(Clone, Copy, Debug)]
pub(super) enum Form {
    /// The item begins with a link to a scene.
    Choice(usize),
    /// `When …:` or `Otherwise:`, followed by one link to a scene.
    Route(usize),
    /// `When …:`, followed by anything else.
    StateText,
    /// The item begins with a mark's word.
    Explanation,
    /// A route without its colon.
    NoColon,
    /// `Otherwise:`, followed by anything but a link.
    StrayOtherwise,
    /// Anything else.
    Text,
}

impl Item {
    /// The number of the `Start` event of the first link in the first paragraph.
    pub fn first_link(&self, body: &Body) -> Option<usize> {
        self.line.clone().find(|&number| link_at(body, number).is_some())
    }

    /// The text before the first link of the first paragraph; all of it if there is no link.
    pub fn lead(&self, cx: &Context<'_>) -> Text {
        let end = self.first_link(cx.body).unwrap_or(self.line.end);
        cx.text(self.line.start..end, self.span)
    }

    /// The first word, for diagnostics about the whole item.
    pub fn first_word(&self, cx: &Context<'_>) -> Span {
        let text = cx.text(self.line.clone(), self.span);
        text.phrase().words().next().map_or(self.span, Phrase::span)
    }
}

/// The items of a list, given the list's events.
pub(super) fn items(body: &Body, list: Range<usize>) -> Vec<Item> {
    let mut items = Vec::new();
    let mut at = list.start + 1;
    while let Some((Event::Start(Element::Item), span)) = body.event(at).filter(|_| at < list.end) {
        let end = body.after(at);
        items.push(item(body, at..end, span));
        at = end;
    }
    items
}

fn item(body: &Body, events: Range<usize>, span: Span) -> Item {
    let last = events.end - 1;
    let mut at = events.start + 1;
    while at < last && matches!(body.event(at), Some((Event::Start(Element::HtmlBlock), _))) {
        at = body.after(at);
    }
    let (line, below) = match body.event(at) {
        Some((Event::Start(Element::Paragraph), _)) => {
            let after = body.after(at);
            (at + 1..after - 1, after)
        }
        _ => {
            let end = (at..last).find(|&number| opens_block(body, number)).unwrap_or(last);
            (at..end, end)
        }
    };
    Item { start: events.start, end: events.end, line, blocks: below..last.max(below), span }
}

fn opens_block(body: &Body, number: usize) -> bool {
    match body.event(number) {
        Some((Event::Start(element), _)) => !element.is_inline(),
        Some((event, _)) => event == Event::Rule,
        None => true,
    }
}

/// The index of the link that begins at an event.
pub(super) fn link_at(body: &Body, at: usize) -> Option<usize> {
    match body.event(at) {
        Some((Event::Start(Element::Link(link)), _)) => Some(link as usize),
        _ => None,
    }
}

/// Returns true if a link that leads to an anchor on its own page begins at an event.
pub(super) fn is_scene_link(body: &Body, at: usize) -> bool {
    link_at(body, at).is_some_and(|link| leads_to_scene(body, link))
}

/// Returns true if a link leads to an anchor on its own page.
pub(super) fn leads_to_scene(body: &Body, link: usize) -> bool {
    let link = &body.links[link];
    link.form == LinkForm::Link && link.destination.starts_with('#')
}

/// Classifies an item.
pub(super) fn form(cx: &Context<'_>, item: &Item) -> Form {
    let link = item.first_link(cx.body);
    let before = item.lead(cx);
    let lead = before.phrase();
    let scene_link = link.filter(|&at| is_scene_link(cx.body, at));
    if lead.is_blank() {
        let bare = link.is_some_and(|at| (item.line.start..at).all(|number| is_wrapper(cx, number)));
        return scene_link.filter(|_| bare).map_or(Form::Text, Form::Choice);
    }
    let otherwise = opens_with(cx, lead, Keyword::Otherwise);
    if otherwise || cx.words.split(lead, Keyword::When).is_some() {
        let Some((_, rest)) = lead.split_once(&[':', '：']) else {
            return scene_link.map_or(Form::Text, |_| Form::NoColon);
        };
        let only_link = rest.is_blank() && scene_link.is_some_and(|at| ends_in_tail(cx, item, at));
        return match scene_link.filter(|_| only_link) {
            Some(at) => Form::Route(at),
            None if otherwise => Form::StrayOtherwise,
            None => Form::StateText,
        };
    }
    let marked = MARKS.iter().any(|&(_, keyword)| cx.words.split(lead, keyword).is_some());
    if marked { Form::Explanation } else { Form::Text }
}

/// Returns true if the keyword is alone before the colon, or before the link if there is no colon.
fn opens_with(cx: &Context<'_>, lead: Phrase<'_>, keyword: Keyword) -> bool {
    let word = lead.split_once(&[':', '：']).map_or(lead, |(word, _)| word);
    cx.words.is(word.as_str(), keyword)
}

/// Returns true if an event may precede the link at the beginning of a choice: emphasis around the link, white
/// space, comments.
fn is_wrapper(cx: &Context<'_>, number: usize) -> bool {
    match cx.body.event(number) {
        Some((Event::Start(element), _)) => {
            element.is_inline() && !matches!(element, Element::Link(_) | Element::Image(_))
        }
        Some((Event::Text(_) | Event::SoftBreak | Event::Html(_), _)) => true,
        _ => false,
    }
}

/// Returns true if there is nothing after a link but a tail.
fn ends_in_tail(cx: &Context<'_>, item: &Item, link: usize) -> bool {
    let after = cx.text(cx.body.after(link)..item.line.end, item.span);
    let tail = after.phrase().as_str().trim_start();
    tail.is_empty() || tail.starts_with(['—', '–', '-'])
}

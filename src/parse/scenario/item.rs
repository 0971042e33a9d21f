//! List items. Each is classified separately, by the beginning of its first line.

use std::ops::Range;

use super::graph::{Mark, Part};
use super::reader::Reader;
use super::scene::Draft;
use super::text::{Phrase, Text};
use super::words::Keyword;
use crate::diagnostic::{Code, Diagnostic};
use crate::parse::markdown::{Body, Element, Event, LinkForm};
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
    use Element as E;
    match body.event(number) {
        Some((Event::Start(element), _)) => {
            !matches!(element, E::Emphasis | E::Strong | E::Strikethrough | E::Link(_) | E::Image(_))
        }
        Some((event, _)) => event == Event::Rule,
        None => true,
    }
}

/// Returns true if a link leads to an anchor on its own page.
pub(super) fn leads_to_scene(body: &Body, link: u32) -> bool {
    let link = &body.links[link as usize];
    link.form == LinkForm::Link && link.destination.starts_with('#')
}

impl Reader<'_> {
    /// Classifies an item.
    pub fn form(&self, item: &Item) -> Form {
        let link = self.first_link(item.line.clone());
        let before = self.before_link(item);
        let lead = before.phrase();
        let scene_link = link.filter(|&at| self.scene_link(at));
        if lead.is_blank() {
            let bare = link.is_some_and(|at| (item.line.start..at).all(|number| self.is_wrapper(number)));
            return scene_link.filter(|_| bare).map_or(Form::Text, Form::Choice);
        }
        let otherwise = self.opens_with(lead, Keyword::Otherwise);
        if otherwise || self.words.split(lead, Keyword::When).is_some() {
            let Some((_, rest)) = lead.split_once(&[':', '：']) else {
                return scene_link.map_or(Form::Text, |_| Form::NoColon);
            };
            let only_link = rest.is_blank() && scene_link.is_some_and(|at| self.ends_in_tail(item, at));
            return match scene_link.filter(|_| only_link) {
                Some(at) => Form::Route(at),
                None if otherwise => Form::StrayOtherwise,
                None => Form::StateText,
            };
        }
        let marked = MARKS.iter().any(|&(_, keyword)| self.words.split(lead, keyword).is_some());
        if marked { Form::Explanation } else { Form::Text }
    }

    /// Returns true if the keyword is alone before the colon, or before the link if there is no colon.
    fn opens_with(&self, lead: Phrase<'_>, keyword: Keyword) -> bool {
        let word = lead.split_once(&[':', '：']).map_or(lead, |(word, _)| word);
        self.words.is(word.as_str(), keyword)
    }

    /// The number of the `Start` event of the first link.
    pub fn first_link(&self, events: Range<usize>) -> Option<usize> {
        let mut numbers = events;
        numbers.find(|&number| matches!(self.body.event(number), Some((Event::Start(Element::Link(_)), _))))
    }

    /// The text before the first link of an item's first paragraph; all of it if there is no link.
    pub fn before_link(&self, item: &Item) -> Text {
        let end = self.first_link(item.line.clone()).unwrap_or(item.line.end);
        self.text(item.line.start..end, item.span)
    }

    fn scene_link(&self, at: usize) -> bool {
        matches!(self.body.event(at), Some((Event::Start(Element::Link(link)), _)) if leads_to_scene(self.body, link))
    }

    /// Returns true if an event may precede the link at the beginning of a choice: emphasis around the link, white
    /// space, comments.
    fn is_wrapper(&self, number: usize) -> bool {
        match self.body.event(number) {
            Some((Event::Start(element), _)) => {
                matches!(element, Element::Emphasis | Element::Strong | Element::Strikethrough)
            }
            Some((Event::Text(_) | Event::SoftBreak | Event::Html(_), _)) => true,
            _ => false,
        }
    }

    /// Returns true if there is nothing after a link but a tail.
    fn ends_in_tail(&self, item: &Item, link: usize) -> bool {
        let after = self.text(self.body.after(link)..item.line.end, item.span);
        let tail = after.phrase().as_str().trim_start();
        tail.is_empty() || tail.starts_with(['—', '–', '-'])
    }

    /// The first word of the item, for diagnostics about the whole item.
    pub fn first_word(&self, item: &Item) -> Span {
        let text = self.text(item.line.clone(), item.span);
        text.phrase().words().next().map_or(item.span, Phrase::span)
    }

    pub fn after_otherwise(&mut self, item: &Item) {
        let word = self.words.title(Keyword::Otherwise);
        let message = format!("nothing below `{word}` is ever read");
        let place = self.first_word(item);
        let help = format!("make `{word}` the last line of its list");
        self.report(
            Diagnostic::new(Code::AfterOtherwise, place, message).because("this line stands below it").help(help),
        );
    }

    /// Reports an explanation that is not indented below its choice.
    pub fn not_indented(&mut self, draft: &mut Draft, item: &Item) {
        let place = self.first_word(item);
        let message = "this line explains a choice, but is not indented below one";
        let found = Diagnostic::new(Code::ExplanationNotIndented, place, message);
        let above = matches!(draft.scene.parts.last(), Some(Part::Choices(_)));
        let Some(choice) = draft.scene.choices.last_mut().filter(|choice| above && choice.explanation.is_none()) else {
            self.report(found.help("indent this under its choice: two blanks before the hyphen"));
            return;
        };
        let indent = (self.body.links[choice.link].whole.start - choice.span.start) as usize;
        let start = Span { end: item.span.start, ..item.span };
        let help = format!("indent this under its choice: {indent} blanks before the hyphen");
        self.report(found.replace(help, start, " ".repeat(indent)));
        choice.explanation = self.explaining_item(item);
    }

    pub fn no_colon(&mut self, item: &Item) {
        let before = self.before_link(item);
        let end = before.phrase().words().last().map_or(item.span, Phrase::span);
        let place = Span { start: end.end, ..end };
        let written = before.phrase().words().last().map_or("", Phrase::as_str);
        let found = Diagnostic::new(Code::ConditionForm, end, "a colon is missing between the condition and the link");
        self.report(found.replace(format!("write `{written}:`"), place, ":"));
    }

    pub fn stray_otherwise(&mut self, item: &Item) {
        let place = self.first_word(item);
        let word = self.words.title(Keyword::Otherwise);
        let message = format!("`{word}:` wants one link to a scene behind it, and nothing else");
        let help = format!(
            "write `{word}: [what happens](#scene)`, or `{} {} …:` for text",
            self.words.title(Keyword::When),
            self.words.show(Keyword::Not)
        );
        self.report(Diagnostic::new(Code::UnreadText, place, message).help(help));
    }
}

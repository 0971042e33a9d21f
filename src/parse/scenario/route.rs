//! Lines that depend on the state: routes, which the story takes by itself, and text that is shown only in some states.

use super::condition::{Commas, Condition};
use super::graph::{Route, StateText};
use super::item::Item;
use super::passage::Passage;
use super::reader::Reader;
use super::text::Text;
use super::words::Keyword;
use crate::diagnostic::{Code, Diagnostic};
use crate::parse::markdown::{Element, Event};

impl Reader<'_> {
    /// Reads `When …: [..](#scene)` or `Otherwise: [..](#scene)`. `at` is the `Start` event of the link.
    pub fn route(&mut self, item: &Item, at: usize) -> Route {
        let before = self.before_link(item);
        let when = self.when(&before);
        let way = self.way("route", at);
        let after = self.text(self.body.after(at)..item.line.end, item.span);
        let tail = self.tail(after.phrase());
        let asked = tail.needs.iter().flat_map(|needs| &needs.tests).map(|test| test.span);
        let beyond = asked.chain(tail.remembers.iter().map(|remember| remember.span)).min();
        if let Some(place) = beyond {
            let found =
                Diagnostic::new(Code::EffectForm, place, "a route has effects and nothing else behind its link");
            self.report(found.help("put the condition before the colon, and let a choice remember things"));
        }
        self.nothing_below(item);
        Route {
            when,
            label: way.label,
            text: way.text,
            link: way.link,
            target: way.target,
            effects: tail.effects,
            span: item.span,
        }
    }

    /// Reads `When …: text`.
    pub fn state_text(&mut self, item: &Item) -> StateText {
        let before = self.before_link(item);
        let when = self.when(&before).unwrap_or_default();
        let colon = before.phrase().split_once(&[':', '：']);
        let from = colon.map_or(item.span.start, |(_, rest)| rest.trim_start().byte());
        let text = Passage::after(item.start + 1..item.end - 1, from);
        StateText { when, text, span: item.span }
    }

    /// Reads the condition before the colon; `None` for `Otherwise`.
    fn when(&mut self, before: &Text) -> Option<Condition> {
        let lead = before.phrase().split_once(&[':', '：']).map_or(before.phrase(), |(lead, _)| lead);
        if self.words.is(lead.as_str(), Keyword::Otherwise) {
            return None;
        }
        let (word, written) = self.words.split(lead, Keyword::When)?;
        if written.is_blank() {
            let found = Diagnostic::new(Code::ConditionForm, word.span(), "a condition is missing here");
            self.report(found.help("write when this holds: `When trust 6 or more:`"));
            return Some(Condition::default());
        }
        Some(self.condition(written, Commas::Mistake))
    }

    fn nothing_below(&mut self, item: &Item) {
        let mut at = item.blocks.start;
        while at < item.blocks.end {
            match self.body.event(at) {
                Some((Event::Start(Element::HtmlBlock), _)) | None => {}
                Some((_, span)) => {
                    let text = self.text(at..self.body.after(at), span);
                    let place = text.phrase().words().next().map_or(span, super::text::Phrase::span);
                    let found = Diagnostic::new(Code::UnreadText, place, "text under a route is never shown");
                    self.report(found.help("move it into the scene that the route leads to"));
                    return;
                }
            }
            at = self.body.after(at);
        }
    }
}

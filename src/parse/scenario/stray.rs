//! Links to scenes in text that is neither a choice nor a route, though it may look like one.

use std::ops::Range;

use super::allow::clip;
use super::item::{Form, Item, leads_to_scene};
use super::reader::{Reader, meant, shown};
use super::text::Phrase;
use super::words::Keyword;
use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::parse::markdown::{Element, Event};
use crate::text::fold_name;

const STRAY: &str = "this link leads to a scene, and it is neither a choice nor a route";

/// Words that authors use instead of the keywords `When` and `Otherwise`.
const INSTEAD_OF_WHEN: [&str; 4] = ["if", "in case", "whenever", "once"];
const INSTEAD_OF_OTHERWISE: [&str; 4] = ["else", "or else", "default", "in any other case"];

impl Reader<'_> {
    /// Reports the first link to a scene in ordinary text.
    pub fn stray_in_prose(&mut self, events: Range<usize>) {
        if let Some(link) = self.link_to_scene(events) {
            let text = clip(&self.body.links[link].text);
            let address = clip(&self.body.links[link].destination);
            self.stray(link, format!("make it a choice, on a line of its own: `- [{text}]({address})`"));
        }
    }

    /// Reports an item that contains a link to a scene but is neither a choice nor a route, or whose keyword is
    /// misspelt. Returns true if it was meant to be `Otherwise`.
    pub fn stray_item(&mut self, item: &Item, form: Form) -> bool {
        let lead = self.before_link(item);
        let keyword = match form {
            Form::Text => self.meant_keyword(lead.phrase()),
            _ => None,
        };
        let link = self.link_to_scene(item.start + 1..item.end - 1);
        if matches!(form, Form::StrayOtherwise) {
            if link.is_some() {
                self.stray_otherwise(item);
            }
            return true;
        }
        let last =
            keyword.as_ref().is_some_and(|(_, near)| link.is_some() && *near == self.words.title(Keyword::Otherwise));
        match (keyword, link) {
            (Some((word, near)), Some(link)) => {
                self.strays += 1;
                let found = Diagnostic::new(Code::StrayLink, self.body.links[link].whole, STRAY);
                let found = found.because(format!("did you mean `{near}`?"));
                self.report(found.suggest(format!("write `{near}` instead of `{}`", shown(word)), word.span(), near));
            }
            (Some((word, near)), None) if self.tests_something(lead.phrase()) => {
                let message = format!("`{}` means nothing here, so this text is always shown", shown(word));
                let found = Diagnostic::new(Code::ConditionForm, word.span(), message);
                self.report(meant(found, &near, word.span()));
            }
            (None, Some(link)) => {
                let help = if matches!(form, Form::StateText) {
                    "put the text into the scene that the route leads to; the line of a route ends with its link"
                } else {
                    "a choice begins with its link: `- [What you say or do](#scene)`"
                };
                self.stray(link, help.to_owned());
            }
            (_, None) => {}
        }
        last
    }

    fn stray(&mut self, link: usize, help: String) {
        self.strays += 1;
        let found = Diagnostic::new(Code::StrayLink, self.body.links[link].whole, STRAY);
        self.report(found.help(help));
    }

    /// The first link to a scene among these events.
    fn link_to_scene(&self, events: Range<usize>) -> Option<usize> {
        events.filter_map(|number| self.body.event(number)).find_map(|(event, _)| match event {
            Event::Start(Element::Link(link)) if leads_to_scene(self.body, link) => {
                let address = self.body.links[link as usize].destination.trim_start_matches('#');
                self.scene_at(address).map(|_| link as usize)
            }
            _ => None,
        })
    }

    /// The keyword that was probably meant at the beginning of a line that has none.
    fn meant_keyword<'t>(&mut self, lead: Phrase<'t>) -> Option<(Phrase<'t>, String)> {
        let first = lead.words().next()?.without_end([':', '：']);
        let until_colon = lead.split_once(&[':', '：']).map_or(lead, |(before, _)| before).trim();
        let [when, otherwise] = [Keyword::When, Keyword::Otherwise].map(|keyword| self.words.title(keyword));
        if INSTEAD_OF_OTHERWISE.contains(&fold_name(until_colon.as_str()).as_str()) {
            return Some((until_colon, otherwise));
        }
        if INSTEAD_OF_WHEN.contains(&fold_name(first.as_str()).as_str()) {
            return Some((first, when));
        }
        let near = nearest(first.as_str(), [when.as_str(), otherwise.as_str()])?.to_owned();
        (near != otherwise || until_colon.as_str() == first.as_str()).then_some((first, near))
    }

    /// Returns true if the text before a colon contains a test of a meter.
    fn tests_something(&self, lead: Phrase<'_>) -> bool {
        let Some((before, _)) = lead.split_once(&[':', '：']) else { return false };
        self.words.find(before, &[Keyword::More, Keyword::Less]).is_some()
    }
}

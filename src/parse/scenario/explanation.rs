//! The line below a choice that explains it: `- Follows [Own it](../playbooks/x.md#own-it): why.`

use super::allow::clip;
use super::graph::{Explanation, Mark};
use super::item::{Item, MARKS, items, leads_to_scene};
use super::passage::Passage;
use super::reader::{Reader, meant, shown};
use super::text::{Phrase, Text};
use super::words::Keyword;
use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::parse::markdown::{Element, Event};
use crate::source::Span;

const FORM: &str = "`Follows [Own it](../playbooks/unhappy-customer.md#own-it): one clear sentence resets the call.`";

impl Reader<'_> {
    /// Reads everything below a choice.
    pub fn explanation(&mut self, choice: &Item) -> Option<Explanation> {
        let mut first = None;
        let mut at = choice.blocks.start;
        while at < choice.blocks.end {
            let after = self.body.after(at);
            match self.body.event(at) {
                Some((Event::Start(Element::List(_)), _)) => {
                    for item in items(self.body, at..after) {
                        let read = self.explaining_item(&item);
                        self.keep_first(&mut first, read);
                    }
                }
                Some((Event::Start(Element::HtmlBlock), _)) | None => {}
                Some((_, span)) => {
                    let text = self.text(at..after, span);
                    self.unread(&text, span);
                }
            }
            at = after;
        }
        first
    }

    fn keep_first(&mut self, first: &mut Option<Explanation>, read: Option<Explanation>) {
        match (&first, read) {
            (None, read) => *first = read,
            (Some(first), Some(second)) => {
                let message = "a choice has one mark, and this is a second one";
                let found = Diagnostic::new(Code::ExplanationForm, second.mark_span, message);
                let found = found.label(first.mark_span, "the first one");
                self.report(found.help("keep the step that matters most here"));
            }
            (Some(_), None) => {}
        }
    }

    pub fn unread(&mut self, text: &Text, whole: Span) {
        let place = text.phrase().words().next().map_or(whole, Phrase::span);
        let found = Diagnostic::new(Code::UnreadText, place, "nobody ever reads this text under a choice");
        let help = "move it into the scene that the choice leads to, or above the list";
        self.report(found.help(help).help(format!("an explanation is written as {FORM}")));
    }

    pub fn explaining_item(&mut self, item: &Item) -> Option<Explanation> {
        let line = self.text(item.line.clone(), item.span);
        let step = self.first_link(item.line.clone());
        let lead = self.before_link(item);
        if lead.phrase().is_blank() && step.is_some_and(|at| self.leads_on(at)) {
            let place = line.phrase().span();
            let found = Diagnostic::new(Code::UnreadText, place, "this choice is indented under another one");
            self.report(found.help("remove the blanks before its hyphen"));
            return None;
        }
        let Some((mark, word, rest)) = self.mark(lead.phrase()) else {
            self.unread(&line, item.span);
            return None;
        };
        let from = self.reason_from(item, step, rest);
        let form = self.own_form(mark, item, rest);
        let step = self.step(rest, step, (word.span(), &form));
        let why = Passage::after(item.start + 1..item.end - 1, from);
        let text = why.plain(self.body, self.source);
        if step.is_some() && text.is_empty() {
            let found = Diagnostic::new(Code::ExplanationForm, word.span(), "this explanation gives no reason");
            let link = self.source.get(self.body.links[step.unwrap_or_default()].whole.range()).unwrap_or_default();
            self.report(found.help(format!("say why behind the link: `{} {link}: why`", shown(word))));
        }
        Some(Explanation { mark, mark_span: word.span(), link: step, why, text, span: item.span })
    }

    fn leads_on(&self, at: usize) -> bool {
        matches!(self.body.event(at), Some((Event::Start(Element::Link(link)), _)) if leads_to_scene(self.body, link))
    }

    /// The mark at the beginning of a line, which may be misspelt.
    fn mark<'t>(&mut self, lead: Phrase<'t>) -> Option<(Mark, Phrase<'t>, Phrase<'t>)> {
        let exact = MARKS.iter().find_map(|&(mark, keyword)| {
            let (word, rest) = self.words.split(lead, keyword)?;
            Some((mark, word.trim(), rest))
        });
        if exact.is_some() {
            return exact;
        }
        let first = lead.words().next()?;
        let names = MARKS.map(|(_, keyword)| self.words.title(keyword));
        let near = nearest(first.as_str(), names.iter().map(String::as_str))?;
        let message = format!("`{}` is no mark", shown(first));
        let found = Diagnostic::new(Code::ExplanationForm, first.span(), message);
        self.report(meant(found, near, first.span()));
        let mark = MARKS.iter().zip(&names).find(|(_, name)| *name == near).map(|(&(mark, _), _)| mark)?;
        let (word, rest) = lead.divide_after(first);
        Some((mark, word.trim(), rest))
    }

    /// The link to the step, which must come directly after the mark.
    fn step(&mut self, rest: Phrase<'_>, link: Option<usize>, (word, form): (Span, &str)) -> Option<usize> {
        let number = link.and_then(|at| match self.body.event(at) {
            Some((Event::Start(Element::Link(link)), _)) => Some(link),
            _ => None,
        });
        let (message, place) = match number {
            Some(number) if leads_to_scene(self.body, number) => {
                ("this leads to a scene, and a step of a playbook is wanted", self.body.links[number as usize].span)
            }
            Some(number) if rest.is_blank() => return Some(number as usize),
            _ => ("the step's link is missing directly behind this word", word),
        };
        self.report(Diagnostic::new(Code::ExplanationForm, place, message).help(format!("write `{form}`")));
        None
    }

    /// Shows how to write an explanation whose link is missing, using the author's own words.
    fn own_form(&self, mark: Mark, item: &Item, rest: Phrase<'_>) -> String {
        let keyword = MARKS.iter().find(|(known, _)| *known == mark).map_or(Keyword::Follows, |&(_, keyword)| keyword);
        let line = self.text(item.line.clone(), item.span);
        let reason = line.phrase().split_once(&[':', '：']).map(|(_, why)| shown(why)).filter(|why| !why.is_empty());
        let link = self.first_link(item.line.clone()).and_then(|at| match self.body.event(at) {
            Some((Event::Start(Element::Link(link)), _)) => Some(clip(&self.body.links[link as usize].text)),
            _ => None,
        });
        let own = rest.split_once(&[':', '：']).map_or(rest, |(step, _)| step);
        let step =
            link.or_else(|| Some(shown(own)).filter(|own| !own.is_empty())).unwrap_or_else(|| "Own it".to_owned());
        let reason = reason.unwrap_or_else(|| "why".to_owned());
        format!("{} [{step}](../playbooks/unhappy-customer.md#own-it): {reason}", self.words.title(keyword))
    }

    /// The byte at which the reason begins: after the link, the colon and white space.
    fn reason_from(&self, item: &Item, link: Option<usize>, rest: Phrase<'_>) -> u32 {
        let Some(at) = link.filter(|_| rest.is_blank()) else {
            return rest.trim_start_of(&[':', '：']).byte();
        };
        let end = self.body.event(at).map_or(item.span.start, |(_, span)| span.end);
        let after = self.text(self.body.after(at)..item.line.end, Span { start: end, end, ..item.span });
        after.phrase().trim_start_of(&[':', '：', '—', '–', '-', ',']).byte().max(end)
    }
}

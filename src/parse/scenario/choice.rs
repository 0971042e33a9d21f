//! Choices, and links from one scene to another.

use super::allow::clip;
use super::graph::Choice;
use super::item::{Item, MARKS};
use super::passage::Passage;
use super::reader::{Reader, meant, shown};
use super::text::Phrase;
use super::words::Keyword;
use crate::diagnostic::{Code, Diagnostic};
use crate::parse::markdown::{Element, Event};
use crate::parse::slug::slug;
use crate::source::Span;
use crate::text::percent_decode;

/// A link to a scene, with its label.
pub(super) struct Way {
    pub label: Passage,
    pub text: String,
    pub link: usize,
    pub target: Option<usize>,
}

/// The label without the quotation marks around all of it: the words to be said, for contexts that add quotation marks
/// of their own. Marks around only part of the label are kept, so that they stay paired.
#[must_use]
pub fn spoken(label: &str) -> &str {
    const OPEN: [char; 5] = ['“', '"', '„', '«', '»'];
    const CLOSE: [char; 5] = ['”', '"', '“', '»', '«'];
    let inner = label.strip_prefix(OPEN).and_then(|rest| rest.strip_suffix(CLOSE));
    inner.filter(|inner| !inner.contains(OPEN) && !inner.contains(CLOSE)).unwrap_or(label)
}

impl Reader<'_> {
    /// Reads an item that begins with the link whose `Start` event is `at`.
    pub fn choice(&mut self, item: &Item, at: usize) -> Choice {
        let way = self.way("choice", at);
        let end = self.tail_end(item, at, way.link);
        let after = self.text(self.body.after(at)..end, item.span);
        let tail = self.tail(after.phrase());
        let explanation = self.explanation(item);
        Choice {
            label: way.label,
            text: way.text,
            link: way.link,
            target: way.target,
            effects: tail.effects,
            needs: tail.needs,
            remembers: tail.remembers,
            explanation,
            span: item.span,
        }
    }

    /// Returns the event at which the tail of a choice ends. Reports a later line of the paragraph that is not part of
    /// the tail.
    fn tail_end(&mut self, item: &Item, at: usize, link: usize) -> usize {
        let line_end = item.line.end;
        let is_break =
            |&number: &usize| matches!(self.body.event(number), Some((Event::SoftBreak | Event::HardBreak, _)));
        for at in (self.body.after(at)..line_end).filter(is_break).collect::<Vec<_>>() {
            let text = self.text(at + 1..line_end, item.span);
            let Some(first) = text.phrase().words().next() else { continue };
            if MARKS.iter().any(|&(_, keyword)| self.words.split(text.phrase(), keyword).is_some()) {
                self.no_hyphen(first);
                self.explained.push(link);
                return at;
            }
            if text.phrase().as_str().trim_end().ends_with(['.', '!', '?', '…', '”', '"']) {
                self.unread(&text, item.span);
                return at;
            }
        }
        line_end
    }

    /// Reports an explanation below its choice without the hyphen that would make it an item.
    fn no_hyphen(&mut self, first: Phrase<'_>) {
        let word = first.span();
        let line =
            self.source.get(..word.range().start).and_then(|before| before.rsplit('\n').next()).unwrap_or_default();
        let hyphen = if line.is_empty() { "  - " } else { "- " };
        let found = Diagnostic::new(Code::ExplanationForm, word, "the hyphen before this explanation is missing");
        let start = Span { end: word.start, ..word };
        self.report(found.replace(format!("write `  - {} …`", shown(first)), start, hyphen));
    }

    /// Reads a link to a scene. `kind` names the line that contains it, for messages.
    pub fn way(&mut self, kind: &str, at: usize) -> Way {
        let label = Passage::whole(at + 1..self.body.after(at) - 1);
        let text = label.plain(self.body, self.source);
        let link = match self.body.event(at) {
            Some((Event::Start(Element::Link(link)), _)) => link as usize,
            _ => 0,
        };
        if label.is_empty(self.body, self.source) {
            let place = self.body.links[link].whole;
            let found = Diagnostic::new(Code::EmptyLabel, place, "this link has no words");
            self.report(found.help("write between the brackets what is said or done"));
        }
        Way { label, text, link, target: self.target(kind, link) }
    }

    /// The number of the scene with this address. Also finds a misspelt ending by the address that it will have once
    /// corrected.
    pub fn scene_at(&self, address: &str) -> Option<usize> {
        let renamed = self.renamed.iter().find(|(new, _)| *new == address).map(|&(_, old)| old);
        self.scenes.get(renamed.unwrap_or(address)).copied()
    }

    fn target(&mut self, kind: &str, link: usize) -> Option<usize> {
        let link = &self.body.links[link];
        let address = percent_decode(link.destination.trim_start_matches('#'));
        if let Some(scene) = self.scene_at(&address) {
            return Some(scene);
        }
        let message = format!("{kind} leads to `#{}`, and no scene has that heading", clip(&address));
        let found = Diagnostic::new(Code::UnknownScene, link.span, message);
        if self.debrief == Some(address.as_str()) {
            self.report(found.help("the debrief comes by itself after every ending: lead to an ending"));
            return None;
        }
        if let Some(heading) = self.body.heading(&address) {
            let text = clip(&heading.text);
            self.report(
                found
                    .help(format!("`{text}` is a heading of another size, and scenes have two `#`: write `## {text}`")),
            );
            return None;
        }
        let ending = format!("{}-{address}", slug(&self.words.title(Keyword::Ending)));
        let near = match self.scenes.get_key_value(ending.as_str()) {
            Some((&ending, _)) => Some(ending),
            None => self.nearest_scene(&address),
        };
        let near = near.map(|near| format!("#{near}"));
        let exact = self.source.get(link.span.range()) == Some(link.destination.as_str());
        self.report(match near {
            Some(near) if exact => meant(found, &near, link.span),
            Some(near) => found.help(format!("did you mean `{near}`?")),
            None => found.help("use the address of a scene's heading: small letters, hyphens for blanks"),
        });
        None
    }
}

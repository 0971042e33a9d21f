//! Choices, and what leads from one scene to another.

use super::allow::clip;
use super::graph::Choice;
use super::item::Item;
use super::passage::Passage;
use super::reader::{Reader, meant};
use crate::diagnostic::{Code, Diagnostic};
use crate::parse::markdown::{Element, Event};

/// A link to a scene with its words.
pub(super) struct Way {
    pub label: Passage,
    pub text: String,
    pub link: usize,
    pub target: Option<usize>,
}

impl Reader<'_> {
    /// Reads an item that begins with the link whose `Start` event is `at`.
    pub fn choice(&mut self, item: &Item, at: usize) -> Choice {
        let way = self.way("choice", at);
        let after = self.text(self.body.after(at)..item.line.end, item.span);
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

    /// Reads a link to a scene, which belongs to a `kind` of line.
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

    fn target(&mut self, kind: &str, link: usize) -> Option<usize> {
        let link = &self.body.links[link];
        let address = decoded(link.destination.trim_start_matches('#'));
        if let Some(&scene) = self.scenes.get(address.as_str()) {
            return Some(scene);
        }
        let message = format!("{kind} leads to `#{}`, and no scene has that heading", clip(&address));
        let found = Diagnostic::new(Code::UnknownScene, link.span, message);
        if self.debrief == Some(address.as_str()) {
            self.report(found.help("the debrief comes by itself after every ending: lead to an ending"));
            return None;
        }
        let near = self.near.find(&address, self.addresses.iter().copied()).map(|near| format!("#{near}"));
        let exact = self.source.get(link.span.range()) == Some(link.destination.as_str());
        self.report(match near {
            Some(near) if exact => meant(found, &near, link.span),
            Some(near) => found.help(format!("did you mean `{near}`?")),
            None => found.help("use the address of a scene's heading: small letters, hyphens for blanks"),
        });
        None
    }
}

/// An address with its `%C3%BC` resolved, as browsers do.
fn decoded(address: &str) -> String {
    if !address.contains('%') {
        return address.to_owned();
    }
    let bytes = address.as_bytes();
    let hex = |at: usize| bytes.get(at).and_then(|&byte| char::from(byte).to_digit(16));
    let mut plain = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        match (byte, hex(at + 1), hex(at + 2)) {
            (b'%', Some(high), Some(low)) => {
                plain.push(u8::try_from(high * 16 + low).unwrap_or(byte));
                at += 3;
            }
            _ => {
                plain.push(byte);
                at += 1;
            }
        }
    }
    String::from_utf8(plain).unwrap_or_else(|_| address.to_owned())
}

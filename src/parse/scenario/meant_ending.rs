//! Headings that were meant to make endings but do not: `## Endings: he leaves`, `## Ending he leaves`.

use super::reader::{Reader, shown};
use super::scene::Place;
use super::text::Phrase;
use super::words::Keyword;
use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::parse::markdown::{Element, Event};
use crate::parse::slug::slug;

impl Reader<'_> {
    /// Reports such a heading and treats it as the ending that was meant.
    pub fn mend_ending(&mut self, place: &mut Place) {
        let heading = &self.body.headings[place.heading];
        if place.ending.is_some() || self.words.is(&heading.text, Keyword::Debrief) {
            return;
        }
        let Some(name) = self.meant_name(place) else { return };
        let right = format!("{}: {name}", self.words.title(Keyword::Ending));
        let message = "this heading is meant to make an ending, and a scene comes of it";
        let found = Diagnostic::new(Code::EndingWithoutOutcome, place.span, message);
        let (old, new) = (format!("#{}", heading.slug), slug(&right));
        let exact = self.source.get(place.span.range()) == Some(heading.text.as_str());
        let linked = heading.slug != new && self.body.links.iter().any(|link| link.destination == old);
        self.found.push(match (exact, linked) {
            (true, false) => found.replace(format!("write `## {right}`"), place.span, right),
            (_, true) => found.help(format!("write `## {right}`, and `#{new}` in the links that lead to it")),
            (false, false) => found.help(format!("write `## {right}`")),
        });
        self.renamed.push((new, heading.slug.as_str()));
        place.ending = Some(name);
    }

    /// The name of the ending that a heading was meant to make.
    fn meant_name(&mut self, place: &Place) -> Option<String> {
        let text = self.heading_text(place);
        let right = self.words.title(Keyword::Ending);
        let word = text.phrase().words().next()?;
        let bare = word.without_end([':', '：']);
        let exact = self.words.is(bare.as_str(), Keyword::Ending);
        if !exact && nearest(bare.as_str(), [right.as_str()]).is_none() {
            return None;
        }
        let colon = bare.as_str() != word.as_str();
        if exact == colon || !(colon || self.begins_with_outcome(place)) {
            return None;
        }
        let (_, name) = text.phrase().divide_after(word);
        Some(shown(name)).filter(|name| !name.is_empty())
    }

    fn heading_text(&self, place: &Place) -> super::text::Text {
        let event = self.body.headings[place.heading].event;
        self.text(event + 1..self.body.after(event) - 1, place.span)
    }

    /// Returns true if the text below a heading begins with a line such as `Outcome: fan.`
    fn begins_with_outcome(&self, place: &Place) -> bool {
        let at = place.events.start;
        let Some((Event::Start(Element::Paragraph), span)) = self.body.event(at) else { return false };
        let text = self.text(at + 1..self.body.after(at) - 1, span);
        let named = text.phrase().split_once(&[':', '：']).map(|(word, _): (Phrase<'_>, _)| word);
        named.is_some_and(|word| self.words.is(word.as_str(), Keyword::Outcome))
    }
}

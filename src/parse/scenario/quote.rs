//! Quotations: somebody speaks, and the last line says who, in which mood.

use std::ops::Range;

use super::graph::Quote;
use super::passage::Passage;
use super::reader::Reader;
use super::text::Phrase;
use crate::diagnostic::{Code, Diagnostic};
use crate::parse::markdown::{Element, Event};
use crate::source::Span;

impl Reader<'_> {
    /// Reads the quotation of these events.
    pub fn quote(&mut self, range: Range<usize>, span: Span) -> Quote {
        let inside = range.start + 1..range.end - 1;
        if let Some(quote) =
            self.last_paragraph(inside.clone()).and_then(|last| self.signed(inside.clone(), last, span))
        {
            return quote;
        }
        let text = self.text(inside.clone(), span);
        let place = text.phrase().words().last().map_or(span, Phrase::span);
        let found = Diagnostic::new(Code::QuoteWithoutSpeaker, place, "this quotation does not say who speaks");
        self.report(found.help("end it with a line `> — Dana, upset`: a long dash, the name, a comma, the mood"));
        Quote { speaker: None, mood: None, words: Passage::whole(inside), span }
    }

    /// The last block of a quotation, where it is a paragraph. Comments do not count.
    fn last_paragraph(&self, inside: Range<usize>) -> Option<Range<usize>> {
        let mut last = None;
        let mut at = inside.start;
        while at < inside.end {
            let after = self.body.after(at);
            match self.body.event(at) {
                Some((Event::Start(Element::HtmlBlock), span)) if self.is_comment(span) => {}
                Some((Event::Start(Element::Paragraph), _)) => last = Some(at..after),
                _ => last = None,
            }
            at = after;
        }
        last
    }

    /// The quotation, where its last line names a speaker.
    fn signed(&self, inside: Range<usize>, last: Range<usize>, span: Span) -> Option<Quote> {
        let line_end = last.end - 1;
        let is_break =
            |number: &usize| matches!(self.body.event(*number), Some((Event::SoftBreak | Event::HardBreak, _)));
        let line_break = (last.start + 1..line_end).rev().find(is_break);
        let text = self.text(line_break.unwrap_or(last.start) + 1..line_end, span);
        let line = text.phrase().as_str().trim();
        let signature = line.strip_prefix(['—', '–']).or_else(|| line.strip_prefix("--"))?;
        let (speaker, mood) = signature.rsplit_once(',').unwrap_or((signature, ""));
        let [speaker, mood] = [speaker, mood].map(|text| Some(text.trim().to_owned()).filter(|text| !text.is_empty()));
        let speaker = Some(speaker?);
        let words = match line_break.and_then(|number| self.body.event(number)) {
            Some((_, place)) => Passage { range: inside, from: 0, to: place.start },
            None => Passage::whole(inside.start..last.start),
        };
        Some(Quote { speaker, mood, words, span })
    }
}

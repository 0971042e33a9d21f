//! Quotations of someone speaking. The last line names the speaker and the mood.

use std::ops::Range;

use super::graph::Quote;
use super::passage::Passage;
use super::reader::Reader;
use super::text::Phrase;
use crate::diagnostic::{Code, Diagnostic};
use crate::parse::voice::{self, Voice};
use crate::source::Span;

impl Reader<'_> {
    /// Reads the quotation of these events.
    pub fn quote(&mut self, range: Range<usize>, span: Span) -> Quote {
        let inside = range.start + 1..range.end - 1;
        let voices = voice::voices(self.body, self.source, range.clone());
        if let Some(voice) = voices.into_iter().find(|voice| voice.quote == range.start) {
            return self.spoken(voice, inside, span);
        }
        let text = self.text(inside.clone(), span);
        let place = text.phrase().words().last().map_or(span, Phrase::span);
        let found = Diagnostic::new(Code::QuoteWithoutSpeaker, place, "this quotation does not say who speaks");
        self.report(found.help("end it with a line `> — Dana, upset`: a long dash, the name, a comma, the mood"));
        Quote { speaker: None, mood: None, words: Passage::whole(inside), span }
    }

    fn spoken(&self, voice: Voice, inside: Range<usize>, span: Span) -> Quote {
        let line = self.body.event(voice.words.end).filter(|_| voice.open_paragraph);
        let words = match line {
            Some((_, place)) => Passage { range: inside, from: 0, to: place.start },
            None => Passage::whole(voice.words),
        };
        Quote { speaker: Some(voice.name), mood: voice.mood, words, span }
    }
}

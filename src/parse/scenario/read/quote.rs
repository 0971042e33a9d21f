//! Quotations of someone speaking. The last line names the speaker and the mood.

use std::ops::Range;

use super::context::Context;
use crate::diagnostic::{Code, Diagnostic};
use crate::parse::scenario::ast::{Passage, Quote};
use crate::parse::scenario::text::Phrase;
use crate::parse::voice::{self, Voice};
use crate::source::Span;

/// Parses the quotation made up of these events.
pub(super) fn read(cx: &mut Context<'_>, range: Range<usize>, span: Span) -> Quote {
    let inside = range.start + 1..range.end - 1;
    let voices = voice::voices(cx.body, cx.source, range.clone());
    if let Some(voice) = voices.into_iter().find(|voice| voice.quote == range.start) {
        return spoken(cx, voice, inside, span);
    }
    let text = cx.text(inside.clone(), span);
    let last_word = text.phrase().words().last().map_or(span, Phrase::span);
    let found = Diagnostic::new(Code::QuoteWithoutSpeaker, last_word, "this quotation does not say who speaks");
    cx.report(found.help("end it with a line `> — name, mood`: a long dash, who speaks, a comma, and how they feel"));
    Quote { speaker: None, mood: None, words: Passage::whole(inside), span }
}

fn spoken(cx: &Context<'_>, voice: Voice, inside: Range<usize>, span: Span) -> Quote {
    let line = cx.body.event(voice.words.end).filter(|_| voice.open_paragraph);
    let words = match line {
        Some((_, line)) => Passage { range: inside, from: 0, to: line.start },
        None => Passage::whole(voice.words),
    };
    Quote { speaker: Some(voice.name), mood: voice.mood, words, span }
}

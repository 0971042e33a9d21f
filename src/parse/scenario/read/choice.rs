//! Choices, with their tails and explanations.

use super::addresses::SceneAddresses;
use super::context::Context;
use super::item::{Item, MARKS};
use super::message::shown;
use super::{explanation, link, misplaced, tail};
use crate::diagnostic::{Code, Diagnostic};
use crate::parse::markdown::Event;
use crate::parse::scenario::ast::Choice;
use crate::parse::scenario::text::Phrase;
use crate::source::Span;

/// A choice as read.
#[derive(Debug)]
pub(super) struct ReadChoice {
    pub choice: Choice,
    /// True if a line that may be the explanation has been reported.
    pub explained: bool,
}

/// The end of the tail of a choice.
#[derive(Clone, Copy, Debug)]
struct TailEnd {
    event: usize,
    /// True if an explanation without a hyphen follows.
    explained: bool,
}

/// Reads an item that begins with the link whose `Start` event is `at`.
pub(super) fn read(cx: &mut Context<'_>, addresses: &SceneAddresses<'_>, item: &Item, at: usize) -> ReadChoice {
    let link = link::read(cx, addresses, "choice", at);
    let label = cx.text(at + 1..cx.body.after(at) - 1, item.span);
    misplaced::in_label(cx, label.phrase(), link.link);
    let end = tail_end(cx, item, at);
    let after = cx.text(cx.body.after(at)..end.event, item.span);
    let tail = tail::read(cx, after.phrase());
    let before = cx.found.len();
    let explanation = explanation::read(cx, addresses, item);
    // A reported line may be the explanation.
    let explained = end.explained || explanation.is_none() && cx.found.len() > before;
    let choice = Choice {
        label: link.label,
        text: link.text,
        link: link.link,
        target: link.target,
        effects: tail.effects,
        needs: tail.needs,
        remembers: tail.remembers,
        explanation,
        span: item.span,
    };
    ReadChoice { choice, explained }
}

/// Returns the end of the tail of the choice whose link begins at `link`. Reports a later line of the paragraph that is not part of
/// the tail.
fn tail_end(cx: &mut Context<'_>, item: &Item, link: usize) -> TailEnd {
    let line_end = item.line.end;
    let is_break = |&number: &usize| matches!(cx.body.event(number), Some((Event::SoftBreak | Event::HardBreak, _)));
    for at in (cx.body.after(link)..line_end).filter(is_break).collect::<Vec<_>>() {
        let text = cx.text(at + 1..line_end, item.span);
        let Some(first) = text.phrase().words().next() else { continue };
        if MARKS.iter().any(|&(_, keyword)| cx.words.split(text.phrase(), keyword).is_some()) {
            no_hyphen(cx, first);
            return TailEnd { event: at, explained: true };
        }
        if text.phrase().as_str().trim_end().ends_with(['.', '!', '?', '…', '”', '"']) {
            explanation::unread(cx, &text, item.span);
            return TailEnd { event: at, explained: false };
        }
    }
    TailEnd { event: line_end, explained: false }
}

/// Reports an explanation below its choice without the hyphen that would make it an item.
fn no_hyphen(cx: &mut Context<'_>, first: Phrase<'_>) {
    let word = first.span();
    let line = cx.source.get(..word.range().start).and_then(|before| before.rsplit('\n').next()).unwrap_or_default();
    let hyphen = if line.is_empty() { "  - " } else { "- " };
    let found = Diagnostic::new(Code::ExplanationForm, word, "the hyphen before this explanation is missing");
    let start = Span { end: word.start, ..word };
    cx.report(found.replace(format!("write `  - {} …`", shown(first)), start, hyphen));
}

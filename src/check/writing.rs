//! Style: sentences longer than the site's limit, and inflaming words in lines to be said. Inactive unless `writing` in
//! `casebook.yaml` asks for it.

use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Page, Site};
use crate::parse::front_matter::Details;
use crate::parse::markdown::{Body, Element, Event};
use crate::source::{SourceMap, Span};
use crate::text::Slice;
use crate::yaml::Text;

pub(super) fn check(site: &Site, page: &Page, sources: &SourceMap, found: &mut Vec<Diagnostic>) {
    let writing = &site.config().writing;
    if let Some(limit) = writing.sentence_words {
        let source = sources.file(page.document.file).text();
        for body in std::iter::once(&page.document.body).chain(page.document.values.values()) {
            long_sentences(body, source, limit, found);
        }
    }
    let Details::Playbook(playbook) = &page.document.front.details else { return };
    for line in playbook.steps.iter().flat_map(|step| &step.say) {
        found.extend(inflaming(line, &writing.inflaming_words));
    }
}

fn long_sentences(body: &Body, source: &str, limit: usize, found: &mut Vec<Diagnostic>) {
    let mut sentence = Sentence::default();
    let mut skipped = 0_usize;
    for (event, span) in body.events() {
        match event {
            Event::Start(element) if skips(element) => skipped += 1,
            Event::End(element) if skips(element) => skipped -= 1,
            _ if skipped > 0 => {}
            Event::Text(piece) | Event::Code(piece) => {
                for word in body.piece(source, piece).split_whitespace() {
                    sentence.add(word, span);
                    if ends_sentence(word) {
                        found.extend(sentence.finish(limit));
                    }
                }
            }
            Event::Start(element) | Event::End(element) if !element.is_inline() => found.extend(sentence.finish(limit)),
            _ => {}
        }
    }
    found.extend(sentence.finish(limit));
}

/// Tests for elements whose text is not prose: code, HTML, tables and footnotes.
fn skips(element: Element) -> bool {
    matches!(element, Element::CodeBlock(_) | Element::HtmlBlock | Element::Table(_) | Element::Footnote(_))
}

fn ends_sentence(word: &str) -> bool {
    let bare = word.trim_end_matches(['"', '”', '’', '\'', ')', '*', '_']);
    bare.ends_with(['.', '!', '?', ':', '…', '。'])
}

#[derive(Debug, Default)]
struct Sentence {
    words: usize,
    span: Option<Span>,
}

impl Sentence {
    fn add(&mut self, word: &str, span: Span) {
        if word.chars().any(char::is_alphanumeric) {
            self.words += 1;
        }
        self.span = Some(self.span.map_or(span, |begun| Span { end: span.end.max(begun.end), ..begun }));
    }

    fn finish(&mut self, limit: usize) -> Option<Diagnostic> {
        let Self { words, span } = std::mem::take(self);
        let span = span.filter(|_| words > limit)?;
        let message = format!("this sentence has {words} words; the limit of this site is {limit}");
        Some(Diagnostic::new(Code::LongSentence, span, message).help("split it into two sentences"))
    }
}

fn inflaming(line: &Text, words: &[String]) -> Option<Diagnostic> {
    let lower = line.to_lowercase();
    let word = words.iter().find(|word| contains_words(&lower, &word.to_lowercase()))?;
    let message = format!("`say` contains words that make many people angrier: `{word}`");
    Some(
        Diagnostic::new(Code::InflamingWords, line.span, message)
            .help("word it differently, or move the line to `avoid`"),
    )
}

/// Returns whether `text` contains `words`, not directly preceded or followed by a letter or digit.
pub(super) fn contains_words(text: &str, words: &str) -> bool {
    text.match_indices(words).any(|(at, _)| {
        let before = text.slice(..at).chars().next_back().is_none_or(|c| !c.is_alphanumeric());
        let after = text.slice(at + words.len()..).chars().next().is_none_or(|c| !c.is_alphanumeric());
        before && after && !words.is_empty()
    })
}

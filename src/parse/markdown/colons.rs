//! Colons that begin a line and no definition.
//!
//! A definition begins with a colon and a space. The Markdown crate does not ask for the space, so that `:smile:` or
//! `:::note` would turn the paragraph above it into a term. Such colons are replaced while the crate reads the text.

use std::fmt::Write as _;
use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, CowStr, Event, Tag};

use crate::text::Slice;

/// Punctuation that means nothing at the beginning of a line. A colon is punctuation as well, so emphasis beside it is
/// recognised in the same way.
const STAND_INS: [char; 7] = ['^', ';', '?', '%', ',', '\u{1a}', '\u{1}'];

/// A text in which colons are replaced.
pub(super) struct Masked {
    /// The text, of the same length in bytes.
    pub text: String,
    /// The character in place of each colon. It occurs nowhere else.
    stand_in: char,
}

/// Replaces the colons at the beginning of lines that are not followed by white space. Returns `None` if there are none,
/// or if no character is free to replace them.
pub(super) fn mask(text: &str) -> Option<Masked> {
    if !text.contains(':') || !text.split('\n').any(|line| colon(line).is_some()) {
        return None;
    }
    let stand_in = STAND_INS.into_iter().find(|&stand_in| !text.contains(stand_in))?;
    let mut masked = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        match colon(line) {
            Some((before, after)) => {
                let _ = write!(masked, "{before}{stand_in}{after}");
            }
            None => masked.push_str(line),
        }
    }
    Some(Masked { text: masked, stand_in })
}

/// Splits a line at its first colon if only the markers of lists and quotations are before it and no white space is
/// behind it.
fn colon(line: &str) -> Option<(&str, &str)> {
    let (before, after) = line.split_once(':')?;
    let is_marker = |c: char| " \t>*+-.)".contains(c) || c.is_ascii_digit();
    let follows = !after.is_empty() && !after.starts_with([' ', '\t', '\r', '\n']);
    (follows && before.chars().all(is_marker)).then_some((before, after))
}

impl Masked {
    /// Returns an event of the masked text as it is in the original. `range` is its range in the text: a character that
    /// comes from an entity such as `&#94;` is not there, and stays.
    pub fn unmasked<'a>(&self, event: Event<'a>, range: &Range<usize>) -> Event<'a> {
        if !self.text.slice(range.clone()).contains(self.stand_in) {
            return event;
        }
        let text = |text: CowStr<'a>| self.restored(text);
        match event {
            Event::Text(inner) => Event::Text(text(inner)),
            Event::Code(inner) => Event::Code(text(inner)),
            Event::Html(inner) => Event::Html(text(inner)),
            Event::InlineHtml(inner) => Event::InlineHtml(text(inner)),
            Event::InlineMath(inner) => Event::InlineMath(text(inner)),
            Event::DisplayMath(inner) => Event::DisplayMath(text(inner)),
            Event::FootnoteReference(label) => Event::FootnoteReference(text(label)),
            Event::Start(tag) => Event::Start(self.unmasked_tag(tag)),
            other => other,
        }
    }

    fn unmasked_tag<'a>(&self, tag: Tag<'a>) -> Tag<'a> {
        let text = |text: CowStr<'a>| self.restored(text);
        match tag {
            Tag::CodeBlock(CodeBlockKind::Fenced(language)) => Tag::CodeBlock(CodeBlockKind::Fenced(text(language))),
            Tag::FootnoteDefinition(label) => Tag::FootnoteDefinition(text(label)),
            Tag::Link { link_type, dest_url, title, id } => {
                Tag::Link { link_type, dest_url: text(dest_url), title: text(title), id: text(id) }
            }
            Tag::Image { link_type, dest_url, title, id } => {
                Tag::Image { link_type, dest_url: text(dest_url), title: text(title), id: text(id) }
            }
            other => other,
        }
    }

    fn restored<'a>(&self, text: CowStr<'a>) -> CowStr<'a> {
        if text.contains(self.stand_in) { CowStr::from(text.replace(self.stand_in, ":")) } else { text }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_colons_that_begin_a_line_and_no_definition_are_replaced() {
        for (text, masked) in [
            (":smile:", Some("^smile:")),
            ("a\n:::note\nb", Some("a\n^::note\nb")),
            ("> - :x", Some("> - ^x")),
            ("12. :x ^", Some("12. ;x ^")),
            (": a definition", None),
            (":", None),
            (":\n", None),
            ("a: b", None),
            ("a :b", None),
        ] {
            assert_eq!(mask(text).map(|masked| masked.text).as_deref(), masked, "{text:?}");
        }
    }
}

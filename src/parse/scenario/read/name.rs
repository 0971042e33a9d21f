//! The rules for the names of meters and memories.

use super::context::Context;
use super::message::shown;
use super::names::LONGEST;
use crate::diagnostic::{Code, Diagnostic};
use crate::parse::scenario::text::Phrase;
use crate::parse::scenario::words::{Keyword, Vocabulary};
use crate::parse::slug::slug;
use crate::source::Span;

/// Checks the name of a memory. Quotes around it are reported and removed; any other mistake is reported and gives
/// `None`.
pub(super) fn checked<'t>(cx: &mut Context<'_>, written: Phrase<'t>, whole: Span) -> Option<Phrase<'t>> {
    let Some(found) = mistake(written, &cx.words, whole) else { return Some(written) };
    let bare = written.trim().without(&['"', '\'', '“', '”', '„', '‘', '’', '«', '»', '`']);
    let quoted = bare.as_str() != written.as_str().trim() && mistake(bare, &cx.words, whole).is_none();
    if !quoted {
        cx.report(found);
        return None;
    }
    let found = Diagnostic::new(Code::NameForm, written.span(), "a name is written without quotes");
    cx.report(found.replace(format!("write `{}`", shown(bare)), written.span(), bare.as_str()));
    Some(bare)
}

/// Returns the first violation of the rules for names.
pub(super) fn mistake(name: Phrase<'_>, words: &Vocabulary, whole: Span) -> Option<Diagnostic> {
    let text = name.as_str().trim();
    if text.is_empty() {
        let found = Diagnostic::new(Code::NameForm, whole, "a name is missing here");
        return Some(found.help("write a name of letters, digits, spaces and hyphens"));
    }
    if text.chars().count() > LONGEST {
        let message = format!("this name is longer than {LONGEST} characters");
        return Some(Diagnostic::new(Code::NameForm, name.span(), message).help("use two or three words"));
    }
    if let Some((at, sign)) = text.char_indices().find(|&(_, c)| !belongs(c)) {
        let span = name.trim().part(at..at + sign.len_utf8()).span();
        let message = format!("`{sign}` cannot be part of the name `{text}`");
        let help = "a name can contain letters, digits, spaces and hyphens";
        return Some(Diagnostic::new(Code::NameForm, span, message).help(help));
    }
    let (keyword, word) = words.find(name, &Keyword::RESERVED)?;
    let message = format!("the name `{text}` contains the word `{}`", word.as_str().trim());
    let list: Vec<String> = Keyword::RESERVED.iter().map(|&word| format!("`{}`", words.show(word))).collect();
    let because = if keyword == Keyword::And { "this word joins tests" } else { "this word has a meaning of its own" };
    let help = format!("leave out {}", list.join(", "));
    Some(Diagnostic::new(Code::NameForm, word.span(), message).because(because).help(help))
}

/// Returns true for letters, digits, white space and hyphens. Combining marks belong to the letter before them.
fn belongs(c: char) -> bool {
    c.is_alphanumeric()
        || c.is_whitespace()
        || c == '-'
        || (!c.is_ascii() && !slug(c.encode_utf8(&mut [0; 4])).is_empty())
}

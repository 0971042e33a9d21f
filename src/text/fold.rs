//! Case folding: one function for each purpose for which texts are compared regardless of case.
//!
//! - [`fold`] also removes diacritics and resolves ligatures: search and the sorting of names, where readers type and look
//!   up plain letters.
//! - [`nfc`] keeps everything but unifies the two ways to store a letter with a diacritic: paths, addresses, anchors.
//! - [`fold_name`] keeps diacritics and unifies spaces: names that an author defines, where `Öl` and `Ol` are two names.
//! - [`fold_in_place`] keeps the length in bytes: offsets into the folded text are offsets into the original.

use std::borrow::Cow;

pub use unicode_normalization::char::is_combining_mark;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// Returns text in canonical composition (Unicode NFC): `u` with a combining diaeresis becomes `ü`. File names from a Mac
/// and text typed elsewhere look the same, but are stored in different forms.
///
/// ```
/// use casebook::text::nfc;
/// assert_eq!(nfc("u\u{308}ber"), "über");
/// ```
#[must_use]
pub fn nfc(text: &str) -> Cow<'_, str> {
    if text.is_ascii() || is_nfc_quick(text.chars()) == IsNormalized::Yes {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.nfc().collect())
}

/// Returns text in canonical decomposition (Unicode NFD), the other of the two forms.
#[must_use]
pub fn nfd(text: &str) -> Cow<'_, str> {
    if text.is_ascii() { Cow::Borrowed(text) } else { Cow::Owned(text.nfd().collect()) }
}

/// Returns text in lower case without diacritics (Unicode NFKD), the form in which readers' words are compared.
///
/// ```
/// use casebook::text::fold;
/// assert_eq!(fold("Straße, Œuvre, Übergabe"), "strasse, oeuvre, ubergabe");
/// ```
#[must_use]
pub fn fold(text: &str) -> Cow<'_, str> {
    if text.bytes().all(|b| b.is_ascii() && !b.is_ascii_uppercase()) {
        return Cow::Borrowed(text);
    }
    if text.is_ascii() {
        return Cow::Owned(text.to_ascii_lowercase());
    }
    let lower: String = text.nfkd().collect::<String>().to_lowercase();
    let plain: String = lower.chars().filter(|&c| !is_dropped(c)).nfc().collect();
    let mut folded = String::with_capacity(plain.len());
    for c in plain.chars() {
        match c {
            'ß' => folded.push_str("ss"),
            'æ' => folded.push_str("ae"),
            'œ' => folded.push_str("oe"),
            'ø' => folded.push('o'),
            'đ' | 'ð' => folded.push('d'),
            'ł' => folded.push('l'),
            'ı' => folded.push('i'),
            'ς' => folded.push('σ'),
            '’' => folded.push('\''),
            '\u{2010}' => folded.push('-'),
            _ => folded.push(c),
        }
    }
    Cow::Owned(folded)
}

/// Diacritics of European scripts, Hebrew and Arabic vowel points, and invisible characters.
fn is_dropped(c: char) -> bool {
    matches!(c,
        '\u{300}'..='\u{36F}' | '\u{591}'..='\u{5C7}' | '\u{640}' | '\u{64B}'..='\u{652}' | '\u{670}'
        | '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{20E3}' | '\u{2060}'..='\u{2069}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}')
}

/// Returns text in lower case and in compatibility composition (Unicode NFKC): ligatures and full-width letters become
/// plain ones, and diacritics stay.
#[must_use]
pub fn lower_compatible(text: &str) -> String {
    text.nfkc().collect::<String>().to_lowercase()
}

/// Returns the characters of a text in lower case, one by one. Unlike `str::to_lowercase`, this does not depend on the
/// neighbours: a sigma at the end of a word becomes `σ`.
pub fn lower(text: &str) -> impl Iterator<Item = char> {
    text.chars().flat_map(char::to_lowercase)
}

/// Normalises a name for comparison: composed letters (NFC), lower case, single spaces.
#[must_use]
pub fn fold_name(name: &str) -> String {
    let mut folded = String::with_capacity(name.len());
    for word in nfc(name).split_whitespace() {
        if !folded.is_empty() {
            folded.push(' ');
        }
        folded.extend(lower(word));
    }
    folded
}

/// Lower-cases each character whose lower case has the same length in bytes, so that offsets stay valid.
#[must_use]
pub fn fold_in_place(text: &str) -> String {
    let small = |c: char| {
        let mut lower = c.to_lowercase();
        lower.next().filter(|l| lower.len() == 0 && l.len_utf8() == c.len_utf8()).unwrap_or(c)
    };
    text.chars().map(small).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_fold_keeps_what_its_purpose_needs() {
        let text = "Å  ÖL ﬁ İx ΟΔΟΣ";
        assert_eq!(fold(text), "a  ol fi ix οδοσ");
        assert_eq!(fold_name(text), "å öl ﬁ i\u{307}x οδοσ");
        assert_eq!(fold_in_place(text), "å  öl ﬁ İx οδοσ");
        assert_eq!(fold_in_place(text).len(), text.len());
    }
}

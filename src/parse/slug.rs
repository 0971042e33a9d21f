//! Slugs by GitHub's rule, so that a link to a heading works both in GitHub's preview and on the site.

use std::collections::HashMap;
use std::ops::Range;

use unicode_properties::{GeneralCategory, UnicodeGeneralCategory};

use crate::text::nfc;

/// The slug of a heading's text: letters in lower case, digits, combining marks, `_` and `-` are kept, spaces become
/// hyphens, and everything else is removed. Letters are composed (NFC), so that the
/// same word has one slug however its file was stored. May be empty.
#[must_use]
pub fn slug(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    for c in nfc(text.trim()).chars() {
        match c {
            'a'..='z' | '0'..='9' | '-' | '_' => slug.push(c),
            'A'..='Z' => slug.push(c.to_ascii_lowercase()),
            ' ' => slug.push('-'),
            _ if c.is_ascii() => {}
            _ => slug.extend(c.to_lowercase().filter(|&c| stays(c))),
        }
    }
    // A small letter may have a composed form that the capital letter lacks: J̌ and ǰ.
    if slug.is_ascii() { slug } else { nfc(&slug).into_owned() }
}

/// Returns true for the word characters of a regular expression: letters, combining marks, decimal digits and
/// connecting punctuation.
fn stays(c: char) -> bool {
    use GeneralCategory as G;
    matches!(
        c.general_category(),
        G::UppercaseLetter
            | G::LowercaseLetter
            | G::TitlecaseLetter
            | G::ModifierLetter
            | G::OtherLetter
            | G::NonspacingMark
            | G::SpacingMark
            | G::EnclosingMark
            | G::DecimalNumber
            | G::ConnectorPunctuation
    )
}

/// Returns true if `text` can be an anchor that an author chooses: letters, digits, and `-`, `_`, `.` or `:` between them.
fn is_anchor(text: &str) -> bool {
    text.contains(char::is_alphanumeric) && text.chars().all(|c| stays(c) || "-.:".contains(c))
}

/// The anchor that an author names: as written if it is one, else the slug of the words.
pub(super) fn anchor(name: &str) -> String {
    let name = name.trim().trim_start_matches('#');
    if is_anchor(name) { nfc(name).into_owned() } else { slug(name) }
}

/// An anchor that the author chose for a heading, `{#anchor}`.
pub(super) struct Chosen {
    /// The anchor.
    pub id: String,
    /// Its range in the text, with `#`.
    pub range: Range<usize>,
    /// The range of the braces.
    pub braces: Range<usize>,
}

/// Finds the anchor at the end of a heading's text.
pub(super) fn chosen(text: &str) -> Option<Chosen> {
    let inside = text.trim_end().strip_suffix('}')?;
    let open = inside.rfind('{')?;
    let from = open + 1 + inside.get(open + 1..)?.find('#')?;
    let named = inside.get(from..)?.trim_end();
    let id = named.strip_prefix('#').filter(|id| is_anchor(id))?;
    let is_alone = inside.get(open + 1..from)?.trim().is_empty();
    let braces = open..inside.len() + 1;
    is_alone.then(|| Chosen { id: nfc(id).into_owned(), range: from..from + named.len(), braces })
}

/// Generates slugs that are unique on one page: the second `own-it` becomes `own-it-1`.
#[derive(Debug, Default)]
pub struct Slugs {
    seen: HashMap<String, u32>,
}

impl Slugs {
    /// Reserves an anchor that the author chose.
    pub(super) fn take(&mut self, anchor: &str) {
        self.seen.insert(anchor.to_owned(), 0);
    }

    /// The slug of the next heading, which has this text; `section` if nothing is left of it.
    pub fn next(&mut self, text: &str) -> String {
        let mut base = slug(text);
        if base.is_empty() {
            base.push_str("section");
        }
        let mut unique = base.clone();
        while self.seen.contains_key(&unique) {
            let count = self.seen.entry(base.clone()).or_default();
            *count += 1;
            unique = format!("{base}-{count}");
        }
        self.seen.insert(unique.clone(), 0);
        unique
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Slice;

    #[test]
    fn slugs_follow_githubs_rule() {
        for (text, expected) in [
            ("Own it", "own-it"),
            ("Options, not emotion", "options-not-emotion"),
            ("Right or successful?", "right-or-successful"),
            ("Ending: a raving fan", "ending-a-raving-fan"),
            ("Fix it — twice", "fix-it--twice"),
            ("Über_uns: 50 %", "über_uns-50-"),
            ("日本語 です", "日本語-です"),
            ("😀", ""),
            ("Gro\u{308}ße", "größe"),
            ("İstanbul", "i\u{307}stanbul"),
            ("J\u{30c}", "ǰ"),
            ("H\u{331} and T\u{308}", "ẖ-and-ẗ"),
        ] {
            assert_eq!(slug(text), expected, "{text}");
            assert_eq!(slug(expected), expected, "the slug of {text} is its own slug");
        }
    }

    #[test]
    fn an_anchor_stands_alone_in_braces_at_the_end() {
        for (text, expected) in [
            ("Own it {#own}", Some(("own", "#own", "{#own}"))),
            ("{ #Own.it-2 } ", Some(("Own.it-2", "#Own.it-2", "{ #Own.it-2 }"))),
            ("A {b} {#größe}", Some(("größe", "#größe", "{#größe}"))),
            ("Own it {#own it}", None),
            ("Own it {#own .big}", None),
            ("Own it {#own} now", None),
            ("Own it {own}", None),
            ("Set {#}", None),
            ("Own it #own}", None),
        ] {
            let got = chosen(text);
            let got = got.as_ref().map(|got| (&*got.id, text.slice(got.range.clone()), text.slice(got.braces.clone())));
            assert_eq!(got, expected, "{text}");
        }
    }

    #[test]
    fn repeated_headings_are_numbered() {
        let mut slugs = Slugs::default();
        let got: Vec<_> = ["Foo", "Foo", "Foo 1", "Foo", "!", "?"].iter().map(|t| slugs.next(t)).collect();
        assert_eq!(got, ["foo", "foo-1", "foo-1-1", "foo-2", "section", "section-1"]);
    }
}

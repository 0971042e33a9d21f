//! Slugs by GitHub's rule, so that a link to a heading works both in GitHub's preview and on the site.

use std::collections::HashMap;

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

/// Generates slugs that are unique on one page: the second `own-it` becomes `own-it-1`.
#[derive(Debug, Default)]
pub struct Slugs {
    seen: HashMap<String, u32>,
}

impl Slugs {
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
    fn repeated_headings_are_numbered() {
        let mut slugs = Slugs::default();
        let got: Vec<_> = ["Foo", "Foo", "Foo 1", "Foo", "!", "?"].iter().map(|t| slugs.next(t)).collect();
        assert_eq!(got, ["foo", "foo-1", "foo-1-1", "foo-2", "section", "section-1"]);
    }
}

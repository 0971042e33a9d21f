//! Splits text into words, by the same rules as the reader's script (`themes/default/components/search-words`): case
//! and diacritics are folded; identifiers and hyphenated words are indexed in parts and joined; scripts without spaces
//! are indexed as pairs of characters.

use crate::text::{Slice, fold, is_combining_mark, lower_compatible};

/// Maximum length of a word, in characters. Longer runs are not indexed.
const LONGEST: usize = 40;
/// Maximum number of parts that a hyphenated word is joined from.
const MOST_JOINED: usize = 4;

/// Passes every word of `text` to `take`: folded, and in its original spelling (in lower case) if that differs.
pub(super) fn words(text: &str, take: &mut impl FnMut(&str, Option<&str>)) {
    let bytes = text.as_bytes();
    let mut small = String::new();
    let mut at = 0;
    while at < bytes.len() {
        let start = at;
        let (mut foreign_letters, mut held) = (false, false);
        while at < bytes.len() {
            match CLASSES[usize::from(bytes[at])] {
                Class::Other => break,
                Class::Letter => {}
                Class::Holds => held = true,
                Class::Foreign => foreign_letters = true,
            }
            at += 1;
        }
        // A run is delimited by ASCII characters, so it ends on character boundaries.
        let run = text.slice(start..at);
        at += 1;
        if foreign_letters {
            foreign(run, take);
            continue;
        }
        small.clear();
        small.push_str(run);
        small.make_ascii_lowercase();
        if held {
            compounds(&small, &mut |word| take(word, None));
        } else if (1..=LONGEST).contains(&small.len()) {
            take(&small, None);
        }
    }
}

/// The role of a byte in a run of letters.
#[derive(Clone, Copy)]
enum Class {
    Letter,
    /// May join the parts of a word: a hyphen, underscore or apostrophe.
    Holds,
    /// Part of a non-ASCII character, which may be a letter.
    Foreign,
    Other,
}

/// A lookup table, because every byte of a site is classified.
const CLASSES: [Class; 256] = {
    let mut classes = [Class::Foreign; 256];
    let mut byte = 0_u8;
    while byte < 128 {
        classes[byte as usize] = match byte {
            b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' => Class::Letter,
            b'-' | b'_' | b'\'' => Class::Holds,
            _ => Class::Other,
        };
        byte += 1;
    }
    classes
};

/// Handles a run with non-ASCII characters. The original spelling is passed on only if folding does not change the
/// number of words.
fn foreign(run: &str, take: &mut impl FnMut(&str, Option<&str>)) {
    let written: String = lower_compatible(run).replace('’', "'");
    let mut originals = Vec::new();
    compounds(&written, &mut |word| originals.push(word.to_owned()));
    let folded = fold(&written);
    let mut words = Vec::new();
    compounds(&folded, &mut |word| words.push(word.to_owned()));
    let same = originals.len() == words.len();
    for (number, word) in words.iter().enumerate() {
        take(word, originals.get(number).filter(|written| same && *written != word).map(String::as_str));
    }
}

/// Passes on the words of text that is already folded.
fn compounds(text: &str, take: &mut impl FnMut(&str)) {
    let mut joined = String::new();
    for compound in text.split(|c| !is_letter(c) && !holds(c)) {
        let compound = compound.trim_matches(holds);
        if compound.is_empty() {
            continue;
        }
        if !compound.contains(holds) {
            simple(compound, take);
            continue;
        }
        parts(compound, &mut joined, take);
    }
}

/// Splits `e-mail`, `inv-2041` or `don't` into its parts, and also passes on hyphenated words as one.
fn parts(compound: &str, joined: &mut String, take: &mut impl FnMut(&str)) {
    let (mut count, mut hyphenated) = (0, false);
    joined.clear();
    for part in compound.split(['-', '_']).filter(|part| !part.is_empty()) {
        let part = part.trim_matches('\'');
        hyphenated |= count > 0;
        count += 1;
        match part.split_once('\'') {
            Some((word, end)) if word.chars().count() >= 2 && end.chars().count() <= 2 => {
                let whole = [word, end].concat();
                joined.push_str(&whole);
                simple(&whole, take);
            }
            _ => part.split('\'').filter(|part| !part.is_empty()).for_each(|part| {
                joined.push_str(part);
                simple(part, take);
            }),
        }
    }
    if hyphenated && count <= MOST_JOINED && !joined.contains(is_unspaced) {
        simple(joined, take);
    }
}

/// Handles a run of letters. Scripts without spaces are split into overlapping pairs of characters.
fn simple(run: &str, take: &mut impl FnMut(&str)) {
    if run.is_ascii() {
        if run.len() <= LONGEST {
            take(run);
        }
        return;
    }
    let mut rest = run;
    while let Some(first) = rest.chars().next() {
        let unspaced = is_unspaced(first);
        let end = rest.find(|c| is_unspaced(c) != unspaced).unwrap_or(rest.len());
        let (part, after) = rest.split_at(end);
        if unspaced {
            pairs(part, take);
        } else if part.chars().count() <= LONGEST {
            take(part);
        }
        rest = after;
    }
}

fn pairs(run: &str, take: &mut impl FnMut(&str)) {
    let starts: Vec<usize> = run.char_indices().map(|(at, _)| at).chain([run.len()]).collect();
    if starts.len() == 2 {
        take(run);
    }
    starts.windows(3).for_each(|pair| take(run.slice(pair[0]..pair[2])));
}

fn is_letter(c: char) -> bool {
    if c.is_ascii() { c.is_ascii_alphanumeric() } else { c.is_alphanumeric() || is_combining_mark(c) }
}

/// Tests for the characters that join the parts of a word.
fn holds(c: char) -> bool {
    matches!(c, '-' | '_' | '\'')
}

/// Scripts without spaces between words: Chinese, Japanese, Korean, Thai, Lao, Burmese, Khmer.
fn is_unspaced(c: char) -> bool {
    matches!(c,
        '\u{E00}'..='\u{EFF}' | '\u{1000}'..='\u{109F}' | '\u{1100}'..='\u{11FF}' | '\u{1780}'..='\u{17FF}'
        | '\u{3040}'..='\u{30FF}' | '\u{31F0}'..='\u{31FF}' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}'
        | '\u{A960}'..='\u{A97F}' | '\u{AC00}'..='\u{D7FF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &str) -> Vec<String> {
        let mut all = Vec::new();
        words(text, &mut |word, _| all.push(word.to_owned()));
        all
    }

    /// The reader's script is tested with the same list, in `tests/browser/engine.test.mjs`.
    #[test]
    fn words_are_folded_split_and_joined() {
        let list = include_str!("../../tests/search/words.tsv");
        let lines: Vec<(&str, &str)> = list.lines().skip(1).filter_map(|line| line.split_once('\t')).collect();
        assert!(lines.len() > 10);
        for (text, expected) in lines {
            assert_eq!(all(text).join(" "), expected, "{text}");
        }
    }

    #[test]
    fn words_keep_their_original_spelling_if_folding_changes_it() {
        let mut pairs = Vec::new();
        words("Répétée größer ok", &mut |folded, written| pairs.push(format!("{folded}={written:?}")));
        assert_eq!(pairs, ["repetee=Some(\"répétée\")", "grosser=Some(\"größer\")", "ok=None"]);
    }
}

//! Characters that were damaged on their way here: text read in the wrong encoding, characters that no font shows, and
//! the error messages of word processors.

use std::ops::Range;

use super::Source;
use crate::diagnostic::{Code, Diagnostic};
use crate::text::Slice;

/// The characters of the bytes 0x80 to 0x9F in Windows-1252; `\0` for those without one.
const WINDOWS: [char; 32] = [
    '€', '\0', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\0', 'Ž', '\0', '\0', '‘', '’', '“', '”', '•',
    '–', '—', '˜', '™', 'š', '›', 'œ', '\0', 'ž', 'Ÿ',
];
/// What Word writes where the target of a cross-reference is gone, in English, German and French.
const LOST_REFERENCES: [&str; 5] = [
    "Error! Reference source not found",
    "Error! Bookmark not defined",
    "Fehler! Verweisquelle konnte nicht gefunden werden",
    "Fehler! Textmarke nicht definiert",
    "Erreur ! Source du renvoi introuvable",
];

/// Reports what is garbled in the text at `start`, which is on one line.
pub(super) fn check(source: Source<'_>, start: usize, text: &str, found: &mut Vec<Diagnostic>) {
    if text.is_ascii() && !text.contains(['\u{b}', '!']) {
        return;
    }
    found.extend(encoding(source, start, text));
    let place = |at: usize, length: usize| start + at..start + at + length;
    for wrong in LOST_REFERENCES {
        if let Some(at) = text.find(wrong) {
            let range = place(at, wrong.len());
            found.push(
                slip(source, range, "a word processor left this where a reference led to another part")
                    .help("write what the reference named, or a link to it"),
            );
        }
    }
    if let Some(at) = text.find('\u{b}') {
        let what = "a line break of a word processor is here, and nothing shows it: the words run together";
        let range = place(at, 1);
        found.push(slip(source, range.clone(), what).suggest("write `<br>`", source.span(range), "<br>"));
    }
}

fn slip(source: Source<'_>, range: Range<usize>, what: &str) -> Diagnostic {
    Diagnostic::new(Code::ShownAsText, source.span(range), what)
}

/// Reports UTF-8 that was read as Windows-1252, as in `cafÃ©`.
fn encoding(source: Source<'_>, start: usize, text: &str) -> Option<Diagnostic> {
    let (right, first) = repaired(text)?;
    let range = start..start + text.len();
    let what = "these characters are damaged: the text was saved in one encoding and opened in another";
    let slip = slip(source, start + first.start..start + first.end, what);
    let meant: String = right.get(first.start..).and_then(|rest| rest.chars().next()).into_iter().collect();
    Some(slip.replace(format!("write `{meant}`"), source.span(range), right))
}

/// Returns the text with its damaged characters repaired, and the first of them.
fn repaired(text: &str) -> Option<(String, Range<usize>)> {
    let (mut right, mut first) = (String::new(), None);
    let mut at = 0;
    while let Some(next) = text.slice(at..).chars().next() {
        match damaged(text.slice(at..)) {
            Some((meant, length)) => {
                first.get_or_insert(at..at + length);
                right.push(meant);
                at += length;
            }
            None => {
                right.push(next);
                at += next.len_utf8();
            }
        }
    }
    Some((right, first?))
}

/// Reads a damaged character at the beginning of `text`: its two to four bytes, each as a character. Returns the
/// character and its length here.
fn damaged(text: &str) -> Option<(char, usize)> {
    let lead = text.chars().next().filter(|lead| ('\u{c2}'..='\u{f4}').contains(lead))?;
    let count = match lead {
        '\u{c2}'..='\u{df}' => 2,
        '\u{e0}'..='\u{ef}' => 3,
        _ => 4,
    };
    let mut bytes = Vec::new();
    let mut length = 0;
    for c in text.chars().take(count) {
        bytes.push(byte(c)?);
        length += c.len_utf8();
    }
    let meant = std::str::from_utf8(&bytes).ok()?.chars().next()?;
    (bytes.len() == count && !meant.is_control()).then_some((meant, length))
}

/// The byte of a character in Windows-1252.
fn byte(c: char) -> Option<u8> {
    match WINDOWS.iter().position(|&known| known == c && c != '\0') {
        Some(number) => u8::try_from(0x80 + number).ok(),
        None => u8::try_from(u32::from(c)).ok().filter(|byte| *byte >= 0x80),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn damaged_characters_are_repaired_and_others_kept() {
        for (text, right) in [
            ("Itâ€™s cafÃ©", "It’s café"),
            ("fÃ¼r Ã¶ffentliche", "für öffentliche"),
            ("Â£5 and â‚¬6 â€“ so", "£5 and €6 – so"),
            ("ðŸ˜€", "😀"),
        ] {
            assert_eq!(repaired(text).map(|(right, _)| right).as_deref(), Some(right), "{text}");
        }
        for text in ["café", "für öffentliche", "São Paulo, Ã", "Â", "naïve “quotes” – dash", "ÃO", "å™", "Ação"]
        {
            assert_eq!(repaired(text), None, "{text}");
        }
    }
}

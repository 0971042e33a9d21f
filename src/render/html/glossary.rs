//! The site's glossary: finds its terms in running text and marks the first occurrence of each on a page.
//!
//! Built once per site and used for all pages. The writer decides which text is searched (not headings, links, code or
//! quotations). Does not render the glossary's page.

use std::collections::BTreeMap;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

use super::{Terms, escape};
use crate::text::{Slice, fold_in_place, is_combining_mark, nfc, nfd};

/// A term as an author defined it.
#[derive(Clone, Debug)]
pub struct Entry<'a> {
    /// Its anchor on the glossary page.
    pub id: &'a str,
    /// The meaning, as plain text.
    pub means: &'a str,
    /// The term and its other forms.
    pub forms: Vec<&'a str>,
}

/// The entry of a term, escaped for attributes.
#[derive(Debug)]
struct Definition {
    id: String,
    means: String,
}

/// A search automaton for all terms.
#[derive(Debug, Default)]
pub struct Glossary {
    entries: Vec<Definition>,
    /// The index of each form's entry.
    owners: Vec<usize>,
    search: Option<AhoCorasick>,
}

impl Glossary {
    /// Builds the glossary. If two entries share a form, the first one gets it.
    #[must_use]
    pub fn new(entries: &[Entry<'_>]) -> Self {
        let mut owned = BTreeMap::new();
        for (number, entry) in entries.iter().enumerate() {
            for form in entry.forms.iter().map(|form| form.trim()).filter(|form| !form.is_empty()) {
                // Texts contain a letter with a diacritic in either of its two forms.
                for form in [nfc(form), nfd(form)] {
                    owned.entry(fold_in_place(&form)).or_insert(number);
                }
            }
        }
        let (forms, owners): (Vec<String>, Vec<usize>) = owned.into_iter().unzip();
        // Searching takes half the time of a page with terms: use the fastest automaton while it is small.
        let small = forms.iter().map(String::len).sum::<usize>() < 50_000;
        let search = AhoCorasick::builder()
            .match_kind(MatchKind::Standard)
            .ascii_case_insensitive(true)
            .kind(small.then_some(AhoCorasickKind::DFA))
            .build(&forms);
        let entries = entries.iter();
        let entries =
            entries.map(|entry| Definition { id: attribute(entry.id), means: attribute(entry.means) }).collect();
        // Building fails only beyond four thousand million forms; then no term is marked.
        Self { entries, owners, search: search.ok().filter(|_| !forms.is_empty()) }
    }
}

fn attribute(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    escape::attribute(text, &mut out);
    out
}

/// The terms marked so far on one page.
#[derive(Debug)]
pub struct TermMarker<'a> {
    glossary: &'a Glossary,
    search: &'a AhoCorasick,
    href: String,
    seen: Vec<bool>,
    left: usize,
}

/// The range of a match, and its entry.
#[derive(Clone, Copy)]
struct Found {
    start: usize,
    end: usize,
    entry: usize,
}

impl<'a> TermMarker<'a> {
    /// A marker for one page. Returns `None` if there are no terms.
    #[must_use]
    pub fn new(terms: Terms<'a>) -> Option<Self> {
        let Terms { glossary, href } = terms;
        let (search, count) = (glossary.search.as_ref()?, glossary.entries.len());
        Some(Self { glossary, search, href, seen: vec![false; count], left: count })
    }

    /// True if every term has been marked.
    #[must_use]
    pub fn is_done(&self) -> bool {
        self.left == 0
    }

    /// Appends `text`, marking terms that have not been marked on this page.
    pub fn write(&mut self, text: &str, out: &mut String) {
        let mut from = 0;
        for Found { start, end, entry } in self.find(text) {
            if std::mem::replace(&mut self.seen[entry], true) {
                continue;
            }
            self.left -= 1;
            escape::text(text.slice(from..start), out);
            let Definition { id, means } = &self.glossary.entries[entry];
            for part in ["<a class=\"term\" href=\"", &self.href, id, "\" data-means=\"", means, "\">"] {
                out.push_str(part);
            }
            escape::text(text.slice(start..end), out);
            out.push_str("</a>");
            from = end;
        }
        escape::text(text.slice(from..), out);
    }

    /// Matches in `text` from left to right. Of overlapping matches the longest wins, even if its term was marked
    /// before: its words are not matched by shorter terms.
    fn find(&self, text: &str) -> Vec<Found> {
        let folded = if text.is_ascii() { None } else { Some(fold_in_place(text)) };
        let mut found: Vec<Found> = self
            .search
            .find_overlapping_iter(folded.as_deref().unwrap_or(text))
            .map(|hit| Found {
                start: hit.start(),
                end: hit.end(),
                entry: self.glossary.owners[hit.pattern().as_usize()],
            })
            .filter(|hit| is_whole(text, hit.start, hit.end))
            .collect();
        found.sort_by_key(|hit| (hit.start, usize::MAX - hit.end, hit.entry));
        let mut free = 0;
        found.retain(|hit| {
            let fits = hit.start >= free;
            if fits {
                free = hit.end;
            }
            fits
        });
        found
    }
}

/// True if the range begins and ends at word boundaries.
fn is_whole(text: &str, start: usize, end: usize) -> bool {
    let piece = text.slice(start..end);
    let (before, after) = (text.slice(..start).chars().next_back(), text.slice(end..).chars().next());
    let joined = |a: Option<char>, b: Option<char>| a.is_some_and(joins) && b.is_some_and(joins);
    !joined(before, piece.chars().next()) && !joined(piece.chars().next_back(), after)
}

/// True for letters and digits of scripts that put spaces between words, and for diacritics, which belong to the letter
/// before them.
fn joins(c: char) -> bool {
    let unparted = matches!(u32::from(c), 0x0e00..=0x0eff | 0x1000..=0x109f | 0x1780..=0x17ff | 0x3040..=0x30ff | 0x3400..=0x9fff | 0x2_0000..=0x3_ffff);
    (c.is_alphanumeric() || is_combining_mark(c)) && !unparted
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(terms: &[&[&str]], texts: &[&str]) -> String {
        let entries: Vec<_> =
            terms.iter().map(|forms| Entry { id: forms[0], means: "\"m\"", forms: forms.to_vec() }).collect();
        let glossary = Glossary::new(&entries);
        let mut out = String::new();
        if let Some(mut marker) = TermMarker::new(Terms { glossary: &glossary, href: "g#".to_owned() }) {
            texts.iter().for_each(|text| marker.write(text, &mut out));
        }
        out.replace(" data-means=\"&quot;m&quot;\"", "")
            .replace("<a class=\"term\" href=\"g#", "[")
            .replace("</a>", "]")
    }

    #[test]
    fn the_first_whole_word_match_of_each_term_is_marked() {
        assert_eq!(marked(&[&["fan"]], &["fantastic Fan, fan.", " fan"]), "fantastic [fan\">Fan], fan. fan");
        assert_eq!(
            marked(&[&["fan"], &["goodbye", "farewell"]], &["farewell & fan"]),
            "[goodbye\">farewell] &amp; [fan\">fan]"
        );
    }

    #[test]
    fn the_longest_match_wins_and_keeps_its_words() {
        let terms: &[&[&str]] = &[&["fix"], &["fix it twice"], &["fix it t"]];
        assert_eq!(
            marked(terms, &["Fix it twice, fix it twice, fix"]),
            "[fix it twice\">Fix it twice], fix it twice, [fix\">fix]"
        );
        assert_eq!(marked(&[&["step"], &["step to"]], &["step together"]), "[step\">step] together");
    }

    #[test]
    fn non_ascii_letters_are_folded_and_scripts_without_spaces_are_matched() {
        assert_eq!(marked(&[&["ärger"]], &["İ: ÄRGER, Überärger"]), "İ: [ärger\">ÄRGER], Überärger");
        assert_eq!(marked(&[&["größe"]], &["Gro\u{308}ße, Größe"]), "[größe\">Gro\u{308}ße], Größe");
        assert_eq!(marked(&[&["gro\u{308}ße"], &["gro"]], &["Größe Gro\u{308}"]), "[gro\u{308}ße\">Größe] Gro\u{308}");
        assert_eq!(marked(&[&["顧客"]], &["この顧客は"]), "この[顧客\">顧客]は");
    }
}

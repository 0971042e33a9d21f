//! A to Z: every page, step and term by name, by first letter, and how a long list of them is divided.

use std::ops::Range;

use rayon::prelude::*;

use super::{PageId, Site, StepRef};
use crate::parse::slug::slug;

/// Up to how many names A to Z is one page.
const LONGEST_WHOLE: usize = 1000;
/// How many names stand on a page of a divided one.
const LONGEST_PART: usize = 500;
/// Under what names stand that begin with a digit, or have neither letter nor digit.
const DIGITS: &str = "0–9";

/// What has a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Named {
    /// A page.
    Page(PageId),
    /// A step of a playbook.
    Step(StepRef),
    /// A term of the glossary, by its number there.
    Term(usize),
}

/// The names that begin with one letter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Letter {
    /// The letter, large; all digits together are one.
    pub letter: String,
    /// Its name in addresses and anchors.
    pub slug: String,
    /// What has such a name, sorted.
    pub names: Vec<Named>,
}

/// One page of a divided list: consecutive letters, or a stretch of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamePart {
    /// Where it is written.
    pub address: String,
    /// The numbers of the letters, each with the names that stand here.
    pub letters: Vec<(usize, Range<usize>)>,
}

/// All names of a site.
#[derive(Clone, Debug, Default)]
pub struct Names {
    /// The letters in their order, none of them empty.
    pub letters: Vec<Letter>,
    /// The pages of a list too long for one; empty where one is enough.
    pub parts: Vec<NamePart>,
}

impl Names {
    /// The addresses of all its pages.
    pub fn addresses(&self) -> impl Iterator<Item = String> + '_ {
        std::iter::once("a-z.html".to_owned()).chain(self.parts.iter().map(|part| part.address.clone()))
    }
}

/// The name of a thing.
#[must_use]
pub fn name(site: &Site, named: Named) -> &str {
    match named {
        Named::Page(id) => site.page(id).title(),
        Named::Step(step) => site.page(step.playbook).document.step_title(step.step).unwrap_or_default(),
        Named::Term(number) => site.glossary.entries.get(number).map_or("", |(term, _)| &term.text),
    }
}

pub(super) fn gather(site: &Site) -> Names {
    let pages = site.ids().filter(|&id| !site.page(id).document.index).map(Named::Page);
    let steps = site.all_steps().into_iter().map(Named::Step);
    let terms = (0..site.glossary.entries.len()).map(Named::Term);
    let named: Vec<Named> = pages.chain(steps).chain(terms).collect();
    let mut keyed: Vec<((u8, String), String, Named)> = named
        .into_par_iter()
        .map(|named| {
            let folded = fold(name(site, named));
            (initial(&folded), folded, named)
        })
        .collect();
    keyed.par_sort_unstable();
    let mut letters: Vec<Letter> = Vec::new();
    for ((_, letter), _, named) in keyed {
        match letters.last_mut() {
            Some(last) if last.letter == letter => last.names.push(named),
            _ => letters.push(Letter { slug: letter_slug(&letter), letter, names: vec![named] }),
        }
    }
    let counts: Vec<usize> = letters.iter().map(|letter| letter.names.len()).collect();
    let parts = divide(&counts).into_iter().map(|part| named_part(part, &letters)).collect();
    Names { letters, parts }
}

fn letter_slug(letter: &str) -> String {
    if letter == DIGITS { "0-9".to_owned() } else { slug(letter) }
}

fn named_part(part: Vec<(usize, Range<usize>)>, letters: &[Letter]) -> NamePart {
    let (first, names) = &part[0];
    let number = names.start / LONGEST_PART + 1;
    let address = super::list::part(&format!("a-z/{}.html", letters[*first].slug), number);
    NamePart { address, letters: part }
}

/// Divides letters with these numbers of names: letters that fit are put together, long ones are cut. Nothing where all
/// fit on one page.
fn divide(counts: &[usize]) -> Vec<Vec<(usize, Range<usize>)>> {
    if counts.iter().sum::<usize>() <= LONGEST_WHOLE {
        return Vec::new();
    }
    let (mut parts, mut open, mut held): (Vec<_>, Vec<(usize, Range<usize>)>, usize) = (Vec::new(), Vec::new(), 0);
    for (letter, &count) in counts.iter().enumerate() {
        if held + count > LONGEST_PART && !open.is_empty() {
            parts.push(std::mem::take(&mut open));
            held = 0;
        }
        if count <= LONGEST_PART {
            open.push((letter, 0..count));
            held += count;
            continue;
        }
        let starts = (0..count).step_by(LONGEST_PART);
        parts.extend(starts.map(|start| vec![(letter, start..(start + LONGEST_PART).min(count))]));
    }
    if !open.is_empty() {
        parts.push(open);
    }
    parts
}

/// The letter that a folded name stands under, with its place in the order of letters: digits, Latin letters, others.
fn initial(folded: &str) -> (u8, String) {
    match folded.chars().find(|c| c.is_alphanumeric()) {
        Some(c) if c.is_alphabetic() => (if c.is_ascii() { 1 } else { 2 }, c.to_uppercase().collect()),
        _ => (0, DIGITS.to_owned()),
    }
}

/// Small letters without diacritics; quotation marks and the like in front are gone.
fn fold(name: &str) -> String {
    let mut folded = String::with_capacity(name.len());
    for c in name.trim_start_matches(|c: char| !c.is_alphanumeric()).chars().flat_map(char::to_lowercase) {
        match base(c) {
            Some(base) => folded.push_str(base),
            // A mark that stands by itself belongs to the letter before it.
            None if ('\u{300}'..='\u{36f}').contains(&c) => {}
            None => folded.push(c),
        }
    }
    folded
}

/// The letters of which a small Latin letter with a mark, or two of them in one, is made; likewise the Greek and
/// Cyrillic ones that stand under another.
fn base(c: char) -> Option<&'static str> {
    if c.is_ascii() {
        return None;
    }
    const BASES: &[(&str, &str)] = &[
        ("àáâãäåāăąǎǟǡǻȁȃȧḁạảấầẩẫậắằẳẵặ", "a"),
        ("ḃḅḇ", "b"),
        ("çćĉċčḉ", "c"),
        ("ďđðḋḍḏḑḓ", "d"),
        ("èéêëēĕėęěȅȇȩḕḗḙḛḝẹẻẽếềểễệ", "e"),
        ("ḟ", "f"),
        ("ĝğġģǥǧǵḡ", "g"),
        ("ĥħȟḣḥḧḩḫẖ", "h"),
        ("ìíîïĩīĭįıǐȉȋḭḯỉị", "i"),
        ("ĵǰ", "j"),
        ("ķǩḱḳḵ", "k"),
        ("ĺļľŀłḷḹḻḽ", "l"),
        ("ḿṁṃ", "m"),
        ("ñńņňŉǹṅṇṉṋ", "n"),
        ("òóôõöøōŏőơǒǫǭǿȍȏȫȭȯȱṍṏṑṓọỏốồổỗộớờởỡợ", "o"),
        ("ṕṗ", "p"),
        ("ŕŗřȑȓṙṛṝṟ", "r"),
        ("śŝşšșṡṣṥṧṩ", "s"),
        ("ţťŧțṫṭṯṱẗ", "t"),
        ("ùúûüũūŭůűųưǔǖǘǚǜȕȗṳṵṷṹṻụủứừửữự", "u"),
        ("ṽṿ", "v"),
        ("ŵẁẃẅẇẉ", "w"),
        ("ẋẍ", "x"),
        ("ýÿŷȳẏẙỳỵỷỹ", "y"),
        ("źżžẑẓẕ", "z"),
        ("æǣǽ", "ae"),
        ("œ", "oe"),
        ("ß", "ss"),
        ("þ", "th"),
        ("ĳ", "ij"),
        ("ά", "α"),
        ("έ", "ε"),
        ("ή", "η"),
        ("ίϊΐ", "ι"),
        ("ό", "ο"),
        ("ύϋΰ", "υ"),
        ("ώ", "ω"),
        ("ς", "σ"),
        ("ё", "е"),
    ];
    BASES.iter().find(|(letters, _)| letters.contains(c)).map(|(_, base)| *base)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stand_under_the_letter_that_readers_look_for() {
        for (name, letter) in [
            ("Own it", "O"),
            ("Übergabe", "U"),
            ("E\u{301}clair", "E"),
            ("“Always right”", "A"),
            ("¿Qué pasa?", "Q"),
            ("Łódź", "L"),
            ("Østergaard", "O"),
            ("24 hours", "0–9"),
            ("…", "0–9"),
            ("Жалоба", "Ж"),
            ("Έξοδος", "Ε"),
            ("日本語", "日"),
        ] {
            assert_eq!(initial(&fold(name)).1, letter, "{name}");
        }
        assert_eq!(fold("Straße, Œuvre"), "strasse, oeuvre");
    }

    #[test]
    fn digits_come_first_and_foreign_scripts_last() {
        let mut letters = ["ж", "z", "5", "é"].map(|name| initial(&fold(name)));
        letters.sort();
        assert_eq!(letters.map(|(_, letter)| letter), ["0–9", "E", "Z", "Ж"]);
    }

    #[test]
    fn long_lists_of_names_are_divided_between_letters() {
        assert_eq!(divide(&[500, 500]), Vec::<Vec<_>>::new());
        assert_eq!(
            divide(&[300, 200, 1, 1100, 7]),
            [
                vec![(0, 0..300), (1, 0..200)],
                vec![(2, 0..1)],
                vec![(3, 0..500)],
                vec![(3, 500..1000)],
                vec![(3, 1000..1100)],
                vec![(4, 0..7)],
            ]
        );
    }
}

//! The names listed in A to Z: every page, step and term by first letter, split into pages if there are many.

use std::ops::Range;

use rayon::prelude::*;

use super::{PageId, Site, StepRef, address};
use crate::parse::slug::slug;
use crate::text;

/// Maximum number of names in A to Z as a single page.
const LONGEST_WHOLE: usize = 1000;
/// Maximum number of names per page once the list is split.
const LONGEST_PART: usize = 500;
/// The heading for names that begin with a digit or contain neither letters nor digits.
const DIGITS: &str = "0–9";

/// An item with a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Named {
    /// A page.
    Page(PageId),
    /// A step of a playbook.
    Step(StepRef),
    /// A term of the glossary, by its index there.
    Term(usize),
}

/// The names with one initial letter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Letter {
    /// The letter in upper case; all digits share one entry.
    pub letter: String,
    /// Its slug in addresses and anchors.
    pub slug: String,
    /// The items, sorted by name.
    pub names: Vec<Named>,
}

/// One page of a split list: consecutive letters, or a range of one letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamePart {
    /// Its address.
    pub address: String,
    /// The indices of its letters, each with the range of names listed here.
    pub letters: Vec<(usize, Range<usize>)>,
}

/// All names of a site.
#[derive(Clone, Debug, Default)]
pub struct Names {
    /// The letters in order; none is empty.
    pub letters: Vec<Letter>,
    /// The pages of a split list; empty if one page is enough.
    pub parts: Vec<NamePart>,
}

impl Names {
    /// Returns the addresses of all pages of A to Z.
    pub fn addresses(&self) -> impl Iterator<Item = String> + '_ {
        std::iter::once(address::NAMES.to_owned()).chain(self.parts.iter().map(|part| part.address.clone()))
    }
}

/// Returns the name of an item.
#[must_use]
pub fn name(site: &Site, named: Named) -> &str {
    match named {
        Named::Page(id) => site.page(id).title(),
        Named::Step(step) => site.page(step.playbook).document.step_title(step.step).unwrap_or_default(),
        Named::Term(number) => site.glossary().entries.get(number).map_or("", |(term, _)| &term.text),
    }
}

pub(super) fn gather(site: &Site) -> Names {
    let pages = site.ids().filter(|&id| !site.page(id).document.index).map(Named::Page);
    let steps = site.all_steps().into_iter().map(Named::Step);
    let terms = (0..site.glossary().entries.len()).map(Named::Term);
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

/// Splits letters with these numbers of names into pages: short letters share a page, long ones take several. Returns
/// nothing if all names fit on one page.
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

/// Returns the initial of a folded name, and its group for sorting: digits, Latin letters, others.
fn initial(folded: &str) -> (u8, String) {
    match folded.chars().find(|c| c.is_alphanumeric()) {
        // A letter without a slug, such as `🅐`, could have no page of its own.
        Some(c) if c.is_alphabetic() && !slug(c.encode_utf8(&mut [0; 4])).is_empty() => {
            (if c.is_ascii() { 1 } else { 2 }, c.to_uppercase().collect())
        }
        _ => (0, DIGITS.to_owned()),
    }
}

/// Returns a folded name without leading punctuation such as quotation marks.
fn fold(name: &str) -> String {
    text::fold(name.trim_start_matches(|c: char| !c.is_alphanumeric())).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_listed_under_the_letter_that_readers_expect() {
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
            ("🅐 rule", "0–9"),
        ] {
            assert_eq!(initial(&fold(name)).1, letter, "{name}");
        }
        assert_eq!(fold("Straße, Œuvre"), "strasse, oeuvre");
    }

    #[test]
    fn digits_come_first_and_other_scripts_last() {
        let mut letters = ["ж", "z", "5", "é"].map(|name| initial(&fold(name)));
        letters.sort();
        assert_eq!(letters.map(|(_, letter)| letter), ["0–9", "E", "Z", "Ж"]);
    }

    #[test]
    fn long_lists_of_names_are_split_at_letters() {
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

//! The synonyms from `casebook.yaml`, as stems of the index.

use super::count::Counts;
use super::fold;

/// A synonym: the folded word or phrase; the number of its own stem, or -1 for phrases and words that the index lacks;
/// and the stems that it also matches.
pub(super) type Synonym = (String, i64, Vec<u32>);

/// Returns the synonyms with at least one indexed equivalent. Every word or phrase of a group also matches the single
/// words of the group.
pub(super) fn resolve(groups: &[(String, Vec<String>)], counts: &Counts, stems: &[u32]) -> Vec<Synonym> {
    let mut all = Vec::new();
    for (word, others) in groups {
        let phrases: Vec<Vec<String>> = std::iter::once(word).chain(others).map(|phrase| folded(phrase)).collect();
        let stem = |phrase: &[String]| match phrase {
            [word] => counts.forms.binary_search_by(|(form, _)| form.cmp(word)).ok().map(|form| stems[form]),
            _ => None,
        };
        let own: Vec<Option<u32>> = phrases.iter().map(|phrase| stem(phrase)).collect();
        for (phrase, own_stem) in phrases.iter().zip(&own).filter(|(phrase, _)| !phrase.is_empty()) {
            let mut meant: Vec<u32> =
                own.iter().filter(|other| *other != own_stem).filter_map(|other| *other).collect();
            meant.sort_unstable();
            meant.dedup();
            if !meant.is_empty() {
                all.push((phrase.join(" "), own_stem.map_or(-1, i64::from), meant));
            }
        }
    }
    all.sort();
    all
}

fn folded(phrase: &str) -> Vec<String> {
    let mut words = Vec::new();
    fold::words(phrase, &mut |word, _| words.push(word.to_owned()));
    words
}

//! The postings of each stem: the entries that contain it, and its weight in each. The weight is a BM25 sum over the
//! fields of an entry, each with its own weight and length normalisation. Readers' scripts apply the inverse
//! document frequency.

use crate::text::saturating_u32;
use rayon::prelude::*;

use super::count::{Counted, Counts, FIELDS};
use super::pack;

/// The weight of each field.
const WEIGHTS: [f32; FIELDS] = [3.0, 1.0, 1.0];
/// BM25 `b` for each field: how strongly its length is normalised.
const NORMS: [f32; FIELDS] = [0.75, 0.75, 0.75];
/// BM25 `k1`: term-frequency saturation.
const SATURATION: f32 = 1.2;
/// The number of levels to which weights are quantised.
pub(super) const LEVELS: u8 = 24;
/// Upper bound of a weight: the limit for unlimited occurrences in every field.
const MOST_WEIGHT: f32 = (WEIGHTS[0] + WEIGHTS[1] + WEIGHTS[2]) * (SATURATION + 1.0);
/// Maximum number of postings stored per stem. Entries with a lower level would not be shown.
const MOST: usize = 1500;

/// Stop words in at least this many entries are skipped in multi-word queries (`search-engine`). A power of two,
/// because the index stores document frequencies as `floor(log2(df))`.
pub(super) const EVERYWHERE: u32 = 1 << 12;
const _: () = assert!(EVERYWHERE.is_power_of_two());

/// Upper bound of positions and lengths in titles: numbers below 60 take one character.
const LAST_IN_TITLE: usize = 59;

/// The occurrence of a stem in an entry.
#[derive(Clone, Copy, Debug, Default)]
struct Posting {
    entry: u32,
    level: u8,
    /// The position of the stem in the title, from 1; 0 if the title does not contain it.
    in_title: u8,
}

/// A stem of an entry with its level and its position in the title.
type Weighed = (u32, u8, u8);

/// The stem of each form, by number, and the packed postings of each stem.
#[derive(Debug, Default)]
pub(super) struct Postings {
    pub stems: Vec<u32>,
    pub packed: Vec<String>,
}

/// Weighs all words. `stem` returns the stem of a word in its original spelling; `little` are the folded stop words,
/// sorted by bytes.
pub(super) fn weigh(counts: &mut Counts, stem: impl Fn(&str) -> String + Sync, little: &[String]) -> Postings {
    let (stems, number) = number_stems(counts, stem);
    let means = means(counts);
    let found: Vec<Vec<Weighed>> = counts.entries.par_iter().map(|entry| of_entry(entry, &stems, means)).collect();
    let lists = by_stem(found, number);
    let everywhere =
        |(word, spread): (&(String, String), &u32)| *spread >= EVERYWHERE && little.binary_search(&word.0).is_ok();
    let asked: Vec<bool> = counts.forms.iter().zip(&counts.spread).map(|form| !everywhere(form)).collect();
    let titles: Vec<usize> = counts.entries.iter().map(|entry| length(&entry.title, &asked, &stems)).collect();
    let packed = lists.into_par_iter().map(|list| pack_list(list, &titles)).collect();
    Postings { stems, packed }
}

/// Returns the stem number of each form, and the number of stems. Stems are numbered in the order of their bytes.
fn number_stems(counts: &Counts, stem: impl Fn(&str) -> String + Sync) -> (Vec<u32>, usize) {
    let of_forms: Vec<String> = counts.forms.par_iter().map(|(_, written)| stem(written)).collect();
    let mut all: Vec<&String> = of_forms.iter().collect();
    all.par_sort_unstable();
    all.dedup();
    let number = |stem: &String| saturating_u32(all.binary_search(&stem).unwrap_or(0));
    (of_forms.par_iter().map(number).collect(), all.len())
}

/// The mean length of each field, over the entries that have it.
fn means(counts: &Counts) -> [f32; FIELDS] {
    std::array::from_fn(|field| {
        let lengths = counts.entries.iter().map(|entry| u64::from(entry.lengths[field])).filter(|&length| length > 0);
        let (sum, number) = lengths.fold((0, 0_u64), |(sum, number), length| (sum + length, number + 1));
        ratio(sum, number.max(1)).max(1.0)
    })
}

#[expect(clippy::cast_precision_loss, reason = "a mean for a weight, not for a sum")]
fn ratio(sum: u64, number: u64) -> f32 {
    sum as f32 / number as f32
}

/// Returns the stems of an entry with their weights.
fn of_entry(entry: &Counted, stems: &[u32], means: [f32; FIELDS]) -> Vec<Weighed> {
    let stem = |word: u32| stems[word as usize];
    let title: Vec<u32> = entry.title.iter().map(|&word| stem(word)).collect();
    let mut own: Vec<_> = entry.words.iter().map(|&(word, often)| (stem(word), often)).collect();
    own.sort_unstable();
    own.dedup_by(|other, kept| {
        let same = other.0 == kept.0;
        if same {
            (0..FIELDS).for_each(|field| kept.1[field] = kept.1[field].saturating_add(other.1[field]));
        }
        same
    });
    let norms: [f32; FIELDS] = std::array::from_fn(|field| {
        SATURATION * (1.0 - NORMS[field] + NORMS[field] * ratio(u64::from(entry.lengths[field]), 1) / means[field])
    });
    own.into_iter()
        .map(|(stem, often)| {
            let parts = (0..FIELDS).map(|field| {
                let often = f32::from(often[field]);
                WEIGHTS[field] * often * (SATURATION + 1.0) / (often + norms[field])
            });
            (stem, level(parts.sum()), place_in(&title, stem))
        })
        .collect()
}

/// Returns the number of different stems in a title, without stop words that queries skip; at least 1.
fn length(title: &[u32], asked: &[bool], stems: &[u32]) -> usize {
    let mut all: Vec<u32> =
        title.iter().filter(|&&word| asked[word as usize]).map(|&word| stems[word as usize]).collect();
    all.sort_unstable();
    all.dedup();
    all.len().clamp(1, LAST_IN_TITLE)
}

/// Returns the position of a stem in the title, from 1; 0 if it is not there.
fn place_in(title: &[u32], stem: u32) -> u8 {
    let at = title.iter().position(|&other| other == stem);
    at.and_then(|at| u8::try_from(at.min(LAST_IN_TITLE - 1) + 1).ok()).unwrap_or(0)
}

fn by_stem(found: Vec<Vec<Weighed>>, stems: usize) -> Vec<Vec<Posting>> {
    let mut numbers = vec![0_usize; stems];
    found.iter().flatten().for_each(|(stem, ..)| numbers[*stem as usize] += 1);
    let mut lists: Vec<Vec<Posting>> = numbers.into_iter().map(Vec::with_capacity).collect();
    for (own, entry) in found.into_iter().zip(0..) {
        for (stem, level, in_title) in own {
            lists[stem as usize].push(Posting { entry, level, in_title });
        }
    }
    lists
}

/// Quantises a weight. The square root keeps small weights apart.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 1 and the number of levels")]
fn level(weight: f32) -> u8 {
    (f32::from(LEVELS) * (weight / MOST_WEIGHT).sqrt()).round().clamp(1.0, f32::from(LEVELS)) as u8
}

/// Encodes the postings of a stem:
///
/// 1. the document frequency,
/// 2. the levels in descending order: the delta to the level above, the number of entries, the entries delta-coded,
/// 3. if the stem occurs in titles, [`pack::GAP`] and for each such entry its number (delta-coded), the position of the
///    stem in the title and the length of the title, from `titles`.
///
/// Only the [`MOST`] entries with the highest levels are listed.
fn pack_list(mut list: Vec<Posting>, titles: &[usize]) -> String {
    let mut out = String::new();
    pack::push_index(&mut out, list.len());
    if list.len() > MOST {
        list.sort_by_key(|posting| (std::cmp::Reverse(posting.level), posting.entry));
        list.truncate(MOST);
        list.sort_by_key(|posting| posting.entry);
    }
    let mut steps: [Vec<u32>; LEVELS as usize + 1] = std::array::from_fn(|_| Vec::new());
    list.iter().for_each(|posting| steps[usize::from(posting.level)].push(posting.entry));
    let mut above = LEVELS;
    for (level, entries) in (0..=LEVELS).zip(steps).rev().filter(|(_, entries)| !entries.is_empty()) {
        pack::push(&mut out, u32::from(above - level));
        pack::push_index(&mut out, entries.len());
        pack::push_rising(&mut out, entries);
        above = level;
    }
    let mut before = None;
    for posting in list.iter().filter(|posting| posting.in_title > 0) {
        if before.is_none() {
            out.push(pack::GAP);
        }
        pack::push(&mut out, posting.entry - before.unwrap_or(0));
        pack::push(&mut out, u32::from(posting.in_title));
        pack::push_index(&mut out, titles[posting.entry as usize]);
        before = Some(posting.entry);
    }
    out
}

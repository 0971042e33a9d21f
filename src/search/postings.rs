//! Counts → for each stem the entries in which it stands, and how much it says about each: a sum over the fields of an
//! entry, each with its weight and its own norm for length (BM25). How rare a stem is, readers' scripts weigh in.

use rayon::prelude::*;

use super::count::{Counts, FIELDS, Often};
use super::pack;

/// What a word in each field weighs.
const WEIGHTS: [f32; FIELDS] = [3.0, 1.0, 1.0];
/// How much the length of each field counts.
const NORMS: [f32; FIELDS] = [0.75, 0.75, 0.75];
/// How soon another occurrence adds little.
const SATURATION: f32 = 1.2;
/// In how many steps the weight of a word in an entry is told.
const LEVELS: u8 = 24;
/// At most so many entries are told of a stem: further ones would not be seen.
const MOST: usize = 1500;

/// A stem in an entry.
#[derive(Clone, Copy, Debug, Default)]
struct Posting {
    entry: u32,
    level: u8,
}

/// The stem of each form, by number, and the packed postings of each stem.
#[derive(Debug, Default)]
pub(super) struct Postings {
    pub stems: Vec<u32>,
    pub packed: Vec<String>,
}

/// Weighs all words. `stem` yields the stem of a word as written.
pub(super) fn weigh(counts: &Counts, stem: impl Fn(&str) -> String + Sync) -> Postings {
    let (stems, number) = number_stems(counts, stem);
    let means = means(counts);
    let found: Vec<Vec<(u32, f32)>> =
        counts.entries.par_iter().map(|entry| of_entry(&entry.words, entry.lengths, (&stems, means))).collect();
    let most = found.par_iter().flatten_iter().map(|(_, weight)| *weight).reduce(|| 0.0, f32::max);
    let lists = by_stem(&found, number, most);
    let packed = lists.into_par_iter().map(pack_list).collect();
    Postings { stems, packed }
}

/// The number of each form's stem, stems in the order of their bytes; and how many stems there are.
fn number_stems(counts: &Counts, stem: impl Fn(&str) -> String + Sync) -> (Vec<u32>, usize) {
    let of_forms: Vec<String> = counts.forms.par_iter().map(|(_, written)| stem(written)).collect();
    let mut all: Vec<&String> = of_forms.iter().collect();
    all.par_sort_unstable();
    all.dedup();
    let number = |stem: &String| u32::try_from(all.binary_search(&stem).unwrap_or(0)).unwrap_or(u32::MAX);
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

/// The stems of an entry with their weight.
fn of_entry(
    words: &[(u32, Often)],
    lengths: [u32; FIELDS],
    (stems, means): (&[u32], [f32; FIELDS]),
) -> Vec<(u32, f32)> {
    let mut own: Vec<(u32, Often)> = words.iter().map(|&(word, often)| (stems[word as usize], often)).collect();
    own.sort_unstable();
    own.dedup_by(|other, kept| {
        let same = other.0 == kept.0;
        if same {
            (0..FIELDS).for_each(|field| kept.1[field] = kept.1[field].saturating_add(other.1[field]));
        }
        same
    });
    let norms: [f32; FIELDS] = std::array::from_fn(|field| {
        SATURATION * (1.0 - NORMS[field] + NORMS[field] * ratio(u64::from(lengths[field]), 1) / means[field])
    });
    own.into_iter()
        .map(|(stem, often)| {
            let parts = (0..FIELDS).map(|field| {
                let often = f32::from(often[field]);
                WEIGHTS[field] * often * (SATURATION + 1.0) / (often + norms[field])
            });
            (stem, parts.sum())
        })
        .collect()
}

fn by_stem(found: &[Vec<(u32, f32)>], stems: usize, most: f32) -> Vec<Vec<Posting>> {
    let mut numbers = vec![0_usize; stems];
    found.iter().flatten().for_each(|(stem, _)| numbers[*stem as usize] += 1);
    let mut lists: Vec<Vec<Posting>> = numbers.into_iter().map(Vec::with_capacity).collect();
    for (own, entry) in found.iter().zip(0..) {
        for &(stem, weight) in own {
            lists[stem as usize].push(Posting { entry, level: level(weight, most) });
        }
    }
    lists
}

/// The step of a weight: square roots, so that small differences of small weights are told.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 1 and the number of levels")]
fn level(weight: f32, most: f32) -> u8 {
    (f32::from(LEVELS) * (weight / most).sqrt()).round().clamp(1.0, f32::from(LEVELS)) as u8
}

/// In how many entries the stem stands; then the steps downwards, each as its distance from the step above, a number of
/// entries and those entries.
fn pack_list(mut list: Vec<Posting>) -> String {
    let mut out = String::new();
    pack::push_index(&mut out, list.len());
    if list.len() > MOST {
        list.sort_by_key(|posting| (std::cmp::Reverse(posting.level), posting.entry));
        list.truncate(MOST);
        list.sort_by_key(|posting| posting.entry);
    }
    let mut above = LEVELS;
    for level in (1..=LEVELS).rev() {
        let entries: Vec<u32> = list.iter().filter(|posting| posting.level == level).map(|p| p.entry).collect();
        if !entries.is_empty() {
            pack::push(&mut out, u32::from(above - level));
            pack::push_index(&mut out, entries.len());
            pack::push_rising(&mut out, entries);
            above = level;
        }
    }
    out
}

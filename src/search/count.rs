//! Counts how often each word occurs in each field of each entry. Entries are counted in parallel, in chunks that each
//! have their own vocabulary. The result does not depend on how the entries are divided into chunks.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::sync::Arc;

use hashbrown::HashTable;
use rayon::prelude::*;
use xxhash_rust::xxh3::{Xxh3, xxh3_64};

use super::entry::Texts;
use super::fold;
use crate::text::{Slice, saturating_u32};

/// The fields of an entry, by index.
const TITLE: usize = 0;
const HEADINGS: usize = 1;
const BODY: usize = 2;
pub(super) const FIELDS: usize = 3;

/// Maximum number of chunks. Each has its own vocabulary, and joining these takes time.
const CHUNKS: usize = 16;
/// Minimum number of entries per chunk; the vocabulary of a smaller one would cost more than it saves.
const SMALLEST_CHUNK: usize = 64;

/// Occurrences of a word in each field of an entry, capped at 255.
pub(super) type Often = [u8; FIELDS];

/// The counts of one entry. Words are numbers in the vocabulary; each occurs once in `words`.
#[derive(Clone, Debug, Default)]
pub(super) struct Counted {
    pub words: Vec<(u32, Often)>,
    /// The words of the title, in order.
    pub title: Vec<u32>,
    /// The number of words in each field.
    pub lengths: [u32; FIELDS],
}

/// The counts of all entries.
#[derive(Debug, Default)]
pub(super) struct Counts {
    /// Every word in folded form, sorted by bytes, with its original spelling in lower case.
    pub forms: Vec<(String, String)>,
    /// The number of entries that contain each word (document frequency).
    pub spread: Vec<u32>,
    /// The entries, in order.
    pub entries: Vec<Counted>,
    /// A hash of all texts.
    pub hash: u128,
}

/// Counted chunks by their first entry.
pub(super) type ChunkCache = BTreeMap<usize, CachedChunk>;

/// A counted chunk with a hash of the inputs of its texts.
#[derive(Clone, Debug)]
pub(super) struct CachedChunk {
    inputs: u128,
    pub chunk: Arc<Chunk>,
}

/// The entries to count, by number.
pub(super) struct Uncounted<T, H> {
    /// The number of entries.
    pub number: usize,
    /// Returns the texts of an entry.
    pub texts: T,
    /// Returns a hash of everything that the texts of an entry are made from.
    pub inputs: H,
}

/// Counts the words of all entries. With `known`, a chunk is reused if the inputs of all its entries are unchanged, and
/// `known` is then replaced by the chunks of this call.
pub(super) fn count(
    entries: &Uncounted<impl Fn(usize) -> Texts + Sync, impl Fn(usize) -> u128 + Sync>,
    mut known: Option<&mut ChunkCache>,
) -> Counts {
    let number = entries.number;
    let size = number.div_ceil(CHUNKS).max(SMALLEST_CHUNK);
    let starts: Vec<usize> = (0..number).step_by(size).collect();
    let before = known.as_deref();
    let counted = |start: usize| {
        let range = start..(start + size).min(number);
        let inputs = before.map_or(0, |_| joined(range.clone().map(&entries.inputs)));
        let same = before.and_then(|before| before.get(&start)).filter(|known| known.inputs == inputs);
        let chunk = same.map_or_else(|| Arc::new(Chunk::of(range, &entries.texts)), |known| Arc::clone(&known.chunk));
        (start, CachedChunk { inputs, chunk })
    };
    let chunks: Vec<(usize, CachedChunk)> = starts.into_par_iter().map(counted).collect();
    if let Some(known) = &mut known {
        **known = chunks.iter().cloned().collect();
    }
    join(chunks.into_iter().map(|(_, counted)| counted.chunk).collect())
}

/// Combines the hashes of several entries into one.
fn joined(hashes: impl Iterator<Item = u128>) -> u128 {
    let mut hash = Xxh3::new();
    hashes.for_each(|own| hash.update(&own.to_le_bytes()));
    hash.digest128()
}

/// Words numbered in order of first occurrence. They are stored in one string for locality: looking them up takes most
/// of the counting time.
#[derive(Debug, Default)]
struct Vocabulary {
    table: HashTable<u32>,
    text: String,
    /// The end of each word in `text`, in bytes.
    ends: Vec<usize>,
    /// The original spelling of each word that differs from its folded form.
    written: HashMap<u32, String>,
}

impl Vocabulary {
    fn word(&self, number: u32) -> &str {
        let number = number as usize;
        self.text.slice(number.checked_sub(1).map_or(0, |before| self.ends[before])..self.ends[number])
    }

    /// Returns the number of `word`, adding it if it is new. Of several spellings with the same folded form, the
    /// longest in bytes is kept for stemming, because accents carry information.
    fn number(&mut self, word: &str, written: Option<&str>) -> u32 {
        let hash = xxh3_64(word.as_bytes());
        let known = self.table.find(hash, |&number| self.word(number) == word).copied();
        let number = known.unwrap_or_else(|| self.add(hash, word));
        if let Some(written) = written {
            let known = self.written.entry(number).or_default();
            if (written.len(), written) > (known.len(), known.as_str()) {
                written.clone_into(known);
            }
        }
        number
    }

    fn add(&mut self, hash: u64, word: &str) -> u32 {
        let number = saturating_u32(self.ends.len());
        self.text.push_str(word);
        self.ends.push(self.text.len());
        let mut table = std::mem::take(&mut self.table);
        table.insert_unique(hash, number, |&number| xxh3_64(self.word(number).as_bytes()));
        self.table = table;
        number
    }

    /// Returns every word with its original spelling, if that differs.
    fn forms(&self) -> impl Iterator<Item = (&str, Option<&str>)> {
        (0..).zip(&self.ends).map(|(number, _)| (self.word(number), self.written.get(&number).map(String::as_str)))
    }
}

/// A chunk of entries, whose words are numbered in its own vocabulary.
#[derive(Debug, Default)]
pub(super) struct Chunk {
    vocabulary: Vocabulary,
    entries: Vec<Counted>,
    /// A hash of the texts of each entry.
    hashes: Vec<u128>,
    /// For each word, the last entry that contains it, and its index in that entry's `words`.
    seen: Vec<(u32, u32)>,
}

impl Chunk {
    fn of(entries: Range<usize>, texts: &impl Fn(usize) -> Texts) -> Self {
        let mut chunk = Self::default();
        entries.for_each(|entry| chunk.take(&texts(entry)));
        chunk.seen = Vec::new();
        chunk
    }

    fn take(&mut self, texts: &Texts) {
        let mut counted = Counted::default();
        let mut hash = Xxh3::new();
        let mut field = |chunk: &mut Self, text: &str, number: usize| {
            hash.update(text.as_bytes());
            hash.update(&[0xFF]);
            fold::words(text, &mut |word, written| chunk.note(&mut counted, word, written, number));
        };
        field(self, &texts.title, TITLE);
        texts.labels.iter().for_each(|label| field(self, label, HEADINGS));
        texts.fragments.iter().for_each(|fragment| {
            // The headings of a step's lines are labels of the theme, which say nothing about the step.
            if texts.act.is_none() {
                field(self, &fragment.heading, HEADINGS);
            }
            field(self, &fragment.text, BODY);
        });
        let anchors = texts.fragments.iter().flat_map(|fragment| [fragment.anchor.as_str(), fragment.heading.as_str()]);
        let others = [texts.kind, &texts.url, &texts.of].into_iter().chain(texts.act.as_deref()).chain(anchors);
        others.for_each(|text| {
            hash.update(text.as_bytes());
            hash.update(&[0xFF]);
        });
        self.entries.push(counted);
        self.hashes.push(hash.digest128());
    }

    /// Counts an occurrence of a word in a field of the entry.
    fn note(&mut self, counted: &mut Counted, word: &str, written: Option<&str>, field: usize) {
        counted.lengths[field] += 1;
        let number = self.vocabulary.number(word, written);
        let index = number as usize;
        if index == self.seen.len() {
            self.seen.push((u32::MAX, 0));
        }
        let entry = saturating_u32(self.entries.len());
        let at = match self.seen[index] {
            (seen, at) if seen == entry => at as usize,
            _ => {
                let at = counted.words.len();
                counted.words.push((number, [0; FIELDS]));
                self.seen[index] = (entry, saturating_u32(at));
                at
            }
        };
        let often = &mut counted.words[at].1[field];
        *often = often.saturating_add(1);
        if field == TITLE {
            counted.title.push(number);
        }
    }
}

/// Joins the chunks and renumbers their words in one sorted vocabulary.
fn join(chunks: Vec<Arc<Chunk>>) -> Counts {
    let mut all = Vocabulary::default();
    let known: Vec<Vec<u32>> = chunks
        .iter()
        .map(|chunk| chunk.vocabulary.forms().map(|(word, written)| all.number(word, written)).collect())
        .collect();
    let all: Vec<(&str, Option<&str>)> = all.forms().collect();
    let mut order: Vec<usize> = (0..all.len()).collect();
    order.par_sort_unstable_by_key(|&form| all[form].0);
    let mut renumber = vec![0_u32; order.len()];
    (0..).zip(&order).for_each(|(number, &form)| renumber[form] = number);
    let form = |&form: &usize| (all[form].0.to_owned(), all[form].1.unwrap_or(all[form].0).to_owned());
    let forms: Vec<(String, String)> = order.iter().map(form).collect();
    let mut hash = Xxh3::new();
    chunks.iter().flat_map(|chunk| &chunk.hashes).for_each(|own| hash.update(&own.to_le_bytes()));
    let renumbered = chunks.into_par_iter().zip(known).flat_map_iter(|(chunk, known)| {
        // A chunk that nobody else holds is moved rather than cloned.
        let mut entries = Arc::try_unwrap(chunk).map_or_else(|held| held.entries.clone(), |chunk| chunk.entries);
        for Counted { words, title, .. } in &mut entries {
            let words = words.iter_mut().map(|(word, _)| word);
            words.chain(title).for_each(|word| *word = renumber[known[*word as usize] as usize]);
        }
        entries
    });
    let entries: Vec<Counted> = renumbered.collect();
    let mut spread = vec![0; forms.len()];
    entries.iter().flat_map(|entry| &entry.words).for_each(|(word, _)| spread[*word as usize] += 1);
    Counts { forms, spread, entries, hash: hash.digest128() }
}

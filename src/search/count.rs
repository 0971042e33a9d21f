//! Texts → which word stands how often in which field of which entry. Entries are counted in parallel, in chunks with a
//! vocabulary of their own; what comes out does not depend on how they were divided.

use std::collections::HashMap;

use rayon::prelude::*;
use xxhash_rust::xxh3::Xxh3;

use super::entry::Texts;
use super::fold;

/// The fields of an entry, by number.
const TITLE: usize = 0;
const HEADINGS: usize = 1;
const BODY: usize = 2;
pub(super) const FIELDS: usize = 3;

/// Up to how many chunks the entries are divided into: each brings its own vocabulary, which must be joined.
const CHUNKS: usize = 16;
/// A chunk of fewer entries is not worth its vocabulary.
const SMALLEST_CHUNK: usize = 64;

/// How often a word stands in each field of an entry.
pub(super) type Often = [u16; FIELDS];

/// What was counted in one entry: its words by their number in the vocabulary, each once.
#[derive(Debug, Default)]
pub(super) struct Counted {
    pub words: Vec<(u32, Often)>,
    /// The words of the title, in their order.
    pub title: Vec<u32>,
    /// How many words each field has.
    pub lengths: [u32; FIELDS],
}

/// Everything that was counted.
#[derive(Debug, Default)]
pub(super) struct Counts {
    /// Every word, folded, in the order of its bytes, with the word as it was written.
    pub forms: Vec<(String, String)>,
    /// In how many entries each word stands.
    pub spread: Vec<u32>,
    /// The entries in their order.
    pub entries: Vec<Counted>,
    /// A hash of all texts.
    pub hash: u128,
}

/// Counts `number` entries, whose texts `texts` yields.
pub(super) fn count(number: usize, texts: impl Fn(usize) -> Texts + Sync) -> Counts {
    let size = number.div_ceil(CHUNKS).max(SMALLEST_CHUNK);
    let starts: Vec<usize> = (0..number).step_by(size).collect();
    let chunks: Vec<Chunk> = starts
        .into_par_iter()
        .map(|start| {
            let mut chunk = Chunk::default();
            (start..(start + size).min(number)).for_each(|entry| chunk.take(&texts(entry)));
            chunk
        })
        .collect();
    join(chunks)
}

/// A stretch of entries. Words are numbered as they come.
#[derive(Default)]
struct Chunk {
    numbers: HashMap<String, u32>,
    /// The written form of each word.
    written: Vec<String>,
    entries: Vec<Counted>,
    /// A hash of each entry's texts.
    hashes: Vec<u128>,
    /// For each word, where in the entry at hand it was counted, as entry and place.
    seen: Vec<(u32, u32)>,
}

impl Chunk {
    fn take(&mut self, texts: &Texts) {
        let mut counted = Counted::default();
        let mut hash = Xxh3::new();
        let mut field = |chunk: &mut Self, text: &str, number: usize| {
            hash.update(text.as_bytes());
            hash.update(&[0xFF]);
            fold::words(text, &mut |word, written| chunk.note(&mut counted, (word, written), number));
        };
        field(self, &texts.title, TITLE);
        texts.labels.iter().for_each(|label| field(self, label, HEADINGS));
        texts.places.iter().for_each(|place| {
            field(self, &place.1, HEADINGS);
            field(self, &place.2, BODY);
        });
        for text in [texts.kind, &texts.url, &texts.of] {
            hash.update(text.as_bytes());
            hash.update(&[0xFF]);
        }
        texts.places.iter().for_each(|place| hash.update(place.0.as_bytes()));
        if let Some((act, say, avoid)) = &texts.lines {
            for lines in [std::slice::from_ref(act), say, avoid] {
                hash.update(&[0xFE]);
                lines.iter().for_each(|line| hash.update(line.as_bytes()));
            }
        }
        self.entries.push(counted);
        self.hashes.push(hash.digest128());
    }

    fn note(&mut self, counted: &mut Counted, (word, written): (&str, &str), field: usize) {
        counted.lengths[field] += 1;
        let number = match self.numbers.get(word) {
            Some(&number) => number,
            None => self.add(word, written),
        };
        let index = number as usize;
        // Words with accents say more about themselves: where both are written, they lead to the stem.
        let known = &self.written[index];
        if (written.len(), written) > (known.len(), known.as_str()) {
            written.clone_into(&mut self.written[index]);
        }
        let entry = u32::try_from(self.entries.len()).unwrap_or(u32::MAX);
        let place = match self.seen[index] {
            (seen, place) if seen == entry => place as usize,
            _ => {
                let place = counted.words.len();
                counted.words.push((number, [0; FIELDS]));
                self.seen[index] = (entry, u32::try_from(place).unwrap_or(u32::MAX));
                place
            }
        };
        let often = &mut counted.words[place].1[field];
        *often = often.saturating_add(1);
        if field == TITLE {
            counted.title.push(number);
        }
    }

    fn add(&mut self, word: &str, written: &str) -> u32 {
        let number = u32::try_from(self.written.len()).unwrap_or(u32::MAX);
        self.numbers.insert(word.to_owned(), number);
        self.written.push(written.to_owned());
        self.seen.push((u32::MAX, 0));
        number
    }

    /// The folded words in the order of their numbers.
    fn forms(&mut self) -> Vec<(String, String)> {
        let mut forms: Vec<(u32, String)> =
            std::mem::take(&mut self.numbers).into_iter().map(|(f, n)| (n, f)).collect();
        forms.sort_unstable();
        forms.into_iter().map(|(_, form)| form).zip(std::mem::take(&mut self.written)).collect()
    }
}

/// Numbers the words of all chunks in one order.
fn join(mut chunks: Vec<Chunk>) -> Counts {
    let vocabularies: Vec<Vec<(String, String)>> = chunks.par_iter_mut().map(Chunk::forms).collect();
    let mut forms: Vec<(String, String)> = vocabularies.iter().flatten().cloned().collect();
    // Of one word the longest written form comes first, as within a chunk.
    forms.par_sort_unstable_by(|a, b| (&a.0, b.1.len(), &b.1).cmp(&(&b.0, a.1.len(), &a.1)));
    forms.dedup_by(|later, first| later.0 == first.0);
    let mut hash = Xxh3::new();
    chunks.iter().flat_map(|chunk| &chunk.hashes).for_each(|own| hash.update(&own.to_le_bytes()));
    let number = |form: &str| forms.binary_search_by(|(known, _)| known.as_str().cmp(form)).unwrap_or(0);
    let renumbered: Vec<Vec<Counted>> = chunks
        .into_par_iter()
        .zip(&vocabularies)
        .map(|(chunk, own)| {
            let numbers: Vec<u32> =
                own.iter().map(|(form, _)| u32::try_from(number(form)).unwrap_or(u32::MAX)).collect();
            let mut entries = chunk.entries;
            for Counted { words, title, .. } in &mut entries {
                words.iter_mut().map(|(word, _)| word).chain(title).for_each(|word| *word = numbers[*word as usize]);
            }
            entries
        })
        .collect();
    let entries: Vec<Counted> = renumbered.into_iter().flatten().collect();
    let mut spread = vec![0; forms.len()];
    entries.iter().flat_map(|entry| &entry.words).for_each(|(word, _)| spread[*word as usize] += 1);
    Counts { forms, spread, entries, hash: hash.digest128() }
}

//! The search index, as files of the output: scripts that hand their payload to the reader's script, so that they load
//! from anywhere, a shared drive included.
//!
//! One folder for each language of the site, named by a hash of what it holds; `root.js` beside them, the one file whose
//! name never changes, names the folders. In a folder: `core.js` and `tN.js`, the forms of all words with their stems;
//! `pN.js`, where each stem stands; `fN.js`, the texts of the entries; `facets.js`, what entries can be filtered by. What
//! `core.js` says stands for the site's own language in `root.js` itself: every search needs both.
//! The index is made from the documents in memory and knows no HTML.

mod count;
mod entry;
mod facets;
mod fold;
mod pack;
mod postings;
mod stem;
mod synonyms;
mod vocabulary;

use std::collections::BTreeMap;

use rayon::prelude::*;
use serde::Serialize;

use crate::config::Config;
use crate::model::Site;
use crate::output::Content;
use crate::source::SourceMap;
use crate::words::Words;
use count::{Counts, Stretches};
use entry::{Entry, Kind, Texts};
use postings::Postings;
use vocabulary::Part;

/// A file of the output.
pub type File = (String, Content);

/// The version of the form of the files: readers' scripts of another version do not read them.
const FORM: u32 = 3;
/// The folder of all files.
const FOLDER: &str = "search";
/// About how many signs of postings a file has: what a word of a query costs.
const POSTINGS_SIZE: usize = 4 << 10;
/// About how many bytes of texts a file has: what a result on the screen costs.
const TEXTS_SIZE: usize = 6 << 10;
/// How many of these files are handed over at once.
const BATCH: usize = 32;
/// How many entries are looked at to learn how long they are.
const SAMPLE: usize = 512;

/// Hands the files of the whole index to `take`, in any order, from several threads.
pub fn index(site: &Site, sources: &SourceMap, take: &(impl Fn(Vec<File>) + Sync)) {
    words(site, sources, None, take).texts(site, sources, take);
}

/// The same without the files of texts, which what is returned makes. With a `memory`, what was counted before and is
/// the same is taken over.
pub fn words(
    site: &Site,
    sources: &SourceMap,
    mut memory: Option<&mut Memory>,
    take: &(impl Fn(Vec<File>) + Sync),
) -> Index {
    if let Some(memory) = &mut memory {
        memory.suit(site);
    }
    let (mut root, mut index) = (Root { form: FORM, languages: Vec::new() }, Index::default());
    for (name, entries) in entry::gather(site) {
        let known = memory.as_deref_mut().map(|memory| memory.languages.entry(name.clone()).or_default());
        let made = language((site, sources), (&name, &entries), known, take);
        index.languages.push(Placed { folder: made.folder.clone(), per_file: made.per_file, entries });
        root.languages.push(made);
    }
    take(vec![script("root.js", "root", &root)]);
    index
}

/// What was counted for an index, for the next one.
#[derive(Clone, Default)]
pub struct Memory {
    /// Texts hang on these, too.
    settings: Option<(Config, Words)>,
    languages: BTreeMap<String, Stretches>,
}

impl Memory {
    /// Forgets everything where the site has other settings or words.
    fn suit(&mut self, site: &Site) {
        let same = self.settings.as_ref().is_some_and(|(config, words)| *config == site.config && *words == site.words);
        if !same {
            *self = Self { settings: Some((site.config.clone(), site.words.clone())), languages: BTreeMap::new() };
        }
    }

    /// Every chunk of counted entries: its language and first entry, and where it lies in memory.
    #[cfg(test)]
    pub(crate) fn chunks(&self) -> impl Iterator<Item = (String, *const ())> + '_ {
        self.languages.iter().flat_map(|(name, chunks)| {
            chunks
                .iter()
                .map(move |(first, (_, chunk))| (format!("{name} {first}"), std::sync::Arc::as_ptr(chunk).cast()))
        })
    }
}

/// Where the texts of an index stand.
#[derive(Debug, Default)]
pub struct Index {
    languages: Vec<Placed>,
}

#[derive(Debug)]
struct Placed {
    folder: String,
    entries: Vec<Entry>,
    per_file: usize,
}

impl Index {
    /// Hands the files of texts to `take`: most of the index, so none waits for another. The site and its texts are those
    /// that the index was made of.
    pub fn texts(&self, site: &Site, sources: &SourceMap, take: &(impl Fn(Vec<File>) + Sync)) {
        for placed in &self.languages {
            let numbers: Vec<usize> = (0..placed.entries.len().div_ceil(placed.per_file)).collect();
            numbers.par_chunks(BATCH).for_each(|numbers| {
                take(numbers.iter().filter_map(|&number| placed.file(site, sources, number)).collect());
            });
        }
    }

    /// The file of texts at `path`, from the output's root.
    #[must_use]
    pub fn file(&self, site: &Site, sources: &SourceMap, path: &str) -> Option<Content> {
        let (folder, name) = path.strip_prefix(FOLDER)?.strip_prefix('/')?.split_once('/')?;
        let placed = self.languages.iter().find(|placed| placed.folder == folder)?;
        let number = name.strip_prefix('f')?.strip_suffix(".js")?.parse().ok()?;
        placed.file(site, sources, number).filter(|(made, _)| made == path).map(|(_, content)| content)
    }
}

impl Placed {
    fn file(&self, site: &Site, sources: &SourceMap, number: usize) -> Option<File> {
        let entries = self.entries.chunks(self.per_file).nth(number)?;
        let texts: Vec<Texts> = entries.iter().map(|&entry| entry::texts(site, sources, entry)).collect();
        let folder = &self.folder;
        Some(script(&format!("{folder}/f{number}.js"), &format!("{folder}/f{number}"), &texts))
    }
}

/// What `root.js` says.
#[derive(Serialize)]
struct Root {
    form: u32,
    languages: Vec<Language>,
}

/// The index of one language.
#[derive(Serialize)]
struct Language {
    name: String,
    /// Its folder.
    folder: String,
    /// How many entries it has.
    entries: usize,
    /// The kinds that it has, each with its first entry.
    kinds: Vec<(&'static str, usize)>,
    /// How many entries stand in one file of texts.
    per_file: usize,
    /// The first word of each tail of the vocabulary.
    tails: Vec<String>,
    /// The first stem of each file of postings, packed as a rising list.
    postings: String,
    /// What every search loads, in the site's own language.
    #[serde(skip_serializing_if = "Option::is_none")]
    core: Option<Core>,
}

/// The part of the vocabulary that every search loads.
#[derive(Serialize)]
struct Core {
    #[serde(flatten)]
    forms: Part,
    synonyms: Vec<synonyms::Synonym>,
    /// Words that say little, wherever they stand.
    little: Vec<String>,
}

fn language(
    (site, sources): (&Site, &SourceMap),
    (name, entries): (&str, &[Entry]),
    known: Option<&mut Stretches>,
    take: &(impl Fn(Vec<File>) + Sync),
) -> Language {
    let texts = |number: usize| entry::texts(site, sources, entries[number]);
    let mark = |number: usize| entry::mark(site, sources, entries[number]);
    let mut counts = count::count(entries.len(), (texts, mark), known);
    let stems = stem::Stems::of(name);
    let is_own = name == entry::base(&site.config.language);
    let little = if is_own { little(site) } else { Vec::new() };
    let Postings { stems, packed } = postings::weigh(&mut counts, |word| stems.stem(word), &little);
    let synonyms = synonyms::resolve(&site.config.synonyms, &counts, &stems);
    let facets = facets::gather(site, entries);
    let folder = folder(&counts, &(env!("CARGO_PKG_VERSION"), name, &synonyms, &facets, &little));
    let vocabulary = vocabulary::divide(&counts, &stems);
    drop(counts);
    let path = |name: &str| format!("{folder}/{name}");
    let core = Core { forms: vocabulary.core, synonyms, little };
    let mut files = vec![script(&path("facets.js"), &path("facets"), &facets)];
    for (number, tail) in vocabulary.tails.iter().enumerate() {
        files.push(script(&path(&format!("t{number}.js")), &path(&format!("t{number}")), tail));
    }
    let (firsts, shards) = shards(&packed);
    for (number, shard) in shards.iter().enumerate() {
        files.push(script(&path(&format!("p{number}.js")), &path(&format!("p{number}")), shard));
    }
    let mut postings = String::new();
    pack::push_rising(&mut postings, firsts);
    if !is_own {
        files.push(script(&path("core.js"), &path("core"), &core));
    }
    take(files);
    let per_file = per_file(site, sources, entries);
    let tails = vocabulary.tails.into_iter().map(|tail| tail.first).collect();
    Language {
        name: name.to_owned(),
        folder,
        entries: entries.len(),
        kinds: kinds(entries),
        per_file,
        tails,
        postings,
        core: is_own.then_some(core),
    }
}

/// The little words of the theme, folded as words are.
fn little(site: &Site) -> Vec<String> {
    let mut words = Vec::new();
    let listed = site.words.list("search_words.little");
    listed.iter().for_each(|text| fold::words(text, &mut |word, _| words.push(word.to_owned())));
    words.sort();
    words.dedup();
    words
}

/// The name of a folder: a hash of everything that its files are made from.
fn folder(counts: &Counts, others: &impl Serialize) -> String {
    let others = serde_json::to_vec(others).unwrap_or_default();
    let hash = counts.hash ^ xxhash_rust::xxh3::xxh3_128_with_seed(&others, u64::from(FORM));
    format!("{:010x}", hash >> 88)
}

/// The first entry of each kind.
fn kinds(entries: &[Entry]) -> Vec<(&'static str, usize)> {
    let mut kinds: Vec<(Kind, usize)> = Vec::new();
    for (number, (kind, _)) in entries.iter().enumerate() {
        if kinds.last().is_none_or(|(last, _)| last != kind) {
            kinds.push((*kind, number));
        }
    }
    kinds.into_iter().map(|(kind, first)| (kind.name(), first)).collect()
}

/// How many entries make a file of texts: as many for all, so that an entry's number says where it stands.
fn per_file(site: &Site, sources: &SourceMap, entries: &[Entry]) -> usize {
    let step = entries.len().div_ceil(SAMPLE).max(1);
    let sample: Vec<Entry> = entries.iter().copied().step_by(step).collect();
    let length = |texts: &Texts| texts.places.iter().map(|place| place.1.len() + place.2.len()).sum::<usize>();
    let all: usize = sample.par_iter().map(|&entry| length(&entry::texts(site, sources, entry))).sum();
    (TEXTS_SIZE * sample.len() / all.max(1)).clamp(1, 64)
}

/// The postings of consecutive stems as files of about one size, and the first stem of each.
fn shards(packed: &[String]) -> (Vec<u32>, Vec<String>) {
    let (mut firsts, mut shards): (Vec<u32>, Vec<String>) = (Vec::new(), Vec::new());
    for (stem, list) in (0..).zip(packed) {
        match shards.last_mut() {
            Some(last) if last.len() + list.len() < POSTINGS_SIZE => {
                last.push(' ');
                last.push_str(list);
            }
            _ => {
                firsts.push(stem);
                shards.push(list.clone());
            }
        }
    }
    (firsts, shards)
}

/// A file that hands `payload` to the reader's script under the name `part`.
fn script(path: &str, part: &str, payload: &impl Serialize) -> File {
    let mut bytes = format!("casebookIndex(\"{part}\",").into_bytes();
    let start = bytes.len();
    // Texts and numbers always have a form in JSON.
    serde_json::to_writer(&mut bytes, payload).expect("texts and numbers");
    // Few files have any; the two separators begin with the same byte.
    if bytes[start..].contains(&b'<') || bytes[start..].contains(&0xE2) {
        let json = String::from_utf8_lossy(&bytes[start..]);
        // Older browsers end a line of a script at the separators, even inside a text.
        let escaped = json.replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029").replace('<', "\\u003c");
        bytes.truncate(start);
        bytes.extend_from_slice(escaped.as_bytes());
    }
    bytes.extend_from_slice(b");\n");
    (format!("{FOLDER}/{path}"), Content::Bytes(bytes))
}

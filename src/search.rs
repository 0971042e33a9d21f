//! The search index, written as script files. Each passes its payload to the reader's script, so the index also loads
//! from `file:` addresses, for example on a shared drive.
//!
//! There is one folder per language of the site, named by a hash of its content. `root.js` beside the folders lists
//! them and is the only file whose name never changes. A folder contains `core.js` and `tN.js` (all word forms with
//! their stems), `pN.js` (the postings of each stem), `fN.js` (the texts of the entries) and `facets.js` (the filters).
//! For the site's own language, `root.js` itself contains the payload of `core.js`, because every search needs both.
//!
//! The index is built from the documents in memory, not from rendered HTML.

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
use crate::i18n::Messages;
use crate::model::Site;
use crate::model::address::SEARCH_FOLDER;
use crate::output::Content;
use crate::source::SourceMap;
use crate::text::base_language;
use count::{ChunkCache, Counts, Uncounted};
use entry::{Entry, FileHashes, Kind, LanguageEntries, Texts};
use postings::Postings;
use vocabulary::Part;

/// An output file: its path and its content.
pub type File = (String, Content);

/// The version of the file format. Readers' scripts of another version ignore the index.
const FORM: u32 = 4;
/// Target size of a postings file, in characters. A query loads one such file per word.
const POSTINGS_SIZE: usize = 4 << 10;
/// Target size of a text file, in bytes. Each result on the screen may load one.
const TEXTS_SIZE: usize = 6 << 10;
/// Text files passed to `take` at a time.
const BATCH: usize = 32;
/// Upper bound on the entries that are sampled to estimate the mean length of their texts.
const SAMPLE: usize = 512;

/// Passes all files of the index to `take`, in any order, from several threads.
pub fn index(site: &Site, sources: &SourceMap, take: &(impl Fn(Vec<File>) + Sync)) {
    words(site, sources, None, take).texts(site, sources, take);
}

/// Passes all files except the texts to `take`; the returned [`Index`] writes those. With a `cache`, counts whose
/// inputs are unchanged are reused.
pub fn words(
    site: &Site,
    sources: &SourceMap,
    mut cache: Option<&mut IndexCache>,
    take: &(impl Fn(Vec<File>) + Sync),
) -> Index {
    if let Some(cache) = &mut cache {
        cache.suit(site);
    }
    let (mut root, mut index) = (Root { form: FORM, constants: CONSTANTS, languages: Vec::new() }, Index::default());
    for group in entry::gather(site) {
        let known = cache.as_deref_mut().map(|cache| cache.languages.entry(group.language.clone()).or_default());
        let made = language(site, sources, &group, known, take);
        let (folder, entries) = (made.folder.clone(), group.entries);
        index.languages.push(TextFiles { folder, per_file: made.per_file, entries });
        root.languages.push(made);
    }
    take(vec![script("root.js", "root", &root)]);
    index
}

/// The counts behind an index, kept so that the next build can reuse them.
#[derive(Clone, Debug, Default)]
pub struct IndexCache {
    /// The settings and messages that the texts depend on.
    settings: Option<(Config, Messages)>,
    languages: BTreeMap<String, ChunkCache>,
}

impl IndexCache {
    /// Discards everything if the site's settings or messages have changed.
    fn suit(&mut self, site: &Site) {
        let same = self
            .settings
            .as_ref()
            .is_some_and(|(config, messages)| config == site.config() && messages == site.messages());
        if !same {
            *self =
                Self { settings: Some((site.config().clone(), site.messages().clone())), languages: BTreeMap::new() };
        }
    }

    /// Returns every chunk of counted entries: its language and first entry, and its address in memory.
    #[cfg(test)]
    pub(crate) fn chunks(&self) -> impl Iterator<Item = (String, *const ())> + '_ {
        self.languages.iter().flat_map(|(name, chunks)| {
            chunks
                .iter()
                .map(move |(first, known)| (format!("{name} {first}"), std::sync::Arc::as_ptr(&known.chunk).cast()))
        })
    }
}

/// The entries of an index by language, from which its text files are written.
#[derive(Debug, Default)]
pub struct Index {
    languages: Vec<TextFiles>,
}

/// The text files of one language.
#[derive(Debug)]
struct TextFiles {
    folder: String,
    entries: Vec<Entry>,
    per_file: usize,
}

impl Index {
    /// Passes the text files to `take`. They are most of the index, so they are written in parallel. `site` and
    /// `sources` must be those that the index was made from.
    pub fn texts(&self, site: &Site, sources: &SourceMap, take: &(impl Fn(Vec<File>) + Sync)) {
        for files in &self.languages {
            let numbers: Vec<usize> = (0..files.entries.len().div_ceil(files.per_file)).collect();
            numbers.par_chunks(BATCH).for_each(|numbers| {
                take(numbers.iter().filter_map(|&number| files.file(site, sources, number)).collect());
            });
        }
    }

    /// Returns the text file at `path`, relative to the output's root.
    #[must_use]
    pub fn file(&self, site: &Site, sources: &SourceMap, path: &str) -> Option<Content> {
        let (folder, name) = path.strip_prefix(SEARCH_FOLDER)?.strip_prefix('/')?.split_once('/')?;
        let files = self.languages.iter().find(|files| files.folder == folder)?;
        let number = name.strip_prefix('f')?.strip_suffix(".js")?.parse().ok()?;
        files.file(site, sources, number).filter(|(made, _)| made == path).map(|(_, content)| content)
    }
}

impl TextFiles {
    fn file(&self, site: &Site, sources: &SourceMap, number: usize) -> Option<File> {
        let entries = self.entries.chunks(self.per_file).nth(number)?;
        let texts: Vec<Texts> = entries.iter().map(|&entry| entry::texts(site, sources, entry)).collect();
        let folder = &self.folder;
        Some(script(&format!("{folder}/f{number}.js"), &format!("{folder}/f{number}"), &texts))
    }
}

/// The payload of `root.js`.
#[derive(Serialize)]
struct Root {
    form: u32,
    constants: Constants,
    languages: Vec<Language>,
}

/// Numbers that the reader's script needs to interpret the index. It reads them from here and has no copy of its own.
#[derive(Serialize)]
struct Constants {
    /// The number of levels to which the weights of postings are quantised.
    levels: u8,
    /// Stop words whose document frequency, as `floor(log2(df))`, is at least this are skipped in queries with other
    /// words.
    everywhere: u32,
    /// The core contains every ASCII form of at most this many characters.
    short: usize,
}

const CONSTANTS: Constants =
    Constants { levels: postings::LEVELS, everywhere: postings::EVERYWHERE.ilog2(), short: vocabulary::SHORT };

/// The index of one language.
#[derive(Serialize)]
struct Language {
    name: String,
    /// The name of its folder.
    folder: String,
    /// The number of entries.
    entries: usize,
    /// The kinds of its entries, each with the number of its first entry.
    kinds: Vec<(&'static str, usize)>,
    /// Entries per text file.
    per_file: usize,
    /// The first word form of each vocabulary tail.
    tails: Vec<String>,
    /// The first stem of each postings file, packed as an ascending list.
    postings: String,
    /// The core vocabulary; only for the site's own language, see the module.
    #[serde(skip_serializing_if = "Option::is_none")]
    core: Option<Core>,
}

/// The part of the vocabulary that every search loads.
#[derive(Serialize)]
struct Core {
    #[serde(flatten)]
    forms: Part,
    synonyms: Vec<synonyms::Synonym>,
    stop_words: Vec<String>,
}

fn language(
    site: &Site,
    sources: &SourceMap,
    LanguageEntries { language: name, entries }: &LanguageEntries,
    known: Option<&mut ChunkCache>,
    take: &(impl Fn(Vec<File>) + Sync),
) -> Language {
    let texts = |number: usize| entry::texts(site, sources, entries[number]);
    let files = FileHashes::new(sources);
    let inputs = |number: usize| entry::input_hash(site, &files, entries[number]);
    let mut counts = count::count(&Uncounted { number: entries.len(), texts, inputs }, known);
    let stems = stem::Stems::of(name);
    let is_own = *name == base_language(&site.config().language);
    let little = if is_own { little(site) } else { Vec::new() };
    let Postings { stems, packed } = postings::weigh(&mut counts, |word| stems.stem(word), &little);
    let synonyms = synonyms::resolve(&site.config().synonyms, &counts, &stems);
    let facets = facets::gather(site, entries);
    let folder = folder(&counts, &(env!("CARGO_PKG_VERSION"), name, &synonyms, &facets, &little));
    let vocabulary = vocabulary::divide(&counts, &stems);
    drop(counts);
    let path = |name: &str| format!("{folder}/{name}");
    let core = Core { forms: vocabulary.core, synonyms, stop_words: little };
    let mut files = vec![script(&path("facets.js"), &path("facets"), &facets)];
    for (number, tail) in vocabulary.tails.iter().enumerate() {
        files.push(script(&path(&format!("t{number}.js")), &path(&format!("t{number}")), tail));
    }
    let shards = shards(&packed);
    for (number, shard) in shards.files.iter().enumerate() {
        files.push(script(&path(&format!("p{number}.js")), &path(&format!("p{number}")), shard));
    }
    let mut postings = String::new();
    pack::push_rising(&mut postings, shards.firsts);
    if !is_own {
        files.push(script(&path("core.js"), &path("core"), &core));
    }
    take(files);
    let per_file = per_file(site, sources, entries);
    let tails = vocabulary.tails.into_iter().map(|tail| tail.first).collect();
    Language {
        name: name.clone(),
        folder,
        entries: entries.len(),
        kinds: kinds(entries),
        per_file,
        tails,
        postings,
        core: is_own.then_some(core),
    }
}

/// The theme's stop words, folded like indexed words, sorted and without duplicates.
fn little(site: &Site) -> Vec<String> {
    let mut words = Vec::new();
    let listed = site.messages().list("search_words.little");
    listed.iter().for_each(|text| fold::words(text, &mut |word, _| words.push(word.to_owned())));
    words.sort();
    words.dedup();
    words
}

/// Returns the name of a folder: a hash of everything that its files are made from.
fn folder(counts: &Counts, others: &impl Serialize) -> String {
    let others = serde_json::to_vec(others).unwrap_or_default();
    let hash = counts.hash ^ xxhash_rust::xxh3::xxh3_128_with_seed(&others, u64::from(FORM));
    format!("{:010x}", hash >> 88)
}

/// Returns each kind with the number of its first entry.
fn kinds(entries: &[Entry]) -> Vec<(&'static str, usize)> {
    let mut kinds: Vec<(Kind, usize)> = Vec::new();
    for (number, entry) in entries.iter().enumerate() {
        if kinds.last().is_none_or(|(last, _)| *last != entry.kind) {
            kinds.push((entry.kind, number));
        }
    }
    kinds.into_iter().map(|(kind, first)| (kind.name(), first)).collect()
}

/// Returns the number of entries per text file. It is the same for all files, so that scripts can compute an entry's
/// file from its number.
fn per_file(site: &Site, sources: &SourceMap, entries: &[Entry]) -> usize {
    let step = entries.len().div_ceil(SAMPLE).max(1);
    let sample: Vec<Entry> = entries.iter().copied().step_by(step).collect();
    let length = |texts: &Texts| {
        texts.fragments.iter().map(|fragment| fragment.heading.len() + fragment.text.len()).sum::<usize>()
    };
    let all: usize = sample.par_iter().map(|&entry| length(&entry::texts(site, sources, entry))).sum();
    (TEXTS_SIZE * sample.len() / all.max(1)).clamp(1, 64)
}

/// The postings of consecutive stems, joined into files of similar size.
#[derive(Default)]
struct Shards {
    /// The first stem of each file.
    firsts: Vec<u32>,
    /// The contents of each file.
    files: Vec<String>,
}

/// Joins the postings of consecutive stems.
fn shards(packed: &[String]) -> Shards {
    let Shards { mut firsts, mut files } = Shards::default();
    for (stem, list) in (0..).zip(packed) {
        match files.last_mut() {
            Some(last) if last.len() + list.len() < POSTINGS_SIZE => {
                last.push(' ');
                last.push_str(list);
            }
            _ => {
                firsts.push(stem);
                files.push(list.clone());
            }
        }
    }
    Shards { firsts, files }
}

/// Returns a script file that passes `payload` to the reader's script under the name `part`.
fn script(path: &str, part: &str, payload: &impl Serialize) -> File {
    let mut bytes = format!("casebookIndex(\"{part}\",").into_bytes();
    let start = bytes.len();
    // Strings and integers always serialise.
    serde_json::to_writer(&mut bytes, payload).expect("strings and integers always serialise");
    // Most files need no escapes and are not copied. U+2028 and U+2029 both begin with the byte 0xE2.
    if bytes[start..].contains(&b'<') || bytes[start..].contains(&0xE2) {
        let json = String::from_utf8_lossy(&bytes[start..]);
        // Older browsers treat these separators as line ends even inside a string.
        let escaped = json.replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029").replace('<', "\\u003c");
        bytes.truncate(start);
        bytes.extend_from_slice(escaped.as_bytes());
    }
    bytes.extend_from_slice(b");\n");
    (format!("{SEARCH_FOLDER}/{path}"), Content::Bytes(bytes))
}

//! The record of the files in an output folder, stored in the site's `.casebook` folder and never in the output.
//!
//! It distinguishes Casebook's files from others, and unchanged files from changed ones without reading them. A record
//! that is missing, truncated, of an unknown version or for another folder is ignored: every existing file then counts
//! as somebody else's. Files that already have the right content are added to the new record; a file with other content
//! stops the build, because nothing proves that Casebook wrote it; files that are not part of the site stay.
//!
//! Format, line by line: the version; the folder; the stamp, or `-`; `HASH LENGTH TIME STATE PATH` for each file, with
//! `-` for an unknown time; `end`. STATE is a [`State`], or `claimed` for a file that a build was about to put in
//! place.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs::{self, Metadata};
use std::path::Path;
use std::time::UNIX_EPOCH;

use sha2::{Digest, Sha256};
use xxhash_rust::xxh3::xxh3_128;

use super::{Result, Target, WriteError, disk, target};
use crate::output::Content;

const VERSION: &str = "casebook output 2";

/// The versions that can be read. Version 1 had neither `lasting` nor `claimed`; its files count as the author's.
const READABLE: [&str; 2] = [VERSION, "casebook output 1"];

/// The state of a file that a build was about to put in place.
const CLAIMED: &str = "claimed";

/// The stage of a file's life in the output.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum State {
    /// Part of the site. The build after its last use removes it, because it may hold what the author has deleted.
    #[default]
    Current,
    /// Part of the site, with nothing of the author's in it. It is kept for one more build, because open pages may ask
    /// for it.
    Lasting,
    /// No longer part of the site. The next build removes it.
    Retired,
}

impl State {
    const ALL: [Self; 3] = [Self::Current, Self::Lasting, Self::Retired];

    fn word(self) -> &'static str {
        match self {
            Self::Current => "current",
            Self::Lasting => "lasting",
            Self::Retired => "retired",
        }
    }
}

/// The recorded properties of a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Entry {
    /// XXH3 of bytes that Casebook made, or the first half of the SHA-256 of a copied file. Detects changes; not proof
    /// against forgery.
    pub hash: u128,
    pub len: u64,
    /// Nanoseconds since 1970; `None` until the file has been put in place.
    pub modified: Option<u64>,
    pub state: State,
}

impl Entry {
    /// True if `found` is unchanged since it was written, judging by size and time stamp.
    pub fn describes(&self, found: &Metadata) -> bool {
        found.is_file() && self.len == found.len() && self.modified.is_some() && self.modified == modified(found)
    }

    /// This entry with the time stamp of the file on disk.
    pub fn modified(self, found: &Metadata) -> Self {
        Self { modified: modified(found), ..self }
    }
}

/// The entry for `content`, without a time stamp.
pub(super) fn fingerprint(content: &Content) -> Entry {
    let (hash, len, state) = match content {
        Content::Bytes(bytes) => (xxh3_128(bytes), bytes.len() as u64, State::Current),
        Content::BuiltIn(bytes) => (xxh3_128(bytes), bytes.len() as u64, State::Lasting),
        Content::Copy { sha256, len, .. } => (front(sha256), *len, State::Current),
    };
    Entry { hash, len, modified: None, state }
}

fn front(sha256: &[u8]) -> u128 {
    sha256.iter().take(16).fold(0, |hash, &byte| hash << 8 | u128::from(byte))
}

/// True if the file at `path` holds the content of one of `entries`.
fn matches(path: &Path, entries: &[Entry]) -> Result<bool> {
    let bytes = fs::read(path).map_err(|error| WriteError::disk("read", path, error))?;
    let hashes = [xxh3_128(&bytes), front(&Sha256::digest(&bytes))];
    Ok(entries.iter().any(|entry| bytes.len() as u64 == entry.len && hashes.contains(&entry.hash)))
}

/// The modification time of a file, if the system has one.
fn modified(meta: &Metadata) -> Option<u64> {
    let since = meta.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
    u64::try_from(since.as_nanos()).ok()
}

/// Identifies a finished site: a hash of its inputs, and its number of pages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// The hash of all inputs that determine the site.
    pub fingerprint: [u8; 32],
    /// Number of pages of content.
    pub pages: usize,
}

impl Stamp {
    fn text(&self) -> String {
        let hex: String = self.fingerprint.iter().map(|byte| format!("{byte:02x}")).collect();
        format!("{hex} {}", self.pages)
    }

    fn parse(text: &str) -> Option<Self> {
        let (hex, pages) = text.split_once(' ')?;
        let mut fingerprint = [0; 32];
        for (at, byte) in fingerprint.iter_mut().enumerate() {
            *byte = u8::from_str_radix(hex.get(2 * at..2 * at + 2)?, 16).ok()?;
        }
        Some(Self { fingerprint, pages: pages.parse().ok()? })
    }
}

/// All files of one output folder, by path.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Record {
    pub entries: BTreeMap<String, Entry>,
    /// Files that unfinished builds were about to put in place. Each may be on disk instead of the one in `entries`.
    pub claims: BTreeMap<String, Vec<Entry>>,
    /// The stamp of the site, if the caller gave one.
    pub stamp: Option<Stamp>,
}

impl Record {
    pub fn load(target: &Target) -> Self {
        let text = fs::read_to_string(target.record()).unwrap_or_default();
        Self::parse(&text, target.key()).unwrap_or_default()
    }

    pub fn save(&self, target: &Target) -> Result<()> {
        disk::replace(&target.record(), self.text(target.key()).as_bytes())
    }

    /// Every version of the file at `path` that Casebook may have written.
    pub fn known(&self, path: &str) -> Vec<Entry> {
        let claims = self.claims.get(path).into_iter().flatten();
        self.entries.get(path).into_iter().chain(claims).copied().collect()
    }

    /// Paths of all files that Casebook may have written, sorted.
    pub fn paths(&self) -> BTreeSet<&str> {
        self.entries.keys().chain(self.claims.keys()).map(String::as_str).collect()
    }

    /// True if the file at `whole` is still as Casebook wrote it to `path`. Reads it only if its time stamp differs.
    pub fn describes(&self, path: &str, whole: &Path) -> Result<bool> {
        let known = self.known(path);
        match disk::stat(whole)? {
            Some(found) if found.is_file() && !known.is_empty() => {
                Ok(known.iter().any(|entry| entry.describes(&found)) || matches(whole, &known)?)
            }
            _ => Ok(false),
        }
    }

    fn text(&self, key: &str) -> String {
        let stamp = self.stamp.as_ref().map_or_else(|| "-".to_owned(), Stamp::text);
        let mut text = format!("{VERSION}\n{}\n{stamp}\n", escape(key));
        let entries = self.entries.iter().map(|(path, entry)| (path, entry, entry.state.word()));
        let claims = self.claims.iter().flat_map(|(path, all)| all.iter().map(move |entry| (path, entry, CLAIMED)));
        for (path, entry, state) in entries.chain(claims) {
            let modified = entry.modified.map_or_else(|| "-".to_owned(), |at| at.to_string());
            let line = writeln!(text, "{:032x} {} {modified} {state} {}", entry.hash, entry.len, escape(path));
            line.expect("writing to a string cannot fail");
        }
        text + "end\n"
    }

    fn parse(text: &str, key: &str) -> Option<Self> {
        let (version, body) = text.split_once('\n')?;
        let body = body.strip_suffix("end\n").filter(|_| READABLE.contains(&version))?;
        let (of, lines) = body.split_once('\n')?;
        let (stamp, lines) = lines.split_once('\n')?;
        let mut record = Self { stamp: Stamp::parse(stamp), ..Self::default() };
        lines.lines().try_for_each(|line| record.take(line))?;
        (of == escape(key)).then_some(record)
    }

    /// Parses one line into the record; `None` if it is malformed.
    fn take(&mut self, line: &str) -> Option<()> {
        let mut parts = line.splitn(5, ' ');
        let hash = u128::from_str_radix(parts.next()?, 16).ok()?;
        let len = parts.next()?.parse().ok()?;
        let modified = match parts.next()? {
            "-" => None,
            at => Some(at.parse().ok()?),
        };
        let word = parts.next()?;
        let path = unescape(parts.next()?);
        if !target::is_inside(&path) {
            return None;
        }
        let entry = Entry { hash, len, modified, state: State::default() };
        if word == CLAIMED {
            self.claims.entry(path).or_default().push(entry);
        } else {
            let state = State::ALL.into_iter().find(|state| state.word() == word)?;
            self.entries.insert(path, Entry { state, ..entry });
        }
        Some(())
    }
}

/// Escapes line breaks, which would end the line in the record, and `%`.
fn escape(name: &str) -> Cow<'_, str> {
    if name.contains(['%', '\n', '\r']) {
        return name.replace('%', "%25").replace('\n', "%0A").replace('\r', "%0D").into();
    }
    name.into()
}

fn unescape(name: &str) -> String {
    if name.contains('%') {
        return name.replace("%0D", "\r").replace("%0A", "\n").replace("%25", "%");
    }
    name.to_owned()
}

impl Target {
    /// Returns the number of pages if the folder holds exactly the site that was written with `fingerprint`: no file
    /// has changed or waits to be removed, and no unfinished build has left anything. Reads no file except the record.
    #[must_use]
    pub fn holds(&self, fingerprint: &[u8; 32]) -> Option<usize> {
        let record = Record::load(self);
        let stamp = record.stamp.as_ref().filter(|stamp| stamp.fingerprint == *fingerprint)?;
        let stands = |(path, entry): (&String, &Entry)| {
            let found = disk::stat(&self.dir().join(path)).ok().flatten();
            entry.state != State::Retired && found.is_some_and(|found| entry.describes(&found))
        };
        let leftovers = [self.temporaries(), self.staging()];
        let clean = record.claims.is_empty() && leftovers.iter().all(|path| matches!(disk::stat(path), Ok(None)));
        (clean && record.entries.iter().all(stands)).then_some(stamp.pages)
    }
}

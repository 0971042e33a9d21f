//! The note of what was written to an output folder, kept in the site's `.casebook`, never in the output.
//!
//! It tells Casebook's files from others, and unchanged ones from changed ones without reading them. A record that is
//! missing, cut off, of another version or of another folder counts as none: every file that stands then belongs to
//! somebody else. Those that hold just what would be written are taken into the new record as they are; one that
//! differs stops the build, for nothing proves that it is Casebook's; files that the site no longer has stay.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs::{self, Metadata};
use std::path::Path;
use std::time::UNIX_EPOCH;

use sha2::{Digest, Sha256};
use xxhash_rust::xxh3::{xxh3_64, xxh3_128};

use super::{Result, Target, WriteError, disk, target};
use crate::output::Content;

const VERSION: &str = "casebook output 1";

/// What is known of one file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Entry {
    /// XXH3 of bytes made here, the front of the SHA-256 of a copied file. It tells changes, it proves nothing.
    pub hash: u128,
    pub len: u64,
    /// Nanoseconds since 1970; unknown until the file has been put in place.
    pub modified: Option<u64>,
    /// Whether the site has it no longer.
    pub retired: bool,
}

impl Entry {
    /// Whether the file that stands is the one that was written, as far as one can tell without reading it.
    pub fn describes(&self, found: &Metadata) -> bool {
        found.is_file() && self.len == found.len() && self.modified.is_some() && self.modified == modified(found)
    }

    /// The same file as it stands on disk.
    pub fn modified(self, found: &Metadata) -> Self {
        Self { modified: modified(found), ..self }
    }
}

/// What `content` will be recorded as.
pub(super) fn fingerprint(content: &Content) -> Entry {
    let (hash, len) = match content {
        Content::Bytes(bytes) => (xxh3_128(bytes), bytes.len() as u64),
        Content::Copy { sha256, len, .. } => (front(sha256), *len),
    };
    Entry { hash, len, modified: None, retired: false }
}

fn front(sha256: &[u8]) -> u128 {
    sha256.iter().take(16).fold(0, |hash, &byte| hash << 8 | u128::from(byte))
}

/// A short name for `text`, the same on every machine and in every version.
pub(super) fn mark(text: &str) -> u64 {
    xxh3_64(text.as_bytes())
}

/// Whether the file at `path` holds what `entry` was made of.
pub(super) fn matches(path: &Path, entry: Entry) -> Result<bool> {
    let bytes = fs::read(path).map_err(|error| WriteError::disk("read", path, error))?;
    let same = || xxh3_128(&bytes) == entry.hash || front(&Sha256::digest(&bytes)) == entry.hash;
    Ok(bytes.len() as u64 == entry.len && same())
}

/// The time stamp of a file, where the system has one.
fn modified(meta: &Metadata) -> Option<u64> {
    let since = meta.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
    u64::try_from(since.as_nanos()).ok()
}

/// By what a finished site is known again: a hash of all that it was made from, and how many pages it has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// The hash, of whatever the caller holds to decide the site.
    pub fingerprint: [u8; 32],
    /// How many pages of content the site has.
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
    /// What the site was made from, where that is worth remembering.
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

    fn text(&self, key: &str) -> String {
        let stamp = self.stamp.as_ref().map_or_else(|| "-".to_owned(), Stamp::text);
        let mut text = format!("{VERSION}\n{}\n{stamp}\n", escape(key));
        for (path, entry) in &self.entries {
            let modified = entry.modified.map_or_else(|| "-".to_owned(), |at| at.to_string());
            let state = if entry.retired { "retired" } else { "current" };
            let line = writeln!(text, "{:032x} {} {modified} {state} {}", entry.hash, entry.len, escape(path));
            line.expect("a string takes everything");
        }
        text + "end\n"
    }

    fn parse(text: &str, key: &str) -> Option<Self> {
        let body = text.strip_prefix(VERSION)?.strip_prefix('\n')?.strip_suffix("end\n")?;
        let (of, lines) = body.split_once('\n')?;
        let (stamp, lines) = lines.split_once('\n')?;
        let entries: Option<_> = lines.lines().map(parse_line).collect();
        (of == escape(key)).then_some(Self { entries: entries?, stamp: Stamp::parse(stamp) })
    }
}

fn parse_line(line: &str) -> Option<(String, Entry)> {
    let mut parts = line.splitn(5, ' ');
    let hash = u128::from_str_radix(parts.next()?, 16).ok()?;
    let len = parts.next()?.parse().ok()?;
    let modified = match parts.next()? {
        "-" => None,
        at => Some(at.parse().ok()?),
    };
    let retired = match parts.next()? {
        "current" => false,
        "retired" => true,
        _ => return None,
    };
    let path = unescape(parts.next()?);
    target::is_inside(&path).then_some((path, Entry { hash, len, modified, retired }))
}

/// Line ends in a name would end its line in the record.
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

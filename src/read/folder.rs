//! A site's folder in memory, which can be refreshed after changes.

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufReader, Cursor, Read as _, Seek as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;
use std::{fs, io};

use rayon::prelude::*;
use sha2::{Digest, Sha256};

use super::listing::{self, Entry, EntryKind, is_visible};
use super::text::Text;
use super::{Asset, Inputs, ReadError, io_error, picture, theme};
use crate::config::{self, Config};
use crate::diagnostic::Diagnostic;
use crate::layout;
use crate::media::{self, Concern, Inspection};
use crate::source::{SourceMap, Span};

/// The paths to check for changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Changes {
    /// All paths. Files whose metadata (length, times or inode) differs are read again.
    Anywhere,
    /// Only these paths. Their files are read again even if the metadata is unchanged.
    At(BTreeSet<PathBuf>),
}

/// A site's folder as last read.
#[derive(Clone, Debug)]
pub struct Folder {
    dir: PathBuf,
    /// The folder with symbolic links resolved, because file watchers report such paths.
    resolved: PathBuf,
    files: BTreeMap<String, ReadFile>,
}

/// A file and the result of reading it.
#[derive(Clone, Debug)]
struct ReadFile {
    entry: Entry,
    stamp: Option<Stamp>,
    text: Option<Text>,
    asset: Option<Asset>,
    theme: Option<OfTheme>,
}

/// A file of a theme.
#[derive(Clone, Debug, PartialEq, Eq)]
struct OfTheme {
    /// The bytes of the file as published.
    bytes: Arc<[u8]>,
    concern: Option<Concern>,
}

impl Folder {
    /// Reads all files in `dir`.
    ///
    /// # Errors
    /// If there is no `content` folder, or a file cannot be read.
    pub fn open(dir: &Path) -> Result<Self, ReadError> {
        let resolved = dir.canonicalize().unwrap_or_else(|_| dir.to_owned());
        let mut folder = Self { dir: dir.to_owned(), resolved, files: BTreeMap::new() };
        folder.look_everywhere(&BTreeSet::new())?;
        Ok(folder)
    }

    /// The folder of the site.
    #[must_use]
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// Reads changed files again. Returns false if nothing has changed.
    ///
    /// # Errors
    /// Fails if the `content` folder no longer exists or a file cannot be read. The previous state is then kept.
    pub fn refresh(&mut self, changes: &Changes) -> Result<bool, ReadError> {
        let Changes::At(paths) = changes else { return self.look_everywhere(&BTreeSet::new()) };
        let names: BTreeSet<String> = paths.iter().filter_map(|path| self.name(path)).collect();
        if names.iter().all(|name| self.is_as_before(name)) {
            return self.look_at(&names);
        }
        self.look_everywhere(&names)
    }

    /// The path relative to the site's folder; `None` if nothing at that path is ever read.
    fn name(&self, path: &Path) -> Option<String> {
        let inside = path.strip_prefix(&self.dir).or_else(|_| path.strip_prefix(&self.resolved)).ok()?;
        let name = inside.to_str()?.replace('\\', "/");
        let top = name.split('/').next()?;
        let is_beside = !name.contains('/') && (layout::is_settings(&name) || layout::stray(&name).is_some());
        let read = layout::READ.contains(&top) || is_beside;
        let read = read && name.split('/').all(is_visible);
        read.then_some(name)
    }

    /// Returns true if no file was added or removed at this path.
    fn is_as_before(&self, name: &str) -> bool {
        let found = fs::symlink_metadata(self.dir.join(name)).ok();
        match (self.files.get(name), found) {
            (Some(held), _) if matches!(held.entry.kind, EntryKind::Beside) => false,
            (Some(held), Some(found)) => found.is_file() != held.entry.kind.is_no_file(),
            (None, None) => {
                let inside = format!("{name}/");
                let next = self.files.range(inside.clone()..).next();
                !next.is_some_and(|(known, _)| known.starts_with(&inside))
            }
            _ => false,
        }
    }

    /// Reads these files again.
    fn look_at(&mut self, names: &BTreeSet<String>) -> Result<bool, ReadError> {
        let known = names.iter().filter_map(|name| self.files.get(name));
        let read: Vec<Option<ReadFile>> =
            known.map(|held| ReadFile::read(&held.entry, Some(held))).collect::<Result<_, _>>()?;
        let mut changed = false;
        for held in read {
            // A file that disappears while it is read will be reported by the watcher again.
            let Some(held) = held else { return self.look_everywhere(names) };
            let before = self.files.insert(held.entry.path.clone(), held.clone());
            changed |= !before.is_some_and(|before| before.says_the_same(&held));
        }
        Ok(changed)
    }

    /// Lists the folder. Reads new files, files with different metadata, and those in `named`.
    fn look_everywhere(&mut self, named: &BTreeSet<String>) -> Result<bool, ReadError> {
        if !self.dir.join(layout::CONTENT).is_dir() {
            return Err(ReadError::NoContent(self.dir.clone()));
        }
        let entries = listing::list(&self.dir)?;
        let read = entries.into_par_iter().map(|entry| {
            let before = self.files.get(&entry.path).filter(|before| before.entry == entry);
            match before {
                Some(before) if !named.contains(&entry.path) && before.stands() => Ok(Some(before.clone())),
                _ => ReadFile::read(&entry, before),
            }
        });
        let read: Vec<Option<ReadFile>> = read.collect::<Result<_, _>>()?;
        let files: BTreeMap<String, ReadFile> =
            read.into_iter().flatten().map(|held| (held.entry.path.clone(), held)).collect();
        // Equal states have the same paths, so files can be compared in pairs.
        let same = files.len() == self.files.len()
            && files.values().zip(self.files.values()).all(|(now, before)| before.says_the_same(now));
        self.files = files;
        Ok(!same)
    }

    /// The input for a build, and the diagnostics about the files themselves.
    #[must_use]
    pub fn inputs(&self) -> (Inputs, Vec<Diagnostic>) {
        let mut found = Vec::new();
        let held = || self.files.values();
        let texts = held().filter_map(|held| Some(Arc::clone(&held.text.as_ref()?.file)));
        let sources = SourceMap::from_shared(texts.collect());
        for held in held() {
            let (trouble, kind) = (held.text.as_ref().and_then(|text| text.trouble), held.entry.kind);
            if trouble.is_none() && !kind.is_strange() {
                continue;
            }
            let Some(file) = sources.find(&held.entry.path) else { continue };
            found.extend(trouble.map(|trouble| trouble.diagnostic(file)));
            found.extend(kind.is_strange().then(|| kind.diagnostic(file, &held.entry.path)).flatten());
        }
        let unread = held().filter(|held| held.is_unread()).map(|held| held.entry.path.clone()).collect();
        let config = match sources.settings() {
            Some(file) => {
                let (config, mistakes) = config::read(file, sources.file(file).text());
                found.extend(mistakes);
                config
            }
            None => Config::default(),
        };
        let assets = held().filter_map(|held| held.asset.clone()).collect();
        let own: Vec<(&str, &[u8])> =
            held().filter_map(|held| Some((&*held.entry.path, &*held.theme.as_ref()?.bytes))).collect();
        found.extend(held().filter_map(|held| held.about_theme(&sources, &config)));
        let theme = theme::theme(&self.dir.join(layout::THEMES), &own, &sources, &config, &mut found);
        (Inputs { sources, config, unread, assets, theme }, found)
    }
}

impl ReadFile {
    /// Reads a file; `None` if it has just disappeared. An unchanged text is shared with `before`.
    fn read(entry: &Entry, before: Option<&Self>) -> Result<Option<Self>, ReadError> {
        match Self::try_read(entry, before) {
            Ok(held) => Ok(Some(held)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(io_error(&entry.from, error)),
        }
    }

    fn try_read(entry: &Entry, before: Option<&Self>) -> io::Result<Self> {
        // The stamp is taken before reading, so that a file which changes meanwhile looks changed next time.
        let stamp = Stamp::of(&entry.from);
        let text = match entry.kind {
            EntryKind::Text => Some(Text::read(&entry.path, &entry.from)?),
            kind if kind.is_strange() => Some(Text::unread(&entry.path)),
            _ => None,
        };
        let of_theme = entry.path.starts_with("themes/") && !entry.kind.is_left_out();
        let theme = if of_theme { Some(OfTheme::read(entry)?) } else { None };
        // A diagnostic needs a text to refer to.
        let is_pointed_to = theme.as_ref().is_some_and(|theme| theme.concern.is_some());
        let text = text.or_else(|| is_pointed_to.then(|| Text::unread(&entry.path)));
        let text = match (text, before.and_then(|before| before.text.as_ref())) {
            (Some(text), Some(before)) if text.says_the_same(before) => Some(before.clone()),
            (text, _) => text,
        };
        let asset = if entry.is_asset() { Some(asset(entry)?) } else { None };
        Ok(Self { entry: entry.clone(), stamp, text, asset, theme })
    }

    /// The diagnostic about a picture or film of the theme in use.
    fn about_theme(&self, sources: &SourceMap, config: &Config) -> Option<Diagnostic> {
        let path = self.entry.path.strip_prefix("themes/")?.strip_prefix(&config.theme)?.strip_prefix('/')?;
        let concern = self.theme.as_ref()?.concern?;
        Some(picture::media_finding(concern, Span::start_of(sources.find(&self.entry.path)?), path))
    }

    fn is_unread(&self) -> bool {
        self.entry.kind.is_left_out() || self.text.as_ref().is_some_and(Text::is_unread)
    }

    /// Returns true if the file's metadata is unchanged since it was read.
    fn stands(&self) -> bool {
        self.stamp.is_some() && self.stamp == Stamp::of(&self.entry.from)
    }

    fn says_the_same(&self, other: &Self) -> bool {
        let texts = match (&self.text, &other.text) {
            (Some(own), Some(other)) => own.says_the_same(other),
            (own, other) => own.is_none() && other.is_none(),
        };
        texts && self.entry == other.entry && self.asset == other.asset && self.theme == other.theme
    }
}

impl OfTheme {
    /// Reads a file of a theme. Pictures in `assets/` are published, so their metadata is removed.
    fn read(entry: &Entry) -> io::Result<Self> {
        let bytes = fs::read(&entry.from)?;
        if entry.path.split('/').nth(2) != Some("assets") {
            return Ok(Self { bytes: bytes.into(), concern: None });
        }
        let Inspection { edits, concern, .. } = media::inspect(&mut Cursor::new(&bytes), &entry.path)?;
        if edits.is_empty() {
            return Ok(Self { bytes: bytes.into(), concern });
        }
        let mut published = Vec::with_capacity(bytes.len());
        edits.apply(Cursor::new(&bytes))?.read_to_end(&mut published)?;
        Ok(Self { bytes: published.into(), concern })
    }
}

/// Hashes and measures the file as published, without metadata.
fn asset(entry: &Entry) -> io::Result<Asset> {
    let mut file = fs::File::open(&entry.from)?;
    let Inspection { edits, turned, concern } = media::inspect(&mut file, &entry.path)?;
    file.rewind()?;
    let mut published = BufReader::new(edits.apply(file)?);
    let mut hash = Sha256::new();
    let len = io::copy(&mut published, &mut hash)?;
    published.rewind()?;
    let is_readable = !matches!(concern, Some(Concern::Unreadable(_)));
    let size = if is_readable { imagesize::reader_size(&mut published).ok() } else { None };
    let dimensions = size.map(|size| if turned { (size.height, size.width) } else { (size.width, size.height) });
    let path = entry.path.strip_prefix("content/").unwrap_or(&entry.path).to_owned();
    let sha256 = hash.finalize().into();
    Ok(Asset { path, from: entry.from.clone(), edits, len, sha256, dimensions, concern })
}

/// The metadata by which a change of a file is detected. On Unix, it includes the inode and the change time, so that a
/// change is noticed even if the modification time was reset.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Stamp {
    len: u64,
    modified: Option<SystemTime>,
    node: Node,
}

/// The identity of a file and the time of its last change, of whatever kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Node {
    inode: u64,
    /// Seconds since 1970.
    changed: i64,
    nanoseconds: i64,
}

impl Stamp {
    fn of(path: &Path) -> Option<Self> {
        let found = fs::symlink_metadata(path).ok()?;
        Some(Self { len: found.len(), modified: found.modified().ok(), node: node(&found) })
    }
}

#[cfg(unix)]
fn node(found: &fs::Metadata) -> Node {
    use std::os::unix::fs::MetadataExt as _;
    Node { inode: found.ino(), changed: found.ctime(), nanoseconds: found.ctime_nsec() }
}

#[cfg(not(unix))]
fn node(_: &fs::Metadata) -> Node {
    Node::default()
}

//! Changes an existing output folder: decides which files to write, and in which order.

use std::collections::{BTreeSet, HashMap};
use std::fs::Metadata;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use super::clearing::Clearing;
use super::record::{self, Entry, Record, Stamp, State};
use super::{Result, Target, WriteError, Written, disk};
use crate::layout;
use crate::output::Content;
use crate::text::Slice;

#[derive(Debug)]
pub(super) struct ExistingOutput {
    target: Target,
    before: Record,
    /// The paths of `before`.
    recorded: Box<OnceLock<Spellings>>,
    now: Record,
    /// Cache: for each folder below the output, true if it exists.
    folders: HashMap<String, bool>,
    waiting: Vec<Waiting>,
    clearing: Clearing,
    foreign: Vec<String>,
    counts: Written,
}

/// A finished file that is to be renamed to its path.
#[derive(Debug)]
struct Waiting {
    path: String,
    temporary: PathBuf,
    replaces: bool,
}

/// Paths by their lower-case form, for finding those that differ in capital letters only.
#[derive(Debug)]
struct Spellings(HashMap<String, Vec<String>>);

impl Spellings {
    fn of<'p>(paths: impl Iterator<Item = &'p String>) -> Self {
        let mut spellings: HashMap<String, Vec<String>> = HashMap::new();
        for path in paths {
            spellings.entry(path.to_ascii_lowercase()).or_default().push(path.clone());
        }
        Self(spellings)
    }

    fn another(&self, path: &str) -> Option<&str> {
        self.0.get(&path.to_ascii_lowercase())?.iter().map(String::as_str).find(|other| *other != path)
    }
}

/// The action for one file.
#[derive(Debug)]
enum FileAction {
    Keep(Entry),
    Write { replaces: bool },
    Foreign,
}

impl ExistingOutput {
    pub fn begin(target: &Target) -> Result<Self> {
        disk::remove_tree(&target.temporaries())?;
        Ok(Self {
            target: target.clone(),
            before: Record::load(target),
            recorded: Box::default(),
            now: Record::default(),
            folders: HashMap::new(),
            waiting: Vec::new(),
            clearing: Clearing::default(),
            foreign: Vec::new(),
            counts: Written::default(),
        })
    }

    pub fn put(&mut self, path: &str, content: &Content) -> Result<()> {
        let new = record::fingerprint(content);
        let entry = match self.action(path, content, new)? {
            FileAction::Keep(entry) => {
                self.counts.unchanged += 1;
                entry
            }
            FileAction::Write { replaces } => new.modified(&self.write_temporary(path, content, replaces)?),
            FileAction::Foreign => {
                self.foreign.push(path.to_owned());
                new
            }
        };
        self.now.entries.insert(path.to_owned(), entry);
        Ok(())
    }

    /// Saves the claim, clears paths, renames new files, removes stale ones, saves the record.
    pub fn finish(mut self, stamp: Option<Stamp>) -> Result<Written> {
        if !self.foreign.is_empty() {
            let paths = std::mem::take(&mut self.foreign);
            return Err(WriteError::Foreign { dir: self.target.dir().to_owned(), paths });
        }
        self.refuse_file_and_folder()?;
        let stale = self.retire();
        self.claim()?;
        self.counts.removed += self.clearing.clear(self.target.dir())?;
        self.rename_new_files()?;
        self.remove(&stale)?;
        self.now.stamp = stamp;
        if self.now != self.before {
            self.now.save(&self.target)?;
        }
        Ok(self.counts)
    }

    fn action(&mut self, path: &str, content: &Content, new: Entry) -> Result<FileAction> {
        let file = self.path_of(path);
        let found = if self.folder_exists(layout::folder(path))? { disk::stat(&file)? } else { None };
        let Some(found) = found else { return Ok(FileAction::Write { replaces: false }) };
        if found.is_dir() {
            let (before, dir) = (&self.before, self.target.dir());
            let is_stale = |path: &str| before.describes(path, &dir.join(path));
            let goes = self.clearing.take_folder(dir, path, &is_stale)?;
            let write = goes.then_some(FileAction::Write { replaces: false });
            return write.ok_or_else(|| WriteError::in_the_way(&file, "a folder", "file"));
        }
        let known = self.before.known(path);
        if let Some(known) = known.iter().find(|known| known.describes(&found)) {
            let same = known.hash == new.hash;
            return Ok(if same {
                FileAction::Keep(new.modified(&found))
            } else {
                FileAction::Write { replaces: true }
            });
        }
        // The file is not as recorded, but may still have the right content.
        if found.is_file() && disk::holds(&file, &found, content)? {
            return Ok(FileAction::Keep(new.modified(&found)));
        }
        // A killed build may have claimed the path without writing to it, so compare the content.
        let written = self.before.entries.contains_key(path) || self.before.describes(path, &file)?;
        let ours = written || self.target.force() || self.is_ours_by_another_name(path);
        Ok(if ours { FileAction::Write { replaces: true } } else { FileAction::Foreign })
    }

    /// True if the folder exists. A stale file at its path is marked for removal and treated as absent. Links in the
    /// path are not followed: they may lead outside the output.
    fn folder_exists(&mut self, folder: &str) -> Result<bool> {
        if folder.is_empty() {
            return Ok(true);
        }
        if let Some(&exists) = self.folders.get(folder) {
            return Ok(exists);
        }
        let whole = self.path_of(folder);
        let found = if self.folder_exists(layout::folder(folder))? { disk::stat(&whole)? } else { None };
        let exists = match found {
            None => false,
            Some(found) if found.is_dir() => true,
            Some(found) if found.is_symlink() => return Err(WriteError::in_the_way(&whole, "a link", "folder")),
            Some(_) if self.before.describes(folder, &whole)? => {
                self.clearing.take_file(folder);
                false
            }
            Some(_) => return Err(WriteError::in_the_way(&whole, "a file", "folder")),
        };
        self.folders.insert(folder.to_owned(), exists);
        Ok(exists)
    }

    /// Writes a temporary file; creates the temporary folder first if needed. Renaming keeps the time stamp.
    fn write_temporary(&mut self, path: &str, content: &Content, replaces: bool) -> Result<Metadata> {
        let folder = self.target.temporaries();
        if self.waiting.is_empty() {
            disk::create_folders(&folder).map_err(|error| error.at(self.target.dir()))?;
        }
        let temporary = folder.join(self.waiting.len().to_string());
        let written = disk::create(&temporary, content).map_err(|error| error.at(&self.path_of(path)))?;
        self.waiting.push(Waiting { path: path.to_owned(), temporary, replaces });
        self.counts.written += 1;
        Ok(written)
    }

    /// Fails if a path is both a file and a folder of the site, before any file is moved.
    fn refuse_file_and_folder(&self) -> Result<()> {
        let files = &self.now.entries;
        let mut folders = files.keys().flat_map(|path| path.match_indices('/').map(|(end, _)| path.slice(..end)));
        match folders.find(|folder| files.contains_key(*folder)) {
            Some(both) => Err(WriteError::FileAndFolder { path: both.to_owned() }),
            None => Ok(()),
        }
    }

    /// Returns the files to remove now. Lasting files that are no longer part of the site are kept for one more build,
    /// as retired.
    fn retire(&mut self) -> Vec<String> {
        let mut stale = Vec::new();
        for path in self.before.paths() {
            if self.now.entries.contains_key(path) || self.clearing.has_file(path) {
                continue;
            }
            match self.before.known(path).as_slice() {
                [entry] if entry.state == State::Lasting => {
                    self.now.entries.insert(path.to_owned(), Entry { state: State::Retired, ..*entry });
                }
                _ => stale.push(path.to_owned()),
            }
        }
        stale
    }

    /// Records all new files before the first one is put in place. If the build is killed, each path has either the old
    /// or the new file, and both are known to be Casebook's.
    fn claim(&self) -> Result<()> {
        if self.waiting.is_empty() {
            return Ok(());
        }
        let mut claimed = self.before.clone();
        for Waiting { path, .. } in &self.waiting {
            let entry = self.now.entries.get(path).copied().unwrap_or_default();
            let entry = Entry { modified: None, state: State::default(), ..entry };
            let claims = claimed.claims.entry(path.clone()).or_default();
            if !claims.contains(&entry) {
                claims.push(entry);
            }
        }
        claimed.save(&self.target)
    }

    /// Renames files that pages load before pages, and in each group new files before replaced ones.
    fn rename_new_files(&mut self) -> Result<()> {
        let mut waiting = std::mem::take(&mut self.waiting);
        waiting.sort_by_key(|file| (is_page(&file.path), file.replaces));
        for file in &waiting {
            let target = self.path_of(&file.path);
            if self.folders.get(layout::folder(&file.path)) == Some(&false) {
                disk::create_folders(target.parent().unwrap_or(self.target.dir()))?;
                self.folders.insert(layout::folder(&file.path).to_owned(), true);
            }
            disk::rename(&file.temporary, &target)?;
        }
        Ok(())
    }

    fn remove(&mut self, stale: &[String]) -> Result<()> {
        let mut folders = BTreeSet::new();
        // On a case-insensitive file system, a stale path may name a file of the new site.
        let used = Spellings::of(self.now.entries.keys());
        for path in stale {
            let file = self.path_of(path);
            let real = self.folder_exists(layout::folder(path)).unwrap_or(false);
            if real && self.before.describes(path, &file)? && !self.is_twin(path, &used) {
                disk::remove_file(&file)?;
                self.counts.removed += 1;
                folders.extend(Path::new(path).ancestors().skip(1).filter(|folder| *folder != Path::new("")));
            }
        }
        for folder in folders.iter().rev() {
            disk::remove_folder_if_empty(&self.target.dir().join(folder));
        }
        Ok(())
    }

    /// On a case-insensitive file system, the record may have the file under a different spelling.
    fn is_ours_by_another_name(&self, path: &str) -> bool {
        let recorded = || Spellings::of(self.before.entries.keys().chain(self.before.claims.keys()));
        self.is_twin(path, self.recorded.get_or_init(recorded))
    }

    fn is_twin(&self, path: &str, others: &Spellings) -> bool {
        let twin = others.another(path);
        twin.is_some_and(|other| disk::is_one_file(&self.path_of(other), &self.path_of(path)))
    }

    fn path_of(&self, path: &str) -> PathBuf {
        self.target.dir().join(path)
    }
}

impl Drop for ExistingOutput {
    /// Removes everything of an unfinished build. The next build removes what this one cannot.
    fn drop(&mut self) {
        disk::remove_tree(&self.target.temporaries()).ok();
    }
}

/// True for a page. Pages may load any other file, so they are put in place last.
fn is_page(path: &str) -> bool {
    path.ends_with(".html")
}

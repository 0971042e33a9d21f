//! Writing into a folder that stands: which files change, and in which order they do.

use std::collections::{BTreeSet, HashMap};
use std::fs::Metadata;
use std::path::{Path, PathBuf};

use super::record::{self, Entry, Record, Stamp};
use super::{Result, Target, WriteError, Written, disk, parent};
use crate::output::Content;

/// What stays for one more build after it has gone out of use: pages that a reader still has open ask for it.
const LASTING: [&str; 2] = ["assets/", "search/"];

#[derive(Debug)]
pub(super) struct Standing {
    target: Target,
    before: Record,
    now: Record,
    /// Folders below the output, and whether they stand; asked for once.
    folders: HashMap<String, bool>,
    waiting: Vec<Waiting>,
    foreign: Vec<String>,
    counts: Written,
}

/// A finished file on the way to its place.
#[derive(Debug)]
struct Waiting {
    path: String,
    temporary: PathBuf,
    replaces: bool,
}

/// What is to be done about one file.
enum Fate {
    Keep(Entry),
    Write { replaces: bool },
    Foreign,
}

impl Standing {
    pub fn begin(target: &Target) -> Result<Self> {
        disk::remove_tree(&target.temporaries())?;
        Ok(Self {
            target: target.clone(),
            before: Record::load(target),
            now: Record::default(),
            folders: HashMap::new(),
            waiting: Vec::new(),
            foreign: Vec::new(),
            counts: Written::default(),
        })
    }

    pub fn put(&mut self, path: &str, content: &Content) -> Result<()> {
        let new = record::fingerprint(content);
        let entry = match self.fate(path, content, new)? {
            Fate::Keep(entry) => {
                self.counts.unchanged += 1;
                entry
            }
            Fate::Write { replaces } => new.modified(&self.hold(path, content, replaces)?),
            Fate::Foreign => {
                self.foreign.push(path.to_owned());
                new
            }
        };
        self.now.entries.insert(path.to_owned(), entry);
        Ok(())
    }

    /// Claims the new places, renames, removes, notes.
    pub fn finish(mut self, stamp: Option<Stamp>) -> Result<Written> {
        if !self.foreign.is_empty() {
            let paths = std::mem::take(&mut self.foreign);
            return Err(WriteError::Foreign { dir: self.target.dir().to_owned(), paths });
        }
        let stale = self.retire();
        self.claim()?;
        self.put_in_place()?;
        self.remove(&stale)?;
        self.now.stamp = stamp;
        if self.now != self.before {
            self.now.save(&self.target)?;
        }
        Ok(self.counts)
    }

    fn fate(&mut self, path: &str, content: &Content, new: Entry) -> Result<Fate> {
        let file = self.place(path);
        let found = if self.stands(parent(path))? { disk::stat(&file)? } else { None };
        let Some(found) = found else { return Ok(Fate::Write { replaces: false }) };
        if found.is_dir() {
            return Err(WriteError::in_the_way(&file, "a folder", "file"));
        }
        let known = self.before.entries.get(path);
        if let Some(known) = known.filter(|known| known.describes(&found)) {
            let same = known.hash == new.hash;
            return Ok(if same { Fate::Keep(new.modified(&found)) } else { Fate::Write { replaces: true } });
        }
        // The record does not describe it, and yet it may hold what it should.
        if found.is_file() && disk::holds(&file, &found, content)? {
            return Ok(Fate::Keep(new.modified(&found)));
        }
        let ours = known.is_some() || self.target.force() || self.is_ours_by_another_name(path);
        Ok(if ours { Fate::Write { replaces: true } } else { Fate::Foreign })
    }

    /// Whether the folder stands. Links on the way are not followed: they may lead anywhere.
    fn stands(&mut self, folder: &str) -> Result<bool> {
        if folder.is_empty() {
            return Ok(true);
        }
        if let Some(&stands) = self.folders.get(folder) {
            return Ok(stands);
        }
        let place = self.place(folder);
        let found = if self.stands(parent(folder))? { disk::stat(&place)? } else { None };
        let stands = match found {
            None => false,
            Some(found) if found.is_dir() => true,
            Some(found) if found.is_symlink() => return Err(WriteError::in_the_way(&place, "a link", "folder")),
            Some(_) => return Err(WriteError::in_the_way(&place, "a file", "folder")),
        };
        self.folders.insert(folder.to_owned(), stands);
        Ok(stands)
    }

    /// Writes a temporary file; the first one makes their folder. Its time stamp outlives the renaming.
    fn hold(&mut self, path: &str, content: &Content, replaces: bool) -> Result<Metadata> {
        let folder = self.target.temporaries();
        if self.waiting.is_empty() {
            disk::create_folders(&folder).map_err(|error| error.at(self.target.dir()))?;
        }
        let temporary = folder.join(self.waiting.len().to_string());
        let written = disk::create(&temporary, content).map_err(|error| error.at(&self.place(path)))?;
        self.waiting.push(Waiting { path: path.to_owned(), temporary, replaces });
        self.counts.written += 1;
        Ok(written)
    }

    /// The files that the site no longer has and that are to be removed now; what lasts stays noted once more.
    fn retire(&mut self) -> Vec<(String, Entry)> {
        let mut stale = Vec::new();
        for (path, entry) in &self.before.entries {
            if self.now.entries.contains_key(path) {
                continue;
            }
            if is_lasting(path) && !entry.retired {
                self.now.entries.insert(path.clone(), Entry { retired: true, ..*entry });
            } else {
                stale.push((path.clone(), *entry));
            }
        }
        stale
    }

    /// Notes the new places as Casebook's before the first file appears there, so that the build after a killed one
    /// knows its own files.
    fn claim(&self) -> Result<()> {
        if self.waiting.iter().all(|file| self.before.entries.contains_key(&file.path)) {
            return Ok(());
        }
        let mut claimed = self.before.clone();
        for file in &self.waiting {
            let entry = self.now.entries.get(&file.path).copied().unwrap_or_default();
            claimed.entries.entry(file.path.clone()).or_insert(Entry { modified: None, ..entry });
        }
        claimed.save(&self.target)
    }

    /// What pages ask for comes before pages, and of that the new before the replaced.
    fn put_in_place(&mut self) -> Result<()> {
        let mut waiting = std::mem::take(&mut self.waiting);
        waiting.sort_by_key(|file| (!is_lasting(&file.path), file.replaces));
        for file in &waiting {
            let place = self.place(&file.path);
            if self.folders.get(parent(&file.path)) == Some(&false) {
                disk::create_folders(place.parent().unwrap_or(self.target.dir()))?;
                self.folders.insert(parent(&file.path).to_owned(), true);
            }
            disk::rename(&file.temporary, &place)?;
        }
        Ok(())
    }

    fn remove(&mut self, stale: &[(String, Entry)]) -> Result<()> {
        let mut folders = BTreeSet::new();
        for (path, entry) in stale {
            let file = self.place(path);
            let real = self.stands(parent(path)).unwrap_or(false);
            if real && is_as_written(&file, *entry)? && !self.is_used_by_another_name(path) {
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

    /// On disks that do not keep upper and lower case apart, a file may stand in the record under another spelling.
    fn is_ours_by_another_name(&self, path: &str) -> bool {
        self.is_twin(path, &self.before)
    }

    /// On such disks, a stale path may be the file of a new one.
    fn is_used_by_another_name(&self, path: &str) -> bool {
        self.is_twin(path, &self.now)
    }

    fn is_twin(&self, path: &str, record: &Record) -> bool {
        let twin = record.entries.keys().find(|other| other.eq_ignore_ascii_case(path));
        twin.is_some_and(|other| disk::is_one_file(&self.place(other), &self.place(path)))
    }

    fn place(&self, path: &str) -> PathBuf {
        self.target.dir().join(path)
    }
}

impl Drop for Standing {
    /// Leaves nothing of an unfinished build. What cannot be removed now goes with the next build.
    fn drop(&mut self) {
        disk::remove_tree(&self.target.temporaries()).ok();
    }
}

/// Whether the file still is what was written: a file that somebody has changed since is left alone.
fn is_as_written(file: &Path, entry: Entry) -> Result<bool> {
    match disk::stat(file)? {
        Some(found) if found.is_file() => Ok(entry.describes(&found) || record::matches(file, entry)?),
        _ => Ok(false),
    }
}

fn is_lasting(path: &str) -> bool {
    LASTING.iter().any(|folder| path.starts_with(folder))
}

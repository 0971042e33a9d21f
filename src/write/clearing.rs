//! Files of earlier builds that stand where the site now needs a folder, and folders of such files where it needs a
//! file. Collects them while the site is being made, removes them before anything is put in place. What Casebook did not
//! write, or what somebody has changed since, never comes here: it stops the build.

use std::collections::BTreeSet;
use std::path::Path;

use super::{Result, disk};

/// What is to be removed, relative to the output.
#[derive(Debug, Default)]
pub(super) struct Clearing {
    files: BTreeSet<String>,
    folders: BTreeSet<String>,
}

impl Clearing {
    /// The file at `path` has to go.
    pub fn take_file(&mut self, path: &str) {
        self.files.insert(path.to_owned());
    }

    /// The folder at `path` has to go; `false`, with nothing taken, where it holds anything but files that
    /// `is_stale` knows, and folders of them. An empty folder holds nothing that could be lost.
    pub fn take_folder(&mut self, dir: &Path, path: &str, is_stale: &dyn Fn(&str) -> Result<bool>) -> Result<bool> {
        let mut found = Self::default();
        let all_stale = found.walk(dir, path, is_stale)?;
        if all_stale {
            self.files.append(&mut found.files);
            self.folders.append(&mut found.folders);
        }
        Ok(all_stale)
    }

    fn walk(&mut self, dir: &Path, path: &str, is_stale: &dyn Fn(&str) -> Result<bool>) -> Result<bool> {
        self.folders.insert(path.to_owned());
        for name in disk::names(&dir.join(path))? {
            let Some(name) = name else { return Ok(false) };
            let path = format!("{path}/{name}");
            let is_folder = disk::stat(&dir.join(&path))?.is_some_and(|found| found.is_dir());
            let goes = if is_folder { self.walk(dir, &path, is_stale)? } else { is_stale(&path)? };
            if !goes {
                return Ok(false);
            }
            if !is_folder {
                self.files.insert(path);
            }
        }
        Ok(true)
    }

    /// Whether the file at `path` is among what goes.
    pub fn has_file(&self, path: &str) -> bool {
        self.files.contains(path)
    }

    /// Removes everything from `dir`, and returns how many files that were.
    pub fn clear(&self, dir: &Path) -> Result<usize> {
        for path in &self.files {
            disk::remove_file(&dir.join(path))?;
        }
        // In this order a folder comes after those inside it.
        for path in self.folders.iter().rev() {
            disk::remove_folder_if_empty(&dir.join(path));
        }
        Ok(self.files.len())
    }
}

//! Stale files of earlier builds at paths where the site now needs a folder, and folders of such files where it needs a
//! file. Collects them while the site is being rendered and removes them before new files are put in place. Files that
//! Casebook did not write, or that have been changed since, are never removed: they stop the build.

use std::collections::BTreeSet;
use std::path::Path;

use super::{Result, disk};

/// Files and folders to remove, relative to the output.
#[derive(Debug, Default)]
pub(super) struct Clearing {
    files: BTreeSet<String>,
    folders: BTreeSet<String>,
}

impl Clearing {
    /// Adds the file at `path`.
    pub fn take_file(&mut self, path: &str) {
        self.files.insert(path.to_owned());
    }

    /// Adds the folder at `path` with all its contents. Returns `false`, and adds nothing, if any file in it is not
    /// stale. Empty folders are added too.
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

    /// True if the file at `path` is to be removed.
    pub fn has_file(&self, path: &str) -> bool {
        self.files.contains(path)
    }

    /// Removes everything from the output in `dir`; returns the number of files.
    pub fn clear(&self, dir: &Path) -> Result<usize> {
        for path in &self.files {
            disk::remove_file(&dir.join(path))?;
        }
        // In reverse order, a folder follows the folders inside it.
        for path in self.folders.iter().rev() {
            disk::remove_folder_if_empty(&dir.join(path));
        }
        Ok(self.files.len())
    }
}

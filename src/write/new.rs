//! Writes a site to a folder that does not exist yet: to a folder beside it, which is then renamed.

use std::collections::HashSet;
use std::path::PathBuf;

use super::record::{self, Record, Stamp};
use super::{Result, Target, Written, disk};
use crate::layout;
use crate::output::Content;

#[derive(Debug)]
pub(super) struct NewOutput {
    target: Target,
    staging: PathBuf,
    /// Parents of the output that had to be created, deepest first.
    made: Vec<PathBuf>,
    folders: HashSet<String>,
    now: Record,
}

impl NewOutput {
    pub fn begin(target: &Target) -> Result<Self> {
        let staging = target.staging();
        let made = disk::create_folders(&staging).map_err(|error| error.at(target.dir()))?;
        Ok(Self { target: target.clone(), staging, made, folders: HashSet::new(), now: Record::default() })
    }

    pub fn put(&mut self, path: &str, content: &Content) -> Result<()> {
        let whole = |target: &Target| target.dir().join(path);
        let folder = layout::folder(path);
        if !self.folders.contains(folder) {
            disk::create_folders(&self.staging.join(folder)).map_err(|error| error.at(&whole(&self.target)))?;
            self.folders.insert(folder.to_owned());
        }
        let written =
            disk::create(&self.staging.join(path), content).map_err(|error| error.at(&whole(&self.target)))?;
        let entry = record::fingerprint(content).modified(&written);
        self.now.entries.insert(path.to_owned(), entry);
        Ok(())
    }

    /// Saves the record before renaming. In the other order, a build killed in between would leave a site that the next
    /// build does not recognise as Casebook's.
    pub fn finish(mut self, stamp: Option<Stamp>) -> Result<Written> {
        self.now.stamp = stamp;
        self.now.save(&self.target)?;
        if let Err(error) = disk::rename(&self.staging, self.target.dir()) {
            disk::remove_file(&self.target.record()).ok();
            return Err(error);
        }
        self.made.clear();
        Ok(Written { written: self.now.entries.len(), ..Written::default() })
    }
}

impl Drop for NewOutput {
    /// Removes everything of an unfinished build. The next build removes what this one cannot.
    fn drop(&mut self) {
        disk::remove_tree(&self.staging).ok();
        for folder in &self.made {
            disk::remove_folder_if_empty(folder);
        }
    }
}

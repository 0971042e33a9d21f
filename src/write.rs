//! Writes the finished site to a folder.
//!
//! A leaf at the end of the pipeline. It guarantees that a failed or killed build does not damage the existing site,
//! that files are replaced atomically, that files which Casebook did not write are never touched, and that unchanged
//! files keep their time stamps. It renders nothing. The caller must have made sure that the site has no errors.
//!
//! There are two procedures. If the folder does not exist, everything is written to a folder beside it, which is then
//! renamed. If it exists, changed files are written to a temporary folder inside it. Only when all are complete are
//! they renamed: first files that pages load, then pages; last, stale files are removed. A machine that stops in
//! between leaves a mixture of old and new files, each of them complete; the next build finishes the work.
//!
//! Nothing is synced to disk: after a power cut, files may be empty. Their sizes then differ from the record, and the
//! next build writes them again.

mod clearing;
mod disk;
mod error;
mod existing;
mod new;
mod record;
mod target;

use std::fs::File;

use crate::Progress;
use crate::output::{Content, Output, Sink, SinkError};
pub use error::WriteError;
use existing::ExistingOutput;
use new::NewOutput;
pub use record::Stamp;
pub use target::Target;

type Result<T> = std::result::Result<T, WriteError>;

/// The number of files changed in the folder.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// Files written because they are new or have changed.
    pub written: usize,
    /// Files left as they were.
    pub unchanged: usize,
    /// Files removed because they are no longer part of the site.
    pub removed: usize,
}

/// Writes `output` to `target`.
///
/// # Errors
/// Fails on a disk error, or if the folder contains files that Casebook must not overwrite. The existing site is then
/// unchanged, unless the last step, renaming the finished files, was interrupted.
pub fn write(output: &Output, target: &Target, progress: &dyn Progress) -> Result<Written> {
    progress.stage("writing", output.len());
    let mut writer = Writer::begin(target)?;
    for (path, content) in output.iter() {
        writer.put(path, content)?;
        progress.step();
    }
    writer.finish(None)
}

/// Writes a site file by file, so that the caller can render some files while others are written. The folder is
/// unchanged until [`Writer::finish`]; dropping the writer earlier leaves nothing behind.
#[derive(Debug)]
pub struct Writer {
    procedure: Procedure,
    /// Allows one build at a time. Must be dropped last.
    _lock: Option<File>,
}

/// The procedure: writing a new folder, or changing an existing one.
#[derive(Debug)]
enum Procedure {
    New(NewOutput),
    Existing(ExistingOutput),
}

impl Writer {
    /// Locks the target and removes what killed builds have left.
    ///
    /// # Errors
    /// Fails if another build is running, if the target is not a folder, or on a disk error.
    pub fn begin(target: &Target) -> Result<Self> {
        let lock = target.lock()?;
        disk::remove_tree(&target.staging())?;
        let procedure = match disk::stat(target.dir())? {
            None => Procedure::New(NewOutput::begin(target)?),
            Some(found) if found.is_dir() => Procedure::Existing(ExistingOutput::begin(target)?),
            Some(_) => return Err(WriteError::in_the_way(target.dir(), "not a folder", "folder")),
        };
        Ok(Self { procedure, _lock: lock })
    }

    /// Adds a file of the site. `path` is relative to the output, with `/`, and must not be repeated.
    ///
    /// # Errors
    /// Fails on a disk error, or if something other than a file is at the path.
    pub fn put(&mut self, path: &str, content: &Content) -> Result<()> {
        if !target::is_inside(path) {
            return Err(WriteError::Outside { path: path.to_owned() });
        }
        match &mut self.procedure {
            Procedure::New(output) => output.put(path, content),
            Procedure::Existing(output) => output.put(path, content),
        }
    }

    /// Puts all files in place and saves the record, with the `stamp` by which [`Target::holds`] recognises this site.
    ///
    /// # Errors
    /// Fails if files would have to be overwritten that Casebook did not write, or on a disk error.
    pub fn finish(self, stamp: Option<Stamp>) -> Result<Written> {
        match self.procedure {
            Procedure::New(output) => output.finish(stamp),
            Procedure::Existing(output) => output.finish(stamp),
        }
    }
}

impl Sink for Writer {
    fn put(&mut self, path: String, content: Content) -> std::result::Result<(), SinkError> {
        Self::put(self, &path, &content).map_err(Into::into)
    }
}

#[cfg(test)]
mod tests;

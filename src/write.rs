//! The finished site → a folder.
//!
//! A leaf at the end of the pipeline. It promises that a failed or killed build harms nothing that stands, that each
//! file appears whole or not at all, that files which Casebook did not write are never touched, and that files which
//! did not change keep their time stamps. It renders nothing, and it does not decide whether the site is fit to be
//! written: whoever calls has seen that there are no errors.
//!
//! Two ways lead to a folder. Where none stands, everything is written into a folder beside it, and one rename puts it
//! in place. Where one stands, what changed is written into a folder of temporary files inside it, and only when
//! everything has been written are the files renamed to their places: first what pages need, then pages, then removals.
//! A machine that stops in between leaves old and new files side by side, each whole; the next build ends the work.
//!
//! Nothing is forced to the disk: after a power cut files may be empty. Their size then differs from the record, and
//! the next build writes them again.

mod clearing;
mod disk;
mod error;
mod fault;
mod fresh;
mod record;
mod standing;
mod target;

use std::fs::File;

use crate::Progress;
use crate::output::{Content, Output, Sink, SinkError};
pub use error::WriteError;
use fresh::Fresh;
pub use record::Stamp;
use standing::Standing;
pub use target::Target;

type Result<T> = std::result::Result<T, WriteError>;

/// What was done to the folder, in files.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// Written because they are new or changed.
    pub written: usize,
    /// Left as they stood.
    pub unchanged: usize,
    /// Removed because the site no longer has them.
    pub removed: usize,
}

/// Writes `output` into `target`.
///
/// # Errors
/// When the disk fails, or when the folder holds what is not Casebook's to overwrite. The site that stands then stands
/// as it was, unless the very last step, the renaming of finished files, was cut short.
pub fn write(output: &Output, target: &Target, progress: &dyn Progress) -> Result<Written> {
    progress.stage("writing", output.len());
    let mut writer = Writer::begin(target)?;
    for (path, content) in output.iter() {
        writer.put(path, content)?;
        progress.step();
    }
    writer.finish(None)
}

/// Writes a site file by file, for callers that make files while others are being written. Nothing shows in the
/// folder before [`Writer::finish`]; a writer that is dropped without it leaves nothing behind.
#[derive(Debug)]
pub struct Writer {
    way: Way,
    /// Held while the writer lives: one build at a time. Dropped last.
    _lock: Option<File>,
}

/// How files come to their places.
#[derive(Debug)]
enum Way {
    Fresh(Fresh),
    Standing(Standing),
}

impl Writer {
    /// Locks the target and clears away what killed builds have left.
    ///
    /// # Errors
    /// When another build is at work, when the target is no folder, or when the disk fails.
    pub fn begin(target: &Target) -> Result<Self> {
        let lock = target.lock()?;
        disk::remove_tree(&target.staging())?;
        let way = match disk::stat(target.dir())? {
            None => Way::Fresh(Fresh::begin(target)?),
            Some(found) if found.is_dir() => Way::Standing(Standing::begin(target)?),
            Some(_) => return Err(WriteError::in_the_way(target.dir(), "not a folder", "folder")),
        };
        Ok(Self { way, _lock: lock })
    }

    /// Takes one file of the site. `path` is relative to the output, with `/`, and is not given twice.
    ///
    /// # Errors
    /// When the disk fails or something other than a file stands at the place.
    pub fn put(&mut self, path: &str, content: &Content) -> Result<()> {
        if !target::is_inside(path) {
            return Err(WriteError::Outside { path: path.to_owned() });
        }
        match &mut self.way {
            Way::Fresh(fresh) => fresh.put(path, content),
            Way::Standing(standing) => standing.put(path, content),
        }
    }

    /// Puts everything in place and notes what was written, and by which `stamp` [`Target::holds`] knows it again.
    ///
    /// # Errors
    /// When there are files that are not Casebook's to overwrite, or when the disk fails.
    pub fn finish(self, stamp: Option<Stamp>) -> Result<Written> {
        match self.way {
            Way::Fresh(fresh) => fresh.finish(stamp),
            Way::Standing(standing) => standing.finish(stamp),
        }
    }
}

impl Sink for Writer {
    fn put(&mut self, path: String, content: Content) -> std::result::Result<(), SinkError> {
        Self::put(self, &path, &content).map_err(Into::into)
    }
}

/// The folder that `path` lies in, empty at the top.
fn parent(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

#[cfg(test)]
mod tests;

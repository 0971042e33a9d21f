//! `casebook fix`: applies the fixes that are certain, shows what they change, and writes the files on request.
//!
//! A leaf module. The fixes come with the diagnostics ([`Diagnostic::certain_cure`]). They are first tried in memory on
//! the whole site: a fix that would cause a new finding is not made, and is reported.

mod judge;
mod mending;
mod origin;
mod state;

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::change::Change;
use crate::diagnostic::{Diagnostic, Replacement};
use crate::source::SourceMap;
use crate::{Options, atomic};
use mending::Mending;
use state::Original;

/// A file with fixes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FixedFile {
    /// The file before and after its fixes.
    pub change: Change,
    /// Number of fixes made in it.
    pub cures: usize,
}

/// A certain fix that is not made, and the reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Left {
    /// The path of its file from the site's folder, with `/`.
    pub path: String,
    /// The line of its finding, once the other fixes are made.
    pub line: usize,
    /// The reason, as a continuation of "not fixed:".
    pub why: String,
}

/// The result of trying all certain fixes.
#[derive(Debug, Default)]
pub struct Fixed {
    /// The changed files, in path order.
    pub changes: Vec<FixedFile>,
    /// The certain fixes that are not made.
    pub left: Vec<Left>,
    /// The findings now.
    pub before: Vec<Diagnostic>,
    /// The findings that remain once the changes are written.
    pub after: Vec<Diagnostic>,
    /// The sources to which `after` refers.
    pub sources: Arc<SourceMap>,
    /// The number of checks of the whole site that it took.
    pub checks: usize,
}

/// The errors of writing a fixed file.
#[derive(Debug, thiserror::Error)]
pub enum FixError {
    /// The file has changed since it was read.
    #[error(
        "`{0}` changed after it was read, so it was not overwritten\n  help: save the file in your editor, then run \
            `casebook fix` again"
    )]
    Changed(String),
    /// A disk error.
    #[error("cannot write `{}`: {source}", path.display())]
    Disk {
        /// The file.
        path: PathBuf,
        /// The system's error.
        source: io::Error,
    },
}

/// Finds the certain fixes for the site in `dir` and tries them. Writes nothing.
///
/// # Errors
/// Fails if `dir` contains no site or cannot be read.
pub fn fix(dir: &Path, options: &Options) -> anyhow::Result<Fixed> {
    let original = Original::read(dir, options)?;
    let mut mending = Mending::new(dir, &original)?;
    let before = mending.state.diagnostics().to_vec();
    mending.run()?;
    let (left, checks, state) = (mending.left(), mending.checks, mending.state);
    let (after, sources) = (state.diagnostics().to_vec(), Arc::clone(state.sources()));
    let changes = state.files.into_iter().map(|(id, file)| FixedFile {
        change: Change {
            path: sources.file(id).path().to_owned(),
            to: None,
            old: file.old.text().to_owned(),
            new: file.new.text().to_owned(),
        },
        cures: file.cures,
    });
    let changes = changes.filter(|fixed| fixed.change.old != fixed.change.new).collect();
    Ok(Fixed { changes, left, before, after, sources, checks })
}

/// Tries one certain fix, of the file at `path` from the site's folder, as [`fix`] would. Returns the reason if it is not
/// to be made, as a continuation of "not fixed:". Writes nothing.
///
/// # Errors
/// Fails if `dir` contains no site or cannot be read.
pub fn trial(dir: &Path, options: &Options, path: &str, cure: &Replacement) -> anyhow::Result<Option<String>> {
    let original = Original::read(dir, options)?;
    Mending::new(dir, &original)?.trial(path, cure)
}

/// Writes the changes, replacing each file atomically. Byte order marks and line endings are kept.
///
/// # Errors
/// Fails if a file has changed since it was read, or on a disk error. Earlier changes are then already written.
pub fn write(dir: &Path, changes: &[FixedFile]) -> Result<(), FixError> {
    for FixedFile { change, .. } in changes {
        let path = dir.join(&change.path);
        match atomic::exchange(&path, &change.old, &change.new) {
            Ok(true) => {}
            Ok(false) => return Err(FixError::Changed(change.path.clone())),
            Err(source) => return Err(FixError::Disk { path, source }),
        }
    }
    Ok(())
}

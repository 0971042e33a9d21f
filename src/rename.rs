//! `casebook rename`: gives a page, step, scene, heading, tag or meter another name, and changes everything that uses the
//! old one.
//!
//! A leaf module. The changes are first made in memory and the site is checked with them: a rename that would cause a new
//! problem is refused. Old addresses are kept where authors can see them: as an alias of the page, as an old anchor of the
//! heading or step, as a line of `renamed-tags`.

mod edits;
mod items;
mod links;
mod meter;
mod page;
mod part;
mod subject;
mod tag;
mod trial;

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

pub use subject::{Kind, Request};

use crate::change::Change;
use crate::diagnostic::Diagnostic;
use crate::{Options, atomic};
use trial::Trial;

/// What a rename changes.
#[derive(Debug, Default)]
pub struct Renamed {
    /// The files that it changes, in path order.
    pub changes: Vec<Change>,
    /// The new warnings that the site will have.
    pub warnings: Vec<Diagnostic>,
}

/// The reasons why nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum RenameError {
    /// A file has changed since it was read.
    #[error("`{0}` changed after it was read, so nothing was renamed\n  help: save it in your editor, then try again")]
    Changed(String),
    /// There is already something at the new path of a page.
    #[error("there is already a file `{0}`, so nothing was renamed\n  help: choose another name")]
    Exists(String),
    /// A file is in a folder outside the site.
    #[error(
        "`{0}` is in a folder outside the site, so nothing was renamed\n  help: rename does not change files there; \
            change them by hand"
    )]
    Outside(String),
    /// A disk error. The files that were already written have their old texts again, unless that failed, too.
    #[error("cannot write `{}`, so nothing was renamed: {source}", path.display())]
    Disk {
        /// The file.
        path: PathBuf,
        /// The system's error.
        source: io::Error,
    },
}

/// Finds the changes that a rename of the site in `dir` needs. Writes nothing.
///
/// # Errors
/// Fails if `dir` contains no site or cannot be read, if there is nothing with the old name, or if the new name would cause
/// a problem.
pub fn rename(dir: &Path, options: &Options, request: &Request<'_>) -> anyhow::Result<Renamed> {
    let trial = Trial::read(dir, options)?;
    let edits = match request.kind {
        Kind::Page => page::rename(&trial, request)?,
        Kind::Step | Kind::Scene | Kind::Heading => part::rename(&trial, request)?,
        Kind::Tag => tag::rename(&trial, request)?,
        Kind::Meter => meter::rename(&trial, request)?,
    };
    let warnings = trial.judge(&edits)?;
    let mut changes = edits.changes(trial.sources());
    changes.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(Renamed { changes, warnings })
}

/// Writes the changes: all of them or none.
///
/// # Errors
/// See [`RenameError`]. Nothing is changed then.
pub fn write(dir: &Path, changes: &[Change]) -> Result<(), RenameError> {
    for change in changes {
        prepare(dir, change)?;
    }
    for (number, change) in changes.iter().enumerate() {
        if let Err(source) = apply(dir, change) {
            for done in changes[..number].iter().rev() {
                // The first error is reported. A file that cannot be restored keeps its new text.
                undo(dir, done).ok();
            }
            return Err(RenameError::Disk { path: dir.join(&change.path), source });
        }
    }
    Ok(())
}

/// Makes sure that a change can be made.
fn prepare(dir: &Path, change: &Change) -> Result<(), RenameError> {
    let path = dir.join(&change.path);
    let is_new = change.old.is_empty() && fs::symlink_metadata(&path).is_err();
    let there = if is_new { Vec::new() } else { fs::read(&path).map_err(|source| disk(&path, source))? };
    if atomic::without_mark(&there).1 != change.old.as_bytes() {
        return Err(RenameError::Changed(change.path.clone()));
    }
    let root = dir.canonicalize().map_err(|source| disk(dir, source))?;
    for name in std::iter::once(&change.path).chain(&change.to) {
        let path = dir.join(name);
        if !existing_folder(&path).canonicalize().is_ok_and(|folder| folder.starts_with(&root)) {
            return Err(RenameError::Outside(name.clone()));
        }
    }
    match &change.to {
        Some(to) if fs::symlink_metadata(dir.join(to)).is_ok() && !same_file(&path, &dir.join(to)) => {
            Err(RenameError::Exists(to.clone()))
        }
        _ => Ok(()),
    }
}

/// The nearest folder above a path that exists.
fn existing_folder(path: &Path) -> &Path {
    path.ancestors().skip(1).find(|folder| folder.is_dir()).unwrap_or(path)
}

/// Returns true if both paths are one file, on disks that do not tell capitals from small letters.
fn same_file(one: &Path, other: &Path) -> bool {
    matches!((one.canonicalize(), other.canonicalize()), (Ok(one), Ok(other)) if one == other)
}

fn disk(path: &Path, source: io::Error) -> RenameError {
    RenameError::Disk { path: path.to_owned(), source }
}

fn apply(dir: &Path, change: &Change) -> io::Result<()> {
    let path = dir.join(&change.path);
    if change.old.is_empty() && fs::symlink_metadata(&path).is_err() {
        return atomic::create(&path, change.new.as_bytes());
    }
    put(&path, &change.old, &change.new)?;
    let Some(to) = &change.to else { return Ok(()) };
    let to = dir.join(to);
    let moved = to.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| atomic::rename(&path, &to));
    moved.inspect_err(|_| {
        put(&path, &change.new, &change.old).ok();
    })
}

fn undo(dir: &Path, change: &Change) -> io::Result<()> {
    let path = dir.join(&change.path);
    if change.old.is_empty() {
        return fs::remove_file(&path);
    }
    if let Some(to) = &change.to {
        atomic::rename(&dir.join(to), &path)?;
    }
    put(&path, &change.new, &change.old)
}

/// Replaces the text of a file, which must be `old`.
fn put(path: &Path, old: &str, new: &str) -> io::Result<()> {
    match old == new || atomic::exchange(path, old, new)? {
        true => Ok(()),
        false => Err(io::Error::other("the file changed at the same time")),
    }
}

/// The edits of each file, by its path from the site's folder.
type ByFile<T> = BTreeMap<String, T>;

//! The output folder: which folders are refused, and the paths of temporary files and of the record.

use std::fs::{self, File, TryLockError};
use std::path::{Component, Path, PathBuf};

use xxhash_rust::xxh3::xxh3_64;

use super::{Result, WriteError, disk};
use crate::layout;

/// The reason for refusing a folder with the sources of a different site.
const OTHER_SITE: &str = "another site keeps its files there";

/// The contents of `.gitignore` in the notes folder: keeps it out of version control.
const IGNORE: &str = "*\n";

/// An output folder that may be written to.
#[derive(Clone, Debug)]
pub struct Target {
    dir: PathBuf,
    notes: PathBuf,
    key: String,
    force: bool,
}

impl Target {
    /// The folder `output` for the site in `site`. With `force`, files that Casebook did not write are overwritten if
    /// the site needs their paths.
    ///
    /// # Errors
    /// Fails if the folder contains the site, or contains or is in a folder of sources.
    pub fn new(site: &Path, output: &Path, force: bool) -> Result<Self> {
        let (dir, site) = (resolve(output)?, resolve(site)?);
        if let Some(why) = refusal(&dir, &site)? {
            return Err(WriteError::Refused { dir: output.to_owned(), why });
        }
        if disk::stat(&dir)?.is_some_and(|found| found.is_symlink()) {
            return Err(WriteError::in_the_way(&dir, "a link that leads nowhere", "folder"));
        }
        // A relative key stays valid when the site's folder is moved with its output.
        let key = dir.strip_prefix(&site).unwrap_or(&dir).to_string_lossy().replace('\\', "/");
        Ok(Self { dir, notes: site.join(layout::NOTES), key, force })
    }

    /// The output folder.
    #[must_use]
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    pub(super) fn force(&self) -> bool {
        self.force
    }

    /// The name of the folder in the record.
    pub(super) fn key(&self) -> &str {
        &self.key
    }

    pub(super) fn record(&self) -> PathBuf {
        self.notes.join(format!("output-{:016x}", self.mark()))
    }

    /// The folder beside the output in which a new site is written. Its name depends on the site only, so that a later
    /// build finds what a killed one has left, and two sites do not collide.
    pub(super) fn staging(&self) -> PathBuf {
        let name = self.dir.file_name().unwrap_or_default().to_string_lossy();
        self.dir.with_file_name(format!(".{name}.casebook-{:016x}", self.mark_of_site()))
    }

    /// The folder for temporary files. It is inside the output, because only there it is certain to be on the same file
    /// system.
    pub(super) fn temporaries(&self) -> PathBuf {
        self.dir.join(format!(".casebook-{:016x}", self.mark_of_site()))
    }

    fn mark(&self) -> u64 {
        mark(&self.key)
    }

    fn mark_of_site(&self) -> u64 {
        mark(&format!("{}\n{}", self.notes.display(), self.key))
    }

    /// Locks out other builds until the file is dropped. File systems without locks are used unlocked.
    pub(super) fn lock(&self) -> Result<Option<File>> {
        let path = self.record().with_extension("lock");
        let failed = |error| WriteError::disk("write", &path, error);
        disk::create_folders(&self.notes)?;
        let ignore = self.notes.join(".gitignore");
        if !ignore.exists() {
            fs::write(&ignore, IGNORE).map_err(|error| WriteError::disk("write", &ignore, error))?;
        }
        let file = File::options().create(true).append(true).open(&path).map_err(failed)?;
        match file.try_lock() {
            Ok(()) => Ok(Some(file)),
            Err(TryLockError::WouldBlock) => Err(WriteError::Busy { dir: self.dir.clone() }),
            Err(TryLockError::Error(_)) => Ok(None),
        }
    }
}

/// The reason why `dir` cannot be the output of `site`; both must be resolved.
fn refusal(dir: &Path, site: &Path) -> Result<Option<&'static str>> {
    if site.starts_with(dir) {
        return Ok(Some("it holds the whole site; choose a folder of its own"));
    }
    for (name, why) in layout::KEPT {
        let source = resolve(&site.join(name))?;
        if dir.starts_with(&source) || source.starts_with(dir) {
            return Ok(Some(why));
        }
    }
    Ok(dir.ancestors().skip(1).any(|above| is_site(above) && is_kept(dir, above)).then_some(OTHER_SITE))
}

/// True if the folder looks like a site, possibly another one than the site being built.
fn is_site(folder: &Path) -> bool {
    folder.join(layout::SETTINGS).is_file() && folder.join(layout::CONTENT).is_dir()
}

/// True if `dir` is or lies in a folder that the site in `site` reserves for something other than output.
fn is_kept(dir: &Path, site: &Path) -> bool {
    let first = dir.strip_prefix(site).ok().and_then(|inside| inside.components().next());
    first.is_some_and(|first| layout::KEPT.iter().any(|(name, _)| first.as_os_str() == *name))
}

/// The absolute path without links and dots. The path need not exist.
fn resolve(path: &Path) -> Result<PathBuf> {
    let failed = |error| WriteError::disk("find", path, error);
    let whole = std::path::absolute(path).map_err(failed)?;
    let mut missing = Vec::new();
    let mut stands = whole.as_path();
    let mut resolved = loop {
        match stands.canonicalize() {
            Ok(resolved) => break resolved,
            Err(error) => {
                missing.push(stands.components().next_back());
                stands = stands.parent().ok_or_else(|| failed(error))?;
            }
        }
    };
    for component in missing.into_iter().rev().flatten() {
        match component {
            Component::ParentDir => drop(resolved.pop()),
            Component::Normal(name) => resolved.push(name),
            _ => {}
        }
    }
    Ok(resolved)
}

/// True if `path` is a valid relative path inside a folder on every system.
pub(super) fn is_inside(path: &str) -> bool {
    !path.is_empty()
        && !path.contains(['\\', '\0'])
        && path.split('/').all(|part| !matches!(part, "" | "." | ".."))
        && Path::new(path).components().all(|component| matches!(component, Component::Normal(_)))
}

/// A short hash of `text`, the same on every machine and in every version.
fn mark(text: &str) -> u64 {
    xxh3_64(text.as_bytes())
}

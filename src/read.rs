//! Disk → memory: the texts of a site, its other files with their sizes and hashes, and its theme.
//!
//! The first stage, and the last before the leaves that touches the disk. Understands no file but `casebook.yaml`,
//! whose place is known.

mod folder;
mod listing;
mod picture;
#[cfg(test)]
mod tests;
mod text;
mod theme;

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use sha2::{Digest, Sha256};

use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::media::{Concern, Edits};
use crate::source::{FileId, SourceFile, SourceMap};
pub use folder::{Changes, Folder};
pub use listing::settings_file;
pub use picture::media_finding;

/// Everything that a build starts from.
#[derive(Clone, Debug)]
pub struct Inputs {
    /// All texts: `casebook.yaml`, `content/**/*.md`, `content/glossary.yaml`, the theme's text files.
    pub sources: SourceMap,
    /// The settings, with a default for each that is not given.
    pub config: Config,
    /// The paths of the texts that could not be read: they are in `sources`, empty, so that findings have a place.
    pub unread: BTreeSet<String>,
    /// All other files below `content/`, in path order.
    pub assets: Vec<Asset>,
    /// The files of the theme in use, in path order: the built-in ones, the site's own in their place.
    pub theme: Vec<ThemeFile>,
}

impl Inputs {
    /// A hash of every byte that was read, and of `about`. The settings are not hashed again: they come from a text.
    #[must_use]
    pub fn fingerprint(&self, about: &str) -> [u8; 32] {
        let Self { sources, config: _, unread, assets, theme } = self;
        let files: Vec<(FileId, &SourceFile)> = sources.iter().collect();
        let texts: Vec<[u8; 32]> = files.par_iter().map(|(_, file)| Sha256::digest(file.text()).into()).collect();
        let texts = files.iter().map(|(_, file)| file.path()).zip(texts);
        let mut all = Sha256::new();
        all.update(Sha256::digest(about));
        // Each part begins with its length, so that nothing of one part can be taken for something of the next.
        let mut add = |part: Vec<(&str, [u8; 32])>| {
            all.update(part.len().to_le_bytes());
            for (path, hash) in part {
                all.update(Sha256::digest(path));
                all.update(hash);
            }
        };
        add(texts.collect());
        add(unread.iter().map(|path| (path.as_str(), [0; 32])).collect());
        add(assets.iter().map(|asset| (asset.path.as_str(), asset.sha256)).collect());
        add(theme.iter().map(|file| (file.path.as_str(), Sha256::digest(&file.bytes).into())).collect());
        all.finalize().into()
    }
}

/// A file below `content/` that is not text of ours: an image, a film, a form to print.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asset {
    /// Path relative to `content/`, with `/`.
    pub path: String,
    /// Where it lies.
    pub from: PathBuf,
    /// How the published file is made from it.
    pub edits: Edits,
    /// Length of the published file in bytes.
    pub len: u64,
    /// SHA-256 of the published file.
    pub sha256: [u8; 32],
    /// Width and height in pixels as browsers show it, where it is an image that tells them.
    pub dimensions: Option<(usize, usize)>,
    /// What its author has to know before it is published.
    pub concern: Option<Concern>,
}

/// A file of the theme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ThemeFile {
    /// Path inside the theme, with `/`: `templates/case.html`.
    pub path: String,
    /// Its bytes.
    pub bytes: Cow<'static, [u8]>,
    /// Whether the built-in theme has a file at this path.
    pub built_in: bool,
    /// True for a file of the site's own theme.
    pub own: bool,
    /// The text as a source, for findings in the site's own files.
    pub file: Option<FileId>,
}

impl ThemeFile {
    /// Whether both are the same file of a theme. Its number among the sources may differ: it changes when other files
    /// come or go. Whether a path is built in never changes.
    #[must_use]
    pub fn is_like(&self, other: &Self) -> bool {
        self.path == other.path && self.bytes == other.bytes
    }
}

/// Why reading could not go on. Mistakes in the files are diagnostics instead.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// There is no site here.
    #[error(
        "no `content` folder in {}\n  help: go to the folder of your site, or name it: `casebook build path/to/site`",
        .0.display()
    )]
    NoContent(PathBuf),
    /// The disk refused.
    #[error("cannot read {}: {source}", path.display())]
    Io {
        /// What was read.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

/// Reads the site in `dir`.
///
/// # Errors
/// When there is no `content` folder, or the disk refuses.
pub fn read(dir: &Path) -> Result<(Inputs, Vec<Diagnostic>), ReadError> {
    Ok(Folder::open(dir)?.inputs())
}

fn io_error(path: &Path, source: io::Error) -> ReadError {
    ReadError::Io { path: path.to_owned(), source }
}

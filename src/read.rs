//! Reads a site from disk: its texts, its other files with their sizes and hashes, and its theme.
//!
//! This is the first stage, and apart from the modules that write or serve the result, the only one that accesses the
//! disk. It interprets no file except `casebook.yaml`.

mod folder;
mod foreign;
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
pub use theme::languages;

/// The input of a build.
#[derive(Clone, Debug)]
pub struct Inputs {
    /// All text files: `casebook.yaml`, `content/**/*.md`, `content/glossary.yaml` and the text files of the theme.
    pub sources: SourceMap,
    /// The settings, with defaults for those that are not given.
    pub config: Config,
    /// The paths of the texts that could not be read. Each has an empty text in `sources`, so that diagnostics can
    /// refer to it.
    pub unread: BTreeSet<String>,
    /// All other files below `content/`, in path order.
    pub assets: Vec<Asset>,
    /// The files of the theme in use, in path order. The site's own files replace built-in ones.
    pub theme: Vec<ThemeFile>,
}

impl Inputs {
    /// Returns a hash of every byte that was read, and of `about`. The settings are included as text.
    #[must_use]
    pub fn fingerprint(&self, about: &str) -> [u8; 32] {
        let Self { sources, config: _, unread, assets, theme } = self;
        let files: Vec<(FileId, &SourceFile)> = sources.iter().collect();
        let texts: Vec<[u8; 32]> = files.par_iter().map(|(_, file)| Sha256::digest(file.text()).into()).collect();
        let texts = files.iter().map(|(_, file)| file.path()).zip(texts);
        let mut all = Sha256::new();
        all.update(Sha256::digest(about));
        // Each part begins with its length, so that the boundary between two parts is unambiguous.
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

/// A file below `content/` that is not one of our text formats: an image, a film, a form to print.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asset {
    /// Path relative to `content/`, with `/`.
    pub path: String,
    /// The path on disk.
    pub from: PathBuf,
    /// The edits that turn the file on disk into the published file.
    pub edits: Edits,
    /// The length of the published file, in bytes.
    pub len: u64,
    /// The SHA-256 of the published file.
    pub sha256: [u8; 32],
    /// The width and height in pixels as shown by browsers, if the file is an image that states them.
    pub dimensions: Option<(usize, usize)>,
    /// A problem that the author must know about before the file is published.
    pub concern: Option<Concern>,
}

/// A file of the theme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ThemeFile {
    /// Path inside the theme, with `/`: `templates/case.html`.
    pub path: String,
    /// Its bytes.
    pub bytes: Cow<'static, [u8]>,
    /// True if the built-in theme has a file at this path.
    pub built_in: bool,
    /// True if the file belongs to the site's own theme.
    pub own: bool,
    /// The file as a source, for diagnostics about the site's own files.
    pub file: Option<FileId>,
}

impl ThemeFile {
    /// Returns true if both have the same path and content. The number in the sources is ignored, because it changes
    /// when other files are added or removed; `built_in` depends only on the path.
    #[must_use]
    pub fn is_like(&self, other: &Self) -> bool {
        self.path == other.path && self.bytes == other.bytes
    }
}

/// The reason why reading stopped. Mistakes in the files are diagnostics instead.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The folder does not contain a site.
    #[error(
        "there is no folder `content` in `{}`, so this is not a site",
        .0.display()
    )]
    NoContent(PathBuf),
    /// A file or folder could not be read.
    #[error("cannot read `{}`", path.display())]
    Io {
        /// The path of the file or folder.
        path: PathBuf,
        /// The error from the operating system.
        source: io::Error,
    },
}

/// Reads the site in `dir`.
///
/// # Errors
/// If there is no `content` folder, or a file cannot be read.
pub fn read(dir: &Path) -> Result<(Inputs, Vec<Diagnostic>), ReadError> {
    Ok(Folder::open(dir)?.inputs())
}

fn io_error(path: &Path, source: io::Error) -> ReadError {
    ReadError::Io { path: path.to_owned(), source }
}

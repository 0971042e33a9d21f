//! The finished site in memory: a map from path to content, in path order.
//!
//! `render` produces it; the modules that write or serve the site, and tests, consume it. Does not access the disk.

use std::collections::BTreeMap;
use std::path::PathBuf;

use crate::media::Edits;

/// The content at one path of the output.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// Bytes made by the pipeline. They may contain the author's words.
    Bytes(Vec<u8>),
    /// Bytes made only from files that ship with Casebook. They contain nothing of the author's, so a writer may keep
    /// them for open pages after the site has stopped using them.
    BuiltIn(Vec<u8>),
    /// One of the author's files, to be copied: it may be too large to keep in memory, and can be read from disk when
    /// needed.
    Copy {
        /// The path of the file on disk.
        from: PathBuf,
        /// The edits that turn the file into the bytes to write.
        edits: Edits,
        /// The number of bytes to write.
        len: u64,
        /// The SHA-256 of the bytes to write.
        sha256: [u8; 32],
    },
}

impl Content {
    /// The bytes; `None` for a file to be copied.
    #[must_use]
    pub fn bytes(&self) -> Option<&[u8]> {
        match self {
            Self::Bytes(bytes) | Self::BuiltIn(bytes) => Some(bytes),
            Self::Copy { .. } => None,
        }
    }
}

/// Receives the files of a site one by one, in any order, while others are still being made.
pub trait Sink: Send {
    /// Stores the file at `path`.
    ///
    /// # Errors
    /// If it cannot be stored; rendering then stops.
    fn put(&mut self, path: String, content: Content) -> Result<(), SinkError>;
}

/// The error of a sink that could not store a file.
pub type SinkError = Box<dyn std::error::Error + Send + Sync>;

/// Discards all files, for a run that only needs the findings of rendering.
#[derive(Clone, Copy, Debug)]
pub struct Discard;

impl Sink for Discard {
    fn put(&mut self, _: String, _: Content) -> Result<(), SinkError> {
        Ok(())
    }
}

impl Sink for Output {
    fn put(&mut self, path: String, content: Content) -> Result<(), SinkError> {
        self.files.insert(path, content);
        Ok(())
    }
}

/// All files of a site: a map from the path relative to the output's root (with `/`) to the content.
#[derive(Clone, Debug, Default)]
pub struct Output {
    files: BTreeMap<String, Content>,
}

impl Output {
    /// Puts `content` at `path`.
    ///
    /// A second file at the same path would silently replace the first. Addresses are therefore checked before
    /// rendering, and the previous content is returned so that a caller can assert that there is none.
    pub fn put(&mut self, path: impl Into<String>, content: Content) -> Option<Content> {
        self.files.insert(path.into(), content)
    }

    /// The content at `path`.
    #[must_use]
    pub fn get(&self, path: &str) -> Option<&Content> {
        self.files.get(path)
    }

    /// The text at `path`, if it is UTF-8 text made by the pipeline.
    #[must_use]
    pub fn text(&self, path: &str) -> Option<&str> {
        std::str::from_utf8(self.files.get(path)?.bytes()?).ok()
    }

    /// All files, in path order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Content)> {
        self.files.iter().map(|(path, content)| (path.as_str(), content))
    }

    /// The number of files.
    #[must_use]
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Returns true if there are no files.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }
}

impl Extend<(String, Content)> for Output {
    fn extend<I: IntoIterator<Item = (String, Content)>>(&mut self, files: I) {
        self.files.extend(files);
    }
}

/// The first ten hexadecimal digits of a hash, for file names: enough to distinguish the versions of one file.
#[must_use]
pub fn short_hash(sha256: &[u8]) -> String {
    sha256.iter().take(5).map(|byte| format!("{byte:02x}")).collect()
}

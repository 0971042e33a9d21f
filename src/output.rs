//! The finished site in memory: path → bytes, in path order.
//!
//! What `render` yields and what every leaf (writer, server, packages, tests) takes. Touches no disk.

use std::collections::BTreeMap;
use std::path::PathBuf;

use crate::media::Edits;

/// What stands at one path of the output.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// Bytes made by the pipeline. They may hold the author's words.
    Bytes(Vec<u8>),
    /// Bytes made only of files that ship with Casebook. They hold nothing of the author's, so a writer may keep them
    /// for open pages after the site has dropped them.
    BuiltIn(Vec<u8>),
    /// A file of the author's to be copied: too large to hold, and already where a leaf can read it.
    Copy {
        /// Where the file lies on disk.
        from: PathBuf,
        /// How the bytes to be written are made from those of the file.
        edits: Edits,
        /// The length of what is written, in bytes.
        len: u64,
        /// The SHA-256 of what is written.
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

/// Takes the files of a site one by one, in any order, while others are still being made.
pub trait Sink: Send {
    /// Takes the file at `path`.
    ///
    /// # Errors
    /// When it cannot be kept; rendering then stops.
    fn put(&mut self, path: String, content: Content) -> Result<(), SinkError>;
}

/// Why a sink could not keep a file: the error of the leaf that it belongs to.
pub type SinkError = Box<dyn std::error::Error + Send + Sync>;

impl Sink for Output {
    fn put(&mut self, path: String, content: Content) -> Result<(), SinkError> {
        self.files.insert(path, content);
        Ok(())
    }
}

/// All files of a site: path from the output's root (with `/`) → content.
#[derive(Clone, Debug, Default)]
pub struct Output {
    files: BTreeMap<String, Content>,
}

impl Output {
    /// Puts `content` at `path`.
    ///
    /// Two files at one path would silently lose one of them; addresses are therefore checked before rendering,
    /// and the earlier content is returned for a caller that wants to assert so.
    pub fn put(&mut self, path: impl Into<String>, content: Content) -> Option<Content> {
        self.files.insert(path.into(), content)
    }

    /// What stands at `path`.
    #[must_use]
    pub fn get(&self, path: &str) -> Option<&Content> {
        self.files.get(path)
    }

    /// The text at `path`, where it was made by the pipeline and is text.
    #[must_use]
    pub fn text(&self, path: &str) -> Option<&str> {
        std::str::from_utf8(self.files.get(path)?.bytes()?).ok()
    }

    /// All files in path order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Content)> {
        self.files.iter().map(|(path, content)| (path.as_str(), content))
    }

    /// How many files there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Whether there is no file.
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

/// The first ten signs of a hash, for names of files: enough to tell the versions of one file apart.
#[must_use]
pub fn short_hash(sha256: &[u8]) -> String {
    sha256.iter().take(5).map(|byte| format!("{byte:02x}")).collect()
}

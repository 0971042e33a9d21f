//! Decodes the bytes of text files and detects wrong encodings and excessive length.

use std::fs;
use std::io;
use std::path::Path;
use std::sync::Arc;

use super::foreign::{self, Foreign};
use crate::diagnostic::{Code, Diagnostic};
use crate::layout;
use crate::source::{FileId, SourceFile, Span};

/// The maximum length of a text file, in bytes (8 MiB). No page is that long, and a mistake such as a renamed video
/// would otherwise be read as Markdown.
const LONGEST: u64 = 8 << 20;

/// A text file as read.
#[derive(Clone, Debug)]
pub(super) struct Text {
    pub file: Arc<SourceFile>,
    pub trouble: Option<Trouble>,
}

impl Text {
    /// Returns true if both reads gave the same result.
    pub fn says_the_same(&self, other: &Self) -> bool {
        self.trouble == other.trouble && self.file.text() == other.file.text()
    }

    /// Returns true if nothing is known about the file except its name.
    pub fn is_unread(&self) -> bool {
        matches!(self.trouble, Some(Trouble::TooLong | Trouble::Utf16 | Trouble::NotText(_)))
    }
}

/// A problem with the bytes of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Trouble {
    TooLong,
    Utf16,
    NotText(Foreign),
    NotUtf8 { at: usize },
}

impl Trouble {
    pub fn diagnostic(self, file: FileId) -> Diagnostic {
        match self {
            Self::TooLong => Diagnostic::new(
                Code::FileTooLong,
                Span::start_of(file),
                "this file is larger than 8 MB and was not read",
            )
            .help("split the page, or give the file an ending other than `.md` if it is not a page"),
            Self::Utf16 => {
                Diagnostic::new(Code::NotUtf8, Span::start_of(file), "this file is saved as UTF-16, not as UTF-8")
                    .help("choose `Save as` in your editor and the encoding `UTF-8`")
            }
            Self::NotText(what) => what.diagnostic(file),
            Self::NotUtf8 { at } => Diagnostic::new(
                Code::NotUtf8,
                Span::new(file, at..at + char::REPLACEMENT_CHARACTER.len_utf8()),
                "this file is not saved as UTF-8",
            )
            .because("this character cannot be read")
            .help("choose `Save as` in your editor and the encoding `UTF-8`"),
        }
    }
}

impl Text {
    /// Reads the file at `from`. Messages call it `path`.
    pub fn read(path: &str, from: &Path) -> io::Result<Self> {
        if fs::metadata(from)?.len() > LONGEST {
            return Ok(Self::new(path, String::new(), Some(Trouble::TooLong)));
        }
        let bytes = fs::read(from)?;
        if let Some(what) = layout::is_page(path).then(|| foreign::recognise(&bytes)).flatten() {
            return Ok(Self::new(path, String::new(), Some(Trouble::NotText(what))));
        }
        let (text, trouble) = decode(bytes);
        crate::fault::strike("read", &text);
        Ok(Self::new(path, text, trouble))
    }

    /// Creates an empty text for a file of which only the name is known.
    pub fn unread(path: &str) -> Self {
        Self::new(path, String::new(), None)
    }

    fn new(path: &str, text: String, trouble: Option<Trouble>) -> Self {
        Self { file: Arc::new(SourceFile::new(path, text)), trouble }
    }
}

/// Decodes a text. Invalid bytes are replaced, so that other mistakes are found in the same run.
fn decode(bytes: Vec<u8>) -> (String, Option<Trouble>) {
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return (String::new(), Some(Trouble::Utf16));
    }
    match String::from_utf8(bytes) {
        Ok(text) => (text, None),
        Err(error) => {
            let bom = if error.as_bytes().starts_with("\u{feff}".as_bytes()) { 3 } else { 0 };
            let at = error.utf8_error().valid_up_to().saturating_sub(bom);
            (String::from_utf8_lossy(error.as_bytes()).into_owned(), Some(Trouble::NotUtf8 { at }))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn invalid_bytes_are_replaced_and_located() {
        let (text, trouble) = decode(b"\xef\xbb\xbfcaf\xe9!".to_vec());
        assert_eq!(text, "\u{feff}caf\u{fffd}!");
        assert!(matches!(trouble, Some(Trouble::NotUtf8 { at: 3 })));
        assert!(matches!(decode(vec![0xff, 0xfe, b'a', 0]).1, Some(Trouble::Utf16)));
    }
}

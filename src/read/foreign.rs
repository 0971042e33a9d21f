//! Recognises files that are called `.md` but contain something else: documents of word processors, PDFs, web pages,
//! pictures. Looks at the first bytes only.

use crate::diagnostic::{Code, Diagnostic};
use crate::source::{FileId, Span};

/// The kind of document that a file contains instead of plain text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Foreign {
    Word,
    OldWord,
    OpenDocument,
    Zip,
    Rtf,
    Pdf,
    Web,
    Picture,
}

/// The first bytes of each kind of file. Files of Word and `LibreOffice` are ZIP files and come before those.
const BEGINNINGS: [(&[u8], Foreign); 12] = [
    (b"PK\x03\x04", Foreign::Zip),
    (b"\xd0\xcf\x11\xe0", Foreign::OldWord),
    (b"{\\rtf", Foreign::Rtf),
    (b"%PDF-", Foreign::Pdf),
    (b"\x89PNG\r\n", Foreign::Picture),
    (b"\xff\xd8\xff", Foreign::Picture),
    (b"GIF87a", Foreign::Picture),
    (b"GIF89a", Foreign::Picture),
    (b"II*\0", Foreign::Picture),
    (b"MM\0*", Foreign::Picture),
    (b"<!doctype html", Foreign::Web),
    (b"<html", Foreign::Web),
];

/// The number of bytes of a ZIP file in which the names of its first members are searched.
const NAMES: usize = 4096;

/// Recognises the content of a file by its first bytes; `None` if it may be plain text.
pub(super) fn recognise(bytes: &[u8]) -> Option<Foreign> {
    let text = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes).trim_ascii_start();
    let begins = |mark: &[u8]| text.get(..mark.len()).is_some_and(|start| start.eq_ignore_ascii_case(mark));
    let (_, found) = BEGINNINGS.into_iter().find(|(mark, _)| begins(mark))?;
    Some(if found == Foreign::Zip { in_zip(bytes) } else { found })
}

fn in_zip(bytes: &[u8]) -> Foreign {
    let start = bytes.get(..NAMES).unwrap_or(bytes);
    let names = |name: &[u8]| start.windows(name.len()).any(|window| window == name);
    if names(b"vnd.oasis.opendocument") {
        Foreign::OpenDocument
    } else if names(b"word/") || names(b"[Content_Types].xml") {
        Foreign::Word
    } else {
        Foreign::Zip
    }
}

impl Foreign {
    pub fn diagnostic(self, file: FileId) -> Diagnostic {
        let message = format!("this file is called `.md` like a page, but it is {}", self.described());
        let found = Diagnostic::new(Code::NotText, Span::start_of(file), message);
        match self.advice() {
            Some(advice) => found.help(advice),
            None => found.help("give it its right ending again, and link to it from a page"),
        }
    }

    fn described(self) -> &'static str {
        match self {
            Self::Word => "a Word document",
            Self::OldWord => "an old Office document",
            Self::OpenDocument => "a LibreOffice document",
            Self::Zip => "a packed file (ZIP), as some programs save documents",
            Self::Rtf => "a document in Rich Text Format (RTF)",
            Self::Pdf => "a PDF",
            Self::Web => "a web page (HTML)",
            Self::Picture => "a picture",
        }
    }

    /// The way to plain text; `None` if there is none.
    fn advice(self) -> Option<&'static str> {
        Some(match self {
            Self::Word | Self::OldWord | Self::OpenDocument | Self::Zip => {
                "open it in the program that it comes from, choose `Save as`, `Plain text` and the encoding `UTF-8`, and name the new file `.md`"
            }
            Self::Rtf => {
                "open it, choose `Save as` (in TextEdit: `Format`, `Make Plain Text`) and plain text, and name the new file `.md`"
            }
            Self::Pdf => "select and copy its text, paste it into a new file in a text editor, and save that as `.md`",
            Self::Web => "open it in a browser, copy its text into a new file in a text editor, and save that as `.md`",
            Self::Picture => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_recognised_by_their_first_bytes() {
        for (bytes, expected) in [
            (&b"PK\x03\x04\x14\0\x06\0\x08\0word/document.xml"[..], Some(Foreign::Word)),
            (b"PK\x03\x04..mimetypeapplication/vnd.oasis.opendocument.text", Some(Foreign::OpenDocument)),
            (b"PK\x03\x04..Index/Document.iwa", Some(Foreign::Zip)),
            (b"\xd0\xcf\x11\xe0\xa1\xb1", Some(Foreign::OldWord)),
            (b"{\\rtf1\\ansi", Some(Foreign::Rtf)),
            (b"%PDF-1.7", Some(Foreign::Pdf)),
            (b"\xef\xbb\xbf<!DOCTYPE HTML>", Some(Foreign::Web)),
            (b"\n  <HTML lang=en>", Some(Foreign::Web)),
            (b"\xff\xd8\xff\xe0", Some(Foreign::Picture)),
            (b"---\ntitle: A\n---\n", None),
            (b"PK is the short form of penalty kick", None),
            (b"<p>Text</p>", None),
            (b"", None),
            (b"\xff\xfe-\0", None),
        ] {
            assert_eq!(recognise(bytes), expected, "{}", bytes.escape_ascii());
        }
    }
}

//! Addresses that begin with `data:` (RFC 2397, and the Fetch standard for what browsers make of them), as found
//! in attributes, styles and CDATA sections. Their data is in Base64 or has percent signs.

use std::ops::Range;

use super::base64;
use super::markup::{self, find};
use crate::text::percent_decode_bytes;

/// Longest media type.
const TYPE_MOST: usize = 200;
/// Characters of the data that are read to tell what it is.
const HEAD_MOST: usize = 1 << 10;

/// An address that begins with `data:`.
pub(super) struct Address<'t> {
    text: &'t [u8],
    limit: usize,
    /// The text has no references.
    is_verbatim: bool,
    opener: Opener,
    /// The media type, in small letters.
    kind: String,
    is_base64: bool,
    /// Offset of the data; `None` while the media type is read.
    data: Option<usize>,
    /// Offset behind `data:`.
    start: usize,
}

/// The data of an address.
pub(super) struct Body {
    pub bytes: Vec<u8>,
    /// Its range in the text.
    pub range: Range<usize>,
}

/// The opening before an address, which determines where the address ends.
#[derive(Clone, Copy)]
enum Opener {
    Quote(u8),
    /// A quote that is written as a reference.
    Reference(u8),
    Bracket,
    Other,
}

/// Characters of an address without their references.
struct Characters {
    bytes: Vec<u8>,
    end: usize,
    /// False where a reference could not be followed.
    is_whole: bool,
}

/// The offset behind the next `data:` from `at` on.
pub(super) fn next(text: &[u8], at: usize) -> Option<usize> {
    let colon = |(offset, &byte): (usize, &u8)| {
        byte == b':' && {
            let end = at + offset;
            end >= 4 && text[end - 4..end].eq_ignore_ascii_case(b"data")
        }
    };
    text[at..].iter().enumerate().position(colon).map(|offset| at + offset + 1)
}

impl<'t> Address<'t> {
    /// Reads the address whose `data:` ends at `start`; `None` where no address follows. `verbatim` is the CDATA
    /// section that it lies in.
    pub fn read(text: &'t [u8], start: usize, verbatim: Option<&Range<usize>>) -> Option<Self> {
        let limit = verbatim.map_or(text.len(), |section| section.end - b"]]>".len());
        let is_verbatim = verbatim.is_some();
        let opener = Opener::before(&text[..start - b"data:".len()], is_verbatim);
        let (kind, is_base64) = (String::new(), false);
        let mut address = Self { text, limit, is_verbatim, opener, kind, is_base64, data: None, start };
        let head = address.characters(TYPE_MOST, Some(b','));
        if text.get(head.end) != Some(&b',') {
            return None;
        }
        address.data = Some(head.end + 1);
        let head = String::from_utf8(percent_decode_bytes(&head.bytes).into_owned()).ok()?.to_ascii_lowercase();
        let front = head.trim().strip_suffix("base64").and_then(|front| front.trim_end_matches(' ').strip_suffix(';'));
        address.is_base64 = front.is_some();
        let kind = head.split(';').next().unwrap_or_default();
        // A sentence may have `data:` and a comma, but no Base64.
        let kind = if address.is_base64 { kind.trim() } else { kind.trim_end() };
        address.kind.push_str(kind);
        Some(address)
    }

    /// Returns true if the media type is that of a picture.
    pub fn claims_picture(&self) -> bool {
        self.claimed().is_some()
    }

    fn claimed(&self) -> Option<&str> {
        self.kind.strip_prefix("image/").or_else(|| self.kind.strip_prefix("img/"))
    }

    /// The ending of the name of a file with data that begins with `head`.
    pub fn ending(&self, head: &[u8]) -> &str {
        let may_be_drawing = self.kind.is_empty() || self.kind.ends_with("xml");
        match self.claimed() {
            Some(claimed) if claimed.starts_with("svg") => "svg",
            None if may_be_drawing && find(head, b"<svg").is_some() => "svg",
            Some("x-icon" | "vnd.microsoft.icon") => "ico",
            claimed => claimed.unwrap_or_default(),
        }
    }

    /// The first bytes of the data.
    pub fn head(&self) -> Vec<u8> {
        let characters = self.characters(HEAD_MOST, None);
        let bytes = percent_decode_bytes(&characters.bytes);
        if self.is_base64 { base64::read(&bytes).bytes } else { bytes.into_owned() }
    }

    /// The data; `None` where it is not to be read to its end.
    pub fn body(&self) -> Option<Body> {
        let Characters { bytes, end, is_whole } = self.characters(usize::MAX, None);
        let bytes = percent_decode_bytes(&bytes);
        let (bytes, is_whole) = if self.is_base64 {
            let decoded = base64::read(&bytes);
            (decoded.bytes, is_whole && decoded.is_whole)
        } else {
            (bytes.into_owned(), is_whole)
        };
        is_whole.then_some(Body { bytes, range: self.from()..end })
    }

    /// Writes data as that of the address is written.
    pub fn write(&self, bytes: &[u8]) -> Vec<u8> {
        if self.is_base64 { base64::write(bytes) } else { base64::with_percent(bytes) }
    }

    /// The characters from `data` on: `most` at most, or up to `stop`. Line ends and tabs do not count.
    fn characters(&self, most: usize, stop: Option<u8>) -> Characters {
        let mut found = Characters { bytes: Vec::new(), end: self.from(), is_whole: true };
        while found.end < self.limit && found.bytes.len() < most {
            let raw = self.text[found.end];
            let reference = (raw == b'&' && !self.is_verbatim).then(|| markup::reference(&self.text[found.end..]));
            let is_raw = reference.is_none();
            let (character, len) = match reference {
                Some(Some(reference)) => (reference.character, reference.len),
                // An entity of the drawing.
                Some(None) => {
                    found.is_whole = false;
                    break;
                }
                None => (char::from(raw), 1),
            };
            if self.ends_at(character, is_raw) || stop.map(char::from) == Some(character) {
                break;
            }
            if character == '#' && (self.is_base64 || is_closed(&found.bytes)) {
                break;
            }
            match character {
                '\t' | '\n' | '\r' => {}
                _ if is_raw => found.bytes.push(raw),
                _ => found.bytes.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes()),
            }
            found.end += len;
        }
        found
    }

    fn from(&self) -> usize {
        self.data.unwrap_or(self.start)
    }

    fn ends_at(&self, character: char, is_raw: bool) -> bool {
        let is = |byte: u8| character == char::from(byte);
        let is_raw_quote = is_raw && matches!(character, '"' | '\'');
        if is_raw && is(b'<') && !self.is_verbatim {
            return true;
        }
        match self.opener {
            Opener::Quote(quote) => is_raw && is(quote),
            Opener::Reference(quote) => is(quote),
            Opener::Bracket => is(b')') || is_raw_quote,
            Opener::Other if self.data.is_some() => {
                is_raw_quote || matches!(character, ' ' | '(' | ')' | ',' | ';' | '\\')
            }
            Opener::Other => is_raw_quote || is(b')'),
        }
    }
}

/// Returns true if a fragment can follow these bytes: a drawing ends with `>`, and may have `#` before.
fn is_closed(bytes: &[u8]) -> bool {
    let bytes = bytes.trim_ascii_end();
    bytes.ends_with(b">") || bytes.ends_with(b"%3E") || bytes.ends_with(b"%3e")
}

impl Opener {
    /// Returns the opening at the end of `text`.
    fn before(text: &[u8], is_verbatim: bool) -> Self {
        let text = text.trim_ascii_end();
        if text.ends_with(b";") && !is_verbatim {
            let near = &text[text.len().saturating_sub(12)..];
            let reference = near.iter().rposition(|&byte| byte == b'&').and_then(|at| markup::reference(&near[at..]));
            return match reference.map(|reference| reference.character) {
                Some('"') => Self::Reference(b'"'),
                Some('\'') => Self::Reference(b'\''),
                Some('(') => Self::Bracket,
                _ => Self::Other,
            };
        }
        match text.last() {
            Some(&quote @ (b'"' | b'\'')) => Self::Quote(quote),
            Some(b'(') => Self::Bracket,
            _ => Self::Other,
        }
    }
}

//! Reads the markup of XML: tags with their attributes, comments, instructions, CDATA sections, the document type.
//!
//! Where one of them ends is exact for XML that is well-formed; other tags are refused. Does not match tags with each
//! other.

use std::ops::Range;

use crate::media::bytes::Error;

/// Something between `<` and `>`.
pub(super) struct Markup<'t> {
    pub kind: Kind<'t>,
    pub end: usize,
}

pub(super) enum Kind<'t> {
    Open(Tag<'t>),
    Empty(Tag<'t>),
    /// The end of the element with this name.
    Close(&'t [u8]),
    Comment,
    /// An instruction: its name and what follows.
    Instruction(&'t [u8], &'t [u8]),
    /// A CDATA section, in which no character is markup.
    Verbatim,
    DocumentType(DocumentType<'t>),
}

pub(super) struct Tag<'t> {
    /// With the prefix of its namespace.
    pub name: &'t [u8],
    pub attributes: Vec<Attribute<'t>>,
}

pub(super) struct Attribute<'t> {
    pub name: &'t [u8],
    pub value: &'t [u8],
    /// Its range in the text, with the white space in front of it.
    pub range: Range<usize>,
}

/// The declaration of the document type.
#[derive(Default)]
pub(super) struct DocumentType<'t> {
    pub comments: Vec<Range<usize>>,
    pub entities: Vec<Entity<'t>>,
}

pub(super) struct Entity<'t> {
    pub name: &'t [u8],
    pub value: &'t [u8],
}

/// Reads the markup that begins with the `<` at `at`.
pub(super) fn read(text: &[u8], at: usize) -> Result<Markup<'_>, Error> {
    let rest = &text[at..];
    let until = |start: usize, end: &[u8]| after(text, at + start, end);
    match rest {
        [b'<', b'!', b'-', b'-', ..] => Ok(Markup { kind: Kind::Comment, end: until(4, b"-->")? }),
        [b'<', b'!', b'[', ..] => Ok(Markup { kind: Kind::Verbatim, end: until(3, b"]]>")? }),
        [b'<', b'!', ..] => document_type(text, at),
        [b'<', b'?', ..] => {
            let end = until(2, b"?>")?;
            let (name, content) = word(&text[at + 2..end - 2]);
            Ok(Markup { kind: Kind::Instruction(name, content), end })
        }
        [b'<', b'/', name @ ..] => Ok(Markup { kind: Kind::Close(word(name).0), end: until(2, b">")? }),
        _ => tag(text, at),
    }
}

/// The first offset of `part` in `text`.
pub(super) fn find(text: &[u8], part: &[u8]) -> Option<usize> {
    text.windows(part.len()).position(|window| window == part)
}

/// The offset behind the next `end` from `start` on.
fn after(text: &[u8], start: usize, end: &[u8]) -> Result<usize, Error> {
    let rest = text.get(start..).unwrap_or_default();
    find(rest, end).map(|offset| start + offset + end.len()).ok_or(Error::CutShort)
}

/// The name at the beginning of `text`, and what follows.
fn word(text: &[u8]) -> (&[u8], &[u8]) {
    let end = text.iter().position(|&byte| byte.is_ascii_whitespace() || b"=/>\"'<[".contains(&byte));
    text.split_at(end.unwrap_or(text.len()))
}

/// The offset of the next byte that is no white space; an error at the end of the text.
fn solid(text: &[u8], at: usize) -> Result<usize, Error> {
    let rest = text.get(at..).unwrap_or_default();
    rest.iter().position(|byte| !byte.is_ascii_whitespace()).map(|offset| at + offset).ok_or(Error::CutShort)
}

fn tag(text: &[u8], start: usize) -> Result<Markup<'_>, Error> {
    let (name, _) = word(&text[start + 1..]);
    if name.is_empty() {
        return Err(if start + 1 == text.len() { Error::CutShort } else { Error::Malformed });
    }
    let mut tag = Tag { name, attributes: Vec::new() };
    let mut at = start + 1 + name.len();
    loop {
        let next = solid(text, at)?;
        match &text[next..] {
            [b'>', ..] => return Ok(Markup { kind: Kind::Open(tag), end: next + 1 }),
            [b'/', b'>', ..] => return Ok(Markup { kind: Kind::Empty(tag), end: next + 2 }),
            [b'/'] => return Err(Error::CutShort),
            _ => {}
        }
        let (name, _) = word(&text[next..]);
        let equals = solid(text, next + name.len())?;
        if name.is_empty() || text[equals] != b'=' {
            return Err(Error::Malformed);
        }
        let quote = solid(text, equals + 1)?;
        let value = quoted(text, quote)?;
        let end = quote + value.len() + 2;
        tag.attributes.push(Attribute { name, value, range: at..end });
        at = end;
    }
}

/// The text between the quote at `at` and the next one.
fn quoted(text: &[u8], at: usize) -> Result<&[u8], Error> {
    let quote = text[at];
    if !matches!(quote, b'"' | b'\'') {
        return Err(Error::Malformed);
    }
    let len = text[at + 1..].iter().position(|&byte| byte == quote).ok_or(Error::CutShort)?;
    Ok(&text[at + 1..at + 1 + len])
}

fn document_type(text: &[u8], start: usize) -> Result<Markup<'_>, Error> {
    let mut found = DocumentType::default();
    let (mut at, mut brackets) = (start + 2, 0_usize);
    while let Some(&byte) = text.get(at) {
        let rest = &text[at..];
        at = match byte {
            b'<' if rest.starts_with(b"<!--") => {
                let end = after(text, at + 4, b"-->")?;
                found.comments.push(at..end);
                end
            }
            b'<' if rest.starts_with(b"<?") => after(text, at + 2, b"?>")?,
            b'<' if rest.starts_with(b"<!ENTITY") => {
                found.entities.extend(entity(text, at + b"<!ENTITY".len())?);
                at + 1
            }
            b'"' | b'\'' => at + quoted(text, at)?.len() + 2,
            b'>' if brackets == 0 => return Ok(Markup { kind: Kind::DocumentType(found), end: at + 1 }),
            _ => {
                brackets = match byte {
                    b'[' => brackets + 1,
                    b']' => brackets.saturating_sub(1),
                    _ => brackets,
                };
                at + 1
            }
        };
    }
    Err(Error::CutShort)
}

/// The name and the value of an entity whose declaration goes on at `at`; `None` where it has no value in the text.
fn entity(text: &[u8], at: usize) -> Result<Option<Entity<'_>>, Error> {
    let start = solid(text, at)?;
    let (name, _) = word(&text[start..]);
    let value = solid(text, start + name.len())?;
    match text[value] {
        b'"' | b'\'' => Ok(Some(Entity { name, value: quoted(text, value)? })),
        _ => Ok(None),
    }
}

/// A character reference, or one to an entity that XML itself has.
pub(super) struct Reference {
    pub character: char,
    /// Its length in the text, from `&` to `;`.
    pub len: usize,
}

/// The reference at the beginning of `text`; `None` where there is none.
pub(super) fn reference(text: &[u8]) -> Option<Reference> {
    let len = text.iter().take(12).position(|&byte| byte == b';')?;
    let name = std::str::from_utf8(text.get(1..len)?).ok()?;
    let character = match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        _ => {
            let number = name.strip_prefix('#')?;
            let number = match number.strip_prefix('x') {
                Some(number) => u32::from_str_radix(number, 16),
                None => number.parse(),
            };
            char::from_u32(number.ok()?)?
        }
    };
    text.starts_with(b"&").then_some(Reference { character, len: len + 1 })
}

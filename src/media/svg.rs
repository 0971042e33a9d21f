//! SVG: a text with elements. Left out are `<metadata>`, where drawing programs put XMP, and packets of XMP; pictures
//! that are written into the text as `data:` lose their own metadata.
//!
//! Tells tags from comments, quoted values and CDATA sections. Does not validate XML.

mod base64;

use std::io::Cursor;
use std::ops::Range;

use super::bytes::{Error, Source};
use super::edits::Builder;
use super::{Cleaned, Edits, Inspection};

/// Longest drawing that is read.
const LONGEST: usize = 64 << 20;
/// Highest length of all edited pictures in one drawing, which are held in memory.
const EMBEDDED_MOST: usize = 4 << 20;

pub(super) fn clean(source: &mut Source<'_>) -> Result<Cleaned, Error> {
    let len = source.len();
    if len > LONGEST as u64 {
        return Err(Error::Unsupported);
    }
    let text = source.bytes(0, len, LONGEST)?;
    if text.starts_with(&[0xff, 0xfe]) || text.starts_with(&[0xfe, 0xff]) {
        return Err(Error::Unsupported);
    }
    let mut changes = dropped(&text)?;
    changes.extend(embedded(&text, &changes)?);
    changes.sort_by_key(|change| change.range.start);
    let mut kept = Builder::default();
    let mut at = 0;
    for Change { range, with } in changes {
        kept.keep(at as u64..range.start as u64);
        kept.insert(with);
        at = range.end;
    }
    kept.keep(at as u64..len);
    Ok(Cleaned { edits: kept.finish(len), turned: false })
}

/// A part of the text, and what stands there instead.
struct Change {
    range: Range<usize>,
    with: Vec<u8>,
}

/// Elements called `metadata`, with all that is in them, and packets of XMP.
fn dropped(text: &[u8]) -> Result<Vec<Change>, Error> {
    let mut dropped = Vec::new();
    let mut drop = |range| dropped.push(Change { range, with: Vec::new() });
    let (mut open, mut start, mut is_drawing) = (0_usize, 0, false);
    let mut at = 0;
    while let Some(offset) = find(&text[at..], b"<") {
        let tag = at + offset;
        let markup = markup(text, tag)?;
        at = markup.end;
        match markup.kind {
            Kind::Open if markup.name == b"metadata" => {
                if open == 0 {
                    start = tag;
                }
                open += 1;
            }
            Kind::Close if markup.name == b"metadata" => {
                open = open.checked_sub(1).ok_or(Error::Malformed)?;
                if open == 0 {
                    drop(start..at);
                }
            }
            Kind::Empty if markup.name == b"metadata" && open == 0 => drop(tag..at),
            Kind::Instruction if markup.name == b"xpacket" && open == 0 => drop(tag..at),
            Kind::Open | Kind::Empty => is_drawing |= markup.name == b"svg",
            _ => {}
        }
    }
    match (open, is_drawing) {
        (0, true) => Ok(dropped),
        (0, false) => Err(Error::Malformed),
        _ => Err(Error::CutShort),
    }
}

struct Markup<'t> {
    kind: Kind,
    /// Without the prefix of its namespace.
    name: &'t [u8],
    end: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Open,
    Close,
    Empty,
    Instruction,
    Other,
}

/// Reads the markup that begins with the `<` at `at`.
fn markup(text: &[u8], at: usize) -> Result<Markup<'_>, Error> {
    let rest = &text[at..];
    let until = |end: &[u8]| find(rest, end).map(|offset| at + offset + end.len()).ok_or(Error::CutShort);
    let other = |end| Ok(Markup { kind: Kind::Other, name: b"", end });
    match rest {
        [b'<', b'!', b'-', b'-', ..] => other(until(b"-->")?),
        [b'<', b'!', b'[', ..] => other(until(b"]]>")?),
        [b'<', b'!', ..] => other(closed(text, at)?),
        [b'<', b'?', ..] => Ok(Markup { kind: Kind::Instruction, name: name(&rest[2..]), end: until(b"?>")? }),
        [b'<', b'/', ..] => Ok(Markup { kind: Kind::Close, name: name(&rest[2..]), end: until(b">")? }),
        _ => {
            let end = closed(text, at)?;
            let kind = if text[..end].ends_with(b"/>") { Kind::Empty } else { Kind::Open };
            Ok(Markup { kind, name: name(&rest[1..]), end })
        }
    }
}

fn name(text: &[u8]) -> &[u8] {
    let end = text.iter().position(|byte| byte.is_ascii_whitespace() || matches!(byte, b'/' | b'>' | b'?'));
    let name = &text[..end.unwrap_or(text.len())];
    name.iter().rposition(|&byte| byte == b':').map_or(name, |colon| &name[colon + 1..])
}

/// The end of a tag or declaration: its `>` outside of quotes and brackets.
fn closed(text: &[u8], start: usize) -> Result<usize, Error> {
    let (mut quote, mut brackets) = (None, 0_usize);
    for (offset, &byte) in text[start..].iter().enumerate() {
        match (quote, byte) {
            (Some(open), _) => quote = Some(open).filter(|open| *open != byte),
            (None, b'"' | b'\'') => quote = Some(byte),
            (None, b'[') => brackets += 1,
            (None, b']') => brackets = brackets.saturating_sub(1),
            (None, b'>') if brackets == 0 => return Ok(start + offset + 1),
            _ => {}
        }
    }
    Err(Error::CutShort)
}

/// Pictures in the text, outside of what is `dropped`, that have metadata.
fn embedded(text: &[u8], dropped: &[Change]) -> Result<Vec<Change>, Error> {
    let mut changes = Vec::new();
    let (mut at, mut held) = (0, 0);
    while let Some(offset) = find(&text[at..], b"data:image/") {
        let start = at + offset + b"data:image/".len();
        at = start;
        let next = dropped.partition_point(|change| change.range.end <= start);
        if dropped.get(next).is_some_and(|change| change.range.start < start) {
            continue;
        }
        let Some(address) = base64::read(&text[start..]) else { continue };
        at = start + address.data.end;
        let Some(picture) = without_metadata(&address)? else { continue };
        held += picture.len();
        if held > EMBEDDED_MOST {
            return Err(Error::Embedded);
        }
        changes.push(Change { range: start + address.data.start..at, with: base64::write(&picture) });
    }
    Ok(changes)
}

/// The picture without its metadata; `None` where it has none.
fn without_metadata(address: &base64::Address) -> Result<Option<Vec<u8>>, Error> {
    let name = format!("embedded.{}", address.format);
    let Inspection { edits, concern, .. } = super::inspect(&mut Cursor::new(&address.bytes), &name)?;
    match concern {
        Some(_) => Err(Error::Embedded),
        None if edits.is_empty() => Ok(None),
        None => Ok(Some(applied(&edits, &address.bytes)?)),
    }
}

fn applied(edits: &Edits, bytes: &[u8]) -> Result<Vec<u8>, Error> {
    let mut all = Vec::new();
    std::io::Read::read_to_end(&mut edits.apply(Cursor::new(bytes))?, &mut all)?;
    Ok(all)
}

fn find(text: &[u8], part: &[u8]) -> Option<usize> {
    text.windows(part.len()).position(|window| window == part)
}

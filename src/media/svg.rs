//! SVG: a text with elements. Left out is what browsers do not show: `<metadata>`, packets of XMP, comments, and the
//! elements and attributes of other namespaces, in which drawing programs keep paths, names and their own copy of the
//! drawing. Pictures that are written into the text as `data:` lose their own metadata.
//!
//! Names, titles and descriptions of SVG itself stay, and so do comments in the language of a style or a script.

mod address;
mod base64;
mod markup;
mod unwanted;

use std::io::Cursor;
use std::ops::Range;

use super::bytes::{Error, Source};
use super::edits::Builder;
use super::{Cleaned, Edits, Format, Kind};
use address::Address;
use unwanted::Found;

/// Longest drawing that is read.
const LONGEST: usize = 64 << 20;
/// Highest length of all edited pictures in one drawing, which are held in memory.
const EMBEDDED_MOST: usize = 4 << 20;
/// Drawings in drawings.
const DEEPEST: usize = 4;

pub(super) fn clean(source: &mut Source<'_>) -> Result<Cleaned, Error> {
    clean_at(source, 0)
}

/// Cleans a drawing that lies in `level` others.
fn clean_at(source: &mut Source<'_>, level: usize) -> Result<Cleaned, Error> {
    let len = source.len();
    if len > LONGEST as u64 || level > DEEPEST {
        return Err(Error::Unsupported);
    }
    let text = source.bytes(0, len, LONGEST)?;
    if text.starts_with(&[0xff, 0xfe]) || text.starts_with(&[0xfe, 0xff]) {
        return Err(Error::Unsupported);
    }
    let found = unwanted::find(&text)?;
    let mut changes = embedded(&text, &found, level)?;
    changes.extend(found.dropped.into_iter().map(|range| Change { range, with: Vec::new() }));
    changes.sort_by_key(|change| change.range.start);
    let mut kept = Builder::default();
    let mut at = 0;
    for Change { range, with } in changes {
        // An address that goes on into what is left out is none that a browser reads.
        if range.start < at {
            return Err(Error::Embedded);
        }
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

/// Pictures in the text, outside of what is dropped, that have metadata.
fn embedded(text: &[u8], found: &Found, level: usize) -> Result<Vec<Change>, Error> {
    let mut changes = Vec::new();
    let (mut at, mut held) = (0, 0);
    while let Some(start) = address::next(text, at) {
        at = start;
        if covering(&found.dropped, start).is_some() {
            continue;
        }
        let verbatim = covering(&found.verbatim, start);
        let Some(address) = Address::read(text, start, verbatim) else { continue };
        let Some(format) = format(&address)? else { continue };
        let body = address.body().ok_or(Error::Embedded)?;
        at = body.range.end;
        let Some(picture) = without_metadata(&body.bytes, format, level)? else { continue };
        let with = address.write(&picture);
        held += with.len();
        if held > EMBEDDED_MOST {
            return Err(Error::Embedded);
        }
        changes.push(Change { range: body.range, with });
    }
    Ok(changes)
}

/// The range among `ranges`, which are in order, that `at` lies in.
fn covering(ranges: &[Range<usize>], at: usize) -> Option<&Range<usize>> {
    let next = ranges.partition_point(|range| range.end <= at);
    ranges.get(next).filter(|range| range.start < at)
}

/// The format of the picture in an address; `None` where the address holds none. Its bytes decide.
fn format(address: &Address<'_>) -> Result<Option<Format>, Error> {
    let head = address.head();
    let name = format!("embedded.{}", address.ending(&head));
    match super::kind(&mut Source::new(&mut Cursor::new(&head))?, &name)? {
        Kind::Picture(format) => Ok(Some(format)),
        Kind::NoPicture => Err(Error::Embedded),
        // A bitmap has no room for metadata.
        Kind::Film | Kind::Other if address.claims_picture() && !head.starts_with(b"BM") => Err(Error::Embedded),
        Kind::Film | Kind::Other => Ok(None),
    }
}

/// The picture without its metadata; `None` where it has none.
fn without_metadata(bytes: &[u8], format: Format, level: usize) -> Result<Option<Vec<u8>>, Error> {
    let mut input = Cursor::new(bytes);
    let mut source = Source::new(&mut input)?;
    let cleaned = match format {
        Format::Svg => clean_at(&mut source, level + 1),
        _ => super::clean(&mut source, format),
    };
    match cleaned {
        Ok(Cleaned { edits, .. }) if edits.is_empty() => Ok(None),
        Ok(Cleaned { edits, .. }) => Ok(Some(applied(&edits, bytes)?)),
        Err(Error::Io(error)) => Err(Error::Io(error)),
        Err(_) => Err(Error::Embedded),
    }
}

fn applied(edits: &Edits, bytes: &[u8]) -> Result<Vec<u8>, Error> {
    let mut all = Vec::new();
    std::io::Read::read_to_end(&mut edits.apply(Cursor::new(bytes))?, &mut all)?;
    Ok(all)
}

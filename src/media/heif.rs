//! AVIF and HEIF: a box `meta` that lists items, and boxes with the data of the items.
//!
//! Items are found by their offsets, so nothing moves. Everything that is not a picture is overwritten with zeros, and
//! its type with `free`: items of Exif, XMP and other types, boxes and properties of unknown types, and in a file
//! without tracks every byte of data that belongs to no picture. The orientation is a property of the item and stays.

mod items;
mod movie;
mod properties;

use std::collections::BTreeMap;
use std::ops::Range;

use super::Cleaned;
use super::boxes::{self, Found};
use super::bytes::{Error, Source};
use super::edits::Builder;
use items::Items;

/// The type that readers skip.
const FREE: [u8; 4] = *b"free";

/// Boxes of the file.
const OF_FILE: &[&[u8; 4]] = &[b"ftyp", b"meta", b"mdat", b"moov", b"moof", b"styp", b"sidx", b"mfra", b"pdin"];
/// Boxes of `meta`.
const OF_META: &[&[u8; 4]] =
    &[b"hdlr", b"dinf", b"pitm", b"iloc", b"iinf", b"iref", b"iprp", b"idat", b"grpl", b"ipro"];
/// The changes of a file, by where they begin.
#[derive(Default)]
struct Patches(BTreeMap<u64, Patch>);

enum Patch {
    Bytes(Vec<u8>),
    /// Zeros up to this offset.
    Zeros(u64),
}

pub(super) fn clean(source: &mut Source<'_>) -> Result<Cleaned, Error> {
    let len = source.len();
    let boxes = boxes::list(source, 0..len)?;
    let of_kind = |kind: &[u8; 4]| boxes.iter().filter(|found| &found.kind == kind).cloned().collect::<Vec<_>>();
    let (metas, movies) = (of_kind(b"meta"), of_kind(b"moov"));
    if metas.len() > 1 || movies.len() > 1 || metas.len() + movies.len() == 0 {
        return Err(Error::Malformed);
    }
    let mut patches = Patches::default();
    let mut items = match metas.first() {
        Some(meta) => of_meta(source, meta, &mut patches)?,
        None => Items::default(),
    };
    // No offset points behind the last box that is needed.
    let end = boxes.iter().rfind(|found| OF_FILE.contains(&&found.kind)).map_or(0, |found| found.end);
    for found in boxes.iter().filter(|found| found.end <= end) {
        if OF_FILE.contains(&&found.kind) {
            movie::clean(source, found, &mut patches, &mut items)?;
        } else {
            movie::read_items(source, found, &mut items)?;
            patches.discard(source, found)?;
        }
    }
    let mut areas: Vec<Range<u64>> = of_kind(b"mdat").iter().map(Found::payload).collect();
    areas.extend(items.inline.clone());
    for range in items.unwanted(&areas, movies.is_empty())? {
        patches.clear(source, range)?;
    }
    Ok(Cleaned { edits: patches.apply(source, end)?, turned: false })
}

fn of_meta(source: &mut Source<'_>, meta: &Found, patches: &mut Patches) -> Result<Items, Error> {
    let parts = boxes::list(source, meta.body + 4..meta.end)?;
    for part in &parts {
        patches.keep_only(source, part, OF_META)?;
        if &part.kind == b"iprp" {
            properties::clean(source, part, patches)?;
        }
    }
    let items = items::read(source, &parts)?;
    for text in &items.texts {
        patches.rename(source, text.start)?;
        patches.clear(source, text.start + 4..text.end)?;
    }
    Ok(items)
}

impl Patches {
    /// Discards a box whose type is not among those that are `wanted`.
    fn keep_only(&mut self, source: &mut Source<'_>, found: &Found, wanted: &[&[u8; 4]]) -> Result<(), Error> {
        if wanted.contains(&&found.kind) { Ok(()) } else { self.discard(source, found) }
    }

    /// Makes a box one of free space.
    fn discard(&mut self, source: &mut Source<'_>, found: &Found) -> Result<(), Error> {
        self.rename(source, found.start + 4)?;
        self.clear(source, found.payload())
    }

    /// Overwrites the type at `at`.
    fn rename(&mut self, source: &mut Source<'_>, at: u64) -> Result<(), Error> {
        if source.array(at)? != FREE {
            self.0.insert(at, Patch::Bytes(FREE.to_vec()));
        }
        Ok(())
    }

    /// Overwrites `range` with zeros.
    fn clear(&mut self, source: &mut Source<'_>, range: Range<u64>) -> Result<(), Error> {
        if !source.is_zero(range.start, range.end)? {
            self.0.insert(range.start, Patch::Zeros(range.end));
        }
        Ok(())
    }

    /// The file up to `end` with its changes. They do not overlap, for boxes and items do not.
    fn apply(self, source: &Source<'_>, end: u64) -> Result<super::Edits, Error> {
        let mut builder = Builder::default();
        let mut at = 0;
        for (start, patch) in self.0 {
            if start < at {
                return Err(Error::Malformed);
            }
            builder.keep(at..start);
            at = match patch {
                Patch::Bytes(bytes) => {
                    let after = start + bytes.len() as u64;
                    builder.insert(bytes);
                    after
                }
                Patch::Zeros(after) => {
                    builder.zeros(after - start);
                    after
                }
            };
        }
        if at > end {
            return Err(Error::Malformed);
        }
        builder.keep(at..end);
        Ok(builder.finish(source.len()))
    }
}

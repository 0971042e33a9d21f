//! The boxes of a sequence: `moov` with its tracks, and `moof` with parts of them. Each box has a list of the boxes
//! that players need in it; others become free space. Dates are set to zero.
//!
//! A box `meta` in here describes no picture that is shown, so it goes, together with the data of its items.

use super::items::{self, Items};
use super::{Found, Patches};
use crate::media::boxes;
use crate::media::bytes::{Error, Source};

/// The boxes that are needed in a box.
struct Content {
    of: [u8; 4],
    kinds: &'static [&'static [u8; 4]],
    /// Length of what stands before them.
    front: u64,
}

const fn content(of: [u8; 4], kinds: &'static [&'static [u8; 4]]) -> Content {
    Content { of, kinds, front: 0 }
}

const CONTENTS: &[Content] = &[
    content(*b"moov", &[b"mvhd", b"trak", b"mvex", b"iods"]),
    content(*b"trak", &[b"tkhd", b"tref", b"trgr", b"edts", b"mdia"]),
    content(*b"mdia", &[b"mdhd", b"hdlr", b"elng", b"minf"]),
    content(*b"minf", &[b"vmhd", b"nmhd", b"hdlr", b"dinf", b"stbl"]),
    content(
        *b"stbl",
        &[
            b"stsd", b"stts", b"ctts", b"cslg", b"stsc", b"stsz", b"stz2", b"stco", b"co64", b"stss", b"stsh", b"padb",
            b"stdp", b"sdtp", b"sbgp", b"sgpd", b"csgm", b"subs", b"saiz", b"saio",
        ],
    ),
    Content { of: *b"stsd", kinds: CODED, front: 8 },
    content(*b"mvex", &[b"mehd", b"trex", b"leva", b"trep"]),
    content(*b"moof", &[b"mfhd", b"traf"]),
    content(*b"traf", &[b"tfhd", b"tfdt", b"trun", b"sbgp", b"sgpd", b"csgm", b"subs", b"saiz", b"saio"]),
];
/// Formats of pictures in a track. A JPEG is not among them, for it is a file with metadata of its own.
const CODED: &[&[u8; 4]] =
    &[b"av01", b"hvc1", b"hev1", b"hvc2", b"lhv1", b"lhe1", b"avc1", b"avc3", b"vvc1", b"vvi1", b"uncv"];
/// The boxes that a decoder needs to decode and show such pictures.
const OF_CODED: &[&[u8; 4]] = &[
    b"av1C", b"hvcC", b"lhvC", b"avcC", b"vvcC", b"uncC", b"cmpd", b"cmpC", b"colr", b"pasp", b"clap", b"pixi",
    b"ccst", b"auxi", b"btrt", b"fiel", b"clli", b"mdcv", b"cclv", b"amve",
];
/// Length of the fields before the boxes in the description of coded pictures.
const BEFORE_CODED: u64 = 78;
/// Boxes that are not needed, and may have other boxes with items in them.
const OF_METAS: &[&[u8; 4]] = &[b"udta", b"meco"];
/// Boxes that begin with the dates of creation and of modification.
const DATED: &[&[u8; 4]] = &[b"mvhd", b"tkhd", b"mdhd"];
/// Kinds of tracks that are pictures or belong to them.
const TRACKS: &[&[u8; 4]] = &[b"pict", b"vide", b"auxv"];

/// Changes the box `found` and what is in it; adds the data of items that it describes to `items`.
pub(super) fn clean(
    source: &mut Source<'_>,
    found: &Found,
    patches: &mut Patches,
    items: &mut Items,
) -> Result<(), Error> {
    if DATED.contains(&&found.kind) {
        return without_dates(source, found, patches);
    }
    if CODED.contains(&&found.kind) {
        let start = found.body + BEFORE_CODED;
        for part in boxes::list(source, start.min(found.end)..found.end)? {
            patches.keep_only(source, &part, OF_CODED)?;
        }
        return Ok(());
    }
    let Some(content) = CONTENTS.iter().find(|content| content.of == found.kind) else { return Ok(()) };
    let parts = boxes::list(source, (found.body + content.front).min(found.end)..found.end)?;
    if &found.kind == b"mdia" && !is_picture_track(source, &parts)? {
        return Err(Error::Unsupported);
    }
    for part in parts {
        if content.kinds.contains(&&part.kind) {
            clean(source, &part, patches, items)?;
        } else if &found.kind == b"stsd" {
            return Err(Error::Unsupported);
        } else {
            read_items(source, &part, items)?;
            patches.discard(source, &part)?;
        }
    }
    Ok(())
}

/// Adds the data of the items in a box that goes to `items`.
pub(super) fn read_items(source: &mut Source<'_>, found: &Found, items: &mut Items) -> Result<(), Error> {
    let metas = match &found.kind {
        b"meta" => vec![found.clone()],
        kind if OF_METAS.contains(&kind) => {
            let parts = boxes::readable(source, found.payload())?;
            parts.into_iter().filter(|part| &part.kind == b"meta").collect()
        }
        _ => return Ok(()),
    };
    for meta in metas.iter().filter(|meta| meta.end - meta.body >= 8) {
        // In QuickTime the box has no version.
        let is_plain = &source.array::<4>(meta.body + 4)? == b"hdlr";
        let mut parts = boxes::list(source, meta.body + if is_plain { 0 } else { 4 }..meta.end)?;
        parts.retain(|part| &part.kind != b"pitm");
        items.take_others(items::read(source, &parts)?, found);
    }
    Ok(())
}

/// Returns true for a track of pictures; others may consist of metadata.
fn is_picture_track(source: &mut Source<'_>, parts: &[Found]) -> Result<bool, Error> {
    let Some(handler) = parts.iter().find(|part| &part.kind == b"hdlr") else { return Err(Error::Malformed) };
    let kind: [u8; 4] = source.array(handler.body + 8)?;
    Ok(TRACKS.contains(&&kind))
}

fn without_dates(source: &mut Source<'_>, found: &Found, patches: &mut Patches) -> Result<(), Error> {
    let len = match source.byte(found.body)? {
        Some(0) => 8,
        Some(1) => 16,
        _ => return Err(Error::Unsupported),
    };
    let end = found.body + 4 + len;
    if end > found.end { Err(Error::Malformed) } else { patches.clear(source, found.body + 4..end) }
}

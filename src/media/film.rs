//! Finds the position that a film or a sound file was recorded at (ISO base media files).
//!
//! Knows the forms that telephones and cameras write: the location of MOV (`©xyz`, `com.apple.quicktime.location`),
//! that of 3GPP (`loci`), coordinates in XMP, and tracks with the measurements of a camera. Changes nothing.

use std::ops::Range;

use super::boxes::{self, Found};
use super::bytes::{Error, Source};

/// Levels of boxes that are looked into: `moov/trak/mdia/minf/stbl/stsd/…` and `moov/udta/meta/ilst/…`.
const DEEPEST: usize = 8;
/// Longest data that is looked into for coordinates.
const DATA_MOST: usize = 4 << 20;

/// First bytes of the UUID of a box of XMP.
const XMP: [u8; 4] = [0xbe, 0x7a, 0xcf, 0xcb];

/// Returns true if the film states a position.
pub(super) fn has_position(source: &mut Source<'_>) -> Result<bool, Error> {
    let len = source.len();
    search(source, 0..len, 0)
}

fn search(source: &mut Source<'_>, range: Range<u64>, depth: usize) -> Result<bool, Error> {
    for found in boxes::readable(source, range)? {
        if states(source, &found)? {
            return Ok(true);
        }
        if let Some(inside) = inside(source, &found)?.filter(|_| depth < DEEPEST)
            && search(source, inside, depth + 1)?
        {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Returns the range of the boxes in a box, if they may state a position.
fn inside(source: &mut Source<'_>, found: &Found) -> Result<Option<Range<u64>>, Error> {
    Ok(match &found.kind {
        b"moov" | b"trak" | b"mdia" | b"minf" | b"stbl" | b"udta" | b"moof" | b"traf" | b"ilst" => {
            Some(found.payload())
        }
        // A list of descriptions: version, flags, count.
        b"stsd" => Some(found.body + 8..found.end),
        // In MP4 with version and flags, in MOV without.
        b"meta" if found.end - found.body >= 8 => {
            let skipped = if source.array::<4>(found.body)? == [0; 4] { 4 } else { 0 };
            Some(found.body + skipped..found.end)
        }
        _ => None,
    }
    .filter(|inside| inside.start <= inside.end))
}

/// Returns true if the box itself states a position.
fn states(source: &mut Source<'_>, found: &Found) -> Result<bool, Error> {
    if !matches!(
        &found.kind,
        b"\xa9xyz" | b"loci" | b"keys" | b"mebx" | b"uuid" | b"XMP_" | b"xml " | b"gpmd" | b"camm"
    ) {
        return Ok(false);
    }
    let end = found.end.min(found.body + DATA_MOST as u64);
    let data = source.bytes(found.body, end, DATA_MOST)?;
    Ok(match &found.kind {
        // A text such as `+52.5200+013.4050/` behind its length and language.
        b"\xa9xyz" => data.iter().skip(4).any(|byte| matches!(byte, b'1'..=b'9')),
        b"loci" => is_placed(data.get(6..).unwrap_or_default()),
        // Names of values, and descriptions of tracks with values that change.
        b"keys" | b"mebx" => contains(&data, b"location.ISO6709"),
        b"uuid" => data.starts_with(&XMP) && is_located(&data),
        b"XMP_" | b"xml " => is_located(&data),
        // Descriptions of tracks that record where the camera is: GoPro, and what Android writes.
        _ => true,
    })
}

/// Returns true if a `loci` box, from the name of the place on, has a name or coordinates other than zero.
fn is_placed(loci: &[u8]) -> bool {
    match loci {
        // The name ends here; a role, longitude and latitude follow.
        [0, _, coordinates @ ..] => coordinates.iter().take(8).any(|&byte| byte != 0),
        named => !named.is_empty(),
    }
}

fn is_located(text: &[u8]) -> bool {
    contains(text, b"Latitude") || contains(text, b"GPSCoordinates")
}

fn contains(text: &[u8], part: &[u8]) -> bool {
    text.windows(part.len()).any(|window| window == part)
}

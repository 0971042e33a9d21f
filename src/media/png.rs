//! PNG: a list of chunks. Kept are those that a decoder needs and those that say how pixels and colours are shown.

use super::bytes::{Error, Source};
use super::edits::Builder;
use super::{Cleaned, exif};
use crate::text::saturating_u32;

const SIGNATURE: u64 = 8;
/// Length, type and checksum of a chunk.
const FRAME: u64 = 12;
/// Longest Exif data that is looked into for the orientation.
const EXIF_MOST: usize = 1 << 20;

const KEPT: &[&[u8; 4]] = &[
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"bKGD", b"hIST",
    b"sPLT", b"pHYs", b"cICP", b"mDCV", b"mDCv", b"cLLI", b"cLLi", b"acTL", b"fcTL", b"fdAT",
];

pub(super) fn clean(source: &mut Source<'_>) -> Result<Cleaned, Error> {
    let len = source.len();
    let kept = chunks(source, 0..len)?;
    Ok(Cleaned { edits: kept.builder.finish(len), turned: kept.orientation.is_some_and(exif::is_turned) })
}

/// A picture without its metadata, and the orientation that it states.
pub(super) struct Kept {
    pub builder: Builder,
    pub orientation: Option<u8>,
}

/// Follows the picture in `range`. What stands behind its last chunk is left out.
pub(super) fn chunks(source: &mut Source<'_>, range: std::ops::Range<u64>) -> Result<Kept, Error> {
    let mut kept = Kept { builder: Builder::default(), orientation: None };
    let mut at = range.start + SIGNATURE;
    kept.builder.keep(range.start..at);
    let mut has_pixels = false;
    // Decoders show a picture whose last chunk is missing.
    while !(has_pixels && range.end - at < FRAME) {
        let start = at;
        let [a, b, c, d, kind @ ..] = source.array::<8>(at)?;
        let len = u32::from_be_bytes([a, b, c, d]);
        if i32::try_from(len).is_err() || !kind.iter().all(u8::is_ascii_alphabetic) {
            return Err(Error::Malformed);
        }
        at = source.end(at, u64::from(len) + FRAME)?;
        if at > range.end {
            return Err(Error::CutShort);
        }
        if (start == range.start + SIGNATURE) != (&kind == b"IHDR") {
            return Err(Error::Malformed);
        }
        match &kind {
            b"IEND" => {
                kept.builder.keep(start..at);
                break;
            }
            kind if KEPT.contains(&kind) => kept.builder.keep(start..at),
            b"eXIf" if kept.orientation.is_none() => {
                let most = u64::from(len).min(EXIF_MOST as u64);
                let data = source.bytes(start + 8, start + 8 + most, EXIF_MOST)?;
                kept.orientation(&data, start..at);
            }
            // A decoder must not show a picture with a chunk that it does not know and that is not marked as optional.
            [first, ..] if first.is_ascii_uppercase() => return Err(Error::Unsupported),
            _ => {}
        }
        has_pixels |= &kind == b"IDAT";
    }
    Ok(kept)
}

impl Kept {
    fn orientation(&mut self, data: &[u8], chunk: std::ops::Range<u64>) {
        let orientation = exif::orientation(data);
        let only = exif::only(orientation);
        self.orientation = Some(orientation);
        match orientation {
            exif::UPRIGHT => {}
            _ if data == only => self.builder.keep(chunk),
            _ => self.builder.insert(framed(*b"eXIf", &only)),
        }
    }
}

/// A chunk with its length and checksum.
fn framed(kind: [u8; 4], data: &[u8]) -> Vec<u8> {
    let checked = [&kind[..], data].concat();
    let len = saturating_u32(data.len());
    [&len.to_be_bytes()[..], &checked, &checksum(&checked).to_be_bytes()].concat()
}

/// CRC-32 (ISO 3309), bit by bit: it is computed over thirty bytes.
fn checksum(bytes: &[u8]) -> u32 {
    let crc = bytes.iter().fold(u32::MAX, |crc, &byte| {
        (0..8).fold(crc ^ u32::from(byte), |crc, _| if crc & 1 == 1 { crc >> 1 ^ 0xedb8_8320 } else { crc >> 1 })
    });
    !crc
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_checksum_is_that_of_the_standard() {
        assert_eq!(checksum(b"123456789"), 0xcbf4_3926);
        assert_eq!(framed(*b"IEND", b""), *b"\0\0\0\0IEND\xae\x42\x60\x82");
    }
}

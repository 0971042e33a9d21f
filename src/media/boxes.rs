//! The boxes of ISO base media files (ISO/IEC 14496-12): AVIF, HEIF, MP4, MOV, 3GP.

use std::ops::Range;

use super::bytes::{Error, Source};

/// Boxes in one place; more would be no file that a program has written.
const MOST: usize = 1 << 18;
/// Brands that a file may name.
const BRANDS_MOST: usize = 1 << 10;

/// Brands of pictures in HEIF files other than AVIF.
pub(super) const HEIF: &[&[u8; 4]] = &[
    b"mif1", b"mif2", b"msf1", b"miaf", b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs",
    b"jpeg", b"jpgs", b"avci", b"vvic",
];

/// A box: where it begins, where its payload begins, where it ends.
#[derive(Clone, Debug)]
pub(super) struct Found {
    pub kind: [u8; 4],
    pub start: u64,
    pub body: u64,
    pub end: u64,
}

impl Found {
    pub fn payload(&self) -> Range<u64> {
        self.body..self.end
    }
}

/// The boxes that fill `range`. Less than a header at its end is left over.
pub(super) fn list(source: &mut Source<'_>, range: Range<u64>) -> Result<Vec<Found>, Error> {
    let mut found = Vec::new();
    follow(source, range, &mut found)?;
    Ok(found)
}

/// The boxes in `range` up to the first one that breaks a rule.
pub(super) fn readable(source: &mut Source<'_>, range: Range<u64>) -> Result<Vec<Found>, Error> {
    let mut found = Vec::new();
    match follow(source, range, &mut found) {
        Err(Error::Io(error)) => Err(Error::Io(error)),
        _ => Ok(found),
    }
}

fn follow(source: &mut Source<'_>, range: Range<u64>, found: &mut Vec<Found>) -> Result<(), Error> {
    let mut at = range.start;
    while at.checked_add(8).is_some_and(|header| header <= range.end) {
        let next = read(source, at, range.end)?;
        at = next.end;
        found.push(next);
        if found.len() > MOST {
            return Err(Error::Malformed);
        }
    }
    Ok(())
}

fn read(source: &mut Source<'_>, start: u64, limit: u64) -> Result<Found, Error> {
    let [a, b, c, d, kind @ ..] = source.array::<8>(start)?;
    let (header, len) = match u32::from_be_bytes([a, b, c, d]) {
        // To the end of what it lies in.
        0 => (8, limit - start),
        1 => (16, u64::from_be_bytes(source.array(start + 8)?)),
        len => (8, u64::from(len)),
    };
    if len < header {
        return Err(Error::Malformed);
    }
    let end = start.checked_add(len).ok_or(Error::Malformed)?;
    if end > limit {
        return Err(if limit == source.len() { Error::CutShort } else { Error::Malformed });
    }
    Ok(Found { kind, start, body: start + header, end })
}

/// The brands in the first box, which is of the type `ftyp`.
pub(super) fn brands(source: &mut Source<'_>) -> Result<Vec<[u8; 4]>, Error> {
    let len = source.len();
    let first = read(source, 0, len)?;
    let brands = source.bytes(first.body, first.end, 4 * BRANDS_MOST)?;
    let brands = brands.chunks_exact(4).enumerate().filter(|(number, _)| *number != 1);
    Ok(brands.filter_map(|(_, brand)| brand.try_into().ok()).collect())
}

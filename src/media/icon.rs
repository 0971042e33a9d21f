//! Windows icons: a directory of pictures, each a bitmap without metadata or a whole PNG.

use std::ops::Range;

use super::Cleaned;
use super::bytes::{Error, Source};
use super::edits::Builder;
use super::png;

const HEADER: usize = 6;
const ENTRY: usize = 16;
/// Position of the length of the picture in its entry; the offset follows.
const LEN: usize = 8;
const OFFSET: usize = 12;
const PNG: [u8; 4] = *b"\x89PNG";

pub(super) fn clean(source: &mut Source<'_>) -> Result<Cleaned, Error> {
    let [.., low, high] = source.array::<6>(0)?;
    let len = HEADER + usize::from(u16::from_le_bytes([low, high])) * ENTRY;
    let start = source.end(0, len as u64)?;
    let mut directory = source.bytes(0, start, len)?;
    let stated = directory.clone();
    let mut pictures = Builder::default();
    let mut left = source.len();
    let (_, entries) = directory.split_at_mut(HEADER);
    for entry in entries.chunks_exact_mut(ENTRY) {
        let (len, offset) = (number(entry, LEN)?, number(entry, OFFSET)?);
        // Pictures that share their bytes would make the file longer with each entry.
        left = left.checked_sub(len).ok_or(Error::Malformed)?;
        let own = picture(source, offset..source.end(offset, len)?)?;
        put(entry, LEN, own.len())?;
        put(entry, OFFSET, start + pictures.len())?;
        pictures.append(own);
    }
    let mut kept = Builder::default();
    if directory == stated {
        kept.keep(0..start);
    } else {
        kept.insert(directory);
    }
    kept.append(pictures);
    Ok(Cleaned { edits: kept.finish(source.len()), turned: false })
}

fn picture(source: &mut Source<'_>, range: Range<u64>) -> Result<Builder, Error> {
    if range.end - range.start >= 8 && source.array(range.start)? == PNG {
        return Ok(png::chunks(source, range)?.builder);
    }
    let mut whole = Builder::default();
    whole.keep(range);
    Ok(whole)
}

fn number(entry: &[u8], at: usize) -> Result<u64, Error> {
    let bytes = entry.get(at..at + 4).and_then(|bytes| bytes.try_into().ok()).ok_or(Error::Malformed)?;
    Ok(u64::from(u32::from_le_bytes(bytes)))
}

fn put(entry: &mut [u8], at: usize, number: u64) -> Result<(), Error> {
    let number = u32::try_from(number).map_err(|_| Error::Malformed)?;
    entry[at..at + 4].copy_from_slice(&number.to_le_bytes());
    Ok(())
}

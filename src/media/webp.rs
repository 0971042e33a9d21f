//! WebP: a RIFF file, a list of chunks of even length. Kept are the pictures, the animation and the colour profile.
//!
//! Browsers ignore the orientation of a WebP, other viewers may not. It is kept for them.

use std::ops::Range;

use super::bytes::{Error, Source};
use super::edits::Builder;
use super::{Cleaned, exif};

/// Type and length of a chunk.
const HEAD: u64 = 8;
/// The header of the file: `RIFF`, the length of what follows, `WEBP`.
const HEADER: u64 = 12;
/// Length of the header of an animation frame; its chunks follow.
const FRAME: u64 = 16;
const EXTENDED_LEN: usize = 10;
const HAS_EXIF: u8 = 0x08;
const HAS_XMP: u8 = 0x04;
const EXIF_MOST: usize = 1 << 20;
/// Highest number of chunks, which are held in memory.
const CHUNKS_MOST: usize = 1 << 20;

/// A part of the file without metadata.
enum Part {
    Keep(Range<u64>),
    New(Vec<u8>),
}

struct Chunk {
    kind: [u8; 4],
    start: u64,
    data: u64,
    /// Without the byte that makes the length even.
    end: u64,
}

pub(super) fn clean(source: &mut Source<'_>) -> Result<Cleaned, Error> {
    let [.., a, b, c, d] = source.array::<8>(0)?;
    let stated = u64::from(u32::from_le_bytes([a, b, c, d]));
    // The byte that makes the last length even is missing in some files.
    let end = source.end(0, HEAD + stated).or_else(|stop| match stated + HEAD - 1 {
        end if end == source.len() && stated % 2 == 0 => Ok(end),
        _ => Err(stop),
    })?;
    let chunks = chunks(source, HEADER..end)?;
    if !chunks.iter().any(|chunk| matches!(&chunk.kind, b"VP8 " | b"VP8L" | b"ANMF")) {
        return Err(Error::CutShort);
    }
    let exif = exif_chunk(source, &chunks)?;
    let mut parts = Vec::new();
    for (number, chunk) in chunks.iter().enumerate() {
        match exif {
            Some(exif) if exif.number == number => {
                parts.push(Part::new(source, chunk, &exif::only(exif.orientation))?);
            }
            _ => parts.extend(kept(source, chunk, exif.is_some())?),
        }
    }
    let mut builder = Builder::default();
    let len = HEADER - HEAD + parts.iter().map(Part::len).sum::<u64>();
    let len = u32::try_from(len).map_err(|_| Error::Malformed)?;
    if u64::from(len) == stated {
        builder.keep(0..HEADER);
    } else {
        builder.insert([&b"RIFF"[..], &len.to_le_bytes(), b"WEBP"].concat());
    }
    parts.into_iter().for_each(|part| part.put(&mut builder));
    Ok(Cleaned { edits: builder.finish(source.len()), turned: false })
}

fn chunks(source: &mut Source<'_>, range: Range<u64>) -> Result<Vec<Chunk>, Error> {
    let mut chunks = Vec::new();
    let mut start = range.start;
    while start < range.end {
        let [a, b, c, d, len @ ..] = source.array::<8>(start)?;
        let (data, len) = (start + HEAD, u64::from(u32::from_le_bytes(len)));
        let end = source.end(data, len)?;
        if end > range.end || chunks.len() == CHUNKS_MOST {
            return Err(Error::Malformed);
        }
        chunks.push(Chunk { kind: [a, b, c, d], start, data, end });
        start = end + len % 2;
    }
    Ok(chunks)
}

/// The chunk with the orientation of the picture.
#[derive(Clone, Copy)]
struct ExifChunk {
    number: usize,
    orientation: u8,
}

/// The first chunk of Exif data, where the header of an extended file announces it and the picture is not upright.
fn exif_chunk(source: &mut Source<'_>, chunks: &[Chunk]) -> Result<Option<ExifChunk>, Error> {
    let Some(extended) = chunks.first().filter(|chunk| &chunk.kind == b"VP8X") else { return Ok(None) };
    let announced = source.byte(extended.data)?.is_some_and(|flags| flags & HAS_EXIF != 0);
    let Some(number) = chunks.iter().position(|chunk| announced && &chunk.kind == b"EXIF") else { return Ok(None) };
    let chunk = &chunks[number];
    let end = chunk.end.min(chunk.data + EXIF_MOST as u64);
    let orientation = exif::orientation(&source.bytes(chunk.data, end, EXIF_MOST)?);
    Ok((orientation != exif::UPRIGHT).then_some(ExifChunk { number, orientation }))
}

/// Returns the parts that are kept of a chunk. The header announces Exif data if the file `is_oriented`.
fn kept(source: &mut Source<'_>, chunk: &Chunk, is_oriented: bool) -> Result<Vec<Part>, Error> {
    match &chunk.kind {
        b"VP8X" if chunk.end - chunk.data < EXTENDED_LEN as u64 => Err(Error::Malformed),
        b"VP8X" => {
            let mut data: [u8; EXTENDED_LEN] = source.array(chunk.data)?;
            data[0] &= !(HAS_EXIF | HAS_XMP);
            data[0] |= if is_oriented { HAS_EXIF } else { 0 };
            Ok(vec![Part::new(source, chunk, &data)?])
        }
        b"VP8 " | b"VP8L" | b"ALPH" | b"ICCP" | b"ANIM" => Ok(chunk.whole(source.len())),
        b"ANMF" => frame(source, chunk),
        _ => Ok(Vec::new()),
    }
}

/// Returns the parts that are kept of an animation frame, which is a list of chunks itself.
fn frame(source: &mut Source<'_>, frame: &Chunk) -> Result<Vec<Part>, Error> {
    if frame.end - frame.data < FRAME {
        return Err(Error::Malformed);
    }
    let inner = chunks(source, frame.data + FRAME..frame.end)?;
    let is_picture = |chunk: &&Chunk| matches!(&chunk.kind, b"VP8 " | b"VP8L" | b"ALPH");
    let pictures: Vec<&Chunk> = inner.iter().filter(is_picture).collect();
    if pictures.len() == inner.len() {
        return Ok(frame.whole(source.len()));
    }
    let parts: Vec<Part> = pictures.into_iter().flat_map(|chunk| chunk.whole(source.len())).collect();
    let len = u32::try_from(FRAME + parts.iter().map(Part::len).sum::<u64>()).map_err(|_| Error::Malformed)?;
    let head = Part::New([&frame.kind[..], &len.to_le_bytes()].concat());
    Ok([head, Part::Keep(frame.data..frame.data + FRAME)].into_iter().chain(parts).collect())
}

impl Chunk {
    /// The chunk with the byte that makes its length even.
    fn whole(&self, source_len: u64) -> Vec<Part> {
        let end = self.end + (self.end - self.data) % 2;
        if end <= source_len {
            return vec![Part::Keep(self.start..end)];
        }
        vec![Part::Keep(self.start..self.end), Part::New(vec![0])]
    }
}

impl Part {
    /// The chunk with other `data`, which has an even length. Keeps the old chunk if its data is equal.
    fn new(source: &mut Source<'_>, chunk: &Chunk, data: &[u8]) -> Result<Self, Error> {
        let len = data.len() as u64;
        if chunk.end - chunk.data == len && source.bytes(chunk.data, chunk.end, data.len())? == data {
            return Ok(Self::Keep(chunk.start..chunk.end));
        }
        let len = u32::try_from(len).map_err(|_| Error::Malformed)?;
        Ok(Self::New([&chunk.kind[..], &len.to_le_bytes(), data].concat()))
    }

    fn len(&self) -> u64 {
        match self {
            Self::Keep(range) => range.end - range.start,
            Self::New(bytes) => bytes.len() as u64,
        }
    }

    fn put(self, builder: &mut Builder) {
        match self {
            Self::Keep(range) => builder.keep(range),
            Self::New(bytes) => builder.insert(bytes),
        }
    }
}

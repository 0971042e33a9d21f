//! JPEG: a list of segments, with compressed data behind each start of a scan.
//!
//! Kept are the segments that a decoder needs, the JFIF header without its thumbnail, the Adobe segment, which tells
//! colour spaces apart, and colour profiles. What follows the end of the picture is left out: second pictures with Exif
//! data of their own (MPF), films of motion photos, data of makers.

use super::bytes::{Error, Source};
use super::edits::Builder;
use super::{Cleaned, exif};

const SOI: u8 = 0xd8;
const EOI: u8 = 0xd9;
const SOS: u8 = 0xda;
const JFIF: &[u8] = b"JFIF\0";
const EXIF: &[u8] = b"Exif\0\0";
const ICC: &[u8] = b"ICC_PROFILE\0";
const ADOBE: &[u8] = b"Adobe";
/// Length of a JFIF header without thumbnail, from its name on.
const JFIF_LEN: usize = 14;
/// Length of an Adobe segment, from its name on.
const ADOBE_LEN: usize = 12;

/// A segment: marker, length, payload.
#[derive(Clone, Copy)]
struct Segment {
    marker: u8,
    start: u64,
    payload: u64,
    end: u64,
}

#[derive(Default)]
struct State {
    kept: Builder,
    has_jfif: bool,
    /// That of the first Exif segment, which is the one that browsers read.
    orientation: Option<u8>,
    has_frame: bool,
    has_scan: bool,
}

pub(super) fn clean(source: &mut Source<'_>) -> Result<Cleaned, Error> {
    let mut state = State::default();
    let mut at = 2;
    state.kept.keep(0..at);
    while let Some(found) = next_marker(source, at)? {
        let Marker { marker, start } = found;
        let after = start + 2;
        at = match marker {
            EOI if state.has_scan => {
                state.kept.keep(start..after);
                break;
            }
            SOI | EOI => return Err(Error::Malformed),
            // Markers without a segment have no meaning outside of a scan.
            0x01 | 0xd0..=0xd7 => after,
            _ => {
                let segment = segment(source, found)?;
                state.take(source, segment)?;
                if marker == SOS { state.scan(source, segment.end)? } else { segment.end }
            }
        };
    }
    // Decoders show a picture whose end marker is missing.
    if !state.has_scan {
        return Err(Error::CutShort);
    }
    let turned = state.orientation.is_some_and(exif::is_turned);
    Ok(Cleaned { edits: state.kept.finish(source.len()), turned })
}

struct Marker {
    marker: u8,
    /// Offset of its `0xff`. More of them may stand before it as padding.
    start: u64,
}

/// The next marker from `at` on. Bytes between segments that belong to none are skipped, as decoders do.
fn next_marker(source: &mut Source<'_>, mut at: u64) -> Result<Option<Marker>, Error> {
    loop {
        let rest = source.rest(at)?;
        if rest.is_empty() {
            return Ok(None);
        }
        let Some(offset) = rest.iter().position(|&byte| byte == 0xff) else {
            at += rest.len() as u64;
            continue;
        };
        at += offset as u64;
        match source.byte(at + 1)? {
            None => return Ok(None),
            Some(0) => at += 2,
            Some(0xff) => at += 1,
            Some(marker) => return Ok(Some(Marker { marker, start: at })),
        }
    }
}

fn segment(source: &mut Source<'_>, Marker { marker, start }: Marker) -> Result<Segment, Error> {
    let len = u64::from(u16::from_be_bytes(source.array(start + 2)?));
    if len < 2 {
        return Err(Error::Malformed);
    }
    Ok(Segment { marker, start, payload: start + 4, end: source.end(start + 2, len)? })
}

impl State {
    fn take(&mut self, source: &mut Source<'_>, segment: Segment) -> Result<(), Error> {
        let payload = source.bytes(segment.payload, segment.end, usize::from(u16::MAX))?;
        match segment.marker {
            // Frames of the lossless and hierarchical kinds are shown by no browser.
            0xc8 | 0xde | 0xdf | 0xf7 | 0xf8 => return Err(Error::Unsupported),
            0xc4 | 0xcc | 0xdb..=0xdd => self.kept.keep(segment.start..segment.end),
            0xc0..=0xcf => {
                self.has_frame = true;
                self.kept.keep(segment.start..segment.end);
            }
            SOS if !self.has_frame => return Err(Error::Malformed),
            SOS => self.kept.keep(segment.start..segment.end),
            0xe0 if payload.starts_with(JFIF) && payload.len() >= JFIF_LEN && !self.has_jfif => {
                self.has_jfif = true;
                let mut own = payload[..JFIF_LEN].to_vec();
                own[JFIF_LEN - 2..].fill(0);
                self.shortened(segment, &payload, &own);
            }
            0xe1 if payload.starts_with(EXIF) && self.orientation.is_none() && !self.has_scan => {
                let orientation = exif::orientation(&payload);
                self.orientation = Some(orientation);
                if orientation != exif::UPRIGHT {
                    self.shortened(segment, &payload, &[EXIF, &exif::only(orientation)].concat());
                }
            }
            0xe2 if payload.starts_with(ICC) => self.kept.keep(segment.start..segment.end),
            0xee if payload.starts_with(ADOBE) && payload.len() >= ADOBE_LEN => {
                self.shortened(segment, &payload, &payload[..ADOBE_LEN]);
            }
            _ => {}
        }
        Ok(())
    }

    /// Keeps the segment, with `own` in the place of its payload.
    fn shortened(&mut self, segment: Segment, payload: &[u8], own: &[u8]) {
        if payload == own {
            return self.kept.keep(segment.start..segment.end);
        }
        let len = u16::try_from(own.len() + 2).unwrap_or(u16::MAX).to_be_bytes();
        self.kept.insert([&[0xff, segment.marker], &len[..], own].concat());
    }

    /// Keeps the compressed data from `at` on and returns where it ends: at a marker other than those that restart it,
    /// or with the file.
    fn scan(&mut self, source: &mut Source<'_>, start: u64) -> Result<u64, Error> {
        self.has_scan = true;
        let mut at = start;
        loop {
            let rest = source.rest(at)?;
            let Some(offset) = rest.iter().position(|&byte| byte == 0xff) else {
                at += rest.len() as u64;
                if at < source.len() {
                    continue;
                }
                break;
            };
            at += offset as u64;
            at += match source.byte(at + 1)? {
                Some(0 | 0xd0..=0xd7) => 2,
                Some(0xff) => 1,
                Some(_) => break,
                None => {
                    at += 1;
                    break;
                }
            };
        }
        self.kept.keep(start..at);
        Ok(at)
    }
}

//! GIF: a header and a list of blocks, each a list of pieces of up to 255 bytes.
//!
//! Kept are pictures, the timing of pictures, the number of repeats, and colour profiles. Comments, texts that no
//! browser draws, XMP and other data of applications are left out.

use super::Cleaned;
use super::bytes::{Error, Source};
use super::edits::Builder;

const IMAGE: u8 = 0x2c;
const EXTENSION: u8 = 0x21;
const TRAILER: u8 = 0x3b;
const GRAPHIC_CONTROL: u8 = 0xf9;
const APPLICATION: u8 = 0xff;
const APPLICATIONS: &[&[u8; 11]] = &[b"NETSCAPE2.0", b"ANIMEXTS1.0", b"ICCRGBG1012"];

pub(super) fn clean(source: &mut Source<'_>) -> Result<Cleaned, Error> {
    let mut kept = Builder::default();
    let mut at = 13 + table_len(source.array::<13>(0)?[10]);
    kept.keep(0..source.end(0, at)?);
    let mut has_picture = false;
    while let Some(block) = source.byte(at)? {
        let start = at;
        at = match block {
            TRAILER => {
                kept.keep(start..start + 1);
                break;
            }
            IMAGE => {
                let table = table_len(source.array::<10>(start)?[9]);
                // Behind the table of colours stands a byte that says how many bits its numbers have.
                let end = blocks(source, start + 10 + table + 1)?;
                kept.keep(start..end);
                has_picture = true;
                end
            }
            EXTENSION => {
                let label = source.array::<2>(start)?[1];
                let end = blocks(source, start + 2)?;
                if is_kept(source, label, start + 2)? {
                    kept.keep(start..end);
                }
                end
            }
            // Some programs write more ends of lists than they have lists.
            0 => start + 1,
            _ => return Err(Error::Malformed),
        };
    }
    // Decoders show a picture whose end marker is missing.
    if !has_picture {
        return Err(Error::CutShort);
    }
    Ok(Cleaned { edits: kept.finish(source.len()), turned: false })
}

/// The length of a table of colours, by the flags that announce it.
fn table_len(flags: u8) -> u64 {
    if flags & 0x80 == 0 { 0 } else { 3 << ((flags & 7) + 1) }
}

fn is_kept(source: &mut Source<'_>, label: u8, at: u64) -> Result<bool, Error> {
    Ok(match label {
        GRAPHIC_CONTROL => true,
        APPLICATION if source.byte(at)? == Some(11) => APPLICATIONS.contains(&&source.array::<11>(at + 1)?),
        _ => false,
    })
}

/// The end of the list of pieces that begins at `at`.
fn blocks(source: &mut Source<'_>, mut at: u64) -> Result<u64, Error> {
    loop {
        let len = source.byte(at)?.ok_or(Error::CutShort)?;
        at = source.end(at, u64::from(len) + 1)?;
        if len == 0 {
            return Ok(at);
        }
    }
}

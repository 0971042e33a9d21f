//! The properties of items (`iprp`): those that are needed to decode and show a picture stay.

use super::{Found, Patches};
use crate::media::boxes;
use crate::media::bytes::{Error, Source};

/// Longest list of associations.
const LIST_MOST: usize = 16 << 20;
/// Properties that say how a picture is decoded and shown. Not among them are texts, dates, identities, and what says
/// how a camera was set.
const NEEDED: &[&[u8; 4]] = &[
    // Size, samples, colours, light.
    b"ispe", b"pixi", b"colr", b"clli", b"mdcv", b"cclv", b"amve", b"reve", b"ndwt",
    // The way that it is shown.
    b"irot", b"imir", b"clap", b"pasp", b"rloc", b"iscl", b"auxC", b"mskC",
    // Layers and operating points.
    b"lsel", b"a1op", b"a1lx", b"oinf", b"tols", b"tiso", // Configurations of decoders.
    b"av1C", b"hvcC", b"lhvC", b"avcC", b"vvcC", b"vvnC", b"evcC", b"jpgC", b"uncC", b"cmpd", b"cmpC", b"icef",
    b"cpat", b"splz", b"cloc", b"fpck", b"snuc", b"sbpm",
];
/// Properties that stand for a place in the list and say nothing.
const FREE: &[&[u8; 4]] = &[b"free", b"skip"];

/// Discards the properties in `found` that are not needed. Each keeps its place, for items name them by number.
pub(super) fn clean(source: &mut Source<'_>, found: &Found, patches: &mut Patches) -> Result<(), Error> {
    let parts = boxes::list(source, found.payload())?;
    let mut containers = parts.iter().filter(|part| &part.kind == b"ipco");
    let properties = match containers.next() {
        Some(container) => boxes::list(source, container.payload())?,
        None => Vec::new(),
    };
    if containers.next().is_some() {
        return Err(Error::Malformed);
    }
    for property in &properties {
        patches.keep_only(source, property, NEEDED)?;
    }
    for part in &parts {
        patches.keep_only(source, part, &[b"ipco", b"ipma"])?;
        if &part.kind == b"ipma" {
            associations(source, part, &properties)?;
        }
    }
    Ok(())
}

/// Refuses a file with an item that cannot be shown without a property that is discarded.
fn associations(source: &mut Source<'_>, found: &Found, properties: &[Found]) -> Result<(), Error> {
    let bytes = source.bytes(found.body, found.end, LIST_MOST)?;
    let [version, _, _, flags] = *bytes.first_chunk::<4>().ok_or(Error::Malformed)?;
    let (number, width) = (if version == 0 { 2 } else { 4 }, if flags & 1 == 1 { 2 } else { 1 });
    let mut rest = bytes.get(8..).ok_or(Error::Malformed)?;
    while !rest.is_empty() {
        let count = usize::from(*rest.get(number).ok_or(Error::Malformed)?);
        let all = rest.get(number + 1..number + 1 + count * width).ok_or(Error::Malformed)?;
        for association in all.chunks_exact(width) {
            let (is_essential, index) = match *association {
                [short] => (short & 0x80 != 0, usize::from(short & 0x7f)),
                [high, low] => (high & 0x80 != 0, usize::from(high & 0x7f) << 8 | usize::from(low)),
                _ => return Err(Error::Malformed),
            };
            let property = index.checked_sub(1).and_then(|index| properties.get(index));
            let is_kept = |property: &Found| [NEEDED, FREE].iter().any(|kinds| kinds.contains(&&property.kind));
            if is_essential && !property.is_some_and(is_kept) {
                return Err(Error::Unsupported);
            }
        }
        rest = &rest[number + 1 + count * width..];
    }
    Ok(())
}

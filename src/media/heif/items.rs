//! The items of a HEIF file: which of them are pictures, and where their data lies (`iinf` and `iloc`).

use std::collections::BTreeSet;
use std::ops::Range;

use crate::media::boxes::{self, Found};
use crate::media::bytes::{Error, Source};

/// Longest list of items.
const LIST_MOST: usize = 16 << 20;

/// Types of items that are pictures, coded or made of other items. Those that are whole files of another format are not
/// among them, for such a file may have metadata of its own.
const PICTURES: &[&[u8; 4]] = &[
    b"av01", b"hvc1", b"hvc2", b"lhv1", b"avc1", b"vvc1", b"vvcN", b"unci", b"mski", b"grid", b"iovl", b"iden", b"tmap",
];

#[derive(Default)]
pub(super) struct Items {
    /// Type and texts of each item that is no picture.
    pub texts: Vec<Range<u64>>,
    /// The data that lies within `meta`.
    pub inline: Option<Range<u64>>,
    /// The data of pictures and that of other items.
    pictures: Vec<Range<u64>>,
    others: Vec<Range<u64>>,
}

/// Reads the items that the boxes of `meta` describe.
pub(super) fn read(source: &mut Source<'_>, parts: &[Found]) -> Result<Items, Error> {
    let only = |kind: &[u8; 4]| {
        let mut all = parts.iter().filter(|part| &part.kind == kind);
        let first = all.next();
        if all.next().is_some() { Err(Error::Malformed) } else { Ok(first) }
    };
    let mut items = Items { inline: only(b"idat")?.map(Found::payload), ..Items::default() };
    let pictures = match only(b"iinf")? {
        Some(list) => items.types(source, list)?,
        None => BTreeSet::new(),
    };
    if let Some(main) = only(b"pitm")?
        && !pictures.contains(&main_item(source, main)?)
    {
        return Err(Error::Unsupported);
    }
    if let Some(list) = only(b"iloc")? {
        let mut list = Locations { bytes: source.bytes(list.body, list.end, LIST_MOST)?, at: 0 };
        items.locations(source.len(), &mut list, &pictures)?;
    }
    Ok(items)
}

/// The number of the item that is shown.
fn main_item(source: &mut Source<'_>, found: &Found) -> Result<u32, Error> {
    match source.byte(found.body)? {
        Some(0) => Ok(u32::from(u16::from_be_bytes(source.array(found.body + 4)?))),
        _ => Ok(u32::from_be_bytes(source.array(found.body + 4)?)),
    }
}

impl Items {
    /// Reads the types of all items; returns the numbers of those that are pictures.
    fn types(&mut self, source: &mut Source<'_>, list: &Found) -> Result<BTreeSet<u32>, Error> {
        let counted = if source.byte(list.body)? == Some(0) { 6 } else { 8 };
        let mut pictures = BTreeSet::new();
        let mut others = BTreeSet::new();
        for entry in boxes::list(source, list.body + counted..list.end)? {
            let version = source.byte(entry.body)?;
            let (number, kind) = match version {
                Some(2) => (u32::from(u16::from_be_bytes(source.array(entry.body + 4)?)), entry.body + 8),
                Some(3) => (u32::from_be_bytes(source.array(entry.body + 4)?), entry.body + 10),
                // Items of the oldest versions have no type; no picture is one.
                _ => return Err(Error::Unsupported),
            };
            if kind + 4 > entry.end {
                return Err(Error::Malformed);
            }
            if PICTURES.contains(&&source.array(kind)?) {
                pictures.insert(number);
            } else {
                others.insert(number);
                self.texts.push(kind..entry.end);
            }
        }
        if pictures.is_disjoint(&others) { Ok(pictures) } else { Err(Error::Malformed) }
    }

    fn locations(&mut self, len: u64, list: &mut Locations, pictures: &BTreeSet<u32>) -> Result<(), Error> {
        let layout = list.layout()?;
        for _ in 0..list.count(layout.version)? {
            let item = list.item(&layout)?;
            let is_picture = pictures.contains(&item.number);
            for extent in list.extents(&layout, item.extents)? {
                let start = item.base.checked_add(extent.start).ok_or(Error::Malformed)?;
                let limit = match (item.method, &self.inline) {
                    (Method::File, _) => 0..len,
                    (Method::Inline, Some(inline)) => inline.clone(),
                    (Method::Inline, None) => return Err(Error::Malformed),
                    // The data of other items, which are looked at by themselves.
                    (Method::Items, _) if is_picture => continue,
                    (Method::Items, _) => return Err(Error::Unsupported),
                };
                let start = limit.start.checked_add(start).ok_or(Error::Malformed)?;
                let end = match extent.len {
                    0 => limit.end,
                    len => start.checked_add(len).ok_or(Error::Malformed)?,
                };
                if start > end || end > limit.end {
                    return Err(if limit.end == len { Error::CutShort } else { Error::Malformed });
                }
                if is_picture { &mut self.pictures } else { &mut self.others }.push(start..end);
            }
        }
        Ok(())
    }

    /// Takes over the data of the items that are no pictures from a box that is itself overwritten.
    pub fn take_others(&mut self, items: Self, inside: &Found) {
        let is_outside = |data: &Range<u64>| data.end <= inside.start || data.start >= inside.end;
        self.others.extend(items.others.into_iter().filter(is_outside));
    }

    /// Returns the ranges to be overwritten in the `areas` that hold data, in order and without overlap: everything
    /// that is not data of a picture if `all` data belongs to items, otherwise only the data of items that are no
    /// pictures.
    pub fn unwanted(&self, areas: &[Range<u64>], all: bool) -> Result<Vec<Range<u64>>, Error> {
        let (pictures, others, areas) = (joined(&self.pictures), joined(&self.others), joined(areas));
        let is_shared = |other: &Range<u64>| {
            let next = pictures.partition_point(|picture| picture.end <= other.start);
            pictures.get(next).is_some_and(|picture| picture.start < other.end)
        };
        let is_inside = |data: &Range<u64>| {
            let next = areas.partition_point(|area| area.end < data.end);
            areas.get(next).is_some_and(|area| area.start <= data.start)
        };
        if others.iter().any(is_shared) || !pictures.iter().chain(&others).all(is_inside) {
            return Err(Error::Unsupported);
        }
        Ok(if all { gaps(&areas, &pictures) } else { others })
    }
}

/// Returns the parts of the `areas` that no range covers. Both are in order, and each range lies in one area.
fn gaps(areas: &[Range<u64>], ranges: &[Range<u64>]) -> Vec<Range<u64>> {
    let mut gaps = Vec::new();
    let mut ranges = ranges.iter().peekable();
    for area in areas {
        let mut at = area.start;
        while let Some(range) = ranges.next_if(|range| range.end <= area.end) {
            gaps.push(at..range.start);
            at = range.end;
        }
        gaps.push(at..area.end);
    }
    gaps.retain(|gap| !gap.is_empty());
    gaps
}

/// The ranges in order, those that overlap or touch made one.
fn joined(ranges: &[Range<u64>]) -> Vec<Range<u64>> {
    let mut sorted: Vec<Range<u64>> = ranges.iter().filter(|range| !range.is_empty()).cloned().collect();
    sorted.sort_by_key(|range| (range.start, range.end));
    let mut joined: Vec<Range<u64>> = Vec::new();
    for range in sorted {
        match joined.last_mut().filter(|last| range.start <= last.end) {
            Some(last) => last.end = last.end.max(range.end),
            None => joined.push(range),
        }
    }
    joined
}

/// The payload of an `iloc` box while it is read.
struct Locations {
    bytes: Vec<u8>,
    at: usize,
}

/// Version of an `iloc` box, and lengths of its numbers in bytes.
struct Layout {
    version: u8,
    offset: u8,
    len: u8,
    base: u8,
    index: u8,
}

/// Origin of the offsets of an item.
#[derive(Clone, Copy)]
enum Method {
    File,
    Inline,
    Items,
}

struct Item {
    number: u32,
    method: Method,
    base: u64,
    extents: u16,
}

struct Extent {
    start: u64,
    /// 0 stands for all that there is.
    len: u64,
}

impl Locations {
    fn layout(&mut self) -> Result<Layout, Error> {
        let [version, _, _, _] = self.array()?;
        let [sizes, more] = self.array::<2>()?;
        let index = if version == 0 { 0 } else { more & 15 };
        let layout = Layout { version, offset: sizes >> 4, len: sizes & 15, base: more >> 4, index };
        let known = [layout.offset, layout.len, layout.base, layout.index].iter().all(|len| matches!(len, 0 | 4 | 8));
        if known && version <= 2 { Ok(layout) } else { Err(Error::Unsupported) }
    }

    fn count(&mut self, version: u8) -> Result<u32, Error> {
        if version < 2 { Ok(u32::from(self.short()?)) } else { Ok(u32::from_be_bytes(self.array()?)) }
    }

    fn item(&mut self, layout: &Layout) -> Result<Item, Error> {
        let number = self.count(layout.version)?;
        let method = match layout.version {
            0 => Method::File,
            _ => match self.short()? & 15 {
                0 => Method::File,
                1 => Method::Inline,
                2 => Method::Items,
                _ => return Err(Error::Unsupported),
            },
        };
        // The data lies in another file.
        if self.short()? != 0 {
            return Err(Error::Unsupported);
        }
        let base = self.number(layout.base)?;
        Ok(Item { number, method, base, extents: self.short()? })
    }

    fn extents(&mut self, layout: &Layout, count: u16) -> Result<Vec<Extent>, Error> {
        // Extents that take no room could be as many as a number can say.
        if count > 1 && layout.offset + layout.len == 0 {
            return Err(Error::Malformed);
        }
        let extent = |_| {
            self.number(layout.index)?;
            Ok(Extent { start: self.number(layout.offset)?, len: self.number(layout.len)? })
        };
        (0..count).map(extent).collect()
    }

    fn number(&mut self, len: u8) -> Result<u64, Error> {
        Ok(match len {
            0 => 0,
            4 => u64::from(u32::from_be_bytes(self.array()?)),
            _ => u64::from_be_bytes(self.array()?),
        })
    }

    fn short(&mut self) -> Result<u16, Error> {
        Ok(u16::from_be_bytes(self.array()?))
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], Error> {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let array = rest.first_chunk::<N>().copied().ok_or(Error::Malformed)?;
        self.at += N;
        Ok(array)
    }
}

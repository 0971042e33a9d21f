//! Structures of AVIF and HEIF that the programs which made the fixtures do not write: each version and method of the
//! list of places, data in several pieces and inside `meta`, boxes with long lengths.

use casebook::media::{Concern, Fault, Format};

use super::{inspect, marks, published};

const PIXELS: &[u8] = b"first pixels, ";
const MORE: &[u8] = b"second pixels.";
const EXIF: &[u8] = b"\0\0\0\0II*\0secret Exif";
const XMP: &[u8] = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>secret XMP";

fn boxed(kind: [u8; 4], payload: &[u8]) -> Vec<u8> {
    [&u32::try_from(payload.len() + 8).unwrap().to_be_bytes()[..], &kind, payload].concat()
}

/// A box with its length in 64 bits.
fn long_boxed(kind: [u8; 4], payload: &[u8]) -> Vec<u8> {
    [&1_u32.to_be_bytes()[..], &kind, &(payload.len() as u64 + 16).to_be_bytes(), payload].concat()
}

fn full(kind: [u8; 4], version: u8, payload: &[u8]) -> Vec<u8> {
    boxed(kind, &[&[version, 0, 0, 0], payload].concat())
}

/// The layout of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Layout {
    /// Version of the list of places.
    version: u8,
    /// The data lies inside `meta`.
    inline: bool,
    /// Lengths and offsets have 64 bits.
    long: bool,
    /// The box of data has no length and goes to the end of the file.
    open: bool,
}

/// The numbers of the items.
const PICTURE: u32 = 1;
const ITEMS: [(u32, &[u8; 4], &[u8]); 3] =
    [(PICTURE, b"av01", b"Color\0"), (2, b"Exif", b"secret name\0"), (3, b"mime", b"\0application/rdf+xml\0")];

fn number(layout: Layout, id: u32) -> Vec<u8> {
    if layout.version == 2 { id.to_be_bytes().to_vec() } else { u16::try_from(id).unwrap().to_be_bytes().to_vec() }
}

fn offset(layout: Layout, at: usize) -> Vec<u8> {
    if layout.long { (at as u64).to_be_bytes().to_vec() } else { u32::try_from(at).unwrap().to_be_bytes().to_vec() }
}

/// The data of the items, and the pieces of each in it: of pixels, Exif and XMP in turn, with bytes of nobody between.
fn data() -> (Vec<u8>, [Vec<(usize, usize)>; 3]) {
    let mut bytes = b"secret rest".to_vec();
    let mut pieces = [Vec::new(), Vec::new(), Vec::new()];
    for (item, part) in [(0, PIXELS), (1, EXIF), (0, MORE), (2, XMP)] {
        pieces[item].push((bytes.len(), part.len()));
        bytes.extend_from_slice(part);
    }
    bytes.extend_from_slice(b"secret rest");
    (bytes, pieces)
}

fn places(layout: Layout, start: usize, pieces: &[Vec<(usize, usize)>; 3]) -> Vec<u8> {
    let size = if layout.long { 0x88 } else { 0x44 };
    let mut list = vec![size, if layout.long { 0x80 } else { 0x40 }];
    list.extend(number(layout, 3));
    for ((id, _, _), pieces) in ITEMS.iter().zip(pieces) {
        list.extend(number(layout, *id));
        if layout.version > 0 {
            list.extend([0, u8::from(layout.inline)]);
        }
        list.extend([0, 0]);
        list.extend(offset(layout, start));
        list.extend(u16::try_from(pieces.len()).unwrap().to_be_bytes());
        for &(at, len) in pieces {
            list.extend([offset(layout, at), offset(layout, len)].concat());
        }
    }
    full(*b"iloc", layout.version, &list)
}

/// The picture has a text as its first property, and its size, which is needed, as its seventh.
const ASSOCIATIONS: [u8; 9] = [0, 0, 0, 1, 0, 1, 2, 1, 0x87];

fn file(layout: Layout) -> Vec<u8> {
    let (data, pieces) = data();
    let entries = ITEMS.iter().flat_map(|(id, kind, texts)| {
        let (version, id) = match layout.version {
            2 => (3, id.to_be_bytes().to_vec()),
            _ => (2, u16::try_from(*id).unwrap().to_be_bytes().to_vec()),
        };
        full(*b"infe", version, &[&id, &[0, 0][..], *kind, texts].concat())
    });
    let entries = [&[0, 3], &entries.collect::<Vec<u8>>()[..]].concat();
    let dropped = [b"udes", b"altt", b"crtt", b"mdft", b"uuid", b"what"].map(|kind| full(*kind, 0, b"en\0secret\0\0"));
    let properties = [&dropped.concat()[..], &full(*b"ispe", 0, &[0, 0, 0, 9, 0, 0, 0, 7])].concat();
    let properties = [boxed(*b"ipco", &properties), full(*b"ipma", 0, &ASSOCIATIONS)].concat();
    let front = [
        full(*b"hdlr", 0, b"\0\0\0\0pict\0\0\0\0\0\0\0\0\0\0\0\0\0"),
        full(*b"pitm", 0, &[0, 1]),
        full(*b"iinf", 0, &entries),
        boxed(*b"iprp", &properties),
        boxed(*b"xml ", b"secret"),
        if layout.inline { boxed(*b"idat", &data) } else { Vec::new() },
    ]
    .concat();
    let ftyp = boxed(*b"ftyp", b"avif\0\0\0\0avifmif1");
    let uuid = boxed(*b"uuid", b"\xbe\x7a\xcf\xcb\x97\xa9\x42\xe8\x9c\x71\x99\x94\x91\xe3\xaf\xacsecret");
    let head = |places: &[u8]| [&ftyp[..], &full(*b"meta", 0, &[&front, places].concat()), &uuid].concat();
    let media = match layout {
        Layout { inline: true, .. } => boxed(*b"mdat", b"secret"),
        Layout { open: true, .. } => [&[0; 4][..], b"mdat", &data].concat(),
        Layout { long: true, .. } => long_boxed(*b"mdat", &data),
        _ => boxed(*b"mdat", &data),
    };
    let before = head(&places(layout, 0, &pieces)).len() + media.len() - data.len();
    let start = if layout.inline { 0 } else { before };
    [head(&places(layout, start, &pieces)), media].concat()
}

fn layouts() -> Vec<Layout> {
    let flags = [false, true];
    let all = (0..3).flat_map(|version| flags.map(|inline| (version, inline))).flat_map(|(version, inline)| {
        flags.into_iter().flat_map(move |long| flags.map(|open| Layout { version, inline, long, open }))
    });
    // The oldest version knows no data inside `meta`.
    all.filter(|layout| layout.version > 0 || !layout.inline).collect()
}

#[test]
fn items_that_are_no_pictures_are_emptied_wherever_their_data_lies() {
    for layout in layouts() {
        let source = file(layout);
        let inspection = inspect("a.avif", &source);
        assert_eq!(inspection.concern, None, "{layout:?}");
        let published = published(&inspection, &source);
        assert_eq!(marks::found(&published), Vec::<&str>::new(), "{layout:?}");
        assert_eq!(published.len(), source.len(), "{layout:?}: the length must not change");
        for part in [PIXELS, MORE] {
            assert_eq!(marks::position(&published, part), marks::position(&source, part), "{layout:?}");
            assert!(marks::contains(&published, part), "{layout:?}");
        }
        for kind in [b"Exif", b"mime", b"uuid", b"udes", b"altt", b"crtt", b"mdft", b"what", b"xml "] {
            assert!(marks::contains(&source, kind) && !marks::contains(&published, kind), "{layout:?}: {kind:?}");
        }
        assert!(marks::contains(&published, b"ispe") && marks::contains(&published, &ASSOCIATIONS));
    }
}

const PLAIN: Layout = Layout { version: 1, inline: false, long: false, open: false };

/// The file with `to` in the place of `from`, which stands there once.
fn changed(from: &[u8], to: &[u8]) -> Vec<u8> {
    let mut bytes = file(PLAIN);
    let at = marks::position(&bytes, from).unwrap();
    assert_eq!(marks::position(&bytes[at + 1..], from), None);
    bytes.splice(at..at + from.len(), to.iter().copied());
    bytes
}

#[test]
fn a_list_of_items_that_contradicts_itself_is_refused() {
    let (_, pieces) = data();
    let piece = |item: usize| {
        let (at, len) = pieces[item][0];
        [u32::try_from(at).unwrap().to_be_bytes(), u32::try_from(len).unwrap().to_be_bytes()].concat()
    };
    let sizes = places(PLAIN, 0, &pieces)[12..14].to_vec();
    let unsupported = Fault::Unsupported(Format::Avif);
    let malformed = Fault::Malformed(Format::Avif);
    let cases = [
        ("Exif and pixels in the same bytes", changed(&piece(1), &piece(0)), unsupported),
        (
            "pixels outside of the data",
            changed(&piece(0), b"\xff\xff\xff\x00\0\0\0\x01"),
            Fault::CutShort(Format::Avif),
        ),
        ("a main item that is no picture", changed(b"pitm\0\0\0\0\0\x01", b"pitm\0\0\0\0\0\x02"), unsupported),
        ("an item that is a whole JPEG", changed(b"av01", b"jpeg"), unsupported),
        (
            "numbers of three bytes",
            changed(&[b"iloc\x01\0\0\0", &sizes[..]].concat(), b"iloc\x01\0\0\0\x33\x30"),
            unsupported,
        ),
        ("two lists of places", changed(b"xml ", b"iloc"), malformed),
        (
            "a picture that needs what is dropped",
            changed(&ASSOCIATIONS, &[0, 0, 0, 1, 0, 1, 2, 0x81, 0x87]),
            unsupported,
        ),
        ("a property that is not there", changed(&ASSOCIATIONS, &[0, 0, 0, 1, 0, 1, 2, 1, 0x88]), unsupported),
        ("properties that go on behind the list", changed(&ASSOCIATIONS, &[0, 0, 0, 1, 0, 1, 3, 1, 0x87]), malformed),
    ];
    for (what, bytes, fault) in cases {
        let concern = inspect("a.avif", &bytes).concern;
        assert_eq!(concern, Some(Concern::Unreadable(fault)), "{what}");
    }
}

/// Where the box `meta` of a sequence lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Track,
    Movie,
    /// In the data of users, without a version as in `QuickTime`.
    UserData,
    Fragment,
    Behind,
}

/// A sequence without a list of items at its top, in which boxes of the given version have dates.
fn sequence(place: Place, version: u8) -> Vec<u8> {
    let (data, pieces) = data();
    let dated = |kind| {
        let dates = if version == 0 { &b"date1date1"[..8] } else { b"date1date1date1d" };
        full(kind, version, &[dates, &[0, 0, 0, 1, 0, 0, 2, 0]].concat())
    };
    let coded = [&[7; 78], &boxed(*b"av1C", b"\x81\0\x1c\0")[..], &boxed(*b"uuid", b"secret uuid......")].concat();
    let descriptions = full(*b"stsd", 0, &[&[0, 0, 0, 1], &boxed(*b"av01", &coded)[..]].concat());
    let samples = boxed(*b"stbl", &[descriptions, boxed(*b"uuid", b"secret uuid......")].concat());
    let handler = full(*b"hdlr", 0, b"\0\0\0\0pict\0\0\0\0\0\0\0\0\0\0\0\0\0");
    let media = [dated(*b"mdhd"), handler.clone(), boxed(*b"minf", &samples), boxed(*b"what", b"secret")].concat();
    let entries = ITEMS.iter().flat_map(|(id, kind, texts)| {
        full(*b"infe", 2, &[&u16::try_from(*id).unwrap().to_be_bytes(), &[0, 0][..], *kind, texts].concat())
    });
    let entries = [&[0, 3], &entries.collect::<Vec<u8>>()[..]].concat();
    let head = |start: usize| {
        let parts = [handler.clone(), full(*b"iinf", 0, &entries), places(PLAIN, start, &pieces)].concat();
        let meta = if place == Place::UserData { boxed(*b"meta", &parts) } else { full(*b"meta", 0, &parts) };
        let at = |here: Place| if place == here { meta.clone() } else { Vec::new() };
        let track = [dated(*b"tkhd"), at(Place::Track), boxed(*b"mdia", &media)].concat();
        let data = boxed(*b"udta", &at(Place::UserData));
        let movie = [dated(*b"mvhd"), at(Place::Movie), boxed(*b"trak", &track), data].concat();
        let fragment = boxed(*b"moof", &boxed(*b"traf", &at(Place::Fragment)));
        let more = boxed(*b"meco", &at(Place::Behind));
        [boxed(*b"ftyp", b"avis\0\0\0\0avismsf1"), boxed(*b"moov", &movie), fragment, more].concat()
    };
    [head(head(0).len() + 8), boxed(*b"mdat", &data)].concat()
}

#[test]
fn a_sequence_has_no_dates_and_no_items_that_are_no_pictures() {
    for place in [Place::Track, Place::Movie, Place::UserData, Place::Fragment, Place::Behind] {
        for version in [0, 1] {
            let source = sequence(place, version);
            let rest = marks::position(&source, b"mdat").unwrap();
            let inspection = inspect("a.avif", &source);
            assert_eq!(inspection.concern, None, "{place:?}");
            let published = published(&inspection, &source);
            assert_eq!(published.len(), source.len(), "{place:?}: the length must not change");
            for part in [EXIF, XMP, b"date1", b"secret uuid", b"what"] {
                assert!(marks::contains(&source, part) && !marks::contains(&published, part), "{place:?}: {part:?}");
            }
            assert!(!marks::contains(&published[..rest], b"secret"), "{place:?}");
            for part in [PIXELS, MORE, b"av1C\x81", b"\0\0\0\x01\0\0\x02\0"] {
                assert_eq!(marks::position(&published, part), marks::position(&source, part), "{place:?}");
                assert!(marks::contains(&source, part), "{place:?}");
            }
        }
    }
}

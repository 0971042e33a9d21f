//! Files that are cut off, changed at random, or lie about their lengths: none may stop the program, none may be
//! published with metadata, and none may be read over and over.

use std::io::{self, Cursor, Read, Seek, SeekFrom};

use casebook::media::{self, Concern, Fault, Format, Inspection};
use proptest::prelude::*;
use proptest::sample::{Index, select};

use super::{files, inspect, marks, published};
use crate::support::cases;

fn all() -> Vec<(String, Vec<u8>)> {
    files("pictures").into_iter().chain(files("films")).collect()
}

#[test]
fn a_picture_that_is_cut_off_anywhere_is_published_without_metadata_or_not_at_all() {
    for (name, source) in files("pictures") {
        let mut refused = 0;
        // The two long files are made of what the short ones are made of.
        let step = if source.len() > 3_000 { 7 } else { 1 };
        for end in (0..source.len()).step_by(step) {
            let part = &source[..end];
            let inspection = inspect(&name, part);
            match inspection.concern {
                Some(Concern::Unreadable(_)) => refused += 1,
                _ => assert_eq!(
                    marks::found(&published(&inspection, part)),
                    Vec::<&str>::new(),
                    "{name}, truncated to {end} bytes"
                ),
            }
        }
        assert!(refused > 40 / step, "{name}: files that end before the first pixel must be refused; {refused} were");
    }
}

#[test]
fn a_film_that_is_cut_off_anywhere_is_searched_as_far_as_it_goes() {
    for (name, source) in files("films") {
        let positions =
            (0..=source.len()).filter(|&end| inspect(&name, &source[..end]).concern == Some(Concern::Position));
        let stated = inspect(&name, &source).concern == Some(Concern::Position);
        assert_eq!(positions.count() > 0, stated, "{name}");
    }
}

/// Whatever is published of these bytes would be published unchanged if it were the source.
fn assert_settled(name: &str, source: &[u8]) -> Result<(), TestCaseError> {
    let inspection = inspect(name, source);
    if inspection.concern.is_some() {
        prop_assert!(inspection.edits.is_empty());
        return Ok(());
    }
    let published = published(&inspection, source);
    let again = inspect(name, &published);
    prop_assert!(again.edits.is_empty() && again.concern.is_none(), "{name}: {again:?}");
    prop_assert_eq!(again.turned, inspection.turned);
    Ok(())
}

#[test]
fn what_is_published_has_nothing_to_remove() {
    for (name, source) in all() {
        assert_settled(&name, &source).unwrap();
    }
}

proptest! {
    #![proptest_config(cases(256, 5_000))]

    #[test]
    fn bytes_changed_at_random_do_no_harm(
        (name, mut source) in select(all()),
        changes in proptest::collection::vec((any::<Index>(), any::<u8>()), 1..4),
        end in any::<Option<Index>>(),
    ) {
        for (at, byte) in changes {
            let at = at.index(source.len());
            source[at] = byte;
        }
        if let Some(end) = end {
            source.truncate(end.index(source.len()));
        }
        assert_settled(&name, &source)?;
    }

    #[test]
    fn bytes_that_mean_nothing_do_no_harm(front in select(all()), len in 0..40_usize, rest in proptest::collection::vec(any::<u8>(), 0..200)) {
        let (name, source) = front;
        let bytes = [&source[..len.min(source.len())], &rest].concat();
        assert_settled(&name, &bytes)?;
    }
}

/// A file in memory that counts what is read of it.
struct Counted {
    file: Cursor<Vec<u8>>,
    read: u64,
}

impl Read for Counted {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        let read = self.file.read(to)?;
        self.read += read as u64;
        Ok(read)
    }
}

impl Seek for Counted {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.file.seek(to)
    }
}

fn boxed(kind: [u8; 4], payload: &[u8]) -> Vec<u8> {
    [&u32::try_from(payload.len() + 8).unwrap().to_be_bytes()[..], &kind, payload].concat()
}

/// Files in which as much as possible is a length or a list.
fn long_lists() -> Vec<(&'static str, Vec<u8>)> {
    const N: usize = 20_000;
    let repeated = |start: &[u8], part: &[u8]| [start, &part.repeat(N)].concat();
    let frame = b"\xff\xd8\xff\xc0\0\x0b\x08\0\x01\0\x01\x01\x01\x11\0";
    let png = &files("pictures")["turned.png"][..33];
    let nested = (0..N).fold(Vec::new(), |inner: Vec<u8>, _| {
        if inner.len() < N {
            [&u32::try_from(inner.len() + 8).unwrap().to_be_bytes()[..], b"moov", &inner].concat()
        } else {
            inner
        }
    });
    let ftyp = boxed(*b"ftyp", b"avif\0\0\0\0avif");
    let extents = [&[1_u8, 0, 0, 0, 0x44, 0, 0xff, 0xff][..], &b"\0\x01\0\0\0\0\xff\xff".repeat(N)].concat();
    let brackets = [b"<svg>".as_slice(), &b"<![".repeat(N)].concat();
    vec![
        ("a.jpg", repeated(b"\xff\xd8", b"\xff\xe1\0\x02")),
        ("b.jpg", repeated(b"\xff\xd8", b"\xff")),
        ("c.jpg", repeated(frame, b"\xff\xda\0\x02\xff\xd0")),
        ("d.jpg", repeated(b"\xff\xd8\xff", b"\0")),
        ("a.png", repeated(png, b"\0\0\0\0tEXt\0\0\0\0")),
        ("b.png", repeated(png, b"\0\0\0\0IDAT\0\0\0\0")),
        ("a.gif", repeated(b"GIF89a\x01\0\x01\0\0\0\0", b"\x21\xfe\0")),
        ("b.gif", repeated(b"GIF89a\x01\0\x01\0\0\0\0\x21\xfe", b"\x01x")),
        ("a.webp", repeated(b"RIFF\x04\x71\x02\0WEBP", b"VP8X\0\0\0\0")),
        ("b.webp", repeated(b"RIFF\x04\x71\x02\0WEBP", b"ANMF\0\0\0\0")),
        ("a.avif", [ftyp.clone(), b"\0\0\0\x08free".repeat(N)].concat()),
        ("b.avif", [ftyp.clone(), boxed(*b"meta", &[&[0; 4], &boxed(*b"iloc", &extents)[..]].concat())].concat()),
        ("c.avif", [ftyp, boxed(*b"meta", &[&[0; 4], &b"\0\0\0\x08iprp".repeat(N)[..]].concat())].concat()),
        ("a.mp4", nested),
        ("b.mp4", boxed(*b"moov", &b"\0\0\0\x08trak".repeat(N))),
        (
            "c.mp4",
            [boxed(*b"ftyp", b"isom"), boxed(*b"moov", &boxed(*b"udta", &b"\0\0\0\x0c\xa9xyz\0\0\0\0".repeat(N)))]
                .concat(),
        ),
        (
            "a.ico",
            [b"\0\0\x01\0\xff\xff".as_slice(), &b"\x10\x10\0\0\x01\0\x20\0\0\x10\0\0\0\0\0\0".repeat(N)].concat(),
        ),
        ("a.svg", repeated(b"<svg>", b"<metadata>")),
        ("b.svg", repeated(b"<svg>", b"<g href='data:image/png;base64,AA'/>")),
        ("c.svg", brackets),
        ("d.svg", repeated(b"<svg>", b"<a b='")),
    ]
}

#[test]
fn no_file_is_read_over_and_over() {
    for (name, bytes) in all().iter().map(|(name, bytes)| (name.as_str(), bytes.clone())).chain(long_lists()) {
        let len = bytes.len() as u64;
        let mut counted = Counted { file: Cursor::new(bytes), read: 0 };
        media::inspect(&mut counted, name).unwrap();
        assert!(counted.read <= 6 * len + 256 * 1024, "{name}: {} of {len} bytes were read", counted.read);
    }
}

fn fault(name: &str, bytes: &[u8]) -> Option<Fault> {
    match inspect(name, bytes) {
        Inspection { concern: Some(Concern::Unreadable(fault)), .. } => Some(fault),
        _ => None,
    }
}

#[test]
fn what_cannot_be_followed_is_told_apart() {
    let pictures = files("pictures");
    let photo = &pictures["phone.jpg"];
    let changed = |name: &str, from: &[u8], to: &[u8]| {
        let mut bytes = pictures[name].clone();
        let at = marks::position(&bytes, from).unwrap();
        bytes.splice(at..at + from.len(), to.iter().copied());
        bytes
    };
    let cases: Vec<(&str, Vec<u8>, Fault)> = vec![
        ("empty.jpg", Vec::new(), Fault::NoPicture),
        ("text.jpg", b"see the other folder".to_vec(), Fault::NoPicture),
        ("half.jpg", photo[..1_500].to_vec(), Fault::CutShort(Format::Jpeg)),
        ("long.jpg", changed("clean.jpg", b"\xff\xdb\0\x43", b"\xff\xdb\xff\xff"), Fault::CutShort(Format::Jpeg)),
        ("short.jpg", changed("clean.jpg", b"\xff\xdb\0\x43", b"\xff\xdb\0\x01"), Fault::Malformed(Format::Jpeg)),
        ("lossless.jpg", changed("clean.jpg", b"\xff\xc0", b"\xff\xf7"), Fault::Unsupported(Format::Jpeg)),
        ("half.png", pictures["turned.png"][..100].to_vec(), Fault::CutShort(Format::Png)),
        ("kind.png", changed("turned.png", b"prVt", b"PrVt"), Fault::Unsupported(Format::Png)),
        ("odd.png", changed("turned.png", b"prVt", b"pr\0t"), Fault::Malformed(Format::Png)),
        ("half.gif", pictures["animated.gif"][..30].to_vec(), Fault::CutShort(Format::Gif)),
        ("half.webp", pictures["lossy.webp"][..300].to_vec(), Fault::CutShort(Format::WebP)),
        ("half.avif", pictures["upright.avif"][..700].to_vec(), Fault::CutShort(Format::Avif)),
        ("half.heic", pictures["photo.heic"][..700].to_vec(), Fault::CutShort(Format::Heif)),
        ("half.svg", pictures["drawing.svg"][..400].to_vec(), Fault::CutShort(Format::Svg)),
        ("scan.tif", b"II*\0\x08\0\0\0\0\0".to_vec(), Fault::Unsupported(Format::Tiff)),
        ("photo.jpg", b"MM\0*\0\0\0\x08\0\0".to_vec(), Fault::Unsupported(Format::Tiff)),
        ("photo.jxl", b"\xff\x0a\0\0".to_vec(), Fault::Unsupported(Format::JpegXl)),
        ("photo.jp2", b"\0\0\0\x0cjP  \r\n\x87\n".to_vec(), Fault::Unsupported(Format::Jpeg2000)),
        ("photo.cr3", boxed(*b"ftyp", b"crx \0\0\0\x01crx isom"), Fault::Unsupported(Format::Raw)),
    ];
    for (name, bytes, expected) in cases {
        assert_eq!(fault(name, &bytes), Some(expected), "{name}");
    }
}

/// Decoders show these, so they are published.
#[test]
fn a_picture_without_its_end_marker_is_published() {
    let pictures = files("pictures");
    let (jpeg, png, gif) = (&pictures["clean.jpg"], &pictures["turned.png"], &pictures["animated.gif"]);
    let end = marks::position(png, b"IEND").unwrap() - 4;
    let trailer = marks::position(gif, b"\x3bsecret").unwrap();
    for (name, bytes) in [("a.jpg", &jpeg[..jpeg.len() - 2]), ("a.png", &png[..end]), ("a.gif", &gif[..trailer])] {
        assert_eq!(fault(name, bytes), None, "{name}");
        assert_eq!(marks::found(&published(&inspect(name, bytes), bytes)), Vec::<&str>::new(), "{name}");
    }
}

/// Exif data counts for a browser only in front of the pixels, and only the first.
#[test]
fn only_the_orientation_that_browsers_read_is_kept() {
    let pictures = files("pictures");
    let exif = |orientation: u8| {
        let mut segment =
            b"\xff\xe1\0\x22Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0".to_vec();
        segment[29] = orientation;
        segment
    };
    let plain = &pictures["clean.jpg"];
    let twice = [&plain[..2], &exif(6), &exif(3), &plain[2..]].concat();
    let inspection = inspect("twice.jpg", &twice);
    assert_eq!(published(&inspection, &twice), [&plain[..2], &exif(6), &plain[2..]].concat());
    assert!(inspection.turned);
    let late = [&plain[..plain.len() - 2], &exif(6), &plain[plain.len() - 2..]].concat();
    let inspection = inspect("late.jpg", &late);
    assert_eq!(published(&inspection, &late), *plain);
    assert!(!inspection.turned);
}

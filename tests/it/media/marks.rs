//! Metadata that must not be in a published picture, found in its bytes. Shares no code with the module that removes
//! it.

/// Signatures of metadata, and what the fixtures have put into theirs.
const MARKS: &[(&str, &[u8])] = &[
    ("the signature of Exif", b"Exif\0"),
    ("a chunk of Exif in PNG", b"eXIf"),
    ("a chunk of Exif in WebP", b"EXIF"),
    ("a little-endian TIFF header", b"II*\0"),
    ("a big-endian TIFF header", b"MM\0*"),
    ("the signature of XMP", b"http://ns.adobe.com"),
    ("an XMP packet", b"W5M0MpCehiHzreSzNTczkc9d"),
    ("an XMP document", b"adobe:ns:meta"),
    ("the name of an XMP chunk", b"XMP"),
    ("the type of an XMP item", b"application/rdf+xml"),
    ("the signature of IPTC", b"Photoshop 3.0"),
    ("a Photoshop resource", b"8BIM"),
    ("IPTC as text", b"Raw profile"),
    ("coordinates in XMP", b"GPSLatitude"),
    ("52° 31′ as fractions", b"\x34\0\0\0\x01\0\0\0\x1f\0\0\0\x01\0\0\0"),
    ("what the fixtures hide", b"secret"),
    ("a film", b"ftypisom"),
    ("the position of a film", b"+52.52"),
];

/// Boxes of a sequence that begin with two dates.
const DATED: [&[u8; 4]; 3] = [b"mvhd", b"tkhd", b"mdhd"];

/// Exif data with an orientation and nothing else, up to its number, and what stands around it in each format. This is
/// the one value that may stay.
const ORIENTATION: &[u8] = b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0";
const AROUND: [&[u8]; 3] = [b"\xff\xe1\0\x22Exif\0\0", b"\0\0\0\x1aeXIf", b"EXIF\x1a\0\0\0"];

/// The marks of metadata in a picture.
pub fn found(picture: &[u8]) -> Vec<&'static str> {
    let picture = without_orientation(picture);
    // Each byte as the character of its number: texts are searched faster than bytes.
    let text = |bytes: &[u8]| bytes.iter().copied().map(char::from).collect::<String>();
    let all = text(&picture);
    let mut found: Vec<&str> =
        MARKS.iter().filter(|(_, mark)| all.contains(&text(mark))).map(|(name, _)| *name).collect();
    if DATED.into_iter().any(|kind| has_date(&picture, *kind)) {
        found.push("a date of creation or modification");
    }
    if let Ok(text) = std::str::from_utf8(&picture) {
        found.extend(text.split(";base64,").skip(1).flat_map(|rest| self::found(&decoded(rest))));
    }
    found
}

/// True if a box of this type is not zero where its dates stand: 4 bytes each, or 8 in version 1.
fn has_date(picture: &[u8], kind: [u8; 4]) -> bool {
    let has_date = |body: &[u8]| {
        let len = if body.first() == Some(&1) { 16 } else { 8 };
        body.iter().skip(4).take(len).any(|&byte| byte != 0)
    };
    picture.windows(4).enumerate().any(|(at, window)| window == kind && has_date(&picture[at + 4..]))
}

/// The orientation that a published picture states; `None` where it states none.
pub fn orientation(picture: &[u8]) -> Option<u8> {
    let at =
        AROUND.iter().find_map(|around| position(picture, &[around, ORIENTATION].concat()).map(|at| at + around.len()));
    at.map(|at| picture[at + ORIENTATION.len()])
}

/// The picture without the first Exif data that holds only an orientation.
fn without_orientation(picture: &[u8]) -> Vec<u8> {
    for around in AROUND {
        let whole = [around, ORIENTATION].concat();
        if let Some(at) = position(picture, &whole) {
            let end = at + whole.len();
            let is_number = picture.get(end).is_some_and(|number| (2..=8).contains(number));
            if is_number && picture.get(end + 1..end + 7) == Some(&[0; 6]) {
                return [&picture[..at], &picture[end + 7..]].concat();
            }
        }
    }
    picture.to_vec()
}

pub fn contains(text: &[u8], part: &[u8]) -> bool {
    position(text, part).is_some()
}

pub fn position(text: &[u8], part: &[u8]) -> Option<usize> {
    text.windows(part.len()).position(|window| window == part)
}

/// Base64 up to the first character that belongs to none.
fn decoded(text: &str) -> Vec<u8> {
    let alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let values: Vec<usize> = text.chars().map_while(|c| alphabet.find(c)).collect();
    let groups = values.chunks(4).flat_map(|group| {
        let bits = group.iter().enumerate().fold(0, |bits, (at, value)| bits | value << (18 - 6 * at));
        [bits >> 16, bits >> 8, bits].into_iter().take(group.len() - 1).map(|byte| u8::try_from(byte & 255).unwrap())
    });
    groups.collect()
}

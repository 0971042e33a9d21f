//! Positions in films, in every form that cameras write: small structures, because no program at hand writes them all.

use casebook::media::Concern;

use super::inspect;

fn boxed(kind: [u8; 4], parts: &[&[u8]]) -> Vec<u8> {
    let payload = parts.concat();
    [&u32::try_from(payload.len() + 8).unwrap().to_be_bytes()[..], &kind, &payload].concat()
}

/// A box with its length in 64 bits.
fn long_boxed(kind: [u8; 4], payload: &[u8]) -> Vec<u8> {
    [&1_u32.to_be_bytes()[..], &kind, &(payload.len() as u64 + 16).to_be_bytes(), payload].concat()
}

/// A film whose user data holds these boxes.
fn with_user_data(data: &[u8]) -> Vec<u8> {
    // A list of user data may end with a length of zero.
    boxed(*b"moov", &[&boxed(*b"mvhd", &[&[0; 100]]), &boxed(*b"udta", &[data, &[0; 4]])])
}

/// A film with a track of samples in this format.
fn with_track(format: [u8; 4], description: &[u8]) -> Vec<u8> {
    let entry = boxed(format, &[&[0, 0, 0, 0, 0, 0, 0, 1], description]);
    let table = boxed(*b"stbl", &[&boxed(*b"stsd", &[&[0, 0, 0, 0, 0, 0, 0, 1], &entry])]);
    let media = boxed(*b"mdia", &[&boxed(*b"minf", &[&table])]);
    boxed(*b"moov", &[&boxed(*b"trak", &[&boxed(*b"tkhd", &[&[0; 84]]), &media])])
}

/// `loci` of 3GPP: language, name, role, longitude, latitude, altitude.
fn loci(name: &[u8], longitude: [u8; 4], latitude: [u8; 4]) -> Vec<u8> {
    boxed(*b"loci", &[&[0, 0, 0, 0, 0x15, 0xc7], name, &[0, 0], &longitude, &latitude, &[0; 4], b"earth\0\0"])
}

#[test]
fn positions_are_found_in_every_form() {
    let xyz = |text: &[u8]| boxed(*b"\xa9xyz", &[&[0, 17, 0x15, 0xc7], text]);
    let apple =
        boxed(*b"keys", &[&[0, 0, 0, 0, 0, 0, 0, 1], &boxed(*b"mdta", &[b"com.apple.quicktime.location.ISO6709"])]);
    let other = boxed(*b"keys", &[&[0, 0, 0, 0, 0, 0, 0, 1], &boxed(*b"mdta", &[b"com.apple.quicktime.make"])]);
    let item = boxed(*b"\xa9xyz", &[&boxed(*b"data", &[&[0, 0, 0, 1, 0, 0, 0, 0], b"+52.52+013.40/"])]);
    let listed = boxed(*b"meta", &[&[0; 4], &boxed(*b"hdlr", &[&[0; 25]]), &boxed(*b"ilst", &[&item])]);
    let uuid =
        |text: &[u8]| boxed(*b"uuid", &[b"\xbe\x7a\xcf\xcb\x97\xa9\x42\xe8\x9c\x71\x99\x94\x91\xe3\xaf\xac", text]);
    let cases: Vec<(&str, Vec<u8>, bool)> = vec![
        ("a text", with_user_data(&xyz(b"+52.5200+013.4050/")), true),
        ("a text of zeros", with_user_data(&xyz(b"+00.0000+000.0000/")), false),
        ("3GPP", with_user_data(&loci(b"", [0, 13, 0, 0], [0, 52, 0, 0])), true),
        ("3GPP on a meridian", with_user_data(&loci(b"", [0; 4], [0, 52, 0, 0])), true),
        ("3GPP with a name alone", with_user_data(&loci(b"Alexanderplatz", [0; 4], [0; 4])), true),
        ("3GPP with zeros", with_user_data(&loci(b"", [0; 4], [0; 4])), false),
        ("a key of Apple", boxed(*b"moov", &[&boxed(*b"meta", &[&boxed(*b"hdlr", &[&[0; 24]]), &apple])]), true),
        ("another key of Apple", boxed(*b"moov", &[&boxed(*b"meta", &[&boxed(*b"hdlr", &[&[0; 24]]), &other])]), false),
        ("a list as in M4A", with_user_data(&listed), true),
        ("behind other data", with_user_data(&[boxed(*b"name", &[b"x"]), xyz(b"+52/")].concat()), true),
        ("behind data that is cut off", [with_user_data(&xyz(b"+52/")), b"\0\0\xff\xffmdat".to_vec()].concat(), true),
        ("XMP in a box", uuid(b"<x exif:GPSLatitude='52,31N'/>"), true),
        ("XMP without a position", uuid(b"<x xmp:CreateDate='2026'/>"), false),
        ("XMP in user data", with_user_data(&boxed(*b"XMP_", &[b"<x exif:GPSLatitude='52,31N'/>"])), true),
        ("a track of a camera for sports", with_track(*b"gpmd", b""), true),
        ("a track of Android", with_track(*b"camm", b""), true),
        ("a track of Apple", with_track(*b"mebx", &apple), true),
        ("a track of Apple with other values", with_track(*b"mebx", &other), false),
        ("a track of pictures", with_track(*b"avc1", &[0; 70]), false),
        ("the letters in the pictures", boxed(*b"mdat", &[&xyz(b"+52.5200+013.4050/")]), false),
        ("a long box", long_boxed(*b"moov", &boxed(*b"udta", &[&xyz(b"+52/")])), true),
    ];
    let brands = boxed(*b"ftyp", &[b"isom\0\0\0\0isommp42"]);
    for (what, film, is_stated) in cases {
        let film = [brands.clone(), film].concat();
        for name in ["a.mp4", "a.mov", "a.m4v", "a.3gp", "a.m4a"] {
            assert_eq!(inspect(name, &film).concern, is_stated.then_some(Concern::Position), "{what} as {name}");
        }
    }
    // Old films do not begin with their brands.
    for first in [Vec::new(), boxed(*b"wide", &[]), boxed(*b"mdat", &[b"pictures"])] {
        let film = [first, with_user_data(&xyz(b"+52/"))].concat();
        assert_eq!(inspect("a.mov", &film).concern, Some(Concern::Position));
    }
}

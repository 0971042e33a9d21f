//! Pictures lose their metadata on the way to the output and nothing else; films are searched for a position. README.md
//! says what the files are.
//!
//! `boxes.rs` has structures of AVIF and HEIF that no program at hand writes, `drawings.rs` what programs put into an
//! SVG, `hostile.rs` has files that lie.

mod boxes;
mod drawings;
mod films;
mod hostile;
mod marks;

use std::collections::BTreeMap;
use std::fs;
use std::io::{Cursor, Read as _};
use std::path::{Path, PathBuf};

use casebook::diagnostic::{Code, Severity};
use casebook::media::{self, Concern, Inspection};
use casebook::output::{Content, Output};
use casebook::write::{Target, WriteError, Written};
use casebook::{Built, Options};
use sha2::{Digest as _, Sha256};
use tempfile::TempDir;

use crate::support;

const CLEAN: &str = "clean.jpg";
/// Files that browsers show as pictures, and the width and height that they have there.
const SHOWN: &[(&str, &str)] = &[
    ("phone.jpg", "16 24"),
    ("turned-1.jpg", "24 16"),
    ("turned-3.jpg", "24 16"),
    ("turned-5.jpg", "16 24"),
    ("turned-8.jpg", "16 24"),
    ("progressive.jpg", "16 24"),
    ("cmyk.jpg", "24 16"),
    (CLEAN, "24 16"),
    ("turned.png", "16 24"),
    ("animated.png", "24 16"),
    ("palette.png", "24 16"),
    ("lossy.webp", "24 16"),
    // Browsers do not turn a WebP.
    ("turned.webp", "24 16"),
    ("animated.webp", "24 16"),
    ("animated.gif", "24 16"),
    ("turned.avif", "16 24"),
    ("upright.avif", "24 16"),
    ("motion.avif", "24 16"),
    ("animated.avif", "24 16"),
    ("icon.ico", "16 16"),
];
/// The orientation that pictures say they have. AVIF has a property for it that is no Exif.
const TURNED: &[(&str, u8)] = &[
    ("phone.jpg", 6),
    ("turned-3.jpg", 3),
    ("turned-5.jpg", 5),
    ("turned-8.jpg", 8),
    ("progressive.jpg", 8),
    ("turned.png", 6),
    ("turned.webp", 6),
];

fn folder(name: &str) -> PathBuf {
    support::repository().join("tests/media").join(name)
}

/// All fixtures in a folder, by name.
fn files(name: &str) -> BTreeMap<String, Vec<u8>> {
    let entries = fs::read_dir(folder(name)).expect("the fixtures can be read").map(|entry| entry.unwrap().path());
    let files =
        entries.map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), fs::read(&path).unwrap()));
    let files: BTreeMap<_, _> = files.collect();
    assert!(!files.is_empty());
    files
}

fn inspect(name: &str, bytes: &[u8]) -> Inspection {
    media::inspect(&mut Cursor::new(bytes), name).expect("memory can be read")
}

/// The bytes that are published of a file.
fn published(inspection: &Inspection, source: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    inspection.edits.apply(Cursor::new(source)).unwrap().read_to_end(&mut bytes).unwrap();
    bytes
}

/// A site with a page that shows and offers these files.
fn site(files: &BTreeMap<String, Vec<u8>>) -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir(dir.path().join("content")).unwrap();
    let links = files.keys().map(|name| format!("![What {name} shows]({name})\n\n[{name} to keep]({name})\n\n"));
    let page = format!("---\ntitle: Media\n---\n\n{}", links.collect::<String>());
    fs::write(dir.path().join("content/index.md"), page).unwrap();
    for (name, bytes) in files {
        fs::write(dir.path().join("content").join(name), bytes).unwrap();
    }
    dir
}

fn build(dir: &Path) -> Built {
    casebook::build(dir, &Options::default(), &()).unwrap()
}

/// The bytes that a leaf writes.
fn written(content: &Content) -> Vec<u8> {
    match content {
        Content::Bytes(bytes) | Content::BuiltIn(bytes) => bytes.clone(),
        Content::Copy { from, edits, len, sha256 } => {
            let mut bytes = Vec::new();
            edits.apply(fs::File::open(from).unwrap()).unwrap().read_to_end(&mut bytes).unwrap();
            assert_eq!(bytes.len() as u64, *len);
            assert_eq!(*sha256, <[u8; 32]>::from(Sha256::digest(&bytes)), "the hash is that of the written bytes");
            bytes
        }
    }
}

/// The files of the output that pages show and offer of a source called `name`.
fn copies<'o>(output: &'o Output, name: &str) -> Vec<(&'o str, &'o Content)> {
    let (stem, ending) = name.rsplit_once('.').unwrap();
    let is_shown = |path: &str| {
        let hash = path.strip_prefix(stem).and_then(|rest| rest.strip_prefix('-')?.strip_suffix(&format!(".{ending}")));
        hash.is_some_and(|hash| hash.len() == 10 && hash.bytes().all(|byte| byte.is_ascii_hexdigit()))
    };
    output.iter().filter(|(path, _)| *path == name || is_shown(path)).collect()
}

#[test]
fn no_published_picture_has_metadata() {
    let pictures = files("pictures");
    let dir = site(&pictures);
    let built = build(dir.path());
    // Most browsers cannot show one of the pictures.
    let others = built.diagnostics.iter().filter(|found| found.code != Code::HeicPicture).count();
    assert_eq!(others, 0, "{:#?}", built.diagnostics);
    let output = built.output.unwrap();
    for (name, source) in &pictures {
        let before = marks::found(source);
        assert_eq!(before.is_empty(), name == CLEAN, "all pictures except {CLEAN} have metadata; {name}: {before:?}");
        let copies = copies(&output, name);
        assert_eq!(copies.len(), 2, "{name} has a copy for showing and one for downloading");
        for (path, content) in copies {
            let bytes = written(content);
            assert_eq!(marks::found(&bytes), Vec::<&str>::new(), "{path}");
            assert_eq!(bytes == *source, name == CLEAN, "{path}: only pictures without metadata are copied unchanged");
            let turned = TURNED.iter().find(|(turned, _)| turned == name).map(|(_, orientation)| *orientation);
            assert_eq!(marks::orientation(&bytes), turned, "{path}");
        }
    }
}

#[test]
fn pages_reserve_the_room_that_browsers_need() {
    let dir = site(&files("pictures"));
    let output = build(dir.path()).output.unwrap();
    let page = output.text("index.html").unwrap();
    for (name, size) in SHOWN {
        let tag = page.split("<img ").find(|tag| tag.contains(&format!("alt=\"What {name} shows\""))).expect(name);
        let (width, height) = size.split_once(' ').unwrap();
        assert!(tag.contains(&format!("width=\"{width}\" height=\"{height}\"")), "{name}: {tag}");
    }
}

/// The compressed data of pictures, which nothing may change: where it begins and ends in the source.
#[test]
fn pixels_are_copied_byte_for_byte() {
    let tables = b"\xff\xdb\0";
    for (name, source) in files("pictures").iter().filter(|(name, _)| name.ends_with(".jpg")) {
        let published = published(&inspect(name, source), source);
        let profile = marks::position(source, b"ICC_PROFILE").unwrap_or(0);
        let start = profile + marks::position(&source[profile..], tables).unwrap();
        let end = start + marks::position(&source[start..], b"\xff\xd9").unwrap() + 2;
        assert!(published.ends_with(&source[start..end]), "{name}");
    }
    for (name, source) in files("pictures").iter().filter(|(name, _)| name.ends_with(".png")) {
        let published = published(&inspect(name, source), source);
        let start = marks::position(source, b"iCCP").unwrap() - 4;
        let end = marks::position(source, b"IEND\xae\x42\x60\x82").unwrap() + 8;
        assert!(published.ends_with(&source[start..end]), "{name}");
    }
}

#[test]
fn profiles_of_colours_stay() {
    let pictures = files("pictures");
    let named = ["phone.jpg", "turned.png", "lossy.webp", "turned.avif"];
    for (name, mark) in named.into_iter().zip([&b"ICC_PROFILE\0"[..], b"iCCP", b"ICCP", b"prof"]) {
        let source = &pictures[name];
        assert!(marks::contains(&published(&inspect(name, source), source), mark), "{name}");
    }
}

#[test]
fn bytes_decide_what_a_picture_is() {
    let pictures = files("pictures");
    for (name, source) in pictures.iter().filter(|(name, _)| !name.ends_with(".svg") && !name.ends_with(".ico")) {
        for other in ["photo.jpg", "photo.png", "photo.gif", "photo.webp", "photo.avif", "photo", "photo.bin"] {
            assert_eq!(inspect(other, source), inspect(name, source), "{name} as {other}");
        }
    }
}

#[test]
fn a_second_build_writes_no_picture() {
    let pictures = files("pictures");
    let dir = site(&pictures);
    let target = Target::new(dir.path(), &dir.path().join("public"), false).unwrap();
    let write = || casebook::write::write(&build(dir.path()).output.unwrap(), &target, &()).unwrap();
    let first = write();
    assert!(first.written > 2 * pictures.len());
    assert_eq!(write(), Written { unchanged: first.written, ..Written::default() });
    for (name, source) in &pictures {
        let shown = fs::read(dir.path().join("public").join(name)).unwrap();
        assert_eq!(shown, published(&inspect(name, source), source), "{name} on disk");
    }

    // A record that is lost is made again by comparing.
    fs::remove_dir_all(dir.path().join(".casebook")).unwrap();
    assert_eq!(write(), Written { unchanged: first.written, ..Written::default() });

    // Other metadata makes another file and the same page; another orientation makes another picture.
    let change = |name: &str, from: &[u8], to: &[u8]| {
        let mut bytes = pictures[name].clone();
        let at = marks::position(&bytes, from).unwrap();
        bytes.splice(at..at + from.len(), to.iter().copied());
        fs::write(dir.path().join("content").join(name), bytes).unwrap();
    };
    change("phone.jpg", b"secret camera", b"another owner");
    change("lossy.webp", b"secret camera", b"another owner");
    assert_eq!(write(), Written { unchanged: first.written, ..Written::default() });
    change("phone.jpg", b"\x12\x01\x03\0\x01\0\0\0\x06", b"\x12\x01\x03\0\x01\0\0\0\x08");
    assert_eq!(write().written, 3, "the page and both copies of the picture");

    // The edits belong to the file that was inspected.
    let output = build(dir.path()).output.unwrap();
    let photo = dir.path().join("content/phone.jpg");
    let inspected = fs::read(&photo).unwrap();
    let same_length =
        [&pictures["progressive.jpg"][..], &vec![0; inspected.len()]].concat()[..inspected.len()].to_vec();
    for other in [[&inspected[..], b"longer"].concat(), same_length] {
        fs::write(&photo, other).unwrap();
        fs::remove_dir_all(dir.path().join("public")).ok();
        let refused = casebook::write::write(&output, &target, &());
        assert!(matches!(&refused, Err(WriteError::Changed { path }) if *path == photo), "{refused:?}");
    }
}

#[test]
fn a_picture_that_cannot_be_read_stops_the_build_where_it_is_used() {
    let photo = &files("pictures")["phone.jpg"];
    let broken: BTreeMap<String, Vec<u8>> = [
        ("half.jpg", photo[..1_500].to_vec()),
        ("scan.tif", b"II*\0\x08\0\0\0\0\0".to_vec()),
        ("notes.png", b"not a picture".to_vec()),
    ]
    .map(|(name, bytes)| (name.to_owned(), bytes))
    .into();
    let dir = site(&broken);
    // Nobody links this one.
    fs::write(dir.path().join("content/unused.jpg"), b"not a picture").unwrap();
    let built = build(dir.path());
    assert!(built.output.is_none(), "the build must have no output");
    let messages: Vec<&str> = built.diagnostics.iter().map(|found| found.message.as_str()).collect();
    assert!(built.diagnostics.iter().all(|found| found.code == Code::UnreadablePicture));
    for name in broken.keys() {
        assert!(messages.iter().any(|message| message.contains(&format!("`{name}`"))), "{name}: {messages:?}");
    }
    assert!(!messages.iter().any(|message| message.contains("unused")), "{messages:?}");
}

#[test]
fn drafts_are_published_without_metadata_or_not_at_all() {
    let dir = site(&[("scan.tif".to_owned(), b"II*\0\x08\0\0\0\0\0".to_vec())].into());
    let page = fs::read_to_string(dir.path().join("content/index.md")).unwrap();
    let draft = page.replace("title: Media", "title: Media\ndraft: true");
    fs::write(dir.path().join("content/draft.md"), draft).unwrap();
    fs::write(dir.path().join("content/index.md"), "---\ntitle: Home\n---\n").unwrap();
    let build = |drafts| casebook::build(dir.path(), &Options { drafts, ..Options::default() }, &()).unwrap();
    assert!(build(false).output.is_some(), "drafts are not included by default");
    assert!(build(true).output.is_none(), "the draft is included");
}

#[test]
fn pictures_of_the_theme_lose_their_metadata_too() {
    let pictures = files("pictures");
    let dir = site(&BTreeMap::new());
    let assets = dir.path().join("themes/ours/assets");
    fs::create_dir_all(&assets).unwrap();
    fs::write(dir.path().join("casebook.yaml"), "title: Ours\ntheme: ours\nid: ours\n").unwrap();
    for (name, bytes) in &pictures {
        fs::write(assets.join(name), bytes).unwrap();
    }
    let built = build(dir.path());
    assert!(built.diagnostics.is_empty(), "{:#?}", built.diagnostics);
    let output = built.output.unwrap();
    let of_theme = |name: &str| {
        let (stem, ending) = name.rsplit_once('.').unwrap();
        let is_it = |path: &str| path.starts_with(&format!("assets/{stem}-")) && path.ends_with(&format!(".{ending}"));
        output.iter().filter(|(path, _)| is_it(path)).map(|(_, content)| written(content)).collect::<Vec<_>>()
    };
    for (name, source) in &pictures {
        let wanted = published(&inspect(name, source), source);
        assert!(of_theme(name).contains(&wanted), "{name}");
    }
    for (path, content) in output.iter().filter(|(path, _)| path.starts_with("assets/")) {
        if !path.ends_with(".js") && !path.ends_with(".css") {
            assert_eq!(marks::found(&written(content)), Vec::<&str>::new(), "{path}");
        }
    }

    fs::write(assets.join("logo.jpg"), &pictures["phone.jpg"][..1_500]).unwrap();
    let built = build(dir.path());
    let found: Vec<&str> = built.diagnostics.iter().map(|found| found.message.as_str()).collect();
    assert!(
        built.output.is_none() && matches!(found.as_slice(), [message] if message.contains("`logo.jpg`")),
        "{found:?}"
    );
    fs::write(dir.path().join("casebook.yaml"), "title: Ours\nid: ours\n").unwrap();
    assert!(build(dir.path()).output.is_some(), "an unused theme is not published");
}

/// Which films state a position.
const FILMS: &[(&str, bool)] = &[
    ("apple.mov", true),
    ("location.3gp", true),
    ("location.mov", true),
    ("location.mp4", true),
    ("nowhere.mp4", false),
    ("plain.mp4", false),
    ("xmp.mp4", true),
];

#[test]
fn a_film_that_states_a_position_is_a_warning() {
    let mut films = files("films");
    assert!(films.keys().map(String::as_str).eq(FILMS.iter().map(|(name, _)| *name)));
    films.insert("location.m4v".to_owned(), films["location.mp4"].clone());
    let dir = site(&films);
    let built = build(dir.path());
    let output = built.output.as_ref().unwrap();
    for (name, source) in &films {
        let states = FILMS.iter().find(|(film, _)| film == name).is_none_or(|(_, states)| *states);
        let about = built.diagnostics.iter().filter(|found| found.message.contains(&format!("`{name}`")));
        // No browser plays every kind of film.
        let about = about.filter(|found| found.code != Code::HeicPicture || !name.ends_with(".3gp"));
        let about: Vec<(Code, Severity)> = about.map(|found| (found.code, found.severity)).collect();
        let expected = if states { vec![(Code::FilmPosition, Severity::Warning); 2] } else { Vec::new() };
        assert_eq!(about, expected, "{name}: one for the shown film, one for the download");
        for (path, content) in copies(output, name) {
            assert_eq!(written(content), *source, "{path}: films are not changed");
        }
    }
}

#[test]
fn a_position_can_be_published_on_purpose() {
    let films = files("films").into_iter().filter(|(name, _)| name == "location.mp4").collect();
    let dir = site(&films);
    let page =
        "---\ntitle: Media\n---\n\n<!-- allow film-position: it is a public square -->\n![The square](location.mp4)\n";
    fs::write(dir.path().join("content/index.md"), page).unwrap();
    assert_eq!(build(dir.path()).diagnostics, []);
}

#[test]
fn documents_and_unknown_files_stay_as_they_are() {
    let photo = &files("pictures")["phone.jpg"];
    let document = [b"%PDF-1.7\n", photo.as_slice()].concat();
    for (name, bytes) in
        [("form.pdf", document.as_slice()), ("table.xlsx", b"PK\x03\x04"), ("empty", b""), ("a.bmp", b"BM")]
    {
        assert_eq!(inspect(name, bytes), Inspection::default(), "{name}");
    }
    assert_eq!(inspect("film.mp4", b"x").concern, None, "a file that is not a film has no position");
    let unreadable = |inspection: Inspection| matches!(inspection.concern, Some(Concern::Unreadable(_)));
    assert!(unreadable(inspect("photo.jpg", b"")));
    assert!(unreadable(inspect("photo.jpg", &files("films")["location.mp4"])), "a film is not a picture");
}

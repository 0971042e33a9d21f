//! What the fixture sites look like as a whole. Beside each site of `tests/sites/` stands a folder of the same name in
//! `tests/snapshots/`: `listing.txt` holds every path of the output, and every other file is compared with the file of
//! the same path in the output.
//!
//! `UPDATE_EXPECTED=1` writes them anew: read the difference before you keep it. To watch one more page, lay an empty
//! file at its path and update. Names of assets are without their hashes, and files of the theme without their
//! lengths, so that a changed style changes no snapshot.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::string_slice,
    clippy::print_stdout,
    clippy::too_many_lines,
    reason = "a test that cannot go on says so by failing"
)]

mod support;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use casebook::output::{Content, Output};
use casebook::report::{Format, Report};
use casebook::{Built, Options};

const LISTING: &str = "listing.txt";
/// How many digits of a hash stand in a name.
const DIGITS: usize = 10;

/// The text without hashes in the names of files and without this program's version.
fn settled(text: &str) -> String {
    let text = text.replace(concat!("Casebook ", env!("CARGO_PKG_VERSION")), "Casebook VERSION");
    let mut settled = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some(at) = rest.find('-') {
        let (before, after) = rest.split_at(at + 1);
        settled.push_str(before);
        let digits = after.bytes().take_while(u8::is_ascii_hexdigit).count();
        rest = if digits == DIGITS && after[digits..].starts_with('.') {
            settled.push_str("HASH");
            &after[digits..]
        } else {
            after
        };
    }
    settled + rest
}

fn line(path: &str, content: &Content) -> String {
    let settled_path = settled(path);
    match content {
        Content::Copy { len, .. } => format!("{settled_path}  copied  {len}"),
        Content::Bytes(_) if path.starts_with("assets/") => format!("{settled_path}  theme"),
        Content::Bytes(bytes) => {
            let text = std::str::from_utf8(bytes).expect("what is made outside assets/ is text");
            format!("{settled_path}  made  {}", settled(text).len())
        }
    }
}

fn listing(built: &Built) -> String {
    let Some(output) = &built.output else { return format!("Nothing is written.\n\n{}", report(built)) };
    let mut lines: Vec<String> = output.iter().map(|(path, content)| line(path, content)).collect();
    lines.sort();
    lines.dedup();
    lines.join("\n") + "\n"
}

fn report(built: &Built) -> String {
    let report = Report { sources: &built.sources, diagnostics: &built.diagnostics, base: String::new() };
    let mut text = Vec::new();
    report.write(Format::Short, &mut text).expect("writing to memory");
    String::from_utf8(text).expect("reports are text")
}

fn below(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let paths = entries.map(|entry| entry.expect("an entry").path());
    paths.flat_map(|path| if path.is_dir() { below(&path) } else { vec![path] }).collect()
}

/// What the snapshot's files should hold, by path in its folder.
fn expected(built: &Built, folder: &Path) -> BTreeMap<String, String> {
    let mut files = BTreeMap::from([(LISTING.to_owned(), listing(built))]);
    for path in below(folder) {
        let path = path.strip_prefix(folder).expect("below").to_string_lossy().replace('\\', "/");
        if path != LISTING {
            let text = built.output.as_ref().and_then(|output| output.text(&path)).map(settled);
            files.insert(path, text.unwrap_or_else(|| "The output has no such file.\n".to_owned()));
        }
    }
    files
}

/// The first line that differs, for a failure that can be read.
fn difference(kept: &str, now: &str) -> String {
    let mut lines = kept.lines().zip(now.lines()).zip(1..);
    let first = lines.find(|((kept, now), _)| kept != now);
    first.map_or_else(
        || format!("{} lines were kept, and now there are {}", kept.lines().count(), now.lines().count()),
        |((kept, now), number)| format!("line {number}\n  kept {kept}\n  now  {now}"),
    )
}

#[test]
fn sites_look_as_they_did() {
    let update = std::env::var_os("UPDATE_EXPECTED").is_some();
    let mut wrong = String::new();
    for (site, mistaken) in support::sites() {
        let name = site.file_name().expect("a name").to_string_lossy().into_owned();
        let built = casebook::build(&site, &Options::default(), &()).expect("the fixture is a site");
        assert_eq!(
            built.output.is_none(),
            mistaken,
            "{name}: errors stop a build, and only a file `expect-errors` asks for them"
        );
        let folder = support::repository().join("tests/snapshots").join(&name);
        for (path, now) in expected(&built, &folder) {
            let kept = fs::read_to_string(folder.join(&path)).unwrap_or_default();
            if update && kept != now {
                support::lay(&folder, &[(&path, &now)]);
            } else if kept != now {
                let _ = writeln!(wrong, "tests/snapshots/{name}/{path}: {}", difference(&kept, &now));
            }
        }
    }
    assert!(wrong.is_empty(), "these differ; UPDATE_EXPECTED=1 writes them anew:\n{wrong}");
}

#[test]
fn each_snapshot_has_its_site() {
    for path in below(&support::repository().join("tests/snapshots")) {
        let path = path.strip_prefix(support::repository().join("tests/snapshots")).expect("below").to_owned();
        let name = path.iter().next().expect("a name");
        assert!(
            support::repository().join("tests/sites").join(name).is_dir(),
            "there is no site for {}",
            path.display()
        );
    }
}

#[test]
fn what_changes_by_itself_is_settled() {
    let version = env!("CARGO_PKG_VERSION");
    let text = format!("<b src=\"a/x-0123456789.css\">-0123456789-00ff.-a Casebook {version}");
    assert_eq!(settled(&text), "<b src=\"a/x-HASH.css\">-0123456789-00ff.-a Casebook VERSION");
    let output = Output::default();
    assert_eq!(listing(&Built { output: Some(output), ..Built::default() }), "\n");
}

//! Single-file fixtures: the input files of a test and the expected result. `tests/diagnostics/README.md` describes the
//! notation.

use std::fs;
use std::path::{Path, PathBuf};

/// The name of the last section, which contains the expected result.
const EXPECTED: &str = "expected";

/// One fixture.
pub struct Fixture {
    /// The path of the fixture.
    pub file: PathBuf,
    text: String,
    entries: Vec<Entry>,
    /// The start of the expected result in `text`.
    expected: Option<usize>,
}

/// A file of the input.
struct Entry {
    path: String,
    content: Content,
}

enum Content {
    Bytes(Vec<u8>),
    /// A symbolic link and its target.
    Link(String),
    /// A Unix socket.
    Socket,
}

/// Returns the fixtures in `folder` and below, sorted, each with its name: the path relative to `folder` without
/// `.txt`.
pub fn fixtures(folder: &Path) -> Vec<(String, PathBuf)> {
    let mut found = Vec::new();
    gather(folder, "", &mut found);
    found.sort();
    assert!(!found.is_empty(), "there are no fixtures in {}", folder.display());
    found
}

fn gather(folder: &Path, above: &str, found: &mut Vec<(String, PathBuf)>) {
    for entry in fs::read_dir(folder).expect("the folder of fixtures can be read") {
        let path = entry.expect("the entry can be read").path();
        let name = path.file_name().expect("the path has a file name").to_string_lossy().into_owned();
        if path.is_dir() && name != "base" {
            gather(&path, &format!("{above}{name}/"), found);
        } else if let Some(stem) = name.strip_suffix(".txt") {
            found.push((format!("{above}{stem}"), path));
        }
    }
}

impl Fixture {
    /// Reads the fixture at `file` and those that it includes.
    pub fn read(file: &Path) -> Self {
        let text = fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        let mut fixture = Self { file: file.to_owned(), text: String::new(), entries: Vec::new(), expected: None };
        fixture.parse(&text).unwrap_or_else(|problem| panic!("{}: {problem}", file.display()));
        fixture.text = text;
        fixture
    }

    fn parse(&mut self, text: &str) -> Result<(), String> {
        let mut section: Option<(&str, usize)> = None;
        let mut at = 0;
        for line in text.split_inclusive('\n') {
            let start = at;
            at += line.len();
            let marker = line.trim_end().strip_prefix("-- ").and_then(|rest| rest.strip_suffix(" --"));
            match (marker, section) {
                (Some(marker), before) => {
                    if let Some((head, body)) = before {
                        self.section(head, &text[body..start])?;
                    }
                    section = Some((marker, at));
                }
                (None, None) => self.head(line.trim_end())?,
                (None, Some(_)) => {}
            }
            if marker == Some(EXPECTED) {
                self.expected = Some(at);
                return Ok(());
            }
        }
        let (head, body) = section.ok_or("there is no section")?;
        self.section(head, &text[body..])
    }

    /// Parses a line above the first section.
    fn head(&mut self, line: &str) -> Result<(), String> {
        if let Some(path) = line.strip_prefix("include ") {
            let base = Self::read(&self.file.with_file_name(path));
            base.entries.into_iter().for_each(|entry| self.put(entry));
        } else if !line.is_empty() && !line.starts_with('#') {
            return Err(format!("`{line}` precedes the first section, but is neither a comment nor an include"));
        }
        Ok(())
    }

    /// Parses an input file. `head` is its path and options, `body` its lines.
    fn section(&mut self, head: &str, body: &str) -> Result<(), String> {
        if let Some((path, target)) = head.split_once(" -> ") {
            self.put(Entry { path: path.to_owned(), content: Content::Link(target.to_owned()) });
            return Ok(());
        }
        if let Some(path) = head.strip_suffix(" is a socket") {
            self.put(Entry { path: path.to_owned(), content: Content::Socket });
            return Ok(());
        }
        let special = head.strip_suffix(')').and_then(|head| head.rsplit_once(" ("));
        let (path, options) = special.unwrap_or((head, ""));
        let mut bytes = body.as_bytes().to_vec();
        for option in options.split(", ").filter(|option| !option.is_empty()) {
            let changed = if option == "edited" { self.edited(path, body) } else { changed(bytes, option) };
            bytes = changed.map_err(|problem| format!("{path}: {problem}"))?;
        }
        self.put(Entry { path: path.to_owned(), content: Content::Bytes(bytes) });
        Ok(())
    }

    /// Returns the included file at `path` with these edits applied.
    fn edited(&self, path: &str, edits: &str) -> Result<Vec<u8>, String> {
        let included = self.entries.iter().find(|entry| entry.path == path).ok_or("no such file is included")?;
        let Content::Bytes(bytes) = &included.content else { return Err("a link cannot be edited".to_owned()) };
        let text = std::str::from_utf8(bytes).map_err(|error| error.to_string())?;
        let (mut edited, mut done) = (String::new(), 0);
        for edit in edits.split("@@\n") {
            let Edit { old, new } = Edit::parse(edit)?;
            let begins = |at: &usize| *at == 0 || text[..*at].ends_with('\n');
            let places: Vec<usize> = text.match_indices(&old).map(|(at, _)| at).filter(begins).collect();
            let [at] = places[..] else {
                return Err(format!("these lines occur {} times:\n{old}", places.len()));
            };
            edited += text.get(done..at).ok_or("edits must follow each other in the order of their lines")?;
            edited += &new;
            done = at + old.len();
        }
        Ok((edited + &text[done..]).into_bytes())
    }

    /// Adds a file, replacing an included one with the same path.
    fn put(&mut self, entry: Entry) {
        self.entries.retain(|other| other.path != entry.path);
        self.entries.push(entry);
    }

    /// Writes the input files below `dir`.
    pub fn lay(&self, dir: &Path) {
        for Entry { path, content } in &self.entries {
            let path = dir.join(path);
            fs::create_dir_all(path.parent().expect("the path has a parent")).expect("the folder can be created");
            match content {
                Content::Bytes(bytes) => fs::write(path, bytes).expect("the file can be written"),
                Content::Link(target) => link(target, &path),
                Content::Socket => socket(&path),
            }
        }
    }

    /// Returns the input of a fixture with a single input file.
    pub fn input(&self) -> &str {
        match &self.entries[..] {
            [Entry { content: Content::Bytes(bytes), .. }] => std::str::from_utf8(bytes).expect("the input is text"),
            _ => panic!("{}: the fixture must have exactly one input file", self.file.display()),
        }
    }

    /// Returns the expected result; empty in a new fixture.
    pub fn expected(&self) -> &str {
        self.expected.map_or("", |at| &self.text[at..])
    }

    /// Compares a result with the expected one. If `UPDATE_EXPECTED` is set in the environment, writes it into the
    /// fixture instead.
    ///
    /// # Errors
    ///
    /// Returns both texts if they differ.
    pub fn compare(&self, found: &str) -> Result<(), String> {
        match self.difference(found) {
            Some(_) if super::updates() => {
                self.rewrite(found);
                Ok(())
            }
            difference => difference.map_or(Ok(()), Err),
        }
    }

    /// Returns both texts if a result differs from the expected one.
    pub fn difference(&self, found: &str) -> Option<String> {
        let file = self.file.strip_prefix(super::repository()).unwrap_or(&self.file).display();
        let expected = self.expected();
        let text =
            || format!("{file} differs; UPDATE_EXPECTED=1 rewrites it\n--- expected\n{expected}--- found\n{found}");
        (found != expected).then(text)
    }

    /// Rewrites the fixture with another expected result.
    pub fn rewrite(&self, expected: &str) {
        let (input, marker) = match self.expected {
            Some(at) => (&self.text[..at], ""),
            None if self.text.ends_with('\n') => (&self.text[..], "-- expected --\n"),
            None => (&self.text[..], "\n-- expected --\n"),
        };
        fs::write(&self.file, format!("{input}{marker}{expected}")).expect("the fixture can be written");
    }
}

#[cfg(unix)]
fn link(target: &str, path: &Path) {
    std::os::unix::fs::symlink(target, path).expect("the link can be created");
}

#[cfg(not(unix))]
fn link(_: &str, path: &Path) {
    panic!("{}: a test with a symbolic link needs Unix", path.display());
}

/// Creates a socket, which stays when nothing listens to it any more.
#[cfg(unix)]
fn socket(path: &Path) {
    std::os::unix::net::UnixListener::bind(path).expect("the socket can be created");
}

#[cfg(not(unix))]
fn socket(path: &Path) {
    panic!("{}: a test with a socket needs Unix", path.display());
}

/// Lines of an included file, and their replacement.
struct Edit {
    old: String,
    new: String,
}

impl Edit {
    fn parse(edit: &str) -> Result<Self, String> {
        let (mut old, mut new) = (String::new(), String::new());
        for line in edit.lines() {
            let (sign, text) = line.split_at_checked(2).unwrap_or((line, ""));
            match sign.trim_end() {
                "-" => old += &format!("{text}\n"),
                "+" => new += &format!("{text}\n"),
                "" => [&mut old, &mut new].into_iter().for_each(|side| *side += &format!("{text}\n")),
                _ => return Err(format!("`{line}` begins neither with `- ` nor `+ ` nor two spaces")),
            }
        }
        if old.is_empty() { Err("an edit must keep or remove a line".to_owned()) } else { Ok(Self { old, new }) }
    }
}

/// Applies an option to the bytes of a file.
fn changed(mut bytes: Vec<u8>, option: &str) -> Result<Vec<u8>, String> {
    match option {
        "no newline at end" => drop(bytes.pop_if(|last| *last == b'\n')),
        "escaped" => bytes = unescaped(&bytes)?,
        "crlf" => bytes = String::from_utf8_lossy(&bytes).replace('\n', "\r\n").into_bytes(),
        "bom" => drop(bytes.splice(..0, *b"\xef\xbb\xbf")),
        _ => {
            let length = option.strip_prefix("padded to ").and_then(|rest| rest.strip_suffix(" bytes"));
            let length = length.and_then(|length| length.parse().ok()).ok_or(format!("`{option}` is not an option"))?;
            assert!(bytes.len() < length, "the file is already that long");
            bytes.resize(length, 0);
        }
    }
    Ok(bytes)
}

/// Resolves the escapes `\xE9`, `\r` and `\\`.
fn unescaped(text: &[u8]) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    let mut rest = text;
    while let [first, after @ ..] = rest {
        rest = after;
        if *first != b'\\' {
            bytes.push(*first);
            continue;
        }
        let (byte, length) = match after {
            [b'\\', ..] => (b'\\', 1),
            [b'r', ..] => (b'\r', 1),
            [b'x', high, low, ..] => {
                let digits = [*high, *low].map(char::from).iter().collect::<String>();
                (u8::from_str_radix(&digits, 16).map_err(|_| format!("`\\x{digits}` is not a byte"))?, 3)
            }
            _ => return Err("after `\\` must come `\\`, `r`, or `x` with two digits".to_owned()),
        };
        bytes.push(byte);
        rest = &after[length..];
    }
    Ok(bytes)
}

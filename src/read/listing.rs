//! Lists the files in a site's folder and classifies them by path and name, without opening them. The only module that
//! uses walkdir.

use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use super::ReadError;
use crate::diagnostic::{Code, Diagnostic};
use crate::layout::{self, Stray};
use crate::source::{FileId, Span};

/// A file found on disk, before it is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    /// The path relative to the site's folder, with `/`.
    pub path: String,
    pub from: PathBuf,
    pub kind: EntryKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum EntryKind {
    Text,
    Asset,
    /// A file below `content/` that, judging by its name, may have been meant as something that Casebook reads. It is
    /// copied like any other file.
    Doubtful,
    /// A file beside `content/` that was probably meant as something that Casebook reads.
    Beside,
    /// A non-text file of a theme outside the folder for such files.
    Misplaced,
    Link,
    /// Neither a file nor a folder, and what it is: reading from it might never end.
    Special(&'static str),
    NameNotText,
    /// A name that contains a backslash, which only some systems tell from a folder.
    Backslash,
}

impl Entry {
    pub fn is_asset(&self) -> bool {
        matches!(self.kind, EntryKind::Asset | EntryKind::Doubtful) && self.path.starts_with("content/")
    }
}

impl EntryKind {
    /// Returns true if the file itself is not read as a text, but findings may refer to it.
    pub fn is_strange(self) -> bool {
        !matches!(self, Self::Text | Self::Asset)
    }

    /// Returns true if there is nothing to read at the path.
    pub fn is_no_file(self) -> bool {
        matches!(self, Self::Link | Self::Special(_))
    }

    pub fn is_left_out(self) -> bool {
        matches!(self, Self::Link | Self::Special(_) | Self::NameNotText | Self::Backslash | Self::Beside)
    }

    /// The finding about the name or the nature of the file at `path`.
    pub fn diagnostic(self, file: FileId, path: &str) -> Option<Diagnostic> {
        let span = Span::start_of(file);
        match self {
            Self::Text | Self::Asset | Self::Doubtful | Self::Beside | Self::Misplaced => None,
            Self::Link => {
                let message = format!("`{path}` is a symbolic link, so it is left out");
                let found = Diagnostic::new(Code::SymbolicLink, span, message);
                Some(found.help("put the file or folder itself here"))
            }
            Self::Special(what) => {
                let message = format!("`{path}` is {what}, not a file, and is left out");
                Some(Diagnostic::new(Code::SpecialFile, span, message).help("remove it from this folder"))
            }
            Self::Backslash => {
                let name = layout::name(path);
                let message = format!("the name `{name}` contains a backslash, which Windows reads as a folder");
                let help = "rename the file, or put it into a folder; until then it is left out";
                Some(Diagnostic::new(Code::ImpossibleName, span, message).help(help))
            }
            Self::NameNotText => {
                let message = "the name of this file has letters that are not UTF-8";
                Some(
                    Diagnostic::new(Code::NotUtf8, span, message)
                        .help("rename it with plain letters, digits and hyphens"),
                )
            }
        }
    }
}

/// All files below `content/` and `themes/`, and `casebook.yaml`, sorted by name.
pub(super) fn list(dir: &Path) -> Result<Vec<Entry>, ReadError> {
    let mut entries = Vec::new();
    if let Some(from) = settings_file(dir) {
        let path = from.file_name().unwrap_or_default().to_string_lossy().into_owned();
        entries.push(Entry { path, from, kind: EntryKind::Text });
    }
    entries.extend(strays_beside(dir));
    for top in layout::READ {
        let root = dir.join(top);
        if !root.is_dir() {
            continue;
        }
        for entry in WalkDir::new(&root).sort_by_file_name().into_iter().filter_entry(visible) {
            match entry {
                Ok(entry) if entry.file_type().is_dir() => {}
                Ok(entry) => entries.push(classify(dir, top, &entry)),
                // A file or folder that has disappeared since its parent was listed is ignored.
                Err(error) if is_gone(&error) => {}
                Err(error) => return Err(walk_error(&root, error)),
            }
        }
    }
    Ok(entries)
}

/// The files in the site's folder itself that were probably meant as something that Casebook reads, sorted by name. A
/// page is recognised by its front matter too, because a repository may keep any Markdown there.
fn strays_beside(dir: &Path) -> Vec<Entry> {
    let Ok(found) = std::fs::read_dir(dir) else { return Vec::new() };
    let files = found.filter_map(Result::ok).filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_file()));
    let mut entries: Vec<Entry> = files
        .filter_map(|entry| {
            let path = entry.file_name().into_string().ok().filter(|name| is_visible(name))?;
            layout::stray(&path).filter(|&stray| stray != Stray::Beside || begins_like_a_page(&entry.path()))?;
            Some(Entry { path, from: entry.path(), kind: EntryKind::Beside })
        })
        .collect();
    for folder in layout::BESIDE {
        entries.extend(pages_in(dir, folder));
    }
    entries.sort_by(|a, b| a.path.cmp(&b.path));
    entries
}

/// The pages in a folder beside `content/` that has the name of one inside it.
fn pages_in(dir: &Path, folder: &str) -> Vec<Entry> {
    let Ok(found) = std::fs::read_dir(dir.join(folder)) else { return Vec::new() };
    let files = found.filter_map(Result::ok).filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_file()));
    let pages = files.filter_map(|entry| {
        let name = entry.file_name().into_string().ok().filter(|name| is_visible(name) && layout::is_page(name))?;
        let is_page = begins_like_a_page(&entry.path());
        is_page.then(|| Entry { path: format!("{folder}/{name}"), from: entry.path(), kind: EntryKind::Beside })
    });
    pages.collect()
}

/// Returns true if the first line of the file opens front matter.
fn begins_like_a_page(path: &Path) -> bool {
    let mut start = Vec::new();
    let read = std::fs::File::open(path).and_then(|file| file.take(8).read_to_end(&mut start));
    let start = start.strip_prefix("\u{feff}".as_bytes()).unwrap_or(&start);
    read.is_ok() && (start.starts_with(b"---\n") || start.starts_with(b"---\r"))
}

/// The path of the site's settings: `casebook.yaml`, or else the first file whose name differs only in case. Some file
/// systems ignore case, and a site must be the same on all of them.
#[must_use]
pub fn settings_file(dir: &Path) -> Option<PathBuf> {
    let plain = dir.join(layout::SETTINGS);
    if plain.is_file() {
        return Some(plain);
    }
    let names = std::fs::read_dir(dir).ok()?.filter_map(|entry| Some(entry.ok()?.file_name()));
    let alike = names.filter(|name| name.to_str().is_some_and(layout::is_settings)).map(|name| dir.join(name));
    alike.filter(|path| path.is_file()).min()
}

/// Skips hidden files and the temporary files of editors and file managers.
fn visible(entry: &DirEntry) -> bool {
    entry.depth() == 0 || is_visible(&entry.file_name().to_string_lossy())
}

/// Returns true if a file or folder with this name can be content.
pub(super) fn is_visible(name: &str) -> bool {
    let left_behind = name.ends_with('~') || matches!(name, "Thumbs.db" | "desktop.ini");
    // Word keeps `~$fund rules.docx` and `~WRL0001.tmp` beside a document while it is open.
    let of_word = name.starts_with("~$") || (name.starts_with('~') && name.ends_with(".tmp"));
    !(name.starts_with('.') || left_behind || of_word)
}

fn classify(dir: &Path, top: &str, entry: &DirEntry) -> Entry {
    let relative = entry.path().strip_prefix(dir).unwrap_or(entry.path());
    let path = relative.to_string_lossy();
    let path = if cfg!(windows) { path.replace('\\', "/") } else { path.into_owned() };
    let extension = relative.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
    let text = match top {
        layout::CONTENT => layout::content_page(&path).is_some() || layout::is_glossary(&path),
        _ => matches!(extension, "html" | "xml" | "txt" | "css" | "js" | "yaml" | "yml" | "svg" | "json"),
    };
    let kind = if relative.to_str().is_none() {
        EntryKind::NameNotText
    } else if path.contains('\\') {
        EntryKind::Backslash
    } else if entry.file_type().is_symlink() {
        EntryKind::Link
    } else if !entry.file_type().is_file() {
        EntryKind::Special(special(entry))
    } else if text {
        EntryKind::Text
    } else if top == layout::CONTENT && layout::stray(&path).is_some() {
        EntryKind::Doubtful
    } else if top == layout::THEMES && path.split('/').nth(2) != Some("assets") {
        EntryKind::Misplaced
    } else {
        EntryKind::Asset
    };
    Entry { path, from: entry.path().to_owned(), kind }
}

/// Describes an entry that is neither a file, a folder nor a link.
#[cfg(unix)]
fn special(entry: &DirEntry) -> &'static str {
    use std::os::unix::fs::FileTypeExt as _;
    let kind = entry.file_type();
    match kind {
        _ if kind.is_fifo() => "a named pipe",
        _ if kind.is_socket() => "a socket",
        _ => "a device",
    }
}

#[cfg(not(unix))]
fn special(_: &DirEntry) -> &'static str {
    "a device"
}

fn is_gone(error: &walkdir::Error) -> bool {
    error.io_error().is_some_and(|error| error.kind() == io::ErrorKind::NotFound)
}

fn walk_error(root: &Path, error: walkdir::Error) -> ReadError {
    let path = error.path().unwrap_or(root).to_owned();
    let source = error.into_io_error().unwrap_or_else(|| io::Error::other("a folder contains itself"));
    ReadError::Io { path, source }
}

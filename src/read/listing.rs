//! Lists the files in a site's folder and classifies them by path and name, without opening them. The only module that
//! uses walkdir.

use std::io;
use std::path::{Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use super::ReadError;
use crate::diagnostic::{Code, Diagnostic};
use crate::layout;
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
    /// A file below `content/` that, judging by its name, was meant to be a page. It is copied like any other file.
    NoPage,
    /// A non-text file of a theme outside the folder for such files.
    Misplaced,
    Link,
    NameNotText,
    /// A name that contains a backslash, which only some systems tell from a folder.
    Backslash,
}

impl Entry {
    pub fn is_asset(&self) -> bool {
        matches!(self.kind, EntryKind::Asset | EntryKind::NoPage) && self.path.starts_with("content/")
    }
}

impl EntryKind {
    pub fn is_strange(self) -> bool {
        matches!(self, Self::NoPage | Self::Misplaced | Self::Link | Self::NameNotText | Self::Backslash)
    }

    pub fn is_left_out(self) -> bool {
        matches!(self, Self::Link | Self::NameNotText | Self::Backslash)
    }

    pub fn diagnostic(self, file: FileId, path: &str) -> Option<Diagnostic> {
        let span = Span::start_of(file);
        if self == Self::Misplaced {
            return None;
        }
        if self == Self::NoPage {
            let name = path.rsplit('/').next().unwrap_or(path);
            let right = name.split_at(name.to_ascii_lowercase().find(".m").unwrap_or(name.len())).0;
            let found = Diagnostic::new(Code::NotAPage, span, format!("`{name}` is no page: pages end in `.md`"));
            return Some(found.help(format!("rename it as `{right}.md`, with nothing behind")));
        }
        if self == Self::Link {
            let message = format!("`{path}` is a link to another place and is left out");
            let found = Diagnostic::new(Code::SymbolicLink, span, message);
            return Some(found.help("put the file or folder itself here"));
        }
        if self == Self::Backslash {
            let name = layout::name(path);
            let message = format!("the name `{name}` contains a backslash, which Windows reads as a folder");
            let help = "rename the file, or put it into a folder; until then it is left out";
            return Some(Diagnostic::new(Code::ImpossibleName, span, message).help(help));
        }
        let message = "the name of this file has letters that are not UTF-8";
        Some(Diagnostic::new(Code::NotUtf8, span, message).help("rename it with plain letters, digits and hyphens"))
    }
}

/// All files below `content/` and `themes/`, and `casebook.yaml`, sorted by name.
pub(super) fn list(dir: &Path) -> Result<Vec<Entry>, ReadError> {
    let mut entries = Vec::new();
    if let Some(from) = settings_file(dir) {
        let path = from.file_name().unwrap_or_default().to_string_lossy().into_owned();
        entries.push(Entry { path, from, kind: EntryKind::Text });
    }
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
    !(name.starts_with('.') || left_behind)
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
    } else if text {
        EntryKind::Text
    } else if top == layout::CONTENT && is_near_page(&path) {
        EntryKind::NoPage
    } else if top == layout::THEMES && path.split('/').nth(2) != Some("assets") {
        EntryKind::Misplaced
    } else {
        EntryKind::Asset
    };
    Entry { path, from: entry.path().to_owned(), kind }
}

/// Returns true if a file was probably meant to be a page but has a different extension: `the-seam.md.txt`,
/// `the-seam.markdown`.
fn is_near_page(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path).to_ascii_lowercase();
    name.contains(".md.") || [".markdown", ".mdown", ".mkd", ".mdx"].iter().any(|ending| name.ends_with(ending))
}

fn is_gone(error: &walkdir::Error) -> bool {
    error.io_error().is_some_and(|error| error.kind() == io::ErrorKind::NotFound)
}

fn walk_error(root: &Path, error: walkdir::Error) -> ReadError {
    let path = error.path().unwrap_or(root).to_owned();
    let source = error.into_io_error().unwrap_or_else(|| io::Error::other("a folder contains itself"));
    ReadError::Io { path, source }
}

//! Disk → memory: the texts of a site, its other files with their sizes and hashes, and its theme.
//!
//! The first stage, and the last before the leaves that touches the disk. The only user of walkdir. Understands no
//! file but `casebook.yaml`, whose place is known.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::{fs, io};

use rayon::prelude::*;
use sha2::{Digest, Sha256};
use walkdir::{DirEntry, WalkDir};

use crate::config::{self, Config};
use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::source::{FileId, SourceFile, SourceMap, Span};

mod default_theme {
    include!(concat!(env!("OUT_DIR"), "/default_theme.rs"));
}

/// A text file longer than this is refused: no page of training is, and a slip such as a renamed video would
/// otherwise be read as Markdown.
const LONGEST_TEXT: u64 = 8 << 20;

/// Everything that a build starts from.
#[derive(Debug)]
pub struct Inputs {
    /// All texts: `casebook.yaml`, `content/**/*.md`, `content/glossary.yaml`, the theme's text files.
    pub sources: SourceMap,
    /// The settings, with a default for each that is not given.
    pub config: Config,
    /// The paths of the texts that could not be read: they are in `sources`, empty, so that findings have a place.
    pub unread: BTreeSet<String>,
    /// All other files below `content/`, in path order.
    pub assets: Vec<Asset>,
    /// The files of the theme in use, in path order: the built-in ones, the site's own in their place.
    pub theme: Vec<ThemeFile>,
}

impl Inputs {
    /// A hash of every byte that was read, and of `about`.
    #[must_use]
    pub fn fingerprint(&self, about: &str) -> [u8; 32] {
        let files: Vec<(FileId, &SourceFile)> = self.sources.iter().collect();
        let hashes: Vec<[u8; 32]> = files.par_iter().map(|(_, file)| Sha256::digest(file.text()).into()).collect();
        let mut all = Sha256::new();
        all.update(about);
        for ((_, file), hash) in files.iter().zip(&hashes) {
            all.update(file.path());
            all.update([0]);
            all.update(hash);
        }
        for asset in &self.assets {
            all.update(&asset.path);
            all.update([0]);
            all.update(asset.sha256);
        }
        for file in &self.theme {
            all.update(&file.path);
            all.update([0]);
            all.update(Sha256::digest(&file.bytes));
        }
        all.finalize().into()
    }
}

/// A file below `content/` that is not text of ours: an image, a film, a form to print.
#[derive(Clone, Debug)]
pub struct Asset {
    /// Path relative to `content/`, with `/`.
    pub path: String,
    /// Where it lies.
    pub from: PathBuf,
    /// Length in bytes.
    pub len: u64,
    /// SHA-256 of its bytes.
    pub sha256: [u8; 32],
    /// Width and height in pixels, where it is an image that tells them.
    pub dimensions: Option<(usize, usize)>,
}

/// A file of the theme.
#[derive(Clone, Debug)]
pub struct ThemeFile {
    /// Path inside the theme, with `/`: `templates/case.html`.
    pub path: String,
    /// Its bytes.
    pub bytes: Cow<'static, [u8]>,
    /// Whether the built-in theme has a file at this path.
    pub built_in: bool,
    /// The text as a source, for findings in the site's own files.
    pub file: Option<FileId>,
}

/// Why reading could not go on. Mistakes in the files are diagnostics instead.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// There is no site here.
    #[error(
        "no `content` folder in {}\n  help: go to the folder of your site, or name it: `casebook build path/to/site`",
        .0.display()
    )]
    NoContent(PathBuf),
    /// The disk refused.
    #[error("cannot read {}: {source}", path.display())]
    Io {
        /// What was read.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

/// Reads the site in `dir`.
///
/// # Errors
/// When there is no `content` folder, or the disk refuses.
pub fn read(dir: &Path) -> Result<(Inputs, Vec<Diagnostic>), ReadError> {
    if !dir.join("content").is_dir() {
        return Err(ReadError::NoContent(dir.to_owned()));
    }
    let mut found = Vec::new();
    let entries = list(dir)?;
    let texts = entries.par_iter().filter(|entry| entry.kind == EntryKind::Text);
    let texts: Vec<Text> = texts.map(read_text).collect::<Result<_, _>>()?;
    let assets = entries.par_iter().filter(|entry| entry.is_asset());
    let assets = assets.map(read_asset).collect::<Result<_, _>>()?;
    let strange: Vec<&Entry> = entries.iter().filter(|entry| entry.kind.is_strange()).collect();
    let unread = texts.iter().filter(|text| text.is_unread()).map(|text| text.file.path().to_owned());
    let unread =
        unread.chain(strange.iter().filter(|entry| entry.kind.is_left_out()).map(|entry| entry.path.clone())).collect();
    let troubles: Vec<(String, Trouble)> =
        texts.iter().filter_map(|text| Some((text.file.path().to_owned(), text.trouble?))).collect();
    let mut files: Vec<SourceFile> = texts.into_iter().map(|text| text.file).collect();
    files.extend(strange.iter().map(|entry| SourceFile::new(entry.path.clone(), String::new())));
    let sources = SourceMap::new(files);
    found.extend(troubles.iter().filter_map(|(path, trouble)| Some(trouble.diagnostic(sources.find(path)?))));
    found.extend(strange.iter().filter_map(|entry| entry.kind.diagnostic(sources.find(&entry.path)?, &entry.path)));
    let config = match sources.find("casebook.yaml") {
        Some(file) => {
            let (config, mistakes) = config::read(file, sources.file(file).text());
            found.extend(mistakes);
            config
        }
        None => Config::default(),
    };
    let theme = theme(dir, &entries, (&sources, &config), &mut found)?;
    Ok((Inputs { sources, config, unread, assets, theme }, found))
}

/// What was found on disk, before it is read.
#[derive(Debug)]
struct Entry {
    /// Relative to the site's folder, with `/`.
    path: String,
    from: PathBuf,
    kind: EntryKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum EntryKind {
    Text,
    Asset,
    /// A file below `content/` that was meant to be a page, by its name; it is copied like any other.
    NoPage,
    /// A file of a theme that is no text, in a place where no such file is looked for.
    Misplaced,
    Link,
    NameNotText,
}

impl Entry {
    fn is_asset(&self) -> bool {
        matches!(self.kind, EntryKind::Asset | EntryKind::NoPage) && self.path.starts_with("content/")
    }
}

impl EntryKind {
    fn is_strange(self) -> bool {
        matches!(self, Self::NoPage | Self::Misplaced | Self::Link | Self::NameNotText)
    }

    fn is_left_out(self) -> bool {
        matches!(self, Self::Link | Self::NameNotText)
    }

    fn diagnostic(self, file: FileId, path: &str) -> Option<Diagnostic> {
        let span = Span::start_of(file);
        if self == Self::Misplaced {
            return None;
        }
        if self == Self::NoPage {
            let name = path.rsplit('/').next().unwrap_or(path);
            let right = name.to_lowercase().find(".m").map_or(name, |at| &name[..at]);
            let found = Diagnostic::new(Code::NotAPage, span, format!("`{name}` is no page: pages end in `.md`"));
            return Some(found.help(format!("rename it as `{right}.md`, with nothing behind")));
        }
        if self == Self::Link {
            let message = format!("`{path}` is a link to another place and is left out");
            let found = Diagnostic::new(Code::SymbolicLink, span, message);
            return Some(found.help("put the file or folder itself here"));
        }
        let message = "the name of this file has letters that are not UTF-8";
        Some(Diagnostic::new(Code::NotUtf8, span, message).help("rename it with plain letters, digits and hyphens"))
    }
}

/// Everything below `content/` and `themes/`, and `casebook.yaml`, sorted by name.
fn list(dir: &Path) -> Result<Vec<Entry>, ReadError> {
    let mut entries = Vec::new();
    let settings = dir.join("casebook.yaml");
    if settings.is_file() {
        entries.push(Entry { path: "casebook.yaml".into(), from: settings, kind: EntryKind::Text });
    }
    for top in ["content", "themes"] {
        let root = dir.join(top);
        if !root.is_dir() {
            continue;
        }
        for entry in WalkDir::new(&root).sort_by_file_name().into_iter().filter_entry(visible) {
            let entry = entry.map_err(|error| walk_error(&root, error))?;
            if !entry.file_type().is_dir() {
                entries.push(classify(dir, top, &entry));
            }
        }
    }
    Ok(entries)
}

/// Hidden files and what editors leave behind are nobody's content.
fn visible(entry: &DirEntry) -> bool {
    let name = entry.file_name().to_string_lossy();
    let left_behind = name.ends_with('~') || matches!(&*name, "Thumbs.db" | "desktop.ini");
    entry.depth() == 0 || !(name.starts_with('.') || left_behind)
}

fn classify(dir: &Path, top: &str, entry: &DirEntry) -> Entry {
    let relative = entry.path().strip_prefix(dir).unwrap_or(entry.path());
    let path = relative.to_string_lossy().replace('\\', "/");
    let extension = relative.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
    let text = match top {
        "content" => extension.eq_ignore_ascii_case("md") || path == "content/glossary.yaml",
        _ => matches!(extension, "html" | "xml" | "txt" | "css" | "js" | "yaml" | "yml" | "svg" | "json"),
    };
    let kind = match text {
        _ if relative.to_str().is_none() => EntryKind::NameNotText,
        _ if entry.file_type().is_symlink() => EntryKind::Link,
        true => EntryKind::Text,
        false if top == "content" && is_near_page(&path) => EntryKind::NoPage,
        false if top == "themes" && path.split('/').nth(2) != Some("assets") => EntryKind::Misplaced,
        false => EntryKind::Asset,
    };
    Entry { path, from: entry.path().to_owned(), kind }
}

/// Whether a file was meant to be a page and has another ending: `the-seam.md.txt`, `the-seam.markdown`.
fn is_near_page(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path).to_lowercase();
    name.contains(".md.") || [".markdown", ".mdown", ".mkd", ".mdx"].iter().any(|ending| name.ends_with(ending))
}

struct Text {
    file: SourceFile,
    trouble: Option<Trouble>,
}

impl Text {
    fn is_unread(&self) -> bool {
        matches!(self.trouble, Some(Trouble::TooLong | Trouble::Utf16))
    }
}

#[derive(Clone, Copy)]
enum Trouble {
    TooLong,
    Utf16,
    NotUtf8 { at: usize },
}

impl Trouble {
    fn diagnostic(self, file: FileId) -> Diagnostic {
        match self {
            Self::TooLong => Diagnostic::new(
                Code::FileTooLong,
                Span::start_of(file),
                "this file is longer than 8 MB and was not read",
            )
            .help("split the page, or give the file an ending other than `.md` if it is no page"),
            Self::Utf16 => {
                Diagnostic::new(Code::NotUtf8, Span::start_of(file), "this file is saved as UTF-16, not as UTF-8")
                    .help("choose `Save as` in your editor and the encoding `UTF-8`")
            }
            Self::NotUtf8 { at } => Diagnostic::new(
                Code::NotUtf8,
                Span::new(file, at..at + char::REPLACEMENT_CHARACTER.len_utf8()),
                "this file is not saved as UTF-8",
            )
            .because("this character cannot be read")
            .help("choose `Save as` in your editor and the encoding `UTF-8`"),
        }
    }
}

fn read_text(entry: &Entry) -> Result<Text, ReadError> {
    let len = fs::metadata(&entry.from).map_err(|source| io_error(&entry.from, source))?.len();
    if len > LONGEST_TEXT {
        let file = SourceFile::new(entry.path.clone(), String::new());
        return Ok(Text { file, trouble: Some(Trouble::TooLong) });
    }
    let bytes = fs::read(&entry.from).map_err(|source| io_error(&entry.from, source))?;
    let (text, trouble) = decode(bytes);
    Ok(Text { file: SourceFile::new(entry.path.clone(), text), trouble })
}

/// The text of a file, with what cannot be read replaced, so that its other mistakes are found in the same run.
fn decode(bytes: Vec<u8>) -> (String, Option<Trouble>) {
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return (String::new(), Some(Trouble::Utf16));
    }
    match String::from_utf8(bytes) {
        Ok(text) => (text, None),
        Err(error) => {
            let bom = if error.as_bytes().starts_with("\u{feff}".as_bytes()) { 3 } else { 0 };
            let at = error.utf8_error().valid_up_to().saturating_sub(bom);
            (String::from_utf8_lossy(error.as_bytes()).into_owned(), Some(Trouble::NotUtf8 { at }))
        }
    }
}

fn read_asset(entry: &Entry) -> Result<Asset, ReadError> {
    let failed = |source| io_error(&entry.from, source);
    let mut file = fs::File::open(&entry.from).map_err(failed)?;
    let mut hash = Sha256::new();
    let len = io::copy(&mut file, &mut hash).map_err(failed)?;
    let dimensions = imagesize::size(&entry.from).ok().map(|size| (size.width, size.height));
    let path = entry.path.strip_prefix("content/").unwrap_or(&entry.path).to_owned();
    Ok(Asset { path, from: entry.from.clone(), len, sha256: hash.finalize().into(), dimensions })
}

/// The built-in theme with the site's own files in the places of the built-in ones.
fn theme(
    dir: &Path,
    entries: &[Entry],
    (sources, config): (&SourceMap, &Config),
    found: &mut Vec<Diagnostic>,
) -> Result<Vec<ThemeFile>, ReadError> {
    let name = config.theme.as_str();
    let own = format!("themes/{name}/");
    let mut files: Vec<ThemeFile> = default_theme::FILES
        .iter()
        .map(|&(path, bytes)| ThemeFile {
            path: path.to_owned(),
            bytes: Cow::Borrowed(bytes),
            built_in: true,
            file: None,
        })
        .collect();
    let folder = dir.join("themes").join(name);
    if name != "default" && !folder.is_dir() {
        found.extend(config.theme_span.map(|span| unknown_theme(name, span, entries)));
    }
    for entry in entries.iter().filter(|entry| entry.path.starts_with(&own)) {
        let path = entry.path[own.len()..].to_owned();
        let bytes = Cow::Owned(fs::read(&entry.from).map_err(|source| io_error(&entry.from, source))?);
        let file = ThemeFile { path, bytes, built_in: false, file: sources.find(&entry.path) };
        match files.binary_search_by(|known| known.path.as_str().cmp(&file.path)) {
            // Words lie over the built-in ones: a site writes only those that it wants to be different.
            Ok(at) if file.path.starts_with("i18n/") => files.insert(at + 1, ThemeFile { built_in: true, ..file }),
            Ok(at) => files[at] = ThemeFile { built_in: true, ..file },
            Err(at) => files.insert(at, file),
        }
    }
    Ok(files)
}

fn unknown_theme(name: &str, span: Span, entries: &[Entry]) -> Diagnostic {
    let themes: Vec<&str> =
        entries.iter().filter_map(|entry| entry.path.strip_prefix("themes/")?.split('/').next()).collect();
    let found = Diagnostic::new(Code::UnknownTheme, span, format!("there is no folder `themes/{name}`"));
    match nearest(name, themes.into_iter().chain(["default"])) {
        Some(near) => found.because(format!("did you mean `{near}`?")).suggest(format!("write `{near}`"), span, near),
        None => {
            found.help(format!("make the folder `themes/{name}` with the files that you change, or write `default`"))
        }
    }
}

fn io_error(path: &Path, source: io::Error) -> ReadError {
    ReadError::Io { path: path.to_owned(), source }
}

fn walk_error(root: &Path, error: walkdir::Error) -> ReadError {
    let path = error.path().unwrap_or(root).to_owned();
    let source = error.into_io_error().unwrap_or_else(|| io::Error::other("a folder contains itself"));
    ReadError::Io { path, source }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_of_the_built_in_theme_are_found_by_their_paths() {
        assert!(default_theme::FILES.is_sorted_by_key(|(path, _)| *path), "a site's own file is looked up among them");
    }

    #[test]
    fn what_cannot_be_read_is_replaced_and_placed() {
        let (text, trouble) = decode(b"\xef\xbb\xbfcaf\xe9!".to_vec());
        assert_eq!(text, "\u{feff}caf\u{fffd}!");
        assert!(matches!(trouble, Some(Trouble::NotUtf8 { at: 3 })));
        assert!(matches!(decode(vec![0xff, 0xfe, b'a', 0]).1, Some(Trouble::Utf16)));
    }
}

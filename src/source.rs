//! Source files and positions in them, which all later stages use to refer to text.
//!
//! The start of the pipeline; independent of YAML, Markdown and the site.

use std::ops::Range;
use std::sync::{Arc, OnceLock};

use crate::layout;
use crate::text::{Slice, saturating_u32};

/// The number of a file in its [`SourceMap`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub u32);

/// A byte range of one source file, on character boundaries. Files are sorted by path, so spans sort by file and
/// position.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The file that contains the range.
    pub file: FileId,
    /// First byte.
    pub start: u32,
    /// The byte after the last one; equal to `start` for an empty span.
    pub end: u32,
}

impl Span {
    /// Creates a span of `range` in `file`. Offsets beyond 4 GiB are clamped; `read` refuses such files.
    #[must_use]
    pub fn new(file: FileId, range: Range<usize>) -> Self {
        Self { file, start: saturating_u32(range.start), end: saturating_u32(range.end) }
    }

    /// The bytes as a range of the file's text.
    #[must_use]
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// An empty span at the beginning of `file`, for diagnostics that have no better position.
    #[must_use]
    pub fn start_of(file: FileId) -> Self {
        Self { file, start: 0, end: 0 }
    }
}

/// A position as shown to people: line and column, counted from 1. Columns are Unicode scalar values; a tab counts as
/// one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// Line, from 1.
    pub line: usize,
    /// Column, from 1.
    pub column: usize,
}

/// The size of the blocks, in bytes, for which the number of preceding characters is cached. A column in a longer line
/// is computed from these sums instead of counting from the start of the line.
const BLOCK: usize = 128;

/// A text file as read, without a byte order mark.
#[derive(Debug)]
pub struct SourceFile {
    path: String,
    text: String,
    lines: OnceLock<Vec<u32>>,
    /// The number of characters that begin before each block of [`BLOCK`] bytes.
    blocks: OnceLock<Vec<u32>>,
}

impl SourceFile {
    /// Creates a file at `path` (relative to the site's folder, with `/`). A leading byte order mark is dropped, so
    /// that it is neither text nor a column.
    #[must_use]
    pub fn new(path: impl Into<String>, mut text: String) -> Self {
        if text.starts_with('\u{feff}') {
            text.drain(..'\u{feff}'.len_utf8());
        }
        Self { path: path.into(), text, lines: OnceLock::new(), blocks: OnceLock::new() }
    }

    /// The path relative to the site's folder, with `/`.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The whole text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The position of byte `at`. A byte inside a character counts as its start, a byte after the end as the end.
    #[must_use]
    pub fn place(&self, at: u32) -> Place {
        let lines = self.line_starts();
        let line = lines.partition_point(|&start| start <= at).saturating_sub(1);
        let start = lines[line] as usize;
        let end = self.text.floor_char_boundary(at as usize).max(start);
        let before = if end - start > BLOCK {
            self.characters_before(end) - self.characters_before(start)
        } else {
            characters(self.text.slice(start..end).as_bytes())
        };
        Place { line: line + 1, column: before + 1 }
    }

    /// The text of line `number` (from 1) without its line ending; empty if there is no such line.
    #[must_use]
    pub fn line(&self, number: usize) -> &str {
        let lines = self.line_starts();
        let Some(&start) = number.checked_sub(1).and_then(|n| lines.get(n)) else { return "" };
        let end = lines.get(number).map_or(self.text.len(), |&next| next as usize);
        self.text.slice(start as usize..end).trim_end_matches(['\n', '\r'])
    }

    /// The byte at which line `number` (from 1) begins; the end of the text if there is no such line.
    #[must_use]
    pub fn line_start(&self, number: usize) -> usize {
        let lines = self.line_starts();
        number.checked_sub(1).and_then(|n| lines.get(n)).map_or(self.text.len(), |&start| start as usize)
    }

    /// The number of characters that begin before byte `at`.
    fn characters_before(&self, at: usize) -> usize {
        let bytes = self.text.as_bytes();
        let blocks = self.blocks.get_or_init(|| {
            let sums = bytes.chunks(BLOCK).scan(0, |before, block| {
                let begins = *before;
                *before += characters(block);
                Some(saturating_u32(begins))
            });
            sums.collect()
        });
        let block = (at / BLOCK).min(blocks.len().saturating_sub(1));
        blocks.get(block).map_or(0, |&before| before as usize) + characters(&bytes[block * BLOCK..at])
    }

    fn line_starts(&self) -> &[u32] {
        self.lines.get_or_init(|| {
            let after_newline =
                self.text.bytes().enumerate().filter(|&(_, byte)| byte == b'\n').map(|(at, _)| saturating_u32(at + 1));
            std::iter::once(0).chain(after_newline).collect()
        })
    }
}

/// The number of characters that begin in these bytes of UTF-8, which may be cut inside a character.
fn characters(bytes: &[u8]) -> usize {
    let goes_on = |byte: u8| byte & 0b1100_0000 == 0b1000_0000;
    bytes.iter().filter(|&&byte| !goes_on(byte)).count()
}

/// All text files of a site, in path order. A clone shares the files.
#[derive(Clone, Debug, Default)]
pub struct SourceMap {
    files: Vec<Arc<SourceFile>>,
}

impl SourceMap {
    /// Creates a map of `files`. They are sorted by path, so that ids do not depend on the order of reading.
    #[must_use]
    pub fn new(files: Vec<SourceFile>) -> Self {
        Self::from_shared(files.into_iter().map(Arc::new).collect())
    }

    /// Creates a map of shared files, sorted by path.
    #[must_use]
    pub fn from_shared(mut files: Vec<Arc<SourceFile>>) -> Self {
        files.sort_by(|a, b| a.path.cmp(&b.path));
        Self { files }
    }

    /// The file with number `id`, as a shared pointer.
    ///
    /// # Panics
    /// If `id` comes from another map.
    #[must_use]
    pub fn shared(&self, id: FileId) -> &Arc<SourceFile> {
        &self.files[id.0 as usize]
    }

    /// The file with number `id`.
    ///
    /// # Panics
    /// If `id` comes from another map.
    #[must_use]
    pub fn file(&self, id: FileId) -> &SourceFile {
        &self.files[id.0 as usize]
    }

    /// All files with their numbers, in path order.
    pub fn iter(&self) -> impl Iterator<Item = (FileId, &SourceFile)> {
        self.files.iter().enumerate().map(|(n, file)| (FileId(saturating_u32(n)), &**file))
    }

    /// The number of the file at `path`.
    #[must_use]
    pub fn find(&self, path: &str) -> Option<FileId> {
        self.files.binary_search_by(|file| file.path.as_str().cmp(path)).ok().map(|n| FileId(saturating_u32(n)))
    }

    /// The file with the site's settings.
    #[must_use]
    pub fn settings(&self) -> Option<FileId> {
        self.find_or_first(layout::SETTINGS, layout::is_settings)
    }

    /// The file with the glossary.
    #[must_use]
    pub fn glossary(&self) -> Option<FileId> {
        self.find_or_first(layout::GLOSSARY, layout::is_glossary)
    }

    /// The file at `path`, or else the first one for whose path `is_alike` returns true.
    fn find_or_first(&self, path: &str, is_alike: fn(&str) -> bool) -> Option<FileId> {
        self.find(path).or_else(|| self.iter().find(|(_, file)| is_alike(file.path())).map(|(id, _)| id))
    }

    /// The text that `span` covers. A span is made of offsets that a parser or a search found in the text of its file,
    /// so it is on character boundaries.
    #[must_use]
    pub fn text(&self, span: Span) -> &str {
        self.file(span.file).text.slice(span.range())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_count_characters_and_ignore_a_byte_order_mark() {
        let file = SourceFile::new("a.md", "\u{feff}für\r\n\tb".to_owned());
        assert_eq!(file.place(0), Place { line: 1, column: 1 });
        assert_eq!(file.place(3), Place { line: 1, column: 3 });
        assert_eq!(file.place(7), Place { line: 2, column: 2 });
        assert_eq!(file.place(99), Place { line: 2, column: 3 });
        assert_eq!((file.line(1), file.line(2), file.line(3)), ("für", "\tb", ""));
    }

    #[test]
    fn positions_in_long_lines_count_characters_too() {
        let text = format!("{}\n{}", "aü€😀".repeat(700), "😀€üa".repeat(900));
        let file = SourceFile::new("a.md", text.clone());
        let first = "aü€😀".len() * 700 + 1;
        for (number, (at, _)) in text.slice(first..).char_indices().enumerate() {
            assert_eq!(file.place(saturating_u32(first + at)), Place { line: 2, column: number + 1 });
        }
        assert_eq!(file.place(saturating_u32(first - 1)), Place { line: 1, column: 2801 });
        assert_eq!(file.place(saturating_u32(text.len())), Place { line: 2, column: 3601 });
    }

    #[test]
    fn files_are_found_by_path_in_any_order() {
        let map = SourceMap::new(vec![SourceFile::new("b", "2".into()), SourceFile::new("a", "1".into())]);
        let id = map.find("b").expect("the map contains `b`");
        assert_eq!(map.text(Span::new(id, 0..1)), "2");
        assert!(map.find("c").is_none());
    }
}

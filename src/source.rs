//! Source files and places in them: the vocabulary that every later stage points with.
//!
//! Stands at the start of the pipeline. Knows nothing of YAML, Markdown or the site.

use std::ops::Range;
use std::sync::{Arc, OnceLock};

use crate::layout;
use crate::text::Slice;

/// The number of a file in its [`SourceMap`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub u32);

/// A byte range on character borders of one source file. Files sort by path, so spans sort by place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The file that the range lies in.
    pub file: FileId,
    /// First byte.
    pub start: u32,
    /// The byte after the last one; equal to `start` for a mere point.
    pub end: u32,
}

impl Span {
    /// A span of `range` in `file`. A position beyond 4 GiB is cut there: `read` refuses such files.
    #[must_use]
    pub fn new(file: FileId, range: Range<usize>) -> Self {
        Self { file, start: offset(range.start), end: offset(range.end) }
    }

    /// The bytes as a range of the file's text.
    #[must_use]
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// A point at the beginning of `file`, for what has no better place.
    #[must_use]
    pub fn start_of(file: FileId) -> Self {
        Self { file, start: 0, end: 0 }
    }
}

fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

/// A place for people: line and column from 1, columns in Unicode scalar values, a tab is one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// Line, from 1.
    pub line: usize,
    /// Column, from 1.
    pub column: usize,
}

/// How many bytes of a line are counted through for each column. Of a longer line the rest is known from [`Blocks`].
const BLOCK: usize = 128;

/// One text file as it was read, without a byte order mark.
#[derive(Debug)]
pub struct SourceFile {
    path: String,
    text: String,
    lines: OnceLock<Vec<u32>>,
    /// How many characters begin before each block of [`BLOCK`] bytes.
    blocks: OnceLock<Vec<u32>>,
}

impl SourceFile {
    /// A file at `path` (relative to the site's folder, with `/`). A leading byte order mark is dropped, so
    /// that it counts neither as a column nor as part of the text.
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

    /// The place of byte `at`. Bytes inside a character count as its start, bytes after the end as the end.
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

    /// The text of line `number` (from 1) without its line end; empty where there is no such line.
    #[must_use]
    pub fn line(&self, number: usize) -> &str {
        let lines = self.line_starts();
        let Some(&start) = number.checked_sub(1).and_then(|n| lines.get(n)) else { return "" };
        let end = lines.get(number).map_or(self.text.len(), |&next| next as usize);
        self.text.slice(start as usize..end).trim_end_matches(['\n', '\r'])
    }

    /// The byte at which line `number` (from 1) begins; the end of the text where there is no such line.
    #[must_use]
    pub fn line_start(&self, number: usize) -> usize {
        let lines = self.line_starts();
        number.checked_sub(1).and_then(|n| lines.get(n)).map_or(self.text.len(), |&start| start as usize)
    }

    /// How many characters begin before byte `at`.
    fn characters_before(&self, at: usize) -> usize {
        let bytes = self.text.as_bytes();
        let blocks = self.blocks.get_or_init(|| {
            let sums = bytes.chunks(BLOCK).scan(0, |before, block| {
                let begins = *before;
                *before += characters(block);
                Some(offset(begins))
            });
            sums.collect()
        });
        let block = (at / BLOCK).min(blocks.len().saturating_sub(1));
        blocks.get(block).map_or(0, |&before| before as usize) + characters(&bytes[block * BLOCK..at])
    }

    fn line_starts(&self) -> &[u32] {
        self.lines.get_or_init(|| {
            let after_newline =
                self.text.bytes().enumerate().filter(|&(_, byte)| byte == b'\n').map(|(at, _)| offset(at + 1));
            std::iter::once(0).chain(after_newline).collect()
        })
    }
}

/// How many characters begin in these bytes of UTF-8, wherever the bytes were cut.
fn characters(bytes: &[u8]) -> usize {
    let goes_on = |byte: u8| byte & 0b1100_0000 == 0b1000_0000;
    bytes.iter().filter(|&&byte| !goes_on(byte)).count()
}

/// Every text file of a site, in path order. A copy shares the files.
#[derive(Clone, Debug, Default)]
pub struct SourceMap {
    files: Vec<Arc<SourceFile>>,
}

impl SourceMap {
    /// A map of `files`, sorted by path, so that ids do not depend on the order of reading.
    #[must_use]
    pub fn new(files: Vec<SourceFile>) -> Self {
        Self::from_shared(files.into_iter().map(Arc::new).collect())
    }

    /// The same of files that others hold too.
    #[must_use]
    pub fn from_shared(mut files: Vec<Arc<SourceFile>>) -> Self {
        files.sort_by(|a, b| a.path.cmp(&b.path));
        Self { files }
    }

    /// The file with number `id`, to be held.
    ///
    /// # Panics
    /// When `id` comes from another map.
    #[must_use]
    pub fn shared(&self, id: FileId) -> &Arc<SourceFile> {
        &self.files[id.0 as usize]
    }

    /// The file with number `id`.
    ///
    /// # Panics
    /// When `id` comes from another map.
    #[must_use]
    pub fn file(&self, id: FileId) -> &SourceFile {
        &self.files[id.0 as usize]
    }

    /// All files with their numbers, in path order.
    pub fn iter(&self) -> impl Iterator<Item = (FileId, &SourceFile)> {
        self.files.iter().enumerate().map(|(n, file)| (FileId(offset(n)), &**file))
    }

    /// The number of the file at `path`.
    #[must_use]
    pub fn find(&self, path: &str) -> Option<FileId> {
        self.files.binary_search_by(|file| file.path.as_str().cmp(path)).ok().map(|n| FileId(offset(n)))
    }

    /// The file of the site's settings.
    #[must_use]
    pub fn settings(&self) -> Option<FileId> {
        self.find_or_first(layout::SETTINGS, layout::is_settings)
    }

    /// The file of the glossary.
    #[must_use]
    pub fn glossary(&self) -> Option<FileId> {
        self.find_or_first(layout::GLOSSARY, layout::is_glossary)
    }

    /// The file at `path`, or else the first one whose path `is_alike`.
    fn find_or_first(&self, path: &str, is_alike: fn(&str) -> bool) -> Option<FileId> {
        self.find(path).or_else(|| self.iter().find(|(_, file)| is_alike(file.path())).map(|(id, _)| id))
    }

    /// The text that `span` covers. Spans are made of offsets that a parser or a search found in the text of their
    /// file, so they lie on character boundaries.
    #[must_use]
    pub fn text(&self, span: Span) -> &str {
        self.file(span.file).text.slice(span.range())
    }

    /// How many files there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Whether there is no file.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_count_characters_and_ignore_a_byte_order_mark() {
        let file = SourceFile::new("a.md", "\u{feff}für\r\n\tb".to_owned());
        assert_eq!(file.place(0), Place { line: 1, column: 1 });
        assert_eq!(file.place(3), Place { line: 1, column: 3 });
        assert_eq!(file.place(7), Place { line: 2, column: 2 });
        assert_eq!(file.place(99), Place { line: 2, column: 3 });
        assert_eq!((file.line(1), file.line(2), file.line(3)), ("für", "\tb", ""));
    }

    #[test]
    fn places_in_long_lines_count_characters_too() {
        let text = format!("{}\n{}", "aü€😀".repeat(700), "😀€üa".repeat(900));
        let file = SourceFile::new("a.md", text.clone());
        let first = "aü€😀".len() * 700 + 1;
        for (number, (at, _)) in text.slice(first..).char_indices().enumerate() {
            assert_eq!(file.place(offset(first + at)), Place { line: 2, column: number + 1 });
        }
        assert_eq!(file.place(offset(first - 1)), Place { line: 1, column: 2801 });
        assert_eq!(file.place(offset(text.len())), Place { line: 2, column: 3601 });
    }

    #[test]
    fn files_are_found_by_path_whatever_their_order() {
        let map = SourceMap::new(vec![SourceFile::new("b", "2".into()), SourceFile::new("a", "1".into())]);
        let id = map.find("b").expect("b is there");
        assert_eq!(map.text(Span::new(id, 0..1)), "2");
        assert!(map.find("c").is_none());
    }
}

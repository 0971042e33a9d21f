//! The published file as pieces: ranges of the source, new bytes, zeros. One reader applies them for every leaf, so
//! that no file is held in memory and no second copy of it is made.

use std::io::{self, Read, Seek, SeekFrom};
use std::ops::Range;
use std::sync::Arc;

/// The changes that make a published file from its source. A copy shares the pieces.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Edits {
    /// `None` where the file is published unchanged.
    recipe: Option<Arc<Recipe>>,
}

#[derive(Debug, PartialEq, Eq)]
struct Recipe {
    /// Length of the source that the ranges belong to.
    source_len: u64,
    /// Length of the published file.
    len: u64,
    /// Without empty ones.
    pieces: Vec<Piece>,
}

#[derive(Debug, PartialEq, Eq)]
struct Piece {
    /// Its range in the published file.
    range: Range<u64>,
    from: Origin,
}

#[derive(Debug, PartialEq, Eq)]
enum Origin {
    /// The bytes of the source from this offset on.
    Source(u64),
    Bytes(Vec<u8>),
    Zeros,
}

impl Edits {
    /// Returns true if the file is published unchanged.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.recipe.is_none()
    }

    /// A reader of the published file on top of one of its source.
    ///
    /// # Errors
    /// When the source does not have the length that it had when it was inspected, or cannot be read.
    pub fn apply<R: Read + Seek>(&self, mut source: R) -> io::Result<Edited<R>> {
        let here = match &self.recipe {
            None => 0,
            Some(recipe) => {
                if source.seek(SeekFrom::End(0))? != recipe.source_len {
                    return Err(io::Error::new(io::ErrorKind::InvalidData, "the file was changed while it was read"));
                }
                recipe.source_len
            }
        };
        Ok(Edited { source, here, edits: self.clone(), at: 0 })
    }
}

/// A published file that is read from its source.
#[derive(Debug)]
pub struct Edited<R> {
    source: R,
    /// Offset of the next byte in the source. Unused for files that are published unchanged.
    here: u64,
    edits: Edits,
    /// Offset of the next byte in the published file.
    at: u64,
}

impl<R: Read + Seek> Read for Edited<R> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        let Some(recipe) = &self.edits.recipe else { return self.source.read(to) };
        let number = recipe.pieces.partition_point(|piece| piece.range.end <= self.at);
        let Some(piece) = recipe.pieces.get(number) else { return Ok(0) };
        let most = usize::try_from(piece.range.end - self.at).map_or(to.len(), |left| left.min(to.len()));
        let (to, inside) = (&mut to[..most], self.at - piece.range.start);
        let read = match &piece.from {
            Origin::Zeros => {
                to.fill(0);
                most
            }
            Origin::Bytes(bytes) => {
                let offset = usize::try_from(inside).unwrap_or(bytes.len());
                bytes.get(offset..).unwrap_or_default().read(to)?
            }
            Origin::Source(start) => {
                if self.here != start + inside {
                    self.here = self.source.seek(SeekFrom::Start(start + inside))?;
                }
                let read = self.source.read(to)?;
                self.here += read as u64;
                read
            }
        };
        self.at += read as u64;
        Ok(read)
    }
}

impl<R: Read + Seek> Seek for Edited<R> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let Some(recipe) = &self.edits.recipe else { return self.source.seek(to) };
        let at = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::End(offset) => recipe.len.checked_add_signed(offset),
            SeekFrom::Current(offset) => self.at.checked_add_signed(offset),
        };
        self.at = at.ok_or_else(|| io::Error::new(io::ErrorKind::InvalidInput, "an offset before the beginning"))?;
        Ok(self.at)
    }
}

/// Puts pieces together in the order of the published file.
#[derive(Debug, Default)]
pub(super) struct Builder {
    pieces: Vec<Piece>,
    len: u64,
}

impl Builder {
    /// Takes over `range` of the source.
    pub fn keep(&mut self, range: Range<u64>) {
        let len = range.end.saturating_sub(range.start);
        if let Some(Piece { range: last, from: Origin::Source(start) }) = self.pieces.last_mut()
            && *start + (last.end - last.start) == range.start
        {
            last.end += len;
            self.len += len;
            return;
        }
        self.push(len, Origin::Source(range.start));
    }

    pub fn insert(&mut self, bytes: Vec<u8>) {
        self.push(bytes.len() as u64, Origin::Bytes(bytes));
    }

    pub fn zeros(&mut self, len: u64) {
        self.push(len, Origin::Zeros);
    }

    /// Adds the pieces of another builder on the same source.
    pub fn append(&mut self, other: Self) {
        for Piece { range, from } in other.pieces {
            match from {
                Origin::Source(start) => self.keep(start..start + (range.end - range.start)),
                from => self.push(range.end - range.start, from),
            }
        }
    }

    fn push(&mut self, len: u64, from: Origin) {
        if len > 0 {
            self.pieces.push(Piece { range: self.len..self.len + len, from });
            self.len += len;
        }
    }

    /// The length of the pieces so far.
    pub fn len(&self) -> u64 {
        self.len
    }

    /// The edits of a source with `source_len` bytes.
    pub fn finish(self, source_len: u64) -> Edits {
        let whole = match self.pieces.as_slice() {
            [] => source_len == 0,
            [Piece { from: Origin::Source(0), range }] => range.end == source_len,
            _ => false,
        };
        let recipe = Recipe { source_len, len: self.len, pieces: self.pieces };
        Edits { recipe: (!whole).then(|| Arc::new(recipe)) }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    fn edits() -> Edits {
        let mut builder = Builder::default();
        builder.keep(0..2);
        builder.insert(b"--".to_vec());
        builder.zeros(3);
        builder.keep(5..6);
        builder.keep(6..8);
        builder.finish(10)
    }

    #[test]
    fn every_part_of_an_edited_file_reads_as_in_the_whole() {
        let whole = b"ab--\0\0\0fgh";
        for start in 0..=whole.len() {
            for len in 0..=whole.len() - start {
                let mut reader = edits().apply(Cursor::new(b"abcdefghij")).unwrap();
                assert_eq!(reader.seek(SeekFrom::Start(start as u64)).unwrap(), start as u64);
                let mut part = Vec::new();
                reader.take(len as u64).read_to_end(&mut part).unwrap();
                assert_eq!(part, whole[start..start + len], "{start} {len}");
            }
        }
        assert_eq!(edits().apply(Cursor::new(b"abcdefghij")).unwrap().seek(SeekFrom::End(-1)).unwrap(), 9);
    }

    #[test]
    fn a_source_of_another_length_is_refused() {
        assert!(edits().apply(Cursor::new(b"abcdefghijk")).is_err());
        assert!(edits().apply(Cursor::new(b"abcdefghi")).is_err());
    }

    #[test]
    fn a_file_that_is_kept_whole_has_no_edits() {
        let mut builder = Builder::default();
        builder.keep(0..4);
        builder.keep(4..10);
        assert!(builder.finish(10).is_empty());
        assert!(!edits().is_empty());
    }
}

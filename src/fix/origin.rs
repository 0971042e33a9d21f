//! Maps positions in a changed text back to the original text, so that findings before and after a fix can be compared
//! by position.

use std::ops::Range;

use crate::change::Edit;

/// The origin of each part of a text that was changed one or several times.
#[derive(Clone, Debug)]
pub(super) struct Origin {
    parts: Vec<Part>,
}

/// A part of the changed text.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Part {
    /// The range of the original text that this part is, or replaces.
    from: Range<usize>,
    /// Its length in the changed text.
    len: usize,
    /// True if it is the original text.
    kept: bool,
}

impl Origin {
    /// The origin of an unchanged text of `len` bytes.
    pub fn unchanged(len: usize) -> Self {
        Self { parts: vec![Part { from: 0..len, len, kept: true }] }
    }

    /// The original position of byte `at`. All bytes of a replacement have the position of the text that it replaces.
    pub fn original(&self, at: usize) -> usize {
        let mut start = 0;
        for part in &self.parts {
            if at < start + part.len {
                return part.from.start + if part.kept { at - start } else { 0 };
            }
            start += part.len;
        }
        self.end()
    }

    /// The position that stands for byte `at` of the original text: the beginning of its replacement if it was replaced.
    pub fn snapped(&self, at: usize) -> usize {
        let replaced = self.parts.iter().find(|part| !part.kept && part.from.contains(&at));
        replaced.map_or(at, |part| part.from.start)
    }

    /// Records edits to the changed text. They are in order and do not overlap.
    pub fn apply(&mut self, edits: &[Edit]) {
        let mut next = Self { parts: Vec::new() };
        let mut at = 0;
        for edit in edits {
            self.copy(at..edit.start, &mut next);
            let from = self.original(edit.start)..self.original_end(edit.end);
            next.add(Part { from, len: edit.with.len(), kept: false });
            at = edit.end;
        }
        self.copy(at..usize::MAX, &mut next);
        *self = next;
    }

    fn end(&self) -> usize {
        self.parts.last().map_or(0, |part| part.from.end)
    }

    /// The end of the original range of a range that ends at byte `at`.
    fn original_end(&self, at: usize) -> usize {
        let mut start = 0;
        for part in &self.parts {
            if at <= start + part.len {
                return if part.kept { part.from.start + (at - start) } else { part.from.end };
            }
            start += part.len;
        }
        self.end()
    }

    /// Copies the parts of this range of the changed text.
    fn copy(&self, range: Range<usize>, to: &mut Self) {
        let mut start = 0;
        for part in &self.parts {
            let (first, last) = (range.start.max(start), range.end.min(start + part.len));
            if first < last {
                let from = match part.kept {
                    true => part.from.start + (first - start)..part.from.start + (last - start),
                    false => part.from.clone(),
                };
                to.add(Part { from, len: last - first, kept: part.kept });
            } else if part.len == 0 && (range.start..=range.end).contains(&start) {
                to.add(part.clone());
            }
            start += part.len;
        }
    }

    /// Appends a part. Adjacent replacements become one.
    fn add(&mut self, part: Part) {
        match self.parts.last_mut() {
            Some(last) if !last.kept && !part.kept => {
                last.from = last.from.start.min(part.from.start)..last.from.end.max(part.from.end);
                last.len += part.len;
            }
            _ => self.parts.push(part),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edit(start: usize, end: usize, with: &str) -> Edit {
        Edit { start, end, with: with.to_owned() }
    }

    fn positions(origin: &Origin, len: usize) -> Vec<usize> {
        (0..=len).map(|at| origin.original(at)).collect()
    }

    #[test]
    fn positions_after_an_edit_move_back() {
        // `abcdef` → `aXYdef` → `>aXYdf`.
        let mut origin = Origin::unchanged(6);
        origin.apply(&[edit(1, 3, "XY")]);
        assert_eq!(positions(&origin, 6), [0, 1, 1, 3, 4, 5, 6]);
        origin.apply(&[edit(0, 0, ">"), edit(4, 5, "")]);
        assert_eq!(positions(&origin, 6), [0, 0, 1, 1, 3, 5, 6]);
        assert_eq!([0, 1, 2, 3, 4, 5].map(|at| origin.snapped(at)), [0, 1, 1, 3, 4, 5]);
    }

    #[test]
    fn an_edit_inside_a_replacement_belongs_to_the_replaced_text() {
        // `abcdef` → `aXYZef` → `aXeef`: the second edit spans the end of the first replacement.
        let mut origin = Origin::unchanged(6);
        origin.apply(&[edit(1, 4, "XYZ")]);
        origin.apply(&[edit(2, 4, "e")]);
        assert_eq!(positions(&origin, 5), [0, 1, 1, 4, 5, 6]);
        let mut origin = Origin::unchanged(6);
        origin.apply(&[edit(1, 3, "X")]);
        origin.apply(&[edit(1, 4, "Y")]);
        assert_eq!(origin.original(1), 1);
        assert_eq!(origin.original(2), 5);
        assert_eq!(origin.snapped(4), 1);
    }

    #[test]
    fn insertions_at_the_ends_keep_the_positions_of_the_text() {
        let mut origin = Origin::unchanged(2);
        origin.apply(&[edit(0, 0, "--"), edit(2, 2, "++")]);
        assert_eq!(positions(&origin, 6), [0, 0, 0, 1, 2, 2, 2]);
        let mut origin = Origin::unchanged(0);
        origin.apply(&[edit(0, 0, "new")]);
        assert_eq!(positions(&origin, 3), [0, 0, 0, 0]);
    }
}

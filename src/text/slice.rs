//! Slices of a string by computed byte offsets. Never panics.

use std::ops::{Bound, RangeBounds};

/// Slices of a string by computed byte offsets.
///
/// `text[a..b]` panics if an offset is inside a character, and a single file must not abort a build. Where a search
/// returns the part itself (`split_once`, `strip_prefix`, `rsplit`), prefer that.
pub trait Slice {
    /// Returns the part of the string in `range`; never panics.
    ///
    /// Offsets should be on character boundaries inside the string; debug builds assert that. In release builds, an
    /// offset inside a character counts as the beginning of that character, an offset past the end as the end, and a
    /// range that ends before it begins is empty. So `slice(..at)` and `slice(at..)` always make up the whole string.
    fn slice(&self, range: impl RangeBounds<usize>) -> &str;
}

impl Slice for str {
    #[inline]
    fn slice(&self, range: impl RangeBounds<usize>) -> &str {
        let start = match range.start_bound() {
            Bound::Included(&start) => start,
            Bound::Excluded(&before) => before + 1,
            Bound::Unbounded => 0,
        };
        let end = match range.end_bound() {
            Bound::Included(&last) => last + 1,
            Bound::Excluded(&end) => end,
            Bound::Unbounded => self.len(),
        };
        let part = self.get(start..end);
        debug_assert!(part.is_some(), "{start}..{end} is not a range on character boundaries of {self:?}");
        part.unwrap_or_else(|| rounded(self, start, end))
    }
}

/// Returns the part of `text` between two arbitrary offsets.
#[cold]
fn rounded(text: &str, start: usize, end: usize) -> &str {
    let start = text.floor_char_boundary(start);
    text.get(start..text.floor_char_boundary(end).max(start)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slices_equal_those_of_the_standard_library() {
        let text = "aß€🎁e\u{301}";
        let boundaries: Vec<usize> = (0..=text.len()).filter(|&at| text.is_char_boundary(at)).collect();
        for &start in &boundaries {
            assert_eq!(Some(text.slice(start..)), text.get(start..));
            assert_eq!(Some(text.slice(..start)), text.get(..start));
            for &end in boundaries.iter().filter(|&&end| end >= start) {
                assert_eq!(Some(text.slice(start..end)), text.get(start..end));
            }
        }
        assert_eq!((text.slice(..), text.slice(1..=2)), (text, "ß"));
    }

    #[test]
    fn any_offsets_give_a_valid_part_and_one_offset_splits_the_whole() {
        for text in ["", "a", "aß€🎁e\u{301}", "\u{feff}ß"] {
            for start in 0..text.len() + 3 {
                let (head, tail) = (rounded(text, 0, start), rounded(text, start, usize::MAX));
                assert_eq!(format!("{head}{tail}"), text, "divided at {start}");
                for end in 0..text.len() + 3 {
                    let part = rounded(text, start, end);
                    assert!(text.contains(part) && (end > start || part.is_empty()), "{start}..{end} of {text:?}");
                }
            }
        }
    }
}

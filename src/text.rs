//! String operations for all stages: checked slices and percent-decoding.
//!
//! The start of the pipeline; depends on no other module.

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

/// Decodes percent-encoded bytes such as `%20`, as browsers do. An escape without two hexadecimal digits is kept as
/// written, and so is the whole text if the decoded bytes are not UTF-8.
///
/// ```
/// use casebook::text::percent_decode;
/// assert_eq!(percent_decode("a%20b"), "a b");
/// assert_eq!(percent_decode("100%, %+1, %zz"), "100%, %+1, %zz");
/// ```
#[must_use]
pub fn percent_decode(text: &str) -> String {
    if !text.contains('%') {
        return text.to_owned();
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, tail)) = rest.split_first() {
        let escaped = tail.split_first_chunk().filter(|_| first == b'%');
        if let Some((byte, after)) = escaped.and_then(|(digits, after)| Some((from_hex(*digits)?, after))) {
            bytes.push(byte);
            rest = after;
        } else {
            bytes.push(first);
            rest = tail;
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

/// Decodes two hexadecimal digits. `from_str_radix` is not suitable, because it accepts a sign.
fn from_hex([high, low]: [u8; 2]) -> Option<u8> {
    let digit = |byte: u8| char::from(byte).to_digit(16);
    u8::try_from(digit(high)? * 16 + digit(low)?).ok()
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

    #[test]
    fn escapes_are_decoded_and_malformed_ones_are_kept() {
        for (written, expected) in [
            ("a%20b%zz%C3%BC", "a b%zzü"),
            ("%c3%bc", "ü"),
            ("%+1", "%+1"),
            ("%-1%+f%1+", "%-1%+f%1+"),
            ("% 1%1 ", "% 1%1 "),
            ("%", "%"),
            ("%4", "%4"),
            ("%%41", "%A"),
            ("%2541", "%41"),
            ("%1ü", "%1ü"),
            ("ü%2Fü", "ü/ü"),
            ("%ff", "%ff"),
            ("%41%ff", "%41%ff"),
            ("%00", "\0"),
        ] {
            assert_eq!(percent_decode(written), expected, "{written}");
        }
    }

    #[test]
    fn an_escape_is_decoded_only_if_both_characters_are_hexadecimal_digits() {
        let signs: Vec<char> = (' '..='~').collect();
        for (high, low) in signs.iter().flat_map(|high| signs.iter().map(move |low| (high, low))) {
            let written = format!("%{high}{low}");
            let hexadecimal = high.is_ascii_hexdigit() && low.is_ascii_hexdigit();
            let is_text = hexadecimal && high.to_digit(16) < Some(8);
            assert_eq!(percent_decode(&written) != written, is_text, "{written}");
        }
    }
}

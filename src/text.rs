//! String operations for all stages: checked slices, folding, percent-encoding, language codes, capital letters.
//!
//! The start of the pipeline; depends on no other module.

mod decimals;
mod fold;
mod percent;
mod slice;

pub use decimals::rounded;
pub use fold::{fold, fold_in_place, fold_name, is_combining_mark, lower, lower_compatible, nfc, nfd};
pub use percent::{percent_decode, percent_decode_bytes, percent_encode, percent_encode_except, push_percent};
pub use slice::Slice;

/// Returns the primary subtag of a language code: `en` for `en-GB` and `en_GB`.
///
/// ```
/// use casebook::text::base_language;
/// assert_eq!([base_language("de-CH"), base_language("de_CH"), base_language("de")], ["de", "de", "de"]);
/// ```
#[must_use]
pub fn base_language(language: &str) -> &str {
    language.split(['-', '_']).next().unwrap_or(language)
}

/// Returns `text` with a capital first letter.
///
/// ```
/// use casebook::text::capital;
/// assert_eq!([capital("über uns"), capital("ß"), capital("")], ["Über uns", "SS", ""]);
/// ```
#[must_use]
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Returns `text` with the line endings of `like`: `\r\n` if it has any, else `\n`.
///
/// ```
/// use casebook::text::with_line_endings;
/// assert_eq!(with_line_endings("a\nb", "x\r\ny"), "a\r\nb");
/// assert_eq!(with_line_endings("a\r\nb", "x\ny"), "a\nb");
/// ```
#[must_use]
pub fn with_line_endings(text: &str, like: &str) -> String {
    let plain = text.replace("\r\n", "\n");
    if like.contains("\r\n") { plain.replace('\n', "\r\n") } else { plain }
}

/// The words of `text` with single spaces between them, without control characters.
#[must_use]
pub fn one_line(text: &str) -> String {
    let seen: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    seen.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Converts an offset, an index or a count to 32 bits, in which most are stored. Larger values become `u32::MAX`; texts
/// of 4 GiB do not occur.
#[must_use]
pub fn saturating_u32(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

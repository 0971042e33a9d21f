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

/// Maximum length of an author's text in a message, in characters.
pub const LONGEST_IN_MESSAGE: usize = 60;

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

/// Returns the words of `text` with a single space between them, and none at the ends.
///
/// ```
/// use casebook::text::single_spaced;
/// assert_eq!(single_spaced(" two\t\nwords "), "two words");
/// ```
#[must_use]
pub fn single_spaced(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Returns `text` in one line for a message, shortened to [`LONGEST_IN_MESSAGE`] characters.
#[must_use]
pub fn clip(text: &str) -> String {
    clip_to(text, LONGEST_IN_MESSAGE)
}

/// Returns `text` in one line, shortened to `longest` characters.
///
/// ```
/// use casebook::text::clip_to;
/// assert_eq!(clip_to("a late parcel", 20), "a late parcel");
/// assert_eq!(clip_to("a late parcel", 10), "a late…");
/// ```
#[must_use]
pub fn clip_to(text: &str, longest: usize) -> String {
    if text.chars().count() <= longest {
        return single_spaced(text);
    }
    let short: String = text.chars().take(longest.saturating_sub(3)).collect();
    single_spaced(&short) + "…"
}

/// Returns a number with `separator` between groups of three digits.
///
/// ```
/// use casebook::text::grouped;
/// assert_eq!([grouped(1_250_000, ","), grouped(999, ",")], ["1,250,000", "999"]);
/// ```
#[must_use]
pub fn grouped(number: u128, separator: &str) -> String {
    let digits = number.to_string();
    let groups = digits.as_bytes().rchunks(3).rev().map(|group| String::from_utf8_lossy(group).into_owned());
    groups.collect::<Vec<_>>().join(separator)
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
    single_spaced(&seen)
}

/// Converts an offset, an index or a count to 32 bits, in which most are stored. Larger values become `u32::MAX`; texts
/// of 4 GiB do not occur.
#[must_use]
pub fn saturating_u32(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

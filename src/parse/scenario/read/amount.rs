//! Whole numbers with a sign and a unit, as in tails, conditions and meters: `+2`, `$60`, `7 days`, `−1`.

use crate::text::{self, Slice, fold_name};

/// A number with the text around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Amount<'t> {
    /// The number with its sign.
    pub value: i32,
    /// True if a plus or minus is written.
    pub signed: bool,
    /// The text before the number without the sign, including white space.
    pub before: &'t str,
    /// The text after the number, including white space.
    pub after: &'t str,
}

/// The reason why a text is not an amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Misread {
    /// There is no digit.
    NoNumber,
    /// There is more than one number, a fraction, or a mark between the thousands.
    NotWhole,
    /// The number has more than [`DIGITS`] digits.
    TooLong,
}

/// The maximum number of digits, so that sums of many numbers stay in range.
const DIGITS: usize = 9;

/// The characters that mean minus before a digit: hyphen, minus sign, en dash.
const MINUS: [char; 3] = ['-', '−', '–'];

/// Reads a number and the text around it. A sign must be directly before the number or before its currency.
pub(super) fn read(text: &str) -> Result<Amount<'_>, Misread> {
    let text = text.trim();
    let start = text.find(|c: char| c.is_ascii_digit()).ok_or(Misread::NoNumber)?;
    let length = text.slice(start..).find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len() - start);
    let (lead, after) = (text.slice(..start), text.slice(start + length..));
    if after.contains(char::is_numeric) || lead.contains(char::is_numeric) {
        return Err(Misread::NotWhole);
    }
    let (sign, before) = sign(lead);
    if before.contains(MINUS) || before.contains('+') {
        return Err(Misread::NotWhole);
    }
    let digits = text.slice(start..start + length).trim_start_matches('0');
    if digits.len() > DIGITS {
        return Err(Misread::TooLong);
    }
    let value: i32 = if digits.is_empty() { 0 } else { digits.parse().map_err(|_| Misread::TooLong)? };
    let value = if sign == Some('-') { -value } else { value };
    Ok(Amount { value, signed: sign.is_some(), before, after })
}

/// The amount rounded, for a suggestion; `None` if it has no decimal places.
pub(super) fn rounded(text: &str) -> Option<String> {
    text::rounded(text).filter(|whole| read(whole).is_ok())
}

/// Splits the text before a number into its sign and the rest.
fn sign(lead: &str) -> (Option<char>, &str) {
    let mut chars = lead.chars();
    if let Some(sign) = chars.next().filter(|&c| is_sign(c)) {
        let rest = chars.as_str();
        return if rest.starts_with(char::is_whitespace) { (None, lead) } else { (Some(plain(sign)), rest) };
    }
    let mut chars = lead.chars();
    match chars.next_back().filter(|&c| is_sign(c)) {
        Some(sign) => (Some(plain(sign)), chars.as_str()),
        None => (None, lead),
    }
}

fn is_sign(c: char) -> bool {
    c == '+' || MINUS.contains(&c)
}

fn plain(sign: char) -> char {
    if sign == '+' { '+' } else { '-' }
}

/// Returns true if a word begins an amount: with a digit, with a sign, or with a currency and a digit.
pub(super) fn begins(word: &str) -> bool {
    let rest = word.trim_start_matches(|c: char| is_sign(c) || (!c.is_alphanumeric() && !c.is_whitespace()));
    rest.starts_with(|c: char| c.is_numeric()) || word.starts_with(is_sign)
}

/// The value of a number in words, up to ninety-nine.
pub(super) fn number_in_words(text: &str) -> Option<u32> {
    const ONES: [&str; 20] = [
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
    ];
    const TENS: [&str; 8] = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
    let text = fold_name(text);
    let ones = |word: &str| (0..20).zip(ONES).find(|(_, name)| *name == word).map(|(value, _)| value);
    let tens = |word: &str| (2..).zip(TENS).find(|(_, name)| *name == word).map(|(value, _)| value * 10);
    let (first, second) = text.split_once(['-', ' ']).unwrap_or((&text, ""));
    match (ones(first), tens(first)) {
        (Some(value), _) if second.is_empty() => Some(value),
        (_, Some(value)) if second.is_empty() => Some(value),
        (_, Some(value)) => Some(value + ones(second).filter(|ones| (1..10).contains(ones))?),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_split_into_sign_number_and_unit() {
        for (text, value, signed, before, after) in [
            ("2", 2, false, "", ""),
            ("+2", 2, true, "", ""),
            ("-2", -2, true, "", ""),
            ("−2", -2, true, "", ""),
            ("–2", -2, true, "", ""),
            ("$60", 60, false, "$", ""),
            ("-$60", -60, true, "$", ""),
            ("$−60", -60, true, "$", ""),
            ("7 days", 7, false, "", " days"),
            ("+007 days", 7, true, "", " days"),
            ("USD 5", 5, false, "USD ", ""),
        ] {
            assert_eq!(read(text), Ok(Amount { value, signed, before, after }), "{text}");
        }
    }

    #[test]
    fn malformed_amounts_are_rejected_with_the_reason() {
        for text in ["1.5", "1 000", "1’000", "- 2", "+-2", "--2", "4/10", "½2"] {
            assert_eq!(read(text), Err(Misread::NotWhole), "{text}");
        }
        assert_eq!(read("two"), Err(Misread::NoNumber));
        assert_eq!(read("12345678901"), Err(Misread::TooLong));
    }
}

//! Whole numbers with a sign and a unit, as tails, conditions and meters write them: `+2`, `$60`, `7 days`, `−1`.

use crate::text::Slice;

/// A number as it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Amount<'t> {
    /// The number with its sign.
    pub value: i32,
    /// Whether a plus or minus was written.
    pub signed: bool,
    /// What stands before the number besides a sign, blanks included.
    pub before: &'t str,
    /// What stands after the number, blanks included.
    pub after: &'t str,
}

/// Why a text is no amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Misread {
    /// There is no digit.
    NoNumber,
    /// There is more than one number, a fraction, or a mark between the thousands.
    NotWhole,
    /// More digits than anything here needs.
    TooLong,
}

/// No number may have more digits, so that sums of many stay in range.
const DIGITS: usize = 9;

/// The signs that mean minus before a digit: hyphen, the minus sign, en dash.
const MINUS: [char; 3] = ['-', '−', '–'];

/// Reads a number with what stands around it. A sign stands directly before the number or before its currency.
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

/// The sign in what stands before a number, and the rest of it.
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

/// Whether a word begins an amount: a digit comes first, or a sign, or a currency with a digit after it.
pub(super) fn begins(word: &str) -> bool {
    let rest = word.trim_start_matches(|c: char| is_sign(c) || (!c.is_alphanumeric() && !c.is_whitespace()));
    rest.starts_with(|c: char| c.is_numeric()) || word.starts_with(is_sign)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_have_one_sign_one_number_and_a_unit() {
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
    fn what_is_no_whole_number_says_why() {
        for text in ["1.5", "1 000", "1’000", "- 2", "+-2", "--2", "4/10", "½2"] {
            assert_eq!(read(text), Err(Misread::NotWhole), "{text}");
        }
        assert_eq!(read("two"), Err(Misread::NoNumber));
        assert_eq!(read("12345678901"), Err(Misread::TooLong));
    }
}

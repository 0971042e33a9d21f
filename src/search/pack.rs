//! Integers as printable characters (base-90 varint), used throughout the files of the index. Numbers below 60 take one
//! character, and the encoding compresses well.
//!
//! A number `n` is written as `n / 60` in base 30, most significant digit first, if that is above 0, and then `n % 60`.
//! The digits 0 to 59 end a number and the digits 60 to 89 continue it. No character needs an escape in a JSON string
//! or a script.

use crate::text::saturating_u32;
/// Number of digits that end a number.
const LAST: u32 = 60;
/// Number of digits that continue a number.
const MORE: u32 = 30;

/// The separator between parts of a packed text. It is not a digit.
pub(super) const GAP: char = '!';

/// Appends `number`.
pub(super) fn push(out: &mut String, number: u32) {
    let (mut rest, last) = (number / LAST, number % LAST);
    let mut before = [0; 7];
    let mut count = 0;
    while rest > 0 {
        before[count] = LAST + rest % MORE;
        rest /= MORE;
        count += 1;
    }
    out.extend(before[..count].iter().rev().map(|&digit| sign(digit)));
    out.push(sign(last));
}

/// Appends a length or an index.
pub(super) fn push_index(out: &mut String, number: usize) {
    push(out, saturating_u32(number));
}

/// Appends an ascending list, delta-coded.
pub(super) fn push_rising(out: &mut String, numbers: impl IntoIterator<Item = u32>) {
    let mut before = 0;
    for number in numbers {
        push(out, number - before);
        before = number;
    }
}

/// Returns the character of a digit: `#` to `~` without `<` and `\`.
fn sign(digit: u32) -> char {
    let code = digit + 35;
    let code = if code >= 60 { code + 1 } else { code };
    let code = if code >= 92 { code + 1 } else { code };
    char::from_u32(code).unwrap_or('#')
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// Decodes numbers like the reader's script.
    pub fn numbers(text: &str) -> Vec<u64> {
        let (mut all, mut value) = (Vec::new(), 0_u64);
        for c in text.bytes().map(u64::from) {
            let digit = c - 35 - u64::from(c > 60) - u64::from(c > 92);
            if digit < 60 {
                all.push(value * 60 + digit);
                value = 0;
            } else {
                value = value * 30 + digit - 60;
            }
        }
        all
    }

    #[test]
    fn numbers_survive_a_round_trip() {
        let all = [0, 1, 59, 60, 61, 1799, 1800, 53_999, 54_000, 1_000_000, u32::MAX];
        let mut text = String::new();
        all.iter().for_each(|&number| push(&mut text, number));
        assert_eq!(numbers(&text), all.map(u64::from));
        assert!(!text.contains(['"', '\\', '<', GAP, ' ']));
    }

    #[test]
    fn small_numbers_take_one_character() {
        let mut text = String::new();
        push_rising(&mut text, [3, 4, 60]);
        assert_eq!((text.len(), numbers(&text)), (3, vec![3, 1, 56]));
    }
}

//! Numbers as printable signs: what the files of the index are made of. Small numbers take one sign, and files that are
//! compressed on the way lose nothing by it.
//!
//! Of the 90 signs the first 60 end a number and the others go on: the last 60 steps of a number are its end, everything
//! above that is written before it in base 30. None of the signs needs an escape in a script.

/// How many signs end a number.
const LAST: u32 = 60;
/// How many signs go on.
const MORE: u32 = 30;

/// What stands between parts of a packed text; no number contains it.
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

/// The same for a number of a list.
pub(super) fn push_index(out: &mut String, number: usize) {
    push(out, u32::try_from(number).unwrap_or(u32::MAX));
}

/// Appends the steps between the numbers of a rising list.
pub(super) fn push_rising(out: &mut String, numbers: impl IntoIterator<Item = u32>) {
    let mut before = 0;
    for number in numbers {
        push(out, number - before);
        before = number;
    }
}

/// `#` to `~` without `<` and `\`.
fn sign(digit: u32) -> char {
    let code = digit + 35;
    let code = if code >= 60 { code + 1 } else { code };
    let code = if code >= 92 { code + 1 } else { code };
    char::from_u32(code).unwrap_or('#')
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// As the reader's script reads them.
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
    fn numbers_come_back() {
        let all = [0, 1, 59, 60, 61, 1799, 1800, 53_999, 54_000, 1_000_000, u32::MAX];
        let mut text = String::new();
        all.iter().for_each(|&number| push(&mut text, number));
        assert_eq!(numbers(&text), all.map(u64::from));
        assert!(!text.contains(['"', '\\', '<', GAP, ' ']));
    }

    #[test]
    fn small_numbers_take_one_sign() {
        let mut text = String::new();
        push_rising(&mut text, [3, 4, 60]);
        assert_eq!((text.len(), numbers(&text)), (3, vec![3, 1, 56]));
    }
}

//! Base64 (RFC 4648), and the percent-encoding of bytes in `data:` URLs.

use crate::text::percent_encode_except;
const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Bytes that were written in Base64.
pub(super) struct Decoded {
    pub bytes: Vec<u8>,
    /// False where a character follows that is none of Base64.
    pub is_whole: bool,
}

/// Decodes Base64 up to the first character that is neither of its alphabet nor white space nor padding.
pub(super) fn read(text: &[u8]) -> Decoded {
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    let (mut bits, mut count) = (0_u32, 0);
    for &byte in text {
        if let Some(value) = value(byte) {
            (bits, count) = (bits << 6 | value, count + 6);
            if count >= 8 {
                count -= 8;
                bytes.push(u8::try_from(bits >> count & 0xff).unwrap_or_default());
            }
        } else if !byte.is_ascii_whitespace() && byte != b'=' {
            return Decoded { bytes, is_whole: false };
        }
    }
    Decoded { bytes, is_whole: true }
}

fn value(byte: u8) -> Option<u32> {
    Some(match byte {
        b'A'..=b'Z' => u32::from(byte - b'A'),
        b'a'..=b'z' => u32::from(byte - b'a') + 26,
        b'0'..=b'9' => u32::from(byte - b'0') + 52,
        b'+' => 62,
        b'/' => 63,
        _ => return None,
    })
}

/// Encodes `bytes`, with padding.
pub(super) fn write(bytes: &[u8]) -> Vec<u8> {
    let mut text = Vec::with_capacity(bytes.len().div_ceil(3) * 4);
    for group in bytes.chunks(3) {
        let bits = (0..3).fold(0_usize, |bits, at| bits << 8 | usize::from(group.get(at).copied().unwrap_or(0)));
        for at in 0..4 {
            text.push(if at <= group.len() { ALPHABET[bits >> (18 - 6 * at) & 63] } else { b'=' });
        }
    }
    text
}

/// Percent-encodes every byte that has a meaning in an address, a style or XML.
pub(super) fn with_percent(bytes: &[u8]) -> Vec<u8> {
    percent_encode_except(bytes, b"-._~/:=").into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        for (bytes, encoded) in [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg==")] {
            assert_eq!(write(bytes.as_bytes()), encoded.as_bytes());
            let decoded = read(encoded.replace('9', "9 \n").as_bytes());
            assert_eq!((decoded.bytes.as_slice(), decoded.is_whole), (bytes.as_bytes(), true));
        }
        assert!(!read(b"Zm9v&").is_whole);
    }
}

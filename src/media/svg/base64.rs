//! Pictures in addresses that begin with `data:image/`, in Base64 (RFC 4648).

use std::ops::Range;

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// A picture in an address.
pub(super) struct Address {
    /// The name of its format, such as `jpeg`, or `svg`.
    pub format: String,
    pub bytes: Vec<u8>,
    /// The range of its characters in the text.
    pub data: Range<usize>,
}

/// Reads what stands behind `data:image/`; `None` where it is not Base64.
pub(super) fn read(text: &[u8]) -> Option<Address> {
    let comma = text.iter().take(200).position(|&byte| byte == b',')?;
    let head = std::str::from_utf8(&text[..comma]).ok()?;
    let format = head.strip_suffix(";base64")?.split([';', '+']).next()?.to_owned();
    let data = comma + 1;
    let mut bytes = Vec::new();
    let (mut bits, mut count, mut at) = (0_u32, 0, data);
    while let Some(&byte) = text.get(at) {
        if let Some(value) = value(byte) {
            (bits, count) = (bits << 6 | value, count + 6);
            if count >= 8 {
                count -= 8;
                bytes.push(u8::try_from(bits >> count & 0xff).unwrap_or_default());
            }
        } else if byte == b'&' {
            // A line end that is written as a character reference.
            at += text[at..].iter().take(10).position(|&byte| byte == b';')?;
        } else if !byte.is_ascii_whitespace() && byte != b'=' {
            break;
        }
        at += 1;
    }
    Some(Address { format, bytes, data: data..at })
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        for (bytes, encoded) in [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg==")] {
            assert_eq!(write(bytes.as_bytes()), encoded.as_bytes());
            let text = format!("svg+xml;charset=x;base64,{}\"", encoded.replace('9', "&#10;9 "));
            let address = read(text.as_bytes()).unwrap();
            assert_eq!((address.format.as_str(), &*address.bytes), ("svg", bytes.as_bytes()));
            assert_eq!(address.data.end, text.len() - 1);
        }
        assert!(read(b"svg+xml,<svg/>").is_none());
    }
}

//! Percent-encoding (RFC 3986), for addresses and for the data in `data:` URLs.
//!
//! Which characters an address may contain depends on where it is written, so callers of [`percent_encode_except`] say
//! which bytes they keep.

use std::borrow::Cow;

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
    match percent_decode_bytes(text.as_bytes()) {
        Cow::Borrowed(_) => text.to_owned(),
        Cow::Owned(bytes) => String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned()),
    }
}

/// Decodes percent-encoded bytes to bytes that need not be text. Borrows the input if it contains no `%`.
#[must_use]
pub fn percent_decode_bytes(text: &[u8]) -> Cow<'_, [u8]> {
    if !text.contains(&b'%') {
        return Cow::Borrowed(text);
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text;
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
    Cow::Owned(bytes)
}

/// Percent-encodes a path for a URL: everything except ASCII letters and digits and `/-_.~`. Afterwards every `#` and
/// `?` of a file name belongs to the path; a browser would otherwise read it as the start of a fragment or query.
///
/// ```
/// use casebook::text::percent_encode;
/// assert_eq!(percent_encode("Order #12/why?.pdf"), "Order%20%2312/why%3F.pdf");
/// ```
#[must_use]
pub fn percent_encode(path: &str) -> String {
    percent_encode_except(path.as_bytes(), b"/-_.~")
}

/// Percent-encodes all bytes except ASCII letters, digits and those in `kept`, which are ASCII too.
#[must_use]
pub fn percent_encode_except(bytes: &[u8], kept: &[u8]) -> String {
    let mut encoded = String::with_capacity(bytes.len());
    for &byte in bytes {
        if byte.is_ascii_alphanumeric() || (byte.is_ascii() && kept.contains(&byte)) {
            encoded.push(char::from(byte));
        } else {
            push_percent(byte, &mut encoded);
        }
    }
    encoded
}

/// Appends a byte in percent-encoding, such as `%C3`.
pub fn push_percent(byte: u8, out: &mut String) {
    let digit = |nibble: u8| char::from_digit(u32::from(nibble), 16).map_or('0', |digit| digit.to_ascii_uppercase());
    out.extend(['%', digit(byte >> 4), digit(byte & 15)]);
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

    #[test]
    fn every_byte_survives_encoding_and_decoding() {
        let all: Vec<u8> = (0..=255).collect();
        for kept in ["", "-._~/:="] {
            let encoded = percent_encode_except(&all, kept.as_bytes());
            assert_eq!(*percent_decode_bytes(encoded.as_bytes()), all, "{encoded}");
        }
        assert_eq!(percent_encode("a b/ü.pdf?x#y"), "a%20b/%C3%BC.pdf%3Fx%23y");
        assert_eq!(*percent_decode_bytes(b"%FF%+1%4g%"), *b"\xff%+1%4g%");
    }
}

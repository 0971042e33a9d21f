//! Removes what browsers ignore from styles and scripts: comments, and white space that separates nothing.
//!
//! This is not a minifier: names, order and values stay. It runs on every file of a theme, a site's own theme included,
//! so it must never change the meaning. Where it cannot tell what a character means, it leaves the text as it is.
//! Comments that begin with `/*!` or `//!` are licences and stay.

mod script;
mod style;

pub(super) use script::script;
pub(super) use style::style;

/// Returns the position after the `*/` that ends the comment at `start`.
fn comment_end(text: &[u8], start: usize) -> Option<usize> {
    let inside = start + 2;
    let length = text.get(inside..)?.windows(2).position(|pair| pair == b"*/")?;
    Some(inside + length + 2)
}

/// Returns the number of bytes of a line terminator at the start of `text`: a line feed, a carriage return, U+2028 or
/// U+2029. Returns `None` if there is none.
fn line_end(text: &[u8]) -> Option<usize> {
    match text {
        [b'\n' | b'\r', ..] => Some(1),
        [0xE2, 0x80, 0xA8 | 0xA9, ..] => Some(3),
        _ => None,
    }
}

/// True for the bytes of names and numbers, in scripts and in styles. Bytes of all characters outside ASCII count.
fn is_of_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$' | b'\\') || !byte.is_ascii()
}

//! Escapes plain text for HTML text, attribute values and URLs.
//!
//! Characters that HTML forbids (control characters, noncharacters) are dropped, so that a stray byte never makes a
//! page invalid. Does not check URLs: callers must ensure that they are safe and lead somewhere.

use crate::text::{Slice, push_percent};
use std::borrow::Cow;

/// The handling that a byte needs.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Plain,
    Markup,
    Quote,
    Control,
    /// First byte of a character that may be forbidden.
    Lead,
}

static CLASSES: [Class; 256] = classes();

const fn classes() -> [Class; 256] {
    let mut classes = [Class::Plain; 256];
    let mut byte = 0;
    while byte < 256 {
        classes[byte] = match byte {
            0x09 | 0x0a => Class::Plain,
            0..0x20 | 0x7f => Class::Control,
            0x26 | 0x3c | 0x3e => Class::Markup,
            0x22 => Class::Quote,
            0xc2 | 0xef | 0xf0..=0xf4 => Class::Lead,
            _ => Class::Plain,
        };
        byte += 1;
    }
    classes
}

/// Appends `text` as the content of an element.
pub fn text(text: &str, out: &mut String) {
    escape(text, false, out);
}

/// Appends `text` as the content of an attribute in double quotes.
pub fn attribute(text: &str, out: &mut String) {
    escape(text, true, out);
}

/// Appends `url` as the content of an attribute in double quotes, percent-encoding characters that URLs must not
/// contain. Existing escapes are kept.
pub fn url(url: &str, out: &mut String) {
    attribute(&encode(url), out);
}

/// `text` without the characters that HTML and XML documents must not contain; nothing else is escaped.
#[must_use]
pub fn permitted(text: &str) -> Cow<'_, str> {
    let odd = |class: Class| matches!(class, Class::Control | Class::Lead);
    if !text.bytes().any(|byte| odd(CLASSES[usize::from(byte)])) {
        return Cow::Borrowed(text);
    }
    let mut kept = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        let first = text.as_bytes()[at];
        match escaped(text.slice(at..), CLASSES[usize::from(first)]).replacement {
            Some(replacement) if odd(CLASSES[usize::from(first)]) => kept.push_str(replacement),
            _ => kept.push(c),
        }
    }
    Cow::Owned(kept)
}

fn escape(text: &str, quotes: bool, out: &mut String) {
    let bytes = text.as_bytes();
    let (mut from, mut at) = (0, 0);
    while let Some(&byte) = bytes.get(at) {
        let class = CLASSES[byte as usize];
        if class == Class::Plain || (class == Class::Quote && !quotes) {
            at += 1;
            continue;
        }
        let Escaped { len, replacement } = escaped(text.slice(at..), class);
        if let Some(replacement) = replacement {
            out.push_str(text.slice(from..at));
            out.push_str(replacement);
            from = at + len;
        }
        at += len;
    }
    out.push_str(text.slice(from..));
}

/// The handling of one character.
struct Escaped {
    /// The character's length in bytes.
    len: usize,
    /// `None` to keep the character.
    replacement: Option<&'static str>,
}

/// Returns the handling of the first character of `rest`.
fn escaped(rest: &str, class: Class) -> Escaped {
    let replacement = match (class, rest.as_bytes()) {
        (Class::Markup, [b'<', ..]) => "&lt;",
        (Class::Markup, [b'>', ..]) => "&gt;",
        (Class::Markup, _) => "&amp;",
        (Class::Quote, _) => "&quot;",
        (Class::Control, [b'\r', b'\n', ..]) => "",
        (Class::Control, [b'\r', ..]) => "\n",
        (Class::Control, [0x0c, ..]) => " ",
        (Class::Control, _) => "",
        _ => {
            let c = rest.chars().next().unwrap_or(' ');
            return Escaped { len: c.len_utf8(), replacement: forbidden(c).then_some("") };
        }
    };
    Escaped { len: 1, replacement: Some(replacement) }
}

/// True for non-ASCII characters that an HTML document must not contain.
fn forbidden(c: char) -> bool {
    let code = u32::from(c);
    matches!(code, 0x80..=0x9f | 0xfdd0..=0xfdef) || code & 0xfffe == 0xfffe
}

fn encode(url: &str) -> Cow<'_, str> {
    let url = url.trim();
    if url.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'.' | b'-' | b'_')) {
        return Cow::Borrowed(url);
    }
    let (mut encoded, mut fragment) = (String::with_capacity(url.len() + 8), false);
    for (at, c) in url.char_indices() {
        let stays = match c {
            '%' => is_escape(&url.as_bytes()[at..]),
            '#' => !std::mem::replace(&mut fragment, true),
            '[' | ']' => in_host(url, at),
            '"' | '<' | '>' | '\\' | '^' | '`' | '{' | '|' | '}' => false,
            _ => !c.is_control() && !c.is_whitespace() && !forbidden(c),
        };
        if stays {
            encoded.push(c);
        } else {
            c.encode_utf8(&mut [0; 4]).bytes().for_each(|byte| push_percent(byte, &mut encoded));
        }
    }
    Cow::Owned(encoded)
}

/// True if brackets at `at` belong to an IPv6 host, the only part of a URL that may contain them.
fn in_host(url: &str, at: usize) -> bool {
    let host = url.find("://").map_or(usize::MAX, |scheme| scheme + 3);
    host <= at && !url.slice(host..at).contains(['/', '?', '#'])
}

fn is_escape(bytes: &[u8]) -> bool {
    matches!(bytes, [_, a, b, ..] if a.is_ascii_hexdigit() && b.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(escape: fn(&str, &mut String), input: &str) -> String {
        let mut out = String::new();
        escape(input, &mut out);
        out
    }

    #[test]
    fn markup_is_escaped_and_forbidden_characters_are_dropped() {
        assert_eq!(run(text, "a<b> & \"c\" é 😀"), "a&lt;b&gt; &amp; \"c\" é 😀");
        assert_eq!(run(attribute, "say \"no\""), "say &quot;no&quot;");
        assert_eq!(
            run(text, "a\0b\u{1}c\u{7f}d\u{85}e\u{a0}f\u{fdd0}g\u{ffff}h\u{1fffe}i\u{feff}"),
            "abcde\u{a0}fghi\u{feff}"
        );
        assert_eq!(run(text, "a\r\nb\rc\u{c}d"), "a\nb\nc d");
    }

    #[test]
    fn permitted_characters_are_kept_as_they_are() {
        assert_eq!(permitted("a<b> & \"c\"\té 😀\u{a0}"), "a<b> & \"c\"\té 😀\u{a0}");
        assert_eq!(permitted("O\u{b}ne\0 & <two>\u{1}\r\nthree\u{85}\u{ffff}"), "One & <two>\nthree");
    }

    #[test]
    fn urls_contain_no_forbidden_characters() {
        assert_eq!(run(url, "a b.png?x=\"1\"&y#z#z"), "a%20b.png?x=%221%22&amp;y#z%23z");
        assert_eq!(run(url, "100%/%20/[x]"), "100%25/%20/%5Bx%5D");
        assert_eq!(run(url, "http://[::1]:80/ü"), "http://[::1]:80/ü");
        assert_eq!(run(url, "../cases/a.html"), "../cases/a.html");
    }
}

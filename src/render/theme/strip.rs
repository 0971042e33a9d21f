//! Removes comments, indentation and empty lines from styles and scripts.
//!
//! Strings are left unchanged. This is not a minifier: names and order stay, so a browser's developer tools show the
//! theme's own code.

/// A style sheet without comments and indentation.
pub(super) fn style(text: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    let (mut at, mut quote) = (0, None);
    while let Some(&byte) = text.get(at) {
        match (quote, byte) {
            (None, b'/') if text.get(at + 1) == Some(&b'*') => {
                let end = text[at + 2..].windows(2).position(|pair| pair == b"*/");
                at = end.map_or(text.len(), |end| at + 2 + end + 2);
                continue;
            }
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(_), b'\\') => {
                out.push(byte);
                at += 1;
            }
            (Some(open), _) if open == byte || byte == b'\n' => quote = None,
            _ => {}
        }
        let blank = matches!(byte, b' ' | b'\t' | b'\n') && quote.is_none();
        if !blank || !matches!(out.last(), None | Some(b'\n')) {
            out.extend(text.get(at));
        }
        at += 1;
    }
    out
}

/// A script without comments, indentation and empty lines. A script that cannot be tokenised, such as one with a syntax
/// error in a site's own theme, is returned unchanged.
pub(super) fn script(text: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    let mut at = 0;
    while let Some(&byte) = text.get(at) {
        let Some(end) = piece(text, at, &out) else { return text.to_vec() };
        match &text[at..end] {
            [b'/', b'/' | b'*', rest @ ..] if rest.first() != Some(&b'!') => {
                blank(&mut out, if rest.contains(&b'\n') { b'\n' } else { b' ' });
            }
            [b' ' | b'\t' | b'\r' | b'\n'] => blank(&mut out, byte),
            code => {
                if out.last() == Some(&b' ') && !separates(&out, code[0]) {
                    out.pop();
                }
                out.extend_from_slice(code);
            }
        }
        at = end;
    }
    out
}

/// Appends white space where it may be needed: merges line breaks, and writes none at the start.
fn blank(out: &mut Vec<u8>, byte: u8) {
    match (out.last(), byte) {
        (None | Some(b'\n'), _) | (Some(b' '), b' ' | b'\t' | b'\r') => {}
        (Some(b' '), _) => {
            out.pop();
            blank(out, byte);
        }
        (_, b'\n') => out.push(b'\n'),
        _ => out.push(b' '),
    }
}

/// True if the white space at the end of `before` separates two tokens.
fn separates(before: &[u8], next: u8) -> bool {
    let Some(&[last, _]) = before.last_chunk::<2>() else { return true };
    let of_word =
        |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$' | b'#' | b'\\') || !byte.is_ascii();
    (of_word(last) && of_word(next))
        || (last == next && matches!(next, b'+' | b'-' | b'/'))
        || (last.is_ascii_digit() && next == b'.')
        // Flags may follow a regular expression, and `<!--` starts a comment.
        || (last == b'/' && of_word(next))
        || (last == b'<' && next == b'!')
}

/// The end of the token at `at`: a comment, a string, a regular expression, or one byte of code. `None` if it is
/// unterminated.
fn piece(text: &[u8], at: usize, before: &[u8]) -> Option<usize> {
    match (text[at], text.get(at + 1)) {
        (b'/', Some(b'/')) => {
            Some(text[at..].iter().position(|&byte| byte == b'\n').map_or(text.len(), |end| at + end))
        }
        (b'/', Some(b'*')) => Some(at + 4 + text[at + 2..].windows(2).position(|pair| pair == b"*/")?),
        (b'/', _) if begins_pattern(before) => quoted(text, at, b'/'),
        (quote @ (b'"' | b'\''), _) => quoted(text, at, quote),
        (b'`', _) => template(text, at),
        _ => Some(at + 1),
    }
}

/// The end of a string or regular expression on one line. In a regular expression, `[/]` does not end it.
fn quoted(text: &[u8], start: usize, quote: u8) -> Option<usize> {
    let (mut at, mut class) = (start + 1, false);
    loop {
        match *text.get(at)? {
            b'\n' => return None,
            b'\\' => at += 1,
            b'[' if quote == b'/' => class = true,
            b']' => class = false,
            byte if byte == quote && !class => return Some(at + 1),
            _ => {}
        }
        at += 1;
    }
}

/// The end of a template literal, including the code in its `${…}`.
fn template(text: &[u8], start: usize) -> Option<usize> {
    let mut at = start + 1;
    loop {
        match text.get(at..)? {
            [b'\\', ..] => at += 2,
            [b'`', ..] => return Some(at + 1),
            [b'$', b'{', ..] => at = braces(text, at + 1)?,
            [] => return None,
            _ => at += 1,
        }
    }
}

/// The end of the braces that open at `start`.
fn braces(text: &[u8], start: usize) -> Option<usize> {
    let (mut at, mut depth) = (start, 0_usize);
    loop {
        match text.get(at)? {
            b'{' => depth += 1,
            b'}' if depth == 1 => return Some(at + 1),
            b'}' => depth -= 1,
            _ => {}
        }
        at = piece(text, at, &text[..at])?;
    }
}

/// True if a `/` after `before` starts a regular expression, not a division.
fn begins_pattern(before: &[u8]) -> bool {
    let before = before.trim_ascii_end();
    let word =
        before.iter().rev().take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$')).count();
    match &before[before.len() - word..] {
        [] => !matches!(before.last(), Some(b')' | b']' | b'"' | b'\'' | b'`')),
        word => matches!(word, b"return" | b"typeof" | b"case" | b"in" | b"of" | b"do" | b"else" | b"void" | b"delete"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn styles_lose_comments_and_indentation_but_not_strings() {
        for (text, expected) in [
            ("/* a */ b {\n    c: d;\n}\n", "b {\nc: d;\n}\n"),
            ("a::after { content: \"/* \\\" x\"; }", "a::after { content: \"/* \\\" x\"; }"),
            ("a { b: c /* never closed", "a { b: c "),
        ] {
            assert_eq!(String::from_utf8(style(text.as_bytes())).as_deref(), Ok(expected));
        }
    }

    #[test]
    fn scripts_lose_only_comments_and_white_space() {
        for (text, expected) in [
            ("/** A part.\n * @param {x} y */\n  a();  // why\n\n    b();\n", "a();\nb();\n"),
            ("const a = /** @type {B} */ (c);\n", "const a=(c);\n"),
            ("return/* a\n */b", "return\nb"),
            ("a = \"// no\" + '/* no */';", "a=\"// no\"+'/* no */';"),
            ("a + +b - -c / /d/ in e;", "a+ +b- -c/ /d/ in e;"),
            ("a = `//  ${b(`/* ${\"}\"} */`)}\n   c`; // d", "a=`//  ${b(`/* ${\"}\"} */`)}\n   c`; "),
            ("a = /[/]\\/'\"/g.test(b) / c / d; // e", "a=/[/]\\/'\"/g.test(b)/ c/ d; "),
            ("return /\"/;", "return/\"/;"),
            ("5 < !--b", "5< !--b"),
            ("/*! Rights. */\na", "/*! Rights. */\na"),
            ("const a = { ...b };", "const a={...b};"),
        ] {
            assert_eq!(String::from_utf8(script(text.as_bytes())).as_deref(), Ok(expected));
        }
    }

    #[test]
    fn a_script_that_cannot_be_tokenised_is_unchanged() {
        for text in ["a = 'never closed\n  // b\n", "  a /* never closed", "`${", "if (a) /'/.test(b) // c\n"] {
            assert_eq!(String::from_utf8(script(text.as_bytes())).as_deref(), Ok(text));
        }
    }
}

//! Strips style sheets. White space becomes a single blank, and goes where the syntax of CSS ignores it. Custom
//! properties stay as written, because scripts can read their text.

use super::{comment_end, is_of_name};

/// Returns a style sheet without comments and white space that separates nothing. After an unterminated string, and
/// after a function whose name contains an escape (it may be `url`), the rest is unchanged.
pub(in super::super) fn style(text: &[u8]) -> Vec<u8> {
    let mut output = Output { bytes: Vec::with_capacity(text.len()), gap: Gap::None, tight: true };
    let mut at = 0;
    let mut statement = Statement::at(text, 0);
    let mut depth = 0_usize;
    while at < text.len() {
        let Some((token, end)) = token(text, at) else {
            output.push(&text[at..], false);
            return output.bytes;
        };
        let code = &text[at..end];
        match (token, code) {
            (Token::Blank, _) => output.gap = Gap::Blank,
            (Token::Comment, _) => output.gap = output.gap.max(Gap::Comment),
            _ if statement.is_custom_at(at) => {
                at = statement.end;
                output.push(&text[statement.start..at], false);
                statement.is_custom = false;
                continue;
            }
            (_, b"{" | b"}" | b";") if depth == 0 => {
                output.push(code, true);
                statement = Statement::at(text, end);
            }
            (_, b":") if depth == 0 && statement.is_declaration => {
                output.push(code, true);
                // Only the first colon of a declaration separates its name and its value.
                statement.is_declaration = false;
            }
            _ => {
                match code {
                    b"(" | b"[" => depth += 1,
                    b")" | b"]" => depth = depth.saturating_sub(1),
                    _ => {}
                }
                output.push(code, false);
            }
        }
        at = end;
    }
    if output.gap == Gap::Blank && !output.bytes.is_empty() {
        output.bytes.push(b'\n');
    }
    output.bytes
}

/// The white space and comments between two tokens.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Gap {
    None,
    /// A comment without white space beside it, which separates tokens and is no white space.
    Comment,
    Blank,
}

struct Output {
    bytes: Vec<u8>,
    gap: Gap,
    /// True at the start, and after a token that needs no white space.
    tight: bool,
}

impl Output {
    /// Appends a token. `tight` is true for a token that needs no white space on either side.
    fn push(&mut self, code: &[u8], tight: bool) {
        // White space before a colon stays: `a :hover` is not `a:hover`.
        let is_needed = !self.tight && !matches!(code, b"{" | b"}" | b";");
        match self.gap {
            Gap::Blank if is_needed => self.bytes.push(b' '),
            Gap::Comment if is_needed => self.bytes.extend_from_slice(b"/**/"),
            _ => {}
        }
        self.bytes.extend_from_slice(code);
        self.tight = tight;
        self.gap = Gap::None;
    }
}

/// What stands between two of the characters `{`, `}` and `;`: a declaration, a selector or an at-rule.
struct Statement {
    start: usize,
    end: usize,
    is_declaration: bool,
    /// True for the declaration of a custom property.
    is_custom: bool,
}

impl Statement {
    /// Finds the statement that begins after `start`.
    fn at(text: &[u8], start: usize) -> Self {
        let mut at = start;
        let mut first = None;
        let mut depth = 0_usize;
        let mut is_rule = false;
        while let Some((token, end)) = token(text, at) {
            let code = &text[at..end];
            if matches!(token, Token::Code) && !code.starts_with(b"/*") {
                let first = *first.get_or_insert(at);
                let is_custom = text[first..].starts_with(b"--");
                match code {
                    b";" | b"}" if depth == 0 => break,
                    b"{" if depth == 0 && !is_custom => {
                        is_rule = true;
                        break;
                    }
                    b"(" | b"[" | b"{" => depth += 1,
                    b")" | b"]" | b"}" => depth = depth.saturating_sub(1),
                    _ => {}
                }
            }
            at = end;
        }
        let first = first.unwrap_or(at);
        let begins = text.get(first..).unwrap_or_default();
        let is_custom = begins.starts_with(b"--");
        Self { start: first, end: at, is_declaration: !is_rule && !is_custom && !begins.starts_with(b"@"), is_custom }
    }

    fn is_custom_at(&self, at: usize) -> bool {
        self.is_custom && self.start == at && self.end > at
    }
}

enum Token {
    Blank,
    Comment,
    /// A name, a number, a string, an unquoted URL, a licence, or one byte.
    Code,
}

/// Returns the token at `at` and its end; `None` at the end of the text and if the rest cannot be split into tokens.
fn token(text: &[u8], at: usize) -> Option<(Token, usize)> {
    match text.get(at..)? {
        [] => None,
        [byte, ..] if is_blank(*byte) => {
            let length = text[at..].iter().take_while(|&&byte| is_blank(byte)).count();
            Some((Token::Blank, at + length))
        }
        [b'/', b'*', b'!', ..] => Some((Token::Code, comment_end(text, at).unwrap_or(text.len()))),
        [b'/', b'*', ..] => Some((Token::Comment, comment_end(text, at).unwrap_or(text.len()))),
        [quote @ (b'"' | b'\''), ..] => Some((Token::Code, string_end(text, at, *quote)?)),
        [byte, ..] if is_of_name(*byte) || *byte == b'-' => Some((Token::Code, name_end(text, at)?)),
        _ => Some((Token::Code, at + 1)),
    }
}

fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | 0x0C)
}

/// Returns the end of a string; `None` if its line ends before it.
fn string_end(text: &[u8], start: usize, quote: u8) -> Option<usize> {
    let mut at = start + 1;
    loop {
        match text.get(at..)? {
            [b'\\', b'\r', b'\n', ..] => at += 3,
            [b'\\', _, ..] => at += 2,
            [b'\n' | b'\r' | 0x0C, ..] | [] => return None,
            [byte, ..] if *byte == quote => return Some(at + 1),
            _ => at += 1,
        }
    }
}

/// Returns the end of a name, and of the whole function if it is an unquoted URL.
fn name_end(text: &[u8], start: usize) -> Option<usize> {
    let (mut at, mut has_escape) = (start, false);
    loop {
        match text.get(at) {
            Some(b'\\') => {
                at = escape_end(text, at);
                has_escape = true;
            }
            Some(&byte) if is_of_name(byte) || byte == b'-' => at += 1,
            Some(b'(') if has_escape => return None,
            Some(b'(') if text[start..at].eq_ignore_ascii_case(b"url") => return Some(url_end(text, at)),
            _ => return Some(at),
        }
    }
}

/// Returns the end of the escape at `start`: a character, or up to six hexadecimal digits and one white space after
/// them.
fn escape_end(text: &[u8], start: usize) -> usize {
    let digits = text[start + 1..].iter().take(6).take_while(|byte| byte.is_ascii_hexdigit()).count();
    let end = start + 1 + digits;
    match text.get(end..).unwrap_or_default() {
        [] => end,
        _ if digits == 0 => end + 1,
        [b'\r', b'\n', ..] => end + 2,
        [byte, ..] if is_blank(*byte) => end + 1,
        _ => end,
    }
}

/// Returns the end of the URL whose parenthesis is at `open`. If it is quoted, this is the end of the parenthesis only.
fn url_end(text: &[u8], open: usize) -> usize {
    let blanks = text[open + 1..].iter().take_while(|&&byte| is_blank(byte)).count();
    if matches!(text.get(open + 1 + blanks), Some(b'"' | b'\'')) {
        return open;
    }
    let mut at = open + 1;
    loop {
        match text.get(at..).unwrap_or_default() {
            [] => return text.len(),
            [b')', ..] => return at + 1,
            [b'\\', _, ..] => at += 2,
            _ => at += 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn strips(table: &[(&str, &str)]) {
        for (text, expected) in table {
            let stripped = style(text.as_bytes());
            assert_eq!(String::from_utf8(stripped.clone()).as_deref(), Ok(*expected), "{text}");
            assert_eq!(style(&stripped), stripped, "{text}: stripped twice");
        }
    }

    #[test]
    fn comments_and_white_space_are_removed() {
        strips(&[
            ("/* a */ b {\n    c: d;\n    e: f, g;\n}\n\nh,\ni {\n}\n", "b{c:d;e:f, g;}h, i{}\n"),
            ("@media (width > 1px) {\n  a {\n    b: c;\n  }\n}\n", "@media (width > 1px){a{b:c;}}\n"),
            ("a { b: c /* never closed", "a{b:c\n"),
            ("a { b: c; & d:hover { e: f } }", "a{b:c;& d:hover{e:f}}"),
            ("@import \"a.css\" ; @layer b, c ;", "@import \"a.css\";@layer b, c;"),
            ("/* a */\n", ""),
            ("", ""),
        ]);
    }

    #[test]
    fn white_space_with_a_meaning_stays() {
        strips(&[
            ("a :hover { b : c }", "a :hover{b :c}"),
            ("a > b + c ~ d { e: f }", "a > b + c ~ d{e:f}"),
            ("a { b: calc(1px  +  2px  -  var(--c, 3px)) }", "a{b:calc(1px + 2px - var(--c, 3px))}"),
            ("a { margin: 1px  -2px !important }", "a{margin:1px -2px !important}"),
            ("@media  not all  and (a : b) { }", "@media not all and (a : b){}"),
            (":is( a , b ) :not( c ) { }", ":is( a , b ) :not( c ){}"),
            ("a: hover b { c: d }", "a: hover b{c:d}"),
            ("a[b  i] { c: d }", "a[b i]{c:d}"),
            ("a { grid: [b]  'c  d'  [e] }", "a{grid:[b] 'c  d' [e]}"),
        ]);
    }

    #[test]
    fn comments_separate_tokens() {
        strips(&[
            ("a/* b */c { d: e/**/f }", "a/**/c{d:e/**/f}"),
            ("a/* b */ c { d: e /**/f }", "a c{d:e f}"),
            ("a,/* b */c{/* d */}/* e */f{}", "a,/**/c{}f{}"),
        ]);
    }

    #[test]
    fn strings_and_urls_stay_as_they_are() {
        strips(&[
            ("a::after { content: \"/*  \\\"  { x\" ; }", "a::after{content:\"/*  \\\"  { x\";}"),
            ("a { content: 'b\\\n  c' ; }", "a{content:'b\\\n  c';}"),
            ("a { b: url( c/*d.png ) ; e: f }", "a{b:url( c/*d.png );e:f}"),
            ("a { b: URL(data:image/png;base64,//) ; e: f }", "a{b:URL(data:image/png;base64,//);e:f}"),
            ("a { b: url(c\\)  d) ; e: f }", "a{b:url(c\\)  d);e:f}"),
            ("a { b: url( 'c)  d' ) ; e: f }", "a{b:url( 'c)  d' );e:f}"),
            ("a { b: image-set( url( c ), 'd' ) }", "a{b:image-set( url( c ), 'd' )}"),
        ]);
    }

    #[test]
    fn custom_properties_stay_as_they_are() {
        strips(&[
            ("a { --b:  c ,  d /* e */ ;  f: g ,  h; }", "a{--b:  c ,  d /* e */ ;f:g , h;}"),
            ("a { --b: ; --c:{ d:  e; } ; f:  g }", "a{--b: ;--c:{ d:  e; } ;f:g}"),
            ("a { f: g ; --b: '}' ;  }", "a{f:g;--b: '}' ;}"),
            ("a { f: var( --b ) }", "a{f:var( --b )}"),
            ("@property  --a { syntax: '*' ; }", "@property --a{syntax:'*';}"),
        ]);
    }

    #[test]
    fn escapes_keep_the_white_space_that_ends_them() {
        strips(&[
            (".\\31  b { c: d }", ".\\31  b{c:d}"),
            (".\\31 { c: d }", ".\\31 {c:d}"),
            (".a\\{  b { c: d }", ".a\\{ b{c:d}"),
            ("a { b: '\\31  c' }", "a{b:'\\31  c'}"),
        ]);
    }

    #[test]
    fn licences_stay() {
        strips(&[("/*! Rights. */\na { b: c /*! d */ }", "/*! Rights. */ a{b:c /*! d */}")]);
    }

    #[test]
    fn the_rest_is_unchanged_where_tokens_are_uncertain() {
        strips(&[
            ("a { b: c }\nd { e: 'f\n  g }\n  h { i: j }", "a{b:c}d{e:'f\n  g }\n  h { i: j }"),
            ("a { b: u\\72l( c/*  d ) } /* e */", "a{b:u\\72l( c/*  d ) } /* e */"),
        ]);
    }

    #[test]
    fn bytes_outside_utf_8_survive() {
        assert_eq!(style(b"a { b: '\xff' ;  c: \xff }"), b"a{b:'\xff';c:\xff}");
    }
}

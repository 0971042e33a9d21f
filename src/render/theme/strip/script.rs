//! Strips scripts. A lexer splits the text into tokens; line ends stay where a semicolon may be inserted automatically.

use super::{comment_end, is_of_name, line_end};

/// Returns a script without comments and white space that separates nothing. Returns the script unchanged if it cannot
/// be split into tokens with certainty: after a syntax error, or where `/` may begin a regular expression or be a
/// division.
pub(in super::super) fn script(text: &[u8]) -> Vec<u8> {
    stripped(text).unwrap_or_else(|| text.to_vec())
}

fn stripped(text: &[u8]) -> Option<Vec<u8>> {
    // Only the first line of a file can be a hashbang, and browsers ignore it.
    if text.starts_with(b"#!") {
        return None;
    }
    let mut lexer = Lexer::new(text, 0);
    let mut output = Output { bytes: Vec::with_capacity(text.len()), gap: Gap::None };
    while lexer.at < text.len() {
        let start = lexer.at;
        let token = lexer.next()?;
        let code = &text[start..lexer.at];
        match token {
            Token::Blank => output.gap = output.gap.max(Gap::Blank),
            Token::LineEnd => output.gap = output.gap.max(Gap::Line),
            Token::Licence if code.starts_with(b"//") => {
                output.push(code, text.get(lexer.at..)?);
                output.gap = Gap::Kept;
            }
            Token::Licence | Token::Code => output.push(code, &text[lexer.at..]),
        }
    }
    if output.gap > Gap::Blank && !output.bytes.is_empty() {
        output.bytes.push(b'\n');
    }
    Some(output.bytes)
}

/// White space since the last token.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Gap {
    None,
    Blank,
    /// A line end, which stays if it may separate statements.
    Line,
    /// A line end that must stay.
    Kept,
}

struct Output {
    bytes: Vec<u8>,
    gap: Gap,
}

impl Output {
    /// Appends a token and, before it, the white space that must stay. `rest` is the text after the token.
    fn push(&mut self, code: &[u8], rest: &[u8]) {
        let (first, second) = (code[0], code.get(1).or(rest.first()).copied());
        match (self.gap, self.bytes.last()) {
            (Gap::None, _) | (_, None) => {}
            (Gap::Blank, Some(_)) if !separates(&self.bytes, first) => {}
            (Gap::Blank, Some(_)) => self.bytes.push(b' '),
            (Gap::Line, Some(&last)) if joins(last, first, second) => {}
            (Gap::Line | Gap::Kept, Some(_)) => self.bytes.push(b'\n'),
        }
        self.bytes.extend_from_slice(code);
        self.gap = Gap::None;
    }
}

/// True if a blank between `before` and the byte `next` separates two tokens.
fn separates(before: &[u8], next: u8) -> bool {
    let Some(&last) = before.last() else { return false };
    let is_word = |byte: u8| is_of_name(byte) || byte == b'#';
    (is_word(last) && is_word(next))
        // `a + +b`, `a - -b`, `a / /b/`.
        || (last == next && is_operator(next))
        // `1 .toString()`.
        || (last.is_ascii_digit() && next == b'.')
        // Flags may follow a regular expression, and a comment may follow a division.
        || (last == b'/' && (is_word(next) || next == b'*'))
        // `<!--` and `-->` are comments.
        || matches!((last, next), (b'<', b'!') | (b'!', b'-') | (b'-', b'>'))
        // A syntax error must stay one.
        || (is_operator(last) && matches!(next, b'=' | b'>' | b'.'))
}

fn is_operator(byte: u8) -> bool {
    matches!(byte, b'=' | b'<' | b'>' | b'&' | b'|' | b'?' | b'*' | b'%' | b'^' | b'+' | b'-' | b'/' | b'!' | b'.')
}

/// True if no statement can end at a line end between the bytes `last` and `next`, of which `second` is the byte after
/// `next`, and if the tokens on both sides stay separate without it.
fn joins(last: u8, next: u8, second: Option<u8>) -> bool {
    match next {
        b')' | b']' | b'}' | b',' | b';' => true,
        _ if matches!(last, b'(' | b'[' | b'{' | b',' | b';') => true,
        // Method chains. `.5` is a number, and `1.` is one, too.
        b'.' => {
            (matches!(last, b')' | b']' | b'}') || is_of_name(last))
                && !last.is_ascii_digit()
                && second.is_some_and(|byte| is_of_name(byte) && !byte.is_ascii_digit() || byte == b'#')
        }
        // After these operators, a statement goes on.
        _ => matches!(last, b'=' | b'&' | b'|' | b'?' | b':' | b'<' | b'>') && !is_operator(next),
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Token {
    Blank,
    /// A line end, or a comment that contains one.
    LineEnd,
    Licence,
    Code,
}

/// The meaning of a `/` after a token.
#[derive(Clone, Copy, PartialEq)]
enum Slash {
    Pattern,
    Division,
    /// It depends on more than the lexer knows.
    Unknown,
}

/// A token other than white space and comments, as far as the following tokens depend on it.
#[derive(Clone, Copy)]
struct Previous<'a> {
    code: &'a [u8],
    slash: Slash,
    /// True for a keyword with a condition in parentheses.
    is_condition: bool,
}

struct Lexer<'a> {
    text: &'a [u8],
    at: usize,
    previous: Previous<'a>,
    /// For each open parenthesis, true if a condition is in it.
    parentheses: Vec<bool>,
    /// True if nothing but white space and comments is between the last line end and the position.
    is_line_start: bool,
}

impl<'a> Lexer<'a> {
    fn new(text: &'a [u8], at: usize) -> Self {
        let previous = Previous { code: b"", slash: Slash::Pattern, is_condition: false };
        Self { text, at, previous, parentheses: Vec::new(), is_line_start: true }
    }

    fn rest(&self) -> &'a [u8] {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// Reads a token. Returns `None` if the text is not a script, or if it cannot tell.
    fn next(&mut self) -> Option<Token> {
        let rest = self.rest();
        if let Some(length) = line_end(rest) {
            self.at += length;
            self.is_line_start = true;
            return Some(Token::LineEnd);
        }
        match rest {
            // Blanks, tabs, vertical tabs and form feeds.
            [b' ' | b'\t' | 0x0B | 0x0C, ..] => {
                self.at += 1;
                Some(Token::Blank)
            }
            [b'/', b'/' | b'*', ..] => self.comment(),
            [b'<', b'!', b'-', b'-', ..] | [] => None,
            [b'-', b'-', b'>', ..] if self.is_line_start => None,
            _ => {
                self.code()?;
                self.is_line_start = false;
                Some(Token::Code)
            }
        }
    }

    fn comment(&mut self) -> Option<Token> {
        let (rest, start) = (self.rest(), self.at);
        let is_block = rest.starts_with(b"/*");
        self.at = if is_block {
            comment_end(self.text, start)?
        } else {
            let length = (0..rest.len()).find(|&at| line_end(&rest[at..]).is_some());
            start + length.unwrap_or(rest.len())
        };
        let comment = &self.text[start..self.at];
        let has_line_end = (0..comment.len()).any(|at| line_end(&comment[at..]).is_some());
        self.is_line_start |= has_line_end;
        Some(match comment.get(2) {
            Some(b'!') => Token::Licence,
            _ if has_line_end => Token::LineEnd,
            _ => Token::Blank,
        })
    }

    /// Reads a word, a string, a regular expression, a template literal or an operator.
    fn code(&mut self) -> Option<()> {
        let rest = self.rest();
        let start = self.at;
        match rest {
            [quote @ (b'"' | b'\''), ..] => self.literal(quoted_end(self.text, start, *quote)?),
            [b'`', ..] => self.literal(template_end(self.text, start)?),
            [b'/', ..] => match self.previous.slash {
                Slash::Pattern => self.literal(quoted_end(self.text, start, b'/')?),
                Slash::Division => self.operator(1, Slash::Pattern),
                Slash::Unknown => return None,
            },
            [first, ..] if is_of_name(*first) => self.word()?,
            [b'(', ..] => {
                self.parentheses.push(self.previous.is_condition);
                self.operator(1, Slash::Pattern);
            }
            [b')', ..] => {
                let is_condition = self.parentheses.pop()?;
                self.operator(1, if is_condition { Slash::Unknown } else { Slash::Division });
            }
            // The end of a block, or of an object, a function or a class.
            [b'}', ..] => self.operator(1, Slash::Unknown),
            [b'.', b'.', b'.', ..] => self.operator(3, Slash::Pattern),
            // A regular expression cannot be incremented and is no property; `1.` is a number.
            [b'+', b'+', ..] | [b'-', b'-', ..] => self.operator(2, Slash::Division),
            [b']' | b'.', ..] => self.operator(1, Slash::Division),
            _ => self.operator(1, Slash::Pattern),
        }
        Some(())
    }

    fn literal(&mut self, end: usize) {
        self.operator(end - self.at, Slash::Division);
    }

    fn operator(&mut self, length: usize, slash: Slash) {
        let end = self.at + length;
        self.previous = Previous { code: &self.text[self.at..end], slash, is_condition: false };
        self.at = end;
    }

    /// Reads a name, a keyword, a number, or a part of one.
    fn word(&mut self) -> Option<()> {
        let (rest, start) = (self.rest(), self.at);
        let length = rest.iter().take_while(|&&byte| is_of_name(byte)).count();
        // Stops before U+2028 and U+2029, which end a line.
        let length = (1..length).find(|&at| line_end(&rest[at..]).is_some()).unwrap_or(length);
        let word = &rest[..length];
        // White space outside ASCII would be part of the word.
        let is_blank = |c: char| c.is_whitespace() || c == '\u{FEFF}';
        if std::str::from_utf8(word).ok()?.contains(is_blank) {
            return None;
        }
        let is_property = matches!(self.previous.code, b"." | b"#");
        let (slash, is_condition) = match word {
            _ if is_property => (Slash::Division, false),
            // Perhaps the rest of a name with an escape such as `\u{69}`.
            _ if start > 0 && self.text[start - 1] == b'}' => (Slash::Unknown, false),
            b"if" | b"while" | b"for" | b"with" => (Slash::Pattern, true),
            // These are names in some places and keywords in others. `for await (…)` contains a condition.
            b"await" => (Slash::Unknown, self.previous.code == b"for"),
            b"of" | b"yield" | b"let" | b"async" | b"get" | b"set" | b"static" => (Slash::Unknown, false),
            b"return" | b"typeof" | b"case" | b"in" | b"instanceof" | b"new" | b"throw" | b"do" | b"else" | b"void"
            | b"delete" | b"default" | b"extends" => (Slash::Pattern, false),
            _ => (Slash::Division, false),
        };
        self.at += length;
        self.previous = Previous { code: word, slash, is_condition };
        Some(())
    }
}

/// Returns the end of a string or regular expression on one line. In a regular expression, `[/]` does not end it.
fn quoted_end(text: &[u8], start: usize, quote: u8) -> Option<usize> {
    let (mut at, mut is_in_class) = (start + 1, false);
    loop {
        match *text.get(at)? {
            // A string goes on after an escaped line end; a regular expression does not.
            b'\\' if quote == b'/' => {
                line_end(text.get(at + 1..)?).is_none().then_some(())?;
                at += 1;
            }
            b'\\' if text[at..].starts_with(b"\\\r\n") => at += 2,
            b'\\' => at += 1,
            b'\n' | b'\r' => return None,
            _ if quote == b'/' && line_end(&text[at..]).is_some() => return None,
            b'[' if quote == b'/' => is_in_class = true,
            b']' => is_in_class = false,
            byte if byte == quote && !is_in_class => return Some(at + 1),
            _ => {}
        }
        at += 1;
    }
}

/// Returns the end of a template literal, including the code in its `${…}`.
fn template_end(text: &[u8], start: usize) -> Option<usize> {
    let mut at = start + 1;
    loop {
        match text.get(at..)? {
            [b'\\', _, ..] => at += 2,
            [b'`', ..] => return Some(at + 1),
            [b'$', b'{', ..] => at = substitution_end(text, at + 2)?,
            [] => return None,
            _ => at += 1,
        }
    }
}

/// Returns the end of the code of a `${…}` that begins at `start`.
fn substitution_end(text: &[u8], start: usize) -> Option<usize> {
    let mut lexer = Lexer::new(text, start);
    lexer.is_line_start = false;
    let mut depth = 0_usize;
    loop {
        if lexer.next()? != Token::Code {
            continue;
        }
        match lexer.previous.code {
            b"{" => depth += 1,
            b"}" if depth == 0 => return Some(lexer.at),
            b"}" => depth -= 1,
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn strips(table: &[(&str, &str)]) {
        for (text, expected) in table {
            assert_eq!(String::from_utf8(script(text.as_bytes())).as_deref(), Ok(*expected), "{text}");
        }
    }

    /// Checks that these scripts stay as they are, although each has a comment and white space to remove.
    #[track_caller]
    fn leaves(table: &[&str]) {
        for text in table {
            let text = format!("{text}\n  end(); // end\n");
            assert_eq!(String::from_utf8(script(text.as_bytes())).as_deref(), Ok(text.as_str()));
        }
    }

    #[test]
    fn comments_and_white_space_are_removed() {
        strips(&[
            ("/** A part.\n * @param {x} y */\n  a();  // why\n\n    b();\n", "a();b();\n"),
            ("const a = /** @type {B} */ (c);\n", "const a=(c);\n"),
            ("const a = {\n  ...b,\n  c: [\n    1,\n  ],\n};\n", "const a={...b,c:[1,],};\n"),
            ("a\n  .b()\n  ?.c()\n", "a.b()\n?.c()\n"),
            ("a =\n  b &&\n  c ||\n  'd';", "a=b&&c||'d';"),
            ("// a\n", ""),
            ("", ""),
        ]);
    }

    #[test]
    fn literals_stay_as_they_are() {
        strips(&[
            ("a = \"// no\" + '/* no */';", "a=\"// no\"+'/* no */';"),
            ("a = 'it\\'s  \\\n  b'; // c", "a='it\\'s  \\\n  b';"),
            ("a = 'b  \\\r\n  c' ;", "a='b  \\\r\n  c';"),
            ("a = '\u{2028}  b' ;", "a='\u{2028}  b';"),
            ("a = `//  ${b(`/* ${\"}\"} */`)}\n   c`; // d", "a=`//  ${b(`/* ${\"}\"} */`)}\n   c`;"),
            ("a = `${b /* ` } */}  ${{c: {}}}  \\`  ${/}`/}  ` ;", "a=`${b /* ` } */}  ${{c: {}}}  \\`  ${/}`/}  `;"),
            ("a = /[/]\\/'\"  /g.test(b) / c / d; // e", "a=/[/]\\/'\"  /g.test(b)/ c/ d;"),
            ("return /\"  /;", "return/\"  /;"),
            ("a = b ? /'  / : [/\"  /, !/`  /];", "a=b?/'  /:[/\"  /,!/`  /];"),
            ("a = (b) / c / '  /';", "a=(b)/ c/'  /';"),
            ("a = b[0] / c / '  /';", "a=b[0]/ c/'  /';"),
            ("a = b++ / c / '  /';", "a=b++/ c/'  /';"),
            ("a = 1. / b / '  /';", "a=1./ b/'  /';"),
            ("a = b.return / c / '  /';", "a=b.return/ c/'  /';"),
            ("a = b.if(c) / d / '  /';", "a=b.if(c)/ d/'  /';"),
            ("a = this.#in / c / '  /';", "a=this.#in/ c/'  /';"),
            ("a = éin / c / '  /';", "a=éin/ c/'  /';"),
        ]);
    }

    #[test]
    fn licences_stay() {
        strips(&[
            ("/*! Rights. */\na ;", "/*! Rights. */\na;"),
            ("//! Rights,\n  a ;", "//! Rights,\na;"),
            ("a = [ //! Rights,\n  b ];", "a=[//! Rights,\nb];"),
            ("return\n/*! a */ b", "return\n/*! a */ b"),
        ]);
    }

    #[test]
    fn white_space_that_separates_tokens_stays() {
        strips(&[
            ("a + +b - -c / /d/ in e ;", "a+ +b- -c/ /d/ in e;"),
            ("a + ++b - --c ;", "a+ ++b- --c;"),
            ("1 .toFixed() ; a = .5 ;", "1 .toFixed();a= .5;"),
            ("5 < !--b ; 5 <! --b ;", "5< !--b;5<! --b;"),
            ("a-- > 0 ;", "a-- >0;"),
            ("/a/ in b ; /a/ * b ;", "/a/ in b;/a/ *b;"),
            ("#a in b ; é in à ;", "#a in b;é in à;"),
            // These are syntax errors, and stay syntax errors.
            ("a = = b ; a = > b ; a ? .b ; a & & b ;", "a= =b;a= >b;a? .b;a& &b;"),
        ]);
    }

    #[test]
    fn line_ends_that_may_end_statements_stay() {
        strips(&[
            ("return/* a\n */b", "return\nb"),
            ("return // a\n  b", "return\nb"),
            ("a\n  ++b\n", "a\n++b\n"),
            ("a++\n  b\n", "a++\nb\n"),
            ("a\n  .5.toFixed()\n", "a\n.5.toFixed()\n"),
            ("1\n  .toFixed()\n", "1\n.toFixed()\n"),
            ("a\n  (b)\n  [c]\n  `d`\n", "a\n(b)\n[c]\n`d`\n"),
            ("a\r  b\r\n  c\u{2028}  d\u{2029}e // f\r  g // h\u{2028}i", "a\nb\nc\nd\ne\ng\ni"),
            ("'use strict'\n  a()\n", "'use strict'\na()\n"),
            ("do a(); while (b)\n  c()\n", "do a();while(b)\nc()\n"),
            ("class A {\n  a\n  b\n}\n", "class A{a\nb}\n"),
            ("a =\n  = b", "a=\n=b"),
        ]);
    }

    #[test]
    fn a_script_with_an_ambiguous_slash_is_unchanged() {
        leaves(&[
            "if (a) /b  '/.test(c);",
            "for await (a of b) /c  '/.test(d);",
            "{}  /a  '/.test(b);",
            "a = {}  / '/';",
            "a = \\u{69}in  / b / '  /';",
            "for (a of  /b  '/) c();",
            "yield  / a / '  /';",
            "return\u{a0}/a  '/;",
        ]);
    }

    #[test]
    fn a_text_that_is_no_script_is_unchanged() {
        leaves(&[
            "a = 'never closed",
            "a = /never  closed",
            "`${",
            "`${a",
            "`${'}`",
            "a)",
            "#!/usr/bin/env  node",
            "a <!-- b  'c",
            "--> a  'b",
            "/* a\n */ --> b  'c",
        ]);
        assert_eq!(script(b"a  /* never closed"), b"a  /* never closed");
        assert_eq!(script(b"a  \xff "), b"a  \xff ");
    }

    #[test]
    fn a_stripped_script_has_the_same_tokens_and_cannot_be_stripped_further() {
        let tokens = [
            "a", "1", "1.", ".5", "'b'", "/c/", "`d`", "(", "[e]", "+", "++", "-", "--", "/", "*", "=", ">", "<", "!",
            "?", ".", "...", "#f", "é", ",", ";", ":", "return", "\\u0067",
        ];
        let gaps = [" ", "\n", "/**/", "\t// h\n", "\r"];
        let pairs = tokens.iter().flat_map(|left| tokens.map(|right| (left, right)));
        for ((left, right), gap) in pairs.flat_map(|pair| gaps.map(|gap| (pair, gap))) {
            let text = format!("{left}{gap}{right}");
            let stripped = script(text.as_bytes());
            match code(text.as_bytes()) {
                Some(expected) => assert_eq!(code(&stripped), Some(expected), "{text:?}"),
                None => assert_eq!(stripped, text.as_bytes()),
            }
            assert_eq!(script(&stripped), stripped, "{text:?}");
        }
    }

    /// Returns all tokens but white space and comments.
    fn code(text: &[u8]) -> Option<Vec<Vec<u8>>> {
        let mut lexer = Lexer::new(text, 0);
        let mut found = Vec::new();
        while lexer.at < text.len() {
            let start = lexer.at;
            if lexer.next()? == Token::Code {
                found.push(text[start..lexer.at].to_vec());
            }
        }
        Some(found)
    }
}

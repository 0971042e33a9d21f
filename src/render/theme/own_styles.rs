//! Checks the styles of a site's own theme: braces in pairs, and custom properties that exist.
//!
//! Browsers pass over mistakes in styles without a word. Other rules of CSS are not checked.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::read::ThemeFile;
use crate::source::{FileId, Span};
use crate::text::Slice;

/// A custom property that a style mentions.
struct Token<'t> {
    name: &'t str,
    at: usize,
    role: Role,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    /// `--accent: red`
    Set,
    /// `var(--accent)`
    Used,
    /// Any other mention, such as `var(--accent, red)`, which works without the property.
    Other,
}

/// Checks all styles of the site's own theme.
pub(super) fn check(files: &[ThemeFile]) -> Vec<Diagnostic> {
    let own = |file: &&ThemeFile| file.own && file.path.ends_with(".css");
    let styles: Vec<(FileId, &str)> = files
        .iter()
        .filter(own)
        .filter_map(|file| Some((file.file?, std::str::from_utf8(&file.bytes).ok()?)))
        .collect();
    if styles.is_empty() {
        return Vec::new();
    }
    let others = files.iter().filter(|file| !own(file)).filter_map(|file| std::str::from_utf8(&file.bytes).ok());
    let known: BTreeSet<&str> = others.flat_map(mentions).collect();
    let of_role = |role: Role| -> BTreeSet<&str> {
        let all = styles.iter().flat_map(|(_, text)| tokens(text));
        all.filter(|token| token.role == role || token.role == Role::Other).map(|token| token.name).collect()
    };
    let (set, used) = (of_role(Role::Set), of_role(Role::Used));
    let mut found = Vec::new();
    for &(file, text) in &styles {
        found.extend(braces(file, text));
        let mut seen = BTreeSet::new();
        for token in tokens(text) {
            let message = match token.role {
                Role::Set if !used.contains(token.name) => format!("no style of the theme uses `{}`", token.name),
                Role::Used if !set.contains(token.name) => format!("the theme has no `{}`", token.name),
                _ => continue,
            };
            if !known.contains(token.name) && seen.insert(token.name) {
                found.push(unknown(file, &token, message, &known));
            }
        }
    }
    found
}

fn unknown(file: FileId, token: &Token<'_>, message: String, known: &BTreeSet<&str>) -> Diagnostic {
    let span = Span::new(file, token.at..token.at + token.name.len());
    let found = Diagnostic::new(Code::ThemeStyle, span, message);
    match nearest(token.name, known.iter().copied()) {
        Some(near) => found.because(format!("did you mean `{near}`?")).suggest(format!("write `{near}`"), span, near),
        None if token.role == Role::Set => found.help("remove the line, or use the property in a style of your theme"),
        None => found
            .help(format!("give it a value, such as `:root {{ {}: red; }}`, or a name that the theme has", token.name)),
    }
}

/// The names that look like custom properties, anywhere in a text. A script has them in strings.
fn mentions(text: &str) -> impl Iterator<Item = &str> {
    names(text).into_iter().map(|range| text.slice(range))
}

/// The custom properties in a style, outside comments and strings.
fn tokens(text: &str) -> Vec<Token<'_>> {
    let plain = without_comments(text);
    let token = |range: Range<usize>| {
        let (before, after) = (plain.slice(..range.start).trim_end(), plain.slice(range.end..).trim_start());
        let role = match (before, after) {
            (before, after) if before.ends_with("var(") && after.starts_with(')') => Role::Used,
            (before, after) if before.ends_with(['{', ';', '}']) && after.starts_with(':') => Role::Set,
            _ => Role::Other,
        };
        Token { name: text.slice(range.clone()), at: range.start, role }
    };
    names(&plain).into_iter().map(token).collect()
}

/// The ranges of the names that begin with two hyphens and a letter.
fn names(text: &str) -> Vec<Range<usize>> {
    let is_name = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(at) = text.slice(from..).find("--").map(|at| from + at) {
        let rest = text.slice(at..);
        let end = at + rest.find(|c| !is_name(c)).unwrap_or(rest.len());
        from = end.max(at + 2);
        if !text.slice(..at).ends_with(is_name) && text.slice(at + 2..end).starts_with(char::is_alphabetic) {
            found.push(at..end);
        }
    }
    found
}

/// `text` with spaces instead of the characters of comments and strings, of the same length in bytes.
fn without_comments(text: &str) -> String {
    let mut bytes = text.as_bytes().to_vec();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let rest = &text.as_bytes()[at..];
        let len = match byte {
            b'/' if rest.starts_with(b"/*") => {
                rest.windows(2).skip(2).position(|two| two == b"*/").map_or(rest.len(), |end| end + 4)
            }
            b'"' | b'\'' => string_len(rest),
            _ => 0,
        };
        bytes[at..at + len].fill(b' ');
        at += len.max(1);
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

/// The length of the string at the start of `rest`, with its quotes. A string ends with its line.
fn string_len(rest: &[u8]) -> usize {
    let mut at = 1;
    while let Some(&byte) = rest.get(at) {
        match byte {
            b'\\' => at += 1,
            b'\n' => return at,
            _ if byte == rest[0] => return at + 1,
            _ => {}
        }
        at += 1;
    }
    rest.len()
}

/// Reports the first brace without a partner.
fn braces(file: FileId, text: &str) -> Option<Diagnostic> {
    let plain = without_comments(text);
    let mut open = Vec::new();
    for (at, c) in plain.char_indices() {
        match c {
            '{' => open.push(at),
            '}' if open.pop().is_none() => {
                let found = Diagnostic::new(Code::ThemeStyle, Span::new(file, at..at + 1), "this `}` closes nothing");
                return Some(found.help("remove it, or write the `{` that is missing before it"));
            }
            _ => {}
        }
    }
    let at = *open.first()?;
    let found = Diagnostic::new(Code::ThemeStyle, Span::new(file, at..at + 1), "this `{` is never closed");
    Some(
        found
            .because("browsers skip the styles after it, or read them as part of it")
            .help("write the `}` that is missing after it"),
    )
}

//! Maps the characters of a front-matter value to their positions in the file. The value and its source differ only in
//! quotes, escapes and white space at line breaks.

use crate::source::Span;
use crate::text::{Slice, saturating_u32};

/// Returns the position in the file of each byte of `text`, which is written at `span`. `None` if the two cannot be
/// aligned; then only the span of the whole value is known.
pub(super) fn positions(source: &str, span: Span, text: &str) -> Option<Vec<u32>> {
    let raw = source.get(span.range())?;
    let quote = raw.chars().next().filter(|quote| matches!(quote, '"' | '\''));
    let mut at = match raw.chars().next()? {
        '"' | '\'' => 1,
        '|' | '>' => raw.find('\n')?,
        _ => 0,
    };
    let mut positions = Vec::with_capacity(text.len());
    // At a line break, the file may have more white space than the value.
    let mut blank = true;
    for c in text.chars() {
        if blank && !c.is_whitespace() {
            at += blanks(raw.slice(at..));
        }
        let (from, length) = written(raw.slice(at..), c, quote, blank)?;
        positions.extend((0..c.len_utf8()).map(|byte| span.start + saturating_u32(at + from + byte.min(length))));
        at += from + length;
        blank = c.is_whitespace();
    }
    Some(positions)
}

/// Finds `c` at the beginning of `raw`. Returns the number of bytes before it (an escape character) and its own length
/// in bytes.
fn written(raw: &str, c: char, quote: Option<char>, blank: bool) -> Option<(usize, usize)> {
    if c.is_whitespace() {
        let length = if c != '\n' && raw.starts_with(c) { c.len_utf8() } else { blanks(raw) };
        return (length > 0 || blank).then_some((0, length));
    }
    let pair = |first: char| raw.strip_prefix(first).is_some_and(|rest| rest.starts_with(c));
    match quote {
        Some('\'') if c == '\'' => pair('\'').then_some((1, 1)),
        Some('"') if matches!(c, '"' | '\\') => pair('\\').then_some((1, 1)),
        _ => raw.starts_with(c).then_some((0, c.len_utf8())),
    }
}

fn blanks(raw: &str) -> usize {
    raw.len() - raw.trim_start().len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::FileId;

    #[test]
    fn positions_account_for_quotes_escapes_and_line_breaks() {
        for (raw, text) in [
            ("see [b](b.md)", "see [b](b.md)"),
            ("\"see \\\"[b](b.md)\\\"\"", "see \"[b](b.md)\""),
            ("'it''s [b](b.md)'", "it's [b](b.md)"),
            ("see  \n    [b](b.md)", "see [b](b.md)"),
            ("|\n  see\n\n  [b](b.md)", "see\n\n[b](b.md)"),
            (">-\n  é see\n  [b](b.md)", "é see [b](b.md)"),
        ] {
            let source = format!("k: {raw}\n");
            let positions =
                positions(&source, Span::new(FileId(0), 3..3 + raw.len()), text).expect("the positions are known");
            assert_eq!(positions.len(), text.len());
            let at = positions[text.find("b.md").expect("the text contains the link")] as usize;
            assert_eq!(source.slice(at..at + 4), "b.md", "{raw}");
        }
        let other = positions("k: \"a\\tb\"", Span::new(FileId(0), 3..9), "a\tb");
        assert_eq!(other, None);
    }
}

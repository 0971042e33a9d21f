//! Mistakes that YAML accepts: a `#` that turns text into a comment, and quotation marks that YAML treats as letters.

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::source::Span;
use crate::text::Slice;
use crate::yaml::{Comment, Document, Input, Node, Value, quoted};

/// Reports text that YAML reads differently from what the author meant.
pub(in crate::yaml) fn silent(input: Input<'_>, document: &Document<'_>, found: &mut Vec<Diagnostic>) {
    for comment in &document.comments {
        found.extend(swallowed(input, comment));
    }
    walk(input, &document.root, found);
}

/// Reports a `#` inside an unquoted value, such as `Case #4`: YAML reads the rest of the line as a comment.
fn swallowed(input: Input<'_>, comment: &Comment<'_>) -> Option<Diagnostic> {
    if !comment.text.starts_with(char::is_alphanumeric) {
        return None;
    }
    let at = comment.span.range();
    let start = input.text.slice(..at.start).rfind('\n').map_or(0, |newline| newline + 1);
    let before = input.text.slice(start..at.start);
    let written = before.trim();
    if written.is_empty() || written.ends_with(['"', '\'', ']', '}']) {
        return None;
    }
    let message = "the `#` begins a comment, so the rest of the line is not part of the text";
    let found = Diagnostic::new(Code::YamlHash, comment.span, message).because("this is lost");
    let text = input.text.slice(start..at.end);
    let value = before.rfind(": ").map(|colon| colon + 2).or_else(|| before.find("- ").map(|dash| dash + 2));
    let value = value.or_else(|| written.ends_with(':').then_some(before.trim_end().len() + 1));
    Some(match value {
        Some(value) if text.is_char_boundary(value) && value <= text.len() => {
            let head = text.slice(..value);
            let corrected = format!("{}{}", head, quoted(text.slice(value..).trim()));
            found
                .replace("put quotes around the text", Span::new(input.file, start..at.end), corrected)
                .help("or, if it is meant as a comment, put a space after the `#`")
        }
        _ => found.help("put quotes around the whole text"),
    })
}

fn walk(input: Input<'_>, node: &Node<'_>, found: &mut Vec<Diagnostic>) {
    match &node.value {
        Value::Scalar { text, plain: true } => found.extend(odd_quotes(input, text, node.span)),
        Value::List(items) => items.iter().for_each(|item| walk(input, item, found)),
        Value::Map(entries) => entries.iter().for_each(|entry| walk(input, &entry.value, found)),
        _ => {}
    }
}

/// Typographic quotation marks around a text, or a straight one only at its end.
fn odd_quotes(input: Input<'_>, text: &str, span: Span) -> Option<Diagnostic> {
    if text.starts_with(['“', '„', '”']) && text.ends_with(['”', '“', '„']) {
        let inner = text.trim_matches(['“', '”', '„']);
        let message = "these curly quotation marks are not quotes for YAML, so they will be shown on the page";
        let found = Diagnostic::new(Code::YamlSmartQuotes, span, message);
        let keep = format!("or keep them inside straight ones: '{}'", text.replace('\'', "''"));
        return Some(found.replace("use straight ones", span, quoted(inner)).help(keep));
    }
    let lone = text.strip_suffix('"')?;
    if lone.contains('"') || lone.is_empty() || lone.ends_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let message = "the text ends with a quotation mark, but does not begin with one";
    let found = Diagnostic::new(Code::YamlQuote, input.first_line(span), message).with_severity(Severity::Warning);
    Some(found.replace("add the one at the beginning", span, format!("\"{lone}\"")))
}

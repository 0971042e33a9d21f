//! Quoting of text, for suggestions that show a corrected line and for files that are written.

use super::{Input, Value, parse};
use crate::diagnostic::Diagnostic;
use crate::source::FileId;
use crate::text::one_line;

/// Puts `text` in quotes: single ones if it contains double quotes or backslashes, otherwise double ones.
///
/// ```
/// assert_eq!(casebook::yaml::quoted("Refund: what now"), "\"Refund: what now\"");
/// assert_eq!(casebook::yaml::quoted("\"No\", she said"), "'\"No\", she said'");
/// ```
#[must_use]
pub fn quoted(text: &str) -> String {
    let awkward = text.contains(['"', '\\']);
    if awkward && !text.contains('\'') {
        return format!("'{text}'");
    }
    if awkward { format!("'{}'", text.replace('\'', "''")) } else { format!("\"{text}\"") }
}

/// `text` as a YAML scalar, quoted if YAML would read it as something else.
#[must_use]
pub fn scalar(text: &str) -> String {
    let text = one_line(text);
    let plain = !is_other(&text) && reads_as(&text, &text);
    if plain { text } else { quoted(&text) }
}

/// True if YAML would not read the text as a string.
fn is_other(text: &str) -> bool {
    let words = ["null", "~", "true", "false", "yes", "no", "on", "off", "y", "n"];
    words.contains(&text.to_lowercase().as_str()) || text.parse::<f64>().is_ok()
}

fn reads_as(written: &str, meant: &str) -> bool {
    let line = format!("  - key: {written}\n");
    let mut found: Vec<Diagnostic> = Vec::new();
    let document = parse(Input { file: FileId(0), text: &line }, 0..line.len(), &mut found);
    let Value::List(items) = &document.root.value else { return false };
    let Some(Value::Map(entries)) = items.first().map(|item| &item.value) else { return false };
    let read = entries.first().map(|entry| &entry.value.value);
    found.is_empty()
        && document.comments.is_empty()
        && matches!(read, Some(Value::Scalar { text, .. }) if text == meant)
}

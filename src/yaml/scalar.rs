//! Texts as YAML scalars: in quotes where YAML would read something else.
//!
//! Whether it would is not guessed from the characters: the text is parsed as part of a line.

use super::input::{Input, PositionMap};
use super::quote::quoted;
use super::{Value, tree};
use crate::source::FileId;
use crate::text::one_line;

/// Writes a text as a value in one line, in quotes if YAML would read something else, also a number or `true`. Control
/// characters and white space become single spaces.
///
/// ```
/// use casebook::yaml::scalar;
/// assert_eq!(scalar("The seam, again"), "The seam, again");
/// assert_eq!([scalar("Refund: why"), scalar("Yes"), scalar("2024")], ["\"Refund: why\"", "\"Yes\"", "\"2024\""]);
/// ```
#[must_use]
pub fn scalar(text: &str) -> String {
    let text = one_line(text);
    if is_other(&text) { quoted(&text) } else { plain_or_quoted(&text) }
}

/// Writes the value of a key, in quotes if YAML would read another text. Numbers stay numbers.
pub(super) fn plain_or_quoted(text: &str) -> String {
    if is_plain(text) { text.to_owned() } else { quoted(text) }
}

/// Returns true if YAML would not read the text as a string.
fn is_other(text: &str) -> bool {
    let words = ["null", "~", "true", "false", "yes", "no", "on", "off", "y", "n"];
    words.contains(&text.to_lowercase().as_str()) || text.parse::<f64>().is_ok()
}

/// Returns true if this text without quotes is read as it stands, as the value of a key.
fn is_plain(text: &str) -> bool {
    // The reader warns of a text that begins or ends with a quotation mark, since quotes may have been meant.
    let marks = ['"', '\'', '“', '”', '„', '‟', '‘', '’'];
    !text.starts_with(marks) && !text.ends_with(marks) && reads_as(&format!("key: {text}\n"), text)
}

/// Returns true if this text without quotes is read as it stands, as an item of a list in brackets.
pub(super) fn is_plain_item(text: &str) -> bool {
    reads_as(&format!("[{text}]\n"), text)
}

/// Returns true if `line`, a key with a value or a list, contains the text `meant` and nothing else.
fn reads_as(line: &str, meant: &str) -> bool {
    let mut found = Vec::new();
    let positions = PositionMap::new(Input { file: FileId(0), text: line }, 0, line);
    let Ok(document) = tree::read(line, &positions, &mut found) else { return false };
    let only = match document.root.value {
        Value::Map(mut entries) if entries.len() == 1 => entries.pop().map(|entry| entry.value.value),
        Value::List(mut items) if items.len() == 1 => items.pop().map(|item| item.value),
        _ => None,
    };
    let is_meant = matches!(only, Some(Value::Scalar { text, .. }) if text == meant);
    is_meant && found.is_empty() && document.comments.is_empty()
}

//! Quoting of text, for suggestions that show a corrected line and for files that are written.

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

//! Putting text into the quotes that suit it. Used wherever a cure shows a line as it should be.

/// `text` in quotes: double ones, unless it holds double quotes or backslashes and no single quote.
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

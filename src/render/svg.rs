//! Numbers of pictures.

/// A coordinate in as few signs as a tenth needs.
pub(super) fn number(value: f64) -> String {
    let text = format!("{value:.1}");
    text.strip_suffix(".0").map(str::to_owned).unwrap_or(text)
}

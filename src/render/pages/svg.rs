//! Numbers in SVG.

/// Formats a coordinate with at most one decimal place.
pub(super) fn number(value: f64) -> String {
    let text = format!("{value:.1}");
    text.strip_suffix(".0").map(str::to_owned).unwrap_or(text)
}

//! Numbers with decimal places, as in `$4.50`.

use super::Slice;

/// Rounds a number with one or two decimal places, half up, and keeps the text around it: `$4.50` becomes `$5`. `None`
/// for other texts.
#[must_use]
pub fn rounded(text: &str) -> Option<String> {
    let text = text.trim();
    let (at, point) = text.char_indices().find(|&(_, c)| c == '.' || c == ',')?;
    let (before, after) = (text.slice(..at), text.slice(at + point.len_utf8()..));
    let places = after.find(|c: char| !c.is_ascii_digit()).unwrap_or(after.len());
    let lead = before.trim_end_matches(|c: char| c.is_ascii_digit());
    let whole = before.slice(lead.len()..);
    let rest = after.slice(places..);
    let other_digits = |part: &str| part.contains(|c: char| c.is_ascii_digit());
    if !(1..=2).contains(&places) || other_digits(lead) || other_digits(rest) {
        return None;
    }
    let up = i64::from(after.starts_with(['5', '6', '7', '8', '9']));
    Some(format!("{lead}{}{rest}", whole.parse::<i64>().ok()?.checked_add(up)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimal_places_are_rounded() {
        for (text, whole) in
            [("$4.50", "$5"), ("+0.5", "+1"), ("4,49 €", "4 €"), ("-1.2", "-1"), ("£12.05 each", "£12 each")]
        {
            assert_eq!(rounded(text).as_deref(), Some(whole), "{text}");
        }
        for text in ["4", "1,200", "1.2.3", "4.", ".5", "4/10", "1.5 to 2", "1.234"] {
            assert_eq!(rounded(text), None, "{text}");
        }
    }
}

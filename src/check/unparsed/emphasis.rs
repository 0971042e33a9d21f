//! Bold text whose stars are shown, because of a space inside them.

use super::runs::Run;
use crate::diagnostic::Diagnostic;
use crate::text::Slice;

/// Reports `** bold **` and `__ bold __`.
pub(super) fn check(run: Run<'_>, found: &mut Vec<Diagnostic>) {
    for sign in ["**", "__"] {
        for pair in pairs(run, sign) {
            let inner = run.text.slice(pair.start + sign.len()..pair.end - sign.len());
            let bold = inner.trim();
            let spaced = bold.len() < inner.len();
            if !spaced || !bold.contains(char::is_alphabetic) {
                continue;
            }
            let right = format!("{sign}{bold}{sign}");
            let why = format!("there is a space inside the `{sign}`");
            let slip = run.source.shown(run.range(pair.clone()), &why);
            // A word next to the bold text keeps its space.
            let is_glued = |next: Option<char>| next.is_some_and(|c| !c.is_whitespace());
            let before = is_glued(run.text.slice(..pair.start).chars().next_back()) && inner.starts_with(' ');
            let after = run.text.slice(pair.end..).chars().next().is_some_and(char::is_alphanumeric);
            let after = after && inner.ends_with(' ');
            let [before, after] = [before, after].map(|is| if is { " " } else { "" });
            let help = format!("write `{right}`");
            found.push(slip.replace(help, run.span(pair), format!("{before}{right}{after}")));
        }
    }
}

/// Returns the ranges from one `sign` to the next, without overlap. Longer rows of the same character are no sign.
fn pairs(run: Run<'_>, sign: &str) -> Vec<std::ops::Range<usize>> {
    let star = sign.chars().next();
    let is_sign = |at: usize| {
        let (before, after) = (run.text.slice(..at), run.text.slice(at + sign.len()..));
        before.chars().next_back() != star && after.chars().next() != star && !(at == 0 && run.escaped)
    };
    let mut signs = run.text.match_indices(sign).map(|(at, _)| at).filter(|&at| is_sign(at));
    let mut pairs = Vec::new();
    while let (Some(open), Some(close)) = (signs.next(), signs.next()) {
        pairs.push(open..close + sign.len());
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::unparsed::tests::slips;

    #[test]
    fn only_stars_with_a_space_inside_are_reported() {
        for (text, shown) in [
            ("This is ** important ** here.", "** important **"),
            ("This is ** important** here.", "** important**"),
            ("This is **important ** here.", "**important **"),
            ("__ so __", "__ so __"),
        ] {
            assert_eq!(slips(text, check), [shown], "{text}");
        }
        for text in
            ["2 ** 3 ** 4", "\\** no \\**", "pass: ****", "a * b * c", "**bold**", "the key ****", "one ** only"]
        {
            assert_eq!(slips(text, check), [""; 0], "{text}");
        }
    }
}

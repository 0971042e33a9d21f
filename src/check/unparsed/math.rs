//! Formulas in the notation of TeX, which are shown as typed.

use super::runs::Run;
use crate::diagnostic::Diagnostic;
use crate::text::Slice;

/// Reports `$$…$$`, and `$…$` with a backslash or `^` inside. Two prices in a sentence have neither.
pub(super) fn check(run: Run<'_>, found: &mut Vec<Diagnostic>) {
    let mut rest = 0;
    while let Some(open) = run.text.slice(rest..).find('$').map(|at| rest + at) {
        let after = run.text.slice(open..);
        let sign = if after.starts_with("$$") { "$$" } else { "$" };
        let inside_start = open + sign.len();
        let Some(length) = run.text.slice(inside_start..).find(sign).filter(|&length| length > 0) else {
            rest = inside_start;
            continue;
        };
        let inside = run.text.slice(inside_start..inside_start + length);
        let whole = open..inside_start + length + sign.len();
        let tight = !inside.starts_with(' ') && !inside.ends_with(' ');
        let is_formula = sign == "$$" || tight && inside.contains(['\\', '^']);
        if is_formula && !(open == 0 && run.escaped) {
            rest = whole.end;
            let slip =
                run.source.foreign(run.range(whole), "this formula is shown as typed: Casebook sets no formulas");
            found.push(slip.help("write it in words or plain characters, such as `a² + b²`, or as a picture"));
        } else {
            rest = inside_start;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::unparsed::tests::slips;

    #[test]
    fn formulas_are_told_from_prices() {
        for (text, shown) in [
            ("$$ a + b $$", "$$ a + b $$"),
            ("so $x^2$ is", "$x^2$"),
            ("so $\\alpha$ is", "$\\alpha$"),
            ("from $5 to $x^2$ is", "$x^2$"),
        ] {
            assert_eq!(slips(text, check), [shown], "{text}");
        }
        for text in ["from $5 to $10", "$5^1 and $6", "US$ and A$", "$$", "$5, $6 and $7", "\\$x^2\\$"] {
            assert_eq!(slips(text, check), [""; 0], "{text}");
        }
    }
}

//! Bold text whose stars are shown: because of a space inside them, or because they are never closed.

use super::Source;
use super::runs::{self, Run};
use crate::diagnostic::Diagnostic;
use crate::parse::markdown::{Body, Element, Event};
use crate::text::Slice;

/// Reports `** bold **` and `__ bold __`.
pub(super) fn check(run: Run<'_>, found: &mut Vec<Diagnostic>) {
    for sign in ["**", "__"] {
        for pair in pairs(run, sign) {
            let inner = run.text.slice(pair.start + sign.len()..pair.end - sign.len());
            let bold = inner.trim();
            let spaced = bold.len() < inner.len();
            // `2 ** 3 and 3 ** 2` is arithmetic.
            let counts = |text: &str, last: bool| {
                let c = if last { text.trim_end().chars().next_back() } else { text.trim_start().chars().next() };
                c.is_some_and(|c| c.is_ascii_digit())
            };
            let is_sum = counts(run.text.slice(..pair.start), true) && counts(inner, false);
            let is_rest = bold.starts_with(['.', ',', ')', ';', ':', '!', '?']);
            if !spaced || is_sum || is_rest || !bold.contains(char::is_alphabetic) {
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

/// Reports `**bold` whose second sign is missing, and `**bold:**text` whose second sign does not count.
pub(super) fn unclosed(source: Source<'_>, body: &Body, found: &mut Vec<Diagnostic>) {
    let blocks = blocks(body);
    // A sign behind a word can refer to a note that begins with the same sign.
    let mut noted = [false; 2];
    let runs = runs::of(body, source);
    for block in
        runs.chunk_by(|a, b| blocks.partition_point(|&at| at <= a.start) == blocks.partition_point(|&at| at <= b.start))
    {
        for (sign, noted) in ["**", "*"].into_iter().zip(&mut noted) {
            let signs: Vec<Sign<'_>> = block.iter().flat_map(|run| signs(*run, sign)).collect();
            match *signs.as_slice() {
                [one] if one.opens() && !*noted && (sign == "**" || !one.starts_line()) => {
                    let slip = source.shown(one.range(), &format!("the second `{sign}`, behind the words, is missing"));
                    let help = format!(
                        "write `{sign}` behind the last of these words, in the same paragraph, or remove this one"
                    );
                    found.push(slip.help(help));
                }
                [first, second] if sign == "**" && first.opens() && second.is_glued() => {
                    let place = source.span(second.range().end..second.range().end);
                    let why = "after the `**` that ends bold text, a space is missing";
                    found.push(source.shown(first.range().start..second.range().end, why).suggest(
                        "write a space there",
                        place,
                        " ",
                    ));
                }
                _ => {}
            }
            *noted |= signs.iter().any(Sign::closes);
        }
    }
}

/// The positions at which blocks of text begin.
fn blocks(body: &Body) -> Vec<usize> {
    let begins = |event: &Event| matches!(event, Event::Start(element) if !element.is_inline() && !matches!(element, Element::List(_)));
    let mut blocks: Vec<usize> =
        body.events().filter(|(event, _)| begins(event)).map(|(_, span)| span.range().start).collect();
    blocks.sort_unstable();
    blocks
}

/// `*` or `**` in plain text.
#[derive(Clone, Copy)]
struct Sign<'a> {
    run: Run<'a>,
    at: usize,
    length: usize,
}

impl Sign<'_> {
    fn range(self) -> std::ops::Range<usize> {
        self.run.range(self.at..self.at + self.length)
    }

    /// The character before the sign.
    fn before(self) -> Option<char> {
        self.run.source.text.slice(..self.range().start).chars().next_back()
    }

    fn after(self) -> Option<char> {
        self.run.text.slice(self.at + self.length..).chars().next()
    }

    fn opens(self) -> bool {
        self.before().is_none_or(char::is_whitespace)
            && self.after().is_some_and(|c| c.is_uppercase() || c.is_lowercase())
    }

    fn closes(&self) -> bool {
        self.before().is_some_and(|c| !c.is_whitespace()) && self.after().is_none_or(|c| !c.is_alphanumeric())
    }

    /// True between punctuation and a letter, where Markdown reads no end of bold text.
    fn is_glued(self) -> bool {
        self.before().is_some_and(|c| c.is_ascii_punctuation()) && self.after().is_some_and(char::is_alphanumeric)
    }

    fn starts_line(self) -> bool {
        self.before().is_none_or(|c| c == '\n')
    }
}

/// Returns the signs in a run that are not part of a longer row of stars.
fn signs<'a>(run: Run<'a>, sign: &str) -> Vec<Sign<'a>> {
    let length = sign.len();
    let alone = |at: &usize| {
        let (before, after) = (run.text.slice(..*at), run.text.slice(at + length..));
        !(before.ends_with(['*', '/']) || after.starts_with('*') || *at == 0 && run.escaped)
    };
    run.text.match_indices(sign).map(|(at, _)| at).filter(alone).map(|at| Sign { run, at, length }).collect()
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

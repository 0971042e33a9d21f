//! What is left of links that Markdown could not read: `](` with no link around it, or a link in other brackets.

use std::ops::Range;

use super::links::{SCHEMES, is_address};
use super::runs::Run;
use crate::diagnostic::Diagnostic;
use crate::text::Slice;

/// The fewest digits of a phone number; shorter numbers are something else.
const SHORTEST_PHONE: usize = 6;

/// The most bytes before and after a sign that belong to the same link. A longer line is not searched again for each sign.
const LONGEST_LINK: usize = 1_000;

/// The beginning of a text, as far as a link may reach.
fn start(text: &str) -> &str {
    text.slice(..text.floor_char_boundary(LONGEST_LINK))
}

/// The end of a text, as far as a link may reach.
fn end(text: &str) -> &str {
    text.slice(text.ceil_char_boundary(text.len().saturating_sub(LONGEST_LINK))..)
}

/// Reports the links in `run` that are left over, except those in `reported`.
pub(super) fn check(run: Run<'_>, reported: &[Range<usize>], found: &mut Vec<Diagnostic>) {
    for (at, _) in run.text.match_indices("](") {
        let is_meant = at == 0 && run.escaped || run.text.slice(..at).ends_with('\\');
        if !(is_meant || reported.iter().any(|range| range.contains(&at))) {
            found.extend(left_over(run, at));
        }
    }
    other_brackets(run, found);
    without_close(run, found);
}

/// Reports the link whose `](` is at byte `at` of the run.
fn left_over(run: Run<'_>, at: usize) -> Option<Diagnostic> {
    let file = run.source.text;
    let begin = run.start + at + 2;
    let line = start(file.slice(begin..)).split('\n').next().unwrap_or_default();
    let before = end(file.slice(..run.start + at)).rsplit('\n').next().unwrap_or_default();
    let closed = line.find(')');
    let address = closed.map_or(line, |end| line.slice(..end)).trim_end();
    let place = run.start + at..begin + closed.map_or(address.len(), |end| end + 1);
    let Some(open) = before.rfind('[') else {
        let slip = || run.source.shown(place.clone(), "the `[` at the beginning of the link is missing");
        return is_address(address).then(|| slip().help("write `[` before the first word of the link"));
    };
    if before.slice(..open).ends_with('\\') {
        return None;
    }
    let glued = before.slice(..open).ends_with(|c: char| c.is_alphanumeric() || c == ']');
    if glued && !is_address(address) || !before.slice(open + 1..).contains(char::is_alphabetic) {
        return None;
    }
    let whole = run.start + at - (before.len() - open)..place.end;
    let slip = |why: &str| run.source.shown(whole.clone(), why);
    if closed.is_none() {
        return Some(
            slip("a link must be on one line, and its `)` is missing on this one")
                .help("write the whole link, from `[` to `)`, on one line"),
        );
    }
    let span = run.source.span(begin..begin + address.len());
    let suggest = |why: &str, right: String| slip(why).suggest(format!("write `{right}`"), span, right);
    Some(if let Some(right) = phone(address) {
        suggest("the address of a phone number begins with `tel:`", right)
    } else if SCHEMES.iter().any(|scheme| address.starts_with(scheme)) && address.contains(' ') {
        suggest("the address of a link cannot contain spaces", address.replace(' ', "%20"))
    } else if address.starts_with('<') && !address.contains('>') {
        suggest("the `>` at the end of the address is missing", format!("{address}>"))
    } else if let Some((path, title)) = address.split_once(" \"").filter(|(_, title)| !title.contains('"')) {
        suggest("the second `\"` of the title is missing", format!("{path} \"{title}\""))
    } else if let Some((path, words)) = address.split_once([',', ' ']).filter(|(path, _)| is_address(path)) {
        slip("only the address of the link belongs between `(` and `)`")
            .help(format!("write `({path})`, and `{}` after it or not at all", words.trim()))
    } else {
        slip("what is between `(` and `)` is no address of a link").help(
            "write the path of the page there, as seen from this file, or a web address; spaces in the name of a file \
             need `<` and `>` around it",
        )
    })
}

/// Returns the address of a phone number: `tel:` and its digits. `None` for anything else.
pub(in crate::check) fn phone(text: &str) -> Option<String> {
    let text = text.trim();
    let digits: String = text.chars().filter(|&c| c.is_ascii_digit() || c == '+').collect();
    let plain = text.chars().all(|c| c.is_ascii_digit() || " +-()/.\u{a0}".contains(c));
    let starts = text.starts_with(['0', '+', '(']);
    (plain && starts && digits.len() >= SHORTEST_PHONE).then(|| format!("tel:{digits}"))
}

/// Reports `[text]{address}`, `[text]:(address)` and full-width brackets.
fn other_brackets(run: Run<'_>, found: &mut Vec<Diagnostic>) {
    for (sign, close) in [("]{", '}'), ("]:(", ')'), ("]（", '）')] {
        for (at, _) in run.text.match_indices(sign) {
            let (before, after) = (end(run.text.slice(..at)), start(run.text.slice(at + sign.len()..)));
            let Some(open) = before.rfind('[').map(|open| at - before.len() + open) else { continue };
            let Some((address, _)) = after.split_once(close) else { continue };
            let is_class = address.starts_with('.') && !address.contains('/') || address.contains(['=', ' ']);
            if is_class || !is_address(address) || open + 1 == at {
                continue;
            }
            let range = at + 1..at + sign.len() + address.len() + close.len_utf8();
            let right = format!("({address})");
            let slip = run.source.shown(run.range(open..range.end), "the address of a link is between `(` and `)`");
            found.push(slip.replace(format!("write `{}{right}`", run.text.slice(open..=at)), run.span(range), right));
        }
    }
}

/// Reports `[text(address)`, which lacks the bracket after its text.
fn without_close(run: Run<'_>, found: &mut Vec<Diagnostic>) {
    for (at, _) in run.text.match_indices('(') {
        let (before, after) = (end(run.text.slice(..at)), start(run.text.slice(at + 1..)));
        let Some((address, _)) = after.split_once(')') else { continue };
        let Some(inside) = before.rfind(['[', ']']).filter(|&open| before.slice(open..).starts_with('[')) else {
            continue;
        };
        let (open, text) = (at - before.len() + inside, before.slice(inside + 1..));
        if !is_address(address) || address.contains(' ') || !text.ends_with(char::is_alphanumeric) {
            continue;
        }
        let slip =
            run.source.shown(run.range(open..at + address.len() + 2), "the `]` after the words of the link is missing");
        found.push(slip.suggest(format!("write `[{text}]({address})`"), run.span(at..at), "]"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::unparsed::tests::slips;

    #[test]
    fn what_is_left_of_a_link_is_reported() {
        let check = |run: Run<'_>, found: &mut Vec<Diagnostic>| check(run, &[], found);
        for (text, shown) in [
            ("See [the rules](our house rules).", "[the rules](our house rules)"),
            ("Call [the desk](0113 496 0123).", "[the desk](0113 496 0123)"),
            ("See [it](<a.md).", "[it](<a.md)"),
            ("See [it](a.md \"Our rules).", "[it](a.md \"Our rules)"),
            ("See [it](a.md, please).", "[it](a.md, please)"),
            ("See [it](../cases/\na.md).", "[it](../cases/"),
            ("See it](a.md) now.", "](a.md)"),
            ("See [it(a.md) now.", "[it(a.md)"),
            ("See [it]:(a.md).", "[it]:(a.md)"),
            ("See [it]{a.md}.", "[it]{a.md}"),
            ("See [it]（a.md）.", "[it]（a.md）"),
        ] {
            assert_eq!(slips(text, check), [shown], "{text}");
        }
        for text in [
            "an array[0](for example)",
            "f](x) y",
            "\\[a](b c)",
            "[a\\](b c)",
            "[a]\\(b c)",
            "`[a](b c)`",
            "[x]{.underline}",
            "[x]{width=3.md}",
            "[he said so (twice)]",
            "see the form(a.md)",
        ] {
            assert_eq!(slips(text, check), [""; 0], "{text}");
        }
        assert_eq!(phone("+44 113 496 0123").as_deref(), Some("tel:+441134960123"));
        assert_eq!(phone("2026"), None);
    }
}

//! Attributes in braces, which some Markdown tools give to headings, pictures and words: `{width=300}`, `{.lead}`.

use super::runs::Run;
use crate::diagnostic::Diagnostic;
use crate::parse::slug::slug;
use crate::text::Slice;

pub(super) fn check(run: Run<'_>, found: &mut Vec<Diagnostic>) {
    for (open, _) in run.text.match_indices('{') {
        let before = run.text.slice(..open);
        let after = run.text.slice(open + 1..);
        let Some(end) = after.find(['{', '}']).filter(|&end| after.slice(end..).starts_with('}')) else { continue };
        let inside = after.slice(..end);
        if before.ends_with(['{', '$', '\\']) || !are_attributes(inside) {
            continue;
        }
        let whole = open..open + 1 + end + 1;
        // Pandoc also puts brackets around the words: `[word]{.underline}`.
        let bracketed =
            before.strip_suffix(']').and_then(|words| words.rfind('[').map(|at| (at, words.slice(at + 1..))));
        let slip =
            run.source.foreign(run.range(whole.clone()), "these are attributes for other tools, and are shown as text");
        found.push(match bracketed {
            Some((at, words)) => {
                // Braces after brackets may have been meant as the address of a link.
                if let Some(address) =
                    inside.trim().strip_prefix('#').filter(|id| !words.is_empty() && !id.contains([' ', '.', '=']))
                {
                    let right = format!("[{words}](#{address})");
                    found.push(slip.help(format!("for a link, write `{right}`; otherwise remove the braces")));
                    continue;
                }
                let help = if words.is_empty() { "remove them".to_owned() } else { format!("write `{words}`") };
                slip.replace(help, run.span(at..whole.end), words)
            }
            None if ends_heading(run, whole.end) && inside.trim().starts_with('#') => {
                let right = format!("{{#{}}}", address_in(inside.trim()));
                slip.replace(format!("for an address of the heading, write `{right}`"), run.span(whole), right)
            }
            None => {
                let spaces = before.len() - before.trim_end_matches(' ').len();
                slip.replace("remove the braces", run.span(whole.start - spaces..whole.end), "")
            }
        });
    }
}

/// True if a position is the end of a heading's line.
fn ends_heading(run: Run<'_>, end: usize) -> bool {
    let at = run.range(end..end).start;
    let before = run.source.text.slice(..at);
    let line = before.slice(before.rfind('\n').map_or(0, |line| line + 1)..);
    let after = run.source.text.slice(at..).lines().next().unwrap_or_default();
    line.trim_start_matches([' ', '>']).starts_with('#') && after.trim().trim_matches('#').is_empty()
}

/// The address among attributes that begin with one: `own` of `#own .lead`, `own-it` of `#own it`.
fn address_in(inside: &str) -> String {
    let mut words = inside.split_whitespace();
    let first = words.next().unwrap_or_default().trim_start_matches('#');
    let more = words.take_while(|word| !word.starts_with(['.', '#']) && !word.contains('='));
    slug(&std::iter::once(first).chain(more).collect::<Vec<_>>().join(" "))
}

/// True for `#id`, `.class` and `name=value`, each once or more often.
fn are_attributes(inside: &str) -> bool {
    let inside = inside.trim().trim_start_matches(':').trim_start();
    let mut words = inside.split_whitespace().peekable();
    let name = |word: &str| {
        !word.is_empty() && word.chars().all(|c| c.is_alphanumeric() || "-_:".contains(c)) && !word.ends_with(':')
    };
    let starts = |word: &str| match word.split_once('=') {
        Some((left, right)) => name(left) && left.contains(char::is_alphabetic) && !right.is_empty(),
        None => word.strip_prefix(['#', '.']).is_some_and(|rest| name(rest) && rest.contains(char::is_alphabetic)),
    };
    // Words after the first may be the rest of a quoted value.
    words.peek().is_some_and(|first| starts(first))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::unparsed::tests::slips;

    #[test]
    fn attributes_are_told_from_other_braces() {
        for (text, shown) in [
            ("Refund limits {#limits}", "{#limits}"),
            ("# Refunds {#limits .lead}", "{#limits .lead}"),
            ("A picture {width=300} here", "{width=300}"),
            ("A picture { width=\"50 %\" } here", "{ width=\"50 %\" }"),
            ("[Important]{.underline}", "{.underline}"),
            ("[]{#_Toc123 .anchor}Policy", "{#_Toc123 .anchor}"),
            ("text{: .lead}", "{: .lead}"),
        ] {
            assert_eq!(slips(text, check), [shown], "{text}");
        }
        for text in ["{name}", "{ }", "{{x}}", "{a, b}", "{1}", "a {.5 l} bottle", "{price = 3}", "set {#1}", "${HOME}"]
        {
            assert_eq!(slips(text, check), [""; 0], "{text}");
        }
    }
}

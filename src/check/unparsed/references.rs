//! References whose target is missing: `[text][label]` without its address, `[^1]` without its note.

use super::links::is_address;
use super::runs::Run;
use crate::diagnostic::Diagnostic;
use crate::text::Slice;

pub(super) fn check(run: Run<'_>, found: &mut Vec<Diagnostic>) {
    // The end of the previous bracket, if the next one follows directly.
    let mut before: Option<std::ops::Range<usize>> = None;
    let mut rest = 0;
    while let Some(open) = run.text.slice(rest..).find('[').map(|at| rest + at) {
        let Some(close) = closing(run.text, open) else {
            rest = open + 1;
            continue;
        };
        let whole = open..close + 1;
        let inside = run.text.slice(open + 1..close);
        match before.take().filter(|before| before.end == open) {
            Some(text) if is_label(inside) || inside.is_empty() => found.push(link(run, text.start..close + 1, inside)),
            _ if inside.strip_prefix('^').is_some_and(is_note) => found.push(note(run, whole, inside)),
            _ if is_text(run, open, inside) => before = Some(whole),
            _ => {}
        }
        rest = close + 1;
    }
}

/// Returns the bracket that closes the one at `open`, if nothing but text is between them.
fn closing(text: &str, open: usize) -> Option<usize> {
    let end = text.slice(open + 1..).find(['[', ']'])?;
    text.slice(open + 1 + end..).starts_with(']').then_some(open + 1 + end)
}

fn link(run: Run<'_>, whole: std::ops::Range<usize>, label: &str) -> Diagnostic {
    let text = run.text.slice(whole.clone());
    if is_address(label) && !label.contains(' ') {
        let open = whole.end - label.len() - 2;
        let right = format!("({label})");
        return run.source.shown(run.range(whole.clone()), "the address of a link is between `(` and `)`").replace(
            format!("write `{}{right}`", run.text.slice(whole.start..open)),
            run.span(open..whole.end),
            right,
        );
    }
    let label =
        if label.is_empty() { text.trim_start_matches('[').split(']').next().unwrap_or_default() } else { label };
    run.source
        .shown(run.range(whole), &format!("no line gives the address of `{label}`"))
        .help(format!("below the paragraph, in a line of its own, write `[{label}]: ` and the address"))
}

fn note(run: Run<'_>, whole: std::ops::Range<usize>, label: &str) -> Diagnostic {
    let file = run.source.text;
    let starts_line = file.slice(..run.start + whole.start).rsplit('\n').next().unwrap_or_default().trim().is_empty();
    let behind = run.text.slice(whole.end..);
    if starts_line && behind.starts_with(' ') {
        let end = run.span(whole.end..whole.end);
        return run
            .source
            .shown(run.range(whole.clone()), "a note at the bottom begins with its label and a colon")
            .replace(format!("write `[{label}]:`"), end, ":");
    }
    let found = run.source.shown(run.range(whole), &format!("there is no note `{label}`"));
    let by_hand = format!("[{}]:", label.trim_start_matches('^'));
    if file.lines().any(|line| line.starts_with(&by_hand)) {
        return found.help(format!("write `[{label}]:` at the beginning of the line `{by_hand} …`"));
    }
    found.help(format!("below the paragraph, in a line of its own, write `[{label}]: ` and the text of the note"))
}

/// True if brackets at `open` can be the text of a link: `array[0][1]` and `[ ]` are something else.
fn is_text(run: Run<'_>, open: usize, inside: &str) -> bool {
    let glued = run.text.slice(..open).chars().next_back().is_some_and(|c| c.is_alphanumeric() || c == ']');
    !glued && inside.contains(char::is_alphabetic) && !(open == 0 && run.escaped)
}

fn is_label(label: &str) -> bool {
    !label.is_empty() && !label.starts_with('^') && label.chars().any(char::is_alphanumeric)
}

fn is_note(label: &str) -> bool {
    !label.is_empty() && label.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::unparsed::tests::slips;

    #[test]
    fn references_without_a_target_are_reported() {
        for (text, shown) in [
            ("See [missing][nope] now.", "[missing][nope]"),
            ("See [missing][] now.", "[missing][]"),
            ("So it is[^9].", "[^9]"),
            ("So it is[^a-note].", "[^a-note]"),
        ] {
            assert_eq!(slips(text, check), [shown], "{text}");
        }
        for text in ["a[0][1]", "[1] [2]", "[sic] [he said]", "[ ][ ]", "\\[a][b]", "the [x] key", "[^ no]", "[a]\n[b]"]
        {
            assert_eq!(slips(text, check), [""; 0], "{text}");
        }
    }
}

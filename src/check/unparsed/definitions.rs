//! Lines `[label]: …` whose label is used nowhere: Markdown reads them as the addresses of links and shows nothing.

use super::Source;
use crate::diagnostic::{Code, Diagnostic};
use crate::parse::markdown::unused_definitions;

/// Reports the first of these lines, and names the others. `start` is the first byte of the text.
pub(super) fn check(source: Source<'_>, start: usize, found: &mut Vec<Diagnostic>) {
    let unused = unused_definitions(source.text, start);
    let Some((first, others)) = unused.split_first() else { return };
    let written = source.text.get(first.range.clone()).unwrap_or_default().trim_end();
    let place = source.span(first.range.start..first.range.start + written.len());
    let label = &first.label;
    let what =
        format!("this line is not shown: it gives the address of `[{label}]`, and no link on this page has that label");
    let slip = Diagnostic::new(Code::LostText, place, what)
        .help(format!("for a link, write `[{label}]({})` in the text", first.destination))
        .help(format!("to show the line as it stands, write `\\[{label}]:`"));
    let others: Vec<String> = others.iter().map(|line| format!("`[{}]`", line.label)).collect();
    found.push(match others.is_empty() {
        true => slip,
        false => slip.because(format!("not shown either: {}", others.join(", "))),
    });
}

//! Lines that are neither keys nor items, and the marks that Git leaves in a file with a conflict.

use std::ops::Range;

use super::line::{Line, Lines};
use super::{Advice, Offer, Trap};
use crate::diagnostic::Code;

/// Consecutive unindented lines without a key.
#[derive(Debug)]
pub(in crate::yaml) struct StrayLines {
    /// From the first line to the end of the last one.
    pub range: Range<usize>,
    /// The first line.
    pub first: Range<usize>,
    /// The number of lines.
    pub count: usize,
}

/// The unindented lines without a key around the position at which the parser stopped. The parser notices such a line
/// only at the colon of the next key, so the lines above are examined too.
pub(in crate::yaml) fn stray_lines(text: &str, at: usize) -> Option<StrayLines> {
    let lines = Lines::around(text, at);
    let run = run(&lines)?;
    let (first, last) = (run.first()?, run.last()?);
    Some(StrayLines { range: first.start..last.whole().end, first: first.whole(), count: run.len() })
}

/// The stray lines at the position at which the parser stopped, in the order of the file.
fn run<'l, 't>(lines: &'l Lines<'t>) -> Option<Vec<&'l Line<'t>>> {
    let skipped = usize::from(!is_stray(&lines.fault));
    if skipped == 1 && (lines.fault.indent > 0 || lines.fault.key.is_none()) {
        return None;
    }
    let above: Vec<&Line<'_>> = lines.before.iter().take_while(|line| is_stray(line)).collect();
    let mut run: Vec<&Line<'_>> = above.into_iter().rev().collect();
    if skipped == 0 {
        run.push(&lines.fault);
        run.extend(lines.after.iter().take_while(|line| is_stray(line)));
    }
    (!run.is_empty()).then_some(run)
}

fn is_stray(line: &Line<'_>) -> bool {
    line.indent == 0 && line.key.is_none() && !line.is_item() && !line.text.starts_with(['[', '{', ']', '}', '"', '\''])
}

/// Unindented lines of text below a key without a value, or with one of the signs `|` and `>`.
pub(super) fn unindented_text(lines: &Lines<'_>) -> Option<Trap> {
    let run = run(lines)?;
    let first = *run.first()?;
    let above = std::iter::once(&lines.fault).chain(&lines.before).find(|line| line.start < first.start)?;
    let key = above.key?;
    if !(above.value().is_empty() || above.value().starts_with(['|', '>'])) || !first.text.starts_with(is_of_text) {
        return None;
    }
    let blanks = " ".repeat(above.body + 2);
    let edits: Vec<_> = run.iter().map(|line| (line.whole(), format!("{blanks}{}", line.text))).collect();
    let (message, help) = match edits.len() {
        1 => (format!("this text belongs to `{key}`, but begins at the margin"), "put spaces before it"),
        _ => (format!("these lines belong to `{key}`, but begin at the margin"), "put spaces before each of them"),
    };
    let mark = first.range(0..first.text.trim_end().len());
    Some(Trap::new(Code::YamlIndent, mark, Advice::new(message, help), edits))
}

fn is_of_text(sign: char) -> bool {
    sign.is_alphanumeric() || "“„‘'\"*_([".contains(sign)
}

/// The marks of a conflict that Git could not resolve. The parser continues with the first version.
pub(in crate::yaml) fn conflict(text: &str) -> Option<Trap> {
    if !text.contains("<<<<<<< ") {
        return None;
    }
    let mut edits: Vec<(Range<usize>, String)> = Vec::new();
    let mut mark = None;
    let mut second = None;
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let whole = start..start + line.trim_end_matches(['\n', '\r']).len();
        start += line.len();
        match line.get(..7) {
            Some("<<<<<<<") if second.is_none() => {
                mark = mark.or(Some(whole.clone()));
                edits.push((whole, String::new()));
            }
            Some("=======") if second.is_none() && mark.is_some() => second = Some(whole.start),
            Some(">>>>>>>") => edits.extend(second.take().map(|from| (from..whole.end, String::new()))),
            _ => {}
        }
    }
    let message = "Git could not join two versions of these lines, and marked both";
    let help = "above `=======` is one version, below it the other: keep one, and delete the lines with marks";
    Some(Trap::new(Code::YamlSyntax, mark?, Advice::new(message, help), edits).offered(Offer::None))
}

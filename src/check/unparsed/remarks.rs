//! Remarks for authors that would be published: comments in the forms of other languages and of word processors.

use super::Source;
use super::lines::Line;
use super::runs::Run;
use crate::diagnostic::{Code, Diagnostic};
use crate::text::Slice;

/// The longest label of a comment that Google Docs exports, as in `[ab]: …`.
const LONGEST_LABEL: usize = 2;

/// Reports `// remark`, `/* remark */` and `[a]: remark` that fill a line.
pub(super) fn lines(source: Source<'_>, lines: &[Line<'_>], found: &mut Vec<Diagnostic>) {
    for line in lines.iter().filter(|line| line.plain) {
        let program = line.text.strip_prefix("// ").or_else(|| line.text.strip_prefix("/*")?.strip_suffix("*/"));
        if let Some(remark) = program.map(str::trim).filter(|remark| remark.contains(char::is_alphabetic)) {
            found.push(published(source, *line, "a remark like this one hides nothing here", remark));
        } else if let Some(remark) = exported(line.text) {
            found.push(published(source, *line, "it was a comment in the document from which it comes", remark));
        }
    }
}

fn published(source: Source<'_>, line: Line<'_>, why: &str, remark: &str) -> Diagnostic {
    let span = source.span(line.start..line.end());
    let right = format!("<!-- {remark} -->");
    let slip = Diagnostic::new(Code::HiddenRemark, span, format!("this remark would be published: {why}"));
    slip.suggest(format!("write `{right}`, or remove it"), span, right)
}

/// Returns the remark in `[a]: remark`, as Google Docs writes comments below the text.
fn exported(line: &str) -> Option<&str> {
    let (label, remark) = line.strip_prefix('[')?.split_once("]: ")?;
    let is_label = (1..=LONGEST_LABEL).contains(&label.len()) && label.chars().all(|c| c.is_ascii_lowercase());
    (is_label && remark.contains(' ')).then_some(remark)
}

/// Reports `<-- remark -->` and `<! -- remark -->`.
pub(super) fn words(run: Run<'_>, found: &mut Vec<Diagnostic>) {
    for open in ["<--", "<! --", "<!- "] {
        let Some(from) = run.text.find(open).filter(|&from| from > 0 || !run.escaped) else { continue };
        let Some(length) = run.text.slice(from..).find("->") else { continue };
        let inside = run.text.slice(from + open.len()..from + length).trim_end_matches('-').trim();
        if !inside.contains(char::is_alphabetic) {
            continue;
        }
        let whole = from..from + length + 2;
        let right = format!("<!-- {inside} -->");
        let what = "this remark would be published: a comment begins with `<!--`, without spaces";
        let slip = Diagnostic::new(Code::HiddenRemark, run.span(whole.clone()), what);
        found.push(slip.suggest(format!("write `{right}`"), run.span(whole), right));
    }
}

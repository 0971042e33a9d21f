//! No-break and other special spaces, as word processors and web pages use them. They look like ordinary spaces, but
//! YAML reads them as letters.

use super::{Advice, Trap};
use crate::diagnostic::Code;
use crate::text::Slice;

/// The spaces that YAML does not treat as white space.
const ODD: [char; 4] = ['\u{a0}', '\u{202f}', '\u{2007}', '\u{3000}'];

/// Finds special spaces where YAML needs an ordinary one: in indentation, after a dash, after the colon of a key. All
/// of them are corrected at once; those inside texts are left alone.
pub(in crate::yaml) fn odd_spaces(text: &str) -> Option<Trap> {
    if !text.contains(ODD) {
        return None;
    }
    let mut edits = Vec::new();
    let mut mark = None;
    // The column of the key whose block scalar contains the current line.
    let mut block: Option<usize> = None;
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let written = line.trim_end_matches(['\n', '\r']);
        let indent = written.len() - written.trim_start().len();
        if !written.trim().is_empty() && block.is_some_and(|column| indent <= column) {
            block = None;
        }
        if let Some((at, corrected)) = block.is_none().then(|| corrected(written)).flatten() {
            mark = mark.or(Some(start + at.start..start + at.end));
            edits.push((start..start + written.len(), corrected));
        }
        let value = written.rsplit(": ").next().unwrap_or_default().trim_end();
        if block.is_none() && value.len() < 4 && value.starts_with(['|', '>']) {
            block = Some(indent);
        }
        start += line.len();
    }
    let message = "this is a non-breaking space, which YAML does not read as a space".to_owned();
    let help =
        if edits.len() > 1 { "write ordinary spaces, here and in the lines below" } else { "write an ordinary space" };
    Some(Trap::new(Code::YamlOddSpace, mark?, Advice::new(message, help), edits))
}

/// The line with ordinary spaces where they matter, and the range of the first one that was replaced.
fn corrected(line: &str) -> Option<(std::ops::Range<usize>, String)> {
    let structure = structure(line);
    let first = line.slice(..structure).find(ODD)?;
    let length = line.slice(first..).chars().next().map_or(1, char::len_utf8);
    Some((first..first + length, format!("{}{}", line.slice(..structure).replace(ODD, " "), line.slice(structure..))))
}

/// The length of the part of a line that is not text: indentation, dashes, a key with its colon, and the white space
/// after it.
fn structure(line: &str) -> usize {
    let blanks = |from: usize| line.len() - line.slice(from..).trim_start().len();
    let mut at = blanks(0);
    while line.slice(at..).strip_prefix('-').is_some_and(|rest| rest.starts_with(char::is_whitespace)) {
        at = blanks(at + 1);
    }
    let key =
        line.slice(at..).find(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '_'))).filter(|&length| length > 0);
    match key.map(|length| at + length).filter(|&end| line.slice(end..).starts_with(':')) {
        Some(colon) if line.slice(colon + 1..).starts_with(char::is_whitespace) => blanks(colon + 1),
        _ => at,
    }
}

//! How far keys go in a file whose front matter is not closed: to the first line that can be none of theirs.

use super::lines::{line_from, next_line};
use crate::text::Slice;
use crate::yaml::Known;

/// The key that a line at the margin begins with: one word before a colon.
pub(super) fn key(line: &str) -> Option<&str> {
    let (key, rest) = line.split_once(':')?;
    let word = !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'));
    (word && (rest.is_empty() || rest.starts_with(char::is_whitespace))).then_some(key)
}

/// Where the keys that begin at `from` end: before the first line that is no key and belongs to none. Behind a blank
/// line only a key that is `known` goes on with them.
pub(super) fn end_of_keys(text: &str, from: usize, known: &[&str]) -> usize {
    let (mut at, mut end) = (from, from);
    // Blank lines and comments belong to the keys where another one comes behind them.
    let mut apart = false;
    while at < text.len() {
        let line = line_from(text, at);
        let written = text.slice(line.clone());
        let next = next_line(text, line.end);
        if written.trim().is_empty() {
            apart = true;
        } else if let Some(key) = key(written) {
            if apart && !known.contains(&key) {
                break;
            }
            (apart, end) = (false, next);
        } else if belongs(written, apart) {
            end = next;
        } else if !written.starts_with("# ") {
            break;
        }
        at = next;
    }
    end
}

/// Whether a line without a key of its own can belong to the key above it.
fn belongs(line: &str, apart: bool) -> bool {
    let item = line.starts_with("- ") || line.trim_end() == "-";
    line.starts_with([' ', '\t']) || !apart && (item || line.starts_with([']', '}']))
}

/// Whether the front matter `from..to` was left before its end: its last part is text, which a rule `---` then ends.
pub(super) fn left(text: &str, (from, to): (usize, usize), known: Known<'_>) -> bool {
    let region = text.slice(..to);
    // What holds neither a heading nor a blank line is a mistake inside of the front matter.
    let blank = |line: &str| line.trim().is_empty();
    if !region.slice(from..).lines().any(|line| blank(line) || line.starts_with('#')) {
        return false;
    }
    let known = known();
    let rest = region.slice(end_of_keys(region, from, &known)..);
    let has_key = rest.lines().any(|line| key(line).is_some_and(|key| known.contains(&key)));
    // Comments alone are no text.
    let says = rest.lines().any(|line| !blank(line) && !line.starts_with('#'));
    let heading = rest.lines().find(|line| !blank(line)).is_some_and(|line| line.starts_with('#'));
    !has_key && says && (heading || rest.lines().last().is_some_and(blank))
}

//! Finds the end of front matter that is not closed: the first line that cannot belong to its keys.

use super::lines::{line_from, next_line};
use crate::text::Slice;
use crate::yaml::Known;

/// Returns the key at the beginning of an unindented line: one word before a colon.
pub(super) fn key(line: &str) -> Option<&str> {
    let (key, rest) = line.split_once(':')?;
    let word = !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'));
    (word && (rest.is_empty() || rest.starts_with(char::is_whitespace))).then_some(key)
}

/// Returns the byte at which the keys that begin at `from` end: before the first line that neither is a key nor belongs
/// to one. After a blank line, only a `known` key continues the front matter.
pub(super) fn end_of_keys(text: &str, from: usize, known: &[&str]) -> usize {
    let (mut at, mut end) = (from, from);
    // Blank lines and comments belong to the keys only if another key follows.
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

/// Returns true if a line without a key can belong to the key above it. `apart` means that a blank line separates the
/// two.
fn belongs(line: &str, apart: bool) -> bool {
    let item = line.starts_with("- ") || line.trim_end() == "-";
    line.starts_with([' ', '\t']) || !apart && (item || line.starts_with([']', '}']))
}

/// Returns true if the keys that begin at byte `start` of `region` ended earlier and the last part of `region` is text,
/// so that the `---` after it is a thematic break.
pub(super) fn ends_earlier(region: &str, start: usize, known: Known<'_>) -> bool {
    // If there is neither a heading nor a blank line, any problem lies in the front matter itself.
    let blank = |line: &str| line.trim().is_empty();
    if !region.slice(start..).lines().any(|line| blank(line) || line.starts_with('#')) {
        return false;
    }
    let known = known();
    let rest = region.slice(end_of_keys(region, start, &known)..);
    let has_key = rest.lines().any(|line| key(line).is_some_and(|key| known.contains(&key)));
    // Comments alone are not text.
    let says = rest.lines().any(|line| !blank(line) && !line.starts_with('#'));
    let heading = rest.lines().find(|line| !blank(line)).is_some_and(|line| line.starts_with('#'));
    !has_key && says && (heading || rest.lines().last().is_some_and(blank))
}

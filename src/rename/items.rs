//! Edits of YAML that keep the rest of the file as the author wrote it: adding an item to a list, a key to a map.

use std::ops::Range;

use crate::change::Edit;
use crate::text::Slice;
use crate::yaml::scalar;

/// The place of a list in a text.
#[derive(Clone, Copy)]
pub(super) struct ListAt<'s> {
    /// The text of the file.
    pub source: &'s str,
    /// The range of each item as written.
    pub items: &'s [Range<usize>],
}

/// Adds an item to a list that has some, in the way in which it is written.
pub(super) fn add(list: ListAt<'_>, item: &str) -> Option<Edit> {
    let (first, last) = (list.items.first()?, list.items.last()?);
    let before = line_before(list.source, last.start);
    let insert = |at: usize, with: String| Edit { start: at, end: at, with };
    if let Some(indent) = before.find('-').filter(|_| before.trim() == "-") {
        let dash = " ".repeat(indent);
        return Some(insert(end_of_line(list.source, last.end), format!("\n{dash}- {}", scalar(item))));
    }
    let is_flow = list.source.slice(..first.start).trim_end().ends_with(['[', ',']);
    if is_flow {
        return Some(insert(last.end, format!(", {}", in_flow(item))));
    }
    // A single text stands for a list of one.
    let one = list.source.slice(first.clone()).to_owned();
    let one = if one.starts_with(['"', '\'']) { one } else { in_flow(&one) };
    (list.items.len() == 1).then(|| Edit {
        start: first.start,
        end: first.end,
        with: format!("[{one}, {}]", in_flow(item)),
    })
}

/// Removes an item from a list with more than one.
pub(super) fn remove(list: ListAt<'_>, number: usize) -> Option<Edit> {
    let item = list.items.get(number).filter(|_| list.items.len() > 1)?;
    let before = line_before(list.source, item.start);
    if before.trim() == "-" {
        let start = item.start - before.len();
        let end = end_of_line(list.source, item.end);
        let end = if list.source.slice(end..).starts_with('\n') { end + 1 } else { end };
        return Some(Edit { start, end, with: String::new() });
    }
    // With the comma after it, or before it for the last one.
    let range = match list.items.get(number + 1) {
        Some(next) => item.start..next.start,
        None => list.items[number - 1].end..item.end,
    };
    Some(Edit { start: range.start, end: range.end, with: String::new() })
}

/// Adds a list with one item after the key whose value ends at `end`, in the same map. `start` is where the value of that
/// key begins.
pub(super) fn add_key(source: &str, value: Range<usize>, key: &str, item: &str) -> Edit {
    let before = line_before(source, value.start);
    let is_flow = before.contains('{');
    if is_flow {
        return Edit { start: value.end, end: value.end, with: format!(", {key}: [{}]", in_flow(item)) };
    }
    // The keys of an item begin behind its dash.
    let indent = before.len() - before.trim_start_matches([' ', '-']).len();
    let at = end_of_line(source, value.end);
    Edit { start: at, end: at, with: format!("\n{}{key}: [{}]", " ".repeat(indent), in_flow(item)) }
}

/// The range of a value, with the sign before a text on lines of its own (`>-`), and without the line break after it.
pub(super) fn value(source: &str, range: Range<usize>) -> Range<usize> {
    let end = range.start + source.slice(range.clone()).trim_end().len();
    let before = source.slice(..range.start).trim_end();
    let sign = before.rsplit([' ', '\n']).next().unwrap_or_default();
    let is_block = sign.starts_with(['>', '|'])
        && sign.slice(1..).chars().all(|c| c.is_ascii_digit() || "+-".contains(c))
        && source.slice(before.len()..range.start).contains('\n');
    (if is_block { before.len() - sign.len() } else { range.start })..end
}

/// A text as the value at a position.
pub(super) fn written(source: &str, at: usize, text: &str) -> String {
    if line_before(source, at).contains('{') { in_flow(text) } else { scalar(text) }
}

/// A text inside brackets.
pub(super) fn in_flow(text: &str) -> String {
    let plain = scalar(text);
    if plain == text && text.contains([',', '[', ']', '{', '}']) { crate::yaml::quoted(text) } else { plain }
}

/// The part of the line before a position.
pub(super) fn line_before(source: &str, at: usize) -> &str {
    let before = source.slice(..at);
    before.slice(before.rfind('\n').map_or(0, |line| line + 1)..)
}

/// The end of the line that contains a position, without its line break.
pub(super) fn end_of_line(source: &str, at: usize) -> usize {
    let rest = source.slice(at..);
    let end = rest.find('\n').unwrap_or(rest.len());
    at + rest.slice(..end).trim_end_matches('\r').len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::change::apply;

    fn ranges(source: &str, items: &[&str]) -> Vec<Range<usize>> {
        items.iter().map(|item| source.find(item).map(|at| at..at + item.len()).expect("the item is there")).collect()
    }

    #[test]
    fn an_item_is_added_in_the_way_in_which_the_list_is_written() {
        for (source, items, expected) in [
            ("was: [a1, b1]\nx: y\n", &["a1", "b1"][..], "was: [a1, b1, new, but]\nx: y\n"),
            ("was: a1 # c\n", &["a1"], "was: [a1, new, but] # c\n"),
            (
                "  was:\n    - a1\n    - b1 # c\nx: y\n",
                &["a1", "b1"],
                "  was:\n    - a1\n    - b1 # c\n    - \"new, but\"\nx: y\n",
            ),
            ("- {t: x, was: a1}\n", &["a1"], "- {t: x, was: [a1, new, but]}\n"),
            ("was:\n- a1", &["a1"], "was:\n- a1\n- \"new, but\""),
        ] {
            let items = ranges(source, items);
            let edit = add(ListAt { source, items: &items }, "new, but").expect("an edit");
            let got = apply(source, vec![edit]).0.replace("\"new, but\"]", "new, but]");
            assert_eq!(got, expected.replace("- \"new, but\"", "- new, but"), "{source}");
        }
    }

    #[test]
    fn an_item_is_removed_with_its_comma_or_line() {
        for (source, items, number, expected) in [
            ("t: [a1, b1, c1]\n", &["a1", "b1", "c1"][..], 1, "t: [a1, c1]\n"),
            ("t: [a1, b1]\n", &["a1", "b1"], 1, "t: [a1]\n"),
            ("t: [a1, b1]\n", &["a1", "b1"], 0, "t: [b1]\n"),
            ("t:\n  - a1\n  - b1\nx: y", &["a1", "b1"], 0, "t:\n  - b1\nx: y"),
            ("t:\n  - a1\n  - b1", &["a1", "b1"], 1, "t:\n  - a1\n"),
        ] {
            let items = ranges(source, items);
            let edit = remove(ListAt { source, items: &items }, number).expect("an edit");
            assert_eq!(apply(source, vec![edit]).0, expected, "{source}");
        }
    }

    #[test]
    fn a_key_is_added_after_another_one_of_its_map() {
        for (source, value, expected) in [
            ("title: T1\nx: y\n", "T1", "title: T1\nwas: [a]\nx: y\n"),
            ("steps:\n  - title: T1 # c\n    do: it\n", "T1", "steps:\n  - title: T1 # c\n    was: [a]\n    do: it\n"),
            ("steps:\n  - do: it\n    title: T1", "T1", "steps:\n  - do: it\n    title: T1\n    was: [a]"),
            ("steps: [{title: T1, do: it}]\n", "T1", "steps: [{title: T1, was: [a], do: it}]\n"),
            ("steps:\n  - {title: T1, do: it}\n", "T1", "steps:\n  - {title: T1, was: [a], do: it}\n"),
        ] {
            let at = source.find(value).expect("the value is there");
            let edit = add_key(source, at..at + value.len(), "was", "a");
            assert_eq!(apply(source, vec![edit]).0, expected, "{source}");
        }
    }
}

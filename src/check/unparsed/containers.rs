//! Boxes of other tools: `!!! note` with an indented text, and `:::note` up to `:::`.

use super::lines::Line;
use super::{Source, alerts};
use crate::diagnostic::Diagnostic;
use crate::text::Slice;

pub(super) fn check(source: Source<'_>, lines: &[Line<'_>], found: &mut Vec<Diagnostic>) {
    let mut done = 0;
    for line in lines.iter().filter(|line| line.plain) {
        if line.start < done {
            continue;
        }
        let Some(container) = Container::at(source, *line) else { continue };
        done = container.whole.end;
        found.push(container.report(source));
    }
}

/// A box of another tool.
struct Container<'a> {
    /// From its first line to its last.
    whole: std::ops::Range<usize>,
    /// Its first line.
    first: std::ops::Range<usize>,
    /// The name of its kind; may be empty.
    name: &'a str,
    title: &'a str,
    /// The lines of its text, without their indentation. `None` if its end was not found.
    text: Option<Vec<&'a str>>,
    /// The indentation of its first line; `None` if that line is inside a list or a quotation.
    indent: Option<&'a str>,
}

impl<'a> Container<'a> {
    fn at(source: Source<'a>, line: Line<'a>) -> Option<Self> {
        let sign = ["!!!", "???+", "???", ":::"].into_iter().find(|sign| line.text.starts_with(sign))?;
        let colons = sign == ":::";
        let head = line.text.trim_start_matches(if colons { ":" } else { sign });
        let (name, title) = named(head);
        let has_name = name.starts_with(char::is_alphabetic);
        let is_box = if colons {
            // Three colons alone end a box.
            has_name || head.trim().is_empty()
        } else {
            // Three exclamation or question marks also end a sentence. A box has a kind, and nothing but a quoted title
            // behind it.
            let after = head.trim_start().slice(name.len()..).trim();
            let is_alone = after.is_empty() || after.starts_with('"') || alerts::kind(name).is_some();
            line.first && head.starts_with(' ') && has_name && is_alone
        };
        if !is_box {
            return None;
        }
        let before = source.text.slice(..line.start).rsplit('\n').next().unwrap_or_default();
        let indent = before.trim().is_empty().then_some(before);
        let rest = source.text.slice(line.end()..);
        let text = match (colons, name.is_empty()) {
            (true, true) => None,
            (true, false) => up_to_colons(rest),
            (false, _) => Some(indented(rest, before.len())),
        };
        let length = text.as_ref().map_or(0, |text| text.length);
        Some(Self {
            whole: line.start..line.end() + length,
            first: line.start..line.end(),
            name,
            title,
            text: text.map(|text| text.lines),
            indent,
        })
    }

    fn report(self, source: Source<'_>) -> Diagnostic {
        let slip = source.foreign(self.first, "this makes a box in other tools, and is shown as text");
        let kind = alerts::kind(self.name).unwrap_or("NOTE");
        let (Some(text), Some(indent)) = (self.text, self.indent) else {
            return slip.help(format!("write `> [!{kind}]`, and begin each line of the box with `> `"));
        };
        let title = (!self.title.is_empty()).then(|| format!("> **{}**\n{indent}>", self.title));
        let text =
            text.into_iter().map(|line| if line.trim().is_empty() { ">".to_owned() } else { format!("> {line}") });
        let lines: Vec<String> = std::iter::once(format!("> [!{kind}]")).chain(title).chain(text).collect();
        let right = lines.join(&format!("\n{indent}"));
        slip.replace(
            format!("write `> [!{kind}]`, and begin each line of the box with `> `"),
            source.span(self.whole),
            right,
        )
    }
}

/// Splits the head of a box into the name of its kind and its title: `note "Title"`, `tip[Title]`, `warning Title`.
fn named(head: &str) -> (&str, &str) {
    let head = head.trim();
    let end = head.find(|c: char| !c.is_alphanumeric() && c != '-' && c != '_').unwrap_or(head.len());
    let title = head.slice(end..).trim();
    let title = title.strip_prefix('[').and_then(|title| title.strip_suffix(']')).unwrap_or(title);
    let title = title.strip_prefix('"').and_then(|title| title.strip_suffix('"')).unwrap_or(title);
    let attributes = title.starts_with('{') || title.starts_with('=');
    (head.slice(..end), if attributes { "" } else { title })
}

/// The text of a box.
struct Text<'a> {
    lines: Vec<&'a str>,
    /// Bytes from the end of the first line to the end of the last.
    length: usize,
}

/// Returns the lines up to one of colons only. `rest` begins at the end of the first line.
fn up_to_colons(rest: &str) -> Option<Text<'_>> {
    let mut lines = Vec::new();
    let mut length = 0;
    for line in rest.split_inclusive('\n') {
        let written = line.trim_end_matches(['\n', '\r']);
        let text = written.trim();
        if length == 0 && text.is_empty() {
            length += line.len();
            continue;
        }
        if text.len() >= 3 && text.chars().all(|c| c == ':') {
            return Some(Text { lines: without_blank_ends(lines), length: length + written.len() });
        }
        if text.starts_with(":::") {
            // A box in a box.
            return None;
        }
        lines.push(written);
        length += line.len();
    }
    None
}

/// Returns the lines that are indented by four spaces or a tab beyond `indent`, and the blank lines between them.
fn indented(rest: &str, indent: usize) -> Text<'_> {
    let mut lines = Vec::new();
    let (mut seen, mut length) = (0, 0);
    for line in rest.split_inclusive('\n') {
        let written = line.trim_end_matches(['\n', '\r']);
        seen += line.len();
        if written.trim().is_empty() {
            lines.push("");
            continue;
        }
        let inner = written.get(indent..).unwrap_or_default();
        let Some(text) = inner.strip_prefix("    ").or_else(|| inner.strip_prefix('\t')) else { break };
        lines.push(text);
        length = seen - (line.len() - written.len());
    }
    let kept = if length == 0 { Vec::new() } else { lines };
    Text { lines: without_blank_ends(kept), length }
}

fn without_blank_ends(mut lines: Vec<&str>) -> Vec<&str> {
    let blank = |line: &&str| line.trim().is_empty();
    while lines.last().is_some_and(blank) {
        lines.pop();
    }
    let first = lines.iter().position(|line| !line.trim().is_empty()).unwrap_or(lines.len());
    lines.split_off(first)
}

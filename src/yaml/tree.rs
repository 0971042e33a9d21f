//! Builds a [`Document`] from the events of the YAML parser.
//!
//! Trainers never mean anchors, aliases, tags, keys that are not words, second documents or repeated keys, so these are
//! reported as mistakes, mostly with a suggestion to use quotes. If the parser stops, the position and the reason are
//! returned; `recovery` then corrects the text.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use serde_yaml::granit_parser::{self, ErrorKind, Event, Parser, ScalarStyle, StructureStyle};

use super::input::{PositionMap, Stop, StopReason};
use super::quote::quoted;
use super::{Comment, DEPTH, Document, Entry, Node, Value};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;
use crate::text::Slice;

/// The number of diagnostics in a document after which no more are added about repeated keys and special first
/// characters.
const ENOUGH: usize = 64;

impl From<&ErrorKind> for StopReason {
    fn from(kind: &ErrorKind) -> Self {
        match kind {
            ErrorKind::UnclosedQuotedScalar => Self::Quote,
            ErrorKind::UnclosedFlowCollection { .. } => Self::Bracket,
            ErrorKind::RecursionLimitExceeded => Self::Depth,
            ErrorKind::DirectiveDisallowed => Self::Directive,
            _ => Self::Other,
        }
    }
}

/// Parses `text`. `positions` maps its bytes to the file.
pub(super) fn read<'a>(
    text: &'a str,
    positions: &PositionMap<'_>,
    found: &mut Vec<Diagnostic>,
) -> Result<Document<'a>, Stop> {
    let options = granit_parser::options! {
        emit_unresolved_aliases: true,
        emit_anchor_events: true,
        disallow_directives: true,
        flow_nesting_limit: DEPTH,
        block_nesting_limit: DEPTH,
        max_buffered_comment_events: 4096,
    };
    let mut tree = Tree { text, positions, found, open: Vec::new(), root: None, comments: Vec::new(), documents: 0 };
    for event in Parser::new_from_str_with_options(text, options) {
        match event {
            Ok((event, span)) => {
                let range = span.byte_range().unwrap_or_default();
                let tag = span.tag_start().and_then(|mark| mark.byte_offset());
                if tree.event(event, range, tag).is_none() {
                    break;
                }
            }
            Err(error) => {
                let at = error.marker().byte_offset().unwrap_or(text.len());
                return Err(Stop { at: text.floor_char_boundary(at), reason: error.kind().into() });
            }
        }
    }
    Ok(tree.finish())
}

type Range = std::ops::Range<usize>;

/// A list or map that is not yet complete.
#[derive(Debug)]
enum Open<'a> {
    List { start: usize, flow: bool, items: Vec<Node<'a>> },
    Map { start: usize, entries: Vec<Entry<'a>>, key: Option<(Cow<'a, str>, Span)> },
}

struct Tree<'t, 'a> {
    text: &'a str,
    positions: &'t PositionMap<'t>,
    found: &'t mut Vec<Diagnostic>,
    open: Vec<Open<'a>>,
    root: Option<Node<'a>>,
    comments: Vec<Comment<'a>>,
    documents: usize,
}

impl<'a> Tree<'_, 'a> {
    /// Handles one event; `None` if the rest of the text is not to be read.
    fn event(&mut self, event: Event<'a>, at: Range, tag: Option<usize>) -> Option<()> {
        if let Some(tag) = tag {
            self.odd_sign(tag);
        }
        match event {
            Event::DocumentStart(..) => self.document(at)?,
            Event::Scalar(text, style, anchor, _) => {
                let value = scalar(text, style, at.is_empty());
                let reported = anchor != 0 || tag.is_some();
                self.push(if reported { Value::Broken } else { value }, at);
            }
            Event::Alias(_) | Event::UnresolvedAlias(_) => {
                self.odd_sign(at.start);
                self.push(Value::Broken, at);
            }
            Event::Anchor(..) => self.odd_sign(at.start),
            Event::SequenceStart(style, ..) => {
                let flow = style == StructureStyle::Flow;
                self.open.push(Open::List { start: at.start, flow, items: Vec::new() });
            }
            Event::MappingStart(..) => {
                self.open.push(Open::Map { start: at.start, entries: Vec::new(), key: None });
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(at.end),
            Event::Comment(text, _) => self.comments.push(Comment { span: self.positions.span(at), text }),
            _ => {}
        }
        Some(())
    }

    fn document(&mut self, at: Range) -> Option<()> {
        self.documents += 1;
        if self.documents < 2 {
            return Some(());
        }
        let message = "a second part begins here with `---`, and only the first would be read";
        let second = Diagnostic::new(Code::YamlSecondDocument, self.positions.span(at.clone()), message);
        self.found.push(match one_part(self.text, at.start) {
            Some(JoinedParts { range, text }) => {
                second.replace("remove the line, so that there is one part", self.positions.span(range), text)
            }
            None => second.help("keep all keys in one part, each of them once, and remove this line"),
        });
        None
    }

    /// Adds a complete value to the innermost list or map.
    fn push(&mut self, value: Value<'a>, at: Range) {
        let span = self.positions.span(at);
        match self.open.last_mut() {
            None => self.root = Some(Node { span, value }),
            Some(Open::List { items, .. }) => items.push(Node { span, value }),
            Some(Open::Map { entries, key, .. }) => match key.take() {
                Some((key, key_span)) => entries.push(Entry { key, key_span, value: Node { span, value } }),
                None => *key = Some(key_of(value, span)),
            },
        }
    }

    /// Ends the innermost list or map.
    fn close(&mut self, end: usize) {
        match self.open.pop() {
            Some(Open::List { start, items, .. }) => {
                let range = self.written_range(start, end);
                self.push(Value::List(items), range);
            }
            Some(Open::Map { start, entries, .. }) => {
                let range = self.written_range(start, end);
                for mut part in self.split_items(entries) {
                    self.drop_repeats(&mut part);
                    self.push(Value::Map(part), range.clone());
                }
            }
            None => {}
        }
    }

    /// The range of a list or map, from its first to its last character. For a block list or map, the parser reports
    /// the end only where the next value begins.
    fn written_range(&self, start: usize, end: usize) -> Range {
        let end = self.text.floor_char_boundary(end).max(start);
        let written = self.text.get(start..end).unwrap_or_default();
        start..start + last_written(written)
    }

    /// Splits the keys of an item where its first key begins again: there, the dash of the next item is missing.
    fn split_items(&mut self, mut entries: Vec<Entry<'a>>) -> Vec<Vec<Entry<'a>>> {
        let in_list = matches!(self.open.last(), Some(Open::List { flow: false, .. }));
        let mut parts = Vec::new();
        while in_list && self.found.len() < ENOUGH {
            let is_next = |entry: &Entry<'_>| !entry.key.is_empty() && entry.key == entries[0].key;
            let Some(at) = (1..entries.len()).rfind(|&at| is_next(&entries[at])) else { break };
            let part = entries.split_off(at);
            let Some(found) = self.missing_dash(&part, &entries) else {
                entries.extend(part);
                break;
            };
            self.found.push(found);
            parts.push(part);
        }
        parts.push(entries);
        parts.reverse();
        parts
    }

    /// The finding that the first of these keys begins an item, if it begins a line and another key follows.
    fn missing_dash(&self, part: &[Entry<'a>], before: &[Entry<'a>]) -> Option<Diagnostic> {
        let [first, _, ..] = part else { return None };
        let at = first.key_span.range().start;
        let input = self.positions.input;
        let line = input.text.slice(..at).rfind('\n').map_or(0, |newline| newline + 1);
        let blanks = input.text.slice(line..at);
        if blanks.len() < 2 || !blanks.trim_matches(' ').is_empty() {
            return None;
        }
        let message = format!("`{}` is here twice in one item, so the dash of the next item is missing", first.key);
        let found = Diagnostic::new(Code::YamlRepeatedKey, first.key_span, message)
            .because("the second time")
            .label(before[0].key_span, "the first time");
        let dash = Span::new(first.key_span.file, at - 2..at);
        Some(found.replace("write a dash before it", dash, "- "))
    }

    /// Reports repeated keys and drops all but the first.
    fn drop_repeats(&mut self, entries: &mut Vec<Entry<'a>>) {
        let mut seen: HashMap<Cow<'a, str>, Span> = HashMap::with_capacity(entries.len());
        entries.retain(|entry| {
            if entry.key.is_empty() {
                return true;
            }
            let Some(&first) = seen.get(&entry.key) else {
                seen.insert(entry.key.clone(), entry.key_span);
                return true;
            };
            if self.found.len() >= ENOUGH {
                return false;
            }
            let message = format!("`{}` is here twice", entry.key);
            let twice = Diagnostic::new(Code::YamlRepeatedKey, entry.key_span, message)
                .because("the second time")
                .label(first, "the first time")
                .help("keep one of the two lines");
            self.found.push(twice);
            false
        });
    }

    /// Reports a value that begins with `*`, `&` or `!`: YAML reads an alias, an anchor or a tag, but the author wrote
    /// text.
    fn odd_sign(&mut self, start: usize) {
        if self.found.len() >= ENOUGH {
            return;
        }
        let sign = self.text.slice(start..).chars().next().unwrap_or('!');
        let value = self.text.slice(start..).lines().next().unwrap_or_default();
        let value = value.split(" #").next().unwrap_or_default().trim_end();
        let list = |open: &Open<'_>| matches!(open, Open::List { flow: true, .. });
        let in_list = self.open.iter().any(list);
        let value = if in_list { value.split([',', ']']).next().unwrap_or_default().trim_end() } else { value };
        let message = format!("a text that begins with `{sign}` needs quotes");
        let mark = self.positions.span(start..start + sign.len_utf8());
        let found = Diagnostic::new(Code::YamlFirstSign, mark, message);
        let span = self.positions.span(start..start + value.len());
        self.found.push(found.replace("put quotes around the text", span, quoted(value)));
    }

    fn finish(self) -> Document<'a> {
        let nothing = || Node { span: self.positions.span(0..0), value: Value::Null };
        Document { root: self.root.unwrap_or_else(nothing), incomplete: false, comments: self.comments }
    }
}

/// The parts of a text, joined.
#[derive(Debug)]
struct JoinedParts {
    /// The range of the parts in the text.
    range: Range,
    /// The text without the `---` lines.
    text: String,
}

/// Joins the parts of a text from `from` up to its last `---`. Returns `None` if two parts have the same key.
fn one_part(text: &str, from: usize) -> Option<JoinedParts> {
    let mut seen = HashSet::new();
    let key = |line: &str| {
        let begins = line.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '"' | '\''));
        begins.then(|| line.split_once(':').map(|(key, _)| key.trim().to_owned())).flatten()
    };
    if !text.lines().filter_map(key).all(|key| seen.insert(key)) {
        return None;
    }
    let rule = |line: &str| line.trim_end() == "---";
    let (mut at, mut end, mut joined) = (from, from, String::new());
    let mut kept = 0;
    for line in text.slice(from..).split_inclusive('\n') {
        at += line.len();
        if rule(line) {
            (end, kept) = (at, joined.len());
        } else {
            joined.push_str(line);
        }
    }
    joined.truncate(kept);
    (end > from).then_some(JoinedParts { range: from..end, text: joined })
}

/// The name of a key. A key that is not a word gets an empty name, which readers report.
fn key_of(value: Value<'_>, span: Span) -> (Cow<'_, str>, Span) {
    match value {
        Value::Scalar { text, .. } => (text, span),
        _ => (Cow::Borrowed(""), span),
    }
}

/// The length of `text` without trailing white space, blank lines and comment lines.
fn last_written(text: &str) -> usize {
    let mut end = text.trim_end().len();
    while let Some(line) = text.slice(..end).rfind('\n').map(|newline| newline + 1)
        && text.slice(line..end).trim_start().starts_with('#')
    {
        end = text.slice(..line).trim_end().len();
    }
    end
}

fn scalar(text: Cow<'_, str>, style: ScalarStyle, nothing: bool) -> Value<'_> {
    match style {
        ScalarStyle::Plain if nothing => Value::Null,
        ScalarStyle::Plain => Value::Scalar { text, plain: true },
        _ => Value::Scalar { text, plain: false },
    }
}

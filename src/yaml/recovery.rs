//! Recovery after a syntax error: the line at fault is corrected, or its whole block blanked, and the text is parsed
//! again, so that one run reports all mistakes.
//!
//! A correction is kept only if the parser then gets past the line. [`PositionMap`] maps every byte of the corrected text
//! back to the file, so all spans stay exact.

use std::borrow::Cow;
use std::ops::Range;

use super::input::{Input, PositionMap, Stop, StopReason};
use super::traps::{self, Trap};
use super::tree;
use super::{Comment, Document, Entry, Known, Node, Value};
use crate::diagnostic::Diagnostic;
use crate::text::Slice;

/// The maximum number of attempts to correct a text.
const ROUNDS: usize = 24;
/// The maximum number of bytes that are parsed again in total, so that a hostile file cannot use much time.
const BUDGET: usize = 4 << 20;

/// See [`super::parse`].
pub(super) fn parse<'a>(
    input: Input<'a>,
    region: Range<usize>,
    known: Known<'_>,
    found: &mut Vec<Diagnostic>,
) -> Document<'a> {
    let text = input.text.get(region.clone()).unwrap_or_default();
    let positions = PositionMap::new(input, region.start, text);
    let first = [traps::odd_spaces(text), traps::conflict(text), traps::bullets(text, known)];
    let is_sound = first.iter().all(Option::is_none);
    let mut mine = Vec::new();
    let document = match read(text, &positions, &mut mine) {
        Ok(document) if is_sound => {
            found.append(&mut mine);
            document
        }
        result => {
            let recovery = Recovery {
                text: text.to_owned(),
                known,
                positions,
                broken: Vec::new(),
                unreadable: Vec::new(),
                incomplete: false,
                spent: 0,
            };
            recovery.read_on(result.err(), found)
        }
    };
    traps::silent(input, &document, found);
    document
}

/// Parses `text`. Every file consists of keys, so a bare text is treated as a key without its colon.
fn read<'a>(text: &'a str, positions: &PositionMap<'_>, found: &mut Vec<Diagnostic>) -> Result<Document<'a>, Stop> {
    let document = tree::read(text, positions, found)?;
    match document.root.value {
        Value::Scalar { plain: true, .. } => {
            Err(Stop { at: text.len() - text.trim_start().len(), reason: StopReason::Other })
        }
        _ => Ok(document),
    }
}

/// A text that is being corrected.
struct Recovery<'a, 'k> {
    text: String,
    known: Known<'k>,
    positions: PositionMap<'a>,
    /// The keys whose value could not be read.
    broken: Vec<Entry<'static>>,
    /// The findings about lines that no known mistake explains.
    unreadable: Vec<Unreadable>,
    /// True if lines without a key were blanked.
    incomplete: bool,
    spent: usize,
}

/// A finding about lines that were skipped, and their number.
struct Unreadable {
    found: Diagnostic,
    lines: usize,
}

/// The findings about skipped lines: one for all lines that are unreadable for the same reason, at the first of them.
fn merged(mut unreadable: Vec<Unreadable>) -> Vec<Diagnostic> {
    unreadable.sort_by_key(|part| part.found.span().start);
    let mut found: Vec<Unreadable> = Vec::new();
    for next in unreadable {
        let is_same = |part: &&mut Unreadable| part.found.message == next.found.message;
        match found.iter_mut().find(is_same).filter(|part| part.found.message.starts_with(traps::THIS_LINE)) {
            Some(first) => {
                if first.found.labels.len() == 1 {
                    first.found = first.found.clone().label(next.found.span(), "the next one");
                }
                first.lines += next.lines;
            }
            None => found.push(next),
        }
    }
    let counted = |Unreadable { mut found, lines }: Unreadable| {
        if let (2.., Some(rest)) = (lines, found.message.strip_prefix(traps::THIS_LINE)) {
            let more = lines - 1;
            found.message = match more {
                1 => format!("{} and another one{rest}", traps::THIS_LINE),
                _ => format!("{} and {more} others{rest}", traps::THIS_LINE),
            };
        }
        found
    };
    found.into_iter().map(counted).collect()
}

impl<'a> Recovery<'a, '_> {
    /// Continues after the parser stopped. What YAML reads as letters is corrected first.
    fn read_on(mut self, stop: Option<Stop>, found: &mut Vec<Diagnostic>) -> Document<'a> {
        let mut stop = stop;
        let first: [fn(&str, Known<'_>) -> Option<Trap>; 3] =
            [|text, _| traps::odd_spaces(text), |text, _| traps::conflict(text), traps::bullets];
        for find in first {
            if let Some(trap) = find(&self.text, self.known) {
                found.push(trap.diagnostic(&self.text, &self.positions));
                self.apply(&trap);
                stop = None;
            }
        }
        for _ in 0..ROUNDS {
            if let Some(stop) = &stop
                && !self.correct(stop, found)
            {
                self.skip(stop);
            }
            let mut mine = Vec::new();
            match self.attempt(&mut mine) {
                Some(Ok(document)) => {
                    found.append(&mut mine);
                    found.extend(merged(std::mem::take(&mut self.unreadable)));
                    return self.finish(document);
                }
                Some(Err(next)) => stop = Some(next),
                None => break,
            }
        }
        found.extend(merged(self.unreadable));
        let root = Node { span: self.positions.span(0..0), value: Value::Broken };
        Document { root, incomplete: true, comments: Vec::new() }
    }

    /// Parses the current text; `None` if the budget is spent.
    fn attempt(&mut self, found: &mut Vec<Diagnostic>) -> Option<Result<Document<'static>, Stop>> {
        self.spent += self.text.len();
        (self.spent <= BUDGET).then(|| read(&self.text, &self.positions, found).map(owned))
    }

    /// Tries the possible corrections for the position at which the parser stopped. Keeps and reports the first that
    /// helps.
    fn correct(&mut self, stop: &Stop, found: &mut Vec<Diagnostic>) -> bool {
        for trap in traps::recognise(&self.text, stop, self.known) {
            let before = (self.text.clone(), self.positions.clone());
            let diagnostic = trap.diagnostic(&self.text, &self.positions);
            let end = self.apply(&trap);
            match self.attempt(&mut Vec::new()) {
                Some(Err(next)) if next.at <= end => (self.text, self.positions) = before,
                Some(_) => {
                    found.push(diagnostic);
                    return true;
                }
                None => return false,
            }
        }
        false
    }

    /// Applies a correction. Returns the byte at which its first edit ends.
    fn apply(&mut self, trap: &Trap) -> usize {
        for (range, with) in trap.edits.iter().rev() {
            self.replace(range.clone(), with);
        }
        trap.edits.first().map_or(0, |(range, with)| range.start + with.len())
    }

    /// Replaces a range. Only the part that differs is replaced, so that the positions of the rest stay exact.
    fn replace(&mut self, range: Range<usize>, with: &str) {
        let old = self.text.slice(range.clone());
        let head: usize = old.chars().zip(with.chars()).take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum();
        let same = |(a, b): &(char, char)| a == b;
        let tails = old.slice(head..).chars().rev().zip(with.slice(head..).chars().rev());
        let tail: usize = tails.take_while(same).map(|(a, _)| a.len_utf8()).sum();
        let range = range.start + head..range.end - tail;
        let with = with.slice(head..with.len() - tail);
        self.positions.replaced(&range, with.len());
        self.text.replace_range(range, with);
    }

    /// Blanks what no known mistake explains: the lines without a key, or the block of the key.
    fn skip(&mut self, stop: &Stop) {
        let stray = Some(stop)
            .filter(|stop| stop.reason == StopReason::Other)
            .and_then(|stop| traps::stray_lines(&self.text, stop.at));
        let Some(stray) = stray else {
            let found = traps::unknown(&self.text, stop, &self.positions);
            self.unreadable.push(Unreadable { found, lines: 1 });
            return self.blank_block(stop.at);
        };
        let found = traps::stray(self.positions.span(stray.first.clone()));
        self.unreadable.push(Unreadable { found, lines: stray.count });
        self.incomplete = true;
        self.blank(stray.range);
    }

    /// Blanks the block of the top-level key around `at`, or the previous block if that one is already blank.
    fn blank_block(&mut self, at: usize) {
        let block = traps::block_at(&self.text, at);
        let line = self.text.slice(block.clone()).lines().next().unwrap_or_default();
        let key = line.split_once(':').map_or("", |(key, _)| key).to_owned();
        self.incomplete |= key.trim().is_empty();
        let spot = self.positions.span(block.start..block.start + key.len());
        if !key.trim().is_empty() {
            let value = Node { span: spot, value: Value::Broken };
            self.broken.push(Entry { key: Cow::Owned(key.trim().to_owned()), key_span: spot, value });
        }
        self.blank(block);
    }

    fn blank(&mut self, range: Range<usize>) {
        let blank: String =
            self.text.slice(range.clone()).bytes().map(|b| if b == b'\n' { '\n' } else { ' ' }).collect();
        self.text.replace_range(range, &blank);
    }

    /// Adds the keys that could not be read to the document.
    fn finish(self, mut document: Document<'a>) -> Document<'a> {
        if let (Value::Null, false) = (&document.root.value, self.broken.is_empty()) {
            document.root.value = Value::Map(Vec::new());
        }
        if let Value::Map(entries) = &mut document.root.value {
            entries.extend(self.broken);
        }
        document.incomplete = self.incomplete;
        document
    }
}

fn owned(document: Document<'_>) -> Document<'static> {
    let comment = |c: Comment<'_>| Comment { span: c.span, text: Cow::Owned(c.text.into_owned()) };
    let comments = document.comments.into_iter().map(comment).collect();
    Document { root: owned_node(document.root), incomplete: document.incomplete, comments }
}

fn owned_node(node: Node<'_>) -> Node<'static> {
    let value = match node.value {
        Value::Null => Value::Null,
        Value::Broken => Value::Broken,
        Value::Scalar { text, plain } => Value::Scalar { text: Cow::Owned(text.into_owned()), plain },
        Value::List(items) => Value::List(items.into_iter().map(owned_node).collect()),
        Value::Map(entries) => Value::Map(entries.into_iter().map(owned_entry).collect()),
    };
    Node { span: node.span, value }
}

fn owned_entry(entry: Entry<'_>) -> Entry<'static> {
    Entry { key: Cow::Owned(entry.key.into_owned()), key_span: entry.key_span, value: owned_node(entry.value) }
}

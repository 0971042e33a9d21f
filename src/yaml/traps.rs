//! Common mistakes in YAML, recognised from the raw lines. Each comes with the corrected line.
//!
//! [`recognise`] proposes corrections for the position at which the parser stopped. `recovery` tries them and keeps what
//! helps, so a proposal may be wrong but must be cheap. [`mod@silent`] finds mistakes that YAML accepts.

mod brackets;
mod bullets;
mod characters;
mod layout;
mod line;
mod odd_spaces;
mod quotes;
mod silent;
mod unreadable;

use std::ops::Range;

use super::input::{PositionMap, Stop, StopReason};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;
use crate::text::Slice;
use crate::yaml::Known;
pub(super) use brackets::{Item, items, more_items};
pub(super) use bullets::{bullets, sign as bullet_sign};
use line::Lines;
pub(super) use odd_spaces::odd_spaces;
pub(super) use silent::silent;
pub(super) use unreadable::{conflict, stray_lines};

/// The message of a mistake and the text of its correction.
#[derive(Clone, Debug)]
struct Advice {
    message: String,
    help: String,
}

impl Advice {
    fn new(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { message: message.into(), help: help.into() }
    }
}

/// A recognised mistake and its correction. Ranges are bytes of the text that was parsed.
#[derive(Debug)]
pub(super) struct Trap {
    code: Code,
    /// The range to underline.
    mark: Range<usize>,
    advice: Advice,
    /// The ranges to replace, each a whole line, in order.
    pub edits: Vec<(Range<usize>, String)>,
    offer: Offer,
}

/// The way in which a correction is offered to the author. The parser continues with it in each case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Offer {
    /// It is what every author who wrote this meant.
    Certain,
    /// It is what most authors meant.
    Likely,
    /// It only lets the parser continue.
    None,
}

impl Trap {
    fn new(code: Code, mark: Range<usize>, advice: Advice, edits: Vec<(Range<usize>, String)>) -> Self {
        Self { code, mark, advice, edits, offer: Offer::Certain }
    }

    fn offered(self, offer: Offer) -> Self {
        Self { offer, ..self }
    }

    /// The diagnostic, with the corrected lines.
    pub(super) fn diagnostic(&self, text: &str, positions: &PositionMap<'_>) -> Diagnostic {
        let found = Diagnostic::new(self.code, positions.span(self.mark.clone()), self.advice.message.clone());
        let edits = Some(&self.edits).filter(|_| self.offer != Offer::None);
        let Some(((first, _), (last, _))) = edits.and_then(|edits| edits.first().zip(edits.last())) else {
            return found.help(self.advice.help.clone());
        };
        let mut corrected = String::new();
        let mut at = first.start;
        for (range, with) in &self.edits {
            corrected.push_str(text.get(at..range.start).unwrap_or_default());
            corrected.push_str(with);
            at = range.end;
        }
        let whole = positions.span(first.start..last.end);
        found.replace_if(self.offer == Offer::Certain, self.advice.help.clone(), whole, corrected)
    }
}

/// The mistakes that may have stopped the parser, most likely first.
pub(super) fn recognise(text: &str, stop: &Stop, known: Known<'_>) -> Vec<Trap> {
    let lines = Lines::around(text, stop.at);
    let one: [fn(&Lines<'_>) -> Option<Trap>; 18] = [
        layout::keys_left_of_items,
        layout::dash_before_key,
        unreadable::unindented_text,
        layout::tab,
        layout::tab_at_margin,
        quotes::lost,
        brackets::lost,
        brackets::lost_below,
        quotes::early,
        layout::dash_after_key,
        layout::dash_glued_to_key,
        characters::first,
        brackets::item,
        layout::no_colon,
        layout::no_colon_above,
        layout::dash,
        characters::colon,
        layout::continued,
    ];
    let names = known();
    let keys = [layout::marked_key, layout::keyless, characters::second_key].map(|trap| trap(&lines, &names));
    keys.into_iter()
        .flatten()
        .chain(one.into_iter().filter_map(|trap| trap(&lines)))
        .chain(layout::indent(&lines))
        .collect()
}

/// The beginning of the messages about single lines, which are counted if there are several.
pub(super) const THIS_LINE: &str = "this line";

/// The diagnostic for unindented lines without a key; `at` is the first of them.
pub(super) fn stray(at: Span) -> Diagnostic {
    Diagnostic::new(Code::YamlSyntax, at, format!("{THIS_LINE} cannot be read as `key: value`"))
        .help("if it is a note, write `# ` before it; if it goes on with the line above, put two spaces before it")
}

/// The diagnostic for an error that no known mistake explains.
pub(super) fn unknown(text: &str, stop: &Stop, positions: &PositionMap<'_>) -> Diagnostic {
    let line = line_at(text, stop.at);
    let (message, help) = match stop.reason {
        StopReason::Quote => ("a quotation mark is opened here and never closed", "add the one that ends it"),
        StopReason::Bracket => ("a bracket is opened here and never closed", "add the one that ends it"),
        StopReason::Depth => ("lists and keys are nested too deeply here", "use fewer levels"),
        StopReason::Directive => ("a line that begins with `%` is a command for YAML, not text", "remove the line"),
        StopReason::Other => (
            "this line cannot be read as `key: value`",
            "quotes around the whole value fix most such lines: `key: \"value\"`",
        ),
    };
    let start = line.start + text.slice(line.clone()).len() - text.slice(line.clone()).trim_start().len();
    Diagnostic::new(Code::YamlSyntax, positions.span(start..line.end), message).help(help)
}

/// The line around `at`, without its line ending. If it is blank, the last line before it that is not.
fn line_at(text: &str, at: usize) -> Range<usize> {
    let start = text.slice(..at).rfind('\n').map_or(0, |newline| newline + 1);
    let end = text.slice(at..).find(['\n', '\r']).map_or(text.len(), |newline| at + newline);
    if text.slice(start..end).trim().is_empty() {
        let before = text.slice(..start).trim_end();
        if !before.is_empty() {
            let start = before.rfind('\n').map_or(0, |newline| newline + 1);
            return start..before.len();
        }
    }
    start..end
}

/// The block of the top-level key around `at`: from its line to the next unindented line.
pub(super) fn block_at(text: &str, at: usize) -> Range<usize> {
    let margin = |line: &str| line.starts_with(|c: char| !c.is_whitespace() && c != '#' && c != '-');
    let mut start = line_at(text, at).start;
    while start > 0 && !margin(text.slice(start..)) {
        start = text.slice(..start - 1).rfind('\n').map_or(0, |newline| newline + 1);
    }
    let mut end = start;
    for (number, line) in text.slice(start..).split_inclusive('\n').enumerate() {
        if number > 0 && margin(line) {
            break;
        }
        end += line.len();
    }
    start..end
}

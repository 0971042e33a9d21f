//! The classic traps of YAML, recognised by looking at the raw lines.

use std::ops::Range;

use super::Document;
use super::mend::Places;
use super::tree::Stop;
use crate::diagnostic::{Code, Diagnostic};

/// A recognised trap and its cure, in bytes of the text that was read.
#[derive(Debug)]
pub(super) struct Trap {
    pub code: Code,
    /// What is underlined.
    pub mark: Range<usize>,
    pub message: String,
    pub help: String,
    /// What to replace, the line at fault first.
    pub edits: Vec<(Range<usize>, String)>,
}

impl Trap {
    pub(super) fn diagnostic(&self, places: &Places<'_>) -> Diagnostic {
        let found = Diagnostic::new(self.code, places.span(self.mark.clone()), self.message.clone());
        match self.edits.first() {
            Some((range, with)) => {
                found.replace(format!("{}: {}", self.help, with.trim()), places.span(range.clone()), with.clone())
            }
            None => found.help(self.help.clone()),
        }
    }
}

/// The traps that may have stopped the parser, the likeliest first.
pub(super) fn recognise(_text: &str, _stop: &Stop) -> Vec<Trap> {
    Vec::new()
}

/// Traps that YAML accepts although they mean something else.
pub(super) fn silent(_text: &str, _document: &Document<'_>, _found: &mut Vec<Diagnostic>) {}

/// The finding for what no trap explains.
pub(super) fn unknown(text: &str, stop: &Stop, places: &Places<'_>) -> Diagnostic {
    let line = line_at(text, stop.at);
    Diagnostic::new(Code::YamlSyntax, places.span(line), "this line cannot be read".to_owned())
}

/// The line around `at`, without its end; where that is blank, the last one before it that is not.
fn line_at(text: &str, at: usize) -> Range<usize> {
    let start = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
    let end = text[at..].find(['\n', '\r']).map_or(text.len(), |newline| at + newline);
    if text[start..end].trim().is_empty() {
        let before = text[..start].trim_end();
        if !before.is_empty() {
            let start = before.rfind('\n').map_or(0, |newline| newline + 1);
            return start..before.len();
        }
    }
    start..end
}

/// The block of the top-level key around `at`: from its line to the next line that begins at the margin.
pub(super) fn block_at(text: &str, at: usize) -> Range<usize> {
    let margin = |line: &str| line.starts_with(|c: char| !c.is_whitespace() && c != '#' && c != '-');
    let mut start = line_at(text, at).start;
    while start > 0 && !margin(&text[start..]) {
        start = text[..start - 1].rfind('\n').map_or(0, |newline| newline + 1);
    }
    let mut end = start;
    for (number, line) in text[start..].split_inclusive('\n').enumerate() {
        if number > 0 && margin(line) {
            break;
        }
        end += line.len();
    }
    start..end
}

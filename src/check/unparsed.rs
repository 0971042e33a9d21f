//! Text that was meant as markup and is shown as plain text: slips in Markdown, and the syntax of other tools.
//!
//! Markdown has no errors: what it does not understand is text. Readers then see the signs, and the author, who looks at
//! the source, sees nothing wrong. Each rule recognises one form that people do not write for any other reason. Rules
//! about lines and blocks apply to the text of a page, rules about words to front-matter values as well.

mod alerts;
mod attributes;
mod blocks;
mod containers;
mod definitions;
mod dialects;
mod emphasis;
mod foreign;
mod garbled;
mod leftover;
mod lines;
mod links;
mod math;
mod pieces;
mod references;
mod remarks;
mod runs;
mod starts;
mod tables;

pub(super) use leftover::phone;

use std::ops::Range;

use crate::diagnostic::{Code, Diagnostic};
use crate::model::Page;
use crate::parse::markdown::Body;
use crate::source::{FileId, SourceMap, Span};
use crate::text::Slice;

pub(super) fn check(page: &Page, sources: &SourceMap, found: &mut Vec<Diagnostic>) {
    let source = sources.file(page.document.file).text();
    let text = Source { file: page.document.file, text: source };
    let body = &page.document.body;
    let known = |anchor: &str| page.has_anchor(anchor);
    in_words(text, body, known, found);
    for value in page.document.values.values() {
        in_words(text, value, known, found);
    }
    let lines = lines::of(body, source);
    starts::check(text, &lines, found);
    tables::check(text, body, &lines, found);
    containers::check(text, &lines, found);
    foreign::lines(text, &lines, found);
    remarks::lines(text, &lines, found);
    pieces::check(text, body, &lines, found);
    emphasis::unclosed(text, body, found);
    alerts::check(text, &lines, found);
    alerts::empty(text, body, found);
    dialects::lines(text, &lines, found);
    let start = page.document.front.body.range().start;
    blocks::check(text, body, start, found);
    definitions::check(text, start, found);
    front_matter(text, start, found);
}

/// Reports damaged characters in the lines before the text.
fn front_matter(source: Source<'_>, start: usize, found: &mut Vec<Diagnostic>) {
    let mut at = 0;
    for line in source.text.slice(..start).split_inclusive('\n') {
        garbled::check(source, at, line.trim_end_matches(['\r', '\n']), found);
        at += line.len();
    }
}

/// Reports text in `body` that was meant as markup, in forms that fit on a line; `known` tests whether its page has an
/// anchor.
pub(super) fn in_words(source: Source<'_>, body: &Body, known: impl Fn(&str) -> bool, found: &mut Vec<Diagnostic>) {
    for run in runs::of(body, source) {
        let reported = links::check(run, &known, found);
        leftover::check(run, &reported, found);
        emphasis::check(run, found);
        references::check(run, found);
        attributes::check(run, found);
        foreign::words(run, found);
        math::check(run, found);
        remarks::words(run, found);
        dialects::words(run, found);
        garbled::check(source, run.start, run.text, found);
    }
    foreign::in_body(source, body, found);
}

/// The text of a file.
#[derive(Clone, Copy)]
pub(super) struct Source<'a> {
    pub file: FileId,
    pub text: &'a str,
}

impl Source<'_> {
    fn span(self, range: Range<usize>) -> Span {
        Span::new(self.file, range)
    }

    /// A diagnostic about Markdown that is shown as text.
    fn shown(self, range: Range<usize>, why: &str) -> Diagnostic {
        Diagnostic::new(Code::ShownAsText, self.span(range), format!("this is shown as text: {why}"))
    }

    /// A diagnostic about the syntax of another tool.
    fn foreign(self, range: Range<usize>, what: &str) -> Diagnostic {
        Diagnostic::new(Code::ForeignSyntax, self.span(range), what)
    }
}

/// True for white space that Markdown does not treat as a space, such as the no-break space of word processors.
fn is_odd_space(c: char) -> bool {
    c.is_whitespace() && !c.is_ascii_whitespace() || matches!(c, '\u{200b}' | '\u{2060}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::markdown;

    /// Returns the source text of each finding of `check` in a text.
    pub(super) fn slips(text: &str, check: impl Fn(runs::Run<'_>, &mut Vec<Diagnostic>)) -> Vec<&str> {
        let source = Source { file: FileId(0), text };
        let (body, _) = markdown::parse(FileId(0), text, 0, "");
        let mut found = Vec::new();
        for run in runs::of(&body, source) {
            check(run, &mut found);
        }
        found.iter().filter_map(|slip| text.get(slip.span().range())).collect()
    }
}

//! Diagnostics in the style of the Rust compiler: an ASCII frame, the span underlined, help below. The only module that
//! uses the `annotate-snippets` crate.

use std::io::{self, Write};

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use super::excerpt::{self, Excerpt};
use super::{Look, PLACEHOLDER, Report, summary, visible};
use crate::diagnostic::{Diagnostic, Severity};

/// Columns for the frame and the line number.
const FRAME: usize = 8;
/// Lines are already cut, so the crate must not cut them.
const UNCUT: usize = 100_000;

pub(super) fn write(report: &Report, look: Look, out: &mut dyn Write) -> io::Result<()> {
    let renderer = if look.colour { Renderer::styled() } else { Renderer::plain() }.term_width(UNCUT);
    for found in report.diagnostics {
        writeln!(out, "{}\n", draw(report, found, &renderer, look.width.saturating_sub(FRAME).max(40)))?;
    }
    summary(report.diagnostics).map_or(Ok(()), |line| writeln!(out, "{line}"))
}

fn draw(report: &Report, found: &Diagnostic, renderer: &Renderer, width: usize) -> String {
    let excerpts = excerpt::excerpts(report.sources, &found.labels, width);
    let places: Vec<_> = excerpts.iter().map(|excerpt| place(report, excerpt)).collect();
    let title = level(found.severity).primary_title(lines(&found.message)).id(found.code.name());
    let helps = report.advice(found, width).into_iter().map(|help| Level::HELP.message(lines(&help)));
    let group = Group::with_title(title)
        .elements(excerpts.into_iter().enumerate().map(|(number, excerpt)| picture(excerpt, number)))
        .elements(helps);
    places.iter().enumerate().fold(renderer.render(&[group]), |drawn, (number, place)| put(&drawn, number, place))
}

fn picture(excerpt: Excerpt<'_>, number: usize) -> Snippet<'_, annotate_snippets::Annotation<'_>> {
    let marks = excerpt.marks.into_iter().map(|mark| {
        let kind = if mark.first { AnnotationKind::Primary } else { AnnotationKind::Context };
        kind.span(mark.range).label(Some(visible(mark.text)).filter(|text| !text.is_empty()))
    });
    Snippet::source(excerpt.text).path(placeholder(number)).line_start(excerpt.line).annotations(marks)
}

/// A unique placeholder for a path. The crate derives the column from the given line, which may be cut, so the correct
/// position is inserted afterwards.
fn placeholder(number: usize) -> String {
    format!("{PLACEHOLDER}{number}{PLACEHOLDER}")
}

fn put(drawn: &str, number: usize, place: &str) -> String {
    let Some((before, after)) = drawn.split_once(&placeholder(number)) else { return drawn.to_owned() };
    let rest = after.find('\n').map_or("", |end| after.split_at(end).1);
    format!("{before}{place}{rest}")
}

fn place(report: &Report, excerpt: &Excerpt) -> String {
    let place = report.sources.file(excerpt.at.file).place(excerpt.at.start);
    format!("{}:{}:{}", report.path(excerpt.at), place.line, place.column)
}

fn lines(text: &str) -> String {
    text.split('\n').map(visible).collect::<Vec<_>>().join("\n")
}

fn level(severity: Severity) -> Level<'static> {
    match severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    }
}

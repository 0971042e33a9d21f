//! Diagnostics in the style of the Rust compiler: an ASCII frame, the span underlined, help below. The only module that
//! uses the `annotate-snippets` crate.

use std::io::{self, Write};

use annotate_snippets::{AnnotationKind, Group as Section, Level, Renderer, Snippet};

use super::excerpt::{self, Excerpt};
use super::groups::{self, Group, MOST_LINES};
use super::{Amount, Look, PLACEHOLDER, Report, summary, visible};
use crate::diagnostic::Severity;

/// Columns for the frame and the line number.
const FRAME: usize = 8;
/// Lines are already cut, so the crate must not cut them.
const UNCUT: usize = 100_000;
/// Lines for the summary, and for how many findings are left out.
const CLOSING: usize = 3;

pub(super) fn write(report: &Report, look: Look, out: &mut dyn Write) -> io::Result<()> {
    let renderer = if look.colour { Renderer::styled() } else { Renderer::plain() }.term_width(UNCUT);
    let width = look.width.saturating_sub(FRAME).max(40);
    let groups = match report.amount {
        Amount::All => groups::single(report.diagnostics),
        Amount::Some => groups::of(report.diagnostics),
    };
    let table = groups::by_code(report.diagnostics);
    let most = match report.amount {
        Amount::All => usize::MAX,
        Amount::Some => MOST_LINES,
    };
    let mut drawn = draw_up_to(most, groups.iter(), |group| draw(report, group, &renderer, width));
    if drawn.len() < groups.len() {
        // Not everything fits: errors come first, and the table needs room.
        let rest = table.as_ref().map_or(0, |table| table.lines().count() + 1) + CLOSING;
        let errors = groups.iter().filter(|group| group.first.severity == Severity::Error);
        let others = groups.iter().filter(|group| group.first.severity != Severity::Error);
        drawn = draw_up_to(most - rest, errors.chain(others), |group| draw(report, group, &renderer, width));
    }
    for (_, text) in &drawn {
        writeln!(out, "{text}\n")?;
    }
    let shown: usize = drawn.iter().map(|(findings, _)| findings).sum();
    if shown < report.diagnostics.len() {
        writeln!(out, "… and {} more; `--all` shows all of them\n", report.diagnostics.len() - shown)?;
    }
    if let Some(table) = table {
        writeln!(out, "{table}\n")?;
    }
    summary(report.diagnostics).map_or(Ok(()), |line| writeln!(out, "{line}"))
}

/// Draws groups as long as they fit into `most` lines, and at least one. Returns the number of findings and the text of
/// each.
fn draw_up_to<'g, 'a: 'g>(
    most: usize,
    groups: impl Iterator<Item = &'g Group<'a>>,
    draw: impl Fn(&Group<'a>) -> String,
) -> Vec<(usize, String)> {
    let mut drawn: Vec<(usize, String)> = Vec::new();
    let mut lines = 0;
    for group in groups {
        let text = draw(group);
        lines += text.lines().count() + 1;
        if lines > most && !drawn.is_empty() {
            break;
        }
        drawn.push((group.len(), text));
    }
    drawn
}

fn draw(report: &Report, group: &Group<'_>, renderer: &Renderer, width: usize) -> String {
    let found = group.first;
    let excerpts = excerpt::excerpts(report.sources, &found.labels, width);
    let places: Vec<_> = excerpts.iter().map(|excerpt| place(report, excerpt)).collect();
    let title = level(found.severity).primary_title(lines(&found.message)).id(found.code.name());
    let helps = report.advice(found, width).into_iter().map(|help| Level::HELP.message(lines(&help)));
    let elsewhere = group.elsewhere(report).map(|text| Level::NOTE.message(text));
    let group = Section::with_title(title)
        .elements(excerpts.into_iter().enumerate().map(|(number, excerpt)| picture(excerpt, number)))
        .elements(elsewhere)
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

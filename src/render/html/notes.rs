//! Footnotes: numbered in order of citation and written at the end, with links back to every citation. Footnotes that
//! are never cited are not written.
//!
//! Their ids begin with `cb-`, which no heading's slug does.

use std::collections::BTreeMap;

use super::writer::Writer;
use super::{Origin, PageState, escape};
use crate::parse::markdown::{Element, Event, Piece};

/// The footnotes of one body.
#[derive(Debug, Default)]
pub(super) struct Notes {
    /// By label; read from the body at the first citation.
    known: Option<BTreeMap<String, Known>>,
    cited: Vec<Cited>,
    /// Number of cited footnotes that have been written.
    written: usize,
}

#[derive(Debug)]
struct Known {
    /// Index of the `Start` event.
    definition: usize,
    /// Index in [`Notes::cited`].
    cited: Option<usize>,
}

#[derive(Clone, Copy, Debug)]
struct Cited {
    definition: usize,
    /// The number shown on the page.
    number: usize,
    /// Number of citations with a link back.
    references: usize,
}

impl Notes {
    /// The index in `cited` of the footnote with this label. A new one increments `count`, which becomes its number.
    fn cite(&mut self, label: &str, origin: Origin<'_>, count: &mut usize) -> Option<usize> {
        let known = self.known.get_or_insert_with(|| definitions(origin)).get_mut(&key(label))?;
        Some(*known.cited.get_or_insert_with(|| {
            *count += 1;
            self.cited.push(Cited { definition: known.definition, number: *count, references: 0 });
            self.cited.len() - 1
        }))
    }
}

/// Labels are case-insensitive, as on GitHub.
fn key(label: &str) -> String {
    label.to_lowercase()
}

fn definitions(origin: Origin<'_>) -> BTreeMap<String, Known> {
    let mut known = BTreeMap::new();
    for (definition, (event, _)) in origin.body.events().enumerate() {
        if let Event::Start(Element::Footnote(label)) = event {
            let label = key(origin.body.piece(origin.source, label));
            known.entry(label).or_insert(Known { definition, cited: None });
        }
    }
    known
}

/// Writes a citation.
pub(super) fn reference(writer: &mut Writer<'_, '_, '_>, label: Piece) {
    let label = writer.piece(label);
    let Some(index) = writer.notes.cite(label, writer.origin, &mut writer.page.notes) else {
        writer.out.push_str("[^");
        escape::text(label, writer.out);
        return writer.out.push(']');
    };
    let note = &mut writer.notes.cited[index];
    let number = note.number.to_string();
    if writer.link.written != 0 {
        // HTML forbids links inside links.
        writer.out.extend(["<sup>", &number, "</sup>"]);
        return;
    }
    note.references += 1;
    let id = back_id(note.number, note.references);
    writer.out.extend(["<sup><a class=\"footnote-ref\" id=\"", &id, "\" href=\"#cb-note-", &number]);
    writer.out.extend(["\" role=\"doc-noteref\">", &number, "</a></sup>"]);
}

fn back_id(number: usize, reference: usize) -> String {
    if reference == 1 { format!("cb-ref-{number}") } else { format!("cb-ref-{number}-{reference}") }
}

/// Writes the footnotes that have been cited but not written.
pub(super) fn write(origin: Origin<'_>, notes: &mut Notes, page: &mut PageState<'_>, out: &mut String) {
    let first = notes.written;
    // A footnote may cite another one, which is then appended, so the links back are complete only when all texts are
    // rendered.
    let mut texts = Vec::new();
    while let Some(note) = notes.cited.get(notes.written).copied() {
        notes.written += 1;
        let inside = note.definition + 1..origin.body.after(note.definition).saturating_sub(1);
        let mut text = String::new();
        Writer::new(origin, notes, page, &mut text).run(inside);
        texts.push(text);
    }
    if texts.is_empty() {
        return;
    }
    let mut writer = Writer::new(origin, notes, page, out);
    open(&mut writer, first);
    for (index, text) in (first..).zip(&texts) {
        item(&mut writer, index, text);
    }
    writer.out.push_str("</ol></section>\n");
}

fn open(writer: &mut Writer<'_, '_, '_>, first: usize) {
    writer.page.lists_of_notes += 1;
    writer.block("<section class=\"footnotes\" role=\"doc-endnotes\" aria-label=\"");
    escape::attribute(&writer.page.settings.strings.footnotes, writer.out);
    if writer.page.lists_of_notes > 1 {
        // Landmarks need different names.
        writer.out.push_str(&format!(" {}", writer.page.lists_of_notes));
    }
    writer.part();
    writer.out.push_str("\"><ol");
    match writer.notes.cited[first].number {
        1 => {}
        number => writer.out.push_str(&format!(" start=\"{number}\"")),
    }
    writer.out.push_str(">\n");
}

fn item(writer: &mut Writer<'_, '_, '_>, index: usize, text: &str) {
    let note = writer.notes.cited[index];
    writer.out.extend(["<li id=\"cb-note-", &note.number.to_string(), "\">"]);
    match text.strip_suffix("</p>\n") {
        Some(text) => writer.out.push_str(text),
        None => writer.out.extend([text, "<p>"]),
    }
    for reference in 1..=note.references {
        back(writer, note.number, reference);
    }
    writer.out.push_str("</p>\n</li>\n");
}

fn back(writer: &mut Writer<'_, '_, '_>, number: usize, reference: usize) {
    if !writer.out.ends_with("<p>") {
        writer.out.push(' ');
    }
    let id = back_id(number, reference);
    writer.out.extend(["<a class=\"footnote-back\" href=\"#", &id, "\" role=\"doc-backlink\" aria-label=\""]);
    escape::attribute(&writer.page.settings.strings.footnote_back, writer.out);
    let count = if reference == 1 { String::new() } else { reference.to_string() };
    if !count.is_empty() {
        writer.out.extend([" ", &count]);
    }
    // The variation selector prevents the arrow from being drawn as an emoji.
    writer.out.push_str("\">↩\u{fe0e}");
    if !count.is_empty() {
        writer.out.extend(["<sup>", &count, "</sup>"]);
    }
    writer.out.push_str("</a>");
}

//! Tables that are shown as text, and cells that are not shown at all.

use super::Source;
use super::lines::{Line, by_block};
use super::starts::is_bullet;
use crate::diagnostic::{Code, Diagnostic};
use crate::parse::markdown::{Body, Element, Event};
use crate::text::Slice;

pub(super) fn check(source: Source<'_>, body: &Body, lines: &[Line<'_>], found: &mut Vec<Diagnostic>) {
    for block in by_block(lines) {
        found.extend(without_rule(source, block).or_else(|| from_tabs(source, block)));
    }
    beyond_header(source, body, found);
}

/// Returns the number of cells in a row; 0 if the line has no `|`.
pub(super) fn cells(row: &str) -> usize {
    let row = row.trim();
    let inner = row.strip_prefix('|').unwrap_or(row);
    let inner = if inner.ends_with("\\|") { inner } else { inner.strip_suffix('|').unwrap_or(inner) };
    let (mut bars, mut escaped) = (0, false);
    for c in inner.chars() {
        bars += usize::from(c == '|' && !escaped);
        escaped = c == '\\' && !escaped;
    }
    if bars == 0 && inner.len() == row.len() { 0 } else { bars + 1 }
}

/// True for the line of dashes below a table's header.
pub(super) fn is_rule(row: &str) -> bool {
    row.contains(['-', '—', '–', '='])
        && row.contains('|')
        && row.chars().all(|c| matches!(c, '|' | '-' | ':' | ' ' | '\t' | '—' | '–' | '_' | '='))
}

/// Returns a line of dashes for this number of columns.
fn rule(columns: usize) -> String {
    format!("|{}", "---|".repeat(columns))
}

/// Reports a table without its line of dashes, or with one of another width.
fn without_rule(source: Source<'_>, block: &[Line<'_>]) -> Option<Diagnostic> {
    let [head, second, ..] = block else { return None };
    let columns = cells(head.text);
    let bordered = |line: &Line<'_>| line.text.starts_with('|') && line.text.len() > 1;
    if columns < 2 || cells(second.text) == 0 || is_rule(head.text) {
        return None;
    }
    if is_rule(second.text) {
        let place = second.start..second.end();
        let why =
            format!("the line of dashes has {}, and the header above it has {columns}", count(cells(second.text)));
        let why = if cells(second.text) == columns {
            "the line below a table's header is made of hyphens, `-`".to_owned()
        } else {
            why
        };
        let slip = source.shown(head.start..head.end(), &why);
        return Some(slip.replace(format!("write `{}`", rule(columns)), source.span(place), rule(columns)));
    }
    if !block.iter().all(bordered) {
        return None;
    }
    let indent = source.text.slice(..head.start).rsplit('\n').next().unwrap_or_default();
    let place = head.end()..head.end();
    let slip = source.shown(head.start..head.end(), "a table needs a line of dashes below its header");
    Some(slip.replace(
        format!("below this line, write `{}`", rule(columns)),
        source.span(place),
        format!("\n{indent}{}", rule(columns)),
    ))
}

fn count(cells: usize) -> String {
    if cells == 1 { "1 cell".to_owned() } else { format!("{cells} cells") }
}

/// Reports lines that were copied from a spreadsheet, with tabs between the cells.
fn from_tabs(source: Source<'_>, block: &[Line<'_>]) -> Option<Diagnostic> {
    let columns = |line: &Line<'_>| line.text.split('\t').count();
    let (first, last) = (block.first()?, block.last()?);
    let wide = columns(first);
    if block.len() < 2
        || wide < 2
        || !block.iter().all(|line| columns(line) == wide && line.plain && !is_bullet(line.text))
    {
        return None;
    }
    let indent = source.text.slice(..first.start).rsplit('\n').next().unwrap_or_default();
    let row = |line: &Line<'_>| {
        let cells: Vec<String> = line.text.split('\t').map(|cell| cell.trim().replace('|', "\\|")).collect();
        format!("| {} |", cells.join(" | "))
    };
    let mut rows: Vec<String> = block.iter().map(row).collect();
    rows.insert(1, rule(wide));
    let whole = source.span(first.start..last.end());
    let slip = source.shown(first.start..first.end(), "tabs make no table");
    Some(slip.suggest(
        "write `|` between the cells, and a line of dashes below the first row",
        whole,
        rows.join(&format!("\n{indent}")),
    ))
}

/// Reports cells that have no header, because they are not shown.
fn beyond_header(source: Source<'_>, body: &Body, found: &mut Vec<Diagnostic>) {
    let mut columns = 0;
    for (event, span) in body.events() {
        match event {
            Event::Start(Element::Table(number)) => columns = body.tables.get(number as usize).map_or(0, Vec::len),
            Event::Start(Element::Row) => {
                let written = source.text.get(span.range()).unwrap_or_default();
                let row = written.trim_end();
                let Some(lost) = lost_cells(row, columns) else { continue };
                let place = span.range().start..span.range().start + row.len();
                let what = format!(
                    "`{lost}` is not shown: this row has {}, and the table's header {columns}",
                    count(cells(row))
                );
                let slip = Diagnostic::new(Code::LostText, source.span(place), what);
                found.push(
                    slip.help("add cells to the header and to the line of dashes")
                        .help("or write `\\|` for a `|` inside a cell"),
                );
            }
            _ => {}
        }
    }
}

/// Returns the text of the cells beyond the header, if there is any.
fn lost_cells(row: &str, columns: usize) -> Option<String> {
    if cells(row) <= columns {
        return None;
    }
    let row = row.trim();
    let mut rest = row.strip_prefix('|').unwrap_or(row);
    for _ in 0..columns {
        let mut escaped = false;
        let bar = rest.find(|c| {
            let is_bar = c == '|' && !escaped;
            escaped = c == '\\' && !escaped;
            is_bar
        })?;
        rest = rest.slice(bar + 1..);
    }
    let lost = rest.trim().trim_end_matches('|').trim();
    (!lost.trim_matches(['|', ' ']).is_empty()).then(|| lost.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_counted_as_markdown_does() {
        for (row, expected) in
            [("| a | b |", 2), ("a | b", 2), ("a | b |", 2), ("| a |", 1), ("a", 0), ("| a \\| b | c |", 2), ("|", 1)]
        {
            assert_eq!(cells(row), expected, "{row}");
        }
    }

    #[test]
    fn only_cells_with_text_are_lost() {
        assert_eq!(lost_cells("| 1 | 2 | lost words |", 2).as_deref(), Some("lost words"));
        assert_eq!(lost_cells("| 1 | 2 | | |", 2), None);
        assert_eq!(lost_cells("| 1 | 2 |", 2), None);
        assert_eq!(lost_cells("| 1 \\| 2 | 3 |", 2), None);
    }
}

//! Tables that fall apart: rows separated by empty lines, text that became a row, a line of dashes in the wrong place,
//! and tables drawn as other tools draw them.

use super::Source;
use super::lines::{Line, by_block};
use super::tables::{cells, is_rule};
use crate::diagnostic::{Code, Diagnostic};
use crate::parse::markdown::{Body, Element, Event};
use crate::text::Slice;

/// The fewest rows that make a table without its line of dashes and without outer bars.
const FEWEST_ROWS: usize = 3;

pub(super) fn check(source: Source<'_>, body: &Body, lines: &[Line<'_>], found: &mut Vec<Diagnostic>) {
    let tables = tables(source, body);
    for table in &tables {
        rows(source, table, found);
    }
    separated(source, &tables, lines, found);
    for block in by_block(lines) {
        found
            .extend(rule_first(source, block).or_else(|| without_bars(source, block)).or_else(|| drawn(source, block)));
    }
}

/// A table as written.
struct Table<'a> {
    /// The lines with their positions, from the header on.
    lines: Vec<(usize, &'a str)>,
    end: usize,
}

fn tables<'a>(source: Source<'a>, body: &Body) -> Vec<Table<'a>> {
    let spans =
        body.events().filter(|(event, _)| matches!(event, Event::Start(Element::Table(_)))).map(|(_, span)| span);
    spans
        .map(|span| {
            let mut at = span.range().start;
            let lines = source.text.slice(span.range()).split_inclusive('\n').map(|line| {
                let start = at + line.len() - line.trim_start_matches(['>', ' ', '\t']).len();
                at += line.len();
                (start, source.text.slice(start..at).trim_end())
            });
            Table { lines: lines.filter(|(_, line)| !line.is_empty()).collect(), end: span.range().end }
        })
        .collect()
}

/// Reports lines of a table that were not meant as rows.
fn rows(source: Source<'_>, table: &Table<'_>, found: &mut Vec<Diagnostic>) {
    let Some((_, header)) = table.lines.first().filter(|(_, header)| header.starts_with('|')) else { return };
    let closed = header.ends_with('|');
    for pair in table.lines.windows(2).skip(1) {
        let [(before_at, before), (at, row)] = *pair else { continue };
        let (span, start) = (at..at + row.len(), source.span(at..at));
        if is_rule(row) && row.contains("---") && cells(row) > 1 {
            let slip = source.shown(span.clone(), "a table has one line of dashes, below its header");
            found.push(slip.suggest("remove this line", source.span(before_at + before.len()..span.end), ""));
        } else if !row.starts_with('|') && cells(row) == 0 {
            let message = "this line is shown as a row of the table above";
            let slip = Diagnostic::new(Code::ShownAsText, source.span(span), message);
            found.push(slip.suggest("leave an empty line between a table and the text below it", start, "\n"));
        } else if !row.starts_with('|') && closed && !before.ends_with('|') {
            let slip = source.shown(span.clone(), "a row of a table must be on one line");
            let whole = source.span(before_at + before.len()..span.end);
            let right = format!("<br>{row}");
            found.push(slip.suggest("put it behind the line above, with `<br>` between the two", whole, right));
        }
    }
}

fn is_row(line: &str, columns: usize) -> bool {
    line.starts_with('|') && line.len() > 1 && cells(line) == columns
}

/// Reports rows that an empty line separates from their table. One finding for each table.
fn separated(source: Source<'_>, tables: &[Table<'_>], lines: &[Line<'_>], found: &mut Vec<Diagnostic>) {
    let mut ends: Vec<(usize, usize)> =
        tables.iter().filter_map(|table| Some((table.end, cells(table.lines.first()?.1)))).collect();
    // The end of the table or row before, with the number of its cells, and whether it was reported.
    let mut before: Option<(usize, usize, bool)> = None;
    for block in by_block(lines) {
        let (Some(first), Some(last)) = (block.first(), block.last()) else { continue };
        if let Some(at) = ends.iter().rposition(|(end, _)| *end <= first.start) {
            let (end, columns) = ends[at];
            ends.drain(..=at);
            before = before.filter(|before| before.0 > end).or(Some((end, columns, false)));
        }
        let columns = cells(first.text);
        let near = before.filter(|(end, wide, _)| {
            *wide == columns && source.text.get(*end..first.start).is_some_and(|gap| gap.trim().is_empty())
        });
        let rows = columns > 1
            && !first.in_item
            && !is_rule(first.text)
            && block.iter().all(|line| is_row(line.text, columns));
        before = rows.then_some((last.end(), columns, near.is_some()));
        if let Some((end, _, reported)) = near.filter(|_| rows) {
            if reported {
                continue;
            }
            let slip = source.shown(first.start..first.end(), "an empty line ends a table, and this row follows one");
            let gap = source.span(end - usize::from(source.text.slice(..end).ends_with('\n'))..first.start);
            found.push(slip.suggest("remove the empty lines between the rows of the table", gap, "\n"));
        }
    }
}

/// Reports a table that begins with its line of dashes.
fn rule_first(source: Source<'_>, block: &[Line<'_>]) -> Option<Diagnostic> {
    let [rule, head, ..] = block else { return None };
    let columns = cells(head.text);
    if !is_rule(rule.text)
        || !rule.text.contains("--")
        || !is_row(head.text, columns)
        || columns < 2
        || is_rule(head.text)
    {
        return None;
    }
    let between = source.text.get(rule.end()..head.start)?;
    let slip = source.shown(rule.start..rule.end(), "the line of dashes belongs below the header of the table");
    let right = format!("{}{between}{}", head.text, rule.text);
    Some(slip.replace("move it below the next line", source.span(rule.start..head.end()), right))
}

/// Reports `a | b` in several lines, and `a;b` as spreadsheets export it.
fn without_bars(source: Source<'_>, block: &[Line<'_>]) -> Option<Diagnostic> {
    let (first, last) = (block.first()?, block.last()?);
    let (sign, fewest) = if first.text.contains(" | ") { (" | ", FEWEST_ROWS) } else { (";", FEWEST_ROWS) };
    let wide = first.text.split(sign).count();
    let is_like = |line: &Line<'_>| {
        let spaced = sign == ";" && (line.text.contains("; ") || line.text.ends_with(['.', ';', '!', '?']));
        line.plain && !line.in_item && !spaced && !line.text.starts_with('|') && line.text.split(sign).count() == wide
    };
    if block.len() < fewest || wide < 2 || !block.iter().all(is_like) {
        return None;
    }
    let row = |line: &Line<'_>| {
        let cells: Vec<String> = line.text.split(sign).map(|cell| cell.trim().replace('|', "\\|")).collect();
        format!("| {} |", cells.join(" | "))
    };
    let mut rows: Vec<String> = block.iter().map(row).collect();
    rows.insert(1, format!("|{}", "---|".repeat(wide)));
    let indent = source.text.slice(..first.start).rsplit('\n').next().unwrap_or_default();
    let slip = source.shown(first.start..first.end(), &format!("`{}` alone makes no table", sign.trim()));
    let help = "for a table, write `|` around the cells, and a line of dashes below the first row";
    Some(slip.suggest(help, source.span(first.start..last.end()), rows.join(&format!("\n{indent}"))))
}

/// Reports tables drawn with dashes alone or with `+---+`.
fn drawn(source: Source<'_>, block: &[Line<'_>]) -> Option<Diagnostic> {
    let is_drawn = |line: &&Line<'_>| {
        let text = line.text;
        let grid = text.starts_with("+-") && text.ends_with("-+") && text.chars().all(|c| matches!(c, '+' | '-'));
        let groups = text.split_whitespace().filter(|group| group.len() > 2 && group.bytes().all(|b| b == b'-'));
        let dashes = text.split_whitespace().count();
        grid || dashes > 1 && groups.count() == dashes
    };
    let line = block.iter().find(is_drawn).filter(|_| block.len() > 2)?;
    let slip = source.shown(line.start..line.end(), "a table is not drawn like this here");
    Some(
        slip.help("write each row on one line, with `|` between the cells")
            .help("below the first row, write a line of dashes, such as `|---|---|`"),
    )
}

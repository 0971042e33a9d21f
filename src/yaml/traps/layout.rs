//! Mistakes of layout: tabs, dashes, missing colons, wrong columns.

use super::line::{Line, Lines};
use super::{Advice, Offer, Trap};
use crate::diagnostic::Code;
use crate::text::Slice;
use crate::yaml::{quoted, scalar};

/// A tab at the beginning of a line. All such lines below it are corrected at once.
pub(super) fn tab(lines: &Lines<'_>) -> Option<Trap> {
    let tabbed = |line: &&Line<'_>| line.text.slice(..line.indent).contains('\t');
    let fault = Some(&lines.fault).filter(tabbed).or_else(|| lines.after.first().filter(tabbed))?;
    let others = lines.after.iter().filter(tabbed).filter(|line| line.start > fault.start);
    let spaced = |line: &Line<'_>| {
        let blanks = line.text.slice(..line.indent).replace('\t', "  ");
        (line.whole(), format!("{blanks}{}", line.text.slice(line.indent..)))
    };
    let edits: Vec<_> = std::iter::once(fault).chain(others).map(spaced).collect();
    let more = edits.len() - 1;
    let help = match more {
        0 => "write two spaces for each tab",
        _ => "write two spaces for each tab, here and in the lines below",
    };
    let message = "the line begins with a tab, and YAML knows only spaces".to_owned();
    Some(Trap::new(Code::YamlTab, fault.range(0..fault.indent), Advice::new(message, help), edits))
}

/// A tab before a key although the line above is complete. Nothing can be nested there, so both lines must begin in the
/// same column.
pub(super) fn tab_at_margin(lines: &Lines<'_>) -> Option<Trap> {
    let all = || std::iter::once(&lines.fault).chain(&lines.after);
    let line = all().take(2).find(|line| line.text.slice(..line.indent).contains('\t'))?;
    let above = std::iter::once(&lines.fault).chain(&lines.before).find(|above| above.start < line.start)?;
    above.key.filter(|_| !above.value().is_empty())?;
    let corrected = format!("{}{}", " ".repeat(above.body), line.text.slice(line.indent..));
    let advice = Advice::new(
        "the line begins with a tab, and YAML knows only spaces".to_owned(),
        "begin it below the line above",
    );
    Some(line.trap(Code::YamlTab, line.range(0..line.indent), advice, corrected))
}

/// `-item` without the space, on the line at fault or the one before it.
pub(super) fn dash(lines: &Lines<'_>) -> Option<Trap> {
    let glued = |line: &&Line<'_>| {
        let rest = line.text.slice(line.indent..).strip_prefix('-');
        rest.is_some_and(|rest| rest.starts_with(|c: char| !c.is_whitespace() && c != '-'))
    };
    let line = std::iter::once(&lines.fault).chain(lines.before.first()).find(glued)?;
    let corrected = format!("{}- {}", line.text.slice(..line.indent), line.text.slice(line.indent + 1..));
    let mark = line.range(line.indent..line.indent + 1);
    let message = "an item of a list begins with a dash and a space".to_owned();
    Some(line.trap(Code::YamlDash, mark, Advice::new(message, "put a space after the dash"), corrected))
}

/// `key: - item`: a list that begins on the line of its key.
pub(super) fn dash_after_key(lines: &Lines<'_>) -> Option<Trap> {
    let line = &lines.fault;
    line.key?;
    let item = line.value().strip_prefix('-').filter(|rest| rest.is_empty() || rest.starts_with(' '))?.trim();
    let range = line.value_range();
    let mark = range.start..range.start + 1;
    let below = lines.after.first();
    let lone = below.is_none_or(|below| !belongs(below, line));
    if lone && !item.contains([',', '[', ']', '{', '}', ':', '#', '"', '\'']) {
        let message = "the items of a list begin on the line below the key, or are in brackets after it".to_owned();
        let items: Vec<&str> = item.split(" - ").map(str::trim).filter(|item| !item.is_empty()).collect();
        let help = if items.len() == 1 { "put brackets around the item" } else { "put brackets around the items" };
        // A dash between longer texts may be part of them.
        let is_certain = items.len() == 1 || items.iter().all(|item| item.split(' ').count() <= 2);
        let corrected = line.with_value(&format!("[{}]", items.join(", ")));
        let trap = line.trap(Code::YamlDash, mark, Advice::new(message, help), corrected);
        return Some(trap.offered(if is_certain { Offer::Certain } else { Offer::Likely }));
    }
    Some(moved_below(line, below, line.key?, item, mark))
}

/// `key:- item`: a list that begins on the line of its key, without a space; on the line at fault or above the items
/// before it.
pub(super) fn dash_glued_to_key(lines: &Lines<'_>) -> Option<Trap> {
    let mut above_items = true;
    let mut near = lines.upwards().enumerate().take_while(|(number, (line, _))| {
        let looked_at = *number < 2 || above_items;
        above_items = line.is_item();
        looked_at
    });
    near.find_map(|(_, (line, below))| {
        let item = line.item();
        let (key, rest) = item.split_once(":-").filter(|(key, _)| !key.is_empty() && key.chars().all(of_key))?;
        let glued =
            line.key.is_none_or(|found| found != key) && rest.starts_with(|c: char| c == ' ' || c.is_alphabetic());
        let at = line.body + key.len() + 1;
        glued.then(|| moved_below(line, below, key, rest.trim(), line.range(at..at + 1)))
    })
}

/// Returns true if `below` is an item of the list that belongs to the key of `line`.
fn belongs(below: &Line<'_>, line: &Line<'_>) -> bool {
    below.is_item() && below.indent >= line.body
}

/// Moves the first item of a list to a line of its own.
fn moved_below(line: &Line<'_>, below: Option<&Line<'_>>, key: &str, item: &str, mark: std::ops::Range<usize>) -> Trap {
    let dash = below.filter(|below| belongs(below, line)).map_or(line.body + 2, |below| below.indent);
    let item = plain_or_quoted(item);
    let corrected = format!("{}{key}:\n{}- {item}", line.text.slice(..line.body), " ".repeat(dash));
    let message = format!("the list of `{key}` begins on the line of its key, but its items belong below");
    line.trap(Code::YamlDash, mark, Advice::new(message, "move the first item to a line of its own"), corrected)
}

fn of_key(c: char) -> bool {
    c.is_alphanumeric() || c == '-' || c == '_'
}

/// `summary A seam split`: a line that begins with a known key but has no colon. Checks the line at fault and the one
/// above it.
pub(super) fn keyless(lines: &Lines<'_>, known: &[&str]) -> Option<Trap> {
    let mut near = std::iter::once(&lines.fault).chain(lines.before.first()).filter(|line| line.key.is_none());
    near.find_map(|line| {
        let item = line.item();
        let end = item.find(|c: char| !of_key(c)).filter(|&end| known.contains(&item.slice(..end)))?;
        let (word, rest) = item.split_at(end);
        let value = rest.trim_start();
        let sign = JOINED_BY.into_iter().find(|sign| value.starts_with(sign));
        let value = value.strip_prefix(sign.unwrap_or_default()).unwrap_or(value).trim();
        if value.is_empty() || value.starts_with(['=', ':', '：']) || sign.is_none() && !rest.starts_with([' ', '\t'])
        {
            return None;
        }
        let corrected = line.with_item(&format!("{word}: {}", plain_or_quoted(value)));
        let (message, help) = match sign {
            Some(sign) => (
                format!("a key and its value are joined by a colon, not by `{sign}`"),
                "write a colon and a space".to_owned(),
            ),
            None => (format!("the colon after `{word}` is missing"), "write a colon after the key".to_owned()),
        };
        let mark = line.range(line.body..line.body + word.len());
        let trap = line.trap(Code::YamlNoColon, mark, Advice::new(message, help), corrected);
        // After a comma, the line may go on with a sentence.
        Some(trap.offered(if sign == Some(",") { Offer::Likely } else { Offer::Certain }))
    })
}

/// The signs that authors write instead of the colon after a key. The equals sign has a rule of its own.
const JOINED_BY: [&str; 8] = [";", "->", "=>", "→", "–", "—", "-", ","];

/// `**title:** The kettle`: a key with the marks of Markdown, on the line at fault or above it.
pub(super) fn marked_key(lines: &Lines<'_>, known: &[&str]) -> Option<Trap> {
    std::iter::once(&lines.fault).chain(lines.before.first()).find_map(|line| {
        let written = line.text.slice(line.body..);
        let bare = written.trim_start_matches(['*', '_']);
        let marks = written.slice(..written.len() - bare.len());
        let end =
            bare.find(|c: char| !of_key(c)).filter(|&end| !marks.is_empty() && known.contains(&bare.slice(..end)))?;
        let (key, rest) = bare.split_at(end);
        let inside = rest.strip_prefix(':').and_then(|rest| rest.strip_prefix(marks));
        let value = inside.or_else(|| rest.strip_prefix(marks).and_then(|rest| rest.strip_prefix(':')))?.trim();
        let corrected = format!("{}{key}: {}", line.text.slice(..line.body), plain_or_quoted(value));
        let message = format!("a key has no `{marks}` around it");
        let mark = line.range(line.body..line.body + marks.len() + key.len());
        Some(line.trap(Code::YamlFirstSign, mark, Advice::new(message, format!("write `{key}:`")), corrected))
    })
}

/// `- owner: Ines` between keys that begin at the margin: a key that is no item.
pub(super) fn dash_before_key(lines: &Lines<'_>) -> Option<Trap> {
    let (line, above) = (&lines.fault, lines.before.first()?);
    let is_between = above.indent == 0 && !above.is_item() && above.key.is_some() && !above.value().is_empty();
    let key = line.key.filter(|key| is_between && line.indent == 0 && line.is_item() && key.chars().all(of_key))?;
    let message = format!("the dash before `{key}` makes it an item of a list, but there is no list here");
    let corrected = line.text.slice(line.body..).to_owned();
    let mark = line.range(line.indent..line.indent + 1);
    Some(line.trap(Code::YamlDash, mark, Advice::new(message, "remove the dash"), corrected))
}

/// `key = value` and `key:value`, on the line at fault or the one before it.
pub(super) fn no_colon(lines: &Lines<'_>) -> Option<Trap> {
    std::iter::once(&lines.fault).chain(lines.before.first()).find_map(equals_or_glued)
}

/// The first line of a group lacks its colon, and the next one has a key in the same column: `trust 4 of 10` above
/// `cost: $0`.
pub(super) fn no_colon_above(lines: &Lines<'_>) -> Option<Trap> {
    let (line, above, group) = (&lines.fault, lines.before.first()?, lines.before.get(1)?);
    let opens = group.key.is_some() && group.value().is_empty() && group.indent < above.indent;
    if line.key.is_none()
        || line.is_item()
        || above.key.is_some()
        || above.is_item()
        || above.indent != line.indent
        || !opens
    {
        return None;
    }
    let written = above.item();
    let is_value = |c: char| c.is_ascii_digit() || "$£€¥".contains(c);
    let end = written.find(is_value).or_else(|| written.find(' ')).filter(|&end| end > 0)?;
    let (key, value) = (written.slice(..end).trim_end(), written.slice(end..).trim());
    let corrected = above.with_item(&format!("{key}: {}", plain_or_quoted(value)));
    let mark = above.range(above.body..above.body + written.len());
    let advice =
        Advice::new("this line has no colon between its name and its value".to_owned(), "write a colon and a space");
    Some(above.trap(Code::YamlNoColon, mark, advice, corrected).offered(Offer::Likely))
}

fn equals_or_glued(line: &Line<'_>) -> Option<Trap> {
    if line.key.is_some() {
        return None;
    }
    let item = line.item();
    let end = item.find(|c: char| !of_key(c)).filter(|&end| end > 0)?;
    let (key, rest) = item.split_at(end);
    let trimmed = rest.trim_start();
    let mark = line.range(line.body..line.body + item.len());
    if let Some(sign) = trimmed.chars().next().filter(|sign| matches!(sign, '=' | '：')) {
        let value = trimmed.slice(sign.len_utf8()..);
        let corrected = line.with_item(&format!("{key}: {}", plain_or_quoted(value.trim())));
        let message = format!("a key and its value are joined by a colon, `:`, not by `{sign}`");
        return Some(line.trap(Code::YamlNoColon, mark, Advice::new(message, "write a colon and a space"), corrected));
    }
    let value = trimmed.strip_prefix(':').filter(|value| !value.starts_with("//") && !value.is_empty())?;
    let corrected = line.with_item(&format!("{key}: {}", plain_or_quoted(value.trim())));
    let message = format!("the space after `{key}:` is missing");
    Some(line.trap(Code::YamlNoColon, mark, Advice::new(message, "put a space after the colon"), corrected))
}

/// Quotes a value if necessary, unless it has quotes or brackets already.
fn plain_or_quoted(value: &str) -> String {
    let is_finished = value.is_empty() || value.starts_with(['"', '\'', '[', '{']);
    if is_finished { value.to_owned() } else { scalar::plain_or_quoted(value) }
}

/// A text that continues on a line of its own, unindented or with a colon in it.
pub(super) fn continued(lines: &Lines<'_>) -> Option<Trap> {
    let (line, above) = (&lines.fault, lines.before.first()?);
    let text = above.value();
    let runs_on = above.key.is_some() && !text.is_empty() && !text.starts_with(['"', '\'', '[', '{', '|', '>']);
    if !runs_on || line.is_item() || line.key.is_some_and(|key| !key.contains(' ')) {
        return None;
    }
    let whole = format!("{text} {}", line.text.trim());
    let mark = line.range(line.indent..line.text.trim_end().len());
    let Some(_) = line.key else {
        let written = line.text.trim();
        if let Some(note) = written.strip_prefix("//").or_else(|| written.strip_prefix("<!--")) {
            let note = note.trim().trim_end_matches("-->").trim_end();
            let corrected = format!("{}# {note}", line.text.slice(..line.indent));
            let message = "a note in front matter begins with `#`".to_owned();
            let advice = Advice::new(message, "write `#` before it");
            return Some(line.trap(Code::YamlIndent, mark, advice, corrected));
        }
        if !written.starts_with(char::is_alphanumeric) {
            return None;
        }
        let corrected = format!("{}{}", " ".repeat(above.body + 2), line.text.trim());
        let message = "this line has no key; if it goes on with the text above, it must be moved in".to_owned();
        // Another sentence may be a note.
        let goes_on = written.starts_with(char::is_lowercase) || text.ends_with(',');
        let trap = line.trap(Code::YamlIndent, mark, Advice::new(message, "put spaces before it"), corrected);
        return Some(trap.offered(if goes_on { Offer::Certain } else { Offer::Likely }));
    };
    let edits = vec![(above.start..line.whole().end, above.with_value(&quoted(&whole)))];
    let message = "the colon makes this line a key, but it looks like part of the text above".to_owned();
    let help = "put the whole text in quotes, in one line".to_owned();
    Some(Trap::new(Code::YamlColon, mark, Advice::new(message, help), edits))
}

/// Keys of an item that begin to the left of it, as in
///
/// ```yaml
/// timeline:
///   - when: 9 March
/// what: It melts.
///   - when: 12 March
/// ```
///
/// The parser stops at the item below. Keys of the same names below other items are moved in at once.
pub(super) fn keys_left_of_items(lines: &Lines<'_>) -> Option<Trap> {
    let is_stray = |line: &Line<'_>| !line.is_item() && line.key.is_some() && line.indent < lines.fault.indent;
    if !lines.fault.is_item() {
        return None;
    }
    let stray: Vec<&Line<'_>> = lines.before.iter().take_while(|line| is_stray(line)).collect();
    let first = *stray.last()?;
    let item = lines.before.get(stray.len()).filter(|line| line.is_item() && line.indent == lines.fault.indent)?;
    let keys: Vec<&str> = stray.iter().filter_map(|line| line.key).collect();
    let below = lines.after.iter().filter(|line| {
        is_stray(line) && line.indent == first.indent && line.key.is_some_and(|key| keys.contains(&key))
    });
    let moved =
        |line: &Line<'_>| (line.whole(), format!("{}{}", " ".repeat(item.body), line.text.slice(line.indent..)));
    let edits: Vec<_> = stray.iter().rev().copied().chain(below).map(moved).collect();
    let by = item.body - first.indent;
    let (message, help) = match edits.len() {
        1 => ("this line belongs to the item above and begins to the left of it", format!("move it in by {by} spaces")),
        _ => (
            "this line and others below belong to the items above them and begin to the left of them",
            format!("move them in by {by} spaces"),
        ),
    };
    let mark = first.range(first.indent..first.text.trim_end().len());
    Some(Trap::new(Code::YamlIndent, mark, Advice::new(message, help), edits))
}

/// A key or item in a column where nothing else begins. Proposes up to three columns of neighbouring lines, nearest
/// first.
pub(super) fn indent(lines: &Lines<'_>) -> Vec<Trap> {
    let line = &lines.fault;
    if line.key.is_none() && !line.is_item() {
        return Vec::new();
    }
    let mut columns = open_columns(&lines.before, line.is_item());
    columns.retain(|&column| column != line.indent);
    columns.sort_by_key(|&column| column.abs_diff(line.indent));
    columns.into_iter().take(3).map(|column| moved(lines, column)).collect()
}

/// The columns in which a key (or an item) may begin below these lines.
fn open_columns(before: &[Line<'_>], item: bool) -> Vec<usize> {
    let mut columns = Vec::new();
    let mut limit = usize::MAX;
    for (number, line) in before.iter().enumerate() {
        let opens = number == 0 && line.key.is_some() && line.value().is_empty();
        let mut add = |column: usize| {
            if column < limit && !columns.contains(&column) {
                columns.push(column);
            }
        };
        if opens {
            add(line.body + 2);
        }
        if line.is_item() && item {
            add(line.indent);
        }
        if line.key.is_some() && !item {
            add(line.body);
        }
        limit = limit.min(line.indent + usize::from(line.is_item() && !item));
    }
    columns
}

/// Moves the line at fault to `column`, together with the lines that follow at the same indentation or are nested in
/// it.
fn moved(lines: &Lines<'_>, column: usize) -> Trap {
    let line = &lines.fault;
    let shift = |other: &Line<'_>| {
        let indent = (other.indent + column).saturating_sub(line.indent);
        (other.whole(), format!("{}{}", " ".repeat(indent), other.text.slice(other.indent..)))
    };
    let mut edits = vec![shift(line)];
    let mut last = line;
    for other in &lines.after {
        let nested = other.indent > line.indent && last.value().is_empty();
        if !(other.indent == line.indent && other.is_item() == line.is_item() || nested) {
            break;
        }
        edits.push(shift(other));
        last = other;
    }
    let way = if column > line.indent { "in" } else { "out" };
    let by = column.abs_diff(line.indent);
    let plural = if by == 1 { "" } else { "s" };
    let message =
        format!("this line begins in column {}, but its neighbours in column {}", line.indent + 1, column + 1);
    let help = format!("move it {way} by {by} space{plural}");
    let mark = line.range(0..line.text.trim_end().len());
    let mark = mark.start + line.indent..mark.end;
    Trap::new(Code::YamlIndent, mark, Advice::new(message, help), edits)
}

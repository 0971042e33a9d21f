//! Findings that say the same are shown together, and only as many as a person reads at once. Usually they have one
//! cause: a step that was renamed, a key that no page can have.

use std::collections::BTreeMap;

use super::{Report, counted};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::source::FileId;

/// Lines of a report that is not asked for in full.
pub(super) const MOST_LINES: usize = 60;
/// Findings in the formats for programs, if not all are asked for.
pub(super) const MOST_RECORDS: usize = 1_000;
/// A report on more findings ends with their numbers by code.
const MANY: usize = 20;
/// Codes listed by name; the others are only counted.
const MOST_CODES: usize = 12;
/// Lines of a file that a group names.
const MOST_PLACES: usize = 12;
/// Other files that a group names.
const MOST_FILES: usize = 3;

/// Findings with the same code, severity and message.
pub(super) struct Group<'a> {
    pub first: &'a Diagnostic,
    /// The others, in order.
    pub others: Vec<&'a Diagnostic>,
}

impl Group<'_> {
    /// The number of findings.
    pub fn len(&self) -> usize {
        1 + self.others.len()
    }

    /// Names the places of the others: `also in lines 7, 9 and 11`, `also in content/a.md:4`. `None` if there are no
    /// others.
    pub fn elsewhere(&self, report: &Report) -> Option<String> {
        let own = self.first.span().file;
        let (here, others): (Vec<&Diagnostic>, Vec<&Diagnostic>) =
            self.others.iter().partition(|found| found.span().file == own);
        let texts: Vec<String> =
            [self.in_file(&here, report), in_files(&others, report)].into_iter().flatten().collect();
        (!texts.is_empty()).then(|| format!("also in {}", texts.join(", and in ")))
    }

    /// Names the lines of those in the file of the first.
    fn in_file(&self, others: &[&Diagnostic], report: &Report) -> Option<String> {
        let mut lines: Vec<usize> = others.iter().map(|found| report.place(found).line).collect();
        lines.dedup();
        let more = lines.len().saturating_sub(MOST_PLACES);
        lines.truncate(MOST_PLACES);
        let own = report.place(self.first).line;
        let words: Vec<String> = lines.iter().map(usize::to_string).collect();
        let (last, before) = words.split_last()?;
        Some(match (more, before) {
            (0, []) if lines == [own] && others.len() == 1 => "this line once more".to_owned(),
            (0, []) if lines == [own] => format!("this line {} more times", others.len()),
            (0, []) => format!("line {last}"),
            (0, _) => format!("lines {} and {last}", before.join(", ")),
            _ => format!("lines {} and {more} others", words.join(", ")),
        })
    }
}

/// Names the first place in each of a few files, and counts the rest.
fn in_files(others: &[&Diagnostic], report: &Report) -> Option<String> {
    let mut files: BTreeMap<FileId, Vec<&Diagnostic>> = BTreeMap::new();
    for found in others {
        files.entry(found.span().file).or_default().push(found);
    }
    let shown = files.values().take(MOST_FILES);
    let rest: usize = files.values().skip(MOST_FILES).map(Vec::len).sum();
    let mut names: Vec<String> = shown.filter_map(|found| in_another_file(found, report)).collect();
    if rest > 0 {
        names.push(format!("{rest} more in {}", counted(files.len() - MOST_FILES, "other file")));
    }
    let (last, before) = names.split_last()?;
    Some(if before.is_empty() { last.clone() } else { format!("{} and {last}", before.join(", ")) })
}

/// The first place in a file, and the number of findings there if there are several.
fn in_another_file(found: &[&Diagnostic], report: &Report) -> Option<String> {
    let first = found.first()?;
    let place = format!("{}:{}", report.path(first.span()), report.place(first).line);
    Some(if found.len() > 1 { format!("{place} ({} times)", found.len()) } else { place })
}

/// Returns each finding as a group of its own.
pub(super) fn single(diagnostics: &[Diagnostic]) -> Vec<Group<'_>> {
    diagnostics.iter().map(|first| Group { first, others: Vec::new() }).collect()
}

/// The part of a message that findings with one cause share: a key that resembles no other is the same slip on pages of
/// every kind.
fn subject(found: &Diagnostic) -> &str {
    let message = found.message.as_str();
    let resembles_another = found.labels.first().is_some_and(|label| !label.text.is_empty());
    if found.code != Code::UnknownKey || resembles_another {
        return message;
    }
    message.split_once(" is not a key of ").map_or(message, |(key, _)| key)
}

/// Groups findings, in the order of the first of each group.
pub(super) fn of(diagnostics: &[Diagnostic]) -> Vec<Group<'_>> {
    let mut groups: Vec<Group<'_>> = Vec::new();
    let mut known: BTreeMap<(Code, Severity, &str), usize> = BTreeMap::new();
    for found in diagnostics {
        let key = (found.code, found.severity, subject(found));
        if let Some(&at) = known.get(&key) {
            groups[at].others.push(found);
        } else {
            known.insert(key, groups.len());
            groups.push(Group { first: found, others: Vec::new() });
        }
    }
    groups
}

/// A table of the findings by code, most frequent first; `None` for a few findings.
pub(super) fn by_code(diagnostics: &[Diagnostic]) -> Option<String> {
    if diagnostics.len() <= MANY {
        return None;
    }
    let mut counts: BTreeMap<(Severity, Code), (usize, Vec<FileId>)> = BTreeMap::new();
    for found in diagnostics {
        let (count, files) = counts.entry((found.severity, found.code)).or_default();
        *count += 1;
        files.push(found.span().file);
    }
    let mut rows: Vec<Row> =
        counts.into_iter().map(|((severity, code), (count, files))| Row::new(severity, code, count, files)).collect();
    if rows.len() < 2 {
        return None;
    }
    rows.sort_by_key(|row| (row.severity, std::cmp::Reverse(row.count)));
    let rest: usize = rows.iter().skip(MOST_CODES).map(|row| row.count).sum();
    rows.truncate(MOST_CODES);
    let width = rows.iter().map(|row| row.count.to_string().len()).max().unwrap_or(0);
    let names = rows.iter().map(|row| row.name.len()).max().unwrap_or(0);
    let mut lines: Vec<String> = rows
        .iter()
        .map(|row| {
            let word = format!("{}{}", row.severity.word(), if row.count == 1 { "" } else { "s" });
            format!("{:>width$} {word:8}  {:names$}  in {}", row.count, row.name, counted(row.files, "file"))
        })
        .collect();
    if rest > 0 {
        lines.push(format!("{rest:>width$} of other kinds"));
    }
    Some(lines.join("\n"))
}

struct Row {
    severity: Severity,
    name: &'static str,
    count: usize,
    files: usize,
}

impl Row {
    fn new(severity: Severity, code: Code, count: usize, mut files: Vec<FileId>) -> Self {
        files.sort_unstable();
        files.dedup();
        Self { severity, name: code.name(), count, files: files.len() }
    }
}

//! GitHub workflow commands: each diagnostic becomes an annotation on its line in a pull request.
//!
//! GitHub's end column is inclusive, and columns are valid only if the span is on one line.

use std::io::{self, Write};

use super::Report;
use crate::diagnostic::{Diagnostic, Severity};

const LONGEST_HELP: usize = 300;

pub(super) fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    for found in report.records() {
        writeln!(out, "{}", command(report, found))?;
    }
    match report.left_out() {
        0 => Ok(()),
        count => writeln!(out, "::notice::{count} more; `casebook check --all` shows all of them"),
    }
}

fn command(report: &Report, found: &Diagnostic) -> String {
    let (start, end) = (report.place(found), report.end(found));
    let level = match found.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    };
    let file = property(&report.base.path(report.file(found).path()));
    let mut text = found.message.clone();
    for help in report.advice(found, LONGEST_HELP) {
        text.push_str("\nhelp: ");
        text.push_str(&help);
    }
    let columns = if start.line == end.line {
        format!("col={},endLine={},endColumn={}", start.column, end.line, (end.column - 1).max(start.column))
    } else {
        format!("endLine={}", end.line)
    };
    format!("::{level} file={file},line={},{columns},title={}::{}", start.line, found.code.name(), escape(&text))
}

fn escape(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    escape(text).replace(':', "%3A").replace(',', "%2C")
}

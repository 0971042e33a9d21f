//! One JSON object per line. The keys are a public interface that other programs read.

use std::io::{self, Write};

use serde::Serialize;

use super::Report;
use crate::diagnostic::Diagnostic;

/// Maximum length of a corrected line, in characters. A long line with many diagnostics would be repeated for each.
const LONGEST_LINE: usize = 2_000;

/// Columns count Unicode scalar values from 1; the end is the position after the last character.
#[derive(Serialize)]
struct Record<'a> {
    r#type: &'static str,
    severity: &'static str,
    code: &'static str,
    message: &'a str,
    file: &'a str,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    help: Option<String>,
}

/// The last record, if not all findings are written.
#[derive(Serialize)]
struct LeftOut {
    r#type: &'static str,
    /// The number of findings that are left out.
    count: usize,
}

pub(super) fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    for found in report.records() {
        serde_json::to_writer(&mut *out, &record(report, found))?;
        out.write_all(b"\n")?;
    }
    if report.left_out() > 0 {
        serde_json::to_writer(&mut *out, &LeftOut { r#type: "left-out", count: report.left_out() })?;
        out.write_all(b"\n")?;
    }
    Ok(())
}

fn record<'a>(report: &'a Report, found: &'a Diagnostic) -> Record<'a> {
    let (start, end) = (report.place(found), report.end(found));
    let help = report.advice(found, LONGEST_LINE);
    Record {
        r#type: "diagnostic",
        severity: found.severity.word(),
        code: found.code.name(),
        message: &found.message,
        file: report.file(found).path(),
        line: start.line,
        column: start.column,
        end_line: end.line,
        end_column: end.column,
        help: (!help.is_empty()).then(|| help.join("\n")),
    }
}

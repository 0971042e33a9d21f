//! One JSON object a line. The keys are part of Casebook's interface: programs read them.

use std::io::{self, Write};

use serde::Serialize;

use super::Report;
use crate::diagnostic::Diagnostic;

/// Columns of a mended line that are written out. A page of one line with many findings would be repeated for each.
const LONGEST_LINE: usize = 2_000;

/// Columns count Unicode scalar values from 1; the end is the place after the last character.
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

pub(super) fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    for found in report.diagnostics {
        serde_json::to_writer(&mut *out, &record(report, found))?;
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

//! One line per diagnostic, `path:line:column: error[code]: message`, which editors and terminals recognise as a link.

use std::io::{self, Write};

use super::{Report, visible};

pub(super) fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    for found in report.diagnostics {
        let place = report.place(found);
        let (path, word, code) = (report.path(found.span()), found.severity.word(), found.code.name());
        let message = visible(&found.message);
        writeln!(out, "{path}:{}:{}: {word}[{code}]: {message}", place.line, place.column)?;
    }
    Ok(())
}

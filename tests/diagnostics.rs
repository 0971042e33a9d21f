//! Every diagnostic code has a folder `tests/diagnostics/CODE/` with a site that gives it and the report that authors
//! see, `expected.txt`. `UPDATE_EXPECTED=1` writes the reports anew: read the difference before you keep it.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::too_many_lines,
    reason = "a test that cannot go on says so by failing"
)]

mod support;

use std::fs;
use std::path::{Path, PathBuf};

use casebook::Built;
use casebook::diagnostic::{Code, Severity};
use casebook::explore::Depth;
use casebook::report::{Format, Look, Report};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/diagnostics")
}

fn report(built: &Built) -> String {
    let mut text = Vec::new();
    let report = Report { sources: &built.sources, diagnostics: &built.diagnostics, base: String::new() };
    report.write(Format::Text(Look::PLAIN), &mut text).expect("writing to memory");
    String::from_utf8(text).expect("reports are text")
}

#[test]
fn every_code_has_a_site_that_gives_it() {
    let missing: Vec<&str> =
        Code::ALL.iter().map(|code| code.name()).filter(|name| !root().join(name).is_dir()).collect();
    assert!(missing.is_empty(), "no folder in tests/diagnostics for: {}", missing.join(", "));
}

#[test]
fn reports_read_as_expected() {
    let update = std::env::var_os("UPDATE_EXPECTED").is_some();
    let mut wrong = Vec::new();
    for entry in fs::read_dir(root()).expect("the folder of fixtures") {
        let dir = entry.expect("an entry").path();
        if !dir.is_dir() {
            continue;
        }
        let name = dir.file_name().expect("a name").to_string_lossy().into_owned();
        let code = Code::find(&name).unwrap_or_else(|| panic!("`{name}` is no code"));
        // Only a report changes every number by one.
        let depth = if code == Code::FragileNumber { Depth::Changes } else { Depth::Runs };
        let built = support::mistaken_at(&dir, depth);
        assert!(built.diagnostics.iter().any(|found| found.code == code), "the site of `{name}` does not give it");
        let stops = built.diagnostics.iter().any(|found| found.severity == Severity::Error);
        assert_eq!(built.output.is_none(), stops, "`{name}`: a site is written exactly when there is no error");
        let (text, expected) = (report(&built), dir.join("expected.txt"));
        if update {
            fs::write(&expected, &text).expect("writing the report");
        } else if fs::read_to_string(&expected).unwrap_or_default() != text {
            wrong.push(format!("---- {name}\n{text}"));
        }
    }
    assert!(wrong.is_empty(), "these reports differ from expected.txt:\n{}", wrong.join("\n"));
}

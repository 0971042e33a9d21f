//! Front matter, settings and glossary with their mistakes: each file of `tests/front-matter/` beside what is said
//! about it, and what is left to say once its cures are applied. The folder is the kind. A new case is a new file;
//! `UPDATE_EXPECTED=1 cargo test --test front_matter` writes what is said now.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::string_slice,
    clippy::print_stdout,
    clippy::too_many_lines,
    reason = "a test that cannot go on says so by failing"
)]

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use casebook::config::{self, Config};
use casebook::diagnostic::{self, Diagnostic, Replacement};
use casebook::parse::front_matter;
use casebook::parse::kind::ContentKind;
use casebook::source::{FileId, SourceFile};

#[test]
fn every_mistake_is_answered_as_written_beside_it() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/front-matter");
    let update = std::env::var_os("UPDATE_EXPECTED").is_some();
    let mut wrong = String::new();
    let mut count = 0;
    for input in inputs(&root) {
        count += 1;
        let said = said_about(&root, &input);
        let beside = input.with_extension("txt");
        if update {
            fs::write(&beside, &said).unwrap();
        }
        let expected = fs::read_to_string(&beside).unwrap_or_default().replace("\r\n", "\n");
        if said != expected {
            writeln!(wrong, "--- {}\nexpected:\n{expected}\nsaid:\n{said}", input.display()).unwrap();
        }
    }
    assert!(count > 40, "the fixtures are not where they should be");
    assert!(wrong.is_empty(), "{wrong}");
}

/// All input files, in path order.
fn inputs(root: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(root).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(inputs(&path));
        } else if path.extension().is_some_and(|end| end == "md" || end == "yaml") {
            files.push(path);
        }
    }
    files.sort();
    files
}

fn said_about(root: &Path, input: &Path) -> String {
    let path = input.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/");
    let source = SourceFile::new(path, fs::read_to_string(input).unwrap());
    let found = read(&source);
    let mut said = found.iter().map(|found| shown(found, &source)).collect::<String>();
    if found.iter().any(|found| found.help.iter().any(|help| help.replacement.is_some())) {
        let mended = SourceFile::new(source.path(), cured(source.text(), &found));
        let left: String = read(&mended).iter().map(|found| shown(found, &mended)).collect();
        write!(said, "\nwith the cures applied:\n{}", if left.is_empty() { "clean\n".to_owned() } else { left })
            .unwrap();
    }
    if said.is_empty() { "clean\n".to_owned() } else { said }
}

fn read(source: &SourceFile) -> Vec<Diagnostic> {
    let (file, text) = (FileId(0), source.text());
    let mut found = match source.path() {
        path if path.starts_with("settings/") => config::read(file, text).1,
        path if path.starts_with("glossary/") => front_matter::read_glossary(file, text).1,
        path => front_matter::read(ContentKind::of(path), file, text, &Config::default()).1,
    };
    diagnostic::sort(&mut found);
    found
}

fn shown(found: &Diagnostic, source: &SourceFile) -> String {
    let mut text = String::new();
    let (from, to) = (source.place(found.span().start), source.place(found.span().end));
    let (severity, code) = (found.severity.word(), found.code.name());
    let end = if from.line == to.line { to.column.to_string() } else { format!("{}:{}", to.line, to.column) };
    writeln!(text, "{severity}[{code}] {}:{}-{end} {}", from.line, from.column, found.message).unwrap();
    for (number, label) in found.labels.iter().enumerate().filter(|(_, label)| !label.text.is_empty()) {
        let place = source.place(label.span.start);
        let place = if number == 0 { String::new() } else { format!(" {}:{}", place.line, place.column) };
        writeln!(text, "  here{place}: {}", label.text).unwrap();
    }
    for help in &found.help {
        writeln!(text, "  help: {}", help.text).unwrap();
        if let Some(cure) = &help.replacement {
            mended_lines(source, cure).lines().for_each(|line| writeln!(text, "    | {line}").unwrap());
        }
    }
    text
}

/// The lines that a cure touches, as they are with it.
fn mended_lines(source: &SourceFile, cure: &Replacement) -> String {
    let (text, range) = (source.text(), cure.span.range());
    let start = text[..range.start].rfind('\n').map_or(0, |newline| newline + 1);
    let end = text[range.end..].find('\n').map_or(text.len(), |newline| range.end + newline);
    format!("{}{}{}", &text[start..range.start], cure.text, &text[range.end..end]).replace('\r', "")
}

/// `text` with the first certain cure of every finding; where two touch the same bytes, the first one.
fn cured(text: &str, found: &[Diagnostic]) -> String {
    let mut cures: Vec<_> =
        found.iter().filter_map(|found| found.help.iter().find_map(|help| help.replacement.as_ref())).collect();
    cures.sort_by_key(|cure| cure.span);
    let mut mended = String::new();
    let mut at = 0;
    for cure in cures {
        let range = cure.span.range();
        if range.start < at {
            continue;
        }
        mended.push_str(&text[at..range.start]);
        mended.push_str(&cure.text);
        at = range.end;
    }
    mended + &text[at..]
}

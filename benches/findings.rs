//! Counts the findings that Casebook has about existing collections of Markdown, by code.
//!
//! `cargo bench --bench findings -- DIR…`. Each folder is a site, or any folder that contains Markdown; of the latter,
//! a copy is checked in which all files are below `content/`. Hidden files are left out. Prints two tables in Markdown:
//! the collections, and the codes, the most frequent first. Pages that no author of Casebook wrote show which rules are
//! too strict or too vague.

#![allow(clippy::print_stdout, reason = "a bench prints its figures")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use casebook::Options;
use casebook::diagnostic::Severity;
use casebook::layout::CONTENT;

fn main() -> anyhow::Result<()> {
    let folders: Vec<PathBuf> =
        std::env::args_os().skip(1).filter(|argument| argument != "--bench").map(PathBuf::from).collect();
    if folders.is_empty() {
        println!("usage: cargo bench --bench findings -- DIR…   (each DIR is a site or a folder of Markdown)");
        return Ok(());
    }
    let mut total = Tally::default();
    println!("| collection | pages | with findings | errors | warnings | notes |\n|---|--:|--:|--:|--:|--:|");
    for folder in &folders {
        let tally = Tally::of(folder).with_context(|| format!("cannot check {}", folder.display()))?;
        let name = folder.file_name().unwrap_or(folder.as_os_str()).to_string_lossy();
        let [errors, warnings, notes] = tally.sums();
        println!("| {name} | {} | {} | {errors} | {warnings} | {notes} |", tally.pages, tally.faulty());
        total.add(tally);
    }
    let [errors, warnings, notes] = total.sums();
    println!("| **all** | {} | {} | {errors} | {warnings} | {notes} |\n", total.pages, total.faulty());
    total.print();
    Ok(())
}

/// The findings with one code.
#[derive(Default)]
struct Row {
    errors: usize,
    warnings: usize,
    notes: usize,
    /// The files with such a finding.
    pages: BTreeSet<PathBuf>,
}

impl Row {
    fn count(&self) -> usize {
        self.errors + self.warnings + self.notes
    }
}

/// The findings about one or more collections.
#[derive(Default)]
struct Tally {
    rows: BTreeMap<&'static str, Row>,
    pages: usize,
}

impl Tally {
    fn of(folder: &Path) -> anyhow::Result<Self> {
        let copy = tempfile::tempdir()?;
        let is_site = folder.join(CONTENT).is_dir();
        if !is_site {
            copy_visible(folder, &copy.path().join(CONTENT))?;
        }
        let built = casebook::check(if is_site { folder } else { copy.path() }, &Options::default())?;
        let mut tally = Self { pages: built.pages, ..Self::default() };
        for found in &built.diagnostics {
            let row = tally.rows.entry(found.code.name()).or_default();
            match found.severity {
                Severity::Error => row.errors += 1,
                Severity::Warning => row.warnings += 1,
                Severity::Note => row.notes += 1,
            }
            row.pages.insert(folder.join(built.sources.file(found.span().file).path()));
        }
        Ok(tally)
    }

    fn add(&mut self, other: Self) {
        self.pages += other.pages;
        for (code, row) in other.rows {
            let total = self.rows.entry(code).or_default();
            total.errors += row.errors;
            total.warnings += row.warnings;
            total.notes += row.notes;
            total.pages.extend(row.pages);
        }
    }

    /// The numbers of errors, warnings and notes.
    fn sums(&self) -> [usize; 3] {
        let rows = || self.rows.values();
        [rows().map(|row| row.errors).sum(), rows().map(|row| row.warnings).sum(), rows().map(|row| row.notes).sum()]
    }

    /// The number of files with at least one finding.
    fn faulty(&self) -> usize {
        self.rows.values().flat_map(|row| &row.pages).collect::<BTreeSet<_>>().len()
    }

    fn print(&self) {
        let mut rows: Vec<(&&str, &Row)> = self.rows.iter().collect();
        rows.sort_by_key(|(_, row)| std::cmp::Reverse(row.count()));
        println!("| code | errors | warnings | notes | pages |\n|---|--:|--:|--:|--:|");
        for (code, row) in rows {
            println!("| `{code}` | {} | {} | {} | {} |", row.errors, row.warnings, row.notes, row.pages.len());
        }
    }
}

/// Copies the files below a folder, except hidden files and symbolic links.
fn copy_visible(from: &Path, to: &Path) -> anyhow::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let (kind, name) = (entry.file_type()?, entry.file_name());
        if name.to_string_lossy().starts_with('.') {
            continue;
        }
        if kind.is_dir() {
            copy_visible(&entry.path(), &to.join(name))?;
        } else if kind.is_file() {
            fs::copy(entry.path(), to.join(name))?;
        }
    }
    Ok(())
}

//! Cures that Casebook is certain of: each replacement in the sites of `tests/diagnostics`, made in a copy of its site,
//! takes its finding away and brings no new one.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on says so by failing")]

mod support;

use std::fs;
use std::path::{Path, PathBuf};

use casebook::Built;
use casebook::diagnostic::{Diagnostic, Replacement};

/// Cures that do what they say and uncover something else: the code, a piece of its help, and what comes to light.
const UNCOVERING: [(&str, &str, &str); 0] = [];

fn sites() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/diagnostics");
    let mut sites: Vec<PathBuf> = fs::read_dir(root).unwrap().map(|entry| entry.unwrap().path()).collect();
    sites.retain(|path| path.is_dir());
    sites.sort();
    sites
}

/// Copies a site without its symbolic links, which would lead out of the copy.
fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let (path, target, kind) = (entry.path(), to.join(entry.file_name()), entry.file_type().unwrap());
        if kind.is_dir() {
            copy(&path, &target);
        } else if kind.is_file() {
            fs::copy(&path, &target).unwrap();
        }
    }
}

/// A finding without its place, which a cure may move.
fn name(built: &Built, found: &Diagnostic) -> String {
    let path = built.sources.file(found.span().file).path();
    format!("{} in {path}: {}", found.code.name(), found.message)
}

fn names(built: &Built) -> Vec<String> {
    built.diagnostics.iter().map(|found| name(built, found)).collect()
}

/// The site in `dir` as it is once the replacement has been made.
fn cured(dir: &Path, scratch: &Path, built: &Built, cure: &Replacement) -> Built {
    let _ = fs::remove_dir_all(scratch);
    copy(dir, scratch);
    let file = built.sources.file(cure.span.file);
    let mut text = file.text().to_owned();
    text.replace_range(cure.span.range(), &cure.text);
    fs::write(scratch.join(file.path()), text).unwrap();
    support::mistaken(scratch)
}

/// What is wrong with a cure, if anything.
fn mistake(found: &str, before: &[String], after: &[String]) -> Option<String> {
    let count = |names: &[String]| names.iter().filter(|name| *name == found).count();
    let mut old = before.to_vec();
    let mut new = after.to_vec();
    new.retain(|name| match old.iter().position(|known| known == name) {
        Some(at) => {
            old.remove(at);
            false
        }
        None => true,
    });
    if count(after) >= count(before) {
        return Some("the finding stays".to_owned());
    }
    (!new.is_empty()).then(|| format!("new: {}", new.join("; ")))
}

#[test]
fn certain_cures_cure_and_harm_nothing() {
    let scratch = std::env::temp_dir().join(format!("casebook-cures-{}", std::process::id()));
    let mut wrong = Vec::new();
    for dir in sites() {
        let built = support::mistaken(&dir);
        let before = names(&built);
        for found in &built.diagnostics {
            for help in &found.help {
                let Some(cure) = &help.replacement else { continue };
                let after = names(&cured(&dir, &scratch, &built, cure));
                let known = |(code, help_text, uncovered): &(&str, &str, &str)| {
                    *code == found.code.name()
                        && help.text.contains(help_text)
                        && after.iter().any(|name| name.contains(uncovered))
                };
                let name = name(&built, found);
                if let Some(why) = mistake(&name, &before, &after).filter(|_| !UNCOVERING.iter().any(known)) {
                    wrong.push(format!("{}: {name}\n    help: {}\n    {why}", dir.display(), help.text));
                }
            }
        }
    }
    let _ = fs::remove_dir_all(&scratch);
    assert!(wrong.is_empty(), "these cures do not cure:\n{}", wrong.join("\n"));
}

//! Rules of style that neither the compiler nor clippy checks: phrases that the prose avoids, and tuple patterns in the
//! signatures of functions. Reads the files of the repository as text.

#![allow(clippy::unwrap_used, clippy::string_slice, reason = "a test that cannot go on says so by failing")]

#[path = "style/phrases.rs"]
mod phrases;
#[path = "style/signatures.rs"]
mod signatures;

use std::fs;
use std::path::{Path, PathBuf};

/// Returns the text files below the given files and folders of the repository, with their paths, in order of path.
fn texts(roots: &[&str], extensions: &[&str]) -> Vec<(String, String)> {
    let repository = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut paths = Vec::new();
    for root in roots {
        gather(&repository.join(root), &mut paths);
    }
    let named = paths.into_iter().filter_map(|path| {
        let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
        let name = path.strip_prefix(repository).unwrap().to_str()?.replace('\\', "/");
        extensions.contains(&extension).then(|| (name, fs::read_to_string(&path).unwrap()))
    });
    let mut texts: Vec<(String, String)> = named.collect();
    texts.sort();
    assert!(!texts.is_empty(), "{roots:?} contain no text files");
    texts
}

fn gather(path: &Path, found: &mut Vec<PathBuf>) {
    if path.is_file() {
        found.push(path.to_owned());
    } else if path.file_name().is_none_or(|name| name != "node_modules") {
        for entry in fs::read_dir(path).unwrap() {
            gather(&entry.unwrap().path(), found);
        }
    }
}

/// Compares the paths with findings to a list of exempt paths. Both new paths and unneeded exemptions are errors.
fn compare(findings: &[Finding], exempt: &[&str], rule: &str) {
    let is_exempt = |path: &str| exempt.contains(&path);
    let new: Vec<String> = findings.iter().filter(|found| !is_exempt(&found.path)).map(Finding::line).collect();
    assert!(new.is_empty(), "{rule}:\n{}", new.join("\n"));
    let unneeded: Vec<&&str> = exempt.iter().filter(|path| findings.iter().all(|found| found.path != **path)).collect();
    assert!(unneeded.is_empty(), "these files need no exemption any more, remove them from the list: {unneeded:#?}");
}

/// A violation of a rule.
#[derive(Debug, PartialEq)]
struct Finding {
    path: String,
    /// From 1.
    line: usize,
    what: String,
}

impl Finding {
    fn line(&self) -> String {
        format!("{}:{}: {}", self.path, self.line, self.what)
    }
}

//! Properties of `casebook fix` that must hold on any site.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use casebook::diagnostic::{Diagnostic, Severity};
use casebook::{Built, Loaded, Options, fix};

fn seen(dir: &Path) -> Built {
    Loaded::read(dir, &Options::default()).unwrap().with_states(2_000).check().into_built(None)
}

/// Returns all files below `dir` with their contents.
pub fn files(dir: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(dir).unwrap().map(Result::unwrap) {
        match entry.file_type().unwrap() {
            kind if kind.is_dir() => found.extend(files(&entry.path())),
            kind if kind.is_file() => drop(found.insert(entry.path(), fs::read(entry.path()).unwrap())),
            _ => {}
        }
    }
    found
}

/// Copies all files except symbolic links.
pub fn copy(from: &Path, to: &Path) {
    for (path, bytes) in files(from) {
        let target = to.join(path.strip_prefix(from).unwrap());
        fs::create_dir_all(target.parent().unwrap()).unwrap();
        fs::write(target, bytes).unwrap();
    }
}

fn errors(built: &Built) -> BTreeMap<String, usize> {
    let mut names = BTreeMap::new();
    for found in built.diagnostics.iter().filter(|found| found.severity == Severity::Error) {
        let path = built.sources.file(found.span().file).path();
        *names.entry(format!("{} in {path}: {}", found.code.name(), found.message)).or_default() += 1;
    }
    names
}

/// The result of `casebook fix`.
#[derive(Debug, PartialEq)]
pub struct Fixed {
    /// The number of files with a certain fix.
    pub certain: usize,
    /// The number of files that were changed.
    pub changed: usize,
}

/// Fixes the site in `dir`.
///
/// # Errors
///
/// Describes the first property that does not hold.
pub fn fixed(dir: &Path) -> Result<Fixed, String> {
    let (before, bytes) = (seen(dir), files(dir));
    let result = fix::fix(dir, &Options::default()).unwrap();
    if files(dir) != bytes {
        return Err("looking for cures has written something".to_owned());
    }
    fix::write(dir, &result.changes).unwrap();
    let (after, written) = (seen(dir), files(dir));
    let known = errors(&before);
    if let Some((name, _)) = errors(&after).iter().find(|(name, count)| known.get(*name).unwrap_or(&0) < count) {
        return Err(format!("a new error: {name}"));
    }
    let named: BTreeSet<PathBuf> = result.changes.iter().map(|change| dir.join(&change.path)).collect();
    let certain: BTreeSet<PathBuf> = before
        .diagnostics
        .iter()
        .filter_map(Diagnostic::certain_cure)
        .map(|cure| dir.join(before.sources.file(cure.span.file).path()))
        .collect();
    for (path, bytes) in &bytes {
        let same = written.get(path) == Some(bytes);
        if same == named.contains(path) {
            return Err(format!("{}: told and written differ", path.display()));
        }
        if !same && !certain.contains(path) {
            return Err(format!("{} had no certain cure", path.display()));
        }
    }
    let again = fix::fix(dir, &Options::default()).unwrap();
    if !again.changes.is_empty() {
        return Err("a second run still changes something".to_owned());
    }
    Ok(Fixed { certain: certain.len(), changed: named.len() })
}

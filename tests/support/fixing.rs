//! Properties of `casebook fix` that must hold on any site:
//!
//! - Nothing is written before it is asked for, and only files with certain fixes change.
//! - Fixing adds no error, and no other finding to a file that had no error. Errors hide what later stages would find,
//!   so other files may show more findings once their errors are gone.
//! - The findings that `fix` promises are those that the site then has.
//! - Fixing twice is fixing once.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use casebook::diagnostic::{Diagnostic, Severity};
use casebook::source::SourceMap;
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

/// Findings without their positions, which a fix may move, and the number of each.
type Counts = BTreeMap<(Severity, PathBuf, String), usize>;

fn counts(sources: &SourceMap, diagnostics: &[Diagnostic]) -> Counts {
    let mut counts = Counts::new();
    for found in diagnostics {
        let path = PathBuf::from(sources.file(found.span().file).path());
        let name = format!("{}: {}", found.code.name(), found.message);
        // In drafts, errors are reported as notes.
        *counts.entry((found.code.severity(), path, name)).or_default() += 1;
    }
    counts
}

/// Findings by their code: a fix may change a message, which can name the titles of other pages.
fn codes(sources: &SourceMap, diagnostics: &[Diagnostic]) -> Counts {
    let mut codes = Counts::new();
    for found in diagnostics {
        let path = PathBuf::from(sources.file(found.span().file).path());
        *codes.entry((found.code.severity(), path, found.code.name().to_owned())).or_default() += 1;
    }
    codes
}

/// The first way in which a site with the findings `after` is worse than with those `before`.
fn worse(before: &Counts, after: &Counts) -> Option<String> {
    let faulty = |path: &Path| before.keys().any(|(severity, other, _)| *severity == Severity::Error && other == path);
    let new = after.iter().find(|(finding, count)| {
        let (severity, path, _) = finding;
        before.get(*finding).unwrap_or(&0) < *count && (*severity == Severity::Error || !faulty(path))
    });
    new.map(|((_, path, name), _)| format!("a new finding in {}: {name}", path.display()))
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
        return Err("looking for fixes has written something".to_owned());
    }
    fix::write(dir, &result.changes).unwrap();
    let (after, written) = (seen(dir), files(dir));
    let known = codes(&before.sources, &before.diagnostics);
    if let Some(worse) = worse(&known, &codes(&after.sources, &after.diagnostics)) {
        return Err(worse);
    }
    let named: BTreeSet<PathBuf> = result.changes.iter().map(|fixed| dir.join(&fixed.change.path)).collect();
    let certain: BTreeSet<PathBuf> = before
        .diagnostics
        .iter()
        .filter_map(Diagnostic::certain_cure)
        .map(|cure| dir.join(before.sources.file(cure.span.file).path()))
        .collect();
    for (path, bytes) in &bytes {
        let same = written.get(path) == Some(bytes);
        if same == named.contains(path) {
            return Err(format!("{}: the promised and the written change differ", path.display()));
        }
        if !same && !certain.contains(path) {
            return Err(format!("{} changed, but had no certain fix", path.display()));
        }
    }
    let again = fix::fix(dir, &Options::default()).unwrap();
    if !again.changes.is_empty() {
        return Err("a second run still changes something".to_owned());
    }
    if counts(&again.sources, &again.before) != counts(&result.sources, &result.after) {
        return Err(format!("promised {:?}, but found {:?}", result.after, again.before));
    }
    Ok(Fixed { certain: certain.len(), changed: named.len() })
}

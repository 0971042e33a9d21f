//! `casebook fix` makes what is certain and nothing else: no site is worse for it, files without certain cures keep every
//! byte, and a second run finds nothing to do.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use casebook::diagnostic::{Diagnostic, Severity};
use casebook::{Built, Loaded, Options, fix};
use proptest::prelude::*;

use crate::support;

fn seen(dir: &Path) -> Built {
    Loaded::read(dir, &Options::default()).unwrap().with_states(2_000).check().into_built(None)
}

/// All files below `dir` with their bytes.
fn files(dir: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
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

fn copy(from: &Path, to: &Path) {
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

/// Fixes the site in `dir`; what is wrong with the outcome, if anything.
fn fixed(dir: &Path) -> Option<String> {
    let (before, bytes) = (seen(dir), files(dir));
    let result = fix::fix(dir, &Options::default()).unwrap();
    if files(dir) != bytes {
        return Some("looking for cures has written something".to_owned());
    }
    fix::write(dir, &result.changes).unwrap();
    let (after, written) = (seen(dir), files(dir));
    let known = errors(&before);
    if let Some((name, _)) = errors(&after).iter().find(|(name, count)| known.get(*name).unwrap_or(&0) < count) {
        return Some(format!("a new error: {name}"));
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
            return Some(format!("{}: told and written differ", path.display()));
        }
        if !same && !certain.contains(path) {
            return Some(format!("{} had no certain cure", path.display()));
        }
    }
    let again = fix::fix(dir, &Options::default()).unwrap();
    (!again.changes.is_empty()).then(|| "a second run still changes something".to_owned())
}

#[test]
fn no_site_of_the_tests_is_worse_for_it() {
    let root = support::repository().join("tests");
    let (mut wrong, mut changed) = (Vec::new(), 0);
    for folder in ["diagnostics", "sites"] {
        for entry in fs::read_dir(root.join(folder)).unwrap().map(Result::unwrap) {
            // A million states, again and again, tell nothing about cures.
            if !entry.path().join("content").is_dir() || entry.file_name() == "too-many-states" {
                continue;
            }
            let scratch = tempfile::tempdir().unwrap();
            copy(&entry.path(), scratch.path());
            let before = files(scratch.path());
            wrong.extend(fixed(scratch.path()).map(|why| format!("{}: {why}", entry.path().display())));
            changed += usize::from(files(scratch.path()) != before);
        }
    }
    assert!(changed > 25, "only {changed} sites had something certain");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn this_repository_needs_no_cure() {
    let result = fix::fix(support::repository(), &Options::default()).unwrap();
    assert!(result.changes.is_empty() && result.left.is_empty(), "{:?}", result.changes);
}

#[test]
fn marks_and_line_ends_stay() {
    let scratch = tempfile::tempdir().unwrap();
    let page = "\u{feff}---\r\ntitle: Ours\r\nsumary: One: two\r\ntags: a, b\r\n---\r\n\r\nText.\r\n";
    support::lay(scratch.path(), &[("content/index.md", page)]);
    assert_eq!(fixed(scratch.path()), None);
    let written = fs::read_to_string(scratch.path().join("content/index.md")).unwrap();
    let expected = "\u{feff}---\r\ntitle: Ours\r\nsummary: \"One: two\"\r\ntags: [a, b]\r\n---\r\n\r\nText.\r\n";
    assert_eq!(written, expected);
}

#[test]
fn what_is_not_utf_8_is_left() {
    let scratch = tempfile::tempdir().unwrap();
    fs::create_dir_all(scratch.path().join("content")).unwrap();
    fs::write(scratch.path().join("content/index.md"), b"---\ntitle: caf\xe9\nsumary: x\n---\n").unwrap();
    assert_eq!(fixed(scratch.path()), None);
    assert_eq!(fix::fix(scratch.path(), &Options::default()).unwrap().left.len(), 1);
}

#[test]
fn a_file_that_was_changed_meanwhile_is_not_written_over() {
    let scratch = tempfile::tempdir().unwrap();
    let page = scratch.path().join("content/index.md");
    support::lay(scratch.path(), &[("content/index.md", "---\ntitle: Ours\nsumary: x\n---\n")]);
    let result = fix::fix(scratch.path(), &Options::default()).unwrap();
    fs::write(&page, "---\ntitle: Theirs\n---\n").unwrap();
    assert!(fix::write(scratch.path(), &result.changes).is_err());
    assert_eq!(fs::read_to_string(&page).unwrap(), "---\ntitle: Theirs\n---\n");
}

/// Slips of the hand.
fn slip(text: &str, (kind, at): (u8, usize)) -> String {
    let chars: Vec<char> = text.chars().collect();
    let at = at % chars.len().max(1);
    let mut changed = chars.clone();
    match kind {
        0 => drop(changed.remove(at)),
        1 => changed.insert(at, chars[at]),
        2 if at > 0 => changed.swap(at, at - 1),
        3 => changed[at] = chars[at].to_uppercase().next().unwrap_or('x'),
        4 => changed.insert(at, '\t'),
        5 => changed.insert(at, ':'),
        6 => changed.insert(at, '"'),
        7 => changed.insert(at, '#'),
        8 => return text.replacen(".md", ".html", at % 5 + 1),
        _ => changed.insert(at, '\n'),
    }
    changed.into_iter().collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]

    #[test]
    fn no_slip_of_the_hand_is_made_worse(slips in prop::collection::vec((0..5_usize, 0..10_u8, 0..4_000_usize), 1..6)) {
        let scratch = tempfile::tempdir().unwrap();
        let dir = scratch.path().join("ours");
        casebook::scaffold::site(&dir).unwrap();
        let paths = ["index.md", "cases/the-late-parcel.md", "playbooks/when-something-went-wrong.md",
            "scenarios/nobody-called.md", "paths/first-day.md"];
        for (file, kind, at) in slips {
            let path = dir.join("content").join(paths[file]);
            let text = fs::read_to_string(&path).unwrap();
            fs::write(&path, slip(&text, (kind, at))).unwrap();
        }
        prop_assert_eq!(fixed(&dir), None);
    }
}

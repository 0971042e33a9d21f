//! Repeated builds with the program: a change is built, and only an unchanged site is left alone.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::support::{lay, program};
use tempfile::TempDir;

const PAGE: &str = "---\ntitle: Start\n---\n\nHello.\n";
const FILES: &[(&str, &str)] = &[
    ("casebook.yaml", "title: A site\ntheme: own\nid: a-site\n"),
    ("content/index.md", PAGE),
    ("content/draft.md", "---\ntitle: A draft\ndraft: true\n---\n\nNot yet.\n"),
    ("content/form.pdf", "%PDF"),
    ("content/forms.md", "---\ntitle: Forms\n---\n\n[The form](form.pdf)\n"),
    ("content/glossary.yaml", ""),
    ("themes/own/own.css", "p { margin: 0 }\n"),
];

/// The result of a build.
#[derive(Debug, PartialEq, Eq)]
enum Said {
    Built,
    NothingHasChanged,
    Refused,
}

use Said::{Built, NothingHasChanged, Refused};

fn build(site: &TempDir, options: &[&str]) -> Said {
    build_on("2026-06-01", site, options)
}

fn build_on(today: &str, site: &TempDir, options: &[&str]) -> Said {
    let mut command = Command::new(env!("CARGO_BIN_EXE_casebook"));
    command.args(["build", "--today", today]).args(options).arg(site.path());
    command.env_remove("SOURCE_DATE_EPOCH");
    let done = program::output(command);
    let said = String::from_utf8(done.stdout).unwrap();
    match done.status.code() {
        Some(0) if said.starts_with("built ") => Built,
        Some(0) if said.starts_with("up to date") => NothingHasChanged,
        Some(1) => Refused,
        other => panic!("{other:?}: {said}{}", String::from_utf8_lossy(&done.stderr)),
    }
}

/// Builds until nothing changes: retired files may be kept for one more build.
fn settle(site: &TempDir, options: &[&str]) {
    let settled = (0..2).any(|_| build(site, options) == NothingHasChanged);
    assert!(settled, "the second or third build of the same site must write nothing: {options:?}");
}

fn has(site: &TempDir, path: &str) -> bool {
    site.path().join("public").join(path).exists()
}

fn read(site: &TempDir, path: &str) -> String {
    fs::read_to_string(site.path().join("public").join(path)).unwrap()
}

fn site() -> TempDir {
    let site = tempfile::tempdir().unwrap();
    lay(site.path(), FILES);
    assert_eq!(build(&site, &[]), Built);
    settle(&site, &[]);
    site
}

#[test]
fn different_options_cause_a_new_build() {
    let site = site();
    assert_eq!(build(&site, &["--drafts"]), Built);
    assert!(has(&site, "draft.html"));
    settle(&site, &["--drafts"]);

    assert_eq!(build(&site, &["--base-url", "https://a.example/"]), Built);
    assert!(!has(&site, "draft.html"));
    assert!(read(&site, "sitemap.xml").contains("https://a.example/"));
    assert_eq!(build(&site, &["--base-url", "https://b.example/"]), Built);
    assert!(read(&site, "sitemap.xml").contains("https://b.example/"));
    settle(&site, &["--base-url", "https://b.example/"]);

    assert_eq!(build(&site, &["--hosting", "apache"]), Built);
    assert!(has(&site, ".htaccess") && !has(&site, "sitemap.xml"));
    assert_eq!(build(&site, &["--hosting", "netlify"]), Built);
    assert!(has(&site, "_headers") && !has(&site, ".htaccess"));
    settle(&site, &["--hosting", "netlify"]);

    assert_eq!(build(&site, &["--deny", "warnings"]), Built);
    assert_eq!(build_on("2027-06-01", &site, &[]), Built);
    assert_eq!(build(&site, &[]), Built);
    assert!(!has(&site, "_headers"));
    settle(&site, &[]);
}

#[test]
fn every_changed_file_causes_a_build_and_another_when_restored() {
    let other: &[(&str, &str)] = &[
        ("casebook.yaml", "title: Another site\ntheme: own\nid: a-site\n"),
        ("content/index.md", "---\ntitle: Start\n---\n\nHallo.\n"),
        ("content/form.pdf", "%FDP"),
        ("content/glossary.yaml", "loaf:\n  means: Bread.\n"),
        ("content/new.md", "---\ntitle: New\n---\n\nText.\n"),
        ("themes/own/own.css", "p { margin: 1 }\n"),
        ("themes/own/i18n/en.yaml", "pages:\n  home:\n    title: Here\n"),
        ("themes/own/assets/new.woff2", "wOF2"),
    ];
    let site = site();
    let before = tree(&site.path().join("public"));
    for (path, text) in other {
        lay(site.path(), &[(path, text)]);
        assert_eq!(build(&site, &[]), Built, "{path}");
        settle(&site, &[]);
        match FILES.iter().find(|(known, _)| known == path) {
            Some(known) => lay(site.path(), &[*known]),
            None => fs::remove_file(site.path().join(path)).unwrap(),
        }
        assert_eq!(build(&site, &[]), Built, "{path}, restored");
        settle(&site, &[]);
    }
    // There may be further files; none of the first build may be missing or different.
    let after = tree(&site.path().join("public"));
    assert!(before.iter().all(|file| after.contains(file)), "the site is restored");
}

/// An unreadable text is read as empty, but is an error that must be reported, although both give the same site.
#[test]
fn a_text_that_became_unreadable_is_reported() {
    let site = site();
    fs::write(site.path().join("content/glossary.yaml"), b"\xff\xfel\0").unwrap();
    assert_eq!(build(&site, &[]), Refused);
    fs::write(site.path().join("content/glossary.yaml"), "").unwrap();
    settle(&site, &[]);
}

/// Every file below `dir` with its bytes.
fn tree(dir: &Path) -> Vec<(String, Vec<u8>)> {
    let mut files = Vec::new();
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(tree(&path));
        } else {
            files.push((path.display().to_string(), fs::read(&path).unwrap()));
        }
    }
    files.sort();
    files
}

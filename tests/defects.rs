//! Mistakes put into scenarios on purpose: each change of `tests/scenarios/defects.txt` must bring exactly the findings
//! that stand there, and the scenarios as they are none.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on says so by failing")]

mod support;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use casebook::Options;
use casebook::diagnostic::Code;

const EXAMPLE: &str = "content/scenarios/the-box-that-fought-back.md";

/// The day on which the example was written.
const TODAY: jiff::civil::Date = jiff::civil::date(2026, 11, 22);

/// A change of a scenario and what must be found then.
#[derive(Default)]
struct Defect {
    name: String,
    /// The scenario, where it is not the example.
    base: Option<String>,
    edits: Vec<Edit>,
    codes: Vec<String>,
}

#[derive(Default)]
struct Edit {
    find: Vec<String>,
    put: Vec<String>,
    everywhere: bool,
}

fn defects() -> Vec<Defect> {
    let text = fs::read_to_string(support::repository().join("tests/scenarios/defects.txt")).unwrap();
    let (_, text) = text.split_once("\n## ").expect("what the signs mean stands before the first heading");
    let mut defects: Vec<Defect> = Vec::new();
    for line in text.lines().skip(1).filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let (sign, rest) = line.split_once(' ').unwrap_or((line, ""));
        let rest = rest.to_owned();
        if sign == "==" {
            defects.push(Defect { name: rest, ..Defect::default() });
            continue;
        }
        let defect = defects.last_mut().expect("a change begins with its name");
        let begins = defect.edits.last().is_none_or(|edit| !edit.put.is_empty());
        match sign {
            "@" => defect.base = Some(rest),
            "-" | "%" if begins => {
                defect.edits.push(Edit { find: vec![rest], put: Vec::new(), everywhere: sign == "%" });
            }
            "-" => defect.edits.last_mut().unwrap().find.push(rest),
            "+" => defect.edits.last_mut().expect("something is found before it is put").put.push(rest),
            ">" => defect.codes = rest.split_whitespace().map(str::to_owned).collect(),
            _ => panic!("`{line}` is no line of a change"),
        }
    }
    defects
}

/// The folder in which a scenario stands, and its path there.
fn base(defect: &Defect) -> (PathBuf, String) {
    match &defect.base {
        None => (support::repository().to_owned(), EXAMPLE.to_owned()),
        Some(file) => (good(), format!("content/scenarios/{file}")),
    }
}

fn good() -> PathBuf {
    support::repository().join("tests/scenarios/good")
}

fn changed(defect: &Defect, mut text: String) -> String {
    for edit in &defect.edits {
        let (find, put) = (edit.find.join("\n"), edit.put.join("\n"));
        let times = text.matches(&find).count();
        assert!(times == 1 || (edit.everywhere && times > 1), "{}: `{find}` stands there {times} times", defect.name);
        text = text.replace(&find, &put);
    }
    text
}

/// What is found about one scenario with the playbooks of its site.
fn found(site: &Path, path: &str, text: &str) -> Vec<(String, String)> {
    let dir = tempfile::tempdir().unwrap();
    let playbooks = fs::read_dir(site.join("content/playbooks")).unwrap();
    fs::create_dir_all(dir.path().join("content/playbooks")).unwrap();
    for playbook in playbooks.map(|entry| entry.unwrap().path()) {
        // What the playbooks say about other pages is not what is tried here.
        let text = fs::read_to_string(&playbook).unwrap();
        let front = text.split("---\n").nth(1).unwrap();
        let name = playbook.file_name().unwrap().to_str().unwrap();
        support::lay(dir.path(), &[(&format!("content/playbooks/{name}"), &format!("---\n{front}---\n"))]);
    }
    support::lay(dir.path(), &[(path, text)]);
    let options = Options { today: Some(TODAY), ..Options::default() };
    let built = casebook::check(dir.path(), &options).unwrap();
    let mut found: Vec<(String, String)> = built
        .diagnostics
        .iter()
        .map(|found| (found.code.name().to_owned(), format!("{}: {}", found.code.name(), found.message)))
        .collect();
    found.sort();
    found
}

#[test]
fn each_change_brings_what_it_should() {
    let mut wrong = Vec::new();
    for defect in defects() {
        let (site, path) = base(&defect);
        let text = changed(&defect, fs::read_to_string(site.join(&path)).unwrap());
        let found = found(&site, &path, &text);
        let mut expected = defect.codes.clone();
        expected.retain(|code| code != "nothing");
        expected.sort();
        let codes: Vec<&String> = found.iter().map(|(code, _)| code).collect();
        if codes != expected.iter().collect::<Vec<_>>() {
            let found: Vec<String> = found.into_iter().map(|(_, message)| message).collect();
            wrong.push(format!("{}\n  expected {expected:?}\n  found\n    {}", defect.name, found.join("\n    ")));
        }
    }
    assert!(wrong.is_empty(), "{} changes bring something else:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn good_scenarios_bring_nothing() {
    let example = fs::read_to_string(support::repository().join(EXAMPLE)).unwrap();
    assert_eq!(found(support::repository(), EXAMPLE, &example), []);
    let folder = good().join("content/scenarios");
    let files: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert!(files.len() >= 4);
    for file in files {
        let path = format!("content/scenarios/{}", file.file_name().unwrap().to_str().unwrap());
        assert_eq!(found(&good(), &path, &fs::read_to_string(&file).unwrap()), [], "{path}");
    }
}

/// A check that is written later must not be forgotten here.
#[test]
fn every_check_of_scenarios_is_tried() {
    let tried: BTreeSet<String> = defects().into_iter().flat_map(|defect| defect.codes).collect();
    let place = |code: Code| Code::ALL.iter().position(|other| *other == code).unwrap();
    let range = place(Code::UnreachedScene)..=place(Code::PrivateDetails);
    // A story beyond the budget is a story of its own; its site is in tests/diagnostics.
    let missing: Vec<&str> = Code::ALL[range]
        .iter()
        .filter(|code| **code != Code::TooManyStates && !tried.contains(code.name()))
        .map(|code| code.name())
        .collect();
    assert!(missing.is_empty(), "no change brings {}", missing.join(", "));
}

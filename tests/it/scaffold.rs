//! The files made by `casebook new` pass every check at once, published or as drafts, whatever the author types;
//! existing files are never overwritten, and nothing is left half done.

use std::fs;
use std::path::{Path, PathBuf};

use casebook::diagnostic::{Diagnostic, Severity};
use casebook::parse::kind::ContentKind;
use casebook::scaffold::{self, Asked, Form, Refusal};
use casebook::{Built, Options};
use proptest::prelude::*;

use crate::support::cases;

const KINDS: [ContentKind; 4] = [ContentKind::Case, ContentKind::Playbook, ContentKind::Scenario, ContentKind::Path];

fn new_site(scratch: &Path) -> PathBuf {
    let dir = scratch.join("ours");
    scaffold::site(&dir).unwrap();
    dir
}

fn checked(dir: &Path, drafts: bool) -> Built {
    casebook::check(dir, &Options { drafts, ..Options::default() }).unwrap()
}

fn said(found: &[Diagnostic]) -> Vec<String> {
    found.iter().map(|found| format!("{}: {}", found.code.name(), found.message)).collect()
}

#[test]
fn every_template_is_clean_as_a_draft_and_published() {
    let scratch = tempfile::tempdir().unwrap();
    let dir = new_site(scratch.path());
    for kind in KINDS {
        let title = format!("A second {}", kind.word());
        let made = scaffold::page(Asked { kind, title: &title, folder: Some("deep/down") }, &dir).unwrap();
        assert_eq!(said(&checked(&dir, false).diagnostics), [""; 0], "{title}");
        assert_eq!(said(&checked(&dir, true).diagnostics), [""; 0], "{title} as a draft");
        let path = dir.join(&made.files[0]);
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains("\ndraft: true\n"));
        fs::write(&path, text.replace("\ndraft: true\n", "\n")).unwrap();
        assert_eq!(said(&checked(&dir, false).diagnostics), [""; 0], "{title} published");
    }
}

#[test]
fn existing_files_are_not_overwritten() {
    let scratch = tempfile::tempdir().unwrap();
    let dir = new_site(scratch.path());
    fs::write(dir.join("content/cases/The Ring.md"), "---\ntitle: Mine\n---\n").unwrap();
    let asked = |title| scaffold::page(Asked { kind: ContentKind::Case, title, folder: None }, &dir);
    assert!(matches!(asked("The ring"), Err(Refusal::SameAddress { .. })));
    assert!(matches!(asked("The late parcel"), Err(Refusal::Taken { .. })));
    assert!(matches!(scaffold::site(&dir), Err(Refusal::NotEmpty { .. })));
    assert!(scaffold::incident("The ring", &dir).is_ok());
    assert!(matches!(scaffold::incident("The ring", &dir), Err(Refusal::Taken { .. })));
}

#[test]
fn an_empty_folder_becomes_a_site_and_one_with_a_file_does_not() {
    let scratch = tempfile::tempdir().unwrap();
    fs::create_dir_all(scratch.path().join("a/.git")).unwrap();
    scaffold::site(&scratch.path().join("a")).unwrap();
    assert_eq!(said(&checked(&scratch.path().join("a"), false).diagnostics), [""; 0]);
    fs::create_dir_all(scratch.path().join("b")).unwrap();
    fs::write(scratch.path().join("b/mine.txt"), "x").unwrap();
    assert!(scaffold::site(&scratch.path().join("b")).is_err());
    assert!(scaffold::site(&scratch.path().join("b/mine.txt")).is_err());
    assert_eq!(fs::read_dir(scratch.path().join("b")).unwrap().count(), 1);
    assert_eq!(fs::read_dir(scratch.path()).unwrap().count(), 2, "no other folder is left");
}

#[test]
fn schemas_that_casebook_did_not_write_are_left_alone() {
    let scratch = tempfile::tempdir().unwrap();
    let dir = new_site(scratch.path());
    let folder = dir.join("schemas");
    fs::write(folder.join("case.schema.json"), "{}").unwrap();
    assert!(matches!(scaffold::schemas(&dir, &folder), Err(Refusal::Foreign(_))));
    fs::remove_file(folder.join("case.schema.json")).unwrap();
    assert_eq!(scaffold::schemas(&dir, &folder).unwrap().files.len(), 8);
}

/// Makes drafts from a form with these texts; returns both as text.
fn drafts(dir: &Path, form: &str) -> (String, String) {
    let path = dir.join("form.yaml");
    fs::write(&path, form).unwrap();
    let drafted = scaffold::from_incident(Form { path: &path, shown: "form.yaml" }, None, dir).unwrap();
    let made = drafted.made.unwrap_or_else(|| panic!("{:?}\n{form}", said(&drafted.diagnostics)));
    let text = |number: usize| fs::read_to_string(dir.join(&made.files[number])).unwrap();
    (text(0), text(1))
}

#[test]
fn the_drafts_contain_every_answer_of_the_form() {
    let form = include_str!("../cli/new.in/ring.yaml");
    let scratch = tempfile::tempdir().unwrap();
    let dir = new_site(scratch.path());
    let (case, scenario) = drafts(&dir, form);
    for said in [
        "title: \"The green ring: a story\"",
        "date: 2025-11-03",
        "trade: jewellery",
        "channel: counter",
        "failure: product",
        "customer-was: right",
        "outcome: kept",
        "cost: $25",
        "worth: $300",
        "owner: Ines",
        "mood: pleased",
        "what: \"It is green: all of it.\"",
        "# mood: crestfallen",
        "A woman who bought it",
        "> Is that what you call silver?\n>\n> — The customer, upset",
        "> It must be her skin.",
        "> That must have been a shock.",
        "| her | a call | Tuesday | no |",
        "Nobody had told her about the plating.",
        "fixed-for-them: A new ring, and the old one as well.",
        "fixed-for-the-next:   # TODO",
    ] {
        assert!(case.contains(said), "{said}\n{case}");
    }
    for said in [
        "role: You are the one who answers (jewellery)\n",
        "customer: A woman who bought it",
        "keeping this customer: $300",
        "> Is that what you call silver?",
        "“It must be her skin.”",
        "“That must have been a shock.”",
        "A new ring, and the old one as well.",
        "../cases/the-green-ring-a-story.md",
        "Promised: a call, until Tuesday.",
        "(in truth: kept)",
    ] {
        assert!(scenario.contains(said), "{said}\n{scenario}");
    }
}

/// Text that people may type, with every character that is special in YAML or Markdown.
fn words() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "[a-zA-Zéß日]{1,6}",
        Just(": ".to_owned()),
        Just(" #".to_owned()),
        Just("\"".to_owned()),
        Just("'".to_owned()),
        Just("[x](y)".to_owned()),
        Just("<b>".to_owned()),
        Just("* ".to_owned()),
        Just("- ".to_owned()),
        Just("| ".to_owned()),
        Just("{a}".to_owned()),
        Just("1. ".to_owned()),
        Just("\\".to_owned()),
        Just("`".to_owned()),
        Just("> ".to_owned()),
        Just("{{x}}".to_owned()),
        Just("&amp; ".to_owned()),
        Just(" — x, y".to_owned()),
        Just("]".to_owned()),
        Just(" ".to_owned()),
        Just("? ".to_owned()),
    ];
    prop::collection::vec(piece, 1..8).prop_map(|pieces| format!("a{}z", pieces.concat()))
}

proptest! {
    #![proptest_config(cases(20, 400))]

    #[test]
    fn drafts_have_no_errors_whatever_is_typed(texts in prop::collection::vec(words(), 10)) {
        let scratch = tempfile::tempdir().unwrap();
        let dir = new_site(scratch.path());
        let quoted = |text: &str| format!("'{}'", text.replace('\'', "''"));
        let form = format!(
            "title: {}\ntrade: {}\nwho: {}\nwhat-happened: {}\nthey-said: {}\nwe-said: {}\nbetter: {}\n\
             timeline:\n  - when: {}\n    what: {}\nfixed-for-them: {}\n",
            quoted(&texts[0]), quoted(&texts[1]), quoted(&texts[2]), quoted(&texts[3]), quoted(&texts[4]),
            quoted(&texts[5]), quoted(&texts[6]), quoted(&texts[7]), quoted(&texts[8]), quoted(&texts[9]),
        );
        drafts(&dir, &form);
        let built = checked(&dir, true);
        // Findings that would be errors on a published page.
        let wrong: Vec<Diagnostic> =
            built.diagnostics.into_iter().filter(|found| found.code.severity() == Severity::Error).collect();
        prop_assert!(wrong.is_empty(), "{:?}\n{form}", said(&wrong));
    }

    #[test]
    fn a_new_page_is_clean_whatever_its_title(title in words(), kind in 0..4_usize) {
        let scratch = tempfile::tempdir().unwrap();
        let dir = new_site(scratch.path());
        let made = scaffold::page(Asked { kind: KINDS[kind], title: &title, folder: None }, &dir);
        prop_assert!(made.is_ok() || matches!(made, Err(Refusal::Name { .. })), "{made:?}");
        prop_assert_eq!(said(&checked(&dir, true).diagnostics), [""; 0]);
    }
}

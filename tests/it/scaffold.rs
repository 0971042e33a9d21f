//! The files made by `casebook new` pass every check at once, published or as drafts, whatever the author types;
//! existing files are never overwritten, and nothing is left half done.

use std::fs;
use std::path::{Path, PathBuf};

use casebook::diagnostic::{Code, Diagnostic, Severity};
use casebook::parse::placeholder::SENTENCES;
use casebook::scaffold::{self, Asked, Form, NewSite, PageKind, Refusal};
use casebook::{Built, Options};
use proptest::prelude::*;

use crate::support::cases;

fn new_site(scratch: &Path) -> PathBuf {
    let dir = scratch.join("ours");
    scaffold::site(NewSite::new(&dir)).unwrap();
    dir
}

fn checked(dir: &Path, drafts: bool) -> Built {
    casebook::check(dir, &Options { drafts, ..Options::default() }).unwrap()
}

fn said(found: &[Diagnostic]) -> Vec<String> {
    found.iter().map(|found| format!("{}: {}", found.code.name(), found.message)).collect()
}

#[test]
fn every_template_is_clean_as_a_draft_and_once_its_sentences_are_replaced() {
    let scratch = tempfile::tempdir().unwrap();
    let dir = new_site(scratch.path());
    let mut templates = String::new();
    for kind in PageKind::ALL {
        let title = format!("A second {}", kind.word());
        let made = scaffold::page(Asked { kind, title: &title, folder: Some("deep/down") }, &dir).unwrap();
        assert_eq!(said(&checked(&dir, false).diagnostics), [""; 0], "{title}");
        assert_eq!(said(&checked(&dir, true).diagnostics), [""; 0], "{title} as a draft");
        let path = dir.join(&made.files[0]);
        let text = fs::read_to_string(&path).unwrap();
        templates.push_str(&text);
        assert!(text.contains("\ndraft: true\n"));
        let published = text.replace("\ndraft: true\n", "\n");
        fs::write(&path, &published).unwrap();
        let found = checked(&dir, false).diagnostics;
        assert_eq!(found.iter().map(|found| found.code.name()).collect::<Vec<_>>(), ["placeholder"], "{title}");
        fs::write(&path, written(&published)).unwrap();
        assert_eq!(said(&checked(&dir, false).diagnostics), [""; 0], "{title} published");
    }
    for sentence in SENTENCES {
        assert!(templates.contains(sentence), "no template has the sentence `{sentence}`");
    }
}

/// The page with words of its own instead of those of the template.
fn written(page: &str) -> String {
    let mut longest_first = SENTENCES;
    longest_first.sort_by_key(|sentence| std::cmp::Reverse(sentence.len()));
    let mut number = 0;
    let mut text = page.to_owned();
    for sentence in longest_first {
        while let Some(at) = text.find(sentence) {
            // Titles of questions are addresses, which must not change.
            let own = if sentence.ends_with("question?") {
                sentence.replace('?', "")
            } else {
                format!("These are words of our own, number {number}.")
            };
            text.replace_range(at..at + sentence.len(), &own);
            number += 1;
        }
    }
    text
}

/// Every line of a template on which readers would see a sentence of ours has one that is known as a placeholder.
#[test]
fn every_sentence_of_a_template_is_known_as_a_placeholder() {
    let scratch = tempfile::tempdir().unwrap();
    let dir = new_site(scratch.path());
    for kind in PageKind::ALL {
        let made = scaffold::page(Asked { kind, title: kind.word(), folder: None }, &dir).unwrap();
        let text = fs::read_to_string(dir.join(&made.files[0])).unwrap();
        let mut in_comment = false;
        for line in text.lines() {
            in_comment |= line.starts_with("<!--");
            let starts = [
                "#",
                "- When ",
                "- Otherwise",
                "goal: ",
                "- ../",
                "- At which sentence could it",
                "to: ",
                "- title: ",
                "title: ",
            ];
            let is_ours = starts.iter().any(|start| line.trim_start().starts_with(start));
            let known = SENTENCES.iter().any(|sentence| line.contains(sentence));
            assert!(known || is_ours || in_comment || line.split_whitespace().count() < 6, "{}: `{line}`", kind.word());
            in_comment &= !line.contains("-->");
        }
    }
}

#[test]
fn drafts_of_a_form_that_are_published_unfinished_are_reported() {
    let scratch = tempfile::tempdir().unwrap();
    let dir = new_site(scratch.path());
    drafts(&dir, "title: The ring\nwhat-happened: It was green.\n");
    assert!(!said(&checked(&dir, true).diagnostics).iter().any(|found| found.starts_with("placeholder")));
    for path in ["content/cases/the-ring.md", "content/scenarios/the-ring.md"] {
        let text = fs::read_to_string(dir.join(path)).unwrap();
        fs::write(dir.join(path), text.replace("draft: true ", "draft: false ")).unwrap();
    }
    let built = checked(&dir, false);
    let found: Vec<&Diagnostic> = built.diagnostics.iter().filter(|found| found.code.name() == "placeholder").collect();
    assert_eq!(said(&built.diagnostics).iter().filter(|found| found.contains("`TODO` is published")).count(), 1);
    assert!(found[0].help[0].text.contains("and 1 more") || found[0].help[0].text.contains(", here and in lines"));
}

#[test]
fn a_site_may_have_another_currency_and_another_language() {
    for (currency, language) in [("£", "en-GB"), ("kr", "de"), ("no", "en"), ("R$", "de-CH"), ("CHF", "en")] {
        let scratch = tempfile::tempdir().unwrap();
        let dir = scratch.path().join("24 hours");
        scaffold::site(NewSite { dir: &dir, currency, language }).unwrap();
        let built = checked(&dir, true);
        assert_eq!(said(&built.diagnostics), [""; 0], "{currency} {language}");
        let site = built.site.unwrap();
        let config = site.config();
        assert_eq!(
            (config.currency.as_str(), config.language.as_str(), config.id.as_str()),
            (currency, language, "24-hours")
        );
        for (_, file) in built.sources.iter().filter(|(_, file)| file.path().starts_with("content/")) {
            let text = file.text().replace("$schema", "");
            assert!(currency == "R$" || !text.contains('$'), "{}", file.path());
            assert!(!text.contains("{{") && !text.contains("dollar"), "{}", file.path());
        }
    }
    for language in ["es", "xx", "", "English", "de CH", "de\nx: y"] {
        let scratch = tempfile::tempdir().unwrap();
        let dir = scratch.path().join("ours");
        let refused = scaffold::site(NewSite { language, ..NewSite::new(&dir) });
        assert!(matches!(refused, Err(Refusal::Name { .. })), "{language}");
        assert!(!dir.exists());
    }
}

#[test]
fn a_glossary_is_made_once_and_a_page_keeps_its_kind() {
    let scratch = tempfile::tempdir().unwrap();
    let dir = new_site(scratch.path());
    assert!(matches!(scaffold::glossary(&dir), Err(Refusal::Name { .. })));
    fs::remove_file(dir.join("content/glossary.yaml")).unwrap();
    fs::remove_dir_all(dir.join("content/cases")).unwrap();
    fs::remove_dir_all(dir.join("content/paths")).unwrap();
    fs::write(dir.join("content/index.md"), "---\ntitle: Home\n---\n").unwrap();
    fs::remove_file(dir.join("content/playbooks/when-something-went-wrong.md")).unwrap();
    fs::remove_dir_all(dir.join("content/scenarios")).unwrap();
    scaffold::glossary(&dir).unwrap();
    assert_eq!(said(&checked(&dir, true).diagnostics), [""; 0]);
    let asked = |kind, folder| scaffold::page(Asked { kind, title: "One", folder: Some(folder) }, &dir);
    for folder in ["cases", "Playbooks/x", "paths/"] {
        assert!(matches!(asked(PageKind::Page, folder), Err(Refusal::Name { .. })), "{folder}");
    }
    assert_eq!(asked(PageKind::Page, "about/cases").unwrap().files, ["content/about/cases/one.md"]);
    assert!(matches!(asked(PageKind::Decision, "x"), Err(Refusal::Nothing { .. })));
}

#[test]
fn existing_files_are_not_overwritten() {
    let scratch = tempfile::tempdir().unwrap();
    let dir = new_site(scratch.path());
    fs::write(dir.join("content/cases/The Ring.md"), "---\ntitle: Mine\n---\n").unwrap();
    let asked = |title| scaffold::page(Asked { kind: PageKind::Case, title, folder: None }, &dir);
    assert!(matches!(asked("The ring"), Err(Refusal::SameAddress { .. })));
    assert!(matches!(asked("The late parcel"), Err(Refusal::Taken { .. })));
    assert!(matches!(scaffold::site(NewSite::new(&dir)), Err(Refusal::NotEmpty { .. })));
    assert!(scaffold::incident("The ring", &dir).is_ok());
    assert!(matches!(scaffold::incident("The ring", &dir), Err(Refusal::Taken { .. })));
}

#[test]
fn an_empty_folder_becomes_a_site_and_one_with_a_file_does_not() {
    let scratch = tempfile::tempdir().unwrap();
    fs::create_dir_all(scratch.path().join("a/.git")).unwrap();
    scaffold::site(NewSite::new(&scratch.path().join("a"))).unwrap();
    assert_eq!(said(&checked(&scratch.path().join("a"), false).diagnostics), [""; 0]);
    fs::create_dir_all(scratch.path().join("b")).unwrap();
    fs::write(scratch.path().join("b/mine.txt"), "x").unwrap();
    assert!(scaffold::site(NewSite::new(&scratch.path().join("b"))).is_err());
    assert!(scaffold::site(NewSite::new(&scratch.path().join("b/mine.txt"))).is_err());
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
    fn a_new_page_is_clean_whatever_its_title(title in words(), kind in 0..6_usize) {
        let scratch = tempfile::tempdir().unwrap();
        let dir = new_site(scratch.path());
        let made = scaffold::page(Asked { kind: PageKind::ALL[kind], title: &title, folder: None }, &dir);
        // A page may be called *A to Z*, which is the name of a page that Casebook makes.
        let refused = matches!(made, Err(Refusal::Name { .. } | Refusal::SameAddress { .. }));
        prop_assert!(made.is_ok() || refused, "{made:?}");
        let mut found = checked(&dir, true).diagnostics;
        // The author wrote the markup in the title.
        found.retain(|found| found.code != Code::ShownAsText);
        prop_assert_eq!(said(&found), [""; 0]);
    }
}

//! One slip of an author gives a short report: the cause first, and what follows from it counted, not repeated.

use std::fs;
use std::path::Path;

use casebook::report::{Amount, Base, Format, Look, Report};
use casebook::scaffold::NewSite;
use casebook::{Loaded, Options};

/// The maximum number of lines of a report about one slip.
const MOST_LINES: usize = 24;

/// The text report about a new site in which `slip` was made.
fn report(slip: impl Fn(&Path)) -> String {
    let scratch = tempfile::tempdir().unwrap();
    let dir = scratch.path().join("ours");
    casebook::scaffold::site(NewSite::new(&dir)).unwrap();
    slip(&dir.join("content"));
    let built = Loaded::read(&dir, &Options::default()).unwrap().check().into_built(None);
    let (sources, diagnostics) = (&built.sources, built.diagnostics.as_slice());
    let mut out = Vec::new();
    let report = Report { sources, diagnostics, base: Base::default(), amount: Amount::Some };
    report.write(Format::Text(Look::PLAIN), &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

/// Asserts that the report is short and begins with a finding of this code.
fn assert_short(code: &str, report: &str) {
    assert!(report.lines().count() <= MOST_LINES, "{} lines:\n{report}", report.lines().count());
    assert!(report.starts_with(&format!("error[{code}]")), "{report}");
}

fn change(content: &Path, file: &str, edit: impl Fn(&str) -> String) {
    let path = content.join(file);
    let (old, new) = (fs::read_to_string(&path).unwrap(), edit(&fs::read_to_string(&path).unwrap()));
    assert_ne!(old, new, "{file}");
    fs::write(path, new).unwrap();
}

const CASE: &str = "cases/the-late-parcel.md";
const PLAYBOOK: &str = "playbooks/when-something-went-wrong.md";
const SCENARIO: &str = "scenarios/nobody-called.md";
const PAGES: [&str; 5] = [CASE, PLAYBOOK, SCENARIO, "paths/first-day.md", "index.md"];

#[test]
fn a_page_in_the_wrong_folder() {
    let moves = [
        (CASE, "playbooks/the-late-parcel.md"),
        (CASE, "paths/the-late-parcel.md"),
        (CASE, "stories/the-late-parcel.md"),
        (SCENARIO, "cases/nobody-called.md"),
        (PLAYBOOK, "scenarios/when-something-went-wrong.md"),
        ("paths/first-day.md", "cases/first-day.md"),
    ];
    for (from, to) in moves {
        let report = report(|content| {
            fs::create_dir_all(content.join(to).parent().unwrap()).unwrap();
            fs::rename(content.join(from), content.join(to)).unwrap();
        });
        assert_short("wrong-folder", &report);
        assert!(report.ends_with("1 error in 1 file\n"), "{report}");
    }
}

#[test]
fn a_renamed_step() {
    let report = report(|content| change(content, PLAYBOOK, |text| text.replace("title: Own it", "title: Be quick")));
    assert_short("unknown-anchor", &report);
    assert!(report.contains("error[unknown-step]") && report.contains("also in lines 33 and 35"), "{report}");
}

#[test]
fn a_renamed_scene() {
    let report = report(|content| change(content, SCENARIO, |text| text.replace("## The promise", "## Your answer")));
    assert_short("unknown-scene", &report);
    assert!(report.contains("also in lines 43 and 45"), "{report}");
}

#[test]
fn a_key_on_every_page() {
    let report = report(|content| {
        for page in PAGES {
            change(content, page, |text| text.replacen("title:", "ticket-volume: 4\ntitle:", 1));
        }
    });
    assert_short("unknown-key", &report);
    assert!(report.contains("and 1 more in 1 other file"), "{report}");
}

#[test]
fn a_key_that_is_missing_everywhere() {
    let report = report(|content| {
        change(content, PLAYBOOK, |text| {
            text.lines().filter(|line| !line.starts_with("    do: ")).map(|line| format!("{line}\n")).collect()
        });
    });
    assert_short("missing-key", &report);
    assert!(report.contains("also in lines 19, 25 and 32"), "{report}");
}

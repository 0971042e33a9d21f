//! Sites of earlier versions in `tests/compatibility/`: each builds, its addresses and anchors are still there, and what has
//! changed since is said by findings that `casebook fix` can fix.

use std::path::Path;

use casebook::diagnostic::{Code, Severity};
use casebook::output::Output;
use casebook::{Loaded, Options, build, fix};

use crate::support::fixing::copy;
use crate::support::links::{problems, read};
use crate::support::repository;

/// What readers of version 0.1 may have bookmarked or printed: addresses, and anchors on them.
const OLD_0_1: [(&str, &[&str]); 8] = [
    ("index.html", &[]),
    ("glossary.html", &["second-fix"]),
    ("playbooks/index.html", &[]),
    (
        "playbooks/when-something-went-wrong.html",
        &["listen-to-the-end", "own-it", "ask-what-would-help", "promise-less-keep-it"],
    ),
    ("cases/the-late-parcel.html", &["the-second-call", "what-changed"]),
    (
        "scenarios/nobody-called.html",
        &["the-second-call", "what-he-wants", "the-promise", "saturday", "ending-he-orders-again"],
    ),
    ("paths/first-day.html", &[]),
    ("tags/promises.html", &[]),
];

/// The version of the scenario's graph in links to runs, `#run=kj0sbc.2`. With another one, readers see a note that the scenario
/// has changed.
const GRAPH_0_1: &str = "\"version\":\"kj0sbc\"";

fn whole(output: &Output, old: &[(&str, &[&str])]) {
    for (address, anchors) in old {
        let html = output.text(address).unwrap_or_else(|| panic!("{address} is gone"));
        let ids = read(html).ids;
        for anchor in *anchors {
            assert!(ids.iter().any(|id| id == anchor), "{address}#{anchor} is gone");
        }
    }
    assert_eq!(problems(output), Vec::<String>::new());
}

fn site(dir: &Path) {
    copy(&repository().join("tests/compatibility/0.1"), dir);
}

#[test]
fn a_site_of_version_0_1_builds_and_keeps_its_addresses() {
    let dir = tempfile::tempdir().unwrap();
    site(dir.path());
    let built = build(dir.path(), &Options::default(), &()).unwrap();
    let codes: Vec<Code> = built.diagnostics.iter().map(|found| found.code).collect();
    assert_eq!(codes, [Code::MissingId]);
    assert!(
        built.diagnostics.iter().all(|found| found.severity == Severity::Warning && found.certain_cure().is_some())
    );
    let output = built.output.unwrap();
    whole(&output, &OLD_0_1);
    let page = output.text("scenarios/nobody-called.html").unwrap();
    // The keys of the browser's storage begin with it.
    assert!(page.contains("data-site=\"our-training\"") && page.contains("data-page=\"scenarios/nobody-called.html\""));
    assert!(page.contains(GRAPH_0_1));
}

#[test]
fn the_fixes_for_a_site_of_version_0_1_keep_the_name_under_which_browsers_keep_progress() {
    let dir = tempfile::tempdir().unwrap();
    site(dir.path());
    let fixed = fix::fix(dir.path(), &Options::default()).unwrap();
    fix::write(dir.path(), &fixed.changes).unwrap();
    let checked = Loaded::read(dir.path(), &Options::default()).unwrap().check();
    assert!(checked.diagnostics().is_empty(), "{:?}", checked.diagnostics());
    assert_eq!(checked.site().config().id, "our-training");
}

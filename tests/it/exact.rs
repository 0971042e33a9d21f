//! What is said about a story of which not everything was seen: the same as about the whole of it, or that it is not
//! known. Findings, report, records and the page for trainers are compared at several numbers of states.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use crate::support::fixture::Fixture;
use crate::support::{lay, repository, site};
use casebook::diagnostic::Code;
use casebook::explore::states::BUDGET;
use casebook::output::Content;
use casebook::report::proofs::Proven;
use casebook::{Checked, Loaded, Options};
use serde_json::Value;
use tempfile::TempDir;

const SCENES: usize = 4;

/// A story in which `cost` doubles from choice to choice and no condition asks for it: the run with the fewest choices
/// that was met first is the dearest one.
fn dear_story() -> String {
    let mut text = String::from(
        "---\ntitle: Dear story\nsummary: A dear one.\nrole: You answer\ncustomer: Ann\nmeters:\n  trust: 0 of 9\n  \
         warmth: 9 of 20\n  cost: $0\n  days: 0 days\n  calls: 0 calls\n  mails: 0 mails\ngoal: trust 3 or more\n\
         minutes: 8\n---\n\nAnn calls.\n\n",
    );
    for scene in 0..SCENES {
        let next = if scene + 1 < SCENES { format!("#s{}", scene + 1) } else { "#judge".to_owned() };
        let rung = 1 << scene;
        let choices = [
            ("a", format!("cost +{rung}, trust +1"), "Follows"),
            ("b", format!("days +{rung}, cost +3, trust -1"), "Bends"),
            ("c", format!("calls +{rung}, cost +5"), "Breaks"),
            ("d", format!("mails +{rung}, cost +7, warmth +1"), "Bends"),
        ];
        write!(text, "## S{scene}\n\nWhat now?\n\n").unwrap();
        for (name, effects, mark) in choices {
            writeln!(text, "- [Option {name} {scene}]({next}) — {effects}").unwrap();
            writeln!(text, "  - {mark} [Own it](../playbooks/own-it.md#own-it): reason {name} of scene {scene}.")
                .unwrap();
        }
        text.push('\n');
    }
    text + "## Judge\n\n- When trust 3 or more: [the good end](#ending-good)\n- Otherwise: [the bad end](#ending-bad)\n\n\
            ## Ending: Good\n\nOutcome: kept. Fine.\n\n## Ending: Bad\n\nOutcome: lost. Bad.\n\n## Debrief\n\n- What?\n"
}

fn dear_site() -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    let playbook = "---\ntitle: Own it\nsummary: One step.\nsteps:\n  - title: Own it\n    do: Say so.\n---\n\nText.\n";
    lay(
        dir.path(),
        &[
            ("casebook.yaml", "title: A site\n"),
            ("content/index.md", "---\ntitle: Start\n---\n\nText.\n"),
            ("content/playbooks/own-it.md", playbook),
            ("content/scenarios/dear.md", &dear_story()),
        ],
    );
    dir
}

/// Everything that is said about the scenarios of a site.
struct Said {
    /// Code, place and message of every finding.
    findings: BTreeSet<String>,
    /// One JSON object for each scenario and ending.
    records: Vec<Value>,
    /// Lines of the report, blanks between words apart.
    report: Vec<String>,
    /// How much was seen of each scenario.
    extents: BTreeSet<String>,
}

fn checked(dir: &Path, states: usize) -> Checked {
    Loaded::read(dir, &Options { drafts: true, ..Options::default() }).unwrap().with_states(states).check()
}

fn said(dir: &Path, states: usize) -> Said {
    let built = checked(dir, states).into_built(None);
    let site = built.site.unwrap();
    let proven = Proven { site: &site, proofs: &built.proofs, sources: &built.sources, base: String::new() };
    let (mut json, mut text) = (Vec::new(), Vec::new());
    proven.write_json(&mut json).unwrap();
    proven.write_text(&mut text).unwrap();
    let records: Vec<Value> =
        String::from_utf8(json).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let blanks = |line: &str| line.split_whitespace().collect::<Vec<_>>().join(" ");
    let findings = built.diagnostics.iter().filter(|found| found.code != Code::TooManyStates);
    Said {
        findings: findings.map(|found| format!("{} {:?} {}", found.code.name(), found.span(), found.message)).collect(),
        extents: records.iter().filter_map(|record| Some(record["extent"].as_str()?.to_owned())).collect(),
        records,
        report: String::from_utf8(text).unwrap().lines().map(blanks).collect(),
    }
}

/// Whether a value of a part is the one of the whole, or null.
fn agrees(whole: &Value, part: &Value) -> bool {
    match (whole, part) {
        (_, Value::Null) => true,
        (Value::Object(whole), Value::Object(part)) => {
            whole.keys().eq(part.keys())
                && part.iter().all(|(key, value)| key == "extent" || agrees(&whole[key], value))
        }
        _ => whole == part,
    }
}

fn compare(dir: &Path, states: &[usize]) -> BTreeSet<String> {
    let whole = said(dir, BUDGET);
    let mut extents = BTreeSet::new();
    for &states in states {
        let part = said(dir, states);
        let name = format!("{}, {states} states", dir.display());
        let more: Vec<_> = part.findings.difference(&whole.findings).collect();
        assert!(more.is_empty(), "{name}: findings that the whole story does not give: {more:#?}");
        assert_eq!(whole.records.len(), part.records.len(), "{name}");
        for (whole, part) in whole.records.iter().zip(&part.records) {
            assert!(agrees(whole, part), "{name}:\n{part}\nis not\n{whole}");
        }
        // Of a total that rises without end the report says no more than that.
        let is_endless = whole.extents.contains("endless");
        let told = part.report.iter().find(|line| !is_endless && !is_explained(line, &whole.report));
        let said = whole.report.join("\n");
        assert_eq!(told, None, "{name}: the report of the whole story does not say so:\n{said}");
        extents.extend(part.extents);
    }
    extents
}

/// Whether the report of the whole says this line, perhaps with a number behind it, or it says that something is not known.
fn is_explained(line: &str, whole: &[String]) -> bool {
    let open = ["not known", "more than", "is known", "not always on offer", "never on offer", "without end"];
    let met = ["some runs meet the goal", "every run meets the goal", "no run meets the goal"];
    whole.iter().any(|known| known.starts_with(line)) || open.iter().chain(&met).any(|words| line.contains(words))
}

/// The sites whose scenarios have a finding about their runs, and those of whole stories.
fn sites(laid: &Path) -> Vec<PathBuf> {
    let codes = [
        "always-met",
        "best-without-follows",
        "blocked-choices",
        "clamped-meter",
        "double-deviation",
        "endless-total",
        "farmed-loop",
        "goal-always-met",
        "idle-route",
        "label-inversion",
        "longer-than-promised",
        "never-offered",
        "no-way-out",
        "rare-ending",
        "richer-failure",
        "robot-wins",
        "unmet-goal",
        "unreached-ending",
        "unreached-scene",
    ];
    for code in codes {
        let fixture = Fixture::read(&repository().join("tests/diagnostics").join(format!("{code}.txt")));
        fixture.lay(&laid.join(code));
    }
    codes.map(|code| laid.join(code)).into_iter().chain([site("full"), repository().to_owned()]).collect()
}

#[test]
fn fixtures_say_the_same_of_a_part_or_that_it_is_not_known() {
    let mut extents = BTreeSet::new();
    let laid = tempfile::tempdir().unwrap();
    for dir in sites(laid.path()) {
        extents.extend(compare(&dir, &[1, 4, 12, 40]));
    }
    assert!(["all", "cut", "part"].iter().all(|extent| extents.contains(*extent)), "{extents:?}");
}

#[test]
fn the_cheapest_way_is_not_that_of_meters_that_were_not_counted() {
    let dir = dear_site();
    let extents = compare(dir.path(), &[1, 5, 10, 19, 20, 100, 300]);
    assert_eq!(extents, ["cut", "part"].map(str::to_owned).into(), "the budgets cover both");

    let whole = said(dir.path(), BUDGET).report.join("\n");
    assert!(whole.contains(
        "the cheapest way: \u{201c}Option a 0\u{201d}, \u{201c}Option a 1\u{201d}, \u{201c}Option a 2\u{201d}"
    ));
    let cut = said(dir.path(), 100).report.join("\n");
    assert!(!cut.contains("the cheapest way:"), "{cut}");
    let because =
        "the cheapest way is not known, because `warmth`, `cost`, `days`, `calls` and `mails` were not counted";
    assert!(cut.contains(because), "{cut}");
    let part = said(dir.path(), 10).report.join("\n");
    assert!(!part.contains("the cheapest way:"), "{part}");
}

/// The page for trainers, by the pieces of text between its tags.
fn page(dir: &Path, states: usize) -> Vec<String> {
    let checked = checked(dir, states);
    let Some(Content::Bytes(bytes)) = checked.renderer().unwrap().file("trainers/dear.html").unwrap() else {
        panic!("there is such a page");
    };
    let html = String::from_utf8(bytes).unwrap();
    let pieces = html.split('<').filter_map(|piece| piece.split_once('>')).map(|(_, text)| text.trim().to_owned());
    pieces.filter(|piece| !piece.is_empty()).collect()
}

#[test]
fn the_page_for_trainers_says_what_is_not_known() {
    let dir = dear_site();
    let whole = page(dir.path(), BUDGET);
    assert!(whole.iter().any(|piece| piece == "The cheapest way there:"));
    let words = [
        "not known",
        "more than a million",
        "Not every run could be tried",
        "on offer",
        "A run to it",
        "Some runs meet",
        "Seven ways to play",
    ];
    for (states, because) in [(100, "these were not counted to the end"), (10, "not every run was tried")] {
        let part = page(dir.path(), states);
        let new = part.iter().filter(|piece| !whole.contains(piece));
        let mut told = new.filter(|piece| !words.iter().any(|words| piece.contains(words)));
        assert_eq!(told.next(), None, "{states} states: the page of the whole story does not say so");
        assert!(part.iter().all(|piece| piece != "The cheapest way there:"));
        let reason = part.iter().find(|piece| piece.contains("not known, because"));
        assert!(reason.is_some_and(|reason| reason.contains(because)), "{part:#?}");
    }
}

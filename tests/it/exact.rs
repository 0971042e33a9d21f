//! Results about stories that were not fully explored: each value equals that of a full exploration, or is reported as
//! unknown. Findings, report, records and the page for trainers are compared for several limits on the number of
//! states.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use crate::support::fixture::Fixture;
use crate::support::{lay, repository, site};
use casebook::diagnostic::Code;
use casebook::explore::states::BUDGET;
use casebook::output::Content;
use casebook::report::Base;
use casebook::report::proofs::Proven;
use casebook::{Checked, Loaded, Options};
use serde_json::Value;
use tempfile::TempDir;

const SCENES: usize = 4;

/// A story in which `cost` doubles from choice to choice and no condition tests it: the first of the shortest runs
/// found is the most expensive one.
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

/// A scene and its choices.
struct Scene<'a>(&'a str, &'a [Way<'a>]);

/// A choice: its label, its target and effects, and its mark.
struct Way<'a>(&'a str, &'a str, &'a str);

fn story(meters: &str, scenes: &[Scene<'_>], rest: &str) -> String {
    let mut text = format!(
        "---\ntitle: A story\nsummary: A story.\nrole: You answer\ncustomer: Ann\nmeters:\n{meters}minutes: 30\n---\n\nAnn calls.\n\n"
    );
    for Scene(scene, choices) in scenes {
        write!(text, "## {scene}\n\nWhat now?\n\n").unwrap();
        for Way(label, to, mark) in *choices {
            let (target, effects) = to.split_once(' ').unwrap_or((to, ""));
            let effects = if effects.is_empty() { String::new() } else { format!(" — {effects}") };
            writeln!(text, "- [{label}]({target}){effects}").unwrap();
            writeln!(text, "  - {mark} [Own it](../playbooks/own-it.md#own-it): why {label} in {scene} is so.")
                .unwrap();
        }
        text.push('\n');
    }
    text + rest + "\n## Debrief\n\n- What?\n"
}

/// An ending behind a long chain in which each step may lead back to the start, and behind it a loop without an exit.
/// Unless the loop has been found, random play seems to give reliable numbers for the ending.
fn trap() -> String {
    let step = |next: &'static str| [Way("On", next, "Follows"), Way("Back", "#start", "Bends")];
    let scenes: &[Scene<'_>] = &[
        Scene("Start", &[Way("On", "#two", "Follows"), Way("Leave", "#ending-common", "Bends")]),
        Scene("Two", &step("#three")),
        Scene("Three", &step("#four")),
        Scene("Four", &step("#five")),
        Scene("Five", &step("#six")),
        Scene("Six", &[Way("On", "#ending-rare", "Follows"), Way("Down", "#trap", "Bends")]),
        Scene("Trap", &[Way("Round", "#deeper", "Follows"), Way("Round once more", "#deeper trust +1", "Bends")]),
        Scene("Deeper", &[Way("Round", "#trap", "Follows"), Way("Round once more", "#trap trust -1", "Bends")]),
    ];
    let endings = "## Ending: common\n\nOutcome: kept. Fine.\n\n## Ending: rare\n\nOutcome: fan. Rare.\n";
    story("  trust: 1 of 3\n", scenes, endings)
}

/// A loop that raises a meter, behind choices that differ only in a meter that no condition tests.
fn farm() -> String {
    let scenes: &[Scene<'_>] = &[
        Scene(
            "Start",
            &[
                Way("One", "#round cost +1", "Follows"),
                Way("Two", "#round cost +2", "Bends"),
                Way("Three", "#round cost +3", "Bends"),
                Way("Four", "#round cost +4", "Breaks"),
            ],
        ),
        Scene("Round", &[Way("Ask again", "#round trust +1", "Bends"), Way("Decide", "#judge", "Bends")]),
    ];
    let rest = "## Judge\n\n- When trust 4 or more: [good](#ending-good)\n- Otherwise: [bad](#ending-bad)\n\n\
                ## Ending: good\n\nOutcome: fan. Good.\n\n## Ending: bad\n\nOutcome: lost. Bad.\n";
    story("  trust: 2 of 10\n  cost: $0\n", scenes, rest)
}

fn dear_site() -> TempDir {
    site_of(&dear_story())
}

fn site_of(story: &str) -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    let playbook = "---\ntitle: Own it\nsummary: One step.\nsteps:\n  - title: Own it\n    do: Say so.\n---\n\nText.\n";
    lay(
        dir.path(),
        &[
            ("casebook.yaml", "title: A site\nid: a-site\n"),
            ("content/index.md", "---\ntitle: Start\n---\n\nText.\n"),
            ("content/playbooks/own-it.md", playbook),
            ("content/scenarios/dear.md", story),
        ],
    );
    dir
}

/// All results about the scenarios of a site.
struct Said {
    /// Code, position and message of every finding.
    findings: BTreeSet<String>,
    /// One JSON object for each scenario and ending.
    records: Vec<Value>,
    /// Lines of the report, with single spaces between words.
    report: Vec<String>,
    /// The extent of the exploration of each scenario.
    extents: BTreeSet<String>,
}

fn checked(dir: &Path, states: usize) -> Checked {
    Loaded::read(dir, &Options { drafts: true, ..Options::default() }).unwrap().with_states(states).check()
}

fn said(dir: &Path, states: usize) -> Said {
    let built = checked(dir, states).into_built(None);
    let site = built.site.unwrap();
    let proven = Proven { site: &site, proofs: &built.proofs, sources: &built.sources, base: Base::default() };
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

/// True if each value of a partial result is null or equals that of the full result.
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
        assert!(more.is_empty(), "{name}: findings that the full exploration does not give: {more:#?}");
        assert_eq!(whole.records.len(), part.records.len(), "{name}");
        for (whole, part) in whole.records.iter().zip(&part.records) {
            assert!(agrees(whole, part), "{name}:\n{part}\ncontradicts\n{whole}");
        }
        // For a total that grows without limit, the report says only that.
        let is_endless = whole.extents.contains("endless");
        let other = part.report.iter().find(|line| !is_endless && !is_explained(line, &whole.report));
        assert_eq!(other, None, "{name}: the report of the full exploration is\n{}", whole.report.join("\n"));
        extents.extend(part.extents);
    }
    extents
}

/// True if the full report has this line, apart from unknown values, or if the line says that something is unknown.
fn is_explained(line: &str, whole: &[String]) -> bool {
    let open = ["is not known", "are not known", "runs not known", "more than", "is known", "without end"];
    let known = [
        ("not known", ""),
        ("the longest run takes", "runs take"),
        ("(never on offer)", "(on offer in 0)"),
        ("(not always on offer)", "(on offer in"),
    ];
    let known = known.iter().fold(line.to_owned(), |line, (part, whole)| line.replace(part, whole));
    let is_part = |of: &String| {
        let mut words = of.split_whitespace();
        known.split_whitespace().all(|word| words.any(|other| other == word))
    };
    let met = whole.iter().find_map(|line| goal(line));
    whole.iter().any(is_part)
        || open.iter().any(|words| line.contains(words))
        || met.is_some_and(|met| line.contains(met))
}

/// The corresponding line for a partial exploration, if the full report counts the final states that meet the goal.
fn goal(line: &str) -> Option<&'static str> {
    let (met, all) = line.strip_prefix("the goal is met in ")?.split_once(" of ")?;
    let all = all.split(' ').next()?;
    Some(match met {
        "0" => "no run meets the goal",
        met if met == all => "every run meets the goal",
        _ => "some runs meet the goal",
    })
}

/// The sites whose scenarios have a finding about their runs, and those with the stories of this module.
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
fn partial_results_of_fixtures_equal_full_ones_or_are_unknown() {
    let mut extents = BTreeSet::new();
    let laid = tempfile::tempdir().unwrap();
    for dir in sites(laid.path()) {
        extents.extend(compare(&dir, &[1, 4, 12, 40]));
    }
    assert!(["all", "cut", "part"].iter().all(|extent| extents.contains(*extent)), "{extents:?}");
}

#[test]
fn the_cheapest_run_is_unknown_if_its_meter_was_not_counted() {
    let dir = dear_site();
    let extents = compare(dir.path(), &[1, 5, 10, 16, 18, 20, 100, 300]);
    assert_eq!(extents, ["cut", "part"].map(str::to_owned).into(), "the budgets cover both extents");

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
    assert!(part.contains("what each choice leaves open is not known, because not every run was followed"), "{part}");
}

#[test]
fn a_partial_exploration_gives_no_warning_that_a_full_one_does_not() {
    let [trap, farm] = [trap(), farm()].map(|story| site_of(&story));
    let gives =
        |dir: &TempDir, code: &str| said(dir.path(), BUDGET).findings.iter().any(|found| found.starts_with(code));
    assert!(gives(&trap, "no-way-out") && gives(&farm, "farmed-loop"));
    assert!(compare(trap.path(), &[8, 9, 10]).contains("part"));
    assert!(compare(farm.path(), &[4, 10, 30, 60]).contains("cut"));
}

/// A comment that accepts a finding about runs is reported as unused only if the check was made.
#[test]
fn a_comment_is_not_called_unused_if_its_check_was_not_made() {
    let dir = dear_site();
    let accepts = dear_story().replace("# S0\n", "# S0\n\n<!-- allow idle-route: it is so on purpose -->\n");
    lay(dir.path(), &[("content/scenarios/dear.md", &accepts)]);
    let unused =
        |states: usize| said(dir.path(), states).findings.iter().any(|found| found.starts_with("unused-allow"));
    assert_eq!((unused(BUDGET), unused(10)), (true, false));
    compare(dir.path(), &[1, 10, 100]);
}

/// The text of the page for trainers, split at its tags.
fn page(dir: &Path, states: usize) -> Vec<String> {
    let checked = checked(dir, states);
    let Some(Content::Bytes(bytes)) = checked.renderer().unwrap().file("trainers/dear.html").unwrap() else {
        panic!("the page is missing");
    };
    let html = String::from_utf8(bytes).unwrap();
    let pieces = html.split('<').filter_map(|piece| piece.split_once('>')).map(|(_, text)| text.trim().to_owned());
    pieces.filter(|piece| !piece.is_empty()).collect()
}

#[test]
fn the_page_for_trainers_names_unknown_values() {
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
    for (states, because) in [(100, "these were not counted to the end"), (18, "not every run was tried")] {
        let part = page(dir.path(), states);
        let is_explained = |piece: &str| words.iter().any(|words| piece.contains(words));
        let other = part.iter().find(|piece| !whole.contains(piece) && !is_explained(piece));
        assert_eq!(other, None, "{states} states: the page for the full exploration lacks this text");
        assert!(part.iter().all(|piece| piece != "The cheapest way there:"));
        assert_eq!(part.iter().any(|piece| piece.starts_with("Shortest run")), states == 100);
        assert_eq!(part.iter().any(|piece| piece.starts_with("A run to it")), states == 18);
        let reason = part.iter().find(|piece| piece.contains("not known, because"));
        assert!(reason.is_some_and(|reason| reason.contains(because)), "{part:#?}");
    }
}

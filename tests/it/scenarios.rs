//! Scenarios: the example, arbitrary text, and parsing time. The syntax of scenarios is tested by the fixtures in
//! `tests/scenarios/forms/`.

use std::fs;
use std::path::Path;

use proptest::prelude::*;

use crate::support::cases;
use crate::support::program::processor_time;
use crate::support::scenario::{dump, read, sane};

fn example() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("content/scenarios/the-box-that-fought-back.md");
    fs::read_to_string(path).expect("the example can be read")
}

#[test]
fn the_example_is_read_without_findings() {
    let read = read(&example());
    assert_eq!(read.found, []);
    let endings = read.scenario.endings().count();
    assert_eq!((read.scenario.scenes.len() - endings, endings, read.scenario.choices().count()), (13, 4, 26));
    assert!(read.scenario.choices().all(|choice| choice.target.is_some() && choice.mark().is_some()));
}

#[test]
#[cfg_attr(not(target_os = "linux"), ignore = "only Linux tells the processor time of a thread")]
fn parsing_time_is_linear_in_the_length_of_the_text() {
    let head = "---\ntitle: T\nrole: r\ncustomer: c\nmeters:\n  trust: 4 of 10\n---\n\n## A\n\n";
    let hostile: [(&str, &str, &str); 11] = [
        ("", "- [a](#b) — trust 1, x +2, needs y, remember z or\n", ""),
        ("", "- When trust 1 or more: [a](#b)\n", ""),
        ("", "- When he knows it: text\n", ""),
        ("", "## A\n\n- [a](#nowhere)\n\n", ""),
        ("", "<!-- allow two-dollars: x -->\n\n$ and $\n\n", ""),
        ("", "- ", "[a](#a)"),
        ("", "> ", "$ $"),
        ("- [a](#a) — ", "trust +1, ", ""),
        ("- When ", "a and ", ": x"),
        ("- [a](#a) — ", "trust ", "+1"),
        ("> ", "— Dana, x\n> ", ""),
    ];
    for (before, again, after) in hostile {
        let time = |count: usize| {
            let text = format!("{head}{before}{}{after}", again.repeat(count));
            let start = processor_time();
            std::hint::black_box(read(&text));
            processor_time() - start
        };
        let (few, many) = (time(500), time(5_000));
        println!("{again:?}: {few:.3} s, {many:.3} s, {:.1} times", many / few);
        assert!(many < 30.0 * few.max(0.01), "{again:?}: {few} s, and {many} s for ten times the text");
    }
}

/// Pieces of scenario syntax, some of them likely to confuse the parser.
const PIECES: &[&str] = &[
    "## Ending: x\n\n",
    "## Debrief\n\n",
    "Outcome: fan.",
    "Outcome:",
    "- When trust 3 or more: ",
    "- Otherwise: ",
    "[a](#the-call)",
    "[](#silence)",
    " — trust +2",
    " -- cost $5, ",
    " – ",
    "−1",
    ", needs not fixed twice",
    ", remember ",
    "or more",
    "and",
    "not ",
    "\n  - Follows [Own it](../p.md#own-it): why",
    "\n  - Breaks ",
    "> ",
    "> — Dana, sad\n",
    "<!-- allow two-dollars: é -->",
    "<!--",
    "-->",
    "`",
    "**",
    "é",
    "日本",
    "\u{301}",
    "&amp;",
    "\\",
    "$",
    "\t",
    "\r\n",
    "\n\n",
    "\n",
    "    ",
    "1. ",
    "* ",
    "| a | b |\n|---|---|\n",
    "99999999999",
    ":",
    "：",
    "[^1]",
    "[[#silence]]",
    "![x](#a)",
    "#%C3%BC",
    "\0",
];

proptest! {
    #![proptest_config(cases(400, 4_000))]

    #[test]
    fn any_change_of_the_example_is_parsed(
        cuts in prop::collection::vec((any::<prop::sample::Index>(), 0..40_usize, prop::sample::select(PIECES)), 1..12)
    ) {
        let mut text = example();
        for (at, length, piece) in cuts {
            let start = text.floor_char_boundary(at.index(text.len() + 1));
            let end = text.floor_char_boundary((start + length).min(text.len())).max(start);
            text.replace_range(start..end, piece);
        }
        let read = read(&text);
        sane(&read);
        dump(&read);
    }

    #[test]
    fn any_sequence_of_pieces_is_parsed(pieces in prop::collection::vec(prop::sample::select(PIECES), 0..60)) {
        let head = "---\ntitle: T\nrole: r\ncustomer: c\nmeters:\n  trust: 4 of 10\n  cost: $0\n---\n## The call\n\n";
        let read = read(&format!("{head}{}", pieces.concat()));
        sane(&read);
        dump(&read);
    }
}

//! Scenarios with growing numbers of scenes, choices, meters and states.

use super::{Axis, Files, each, with_keys};

pub const AXES: &[Axis] = &[
    Axis::check("states", 64, states),
    Axis::check("scenes", 4, |n| story("", &scenes(n, |_| String::new()))),
    // A single choice sets all memories. Otherwise the number of states would grow as well as the size of each.
    Axis::check("memories", 160, |n| {
        let effects = each(n, |i| format!("remember m{i:04}, "));
        story("", &scenes(1, |_| format!("{effects}remember it")))
    }),
    Axis::check("choices", 8, choices),
    Axis::check("routes", 12, routes),
    Axis::check("endings", 16, endings),
    Axis::check("meters and stakes", 16, |n| {
        let meters = each(n, |i| format!("  m{i:04}: 0 days\n"));
        let stakes = each(n, |i| format!("  s{i:04}: $10\n"));
        story(&format!("meters:\n  m: 0 days\n{meters}stakes:\n  s: $9\n{stakes}"), &scenes(1, |_| "m +1".to_owned()))
    }),
    Axis::check("paragraphs of a scene", 8, |n| {
        let text = each(n, |i| format!("Was $24 and now $9. Call 020 7946 {i:04}.\n\n> Quoted.\n\n"));
        story("", &format!("{text}{}", scenes(1, |_| String::new())))
    }),
    Axis::check("scenes that are not there", 6, |n| {
        story(
            "",
            &each(n, |i| format!("## Scene {i:04}\n\nNow?\n\n{}{}\n", choice(i, "scen-x", ""), choice(i, "judge", ""))),
        )
    }),
    Axis::build("built: a story", 4, |n| story("meters:\n  trust: 4 of 10\n", &scenes(n, |_| "trust +1".to_owned()))),
];

/// A complete scenario around these scenes: the start, two endings and the playbook that it practises.
fn story(keys: &str, scenes: &str) -> Files {
    let keys = format!("role: You\ncustomer: Ann\nplaybooks:\n  - ../playbooks/book.md\n{keys}");
    let ends = "## Judge\n\nAnd now?\n\n".to_owned()
        + &choice(0, "ending-good", "")
        + &choice(1, "ending-bad", "")
        + "\n## Ending: good\n\nOutcome: kept. Fine.\n\n## Ending: bad\n\nOutcome: lost. Bad.\n\n## Debrief\n\n- What?\n";
    vec![
        with_keys("playbooks/book", "Book", "steps:\n  - title: Step\n    do: Do it.\n", "Text."),
        with_keys("scenarios/story", "Story", &keys, &format!("You begin.\n\n{scenes}{ends}")),
    ]
}

fn choice(number: usize, to: &str, effect: &str) -> String {
    let mark = ["Follows", "Bends", "Breaks"][number % 3];
    let effect = if effect.is_empty() { String::new() } else { format!(" — {effect}") };
    let reason = "[a step](../playbooks/book.md#step): because it is so";
    format!("- [Choice {number:04} to {to}](#{to}){effect}\n  - {mark} {reason} {number:04} {to}.\n")
}

/// Scenes in a row; the first choice of each has an effect.
fn scenes(n: usize, effect: impl Fn(usize) -> String) -> String {
    each(n, |i| {
        let next = if i + 1 < n { format!("scene-{:04}", i + 1) } else { "judge".to_owned() };
        format!("## Scene {i:04}\n\nWhat now?\n\n{}{}\n", choice(i, &next, &effect(i)), choice(i + 1, &next, ""))
    })
}

/// A loop through all values of a meter.
fn states(n: usize) -> Files {
    let keys = format!("meters:\n  trust: 1 of {}\ngoal: trust 2 or more\n", n + 2);
    let choices = choice(0, "loop", "trust +1") + &choice(1, "loop", "trust -1") + &choice(2, "judge", "");
    story(&keys, &format!("## Loop\n\nWhat now?\n\n{choices}\n- When trust {} or more: Good.\n\n", n + 1))
}

fn choices(n: usize) -> Files {
    story("", &format!("## Scene\n\nWhat now?\n\n{}\n", each(n + 2, |i| choice(i, "judge", ""))))
}

fn routes(n: usize) -> Files {
    let route = |i| format!("- When cost {} or more: [on](#judge)\n", n - i);
    let spend = choice(0, "fork", "cost 1") + &choice(1, "fork", "cost 2");
    let fork = format!("## Fork\n\n{}- Otherwise: [on](#judge)\n\n", each(n, route));
    story("meters:\n  cost: $0\n", &format!("## Scene\n\nWhat now?\n\n{spend}\n{fork}"))
}

fn endings(n: usize) -> Files {
    let ends = each(n, |i| format!("## Ending: e{i:04}\n\nOutcome: kept. Fine.\n\n"));
    let choices =
        choice(0, "judge", "") + &choice(1, "judge", "") + &each(n, |i| choice(i, &format!("ending-e{i:04}"), ""));
    story("", &format!("## Scene\n\nWhat now?\n\n{choices}\n{ends}"))
}

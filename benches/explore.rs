//! Measures how long it takes to explore and check a large scenario, compared with a plain breadth-first walk of the
//! same graph: `cargo bench --bench explore`. Single-threaded; exits with 1 if the limit of 100 ms is exceeded.

#![allow(clippy::print_stdout, reason = "a bench prints its figures")]

use std::collections::{HashSet, VecDeque};
use std::fmt::Write as _;
use std::fs;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use casebook::Options;
use casebook::check::{Findings, Subject};
use casebook::explore::graph::Graph;
use casebook::explore::{self, Depth};
use casebook::model::Site;
use casebook::source::SourceMap;

/// The number of scenes, including endings and scenes that only route.
const SCENES: usize = 80;
const ROUNDS: usize = 15;
const LIMIT: Duration = Duration::from_millis(100);

fn main() -> anyhow::Result<ExitCode> {
    let folder = tempfile::tempdir()?;
    for (path, text) in [("playbooks/p.md", PLAYBOOK.to_owned()), ("scenarios/long.md", scenario())] {
        let path = folder.path().join("content").join(path);
        fs::create_dir_all(path.parent().unwrap_or(folder.path()))?;
        fs::write(path, text)?;
    }
    let built = casebook::check(folder.path(), &Options::default())?;
    let site = built.site.ok_or_else(|| anyhow::anyhow!("no site"))?;
    let sources = built.sources;
    let graph = graph(&site)?;
    let one = rayon::ThreadPoolBuilder::new().num_threads(1).build()?;
    let times = one.install(|| (0..ROUNDS).map(|_| round(&site, &sources, &graph)).collect::<Vec<_>>());
    Ok(report(&times))
}

fn graph(site: &Site) -> anyhow::Result<Graph> {
    let scenario = site.pages.iter().find_map(|page| page.document.scenario.as_ref());
    scenario.and_then(Graph::of).ok_or_else(|| anyhow::anyhow!("the scenario has mistakes"))
}

struct Round {
    states: usize,
    explored: Duration,
    checked: Duration,
    plain: Duration,
}

fn round(site: &Site, sources: &SourceMap, graph: &Graph) -> Round {
    let begun = Instant::now();
    let proofs = explore::explore(site, sources, Depth::Runs, |_| None);
    let explored = begun.elapsed();
    let subject = Subject { site, sources, proofs: &proofs, today: None, depth: Depth::Runs };
    let found = Findings::of(&subject, None);
    let checked = begun.elapsed() - explored;
    let states = proofs.values().filter_map(|proof| proof.facts.states).sum();
    drop(found);
    let begun = Instant::now();
    let walked = walk(graph);
    let plain = begun.elapsed();
    assert_eq!(states, walked, "both walks visit the same states");
    Round { states, explored, checked, plain }
}

/// Visits every state in the simplest way.
fn walk(graph: &Graph) -> usize {
    let start = graph.start();
    let mut known = HashSet::from([start.clone()]);
    let mut open = VecDeque::from([start]);
    let mut next = Vec::new();
    while let Some(state) = open.pop_front() {
        for (_, edge) in graph.ways(&state) {
            graph.follow(&state, edge, &mut next);
            if known.insert(next.clone()) {
                open.push_back(next.clone());
            }
        }
    }
    known.len()
}

fn report(rounds: &[Round]) -> ExitCode {
    let median = |of: fn(&Round) -> Duration| {
        let mut times: Vec<Duration> = rounds.iter().map(of).collect();
        times.sort_unstable();
        times[times.len() / 2]
    };
    let (explored, checked, plain) = (median(|r| r.explored), median(|r| r.checked), median(|r| r.plain));
    let all = explored + checked;
    let ms = |time: Duration| time.as_secs_f64() * 1000.0;
    println!("{SCENES} scenes, 3 meters, {} states, median of {ROUNDS} rounds, one thread", rounds[0].states);
    println!("explored  {:>7.1} ms", ms(explored));
    println!("checked   {:>7.1} ms", ms(checked));
    println!("plain walk{:>7.1} ms; explored and checked take {:.2} times as long", ms(plain), ms(all) / ms(plain));
    if all > LIMIT {
        println!("over the limit of {} ms", LIMIT.as_millis());
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}

const PLAYBOOK: &str = "---
title: A playbook
summary: One step.
steps:
  - title: One
    do: Do it.
---

## One

Do it.
";

/// Returns a long conversation: each scene leads one or two scenes ahead, and three meters take many values.
fn scenario() -> String {
    let mut text = "---
title: A long afternoon
summary: A conversation that is long enough to be measured.
role: You answer
customer: Ada
meters:
  trust: 5 of 10
  cost: $0
  days: 0 days
goal: trust 8 or more, cost $60 or less, days 9 or less
playbooks: [../playbooks/p.md]
---

# A long afternoon

It begins.
"
    .to_owned();
    let talking = SCENES - 5;
    let slug = |scene: usize| if scene < talking { format!("scene-{scene}") } else { "how-it-ends".to_owned() };
    for scene in 0..talking {
        let (cost, days) = (if scene % 6 == 0 { ", cost 7" } else { "" }, if scene % 8 == 4 { ", days 1" } else { "" });
        let wait = if scene % 7 == 2 { " — days 1" } else { "" };
        let (next, after) = (slug(scene + 1), slug(scene + 2));
        // Writing to a string cannot fail.
        write!(
            text,
            "\n## Scene {scene}\n\n> A question of kind {scene}.\n>\n> — Ada, calm\n
- [Answer it as {scene} wants it](#{next}) — trust +1{cost}
  - Follows [One](../playbooks/p.md#one): this is what the step says for {scene}.
- [Leave it, and {scene} with it](#{after}) — trust -1{days}
  - Breaks [One](../playbooks/p.md#one): that is what it warns of for {scene}.
- [Half of {scene}](#{next}){wait}
  - Bends [One](../playbooks/p.md#one): it is neither one nor the other for {scene}.\n"
        )
        .ok();
    }
    text.push_str(
        "\n## How it ends\n\n- When trust 9 or more: [a](#ending-a)\n- When trust 6 or more: [b](#ending-b)\n",
    );
    text.push_str("- When trust 3 or more: [c](#ending-c)\n- Otherwise: [d](#ending-d)\n");
    for (name, outcome) in [("a", "fan"), ("b", "kept"), ("c", "goodbye"), ("d", "lost")] {
        write!(text, "\n## Ending: {name}\n\nOutcome: {outcome}. So it ends.\n").ok();
    }
    text.push_str("\n## Debrief\n\n- What now?\n");
    text
}

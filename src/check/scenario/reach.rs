//! Findings about all runs together: dead ends, unreachable scenes, idle conditions, goals, rare endings, duration and
//! meters that are often clamped.

use super::{Story, idle, unreached};
use crate::diagnostic::{Code, Diagnostic};
use crate::explore::Proof;
use crate::explore::facts::{EndingFacts, Open, Runs, SceneFacts};
use crate::explore::states::Step;
use crate::parse::scenario::TestKind;
use crate::text::grouped;

/// Minimum probability of an ending in random play; below it, hardly any reader will see the ending.
const RARE: f64 = 0.02;

/// Minimum number of runs in a story for an ending with a single run to be remarkable.
const MANY_RUNS: u128 = 20;

pub(super) fn endless(story: &Story<'_>, meter: usize, scenes: &[usize]) -> Diagnostic {
    let meter = &story.scenario.meters[meter];
    let names: Vec<String> = scenes.iter().map(|&scene| format!("`{}`", story.scene(scene))).collect();
    let message = format!("`{}` can rise without limit", meter.name);
    Diagnostic::new(Code::EndlessTotal, meter.span, message)
        .label(story.heading(scenes.first().copied().unwrap_or(0)), "the story goes round in a loop from here")
        .help(format!("the loop: {}", names.join(", then ")))
        .help("let a choice in the loop remember that it was taken, and offer it only once: `needs not …`")
}

pub(super) fn too_many(story: &Story<'_>, budget: usize) -> Diagnostic {
    let message =
        format!("this story has more than {} states, so not every run was tried", grouped(budget as u128, ","));
    story.whole_finding(Code::TooManyStates, message).help(
        "use fewer meters, or smaller ones: `of 10` instead of `of 100`; offer a choice that leads back only once",
    )
}

pub(super) fn check(story: &Story<'_>, proof: &Proof, found: &mut Vec<Diagnostic>) {
    for (number, scene) in proof.facts.scenes.iter().enumerate() {
        blocked(story, number, scene, found);
    }
    lost(story, proof, found);
    unreached::check(story, proof, found);
    idle::check(story, proof, found);
    goal(story, proof, found);
    // Random play that enters a loop without exit never reaches an ending. Whether there is such a loop is known only
    // if no run is missing.
    if proof.coverage.has_all_runs() && proof.facts.scenes.iter().all(|scene| scene.lost.is_none()) {
        rare_endings(story, proof, found);
    }
    minutes(story, proof, found);
    clamped(story, proof, found);
    found.extend(super::shape::farmed(story, proof));
}

fn blocked(story: &Story<'_>, number: usize, scene: &SceneFacts, found: &mut Vec<Diagnostic>) {
    let Some(run) = &scene.blocked else { return };
    let message = format!("a run can reach `{}` with no choice available there", story.scene(number));
    found.push(
        Diagnostic::new(Code::BlockedChoices, story.heading(number), message)
            .because("each choice needs something that this run does not have")
            .help(format!("to see it, {}", story.run(run)))
            .help("give the scene one choice without `needs`"),
    );
}

/// Reports the scene nearest to the start from which no ending can be reached. The others follow from it.
fn lost(story: &Story<'_>, proof: &Proof, found: &mut Vec<Diagnostic>) {
    let scenes = proof.facts.scenes.iter().enumerate();
    let lost = scenes.filter_map(|(number, scene)| Some((number, scene.lost.as_ref()?)));
    let Some((number, run)) = lost.min_by_key(|(number, run)| (run.len(), *number)) else { return };
    let message = format!("a run can reach `{}` and never get to an ending from there", story.scene(number));
    let mut finding = Diagnostic::new(Code::NoWayOut, story.heading(number), message)
        .because("from here on, the choices go round in a loop");
    for step in closed(proof) {
        finding = finding.label(super::span_of_way(story, step), unreached::closed_because(story, step));
    }
    found.push(
        finding
            .help(format!("to see it, {}", story.run(run)))
            .help("let one of the choices that follow lead out of the loop"),
    );
}

/// Returns choices and routes that are never open, in scenes from which no ending can be reached: one of them was
/// probably meant as the way out.
fn closed(proof: &Proof) -> impl Iterator<Item = Step> {
    let lost = proof.facts.scenes.iter().enumerate().filter(|(_, scene)| scene.lost.is_some());
    lost.flat_map(|(number, scene)| {
        let ways = scene.ways.iter().flatten().enumerate().filter(|(_, way)| way.open == Open::Never);
        ways.map(move |(way, _)| Step { scene: number, way })
    })
}

fn goal(story: &Story<'_>, proof: &Proof, found: &mut Vec<Diagnostic>) {
    let (Some(facts), Some(goal)) = (&proof.facts.goal, &story.front.goal) else { return };
    let (code, message, help) = match (facts.met, facts.missed) {
        (Some(false), Some(true)) => (
            Code::UnmetGoal,
            "no run meets this goal",
            "lower it to what the best run can reach, or let a choice \
                give more",
        ),
        (Some(true), Some(false)) => {
            (Code::GoalAlwaysMet, "every run meets this goal", "make it harder, so that meeting it means something")
        }
        _ => return,
    };
    let finding = Diagnostic::new(code, goal.span, message).help(help);
    found.push(match reachable(story, proof) {
        Some(reachable) => finding.because(reachable),
        None => finding,
    });
}

/// Returns the range at the endings of each meter that the goal tests; `None` if not all values of these meters were
/// seen, or if the goal tests only memories.
fn reachable(story: &Story<'_>, proof: &Proof) -> Option<String> {
    let asked = |meter: usize| {
        proof.graph.goal.iter().any(|test| match *test {
            TestKind::AtLeast { meter: of, .. } | TestKind::AtMost { meter: of, .. } => of == meter,
            TestKind::Remembers(_) | TestKind::Forgets(_) => false,
        })
    };
    let meters = story.scenario.meters.iter().enumerate().filter(|(number, _)| asked(*number));
    let ranges: Option<Vec<String>> = meters
        .map(|(number, meter)| {
            let ranges: Option<Vec<(u32, u32)>> =
                proof.facts.endings.iter().filter_map(|ending| ending.meters.get(number).copied()).collect();
            let (low, high) =
                ranges?.iter().fold((u32::MAX, 0), |(low, high), range| (low.min(range.0), high.max(range.1)));
            let amount = |value: u32| meter.amount(i32::try_from(value).unwrap_or(i32::MAX));
            // `0 to 7 days`, but `$0 to $60`.
            let from = Some(amount(low)).filter(|low| !low.starts_with(|sign: char| sign.is_ascii_digit()));
            Some(if low == high {
                format!("{} {}", meter.name, amount(low))
            } else {
                format!("{} {} to {}", meter.name, from.unwrap_or_else(|| low.to_string()), amount(high))
            })
        })
        .collect();
    let ranges = ranges.filter(|ranges| !ranges.is_empty())?;
    Some(format!("runs end with {}", ranges.join(", ")))
}

fn rare_endings(story: &Story<'_>, proof: &Proof, found: &mut Vec<Diagnostic>) {
    let many = match proof.facts.runs {
        Some(Runs::Counted(runs)) => runs >= MANY_RUNS,
        Some(Runs::Endless { .. }) => true,
        None => return,
    };
    for ending in proof.facts.endings.iter().filter(|ending| ending.reached == Some(true)) {
        found.extend(rare(story, ending, many));
    }
}

fn rare(story: &Story<'_>, ending: &EndingFacts, many: bool) -> Option<Diagnostic> {
    let name = story.scene(ending.scene);
    let share = ending.share?;
    let message = if ending.runs == Some(1) && many {
        format!("only one run leads to `{name}`")
    } else if share < RARE {
        format!("only {:.1} % of random runs end with `{name}`, so hardly anybody will see it", share * 100.0)
    } else {
        return None;
    };
    let run = ending.run.as_deref().map(|run| story.run(run)).unwrap_or_default();
    Some(
        Diagnostic::new(Code::RareEnding, story.heading(ending.scene), message)
            .help(format!("to reach it, {run}"))
            .help("make one condition on the way easier to meet"),
    )
}

fn minutes(story: &Story<'_>, proof: &Proof, found: &mut Vec<Diagnostic>) {
    let (Some(promised), Some(minutes)) = (&story.front.minutes, proof.facts.minutes) else { return };
    #[expect(clippy::cast_possible_truncation, reason = "a run takes minutes, not years")]
    let needed = minutes.ceil() as i64;
    if needed <= promised.value {
        return;
    }
    let message = format!("the longest run takes about {needed} minutes, but this promises {}", promised.value);
    found.push(
        Diagnostic::new(Code::LongerThanPromised, promised.span, message)
            .because("200 words a minute, ten seconds a choice")
            .suggest(format!("write {needed}, or shorten the scenes"), promised.span, needed.to_string()),
    );
}

fn clamped(story: &Story<'_>, proof: &Proof, found: &mut Vec<Diagnostic>) {
    for (meter, facts) in story.scenario.meters.iter().zip(proof.facts.meters.iter().flatten()) {
        if facts.clamped * 3 <= facts.changes {
            continue;
        }
        let ends = meter.most().map_or_else(|| "at 0".to_owned(), |most| format!("at 0 or {most}"));
        let message =
            format!("`{}` stops {ends} in {} of {} steps that change it", meter.name, facts.clamped, facts.changes);
        found.push(Diagnostic::new(Code::ClampedMeter, meter.span, message).help(
            "use smaller changes, a longer scale, or a start nearer the middle: at its end, a meter shows \
                    no further change",
        ));
    }
}

//! What all runs together show: places that none reaches or none leaves, conditions that decide nothing.

use super::Story;
use crate::diagnostic::{Code, Diagnostic};
use crate::explore::Proof;
use crate::explore::facts::{EndingFacts, SceneFacts};
use crate::explore::states::{BUDGET, Extent};
use crate::parse::scenario::Condition;
use crate::source::Span;

/// An ending that comes in fewer runs by chance is as good as hidden.
const RARE: f64 = 0.02;

/// With fewer runs in all, an ending with one run is nothing strange.
const MANY_RUNS: u128 = 20;

pub(super) fn endless(story: &Story<'_>, meter: usize, scenes: &[usize]) -> Diagnostic {
    let meter = &story.scenario.meters[meter];
    let names: Vec<String> = scenes.iter().map(|&scene| format!("`{}`", story.scene(scene))).collect();
    let message = format!("`{}` can rise without end", meter.name);
    Diagnostic::new(Code::EndlessTotal, meter.span, message)
        .label(story.heading(scenes.first().copied().unwrap_or(0)), "the story goes round in a circle from here")
        .help(format!("this way leads back to where it began: {}", names.join(", then ")))
        .help("let a choice remember that it was taken, and offer it only before: `needs not …`")
}

pub(super) fn too_many(story: &Story<'_>) -> Diagnostic {
    let message = format!("this story has more than {} states, so not every run was tried", thousands(BUDGET));
    story.whole_finding(Code::TooManyStates, message).help(
        "use fewer meters, or smaller ones: `of 10` instead of `of 100`; what is never tested need not be counted",
    )
}

fn thousands(number: usize) -> String {
    let digits = number.to_string();
    let groups: Vec<&str> =
        digits.as_bytes().rchunks(3).rev().filter_map(|group| std::str::from_utf8(group).ok()).collect();
    groups.join(",")
}

pub(super) fn check(story: &Story<'_>, proof: &Proof, found: &mut Vec<Diagnostic>) {
    // What was not seen in a part of the states may still happen in the rest.
    let all = proof.extent != Extent::Part;
    for (number, scene) in proof.facts.scenes.iter().enumerate() {
        blocked(story, number, scene, found);
        if !all {
            continue;
        }
        if scene.states == 0 {
            found.push(unreached(story, number));
            continue;
        }
        idle_conditions(story, number, scene, found);
    }
    lost(story, proof, found);
    if all {
        goal(story, proof, found);
        rare_endings(story, proof, found);
    }
    minutes(story, proof, found);
    clamped(story, proof, found);
    found.extend(super::shape::farmed(story, proof));
}

fn unreached(story: &Story<'_>, number: usize) -> Diagnostic {
    let scene = &story.scenario.scenes[number];
    let linked = story.scenario.scenes.iter().any(|other| {
        let ways =
            other.choices.iter().map(|choice| choice.target).chain(other.routes.iter().map(|route| route.target));
        other.slug != scene.slug && ways.flatten().any(|target| target == number)
    });
    let (code, what) = match scene.ending {
        Some(_) => (Code::UnreachedEnding, "ending"),
        None => (Code::UnreachedScene, "scene"),
    };
    let name = story.scene(number);
    let found = Diagnostic::new(
        code,
        scene.span,
        match linked {
            true => format!("no run comes to the {what} `{name}`, although links lead there"),
            false => format!("no link leads to the {what} `{name}`"),
        },
    );
    match linked {
        true => found.help("look at the conditions and numbers on the way there: in no run do they come out so"),
        false => found.help(format!("link a choice to it, `[…](#{})`, or remove it", scene.slug)),
    }
}

fn blocked(story: &Story<'_>, number: usize, scene: &SceneFacts, found: &mut Vec<Diagnostic>) {
    let Some(run) = &scene.blocked else { return };
    let message = format!("a run can come to `{}` and find nothing on offer there", story.scene(number));
    found.push(
        Diagnostic::new(Code::BlockedChoices, story.heading(number), message)
            .because("each choice asks for something that this run has not")
            .help(format!("to see it, {}", story.run(run)))
            .help("give the scene one choice without `needs`"),
    );
}

/// The scene nearest to the start from which no ending can be reached; the others follow from it.
fn lost(story: &Story<'_>, proof: &Proof, found: &mut Vec<Diagnostic>) {
    let scenes = proof.facts.scenes.iter().enumerate();
    let lost = scenes.filter_map(|(number, scene)| Some((number, scene.lost.as_ref()?)));
    let Some((number, run)) = lost.min_by_key(|(number, run)| (run.len(), *number)) else { return };
    if proof.extent == Extent::Part || proof.facts.scenes.iter().any(|scene| scene.blocked.is_some()) {
        return;
    }
    let message = format!("a run can come to `{}` and never reach an ending from there", story.scene(number));
    found.push(
        Diagnostic::new(Code::NoWayOut, story.heading(number), message)
            .help(format!("to see it, {}", story.run(run)))
            .help("let one of the choices that follow lead out of the circle"),
    );
}

fn idle_conditions(story: &Story<'_>, number: usize, facts: &SceneFacts, found: &mut Vec<Diagnostic>) {
    let scene = &story.scenario.scenes[number];
    for (choice, way) in scene.choices.iter().zip(&facts.ways) {
        let Some(needs) = choice.needs.as_ref().filter(|needs| !needs.tests.is_empty()) else { continue };
        if way.open == 0 {
            found.push(
                Diagnostic::new(Code::NeverOffered, span_of(needs, choice.span), "this choice is never on offer")
                    .because("no run that comes here has this")
                    .help("ask for less, or remove the choice"),
            );
        } else if way.open == facts.states {
            found.push(
                Diagnostic::new(
                    Code::AlwaysMet,
                    span_of(needs, choice.span),
                    "this condition holds in every run that comes here",
                )
                .help("remove it, or ask for more: a condition is there to be missed now and then"),
            );
        }
    }
    for (route, way) in scene.routes.iter().zip(&facts.ways) {
        let place = route.when.as_ref().map_or(route.span, |when| span_of(when, route.span));
        if way.open == 0 {
            let what = if route.when.is_some() { "`When` line" } else { "`Otherwise` line" };
            found.push(
                Diagnostic::new(Code::IdleRoute, place, format!("the story never takes this {what}"))
                    .help("change the numbers, or remove the line; the last one is always the `Otherwise`"),
            );
        } else if way.open == facts.states && scene.routes.len() > 1 {
            found.push(
                Diagnostic::new(Code::IdleRoute, place, "the story takes this line every time, and never the others")
                    .help("change the numbers, or let the choices lead there themselves"),
            );
        }
    }
}

fn span_of(condition: &Condition, whole: Span) -> Span {
    match (condition.tests.first(), condition.tests.last()) {
        (Some(first), Some(last)) => Span { end: last.span.end, ..first.span },
        _ => whole,
    }
}

fn goal(story: &Story<'_>, proof: &Proof, found: &mut Vec<Diagnostic>) {
    let (Some(facts), Some(goal)) = (&proof.facts.goal, &story.front.goal) else { return };
    if facts.met + facts.missed == 0 {
        return;
    }
    if facts.met == 0 {
        found.push(
            Diagnostic::new(Code::UnmetGoal, goal.span, "no run meets this goal")
                .because(reachable(story, proof))
                .help("ask for what the best run can have, or let a choice give more"),
        );
    } else if facts.missed == 0 {
        found.push(
            Diagnostic::new(Code::GoalAlwaysMet, goal.span, "every run meets this goal")
                .because(reachable(story, proof))
                .help("ask for more, so that it says something about the run"),
        );
    }
}

/// What the meters are at the endings.
fn reachable(story: &Story<'_>, proof: &Proof) -> String {
    let meters = story.scenario.meters.iter().enumerate().map(|(number, meter)| {
        let ranges = proof.facts.endings.iter().filter_map(|ending| ending.meters.get(number));
        let (low, high) = ranges.fold((u32::MAX, 0), |(low, high), range| (low.min(range.0), high.max(range.1)));
        format!("{} {low} to {high}", meter.name)
    });
    format!("runs end with {}", meters.collect::<Vec<_>>().join(", "))
}

fn rare_endings(story: &Story<'_>, proof: &Proof, found: &mut Vec<Diagnostic>) {
    let many = proof.facts.runs.is_none_or(|runs| runs >= MANY_RUNS);
    for ending in proof.facts.endings.iter().filter(|ending| ending.states > 0) {
        found.extend(rare(story, ending, many));
    }
}

fn rare(story: &Story<'_>, ending: &EndingFacts, many: bool) -> Option<Diagnostic> {
    let name = story.scene(ending.scene);
    let message = if ending.runs == Some(1) && many {
        format!("only one single run leads to `{name}`")
    } else if ending.share < RARE {
        format!("`{name}` comes in {:.1} % of runs by chance, so hardly anybody will see it", ending.share * 100.0)
    } else {
        return None;
    };
    let run = ending.shortest.as_deref().map(|run| story.run(run)).unwrap_or_default();
    Some(
        Diagnostic::new(Code::RareEnding, story.heading(ending.scene), message)
            .help(format!("to reach it, {run}"))
            .help("ease one condition on the way there"),
    )
}

fn minutes(story: &Story<'_>, proof: &Proof, found: &mut Vec<Diagnostic>) {
    let Some(promised) = &story.front.minutes else { return };
    #[expect(clippy::cast_possible_truncation, reason = "a story takes minutes, not years")]
    let needed = proof.facts.minutes.ceil() as i64;
    if needed <= promised.value {
        return;
    }
    let message = format!("the longest run takes about {needed} minutes, and this promises {}", promised.value);
    found.push(
        Diagnostic::new(Code::LongerThanPromised, promised.span, message)
            .because("200 words a minute, ten seconds a choice")
            .replace(format!("promise {needed}, or shorten the scenes"), promised.span, needed.to_string()),
    );
}

fn clamped(story: &Story<'_>, proof: &Proof, found: &mut Vec<Diagnostic>) {
    if proof.extent != Extent::All {
        return;
    }
    for (meter, facts) in story.scenario.meters.iter().zip(&proof.facts.meters) {
        if facts.clamped * 3 <= facts.changes {
            continue;
        }
        let ends = meter.most().map_or_else(|| "at 0".to_owned(), |most| format!("at 0 or {most}"));
        let message =
            format!("`{}` stops {ends} in {} of {} steps that change it", meter.name, facts.clamped, facts.changes);
        found.push(
            Diagnostic::new(Code::ClampedMeter, meter.span, message)
                .help("take smaller steps, a longer scale, or a start nearer to the middle: what stops tells nothing"),
        );
    }
}

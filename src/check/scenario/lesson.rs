//! Whether marks, meters and endings teach the same: what is praised must lead further than what is not.

use super::Story;
use crate::diagnostic::{Code, Diagnostic};
use crate::explore::Proof;
use crate::explore::fragile::{Break, Broken, Number, Place};
use crate::explore::robots::{self, Robot};
use crate::explore::states::{Extent, Step};
use crate::source::Span;

pub(super) fn check(story: &Story<'_>, proof: &Proof, found: &mut Vec<Diagnostic>) {
    if proof.extent == Extent::Part {
        return;
    }
    inversions(story, proof, found);
    found.extend(doubled(story, proof));
    found.extend(without_follows(story, proof));
    if proof.extent == Extent::All {
        richer(story, proof, found);
    }
    robots_win(story, proof, found);
    fragile(story, proof, found);
}

fn inversions(story: &Story<'_>, proof: &Proof, found: &mut Vec<Diagnostic>) {
    for inversion in &proof.verdicts.inversions {
        let step = |way| Step { scene: inversion.scene, way };
        let (Some(praised), Some(blamed)) =
            (story.choice(step(inversion.praised)), story.choice(step(inversion.blamed)))
        else {
            continue;
        };
        let message = format!(
            "this choice has the better mark and never leaves more open: it can lead to {} at best where the other leads to {}",
            story.outcome(inversion.leads_to),
            story.outcome(Some(inversion.instead))
        );
        found.push(
            Diagnostic::new(Code::LabelInversion, praised.span, message)
                .label(blamed.span, "marked worse, and leads further")
                .help(format!("to see it, {}", story.run(&inversion.run)))
                .help("change the mark, or the numbers after it"),
        );
    }
}

fn doubled(story: &Story<'_>, proof: &Proof) -> Option<Diagnostic> {
    let doubled = proof.verdicts.doubled.as_ref()?;
    if doubled.without.is_some_and(|without| without <= doubled.with) {
        return None;
    }
    let message = format!(
        "two mistakes in a row can end in {}, and no run without a mistake ends as well ({} at best)",
        story.outcome(Some(doubled.with)),
        story.outcome(doubled.without)
    );
    Some(
        story
            .whole_finding(Code::DoubleDeviation, message)
            .help(format!("to see it, {}", story.run(&doubled.run)))
            .help("let a second failure cost more trust, or give the careful run a better end"),
    )
}

fn without_follows(story: &Story<'_>, proof: &Proof) -> Option<Diagnostic> {
    let run = proof.verdicts.without_follows.as_ref()?;
    let best = proof.facts.endings.iter().filter(|ending| ending.states > 0).map(|ending| ending.outcome).min();
    // Where there is one outcome only, every run has it.
    let several = proof.facts.endings.iter().any(|ending| ending.states > 0 && Some(ending.outcome) != best);
    let message = format!("a run that follows no step at all reaches the best outcome, {}", story.outcome(best));
    several.then(|| {
        story
            .whole_finding(Code::BestWithoutFollows, message)
            .help(format!("to see it, {}", story.run(run)))
            .help("let the best ending ask for what the playbook's steps give")
    })
}

fn richer(story: &Story<'_>, proof: &Proof, found: &mut Vec<Diagnostic>) {
    for richer in &proof.verdicts.richer {
        let message = format!(
            "`{}` can end with better meters than `{}` ever has",
            story.scene(richer.worse),
            story.scene(richer.better)
        );
        found.push(
            Diagnostic::new(Code::RicherFailure, story.heading(richer.worse), message)
                .label(story.heading(richer.better), "the better outcome")
                .help(format!("to see it, {}", story.run(&richer.run)))
                .help("let the numbers tell the same as the endings: one of the two is wrong"),
        );
    }
}

fn robots_win(story: &Story<'_>, proof: &Proof, found: &mut Vec<Diagnostic>) {
    let ends = proof.facts.endings.iter().filter(|ending| ending.states > 0);
    let outcomes: Vec<usize> = ends.map(|ending| ending.outcome).collect();
    let rules: Vec<(&str, &str)> = robots::winners(&proof.robots, &outcomes).into_iter().map(rule).collect();
    if rules.is_empty() {
        return;
    }
    let best = outcomes.into_iter().min();
    let who: Vec<&str> = rules.iter().map(|(who, _)| *who).collect();
    let message =
        format!("whoever always takes {} reaches the best outcome, {}", who.join(", or "), story.outcome(best));
    let mut help: Vec<&str> = rules.into_iter().map(|(_, help)| help).collect();
    help.dedup();
    let finding = story.whole_finding(Code::RobotWins, message);
    found.push(help.into_iter().fold(finding, Diagnostic::help));
}

/// Numbers on which an ending or a robot hangs, where they were looked for: one finding for what happens, with every
/// number that alone makes it happen.
fn fragile(story: &Story<'_>, proof: &Proof, found: &mut Vec<Diagnostic>) {
    let breaks: Vec<&Break> = proof.fragility.iter().flat_map(|fragility| &fragility.breaks).collect();
    let mut told: Vec<Broken> = Vec::new();
    for broken in &breaks {
        if told.contains(&broken.what) {
            continue;
        }
        told.push(broken.what);
        let same = breaks.iter().filter(|other| other.what == broken.what);
        let places = same.filter_map(|same| Some((place(story, same.number)?, change(same.by))));
        let what = match broken.what {
            Broken::Ending(scene) => format!("no run reaches `{}` any more", story.scene(scene)),
            Broken::Robot(robot) => format!("whoever always takes {} reaches the best outcome", rule(robot).0),
        };
        found.extend(hanging(&what, places));
    }
}

fn hanging(what: &str, mut places: impl Iterator<Item = (Span, &'static str)>) -> Option<Diagnostic> {
    let (first, by) = places.next()?;
    let finding = Diagnostic::new(Code::FragileNumber, first, format!("one number decides alone: {by} here, {what}"));
    let finding = places.fold(finding, |finding, (place, by)| finding.label(place, format!("or {by} here")));
    Some(finding.help("leave room: ask for one less, or let another choice give one more"))
}

fn change(by: i32) -> &'static str {
    if by > 0 { "with one more" } else { "with one less" }
}

fn place(story: &Story<'_>, number: Number) -> Option<Span> {
    let scene = &story.scenario.scenes[number.scene];
    let (effects, condition) = match scene.choices.get(number.way) {
        Some(choice) => (&choice.effects, &choice.needs),
        None => scene.routes.get(number.way).map(|route| (&route.effects, &route.when))?,
    };
    match number.place {
        Place::Effect(at) => effects.get(at).map(|effect| effect.span),
        Place::Test(at) => condition.as_ref()?.tests.get(at).map(|test| test.span),
    }
}

fn rule(robot: Robot) -> (&'static str, &'static str) {
    const ORDER: &str = "change the order in some scenes: the place of a choice must not give it away";
    const LENGTH: &str = "make good choices shorter or weak ones longer: the length of a choice must not give it away";
    const MONEY: &str = "let money be the right answer in some scenes, and the wrong one in others";
    match robot {
        Robot::First => ("the first choice", ORDER),
        Robot::Last => ("the last choice", ORDER),
        Robot::Longest => ("the longest choice", LENGTH),
        Robot::Shortest => ("the shortest choice", LENGTH),
        Robot::Cheapest => ("the cheapest choice", MONEY),
        Robot::Dearest => ("the dearest choice", MONEY),
        Robot::Sorry => {
            ("the choice that says sorry", "let a weak choice say sorry, too: an apology alone mends nothing")
        }
    }
}

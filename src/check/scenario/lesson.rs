//! Whether marks, meters and endings teach the same: what is praised must lead further than what is not.

use super::Story;
use crate::diagnostic::{Code, Diagnostic};
use crate::explore::Proof;
use crate::explore::robots::{Robot, RobotRun};
use crate::explore::states::{Extent, Step};

/// With fewer choices on its way, a robot that wins was lucky.
const LEAST_CHOICES: usize = 4;

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
    robots(story, proof, found);
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
            "this choice has the better mark, and leads to {} at best; the other leads to {}",
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

fn robots(story: &Story<'_>, proof: &Proof, found: &mut Vec<Diagnostic>) {
    let ends = || proof.facts.endings.iter().filter(|ending| ending.states > 0);
    let best = ends().map(|ending| ending.outcome).min();
    if ends().all(|ending| Some(ending.outcome) == best) {
        return;
    }
    let wins = |run: &&RobotRun| run.outcome.is_some() && run.outcome == best && run.choices >= LEAST_CHOICES;
    let rules: Vec<(&str, &str)> = proof.robots.iter().filter(wins).map(|run| rule(run.robot)).collect();
    if rules.is_empty() {
        return;
    }
    let who: Vec<&str> = rules.iter().map(|(who, _)| *who).collect();
    let message =
        format!("whoever always takes {} reaches the best outcome, {}", who.join(", or "), story.outcome(best));
    let mut help: Vec<&str> = rules.into_iter().map(|(_, help)| help).collect();
    help.dedup();
    let finding = story.whole_finding(Code::RobotWins, message);
    found.push(help.into_iter().fold(finding, |finding, help| finding.help(help)));
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

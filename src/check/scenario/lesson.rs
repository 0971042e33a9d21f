//! Agreement of marks, meters and endings: choices with better marks must lead to better outcomes.

use super::reasons::Pattern;
use super::{Story, is_stuck};
use crate::diagnostic::{Code, Diagnostic};
use crate::explore::Proof;
use crate::explore::fragile::{Break, Consequence, Number, Operand};
use crate::explore::robots::{self, Robot};
use crate::explore::states::Step;
use crate::explore::verdicts::{Doubled, Farming, Verdicts};
use crate::parse::scenario::Mark;
use crate::source::Span;

pub(super) fn check(story: &Story<'_>, proof: &Proof, found: &mut Vec<Diagnostic>) {
    // If a loop pays, it can make up for any mistake; if an ending cannot be reached, another is the best by accident.
    // The lesson is judged once these findings are fixed.
    let astray = proof.facts.scenes.iter().any(is_stuck)
        || proof.facts.endings.iter().any(|ending| ending.reached == Some(false));
    let Some(verdicts) = &proof.verdicts else { return };
    if !matches!(verdicts.farming, Farming::Nothing) || astray {
        return;
    }
    let doubled = verdicts.doubled.as_ref().filter(|doubled| doubled.pays());
    inversions(story, verdicts, found);
    found.extend(doubled.map(|doubled| self::doubled(story, doubled)));
    found.extend(without_follows(story, proof, verdicts));
    richer(story, verdicts, found);
    robots_win(story, proof, found);
    fragile(story, proof, found);
}

fn inversions(story: &Story<'_>, verdicts: &Verdicts, found: &mut Vec<Diagnostic>) {
    for inversion in verdicts.inversions.iter().flatten() {
        let step = |way| Step { scene: inversion.scene, way };
        let (Some(praised), Some(blamed)) =
            (story.choice(step(inversion.praised)), story.choice(step(inversion.blamed)))
        else {
            continue;
        };
        // If broken steps pay, each of them is an inversion. The finding about broken steps shows the run.
        let pays = verdicts.doubled.as_ref().is_some_and(|doubled| doubled.pays() && doubled.with == inversion.instead);
        if pays && blamed.mark() == Some(Mark::Breaks) {
            continue;
        }
        // The finding that its numbers are worse than those of the other choice names the cause.
        if found.iter().any(|found| found.code == Code::DominatedChoice && found.span() == story.line(praised.span)) {
            continue;
        }
        let message = format!(
            "this choice has the better mark, but leads to {} at best, while a choice with a worse mark leads to {}",
            story.outcome(Some(inversion.leads_to)),
            story.outcome(Some(inversion.instead))
        );
        found.push(
            Diagnostic::new(Code::LabelInversion, story.line(praised.span), message)
                .label(story.line(blamed.span), "marked worse, but leads to more")
                .help(format!("to see it, {}", story.run(&inversion.run)))
                .help("change the mark, or the numbers after it"),
        );
    }
}

fn doubled(story: &Story<'_>, doubled: &Doubled) -> Diagnostic {
    let with = story.outcome(Some(doubled.with));
    let message = match doubled.without {
        Some(_) => format!(
            "two broken steps in a row can end in {with}, while a run that breaks none ends in {} at best",
            story.outcome(doubled.without)
        ),
        None => format!("two broken steps in a row can end in {with}, and every run breaks at least one step"),
    };
    story
        .whole_finding(Code::DoubleDeviation, message)
        .help(format!("to see it, {}", story.run(&doubled.run)))
        .help("make the second failure cost more, or let careful runs reach the better ending")
}

fn without_follows(story: &Story<'_>, proof: &Proof, verdicts: &Verdicts) -> Option<Diagnostic> {
    let run = verdicts.without_follows.as_ref()?;
    let best = proof.facts.outcomes().min();
    // If there is only one outcome, every run reaches it.
    let several = proof.facts.outcomes().any(|outcome| Some(outcome) != best);
    let message = format!("a run that follows no step at all reaches the best outcome, {}", story.outcome(best));
    several.then(|| {
        story
            .whole_finding(Code::BestWithoutFollows, message)
            .help(format!("to see it, {}", story.run(run)))
            .help("make the best ending depend on what the playbook's steps achieve")
    })
}

fn richer(story: &Story<'_>, verdicts: &Verdicts, found: &mut Vec<Diagnostic>) {
    let mut reported = Vec::new();
    for richer in verdicts.richer.iter().flatten() {
        // One finding per ending is enough: if it is richer than one better ending, it often is richer than others.
        if reported.contains(&richer.worse) {
            continue;
        }
        reported.push(richer.worse);
        let message = format!(
            "`{}` can end with better meters than `{}` ever does",
            story.scene(richer.worse),
            story.scene(richer.better)
        );
        found.push(
            Diagnostic::new(Code::RicherFailure, story.heading(richer.worse), message)
                .label(story.heading(richer.better), "the better outcome")
                .help(format!("to see it, {}", story.run(&richer.run)))
                .help("make the meters agree with the endings: better numbers should lead to the better ending"),
        );
    }
}

fn robots_win(story: &Story<'_>, proof: &Proof, found: &mut Vec<Diagnostic>) {
    let outcomes: Vec<usize> = proof.facts.outcomes().collect();
    // The finding that the position or length of the best choice gives it away names the cause.
    let shows = Pattern::all(story.scenario);
    let is_explained = |robot: &Robot| match robot {
        Robot::First => shows.contains(&Pattern::First),
        Robot::Last => shows.contains(&Pattern::Last),
        Robot::Longest => shows.contains(&Pattern::Longest),
        _ => false,
    };
    let winners = robots::winners(&proof.robots, &outcomes);
    let rules: Vec<Rule> = winners.into_iter().filter(|robot| !is_explained(robot)).map(rule).collect();
    if rules.is_empty() {
        return;
    }
    let best = outcomes.into_iter().min();
    let who: Vec<&str> = rules.iter().map(|rule| rule.superlative).collect();
    let message = match &who[..] {
        [who] => format!("always taking the {who} choice reaches the best outcome, {}", story.outcome(best)),
        _ => format!(
            "always taking one kind of choice reaches the best outcome, {}: the {}",
            story.outcome(best),
            who.join(", or the ")
        ),
    };
    let mut help: Vec<&str> = rules.into_iter().map(|rule| rule.help).collect();
    help.dedup();
    let finding = story.whole_finding(Code::RobotWins, message);
    found.push(help.into_iter().fold(finding, Diagnostic::help));
}

/// Reports numbers whose change by one closes an ending or lets a robot win. There is one finding per consequence,
/// which lists every number that alone has it.
fn fragile(story: &Story<'_>, proof: &Proof, found: &mut Vec<Diagnostic>) {
    let breaks: Vec<&Break> = proof.fragility.iter().flat_map(|fragility| &fragility.breaks).collect();
    let mut reported: Vec<Consequence> = Vec::new();
    for broken in &breaks {
        if reported.contains(&broken.what) {
            continue;
        }
        reported.push(broken.what);
        let same = breaks.iter().filter(|other| other.what == broken.what);
        let places = same.filter_map(|same| Some((span_of_number(story, same.number)?, change(same.by))));
        let what = match broken.what {
            Consequence::Ending(scene) => format!("no run reaches `{}` any more", story.scene(scene)),
            Consequence::Robot(robot) => {
                format!("always taking the {} choice reaches the best outcome", rule(robot).superlative)
            }
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

fn span_of_number(story: &Story<'_>, number: Number) -> Option<Span> {
    let scene = &story.scenario.scenes[number.scene];
    let (effects, condition) = match scene.choices.get(number.way) {
        Some(choice) => (&choice.effects, &choice.needs),
        None => scene.routes.get(number.way).map(|route| (&route.effects, &route.when))?,
    };
    match number.operand {
        Operand::Effect(at) => effects.get(at).map(|effect| effect.span),
        Operand::Test(at) => condition.as_ref()?.tests.get(at).map(|test| test.span),
    }
}

/// The rule of a robot, for messages.
#[derive(Debug)]
struct Rule {
    /// The kind of choice that the robot takes: `first`.
    superlative: &'static str,
    help: &'static str,
}

fn rule(robot: Robot) -> Rule {
    const ORDER: &str = "change the order in some scenes: the span of a choice must not give it away";
    const LENGTH: &str = "change the length of some choices: it must not give the good ones away";
    const MONEY: &str = "let money be the right answer in some scenes, and the wrong one in others";
    let (superlative, help) = match robot {
        Robot::First => ("first", ORDER),
        Robot::Last => ("last", ORDER),
        Robot::Longest => ("longest", LENGTH),
        Robot::Shortest => ("shortest", LENGTH),
        Robot::Cheapest => ("cheapest", MONEY),
        Robot::Dearest => ("dearest", MONEY),
        Robot::Sorry => ("most apologetic", "let a weak choice say sorry, too: an apology alone solves nothing"),
    };
    Rule { superlative, help }
}

//! Conditions that decide nothing: choices that are never on offer, `needs` that always hold, and lines of a routing
//! list that are never or always taken.

use super::{Story, is_stuck, span_of};
use crate::diagnostic::{Code, Diagnostic};
use crate::explore::Proof;
use crate::explore::facts::{Open, WayFacts};
use crate::parse::scenario::{Choice, Condition, Route, Scene, TestKind};
use crate::source::Span;

pub(super) fn check(story: &Story<'_>, proof: &Proof, found: &mut Vec<Diagnostic>) {
    let scenes = &proof.facts.scenes;
    for (number, scene) in story.scenario.scenes.iter().enumerate() {
        let facts = &scenes[number];
        let Some(ways) = &facts.ways else { continue };
        // A scene that no run leaves has a finding of its own, which names the conditions of its choices.
        if facts.reached != Some(true) || is_stuck(facts) {
            continue;
        }
        // If a scene is unreachable because of a closed choice or route, the finding about the scene names that choice
        // or route.
        let is_named = |target: Option<usize>| target.is_some_and(|target| scenes[target].reached == Some(false));
        choices(scene, ways, &is_named, found);
        routes(scene, ways, &is_named, found);
    }
}

type Asking<'a> = (&'a Choice, &'a Condition);

fn choices(scene: &Scene, ways: &[WayFacts], is_named: &dyn Fn(Option<usize>) -> bool, found: &mut Vec<Diagnostic>) {
    let asking =
        scene.choices.iter().zip(ways).filter_map(|(choice, way)| Some((choice, choice.needs.as_ref()?, way.open)));
    let with = |wanted: Open| -> Vec<Asking<'_>> {
        asking.clone().filter(|(_, _, open)| *open == wanted).map(|(choice, needs, _)| (choice, needs)).collect()
    };
    let (never, always) = (with(Open::Never), with(Open::Always));
    for &(choice, needs) in never.iter().filter(|(choice, _)| !is_named(choice.target)) {
        let mut finding =
            Diagnostic::new(Code::NeverOffered, span_of(needs, choice.span), "this choice is never available")
                .because("no run meets this when it gets here");
        if let Some((other, holds)) = always.iter().find(|(_, other)| opposite(needs, other)) {
            finding = finding.label(span_of(holds, other.span), "every run meets this");
        }
        found.push(finding.help("make its condition easier to meet, or remove the choice"));
    }
    // If a condition never holds, its opposite always does, for the same reason.
    let is_reported = |condition: &Condition| never.iter().any(|(_, other)| opposite(condition, other));
    for (choice, needs) in always.into_iter().filter(|(_, needs)| !is_reported(needs)) {
        let message = "this condition is met in every run that gets here";
        found.push(
            Diagnostic::new(Code::AlwaysMet, span_of(needs, choice.span), message)
                .help("remove it, or make it harder to meet: a condition that is always met changes nothing"),
        );
    }
}

/// Returns whether exactly one of two conditions holds in every state.
fn opposite(one: &Condition, other: &Condition) -> bool {
    let ([one], [other]) = (&one.tests[..], &other.tests[..]) else { return false };
    let pair = |one: &TestKind, other: &TestKind| match (one, other) {
        (TestKind::Remembers(one), TestKind::Forgets(other)) => one == other,
        (TestKind::AtLeast { meter, value }, TestKind::AtMost { meter: same, value: below }) => {
            meter == same && *value == below.saturating_add(1)
        }
        _ => false,
    };
    pair(&one.kind, &other.kind) || pair(&other.kind, &one.kind)
}

/// Returns the span of a route's condition, or of the whole route if it has none.
fn condition_span(route: &Route) -> Span {
    route.when.as_ref().map_or(route.span, |when| span_of(when, route.span))
}

fn routes(scene: &Scene, ways: &[WayFacts], is_named: &dyn Fn(Option<usize>) -> bool, found: &mut Vec<Diagnostic>) {
    let ways = || scene.routes.iter().zip(ways);
    let never = || ways().filter(|(_, way)| way.open == Open::Never);
    let always = |(_, way): &(&Route, &WayFacts)| way.open == Open::Always;
    if let Some((route, _)) = ways().find(always).filter(|_| scene.routes.len() > 1) {
        // A finding that the other lines are never taken would only repeat this one.
        if !never().any(|(route, _)| is_named(route.target)) {
            let message = "the story takes this line every time, and never the others";
            found.push(
                Diagnostic::new(Code::IdleRoute, condition_span(route), message)
                    .help("change the numbers, or link the choices to that scene directly"),
            );
        }
        return;
    }
    for (route, _) in never().filter(|(route, _)| !is_named(route.target)) {
        let (what, help) = match route.when {
            Some(_) => ("`When` line", "put the stricter condition first, change the numbers, or remove the line"),
            None => (
                "`Otherwise` line",
                "the lines above it take every run: change their numbers, or make the last of them the `Otherwise`",
            ),
        };
        let message = format!("the story never takes this {what}");
        found.push(Diagnostic::new(Code::IdleRoute, condition_span(route), message).help(help));
    }
}

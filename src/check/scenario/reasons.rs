//! Reasons and marks: each says something of its own, and the right answer does not show from outside.

use std::collections::BTreeMap;

use super::{Story, short};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::Target;
use crate::parse::allow::clip;
use crate::parse::scenario::{Choice, Explanation, Mark, Scene};
use crate::source::Span;

/// Fewer words are a verdict, not a reason.
const LEAST_WORDS: usize = 4;

/// With fewer scenes to choose in, where the best choice stands is chance.
const LEAST_SCENES: usize = 4;

pub(super) fn check(story: &Story<'_>, found: &mut Vec<Diagnostic>) {
    let mut known: BTreeMap<String, Span> = BTreeMap::new();
    let verdicts = story.words("checks.verdicts");
    for explanation in story.scenario.choices().filter_map(|choice| choice.explanation.as_ref()) {
        found.extend(thin(explanation, &verdicts));
        let key = explanation.text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
        if key.is_empty() {
            continue;
        }
        if let Some(&first) = known.get(&key) {
            found.push(
                Diagnostic::new(
                    Code::RepeatedReason,
                    explanation.span,
                    "this reason stands under another choice, word for word",
                )
                .label(first, "here")
                .help("say what is different this time: the same words twice are read once"),
            );
        } else {
            known.insert(key, explanation.span);
        }
    }
    for scene in &story.scenario.scenes {
        found.extend(one_mark(scene));
    }
    found.extend(placed(story));
    unpractised(story, found);
}

fn thin(explanation: &Explanation, verdicts: &[String]) -> Option<Diagnostic> {
    let words: Vec<String> = explanation
        .text
        .split_whitespace()
        .map(|word| word.trim_matches(|sign: char| !sign.is_alphanumeric()).to_lowercase())
        .filter(|word| !word.is_empty())
        .collect();
    let found = |message: String| Diagnostic::new(Code::ThinReason, explanation.span, message);
    let help = "say what it does to this customer: “she came ready for a fight and got a question”";
    match words.len() {
        0 => Some(found("the reason is missing".to_owned()).help(help)),
        1.. if words.iter().all(|word| verdicts.contains(word)) => {
            let message = format!("`{}` is a verdict, not a reason", clip(&explanation.text));
            Some(found(message).help(help))
        }
        count if count < LEAST_WORDS => {
            let message =
                format!("a reason of {}", if count == 1 { "one word".to_owned() } else { format!("{count} words") });
            Some(found(message).help(help))
        }
        _ => None,
    }
}

fn one_mark(scene: &Scene) -> Option<Diagnostic> {
    let marks: Vec<Mark> = scene.choices.iter().filter_map(Choice::mark).collect();
    let first = *marks.first()?;
    if marks.len() < 2 || marks.len() < scene.choices.len() || marks.iter().any(|&mark| mark != first) {
        return None;
    }
    let message = format!("all choices of `{}` have the mark `{}`", clip(&scene.title), first.word());
    Some(
        Diagnostic::new(Code::OneMark, scene.span, message)
            .help("let one of them be better or worse than the others, so that choosing teaches something"),
    )
}

/// The choice that alone has the best mark of its scene.
fn best(scene: &Scene) -> Option<usize> {
    let mark = scene.choices.iter().filter_map(Choice::mark).min()?;
    let mut bests = (0..scene.choices.len()).filter(|&choice| scene.choices[choice].mark() == Some(mark));
    let best = bests.next()?;
    bests.next().is_none().then_some(best)
}

fn placed(story: &Story<'_>) -> Vec<Diagnostic> {
    let scenes: Vec<&Scene> = story.scenario.scenes.iter().filter(|scene| scene.choices.len() > 1).collect();
    if scenes.len() < LEAST_SCENES {
        return Vec::new();
    }
    let in_scenes = |holds: fn(&Scene, usize) -> bool| {
        scenes.iter().filter(|scene| best(scene).is_some_and(|best| holds(scene, best))).count()
    };
    let counts = [
        ("stands first", in_scenes(|_, best| best == 0)),
        ("stands last", in_scenes(|scene, best| best + 1 == scene.choices.len())),
        ("is the longest", in_scenes(is_longest)),
    ];
    let often = counts.into_iter().filter(|(_, count)| count * 10 > scenes.len() * 6);
    often
        .map(|(what, count)| {
            let message = format!("the best choice {what} in {count} of {} scenes", scenes.len());
            story
                .whole_finding(Code::BestChoiceShows, message)
                .help("vary it: readers find the pattern before they find the reason")
        })
        .collect()
}

fn is_longest(scene: &Scene, best: usize) -> bool {
    let length = |choice: &Choice| choice.text.chars().count();
    let own = length(&scene.choices[best]);
    scene.choices.iter().enumerate().all(|(other, choice)| other == best || length(choice) < own)
}

/// Playbooks and steps that the front matter lists and no reason names.
fn unpractised(story: &Story<'_>, found: &mut Vec<Diagnostic>) {
    let links = || {
        let explanations = story.scenario.choices().filter_map(|choice| choice.explanation.as_ref());
        explanations.filter_map(|explanation| story.page.links.get(explanation.link?))
    };
    for listed in &story.front.playbooks {
        let Some(Target::Page { page, anchor }) = story.page.named.get(&listed.0.span.start) else { continue };
        let practised = links().any(|link| match link {
            Target::Page { page: other, anchor: step } => other == page && (anchor.is_none() || step == anchor),
            _ => false,
        });
        if practised {
            continue;
        }
        let title = short(story.site.page(*page).title());
        let message = match anchor {
            Some(step) => format!("no choice practises the step `{step}` of `{title}`"),
            None => format!("no choice practises a step of `{title}`"),
        };
        found.push(
            Diagnostic::new(Code::UnpractisedStep, listed.0.span, message)
                .help("let a reason name it, or take it off the list"),
        );
    }
}

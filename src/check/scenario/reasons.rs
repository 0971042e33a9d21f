//! Reasons and marks: each reason is specific, and the best choice cannot be recognised by its form.

use std::collections::BTreeMap;

use super::{Story, short};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::Target;
use crate::parse::scenario::{Choice, Explanation, Mark, Scenario, Scene};
use crate::source::Span;
use crate::text::{clip, single_spaced};

/// Minimum number of words in a reason. Anything shorter is a verdict.
const LEAST_WORDS: usize = 4;

/// Minimum number of scenes with a choice. With fewer, the position of the best choice can be chance.
const LEAST_SCENES: usize = 4;

pub(super) fn check(story: &Story<'_>, found: &mut Vec<Diagnostic>) {
    let mut known: BTreeMap<String, Span> = BTreeMap::new();
    let verdicts = story.words("checks.verdicts");
    for explanation in story.scenario.choices().filter_map(|choice| choice.explanation.as_ref()) {
        if let Some(thin) = thin(story, explanation, &verdicts) {
            // A reason that says nothing is not also reported as repeated.
            found.push(thin);
            continue;
        }
        let text = story.site.reason(story.page, explanation).text;
        let key = single_spaced(text).to_lowercase();
        if let Some(&first) = known.get(&key) {
            found.push(
                Diagnostic::new(
                    Code::RepeatedReason,
                    story.line(explanation.span),
                    "another choice has this reason, word for word",
                )
                .label(story.line(first), "here")
                .help("say what is different this time"),
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

fn thin(story: &Story<'_>, explanation: &Explanation, verdicts: &[String]) -> Option<Diagnostic> {
    let text = story.site.reason(story.page, explanation).text;
    let words: Vec<String> = text
        .split_whitespace()
        .map(|word| word.trim_matches(|sign: char| !sign.is_alphanumeric()).to_lowercase())
        .filter(|word| !word.is_empty())
        .collect();
    let found = |message: String| Diagnostic::new(Code::ThinReason, story.line(explanation.span), message);
    let help = "say what it does to this customer: “she came ready for a fight and got a question”";
    // In scripts without spaces, two characters count as one word.
    let together = text.chars().filter(|sign| ('\u{3040}'..='\u{9fff}').contains(sign)).count();
    match words.len().max(together / 2) {
        // A missing reason is an error of form.
        0 => None,
        1.. if words.iter().all(|word| verdicts.contains(word)) => {
            let said = clip(text.trim_end_matches(['.', '!']));
            let message = format!("`{said}` is a verdict, not a reason");
            Some(found(message).help(help))
        }
        count if count < LEAST_WORDS => {
            let words = if count == 1 { "one word".to_owned() } else { format!("{count} words") };
            Some(found(format!("a reason of {words} is too short to learn from")).help(help))
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
            .help("make one of them better or worse than the others, so that there is something to choose"),
    )
}

/// Returns the only choice with the best mark of its scene, if there is just one.
fn best(scene: &Scene) -> Option<usize> {
    let mark = scene.choices.iter().filter_map(Choice::mark).min()?;
    let mut bests = (0..scene.choices.len()).filter(|&choice| scene.choices[choice].mark() == Some(mark));
    let best = bests.next()?;
    bests.next().is_none().then_some(best)
}

/// A property by which the best choice can be recognised without reading it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pattern {
    First,
    Last,
    Longest,
}

impl Pattern {
    /// Returns the patterns that hold in more than 60 % of scenes.
    pub(super) fn all(scenario: &Scenario) -> Vec<Self> {
        let scenes = scenes_to_choose_in(scenario).count();
        let often = |pattern: &Self| scenes >= LEAST_SCENES && pattern.count(scenario) * 10 > scenes * 6;
        [Self::First, Self::Last, Self::Longest].into_iter().filter(often).collect()
    }

    /// Returns the number of scenes in which the pattern holds.
    fn count(self, scenario: &Scenario) -> usize {
        let holds = |scene: &&Scene| {
            best(scene).is_some_and(|best| match self {
                Self::First => best == 0,
                Self::Last => best + 1 == scene.choices.len(),
                Self::Longest => is_longest(scene, best),
            })
        };
        scenes_to_choose_in(scenario).filter(holds).count()
    }
}

fn scenes_to_choose_in(scenario: &Scenario) -> impl Iterator<Item = &Scene> {
    // The best choice is unknown if any mark is missing.
    let marked = |scene: &&Scene| scene.choices.iter().all(|choice| choice.mark().is_some());
    scenario.scenes.iter().filter(|scene| scene.choices.len() > 1).filter(marked)
}

fn placed(story: &Story<'_>) -> Vec<Diagnostic> {
    let scenes = scenes_to_choose_in(story.scenario).count();
    let finding = |pattern: Pattern| {
        let (what, help) = match pattern {
            Pattern::First => ("comes first", "change the order in some of them"),
            Pattern::Last => ("comes last", "change the order in some of them"),
            Pattern::Longest => ("is the longest", "shorten it in some of them, or let a weak one say more"),
        };
        let message = format!("the best choice {what} in {} of {scenes} scenes", pattern.count(story.scenario));
        let help = format!("{help}: readers soon notice the pattern and stop reading");
        story.whole_finding(Code::BestChoiceShows, message).help(help)
    };
    Pattern::all(story.scenario).into_iter().map(finding).collect()
}

fn is_longest(scene: &Scene, best: usize) -> bool {
    let length = |choice: &Choice| choice.text.chars().count();
    let own = length(&scene.choices[best]);
    scene.choices.iter().enumerate().all(|(other, choice)| other == best || length(choice) < own)
}

/// Reports playbooks and steps that the front matter lists but no reason names.
fn unpractised(story: &Story<'_>, found: &mut Vec<Diagnostic>) {
    let links = || {
        let explanations = story.scenario.choices().filter_map(|choice| choice.explanation.as_ref());
        explanations.filter_map(|explanation| story.page.links.get(explanation.link?))
    };
    // A reason whose step was not found may be the one that practises it.
    if links().any(|target| matches!(target, Target::Nowhere(_))) {
        return;
    }
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
                .help("link the mark of a choice to it, or take it off the list"),
        );
    }
}

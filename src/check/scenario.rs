//! Rules for scenarios that were parsed without errors: unreachable scenes, numbers that contradict the marks, lessons
//! that miss their point. Each group of rules has a module of its own.

mod idle;
mod lesson;
mod numbers;
mod reach;
mod reasons;
mod shape;
mod unreached;
mod words;

pub(super) use words::detail;

use crate::diagnostic::{Code, Diagnostic};
use crate::explore::Proof;
use crate::explore::facts::{Open, SceneFacts, WayFacts};
use crate::explore::states::{Coverage, Step};
use crate::model::{Page, Site};
use crate::parse::front_matter::{self, Details};
use crate::parse::scenario::{Choice, Condition, Scenario, spoken};
use crate::source::{SourceMap, Span};
use crate::text::{Slice, clip, clip_to};

/// Maximum number of labels that a message names; of a longer run, the last ones are named.
const NAMED: usize = 6;

/// Checks the scenario of `page`. Rules about all runs need a proof.
pub(super) fn check(site: &Site, page: &Page, sources: &SourceMap, proof: Option<&Proof>, found: &mut Vec<Diagnostic>) {
    let (Some(scenario), Details::Scenario(front)) = (&page.document.scenario, &page.document.front.details) else {
        return;
    };
    let source = sources.file(page.document.file).text();
    let story = Story { site, page, scenario, front, source };
    words::check(&story, found);
    // The other rules look at the story as a whole. If a part of it could not be read, their findings would only be
    // consequences of that mistake.
    if !page.document.sound {
        return;
    }
    reasons::check(&story, found);
    shape::check(&story, found);
    let Some(proof) = proof else { return };
    match &proof.coverage {
        Coverage::Endless { meter, scenes } => found.push(reach::endless(&story, *meter, scenes)),
        coverage => {
            if *coverage == Coverage::Stopped {
                found.push(reach::too_many(&story, proof.budget));
            }
            reach::check(&story, proof, found);
            numbers::check(&story, proof, found);
            lesson::check(&story, proof, found);
        }
    }
}

/// Returns whether a finding follows from the runs of a story and can therefore be missing if not every state was
/// visited.
pub(super) fn is_about_runs(code: Code) -> bool {
    matches!(
        code,
        Code::AlwaysMet
            | Code::BestWithoutFollows
            | Code::BlockedChoices
            | Code::ClampedMeter
            | Code::DoubleDeviation
            | Code::FarmedLoop
            | Code::FragileNumber
            | Code::GoalAlwaysMet
            | Code::IdleRoute
            | Code::LabelInversion
            | Code::LongerThanPromised
            | Code::NeverOffered
            | Code::NoWayOut
            | Code::RareEnding
            | Code::RicherFailure
            | Code::RobotWins
            | Code::UnmetGoal
            | Code::UnreachedEnding
            | Code::UnreachedScene
    )
}

/// A scenario with its context.
struct Story<'a> {
    site: &'a Site,
    page: &'a Page,
    scenario: &'a Scenario,
    front: &'a front_matter::Scenario,
    /// The text of the whole file.
    source: &'a str,
}

impl Story<'_> {
    /// Returns the span for findings about the whole scenario: its title.
    fn whole(&self) -> Span {
        let title = &self.page.document.front.shared.title;
        if title.is_empty() { Span::start_of(self.page.document.file) } else { title.span }
    }

    /// Returns the heading of a scene.
    fn heading(&self, scene: usize) -> Span {
        self.scenario.scenes[scene].span
    }

    /// Returns the name of a scene, for messages.
    fn scene(&self, scene: usize) -> String {
        clip(&self.scenario.scenes[scene].title)
    }

    /// Returns the text of a choice or route, for messages.
    fn label(&self, step: Step) -> String {
        let scene = &self.scenario.scenes[step.scene];
        let choice = scene.choices.get(step.way).map(|choice| &choice.text);
        let text = choice.or_else(|| scene.routes.get(step.way).map(|route| &route.text));
        text.map(|text| short(text)).unwrap_or_default()
    }

    /// Returns instructions for playing a run: `choose “Ask how warm…”, then “Own it”`.
    fn run(&self, run: &[Step]) -> String {
        let chosen: Vec<&Step> = run.iter().filter(|step| self.is_choice(**step)).collect();
        if chosen.is_empty() {
            return "it is so from the start".to_owned();
        }
        let labels: Vec<String> = chosen
            .iter()
            .skip(chosen.len().saturating_sub(NAMED))
            .map(|step| format!("“{}”", self.label(**step)))
            .collect();
        let numbers: Vec<String> = chosen.iter().map(|step| (step.way + 1).to_string()).collect();
        let before = if chosen.len() > NAMED { "… then " } else { "" };
        let what = if chosen.len() == 1 { "choice" } else { "choices" };
        format!("choose {before}{} ({what} number {})", labels.join(", then "), numbers.join(", "))
    }

    fn is_choice(&self, step: Step) -> bool {
        self.scenario.scenes[step.scene].routes.is_empty()
    }

    fn choice(&self, step: Step) -> Option<&Choice> {
        self.scenario.scenes[step.scene].choices.get(step.way)
    }

    /// Returns the key of an outcome, for messages.
    fn outcome(&self, outcome: Option<usize>) -> String {
        match outcome.and_then(|outcome| self.scenario.outcomes.get(outcome)) {
            Some(key) => format!("`{}`", clip(key)),
            None => "no ending".to_owned(),
        }
    }

    /// Returns the first line of a list item, without its marker. A longer span would hide it.
    fn line(&self, item: Span) -> Span {
        let text = self.source.slice(item.range());
        let line = text.trim_start().lines().next().unwrap_or_default();
        let marker = line.trim_start_matches(|sign: char| sign.is_ascii_digit());
        let inner = marker.strip_prefix(['-', '*', '+', '.', ')']).unwrap_or(line).trim();
        let start = item.range().start + (inner.as_ptr().addr() - text.as_ptr().addr());
        Span::new(item.file, start..start + inner.len())
    }

    /// Returns a list of the theme's words, in lower case.
    fn words(&self, path: &str) -> Vec<String> {
        self.site.messages().list(path).iter().map(|word| word.to_lowercase()).collect()
    }

    fn whole_finding(&self, code: Code, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(code, self.whole(), message)
    }
}

/// Shortens a label for a list in a message, without the quotation marks of spoken words.
fn short(text: &str) -> String {
    clip_to(spoken(text), 40)
}

/// Returns the span of a choice's or route's condition, or of the whole line if it has none.
fn span_of_way(story: &Story<'_>, step: Step) -> Span {
    let scene = &story.scenario.scenes[step.scene];
    let choice = scene.choices.get(step.way).map(|choice| (choice.needs.as_ref(), choice.span));
    let way = choice.or_else(|| scene.routes.get(step.way).map(|route| (route.when.as_ref(), route.span)));
    way.map_or(scene.span, |(condition, span)| condition.map_or(story.line(span), |condition| span_of(condition, span)))
}

fn span_of(condition: &Condition, whole: Span) -> Span {
    match (condition.tests.first(), condition.tests.last()) {
        (Some(first), Some(last)) => Span { end: last.span.end, ..first.span },
        _ => whole,
    }
}

/// Returns whether it is certain that no run from this scene reaches an ending.
fn is_stuck(scene: &SceneFacts) -> bool {
    let is_closed = |ways: &Vec<WayFacts>| ways.iter().all(|way| way.open == Open::Never);
    scene.lost.is_some() || (scene.blocked.is_some() && scene.ways.as_ref().is_some_and(is_closed))
}

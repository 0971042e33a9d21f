//! The proof of a scenario, for its page for trainers.

use super::outline::Outline;
use super::{PractisedStep, View, counted, picture, steps};
use crate::explore;
use crate::explore::facts::{EndingFacts, Facts, GoalFacts, Open, Runs, SceneFacts, WayFacts};
use crate::explore::graph;
use crate::explore::states::{Coverage, Step};
use crate::parse::scenario::{Choice, Mark, Meter, MeterKind, Scene};
use crate::render::pages::renderer::Renderer;
use crate::render::theme::context::Link;
use crate::render::theme::context::trainer::{self, Ending, Goal, Proof, Robot, Turn, TurnChoice};
use crate::text;

/// Formats a number with thin spaces between groups of three digits.
pub(super) fn grouped(number: u128) -> String {
    text::grouped(number, "\u{202f}")
}

pub(super) fn grouped_count(count: usize) -> String {
    grouped(count as u128)
}

/// Rounds up to whole minutes, at least 1.
pub(super) fn rounded_up(minutes: f64) -> usize {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a run takes minutes, not years")]
    let whole = minutes.ceil().max(1.0) as usize;
    whole
}

/// The text shown instead of an unknown number.
fn unknown(renderer: &Renderer) -> String {
    renderer.word("trainer.unknown")
}

/// The number of states of a story, as text.
pub(super) fn states(renderer: &Renderer, proof: &explore::Proof) -> String {
    match (proof.facts.states, &proof.coverage) {
        (Some(states), _) => grouped_count(states),
        (None, Coverage::Endless { .. }) => renderer.word("trainer.endless"),
        (None, _) => renderer.word("trainer.many_states"),
    }
}

/// The number of runs of a story, as text; `None` if there is no limit.
pub(super) fn runs(renderer: &Renderer, facts: &Facts) -> Option<String> {
    match facts.runs {
        Some(Runs::Counted(runs)) => Some(grouped(runs)),
        Some(Runs::Endless { .. }) => None,
        None => Some(unknown(renderer)),
    }
}

impl View<'_> {
    pub(super) fn proof(&self) -> Proof {
        let facts = &self.proof.facts;
        let mut endings: Vec<&EndingFacts> = facts.endings.iter().collect();
        endings.sort_by_key(|ending| (ending.outcome, ending.scene));
        let circle: &[usize] = if let Some(Runs::Endless { circle }) = &facts.runs { circle } else { &[] };
        let pivot = self.proof.turns.as_ref().and_then(|turns| turns.pivot);
        Proof {
            scenes: self.scenario.scenes.len() - facts.endings.len(),
            choices: self.scenario.choices().count(),
            states: states(self.renderer, self.proof),
            runs: runs(self.renderer, facts),
            circle: circle.iter().map(|&scene| self.title(scene)).collect(),
            extent: match self.proof.coverage {
                Coverage::Whole => "all",
                Coverage::Cut { .. } => "cut",
                Coverage::Stopped => "part",
                Coverage::Endless { .. } => "endless",
            },
            uncounted: self.uncounted(),
            shortest: facts.shortest,
            longest: facts.longest,
            minutes: facts.minutes.map(rounded_up),
            meters: self.scenario.meters.iter().map(|meter| meter.name.clone()).collect(),
            endings: endings.into_iter().filter_map(|ending| self.ending(ending)).collect(),
            goal: self.goal(),
            robots: self.robots(),
            pivot: pivot.map(|pivot| Link { title: self.title(pivot.scene), url: self.url(pivot.scene) }),
            turns: self.turns(),
            steps: self.steps(),
            map: picture::of(self),
            outline: Outline::of(self),
        }
    }

    /// The names of the meters that were not counted exactly.
    fn uncounted(&self) -> Vec<String> {
        let meters: &[usize] = match &self.proof.coverage {
            Coverage::Whole | Coverage::Stopped => &[],
            Coverage::Cut { meters } => meters,
            Coverage::Endless { meter, .. } => std::slice::from_ref(meter),
        };
        meters.iter().map(|&meter| self.scenario.meters[meter].name.clone()).collect()
    }

    fn ending(&self, ending: &EndingFacts) -> Option<Ending> {
        let meters = self.scenario.meters.iter().zip(&ending.meters);
        let range = |(meter, known): (&Meter, &Option<(u32, u32)>)| {
            let Some((low, high)) = *known else { return unknown(self.renderer) };
            let (before, after) = match &meter.kind {
                MeterKind::Total { before, after } => (before.as_str(), after.as_str()),
                _ => ("", ""),
            };
            let numbers = if low == high { low.to_string() } else { format!("{low}–{high}") };
            format!("{before}{numbers}{after}")
        };
        let shared =
            self.proof.turns.iter().flat_map(|turns| &turns.shared).find(|shared| shared.scene == ending.scene);
        let is_endless = matches!(self.proof.facts.runs, Some(Runs::Endless { .. }));
        let runs = ending.runs.map(grouped);
        Some(Ending {
            title: self.title(ending.scene),
            url: self.url(ending.scene),
            outcome: self.outcome(ending.outcome)?,
            states: ending.states,
            runs: runs.or_else(|| (!is_endless).then(|| unknown(self.renderer))),
            share: ending
                .share
                .map_or_else(|| unknown(self.renderer), |share| format!("{:.1}\u{202f}%", share * 100.0)),
            meters: meters.map(range).collect(),
            shortest: self.labels(ending.run.as_deref().unwrap_or_default()),
            is_shortest: ending.shortest.is_some(),
            play_url: ending.run.as_deref().map(|run| self.play(run)),
            shared: shared.map(|shared| self.labels(&shared.choices)).unwrap_or_default(),
        })
    }

    fn labels(&self, run: &[Step]) -> Vec<String> {
        let text = |step: &Step| Some(self.scenario.scenes[step.scene].choices.get(step.way)?.text.clone());
        run.iter().filter_map(text).collect()
    }

    /// A link that replays a run.
    fn play(&self, run: &[Step]) -> String {
        let chosen = run.iter().filter(|step| self.graph().nodes[step.scene].routes.is_empty());
        let codes: String = chosen.map(|step| graph::code(step.way)).collect();
        let address = &self.renderer.site.page(self.id).address;
        format!("{address}#run={}.{codes}", self.graph().version())
    }

    fn goal(&self) -> Option<Goal> {
        let goal = self.proof.facts.goal.as_ref()?;
        Some(Goal {
            met: goal.states.map(|states| grouped_count(states.met)),
            all: goal.states.map(|states| grouped_count(states.met + states.missed)),
            runs: match goal {
                GoalFacts { met: Some(false), .. } => "none",
                GoalFacts { missed: Some(false), .. } => "all",
                GoalFacts { met: Some(true), missed: Some(true), .. } => "some",
                GoalFacts { met: None, .. } | GoalFacts { missed: None, .. } => "unknown",
            },
            cheapest: goal.cheapest.as_deref().map(|run| self.labels(run)).unwrap_or_default(),
            is_cheapest_unknown: goal.met == Some(true) && goal.cheapest.is_none(),
        })
    }

    fn robots(&self) -> Vec<Robot> {
        let robot = |run: &explore::robots::RobotRun| Robot {
            rule: run.robot.word(),
            outcome: run.outcome.and_then(|outcome| self.outcome(outcome)),
        };
        self.proof.robots.iter().map(robot).collect()
    }

    fn turns(&self) -> Vec<Turn> {
        let scenes = self.scenario.scenes.iter().zip(&self.proof.facts.scenes).enumerate();
        let turn = |(number, (scene, facts)): (usize, (&Scene, &SceneFacts))| {
            let ways = facts.ways.as_ref().filter(|_| !scene.choices.is_empty())?;
            let best = ways.iter().filter_map(|way| way.best).min();
            Some(Turn {
                number: number + 1,
                title: scene.title.clone(),
                url: self.url(number),
                states: facts.states,
                choices: scene
                    .choices
                    .iter()
                    .zip(ways)
                    .map(|(choice, way)| self.turn_choice(choice, way, best))
                    .collect(),
            })
        };
        scenes.filter_map(turn).collect()
    }

    /// A choice of a scene. `best` is the best outcome still possible after any of its choices.
    fn turn_choice(&self, choice: &Choice, way: &WayFacts, best: Option<usize>) -> TurnChoice {
        let limited = match way.open {
            Open::Always => None,
            Open::Sometimes => Some("sometimes"),
            Open::Never => Some("never"),
        };
        TurnChoice {
            label: choice.text.clone(),
            mark: choice.mark().map(Mark::word),
            best: way.best.and_then(|outcome| self.outcome(outcome)),
            regret: way.best != best,
            offered: limited.and(way.states),
            limited: limited.filter(|_| way.states.is_none()),
        }
    }

    fn steps(&self) -> Vec<trainer::Step> {
        let site = &*self.renderer.site;
        let named = steps(self.renderer, self.id).into_iter();
        named
            .map(|PractisedStep { step, marks }| {
                let title = site.page(step.playbook).document.step_title(step.step).unwrap_or_default();
                counted(title.to_owned(), site.step_url(step), marks)
            })
            .collect()
    }
}

//! What was proved about a scenario, as its page for trainers shows it.

use super::super::context::Link;
use super::super::context::trainer::{Ending, Goal, Proof, Robot, Turn, TurnChoice};
use super::super::generated::url_of_step;
use super::{View, counted, outline, picture, steps};
use crate::explore::facts::EndingFacts;
use crate::explore::graph;
use crate::explore::states::{Extent, Step};
use crate::parse::scenario::{Mark, Meter, MeterKind};

/// A number with a narrow gap before every third digit from the right.
pub(super) fn grouped(number: u128) -> String {
    let digits = number.to_string();
    let groups = digits.as_bytes().rchunks(3).rev().map(|group| String::from_utf8_lossy(group).into_owned());
    groups.collect::<Vec<_>>().join("\u{202f}")
}

pub(super) fn grouped_count(count: usize) -> String {
    grouped(count as u128)
}

/// Minutes as a promise keeps them.
pub(super) fn rounded_up(minutes: f64) -> usize {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a story takes minutes, not years")]
    let whole = minutes.ceil().max(1.0) as usize;
    whole
}

impl View<'_> {
    pub(super) fn proof(&self) -> Proof {
        let facts = &self.proof.facts;
        let mut endings: Vec<&EndingFacts> = facts.endings.iter().collect();
        endings.sort_by_key(|ending| (ending.outcome, ending.scene));
        let title = |&scene: &usize| self.title(scene);
        Proof {
            scenes: self.scenario.scenes.len() - facts.endings.len(),
            choices: self.scenario.choices().count(),
            states: grouped_count(facts.states),
            runs: facts.runs.map(grouped),
            circle: facts.circle.iter().flatten().map(title).collect(),
            extent: match self.proof.extent {
                Extent::All => "all",
                Extent::Cut => "cut",
                Extent::Part | Extent::Endless { .. } => "part",
            },
            shortest: facts.shortest,
            longest: facts.longest,
            minutes: rounded_up(facts.minutes),
            meters: self.scenario.meters.iter().map(|meter| meter.name.clone()).collect(),
            endings: endings.into_iter().filter_map(|ending| self.ending(ending)).collect(),
            goal: self.goal(),
            robots: self.robots(),
            pivot: self
                .proof
                .turns
                .pivot
                .map(|pivot| Link { title: self.title(pivot.scene), url: self.url(pivot.scene) }),
            turns: self.turns(),
            steps: self.steps(),
            map: picture::of(self),
            outline: outline::of(self),
        }
    }

    fn ending(&self, ending: &EndingFacts) -> Option<Ending> {
        let meters = self.scenario.meters.iter().zip(&ending.meters);
        let range = |(meter, &(low, high)): (&Meter, &(u32, u32))| {
            let (before, after) = match &meter.kind {
                MeterKind::Total { before, after } => (before.as_str(), after.as_str()),
                _ => ("", ""),
            };
            let numbers = if low == high { low.to_string() } else { format!("{low}–{high}") };
            format!("{before}{numbers}{after}")
        };
        let shared = self.proof.turns.shared.iter().find(|(scene, _)| *scene == ending.scene);
        let shortest = ending.shortest.as_deref().unwrap_or_default();
        Some(Ending {
            title: self.title(ending.scene),
            url: self.url(ending.scene),
            outcome: self.outcome(ending.outcome)?,
            states: ending.states,
            runs: ending.runs.map(grouped),
            share: format!("{:.1}\u{202f}%", ending.share * 100.0),
            meters: meters.map(range).collect(),
            shortest: self.labels(shortest),
            play_url: ending.shortest.as_deref().map(|run| self.play(run)),
            shared: shared.map(|(_, steps)| self.labels(steps)).unwrap_or_default(),
        })
    }

    fn labels(&self, run: &[Step]) -> Vec<String> {
        let text = |step: &Step| Some(self.scenario.scenes[step.scene].choices.get(step.way)?.text.clone());
        run.iter().filter_map(text).collect()
    }

    /// A run as a link that plays it.
    fn play(&self, run: &[Step]) -> String {
        let chosen = run.iter().filter(|step| self.graph().nodes[step.scene].routes.is_empty());
        let codes: String = chosen.map(|step| graph::code(step.way)).collect();
        let address = &self.renderer.site.page(self.id).address;
        format!("{address}#run={}.{codes}", self.graph().version())
    }

    fn goal(&self) -> Option<Goal> {
        let goal = self.proof.facts.goal.as_ref()?;
        let cheapest = goal.cheapest.as_deref().map(|run| self.labels(run)).unwrap_or_default();
        Some(Goal { met: grouped_count(goal.met), all: grouped_count(goal.met + goal.missed), cheapest })
    }

    fn robots(&self) -> Vec<Robot> {
        let robot = |run: &crate::explore::robots::RobotRun| Robot {
            rule: run.robot.word(),
            outcome: run.outcome.and_then(|outcome| self.outcome(outcome)),
        };
        self.proof.robots.iter().map(robot).collect()
    }

    fn turns(&self) -> Vec<Turn> {
        let scenes = self.scenario.scenes.iter().zip(&self.proof.facts.scenes).enumerate();
        scenes
            .filter(|(_, (scene, _))| !scene.choices.is_empty())
            .map(|(number, (scene, facts))| {
                let best = facts.ways.iter().filter_map(|way| way.best).min();
                let choice =
                    |(choice, way): (&crate::parse::scenario::Choice, &crate::explore::facts::WayFacts)| TurnChoice {
                        label: choice.text.clone(),
                        mark: choice.mark().map(Mark::word),
                        best: way.best.and_then(|outcome| self.outcome(outcome)),
                        regret: way.best != best,
                        offered: (way.open < facts.states).then_some(way.open),
                    };
                Turn {
                    number: number + 1,
                    title: scene.title.clone(),
                    url: self.url(number),
                    states: facts.states,
                    choices: scene.choices.iter().zip(&facts.ways).map(choice).collect(),
                }
            })
            .collect()
    }

    fn steps(&self) -> Vec<super::super::context::trainer::Step> {
        let site = &*self.renderer.site;
        let named = steps(self.renderer, self.id).into_iter();
        named
            .map(|(step, counts)| {
                let title = site.page(step.playbook).document.step_title(step.step).unwrap_or_default();
                counted(title.to_owned(), url_of_step(site, step), counts)
            })
            .collect()
    }
}

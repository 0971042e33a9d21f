//! Sensitivity to single numbers: every effect and threshold is changed by one, and the story is explored again.
//!
//! Bounded by the number of visited states rather than by time, so that the same story gives the same report
//! everywhere.

use super::graph::{Edge, Graph};
use super::prose::Prose;
use super::robots::{self, Robot};
use super::states::{BUDGET, States};
use crate::parse::scenario::TestKind;

/// Maximum number of states visited over all changes; takes about ten seconds on one core.
pub const STATES: usize = 50_000_000;

/// The position of a number in a story.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Number {
    /// Its scene.
    pub scene: usize,
    /// Its choice or route.
    pub way: usize,
    /// The effect or test that contains it.
    pub operand: Operand,
}

/// The effect or test of a choice or route that contains a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operand {
    /// The effect at this index.
    Effect(usize),
    /// The test at this index.
    Test(usize),
}

/// A change of a number that breaks something.
#[derive(Clone, Copy, Debug)]
pub struct Break {
    /// The number.
    pub number: Number,
    /// The amount added to it: 1 or −1.
    pub by: i32,
    /// The consequence.
    pub what: Consequence,
}

/// The consequence of a change by one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Consequence {
    /// The ending in this scene can no longer be reached.
    Ending(usize),
    /// This robot now reaches the best outcome.
    Robot(Robot),
}

/// The results of all changes.
#[derive(Clone, Debug, Default)]
pub struct Fragility {
    /// The number of changes that were tried.
    pub tried: usize,
    /// The number of changes that there are.
    pub of: usize,
    /// The changes that break something, at most one per number.
    pub breaks: Vec<Break>,
    /// The number of tried changes after which the story has more or fewer states.
    pub with_other_states: usize,
}

/// Changes every number of `graph` by one, up and down, until `states` states have been visited in all.
#[must_use]
pub fn probe(graph: &Graph, prose: &Prose, states: usize) -> Fragility {
    let numbers = numbers(graph);
    let mut fragility = Fragility { of: numbers.len() * 2, ..Fragility::default() };
    let (whole, _) = super::visit(graph, BUDGET);
    let before = Baseline::of(graph, prose, &whole);
    let mut changed = graph.clone();
    let mut left = states;
    for number in numbers {
        let Some(&mut before_change) = value(&mut changed, number) else { continue };
        let mut broken = None;
        for by in [1, -1] {
            if left == 0 {
                return fragility;
            }
            set(&mut changed, number, before_change.saturating_add(by));
            let (walked, coverage) = super::visit(&changed, BUDGET);
            left = left.saturating_sub(walked.len());
            let after = Baseline::of(&changed, prose, &walked);
            set(&mut changed, number, before_change);
            fragility.tried += 1;
            fragility.with_other_states += usize::from(!coverage.is_whole() || walked.len() != whole.len());
            // A change that makes a total rise without end is not a small one, so it is not reported here.
            if coverage.is_whole() && broken.is_none() {
                broken = before.loss(&after).map(|what| Break { number, by, what });
            }
        }
        fragility.breaks.extend(broken);
    }
    fragility
}

fn numbers(graph: &Graph) -> Vec<Number> {
    let mut numbers = Vec::new();
    for (scene, node) in graph.nodes.iter().enumerate() {
        for (way, edge) in node.choices.iter().chain(&node.routes).enumerate() {
            let tests = edge.tests.iter().enumerate().filter(|(_, test)| has_number(test));
            let tests = tests.map(|(at, _)| Operand::Test(at));
            let effects = (0..edge.effects.len()).map(Operand::Effect);
            numbers.extend(effects.chain(tests).map(|operand| Number { scene, way, operand }));
        }
    }
    numbers
}

fn has_number(test: &TestKind) -> bool {
    matches!(test, TestKind::AtLeast { .. } | TestKind::AtMost { .. })
}

/// Returns the number in the graph; `None` for a test without a number.
fn value(graph: &mut Graph, number: Number) -> Option<&mut i32> {
    let node = &mut graph.nodes[number.scene];
    let edge: &mut Edge =
        if node.choices.is_empty() { &mut node.routes[number.way] } else { &mut node.choices[number.way] };
    match number.operand {
        Operand::Effect(at) => Some(&mut edge.effects[at].1),
        Operand::Test(at) => match &mut edge.tests[at] {
            TestKind::AtLeast { value, .. } | TestKind::AtMost { value, .. } => Some(value),
            _ => None,
        },
    }
}

fn set(graph: &mut Graph, number: Number, to: i32) {
    if let Some(value) = value(graph, number) {
        *value = to;
    }
}

/// The properties that a change by one should not affect: reached endings and successful robots.
#[derive(Debug)]
struct Baseline {
    reached: Vec<bool>,
    winners: Vec<Robot>,
}

impl Baseline {
    fn of(graph: &Graph, prose: &Prose, states: &States) -> Self {
        let mut reached = vec![false; graph.nodes.len()];
        for state in 0..states.len() {
            reached[states.scene(state)] = true;
        }
        let outcomes = graph.nodes.iter().zip(&reached).filter(|(_, reached)| **reached);
        let outcomes: Vec<usize> = outcomes.filter_map(|(node, _)| node.outcome).collect();
        let winners = robots::winners(&robots::play(graph, prose), &outcomes);
        Self { reached, winners }
    }

    /// Returns the first property that is lost.
    fn loss(&self, after: &Self) -> Option<Consequence> {
        let lost = (0..self.reached.len()).find(|&scene| self.reached[scene] && !after.reached[scene]);
        let winner = || after.winners.iter().copied().find(|robot| !self.winners.contains(robot));
        lost.map(Consequence::Ending).or_else(|| winner().map(Consequence::Robot))
    }
}

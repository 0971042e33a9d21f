//! What hangs on one number: every effect and threshold is changed by one, and the story walked again.
//!
//! Bounded by the states that are visited, not by a clock, so that the same story gives the same report everywhere.

use super::graph::{Edge, Graph};
use super::prose::Prose;
use super::robots::{self, Robot};
use super::states::{BUDGET, States};
use crate::parse::scenario::TestKind;

/// States that are visited over all changes: some ten seconds of one core.
pub const STATES: usize = 50_000_000;

/// A number in a story.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Number {
    /// Its scene.
    pub scene: usize,
    /// Its choice or route.
    pub way: usize,
    /// Which of its effects or tests.
    pub place: Place,
}

/// What a number is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// The effect with this place.
    Effect(usize),
    /// The test with this place.
    Test(usize),
}

/// A number on which something hangs.
#[derive(Clone, Copy, Debug)]
pub struct Break {
    /// The number.
    pub number: Number,
    /// What was added to it: 1 or −1.
    pub by: i32,
    /// What happened then.
    pub what: Broken,
}

/// What a change by one does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Broken {
    /// The ending in this scene cannot be reached any more.
    Ending(usize),
    /// This robot reaches the best outcome.
    Robot(Robot),
}

/// What came of all changes.
#[derive(Clone, Debug, Default)]
pub struct Fragility {
    /// How many changes were tried.
    pub tried: usize,
    /// How many there are.
    pub of: usize,
    /// Those that break something, at most one a number.
    pub breaks: Vec<Break>,
    /// How many of the others make the story have more or fewer states.
    pub stirred: usize,
}

/// Changes every number of `graph` by one, up and down.
#[must_use]
pub fn probe(graph: &Graph, prose: &Prose, states: usize) -> Fragility {
    let numbers = numbers(graph);
    let mut fragility = Fragility { of: numbers.len() * 2, ..Fragility::default() };
    let (whole, _) = super::visit(graph, BUDGET);
    let before = Standing::of(graph, prose, &whole);
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
            let (walked, extent) = super::visit(&changed, BUDGET);
            left = left.saturating_sub(walked.len());
            let after = Standing::of(&changed, prose, &walked);
            set(&mut changed, number, before_change);
            fragility.tried += 1;
            fragility.stirred += usize::from(!extent.is_whole() || walked.len() != whole.len());
            // A change that lets a total rise without end is another story, and no small one.
            if extent.is_whole() && broken.is_none() {
                broken = before.broken(&after).map(|what| Break { number, by, what });
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
            let tests = tests.map(|(at, _)| Place::Test(at));
            let effects = (0..edge.effects.len()).map(Place::Effect);
            numbers.extend(effects.chain(tests).map(|place| Number { scene, way, place }));
        }
    }
    numbers
}

fn has_number(test: &TestKind) -> bool {
    matches!(test, TestKind::AtLeast { .. } | TestKind::AtMost { .. })
}

/// The number where it stands in the graph; `None` for a test that has none.
fn value(graph: &mut Graph, number: Number) -> Option<&mut i32> {
    let node = &mut graph.nodes[number.scene];
    let edge: &mut Edge = match node.choices.is_empty() {
        true => &mut node.routes[number.way],
        false => &mut node.choices[number.way],
    };
    match number.place {
        Place::Effect(at) => Some(&mut edge.effects[at].1),
        Place::Test(at) => match &mut edge.tests[at] {
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

/// What a change must not take away or bring.
struct Standing {
    reached: Vec<bool>,
    winners: Vec<Robot>,
}

impl Standing {
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

    fn broken(&self, after: &Self) -> Option<Broken> {
        let lost = (0..self.reached.len()).find(|&scene| self.reached[scene] && !after.reached[scene]);
        let winner = || after.winners.iter().copied().find(|robot| !self.winners.contains(robot));
        lost.map(Broken::Ending).or_else(|| winner().map(Broken::Robot))
    }
}

//! The graph of a scenario, without its prose. The explorer walks it and the player plays it.
//!
//! It exists only for scenarios without errors. A state is a list of numbers: the scene, the value of each meter, then
//! the memories as bits.

use sha2::{Digest, Sha256};

use crate::parse::scenario::{Condition, Effect, Mark, Meter, MeterKind, Scenario, Scene, TestKind};
use crate::text::saturating_u32;

/// Memories per number of a state.
const BITS: usize = 32;

/// Length of a version, in characters.
const SIGNS: usize = 6;

/// The mechanics of a scenario.
#[derive(Clone, Debug)]
pub struct Graph {
    /// The meters, in the order of the front matter.
    pub gauges: Vec<Gauge>,
    /// The number of things that can be remembered.
    pub memories: usize,
    /// The scenes in the order of the text, endings included. The first scene is the start.
    pub nodes: Vec<Node>,
    /// The tests that the debrief judges; empty if the scenario has no goal.
    pub goal: Vec<TestKind>,
}

/// The range of a meter and its good values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gauge {
    /// Its value at the start.
    pub start: u32,
    /// Its highest value; `i32::MAX` for a running total.
    pub most: u32,
    /// Its good values.
    pub good: Good,
}

/// The good values of a meter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Good {
    /// High values.
    More,
    /// Low values, for a running total.
    Less,
    /// The values from the first to the second, inclusive. Beyond them, a value is worse the farther away it is.
    Between(u32, u32),
}

/// A scene.
#[derive(Clone, Debug, Default)]
pub struct Node {
    /// The choices, in the order of the text.
    pub choices: Vec<Edge>,
    /// The routes, in the order in which they are tried.
    pub routes: Vec<Edge>,
    /// For endings, the rank of the outcome among those of the scenario; 0 is the best.
    pub outcome: Option<usize>,
}

/// A choice or route: a transition from one scene to another.
#[derive(Clone, Debug)]
pub struct Edge {
    /// The scene that it leads to.
    pub to: usize,
    /// The conditions under which it is open; empty if it is always open.
    pub tests: Vec<TestKind>,
    /// The changes that it makes, in order: the meter and the amount added.
    pub effects: Vec<(usize, i32)>,
    /// The memories that it sets.
    pub sets: Vec<usize>,
    /// The mark of a choice.
    pub mark: Option<Mark>,
}

impl Gauge {
    fn of(meter: &Meter) -> Self {
        let number = |value: i32| value.max(0).unsigned_abs();
        let good = match meter.kind {
            MeterKind::Scale { .. } => Good::More,
            MeterKind::Total { .. } => Good::Less,
            MeterKind::Band { low, high, .. } => Good::Between(number(low), number(high)),
        };
        Self { start: number(meter.start), most: meter.most().map_or(i32::MAX.unsigned_abs(), number), good }
    }

    /// Rates a value: the higher the result, the better the value.
    #[must_use]
    pub fn worth(&self, value: u32) -> i64 {
        match self.good {
            Good::More => i64::from(value),
            Good::Less => -i64::from(value),
            Good::Between(low, high) => -i64::from(low.saturating_sub(value).max(value.saturating_sub(high))),
        }
    }

    /// Returns a value after a change, clamped to the meter's range.
    #[must_use]
    pub fn changed(&self, value: u32, by: i32) -> u32 {
        value.saturating_add_signed(by).min(self.most)
    }

    /// Returns whether it is a running total, which has no upper limit.
    #[must_use]
    pub fn is_total(&self) -> bool {
        self.good == Good::Less
    }
}

impl Graph {
    /// Builds the graph of a scenario. Returns `None` if the scenario has no scenes or has errors, which have been
    /// reported.
    #[must_use]
    pub fn of(scenario: &Scenario) -> Option<Self> {
        if !scenario.sound || scenario.scenes.is_empty() {
            return None;
        }
        Some(Self {
            gauges: scenario.meters.iter().map(Gauge::of).collect(),
            memories: scenario.memories.len(),
            nodes: scenario.scenes.iter().map(Node::of).collect::<Option<_>>()?,
            goal: scenario.goal.as_ref().map(tests).unwrap_or_default(),
        })
    }

    /// Returns how many numbers make up a state.
    #[must_use]
    pub fn width(&self) -> usize {
        1 + self.gauges.len() + self.memories.div_ceil(BITS)
    }

    /// Returns the state in which every run begins.
    #[must_use]
    pub fn start(&self) -> Vec<u32> {
        let mut state = vec![0; self.width()];
        for (value, gauge) in state[1..].iter_mut().zip(&self.gauges) {
            *value = gauge.start;
        }
        state
    }

    /// Returns the scene of a state.
    #[must_use]
    pub fn node(&self, state: &[u32]) -> &Node {
        &self.nodes[state[0] as usize]
    }

    /// Returns the values of the meters in a state.
    #[must_use]
    pub fn values<'s>(&self, state: &'s [u32]) -> &'s [u32] {
        &state[1..=self.gauges.len()]
    }

    /// Returns whether a memory is set in a state.
    #[must_use]
    pub fn remembers(&self, state: &[u32], memory: usize) -> bool {
        state[1 + self.gauges.len() + memory / BITS] >> (memory % BITS) & 1 == 1
    }

    /// Returns whether all tests hold in a state.
    #[must_use]
    pub fn holds(&self, tests: &[TestKind], state: &[u32]) -> bool {
        tests.iter().all(|test| match *test {
            TestKind::AtLeast { meter, value } => i64::from(state[1 + meter]) >= i64::from(value),
            TestKind::AtMost { meter, value } => i64::from(state[1 + meter]) <= i64::from(value),
            TestKind::Remembers(memory) => self.remembers(state, memory),
            TestKind::Forgets(memory) => !self.remembers(state, memory),
        })
    }

    /// Returns the edges out of a state, each with its index in its list: the choices on offer, or the route that is
    /// taken.
    pub fn ways<'g>(&'g self, state: &'g [u32]) -> impl Iterator<Item = (usize, &'g Edge)> {
        let node = self.node(state);
        let open = |(_, edge): &(usize, &Edge)| self.holds(&edge.tests, state);
        let route = node.routes.iter().enumerate().find(open);
        node.choices.iter().enumerate().filter(open).chain(route)
    }

    /// Returns the edge at this index among the choices of a scene, or among its routes if it has any.
    #[must_use]
    pub fn way(&self, scene: usize, number: usize) -> &Edge {
        let node = &self.nodes[scene];
        if node.routes.is_empty() { &node.choices[number] } else { &node.routes[number] }
    }

    /// Writes the state to which `edge` leads from `state` into `next`.
    pub fn follow(&self, state: &[u32], edge: &Edge, next: &mut Vec<u32>) {
        next.clear();
        next.extend_from_slice(state);
        next[0] = saturating_u32(edge.to);
        for &(meter, by) in &edge.effects {
            next[1 + meter] = self.gauges[meter].changed(next[1 + meter], by);
        }
        for &memory in &edge.sets {
            next[1 + self.gauges.len() + memory / BITS] |= 1 << (memory % BITS);
        }
    }

    /// Returns all choices and routes of all scenes.
    pub fn edges(&self) -> impl Iterator<Item = &Edge> {
        self.nodes.iter().flat_map(|node| node.choices.iter().chain(&node.routes))
    }

    /// Returns all tests of choices, routes and the goal.
    pub fn tests(&self) -> impl Iterator<Item = &TestKind> {
        self.edges().flat_map(|edge| &edge.tests).chain(&self.goal)
    }

    /// A hash of six characters that changes whenever a saved run could play out differently. Prose, marks and the goal
    /// do not affect it.
    #[must_use]
    pub fn version(&self) -> String {
        let mut hash = Sha256::new();
        for gauge in &self.gauges {
            hash.update(format!("m{} {};", gauge.start, gauge.most));
        }
        for node in &self.nodes {
            hash.update(format!("s{:?};", node.outcome));
            for edge in node.choices.iter().chain(&node.routes) {
                hash.update(format!("e{}{:?}{:?}{:?};", edge.to, edge.tests, edge.effects, edge.sets));
            }
        }
        let signs = b"0123456789abcdefghjkmnpqrstvwxyz";
        hash.finalize().iter().take(SIGNS).map(|byte| char::from(signs[usize::from(byte % 32)])).collect()
    }
}

/// Returns the code of a choice in the address of a run. `choice` is the index among all choices of the scene. Indices
/// 0 to 34 are `1` to `9` and `a` to `z`; each further 35 put a `0` in front. Codes can be concatenated, because each
/// ends with its only character other than `0`. The player decodes them (`themes/default/components/story/script.js`).
#[must_use]
pub fn code(choice: usize) -> String {
    let signs = b"123456789abcdefghijklmnopqrstuvwxyz";
    let mut code = "0".repeat(choice / signs.len());
    code.push(char::from(signs[choice % signs.len()]));
    code
}

impl Node {
    fn of(scene: &Scene) -> Option<Self> {
        let choice = |choice: &crate::parse::scenario::Choice| {
            Some(Edge {
                to: choice.target?,
                tests: choice.needs.as_ref().map(tests).unwrap_or_default(),
                effects: effects(&choice.effects),
                sets: choice.remembers.iter().map(|memory| memory.memory).collect(),
                mark: choice.mark(),
            })
        };
        let route = |route: &crate::parse::scenario::Route| {
            Some(Edge {
                to: route.target?,
                tests: route.when.as_ref().map(tests).unwrap_or_default(),
                effects: effects(&route.effects),
                sets: Vec::new(),
                mark: None,
            })
        };
        Some(Self {
            choices: scene.choices.iter().map(choice).collect::<Option<_>>()?,
            routes: scene.routes.iter().map(route).collect::<Option<_>>()?,
            outcome: match &scene.ending {
                Some(ending) => Some(ending.outcome?),
                None => None,
            },
        })
    }
}

fn tests(condition: &Condition) -> Vec<TestKind> {
    condition.tests.iter().map(|test| test.kind).collect()
}

fn effects(effects: &[Effect]) -> Vec<(usize, i32)> {
    effects.iter().map(|effect| (effect.meter, effect.by)).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::code;

    #[test]
    fn codes_match_the_table_that_the_player_is_tested_with() {
        let table = include_str!("../../tests/player/run-codes.tsv");
        for line in table.lines().skip(1) {
            let (choice, expected) = line.split_once('\t').expect("two columns");
            assert_eq!(code(choice.parse().expect("a number")), expected);
        }
    }

    #[test]
    fn no_code_is_a_prefix_of_another_code() {
        let codes: BTreeSet<String> = (0..500).map(code).collect();
        assert_eq!(codes.len(), 500);
        for code in &codes {
            let ends = |end: &usize| codes.contains(code.get(..*end).expect("codes are ASCII"));
            assert_eq!((1..=code.len()).filter(ends).collect::<Vec<_>>(), [code.len()], "{code}");
        }
    }
}

//! Every state of a story and every step between two, breadth first, and the run with the fewest choices into each.
//!
//! Exact up to a million states. Beyond that each meter is cut where no test looks any further; beyond that the walk
//! stops. [`Extent`] says which of it happened, and with that which facts about a story can be known.

use std::collections::{BTreeMap, VecDeque};

use hashbrown::HashTable;

use super::graph::{Edge, Graph};
use crate::parse::scenario::TestKind;

/// How many states are usually kept.
pub const BUDGET: usize = 1_000_000;

/// How much of a story was seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Extent {
    /// Every state.
    Whole,
    /// Every run, but these meters were counted only as far as a test tells one value from the next.
    ///
    /// A state with cut meters stands for all states that differ in nothing but such values. In each of them the same
    /// ways are open, and they lead to states that again one state stands for. So the runs are exactly those of the story,
    /// with everything that follows from runs alone; values of cut meters and numbers of states are not.
    Cut {
        /// Numbers of the cut meters, in their order.
        meters: Vec<usize>,
    },
    /// The first states only, as many as the budget allows: runs are missing.
    Stopped,
    /// A running total rises without end: the steps of the loop, from the scene in which it begins. The walk stopped
    /// there, so runs are missing.
    Endless {
        /// Number of the meter.
        meter: usize,
        /// The scenes of the loop, in order.
        scenes: Vec<usize>,
    },
}

impl Extent {
    /// Whether every state was visited, so that states can be counted.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        *self == Self::Whole
    }

    /// Whether every run was followed to its end, so that what was not seen does not happen.
    #[must_use]
    pub fn has_all_runs(&self) -> bool {
        matches!(self, Self::Whole | Self::Cut { .. })
    }

    /// Whether every value that a meter can have was seen.
    #[must_use]
    pub fn has_all_values(&self, meter: usize) -> bool {
        match self {
            Self::Whole => true,
            Self::Cut { meters } => !meters.contains(&meter),
            Self::Stopped | Self::Endless { .. } => false,
        }
    }
}

/// One step of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// The scene in which it is taken.
    pub scene: usize,
    /// Its place among the scene's choices, or among its routes.
    pub way: usize,
}

/// The states of a story, numbered in the order in which they are first met.
#[derive(Debug)]
pub struct States {
    width: usize,
    values: Vec<u32>,
    /// The state from which each is entered on its shortest run, and by which way.
    parents: Vec<(u32, u16)>,
    /// How many choices that run takes.
    choices: Vec<u32>,
    /// Where the steps out of each state begin in `steps`.
    first: Vec<u32>,
    steps: Vec<(u32, u16)>,
    /// How many states were left by all their ways; the others were only met.
    left: usize,
}

impl States {
    /// Whether all ways out of a state were taken, so that its steps are all there are.
    #[must_use]
    pub fn is_left(&self, state: usize) -> bool {
        state < self.left
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.parents.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.parents.is_empty()
    }

    /// A state's numbers.
    #[must_use]
    pub fn get(&self, state: usize) -> &[u32] {
        &self.values[state * self.width..(state + 1) * self.width]
    }

    /// A state's scene.
    #[must_use]
    pub fn scene(&self, state: usize) -> usize {
        self.values[state * self.width] as usize
    }

    /// The steps out of a state: which state they lead to, and by which way.
    pub fn steps(&self, state: usize) -> impl DoubleEndedIterator<Item = (usize, usize)> + '_ {
        let (from, to) = (self.first[state] as usize, self.first[state + 1] as usize);
        self.steps[from..to].iter().map(|&(state, way)| (state as usize, usize::from(way)))
    }

    /// How many steps there are.
    #[must_use]
    pub fn steps_in_all(&self) -> usize {
        self.steps.len()
    }

    /// How many choices a shortest run into a state takes.
    #[must_use]
    pub fn choices(&self, state: usize) -> usize {
        self.choices[state] as usize
    }

    /// A shortest run from the start into a state, routes included.
    #[must_use]
    pub fn run(&self, state: usize) -> Vec<Step> {
        let mut steps = Vec::new();
        let mut at = state;
        while at != 0 {
            let (parent, way) = self.parents[at];
            at = parent as usize;
            steps.push(Step { scene: self.scene(at), way: usize::from(way) });
        }
        steps.reverse();
        steps
    }

    /// Finds the shortest runs: a route costs nothing, a choice one, so what a route leads to goes before the rest.
    fn shorten(&mut self, graph: &Graph) {
        self.choices = vec![u32::MAX; self.len()];
        self.choices[0] = 0;
        let mut open = VecDeque::from([0]);
        while let Some(state) = open.pop_front() {
            let cost = u32::from(graph.nodes[self.scene(state)].routes.is_empty());
            let choices = self.choices[state] + cost;
            for at in self.first[state] as usize..self.first[state + 1] as usize {
                let (to, way) = self.steps[at];
                let to = to as usize;
                if choices < self.choices[to] {
                    self.choices[to] = choices;
                    self.parents[to] = (number(state), way);
                    if cost == 0 { open.push_front(to) } else { open.push_back(to) }
                }
            }
        }
    }
}

/// The same story with meters that stop at the last value that a test tells from the next. One that can fall and is
/// tested stays as it is: how far it stands above that value still matters when it comes down.
pub(super) fn cut(graph: &Graph) -> Graph {
    let mut cut = graph.clone();
    for (meter, gauge) in cut.gauges.iter_mut().enumerate() {
        let last = last_told_apart(graph, meter);
        if last.is_some() && graph.edges().flat_map(|edge| &edge.effects).any(|&(of, by)| of == meter && by < 0) {
            continue;
        }
        gauge.most = gauge.most.min(last.unwrap_or(0));
        gauge.start = gauge.start.min(gauge.most);
    }
    cut
}

/// The lowest value beyond which all tests of a meter come out the same; `None` where nothing tests it.
fn last_told_apart(graph: &Graph, meter: usize) -> Option<u32> {
    let values = graph.tests().filter_map(|test| match *test {
        TestKind::AtLeast { meter: tested, value } if tested == meter => Some(value),
        TestKind::AtMost { meter: tested, value } if tested == meter => Some(value.saturating_add(1)),
        _ => None,
    });
    values.max().map(|value| value.max(0).unsigned_abs())
}

pub(super) enum End {
    Whole,
    Budget,
    Loop(usize, Vec<usize>),
}

pub(super) struct Walk<'g> {
    graph: &'g Graph,
    budget: usize,
    states: States,
    known: HashTable<u32>,
    totals: Vec<Total>,
}

/// What is watched about a running total.
struct Total {
    meter: usize,
    /// From here on upwards nothing tells one value from another.
    free: u32,
    /// A value beyond it asks for a proof that the total does not rise without end.
    limit: u32,
}

impl<'g> Walk<'g> {
    pub(super) fn new(graph: &'g Graph, budget: usize) -> Self {
        let mut walk = Self {
            graph,
            budget,
            states: States {
                width: graph.width(),
                values: Vec::new(),
                parents: Vec::new(),
                choices: Vec::new(),
                first: vec![0],
                steps: Vec::new(),
                left: 0,
            },
            known: HashTable::new(),
            totals: totals(graph),
        };
        walk.enter(&graph.start(), (0, 0));
        walk
    }

    pub(super) fn run(mut self) -> (States, End) {
        let end = self.walk();
        // The ways out of a state that was met and not left are not known; it has none.
        let steps = number(self.states.steps.len());
        self.states.first.resize(self.states.len() + 1, steps);
        self.states.shorten(self.graph);
        (self.states, end)
    }

    fn walk(&mut self) -> End {
        let mut at = 0;
        let (mut here, mut next) = (Vec::new(), Vec::new());
        while at < self.states.len() {
            here.clear();
            here.extend_from_slice(self.states.get(at));
            let from = number(at);
            for (way, edge) in self.graph.ways(&here) {
                self.graph.follow(&here, edge, &mut next);
                let way = u16::try_from(way).unwrap_or(u16::MAX);
                let before = self.states.len();
                let to = self.enter(&next, (from, way));
                self.states.steps.push((to, way));
                if self.states.len() > before {
                    if let Some((meter, scenes)) = self.endless(before) {
                        return End::Loop(meter, scenes);
                    }
                    if before >= self.budget {
                        return End::Budget;
                    }
                }
            }
            self.states.first.push(number(self.states.steps.len()));
            at += 1;
            self.states.left = at;
        }
        End::Whole
    }

    /// The number of a state, a new one where it was never met.
    fn enter(&mut self, state: &[u32], parent: (u32, u16)) -> u32 {
        let Self { states, known, .. } = self;
        let hash = hash(state);
        if let Some(&found) = known.find(hash, |&other| states.get(other as usize) == state) {
            return found;
        }
        let new = number(states.len());
        states.values.extend_from_slice(state);
        states.parents.push(parent);
        known.insert_unique(hash, new, |&other| self::hash(states.get(other as usize)));
        new
    }

    /// Whether a running total can rise without end: the run into `state` came twice through the same scene with the
    /// same memories and meters but a higher total, and no test on the way between could tell the difference. The
    /// round need not end in `state`: the first run beyond the limit may just have left it.
    fn endless(&mut self, state: usize) -> Option<(usize, Vec<usize>)> {
        let values = self.graph.values(self.states.get(state));
        let over = self.totals.iter_mut().find(|total| values[total.meter] > total.limit)?;
        over.limit = over.limit.saturating_mul(2);
        let mut path = vec![state];
        while let Some(&at) = path.last().filter(|&&at| at != 0) {
            path.push(self.states.parents[at].0 as usize);
        }
        path.reverse();
        let mut last = BTreeMap::new();
        for (place, &at) in path.iter().enumerate() {
            // Of all rounds that rise, one lies between two visits that follow each other.
            let Some(before) = last.insert(self.but_totals(at), place) else { continue };
            if let Some(meter) = self.rises(&path[before..=place]) {
                return Some((meter, path[before..place].iter().map(|&at| self.states.scene(at)).collect()));
            }
        }
        None
    }

    /// What must be the same before and after a round: everything but the running totals.
    fn but_totals(&self, state: usize) -> Vec<u32> {
        let mut state = self.states.get(state).to_vec();
        for total in &self.totals {
            state[1 + total.meter] = 0;
        }
        state
    }

    /// The total that is higher after a round than before it, where the round can be gone again and again.
    fn rises(&self, round: &[usize]) -> Option<usize> {
        let (&first, &last) = (round.first()?, round.last()?);
        let mut risen = None;
        for total in &self.totals {
            let value = |state: usize| self.graph.values(self.states.get(state))[total.meter];
            if value(first) == value(last) {
                continue;
            }
            if value(first) > value(last) || round.iter().any(|&state| value(state) < total.free) {
                return None;
            }
            risen = risen.or(Some(total.meter));
        }
        risen
    }
}

fn totals(graph: &Graph) -> Vec<Total> {
    let of = |meter: usize, keep: fn(i32) -> i32| {
        let effects = graph.edges().flat_map(|edge: &Edge| &edge.effects);
        effects.filter(|effect| effect.0 == meter).map(|effect| keep(effect.1)).fold(0, i32::saturating_add)
    };
    let totals = graph.gauges.iter().enumerate().filter(|(_, gauge)| gauge.is_total());
    totals
        .map(|(meter, gauge)| {
            let rise = of(meter, |by| by.max(0)).unsigned_abs();
            // Where something is taken off, the stop at 0 tells values apart, too.
            let falls = u32::from(of(meter, |by| by.min(0)) < 0);
            let free = last_told_apart(graph, meter).unwrap_or(0).max(falls);
            let limit = gauge.start.saturating_add(rise).saturating_add(free).max(1);
            Total { meter, free, limit }
        })
        .collect()
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// Mixes a state's numbers. They are small, so each is spread over all bits before the next joins.
fn hash(state: &[u32]) -> u64 {
    let mixed = state
        .iter()
        .fold(0_u64, |mixed, &value| (mixed.rotate_left(5) ^ u64::from(value)).wrapping_mul(0x9E37_79B9_7F4A_7C15));
    mixed ^ (mixed >> 32)
}

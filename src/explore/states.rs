//! The states of a story and the steps between them, found breadth first, and the run with the fewest choices into
//! each.
//!
//! Exact up to the budget, usually a million states. Beyond that, meters are cut where no test distinguishes higher
//! values, and the story is explored again. If that too exceeds the budget, the exploration stops. [`Coverage`] records
//! which of these happened and therefore which facts can be known.

use std::collections::{BTreeMap, VecDeque};

use hashbrown::HashTable;

use super::graph::{Edge, Graph};
use crate::parse::scenario::TestKind;
use crate::text::saturating_u32;

/// The default maximum number of states.
pub const BUDGET: usize = 1_000_000;

/// The part of a story that was explored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Coverage {
    /// Every state was visited.
    Whole,
    /// Every run was explored, but these meters were counted only as far as some test distinguishes their values.
    ///
    /// A state with cut meters represents all states that differ only in such values. The same choices and routes are
    /// open in each of them, and lead to states that share a representative again. The runs are therefore exactly those
    /// of the story, as is everything that follows from runs alone. The values of cut meters and the number of states
    /// are not.
    Cut {
        /// Indices of the cut meters, in ascending order.
        meters: Vec<usize>,
    },
    /// Only the first states were visited, up to the budget: runs are missing.
    Stopped,
    /// A running total rises without end. The exploration stopped when this was found, so runs are missing.
    Endless {
        /// Index of the meter.
        meter: usize,
        /// The scenes of the loop, in order.
        scenes: Vec<usize>,
    },
}

impl Coverage {
    /// Returns whether every state was visited, so that states can be counted.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        *self == Self::Whole
    }

    /// Returns whether every run was followed to its end, so that anything not seen does not happen.
    #[must_use]
    pub fn has_all_runs(&self) -> bool {
        matches!(self, Self::Whole | Self::Cut { .. })
    }

    /// Returns whether every possible value of a meter was seen.
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
    /// The index of the choice or route in its scene.
    pub way: usize,
}

/// A step out of a state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Exit {
    /// The next state.
    pub to: usize,
    /// The index of the choice or route in its scene.
    pub way: usize,
}

/// A step as stored: the state at its other end, and the choice or route.
#[derive(Clone, Copy, Debug)]
struct Arc {
    state: u32,
    way: u16,
}

/// The states of a story, numbered in the order of discovery.
#[derive(Debug)]
pub struct States {
    width: usize,
    values: Vec<u32>,
    /// The predecessor of each state on its shortest run, and the choice or route from there.
    parents: Vec<Arc>,
    /// The number of choices in that run.
    choices: Vec<u32>,
    /// The start of each state's outgoing steps in `steps`.
    first: Vec<u32>,
    steps: Vec<Arc>,
    /// The number of expanded states, whose outgoing steps are complete. All later states were only discovered.
    left: usize,
}

impl States {
    /// Returns whether a state was expanded, so that its steps are complete.
    #[must_use]
    pub fn is_left(&self, state: usize) -> bool {
        state < self.left
    }

    /// Returns the number of states.
    #[must_use]
    pub fn len(&self) -> usize {
        self.parents.len()
    }

    /// Returns whether there are no states.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.parents.is_empty()
    }

    /// Returns the numbers of a state.
    #[must_use]
    pub fn get(&self, state: usize) -> &[u32] {
        &self.values[state * self.width..(state + 1) * self.width]
    }

    /// Returns the scene of a state.
    #[must_use]
    pub fn scene(&self, state: usize) -> usize {
        self.values[state * self.width] as usize
    }

    /// Returns the steps out of a state.
    pub fn steps(&self, state: usize) -> impl DoubleEndedIterator<Item = Exit> + '_ {
        let (from, to) = (self.first[state] as usize, self.first[state + 1] as usize);
        self.steps[from..to].iter().map(|arc| Exit { to: arc.state as usize, way: usize::from(arc.way) })
    }

    /// Returns the total number of steps.
    #[must_use]
    pub fn steps_in_all(&self) -> usize {
        self.steps.len()
    }

    /// Returns the number of choices in a shortest run to a state.
    #[must_use]
    pub fn choices(&self, state: usize) -> usize {
        self.choices[state] as usize
    }

    /// Returns a shortest run from the start to a state, routes included.
    #[must_use]
    pub fn run(&self, state: usize) -> Vec<Step> {
        let mut steps = Vec::new();
        let mut at = state;
        while at != 0 {
            let Arc { state, way } = self.parents[at];
            at = state as usize;
            steps.push(Step { scene: self.scene(at), way: usize::from(way) });
        }
        steps.reverse();
        steps
    }

    /// Finds the shortest runs by 0-1 breadth-first search: a route costs 0 and a choice 1, so states behind routes are
    /// processed first.
    fn shorten(&mut self, graph: &Graph) {
        self.choices = vec![u32::MAX; self.len()];
        self.choices[0] = 0;
        let mut open = VecDeque::from([0]);
        while let Some(state) = open.pop_front() {
            let cost = u32::from(graph.nodes[self.scene(state)].routes.is_empty());
            let choices = self.choices[state] + cost;
            for at in self.first[state] as usize..self.first[state + 1] as usize {
                let Arc { state: to, way } = self.steps[at];
                let to = to as usize;
                if choices < self.choices[to] {
                    self.choices[to] = choices;
                    self.parents[to] = Arc { state: saturating_u32(state), way };
                    if cost == 0 { open.push_front(to) } else { open.push_back(to) }
                }
            }
        }
    }
}

/// Returns the story with each meter capped at the lowest value beyond which no test distinguishes values. A meter that
/// is tested and can fall stays as it is: how far it is above that value matters when it falls again.
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

/// Returns the lowest value from which on all tests of a meter give the same result; `None` if nothing tests it.
fn last_told_apart(graph: &Graph, meter: usize) -> Option<u32> {
    let values = graph.tests().filter_map(|test| match *test {
        TestKind::AtLeast { meter: tested, value } if tested == meter => Some(value),
        TestKind::AtMost { meter: tested, value } if tested == meter => Some(value.saturating_add(1)),
        _ => None,
    });
    values.max().map(|value| value.max(0).unsigned_abs())
}

/// A loop in which a running total rises without end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct RisingLoop {
    pub meter: usize,
    /// The scenes of the loop, in order.
    pub scenes: Vec<usize>,
}

/// The reason why a walk ended.
#[derive(Debug)]
pub(super) enum End {
    Whole,
    Budget,
    Loop(RisingLoop),
}

/// A breadth-first walk over the states.
#[derive(Debug)]
pub(super) struct Walk<'g> {
    graph: &'g Graph,
    budget: usize,
    states: States,
    known: HashTable<u32>,
    totals: Vec<Total>,
}

/// A running total to check for rising without end.
#[derive(Debug)]
struct Total {
    meter: usize,
    /// The value from which on nothing distinguishes values.
    free: u32,
    /// Exceeding this value triggers a check whether the total rises without end.
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
        walk.enter(&graph.start(), Arc { state: 0, way: 0 });
        walk
    }

    pub(super) fn run(mut self) -> (States, End) {
        let end = self.walk();
        // The steps out of states that were discovered but not expanded are unknown; they get none.
        let steps = saturating_u32(self.states.steps.len());
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
            let from = saturating_u32(at);
            for (way, edge) in self.graph.ways(&here) {
                self.graph.follow(&here, edge, &mut next);
                let way = u16::try_from(way).unwrap_or(u16::MAX);
                let before = self.states.len();
                let to = self.enter(&next, Arc { state: from, way });
                self.states.steps.push(Arc { state: to, way });
                if self.states.len() > before {
                    if let Some(rising) = self.endless(before) {
                        return End::Loop(rising);
                    }
                    if before >= self.budget {
                        return End::Budget;
                    }
                }
            }
            self.states.first.push(saturating_u32(self.states.steps.len()));
            at += 1;
            self.states.left = at;
        }
        End::Whole
    }

    /// Returns the number of a state, adding it if it is new.
    fn enter(&mut self, state: &[u32], parent: Arc) -> u32 {
        let Self { states, known, .. } = self;
        let hash = hash(state);
        if let Some(&found) = known.find(hash, |&other| states.get(other as usize) == state) {
            return found;
        }
        let new = saturating_u32(states.len());
        states.values.extend_from_slice(state);
        states.parents.push(parent);
        known.insert_unique(hash, new, |&other| self::hash(states.get(other as usize)));
        new
    }

    /// Returns a running total that can rise without end, and the scenes of its loop: the run to `state` passed twice
    /// through the same scene with the same memories and meters but a higher total, and no test in between could
    /// distinguish the values. The loop need not end in `state`, because the first run beyond the limit may just have
    /// left it.
    fn endless(&mut self, state: usize) -> Option<RisingLoop> {
        let values = self.graph.values(self.states.get(state));
        let over = self.totals.iter_mut().find(|total| values[total.meter] > total.limit)?;
        over.limit = over.limit.saturating_mul(2);
        let mut path = vec![state];
        while let Some(&at) = path.last().filter(|&&at| at != 0) {
            path.push(self.states.parents[at].state as usize);
        }
        path.reverse();
        let mut last = BTreeMap::new();
        for (position, &at) in path.iter().enumerate() {
            // If any loop on the path rises, so does one between two consecutive visits.
            let Some(before) = last.insert(self.but_totals(at), position) else { continue };
            if let Some(meter) = self.rises(&path[before..=position]) {
                let scenes = path[before..position].iter().map(|&at| self.states.scene(at)).collect();
                return Some(RisingLoop { meter, scenes });
            }
        }
        None
    }

    /// Returns the numbers that must be the same before and after a loop: everything except the running totals.
    fn but_totals(&self, state: usize) -> Vec<u32> {
        let mut state = self.states.get(state).to_vec();
        for total in &self.totals {
            state[1 + total.meter] = 0;
        }
        state
    }

    /// Returns a total that is higher after a loop than before it, if the loop can be repeated for ever.
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
            // If the total can also fall, the lower end at 0 distinguishes values, too.
            let falls = u32::from(of(meter, |by| by.min(0)) < 0);
            let free = last_told_apart(graph, meter).unwrap_or(0).max(falls);
            let limit = gauge.start.saturating_add(rise).saturating_add(free).max(1);
            Total { meter, free, limit }
        })
        .collect()
}

/// Hashes the numbers of a state. They are small, so the multiplication spreads each over all bits before the next is
/// mixed in.
fn hash(state: &[u32]) -> u64 {
    let mixed = state
        .iter()
        .fold(0_u64, |mixed, &value| (mixed.rotate_left(5) ^ u64::from(value)).wrapping_mul(0x9E37_79B9_7F4A_7C15));
    mixed ^ (mixed >> 32)
}

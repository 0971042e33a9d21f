//! Verdicts on the lesson of a story: whether its marks, meters and endings agree.

use std::collections::BTreeMap;

use super::facts::{best_outcomes, in_order};
use super::farm::Farm;
use super::graph::{Good, Graph};
use super::states::{Coverage, Exit, States, Step};
use crate::parse::scenario::Mark;
use crate::text::saturating_u32;

/// The contradictions between the marks, meters and endings of a story.
#[derive(Clone, Debug)]
pub struct Verdicts {
    /// Choices whose marks and best endings disagree, at most one pair per scene; `None` if not every value of each
    /// banded meter was seen.
    pub inversions: Option<Vec<Inversion>>,
    /// A shortest run to the best outcome without any choice that follows a step.
    pub without_follows: Option<Vec<Step>>,
    /// The best outcome of runs without a choice that breaks a step, and of runs with two such choices in a row, with a
    /// shortest run of the latter kind.
    pub doubled: Option<Doubled>,
    /// Pairs of endings of which the worse can have the better meters; `None` unless every state was visited.
    pub richer: Option<Vec<Richer>>,
    /// The profitable loop, if one was found.
    pub farming: Farming,
}

/// The result of the search for profitable loops.
#[derive(Clone, Debug)]
pub enum Farming {
    /// No profitable loop was found.
    Nothing,
    /// This loop is profitable.
    Pays(Farm),
    /// There is a loop, but not all values of meters are known.
    Unknown,
}

/// A choice with a better mark but worse prospects than another.
#[derive(Clone, Debug)]
pub struct Inversion {
    /// The scene.
    pub scene: usize,
    /// The choice with the better mark.
    pub praised: usize,
    /// The best outcome after it.
    pub leads_to: usize,
    /// The choice with the worse mark.
    pub blamed: usize,
    /// The best outcome after that choice.
    pub instead: usize,
    /// A shortest run to a state in which this is the case.
    pub run: Vec<Step>,
}

/// A comparison of runs with two failures in a row and runs without any.
#[derive(Clone, Debug)]
pub struct Doubled {
    /// The best outcome without any failure; `None` if no such run reaches an ending.
    pub without: Option<usize>,
    /// The best outcome after two failures in a row.
    pub with: usize,
    /// A shortest run to that outcome.
    pub run: Vec<Step>,
}

impl Doubled {
    /// Returns whether no run without a failure ends at least as well.
    #[must_use]
    pub fn pays(&self) -> bool {
        self.without.is_none_or(|without| without > self.with)
    }
}

/// A worse ending that can be reached with meters at least as good as the best of a better ending.
#[derive(Clone, Debug)]
pub struct Richer {
    /// The scene of the worse ending.
    pub worse: usize,
    /// The scene of the better ending.
    pub better: usize,
    /// A shortest run to the worse ending with such meters.
    pub run: Vec<Step>,
}

/// Judges the visited states of `graph`. Returns `None` if `coverage` lacks runs, because the missing ones might change
/// the verdict.
#[must_use]
pub fn judge(graph: &Graph, states: &States, coverage: &Coverage) -> Option<Verdicts> {
    if !coverage.has_all_runs() {
        return None;
    }
    let best = best_outcomes(graph, states);
    let is_band = |meter: &usize| matches!(graph.gauges[*meter].good, Good::Between(..));
    let bands_are_known = (0..graph.gauges.len()).filter(is_band).all(|meter| coverage.has_all_values(meter));
    Some(Verdicts {
        inversions: bands_are_known.then(|| inversions(graph, states, &best)),
        without_follows: best.first().copied().flatten().and_then(|top| without_follows(graph, states, top)),
        doubled: doubled(graph, states),
        richer: coverage.is_whole().then(|| richer(graph, states)),
        farming: farming(graph, states, coverage),
    })
}

fn farming(graph: &Graph, states: &States, coverage: &Coverage) -> Farming {
    if coverage.is_whole() {
        return super::farm::find(graph, states).map_or(Farming::Nothing, Farming::Pays);
    }
    // Without loops there is nothing to repeat.
    if in_order(states).circle.is_none() { Farming::Nothing } else { Farming::Unknown }
}

fn mark(graph: &Graph, scene: usize, way: usize) -> Option<Mark> {
    graph.nodes[scene].choices.get(way).and_then(|choice| choice.mark)
}

/// Two choices of a scene, of which the first has the better mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct ChoicePair {
    scene: usize,
    praised: usize,
    blamed: usize,
}

/// A comparison of two choices of a scene with different marks: the first state in which the better-marked choice has
/// the worse prospects (`less`), and whether it has the better ones in any state (`more`).
#[derive(Debug, Default)]
struct Pair {
    less: Option<usize>,
    more: bool,
}

/// The choices of a scene that are compared with each other. A scene with more of them is reported as having too many.
pub const MOST_COMPARED: usize = 32;

/// Finds pairs whose better-marked choice has worse prospects in some state and better ones in none. If each choice is
/// better in some states, as with a meter that is bad at both ends, the marks may well be right.
fn inversions(graph: &Graph, states: &States, best: &[Option<usize>]) -> Vec<Inversion> {
    let mut pairs: BTreeMap<ChoicePair, Pair> = BTreeMap::new();
    for state in (0..states.len()).filter(|&state| graph.nodes[states.scene(state)].choices.len() > 1) {
        let scene = states.scene(state);
        // Choices after which no ending can be reached are reported separately.
        let ways = || {
            let steps = states.steps(state).take(MOST_COMPARED);
            steps.filter_map(|Exit { to, way }| Some((mark(graph, scene, way)?, (way, to), best[to]?)))
        };
        for (praise, (praised, to), own) in ways() {
            for (_, (blamed, rival), other) in ways().filter(|(blame, _, other)| praise < *blame && own != *other) {
                let pair = pairs.entry(ChoicePair { scene, praised, blamed }).or_default();
                pair.more |= own < other;
                if own > other && !balances(graph, states, state, to, rival) {
                    pair.less.get_or_insert(state);
                }
            }
        }
    }
    let odd = pairs.into_iter().filter(|(_, pair)| !pair.more);
    let mut found: Vec<Inversion> = odd.filter_map(|(key, pair)| inversion(key, pair.less?, states, best)).collect();
    found.dedup_by_key(|inversion| inversion.scene);
    found
}

fn inversion(pair: ChoicePair, state: usize, states: &States, best: &[Option<usize>]) -> Option<Inversion> {
    let ChoicePair { scene, praised, blamed } = pair;
    let after = |way: usize| states.steps(state).find(|exit| exit.way == way).and_then(|exit| best[exit.to]);
    let (leads_to, instead) = (after(praised)?, after(blamed)?);
    Some(Inversion { scene, praised, leads_to, blamed, instead, run: states.run(state) })
}

/// Returns whether a mistake only corrects an earlier one: a banded meter is outside its good range, and the blamed
/// choice brings it nearer than the praised one.
fn balances(graph: &Graph, states: &States, from: usize, praised: usize, blamed: usize) -> bool {
    graph.gauges.iter().enumerate().any(|(meter, gauge)| {
        let worth = |state: usize| gauge.worth(graph.values(states.get(state))[meter]);
        matches!(gauge.good, Good::Between(..)) && worth(from) < 0 && worth(blamed) > worth(praised)
    })
}

/// The failures of a run so far: none, the latest mark, two marks in a row at some point, or only earlier marks.
const NEVER: usize = 0;
const NOW: usize = 1;
const TWICE: usize = 2;
const BEFORE: usize = 3;

/// The first entry into a state with a carried value.
#[derive(Clone, Copy, Debug)]
struct Entry {
    /// The previous state.
    state: u32,
    /// The choice or route from there.
    way: u16,
    /// The value carried before.
    carried: u8,
}

/// The first entry into a state with each carried value; `None` if there was none.
type Entries = [Option<Entry>; 4];

/// Walks the states breadth first together with a small value that each run carries. `carry` returns the next value, or
/// `None` to end the run. Records the first entry into each pair of state and value.
fn walk(states: &States, carry: impl Fn(usize, usize, usize) -> Option<usize>) -> Vec<Entries> {
    let mut seen: Vec<Entries> = vec![[None; 4]; states.len()];
    let Some(start) = seen.first_mut() else { return seen };
    start[NEVER] = Some(Entry { state: 0, way: 0, carried: 0 });
    let mut open = std::collections::VecDeque::from([(0, NEVER)]);
    while let Some((state, carried)) = open.pop_front() {
        for Exit { to, way } in states.steps(state) {
            let Some(next) = carry(state, way, carried) else { continue };
            if seen[to][next].is_none() {
                let carried = u8::try_from(carried).unwrap_or(u8::MAX);
                let way = u16::try_from(way).unwrap_or(u16::MAX);
                seen[to][next] = Some(Entry { state: saturating_u32(state), way, carried });
                open.push_back((to, next));
            }
        }
    }
    seen
}

/// Returns the run that first entered `state` with the value `carried`.
fn run_to(states: &States, seen: &[Entries], mut state: usize, mut carried: usize) -> Vec<Step> {
    let mut steps = Vec::new();
    while (state, carried) != (0, NEVER) {
        let Some(entry) = seen[state][carried] else { break };
        (state, carried) = (entry.state as usize, usize::from(entry.carried));
        steps.push(Step { scene: states.scene(state), way: usize::from(entry.way) });
    }
    steps.reverse();
    steps
}

fn without_follows(graph: &Graph, states: &States, top: usize) -> Option<Vec<Step>> {
    let seen = walk(states, |state, way, _| {
        let mark = mark(graph, states.scene(state), way);
        (mark != Some(Mark::Follows)).then_some(NEVER)
    });
    let is_top = |&state: &usize| graph.nodes[states.scene(state)].outcome == Some(top) && seen[state][NEVER].is_some();
    let end = (0..states.len()).find(is_top)?;
    let run = run_to(states, &seen, end, NEVER);
    // A story without marks on this run says nothing about them.
    run.iter().any(|step| mark(graph, step.scene, step.way).is_some()).then_some(run)
}

fn doubled(graph: &Graph, states: &States) -> Option<Doubled> {
    let seen = walk(states, |state, way, carried| {
        let scene = states.scene(state);
        Some(match (mark(graph, scene, way), carried) {
            (_, TWICE) | (Some(Mark::Breaks), NOW) => TWICE,
            (None, carried) => carried,
            (Some(Mark::Breaks), _) => NOW,
            (Some(_), NEVER) => NEVER,
            (Some(_), _) => BEFORE,
        })
    });
    let best = |carried: usize| {
        let ends = (0..states.len()).filter(|&state| seen[state][carried].is_some());
        ends.filter_map(|state| Some((graph.nodes[states.scene(state)].outcome?, state))).min()
    };
    let (with, end) = best(TWICE)?;
    Some(Doubled { without: best(NEVER).map(|(outcome, _)| outcome), with, run: run_to(states, &seen, end, TWICE) })
}

/// A state with the worth of the value of each meter.
#[derive(Clone, Debug)]
struct RatedState {
    state: usize,
    worth: Vec<i64>,
}

fn worth(graph: &Graph, state: &[u32]) -> Vec<i64> {
    graph.values(state).iter().zip(&graph.gauges).map(|(&value, gauge)| gauge.worth(value)).collect()
}

/// Returns the best worth of each meter in any of these states.
fn best_values(graph: &Graph, states: &[RatedState]) -> Vec<i64> {
    let best = |meter: usize| states.iter().map(|state| state.worth[meter]).max().unwrap_or(i64::MAX);
    (0..graph.gauges.len()).map(best).collect()
}

/// Returns whether all meters except running totals are worth the same. Giving up early costs less, which alone does
/// not make an ending better.
fn differ_in_totals_only(graph: &Graph, own: &[i64], other: &[i64]) -> bool {
    let mut scales = graph.gauges.iter().zip(own.iter().zip(other)).filter(|(gauge, _)| !gauge.is_total());
    scales.all(|(_, (own, other))| own == other)
}

fn richer(graph: &Graph, states: &States) -> Vec<Richer> {
    let mut ends: Vec<Vec<RatedState>> = vec![Vec::new(); graph.nodes.len()];
    for state in (0..states.len()).filter(|&state| graph.nodes[states.scene(state)].outcome.is_some()) {
        ends[states.scene(state)].push(RatedState { state, worth: worth(graph, states.get(state)) });
    }
    let scenes: Vec<usize> = (0..graph.nodes.len()).filter(|&scene| !ends[scene].is_empty()).collect();
    let mut by_outcome: BTreeMap<Option<usize>, Vec<usize>> = BTreeMap::new();
    for &scene in &scenes {
        by_outcome.entry(graph.nodes[scene].outcome).or_default().push(scene);
    }
    let mut found = Vec::new();
    for &worse in &scenes {
        let mut better: Vec<usize> =
            by_outcome.range(..graph.nodes[worse].outcome).flat_map(|(_, of)| of).copied().collect();
        better.sort_unstable();
        for better in better {
            let tops = best_values(graph, &ends[better]);
            let beats = |own: &RatedState| {
                let as_good = own.worth.iter().zip(&tops).all(|(own, top)| own >= top);
                as_good && ends[better].iter().all(|other| !differ_in_totals_only(graph, &own.worth, &other.worth))
            };
            if let Some(own) = ends[worse].iter().find(|own| beats(own)) {
                found.push(Richer { worse, better, run: states.run(own.state) });
            }
        }
    }
    found
}

//! Turning points: the choices that every run to an ending shares, and the scene whose choices matter most.

use std::collections::BTreeMap;

use super::facts::in_order;
use super::graph::Graph;
use super::states::{Coverage, Exit, States, Step};

/// Differences between scenes that are attributed to rounding.
const ROUNDING: f64 = 1e-9;

/// The decisive choices of a story. They follow from its runs alone.
#[derive(Clone, Debug, Default)]
pub struct Turns {
    /// The shared choices of each ending that is reached, in the order of the text.
    pub shared: Vec<SharedChoices>,
    /// The scene whose choices have the greatest effect on the expected outcome of random play; `None` if the story has
    /// a loop, or if no choice has any effect.
    pub pivot: Option<Pivot>,
}

/// The choices that all runs to an ending share.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SharedChoices {
    /// The scene of the ending.
    pub scene: usize,
    /// The choices, in the order of the text.
    pub choices: Vec<Step>,
}

/// The scene whose choices matter most.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pivot {
    /// The scene.
    pub scene: usize,
    /// The difference in expected outcome rank between its best and its worst choice, weighted by how often random play
    /// enters it.
    pub ranks: f64,
}

/// Computes the shared choices and the pivot. Returns `None` if runs are missing.
#[must_use]
pub fn find(graph: &Graph, states: &States, coverage: &Coverage) -> Option<Turns> {
    coverage.has_all_runs().then(|| Turns { shared: shared(graph, states), pivot: pivot(graph, states) })
}

/// Sets of choices as bits, one row per state.
#[derive(Debug)]
struct Rows {
    words: usize,
    bits: Vec<u64>,
}

impl Rows {
    fn get(&self, row: usize) -> &[u64] {
        &self.bits[row * self.words..(row + 1) * self.words]
    }

    /// Intersects row `to` with the union of row `from` and `choice`. Returns whether the row changed.
    fn narrow(&mut self, to: usize, from: usize, choice: Option<usize>) -> bool {
        let mut changed = false;
        for word in 0..self.words {
            let own = choice.filter(|choice| choice / 64 == word).map_or(0, |choice| 1_u64 << (choice % 64));
            let kept = self.bits[to * self.words + word] & (self.bits[from * self.words + word] | own);
            changed |= kept != self.bits[to * self.words + word];
            self.bits[to * self.words + word] = kept;
        }
        changed
    }
}

/// Returns for each ending the choices that every run to it takes: the intersection over all paths from the start to
/// its states.
fn shared(graph: &Graph, states: &States) -> Vec<SharedChoices> {
    let mut first = Vec::with_capacity(graph.nodes.len());
    let mut choices: Vec<Step> = Vec::new();
    for (scene, node) in graph.nodes.iter().enumerate() {
        first.push(choices.len());
        choices.extend((0..node.choices.len()).map(|way| Step { scene, way }));
    }
    let words = choices.len().div_ceil(64).max(1);
    let mut rows = Rows { words, bits: vec![u64::MAX; words * states.len()] };
    rows.bits[..words].fill(0);
    let mut changed = true;
    while changed {
        changed = false;
        for state in 0..states.len() {
            let scene = states.scene(state);
            let chosen = graph.nodes[scene].routes.is_empty();
            for Exit { to, way } in states.steps(state) {
                let narrowed = rows.narrow(to, state, chosen.then(|| first[scene] + way));
                changed |= narrowed && to <= state;
            }
        }
    }
    let mut common: BTreeMap<usize, Vec<u64>> = BTreeMap::new();
    let is_end = |scene: usize| graph.nodes[scene].outcome.is_some();
    for state in (0..states.len()).filter(|&state| is_end(states.scene(state))) {
        let all = common.entry(states.scene(state)).or_insert_with(|| vec![u64::MAX; words]);
        all.iter_mut().zip(rows.get(state)).for_each(|(all, own)| *all &= own);
    }
    let steps =
        |all: &[u64]| members(all).take_while(|&number| number < choices.len()).map(|number| choices[number]).collect();
    common.iter().map(|(&scene, all)| SharedChoices { scene, choices: steps(all) }).collect()
}

/// Returns the numbers of the bits that are set, in order.
fn members(bits: &[u64]) -> impl Iterator<Item = usize> {
    bits.iter().zip(0..).flat_map(|(&word, at)| {
        std::iter::successors(Some(word), |word| Some(word & word.wrapping_sub(1)))
            .take_while(|&word| word != 0)
            .map(move |word| at * 64 + word.trailing_zeros() as usize)
    })
}

fn pivot(graph: &Graph, states: &States) -> Option<Pivot> {
    let order = in_order(states);
    if order.circle.is_some() {
        return None;
    }
    #[expect(clippy::cast_precision_loss, reason = "outcomes and choices are few")]
    let number = |count: usize| count as f64;
    let mut expected = vec![0.0; states.len()];
    for &state in order.states.iter().rev() {
        let ways = number(states.steps(state).count());
        let sum: f64 = states.steps(state).map(|Exit { to, .. }| expected[to]).sum();
        let outcome = graph.nodes[states.scene(state)].outcome;
        expected[state] = outcome.map_or(if ways > 0.0 { sum / ways } else { 0.0 }, number);
    }
    let mut chance = vec![0.0; states.len()];
    let mut weights = vec![0.0; graph.nodes.len()];
    *chance.first_mut()? = 1.0;
    for &state in &order.states {
        let ways = number(states.steps(state).count());
        let values = states.steps(state).map(|Exit { to, .. }| expected[to]);
        let (low, high) = values.fold((f64::MAX, f64::MIN), |(low, high), value| (value.min(low), value.max(high)));
        if ways > 1.0 {
            weights[states.scene(state)] += chance[state] * (high - low);
        }
        for Exit { to, .. } in states.steps(state) {
            chance[to] += chance[state] / ways;
        }
    }
    let mut best = None::<Pivot>;
    for (scene, &ranks) in weights.iter().enumerate() {
        if ranks > best.map_or(0.0, |best| best.ranks) + ROUNDING {
            best = Some(Pivot { scene, ranks });
        }
    }
    best
}

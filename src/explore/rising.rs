//! Detection of totals that rise without end, in stories with too many states to visit. Once meters are cut where no
//! test distinguishes higher values, every loop that can be repeated is a cycle of states.

use std::collections::VecDeque;

use super::graph::Graph;
use super::states::{Exit, RisingLoop, States};

/// Finds a meter that rises without end and the scenes of a loop in which it does. `states` are those of `graph` with
/// cut meters. Totals that also fall are ignored: one scene of a loop may subtract what another adds.
pub(super) fn find(graph: &Graph, states: &States) -> Option<RisingLoop> {
    let falls = |meter: usize| graph.edges().flat_map(|edge| &edge.effects).any(|&(of, by)| of == meter && by < 0);
    let totals: Vec<bool> =
        graph.gauges.iter().enumerate().map(|(meter, gauge)| gauge.is_total() && !falls(meter)).collect();
    if !totals.contains(&true) {
        return None;
    }
    let groups = groups(states);
    let steps = (0..states.len()).flat_map(|from| states.steps(from).map(move |Exit { to, way }| (from, to, way)));
    steps.filter(|&(from, to, _)| groups[from] == groups[to]).find_map(|(from, to, way)| {
        let effects = &graph.way(states.scene(from), way).effects;
        let &(meter, _) = effects.iter().find(|&&(meter, by)| totals[meter] && by > 0)?;
        Some(RisingLoop { meter, scenes: shortest_loop(states, &groups, from, to) })
    })
}

/// Returns the strongly connected component of each state, as the number of one of its members.
///
/// Tarjan's algorithm with an explicit stack, because a run can be longer than the call stack allows.
fn groups(states: &States) -> Vec<usize> {
    const NEW: usize = usize::MAX;
    let mut met = vec![NEW; states.len()];
    let mut lowest = vec![NEW; states.len()];
    let mut group = vec![NEW; states.len()];
    let (mut waiting, mut count) = (Vec::new(), 0);
    // Every state can be reached from the first.
    let mut path = vec![(0, 0)];
    while let Some((state, way)) = path.pop() {
        if met[state] == NEW {
            (met[state], lowest[state]) = (count, count);
            count += 1;
            waiting.push(state);
        }
        let next = states.steps(state).nth(way).map(|Exit { to, .. }| to);
        match next {
            Some(to) if met[to] == NEW => path.extend([(state, way), (to, 0)]),
            Some(to) => {
                if group[to] == NEW {
                    lowest[state] = lowest[state].min(lowest[to]);
                }
                path.push((state, way + 1));
            }
            None if lowest[state] == met[state] => {
                while let Some(member) = waiting.pop() {
                    group[member] = state;
                    if member == state {
                        break;
                    }
                }
            }
            None => {}
        }
    }
    group
}

/// Returns the scenes of a shortest loop that begins with the step `from` → `to` within a component.
fn shortest_loop(states: &States, groups: &[usize], from: usize, to: usize) -> Vec<usize> {
    let mut before = vec![usize::MAX; states.len()];
    before[to] = to;
    let mut open = VecDeque::from([to]);
    while let Some(state) = open.pop_front().filter(|_| before[from] == usize::MAX) {
        for Exit { to: next, .. } in states.steps(state).filter(|&Exit { to: next, .. }| groups[next] == groups[to]) {
            if before[next] == usize::MAX {
                before[next] = state;
                open.push_back(next);
            }
        }
    }
    let mut scenes = vec![states.scene(from)];
    let mut at = from;
    while at != to {
        at = before[at];
        if at != from {
            scenes.push(states.scene(at));
        }
    }
    scenes[1..].reverse();
    scenes
}

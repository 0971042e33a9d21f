//! Totals that rise without end, in a story with more states than are kept: once meters stop where no test looks any
//! further, every round that can be gone again and again is a circle of states.

use std::collections::VecDeque;

use super::graph::Graph;
use super::states::States;

/// A meter that rises without end, and the scenes of a round on which it does. `states` are those of `graph` with cut
/// meters. Totals that also fall are left out: what one scene adds, another may take off.
pub(super) fn find(graph: &Graph, states: &States) -> Option<(usize, Vec<usize>)> {
    let falls = |meter: usize| graph.edges().flat_map(|edge| &edge.effects).any(|&(of, by)| of == meter && by < 0);
    let totals: Vec<bool> =
        graph.gauges.iter().enumerate().map(|(meter, gauge)| gauge.is_total() && !falls(meter)).collect();
    if !totals.contains(&true) {
        return None;
    }
    let groups = groups(states);
    let steps = (0..states.len()).flat_map(|from| states.steps(from).map(move |(to, way)| (from, to, way)));
    steps.filter(|&(from, to, _)| groups[from] == groups[to]).find_map(|(from, to, way)| {
        let effects = &graph.way(states.scene(from), way).effects;
        let &(meter, _) = effects.iter().find(|&&(meter, by)| totals[meter] && by > 0)?;
        Some((meter, round(states, &groups, (from, to))))
    })
}

/// For each state the number of its group: of the states that it leads to and that lead back to it.
///
/// Tarjan's algorithm, with a stack of its own, because a run may be longer than the machine's stack is deep.
fn groups(states: &States) -> Vec<usize> {
    const NEW: usize = usize::MAX;
    let mut met = vec![NEW; states.len()];
    let mut lowest = vec![NEW; states.len()];
    let mut group = vec![NEW; states.len()];
    let (mut waiting, mut count) = (Vec::new(), 0);
    // The first state leads to all others.
    let mut path = vec![(0, 0)];
    while let Some((state, way)) = path.pop() {
        if met[state] == NEW {
            (met[state], lowest[state]) = (count, count);
            count += 1;
            waiting.push(state);
        }
        let next = states.steps(state).nth(way).map(|(to, _)| to);
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

/// The scenes of a shortest round that begins with the step from one state to another of its group.
fn round(states: &States, groups: &[usize], (from, to): (usize, usize)) -> Vec<usize> {
    let mut before = vec![usize::MAX; states.len()];
    before[to] = to;
    let mut open = VecDeque::from([to]);
    while let Some(state) = open.pop_front().filter(|_| before[from] == usize::MAX) {
        for (next, _) in states.steps(state).filter(|&(next, _)| groups[next] == groups[to]) {
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

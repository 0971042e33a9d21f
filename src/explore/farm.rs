//! Profitable loops: paths from a scene back to itself that leave no meter worse and at least one better.

use std::collections::BTreeSet;

use super::graph::{Edge, Graph};
use super::states::{States, Step};

/// Maximum number of paths examined per scene (`WAYS`) and of states from which each loop is tried (`STARTS`).
const WAYS: usize = 500;
const STARTS: usize = 2_000;

/// Maximum number of scenes in a loop. Players are not tempted by longer ones.
const LENGTH: usize = 8;

/// A profitable loop.
#[derive(Clone, Debug)]
pub struct Farm {
    /// The scene in which it begins and ends.
    pub scene: usize,
    /// A meter that it improves.
    pub meter: usize,
    /// A run to the scene and once round the loop.
    pub run: Vec<Step>,
}

/// Returns the first profitable loop, in the order of the scenes.
#[must_use]
pub fn find(graph: &Graph, states: &States) -> Option<Farm> {
    let mut by_scene: Vec<Vec<usize>> = vec![Vec::new(); graph.nodes.len()];
    for state in 0..states.len() {
        by_scene[states.scene(state)].push(state);
    }
    let sources = sources(graph);
    (0..graph.nodes.len()).find_map(|scene| {
        circles(graph, &sources, scene).into_iter().find_map(|circle| pays(graph, states, &by_scene[scene], &circle))
    })
}

/// Returns the loops from `scene` through later scenes only, so that no loop is found twice.
fn circles(graph: &Graph, sources: &[Vec<usize>], scene: usize) -> Vec<Vec<Step>> {
    let back = leading_to(sources, scene);
    let mut found = Vec::new();
    let mut left = WAYS;
    let mut open: Vec<Vec<Step>> = vec![Vec::new()];
    while let Some(path) = open.pop() {
        let at = path.last().map_or(scene, |step| graph.way(step.scene, step.way).to);
        for (number, edge) in ways(graph, at) {
            let mut next = path.clone();
            next.push(Step { scene: at, way: number });
            if edge.to == scene {
                found.push(next);
            } else if back.contains(&edge.to) && next.len() < LENGTH && next.iter().all(|step| step.scene != edge.to) {
                open.push(next);
            } else {
                continue;
            }
            left -= 1;
            if left == 0 {
                return found;
            }
        }
    }
    found
}

/// Returns the later scenes that lead back to `scene` through later scenes. No other scene can be part of a loop.
fn leading_to(sources: &[Vec<usize>], scene: usize) -> BTreeSet<usize> {
    let mut back = BTreeSet::new();
    let mut open = vec![scene];
    while let Some(to) = open.pop() {
        open.extend(sources[to].iter().copied().filter(|&from| from > scene && back.insert(from)));
    }
    back
}

/// Returns for each scene the scenes that lead to it.
fn sources(graph: &Graph) -> Vec<Vec<usize>> {
    let mut sources = vec![Vec::new(); graph.nodes.len()];
    for scene in 0..graph.nodes.len() {
        for (_, edge) in ways(graph, scene) {
            sources[edge.to].push(scene);
        }
    }
    sources
}

fn ways(graph: &Graph, scene: usize) -> impl Iterator<Item = (usize, &Edge)> {
    let node = &graph.nodes[scene];
    let edges = if node.routes.is_empty() { &node.choices } else { &node.routes };
    edges.iter().enumerate()
}

fn pays(graph: &Graph, states: &States, starts: &[usize], circle: &[Step]) -> Option<Farm> {
    starts.iter().take(STARTS).find_map(|&start| {
        let before = states.get(start);
        let mut at = before.to_vec();
        for step in circle {
            let edge = graph.ways(&at).find(|(way, _)| *way == step.way).map(|(_, edge)| edge)?;
            let mut next = Vec::new();
            graph.follow(&at, edge, &mut next);
            at = next;
        }
        let meter = gain(graph, before, &at)?;
        let mut run = states.run(start);
        run.extend_from_slice(circle);
        Some(Farm { scene: circle[0].scene, meter, run })
    })
}

/// Returns a meter that has improved, if none is worse and the memories are unchanged.
fn gain(graph: &Graph, before: &[u32], after: &[u32]) -> Option<usize> {
    let memories = 1 + graph.gauges.len();
    if before[memories..] != after[memories..] {
        return None;
    }
    let worth = |state: &[u32], meter: usize| graph.gauges[meter].worth(graph.values(state)[meter]);
    let meters = 0..graph.gauges.len();
    if meters.clone().any(|meter| worth(after, meter) < worth(before, meter)) {
        return None;
    }
    meters.into_iter().find(|&meter| worth(after, meter) > worth(before, meter))
}

//! Facts about a story, derived from its states: which endings there are and how to reach them, which choices are open,
//! and where a run gets stuck.
//!
//! Every fact is exact, except that random play supplies figures for stories with loops. A fact that does not follow
//! from the visited states is `None`; each field says when.

#[cfg(test)]
mod tests;

use super::chance;
use super::graph::Graph;
use super::prose::Prose;
use super::states::{Coverage, Exit, States, Step};
use super::tally::{Tally, minutes};
use crate::model::WORDS_A_MINUTE;
use crate::text::saturating_u32;

/// The facts about a story after its states were visited.
#[derive(Clone, Debug)]
pub struct Facts {
    /// The number of states; `None` unless every state was visited.
    pub states: Option<usize>,
    /// The number of different runs to an ending; `None` if runs are missing and no loop was seen.
    pub runs: Option<Runs>,
    /// The number of choices in the shortest run; `None` if runs are missing.
    pub shortest: Option<usize>,
    /// The number of choices in the longest run; in a story with loops, the longest seen in random play. `None` if runs
    /// are missing and no loop was seen.
    pub longest: Option<usize>,
    /// The minutes that the longest run takes, at 200 words a minute and ten seconds a choice; `None` like `longest`.
    pub minutes: Option<f64>,
    /// The facts about each scene.
    pub scenes: Vec<SceneFacts>,
    /// The facts about each ending, in the order of the text.
    pub endings: Vec<EndingFacts>,
    /// The facts about each meter; `None` unless every state was visited.
    pub meters: Option<Vec<MeterFacts>>,
    /// The facts about the goal; `None` without a goal.
    pub goal: Option<GoalFacts>,
}

impl Facts {
    /// Returns the outcomes of the endings that a run was seen to reach. These are all possible outcomes if no run is
    /// missing.
    pub fn outcomes(&self) -> impl Iterator<Item = usize> + '_ {
        self.endings.iter().filter(|ending| ending.reached == Some(true)).map(|ending| ending.outcome)
    }
}

/// The number of different runs of a story.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Runs {
    /// The exact number.
    Counted(u128),
    /// Unlimited: the story has a loop that can be repeated any number of times.
    Endless {
        /// The scenes of a loop.
        circle: Vec<usize>,
    },
}

/// The facts about a scene.
#[derive(Clone, Debug, Default)]
pub struct SceneFacts {
    /// True if a run enters it; `None` if runs are missing and none was seen to enter it.
    pub reached: Option<bool>,
    /// The number of states in which it is entered; `None` unless every state was visited.
    pub states: Option<usize>,
    /// A run to a state without an open choice or route; `None` if none was seen.
    pub blocked: Option<Vec<Step>>,
    /// A run to a state from which play can go on for ever but never reaches an ending or a dead end; `None` if there
    /// is none, or if runs are missing.
    pub lost: Option<Vec<Step>>,
    /// The facts about each choice or route; `None` if runs are missing.
    pub ways: Option<Vec<WayFacts>>,
}

/// The facts about a choice or route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WayFacts {
    /// Its availability when its scene is entered.
    pub open: Open,
    /// The number of states in which it is open; `None` unless every state was visited.
    pub states: Option<usize>,
    /// The best outcome that is still possible after it, over all states; 0 is the best of all. `None` if no ending can
    /// be reached.
    pub best: Option<usize>,
}

/// The availability of a choice or route when its scene is entered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Open {
    /// Open in no state, or the scene is never entered.
    Never,
    /// Open in some states.
    Sometimes,
    /// Open in every state.
    Always,
}

/// The facts about an ending.
#[derive(Clone, Debug)]
pub struct EndingFacts {
    /// Its scene.
    pub scene: usize,
    /// The rank of its outcome; 0 is the best.
    pub outcome: usize,
    /// True if a run leads to it; `None` if runs are missing and none was seen to lead there.
    pub reached: Option<bool>,
    /// The number of states in which it is reached; `None` unless every state was visited.
    pub states: Option<usize>,
    /// The number of runs that lead to it; `None` if the story has a loop or runs are missing.
    pub runs: Option<u128>,
    /// A run to it; `None` if none was seen. It is a shortest run if no run is missing.
    pub run: Option<Vec<Step>>,
    /// The number of choices in a shortest run to it; `None` if there is no such run, or if runs are missing.
    pub shortest: Option<usize>,
    /// Its probability in random play, from 0 to 1; `None` if runs are missing and no loop was seen.
    pub share: Option<f64>,
    /// The lowest and the highest value of each meter at this ending; `None` if not every value of the meter was seen.
    /// Empty if no run leads there.
    pub meters: Vec<Option<(u32, u32)>>,
}

/// The facts about a meter.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MeterFacts {
    /// The number of steps that change it, over all states.
    pub changes: usize,
    /// The number of these that an end of its range cuts short.
    pub clamped: usize,
}

/// The facts about the goal.
#[derive(Clone, Debug)]
pub struct GoalFacts {
    /// True if some run meets it; `None` if runs are missing and none was seen to meet it.
    pub met: Option<bool>,
    /// True if some run misses it; `None` if runs are missing and none was seen to miss it.
    pub missed: Option<bool>,
    /// The number of ending states that meet and miss it; `None` unless every state was visited.
    pub states: Option<GoalStates>,
    /// The cheapest run that meets it, by the sum of running totals in the site's currency, then by choices. `None` if
    /// no run meets it, or if not every value of these totals was seen.
    pub cheapest: Option<Vec<Step>>,
}

/// The number of ending states that meet and miss a goal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GoalStates {
    /// States that meet it.
    pub met: usize,
    /// States that miss it.
    pub missed: usize,
}

/// Returns whether something happens in some run, if that follows from whether it was `seen`.
fn happens(seen: bool, coverage: &Coverage) -> Option<bool> {
    (seen || coverage.has_all_runs()).then_some(seen)
}

/// Returns the best outcome that can still be reached from each state; `None` if no ending can.
pub(super) fn best_outcomes(graph: &Graph, states: &States) -> Vec<Option<usize>> {
    lowest_after(states, |state| graph.nodes[states.scene(state)].outcome)
}

/// Returns for each state the lowest value of all states that can be reached from it, itself included.
fn lowest_after(states: &States, value: impl Fn(usize) -> Option<usize>) -> Vec<Option<usize>> {
    let before = predecessors(states);
    let mut lowest: Vec<Option<usize>> = vec![None; states.len()];
    let mut ends: Vec<(usize, usize)> = (0..states.len()).filter_map(|state| Some((value(state)?, state))).collect();
    ends.sort_unstable();
    let mut open = Vec::new();
    for (value, end) in ends {
        open.push(end);
        while let Some(state) = open.pop() {
            if lowest[state].is_none() {
                lowest[state] = Some(value);
                open.extend(before.of(state).iter().map(|&state| state as usize));
            }
        }
    }
    lowest
}

/// The predecessors of all states.
#[derive(Debug)]
struct Predecessors {
    /// The start of each state's section in `list`, and the end of the last.
    first: Vec<usize>,
    list: Vec<u32>,
}

impl Predecessors {
    fn of(&self, state: usize) -> &[u32] {
        &self.list[self.first[state]..self.first[state + 1]]
    }
}

fn predecessors(states: &States) -> Predecessors {
    let mut first = vec![0_usize; states.len() + 1];
    let all = || (0..states.len()).flat_map(|from| states.steps(from).map(move |Exit { to, .. }| (from, to)));
    for (_, to) in all() {
        first[to + 1] += 1;
    }
    for state in 0..states.len() {
        first[state + 1] += first[state];
    }
    let mut next = first.clone();
    let mut list = vec![0; states.steps_in_all()];
    for (from, to) in all() {
        list[next[to]] = saturating_u32(from);
        next[to] += 1;
    }
    Predecessors { first, list }
}

/// The states in topological order.
#[derive(Debug)]
pub(super) struct Order {
    /// The states. If there is a loop, it and everything after it are missing.
    pub states: Vec<usize>,
    /// The states of a loop, if there is one.
    pub circle: Option<Vec<usize>>,
}

/// Sorts the states topologically.
pub(super) fn in_order(states: &States) -> Order {
    let mut waiting = vec![0_u32; states.len()];
    for Exit { to, .. } in (0..states.len()).flat_map(|from| states.steps(from)) {
        waiting[to] += 1;
    }
    let mut order: Vec<usize> = Vec::with_capacity(states.len());
    order.extend((waiting.first() == Some(&0)).then_some(0));
    let mut at = 0;
    while let Some(&state) = order.get(at) {
        at += 1;
        for Exit { to, .. } in states.steps(state) {
            waiting[to] -= 1;
            if waiting[to] == 0 {
                order.push(to);
            }
        }
    }
    let circle = (order.len() < states.len()).then(|| circle(states, &waiting));
    Order { states: order, circle }
}

/// Finds a loop among the states with unvisited predecessors. Some of them merely follow a loop, so the search goes
/// backwards: each such state has a predecessor of the same kind.
fn circle(states: &States, waiting: &[u32]) -> Vec<usize> {
    let before = predecessors(states);
    let Some(mut at) = waiting.iter().position(|&count| count > 0) else { return Vec::new() };
    let mut seen = vec![usize::MAX; states.len()];
    let mut path = Vec::new();
    while seen[at] == usize::MAX {
        seen[at] = path.len();
        path.push(at);
        let Some(&back) = before.of(at).iter().find(|&&state| waiting[state as usize] > 0) else { break };
        at = back as usize;
    }
    let mut around = path.split_off(seen[at]);
    around.reverse();
    around
}

/// Totals accumulated along a story without loops: the runs into a state, its probability, and the most choices and
/// minutes.
#[derive(Clone, Copy, Debug, Default)]
struct Flow {
    runs: u128,
    chance: f64,
    choices: usize,
    minutes: f64,
}

/// Derives all facts from the states of `graph`, of which `coverage` was explored.
#[must_use]
pub fn gather(graph: &Graph, states: &States, coverage: &Coverage, prose: &Prose) -> Facts {
    let best = best_outcomes(graph, states);
    let order = in_order(states);
    let circle = match coverage {
        Coverage::Endless { scenes, .. } => Some(scenes.clone()),
        _ => order.circle.map(|circle| circle.into_iter().map(|state| states.scene(state)).collect()),
    };
    let tally = match &circle {
        Some(_) => Some(chance::play(graph, prose)),
        None => coverage.has_all_runs().then(|| flow(graph, states, prose, &order.states)),
    };
    let mut endings = endings(graph, states, coverage);
    for ending in &mut endings {
        ending.share = tally.as_ref().map(|tally| tally.shares[ending.scene]);
        ending.runs = tally.as_ref().and_then(|tally| Some(tally.runs.as_ref()?[ending.scene]));
    }
    let counted = tally.as_ref().and_then(|tally| tally.runs.as_ref());
    let counted = counted.map(|runs| Runs::Counted(runs.iter().fold(0, |all, &runs| all.saturating_add(runs))));
    let shortest = endings.iter().filter_map(|ending| ending.shortest).min().unwrap_or(0);
    Facts {
        states: coverage.is_whole().then(|| states.len()),
        runs: circle.map(|circle| Runs::Endless { circle }).or(counted),
        shortest: coverage.has_all_runs().then_some(shortest),
        longest: tally.as_ref().map(|tally| tally.longest),
        minutes: tally.as_ref().map(|tally| tally.minutes),
        scenes: scenes(graph, states, coverage, &best),
        endings,
        meters: coverage.is_whole().then(|| meters(graph, states)),
        goal: goal(graph, states, coverage, prose),
    }
}

/// Returns the number of steps in a run that the player chose, as opposed to routes.
#[must_use]
pub fn choices_in(graph: &Graph, run: &[Step]) -> usize {
    run.iter().filter(|step| graph.nodes[step.scene].routes.is_empty()).count()
}

fn flow(graph: &Graph, states: &States, prose: &Prose, order: &[usize]) -> Tally {
    let mut flows = vec![Flow::default(); states.len()];
    if let Some(start) = flows.first_mut() {
        *start =
            Flow { runs: 1, chance: 1.0, choices: 0, minutes: f64::from(prose.briefing) / f64::from(WORDS_A_MINUTE) };
    }
    for &state in order {
        let scene = states.scene(state);
        let minutes = flows[state].minutes + minutes(graph, prose, scene);
        flows[state].minutes = minutes;
        let from = flows[state];
        let choices = from.choices + usize::from(graph.nodes[scene].routes.is_empty());
        #[expect(clippy::cast_precision_loss, reason = "a scene has few choices")]
        let chance = from.chance / states.steps(state).count().max(1) as f64;
        for Exit { to, .. } in states.steps(state) {
            let next = &mut flows[to];
            next.runs = next.runs.saturating_add(from.runs);
            next.chance += chance;
            next.choices = next.choices.max(choices);
            next.minutes = next.minutes.max(minutes);
        }
    }
    let (mut runs, mut shares) = (vec![0_u128; graph.nodes.len()], vec![0.0; graph.nodes.len()]);
    let (mut longest, mut minutes) = (0, 0.0_f64);
    for (state, flow) in
        flows.iter().enumerate().filter(|(state, _)| graph.nodes[states.scene(*state)].outcome.is_some())
    {
        let scene = states.scene(state);
        runs[scene] = runs[scene].saturating_add(flow.runs);
        shares[scene] += flow.chance;
        longest = longest.max(flow.choices);
        minutes = minutes.max(flow.minutes);
    }
    Tally { runs: Some(runs), shares, longest, minutes }
}

fn endings(graph: &Graph, states: &States, coverage: &Coverage) -> Vec<EndingFacts> {
    let mut ends: Vec<Vec<usize>> = vec![Vec::new(); graph.nodes.len()];
    for state in 0..states.len() {
        ends[states.scene(state)].push(state);
    }
    let endings = graph.nodes.iter().zip(&ends).enumerate();
    endings
        .filter_map(|(scene, (node, ends))| {
            let nearest = ends.iter().copied().min_by_key(|&state| states.choices(state));
            let run = nearest.map(|state| states.run(state));
            Some(EndingFacts {
                scene,
                outcome: node.outcome?,
                reached: happens(!ends.is_empty(), coverage),
                states: coverage.is_whole().then_some(ends.len()),
                runs: None,
                shortest: run.as_ref().filter(|_| coverage.has_all_runs()).map(|run| choices_in(graph, run)),
                run,
                share: None,
                meters: ranges(graph, states, coverage, ends),
            })
        })
        .collect()
}

/// Returns the lowest and the highest value of each meter in these states.
fn ranges(graph: &Graph, states: &States, coverage: &Coverage, ends: &[usize]) -> Vec<Option<(u32, u32)>> {
    if ends.is_empty() && coverage.has_all_runs() {
        return Vec::new();
    }
    let range = |meter: usize| {
        let values = || ends.iter().map(|&state| graph.values(states.get(state))[meter]);
        coverage.has_all_values(meter).then_some(values().min().zip(values().max())).flatten()
    };
    (0..graph.gauges.len()).map(range).collect()
}

fn scenes(graph: &Graph, states: &States, coverage: &Coverage, best: &[Option<usize>]) -> Vec<SceneFacts> {
    let is_blocked = |state: usize| {
        let end = graph.nodes[states.scene(state)].outcome.is_some();
        !end && states.is_left(state) && states.steps(state).next().is_none()
    };
    // If a blocked state can be reached, that state is reported instead.
    let stops = lowest_after(states, |state| is_blocked(state).then_some(0));
    let mut entered = vec![0_usize; graph.nodes.len()];
    let mut open: Vec<Vec<(usize, Option<usize>)>> =
        graph.nodes.iter().map(|node| vec![(0, None); node.choices.len().max(node.routes.len())]).collect();
    let mut scenes: Vec<SceneFacts> = vec![SceneFacts::default(); graph.nodes.len()];
    for state in 0..states.len() {
        let number = states.scene(state);
        entered[number] += 1;
        for Exit { to, way } in states.steps(state) {
            let (count, after) = &mut open[number][way];
            *count += 1;
            *after = [*after, best[to]].into_iter().flatten().min();
        }
        let scene = &mut scenes[number];
        if graph.nodes[number].outcome.is_some() || !states.is_left(state) {
            continue;
        }
        if is_blocked(state) {
            scene.blocked.get_or_insert_with(|| states.run(state));
        } else if coverage.has_all_runs() && best[state].is_none() && stops[state].is_none() {
            scene.lost.get_or_insert_with(|| states.run(state));
        }
    }
    for (scene, (entered, open)) in scenes.iter_mut().zip(entered.into_iter().zip(open)) {
        scene.reached = happens(entered > 0, coverage);
        scene.states = coverage.is_whole().then_some(entered);
        let way = |(count, best)| WayFacts {
            open: Open::of(count, entered),
            states: coverage.is_whole().then_some(count),
            best,
        };
        scene.ways = coverage.has_all_runs().then(|| open.into_iter().map(way).collect());
    }
    scenes
}

impl Open {
    /// Classifies a choice or route that is open in `count` of the states in which its scene is `entered`.
    fn of(count: usize, entered: usize) -> Self {
        match count {
            0 => Self::Never,
            _ if count == entered => Self::Always,
            _ => Self::Sometimes,
        }
    }
}

fn meters(graph: &Graph, states: &States) -> Vec<MeterFacts> {
    let mut meters = vec![MeterFacts::default(); graph.gauges.len()];
    for state in 0..states.len() {
        let node = &graph.nodes[states.scene(state)];
        for Exit { way, .. } in states.steps(state) {
            let edge = node.choices.get(way).or_else(|| node.routes.get(way));
            for &(meter, by) in edge.iter().flat_map(|edge| &edge.effects).filter(|effect| effect.1 != 0) {
                let value = i64::from(graph.values(states.get(state))[meter]) + i64::from(by);
                meters[meter].changes += 1;
                meters[meter].clamped += usize::from(value < 0 || value > i64::from(graph.gauges[meter].most));
            }
        }
    }
    meters
}

fn goal(graph: &Graph, states: &States, coverage: &Coverage, prose: &Prose) -> Option<GoalFacts> {
    if graph.goal.is_empty() {
        return None;
    }
    let ends = (0..states.len()).filter(|&state| graph.nodes[states.scene(state)].outcome.is_some());
    let (met, missed): (Vec<usize>, Vec<usize>) = ends.partition(|&state| graph.holds(&graph.goal, states.get(state)));
    let cost = |state: usize| {
        let values = graph.values(states.get(state));
        prose.money.iter().map(|&meter| u64::from(values[meter])).sum::<u64>()
    };
    let costs_are_known = coverage.has_all_runs() && prose.money.iter().all(|&meter| coverage.has_all_values(meter));
    let cheapest = met.iter().copied().min_by_key(|&state| (cost(state), states.choices(state)));
    Some(GoalFacts {
        met: happens(!met.is_empty(), coverage),
        missed: happens(!missed.is_empty(), coverage),
        states: coverage.is_whole().then_some(GoalStates { met: met.len(), missed: missed.len() }),
        cheapest: cheapest.filter(|_| costs_are_known).map(|state| states.run(state)),
    })
}

//! What all states together say: which endings there are and how one gets there, what is open after each choice, where
//! a story gets stuck.

use super::graph::Graph;
use super::prose::Prose;
use super::states::{States, Step};

/// Seconds that a reader takes to choose.
const SECONDS_A_CHOICE: f64 = 10.0;
const WORDS_A_MINUTE: f64 = 200.0;

/// Everything that is known of a story after its states were visited.
#[derive(Clone, Debug)]
pub struct Facts {
    /// How many states there are.
    pub states: usize,
    /// How many different runs lead to an ending; `None` where a run can go round in a loop.
    pub runs: Option<u128>,
    /// The scenes of a loop, where there is one.
    pub circle: Option<Vec<usize>>,
    /// How many choices the shortest run takes.
    pub shortest: usize,
    /// How many choices the longest run takes; in a story with loops, the longest that was met by chance.
    pub longest: usize,
    /// Minutes that the longest run takes, by 200 words a minute and ten seconds a choice.
    pub minutes: f64,
    /// Each scene.
    pub scenes: Vec<SceneFacts>,
    /// Each ending, in the order of the text.
    pub endings: Vec<EndingFacts>,
    /// Each meter.
    pub meters: Vec<MeterFacts>,
    /// Where the goal is met; `None` without a goal.
    pub goal: Option<GoalFacts>,
}

/// What is known of a scene.
#[derive(Clone, Debug, Default)]
pub struct SceneFacts {
    /// In how many states it is entered.
    pub states: usize,
    /// A shortest run into a state in which no choice is on offer.
    pub blocked: Option<Vec<Step>>,
    /// A shortest run into a state from which ways lead on for ever and none to an ending.
    pub lost: Option<Vec<Step>>,
    /// Each choice or route.
    pub ways: Vec<WayFacts>,
}

/// What is known of a choice or route.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WayFacts {
    /// In how many states it is open.
    pub open: usize,
    /// The best outcome that is still possible after it, over all states; 0 is the best there is.
    pub best: Option<usize>,
}

/// What is known of an ending.
#[derive(Clone, Debug)]
pub struct EndingFacts {
    /// Its scene.
    pub scene: usize,
    /// How good it is.
    pub outcome: usize,
    /// In how many states it is reached.
    pub states: usize,
    /// How many runs lead to it; `None` where runs can go round in a loop.
    pub runs: Option<u128>,
    /// A shortest run to it; `None` where none leads there.
    pub shortest: Option<Vec<Step>>,
    /// How likely it is for someone who chooses by chance, from 0 to 1.
    pub share: f64,
    /// The lowest and the highest value of each meter in it.
    pub meters: Vec<(u32, u32)>,
}

/// What is known of a meter.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MeterFacts {
    /// How many steps change it, over all states.
    pub changes: usize,
    /// How many of them are cut short by an end of its range.
    pub clamped: usize,
}

/// Where the goal is met.
#[derive(Clone, Debug)]
pub struct GoalFacts {
    /// In how many states of endings it is met.
    pub met: usize,
    /// In how many it is not.
    pub missed: usize,
    /// The run that meets it at the least cost, by the sum of running totals in the site's currency, then the shortest.
    pub cheapest: Option<Vec<Step>>,
}

/// The best outcome that can still be reached from each state; `None` from where no ending can.
pub(super) fn best_outcomes(graph: &Graph, states: &States) -> Vec<Option<usize>> {
    lowest_after(states, |state| graph.nodes[states.scene(state)].outcome)
}

/// For each state the lowest value that a state after it has, itself included.
fn lowest_after(states: &States, value: impl Fn(usize) -> Option<usize>) -> Vec<Option<usize>> {
    let (first, before) = backwards(states);
    let mut lowest: Vec<Option<usize>> = vec![None; states.len()];
    let mut ends: Vec<(usize, usize)> = (0..states.len()).filter_map(|state| Some((value(state)?, state))).collect();
    ends.sort_unstable();
    let mut open = Vec::new();
    for (value, end) in ends {
        open.push(end);
        while let Some(state) = open.pop() {
            if lowest[state].is_none() {
                lowest[state] = Some(value);
                let from = &before[first[state]..first[state + 1]];
                open.extend(from.iter().map(|&state| state as usize));
            }
        }
    }
    lowest
}

/// The states from which each state is entered: where each one's list begins, and the lists.
fn backwards(states: &States) -> (Vec<usize>, Vec<u32>) {
    let mut first = vec![0_usize; states.len() + 1];
    let all = || (0..states.len()).flat_map(|from| states.steps(from).map(move |(to, _)| (from, to)));
    for (_, to) in all() {
        first[to + 1] += 1;
    }
    for state in 0..states.len() {
        first[state + 1] += first[state];
    }
    let mut place = first.clone();
    let mut before = vec![0; states.steps_in_all()];
    for (from, to) in all() {
        before[place[to]] = u32::try_from(from).unwrap_or(u32::MAX);
        place[to] += 1;
    }
    (first, before)
}

/// The states in an order in which each stands before those that it leads to. The second value holds the states of a
/// loop where there is one; then the order lacks them and what follows them.
pub(super) fn in_order(states: &States) -> (Vec<usize>, Option<Vec<usize>>) {
    let mut waiting = vec![0_u32; states.len()];
    for (to, _) in (0..states.len()).flat_map(|from| states.steps(from)) {
        waiting[to] += 1;
    }
    let mut order: Vec<usize> = Vec::with_capacity(states.len());
    order.extend((waiting.first() == Some(&0)).then_some(0));
    let mut at = 0;
    while let Some(&state) = order.get(at) {
        at += 1;
        for (to, _) in states.steps(state) {
            waiting[to] -= 1;
            if waiting[to] == 0 {
                order.push(to);
            }
        }
    }
    let circle = (order.len() < states.len()).then(|| circle(states, &waiting));
    (order, circle)
}

/// A loop among the states that still wait for others. Some wait only because they come after a loop, so the way goes
/// back: from each waiting state to one before it that waits too.
fn circle(states: &States, waiting: &[u32]) -> Vec<usize> {
    let (first, before) = backwards(states);
    let Some(mut at) = waiting.iter().position(|&count| count > 0) else { return Vec::new() };
    let mut seen = vec![usize::MAX; states.len()];
    let mut path = Vec::new();
    while seen[at] == usize::MAX {
        seen[at] = path.len();
        path.push(at);
        let from = &before[first[at]..first[at + 1]];
        let Some(&back) = from.iter().find(|&&state| waiting[state as usize] > 0) else { break };
        at = back as usize;
    }
    let mut around = path.split_off(seen[at]);
    around.reverse();
    around
}

/// Forward sums over a story without loops: runs into each state, chance of it, most choices, most minutes.
#[derive(Clone, Copy, Default)]
struct Flow {
    runs: u128,
    chance: f64,
    choices: usize,
    minutes: f64,
}

/// Gathers everything from the states of `graph`.
#[must_use]
pub fn gather(graph: &Graph, states: &States, prose: &Prose) -> Facts {
    let best = best_outcomes(graph, states);
    let (order, circle) = in_order(states);
    let mut facts = Facts {
        states: states.len(),
        runs: None,
        circle: circle.map(|circle| circle.into_iter().map(|state| states.scene(state)).collect()),
        shortest: 0,
        longest: 0,
        minutes: 0.0,
        scenes: scenes(graph, states, &best),
        endings: Vec::new(),
        meters: meters(graph, states),
        goal: goal(graph, states, prose),
    };
    facts.endings = endings(graph, states);
    if facts.circle.is_none() {
        flow(&mut facts, (graph, states, prose), &order);
    } else {
        super::chance::play(&mut facts, graph, prose);
    }
    let lengths = facts.endings.iter().filter_map(|ending| ending.shortest.as_ref());
    facts.shortest = lengths.map(|run| choices_in(graph, run)).min().unwrap_or(0);
    facts
}

/// How many steps of a run were chosen, and not taken by the story itself.
#[must_use]
pub fn choices_in(graph: &Graph, run: &[Step]) -> usize {
    run.iter().filter(|step| graph.nodes[step.scene].routes.is_empty()).count()
}

/// Minutes that a step takes: reading the scene, and choosing where there is a choice.
pub(super) fn minutes(graph: &Graph, prose: &Prose, scene: usize) -> f64 {
    let choosing = if graph.nodes[scene].choices.len() > 1 { SECONDS_A_CHOICE / 60.0 } else { 0.0 };
    f64::from(prose.words[scene]) / WORDS_A_MINUTE + choosing
}

fn flow(facts: &mut Facts, (graph, states, prose): (&Graph, &States, &Prose), order: &[usize]) {
    let mut flows = vec![Flow::default(); states.len()];
    if let Some(start) = flows.first_mut() {
        *start = Flow { runs: 1, chance: 1.0, choices: 0, minutes: f64::from(prose.briefing) / WORDS_A_MINUTE };
    }
    for &state in order {
        let scene = states.scene(state);
        let minutes = flows[state].minutes + minutes(graph, prose, scene);
        flows[state].minutes = minutes;
        let from = flows[state];
        let choices = from.choices + usize::from(graph.nodes[scene].routes.is_empty());
        #[expect(clippy::cast_precision_loss, reason = "a scene has few choices")]
        let chance = from.chance / states.steps(state).count().max(1) as f64;
        for (to, _) in states.steps(state) {
            let next = &mut flows[to];
            next.runs = next.runs.saturating_add(from.runs);
            next.chance += chance;
            next.choices = next.choices.max(choices);
            next.minutes = next.minutes.max(minutes);
        }
    }
    for ending in &mut facts.endings {
        ending.runs = Some(0);
    }
    for (state, flow) in flows.iter().enumerate() {
        let Some(ending) = facts.endings.iter_mut().find(|ending| ending.scene == states.scene(state)) else {
            continue;
        };
        ending.runs = ending.runs.map(|runs| runs.saturating_add(flow.runs));
        ending.share += flow.chance;
        facts.longest = facts.longest.max(flow.choices);
        facts.minutes = facts.minutes.max(flow.minutes);
    }
    facts.runs = Some(facts.endings.iter().filter_map(|ending| ending.runs).fold(0, u128::saturating_add));
}

fn endings(graph: &Graph, states: &States) -> Vec<EndingFacts> {
    let mut endings: Vec<EndingFacts> = Vec::new();
    for (scene, node) in graph.nodes.iter().enumerate() {
        let Some(outcome) = node.outcome else { continue };
        let (runs, shortest, meters) = (None, None, Vec::new());
        endings.push(EndingFacts { scene, outcome, states: 0, runs, shortest, share: 0.0, meters });
    }
    let mut nearest: Vec<Option<usize>> = vec![None; endings.len()];
    for state in 0..states.len() {
        let Some(number) = endings.iter().position(|ending| ending.scene == states.scene(state)) else { continue };
        let ending = &mut endings[number];
        ending.states += 1;
        let values = graph.values(states.get(state));
        if ending.meters.is_empty() {
            ending.meters = values.iter().map(|&value| (value, value)).collect();
        }
        for ((low, high), &value) in ending.meters.iter_mut().zip(values) {
            (*low, *high) = (value.min(*low), value.max(*high));
        }
        if nearest[number].is_none_or(|known| states.choices(state) < states.choices(known)) {
            nearest[number] = Some(state);
        }
    }
    for (ending, state) in endings.iter_mut().zip(nearest) {
        ending.shortest = state.map(|state| states.run(state));
    }
    endings
}

fn scenes(graph: &Graph, states: &States, best: &[Option<usize>]) -> Vec<SceneFacts> {
    let is_blocked = |state: usize| {
        let end = graph.nodes[states.scene(state)].outcome.is_some();
        !end && states.is_left(state) && states.steps(state).next().is_none()
    };
    // From where a blocked state can be reached, that state is what is wrong.
    let stops = lowest_after(states, |state| is_blocked(state).then_some(0));
    let ways = |node: &super::graph::Node| vec![WayFacts::default(); node.choices.len().max(node.routes.len())];
    let mut scenes: Vec<SceneFacts> =
        graph.nodes.iter().map(|node| SceneFacts { ways: ways(node), ..SceneFacts::default() }).collect();
    for state in 0..states.len() {
        let number = states.scene(state);
        let node = &graph.nodes[number];
        let scene = &mut scenes[number];
        scene.states += 1;
        for (to, way) in states.steps(state) {
            let way = &mut scene.ways[way];
            way.open += 1;
            way.best = match (way.best, best[to]) {
                (Some(known), Some(other)) => Some(known.min(other)),
                (known, other) => known.or(other),
            };
        }
        if node.outcome.is_some() || !states.is_left(state) {
            continue;
        }
        if is_blocked(state) {
            scene.blocked.get_or_insert_with(|| states.run(state));
        } else if best[state].is_none() && stops[state].is_none() {
            scene.lost.get_or_insert_with(|| states.run(state));
        }
    }
    scenes
}

fn meters(graph: &Graph, states: &States) -> Vec<MeterFacts> {
    let mut meters = vec![MeterFacts::default(); graph.gauges.len()];
    for state in 0..states.len() {
        let node = &graph.nodes[states.scene(state)];
        for (_, way) in states.steps(state) {
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

fn goal(graph: &Graph, states: &States, prose: &Prose) -> Option<GoalFacts> {
    if graph.goal.is_empty() {
        return None;
    }
    let (mut met, mut missed, mut cheapest) = (0, 0, None::<(u64, usize)>);
    for state in (0..states.len()).filter(|&state| graph.nodes[states.scene(state)].outcome.is_some()) {
        if !graph.holds(&graph.goal, states.get(state)) {
            missed += 1;
            continue;
        }
        met += 1;
        let values = graph.values(states.get(state));
        let cost = prose.money.iter().map(|&meter| u64::from(values[meter])).sum();
        if cheapest.is_none_or(|(known, _)| cost < known) {
            cheapest = Some((cost, state));
        }
    }
    Some(GoalFacts { met, missed, cheapest: cheapest.map(|(_, state)| states.run(state)) })
}

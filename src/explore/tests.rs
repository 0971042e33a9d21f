//! Tests the explorer against independent results: the worked example counted by hand, small stories made for one
//! question each, and a naive walk through every run of random stories.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on says so by failing")]

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use proptest::test_runner::RngSeed;

use super::facts::{self, Facts, Runs};
use super::fragile;
use super::graph::{Edge, Gauge, Good, Graph, Node};
use super::prose::{Language, Prose};
use super::states::{BUDGET, Coverage, States};
use super::verdicts::{self, Farming, Verdicts};
use super::visit;
use super::{Depth, Proof, prove};
use crate::config::Config;
use crate::parse::front_matter::{self, Details};
use crate::parse::kind::ContentKind;
use crate::parse::markdown::{self, Body, SourcedBody};
use crate::parse::scenario::{self, Mark, Scenario, Setup, TestKind};
use crate::source::{FileId, SourceFile};

fn read(text: &str) -> Proof {
    let (file, config) = (SourceFile::new("content/scenarios/test.md", text.to_owned()), Config::default());
    let (scenario, body) = scenario(&file, &config).expect("a scenario without mistakes");
    let language = Language { currency: "$", sorry: &["sorry".to_owned()] };
    prove(&scenario, SourcedBody { body: &body, source: file.text() }, language, Depth::Runs.into()).unwrap()
}

/// Returns the graph and the prose of a scenario; `None` if it cannot be parsed on its own without errors.
pub(super) fn story(text: &str) -> Option<(Graph, Prose)> {
    let (file, config) = (SourceFile::new("content/scenarios/test.md", text.to_owned()), Config::default());
    let (scenario, body) = scenario(&file, &config)?;
    let language = Language { currency: "$", sorry: &["sorry".to_owned()] };
    Some((Graph::of(&scenario)?, Prose::of(&scenario, &body, file.text(), language)))
}

fn scenario(file: &SourceFile, config: &Config) -> Option<(Scenario, Body)> {
    let (front, found) = front_matter::read(ContentKind::Scenario, FileId(0), file.text(), config);
    let (mut body, _) = markdown::parse(FileId(0), file.text(), front.body.range().start, &front.shared.title);
    let Details::Scenario(details) = &front.details else { return None };
    let setup =
        Setup { source: file.text(), front: details, sound: front.sound, outcomes: &config.outcomes, words: &[] };
    let (scenario, _) = scenario::parse(&setup, &mut body);
    (found.is_empty() && scenario.sound).then_some((scenario, body))
}

/// Returns a scale from 0 to `most`.
fn scale(start: u32, most: u32) -> Gauge {
    Gauge { start, most, good: Good::More }
}

pub(super) fn total() -> Gauge {
    Gauge { start: 0, most: i32::MAX.unsigned_abs(), good: Good::Less }
}

pub(super) fn to(scene: usize) -> Edge {
    Edge { to: scene, tests: Vec::new(), effects: Vec::new(), sets: Vec::new(), mark: None }
}

pub(super) fn adding(scene: usize, effects: &[(usize, i32)]) -> Edge {
    Edge { effects: effects.to_vec(), ..to(scene) }
}

pub(super) fn choices(choices: &[Edge]) -> Node {
    Node { choices: choices.to_vec(), ..Node::default() }
}

pub(super) fn ending(outcome: usize) -> Node {
    Node { outcome: Some(outcome), ..Node::default() }
}

pub(super) fn graph(gauges: &[Gauge], memories: usize, nodes: &[Node]) -> Graph {
    Graph { gauges: gauges.to_vec(), memories, nodes: nodes.to_vec(), goal: Vec::new() }
}

fn prose(graph: &Graph) -> Prose {
    let labels = graph.nodes.iter().map(|_| Vec::new()).collect();
    Prose { briefing: 0, words: vec![0; graph.nodes.len()], labels, money: Vec::new() }
}

fn walked(graph: &Graph, budget: usize) -> (States, Coverage, Facts) {
    let (states, coverage) = visit(graph, budget);
    let facts = facts::gather(graph, &states, &coverage, &prose(graph));
    (states, coverage, facts)
}

/// Returns the number of runs, if they were counted.
fn counted(facts: &Facts) -> Option<u128> {
    match facts.runs {
        Some(Runs::Counted(runs)) => Some(runs),
        _ => None,
    }
}

/// Returns the number of states in which each ending is reached, if every state was visited.
fn ends(facts: &Facts) -> Vec<usize> {
    facts.endings.iter().filter_map(|ending| ending.states).collect()
}

#[test]
fn the_example_has_the_counts_found_by_hand() {
    let proof = read(include_str!("../../content/scenarios/the-box-that-fought-back.md"));
    let (graph, facts) = (&proof.graph, &proof.facts);
    assert_eq!(proof.coverage, Coverage::Whole);
    assert_eq!(graph.nodes.iter().filter(|node| node.outcome.is_none()).count(), 13);
    assert_eq!(graph.nodes.iter().map(|node| node.choices.len()).sum::<usize>(), 26);
    assert_eq!((facts.states, counted(facts)), (Some(230), Some(131)));
    assert_eq!((facts.shortest, facts.longest), (Some(2), Some(9)));
    let endings: Vec<_> = facts
        .endings
        .iter()
        .map(|ending| (ending.outcome, ending.shortest.unwrap(), ending.meters[0].unwrap()))
        .collect();
    assert_eq!(endings, [(0, 4, (9, 10)), (1, 3, (6, 8)), (2, 5, (3, 5)), (3, 2, (0, 2))]);
    assert!((facts.endings.iter().map(|ending| ending.share.unwrap()).sum::<f64>() - 1.0).abs() < 1e-9);
}

#[test]
fn a_total_that_rises_without_end_is_proved() {
    let round = graph(&[total()], 0, &[choices(&[adding(0, &[(0, 3)]), to(1)]), ending(0)]);
    let (_, coverage, facts) = walked(&round, BUDGET);
    assert_eq!(coverage, Coverage::Endless { meter: 0, scenes: vec![0] });
    assert_eq!((facts.runs, facts.states), (Some(Runs::Endless { circle: vec![0] }), None));

    // The choice that leaves costs more than another round, so the first state beyond each limit has already left.
    let leaving = graph(&[total()], 0, &[choices(&[adding(0, &[(0, 1)]), adding(1, &[(0, 50)])]), ending(0)]);
    assert!(matches!(visit(&leaving, 5_000).1, Coverage::Endless { .. }));

    // Two scenes, and a scale that is at its maximum while the total rises.
    let two = [choices(&[adding(1, &[(0, 2), (1, 1)]), to(2)]), choices(&[to(0)]), ending(0)];
    let two = graph(&[total(), scale(0, 3)], 0, &two);
    let Coverage::Endless { meter: 0, scenes } = visit(&two, BUDGET).1 else { panic!("it rises") };
    assert_eq!(scenes.iter().collect::<BTreeSet<_>>().len(), 2);
}

#[test]
fn a_slowly_rising_total_is_found_beyond_the_budget() {
    // The expensive choice raises the limit far beyond what the slow loop adds before the budget is spent.
    let dear = adding(2, &[(0, 5_000)]);
    let slow = |back: &[Edge]| {
        let first = choices(&[adding(1, &[(0, 1), (1, 1)]), adding(1, &[(1, -1)]), dear.clone()]);
        graph(&[total(), scale(5, 10)], 0, &[first, choices(back), ending(0)])
    };
    let Coverage::Endless { meter: 0, scenes } = visit(&slow(&[to(0)]), 1_000).1 else { panic!("it rises") };
    assert_eq!(scenes, [0, 1]);

    // Without a way back nothing rises, and a total that also falls need not.
    assert_eq!(visit(&slow(&[to(2)]), 4).1, Coverage::Cut { meters: vec![0, 1] });
    let taken = visit(&slow(&[adding(0, &[(0, -1)])]), 10).1;
    assert!(!matches!(taken, Coverage::Endless { .. }), "{taken:?}");
}

/// The first scene repeats until `a` is 2, and a test keeps `a` at 3 or less: it rises, but not without end. Only `b`
/// does.
#[test]
fn a_loop_that_a_test_ends_is_not_reported_as_endless() {
    let again = Edge { tests: vec![TestKind::AtMost { meter: 0, value: 2 }], ..adding(0, &[(0, 1)]) };
    let on = Edge { tests: vec![TestKind::AtLeast { meter: 0, value: 2 }], ..to(1) };
    let nodes = [choices(&[again, on]), choices(&[adding(1, &[(1, 1)]), to(2)]), ending(0)];
    let story = graph(&[total(), total()], 0, &nodes);
    assert_eq!(visit(&story, BUDGET).1, Coverage::Endless { meter: 1, scenes: vec![1] });
}

#[test]
fn a_total_whose_loop_a_test_limits_is_not_endless() {
    // Another round is open only below 10.
    let below = Edge { tests: vec![TestKind::AtMost { meter: 0, value: 9 }], ..adding(0, &[(0, 3)]) };
    let (_, coverage, facts) = walked(&graph(&[total()], 0, &[choices(&[below, to(1)]), ending(0)]), BUDGET);
    assert_eq!((coverage, ends(&facts)), (Coverage::Whole, vec![5]));

    // Another round is open only once.
    let tests = vec![TestKind::Forgets(0)];
    let once = Edge { tests, sets: vec![0], ..adding(0, &[(0, 500)]) };
    let (_, coverage, facts) = walked(&graph(&[total()], 1, &[choices(&[once, to(1)]), ending(0)]), BUDGET);
    assert_eq!((coverage, counted(&facts)), (Coverage::Whole, Some(2)));
}

#[test]
fn a_loop_makes_runs_endless_and_its_scenes_are_reported() {
    // The start is before the loop and leads into it.
    let nodes = [choices(&[to(1)]), choices(&[to(2), to(3)]), choices(&[to(1)]), ending(0)];
    let (_, coverage, facts) = walked(&graph(&[], 0, &nodes), BUDGET);
    assert_eq!((coverage, facts.endings[0].runs), (Coverage::Whole, None));
    let Some(Runs::Endless { circle }) = facts.runs else { panic!("no loop was found") };
    assert_eq!(circle.into_iter().collect::<BTreeSet<usize>>(), BTreeSet::from([1, 2]));
    assert!((facts.endings[0].share.unwrap() - 1.0).abs() < f64::EPSILON);
    assert_eq!(facts.shortest, Some(2));
}

#[test]
fn beyond_the_budget_meters_are_cut_above_the_highest_tested_value() {
    // Eight scenes each add 0 or 1 to a total that is only tested for `5 or more`.
    let mut nodes: Vec<Node> = (0..8).map(|scene| choices(&[adding(scene + 1, &[(0, 1)]), to(scene + 1)])).collect();
    let asks = Edge { tests: vec![TestKind::AtLeast { meter: 0, value: 5 }], ..to(9) };
    nodes.push(Node { routes: vec![asks, to(10)], ..Node::default() });
    nodes.extend([ending(0), ending(1)]);
    let long = graph(&[total()], 0, &nodes);
    assert_eq!(walked(&long, 54).1, Coverage::Whole);
    let (states, coverage, _) = walked(&long, 50);
    let at = |scene: usize| (0..states.len()).filter(|&state| states.scene(state) == scene).count();
    assert_eq!((coverage, at(9), at(10)), (Coverage::Cut { meters: vec![0] }, 1, 5));
    let (states, coverage, _) = walked(&long, 20);
    assert_eq!(coverage, Coverage::Stopped);
    assert!(states.len() <= 21);
}

#[test]
fn a_tested_meter_that_can_fall_is_not_cut() {
    // From 10 or more down by 3, then a test for `5 or more`: a meter cut at 5 would fall to 2.
    let asks = Edge { tests: vec![TestKind::AtLeast { meter: 0, value: 5 }], ..to(3) };
    let fork = Node { routes: vec![asks, to(4)], ..Node::default() };
    let ways: Vec<Edge> = (1..5).map(|by| adding(1, &[(0, by)])).collect();
    let nodes = [choices(&ways), choices(&[adding(2, &[(0, -3)])]), fork, ending(0), ending(1)];
    let story = graph(&[scale(9, 20)], 0, &nodes);
    assert_eq!(walked(&story, 6).1, Coverage::Stopped);
    assert_eq!(walked(&story, BUDGET).2.endings[1].reached, Some(false));
}

#[test]
fn forty_memories_are_distinguished() {
    let set = |scene: usize| Edge { sets: vec![scene], ..to(scene + 1) };
    let mut nodes: Vec<Node> = (0..40).map(|scene| choices(&[set(scene)])).collect();
    let tests = (0..40).map(TestKind::Remembers).collect();
    nodes.push(Node { routes: vec![Edge { tests, ..to(41) }, to(42)], ..Node::default() });
    nodes.extend([ending(0), ending(1)]);
    let facts = walked(&graph(&[], 40, &nodes), BUDGET).2;
    assert_eq!((ends(&facts), facts.longest), (vec![1, 0], Some(40)));

    let fork = |scene: usize| choices(&[Edge { sets: vec![scene + 30], ..to(scene + 1) }, to(scene + 1)]);
    let nodes = [fork(0), fork(1), fork(2), fork(3), ending(0)];
    assert_eq!(ends(&walked(&graph(&[], 40, &nodes), BUDGET).2), [16]);
}

#[test]
fn meters_are_clamped_and_effects_apply_in_order() {
    let ways = [adding(1, &[(0, 5)]), adding(1, &[(0, -5)]), adding(1, &[(0, 9), (0, -2)])];
    let facts = walked(&graph(&[scale(3, 6)], 0, &[choices(&ways), ending(0)]), BUDGET).2;
    assert_eq!((ends(&facts), facts.endings[0].meters[0]), (vec![3], Some((0, 6))));
    let meters = facts.meters.unwrap();
    assert_eq!((meters[0].changes, meters[0].clamped), (4, 3));
}

#[test]
fn dead_ends_are_distinguished_from_loops_without_exit() {
    let needs = Edge { tests: vec![TestKind::Remembers(0)], ..to(4) };
    let nodes = [choices(&[to(1), to(2)]), choices(&[needs]), choices(&[to(3)]), choices(&[to(2)]), ending(0)];
    let facts = walked(&graph(&[], 1, &nodes), BUDGET).2;
    let found: Vec<_> = facts.scenes.iter().map(|scene| (scene.blocked.is_some(), scene.lost.is_some())).collect();
    assert_eq!(found, [(false, false), (true, false), (false, true), (false, true), (false, false)]);
}

/// Returns the verdicts on a story, all of whose states are visited.
fn judged(story: &Graph) -> Verdicts {
    let (states, coverage, _) = walked(story, BUDGET);
    verdicts::judge(story, &states, &coverage).unwrap()
}

#[test]
fn a_profitable_loop_is_found_behind_many_other_paths() {
    // Nine scenes with three choices each have more paths than are examined; none of them is part of a loop.
    let mut nodes: Vec<Node> = (0..9).map(|scene| choices(&[to(scene + 1), to(scene + 1), to(scene + 1)])).collect();
    nodes.extend([choices(&[adding(9, &[(0, 1)]), to(10)]), ending(0)]);
    let story = graph(&[scale(4, 10)], 0, &nodes);
    let Farming::Pays(farm) = judged(&story).farming else { panic!("no profitable loop was found") };
    assert_eq!((farm.scene, farm.meter, farm.run.len()), (9, 0, 10));
}

#[test]
fn an_inversion_is_reported_unless_the_mistake_corrects_an_earlier_one() {
    let story = |gauge: Gauge, praised: i32, blamed: i32| {
        let marked = |mark: Mark, by: i32, scene: usize| Edge { mark: Some(mark), ..adding(scene, &[(0, by)]) };
        let ways = [marked(Mark::Follows, praised, 1), marked(Mark::Breaks, blamed, 1)];
        let inside = vec![TestKind::AtLeast { meter: 0, value: 4 }, TestKind::AtMost { meter: 0, value: 6 }];
        let fork = Node { routes: vec![Edge { tests: inside, ..to(2) }, to(3)], ..Node::default() };
        let story = graph(&[gauge], 0, &[choices(&ways), fork, ending(0), ending(1)]);
        judged(&story).inversions.unwrap().len()
    };
    let band = |start: u32| Gauge { start, most: 10, good: Good::Between(4, 6) };
    assert_eq!(story(scale(2, 10), 0, 3), 1);
    // The blamed choice corrects an earlier mistake; but from the middle of the band it does harm.
    assert_eq!(story(band(2), 0, 3), 0);
    assert_eq!(story(band(5), 3, 0), 1);
}

#[test]
fn lower_spending_alone_does_not_make_an_ending_richer() {
    let ends = |gauges: &[Gauge], lost: &[(usize, i32)], kept: &[(usize, i32)]| {
        let story = graph(gauges, 0, &[choices(&[adding(1, lost), adding(2, kept)]), ending(1), ending(0)]);
        judged(&story).richer.unwrap().len()
    };
    assert_eq!(ends(&[total()], &[], &[(0, 20)]), 0);
    assert_eq!(ends(&[total(), scale(4, 10)], &[(1, 2)], &[(0, 20), (1, 2)]), 0);
    assert_eq!(ends(&[total(), scale(4, 10)], &[(1, 3)], &[(0, 20), (1, 2)]), 1);
}

/// The position of a run.
struct PlainState {
    scene: usize,
    values: Vec<i64>,
    memories: BTreeSet<usize>,
    /// The probability of the run so far.
    chance: f64,
    /// The number of choices so far.
    chosen: usize,
}

/// A walk through every run of a story without loops, one by one and without memoisation.
#[derive(Default)]
struct Plain {
    /// For each ending: runs, probability, fewest choices, most choices.
    ends: BTreeMap<usize, (u128, f64, usize, usize)>,
}

impl Plain {
    fn walk(&mut self, graph: &Graph, at: &PlainState) {
        let PlainState { scene, values, memories, chance, chosen } = at;
        let (scene, chosen) = (*scene, *chosen);
        let node = &graph.nodes[scene];
        if node.outcome.is_some() {
            let end = self.ends.entry(scene).or_insert((0, 0.0, usize::MAX, 0));
            *end = (end.0 + 1, end.1 + chance, end.2.min(chosen), end.3.max(chosen));
            return;
        }
        let holds = |test: &TestKind| match *test {
            TestKind::AtLeast { meter, value } => values[meter] >= i64::from(value),
            TestKind::AtMost { meter, value } => values[meter] <= i64::from(value),
            TestKind::Remembers(memory) => memories.contains(&memory),
            TestKind::Forgets(memory) => !memories.contains(&memory),
        };
        let open = |edge: &&Edge| edge.tests.iter().all(holds);
        let mut ways: Vec<&Edge> = node.choices.iter().filter(open).collect();
        ways.extend(node.routes.iter().find(open));
        #[expect(clippy::cast_precision_loss, reason = "a scene has few choices")]
        let chance = chance / ways.len() as f64;
        for edge in ways {
            let mut values = values.clone();
            for &(meter, by) in &edge.effects {
                values[meter] = (values[meter] + i64::from(by)).clamp(0, i64::from(graph.gauges[meter].most));
            }
            let memories: BTreeSet<usize> = memories.iter().chain(&edge.sets).copied().collect();
            let chosen = chosen + usize::from(node.routes.is_empty());
            self.walk(graph, &PlainState { scene: edge.to, values, memories, chance, chosen });
        }
    }
}

fn a_test() -> impl Strategy<Value = TestKind> {
    prop_oneof![
        (0..2_usize, 0..6_i32).prop_map(|(meter, value)| TestKind::AtLeast { meter, value }),
        (0..2_usize, 0..6_i32).prop_map(|(meter, value)| TestKind::AtMost { meter, value }),
        (0..2_usize).prop_map(TestKind::Remembers),
        (0..2_usize).prop_map(TestKind::Forgets),
    ]
}

/// A choice or route whose `to` is at first the number of scenes to go forward.
fn a_way() -> impl Strategy<Value = Edge> {
    let tests = prop::collection::vec(a_test(), 0..2);
    let effects = prop::collection::vec((0..2_usize, -3..6_i32), 0..3);
    let sets = prop::collection::vec(0..2_usize, 0..2);
    (1..4_usize, tests, effects, sets).prop_map(|(to, tests, effects, sets)| {
        let mark = None;
        Edge { to, tests, effects, sets, mark }
    })
}

/// Up to six scenes, followed by two endings. Without loops all targets are later scenes, otherwise any scene.
pub(super) fn a_story(loops: bool) -> impl Strategy<Value = Graph> {
    let scene = (any::<bool>(), prop::collection::vec(a_way(), 1..4));
    prop::collection::vec(scene, 1..7).prop_map(move |scenes| {
        let last = scenes.len() + 1;
        let mut nodes: Vec<Node> = Vec::new();
        for (number, (routes, mut ways)) in scenes.into_iter().enumerate() {
            for way in &mut ways {
                way.to = if loops { (number * 2 + way.to * 3) % (last + 1) } else { (number + way.to).min(last) };
            }
            if routes {
                ways.last_mut().unwrap().tests.clear();
                nodes.push(Node { routes: ways, ..Node::default() });
            } else {
                nodes.push(choices(&ways));
            }
        }
        nodes.extend([ending(0), ending(1)]);
        graph(&[scale(4, 9), total()], 2, &nodes)
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, rng_seed: RngSeed::Fixed(0), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn facts_agree_with_a_naive_walk_through_every_run(story in a_story(false)) {
        let (_, coverage, facts) = walked(&story, BUDGET);
        let mut plain = Plain::default();
        let start = PlainState { scene: 0, values: vec![4, 0], memories: BTreeSet::new(), chance: 1.0, chosen: 0 };
        plain.walk(&story, &start);
        prop_assert_eq!(coverage, Coverage::Whole);
        prop_assert_eq!(counted(&facts), Some(plain.ends.values().map(|end| end.0).sum()));
        prop_assert_eq!(facts.longest, Some(plain.ends.values().map(|end| end.3).max().unwrap_or(0)));
        for ending in &facts.endings {
            let (runs, share, shortest) = plain.ends.get(&ending.scene).map_or((0, 0.0, None), |end| (end.0, end.1, Some(end.2)));
            prop_assert_eq!(ending.runs, Some(runs));
            prop_assert!((ending.share.unwrap() - share).abs() < 1e-9);
            prop_assert_eq!(ending.shortest, shortest);
        }
    }

    #[test]
    fn totals_are_reported_as_endless_if_and_only_if_they_are(story in a_story(true)) {
        // A few effects of at most 5 each reach this value only if they repeat for ever.
        let mut bounded = story.clone();
        bounded.gauges[1] = Gauge { most: 400, ..scale(0, 400) };
        let (states, coverage) = visit(&bounded, BUDGET);
        prop_assert_eq!(coverage, Coverage::Whole);
        let highest = (0..states.len()).map(|state| bounded.values(states.get(state))[1]).max();
        let endless = matches!(visit(&story, 20_000).1, Coverage::Endless { .. });
        prop_assert_eq!(endless, highest > Some(300));
    }
}

#[test]
fn a_changed_number_at_the_end_of_its_range_is_restored() {
    let most = i32::MAX.unsigned_abs();
    let full = Gauge { start: most, most, good: Good::Less };
    let at_most = |value| Edge { tests: vec![TestKind::AtMost { meter: 0, value }], ..to(1) };
    let nodes = [choices(&[at_most(i32::MAX), adding(2, &[(1, 1)])]), ending(0), ending(1)];
    let graph = graph(&[full, scale(0, 9)], 0, &nodes);
    let found = fragile::probe(&graph, &prose(&graph), BUDGET);
    // One less than the most shuts the first choice; whether the second one adds one or two does not matter.
    let breaks: Vec<_> = found.breaks.iter().map(|broken| (broken.number.way, broken.by)).collect();
    assert_eq!((found.of, found.tried, breaks), (4, 4, vec![(0, -1)]));
}

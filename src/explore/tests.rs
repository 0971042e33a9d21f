//! What is proved, against what is known by other means: the worked example counted by hand, small stories made for one
//! question, and a plain walk through every run of random ones.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on says so by failing")]

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use proptest::test_runner::RngSeed;

use super::facts::{self, Facts, choices_in};
use super::fragile;
use super::graph::{Edge, Gauge, Good, Graph, Node};
use super::prose::{Language, Prose};
use super::states::{self, BUDGET, Extent, States};
use super::{Depth, Proof, prove, verdicts};
use crate::config::Config;
use crate::parse::front_matter::{self, Details};
use crate::parse::kind::ContentKind;
use crate::parse::markdown;
use crate::parse::scenario::{self, Mark, Setup, TestKind};
use crate::source::{FileId, SourceFile};

fn read(text: &str) -> Proof {
    let config = Config::default();
    let file = SourceFile::new("content/scenarios/test.md", text.to_owned());
    let (front, found) = front_matter::read(ContentKind::Scenario, FileId(0), file.text(), &config);
    assert!(found.is_empty(), "{found:?}");
    let (body, _) = markdown::parse(FileId(0), file.text(), front.body.range().start, &front.shared.title);
    let Details::Scenario(details) = &front.details else { panic!("a scenario has the keys of one") };
    let setup =
        Setup { source: file.text(), front: details, sound: front.sound, outcomes: &config.outcomes, words: &[] };
    let (scenario, found) = scenario::parse(&setup, &body);
    assert!(scenario.sound, "{found:?}");
    let language = Language { currency: "$", sorry: &["sorry".to_owned()] };
    prove(&scenario, (&body, file.text()), (language, Depth::Runs.into())).unwrap()
}

/// A scale from 0 to `most`.
fn scale(start: u32, most: u32) -> Gauge {
    Gauge { start, most, good: Good::More }
}

fn total() -> Gauge {
    Gauge { start: 0, most: i32::MAX.unsigned_abs(), good: Good::Less }
}

fn to(scene: usize) -> Edge {
    Edge { to: scene, tests: Vec::new(), effects: Vec::new(), sets: Vec::new(), mark: None }
}

fn adding(scene: usize, effects: &[(usize, i32)]) -> Edge {
    Edge { effects: effects.to_vec(), ..to(scene) }
}

fn choices(choices: &[Edge]) -> Node {
    Node { choices: choices.to_vec(), ..Node::default() }
}

fn ending(outcome: usize) -> Node {
    Node { outcome: Some(outcome), ..Node::default() }
}

fn graph(gauges: &[Gauge], memories: usize, nodes: &[Node]) -> Graph {
    Graph { gauges: gauges.to_vec(), memories, nodes: nodes.to_vec(), goal: Vec::new() }
}

fn prose(graph: &Graph) -> Prose {
    let labels = graph.nodes.iter().map(|_| Vec::new()).collect();
    Prose { briefing: 0, words: vec![0; graph.nodes.len()], labels, money: Vec::new() }
}

fn walked(graph: &Graph, budget: usize) -> (States, Extent, Facts) {
    let (states, extent) = states::explore(graph, budget);
    let facts = facts::gather(graph, &states, &prose(graph));
    (states, extent, facts)
}

#[test]
fn the_example_is_counted_exactly() {
    let proof = read(include_str!("../../content/scenarios/the-box-that-fought-back.md"));
    let (graph, facts) = (&proof.graph, &proof.facts);
    assert_eq!(proof.extent, Extent::All);
    assert_eq!(graph.nodes.iter().filter(|node| node.outcome.is_none()).count(), 13);
    assert_eq!(graph.nodes.iter().map(|node| node.choices.len()).sum::<usize>(), 26);
    assert_eq!((facts.states, facts.runs, facts.shortest, facts.longest), (230, Some(131), 2, 9));
    assert_eq!(facts.circle, None);
    let endings: Vec<_> = facts
        .endings
        .iter()
        .map(|ending| (ending.outcome, choices_in(graph, ending.shortest.as_ref().unwrap()), ending.meters[0]))
        .collect();
    assert_eq!(endings, [(0, 4, (9, 10)), (1, 3, (6, 8)), (2, 5, (3, 5)), (3, 2, (0, 2))]);
    assert!((facts.endings.iter().map(|ending| ending.share).sum::<f64>() - 1.0).abs() < 1e-9);
}

#[test]
fn a_total_that_rises_without_end_is_proved() {
    let round = graph(&[total()], 0, &[choices(&[adding(0, &[(0, 3)]), to(1)]), ending(0)]);
    assert_eq!(states::explore(&round, BUDGET).1, Extent::Endless { meter: 0, scenes: vec![0] });

    // Whoever leaves pays more than one more round costs: the first to pass each limit has left.
    let leaving = graph(&[total()], 0, &[choices(&[adding(0, &[(0, 1)]), adding(1, &[(0, 50)])]), ending(0)]);
    assert!(matches!(states::explore(&leaving, 5_000).1, Extent::Endless { .. }));

    // Two scenes, and a scale that stands at its end while the total rises.
    let two = [choices(&[adding(1, &[(0, 2), (1, 1)]), to(2)]), choices(&[to(0)]), ending(0)];
    let two = graph(&[total(), scale(0, 3)], 0, &two);
    let Extent::Endless { meter: 0, scenes } = states::explore(&two, BUDGET).1 else { panic!("it rises") };
    assert_eq!(scenes.iter().collect::<BTreeSet<_>>().len(), 2);
}

#[test]
fn a_total_that_rises_slowly_is_found_though_the_states_are_too_many() {
    // The dear way lifts the limit far beyond what the slow round pays before the budget is used up.
    let dear = adding(2, &[(0, 5_000)]);
    let slow = |back: &[Edge]| {
        let first = choices(&[adding(1, &[(0, 1), (1, 1)]), adding(1, &[(1, -1)]), dear.clone()]);
        graph(&[total(), scale(5, 10)], 0, &[first, choices(back), ending(0)])
    };
    let Extent::Endless { meter: 0, scenes } = states::explore(&slow(&[to(0)]), 1_000).1 else { panic!("it rises") };
    assert_eq!(scenes, [0, 1]);

    // Where no way leads back nothing rises, and what is taken off again need not.
    assert_eq!(states::explore(&slow(&[to(2)]), 4).1, Extent::Cut);
    let taken = states::explore(&slow(&[adding(0, &[(0, -1)])]), 10).1;
    assert!(!matches!(taken, Extent::Endless { .. }), "{taken:?}");
}

#[test]
fn a_total_that_is_taken_back_is_not_endless() {
    // One more round is open only below 10.
    let below = Edge { tests: vec![TestKind::AtMost { meter: 0, value: 9 }], ..adding(0, &[(0, 3)]) };
    let (_, extent, facts) = walked(&graph(&[total()], 0, &[choices(&[below, to(1)]), ending(0)]), BUDGET);
    assert_eq!((extent, facts.endings[0].states), (Extent::All, 5));

    // And one more only once.
    let tests = vec![TestKind::Forgets(0)];
    let once = Edge { tests, sets: vec![0], ..adding(0, &[(0, 500)]) };
    let (_, extent, facts) = walked(&graph(&[total()], 1, &[choices(&[once, to(1)]), ending(0)]), BUDGET);
    assert_eq!((extent, facts.runs), (Extent::All, Some(2)));
}

#[test]
fn a_loop_makes_runs_endless_and_is_named() {
    // The start stands before the loop, and leads into it.
    let nodes = [choices(&[to(1)]), choices(&[to(2), to(3)]), choices(&[to(1)]), ending(0)];
    let (_, extent, facts) = walked(&graph(&[], 0, &nodes), BUDGET);
    assert_eq!((extent, facts.runs, facts.endings[0].runs), (Extent::All, None, None));
    let circle: BTreeSet<usize> = facts.circle.unwrap().into_iter().collect();
    assert_eq!(circle, BTreeSet::from([1, 2]));
    assert!((facts.endings[0].share - 1.0).abs() < f64::EPSILON);
    assert_eq!(facts.shortest, 2);
}

#[test]
fn beyond_the_budget_meters_are_cut_where_nothing_looks() {
    // Eight scenes that each add 0 or 1 to a total of which only `5 or more` is asked.
    let mut nodes: Vec<Node> = (0..8).map(|scene| choices(&[adding(scene + 1, &[(0, 1)]), to(scene + 1)])).collect();
    let asks = Edge { tests: vec![TestKind::AtLeast { meter: 0, value: 5 }], ..to(9) };
    nodes.push(Node { routes: vec![asks, to(10)], ..Node::default() });
    nodes.extend([ending(0), ending(1)]);
    let long = graph(&[total()], 0, &nodes);
    assert_eq!(walked(&long, 54).1, Extent::All);
    let (_, extent, facts) = walked(&long, 50);
    assert_eq!((extent, facts.endings[0].states, facts.endings[1].states), (Extent::Cut, 1, 5));
    let (states, extent, _) = walked(&long, 20);
    assert_eq!(extent, Extent::Part);
    assert!(states.len() <= 21);
}

#[test]
fn a_meter_that_falls_again_is_not_cut() {
    // From 10 or more down by 3, then `5 or more`: cut at 5 it would come out as 2.
    let asks = Edge { tests: vec![TestKind::AtLeast { meter: 0, value: 5 }], ..to(3) };
    let fork = Node { routes: vec![asks, to(4)], ..Node::default() };
    let ways: Vec<Edge> = (1..5).map(|by| adding(1, &[(0, by)])).collect();
    let nodes = [choices(&ways), choices(&[adding(2, &[(0, -3)])]), fork, ending(0), ending(1)];
    let (_, extent, facts) = walked(&graph(&[scale(9, 20)], 0, &nodes), 6);
    assert_eq!((extent, facts.endings[1].states), (Extent::Part, 0));
}

#[test]
fn forty_memories_are_kept_apart() {
    let set = |scene: usize| Edge { sets: vec![scene], ..to(scene + 1) };
    let mut nodes: Vec<Node> = (0..40).map(|scene| choices(&[set(scene)])).collect();
    let tests = (0..40).map(TestKind::Remembers).collect();
    nodes.push(Node { routes: vec![Edge { tests, ..to(41) }, to(42)], ..Node::default() });
    nodes.extend([ending(0), ending(1)]);
    let facts = walked(&graph(&[], 40, &nodes), BUDGET).2;
    assert_eq!((facts.endings[0].states, facts.endings[1].states, facts.longest), (1, 0, 40));

    let fork = |scene: usize| choices(&[Edge { sets: vec![scene + 30], ..to(scene + 1) }, to(scene + 1)]);
    let nodes = [fork(0), fork(1), fork(2), fork(3), ending(0)];
    assert_eq!(walked(&graph(&[], 40, &nodes), BUDGET).2.endings[0].states, 16);
}

#[test]
fn meters_stop_at_both_ends_and_effects_count_in_order() {
    let ways = [adding(1, &[(0, 5)]), adding(1, &[(0, -5)]), adding(1, &[(0, 9), (0, -2)])];
    let facts = walked(&graph(&[scale(3, 6)], 0, &[choices(&ways), ending(0)]), BUDGET).2;
    assert_eq!((facts.endings[0].states, facts.endings[0].meters[0]), (3, (0, 6)));
    assert_eq!((facts.meters[0].changes, facts.meters[0].clamped), (4, 3));
}

#[test]
fn where_a_run_gets_stuck_is_told_from_where_it_goes_round() {
    let needs = Edge { tests: vec![TestKind::Remembers(0)], ..to(4) };
    let nodes = [choices(&[to(1), to(2)]), choices(&[needs]), choices(&[to(3)]), choices(&[to(2)]), ending(0)];
    let facts = walked(&graph(&[], 1, &nodes), BUDGET).2;
    let found: Vec<_> = facts.scenes.iter().map(|scene| (scene.blocked.is_some(), scene.lost.is_some())).collect();
    assert_eq!(found, [(false, false), (true, false), (false, true), (false, true), (false, false)]);
}

#[test]
fn a_circle_that_pays_is_found_behind_many_ways() {
    // Nine scenes with three ways each are more than are tried; none of them is part of a circle.
    let mut nodes: Vec<Node> = (0..9).map(|scene| choices(&[to(scene + 1), to(scene + 1), to(scene + 1)])).collect();
    nodes.extend([choices(&[adding(9, &[(0, 1)]), to(10)]), ending(0)]);
    let story = graph(&[scale(4, 10)], 0, &nodes);
    let farm = verdicts::judge(&story, &walked(&story, BUDGET).0).farm.unwrap();
    assert_eq!((farm.scene, farm.meter, farm.run.len()), (9, 0, 10));
}

#[test]
fn the_lesson_of_numbers() {
    let story = |gauge: Gauge, praised: i32, blamed: i32| {
        let marked = |mark: Mark, by: i32, scene: usize| Edge { mark: Some(mark), ..adding(scene, &[(0, by)]) };
        let ways = [marked(Mark::Follows, praised, 1), marked(Mark::Breaks, blamed, 1)];
        let inside = vec![TestKind::AtLeast { meter: 0, value: 4 }, TestKind::AtMost { meter: 0, value: 6 }];
        let fork = Node { routes: vec![Edge { tests: inside, ..to(2) }, to(3)], ..Node::default() };
        let story = graph(&[gauge], 0, &[choices(&ways), fork, ending(0), ending(1)]);
        verdicts::judge(&story, &walked(&story, BUDGET).0)
    };
    let band = |start: u32| Gauge { start, most: 10, good: Good::Between(4, 6) };
    assert_eq!(story(scale(2, 10), 0, 3).inversions.len(), 1);
    // What is wrong takes back what was wrong before; but from the middle it leads nowhere good.
    assert_eq!(story(band(2), 0, 3).inversions.len(), 0);
    assert_eq!(story(band(5), 3, 0).inversions.len(), 1);
}

#[test]
fn giving_up_early_is_not_richer() {
    let ends = |gauges: &[Gauge], lost: &[(usize, i32)], kept: &[(usize, i32)]| {
        let story = graph(gauges, 0, &[choices(&[adding(1, lost), adding(2, kept)]), ending(1), ending(0)]);
        verdicts::judge(&story, &walked(&story, BUDGET).0).richer.len()
    };
    assert_eq!(ends(&[total()], &[], &[(0, 20)]), 0);
    assert_eq!(ends(&[total(), scale(4, 10)], &[(1, 2)], &[(0, 20), (1, 2)]), 0);
    assert_eq!(ends(&[total(), scale(4, 10)], &[(1, 3)], &[(0, 20), (1, 2)]), 1);
}

/// Every run of a story without loops, one after the other, with nothing remembered between them.
#[derive(Default)]
struct Plain {
    /// By ending: runs, chance, fewest choices, most choices.
    ends: BTreeMap<usize, (u128, f64, usize, usize)>,
}

impl Plain {
    fn walk(&mut self, graph: &Graph, at: (usize, &[i64], &BTreeSet<usize>), (chance, chosen): (f64, usize)) {
        let (scene, values, memories) = at;
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
        let each = chance / ways.len() as f64;
        for edge in ways {
            let mut next = values.to_vec();
            for &(meter, by) in &edge.effects {
                next[meter] = (next[meter] + i64::from(by)).clamp(0, i64::from(graph.gauges[meter].most));
            }
            let memories: BTreeSet<usize> = memories.iter().chain(&edge.sets).copied().collect();
            let chosen = chosen + usize::from(node.routes.is_empty());
            self.walk(graph, (edge.to, &next, &memories), (each, chosen));
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

/// A way on, which leads as many scenes further as its first number says.
fn a_way() -> impl Strategy<Value = Edge> {
    let tests = prop::collection::vec(a_test(), 0..2);
    let effects = prop::collection::vec((0..2_usize, -3..6_i32), 0..3);
    let sets = prop::collection::vec(0..2_usize, 0..2);
    (1..4_usize, tests, effects, sets).prop_map(|(to, tests, effects, sets)| {
        let mark = None;
        Edge { to, tests, effects, sets, mark }
    })
}

/// Up to six scenes and two endings behind them. Without loops every way leads on, else to any scene.
fn a_story(loops: bool) -> impl Strategy<Value = Graph> {
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
    fn stories_without_loops_agree_with_every_run_one_by_one(story in a_story(false)) {
        let (_, extent, facts) = walked(&story, BUDGET);
        let mut plain = Plain::default();
        plain.walk(&story, (0, &[4, 0], &BTreeSet::new()), (1.0, 0));
        prop_assert_eq!(extent, Extent::All);
        prop_assert_eq!(facts.runs, Some(plain.ends.values().map(|end| end.0).sum()));
        prop_assert_eq!(facts.longest, plain.ends.values().map(|end| end.3).max().unwrap_or(0));
        for ending in &facts.endings {
            let (runs, share, shortest) = plain.ends.get(&ending.scene).map_or((0, 0.0, None), |end| (end.0, end.1, Some(end.2)));
            prop_assert_eq!(ending.runs, Some(runs));
            prop_assert!((ending.share - share).abs() < 1e-9);
            prop_assert_eq!(ending.shortest.as_ref().map(|run| choices_in(&story, run)), shortest);
        }
    }

    #[test]
    fn cutting_changes_no_answer(story in a_story(false)) {
        let (whole, _, facts) = walked(&story, BUDGET);
        for budget in 1..whole.len() {
            let (_, extent, cut) = walked(&story, budget);
            if extent != Extent::Cut {
                continue;
            }
            for (scene, cut) in facts.scenes.iter().zip(&cut.scenes) {
                prop_assert_eq!((scene.states > 0, scene.blocked.is_some()), (cut.states > 0, cut.blocked.is_some()));
                for (way, cut_way) in scene.ways.iter().zip(&cut.ways) {
                    prop_assert_eq!((way.open > 0, way.best), (cut_way.open > 0, cut_way.best));
                    prop_assert_eq!(way.open == scene.states, cut_way.open == cut.states);
                }
            }
        }
    }

    #[test]
    fn what_is_called_endless_rises_without_end(story in a_story(true)) {
        // So much is reached by a few fives only if they are added again and again.
        let mut bounded = story.clone();
        bounded.gauges[1] = Gauge { most: 400, ..scale(0, 400) };
        let (states, extent) = states::explore(&bounded, BUDGET);
        prop_assert_eq!(extent, Extent::All);
        let highest = (0..states.len()).map(|state| bounded.values(states.get(state))[1]).max();
        let endless = matches!(states::explore(&story, 20_000).1, Extent::Endless { .. });
        prop_assert_eq!(endless, highest > Some(300));
    }
}

#[test]
fn a_number_at_the_end_of_its_range_is_put_back_as_it_was() {
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

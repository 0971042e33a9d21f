//! Tests that facts from part of a story hold for all of it: stories are explored with every smaller budget, and each
//! fact must be equal or absent. Example runs are replayed in the story itself.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on says so by failing")]

#[path = "../../../tests/support/fixture.rs"]
#[allow(dead_code, clippy::string_slice, reason = "shared with the tests beside the library")]
mod fixture;

use std::fmt::Debug;
use std::fs;
use std::path::{Path, PathBuf};

use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;

use fixture::{Fixture, fixtures};

use super::super::graph::{Edge, Gauge, Good, Node};
use super::super::robots::{self, RobotRun};
use super::super::states::BUDGET;
use super::super::tests::{a_story, adding, choices, ending, graph, to, total};
use super::super::turns::{self, Turns};
use super::super::verdicts::{self, Farming, Verdicts};
use super::super::visit;
use super::*;
use crate::parse::scenario::{Mark, TestKind};

/// The results for a story that was explored up to a budget.
struct Seen {
    coverage: Coverage,
    facts: Facts,
    turns: Option<Turns>,
    verdicts: Option<Verdicts>,
    robots: Vec<RobotRun>,
}

/// A story with the measurements of its prose.
struct Story {
    name: String,
    graph: Graph,
    prose: Prose,
}

impl Story {
    fn new(name: &str, graph: Graph, money: &[usize]) -> Self {
        let numbers = 0..u32::try_from(graph.nodes.len()).unwrap();
        let labels = graph.nodes.iter().map(|_| Vec::new()).collect();
        let prose = Prose { briefing: 7, words: numbers.map(|n| 40 + n * n).collect(), labels, money: money.to_vec() };
        Self { name: name.to_owned(), graph, prose }
    }

    fn seen(&self, budget: usize) -> Seen {
        let Self { graph, prose, .. } = self;
        let (states, coverage) = visit(graph, budget);
        Seen {
            facts: gather(graph, &states, &coverage, prose),
            turns: turns::find(graph, &states, &coverage),
            verdicts: verdicts::judge(graph, &states, &coverage),
            robots: robots::play(graph, prose),
            coverage,
        }
    }

    /// Returns the state after a run, each step of which must be open.
    fn play(&self, run: &[Step]) -> Vec<u32> {
        let mut state = self.graph.start();
        for step in run {
            assert_eq!(state[0] as usize, step.scene, "{}: {run:?}", self.name);
            let open = self.graph.ways(&state).find(|(way, _)| *way == step.way);
            let (_, edge) = open.unwrap_or_else(|| panic!("{}: {step:?} of {run:?} is not open", self.name));
            let mut next = Vec::new();
            self.graph.follow(&state, edge, &mut next);
            state = next;
        }
        state
    }

    fn cost(&self, run: &[Step]) -> (u64, usize) {
        let state = self.play(run);
        let values = self.graph.values(&state);
        let cost = self.prose.money.iter().map(|&meter| u64::from(values[meter])).sum();
        (cost, choices_in(&self.graph, run))
    }

    /// Compares the results at `budget` with those for the `whole` story. Returns the explored coverage.
    fn compare(&self, whole: &Seen, budget: usize) -> Coverage {
        let part = self.seen(budget);
        let compared = Compared { story: self, budget, is_whole: whole.coverage.is_whole() };
        compared.facts(&whole.facts, &part.facts);
        compared.turns(whole.turns.as_ref(), part.turns.as_ref());
        compared.verdicts(whole.verdicts.as_ref(), part.verdicts.as_ref());
        assert_eq!(whole.robots, part.robots, "{}, {budget} states", self.name);
        part.coverage
    }
}

/// A comparison of the results for a part with those for the whole.
struct Compared<'a> {
    story: &'a Story,
    budget: usize,
    /// True if the results for the whole are complete. If not, only facts known in both are compared.
    is_whole: bool,
}

impl Compared<'_> {
    #[expect(clippy::needless_pass_by_value, reason = "each fact is made for this comparison")]
    fn same<T: PartialEq + Debug>(&self, what: &str, whole: Option<T>, part: Option<T>) {
        let agrees = part.is_none() || whole == part || (whole.is_none() && !self.is_whole);
        assert!(agrees, "{}, {} states: {what} is {part:?}, not {whole:?}", self.story.name, self.budget);
    }

    fn near(&self, what: &str, whole: Option<f64>, part: Option<f64>) {
        let (Some(whole), Some(part)) = (whole, part) else { return self.same(what, whole, part) };
        let agrees = (whole - part).abs() < 1e-9;
        assert!(agrees, "{}, {} states: {what} is {part}, not {whole}", self.story.name, self.budget);
    }

    fn facts(&self, whole: &Facts, part: &Facts) {
        // A new fact needs a line here.
        let Facts { states, runs, shortest, longest, minutes, scenes, endings, meters, goal } = part;
        self.same("the number of states", whole.states, *states);
        self.same("the number of runs", whole.runs.as_ref().map(counted), runs.as_ref().map(counted));
        self.same("the shortest run", whole.shortest, *shortest);
        self.same("the longest run", whole.longest, *longest);
        self.near("minutes", whole.minutes, *minutes);
        self.same("meters", whole.meters.as_ref(), meters.as_ref());
        for (number, (whole, part)) in whole.scenes.iter().zip(scenes).enumerate() {
            self.scene(number, whole, part);
        }
        for (whole, part) in whole.endings.iter().zip(endings) {
            self.ending(whole, part);
        }
        if let (Some(whole), Some(part)) = (&whole.goal, goal) {
            self.goal(whole, part);
        }
    }

    fn scene(&self, number: usize, whole: &SceneFacts, part: &SceneFacts) {
        let SceneFacts { reached, states, blocked, lost, ways } = part;
        self.same("a scene is reached", whole.reached, *reached);
        self.same("the states of a scene", whole.states, *states);
        self.same(
            "ways",
            whole.ways.as_ref().map(|ways| without_states(ways)),
            ways.as_ref().map(|ways| without_states(ways)),
        );
        let states = |ways: &[WayFacts]| ways.iter().filter_map(|way| way.states).collect::<Vec<_>>();
        let counted = |ways: &Option<Vec<WayFacts>>| ways.as_deref().map(states).filter(|states| !states.is_empty());
        self.same("the states of ways", counted(&whole.ways), counted(ways));
        for (what, whole, part) in [("blocked", &whole.blocked, blocked), ("lost", &whole.lost, lost)] {
            if let Some(run) = part {
                assert_eq!(self.story.play(run)[0] as usize, number, "{what}: the run leads into the scene");
                assert!(whole.is_some() || !self.is_whole, "{}, {} states: {what}", self.story.name, self.budget);
            }
        }
        if let Some(run) = blocked {
            assert_eq!(self.story.graph.ways(&self.story.play(run)).count(), 0, "nothing is available");
        }
    }

    fn ending(&self, whole: &EndingFacts, part: &EndingFacts) {
        let EndingFacts { scene, outcome, reached, states, runs, run, shortest, share, meters } = part;
        assert_eq!((whole.scene, whole.outcome), (*scene, *outcome));
        self.same("an ending is reached", whole.reached, *reached);
        self.same("the states of an ending", whole.states, *states);
        self.same("the runs to an ending", whole.runs, *runs);
        self.same("the shortest run to an ending", whole.shortest, *shortest);
        self.near("a share", whole.share, *share);
        for (meter, &range) in meters.iter().enumerate() {
            self.same("the range of a meter", whole.meters.get(meter).copied().flatten(), range);
        }
        if let Some(run) = run {
            assert_eq!(self.story.play(run)[0] as usize, *scene, "the run leads to the ending");
            self.same("the choices of a shortest run", Some(choices_in(&self.story.graph, run)), *shortest);
        }
    }

    fn goal(&self, whole: &GoalFacts, part: &GoalFacts) {
        let GoalFacts { met, missed, states, cheapest } = part;
        self.same("a run meets the goal", whole.met, *met);
        self.same("a run misses the goal", whole.missed, *missed);
        self.same("the states that meet the goal", whole.states, *states);
        if let Some(run) = cheapest {
            assert!(self.story.graph.holds(&self.story.graph.goal, &self.story.play(run)), "the run meets the goal");
        }
        let cost = |run: &Option<Vec<Step>>| run.as_ref().map(|run| self.story.cost(run));
        self.same("the cheapest run", cost(&whole.cheapest), cost(cheapest));
    }

    fn turns(&self, whole: Option<&Turns>, part: Option<&Turns>) {
        let Some(Turns { shared, pivot }) = part else { return };
        self.same("shared choices", whole.map(|whole| &whole.shared), Some(shared));
        let Some(whole) = whole else { return };
        self.same("the pivot", Some(whole.pivot.map(|pivot| pivot.scene)), Some(pivot.map(|pivot| pivot.scene)));
        self.near("places", whole.pivot.map(|pivot| pivot.ranks), pivot.map(|pivot| pivot.ranks));
    }

    fn verdicts(&self, whole: Option<&Verdicts>, part: Option<&Verdicts>) {
        let (Some(whole), Some(part)) = (whole, part) else {
            return assert!(part.is_none() || !self.is_whole, "{}: verdicts", self.story.name);
        };
        let Verdicts { inversions, without_follows, doubled, richer, farming } = part;
        let odd = |all: &Option<Vec<verdicts::Inversion>>| {
            let key = |odd: &verdicts::Inversion| (odd.scene, odd.praised, odd.leads_to, odd.blamed, odd.instead);
            all.as_ref().map(|all| all.iter().map(key).collect::<Vec<_>>())
        };
        self.same("inversions", odd(&whole.inversions), odd(inversions));
        self.same(
            "the best outcome without a step",
            Some(whole.without_follows.is_some()),
            Some(without_follows.is_some()),
        );
        let twice =
            |doubled: &Option<verdicts::Doubled>| doubled.as_ref().map(|doubled| (doubled.without, doubled.with));
        self.same("two failures", Some(twice(&whole.doubled)), Some(twice(doubled)));
        let rich = |all: &Option<Vec<verdicts::Richer>>| {
            all.as_ref().map(|all| all.iter().map(|rich| (rich.worse, rich.better)).collect::<Vec<_>>())
        };
        self.same("richer failures", rich(&whole.richer), rich(richer));
        let pays = |farming: &Farming| match farming {
            Farming::Nothing => Some(false),
            Farming::Pays(_) => Some(true),
            Farming::Unknown => None,
        };
        self.same("going round pays", pays(&whole.farming), pays(farming));
        let runs = inversions.iter().flatten().map(|odd| &odd.run).chain(without_follows);
        for run in runs.chain(doubled.as_ref().map(|doubled| &doubled.run)) {
            self.story.play(run);
        }
    }
}

fn counted(runs: &Runs) -> Option<u128> {
    match runs {
        Runs::Counted(runs) => Some(*runs),
        Runs::Endless { .. } => None,
    }
}

fn without_states(ways: &[WayFacts]) -> Vec<(Open, Option<usize>)> {
    ways.iter().map(|way| (way.open, way.best)).collect()
}

/// A chain of `scenes` scenes whose choices differ in a trust that can fall, a warmth that nothing tests, and totals
/// that the goal tests as `asked`.
fn ladder(scenes: usize, asked: &[TestKind]) -> Graph {
    let scale = |start, most| Gauge { start, most, good: Good::More };
    let marked = |mark, edge: Edge| Edge { mark: Some(mark), ..edge };
    let mut nodes: Vec<Node> = (0..scenes)
        .map(|scene| {
            let rung = 1 << scene;
            choices(&[
                marked(Mark::Follows, adding(scene + 1, &[(2, rung), (0, 1)])),
                marked(Mark::Bends, adding(scene + 1, &[(3, rung), (2, 3), (0, -1)])),
                marked(Mark::Breaks, adding(scene + 1, &[(3, 1), (2, 5)])),
                marked(Mark::Bends, adding(scene + 1, &[(2, 7), (1, 1)])),
            ])
        })
        .collect();
    let good = Edge { tests: vec![TestKind::AtLeast { meter: 0, value: 2 }], ..to(scenes + 1) };
    nodes.push(Node { routes: vec![good, to(scenes + 2)], ..Node::default() });
    nodes.extend([ending(0), ending(1)]);
    let mut story = graph(&[scale(0, 9), scale(9, 20), total(), total()], 0, &nodes);
    story.goal = asked.to_vec();
    story
}

/// Two ways to an ending that cost nothing: three choices, or one choice followed by routes. The one with fewer choices
/// has more steps, so it is discovered later.
fn roundabout() -> Graph {
    let by_itself = |scene: usize| Node { routes: vec![to(scene)], ..Node::default() };
    let nodes = [
        choices(&[to(1), to(3)]),
        choices(&[to(2)]),
        choices(&[to(8)]),
        by_itself(4),
        by_itself(5),
        by_itself(6),
        by_itself(7),
        by_itself(9),
        ending(0),
        ending(0),
    ];
    let mut story = graph(&[Gauge { start: 1, most: 9, good: Good::More }], 0, &nodes);
    story.goal = vec![TestKind::AtLeast { meter: 0, value: 1 }];
    story
}

/// The stories below have the properties that they are made for.
#[test]
fn stories_have_the_properties_that_they_are_made_for() {
    let judged = |graph: Graph| Story::new("made", graph, &[2]).seen(BUDGET).verdicts.unwrap();
    assert_eq!(judged(balanced()).inversions.unwrap().len(), 0);
    assert_eq!(judged(rich()).richer.unwrap().len(), 1);
}

#[test]
fn among_runs_of_equal_cost_the_cheapest_is_the_one_with_fewest_choices() {
    let story = Story::new("roundabout", roundabout(), &[]);
    let cheapest = story.seen(BUDGET).facts.goal.unwrap().cheapest.unwrap();
    assert_eq!((story.play(&cheapest)[0], choices_in(&story.graph, &cheapest)), (9, 1));
}

/// Meters for [`padded`]: a trust that the fork tests, one that nothing tests, and a cost.
fn meters(unasked: Gauge) -> [Gauge; 3] {
    [Gauge { start: 2, most: 10, good: Good::More }, unasked, total()]
}

/// A first scene whose choices differ only in cost, so that cutting meters merges its states; then the choices `ways`
/// in scene 1; then in scene 2 a fork that needs a trust of 4. Scene 3 is the good ending, scene 4 the bad one.
fn padded(meters: &[Gauge], ways: &[Edge]) -> Graph {
    let pad: Vec<Edge> = (1..6).map(|cost| adding(1, &[(2, cost)])).collect();
    let good = Edge { tests: vec![TestKind::AtLeast { meter: 0, value: 4 }], ..to(3) };
    let fork = Node { routes: vec![good, to(4)], ..Node::default() };
    graph(meters, 0, &[choices(&pad), choices(ways), fork, ending(0), ending(1)])
}

/// The wrong choice brings a band closer to its middle, and nothing tests the band.
fn balanced() -> Graph {
    let band = Gauge { start: 2, most: 20, good: Good::Between(4, 6) };
    let right = Edge { mark: Some(Mark::Follows), ..to(2) };
    let wrong = Edge { mark: Some(Mark::Breaks), ..adding(2, &[(0, 3), (1, 3)]) };
    padded(&meters(band), &[right, wrong])
}

/// The bad ending can have more of a meter that nothing tests.
fn rich() -> Graph {
    let warmth = Gauge { start: 2, most: 20, good: Good::More };
    padded(&meters(warmth), &[adding(2, &[(1, 5)]), adding(2, &[(0, 3)]), adding(4, &[(0, 3), (1, 5)])])
}

/// Stories made for one question each.
fn made() -> Vec<Story> {
    let trust = TestKind::AtLeast { meter: 0, value: 2 };
    let cost = TestKind::AtMost { meter: 2, value: 12 };
    let band = Gauge { start: 3, most: 20, good: Good::Between(4, 6) };
    let mut banded = ladder(3, &[trust]);
    banded.gauges[1] = band;
    let mut looping = ladder(3, &[trust]);
    looping.nodes[2].choices.push(to(1));
    let mut rising = ladder(3, &[trust]);
    rising.nodes[2].choices.push(adding(1, &[(3, 1)]));
    let mut bounded = ladder(3, &[trust, cost]);
    let again = Edge { tests: vec![TestKind::AtMost { meter: 3, value: 6 }], ..adding(1, &[(3, 2)]) };
    bounded.nodes[2].choices.push(again);
    let mut stuck = ladder(3, &[trust]);
    let needs = vec![TestKind::AtLeast { meter: 3, value: 3 }];
    stuck.nodes[2].choices.iter_mut().for_each(|choice| choice.tests.clone_from(&needs));
    vec![
        Story::new("a way of more steps and fewer choices", roundabout(), &[]),
        Story::new("a mistake that balances", balanced(), &[2]),
        Story::new("a failure that is richer", rich(), &[2]),
        Story::new("a total that nothing tests", ladder(4, &[trust]), &[2]),
        Story::new("a total that the goal asks for", ladder(4, &[trust, cost]), &[2]),
        Story::new("two totals of money", ladder(4, &[trust, cost]), &[2, 3]),
        Story::new("no money", ladder(4, &[trust]), &[]),
        Story::new("a goal that every run meets", ladder(3, &[TestKind::AtLeast { meter: 1, value: 9 }]), &[2]),
        Story::new("a goal that no run meets", ladder(3, &[TestKind::AtLeast { meter: 0, value: 9 }]), &[2]),
        Story::new("a band that nothing tests", banded, &[2]),
        Story::new("a loop", looping, &[2]),
        Story::new("a total that rises without end", rising, &[2]),
        Story::new("a loop that a test ends", bounded, &[2]),
        Story::new("a scene that can be a dead end", stuck, &[2]),
    ]
}

/// Random stories, the same on every run.
fn drawn(loops: bool, count: usize) -> impl Iterator<Item = Story> {
    let mut runner = TestRunner::deterministic();
    let strategy = (a_story(loops), 0..3_usize, 0..5_i32);
    (0..count).map(move |number| {
        let (mut story, kind, asked) = strategy.new_tree(&mut runner).unwrap().current();
        match kind {
            0 => {}
            1 => story.gauges[0].good = Good::Between(3, 5),
            _ => story.gauges[0] = total(),
        }
        let marks = [Some(Mark::Follows), Some(Mark::Bends), Some(Mark::Breaks), None];
        for (scene, node) in story.nodes.iter_mut().enumerate() {
            for (way, choice) in node.choices.iter_mut().enumerate() {
                choice.mark = marks[(scene * 3 + way) % marks.len()];
            }
        }
        story.goal = vec![TestKind::AtLeast { meter: 0, value: asked }];
        Story::new(&format!("story {number}, loops: {loops}: {story:?}"), story.clone(), &[1])
    })
}

/// The number of explorations that ended with each coverage.
#[derive(Default, Debug)]
struct Tried {
    cut: usize,
    stopped: usize,
    endless: usize,
}

impl Tried {
    /// Compares a story with itself at every budget below its number of states, or at about `most` of them if there are
    /// more.
    fn all_budgets(&mut self, story: &Story, most: usize) {
        let whole = story.seen(BUDGET);
        let states = visit(&story.graph, BUDGET).0.len();
        for budget in (1..states).step_by(states.div_ceil(most).max(1)) {
            match story.compare(&whole, budget) {
                Coverage::Whole => {}
                Coverage::Cut { .. } => self.cut += 1,
                Coverage::Stopped => self.stopped += 1,
                Coverage::Endless { .. } => self.endless += 1,
            }
        }
    }
}

#[test]
fn facts_about_part_of_a_story_hold_for_the_whole_in_made_stories() {
    let mut tried = Tried::default();
    made().iter().for_each(|story| tried.all_budgets(story, 200));
    assert!(tried.cut > 100 && tried.stopped > 100 && tried.endless > 10, "{tried:?}");
}

#[test]
fn facts_about_part_of_a_story_hold_for_the_whole_in_random_stories() {
    let mut tried = Tried::default();
    drawn(false, 200).chain(drawn(true, 200)).for_each(|story| tried.all_budgets(&story, 12));
    assert!(tried.cut > 50 && tried.stopped > 100 && tried.endless > 10, "{tried:?}");
}

/// Every scenario of this repository that can be parsed on its own.
#[test]
fn facts_about_part_of_a_story_hold_for_the_whole_in_written_scenarios() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut texts: Vec<String> = Vec::new();
    for folder in ["content/scenarios", "examples", "tests/sites", "tests/scenarios"] {
        scenarios(&root.join(folder), &mut texts);
    }
    for (_, fixture) in fixtures(&root.join("tests/diagnostics")) {
        let dir = tempfile::tempdir().unwrap();
        Fixture::read(&fixture).lay(dir.path());
        scenarios(dir.path(), &mut texts);
    }
    let forms = fixtures(&root.join("tests/scenarios/forms"));
    texts.extend(forms.into_iter().map(|(_, fixture)| Fixture::read(&fixture).input().to_owned()));
    texts.sort();
    texts.dedup();
    let mut tried = Tried::default();
    let stories = texts.iter().filter_map(|text| super::super::tests::story(text));
    let stories = stories.map(|(graph, prose)| Story { name: "a scenario".to_owned(), graph, prose });
    // Skips a fixture that has too many states on purpose.
    let stories: Vec<Story> = stories.filter(|story| visit(&story.graph, 3_000).1.is_whole()).collect();
    stories.iter().for_each(|story| tried.all_budgets(story, 8));
    assert!(stories.len() > 20 && tried.stopped > 100 && tried.cut > 10, "{} stories, {tried:?}", stories.len());
}

fn scenarios(folder: &Path, texts: &mut Vec<String>) {
    let mut entries: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        let is_scenario = path.extension().is_some_and(|ending| ending == "md")
            && path.components().any(|part| part.as_os_str() == "scenarios");
        if path.is_dir() {
            scenarios(&path, texts);
        } else if is_scenario {
            texts.push(fs::read_to_string(path).unwrap());
        }
    }
}

/// Both functions are required by the shared fixture reader.
fn updates() -> bool {
    false
}

fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

//! Robots: simulated players that ignore the text. Each follows one rule throughout; a story that rewards a robot
//! teaches its rule.

use super::graph::{Edge, Graph};
use super::prose::Prose;

/// Minimum number of decisions on a robot's run. With fewer, reaching the best outcome is luck.
const LEAST_CHOICES: usize = 4;

/// Steps, routes included, after which a robot gives up because it is in a loop.
const PATIENCE: usize = 1_000;

/// The rule by which a robot chooses. Of equally good choices, it takes the first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Robot {
    /// The first choice on offer.
    First,
    /// The last choice on offer.
    Last,
    /// The choice with the longest label, in characters.
    Longest,
    /// The choice with the shortest label, in characters.
    Shortest,
    /// The choice that costs the least money.
    Cheapest,
    /// The choice that costs the most money.
    Dearest,
    /// The first choice that apologises, or else the first.
    Sorry,
}

impl Robot {
    /// All robots.
    pub const ALL: [Self; 7] =
        [Self::First, Self::Last, Self::Longest, Self::Shortest, Self::Cheapest, Self::Dearest, Self::Sorry];

    /// Its name in reports and in the theme's words.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::First => "first",
            Self::Last => "last",
            Self::Longest => "longest",
            Self::Shortest => "shortest",
            Self::Cheapest => "cheapest",
            Self::Dearest => "dearest",
            Self::Sorry => "sorry",
        }
    }
}

/// The run of a robot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RobotRun {
    /// Its rule.
    pub robot: Robot,
    /// The scene of the ending that it reaches; `None` if it gets stuck or goes round in a loop.
    pub ending: Option<usize>,
    /// The rank of that ending's outcome; 0 is the best.
    pub outcome: Option<usize>,
    /// The number of times it had more than one choice.
    pub choices: usize,
}

/// Plays with each robot whose rule distinguishes choices of this story.
#[must_use]
pub fn play(graph: &Graph, prose: &Prose) -> Vec<RobotRun> {
    Robot::ALL
        .into_iter()
        .filter(|robot| match robot {
            Robot::Cheapest | Robot::Dearest => spends(graph, prose),
            Robot::Sorry => prose.labels.iter().flatten().any(|label| label.sorry),
            _ => true,
        })
        .map(|robot| run(graph, prose, robot))
        .collect()
}

/// Returns the robots that reach the best outcome, if the story has endings of several `outcomes`.
#[must_use]
pub fn winners(runs: &[RobotRun], outcomes: &[usize]) -> Vec<Robot> {
    let best = outcomes.iter().min();
    if outcomes.iter().all(|outcome| Some(outcome) == best) {
        return Vec::new();
    }
    let wins = |run: &&RobotRun| run.outcome.as_ref() == best && run.choices >= LEAST_CHOICES;
    runs.iter().filter(wins).map(|run| run.robot).collect()
}

fn spends(graph: &Graph, prose: &Prose) -> bool {
    graph.edges().any(|edge| cost(edge, prose) != 0)
}

fn run(graph: &Graph, prose: &Prose, robot: Robot) -> RobotRun {
    let (mut state, mut next, mut choices) = (graph.start(), Vec::new(), 0);
    for _ in 0..PATIENCE {
        let scene = state[0] as usize;
        let Some(edge) = pick(graph, prose, &state, robot) else {
            let outcome = graph.nodes[scene].outcome;
            return RobotRun { robot, ending: outcome.map(|_| scene), outcome, choices };
        };
        choices += usize::from(graph.ways(&state).count() > 1);
        graph.follow(&state, edge, &mut next);
        std::mem::swap(&mut state, &mut next);
    }
    RobotRun { robot, ending: None, outcome: None, choices }
}

fn pick<'g>(graph: &'g Graph, prose: &Prose, state: &'g [u32], robot: Robot) -> Option<&'g Edge> {
    let labels = &prose.labels[state[0] as usize];
    let mut ways: Vec<(usize, &Edge)> = graph.ways(state).collect();
    if robot == Robot::Last {
        ways.reverse();
    }
    let weight = |&(way, edge): &(usize, &Edge)| {
        let length = labels.get(way).map_or(0, |label| i64::try_from(label.length).unwrap_or(i64::MAX));
        match robot {
            Robot::First | Robot::Last => 0,
            Robot::Longest => -length,
            Robot::Shortest => length,
            Robot::Cheapest => cost(edge, prose),
            Robot::Dearest => -cost(edge, prose),
            Robot::Sorry => i64::from(!labels.get(way).is_some_and(|label| label.sorry)),
        }
    };
    ways.into_iter().min_by_key(weight).map(|(_, edge)| edge)
}

/// Returns the price of a choice or route.
fn cost(edge: &Edge, prose: &Prose) -> i64 {
    edge.effects.iter().filter(|(meter, _)| prose.money.contains(meter)).map(|&(_, by)| i64::from(by)).sum()
}

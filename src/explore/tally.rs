//! How runs end and how long they are, counted over all of them or over runs by chance.

use super::graph::Graph;
use super::prose::Prose;

pub(super) const WORDS_A_MINUTE: f64 = 200.0;
/// Seconds that a reader takes to choose.
const SECONDS_A_CHOICE: f64 = 10.0;

/// Runs counted or played.
pub(super) struct Tally {
    /// How many runs end in each scene; `None` where they were played at random.
    pub runs: Option<Vec<u128>>,
    /// How likely each scene is as the end of a run.
    pub shares: Vec<f64>,
    /// Choices of the longest run.
    pub longest: usize,
    /// Minutes of the longest run.
    pub minutes: f64,
}

/// Minutes that a step takes: reading the scene, and choosing where there is a choice.
pub(super) fn minutes(graph: &Graph, prose: &Prose, scene: usize) -> f64 {
    let choosing = if graph.nodes[scene].choices.len() > 1 { SECONDS_A_CHOICE / 60.0 } else { 0.0 };
    f64::from(prose.words[scene]) / WORDS_A_MINUTE + choosing
}

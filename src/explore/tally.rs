//! Statistics of runs, counted over all of them or taken from random play.

use super::graph::Graph;
use super::prose::Prose;
use crate::model::WORDS_A_MINUTE;

/// Seconds that a reader takes to make a choice.
const SECONDS_A_CHOICE: f64 = 10.0;

/// The statistics of runs, counted or from random play.
#[derive(Debug)]
pub(super) struct Tally {
    /// The number of runs that end in each scene; `None` for random play.
    pub runs: Option<Vec<u128>>,
    /// The probability that a run ends in each scene.
    pub shares: Vec<f64>,
    /// The number of choices in the longest run.
    pub longest: usize,
    /// The minutes of the longest run.
    pub minutes: f64,
}

/// Returns the minutes that a step takes: reading the scene, and choosing if there is more than one choice.
pub(super) fn minutes(graph: &Graph, prose: &Prose, scene: usize) -> f64 {
    let choosing = if graph.nodes[scene].choices.len() > 1 { SECONDS_A_CHOICE / 60.0 } else { 0.0 };
    f64::from(prose.words[scene]) / f64::from(WORDS_A_MINUTE) + choosing
}

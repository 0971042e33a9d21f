//! Random play, for stories with loops: estimates how often each ending is reached and how long runs take.
//!
//! The random numbers are the same every time, so the same story gives the same report.

use super::graph::Graph;
use super::prose::Prose;
use super::tally::{Tally, minutes};
use crate::model::WORDS_A_MINUTE;

/// Upper bound on the steps of all runs together.
pub const STEPS: usize = 10_000;

/// Plays repeatedly from the start. Uses only the graph, so the result does not depend on how many states were visited.
pub(super) fn play(graph: &Graph, prose: &Prose) -> Tally {
    let mut random = RandomNumbers(1);
    let mut ends = vec![0_u32; graph.nodes.len()];
    let (mut steps, mut runs) = (0, 0_u32);
    let (mut longest, mut most_minutes) = (0, 0.0_f64);
    let mut next = Vec::new();
    while steps < STEPS {
        let (mut state, mut choices, mut time) =
            (graph.start(), 0, f64::from(prose.briefing) / f64::from(WORDS_A_MINUTE));
        let mut read = vec![false; graph.nodes.len()];
        while steps < STEPS {
            let scene = state[0] as usize;
            // Readers skip a scene that they have read before, and random play repeats loops more often than people do.
            if !std::mem::replace(&mut read[scene], true) {
                time += minutes(graph, prose, scene);
            }
            let ways: Vec<_> = graph.ways(&state).collect();
            if ways.is_empty() {
                runs += 1;
                ends[scene] += 1;
                longest = longest.max(choices);
                most_minutes = most_minutes.max(time);
                break;
            }
            steps += 1;
            choices += usize::from(graph.nodes[scene].routes.is_empty());
            graph.follow(&state, ways[random.below(ways.len())].1, &mut next);
            std::mem::swap(&mut state, &mut next);
        }
        // Runs interrupted by the limit are not counted. Every run costs a step, so the loop ends even if the first
        // scene has no way out.
        steps += 1;
    }
    let shares = ends.into_iter().map(|ends| f64::from(ends) / f64::from(runs.max(1)));
    Tally { runs: None, shares: shares.collect(), longest, minutes: most_minutes }
}

/// A pseudorandom number generator: `SplitMix64` by Steele, Lea and Flood.
#[derive(Debug)]
struct RandomNumbers(u64);

impl RandomNumbers {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^= mixed >> 31;
        usize::try_from(mixed % u64::try_from(end.max(1)).unwrap_or(1)).unwrap_or(0)
    }
}

//! Verdicts on profiles: which axes satisfy both rules of the gate.

use std::fmt;

use crate::axes::Axis;
use crate::profile::{Profile, readable};

/// Upper bound on the cost of a run at 4n, relative to a run at n.
pub const MOST: f64 = 5.0;
/// Upper bound on the cost of a single function at 4n, relative to n. Sorting grows about 5 times, a quadratic loop 16
/// times.
pub const MOST_OF_ONE: f64 = 8.0;
/// Functions with a smaller share of the run at 4n are ignored.
pub const SHARE: f64 = 0.01;
/// A function that the allocator runs at unpredictable times.
const UNSTEADY: &str = "malloc_consolidate";

/// The verdict that the gate must reach about an axis.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expected {
    /// The axis satisfies both rules.
    Right,
    /// The run as a whole grows too fast; for planted loops.
    TooMuch,
    /// One function grows too fast, but not the run as a whole; for planted loops.
    TooMuchOfOne,
}

/// The growth of one axis.
pub struct Verdict {
    name: &'static str,
    n: usize,
    expected: Expected,
    costs: [u64; 3],
    ratio: f64,
    /// Functions that grow too fast, with their ratio and their share of the run, largest share first.
    functions: Vec<(String, f64, f64)>,
}

/// Judges each axis by its three profiles.
pub fn all(axes: &[Axis], profiles: &[Profile]) -> Vec<Verdict> {
    assert_eq!(profiles.len(), axes.len() * 3, "callgrind must write a profile for each run");
    axes.iter().zip(profiles.chunks(3)).map(|(axis, profiles)| Verdict::of(axis, profiles)).collect()
}

/// Returns the ratio of the costs at 4n and n, after subtracting the cost at 0.
fn growth([none, once, four]: [u64; 3]) -> f64 {
    let [once, four] = [once, four].map(|cost| cost.saturating_sub(none) as f64);
    if once > 0.0 {
        four / once
    } else if four > 0.0 {
        f64::INFINITY
    } else {
        0.0
    }
}

impl Verdict {
    /// The column headings.
    pub const HEADER: &str = "axis                            n    million instructions at 0, n, 4n    ratio";

    fn of(axis: &Axis, profiles: &[Profile]) -> Self {
        let costs = [0, 1, 2].map(|run: usize| profiles[run].total);
        let all = costs[2].saturating_sub(costs[0]) as f64;
        let mut functions = Vec::new();
        for name in profiles[2].functions.keys().filter(|name| *name != UNSTEADY) {
            let own = [0, 1, 2].map(|run: usize| profiles[run].functions.get(name).copied().unwrap_or(0));
            let share = own[2].saturating_sub(own[0]) as f64 / all;
            let ratio = growth(own);
            if share >= SHARE && ratio >= MOST_OF_ONE {
                functions.push((readable(name), ratio, share));
            }
        }
        functions.sort_by(|one, other| other.2.total_cmp(&one.2));
        Self { name: axis.name, n: axis.sizes()[1], expected: axis.expected, costs, ratio: growth(costs), functions }
    }

    /// Returns whether the axis grows as expected. Planted loops must be detected.
    pub fn is_right(&self) -> bool {
        let found = match (self.ratio < MOST, self.functions.is_empty()) {
            (true, true) => Expected::Right,
            (true, false) => Expected::TooMuchOfOne,
            (false, _) => Expected::TooMuch,
        };
        found == self.expected
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [none, once, four] = self.costs.map(|cost| cost as f64 / 1e6);
        write!(out, "{:28}{:5}{none:12.2}{once:12.2}{four:12.2}{:9.2}", self.name, self.n, self.ratio)?;
        match (self.is_right(), self.expected) {
            (true, Expected::Right) => {}
            (true, _) => write!(out, "  planted, and found")?,
            (false, Expected::Right) => write!(out, "  FAILED: grows faster than the site")?,
            (false, _) => write!(out, "  FAILED: planted, and not found")?,
        }
        for (name, ratio, share) in self.functions.iter().take(8) {
            write!(out, "\n    {ratio:8.1} times, {:2.0} % of the run: {name}", share * 100.0)?;
        }
        Ok(())
    }
}

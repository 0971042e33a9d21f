//! Exhaustive exploration of scenarios: visits every state of a story and proves what can happen in it.
//!
//! Runs after `model` and before `check`, which turns the results into diagnostics. Works on the graph of a story, not
//! on its prose.

pub mod chance;
pub mod facts;
pub mod farm;
pub mod fragile;
pub mod graph;
pub mod prose;
mod rising;
pub mod robots;
pub mod states;
mod tally;
#[cfg(test)]
mod tests;
pub mod turns;
pub mod verdicts;

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use facts::Facts;
use fragile::Fragility;
use graph::Graph;
use prose::{Language, Prose};
use robots::RobotRun;
use states::{Coverage, RisingLoop, States};
use turns::Turns;
use verdicts::Verdicts;

use crate::model::{PageId, Site};
use crate::parse::markdown::SourcedBody;
use crate::parse::scenario::Scenario;
use crate::source::SourceMap;

/// Everything that is proved about a scenario.
#[derive(Debug)]
pub struct Proof {
    /// The graph that was explored.
    pub graph: Graph,
    /// The lengths of its texts.
    pub prose: Prose,
    /// The maximum number of states to visit.
    pub budget: usize,
    /// The part of the story that was explored.
    pub coverage: Coverage,
    /// Facts about its scenes, endings, meters and goal.
    pub facts: Facts,
    /// The choices that decide it; `None` if not all runs were explored.
    pub turns: Option<Turns>,
    /// Contradictions in what it teaches; `None` if not all runs were explored.
    pub verdicts: Option<Verdicts>,
    /// The endings that robots reach. Robots play the story itself, so this does not depend on the visited states.
    pub robots: Vec<RobotRun>,
    /// The effects of changing single numbers; `None` unless requested and every state was visited.
    pub fragility: Option<Fragility>,
}

/// The thoroughness of an exploration.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Depth {
    /// Explores all runs.
    #[default]
    Runs,
    /// Also explores the runs after each change of a number by one.
    Changes,
}

/// The effort to spend on a scenario.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Effort {
    /// The thoroughness of the exploration.
    pub depth: Depth,
    /// The maximum number of states to visit.
    pub states: usize,
}

impl From<Depth> for Effort {
    fn from(depth: Depth) -> Self {
        Self { depth, states: states::BUDGET }
    }
}

/// The proofs of all scenarios of a site that have no errors.
pub type Proofs = BTreeMap<PageId, Arc<Proof>>;

/// Proves all scenarios of `site` in parallel, reusing the proofs that `known` returns.
#[must_use]
pub fn explore(
    site: &Site,
    sources: &SourceMap,
    effort: impl Into<Effort>,
    known: impl Fn(PageId) -> Option<Arc<Proof>> + Sync,
) -> Proofs {
    let effort = effort.into();
    let sorry: Vec<String> = site.messages().list("checks.sorry").iter().map(|word| word.to_lowercase()).collect();
    let language = Language { currency: &site.config().currency, sorry: &sorry };
    let proofs: Vec<Option<(PageId, Arc<Proof>)>> = site
        .pages
        .par_iter()
        .enumerate()
        .map(|(number, page)| {
            let scenario = page.document.scenario.as_ref()?;
            let id = PageId::new(number);
            let text = SourcedBody { body: &page.document.body, source: sources.file(page.document.file).text() };
            let proof = known(id).or_else(|| prove(scenario, text, language, effort).map(Arc::new));
            Some((id, proof?))
        })
        .collect();
    proofs.into_iter().flatten().collect()
}

/// Visits the states of `graph`, and stops once it has found more than `budget`.
#[must_use]
pub fn visit(graph: &Graph, budget: usize) -> (States, Coverage) {
    match states::Walk::new(graph, budget).run() {
        (states, states::End::Whole) => (states, Coverage::Whole),
        (states, states::End::Loop(RisingLoop { meter, scenes })) => (states, Coverage::Endless { meter, scenes }),
        (part, states::End::Budget) => {
            let cut = states::cut(graph);
            let meters: Vec<usize> = (0..cut.gauges.len()).filter(|&at| cut.gauges[at] != graph.gauges[at]).collect();
            if meters.is_empty() {
                return (part, Coverage::Stopped);
            }
            let (states, coverage) = match states::Walk::new(&cut, budget).run() {
                (states, states::End::Whole) => (states, Coverage::Cut { meters }),
                (states, states::End::Loop(RisingLoop { meter, scenes })) => {
                    (states, Coverage::Endless { meter, scenes })
                }
                (states, states::End::Budget) => (states, Coverage::Stopped),
            };
            // A cut total may never exceed the limit that triggers the check during the walk.
            match rising::find(&cut, &states) {
                Some(RisingLoop { meter, scenes }) => (states, Coverage::Endless { meter, scenes }),
                None => (states, coverage),
            }
        }
    }
}

/// Explores all states of a scenario. Returns `None` if the scenario has errors or no scenes.
#[must_use]
pub fn prove(
    scenario: &Scenario,
    SourcedBody { body, source }: SourcedBody<'_>,
    language: Language<'_>,
    effort: Effort,
) -> Option<Proof> {
    crate::fault::strike("explore", source);
    let graph = Graph::of(scenario)?;
    let prose = Prose::of(scenario, body, source, language);
    let (states, coverage): (States, Coverage) = visit(&graph, effort.states);
    let facts = facts::gather(&graph, &states, &coverage, &prose);
    let verdicts = verdicts::judge(&graph, &states, &coverage);
    let turns = turns::find(&graph, &states, &coverage);
    let robots = robots::play(&graph, &prose);
    let probed = effort.depth == Depth::Changes && coverage.is_whole();
    let fragility = probed.then(|| fragile::probe(&graph, &prose, fragile::STATES));
    Some(Proof { graph, prose, budget: effort.states, coverage, facts, turns, verdicts, robots, fragility })
}

//! Every state of a scenario: what can happen in it, proved before anyone plays it.
//!
//! Stands after `model` and before `check`, which judges what is found here. Knows the graph of a story, not its prose.

mod chance;
pub mod facts;
pub mod graph;
pub mod prose;
pub mod robots;
pub mod states;
pub mod verdicts;

use facts::Facts;
use graph::Graph;
use prose::{Language, Prose};
use states::{Extent, States};

use crate::parse::markdown::Body;
use crate::parse::scenario::Scenario;

/// What is proved about a scenario.
#[derive(Debug)]
pub struct Proof {
    /// What was walked.
    pub graph: Graph,
    /// What its words weigh.
    pub prose: Prose,
    /// How much was seen.
    pub extent: Extent,
    /// What it says.
    pub facts: Facts,
}

/// Walks through all states of a scenario; `None` where it was not read without a mistake.
#[must_use]
pub fn prove(scenario: &Scenario, (body, source): (&Body, &str), language: Language<'_>) -> Option<Proof> {
    let graph = Graph::of(scenario)?;
    let prose = Prose::of(scenario, body, source, language);
    let (states, extent): (States, Extent) = states::explore(&graph, states::BUDGET);
    let facts = facts::gather(&graph, &states, &prose);
    Some(Proof { graph, prose, extent, facts })
}

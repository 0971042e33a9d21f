//! Every state of a scenario: what can happen in it, proved before anyone plays it.
//!
//! Stands after `model` and before `check`, which judges what is found here. Knows the graph of a story, not its prose.

pub mod graph;

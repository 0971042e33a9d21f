//! One file → one document: typed front matter, Markdown, the scenes of a scenario.
//!
//! Never fails and never panics: what could be read comes back, with findings about the rest.

pub mod front_matter;
pub mod kind;
pub mod markdown;
pub mod scenario;
pub mod slug;

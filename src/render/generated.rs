//! Generated.
pub(super) fn term_id(term: &str) -> String { crate::parse::slug::slug(term) }

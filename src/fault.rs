//! Panics on demand, so that this crate's unit tests can break any stage of a run. In every other build [`strike`] is
//! an empty function.

#[cfg(not(test))]
pub(crate) const fn strike(_: &str, _: &str) {}

/// Panics if `text` contains `panic in STAGE`.
#[cfg(test)]
pub(crate) fn strike(stage: &str, text: &str) {
    assert!(!text.contains(&format!("panic in {stage}")), "a test asked for a panic in {stage}");
}

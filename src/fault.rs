//! Panics on demand, so that this crate's own tests can break any stage of a run. In every other build [`strike`] does
//! nothing.

#[cfg(not(test))]
pub(crate) const fn strike(_: &str, _: &str) {}

/// Panics where `text` says `panic in STAGE`, for this stage.
#[cfg(test)]
pub(crate) fn strike(stage: &str, text: &str) {
    assert!(!text.contains(&format!("panic in {stage}")), "a test asked for a panic in {stage}");
}

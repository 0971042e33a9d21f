//! Panics on demand, so that the unit tests of this crate can make any stage of a run fail. In all other builds,
//! [`strike`] is an empty function. [`disk`] does the same for disk operations, with errors.

pub(crate) mod disk;

#[cfg(not(test))]
pub(crate) const fn strike(_: &str, _: &str) {}

/// Panics if `text` contains `panic in STAGE`.
#[cfg(test)]
pub(crate) fn strike(stage: &str, text: &str) {
    assert!(!text.contains(&format!("panic in {stage}")), "a test asked for a panic in {stage}");
}

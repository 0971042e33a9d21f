//! The command line as transcripts: each file in `tests/cli/` holds commands and what they answer.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::too_many_lines,
    reason = "a test that cannot go on says so by failing"
)]

#[test]
fn transcripts() {
    trycmd::TestCases::new().case("tests/cli/*.md").run();
}

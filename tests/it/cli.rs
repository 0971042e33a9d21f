//! The command line as transcripts: each file in `tests/cli/` holds commands and what they answer.

#[test]
fn transcripts() {
    trycmd::TestCases::new().case("tests/cli/*.md").run();
}

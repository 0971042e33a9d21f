//! The program's environment: `SOURCE_DATE_EPOCH`, and closed output pipes.

use std::process::{Command, Output};

use crate::support::lay;
use crate::support::program::{self, PROGRAM};

/// Runs `casebook check` on a page that is due for review in 2990, with this value of `SOURCE_DATE_EPOCH`.
fn checked(source_date: Option<&str>) -> Output {
    let dir = tempfile::tempdir().unwrap();
    let page = "---\ntitle: Home\nowner: Ann\nreview-by: 2990-01-01\n---\n\nText.\n";
    lay(dir.path(), &[("casebook.yaml", "title: A site\nid: a-site\n"), ("content/index.md", page)]);
    let mut command = Command::new(PROGRAM);
    command.args(["check", "--format", "short"]).arg(dir.path()).env_remove("SOURCE_DATE_EPOCH");
    if let Some(date) = source_date {
        command.env("SOURCE_DATE_EPOCH", date);
    }
    program::output(command)
}

#[test]
fn source_date_epoch_sets_the_date_of_today() {
    let is_overdue = |date| {
        let done = checked(date);
        assert!(done.status.success(), "{date:?}: {done:?}");
        String::from_utf8(done.stdout).unwrap().contains("[overdue]")
    };
    assert!(!is_overdue(None));
    assert!(!is_overdue(Some("")), "an empty variable counts as unset");
    assert!(!is_overdue(Some("32188147200")), "on 1 January 2990");
    assert!(is_overdue(Some("32188233600")), "on the day after");
}

#[test]
fn a_source_date_epoch_that_is_not_a_number_is_an_error() {
    for odd in ["tomorrow", "2026-11-30", "1e9", "99999999999999999999"] {
        let done = checked(Some(odd));
        let said = String::from_utf8(done.stderr).unwrap();
        assert_eq!(done.status.code(), Some(2), "{odd}: {said}");
        assert!(said.contains("SOURCE_DATE_EPOCH is not a number of seconds since 1970"), "{odd}: {said}");
    }
}

/// As in `casebook explain unknown-key | head -1`, after `head` has ended.
#[test]
fn a_closed_output_pipe_is_not_an_error() {
    let dir = tempfile::tempdir().unwrap();
    for arguments in [["explain", "unknown-key"], ["completions", "bash"]] {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let mut command = Command::new(PROGRAM);
        command.args(arguments).current_dir(&dir);
        let done = program::output_into(command, writer);
        let said = String::from_utf8(done.stderr).unwrap();
        assert!(done.status.success() && said.is_empty(), "{arguments:?}: {said}");
    }
    assert_eq!(std::fs::read_dir(&dir).unwrap().count(), 0, "these commands write no files");
}

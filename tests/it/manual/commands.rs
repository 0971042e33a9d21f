//! The commands, as described by `--help`.

use std::fmt::Write as _;
use std::process::Command;

use crate::support::program::{PROGRAM, output};

/// The help of every command.
pub fn made() -> String {
    let mut out = String::new();
    describe(&[], &mut out);
    out
}

/// The help of a command, followed by that of its subcommands.
fn describe(command: &[&str], out: &mut String) {
    let help = help_of(command);
    if !command.is_empty() {
        writeln!(out, "## `casebook {}`\n\n```text\n{}\n```\n", command.join(" "), help.trim()).unwrap();
    }
    for inner in inner_commands(&help) {
        describe(&[command, &[inner]].concat(), out);
    }
}

fn help_of(command: &[&str]) -> String {
    let mut program = Command::new(PROGRAM);
    // Always use the width for output without a terminal.
    program.args(command).arg("--help").env_remove("COLUMNS");
    let output = output(program);
    assert!(output.status.success(), "casebook {} --help", command.join(" "));
    let text = String::from_utf8(output.stdout).unwrap().replace("\r\n", "\n").replace("casebook.exe", "casebook");
    text.lines().map(str::trim_end).collect::<Vec<_>>().join("\n")
}

/// The names under `Commands:`.
fn inner_commands(help: &str) -> Vec<&str> {
    let lines = help.lines().skip_while(|line| *line != "Commands:").skip(1).take_while(|line| !line.is_empty());
    let names = lines.filter(|line| line.starts_with("  ") && !line.starts_with("   "));
    names.filter_map(|line| line.split_whitespace().next()).filter(|name| *name != "help").collect()
}

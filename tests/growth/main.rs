//! The growth gate: a site that is four times as large must cost less than five times as much.
//!
//! Each axis (pages, links, headings, findings, states …) is a site that grows in one respect. Callgrind counts the
//! instructions of a run at sizes 0, n and 4n. No time is measured, so the load of the machine does not matter. The
//! cost at size 0 is subtracted first, because a large constant would hide the growth. Two rules apply to each axis:
//!
//! 1. The whole run at 4n costs less than [`judge::MOST`] times as much as at n.
//! 2. No function with a significant share costs [`judge::MOST_OF_ONE`] times as much or more. A quadratic loop that is
//!    still small compared with the linear work shows in its own function long before it shows in the sum.
//!
//! This is a separate program rather than a test of `cargo test`, because it needs valgrind and takes a minute. `cargo
//! test --test growth` measures the axes in [`axes::USUAL`], or those named after `--`. `CASEBOOK_TESTS=all` measures
//! all axes at eight times the size.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a gate that cannot go on says so by failing"
)]

mod axes;
mod judge;
mod measured;
mod profile;

use std::env;
use std::fs;
use std::path::Path;
use std::process::{Command, ExitCode, Stdio};
use std::thread;

use axes::Axis;
use judge::Verdict;
use profile::Profile;

/// The first argument of the process that is measured.
const MEASURED: &str = "--measured";
/// The first argument for writing a site without measuring; followed by a folder, an axis and a size.
const LAID: &str = "--lay";

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    if let [first, folder, names @ ..] = arguments.as_slice()
        && first == MEASURED
    {
        measured::run(Path::new(folder), &chosen(names));
        return ExitCode::SUCCESS;
    }
    if let [first, folder, name, size] = arguments.as_slice()
        && first == LAID
    {
        let axis = chosen(std::slice::from_ref(name))[0];
        measured::lay(Path::new(folder), &(axis.site)(size.parse().unwrap()));
        return ExitCode::SUCCESS;
    }
    gate(&chosen(&arguments))
}

/// Returns the axes with these names. Without names, returns those that this run should measure.
fn chosen(names: &[String]) -> Vec<Axis> {
    let all = axes::all();
    let mut named = names.iter().map(String::as_str).chain(axes::USUAL.iter().copied());
    if let Some(unknown) = named.find(|name| all.iter().all(|axis| axis.name != *name)) {
        panic!("there is no axis `{unknown}`");
    }
    let is_asked = |axis: &Axis| match names {
        [] => axes::every_case() || axes::USUAL.contains(&axis.name),
        names => names.iter().any(|name| name == axis.name),
    };
    all.into_iter().filter(is_asked).collect()
}

/// Measures the axes, prints a line for each, and a summary in the format of `cargo test`.
fn gate(axes: &[Axis]) -> ExitCode {
    let verdicts = judge::all(axes, &profiles(axes));
    println!("{}", Verdict::HEADER);
    for verdict in &verdicts {
        println!("{verdict}");
    }
    let failed = verdicts.iter().filter(|verdict| !verdict.is_right()).count();
    let word = if failed == 0 { "ok" } else { "FAILED" };
    println!("\ntest result: {word}. {} passed; {failed} failed; 0 ignored", verdicts.len() - failed);
    ExitCode::from(u8::from(failed > 0))
}

/// Measures the axes in two processes. Alternating axes between them balances the load, because similar axes are
/// adjacent.
fn profiles(axes: &[Axis]) -> Vec<Profile> {
    let half = |rest: usize| -> Vec<Axis> { axes.iter().skip(rest).step_by(2).copied().collect() };
    let (even, odd) = thread::scope(|scope| {
        let odd = scope.spawn(|| profiles_of(&half(1)));
        (profiles_of(&half(0)), odd.join().unwrap())
    });
    let mut halves = [even.into_iter(), odd.into_iter()];
    let mut all = Vec::new();
    for axis in 0..axes.len() {
        all.extend(halves[axis % 2].by_ref().take(3));
    }
    all
}

/// Runs this program under callgrind, which writes a profile at each call of [`measured::MARK`]: alternately for the
/// code before a run and for the run itself.
fn profiles_of(axes: &[Axis]) -> Vec<Profile> {
    if axes.is_empty() {
        return Vec::new();
    }
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("profile");
    let mut command = Command::new("valgrind");
    command.args(["--tool=callgrind", "-q", "--dump-line=no", "--compress-pos=no"]);
    command.arg(format!("--dump-before={}", measured::MARK));
    // The mangled names of generic instances differ only in their hash, which demangling would remove.
    command.args(["--demangle=no", "--read-inline-info=no"]);
    command.arg(format!("--callgrind-out-file={}", out.display()));
    command.arg(env::current_exe().unwrap()).arg(MEASURED).arg(folder.path());
    command.args(axes.iter().map(|axis| axis.name)).env("RAYON_NUM_THREADS", "1").stdin(Stdio::null());
    let status = command.status();
    assert!(status.is_ok(), "the growth tests need valgrind: install Debian's package `valgrind`");
    assert!(status.unwrap().success(), "the measured program failed");
    let profiles = (1..).map_while(|number| fs::read_to_string(format!("{}.{number}", out.display())).ok());
    profiles.skip(1).step_by(2).map(|text| Profile::read(&text)).collect()
}

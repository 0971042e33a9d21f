//! The growth gate: a site that is four times as large costs less than five times as much.
//!
//! Each axis (pages, links, headings, findings, states …) is a site that grows along it. Callgrind counts the instructions
//! of a run at sizes 0, n and 4n; no clock is asked, so that a loaded machine changes nothing. What a run costs at size 0
//! is subtracted first: a large constant would hide the growth. Two rules hold for each axis:
//!
//! 1. the whole run at 4n costs less than [`judge::MOST`] times as much as at n;
//! 2. no function of weight costs [`judge::MOST_OF_ONE`] times as much or more. A quadratic loop that is still small beside
//!    the linear work of a small site stands out in its own function long before it shows in the sum.
//!
//! A program of its own instead of a test of `cargo test`, because it needs valgrind and takes a minute:
//! `cargo test --test growth` measures the axes that [`axes::USUAL`] names; with names behind `--` it measures these.
//! `CASEBOOK_TESTS=all` measures all axes, at eight times the size.

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

/// With this as its first argument, the program is the one that is measured.
const MEASURED: &str = "--measured";
/// With this, a folder, an axis and a size, the program writes the site of that size and measures nothing.
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

/// The axes with these names. Without names, those for this run of the tests.
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

/// Measures the axes and prints a line for each, and the words of `cargo test` for the sum.
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

/// Measures the axes in two processes, which take about as long as each other, since axes of one sort stand together.
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

/// Runs this program under callgrind, which writes a profile at each call of [`measured::MARK`]: of what came before a run
/// and of the run, in turn.
fn profiles_of(axes: &[Axis]) -> Vec<Profile> {
    if axes.is_empty() {
        return Vec::new();
    }
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("profile");
    let mut command = Command::new("valgrind");
    command.args(["--tool=callgrind", "-q", "--dump-line=no", "--compress-pos=no"]);
    command.arg(format!("--dump-before={}", measured::MARK));
    // Names of instances of generic functions differ in their hash only, which demangling would cut off.
    command.args(["--demangle=no", "--read-inline-info=no"]);
    command.arg(format!("--callgrind-out-file={}", out.display()));
    command.arg(env::current_exe().unwrap()).arg(MEASURED).arg(folder.path());
    command.args(axes.iter().map(|axis| axis.name)).env("RAYON_NUM_THREADS", "1").stdin(Stdio::null());
    let status = command.status();
    assert!(
        status.is_ok(),
        "the growth gate counts with valgrind, which is not here: install Debian's package `valgrind`"
    );
    assert!(status.unwrap().success(), "the measured program failed");
    let profiles = (1..).map_while(|number| fs::read_to_string(format!("{}.{number}", out.display())).ok());
    profiles.skip(1).step_by(2).map(|text| Profile::read(&text)).collect()
}

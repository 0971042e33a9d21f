//! The process that is measured: for each axis one run on sites of size 0, n and 4n.

use std::fs;
use std::path::Path;

use casebook::report::{Amount, Base, Format, Look, Report};
use casebook::write::{Target, Writer};
use casebook::{Checked, Loaded, Options, fix};

use crate::axes::{Axis, Files};

/// A pattern for the symbol of [`mark`]. At each call, callgrind writes its counts to a file and resets them.
pub const MARK: &str = "*growth*measured*mark*";

/// The work that is done with a site.
#[derive(Clone, Copy, Debug)]
pub enum Work {
    /// `casebook check`.
    Check,
    /// `casebook build` into a folder that does not exist yet.
    Build,
    /// `casebook fix`, without writing the fixes.
    Fix,
    /// A loop in this file, for testing the gate itself.
    Planted(fn(usize)),
}

/// Runs all axes in order.
pub fn run(folder: &Path, axes: &[Axis]) {
    let other = vec![("content/other.md".to_owned(), "---\ntitle: Other\n---\n\nText.\n".to_owned())];
    let warm = |name: &str, files: Files| {
        let dir = folder.join(name);
        lay(&dir, &files);
        Loaded::read(&dir, &Options::default()).unwrap().check()
    };
    let checked = warm("checked", other.clone());
    let built = warm("built", [other, bare_theme()].concat());
    // Initialises everything that the program caches, so that it is not counted for the first axis.
    check(&folder.join("checked"), &checked);
    build(&folder.join("built"), &built);
    for axis in axes {
        for size in axis.sizes() {
            let dir = folder.join("site");
            fs::create_dir(&dir).unwrap();
            lay(&dir, &(axis.site)(size));
            if matches!(axis.work, Work::Build) {
                lay(&dir, &bare_theme());
            }
            mark();
            match axis.work {
                Work::Check => check(&dir, &checked),
                Work::Build => build(&dir, &built),
                Work::Fix => drop(fix::fix(&dir, &Options::default()).unwrap()),
                Work::Planted(work) => work(size),
            }
            mark();
            fs::remove_dir_all(&dir).unwrap();
        }
    }
}

/// Called before and after each run.
#[inline(never)]
fn mark() {
    std::hint::black_box(());
}

/// Writes the files of a site.
pub fn lay(dir: &Path, files: &Files) {
    for (path, text) in files {
        let path = dir.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
}

/// Returns a theme with the templates of the default theme but without its scripts and styles. Reading those would cost
/// as much as fifty pages on every site.
fn bare_theme() -> Files {
    let theme = Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/default");
    let mut files = vec![("casebook.yaml".to_owned(), "theme: bare\n".to_owned())];
    let mut folders = vec![theme.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "js" || ending == "css") {
                let path = path.strip_prefix(&theme).unwrap().to_str().unwrap();
                files.push((format!("themes/bare/{path}"), String::new()));
            }
        }
    }
    files
}

/// Reuses the theme of `warm`, a site that has nothing else in common, to save the cost of reading it again.
fn check(dir: &Path, warm: &Checked) {
    let built = Loaded::read(dir, &Options::default()).unwrap().check_after(Some(warm)).into_built(None);
    let report =
        Report { sources: &built.sources, diagnostics: &built.diagnostics, base: Base::default(), amount: Amount::All };
    for format in [Format::Text(Look::PLAIN), Format::Json, Format::Github] {
        report.write(format, &mut std::io::sink()).unwrap();
    }
}

fn build(dir: &Path, warm: &Checked) {
    let target = Target::new(dir, &dir.join("public"), false).unwrap();
    let loaded = Loaded::read(dir, &Options::default()).unwrap();
    assert!(target.holds(&loaded.fingerprint()).is_none());
    let checked = loaded.check_after(Some(warm));
    assert!(!checked.has_errors(), "{:?}", checked.diagnostics());
    let mut writer = Writer::begin(&target).unwrap();
    checked.render(&mut writer, &()).unwrap();
    writer.finish(None).unwrap();
}

/// One step of the planted loops. The result passes through `black_box`, so the compiler cannot remove the step.
#[inline(never)]
fn step(count: usize) -> usize {
    (0..count).fold(0, |sum, number| std::hint::black_box(sum ^ number))
}

/// Work that grows linearly.
pub fn linear(size: usize) {
    for _ in 0..size {
        step(100);
    }
}

/// Work that grows quadratically.
pub fn quadratic(size: usize) {
    for _ in 0..size {
        linear(size / 4);
    }
}

/// A small quadratic loop, hidden by so much linear work that the total does not show it.
pub fn hidden(size: usize) {
    for _ in 0..30 {
        linear(size);
    }
    pairs(size);
}

#[inline(never)]
fn pairs(size: usize) {
    let mut sum = 0;
    while sum < size * size {
        sum = std::hint::black_box(sum + 1);
    }
}

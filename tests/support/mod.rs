//! What several tests need: the fixture sites, building in memory, the checker of links.

#![allow(dead_code, reason = "each test is a program of its own and uses a part of this")]

pub mod links;
pub mod well_formed;

use std::fs;
use std::path::{Path, PathBuf};

use casebook::diagnostic::Severity;
use casebook::explore::Depth;
use casebook::output::Output;
use casebook::{Built, Deny, Loaded, Options};

/// This repository.
pub fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The folder of a fixture site.
pub fn site(name: &str) -> PathBuf {
    repository().join("tests/sites").join(name)
}

/// All fixture sites in the order of their names, and whether each is there for its mistakes.
pub fn sites() -> Vec<(PathBuf, bool)> {
    let folders = fs::read_dir(repository().join("tests/sites")).expect("the fixture sites");
    let mut sites: Vec<PathBuf> = folders.map(|folder| folder.expect("an entry").path()).collect();
    sites.sort();
    assert!(!sites.is_empty());
    sites.into_iter().map(|site| (site.clone(), site.join("expect-errors").exists())).collect()
}

/// Lays files below `dir`.
pub fn lay(dir: &Path, files: &[(&str, &str)]) {
    for (path, text) in files {
        let path = dir.join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("making a folder");
        fs::write(path, text).expect("writing a file");
    }
}

/// Enough states for the small stories of the fixtures. The one that has too many has them sooner.
const FEW_STATES: usize = 20_000;

/// All that is found about a site that is there for its mistakes: by the check, and by rendering where the check is
/// content.
pub fn mistaken(dir: &Path) -> Built {
    mistaken_at(dir, Depth::Runs)
}

/// The same with scenarios looked at as closely as asked.
pub fn mistaken_at(dir: &Path, depth: Depth) -> Built {
    let today = Some(jiff::civil::date(2026, 6, 1));
    let options = Options { today, deny: Deny::Nothing, depth, ..Options::default() };
    let checked = Loaded::read(dir, &options).expect("the fixture is a site").with_states(FEW_STATES).check();
    if checked.has_errors() {
        return checked.into_built(None);
    }
    let mut output = Output::default();
    let built = checked.render(&mut output, &()).expect("memory takes every file");
    let stops = built.diagnostics.iter().any(|found| found.severity == Severity::Error);
    Built { output: (!stops).then_some(output), ..built }
}

/// The finished site in `dir`, which must have no errors.
pub fn built(dir: &Path, options: &Options) -> Output {
    let built = casebook::build(dir, options, &()).expect("the disk can be read");
    built.output.unwrap_or_else(|| {
        let said: Vec<_> = built.diagnostics.iter().map(|found| found.message.clone()).collect();
        panic!("{} has errors: {said:#?}", dir.display())
    })
}

/// The pages of an output, redirects included.
pub fn pages(output: &Output) -> impl Iterator<Item = (&str, &str)> {
    let pages = output.iter().filter(|(path, _)| path.ends_with(".html"));
    pages.map(|(path, _)| (path, output.text(path).expect("pages are text")))
}

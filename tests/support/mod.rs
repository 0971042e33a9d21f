//! Helpers shared by the test binaries: fixtures, builds in memory, checkers of HTML and links.

#![allow(dead_code, reason = "each of the two test binaries uses a part of this")]

pub mod fixing;
pub mod fixture;
pub mod links;
pub mod markdown;
pub mod program;
pub mod scenario;
pub mod well_formed;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{LazyLock, OnceLock};

use casebook::diagnostic::Severity;
use casebook::explore::Depth;
use casebook::output::{Discard, Output};
use casebook::report::{Amount, Base, Format, Report};
use casebook::{Built, Deny, Loaded, Options};
use proptest::test_runner::{Config as ProptestConfig, RngSeed};

/// Returns whether fixtures and snapshots are to be rewritten instead of compared.
pub fn updates() -> bool {
    std::env::var_os("UPDATE_EXPECTED").is_some()
}

/// Returns whether to run only the tests that fail most often, as `tests/run fast` requests.
pub fn hurried() -> bool {
    std::env::var_os("CASEBOOK_TESTS").is_some_and(|value| value == "fast")
}

/// Returns whether the tests may take as long as they need, as `tests/run all` requests.
pub fn thorough() -> bool {
    std::env::var_os("CASEBOOK_TESTS").is_some_and(|value| value == "all")
}

/// Configures a property test with `usual` cases, or `thorough` cases in thorough runs. The seed is fixed, so every run
/// tries the same cases.
pub fn cases(usual: u32, thorough: u32) -> ProptestConfig {
    ProptestConfig {
        cases: if self::thorough() { thorough } else { usual },
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(0),
        ..ProptestConfig::default()
    }
}

/// The root of this repository.
pub fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The folder of a fixture site.
pub fn site(name: &str) -> PathBuf {
    repository().join("tests/sites").join(name)
}

/// Returns all fixture sites in order of name. The flag marks sites that have errors on purpose.
pub fn sites() -> Vec<(PathBuf, bool)> {
    let folders = fs::read_dir(repository().join("tests/sites")).expect("the fixture sites can be read");
    let mut sites: Vec<PathBuf> = folders.map(|folder| folder.expect("the entry can be read").path()).collect();
    sites.sort();
    assert!(!sites.is_empty());
    sites.into_iter().map(|site| (site.clone(), site.join("expect-errors").exists())).collect()
}

/// Writes files below `dir`.
pub fn lay(dir: &Path, files: &[(&str, &str)]) {
    for (path, text) in files {
        let path = dir.join(path);
        fs::create_dir_all(path.parent().expect("the path has a parent")).expect("the folder can be created");
        fs::write(path, text).expect("the file can be written");
    }
}

/// The date on which the fixtures are checked.
const TODAY: jiff::civil::Date = jiff::civil::date(2026, 6, 1);

/// Enough states for the small stories of the fixtures, and a limit that the story with too many states reaches
/// quickly.
const FEW_STATES: usize = 20_000;

/// Returns all findings about a site with deliberate errors: those of the check and, if it finds no errors, those of
/// rendering.
pub fn mistaken(dir: &Path) -> Built {
    mistaken_at(dir, Depth::Runs)
}

/// Returns the findings like [`mistaken`], with a given depth of exploration.
pub fn mistaken_at(dir: &Path, depth: Depth) -> Built {
    let options = Options { today: Some(TODAY), deny: Deny::Nothing, depth, ..Options::default() };
    let checked = Loaded::read(dir, &options).expect("the fixture can be read").with_states(FEW_STATES).check();
    if checked.has_errors() {
        return checked.into_built(None);
    }
    let mut output = Output::default();
    let built = checked.render(&mut output, &()).expect("writing to memory cannot fail");
    let stops = built.diagnostics.iter().any(|found| found.severity == Severity::Error);
    Built { output: (!stops).then_some(output), ..built }
}

/// Returns the findings of the check alone.
pub fn checked(dir: &Path) -> Built {
    let options = Options { today: Some(TODAY), ..Options::default() };
    let checked = Loaded::read(dir, &options).expect("the fixture can be read").with_states(FEW_STATES).check();
    // Like `casebook::check`: errors in the templates of a theme show only when they are rendered.
    if checked.has_errors() || !checked.has_own_theme() {
        return checked.into_built(None);
    }
    checked.render(&mut Discard, &()).expect("writing to memory cannot fail")
}

/// Returns the findings of a run in one of the report formats.
pub fn report(built: &Built, format: Format) -> String {
    let report =
        Report { sources: &built.sources, diagnostics: &built.diagnostics, base: Base::default(), amount: Amount::All };
    let mut text = Vec::new();
    report.write(format, &mut text).expect("writing to memory cannot fail");
    String::from_utf8(text).expect("reports are text")
}

/// Returns the output of the site in `dir`, which must have no errors.
pub fn built(dir: &Path, options: &Options) -> Output {
    let built = casebook::build(dir, options, &()).expect("the site can be read");
    built.output.unwrap_or_else(|| {
        let said: Vec<_> = built.diagnostics.iter().map(|found| found.message.clone()).collect();
        panic!("{} has errors: {said:#?}", dir.display())
    })
}

/// The fixture sites without errors, and this repository, each with its output once it has been built.
static SOUND: LazyLock<Vec<(PathBuf, OnceLock<Output>)>> = LazyLock::new(|| {
    let sound = sites().into_iter().filter(|(_, mistaken)| !mistaken).map(|(site, _)| site);
    sound.chain([repository().to_owned()]).map(|site| (site, OnceLock::new())).collect()
});

/// Returns the fixture sites without errors, and this repository.
pub fn sound_sites() -> impl Iterator<Item = &'static Path> {
    SOUND.iter().map(|(site, _)| &**site)
}

/// Returns the output of one of the sound sites, which is built once for all tests.
pub fn built_once(site: &Path) -> &'static Output {
    let (dir, output) = SOUND.iter().find(|(dir, _)| dir == site).expect("the site is one without errors");
    output.get_or_init(|| built(dir, &Options::default()))
}

/// Returns the pages of an output, including redirects.
pub fn pages(output: &Output) -> impl Iterator<Item = (&str, &str)> {
    let pages = output.iter().filter(|(path, _)| path.ends_with(".html"));
    pages.map(|(path, _)| (path, output.text(path).expect("pages are text")))
}

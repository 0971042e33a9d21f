//! The axes along which a site can grow, each with a function that returns the site of a given size.
//!
//! Every new kind of content, finding or generated page gets an axis here. The site of size 0 is the base that the axis
//! adds to.

mod findings;
mod front;
mod prose;
mod site;
mod story;

use crate::judge::Expected;
use crate::measured::{self, Work};

/// The files of a site, by their paths.
pub type Files = Vec<(String, String)>;

/// One respect in which a site can grow.
#[derive(Clone, Copy)]
pub struct Axis {
    /// Its name in the table.
    pub name: &'static str,
    /// The smaller of the two sizes; the other is four times as large.
    pub n: usize,
    /// The work to measure.
    pub work: Work,
    /// The verdict that the gate must reach.
    pub expected: Expected,
    /// Returns the site of a size.
    pub site: fn(usize) -> Files,
}

impl Axis {
    /// A check of a site whose cost must grow within the limits.
    const fn check(name: &'static str, n: usize, site: fn(usize) -> Files) -> Self {
        Self { name, n, work: Work::Check, expected: Expected::Right, site }
    }

    /// A complete build of a site without errors, whose cost must grow within the limits.
    const fn build(name: &'static str, n: usize, site: fn(usize) -> Files) -> Self {
        Self { name, n, work: Work::Build, expected: Expected::Right, site }
    }

    fn planted(name: &'static str, work: fn(usize), expected: Expected) -> Self {
        Self { name, n: 64, work: Work::Planted(work), expected, site: |_| Files::new() }
    }

    /// Returns the sizes to measure. With `CASEBOOK_TESTS=all` they are eight times as large, which shows quadratic
    /// loops more clearly.
    pub fn sizes(&self) -> [usize; 3] {
        let n = if every_case() { self.n * 8 } else { self.n };
        [0, n, n * 4]
    }
}

/// Returns whether all axes are measured, at the larger sizes.
pub fn every_case() -> bool {
    std::env::var_os("CASEBOOK_TESTS").is_some_and(|tier| tier == "all")
}

/// The axes of every run: one or two of each kind. All others together take five times as long.
pub const USUAL: &[&str] = &[
    "planted: linear",
    "planted: quadratic",
    "planted: hidden quadratic",
    "pages",
    "folders",
    "cases",
    "playbook: steps",
    "glossary: terms",
    "built: pages",
    "headings",
    "links",
    "links: to anchors",
    "brackets left open",
    "findings: one per page",
    "findings: anchors",
    "findings: in one line",
    "unknown keys",
    "states",
    "scenes",
    "choices",
];

/// Returns all axes. The first are planted loops, which show that the gate detects excessive growth.
pub fn all() -> Vec<Axis> {
    let planted = [
        Axis::planted("planted: linear", measured::linear, Expected::Right),
        Axis::planted("planted: quadratic", measured::quadratic, Expected::TooMuch),
        Axis::planted("planted: hidden quadratic", measured::hidden, Expected::TooMuchOfOne),
    ];
    [&planted, site::AXES, prose::AXES, findings::AXES, front::AXES, story::AXES].concat()
}

/// Concatenates the results of `piece` for each number.
fn each(n: usize, piece: impl Fn(usize) -> String) -> String {
    (0..n).map(piece).collect()
}

/// Returns the files that `file` makes, and one page that is always present.
fn files(n: usize, file: impl Fn(usize) -> (String, String)) -> Files {
    std::iter::once(page("home", "Home", "Text.")).chain((0..n).map(file)).collect()
}

/// A page in the content folder.
fn page(path: &str, title: &str, text: &str) -> (String, String) {
    with_keys(path, title, "", text)
}

/// A page with additional keys in its front matter.
fn with_keys(path: &str, title: &str, keys: &str, text: &str) -> (String, String) {
    (format!("content/{path}.md"), format!("---\ntitle: {title}\nsummary: A page.\n{keys}---\n\n{text}\n"))
}

/// A site with one page that contains this text.
fn one(text: &str) -> Files {
    vec![page("home", "Home", text)]
}

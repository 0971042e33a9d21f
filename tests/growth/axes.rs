//! The axes along which a site may grow, each with the site of a given size.
//!
//! A new kind of content, of finding or of generated page gets an axis here. A site of size 0 is what the axis adds to.

mod findings;
mod front;
mod prose;
mod site;
mod story;

use crate::judge::Expected;
use crate::measured::{self, Work};

/// The files of a site, by their paths.
pub type Files = Vec<(String, String)>;

/// One way to grow.
#[derive(Clone, Copy)]
pub struct Axis {
    /// Its name in the table.
    pub name: &'static str,
    /// The smaller of the two sizes; the other is four times as large.
    pub n: usize,
    /// What is done with the site.
    pub work: Work,
    /// What the gate must find.
    pub expected: Expected,
    /// The site of a size.
    pub site: fn(usize) -> Files,
}

impl Axis {
    /// A check of a site that must grow as it should.
    const fn check(name: &'static str, n: usize, site: fn(usize) -> Files) -> Self {
        Self { name, n, work: Work::Check, expected: Expected::Right, site }
    }

    /// A whole build of such a site, which must have no errors.
    const fn build(name: &'static str, n: usize, site: fn(usize) -> Files) -> Self {
        Self { name, n, work: Work::Build, expected: Expected::Right, site }
    }

    fn planted(name: &'static str, work: fn(usize), expected: Expected) -> Self {
        Self { name, n: 64, work: Work::Planted(work), expected, site: |_| Files::new() }
    }

    /// The sizes that are measured. Where there is time, eight times as large: a quadratic loop shows the sooner.
    pub fn sizes(&self) -> [usize; 3] {
        let n = if every_case() { self.n * 8 } else { self.n };
        [0, n, n * 4]
    }
}

/// Whether there is time for everything.
pub fn every_case() -> bool {
    std::env::var_os("CASEBOOK_TESTS").is_some_and(|tier| tier == "all")
}

/// The axes of every run: one or two of each kind. The others take five times as long together.
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

/// All axes. The first are loops of our own, which show that the gate stops what it must stop.
pub fn all() -> Vec<Axis> {
    let planted = [
        Axis::planted("planted: linear", measured::linear, Expected::Right),
        Axis::planted("planted: quadratic", measured::quadratic, Expected::TooMuch),
        Axis::planted("planted: hidden quadratic", measured::hidden, Expected::TooMuchOfOne),
    ];
    [&planted, site::AXES, prose::AXES, findings::AXES, front::AXES, story::AXES].concat()
}

/// What `piece` makes of each number, one after the other.
fn each(n: usize, piece: impl Fn(usize) -> String) -> String {
    (0..n).map(piece).collect()
}

/// The files that `file` makes, besides one page that is always there.
fn files(n: usize, file: impl Fn(usize) -> (String, String)) -> Files {
    std::iter::once(page("home", "Home", "Text.")).chain((0..n).map(file)).collect()
}

/// A page in the folder of the content.
fn page(path: &str, title: &str, text: &str) -> (String, String) {
    with_keys(path, title, "", text)
}

/// A page with more keys in its front matter.
fn with_keys(path: &str, title: &str, keys: &str, text: &str) -> (String, String) {
    (format!("content/{path}.md"), format!("---\ntitle: {title}\nsummary: A page.\n{keys}---\n\n{text}\n"))
}

/// A site of one page with this text.
fn one(text: &str) -> Files {
    vec![page("home", "Home", text)]
}

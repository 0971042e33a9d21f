//! Casebook turns a folder of Markdown into a training site.
//!
//! The pipeline, each stage a module that knows only those before it:
//!
//! ```text
//! read → parse → assemble → explore → check → render → write
//! ```
//!
//! [`build`] runs it up to the finished [`output::Output`] in memory; what becomes of that is for the leaves: `write`
//! puts it into a folder, `serve` shows it. Mistakes of authors are [`diagnostic::Diagnostic`]s and never stop a stage;
//! failures of the machine are errors and stop at once.

pub mod check;
pub mod config;
pub mod diagnostic;
pub mod explore;
mod fault;
pub mod fix;
pub mod incident;
pub mod layout;
pub mod media;
pub mod model;
pub mod output;
pub mod parse;
pub mod pipeline;
pub mod place;
pub mod read;
pub mod render;
pub mod report;
pub mod scaffold;
pub mod schema;
pub mod search;
#[cfg(feature = "serve")]
pub mod serve;
pub mod source;
pub mod text;
pub mod words;
pub mod write;
pub mod yaml;

use std::path::Path;
use std::sync::Arc;

use diagnostic::{Diagnostic, Severity};
use explore::{Depth, Proofs};
use model::Site;
use output::Output;
pub use pipeline::{Checked, Loaded};
use render::hosting::Hosting;
use source::SourceMap;

/// Which findings that are not errors count as errors.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Deny {
    /// None.
    #[default]
    Nothing,
    /// Only those that today's date brings about.
    Freshness,
    /// All but those that today's date brings about: a build does not begin to fail because a day has passed.
    Warnings,
    /// All.
    Everything,
}

impl Deny {
    fn denies(self, found: &Diagnostic) -> bool {
        let fresh = found.code == diagnostic::Code::Overdue;
        let counts = match self {
            Self::Nothing => false,
            Self::Freshness => fresh,
            Self::Warnings => !fresh,
            Self::Everything => true,
        };
        counts && found.severity == Severity::Warning
    }
}

/// What a run is asked for, apart from the folder.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Options {
    /// Whether drafts become pages.
    pub drafts: bool,
    /// Where the site will stand, for what needs whole addresses; goes before `base-url` of `casebook.yaml`.
    pub base_url: Option<String>,
    /// The date that freshness is measured against; without one nothing is overdue.
    pub today: Option<jiff::civil::Date>,
    /// What counts as an error.
    pub deny: Deny,
    /// How closely scenarios are looked at.
    pub depth: Depth,
    /// The kind of host that is to be told about headers, caching and compression.
    pub hosting: Option<Hosting>,
}

/// What a run came to.
#[derive(Debug, Default)]
pub struct Built {
    /// Every text file that was read.
    pub sources: Arc<SourceMap>,
    /// What was found, sorted by place.
    pub diagnostics: Vec<Diagnostic>,
    /// The site; none when there are errors or only a check was asked for.
    pub output: Option<Output>,
    /// How many pages of content the site has.
    pub pages: usize,
    /// Whether the site knows where it will stand.
    pub has_base_url: bool,
    /// What is proved about its scenarios.
    pub proofs: Arc<Proofs>,
    /// The site itself, for whoever must not wait until it is freed.
    pub site: Option<Arc<Site>>,
}

/// Hears how far a run is.
pub trait Progress: Sync {
    /// A stage of `total` steps begins.
    fn stage(&self, name: &'static str, total: usize);
    /// One step of it is done.
    fn step(&self);
}

/// For runs that nobody watches.
impl Progress for () {
    fn stage(&self, _: &'static str, _: usize) {}
    fn step(&self) {}
}

/// Builds the site in `dir`, in memory.
///
/// # Errors
/// When `dir` holds no site, or the disk refuses.
pub fn build(dir: &Path, options: &Options, progress: &dyn Progress) -> anyhow::Result<Built> {
    let checked = Loaded::read(dir, options)?.check();
    if checked.has_errors() {
        return Ok(checked.into_built(None));
    }
    let mut output = Output::default();
    let built = checked.render(&mut output, progress)?;
    let output = (!has_errors(&built.diagnostics)).then_some(output);
    Ok(Built { output, ..built })
}

/// Checks the site in `dir`. It is rendered only where templates of its own must be checked, and not kept.
///
/// # Errors
/// When `dir` holds no site, or the disk refuses.
pub fn check(dir: &Path, options: &Options) -> anyhow::Result<Built> {
    let checked = Loaded::read(dir, options)?.check();
    // Whether a template is right is only known once it has been filled in.
    if checked.has_errors() || !checked.has_own_theme() {
        return Ok(checked.into_built(None));
    }
    checked.render(&mut Output::default(), &())
}

fn has_errors(diagnostics: &[Diagnostic]) -> bool {
    diagnostics.iter().any(|found| found.severity == Severity::Error)
}

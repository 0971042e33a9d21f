//! Casebook turns a folder of Markdown into a training site.
//!
//! The pipeline is a sequence of stages. Each stage is a module that depends only on earlier ones:
//!
//! ```text
//! read → parse → assemble → explore → check → render → write
//! ```
//!
//! [`build`] runs it up to the finished [`output::Output`] in memory. The modules at the end use that output: `write`
//! writes it to a folder, `serve` serves it. Authors' mistakes are [`diagnostic::Diagnostic`]s and never stop a stage;
//! machine failures are errors and stop the run at once.

pub mod atomic;
pub mod change;
pub mod check;
pub mod config;
pub mod diagnostic;
pub mod explore;
mod fault;
pub mod fix;
pub mod i18n;
pub mod incident;
pub mod layout;
pub mod media;
pub mod model;
pub mod output;
pub mod parse;
pub mod pipeline;
pub mod read;
pub mod rename;
pub mod render;
pub mod report;
pub mod scaffold;
pub mod schema;
pub mod search;
#[cfg(feature = "serve")]
pub mod serve;
pub mod source;
pub mod text;
pub mod write;
pub mod yaml;

use std::path::Path;
use std::sync::Arc;

use diagnostic::{Diagnostic, Severity, has_errors};
use explore::{Depth, Proofs};
use model::Site;
use output::{Discard, Output};
pub use pipeline::{Checked, Loaded};
use render::hosting::Hosting;
use source::SourceMap;

/// The warnings that count as errors.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Deny {
    /// None.
    #[default]
    Nothing,
    /// Only warnings that are caused by today's date.
    Freshness,
    /// All warnings except those caused by today's date: a build must not start to fail just because a day has passed.
    Warnings,
    /// All warnings.
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

/// The options of a run, apart from the site's folder.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Options {
    /// True if drafts become pages.
    pub drafts: bool,
    /// The address at which the site will be published, used wherever absolute addresses are needed. Overrides
    /// `base-url` in `casebook.yaml`.
    pub base_url: Option<String>,
    /// The date on which reviews are judged overdue; `None` means that nothing is overdue.
    pub today: Option<jiff::civil::Date>,
    /// The warnings that count as errors.
    pub deny: Deny,
    /// The depth to which scenarios are explored.
    pub depth: Depth,
    /// The kind of host for which to write a configuration file (headers, caching, compression).
    pub hosting: Option<Hosting>,
}

/// The result of a run.
#[derive(Debug, Default)]
pub struct Built {
    /// Every text file that was read.
    pub sources: Arc<SourceMap>,
    /// The diagnostics, sorted by position.
    pub diagnostics: Vec<Diagnostic>,
    /// The finished site; `None` if there are errors or only a check was requested.
    pub output: Option<Output>,
    /// The number of content pages.
    pub pages: usize,
    /// True if the site has a base URL.
    pub has_base_url: bool,
    /// The results of exploring its scenarios.
    pub proofs: Arc<Proofs>,
    /// The site itself, so that a caller can choose when to pay for freeing it.
    pub site: Option<Arc<Site>>,
}

/// Receives progress updates.
pub trait Progress: Sync {
    /// Starts a stage of `total` steps.
    fn stage(&self, name: &'static str, total: usize);
    /// Records that one step of the current stage is done.
    fn step(&self);
}

/// Discards progress updates.
impl Progress for () {
    fn stage(&self, _: &'static str, _: usize) {}
    fn step(&self) {}
}

/// Builds the site in `dir`, in memory.
///
/// # Errors
/// If `dir` contains no site, or a file cannot be read.
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

/// Checks the site in `dir`. It is rendered only if it has templates of its own, and the rendered files are discarded.
///
/// # Errors
/// If `dir` contains no site, or a file cannot be read.
pub fn check(dir: &Path, options: &Options) -> anyhow::Result<Built> {
    let checked = Loaded::read(dir, options)?.check();
    // A template can only be checked by filling it in.
    if checked.has_errors() || !checked.has_own_theme() {
        return Ok(checked.into_built(None));
    }
    checked.render(&mut Discard, &())
}

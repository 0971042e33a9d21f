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
pub mod fix;
pub mod incident;
pub mod model;
pub mod output;
pub mod parse;
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
pub mod words;
pub mod write;
pub mod yaml;

use std::path::Path;

use diagnostic::{Diagnostic, Severity};
use explore::{Depth, Effort, Proofs};
use model::Site;
use output::{Output, Sink};
use read::Inputs;
use render::Failure;
use render::theme::Theme;
use source::{FileId, SourceMap};
use words::Words;

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
#[derive(Clone, Debug, Default)]
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
}

/// What a run came to.
#[derive(Debug, Default)]
pub struct Built {
    /// Every text file that was read.
    pub sources: SourceMap,
    /// What was found, sorted by place.
    pub diagnostics: Vec<Diagnostic>,
    /// The site; none when there are errors or only a check was asked for.
    pub output: Option<Output>,
    /// How many pages of content the site has.
    pub pages: usize,
    /// Whether the site knows where it will stand.
    pub has_base_url: bool,
    /// What is proved about its scenarios.
    pub proofs: Proofs,
    /// The site itself, for whoever must not wait until it is freed.
    pub site: Option<Box<Site>>,
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
    if checked.has_errors() || !checked.theme.is_changed() {
        return Ok(checked.into_built(None));
    }
    checked.render(&mut Output::default(), &())
}

/// A site that has been read, and nothing more.
pub struct Loaded {
    inputs: Inputs,
    diagnostics: Vec<Diagnostic>,
    options: Options,
    states: usize,
}

impl Loaded {
    /// Reads the site in `dir`.
    ///
    /// # Errors
    /// When `dir` holds no site, or the disk refuses.
    pub fn read(dir: &Path, options: &Options) -> anyhow::Result<Self> {
        let (mut inputs, diagnostics) = read::read(dir)?;
        if let Some(url) = &options.base_url {
            inputs.config.base_url = Some(config::base_url(url)?);
        }
        Ok(Self { inputs, diagnostics, options: options.clone(), states: explore::states::BUDGET })
    }

    /// The same with another number of states that are visited of a scenario at most.
    #[must_use]
    pub fn with_states(self, states: usize) -> Self {
        Self { states, ..self }
    }

    /// A hash of everything that the finished site depends on: this program, its options, every byte that was read.
    #[must_use]
    pub fn fingerprint(&self) -> [u8; 32] {
        self.inputs.fingerprint(&format!("{} {:?}", env!("CASEBOOK_SOURCES"), self.options))
    }

    /// Parses and assembles the site and checks everything about it.
    #[must_use]
    pub fn check(self) -> Checked {
        let Self { inputs, mut diagnostics, options, states } = self;
        let (words, found) = Words::load(&inputs.theme, &inputs.config.language);
        diagnostics.extend(found);
        let (parsed, found) = parse::parse(&inputs, &words);
        diagnostics.extend(found);
        let Inputs { sources, config, assets, theme, unread: _ } = inputs;
        let settings = sources.find("casebook.yaml").unwrap_or(FileId(0));
        let (theme, found) = Theme::load(&theme, &sources, words.clone(), settings);
        diagnostics.extend(found);
        let site = model::assemble(parsed, config, words, assets, options.drafts);
        let proofs = explore::explore(&site, &sources, Effort { depth: options.depth, states });
        diagnostics.extend(check::check(&site, &sources, &proofs, (options.today, options.depth)));
        for found in diagnostics.iter_mut().filter(|found| options.deny.denies(found)) {
            found.severity = Severity::Error;
        }
        diagnostic::sort(&mut diagnostics);
        Checked { site, sources, proofs, theme, diagnostics }
    }
}

/// A site with everything that was found about it.
pub struct Checked {
    site: Site,
    sources: SourceMap,
    proofs: Proofs,
    theme: Theme,
    diagnostics: Vec<Diagnostic>,
}

impl Checked {
    /// Whether the site must not be written.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        has_errors(&self.diagnostics)
    }

    /// What the run came to, for a site that is not rendered.
    #[must_use]
    pub fn into_built(self, output: Option<Output>) -> Built {
        let (pages, has_base_url) = (self.site.pages.len(), self.site.config.base_url.is_some());
        let site = Some(Box::new(self.site));
        let proofs = self.proofs;
        Built { sources: self.sources, diagnostics: self.diagnostics, output, pages, has_base_url, proofs, site }
    }

    /// Renders the site into `sink`. Findings about the theme's templates join the others; with an error among them
    /// what the sink took is not whole.
    ///
    /// # Errors
    /// When the sink cannot keep a file.
    pub fn render(self, sink: &mut dyn Sink, progress: &dyn Progress) -> anyhow::Result<Built> {
        let Self { site, sources, proofs, theme, mut diagnostics } = self;
        match render::render((&site, &proofs), &sources, theme, (sink, progress)) {
            Ok(()) => {}
            Err(Failure::Theme(found)) => diagnostics.extend(found),
            Err(Failure::Sink(error)) => return Err(anyhow::anyhow!(error)),
        }
        diagnostic::sort(&mut diagnostics);
        let (pages, has_base_url) = (site.pages.len(), site.config.base_url.is_some());
        let site = Some(Box::new(site));
        Ok(Built { sources, diagnostics, output: None, pages, has_base_url, proofs, site })
    }
}

fn has_errors(diagnostics: &[Diagnostic]) -> bool {
    diagnostics.iter().any(|found| found.severity == Severity::Error)
}

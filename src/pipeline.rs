//! The stages in order, on values that the next run can reuse: a [`Loaded`] site has been read, a [`Checked`] site has
//! been parsed, assembled and checked.
//!
//! A stage's result is reused if its inputs compare equal: a document if its text is unchanged, the structure of the
//! site if all outlines are unchanged, the proof of a scenario if its text is unchanged. We never guess from the edit,
//! so the result is identical to a fresh run.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use anyhow::{anyhow, bail};

use crate::check::{Findings, Previous, Subject};
use crate::diagnostic::{self, Diagnostic, Severity};
use crate::explore::{self, Effort, Proof, Proofs};
use crate::i18n::Messages;
use crate::model::{self, PageId, Site};
use crate::output::{Output, Sink};
use crate::parse::{self, Before, Document, Parsed};
use crate::read::{self, Inputs};
use crate::render::hosting::RecordingSink;
use crate::render::theme::Theme;
use crate::render::{Failure, Renderer, SharedContext};
use crate::source::{FileId, SourceFile, SourceMap};
use crate::text::base_language;
use crate::{Built, Options, Progress, config};

/// A site that has been read, but not yet parsed.
#[derive(Debug)]
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
    /// If `dir` contains no site, or a file cannot be read.
    pub fn read(dir: &Path, options: &Options) -> anyhow::Result<Self> {
        let (inputs, found) = read::read(dir)?;
        Self::of(inputs, found, options)
    }

    /// Wraps a site that has already been read, with the diagnostics from reading.
    ///
    /// # Errors
    /// If the base URL in the options is not valid.
    pub fn of(mut inputs: Inputs, diagnostics: Vec<Diagnostic>, options: &Options) -> anyhow::Result<Self> {
        if let Some(url) = &options.base_url {
            inputs.config.base_url = Some(config::base_url(url)?);
        }
        Ok(Self { inputs, diagnostics, options: options.clone(), states: explore::states::BUDGET })
    }

    /// Caps the number of states that the explorer visits per scenario.
    #[must_use]
    pub fn with_states(self, states: usize) -> Self {
        Self { states, ..self }
    }

    /// Returns a hash of everything that the finished site and its diagnostics depend on: the program, the options,
    /// every byte that was read, and the diagnostics from reading.
    #[must_use]
    pub fn fingerprint(&self) -> [u8; 32] {
        self.fingerprint_by(env!("CASEBOOK_SOURCES"))
    }

    /// Returns the fingerprint for the version of the program that is called `program`.
    fn fingerprint_by(&self, program: &str) -> [u8; 32] {
        let Self { inputs, diagnostics, options, states } = self;
        inputs.fingerprint(&format!("{program} {options:?} {states} {diagnostics:?}"))
    }

    /// Parses, assembles and checks the site.
    #[must_use]
    pub fn check(self) -> Checked {
        self.check_after(None)
    }

    /// Parses, assembles and checks the site, reusing results of the previous run where their inputs are equal.
    #[must_use]
    pub fn check_after(self, before: Option<&Checked>) -> Checked {
        let alike = before.filter(|before| before.is_like(&self));
        let before = alike.filter(|before| before.has_texts_of(&self.inputs));
        let Self { inputs, diagnostics: found_by_reading, options, states } = self;
        // A theme refers to its source files by number, so it is reusable only if the numbers are equal too.
        let same_theme = alike.filter(|before| before.inputs.theme == inputs.theme);
        let theme = same_theme.map_or_else(|| LoadedTheme::of(&inputs), |before| Arc::clone(&before.theme));
        let known = before.filter(|before| before.found_in_messages.is_empty()).map(Checked::parsed);
        let (parsed, found_by_parsing) = parse::parse(&inputs, &theme.messages, known);
        let (documents, found_in_messages) = (parsed.documents.clone(), parsed.found_in_messages.clone());
        let site = Arc::new(assemble(parsed, &inputs, &options, &theme.messages, before));
        let sources = Arc::new(inputs.sources.clone());
        let effort = Effort { depth: options.depth, states };
        let known = |id: PageId| {
            let file = sources.shared(site.page(id).document.file);
            alike.and_then(|before| before.proof_of(file))
        };
        let proofs = Arc::new(explore::explore(&site, &sources, effort, known));
        let mut checked = Checked {
            inputs,
            options,
            states,
            theme,
            documents,
            found_in_messages,
            site,
            sources,
            proofs,
            findings: Findings::default(),
            diagnostics: Vec::new(),
            shared: OnceLock::new(),
        };
        checked.judge([found_by_reading, found_by_parsing].concat(), before);
        checked
    }
}

/// Assembles the site from these documents. Shares the structure of the previous site if the glossary, the assets and
/// all outlines are equal.
fn assemble(parsed: Parsed, inputs: &Inputs, options: &Options, messages: &Messages, before: Option<&Checked>) -> Site {
    let before = before.filter(|before| before.has_glossary_of(inputs) && before.inputs.assets == inputs.assets);
    let revised = before.and_then(|before| before.site.revised(&before.documents, &parsed.documents));
    revised.unwrap_or_else(|| {
        model::assemble(parsed, inputs.config.clone(), messages.clone(), inputs.assets.clone(), options.drafts)
    })
}

type LoadedThemes = BTreeMap<(FileId, String), Arc<LoadedTheme>>;

/// Everything that is derived only from the theme and the language.
#[derive(Debug)]
struct LoadedTheme {
    messages: Messages,
    templates: Theme,
    found: Vec<Diagnostic>,
}

impl LoadedTheme {
    /// Loads the theme. The built-in one, which takes longer than to check a small site, is loaded once per language
    /// and process.
    fn of(inputs: &Inputs) -> Arc<Self> {
        static BUILT_IN: Mutex<LoadedThemes> = Mutex::new(BTreeMap::new());
        if inputs.theme.iter().any(|file| file.own) {
            return Arc::new(Self::load(inputs));
        }
        let mut loaded = BUILT_IN.lock().unwrap_or_else(PoisonError::into_inner);
        let key = (settings_of(inputs), base_language(&inputs.config.language).to_owned());
        Arc::clone(loaded.entry(key).or_insert_with(|| Arc::new(Self::load(inputs))))
    }

    fn load(inputs: &Inputs) -> Self {
        let (messages, mut found) = Messages::load(&inputs.theme, &inputs.config.language);
        let settings = settings_of(inputs);
        let (templates, mistakes) = Theme::load(&inputs.theme, &inputs.sources, messages.clone(), settings);
        found.extend(mistakes);
        Self { messages, templates, found }
    }
}

/// The file that mistakes are reported in if no file of the theme is known.
fn settings_of(inputs: &Inputs) -> FileId {
    inputs.sources.settings().unwrap_or(FileId(0))
}

/// A site that has been checked, with all its diagnostics.
pub struct Checked {
    inputs: Inputs,
    options: Options,
    states: usize,
    theme: Arc<LoadedTheme>,
    /// All parsed documents, including drafts.
    documents: Vec<Arc<Document>>,
    found_in_messages: Vec<Diagnostic>,
    site: Arc<Site>,
    sources: Arc<SourceMap>,
    proofs: Arc<Proofs>,
    /// The findings of the rules; `diagnostics` contains them too.
    findings: Findings,
    diagnostics: Vec<Diagnostic>,
    shared: OnceLock<Result<Arc<SharedContext>, Box<Diagnostic>>>,
}

impl fmt::Debug for Checked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Checked")
            .field("options", &self.options)
            .field("pages", &self.site.pages.len())
            .field("diagnostics", &self.diagnostics)
            .finish_non_exhaustive()
    }
}

impl Checked {
    /// Returns true if a run on `next` can reuse results for unchanged texts: options, settings and theme are equal.
    fn is_like(&self, next: &Loaded) -> bool {
        let (own, other) = (&self.inputs, &next.inputs);
        self.options == next.options
            && self.states == next.states
            && own.config == other.config
            && own.theme.len() == other.theme.len()
            && own.theme.iter().zip(&other.theme).all(|(own, other)| own.is_like(other))
    }

    /// Returns true if both have the same text files, so that each file has the same number. The texts may differ.
    fn has_texts_of(&self, other: &Inputs) -> bool {
        let own = &self.inputs;
        own.unread == other.unread
            && own.sources.iter().map(|(_, file)| file.path()).eq(other.sources.iter().map(|(_, file)| file.path()))
    }

    fn parsed(&self) -> Before<'_> {
        Before { sources: &self.sources, documents: &self.documents }
    }

    /// Returns true if the text of the glossary is unchanged. `inputs` must have the same files; see
    /// [`Self::has_texts_of`].
    fn has_glossary_of(&self, inputs: &Inputs) -> bool {
        let glossary = self.sources.glossary();
        glossary.is_none_or(|id| Arc::ptr_eq(self.sources.shared(id), inputs.sources.shared(id)))
    }

    /// The proof of a scenario whose text is unchanged. A proof contains no file numbers or positions, so it stays
    /// valid when other files are added or removed.
    fn proof_of(&self, file: &Arc<SourceFile>) -> Option<Arc<Proof>> {
        let own = self.sources.find(file.path()).filter(|&own| Arc::ptr_eq(self.sources.shared(own), file))?;
        let page = self.site.find(file.path().strip_prefix("content/")?)?;
        debug_assert_eq!(self.site.page(page).document.file, own, "the page was found by the path of this file");
        self.proofs.get(&page).cloned()
    }

    /// Collects all diagnostics and adds them to those that reading and parsing `found`. Those of unchanged pages in an
    /// unchanged structure are reused.
    fn judge(&mut self, found: Vec<Diagnostic>, before: Option<&Self>) {
        let before = before.filter(|before| before.site.has_structure_of(&self.site));
        if let Some(shared) = before.and_then(|before| before.shared.get()) {
            self.shared = OnceLock::from(shared.clone());
        }
        let subject = Subject {
            site: &self.site,
            sources: &self.sources,
            proofs: &self.proofs,
            today: self.options.today,
            depth: self.options.depth,
        };
        let known = before.map(|before| Previous { site: &before.site, findings: &before.findings });
        self.findings = Findings::of(&subject, known);
        let mut all = [found, self.theme.found.clone()].concat();
        all.extend(self.findings.iter().cloned());
        for found in all.iter_mut().filter(|found| self.options.deny.denies(found)) {
            found.severity = Severity::Error;
        }
        diagnostic::sort(&mut all);
        self.diagnostics = all;
    }

    /// Returns true if the site must not be written.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        diagnostic::has_errors(&self.diagnostics)
    }

    /// The diagnostics, sorted by position.
    #[must_use]
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    /// The assembled site.
    #[must_use]
    pub fn site(&self) -> &Arc<Site> {
        &self.site
    }

    /// Every text file that was read.
    #[must_use]
    pub fn sources(&self) -> &Arc<SourceMap> {
        &self.sources
    }

    /// Returns true if both sites share one loaded theme.
    #[must_use]
    pub fn has_theme_of(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.theme, &other.theme)
    }

    /// Returns true if the site overrides files of the theme, whose templates may contain mistakes.
    #[must_use]
    pub fn has_own_theme(&self) -> bool {
        self.theme.templates.is_changed()
    }

    /// Returns a renderer for the site.
    ///
    /// # Errors
    /// If the header or footer of the theme contains a template error.
    pub fn renderer(&self) -> Result<Renderer, Box<Diagnostic>> {
        let shared = self
            .shared
            .get_or_init(|| SharedContext::new(&self.site, &self.sources, &self.theme.templates).map(Arc::new))
            .clone()?;
        Ok(Renderer::new(Arc::clone(&self.site), Arc::clone(&self.proofs), Arc::clone(&self.sources), shared))
    }

    /// The result of a run that does not render the site.
    #[must_use]
    pub fn into_built(self, output: Option<Output>) -> Built {
        let (pages, has_base_url) = (self.site.pages.len(), self.site.config().base_url.is_some());
        let Self { site, sources, proofs, diagnostics, .. } = self;
        Built { sources, diagnostics, output, pages, has_base_url, proofs, site: Some(site) }
    }

    /// Renders the site into `sink`. Diagnostics about the theme's templates are added to the others. If there is an
    /// error among them, the files in the sink are incomplete.
    ///
    /// # Errors
    /// If the sink cannot store a file.
    pub fn render(mut self, sink: &mut dyn Sink, progress: &dyn Progress) -> anyhow::Result<Built> {
        let rendered = self.renderer().map_err(|found| Failure::Theme(vec![*found]));
        let mut sink = RecordingSink::new(sink);
        match rendered.and_then(|renderer| renderer.write_all(&mut sink, progress)) {
            Ok(()) => self.write_host_configuration(sink)?,
            Err(Failure::Theme(found)) => self.add(found),
            Err(Failure::Sink(error)) => return Err(anyhow!(error)),
        }
        Ok(self.into_built(None))
    }

    /// Adds the configuration file for the host, if the options ask for one.
    fn write_host_configuration(&self, mut sink: RecordingSink<'_>) -> anyhow::Result<()> {
        let Some(hosting) = self.options.hosting else { return Ok(()) };
        let path = hosting.path();
        if sink.paths.iter().any(|taken| taken == path) {
            bail!("the site has a file `{path}` of its own, so that no other can be written for the host");
        }
        let content = hosting.content(self.site.config().base_url.as_deref(), &sink.paths);
        sink.put(path.to_owned(), content).map_err(|error| anyhow!(error))
    }

    /// Adds diagnostics from rendering, without duplicates.
    pub fn add(&mut self, found: Vec<Diagnostic>) {
        self.diagnostics.extend(found);
        diagnostic::sort(&mut self.diagnostics);
    }
}

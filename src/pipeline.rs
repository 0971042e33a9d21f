//! The stages in their order, on values that the next run may share: [`Loaded`] has read, [`Checked`] knows everything
//! about the site that can be said before it is written.
//!
//! A run after another one takes over what it would make again: a document whose text is the same, the structure of a
//! site whose outlines are the same, the proof of a scenario that nobody touched. What is taken over is found by
//! comparing what a stage was made from, never by what an edit looks like, so that it comes to the same as a fresh run.

#[cfg(test)]
mod tests;

use std::path::Path;
use std::sync::{Arc, OnceLock};

use anyhow::{anyhow, bail};

use crate::diagnostic::{self, Diagnostic, Severity};
use crate::explore::{self, Effort, Proof, Proofs};
use crate::model::{self, PageId, Site};
use crate::output::{Output, Sink};
use crate::parse::{self, Before, Document, Parsed};
use crate::read::{self, Inputs};
use crate::render::hosting::Noted;
use crate::render::theme::Theme;
use crate::render::{Failure, Frame, Renderer};
use crate::source::{FileId, SourceFile, SourceMap};
use crate::words::Words;
use crate::{Built, Options, Progress, check, config};

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
        Self::of(read::read(dir)?, options)
    }

    /// The same of what has been read.
    ///
    /// # Errors
    /// When the options name a base URL that is none.
    pub fn of((mut inputs, diagnostics): (Inputs, Vec<Diagnostic>), options: &Options) -> anyhow::Result<Self> {
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

    /// A hash of everything that the finished site and its findings depend on: this program, the options, every byte that
    /// was read, and what was found while reading.
    #[must_use]
    pub fn fingerprint(&self) -> [u8; 32] {
        self.fingerprint_by(env!("CASEBOOK_SOURCES"))
    }

    /// The fingerprint of a site that another version of the program makes. `program` names the version.
    fn fingerprint_by(&self, program: &str) -> [u8; 32] {
        let Self { inputs, diagnostics, options, states } = self;
        inputs.fingerprint(&format!("{program} {options:?} {states} {diagnostics:?}"))
    }

    /// Parses and assembles the site and checks everything about it.
    #[must_use]
    pub fn check(self) -> Checked {
        self.check_after(None)
    }

    /// The same, with what can be taken over from a run before.
    #[must_use]
    pub fn check_after(self, before: Option<&Checked>) -> Checked {
        let alike = before.filter(|before| before.is_like(&self));
        let before = alike.filter(|before| before.has_texts_of(&self.inputs));
        let Self { inputs, diagnostics: found_by_reading, options, states } = self;
        // A theme points to its files by their numbers.
        let dressed = alike.filter(|before| before.inputs.theme == inputs.theme);
        let theme = dressed.map_or_else(|| Arc::new(Dress::of(&inputs)), |before| Arc::clone(&before.dress));
        let known = before.filter(|before| before.found_in_words.is_empty()).map(Checked::parsed);
        let (parsed, found_by_parsing) = parse::parse(&inputs, &theme.words, known);
        let (documents, found_in_words) = (parsed.documents.clone(), parsed.found_in_words.clone());
        let site = Arc::new(assemble(parsed, (&inputs, &options), (&theme.words, before)));
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
            dress: theme,
            documents,
            found_in_words,
            site,
            sources,
            proofs,
            found_in_structure: Arc::default(),
            found_in_pages: Vec::new(),
            diagnostics: Vec::new(),
            frame: OnceLock::new(),
        };
        checked.judge((found_by_reading, found_by_parsing), before);
        checked
    }
}

/// The site of these documents. Shares the structure of the site before if the glossary, the assets and all outlines are
/// equal.
fn assemble(
    parsed: Parsed,
    (inputs, options): (&Inputs, &Options),
    (words, before): (&Words, Option<&Checked>),
) -> Site {
    let before = before.filter(|before| before.has_glossary_of(inputs) && before.inputs.assets == inputs.assets);
    let revised = before.and_then(|before| before.site.revised(&before.documents, &parsed.documents));
    revised.unwrap_or_else(|| {
        model::assemble(parsed, inputs.config.clone(), words.clone(), inputs.assets.clone(), options.drafts)
    })
}

/// What hangs on the theme and the language alone.
struct Dress {
    words: Words,
    theme: Theme,
    found: Vec<Diagnostic>,
}

impl Dress {
    fn of(inputs: &Inputs) -> Self {
        let (words, mut found) = Words::load(&inputs.theme, &inputs.config.language);
        let settings = inputs.sources.settings().unwrap_or(FileId(0));
        let (theme, mistakes) = Theme::load(&inputs.theme, &inputs.sources, words.clone(), settings);
        found.extend(mistakes);
        Self { words, theme, found }
    }
}

/// A site with everything that was found about it.
pub struct Checked {
    inputs: Inputs,
    options: Options,
    states: usize,
    dress: Arc<Dress>,
    /// All that were parsed, drafts among them.
    documents: Vec<Arc<Document>>,
    found_in_words: Vec<Diagnostic>,
    site: Arc<Site>,
    sources: Arc<SourceMap>,
    proofs: Arc<Proofs>,
    found_in_structure: Arc<[Diagnostic]>,
    /// What was found in each page, by its number.
    found_in_pages: Vec<Arc<[Diagnostic]>>,
    diagnostics: Vec<Diagnostic>,
    frame: OnceLock<Result<Arc<Frame>, Box<Diagnostic>>>,
}

impl Checked {
    /// Whether a run on `next` can reuse anything but texts: its options, settings and theme are equal.
    fn is_like(&self, next: &Loaded) -> bool {
        let (own, other) = (&self.inputs, &next.inputs);
        self.options == next.options
            && self.states == next.states
            && own.config == other.config
            && own.theme.len() == other.theme.len()
            && own.theme.iter().zip(&other.theme).all(|(own, other)| own.is_like(other))
    }

    /// Whether the same text files exist, so that each has the same number. Their texts may differ.
    fn has_texts_of(&self, other: &Inputs) -> bool {
        let own = &self.inputs;
        own.unread == other.unread
            && own.sources.iter().map(|(_, file)| file.path()).eq(other.sources.iter().map(|(_, file)| file.path()))
    }

    fn parsed(&self) -> Before<'_> {
        Before { sources: &self.sources, documents: &self.documents }
    }

    /// Whether the glossary is the same text. `inputs` has the same files; see [`Self::has_texts_of`].
    fn has_glossary_of(&self, inputs: &Inputs) -> bool {
        let glossary = self.sources.glossary();
        glossary.is_none_or(|id| Arc::ptr_eq(self.sources.shared(id), inputs.sources.shared(id)))
    }

    /// The proof of a scenario whose text is the same as it was. Proofs know no places of texts.
    fn proof_of(&self, file: &Arc<SourceFile>) -> Option<Arc<Proof>> {
        let own = self.sources.find(file.path()).filter(|&own| Arc::ptr_eq(self.sources.shared(own), file))?;
        let page = self.site.find(file.path().strip_prefix("content/")?)?;
        debug_assert_eq!(self.site.page(page).document.file, own, "a page is found by its file");
        self.proofs.get(&page).cloned()
    }

    /// Gathers all findings; those of pages that are the same in the same structure are taken over.
    fn judge(&mut self, found: (Vec<Diagnostic>, Vec<Diagnostic>), before: Option<&Self>) {
        use rayon::prelude::*;
        let how = (self.options.today, self.options.depth);
        let before = before.filter(|before| before.site.has_structure_of(&self.site));
        let ids: Vec<PageId> = self.site.ids().collect();
        let of_page = |id: PageId| {
            let same =
                before.filter(|before| Arc::ptr_eq(&before.site.pages[id.index()], &self.site.pages[id.index()]));
            let known = same.map(|before| Arc::clone(&before.found_in_pages[id.index()]));
            known.unwrap_or_else(|| check::page(&self.site, id, (&self.sources, &self.proofs), how).into())
        };
        self.found_in_pages = ids.into_par_iter().map(of_page).collect();
        if let Some(frame) = before.and_then(|before| before.frame.get()) {
            self.frame = OnceLock::from(frame.clone());
        }
        let known = before.map(|before| Arc::clone(&before.found_in_structure));
        self.found_in_structure = known.unwrap_or_else(|| check::structure(&self.site).into());
        let files = check::files(&self.site, &self.sources);
        let mut all = [found.0, found.1, self.dress.found.clone(), self.found_in_structure.to_vec(), files].concat();
        all.extend(self.found_in_pages.iter().flat_map(|found| found.iter().cloned()));
        for found in all.iter_mut().filter(|found| self.options.deny.denies(found)) {
            found.severity = Severity::Error;
        }
        diagnostic::sort(&mut all);
        self.diagnostics = all;
    }

    /// Whether the site must not be written.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(|found| found.severity == Severity::Error)
    }

    /// What was found, sorted by place.
    #[must_use]
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    /// The site.
    #[must_use]
    pub fn site(&self) -> &Arc<Site> {
        &self.site
    }

    /// Every text file that was read.
    #[must_use]
    pub fn sources(&self) -> &Arc<SourceMap> {
        &self.sources
    }

    /// Whether both sites use the very same theme.
    #[must_use]
    pub fn has_theme_of(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.dress, &other.dress)
    }

    /// Whether the site has templates of its own, which may be wrong.
    #[must_use]
    pub fn has_own_theme(&self) -> bool {
        self.dress.theme.is_changed()
    }

    /// A renderer of the site.
    ///
    /// # Errors
    /// When header or footer of the theme break a rule of the template language.
    pub fn renderer(&self) -> Result<Renderer, Box<Diagnostic>> {
        let frame = self
            .frame
            .get_or_init(|| Frame::new(&self.site, &self.sources, &self.dress.theme).map(Arc::new))
            .clone()?;
        Ok(Renderer::new(Arc::clone(&self.site), Arc::clone(&self.proofs), Arc::clone(&self.sources), frame))
    }

    /// What the run came to, for a site that is not rendered.
    #[must_use]
    pub fn into_built(self, output: Option<Output>) -> Built {
        let (pages, has_base_url) = (self.site.pages.len(), self.site.config.base_url.is_some());
        let Self { site, sources, proofs, diagnostics, .. } = self;
        Built { sources, diagnostics, output, pages, has_base_url, proofs, site: Some(site) }
    }

    /// Renders the site into `sink`. Findings about the theme's templates join the others; with an error among them
    /// what the sink took is not whole.
    ///
    /// # Errors
    /// When the sink cannot keep a file.
    pub fn render(mut self, sink: &mut dyn Sink, progress: &dyn Progress) -> anyhow::Result<Built> {
        let rendered = self.renderer().map_err(|found| Failure::Theme(vec![*found]));
        let mut noted = Noted::new(sink);
        match rendered.and_then(|renderer| renderer.write_all(&mut noted, progress)) {
            Ok(()) => self.tell_host(noted)?,
            Err(Failure::Theme(found)) => self.add(found),
            Err(Failure::Sink(error)) => return Err(anyhow!(error)),
        }
        Ok(self.into_built(None))
    }

    /// Adds the file for the host, where one is asked for.
    fn tell_host(&self, mut noted: Noted<'_>) -> anyhow::Result<()> {
        let Some(hosting) = self.options.hosting else { return Ok(()) };
        let path = hosting.path();
        if noted.paths.iter().any(|taken| taken == path) {
            bail!("the site has a file `{path}` of its own, so that no other can be written for the host");
        }
        let content = hosting.content(self.site.config.base_url.as_deref(), &noted.paths);
        noted.put(path.to_owned(), content).map_err(|error| anyhow!(error))
    }

    /// Adds findings that rendering brought about, each once.
    pub fn add(&mut self, found: Vec<Diagnostic>) {
        self.diagnostics.extend(found);
        diagnostic::sort(&mut self.diagnostics);
        self.diagnostics.dedup();
    }
}

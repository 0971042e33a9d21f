//! Turns one file into one document: typed front matter, Markdown, and the scenes of a scenario.
//!
//! Parsing never fails or panics: it returns whatever could be read, with diagnostics about the rest.

pub mod allow;
pub mod anchors;
pub mod front_matter;

pub mod kind;
pub mod markdown;
mod old_anchors;
pub mod placeholder;
pub mod scenario;
pub mod slug;
pub mod tool;
pub mod voice;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

use rayon::prelude::*;
use sha2::{Digest, Sha256};

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::i18n::Messages;
use crate::layout;
use crate::read::Inputs;
use crate::source::{FileId, SourceFile, SourceMap};
use crate::yaml::Text;
use allow::Allow;
use anchors::{Anchors, StepAnchors};
use front_matter::{Details, FrontMatter, Glossary, Step};

use crate::text::{Slice, base_language};
use kind::ContentKind;
use markdown::{Body, OldAnchor, SourcedBody};
use scenario::{Scenario, ScenarioWords, Setup};
use tool::Tool;

/// A content file, parsed as far as possible without looking at other files.
#[derive(Debug)]
pub struct Document {
    /// The source file.
    pub file: FileId,
    /// Path relative to `content/`.
    pub path: String,
    /// The kind of content.
    pub kind: ContentKind,
    /// True if this is the index page of its folder.
    pub index: bool,
    /// The front matter.
    pub front: FrontMatter,
    /// The Markdown text.
    pub body: Body,
    /// The front-matter values that contain Markdown, by their first byte.
    pub values: BTreeMap<u32, Body>,
    /// The addresses of a playbook's steps or a decision's questions, in order.
    pub slugs: Vec<String>,
    /// The old addresses of each of them.
    pub was: Vec<Vec<OldAnchor>>,
    /// The scenes, for scenarios.
    pub scenario: Option<Scenario>,
    /// The tools in the text.
    pub tools: Vec<Tool>,
    /// The comments that accept a diagnostic. Those that have already silenced one are marked as used.
    pub allows: Vec<Allow>,
    /// True if the file was parsed without errors. If false, some things were not checked.
    pub sound: bool,
    /// The diagnostics of this file.
    pub found: Vec<Diagnostic>,
    /// A hash of everything that other pages, lists and checks can depend on. Two versions of a file with equal
    /// outlines are interchangeable in the structure of the site.
    pub outline: [u8; 16],
    anchors: OnceLock<Anchors>,
}

impl Document {
    /// Returns true if the document must not be published.
    #[must_use]
    pub fn is_draft(&self) -> bool {
        self.front.shared.draft.as_ref().is_some_and(|draft| draft.value)
    }

    /// The number of words that readers see, including steps and scenes.
    #[must_use]
    pub fn words(&self) -> usize {
        self.body.words + self.values.values().map(|body| body.words).sum::<usize>()
    }

    /// The anchors of the page, computed on first use.
    #[must_use]
    pub fn anchors(&self) -> &Anchors {
        let steps = StepAnchors { slugs: &self.slugs, was: &self.was };
        self.anchors.get_or_init(|| Anchors::new(&self.body, steps))
    }

    /// The path relative to `content/` that the page should have, if it is in the wrong folder.
    #[must_use]
    pub fn home(&self) -> Option<String> {
        let folder = self.front.meant?.folder()?;
        let rest = self.path.split_once('/').map_or(self.path.as_str(), |(_, rest)| rest);
        Some(format!("{folder}/{rest}"))
    }

    /// The title of the step or question with this number.
    #[must_use]
    pub fn step_title(&self, number: usize) -> Option<&str> {
        self.step(number).map(|title| &**title)
    }

    /// All anchors of the step or question with this number, the oldest first. What readers keep is stored under it.
    #[must_use]
    pub fn step_names(&self, number: usize) -> Vec<&str> {
        let was = self.was.get(number).map_or(&[][..], Vec::as_slice);
        self.slugs.get(number).map(|slug| markdown::names(slug, was)).unwrap_or_default()
    }

    /// The title of the step or question with this number, with its span.
    #[must_use]
    pub fn step(&self, number: usize) -> Option<&Text> {
        let Details::Playbook(playbook) = &self.front.details else { return None };
        if playbook.is_decision() {
            return playbook.questions.get(number).map(|question| &question.title);
        }
        playbook.steps.get(number).map(|step| &step.title)
    }

    /// The front-matter values that are links.
    pub fn named_links(&self) -> impl Iterator<Item = &Text> {
        let links: Vec<&Text> = match &self.front.details {
            Details::Case(case) => case.practises.iter().map(|link| &link.0).collect(),
            Details::Playbook(playbook) => {
                let answers = playbook.questions.iter().flat_map(|question| question.answers.iter());
                answers.map(|answer| &answer.to.0).collect()
            }
            Details::Scenario(scenario) => scenario.playbooks.iter().map(|link| &link.0).collect(),
            Details::Path(path) => {
                path.modules.iter().flat_map(|module| module.items.iter().map(|link| &link.0)).collect()
            }
            Details::Page => Vec::new(),
        };
        // An empty link is a placeholder for a missing value, which has already been reported.
        links.into_iter().filter(|link| !link.is_empty())
    }
}

/// The result of parsing a site.
#[derive(Debug, Default)]
pub struct Parsed {
    /// All documents, in path order.
    pub documents: Vec<Arc<Document>>,
    /// The terms of `content/glossary.yaml`.
    pub glossary: Glossary,
    /// The meanings of the terms, in the order of the glossary.
    pub meanings: Vec<Body>,
    /// The files that could not be read, relative to `content/`. Nothing is known about them but the path.
    pub unread: BTreeSet<String>,
    /// Diagnostics about language files other than the site's own. Such a file is loaded only if a document uses its
    /// language.
    pub found_in_messages: Vec<Diagnostic>,
}

/// The documents of the previous run, parsed with the same settings and messages, and the texts they were parsed from.
#[derive(Clone, Copy, Debug)]
pub struct Before<'a> {
    /// The texts of the previous run. Both runs have the same files.
    pub sources: &'a SourceMap,
    /// The documents parsed from these texts.
    pub documents: &'a [Arc<Document>],
}

impl Before<'_> {
    /// Returns the document of a file if its text is unchanged.
    fn document(&self, id: FileId, sources: &SourceMap) -> Option<Arc<Document>> {
        let at = self.documents.binary_search_by_key(&id, |document| document.file).ok()?;
        let same = Arc::ptr_eq(self.sources.shared(id), sources.shared(id));
        same.then(|| Arc::clone(&self.documents[at]))
    }
}

/// Parses all content files in parallel; the result is in path order. Documents in `before` whose text is unchanged are
/// reused.
#[must_use]
pub fn parse(inputs: &Inputs, messages: &Messages, before: Option<Before<'_>>) -> (Parsed, Vec<Diagnostic>) {
    let files: Vec<(FileId, &SourceFile)> = inputs.sources.iter().collect();
    let words = Languages::new(inputs, messages);
    let documents: Vec<Arc<Document>> = files
        .into_par_iter()
        .filter(|(_, file)| layout::content_page(file.path()).is_some() && !inputs.unread.contains(file.path()))
        .map(|(id, file)| {
            let known = before.and_then(|before| before.document(id, &inputs.sources));
            known.unwrap_or_else(|| Arc::new(document(id, file, &words)))
        })
        .collect();
    let unread = inputs.unread.iter().filter_map(|path| path.strip_prefix("content/")).map(str::to_owned).collect();
    let mut found: Vec<Diagnostic> = documents.iter().flat_map(|document| document.found.iter().cloned()).collect();
    let found_in_messages: Vec<Diagnostic> = words.found().collect();
    found.extend(found_in_messages.iter().cloned());
    found.extend(front_matter::check_names(&inputs.config));
    let mut parsed = Parsed { documents, unread, found_in_messages, ..Parsed::default() };
    if let Some(id) = inputs.sources.glossary() {
        let text = inputs.sources.file(id).text();
        let (glossary, mistakes) = front_matter::read_glossary(id, text);
        let means = glossary.entries.iter().map(|(_, term)| &term.means);
        parsed.meanings = means.map(|means| markdown::parse_value_in(text, means, means.span).0).collect();
        if inputs.config.raw_html {
            parsed.meanings.iter_mut().for_each(|body| body.read_html(text));
        }
        parsed.glossary = glossary;
        found.extend(mistakes);
    }
    (parsed, found)
}

/// Everything that parsing needs from the theme: the names of its tools, and the words of scenarios in each of its
/// languages, loaded on first use.
struct Languages<'a> {
    inputs: &'a Inputs,
    tools: BTreeSet<&'a str>,
    /// The words of the site's language, for scenarios that specify none.
    own: ScenarioWords,
    others: BTreeMap<&'a str, OnceLock<(ScenarioWords, Vec<Diagnostic>)>>,
}

impl<'a> Languages<'a> {
    fn new(inputs: &'a Inputs, messages: &Messages) -> Self {
        let names = inputs.theme.iter().filter_map(|file| file.path.strip_prefix("i18n/")?.strip_suffix(".yaml"));
        let others = names.map(|name| (name, OnceLock::new())).collect();
        let tools = inputs.theme.iter().filter_map(|file| {
            file.path.strip_prefix("components/")?.strip_prefix(tool::PREFIX)?.strip_suffix("/template.html")
        });
        let tools = tools.collect();
        Self { inputs, tools, own: ScenarioWords::new(messages.texts("scenario_words")), others }
    }

    /// Returns the words for a scenario in `language`. Empty if the theme does not have the language; the scenario then
    /// has only English words.
    fn of(&self, language: Option<&str>) -> &[ScenarioWords] {
        let Some(language) = language else { return std::slice::from_ref(&self.own) };
        let base = base_language(language);
        let Some(words) = self.others.get(base) else { return &[] };
        let (words, _) = words.get_or_init(|| {
            let (messages, found) = Messages::load(&self.inputs.theme, base);
            (ScenarioWords::new(messages.texts("scenario_words")), found)
        });
        std::slice::from_ref(words)
    }

    /// The diagnostics about the language files that were loaded.
    fn found(self) -> impl Iterator<Item = Diagnostic> {
        self.others.into_values().filter_map(OnceLock::into_inner).flat_map(|(_, found)| found)
    }
}

fn document(file: FileId, source: &SourceFile, words: &Languages<'_>) -> Document {
    crate::fault::strike("parse", source.text());
    let config = &words.inputs.config;
    let path = source.path().strip_prefix("content/").unwrap_or(source.path()).to_owned();
    let kind = ContentKind::of(&path);
    let (front, mut found) = front_matter::read(kind, file, source.text(), config);
    let start = front.body.range().start;
    let (mut body, mut mistakes) = markdown::parse(file, source.text(), start, &front.shared.title);
    if front.shared.title.is_empty() {
        // The first heading becomes the title. Whether there is a second one is known only then.
        mistakes.retain(|found| found.code != Code::SecondTitle);
    }
    found.extend(mistakes);
    old_anchors::read(&mut body, source.text(), &mut found);
    let mut values = values(&front, source.text());
    if config.raw_html {
        std::iter::once(&mut body).chain(values.values_mut()).for_each(|body| body.read_html(source.text()));
    }
    let (slugs, was) = (slugs(&front), old_anchors(&front));
    let (index, kind) = (layout::is_index(&path), front.meant.unwrap_or(kind));
    let mut document = Document {
        file,
        path,
        kind,
        index,
        front,
        body,
        values,
        slugs,
        was,
        scenario: None,
        tools: Vec::new(),
        allows: Vec::new(),
        sound: true,
        found: Vec::new(),
        outline: [0; 16],
        anchors: OnceLock::new(),
    };
    if let Details::Scenario(front) = &document.front.details {
        let words = words.of(document.front.shared.lang.as_deref());
        let (sound, outcomes) = (document.front.sound, &config.outcomes);
        let setup = Setup { source: source.text(), front, sound, outcomes, words };
        let (scenario, mistakes) = scenario::parse(&setup, &mut document.body);
        found.extend(mistakes);
        document.scenario = Some(scenario);
    }
    take_tools(&mut document, source.text(), words, &mut found);
    accept(&mut document, source.text(), &mut found);
    if document.is_draft() {
        found = found.into_iter().map(|found| found.with_severity(Severity::Note)).collect();
    }
    document.found = found;
    document.outline = outline(&document, source.text());
    document
}

fn take_tools(document: &mut Document, source: &str, words: &Languages<'_>, found: &mut Vec<Diagnostic>) {
    document.tools = tool::tools(SourcedBody { body: &document.body, source }, document.kind, &words.tools, found);
    for body in document.values.values() {
        tool::misplaced(SourcedBody { body, source }, found);
    }
}

/// Returns a hash of everything that other pages, lists and checks can depend on: the front matter as written, the
/// address of each heading and whether it repeats the title, and the destination and form of each link.
fn outline(document: &Document, source: &str) -> [u8; 16] {
    let mut hash = Sha256::new();
    let mut add = |text: &str| {
        hash.update(text.len().to_le_bytes());
        hash.update(text);
    };
    add(source.slice(..document.front.body.range().start));
    for heading in &document.body.headings {
        add(&heading.slug);
        add(if heading.repeats_title { "title" } else { "" });
        add(&heading.was.len().to_string());
        heading.was.iter().for_each(|old| add(&old.id));
    }
    document.body.html_ids.iter().for_each(|id| add(id));
    for link in &document.body.links {
        add(&link.destination);
        add(&format!("{:?}", link.form));
    }
    let mut short = [0; 16];
    short.copy_from_slice(&hash.finalize()[..16]);
    short
}

/// Removes the diagnostics that the author accepts, and records which comments silenced one.
fn accept(document: &mut Document, source: &str, found: &mut Vec<Diagnostic>) {
    let Document { front, body, .. } = &*document;
    let mut allows = allow::in_front_matter(front, body, source, found);
    allows.extend(allow::allows(body, source, found));
    allow::silence(found, &mut allows);
    document.allows = allows;
    document.sound = found.iter().all(|found| found.severity != Severity::Error);
}

/// Parses the values that contain Markdown. Values without markup are parsed too, so that words are counted in the same
/// way.
fn values(front: &FrontMatter, source: &str) -> BTreeMap<u32, Body> {
    let texts: Vec<&Text> = match &front.details {
        Details::Case(case) => {
            let moments = case.timeline.iter().map(|moment| &moment.what);
            let fixes = case.fixed_for_them.iter().chain(case.fixed_for_the_next.iter().map(|fix| &fix.0));
            moments.chain(fixes).chain(&case.discuss).collect()
        }
        Details::Playbook(playbook) => {
            let steps = playbook.steps.iter().flat_map(markdown_of_step);
            steps.chain(playbook.questions.iter().filter_map(|question| question.help.as_ref())).collect()
        }
        Details::Scenario(_) | Details::Path(_) | Details::Page => Vec::new(),
    };
    texts.into_iter().map(|text| (text.span.start, markdown::parse_value_in(source, text, text.span).0)).collect()
}

fn markdown_of_step(step: &Step) -> impl Iterator<Item = &Text> {
    std::iter::once(&step.action).chain(&step.why).chain(&step.limit)
}

/// The address of each step or question: the slug of its title.
fn slugs(front: &FrontMatter) -> Vec<String> {
    let Details::Playbook(playbook) = &front.details else { return Vec::new() };
    let titles = playbook.steps.iter().map(|step| &step.title).chain(playbook.questions.iter().map(|q| &q.title));
    titles
        .map(|title| match slug::slug(title) {
            empty if empty.is_empty() => "section".to_owned(),
            slug => slug,
        })
        .collect()
}

/// The old addresses of each step or question.
fn old_anchors(front: &FrontMatter) -> Vec<Vec<OldAnchor>> {
    let Details::Playbook(playbook) = &front.details else { return Vec::new() };
    let was = playbook.steps.iter().map(|step| &step.was).chain(playbook.questions.iter().map(|q| &q.was));
    let old = |name: &Text| OldAnchor { id: slug::anchor(name), span: name.span };
    was.map(|names| names.iter().map(old).filter(|old| !old.id.is_empty()).collect()).collect()
}

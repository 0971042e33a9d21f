//! The entries of the index: pages, steps of playbooks and glossary terms, each with its texts, divided into parts
//! that a result can link to.
//!
//! Endings and reasons of scenarios are left out: a search must not reveal the end of a story before it is played.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::OnceLock;

use serde::Serialize;
use xxhash_rust::xxh3::{Xxh3, xxh3_128};

use crate::model::{Facet, Page, PageId, Site, address};
use crate::parse::front_matter::{Details, Playbook, Step};
use crate::parse::kind::ContentKind;
use crate::parse::markdown::{Body, Event, Heading};
use crate::parse::scenario::{Part, Passage, Scenario, Scene};
use crate::source::{FileId, SourceMap};
use crate::text::base_language;
use crate::yaml::Text;

/// The kinds of entries, in the order of the index. Entries of one kind are consecutive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Playbook,
    Decision,
    Step,
    Scenario,
    Case,
    Path,
    Page,
    Term,
}

impl Kind {
    /// Returns its name in the files of the index.
    pub fn name(self) -> &'static str {
        match self {
            Self::Playbook => "playbook",
            Self::Decision => "decision",
            Self::Step => "step",
            Self::Scenario => "scenario",
            Self::Case => "case",
            Self::Path => "path",
            Self::Page => "page",
            Self::Term => "term",
        }
    }

    fn of(page: &Page) -> Self {
        match page.kind() {
            ContentKind::Playbook if is_decision(page) => Self::Decision,
            ContentKind::Playbook => Self::Playbook,
            ContentKind::Scenario => Self::Scenario,
            ContentKind::Case => Self::Case,
            ContentKind::Path => Self::Path,
            ContentKind::Page => Self::Page,
        }
    }
}

fn is_decision(page: &Page) -> bool {
    matches!(&page.document.front.details, Details::Playbook(playbook) if playbook.is_decision())
}

/// The page, step or term that an entry refers to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum What {
    Page(PageId),
    /// A step of a playbook, by its index.
    Step(PageId, usize),
    /// A term, by its index in the glossary.
    Term(usize),
}

/// An entry of the index. Entries are sorted by kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Entry {
    pub kind: Kind,
    /// The page, step or term that it refers to.
    pub what: What,
}

/// The entries in one language, in the order of the index.
#[derive(Debug)]
pub(super) struct LanguageEntries {
    /// The base of the language code, such as `en`.
    pub language: String,
    pub entries: Vec<Entry>,
}

/// The texts of an entry. The serialised form contains what search results show.
#[derive(Debug, Default, Serialize)]
pub(super) struct Texts {
    /// The name of its kind: `playbook`, `decision`, `step` …
    pub kind: &'static str,
    /// Its address, relative to the output's root.
    pub url: String,
    /// Its title.
    pub title: String,
    /// The title of the page that a step or term belongs to.
    pub of: String,
    /// Its fragments in order; the first is the top.
    #[serde(rename = "places")]
    pub fragments: Vec<Fragment>,
    /// For a step, the action.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub act: Option<String>,
    /// Further words by which it is found, weighted like headings: tags, situations, trade.
    #[serde(skip)]
    pub labels: Vec<String>,
}

/// A part of a page that can be linked.
#[derive(Debug, Default)]
pub(super) struct Fragment {
    pub anchor: String,
    pub heading: String,
    /// The text. Each block is on a line of its own.
    pub text: String,
}

impl Fragment {
    /// Returns the top of a page, which needs neither anchor nor heading.
    fn top(text: String) -> Self {
        Self { text, ..Self::default() }
    }
}

/// A list of anchor, heading and text: the names of the fields would be repeated for each fragment of the site.
impl Serialize for Fragment {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (&self.anchor, &self.heading, &self.text).serialize(serializer)
    }
}

/// Returns the entries of each language.
pub(super) fn gather(site: &Site) -> Vec<LanguageEntries> {
    let mut all: Vec<(String, Entry)> = Vec::new();
    let own = base_language(&site.config().language);
    for id in site.ids() {
        let page = site.page(id);
        let language = page.document.front.shared.lang.as_ref().map_or(own, |lang| base_language(lang)).to_owned();
        if let Details::Playbook(playbook) = &page.document.front.details {
            let steps = (0..playbook.steps.len()).map(|step| {
                let what = What::Step(id, step);
                (language.clone(), Entry { kind: Kind::Step, what })
            });
            all.extend(steps);
        }
        all.push((language, Entry { kind: Kind::of(page), what: What::Page(id) }));
    }
    let terms = (0..site.glossary().entries.len()).map(|term| Entry { kind: Kind::Term, what: What::Term(term) });
    all.extend(terms.map(|entry| (own.to_owned(), entry)));
    all.sort();
    let mut languages: Vec<LanguageEntries> = Vec::new();
    for (language, entry) in all {
        match languages.last_mut() {
            Some(last) if last.language == language => last.entries.push(entry),
            _ => languages.push(LanguageEntries { language, entries: vec![entry] }),
        }
    }
    languages
}

/// Returns the texts of an entry.
pub(super) fn texts(site: &Site, sources: &SourceMap, entry: Entry) -> Texts {
    match entry.what {
        What::Page(id) => of_page(&Reader::new(site, sources, id), entry.kind),
        What::Step(id, step) => of_step(&Reader::new(site, sources, id), step),
        What::Term(term) => of_term(site, sources, term),
    }
}

/// The hashes of the sources. Each is computed once, because the steps of a playbook share a file, and so do all terms.
pub(super) struct FileHashes<'s> {
    sources: &'s SourceMap,
    hashes: Vec<OnceLock<u128>>,
}

impl<'s> FileHashes<'s> {
    pub(super) fn new(sources: &'s SourceMap) -> Self {
        Self { sources, hashes: sources.iter().map(|_| OnceLock::new()).collect() }
    }

    fn of(&self, file: FileId) -> u128 {
        let hash = || xxh3_128(self.sources.file(file).text().as_bytes());
        self.hashes.get(file.0 as usize).map_or_else(hash, |known| *known.get_or_init(hash))
    }
}

/// Hashes everything that the texts of an entry are made from, except the settings and the messages of the
/// site's language. A scenario in another language is parsed with the words of that language, so its parsed scenes are
/// hashed as well.
pub(super) fn input_hash(site: &Site, files: &FileHashes<'_>, entry: Entry) -> u128 {
    let what = entry.what;
    let mut hash = Xxh3::new();
    match what {
        What::Page(id) | What::Step(id, _) => {
            let page = site.page(id);
            hash.update(page.address.as_bytes());
            hash.update(&[0xFF]);
            hash.update(&files.of(page.document.file).to_le_bytes());
            if let Some(scenario) =
                page.document.scenario.as_ref().filter(|_| page.document.front.shared.lang.is_some())
            {
                let scenes = Reader::new(site, files.sources, id).scenes(scenario);
                scenes.iter().for_each(|fragment| hash_fragment(fragment, &mut hash));
            }
        }
        What::Term(_) => {
            let file = files.sources.glossary();
            hash.update(&file.map_or(0, |file| files.of(file)).to_le_bytes());
        }
    }
    if let What::Step(_, number) | What::Term(number) = what {
        hash.update(&number.to_le_bytes());
    }
    hash.digest128()
}

fn hash_fragment(Fragment { anchor, heading, text }: &Fragment, hash: &mut Xxh3) {
    for part in [anchor, heading, text] {
        hash.update(part.as_bytes());
        hash.update(&[0xFF]);
    }
}

fn of_term(site: &Site, sources: &SourceMap, number: usize) -> Texts {
    let (term, meant) = &site.glossary().entries[number];
    let meaning = &site.meanings()[number];
    let source = sources.glossary().map_or("", |file| sources.file(file).text());
    let text = plain(&meaning.body, source);
    Texts {
        kind: Kind::Term.name(),
        url: format!("{}#{}", address::GLOSSARY, meaning.id),
        title: term.text.clone(),
        of: site.messages().text("pages.glossary.title").to_owned(),
        fragments: vec![Fragment::top(text)],
        labels: meant.also.iter().map(|other| other.text.clone()).collect(),
        ..Texts::default()
    }
}

fn of_step(reader: &Reader<'_>, number: usize) -> Texts {
    let page = reader.page;
    let Details::Playbook(playbook) = &page.document.front.details else { return Texts::default() };
    let Some((step, slug)) = playbook.steps.get(number).zip(page.document.slugs.get(number)) else {
        return Texts::default();
    };
    let Step { title, action, say, avoid, why, limit, span: _, was: _ } = step;
    let act = reader.value(action);
    let mut text = act.clone();
    why.iter().chain(limit).for_each(|line| line_after(&mut text, &reader.value(line)));
    // The text below the step's heading belongs to the step.
    let below = page.document.anchors().headings_of(number);
    below.iter().for_each(|&heading| line_after(&mut text, &reader.lines(&reader.part_below(heading))));
    // Each line is a place of its own, with the theme's label as its heading.
    let line = |kind: &str, number: usize, line: &Text| {
        let label = reader.site.messages().text(&format!("playbook.{kind}")).to_owned();
        Fragment { anchor: format!("cb-{kind}-{slug}-{number}"), heading: label, text: line.text.clone() }
    };
    let said = say.iter().zip(1..).map(|(text, number)| line("say", number, text));
    let avoided = avoid.iter().zip(1..).map(|(text, number)| line("avoid", number, text));
    Texts {
        kind: Kind::Step.name(),
        url: format!("{}#{slug}", page.address),
        title: title.text.clone(),
        of: page.title().to_owned(),
        fragments: std::iter::once(Fragment::top(text)).chain(said).chain(avoided).collect(),
        act: Some(act),
        labels: vec![page.title().to_owned()],
    }
}

fn of_page(reader: &Reader<'_>, kind: Kind) -> Texts {
    let (site, page) = (reader.site, reader.page);
    let mut top = page.document.front.shared.summary.as_ref().map_or_else(String::new, |text| text.text.clone());
    let mut labels = labels(page);
    let mut fragments = Vec::new();
    match &page.document.front.details {
        Details::Case(case) => {
            let fixes = case.fixed_for_them.iter().chain(case.fixed_for_the_next.iter().map(|fix| &fix.0));
            let moments = case.timeline.iter().map(|moment| &moment.what);
            moments.chain(fixes).chain(&case.discuss).for_each(|text| line_after(&mut top, &reader.value(text)));
        }
        Details::Playbook(playbook) => {
            labels.extend(playbook.when.iter().map(|text| text.text.clone()));
            labels.extend(playbook.steps.iter().map(|step| step.title.text.clone()));
            playbook.when.iter().for_each(|text| line_after(&mut top, text));
            if playbook.is_decision() {
                fragments = reader.questions(playbook);
            }
            fragments.extend(limits(site, playbook));
        }
        Details::Scenario(front) => {
            line_after(&mut top, &front.role);
            line_after(&mut top, &front.customer);
        }
        Details::Path(path) => labels.extend(path.modules.iter().map(|module| module.title.text.clone())),
        Details::Page => {}
    }
    let mut below = match &page.document.scenario {
        Some(scenario) => reader.scenes(scenario),
        None => {
            let parts = reader.parts().into_iter().filter(|part| part.step.is_none());
            parts.map(|part| reader.fragment(&part)).collect()
        }
    };
    if below.first().is_some_and(|fragment| fragment.anchor.is_empty()) {
        line_after(&mut top, &below.remove(0).text);
    }
    fragments.append(&mut below);
    fragments.insert(0, Fragment::top(top));
    let (url, title) = (page.address.clone(), page.title().to_owned());
    Texts { kind: kind.name(), url, title, fragments, labels, ..Texts::default() }
}

/// Returns the limits of a playbook (what staff may offer without asking), with the anchor that the theme gives them.
fn limits(site: &Site, playbook: &Playbook) -> Option<Fragment> {
    let limits = playbook.limits.as_ref()?;
    let mut text = String::new();
    for (name, limit) in [("money", &limits.money), ("time", &limits.time), ("words", &limits.words)] {
        let line =
            limit.iter().map(|limit| format!("{}: {}", site.messages().text(&format!("limits.{name}")), limit.text));
        line.for_each(|line| line_after(&mut text, &line));
    }
    let heading = site.messages().text("playbook.limits").to_owned();
    Some(Fragment { anchor: "cb-limits".to_owned(), heading, text })
}

/// Returns the tags and other properties of a page, as authors wrote them.
fn labels(page: &Page) -> Vec<String> {
    let mut labels: Vec<&str> = page.document.front.shared.tags.iter().map(|tag| &*tag.0.text).collect();
    labels.extend(Facet::all_written(&page.document.front.details).map(|(_, text)| text));
    labels.into_iter().map(str::to_owned).collect()
}

/// Appends `line` on a line of its own. An empty line adds nothing.
fn line_after(text: &mut String, line: &str) {
    let line = line.trim();
    if !text.is_empty() && !line.is_empty() {
        text.push('\n');
    }
    text.push_str(line);
}

/// A section of a page's text.
struct TextPart<'a> {
    /// The index of the step or question to which its heading belongs.
    step: Option<usize>,
    /// The heading that it begins with; none for the text before the first heading.
    heading: Option<&'a Heading>,
    /// Its events, without the heading.
    events: Range<usize>,
}

/// Reads the texts of one page.
struct Reader<'a> {
    site: &'a Site,
    page: &'a Page,
    source: &'a str,
}

impl<'a> Reader<'a> {
    fn new(site: &'a Site, sources: &'a SourceMap, id: PageId) -> Self {
        let page = site.page(id);
        let source = sources.file(page.document.file).text();
        crate::fault::strike("index", source);
        Self { site, page, source }
    }

    /// Returns a value of the front matter without markup.
    fn value(&self, text: &Text) -> String {
        let body = self.page.document.values.get(&text.span.start);
        body.map_or_else(|| text.text.clone(), |body| plain(body, self.source))
    }

    /// Returns the sections of the text, beginning with the part before the first heading.
    fn parts(&self) -> Vec<TextPart<'a>> {
        let body = &self.page.document.body;
        let start = body.headings.first().filter(|heading| heading.repeats_title);
        let start = start.map_or(0, |heading| body.after(heading.event));
        let first = body.headings.iter().find(|heading| !heading.repeats_title).map_or(body.len(), |first| first.event);
        let top = TextPart { step: None, heading: None, events: start..first };
        let below = (0..body.headings.len()).filter(|&heading| !body.headings[heading].repeats_title);
        std::iter::once(top).chain(below.map(|heading| self.part_below(heading))).collect()
    }

    /// Returns the section below a heading.
    fn part_below(&self, number: usize) -> TextPart<'a> {
        let body = &self.page.document.body;
        let heading = &body.headings[number];
        let end = body.headings.get(number + 1).map_or(body.len(), |next| next.event);
        let step = self.page.document.anchors().step_of(number);
        TextPart { step, heading: Some(heading), events: body.after(heading.event)..end }
    }

    fn lines(&self, part: &TextPart<'_>) -> String {
        lines(&self.page.document.body, self.source, part.events.clone())
    }

    fn fragment(&self, part: &TextPart<'_>) -> Fragment {
        let (slug, title) =
            part.heading.map(|heading| (heading.slug.clone(), heading.text.clone())).unwrap_or_default();
        Fragment { anchor: slug, heading: title, text: self.lines(part) }
    }

    /// Returns the questions of a decision, each with the text below its heading.
    fn questions(&self, playbook: &Playbook) -> Vec<Fragment> {
        let mut below: BTreeMap<usize, String> = BTreeMap::new();
        for part in self.parts() {
            if let Some(question) = part.step {
                line_after(below.entry(question).or_default(), &self.lines(&part));
            }
        }
        let questions = playbook.questions.iter().zip(&self.page.document.slugs).enumerate();
        let fragment = |(number, (question, slug)): (usize, (&crate::parse::front_matter::Question, &String))| {
            let mut text = question.help.as_ref().map_or_else(String::new, |help| self.value(help));
            question.answers.iter().for_each(|answer| line_after(&mut text, &answer.answer));
            below.get(&number).into_iter().for_each(|own| line_after(&mut text, own));
            Fragment { anchor: slug.clone(), heading: question.title.text.clone(), text }
        };
        questions.map(fragment).collect()
    }

    /// Returns the briefing and the scenes of a scenario, without endings and reasons.
    fn scenes(&self, scenario: &Scenario) -> Vec<Fragment> {
        let briefing = lines(&self.page.document.body, self.source, scenario.briefing.clone());
        let scenes = scenario.scenes.iter().filter(|scene| scene.ending.is_none());
        let scenes = scenes.map(|scene| Fragment {
            anchor: scene.slug.clone(),
            heading: scene.title.clone(),
            text: self.scene(scene),
        });
        std::iter::once(Fragment::top(briefing)).chain(scenes).collect()
    }

    fn scene(&self, scene: &Scene) -> String {
        let shown = |passage: &Passage| passage.plain(&self.page.document.body, self.source);
        let mut text = String::new();
        for part in &scene.parts {
            match part {
                Part::Prose(passage) => line_after(&mut text, &shown(passage)),
                Part::Quote(quote) => line_after(&mut text, &shown(&quote.words)),
                Part::StateText(state) => line_after(&mut text, &shown(&state.text)),
                Part::Choices(range) => {
                    scene.choices[range.clone()].iter().for_each(|choice| line_after(&mut text, &choice.text));
                }
                Part::Routes(_) => {}
            }
        }
        text
    }
}

fn plain(body: &Body, source: &str) -> String {
    lines(body, source, 0..body.len())
}

/// Returns the text of these events, each block on a line of its own.
fn lines(body: &Body, source: &str, range: Range<usize>) -> String {
    let mut text = String::new();
    for (event, _) in body.events_in(range) {
        match event {
            Event::Text(piece) | Event::Code(piece) => text.push_str(body.piece(source, piece)),
            Event::SoftBreak | Event::HardBreak => text.push(' '),
            Event::Start(element) | Event::End(element) if !element.is_inline() && !text.ends_with(['\n']) => {
                text.truncate(text.trim_end().len());
                if !text.is_empty() {
                    text.push('\n');
                }
            }
            _ => {}
        }
    }
    text.truncate(text.trim_end().len());
    text
}

//! The whole site: pages with addresses, sections, tags and filters, links both ways.
//!
//! Made from the documents by [`assemble`], which reports nothing but what it must leave out; `check` judges the
//! result and `render` writes it. Knows no HTML.

pub mod address;
mod asset;
pub mod facet;
mod link;
pub mod list;
pub mod meaning;
pub mod name;
mod near;
mod relation;
mod section;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Deref;
use std::sync::Arc;

pub use facet::{Facet, FacetValue, capital};
pub use link::{Problem, Target};
pub use meaning::Meaning;
pub use relation::{Relations, StepRef, Uses};
pub use section::{Section, SectionId};

use crate::config::Config;
use crate::parse::front_matter::Details;
use crate::parse::front_matter::Glossary;
use crate::parse::kind::ContentKind;
use crate::parse::markdown::LinkForm;
use crate::parse::{Document, Parsed};
use crate::read::Asset;
use crate::words::Words;
use crate::yaml::Text;

/// The number of a page in [`Site::pages`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PageId(pub u32);

impl PageId {
    /// The page with this number in the list.
    #[must_use]
    pub fn new(number: usize) -> Self {
        Self(u32::try_from(number).unwrap_or(u32::MAX))
    }

    /// Its number in the list.
    #[must_use]
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// The number of a file in [`Site::assets`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AssetId(pub u32);

/// A document with its place in the site.
#[derive(Clone, Debug)]
pub struct Page {
    /// What was read.
    pub document: Arc<Document>,
    /// Where it is written, from the output's root.
    pub address: String,
    /// Where the links of its text lead, in their order.
    pub links: Vec<Target>,
    /// Where the links inside values of the front matter lead, by the value's first byte.
    pub value_links: BTreeMap<u32, Vec<Target>>,
    /// Where the values lead that are links themselves (`practises`, `items`, `to` …), by the value's first byte.
    pub named: BTreeMap<u32, Target>,
    /// The section that it stands in.
    pub section: SectionId,
    /// Its filters: facet and the slug of the value.
    pub facets: Vec<(Facet, String)>,
}

impl Page {
    /// The title.
    #[must_use]
    pub fn title(&self) -> &str {
        &self.document.front.shared.title
    }

    /// The kind of content; indexes of sections are pages.
    #[must_use]
    pub fn kind(&self) -> ContentKind {
        if self.document.index { ContentKind::Page } else { self.document.kind }
    }

    /// Whether `anchor` names a place on this page.
    #[must_use]
    pub fn has_anchor(&self, anchor: &str) -> bool {
        self.document.anchors().has(anchor)
    }

    /// Whether `anchor` is that of the title, which stands at the top.
    #[must_use]
    pub fn is_top(&self, anchor: &str) -> bool {
        self.document.anchors().is_top(anchor)
    }

    /// All anchors that may be linked.
    pub fn anchors(&self) -> impl Iterator<Item = &str> {
        let headings = self.document.body.headings.iter().filter(|heading| !heading.repeats_title);
        headings.map(|heading| heading.slug.as_str()).chain(self.document.slugs.iter().map(String::as_str))
    }

    /// The number of the step with this slug, for playbooks.
    #[must_use]
    pub fn step(&self, slug: &str) -> Option<usize> {
        match &self.document.front.details {
            Details::Playbook(playbook) if !playbook.is_decision() => self.document.anchors().number(slug),
            _ => None,
        }
    }

    /// Minutes that reading takes: 200 words a minute, at least one; for scenarios what is promised.
    #[must_use]
    pub fn minutes(&self) -> usize {
        match &self.document.front.details {
            Details::Scenario(scenario) => {
                let promised = scenario.minutes.as_ref().and_then(|minutes| usize::try_from(minutes.value).ok());
                promised.unwrap_or_else(|| self.document.words().div_ceil(200).max(1))
            }
            _ => self.document.words().div_ceil(200).max(1),
        }
    }
}

/// A site in memory, complete but unwritten. A copy shares its pages and its structure.
#[derive(Clone, Debug)]
pub struct Site {
    /// All pages that are written, in path order.
    pub pages: Vec<Arc<Page>>,
    structure: Arc<Structure>,
}

/// What is made of all pages together. It depends on what other pages may know of a page ([`Document::outline`]), on settings,
/// words and files; never on prose.
#[derive(Debug)]
pub struct Structure {
    /// The settings.
    pub config: Config,
    /// The folders, parents first.
    pub sections: Vec<Section>,
    /// The files that pages may link.
    pub assets: Vec<Asset>,
    /// The glossary.
    pub glossary: Glossary,
    /// What its terms mean, in their order.
    pub meanings: Vec<Meaning>,
    /// What shows and practises what, and who links here.
    pub relations: Relations,
    /// The values of each facet of each kind, sorted by title.
    pub facets: BTreeMap<(ContentKind, Facet), Vec<FacetValue>>,
    /// All tags, sorted by title.
    pub tags: Vec<FacetValue>,
    /// All pages as one reads them: by `weight`, then the newest first, then by title.
    pub reading_order: Vec<PageId>,
    /// A to Z.
    pub names: name::Names,
    /// The addresses of the pages that Casebook makes besides those of content.
    pub generated: BTreeSet<String>,
    /// Every mood that the timeline knows, in small letters, from −3 (furious) to 3 (delighted).
    pub moods: BTreeMap<String, i8>,
    /// The words of the theme in the site's language.
    pub words: Words,
    /// Paths of drafts that are not written.
    drafts: BTreeSet<String>,
    /// Paths of files that could not be read, which was said.
    unread: BTreeSet<String>,
    by_path: HashMap<String, PageId>,
    by_address: HashMap<String, PageId>,
    asset_by_path: HashMap<String, AssetId>,
    section_by_path: HashMap<String, SectionId>,
    tag_by_slug: HashMap<String, usize>,
    index: near::Index,
}

impl Deref for Site {
    type Target = Structure;

    fn deref(&self) -> &Structure {
        &self.structure
    }
}

/// Puts the documents together. Drafts are left out unless `drafts` is set.
#[must_use]
pub fn assemble(parsed: Parsed, config: Config, words: Words, assets: Vec<Asset>, drafts: bool) -> Site {
    crate::fault::strike("model", &config.title);
    let (written, left_out): (Vec<_>, Vec<_>) =
        parsed.documents.into_iter().partition(|document| drafts || !document.is_draft());
    let pages: Vec<Arc<Page>> = written.into_iter().map(|document| Arc::new(page(document))).collect();
    let moods = moods(&words, &config);
    let reading_order = section::reading_order(&pages);
    let structure = Structure {
        by_path: pages.iter().enumerate().map(|(n, page)| (page.document.path.clone(), PageId::new(n))).collect(),
        by_address: pages.iter().enumerate().map(|(n, page)| (page.address.clone(), PageId::new(n))).collect(),
        asset_by_path: assets.iter().zip(0..).map(|(asset, n)| (asset.path.clone(), AssetId(n))).collect(),
        drafts: left_out.into_iter().map(|document| document.path.clone()).collect(),
        unread: parsed.unread,
        config,
        sections: Vec::new(),
        section_by_path: HashMap::new(),
        tag_by_slug: HashMap::new(),
        index: near::Index::default(),
        assets,
        meanings: meaning::gather(&parsed.glossary, parsed.meanings),
        glossary: parsed.glossary,
        relations: Relations::default(),
        facets: BTreeMap::new(),
        tags: Vec::new(),
        reading_order,
        names: name::Names::default(),
        generated: BTreeSet::new(),
        moods,
        words,
    };
    let mut site = Site { pages, structure: Arc::new(structure) };
    let (sections, homes) = section::gather(&site.pages, &site.reading_order);
    let by_path = sections.iter().zip(0..).map(|(section, n)| (section.path.clone(), SectionId(n))).collect();
    site.structure_mut().section_by_path = by_path;
    site.structure_mut().sections = sections;
    for (page, home) in site.pages_mut().zip(homes) {
        page.section = home;
    }
    // Filters by step need the links, links to filter pages need the filters: steps come from the links alone.
    site.structure_mut().names = name::gather(&site);
    site.structure_mut().generated = list::addresses(&site);
    resolve_links(&mut site);
    site.structure_mut().relations = relation::gather(&site);
    facet::gather(&mut site);
    site.structure_mut().generated = list::addresses(&site);
    resolve_generated(&mut site);
    meaning::resolve(&mut site);
    site
}

fn page(document: Arc<Document>) -> Page {
    let own = document.front.shared.slug.as_deref();
    let address = address::page(&document.path, own).unwrap_or_default();
    Page {
        document,
        address,
        links: Vec::new(),
        value_links: BTreeMap::new(),
        named: BTreeMap::new(),
        section: SectionId(0),
        facets: Vec::new(),
    }
}

/// The theme's moods, the site's own in their places.
fn moods(words: &Words, config: &Config) -> BTreeMap<String, i8> {
    let known = words.texts("moods").filter_map(|(mood, level)| Some((mood.to_lowercase(), level.parse().ok()?)));
    known.chain(config.moods.iter().map(|(mood, &level)| (mood.clone(), level))).collect()
}

fn resolve_links(site: &mut Site) {
    use rayon::prelude::*;
    let resolved: Vec<_> = (0..site.pages.len()).into_par_iter().map(|n| links_of(site, PageId::new(n))).collect();
    for (page, links) in site.pages_mut().zip(resolved) {
        (page.links, page.value_links, page.named) = links;
    }
}

type Links = (Vec<Target>, BTreeMap<u32, Vec<Target>>, BTreeMap<u32, Target>);

fn links_of(site: &Site, id: PageId) -> Links {
    let document = &site.page(id).document;
    let here = link::Here { path: &document.path, page: Some(id) };
    let all = |body: &crate::parse::markdown::Body| {
        body.links.iter().map(|link| link::resolve(site, here, &link.destination, link.form)).collect::<Vec<_>>()
    };
    let values = document.values.iter().map(|(&at, body)| (at, all(body))).filter(|(_, links)| !links.is_empty());
    let named = document.named_links();
    let named = named.map(|text| {
        let (name, form) = match text.strip_prefix("[[").and_then(|name| name.strip_suffix("]]")) {
            Some(name) => (name, LinkForm::Wiki),
            None => (&**text, LinkForm::Link),
        };
        (text.span.start, link::resolve(site, here, name, form))
    });
    (all(&document.body), values.collect(), named.collect())
}

/// Links to filter and tag pages can be judged only once those are known.
fn resolve_generated(site: &mut Site) {
    let open = |target: &Target| matches!(target, Target::Nowhere(Problem::NoFile(_)));
    let unsettled = |page: &Page| page.links.iter().chain(page.value_links.values().flatten()).any(open);
    let again: Vec<PageId> = site.ids().filter(|&id| unsettled(site.page(id))).collect();
    for id in again {
        let links = links_of(site, id);
        let page = alone(&mut site.pages[id.index()]);
        (page.links, page.value_links, page.named) = links;
    }
}

/// What nobody else holds while a site is assembled.
fn alone<T>(shared: &mut Arc<T>) -> &mut T {
    Arc::get_mut(shared).expect("a site is shared only once it is assembled")
}

impl Site {
    /// The site with other versions of its documents, sharing the structure; `None` where an outline differs, so that the
    /// site must be assembled again. `before` and `now` are all documents, drafts included, of the same files in the same
    /// order; the site was assembled from `before`.
    #[must_use]
    pub fn revised(&self, before: &[Arc<Document>], now: &[Arc<Document>]) -> Option<Self> {
        debug_assert!(before.iter().map(|document| &document.path).eq(now.iter().map(|document| &document.path)));
        if !before.iter().zip(now).all(|(before, now)| before.outline == now.outline) {
            return None;
        }
        let mut site = self.clone();
        for (_, document) in before.iter().zip(now).filter(|(before, now)| !Arc::ptr_eq(before, now)) {
            // A draft that is left out has no page.
            if let Some(id) = self.find(&document.path) {
                let page = Page { document: Arc::clone(document), ..Page::clone(&self.pages[id.index()]) };
                site.pages[id.index()] = Arc::new(page);
            }
        }
        Some(site)
    }

    /// Whether both are made from one structure.
    #[must_use]
    pub fn has_structure_of(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.structure, &other.structure)
    }

    fn structure_mut(&mut self) -> &mut Structure {
        alone(&mut self.structure)
    }

    fn pages_mut(&mut self) -> impl Iterator<Item = &mut Page> {
        self.pages.iter_mut().map(alone)
    }

    /// The page with this number.
    ///
    /// # Panics
    /// When the number comes from another site.
    #[must_use]
    pub fn page(&self, id: PageId) -> &Page {
        &self.pages[id.index()]
    }

    /// The numbers of all pages.
    pub fn ids(&self) -> impl DoubleEndedIterator<Item = PageId> + use<> {
        (0..self.pages.len()).map(PageId::new)
    }

    /// The page made from the file at `path` (relative to `content/`).
    #[must_use]
    pub fn find(&self, path: &str) -> Option<PageId> {
        self.by_path.get(path).copied()
    }

    /// The file at `path` (relative to `content/`).
    #[must_use]
    pub fn find_asset(&self, path: &str) -> Option<AssetId> {
        self.asset_by_path.get(path).copied()
    }

    /// The file with this number.
    ///
    /// # Panics
    /// When the number comes from another site.
    #[must_use]
    pub fn asset(&self, id: AssetId) -> &Asset {
        &self.assets[id.0 as usize]
    }

    /// The page at `address`.
    #[must_use]
    pub fn by_address(&self, address: &str) -> Option<PageId> {
        self.by_address.get(address).copied()
    }

    /// The section of the folder at `path` (relative to `content/`).
    #[must_use]
    pub fn section(&self, path: &str) -> Option<&Section> {
        self.section_by_path.get(path).map(|&id| self.section_of(id))
    }

    /// The tag with this slug.
    #[must_use]
    pub fn tag(&self, slug: &str) -> Option<&FacetValue> {
        self.tag_by_slug.get(slug).map(|&at| &self.tags[at])
    }

    /// The section with this number.
    ///
    /// # Panics
    /// When the number comes from another site.
    #[must_use]
    pub fn section_of(&self, id: SectionId) -> &Section {
        &self.sections[id.0 as usize]
    }

    /// Whether the file at `path` is a draft that is not written.
    #[must_use]
    pub fn is_draft(&self, path: &str) -> bool {
        self.drafts.contains(path)
    }

    /// Whether the file at `path` is there and could not be read.
    #[must_use]
    pub fn is_unread(&self, path: &str) -> bool {
        self.unread.contains(path)
    }

    /// Whether Casebook makes a page at `address` that is no page of content.
    #[must_use]
    pub fn is_generated(&self, address: &str) -> bool {
        self.generated.contains(address)
    }

    /// Where `mood` stands between −3 (furious) and 3 (delighted).
    #[must_use]
    pub fn mood(&self, mood: &str) -> Option<i8> {
        self.moods.get(&mood.trim().to_lowercase()).copied()
    }

    /// The name of a section: of its `index.md`, of the kind that it holds, or of its folder.
    #[must_use]
    pub fn section_title(&self, section: &Section) -> String {
        if let Some(index) = section.index {
            return self.page(index).title().to_owned();
        }
        let kind = ContentKind::ALL.into_iter().find(|kind| kind.folder() == Some(&section.path));
        if let Some(kind) = kind {
            return self.words.text(&format!("kinds.{}.plural", kind.word())).to_owned();
        }
        if section.path.is_empty() {
            return self.config.title.clone();
        }
        let name = section.path.rsplit('/').next().unwrap_or(&section.path).replace(['-', '_'], " ");
        let mut letters = name.chars();
        letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
    }

    /// The page that a value of the front matter leads to.
    #[must_use]
    pub fn target_page(&self, page: &Page, link: &Text) -> Option<PageId> {
        match page.named.get(&link.span.start)? {
            Target::Page { page, .. } => Some(*page),
            _ => None,
        }
    }

    /// The name of a step among the values of [`Facet::Step`].
    #[must_use]
    pub fn step_slug(&self, step: StepRef) -> String {
        let playbook = self.page(step.playbook);
        let stem = playbook.address.trim_end_matches(".html").replace('/', "-");
        let stem = stem.strip_prefix("playbooks-").unwrap_or(&stem);
        format!("{stem}-{}", playbook.document.slugs[step.step])
    }

    /// How the page `from` writes a link to the file at `path` (both relative to `content/`).
    #[must_use]
    pub fn written(&self, from: PageId, path: &str) -> String {
        address::relative(&self.page(from).document.path, path)
    }
}

/// Joins a folder (perhaps the root, `""`) and a name.
fn join(folder: &str, name: &str) -> String {
    if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") }
}

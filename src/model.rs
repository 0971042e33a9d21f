//! The whole site: pages with addresses, sections, tags and filters, and links in both directions.
//!
//! [`assemble()`] builds it from the documents, without reporting anything: `check` judges the result and `render` writes
//! it. Independent of HTML.

pub mod address;
mod assemble;
mod asset;
pub mod facet;
mod link;
pub mod list;
pub mod meaning;
mod moved;
pub mod name;
mod near;
mod orphan;
mod relation;
mod section;
mod step_name;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Arc, OnceLock};

pub use assemble::assemble;
pub use asset::AssetLink;
pub use facet::{Facet, FacetValue};
pub use link::{Problem, Target};
pub use meaning::Meaning;
pub use moved::Moved;
pub use relation::{Relations, StepRef, Uses};
pub use section::{Section, SectionId};
pub use step_name::Reason;

use crate::config::Config;
use crate::i18n::Messages;
use crate::layout;
use crate::parse::Document;
use crate::parse::front_matter::Details;
use crate::parse::front_matter::Glossary;
use crate::parse::kind::ContentKind;
use crate::read::Asset;
use crate::text::{capital, nfc, saturating_u32};
use crate::yaml::Text;

/// The reading speed that times of pages and runs are based on.
pub const WORDS_A_MINUTE: u16 = 200;

/// The index of a page in [`Site::pages`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PageId(pub u32);

impl PageId {
    /// Returns the id of the page at this index.
    #[must_use]
    pub fn new(number: usize) -> Self {
        Self(saturating_u32(number))
    }

    /// Returns the index of the page.
    #[must_use]
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// The index of a file in [`Site::assets`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AssetId(pub u32);

/// A document with its position in the site.
#[derive(Clone, Debug)]
pub struct Page {
    /// The parsed document.
    pub document: Arc<Document>,
    /// Its address: the path of the written page, relative to the output's root.
    pub address: String,
    /// The targets of the links in its text, in order.
    pub links: Vec<Target>,
    /// The targets of the links inside values of the front matter, by the value's first byte.
    pub value_links: BTreeMap<u32, Vec<Target>>,
    /// The targets of values that are links themselves (`practises`, `items`, `to` …), by the value's first byte.
    pub named: BTreeMap<u32, Target>,
    /// The section that contains it.
    pub section: SectionId,
    /// Its filters: each a facet and the slug of the value.
    pub facets: Vec<(Facet, String)>,
}

impl Page {
    /// Returns the title.
    #[must_use]
    pub fn title(&self) -> &str {
        &self.document.front.shared.title
    }

    /// Returns the kind of content; an index of a section is a page.
    #[must_use]
    pub fn kind(&self) -> ContentKind {
        if self.document.index { ContentKind::Page } else { self.document.kind }
    }

    /// Returns whether this page has the anchor `anchor`.
    #[must_use]
    pub fn has_anchor(&self, anchor: &str) -> bool {
        self.document.anchors().has(anchor)
    }

    /// Returns whether `anchor` is that of the title, which is the top of the page.
    #[must_use]
    pub fn is_top(&self, anchor: &str) -> bool {
        self.document.anchors().is_top(anchor)
    }

    /// Returns all anchors that can be linked.
    pub fn anchors(&self) -> impl Iterator<Item = &str> {
        let headings = self.document.body.headings.iter().filter(|heading| !heading.repeats_title);
        headings.map(|heading| heading.slug.as_str()).chain(self.document.slugs.iter().map(String::as_str))
    }

    /// Returns the index of the step with this slug, for playbooks.
    #[must_use]
    pub fn step(&self, slug: &str) -> Option<usize> {
        match &self.document.front.details {
            Details::Playbook(playbook) if !playbook.is_decision() => self.document.anchors().number(slug),
            _ => None,
        }
    }

    /// Returns the reading time in minutes, at least one, at [`WORDS_A_MINUTE`]; for scenarios, the stated time, if any.
    #[must_use]
    pub fn minutes(&self) -> usize {
        match &self.document.front.details {
            Details::Scenario(scenario) => {
                let promised = scenario.minutes.as_ref().and_then(|minutes| usize::try_from(minutes.value).ok());
                promised.unwrap_or_else(|| self.reading_time())
            }
            _ => self.reading_time(),
        }
    }

    fn reading_time(&self) -> usize {
        self.document.words().div_ceil(usize::from(WORDS_A_MINUTE)).max(1)
    }
}

/// A site in memory, complete but unwritten. Cloning is cheap: pages and structure are shared.
#[derive(Clone, Debug)]
pub struct Site {
    /// All pages that are written, sorted by path.
    pub pages: Vec<Arc<Page>>,
    structure: Arc<Structure>,
}

/// Everything derived from all pages together. It depends on the outlines of documents ([`Document::outline`]) and on
/// settings, messages and files, but never on prose.
#[derive(Debug)]
struct Structure {
    /// The settings.
    config: Config,
    /// The folders, parents before children.
    sections: Vec<Section>,
    /// The files that pages can link.
    assets: Vec<Asset>,
    /// The glossary.
    glossary: Glossary,
    /// The meanings of its terms, in the same order.
    meanings: Vec<Meaning>,
    /// The relations between pages: what shows and practises what, and which pages link to which.
    relations: Relations,
    /// The values of each facet of each kind, sorted by title.
    facets: BTreeMap<(ContentKind, Facet), Vec<FacetValue>>,
    /// All tags, sorted by title.
    tags: Vec<FacetValue>,
    /// All pages in reading order: by `weight`, then newest first, then by number, then by title.
    reading_order: Vec<PageId>,
    /// The names listed in A to Z.
    names: name::Names,
    /// The addresses of all generated pages.
    generated: BTreeSet<String>,
    /// Every known mood in lower case, with its level from −3 (furious) to 3 (delighted).
    moods: BTreeMap<String, i8>,
    /// The messages of the theme in the site's language.
    messages: Messages,
    /// Paths of drafts that are left out, in the form of [`settled`].
    drafts: BTreeSet<String>,
    /// Paths of files that could not be read, in the same form. This has already been reported.
    unread: BTreeSet<String>,
    by_path: HashMap<String, PageId>,
    by_address: HashMap<String, PageId>,
    asset_by_path: HashMap<String, AssetId>,
    section_by_path: HashMap<String, SectionId>,
    tag_by_slug: HashMap<String, usize>,
    index: near::Index,
    /// Where links lead. Computed when a link leads nowhere.
    linked: OnceLock<orphan::Linked>,
}

impl Site {
    /// Returns the site with new versions of its documents, sharing the structure; `None` if any outline differs, in
    /// which case the site must be assembled again. `before` and `now` are all documents, drafts included, for the same
    /// files in the same order; the site was assembled from `before`.
    #[must_use]
    pub fn revised(&self, before: &[Arc<Document>], now: &[Arc<Document>]) -> Option<Self> {
        debug_assert!(before.iter().map(|document| &document.path).eq(now.iter().map(|document| &document.path)));
        if !before.iter().zip(now).all(|(before, now)| before.outline == now.outline) {
            return None;
        }
        let mut site = self.clone();
        for (_, document) in before.iter().zip(now).filter(|(before, now)| !Arc::ptr_eq(before, now)) {
            // Drafts that are left out have no page.
            if let Some(id) = self.find(&document.path) {
                let page = Page { document: Arc::clone(document), ..Page::clone(&self.pages[id.index()]) };
                site.pages[id.index()] = Arc::new(page);
            }
        }
        Some(site)
    }

    /// Returns whether both sites share one structure.
    #[must_use]
    pub fn has_structure_of(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.structure, &other.structure)
    }

    /// Returns the page with this id.
    ///
    /// # Panics
    /// If the id belongs to another site.
    #[must_use]
    pub fn page(&self, id: PageId) -> &Page {
        &self.pages[id.index()]
    }

    /// Returns the ids of all pages.
    pub fn ids(&self) -> impl DoubleEndedIterator<Item = PageId> + use<> {
        (0..self.pages.len()).map(PageId::new)
    }

    /// Returns the page made from the file at `path` (relative to `content/`).
    #[must_use]
    pub fn find(&self, path: &str) -> Option<PageId> {
        look_up(&self.structure.by_path, path)
    }

    /// Returns the file at `path` (relative to `content/`).
    #[must_use]
    pub fn find_asset(&self, path: &str) -> Option<AssetId> {
        look_up(&self.structure.asset_by_path, path)
    }

    /// Returns the file with this id.
    ///
    /// # Panics
    /// If the id belongs to another site.
    #[must_use]
    pub fn asset(&self, id: AssetId) -> &Asset {
        &self.assets()[id.0 as usize]
    }

    /// Returns the page at `address`.
    #[must_use]
    pub fn by_address(&self, address: &str) -> Option<PageId> {
        self.structure.by_address.get(address).copied()
    }

    /// Returns the section of the folder at `path` (relative to `content/`).
    #[must_use]
    pub fn section(&self, path: &str) -> Option<&Section> {
        look_up(&self.structure.section_by_path, path).map(|id| self.section_of(id))
    }

    /// Returns the tag with this slug.
    #[must_use]
    pub fn tag(&self, slug: &str) -> Option<&FacetValue> {
        self.structure.tag_by_slug.get(slug).map(|&at| &self.tags()[at])
    }

    /// Returns the section with this id.
    ///
    /// # Panics
    /// If the id belongs to another site.
    #[must_use]
    pub fn section_of(&self, id: SectionId) -> &Section {
        &self.sections()[id.0 as usize]
    }

    /// Returns whether the file at `path` is a draft that is left out.
    #[must_use]
    pub fn is_draft(&self, path: &str) -> bool {
        self.structure.drafts.contains(&settled(path))
    }

    /// Returns the paths of the drafts that are left out.
    #[must_use]
    pub fn drafts(&self) -> &BTreeSet<String> {
        &self.structure.drafts
    }

    /// Returns whether the file at `path` exists but could not be read.
    #[must_use]
    pub fn is_unread(&self, path: &str) -> bool {
        self.structure.unread.contains(&settled(path))
    }

    /// Returns whether `address` is that of a generated page.
    #[must_use]
    pub fn is_generated(&self, address: &str) -> bool {
        self.generated().contains(address)
    }

    /// Returns the level of `mood`, from −3 (furious) to 3 (delighted).
    #[must_use]
    pub fn mood(&self, mood: &str) -> Option<i8> {
        self.moods().get(&mood.trim().to_lowercase()).copied()
    }

    /// Returns the title of a section: that of its `index.md`, or of its kind, or the name of its folder. The root has
    /// the title of the site.
    #[must_use]
    pub fn section_title(&self, section: &Section) -> String {
        if let Some(index) = section.index {
            return self.page(index).title().to_owned();
        }
        let kind = ContentKind::ALL.into_iter().find(|kind| kind.folder() == Some(&section.path));
        if let Some(kind) = kind {
            return self.messages().text(&format!("kinds.{}.plural", kind.word())).to_owned();
        }
        if section.path.is_empty() {
            return self.config().title.clone();
        }
        let name = layout::name(&section.path).replace(['-', '_'], " ");
        capital(&name)
    }

    /// Returns the page that a value of the front matter links to.
    #[must_use]
    pub fn target_page(&self, page: &Page, link: &Text) -> Option<PageId> {
        match page.named.get(&link.span.start)? {
            Target::Page { page, .. } => Some(*page),
            _ => None,
        }
    }

    /// Returns the address of a step: that of its playbook, with an anchor.
    #[must_use]
    pub fn step_url(&self, step: StepRef) -> String {
        let playbook = self.page(step.playbook);
        format!("{}#{}", playbook.address, playbook.document.slugs[step.step])
    }

    /// Returns the slug of a step among the values of [`Facet::Step`].
    #[must_use]
    pub fn step_slug(&self, step: StepRef) -> String {
        let playbook = self.page(step.playbook);
        step_slug(&playbook.address, &playbook.document.slugs[step.step])
    }

    /// Returns the link to the file at `path` as the page `from` would write it (both relative to `content/`).
    #[must_use]
    pub fn written(&self, from: PageId, path: &str) -> String {
        address::relative(&self.page(from).document.path, path)
    }
}

/// The parts that are derived from all pages together. They are equal for sites that share one structure.
impl Site {
    /// Returns the settings.
    #[must_use]
    pub fn config(&self) -> &Config {
        &self.structure.config
    }

    /// Returns the folders, parents before children.
    #[must_use]
    pub fn sections(&self) -> &[Section] {
        &self.structure.sections
    }

    /// Returns the files that pages can link.
    #[must_use]
    pub fn assets(&self) -> &[Asset] {
        &self.structure.assets
    }

    /// Returns the glossary.
    #[must_use]
    pub fn glossary(&self) -> &Glossary {
        &self.structure.glossary
    }

    /// Returns the meanings of its terms, in the same order.
    #[must_use]
    pub fn meanings(&self) -> &[Meaning] {
        &self.structure.meanings
    }

    /// Returns the relations between pages: what shows and practises what, and which pages link to which.
    #[must_use]
    pub fn relations(&self) -> &Relations {
        &self.structure.relations
    }

    /// Returns the values of each facet of each kind, sorted by title.
    #[must_use]
    pub fn facets(&self) -> &BTreeMap<(ContentKind, Facet), Vec<FacetValue>> {
        &self.structure.facets
    }

    /// Returns all tags, sorted by title.
    #[must_use]
    pub fn tags(&self) -> &[FacetValue] {
        &self.structure.tags
    }

    /// Returns all pages in reading order: by `weight`, then newest first, then by number, then by title.
    #[must_use]
    pub fn reading_order(&self) -> &[PageId] {
        &self.structure.reading_order
    }

    /// Returns the names listed in A to Z.
    #[must_use]
    pub fn names(&self) -> &name::Names {
        &self.structure.names
    }

    /// Returns the addresses of all generated pages.
    #[must_use]
    pub fn generated(&self) -> &BTreeSet<String> {
        &self.structure.generated
    }

    /// Returns every known mood in lower case, with its level from −3 (furious) to 3 (delighted).
    #[must_use]
    pub fn moods(&self) -> &BTreeMap<String, i8> {
        &self.structure.moods
    }

    /// Returns the messages of the theme in the site's language.
    #[must_use]
    pub fn messages(&self) -> &Messages {
        &self.structure.messages
    }
}

/// Returns the slug of a step among the values of [`Facet::Step`], from the address of its playbook and its anchor.
fn step_slug(address: &str, anchor: &str) -> String {
    let stem = address.trim_end_matches(".html").replace('/', "-");
    format!("{}-{anchor}", stem.strip_prefix("playbooks-").unwrap_or(&stem))
}

/// Returns the value for a path. The path as stored comes first; for other forms see [`by_path`].
fn look_up<T: Copy>(map: &HashMap<String, T>, path: &str) -> Option<T> {
    map.get(path).or_else(|| map.get(&settled(path))).copied()
}

/// Returns a path in NFC, with the right name of a kind's folder.
fn settled(path: &str) -> String {
    let path = nfc(path);
    ContentKind::meant_path(&path).unwrap_or_else(|| path.into_owned())
}

/// Indexes values by their paths: as stored, in NFC, and with the right name of a kind's folder. A link typed on Windows
/// finds a file named on a Mac, and a link to `cases/a.md` finds `Cases/a.md`, whose folder is an error of its own.
fn by_path<T: Copy>(values: impl Iterator<Item = (String, T)>) -> HashMap<String, T> {
    let mut map: HashMap<String, T> = HashMap::new();
    let mut others = Vec::new();
    for (path, value) in values {
        let settled = settled(&path);
        if settled != path {
            others.push((settled, value));
        }
        map.insert(path, value);
    }
    for (path, value) in others {
        map.entry(path).or_insert(value);
    }
    map
}

/// Joins a folder (`""` for the root) and a name.
fn join(folder: &str, name: &str) -> String {
    if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") }
}

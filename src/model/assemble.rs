//! Assembles a [`Site`] from the documents, in stages. The types of the stages enforce their order.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Arc, OnceLock};

use rayon::prelude::*;

use super::facet::{self, Facets};
use super::step_name::StepNames;
use super::{
    AssetId, Page, PageId, Problem, Relations, SectionId, Site, Structure, Target, address, by_path, link, list,
    meaning, name, near, relation, section, settled,
};
use crate::config::Config;
use crate::i18n::Messages;
use crate::parse::markdown::{Body, Link, LinkForm};
use crate::parse::{Document, Parsed};
use crate::read::Asset;

/// Builds the site from the documents. Drafts are left out unless `drafts` is set.
///
/// Each stage is made from the one before it: an `Inventory`, then a `Linked` site, then a `Related` one, then
/// the finished site. Filters by step depend on links, and links to filter pages depend on the filters; steps need no
/// filter pages. So links are resolved first, then filters are gathered, then the remaining links are resolved.
#[must_use]
pub fn assemble(parsed: Parsed, config: Config, messages: Messages, assets: Vec<Asset>, drafts: bool) -> Site {
    crate::fault::strike("model", &config.title);
    Inventory::of(parsed, config, messages, assets, drafts).link().relate().filter()
}

/// A site whose pages, files and sections are known. No link has been resolved.
struct Inventory(Site);

impl Inventory {
    fn of(parsed: Parsed, config: Config, messages: Messages, assets: Vec<Asset>, drafts: bool) -> Self {
        let (written, left_out): (Vec<_>, Vec<_>) =
            parsed.documents.into_iter().partition(|document| drafts || !document.is_draft());
        let pages: Vec<Page> = written.into_iter().map(page).collect();
        let reading_order = section::reading_order(&pages);
        let (sections, homes) = section::gather(&pages, &reading_order);
        let numbered = || pages.iter().enumerate().map(|(number, page)| (page, PageId::new(number)));
        let structure = Structure {
            by_path: by_path(numbered().map(|(page, id)| (page.document.path.clone(), id))),
            by_address: numbered().map(|(page, id)| (page.address.clone(), id)).collect(),
            asset_by_path: by_path(assets.iter().zip(0..).map(|(asset, n)| (asset.path.clone(), AssetId(n)))),
            section_by_path: by_path(sections.iter().zip(0..).map(|(section, n)| (section.path.clone(), SectionId(n)))),
            drafts: left_out.into_iter().map(|document| settled(&document.path)).collect(),
            unread: parsed.unread.iter().map(|path| settled(path)).collect(),
            moods: moods(&messages, &config),
            config,
            sections,
            tag_by_slug: HashMap::new(),
            index: near::Index::default(),
            linked: OnceLock::new(),
            assets,
            meanings: meaning::gather(&parsed.glossary, parsed.meanings),
            glossary: parsed.glossary,
            relations: Relations::default(),
            facets: BTreeMap::new(),
            tags: Vec::new(),
            reading_order,
            names: name::Names::default(),
            generated: BTreeSet::new(),
            messages,
        };
        let pages = pages.into_iter().zip(homes).map(|(page, section)| Arc::new(Page { section, ..page })).collect();
        let mut site = Site { pages, structure: Arc::new(structure) };
        site.structure_mut().names = name::gather(&site);
        site.structure_mut().generated = list::addresses(&site);
        Self(site)
    }

    /// Resolves the links of all pages, except those to filter and tag pages, which are not known yet.
    fn link(self) -> Linked {
        let Self(mut site) = self;
        let ids: Vec<PageId> = site.ids().collect();
        let links: Vec<PageLinks> = ids.into_par_iter().map(|id| PageLinks::of(&site, id)).collect();
        for (page, links) in site.pages_mut().zip(links) {
            page.set_links(links);
        }
        Linked(site)
    }
}

/// A site whose links to pages, files and other generated pages than filters are resolved.
struct Linked(Site);

impl Linked {
    /// Derives the relations between pages from the links.
    fn relate(self) -> Related {
        let Self(mut site) = self;
        site.structure_mut().relations = relation::gather(&site);
        Related(site)
    }
}

/// A site in which the steps that each page shows or practises are known.
struct Related(Site);

impl Related {
    /// Gathers the filters and tags, whose pages are the last ones to be known, and resolves the links to them.
    fn filter(self) -> Site {
        let Self(mut site) = self;
        let Facets { facets, tags, of_pages } = facet::gather(&site);
        for (page, own) in site.pages_mut().zip(of_pages) {
            page.facets = own;
        }
        let structure = site.structure_mut();
        structure.tag_by_slug = tags.iter().enumerate().map(|(at, tag)| (tag.slug.clone(), at)).collect();
        structure.facets = facets;
        structure.tags = tags;
        site.structure_mut().generated = list::addresses(&site);
        for id in unsettled(&site) {
            let links = PageLinks::of(&site, id);
            alone(&mut site.pages[id.index()]).set_links(links);
        }
        let links = meaning::resolve(&site);
        for (meaning, links) in site.structure_mut().meanings.iter_mut().zip(links) {
            meaning.links = links;
        }
        site
    }
}

/// Returns the pages with links that lead nowhere: they may lead to filter or tag pages.
fn unsettled(site: &Site) -> Vec<PageId> {
    let open = |target: &Target| matches!(target, Target::Nowhere(Problem::NoFile(_)));
    let unsettled = |page: &Page| page.links.iter().chain(page.value_links.values().flatten()).any(open);
    site.ids().filter(|&id| unsettled(site.page(id))).collect()
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

/// Returns the theme's moods, overridden by those of the site.
fn moods(messages: &Messages, config: &Config) -> BTreeMap<String, i8> {
    let known = messages.texts("moods").filter_map(|(mood, level)| Some((mood.to_lowercase(), level.parse().ok()?)));
    known.chain(config.moods.iter().map(|(mood, &level)| (mood.clone(), level))).collect()
}

/// The targets of the links of a page, in the fields of [`Page`] with the same names.
struct PageLinks {
    links: Vec<Target>,
    value_links: BTreeMap<u32, Vec<Target>>,
    named: BTreeMap<u32, Target>,
}

impl PageLinks {
    /// Resolves the links of a page.
    fn of(site: &Site, id: PageId) -> Self {
        let document = &site.page(id).document;
        let here = link::Here { path: &document.path, page: Some(id) };
        let steps = OnceCell::new();
        let target = |link: &Link| match link.form {
            LinkForm::Step => steps.get_or_init(|| StepNames::of(site, here)).resolve(site, &link.destination),
            form => link::resolve(site, here, &link.destination, form),
        };
        let all = |body: &Body| body.links.iter().map(target).collect::<Vec<_>>();
        let values = document.values.iter().map(|(&at, body)| (at, all(body))).filter(|(_, links)| !links.is_empty());
        let named = document.named_links().map(|text| {
            let (name, form) = match text.strip_prefix("[[").and_then(|name| name.strip_suffix("]]")) {
                Some(name) => (name, LinkForm::Wiki),
                None => (&**text, LinkForm::Link),
            };
            (text.span.start, link::resolve(site, here, name, form))
        });
        Self { links: all(&document.body), value_links: values.collect(), named: named.collect() }
    }
}

impl Page {
    fn set_links(&mut self, resolved: PageLinks) {
        let PageLinks { links, value_links, named } = resolved;
        (self.links, self.value_links, self.named) = (links, value_links, named);
    }
}

impl Site {
    fn structure_mut(&mut self) -> &mut Structure {
        alone(&mut self.structure)
    }

    fn pages_mut(&mut self) -> impl Iterator<Item = &mut Page> {
        self.pages.iter_mut().map(alone)
    }
}

/// Returns exclusive access to a value, which nothing else shares while the site is being assembled.
fn alone<T>(shared: &mut Arc<T>) -> &mut T {
    Arc::get_mut(shared).expect("nothing shares the site before it is assembled")
}

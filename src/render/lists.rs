//! Lists of pages: the index of each kind, sections, filters, tags, and the home page. Which pages stand in a list is
//! the site's to know (`model::list`); here they get their words, filters, paging and HTML.
//!
//! Lists without cards (A to Z, phrases …) are `generated`.

mod cards;
mod filter;
mod home;
pub(super) mod paging;
mod section;

use rayon::prelude::*;

use super::Made;
use super::context::{self, Counted, Filter, Link};
use super::frame::{Renderer, Sheet};
use crate::model::list::Handbook;
use crate::model::{Facet, FacetValue, PageId, SectionId, Site, address};
use crate::parse::kind::ContentKind;
pub(super) use filter::most_frequent;
pub(super) use home::situations;
use paging::Part;

/// Every list of the site and its home page.
pub(super) fn write(renderer: &Renderer) -> Vec<Made> {
    let lists = all(&renderer.site).into_par_iter();
    let mut files: Vec<Made> = lists.flat_map(|(_, which)| which.list(renderer).write(renderer)).collect();
    files.push(home::write(renderer));
    files
}

/// The page of a list at `address`.
pub(super) fn file(renderer: &Renderer, address: &str) -> Option<Made> {
    if address == "index.html" {
        return Some(home::write(renderer));
    }
    let begins = |first: &str| first.strip_suffix(".html").is_some_and(|stem| address.starts_with(stem));
    let lists = all(&renderer.site).into_iter().filter(|(first, _)| begins(first));
    lists.map(|(_, which)| which.list(renderer)).find_map(|list| list.page(renderer, address))
}

/// A list by what it lists.
enum Which<'s> {
    Section(SectionId),
    Filter((ContentKind, Facet), &'s FacetValue),
    Tag(&'s FacetValue),
}

/// All lists but the home page, each with its first address.
fn all(site: &Site) -> Vec<(String, Which<'_>)> {
    let sections = section::all(site).map(|id| (site.section_of(id).address.clone(), Which::Section(id)));
    let filters = site.facets.iter().filter(|((_, facet), _)| *facet != Facet::Tag);
    let filters = filters.flat_map(|(&(kind, facet), values)| {
        values.iter().map(move |value| (facet.address(kind, &value.slug), Which::Filter((kind, facet), value)))
    });
    let tags = site.tags.iter().map(|tag| (Facet::Tag.address(ContentKind::Page, &tag.slug), Which::Tag(tag)));
    sections.chain(filters).chain(tags).collect()
}

impl Which<'_> {
    fn list(&self, renderer: &Renderer) -> List {
        match self {
            Self::Section(id) => section::list(renderer, *id),
            Self::Filter(facet, value) => filter::filter(renderer, *facet, value),
            Self::Tag(value) => filter::tag(renderer, value),
        }
    }
}

/// A list before it is divided into pages.
struct List {
    /// What its first page says about itself.
    head: context::Page,
    current_kind: Option<&'static str>,
    /// The kind whose own list it is.
    of: Option<&'static str>,
    /// Shown on the first page only.
    body: String,
    ids: Vec<PageId>,
    filters: Vec<Filter>,
    sections: Vec<Counted>,
}

impl List {
    fn write(&self, renderer: &Renderer) -> Vec<Made> {
        paging::divide(&self.head.url, &self.ids).into_par_iter().map(|part| self.part(renderer, part)).collect()
    }

    /// The page of the list that is written to `address`.
    fn page(&self, renderer: &Renderer, address: &str) -> Option<Made> {
        let mut parts = paging::divide(&self.head.url, &self.ids).into_iter();
        parts.find(|part| part.address == address).map(|part| self.part(renderer, part))
    }

    fn part(&self, renderer: &Renderer, part: Part<'_, PageId>) -> Made {
        let first = part.number == 1;
        let index = context::Index {
            of: self.of,
            cards: part.items.iter().map(|&id| renderer.card(id)).collect(),
            cards_html: cards::html(renderer, part.items, &address::root(&part.address))?,
            total: self.ids.len(),
            filters: self.filters.clone(),
            sections: if first { self.sections.clone() } else { Vec::new() },
            pages: part.pages,
        };
        let canonical = renderer.canonical(&part.address);
        let mut page = context::Page { url: part.address, canonical, ..self.head.clone() };
        let body = if first { self.body.clone() } else { String::new() };
        if !first {
            page.tools.clear();
        }
        let sheet = Sheet { page, template: Some("index"), current_kind: self.current_kind, body, ..Sheet::default() };
        renderer.write(sheet, |context| context.insert("index", &index))
    }
}

/// What a page that Casebook makes says about itself; `key` names its words in i18n.
pub(super) fn head(renderer: &Renderer, kind: &'static str, key: &str, url: &str) -> context::Page {
    let summary = format!("pages.{key}.summary");
    let summary = Some(renderer.word(&summary)).filter(|text| *text != summary);
    context::Page {
        kind,
        title: renderer.word(&format!("pages.{key}.title")),
        summary,
        url: url.to_owned(),
        lang: renderer.site.config.language.clone(),
        crumbs: vec![home_link(renderer)],
        canonical: renderer.canonical(url),
        ..context::Page::default()
    }
}

fn home_link(renderer: &Renderer) -> Link {
    Link { title: renderer.word("pages.home.title"), url: "index.html".to_owned() }
}

/// Whether a feed is written: it needs whole addresses.
pub(super) fn has_feed(site: &Site) -> bool {
    site.config.base_url.is_some()
}

/// The pages that Casebook makes for everybody. Those with nothing to show yet say what would fill them.
pub(super) fn footer(site: &Site) -> Vec<Link> {
    let pages = [
        ("tags", "tags/index.html"),
        ("phrases", "phrases.html"),
        ("register", "register.html"),
        ("coverage", "coverage.html"),
        ("review", "review.html"),
        ("glossary", "glossary.html"),
        ("a-z", "a-z.html"),
        ("search", "search.html"),
    ];
    let handbook = (site.handbook() != Handbook::Absent).then_some(("handbook", "handbook.html"));
    let trainers = (site.scenarios().next().is_some()).then_some(("trainers", "trainers.html"));
    let pages = pages.into_iter().chain(handbook).chain(trainers);
    pages
        .map(|(key, url)| Link {
            title: site.words.text(&format!("pages.{key}.title")).to_owned(),
            url: url.to_owned(),
        })
        .collect()
}

//! Lists of pages: the index of each kind, sections, filters, tags, and the home page. `model::list` decides which
//! pages a list contains; this module adds texts, filters, paging and HTML.
//!
//! Lists without cards (A to Z, phrases …) are in `generated`.

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

/// Renders every list of the site and the home page.
pub(super) fn write(renderer: &Renderer) -> Vec<Made> {
    let lists = all(&renderer.site).into_par_iter();
    let mut files: Vec<Made> = lists.flat_map(|(_, which)| which.list(renderer).write(renderer)).collect();
    files.push(home::write(renderer));
    files
}

/// Renders the page of a list that belongs at `address`, or the home page.
pub(super) fn file(renderer: &Renderer, address: &str) -> Option<Made> {
    if address == "index.html" {
        return Some(home::write(renderer));
    }
    let begins = |first: &str| first.strip_suffix(".html").is_some_and(|stem| address.starts_with(stem));
    let lists = all(&renderer.site).into_iter().filter(|(first, _)| begins(first));
    lists.map(|(_, which)| which.list(renderer)).find_map(|list| list.page(renderer, address))
}

/// A list, identified by its selection of pages.
enum Which<'s> {
    Section(SectionId),
    Filter((ContentKind, Facet), &'s FacetValue),
    Tag(&'s FacetValue),
}

/// All lists except the home page, each with its first address.
fn all(site: &Site) -> Vec<(String, Which<'_>)> {
    let sections = section::all(site).map(|id| (site.section_of(id).address.clone(), Which::Section(id)));
    let filters = site.facets().iter().filter(|((_, facet), _)| *facet != Facet::Tag);
    let filters = filters.flat_map(|(&(kind, facet), values)| {
        values.iter().map(move |value| (facet.address(kind, &value.slug), Which::Filter((kind, facet), value)))
    });
    let tags = site.tags().iter().map(|tag| (Facet::Tag.address(ContentKind::Page, &tag.slug), Which::Tag(tag)));
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

/// A list before paging.
struct List {
    /// Metadata of its first page.
    head: context::Page,
    current_kind: Option<&'static str>,
    /// The kind whose index this is, if it is one.
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

    /// Renders the page of the list that belongs at `address`.
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

/// Metadata of a generated page; `key` selects its texts in i18n.
pub(super) fn head(renderer: &Renderer, kind: &'static str, key: &str, url: &str) -> context::Page {
    let summary = format!("pages.{key}.summary");
    let summary = Some(renderer.word(&summary)).filter(|text| *text != summary);
    context::Page {
        kind,
        title: renderer.word(&format!("pages.{key}.title")),
        summary,
        url: url.to_owned(),
        lang: renderer.site.config().language.clone(),
        crumbs: vec![home_link(renderer)],
        canonical: renderer.canonical(url),
        ..context::Page::default()
    }
}

fn home_link(renderer: &Renderer) -> Link {
    Link { title: renderer.word("pages.home.title"), url: "index.html".to_owned() }
}

/// True if the site has a feed, which needs absolute URLs.
pub(super) fn has_feed(site: &Site) -> bool {
    site.config().base_url.is_some()
}

/// Links to the generated pages. A page that is still empty explains how it is filled.
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
            title: site.messages().text(&format!("pages.{key}.title")).to_owned(),
            url: url.to_owned(),
        })
        .collect()
}

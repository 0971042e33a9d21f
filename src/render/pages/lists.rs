//! Lists of pages: the index of each kind, sections, filters, tags, and the home page. `model::list` decides which
//! pages a list contains; this module adds texts, filters, paging and HTML.
//!
//! Lists without cards (A to Z, phrases …) are in `generated`.

mod cards;
mod filter;
mod home;
mod section;

use rayon::prelude::*;

use super::paging::{self, Part};
use super::renderer::{PageContext, Rendered, Renderer};
use crate::model::{Facet, FacetValue, PageId, SectionId, Site, address};
use crate::parse::kind::ContentKind;
use crate::render::theme::context::{self, Counted, Filter};
use filter::FilteredBy;

/// Renders every list of the site and the home page.
pub(super) fn write(renderer: &Renderer) -> Vec<Rendered> {
    let lists = all(&renderer.site).into_par_iter();
    let mut files: Vec<Rendered> = lists.flat_map(|selection| selection.list(renderer).write(renderer)).collect();
    files.push(home::write(renderer));
    files
}

/// Renders the page of a list that belongs at `address`, or the home page.
pub(super) fn file(renderer: &Renderer, address: &str) -> Option<Rendered> {
    if address == address::INDEX {
        return Some(home::write(renderer));
    }
    let begins = |first: &str| first.strip_suffix(".html").is_some_and(|stem| address.starts_with(stem));
    let lists = all(&renderer.site).into_iter().filter(|selection| begins(&selection.address(&renderer.site)));
    lists.map(|selection| selection.list(renderer)).find_map(|list| list.page(renderer, address))
}

/// The pages that a list selects.
enum Selection<'s> {
    Section(SectionId),
    Filter(FilteredBy<'s>),
    Tag(&'s FacetValue),
}

/// All lists except the home page.
fn all(site: &Site) -> Vec<Selection<'_>> {
    let sections = section::all(site).map(Selection::Section);
    let filters = site.facets().iter().filter(|((_, facet), _)| *facet != Facet::Tag);
    let filters = filters.flat_map(|(&(kind, facet), values)| {
        values.iter().map(move |value| Selection::Filter(FilteredBy { kind, facet, value }))
    });
    sections.chain(filters).chain(site.tags().iter().map(Selection::Tag)).collect()
}

impl Selection<'_> {
    /// The address of its first page.
    fn address(&self, site: &Site) -> String {
        match self {
            Self::Section(id) => site.section_of(*id).address.clone(),
            Self::Filter(FilteredBy { kind, facet, value }) => facet.address(*kind, &value.slug),
            Self::Tag(value) => Facet::Tag.address(ContentKind::Page, &value.slug),
        }
    }

    fn list(&self, renderer: &Renderer) -> List {
        match self {
            Self::Section(id) => section::list(renderer, *id),
            Self::Filter(by) => filter::filter(renderer, *by),
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
    fn write(&self, renderer: &Renderer) -> Vec<Rendered> {
        paging::divide(&self.head.url, &self.ids).into_par_iter().map(|part| self.part(renderer, part)).collect()
    }

    /// Renders the page of the list that belongs at `address`.
    fn page(&self, renderer: &Renderer, address: &str) -> Option<Rendered> {
        let mut parts = paging::divide(&self.head.url, &self.ids).into_iter();
        parts.find(|part| part.address == address).map(|part| self.part(renderer, part))
    }

    fn part(&self, renderer: &Renderer, part: Part<'_, PageId>) -> Rendered {
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
        let page =
            PageContext { template: Some("index"), current_kind: self.current_kind, body, ..PageContext::new(page) };
        renderer.write(page.with("index", &index))
    }
}

//! The list of all tags, and the full lists of facet values that are too many for a filter.

use super::PagedList;
use crate::model::list::{all_values, offered_values};
use crate::model::{Facet, FacetValue, address};
use crate::parse::kind::ContentKind;
use crate::render::pages::paging;
use crate::render::pages::renderer::{PageContext, Rendered, Renderer};
use crate::render::theme::context::{self, Counted};

pub(super) fn write(renderer: &Renderer) -> Vec<Rendered> {
    let tags = PagedList { kind: "tags", first: address::TAGS };
    let mut files = tags.write(renderer, renderer.site.tags(), |tags| {
        tags.iter().map(|tag| counted(renderer, ContentKind::Page, Facet::Tag, tag)).collect::<Vec<_>>()
    });
    let facets = renderer.site.facets().iter();
    for (&(kind, facet), values) in facets
        .filter(|((_, facet), values)| *facet != Facet::Tag && values.len() > offered_values(*facet, values.len()))
    {
        files.extend(all(renderer, kind, facet, values));
    }
    files
}

fn counted(renderer: &Renderer, kind: ContentKind, facet: Facet, value: &FacetValue) -> Counted {
    Counted {
        title: renderer.site.value_title(facet, &value.title),
        url: facet.address(kind, &value.slug),
        count: value.pages.len(),
    }
}

fn all(renderer: &Renderer, kind: ContentKind, facet: Facet, values: &[FacetValue]) -> Vec<Rendered> {
    let section = kind.folder().and_then(|folder| renderer.site.section(folder));
    let parts = paging::divide(&all_values(kind, facet), values).into_iter();
    parts
        .map(|part| {
            let mut page = renderer.generated_page("tags", &part.address);
            page.title = renderer.word(&format!("facets.{}", facet.name()));
            page.summary = None;
            page.crumbs.extend(section.map(|section| context::Link {
                title: renderer.site.section_title(section),
                url: section.address.clone(),
            }));
            let current_kind = section.map(|_| kind.word());
            let tags: Vec<Counted> = part.items.iter().map(|value| counted(renderer, kind, facet, value)).collect();
            let page = PageContext { current_kind, ..PageContext::new(page) }.with("tags", &tags);
            renderer.write(page.with("index", &context::Listing { total: values.len(), pages: part.pages }))
        })
        .collect()
}

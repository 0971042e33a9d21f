//! The list of all tags, and the full lists of facet values that are too many for a filter.

use super::super::context::Counted;
use super::super::frame::{Renderer, Sheet};
use super::super::lists::{head, paging};
use super::super::{Made, context};
use super::Long;
use crate::model::list::{all_values, offered_values};
use crate::model::{Facet, FacetValue};
use crate::parse::kind::ContentKind;

pub(super) fn write(renderer: &Renderer) -> Vec<Made> {
    let tags = Long { kind: "tags", value: "tags", first: "tags/index.html" };
    let mut files = tags.write(renderer, renderer.site.tags(), |tags| {
        tags.iter().map(|tag| counted(renderer, (ContentKind::Page, Facet::Tag), tag)).collect::<Vec<_>>()
    });
    let facets = renderer.site.facets().iter();
    for (&key, values) in facets
        .filter(|((_, facet), values)| *facet != Facet::Tag && values.len() > offered_values(*facet, values.len()))
    {
        files.extend(all(renderer, key, values));
    }
    files
}

fn counted(renderer: &Renderer, (kind, facet): (ContentKind, Facet), value: &FacetValue) -> Counted {
    Counted {
        title: renderer.site.value_title(facet, &value.title),
        url: facet.address(kind, &value.slug),
        count: value.pages.len(),
    }
}

fn all(renderer: &Renderer, (kind, facet): (ContentKind, Facet), values: &[FacetValue]) -> Vec<Made> {
    let section = kind.folder().and_then(|folder| renderer.site.section(folder));
    let parts = paging::divide(&all_values(kind, facet), values).into_iter();
    parts
        .map(|part| {
            let mut page = head(renderer, "tags", "tags", &part.address);
            page.title = renderer.word(&format!("facets.{}", facet.name()));
            page.summary = None;
            page.crumbs.extend(section.map(|section| context::Link {
                title: renderer.site.section_title(section),
                url: section.address.clone(),
            }));
            let current_kind = section.map(|_| kind.word());
            let tags: Vec<Counted> = part.items.iter().map(|value| counted(renderer, (kind, facet), value)).collect();
            renderer.write(Sheet { page, current_kind, ..Sheet::default() }, |context| {
                context.insert("tags", &tags);
                context.insert("index", &context::Listing { total: values.len(), pages: part.pages });
            })
        })
        .collect()
}

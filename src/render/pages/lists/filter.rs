//! Filters as plain links: the choices that a list offers, and the list behind each choice, including tags.

use super::List;
use crate::model::list::all_values;
use crate::model::{Facet, FacetValue, facet};
use crate::parse::kind::ContentKind;
use crate::render::pages::renderer::Renderer;
use crate::render::theme::context::{self, Filter, FilterValue, More};

/// The order of filters.
const FACETS: [Facet; 8] = [
    Facet::Trade,
    Facet::Failure,
    Facet::Outcome,
    Facet::Channel,
    Facet::CustomerWas,
    Facet::Level,
    Facet::Step,
    Facet::Tag,
];

/// The value by which a list of a kind is filtered.
#[derive(Clone, Copy)]
pub(super) struct FilteredBy<'s> {
    pub kind: ContentKind,
    pub facet: Facet,
    pub value: &'s FacetValue,
}

/// The filters for lists of this kind; `current` is the value by which the list is already filtered.
pub(super) fn of_kind(renderer: &Renderer, kind: ContentKind, current: Option<FilteredBy<'_>>) -> Vec<Filter> {
    let known = FACETS.iter().filter_map(|&facet| Some((facet, renderer.site.facets().get(&(kind, facet))?)));
    known
        .map(|(facet, values)| {
            let current = current.filter(|by| by.facet == facet).map(|by| by.value);
            let shown = shown(values, renderer.shared.frequent_values(kind, facet), current);
            let current = current.map(|value| value.slug.as_str());
            let rest = values.len() - shown.len();
            let value = |value: &FacetValue| FilterValue {
                value: value.slug.clone(),
                title: renderer.site.value_title(facet, &value.title),
                url: facet.address(kind, &value.slug),
                count: value.pages.len(),
                current: current == Some(&*value.slug),
            };
            Filter {
                facet: facet.name(),
                title: facet_title(renderer, facet),
                values: shown.into_iter().map(value).collect(),
                more: (rest > 0).then(|| More { count: rest, url: Some(all_values(kind, facet)) }),
            }
        })
        .collect()
}

fn facet_title(renderer: &Renderer, facet: Facet) -> String {
    renderer.word(&format!("facets.{}", facet.name()))
}

/// The most frequent values, in their usual order. The current value is always among them.
fn shown<'v>(values: &'v [FacetValue], frequent: &[usize], current: Option<&FacetValue>) -> Vec<&'v FacetValue> {
    let mut order = frequent.to_vec();
    let chosen = current.and_then(|value| facet::position(values, value));
    if let (Some(chosen), Some(last)) = (chosen.filter(|chosen| !order.contains(chosen)), order.last_mut()) {
        *last = chosen;
    }
    order.sort_unstable();
    order.into_iter().map(|at| &values[at]).collect()
}

/// The list for a value of a facet.
pub(super) fn filter(renderer: &Renderer, by: FilteredBy<'_>) -> List {
    let FilteredBy { kind, facet, value } = by;
    let site = &*renderer.site;
    let mut page = renderer.generated_page("filter", &facet.address(kind, &value.slug));
    let title = site.value_title(facet, &value.title);
    page.title = page.title.replace("{facet}", &facet_title(renderer, facet)).replace("{title}", &title);
    if let Some(section) = kind.folder().and_then(|folder| site.section(folder)) {
        page.crumbs.push(context::Link { title: site.section_title(section), url: section.address.clone() });
    }
    List {
        head: page,
        current_kind: kind.folder().map(|_| kind.word()),
        of: None,
        body: String::new(),
        ids: value.pages.clone(),
        filters: of_kind(renderer, kind, Some(by)),
        sections: Vec::new(),
    }
}

/// The list for a tag, across all kinds.
pub(super) fn tag(renderer: &Renderer, value: &FacetValue) -> List {
    let mut page = renderer.generated_page("tag", &Facet::Tag.address(ContentKind::Page, &value.slug));
    page.title = page.title.replace("{title}", &value.title);
    let title = renderer.word("pages.tags.title");
    page.crumbs.push(context::Link { title, url: all_values(ContentKind::Page, Facet::Tag) });
    List {
        head: page,
        current_kind: None,
        of: None,
        body: String::new(),
        ids: value.pages.clone(),
        filters: Vec::new(),
        sections: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::PageId;
    use crate::model::list::most_frequent;

    fn value(slug: &str, pages: u32) -> FacetValue {
        FacetValue { title: slug.to_owned(), slug: slug.to_owned(), pages: (0..pages).map(PageId).collect() }
    }

    #[test]
    fn the_most_frequent_values_are_offered_and_the_current_one() {
        let values: Vec<FacetValue> = (0..40).map(|n| value(&format!("v{n:02}"), n)).collect();
        let frequent = most_frequent(Facet::Trade, &values);
        let ends = |current: Option<usize>| {
            let shown = shown(&values, &frequent, current.map(|at| &values[at]));
            (shown.len(), shown[0].slug.clone(), shown[1].slug.clone())
        };
        assert_eq!(ends(None), (16, "v24".to_owned(), "v25".to_owned()));
        assert_eq!(ends(Some(3)), (16, "v03".to_owned(), "v25".to_owned()));
        assert_eq!(ends(Some(30)), ends(None));
    }
}

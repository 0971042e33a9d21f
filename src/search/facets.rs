//! The filters of the search, loaded when a reader opens them.

use std::collections::HashMap;

use serde::Serialize;

use super::entry::{Entry, What};
use super::pack;
use crate::model::{Facet, FacetValue, PageId, Site};

/// The filters that the search offers, in this order.
const OFFERED: [Facet; 5] = [Facet::Trade, Facet::Failure, Facet::Outcome, Facet::Step, Facet::Tag];

/// A property and its values.
#[derive(Serialize)]
pub(super) struct Filter {
    name: &'static str,
    values: Vec<Value>,
}

/// A value: its slug, its title, and the entries that have it, packed as an ascending list.
#[derive(Serialize)]
struct Value(String, String, String);

/// Returns the filters that apply to these entries.
pub(super) fn gather(site: &Site, entries: &[Entry]) -> Vec<Filter> {
    let numbers: HashMap<PageId, u32> = (0..)
        .zip(entries)
        .filter_map(|(number, entry)| if let What::Page(id) = entry.what { Some((id, number)) } else { None })
        .collect();
    let filters = OFFERED.into_iter().map(|facet| Filter { name: facet.name(), values: values(site, facet, &numbers) });
    filters.filter(|filter| !filter.values.is_empty()).collect()
}

/// Returns the values of a facet over all kinds of pages, sorted by title.
fn values(site: &Site, facet: Facet, numbers: &HashMap<PageId, u32>) -> Vec<Value> {
    let mut joined: Vec<(&FacetValue, Vec<u32>)> = Vec::new();
    let mut known: HashMap<&str, usize> = HashMap::new();
    let of_kinds = site.facets().iter().filter(|((_, of), _)| *of == facet && facet != Facet::Tag);
    let tags = (facet == Facet::Tag).then_some(site.tags());
    for value in of_kinds.flat_map(|(_, values)| values).chain(tags.into_iter().flatten()) {
        let own = value.pages.iter().filter_map(|id| numbers.get(id).copied());
        let number = *known.entry(&value.slug).or_insert(joined.len());
        match joined.get_mut(number) {
            Some((_, entries)) => entries.extend(own),
            None => joined.push((value, own.collect())),
        }
    }
    joined.sort_by_cached_key(|(value, _)| value.title.to_lowercase());
    let packed = joined.into_iter().filter(|(_, entries)| !entries.is_empty()).map(|(value, mut entries)| {
        entries.sort_unstable();
        entries.dedup();
        let mut list = String::new();
        pack::push_rising(&mut list, entries);
        Value(value.slug.clone(), site.value_title(facet, &value.title), list)
    });
    packed.collect()
}

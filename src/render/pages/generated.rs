//! Pages that summarise many others, apart from lists of cards: A to Z, phrases, the register of second fixes,
//! coverage, pages due for review, the glossary, all tags. Also the search page and the 404 page.

mod az;
mod glossary;
mod register;
mod review;
mod steps;
mod values;

use rayon::prelude::*;
use serde::Serialize;

use super::paging::{self, Part};
use super::renderer::{PageContext, Rendered, Renderer};
use crate::model::address;
use crate::render::theme::context::{self, Listing};

/// The renderers of these pages.
pub(super) const WRITERS: [fn(&Renderer) -> Vec<Rendered>; 8] =
    [plain, review::write, register::write, glossary::write, steps::phrases, steps::coverage, az::write, values::write];

/// The search page and the 404 page.
fn plain(renderer: &Renderer) -> Vec<Rendered> {
    let search = PageContext::new(renderer.generated_page("search", address::SEARCH));
    let page = renderer.generated_page("not-found", address::NOT_FOUND);
    let not_found = PageContext::new(context::Page { hidden: true, crumbs: Vec::new(), canonical: None, ..page });
    vec![renderer.write(search), renderer.write_at(renderer.absolute_root().as_deref(), not_found)]
}

/// A list that may span several pages. The kind of page also names its value in the context.
struct PagedList<'k> {
    kind: &'static str,
    /// The address of its first page.
    first: &'k str,
}

impl PagedList<'_> {
    /// Renders its pages; `fill` turns the entries of one page into the value for the context.
    fn write<T: Sync, V: Serialize>(
        &self,
        renderer: &Renderer,
        items: &[T],
        fill: impl Fn(&[T]) -> V + Sync,
    ) -> Vec<Rendered> {
        let parts = paging::divide(self.first, items).into_par_iter();
        parts.map(|part| self.part(renderer, items.len(), part, &fill)).collect()
    }

    fn part<T, V: Serialize>(
        &self,
        renderer: &Renderer,
        total: usize,
        part: Part<'_, T>,
        fill: &impl Fn(&[T]) -> V,
    ) -> Rendered {
        let page = PageContext::new(renderer.generated_page(self.kind, &part.address));
        let page = page.with(self.kind, &fill(part.items));
        renderer.write(page.with("index", &Listing { total, pages: part.pages }))
    }
}

/// Groups adjacent items that have the same key.
fn grouped<T, K: PartialEq, V>(items: &[T], key: impl Fn(&T) -> K, entry: impl Fn(&T) -> V) -> Vec<(K, Vec<V>)> {
    let mut groups: Vec<(K, Vec<V>)> = Vec::new();
    for item in items {
        let key = key(item);
        match groups.last_mut() {
            Some((last, entries)) if *last == key => entries.push(entry(item)),
            _ => groups.push((key, vec![entry(item)])),
        }
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn adjacent_items_with_the_same_key_form_a_group() {
        let groups = grouped(&["aa", "ab", "b", "ac"], |text| text.as_bytes()[0], |text| text.len());
        assert_eq!(groups, [(b'a', vec![2, 2]), (b'b', vec![1]), (b'a', vec![2])]);
    }
}

//! Pages that Casebook makes of many pages at once, other than lists of cards: A to Z, phrases, the register of second
//! fixes, coverage, what is to be reviewed, the glossary, all tags; and the two that hold next to nothing, search and
//! 404.

mod az;
mod glossary;
mod register;
mod review;
mod steps;
mod values;

use rayon::prelude::*;
use serde::Serialize;

use super::Made;
use super::context::{self, Listing};
use super::frame::{Renderer, Sheet};
use super::lists::head;
use super::lists::paging::{self, Part};
pub(super) use steps::url as url_of_step;

/// What makes them, each some of them.
pub(super) const WRITERS: [super::Family; 8] =
    [plain, review::write, register::write, glossary::write, steps::phrases, steps::coverage, az::write, values::write];

/// The page for addresses that lead nowhere, and the page to search from.
fn plain(renderer: &Renderer) -> Vec<Made> {
    let search = Sheet { page: head(renderer, "search", "search", "search.html"), ..Sheet::default() };
    let page = head(renderer, "not-found", "not-found", "404.html");
    let page = context::Page { hidden: true, crumbs: Vec::new(), canonical: None, ..page };
    let not_found = Sheet { page, ..Sheet::default() };
    vec![renderer.write(search, |_| ()), renderer.write_at(renderer.absolute_root().as_deref(), not_found, |_| ())]
}

/// A list that may be long: its kind of page, which also names its words and its value in the context.
struct Long<'k> {
    kind: &'static str,
    /// The name of its value in the context.
    value: &'static str,
    /// Where it begins.
    first: &'k str,
}

impl Long<'_> {
    /// Writes its pages, each with what `fill` makes of its entries.
    fn write<T: Sync, V: Serialize>(
        &self,
        renderer: &Renderer,
        items: &[T],
        fill: impl Fn(&[T]) -> V + Sync,
    ) -> Vec<Made> {
        let parts = paging::divide(self.first, items).into_par_iter();
        parts.map(|part| self.part(renderer, items.len(), (part, &fill))).collect()
    }

    fn part<T, V: Serialize>(
        &self,
        renderer: &Renderer,
        total: usize,
        (part, fill): (Part<'_, T>, &impl Fn(&[T]) -> V),
    ) -> Made {
        let page = head(renderer, self.kind, self.kind, &part.address);
        let value = fill(part.items);
        let sheet = Sheet { page, ..Sheet::default() };
        renderer.write(sheet, |context| {
            context.insert(self.value, &value);
            context.insert("index", &Listing { total, pages: part.pages });
        })
    }
}

/// Puts neighbours with the same key together.
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
    fn neighbours_with_one_key_are_a_group() {
        let groups = grouped(&["aa", "ab", "b", "ac"], |text| text.as_bytes()[0], |text| text.len());
        assert_eq!(groups, [(b'a', vec![2, 2]), (b'b', vec![1]), (b'a', vec![2])]);
    }
}

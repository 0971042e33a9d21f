//! Splits long lists into pages: the entries of each, and the links between them.

use crate::model::list::{LONGEST, part, parts};
use crate::render::theme::context::{Paging, PagingLink};

/// Number of pages linked before and after the current one, in addition to the first and the last.
const AROUND: usize = 4;

/// One page of a list.
pub(super) struct Part<'i, T> {
    /// From 1.
    pub number: usize,
    /// Its address.
    pub address: String,
    /// Its entries.
    pub items: &'i [T],
    /// Links to the other pages; `None` if there is only one page.
    pub pages: Option<Paging>,
}

/// Divides the list that begins at the address `first`. An empty list has one empty page.
pub(super) fn divide<'i, T>(first: &str, items: &'i [T]) -> Vec<Part<'i, T>> {
    let of = parts(items.len());
    let of_part = |number: usize| {
        let start = (number - 1) * LONGEST;
        let items = &items[start..items.len().min(start + LONGEST)];
        Part { number, address: part(first, number), items, pages: paging(first, number, of) }
    };
    (1..=of).map(of_part).collect()
}

/// Links from page `number` to the other pages of the list that begins at `first`.
fn paging(first: &str, number: usize, of: usize) -> Option<Paging> {
    let near = |other: &usize| *other == 1 || *other == of || other.abs_diff(number) <= AROUND;
    let link = |other| PagingLink { number: other, url: part(first, other), current: other == number };
    (of > 1).then(|| Paging {
        number,
        of,
        previous: (number > 1).then(|| part(first, number - 1)),
        next: (number < of).then(|| part(first, number + 1)),
        all: (1..=of).filter(near).map(link).collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_list_has_one_page() {
        let parts = divide::<u8>("a.html", &[]);
        assert_eq!((parts.len(), parts[0].items.len(), parts[0].pages.is_none()), (1, 0, true));
    }

    #[test]
    fn every_entry_is_on_exactly_one_page() {
        let items: Vec<usize> = (0..401).collect();
        let parts = divide("a.html", &items);
        let addresses: Vec<&str> = parts.iter().map(|part| part.address.as_str()).collect();
        assert_eq!(addresses, ["a.html", "a-2.html", "a-3.html"]);
        assert_eq!(parts.iter().flat_map(|part| part.items).copied().collect::<Vec<_>>(), items);
        let middle = parts[1].pages.as_ref().unwrap();
        assert_eq!((middle.previous.as_deref(), middle.next.as_deref()), (Some("a.html"), Some("a-3.html")));
    }

    #[test]
    fn of_many_pages_the_nearest_are_linked() {
        let numbers = |number| -> Vec<usize> {
            paging("a.html", number, 50).unwrap().all.iter().map(|link| link.number).collect()
        };
        assert_eq!(numbers(1), [1, 2, 3, 4, 5, 50]);
        assert_eq!(numbers(20), [1, 16, 17, 18, 19, 20, 21, 22, 23, 24, 50]);
    }
}

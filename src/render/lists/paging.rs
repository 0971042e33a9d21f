//! Long lists on several pages: which entries stand on each, and the links between them.

use super::super::context::{Paging, PagingLink};
use crate::model::list::{LONGEST, part, parts};

/// How many pages before and after the one at hand are linked, besides the first and the last.
const AROUND: usize = 4;

/// One page of a list.
pub(in crate::render) struct Part<'i, T> {
    /// From 1.
    pub number: usize,
    /// Where it is written.
    pub address: String,
    /// What stands on it.
    pub items: &'i [T],
    /// The way to the others, if there are any.
    pub pages: Option<Paging>,
}

/// Divides the list that begins at `first`. An empty list is one empty page.
pub(in crate::render) fn divide<'i, T>(first: &str, items: &'i [T]) -> Vec<Part<'i, T>> {
    let of = parts(items.len());
    let of_part = |number: usize| {
        let start = (number - 1) * LONGEST;
        let items = &items[start..items.len().min(start + LONGEST)];
        Part { number, address: part(first, number), items, pages: paging(first, number, of) }
    };
    (1..=of).map(of_part).collect()
}

/// The way from page `number` to the others of the list that begins at `first`.
pub(in crate::render) fn paging(first: &str, number: usize, of: usize) -> Option<Paging> {
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
    fn an_empty_list_is_a_page() {
        let parts = divide::<u8>("a.html", &[]);
        assert_eq!((parts.len(), parts[0].items.len(), parts[0].pages.is_none()), (1, 0, true));
    }

    #[test]
    fn every_entry_stands_on_one_page() {
        let items: Vec<usize> = (0..401).collect();
        let parts = divide("a.html", &items);
        let addresses: Vec<&str> = parts.iter().map(|part| part.address.as_str()).collect();
        assert_eq!(addresses, ["a.html", "a-2.html", "a-3.html"]);
        assert_eq!(parts.iter().flat_map(|part| part.items).copied().collect::<Vec<_>>(), items);
        let middle = parts[1].pages.as_ref().unwrap();
        assert_eq!((middle.previous.as_deref(), middle.next.as_deref()), (Some("a.html"), Some("a-3.html")));
    }

    #[test]
    fn of_many_pages_those_around_are_linked() {
        let numbers = |number| -> Vec<usize> {
            paging("a.html", number, 50).unwrap().all.iter().map(|link| link.number).collect()
        };
        assert_eq!(numbers(1), [1, 2, 3, 4, 5, 50]);
        assert_eq!(numbers(20), [1, 16, 17, 18, 19, 20, 21, 22, 23, 24, 50]);
    }
}

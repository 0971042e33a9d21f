//! Sections: the folders below `content/` with the pages and folders they contain, in reading order.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use jiff::civil::Date;

use super::{Page, PageId};
use crate::layout;
use crate::text::saturating_u32;

/// The index of a section in [`super::Site::sections`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SectionId(pub u32);

/// A folder.
#[derive(Clone, Debug)]
pub struct Section {
    /// Path relative to `content/`; empty for the root.
    pub path: String,
    /// Its address: that of its `index.md`, or of the page generated for it.
    pub address: String,
    /// The page of its `index.md`.
    pub index: Option<PageId>,
    /// Its own pages in reading order, without the index.
    pub pages: Vec<PageId>,
    /// The folders directly inside it.
    pub children: Vec<SectionId>,
    /// The folder that contains it.
    pub parent: Option<SectionId>,
}

/// Returns all sections, parents before children, and the section of each page. In each section pages are in the given
/// `order`.
pub(super) fn gather(pages: &[Page], order: &[PageId]) -> (Vec<Section>, Vec<SectionId>) {
    let mut folders: BTreeMap<String, SectionId> = BTreeMap::new();
    let mut sections = Vec::new();
    let mut homes = Vec::with_capacity(pages.len());
    let root = open("", &mut folders, &mut sections);
    for (number, page) in pages.iter().enumerate() {
        let folder = layout::folder(&page.document.path);
        let home = if folder.is_empty() { root } else { open(folder, &mut folders, &mut sections) };
        let section = &mut sections[home.0 as usize];
        if page.document.index {
            section.index = Some(PageId::new(number));
            section.address.clone_from(&page.address);
        }
        homes.push(home);
    }
    let folder_numbers: Vec<Vec<u32>> =
        sections.iter().map(|section: &Section| layout::numbers(layout::name(&section.path))).collect();
    for section in &mut sections {
        // Otherwise they stay in the order of their paths.
        section.children.sort_by_key(|child| {
            let numbers = &folder_numbers[child.0 as usize];
            (numbers.is_empty(), numbers.clone())
        });
    }
    for &id in order.iter().filter(|id| !pages[id.index()].document.index) {
        sections[homes[id.index()].0 as usize].pages.push(id);
    }
    (sections, homes)
}

fn open(path: &str, folders: &mut BTreeMap<String, SectionId>, sections: &mut Vec<Section>) -> SectionId {
    if let Some(&known) = folders.get(path) {
        return known;
    }
    let parent = (!path.is_empty()).then(|| open(layout::folder(path), folders, sections));
    let id = SectionId(saturating_u32(sections.len()));
    let address = super::address::page(&super::join(path, "index.md"), None).unwrap_or_default();
    sections.push(Section {
        path: path.to_owned(),
        address,
        index: None,
        pages: Vec::new(),
        children: Vec::new(),
        parent,
    });
    if let Some(parent) = parent {
        sections[parent.0 as usize].children.push(id);
    }
    folders.insert(path.to_owned(), id);
    id
}

/// Returns all pages sorted by `weight` (pages without one come last), then newest first, then by the numbers that the
/// names of their folders and files begin with (pages without one come last), then by title, then by path.
pub(super) fn reading_order(pages: &[Page]) -> Vec<PageId> {
    let mut order: Vec<PageId> = (0..pages.len()).map(PageId::new).collect();
    order.sort_by_cached_key(|&id| ReadingKey::of(&pages[id.index()]));
    order
}

/// The sort key of a page in reading order, most significant field first.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct ReadingKey {
    weight: i64,
    date: Reverse<Option<Date>>,
    numbers: Vec<Vec<u32>>,
    title: String,
    path: String,
}

impl ReadingKey {
    fn of(page: &Page) -> Self {
        let shared = &page.document.front.shared;
        Self {
            weight: shared.weight.as_ref().map_or(i64::MAX, |weight| weight.value),
            date: Reverse(shared.date.as_ref().map(|date| date.value)),
            numbers: numbers(&page.document.path),
            title: page.title().to_lowercase(),
            path: page.document.path.clone(),
        }
    }
}

/// Returns the numbers that the folders and the file of a page begin with. Folders without a number are left out, so that
/// they do not change the order.
fn numbers(path: &str) -> Vec<Vec<u32>> {
    let mut parts = layout::page_stem(path).unwrap_or(path).split('/').map(layout::numbers);
    let file = parts.next_back().filter(|numbers| !numbers.is_empty()).unwrap_or_else(|| vec![u32::MAX]);
    parts.filter(|numbers| !numbers.is_empty()).chain([file]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_folders_and_files_give_the_order() {
        let expected = [
            "01-start/2. basics.md",
            "01-start/10-more.md",
            "01-start/summary.md",
            "any/1.2-a.md",
            "any/1.10-a.md",
            "2-next/01-a.md",
            "3-rules.md",
            "about.md",
        ];
        let mut paths = expected;
        paths.reverse();
        paths.sort_by_key(|path| numbers(path));
        assert_eq!(paths, expected);
        assert_eq!(numbers("about.md"), numbers("more/2024-03-05-storm.md"), "neither has a number");
    }
}

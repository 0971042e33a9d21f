//! Sections: the folders below `content/` with the pages and folders they contain, in reading order.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use jiff::civil::Date;

use super::{Page, PageId};
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
        let folder = page.document.path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let home = if folder.is_empty() { root } else { open(folder, &mut folders, &mut sections) };
        let section = &mut sections[home.0 as usize];
        if page.document.index {
            section.index = Some(PageId::new(number));
            section.address.clone_from(&page.address);
        }
        homes.push(home);
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
    let parent = (!path.is_empty()).then(|| {
        let above = path.rsplit_once('/').map_or("", |(above, _)| above);
        open(above, folders, sections)
    });
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

/// Returns all pages sorted by `weight` (pages without one come last), then newest first, then by title, then by path.
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
    title: String,
    path: String,
}

impl ReadingKey {
    fn of(page: &Page) -> Self {
        let shared = &page.document.front.shared;
        Self {
            weight: shared.weight.as_ref().map_or(i64::MAX, |weight| weight.value),
            date: Reverse(shared.date.as_ref().map(|date| date.value)),
            title: page.title().to_lowercase(),
            path: page.document.path.clone(),
        }
    }
}

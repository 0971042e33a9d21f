//! The generated lists: the entries of each, their order, and the number of pages they are split into, so that no page
//! grows with the site. Their appearance is left to `render`.

use std::collections::BTreeSet;

use super::{Facet, FacetValue, Page, PageId, Section, SectionId, Site, StepRef, address};
use crate::layout;
use crate::parse::front_matter::Details;
use crate::parse::kind::ContentKind;

/// Maximum number of entries on one page of a list.
pub const LONGEST: usize = 200;
/// Maximum number of pages in a handbook that is a single document.
const LONGEST_HANDBOOK: usize = 500;

/// Returns the number of pages for a list of this many entries. An empty list has one page, too.
#[must_use]
pub fn parts(entries: usize) -> usize {
    entries.div_ceil(LONGEST).max(1)
}

/// Returns the address of page `number` (from 1) of the list that begins at `first`.
///
/// In lists of a value the number follows a dot, because `covid-19` can be a value itself, and no value contains a dot.
#[must_use]
pub fn part(first: &str, number: usize) -> String {
    let Some(stem) = first.strip_suffix(".html").filter(|_| number > 1) else { return first.to_owned() };
    let of_value = first
        .split_once('/')
        .is_some_and(|(folder, _)| [address::TAG_FOLDER, address::FILTER_FOLDER].contains(&folder))
        && layout::name(first) != address::INDEX;
    let sign = if of_value { '.' } else { '-' };
    format!("{stem}{sign}{number}.html")
}

/// Returns how many values of a facet a list offers as filters: about two lines of them. If there are more, the list
/// offers the most frequent and a separate page lists all. Leaving out only one or two would not be worth it.
#[must_use]
pub fn offered_values(facet: Facet, values: usize) -> usize {
    let most = if facet == Facet::Step { 6 } else { 16 };
    if values <= most + 2 { values } else { most }
}

/// Returns the indices of the values that a list offers as filters, most frequent first.
#[must_use]
pub fn most_frequent(facet: Facet, values: &[FacetValue]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by_key(|&at| (std::cmp::Reverse(values[at].pages.len()), at));
    order.truncate(offered_values(facet, values.len()));
    order
}

/// Returns the address of the page with all values of a facet, which exists if there are more than a list offers.
#[must_use]
pub fn all_values(kind: ContentKind, facet: Facet) -> String {
    match facet {
        Facet::Tag => address::TAGS.to_owned(),
        _ => facet.address(kind, "index"),
    }
}

/// The extent of the handbook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Handbook {
    /// No handbook is written.
    Absent,
    /// One document with all pages.
    Whole,
    /// One document for each of these sections, and one that lists them.
    Sections(Vec<SectionId>),
}

/// Returns the addresses of all generated pages.
pub(super) fn addresses(site: &Site) -> BTreeSet<String> {
    let mut all = own(site);
    all.extend(site.sections().iter().flat_map(|section| of_section(site, section)));
    all
}

/// Returns the addresses of all generated pages except the lists of folders.
fn own(site: &Site) -> BTreeSet<String> {
    let mut all: BTreeSet<String> = [address::NOT_FOUND, address::SEARCH, address::GLOSSARY].map(str::to_owned).into();
    for (first, entries) in lists(site) {
        all.extend((1..=parts(entries)).map(|number| part(&first, number)));
    }
    all.extend(site.names().addresses());
    for id in site.scenarios() {
        all.extend([address::TRAINERS.to_owned(), address::INCIDENT_FORM.to_owned(), site.trainers_page(id)]);
    }
    match site.handbook() {
        Handbook::Absent => {}
        Handbook::Whole => all.extend([address::HANDBOOK.to_owned()]),
        Handbook::Sections(sections) => all.extend((1..=sections.len() + 1).map(|n| part(address::HANDBOOK, n))),
    }
    all
}

/// Returns the addresses of the generated pages that list a folder.
fn of_section(site: &Site, section: &Section) -> impl Iterator<Item = String> {
    let entries = if section.path.is_empty() { 0 } else { site.listed(section).len() };
    // If the folder has an `index.md`, that is the first page.
    let first = if section.index.is_some() { 2 } else { 1 };
    (first..=parts(entries)).map(|number| part(&section.address, number))
}

/// Returns the first address and the length of every list that is split by number of entries, except those of sections.
fn lists(site: &Site) -> Vec<(String, usize)> {
    let fixed = [
        (address::TAGS, site.tags().len()),
        (address::PHRASES, site.phrases().len()),
        (address::REGISTER, site.register().len()),
        (address::COVERAGE, site.all_steps().len()),
        (address::REVIEW, site.reviewed().len()),
    ];
    let mut lists: Vec<(String, usize)> = fixed.map(|(first, entries)| (first.to_owned(), entries)).into();
    lists.extend(site.tags().iter().map(|tag| (Facet::Tag.address(ContentKind::Page, &tag.slug), tag.pages.len())));
    for (&(kind, facet), values) in site.facets().iter().filter(|((_, facet), _)| *facet != Facet::Tag) {
        lists.extend(values.iter().map(|value| (facet.address(kind, &value.slug), value.pages.len())));
        if values.len() > offered_values(facet, values.len()) {
            lists.push((all_values(kind, facet), values.len()));
        }
    }
    lists
}

/// Returns the address of the trainers' page about the scenario at an address.
pub(super) fn of_trainers(scenario: &str) -> String {
    format!("trainers/{}", scenario.strip_prefix("scenarios/").unwrap_or(scenario))
}

impl Site {
    /// Returns all scenarios, in page order.
    pub fn scenarios(&self) -> impl Iterator<Item = PageId> + '_ {
        self.ids().filter(|&id| self.page(id).document.scenario.is_some())
    }

    /// Returns the address of the trainers' page about a scenario.
    #[must_use]
    pub fn trainers_page(&self, scenario: PageId) -> String {
        of_trainers(&self.page(scenario).address)
    }

    /// Returns the folders whose lists would have the address of another generated page, with that address.
    #[must_use]
    pub fn folders_in_the_way(&self) -> Vec<(&Section, String)> {
        let own: BTreeSet<String> = own(self).into_iter().map(|address| address.to_lowercase()).collect();
        let taken = |section| of_section(self, section).find(|address| own.contains(&address.to_lowercase()));
        self.sections().iter().filter_map(|section| Some((section, taken(section)?))).collect()
    }

    /// Returns the pages in the list of a section: its own, or for the folder of a kind all pages of that kind.
    #[must_use]
    pub fn listed(&self, section: &Section) -> Vec<PageId> {
        let kind = self.kind_of(section);
        match kind {
            Some(kind) => self.reading_order().iter().copied().filter(|&id| self.page(id).kind() == kind).collect(),
            None => section.pages.clone(),
        }
    }

    /// Returns the kind whose folder a section is.
    #[must_use]
    pub fn kind_of(&self, section: &Section) -> Option<ContentKind> {
        ContentKind::ALL.into_iter().find(|kind| kind.folder() == Some(&section.path))
    }

    /// Returns the number of pages in a section and all folders below it.
    #[must_use]
    pub fn size_of(&self, section: &Section) -> usize {
        let inner = section.children.iter().map(|&child| self.size_of(self.section_of(child)));
        section.pages.len() + inner.sum::<usize>()
    }

    /// Returns all steps of all playbooks, in reading order.
    #[must_use]
    pub fn all_steps(&self) -> Vec<StepRef> {
        let playbooks = self.reading_order().iter().map(|&id| (id, self.page(id)));
        playbooks
            .filter_map(|(id, page)| match &page.document.front.details {
                Details::Playbook(playbook) => Some((id, playbook.steps.len())),
                _ => None,
            })
            .flat_map(|(playbook, steps)| (0..steps).map(move |step| StepRef { playbook, step }))
            .collect()
    }

    /// Returns the steps that have lines to say or to avoid.
    #[must_use]
    pub fn phrases(&self) -> Vec<StepRef> {
        let speaks = |at: &StepRef| match &self.page(at.playbook).document.front.details {
            Details::Playbook(playbook) => {
                playbook.steps.get(at.step).is_some_and(|step| !step.say.is_empty() || !step.avoid.is_empty())
            }
            _ => false,
        };
        self.all_steps().into_iter().filter(speaks).collect()
    }

    /// Returns all cases: first those without a second fix, then the others, each group in reading order.
    #[must_use]
    pub fn register(&self) -> Vec<PageId> {
        let cases = self.reading_order().iter().copied().filter(|&id| self.page(id).kind() == ContentKind::Case);
        let (closed, open): (Vec<_>, Vec<_>) = cases.partition(|&id| has_second_fix(self.page(id)));
        [open, closed].concat()
    }

    /// Returns the pages that have an owner or a review date, sorted by owner and date.
    #[must_use]
    pub fn reviewed(&self) -> Vec<PageId> {
        let shared = |id: PageId| &self.page(id).document.front.shared;
        let mut pages: Vec<PageId> = self.reading_order().to_vec();
        pages.retain(|&id| shared(id).owner.is_some() || shared(id).review_by.is_some());
        pages.sort_by_cached_key(|&id| {
            let (owner, date) = (shared(id).owner.as_ref().map(|owner| owner.text.clone()), shared(id).review_by);
            ((owner.is_none(), owner), (date.is_none(), date.map(|date| date.value)))
        });
        pages
    }

    /// Returns the extent of the handbook.
    #[must_use]
    pub fn handbook(&self) -> Handbook {
        match self.config().handbook {
            Some(false) => Handbook::Absent,
            _ if self.pages.is_empty() => Handbook::Absent,
            _ if self.pages.len() <= LONGEST_HANDBOOK => Handbook::Whole,
            None => Handbook::Absent,
            Some(true) => {
                let numbered = self.sections().iter().zip(0..);
                Handbook::Sections(
                    numbered.filter(|(section, _)| !section.pages.is_empty()).map(|(_, n)| SectionId(n)).collect(),
                )
            }
        }
    }
}

/// Returns whether a case has a second fix that is not blank.
#[must_use]
pub fn has_second_fix(page: &Page) -> bool {
    match &page.document.front.details {
        Details::Case(case) => case.fixed_for_the_next.as_ref().is_some_and(|fix| !fix.trim().is_empty()),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lists_are_split_into_pages() {
        assert_eq!([0, 1, 200, 201, 400, 401].map(parts), [1, 1, 1, 2, 2, 3]);
    }

    #[test]
    fn each_page_of_a_list_has_its_own_address() {
        for (first, number, expected) in [
            ("cases/index.html", 1, "cases/index.html"),
            ("cases/index.html", 2, "cases/index-2.html"),
            ("register.html", 12, "register-12.html"),
            ("tags/index.html", 2, "tags/index-2.html"),
            ("tags/covid.html", 19, "tags/covid.19.html"),
            ("filter/cases/trade/retail.html", 2, "filter/cases/trade/retail.2.html"),
            ("filter/cases/step/index.html", 2, "filter/cases/step/index-2.html"),
        ] {
            assert_eq!(part(first, number), expected);
        }
    }
}

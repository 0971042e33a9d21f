//! Old addresses: those of renamed pages, steps and tags, with what is there now. `render` writes a redirect at each.

use std::collections::{BTreeMap, HashMap};

use super::facet::value_name;
use super::{Facet, FacetValue, Page, PageId, Site, StepRef, address, list};
use crate::parse::kind::ContentKind;

/// What has taken the place of an old address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Moved {
    /// A page of content.
    Page(PageId),
    /// A generated page.
    List {
        /// Its address.
        url: String,
        /// Its title.
        title: String,
    },
}

/// The lists of pages that practise each step, with the kind of the pages, by the slug of the step.
type ListsOfSteps<'s> = HashMap<&'s str, Vec<(ContentKind, &'s FacetValue)>>;

impl Page {
    /// Returns the old addresses of the page.
    pub fn old_addresses(&self) -> impl Iterator<Item = String> + '_ {
        self.document.front.shared.aliases.iter().filter_map(|alias| address::alias(alias))
    }
}

impl Site {
    /// Returns the old addresses, except those at which there is something else now.
    #[must_use]
    pub fn moved(&self) -> BTreeMap<String, Moved> {
        let mut moved = BTreeMap::new();
        for id in self.ids() {
            for old in self.page(id).old_addresses() {
                if self.page(id).document.scenario.is_some() {
                    let title = self.page(id).title().to_owned();
                    let url = self.trainers_page(id);
                    moved.insert(list::of_trainers(&old), Moved::List { url, title });
                }
                moved.insert(old, Moved::Page(id));
            }
        }
        let lists = self.lists_of_steps();
        let steps = self.all_steps().into_iter().flat_map(|step| self.old_lists_of_step(step, &lists));
        moved.extend(steps.chain(self.old_tags()));
        moved.retain(|old, _| !self.is_generated(old) && self.by_address(old).is_none());
        moved
    }

    /// Returns the old addresses of the lists of pages that practise a step. They are made from the addresses of the
    /// playbook and of the step, so each combination of old ones may have been in use.
    fn old_lists_of_step(&self, at: StepRef, lists_of: &ListsOfSteps<'_>) -> Vec<(String, Moved)> {
        let playbook = self.page(at.playbook);
        let document = &playbook.document;
        let Some(anchor) = document.slugs.get(at.step) else { return Vec::new() };
        let present = value_name(&self.step_slug(at));
        let addresses: Vec<String> =
            std::iter::once(playbook.address.clone()).chain(playbook.old_addresses()).collect();
        let anchors: Vec<&String> = std::iter::once(anchor).chain(document.anchors().old(anchor)).collect();
        let mut moved = Vec::new();
        for &(kind, value) in lists_of.get(present.as_str()).into_iter().flatten() {
            for (address, anchor) in addresses.iter().flat_map(|address| anchors.iter().map(move |old| (address, old)))
            {
                let old = value_name(&super::step_slug(address, anchor));
                if old != present {
                    moved.extend(lists(Facet::Step, kind, &old, value));
                }
            }
        }
        moved
    }

    /// Returns the old addresses of the lists of tags.
    fn old_tags(&self) -> impl Iterator<Item = (String, Moved)> + '_ {
        let known = self.config().renamed_tags.iter().filter_map(|(old, new)| Some((old, self.tag(&value_name(new))?)));
        known.flat_map(|(old, value)| lists(Facet::Tag, ContentKind::Page, &value_name(old), value))
    }

    /// Returns the lists of pages that practise each step.
    fn lists_of_steps(&self) -> ListsOfSteps<'_> {
        let mut lists = ListsOfSteps::new();
        for ((kind, _), values) in self.facets().iter().filter(|((_, facet), _)| *facet == Facet::Step) {
            for value in values {
                lists.entry(&value.slug).or_default().push((*kind, value));
            }
        }
        lists
    }
}

/// The pages of the list of a value, at the addresses that they had when the value was called `old`.
fn lists(facet: Facet, kind: ContentKind, old: &str, value: &FacetValue) -> Vec<(String, Moved)> {
    let [old, new] = [old, &value.slug].map(|name| facet.address(kind, name));
    let pages = 1..=list::parts(value.pages.len());
    let moved = |number| Moved::List { url: list::part(&new, number), title: value.title.clone() };
    pages.map(|number| (list::part(&old, number), moved(number))).collect()
}

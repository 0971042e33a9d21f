//! Pages, steps and headings that no link leads to. If links of a page lead to one anchor that it does not have, and one
//! step of it has no links, that step was probably renamed by hand.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::{PageId, Problem, Site, Target, address};
use crate::layout;
use crate::parse::front_matter::Details;
use crate::parse::markdown::{Link, LinkForm};
use crate::parse::slug::slug;
use crate::text::{nfc, percent_decode};

/// Where links lead, and where links that lead nowhere would.
#[derive(Debug, Default)]
pub(super) struct Linked {
    /// The pages to which other pages link.
    pages: HashSet<PageId>,
    /// The anchors to which links lead, by page.
    anchors: HashMap<PageId, HashSet<String>>,
    /// The anchors that links expect on a page that does not have them.
    lost_anchors: HashMap<PageId, BTreeSet<String>>,
    /// The paths of pages that links expect in a folder.
    lost_paths: HashMap<String, BTreeSet<String>>,
}

impl Linked {
    pub fn of(site: &Site) -> Self {
        let mut linked = Self::default();
        for id in site.ids() {
            let page = site.page(id);
            let document = &page.document;
            let bodies = std::iter::once((&document.body, &page.links));
            let values = page.value_links.iter().filter_map(|(at, targets)| Some((document.values.get(at)?, targets)));
            for (body, targets) in bodies.chain(values) {
                for (link, target) in body.links.iter().zip(targets) {
                    linked.add(site, id, &link.destination, target);
                    linked.add_named_step(site, id, link, target);
                }
            }
            for text in document.named_links() {
                if let Some(target) = page.named.get(&text.span.start) {
                    linked.add(site, id, text, target);
                }
            }
        }
        linked
    }

    fn add(&mut self, site: &Site, from: PageId, destination: &str, target: &Target) {
        match target {
            Target::Page { page, anchor } => {
                if *page != from {
                    self.pages.insert(*page);
                }
                if let Some(anchor) = anchor {
                    self.anchors.entry(*page).or_default().insert(anchor.clone());
                }
            }
            Target::Nowhere(Problem::NoAnchor(page, _)) => {
                let anchor = destination.split_once('#').map_or("", |(_, anchor)| anchor);
                self.lost_anchors.entry(*page).or_default().insert(nfc(&percent_decode(anchor)).into_owned());
            }
            Target::Nowhere(Problem::NoFile(_)) => {
                let path = percent_decode(destination.split(['?', '#']).next().unwrap_or_default());
                let path = address::resolve(&site.page(from).document.path, &path).filter(|path| layout::is_page(path));
                if let Some(path) = path {
                    self.lost_paths.entry(folder(&path).to_owned()).or_default().insert(path);
                }
            }
            _ => {}
        }
    }

    /// Adds a step that a scenario names by a title that none of its playbooks has.
    fn add_named_step(&mut self, site: &Site, from: PageId, link: &Link, target: &Target) {
        if link.form != LinkForm::Step || !matches!(target, Target::Nowhere(Problem::NoStep(_))) {
            return;
        }
        let page = site.page(from);
        let Details::Scenario(front) = &page.document.front.details else { return };
        for playbook in front.playbooks.iter().filter_map(|link| site.target_page(page, link)) {
            self.lost_anchors.entry(playbook).or_default().insert(slug(&link.text));
        }
    }
}

/// Returns true for the number of a step or heading, such as `1` or `step-2`, which no words had.
fn is_number(anchor: &str) -> bool {
    let word = anchor.trim_end_matches(|c: char| c.is_numeric() || c == '-');
    word.len() < anchor.len()
        && ["", "step", "heading", "section", "part", "question", "scene", "schritt"].contains(&word)
}

fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

impl Site {
    fn linked(&self) -> &Linked {
        self.structure.linked.get_or_init(|| Linked::of(self))
    }

    /// Returns the anchor to which the step or heading with the anchor `lost` was probably renamed: the only one of the page
    /// that no link leads to, if links expect no other anchor there.
    #[must_use]
    pub fn renamed_anchor(&self, page: PageId, lost: &str) -> Option<&str> {
        let expected = self.linked().lost_anchors.get(&page)?;
        if expected.len() != 1 || !expected.contains(lost) || is_number(lost) {
            return None;
        }
        let known = self.linked().anchors.get(&page);
        let is_orphan = |anchor: &&str| known.is_none_or(|known| !known.contains(*anchor));
        let document = &self.page(page).document;
        let steps: BTreeSet<&str> = document.slugs.iter().map(String::as_str).filter(is_orphan).collect();
        let headings = || self.page(page).anchors().filter(is_orphan).collect::<BTreeSet<&str>>();
        let orphans = if steps.is_empty() { headings() } else { steps };
        orphans.first().copied().filter(|_| orphans.len() == 1)
    }

    /// Returns the path to which the page at `lost` was probably renamed: that of the only page in its folder to which no
    /// other page links, if links expect no other page there. `from` is the page with the link, which means another one.
    #[must_use]
    pub fn renamed_page(&self, lost: &str, from: &str) -> Option<&str> {
        let expected = self.linked().lost_paths.get(folder(lost))?;
        if expected.len() != 1 || !expected.contains(lost) {
            return None;
        }
        let is_orphan = |id: &PageId| {
            let document = &self.page(*id).document;
            !document.index && folder(&document.path) == folder(lost) && !self.linked().pages.contains(id)
        };
        let mut orphans = self.ids().filter(is_orphan);
        let only = orphans.next().filter(|_| orphans.next().is_none())?;
        Some(self.page(only).document.path.as_str()).filter(|path| *path != from)
    }
}

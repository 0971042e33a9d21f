//! Steps that the reasons of a scenario name by their titles, as in `Follows Own it: why`. They are looked up in the
//! playbooks that the scenario lists.

use std::cell::OnceCell;
use std::collections::BTreeMap;

use super::link::{Here, Problem, Target, resolve};
use super::{Page, PageId, Site, StepRef};
use crate::diagnostic::Names;
use crate::parse::front_matter::Details;
use crate::parse::markdown::LinkForm;
use crate::parse::scenario::{Explanation, Passage};
use crate::text::{lower_compatible, single_spaced};

/// The steps of the playbooks that one scenario lists, by title.
pub(super) struct StepNames {
    by_title: BTreeMap<String, Vec<StepRef>>,
    /// False if a playbook was not found, which is reported there. Unknown names may then be steps of it.
    complete: bool,
    /// The titles for suggestions. Created on first use.
    near: OnceCell<Near>,
}

/// Steps in order, with their titles.
struct Near {
    steps: Vec<StepRef>,
    names: Names,
}

impl StepNames {
    pub fn of(site: &Site, here: Here<'_>) -> Self {
        let mut names = Self { by_title: BTreeMap::new(), complete: true, near: OnceCell::new() };
        let Some(Details::Scenario(front)) = here.page.map(|id| &site.page(id).document.front.details) else {
            return names;
        };
        names.complete = site.page_is_sound(here.page);
        let mut known: Vec<PageId> = Vec::new();
        for link in front.playbooks.iter().filter(|link| !link.is_empty()) {
            match resolve(site, here, link, LinkForm::Link) {
                Target::Page { page, .. } if known.contains(&page) => {}
                Target::Page { page, .. } => {
                    known.push(page);
                    names.add(site, page);
                }
                _ => names.complete = false,
            }
        }
        names
    }

    fn add(&mut self, site: &Site, playbook: PageId) {
        for (step, _) in site.page(playbook).steps().iter().enumerate() {
            let title = site.page(playbook).document.step_title(step).unwrap_or_default();
            self.by_title.entry(key(title)).or_default().push(StepRef { playbook, step });
        }
    }

    /// The step with this title. A title may contain colons, so the longest beginning of `name` that is a title counts.
    pub fn resolve(&self, site: &Site, name: &str) -> Target {
        let ends = name.char_indices().filter(|&(_, c)| is_colon(c)).map(|(at, _)| at).chain([name.len()]);
        let ends: Vec<usize> = ends.collect();
        let found = ends.iter().rev().find_map(|&end| self.by_title.get(&key(name.get(..end)?)));
        match found.map(Vec::as_slice) {
            Some(&[StepRef { playbook, step }]) => {
                let anchor = site.page(playbook).document.slugs.get(step).cloned();
                Target::Page { page: playbook, anchor }
            }
            Some(several) => Target::Nowhere(Problem::SeveralSteps(several.to_vec())),
            None if !self.complete => Target::Nowhere(Problem::Unread),
            None => Target::Nowhere(Problem::NoStep(self.nearest(site, name.get(..ends[0]).unwrap_or(name)))),
        }
    }

    /// The title that is most similar to a name.
    fn nearest(&self, site: &Site, name: &str) -> Option<StepRef> {
        let near = self.near.get_or_init(|| {
            let mut steps: Vec<StepRef> = self.by_title.values().flatten().copied().collect();
            steps.sort_unstable();
            let title = |step: &StepRef| site.page(step.playbook).document.step_title(step.step).unwrap_or_default();
            let names = Names::new(steps.iter().map(title));
            Near { steps, names }
        });
        near.names.nearest(name).map(|number| near.steps[number])
    }
}

/// Folds a title for comparison: compatibility composition, lower case, single spaces.
fn key(title: &str) -> String {
    single_spaced(&lower_compatible(title))
}

fn is_colon(c: char) -> bool {
    c == ':' || c == '：'
}

/// The reason of a choice, without the name of its step.
#[derive(Clone, Copy, Debug)]
pub struct Reason<'a> {
    /// The reason with its markup.
    pub passage: &'a Passage,
    /// The reason without markup.
    pub text: &'a str,
}

impl Site {
    /// Returns the reason that an explanation on the page `from` gives. If it names a step whose title contains colons,
    /// the reason begins after as many more of them.
    #[must_use]
    pub fn reason<'e>(&self, from: &Page, explanation: &'e Explanation) -> Reason<'e> {
        let own = Reason { passage: &explanation.why, text: &explanation.text };
        self.longer_reason(from, explanation).map_or(own, |(passage, text)| Reason { passage, text })
    }

    /// Returns the reason after a title with colons.
    fn longer_reason<'e>(&self, from: &Page, explanation: &'e Explanation) -> Option<&'e (Passage, String)> {
        let link = explanation.link?;
        let named = from.document.body.links.get(link)?.form == LinkForm::Step;
        let Some(Target::Page { page, anchor: Some(anchor) }) = from.links.get(link).filter(|_| named) else {
            return None;
        };
        let target = self.page(*page);
        let title = target.document.step_title(target.step(anchor)?)?;
        let colons = title.chars().filter(|&c| is_colon(c)).count();
        explanation.later.get(colons.checked_sub(1)?)
    }

    /// Returns true if the front matter of a page was read without errors.
    fn page_is_sound(&self, page: Option<PageId>) -> bool {
        page.is_none_or(|page| self.page(page).document.front.sound)
    }
}

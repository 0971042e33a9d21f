//! Relations in both directions: which cases show a step, which scenarios practise it, which pages link to a page. They
//! are derived from links that authors write in one direction only.

use std::collections::{BTreeMap, BTreeSet};

use super::{Page, PageId, Site, Target};
use crate::parse::front_matter::Details;
use crate::parse::kind::ContentKind;

/// A step of a playbook.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StepRef {
    /// The playbook.
    pub playbook: PageId,
    /// The index of the step.
    pub step: usize,
}

/// The pages that show or practise something, in page order.
#[derive(Clone, Debug, Default)]
pub struct Uses {
    /// Cases that show it.
    pub cases: Vec<PageId>,
    /// Scenarios that practise it.
    pub scenarios: Vec<PageId>,
}

/// All relations of a site.
#[derive(Clone, Debug, Default)]
pub struct Relations {
    /// The pages that show and practise each step. Unused steps are absent.
    pub steps: BTreeMap<StepRef, Uses>,
    /// The pages that show and practise a playbook as a whole or any of its steps.
    pub playbooks: BTreeMap<PageId, Uses>,
    /// The steps that a case shows or a scenario practises, in the order of mention.
    pub steps_of: BTreeMap<PageId, Vec<StepRef>>,
    /// For each page, the other pages whose text, modules or answers link to it.
    pub mentions: Vec<Vec<PageId>>,
}

pub(super) fn gather(site: &Site) -> Relations {
    let mut relations = Relations { mentions: vec![Vec::new(); site.pages.len()], ..Relations::default() };
    for id in site.ids() {
        let page = site.page(id);
        let mut steps = Steps::default();
        for (target, named) in targets(page) {
            let Target::Page { page: to, anchor } = target else { continue };
            mention(&mut relations, id, *to);
            if matches!(page.kind(), ContentKind::Case | ContentKind::Scenario) && practises(page, named) {
                steps.add(use_step(&mut relations, site, id, *to, anchor.as_deref()));
            }
        }
        if !steps.list.is_empty() {
            relations.steps_of.insert(id, steps.list);
        }
    }
    relations
}

/// The steps that a page names, each once, in the order of mention.
#[derive(Default)]
struct Steps {
    list: Vec<StepRef>,
    known: BTreeSet<StepRef>,
}

impl Steps {
    fn add(&mut self, step: Option<StepRef>) {
        self.list.extend(step.filter(|step| self.known.insert(*step)));
    }
}

/// Returns the target of every link of a page: in its text, inside its values, and values that are links themselves.
/// The flag marks the last kind.
fn targets(page: &Page) -> impl Iterator<Item = (&Target, bool)> {
    let others = page.links.iter().chain(page.value_links.values().flatten());
    page.named.values().map(|target| (target, true)).chain(others.map(|target| (target, false)))
}

/// Returns whether a link means that the page shows or practises its target. In a case only `practises` does, whose
/// values are links themselves. In a scenario all links do: those of its reasons and its `playbooks`.
fn practises(page: &Page, named: bool) -> bool {
    match &page.document.front.details {
        Details::Case(_) => named,
        Details::Scenario(_) => true,
        _ => false,
    }
}

fn mention(relations: &mut Relations, from: PageId, to: PageId) {
    let mentions = &mut relations.mentions[to.index()];
    // Pages come in order, so repetitions of a page are adjacent.
    if from != to && mentions.last() != Some(&from) {
        mentions.push(from);
    }
}

/// Records that a page shows or practises a playbook. Returns the step, if the link names one.
fn use_step(
    relations: &mut Relations,
    site: &Site,
    id: PageId,
    playbook: PageId,
    anchor: Option<&str>,
) -> Option<StepRef> {
    let target = site.page(playbook);
    if target.kind() != ContentKind::Playbook {
        return None;
    }
    let kind = site.page(id).kind();
    note(relations.playbooks.entry(playbook).or_default(), kind, id);
    let step = StepRef { playbook, step: anchor.and_then(|anchor| target.step(anchor))? };
    note(relations.steps.entry(step).or_default(), kind, id);
    Some(step)
}

fn note(uses: &mut Uses, kind: ContentKind, id: PageId) {
    let list = if kind == ContentKind::Case { &mut uses.cases } else { &mut uses.scenarios };
    if list.last() != Some(&id) {
        list.push(id);
    }
}

impl Relations {
    /// Returns the scenarios that practise the steps of this case, those with the most steps in common first.
    #[must_use]
    pub fn scenarios_for(&self, case: PageId) -> Vec<PageId> {
        let mut common: BTreeMap<PageId, usize> = BTreeMap::new();
        for step in self.steps_of.get(&case).into_iter().flatten() {
            for &scenario in self.steps.get(step).map_or(&[][..], |uses| &uses.scenarios) {
                *common.entry(scenario).or_default() += 1;
            }
        }
        let mut scenarios: Vec<PageId> = common.keys().copied().collect();
        scenarios.sort_by_key(|id| (std::cmp::Reverse(common[id]), *id));
        scenarios
    }
}

//! The pages for trainers: an overview of all scenarios, one page per scenario with its map and proof, and the incident
//! form for printing.
//!
//! They reveal every ending, so they are in no list, feed, search index or sitemap except their own overview.

mod form;
mod map;
mod outline;
mod picture;
mod proof;

use rayon::prelude::*;

use super::renderer::{PageContext, Rendered, Renderer};
use crate::explore::Proof;
use crate::explore::graph::Graph;
use crate::model::{PageId, StepRef, Target, address};
use crate::parse::kind::ContentKind;
use crate::parse::scenario::{Mark, Scenario};
use crate::render::theme::context::trainer::{self, MatrixRow, Step, Trainer, Trainers, TrainersScenario};
use crate::render::theme::context::{self, Link};

/// Maximum number of cases listed as having no scenario.
const MOST_CASES: usize = 50;

/// Renders the overview, one page per scenario, and the form; nothing if there are no scenarios.
pub(super) fn write(renderer: &Renderer) -> Vec<Rendered> {
    let ids: Vec<PageId> = renderer.site.scenarios().collect();
    if ids.is_empty() {
        return Vec::new();
    }
    let mut files: Vec<Rendered> = ids.par_iter().map(|&id| one(renderer, id)).collect();
    files.push(all(renderer, &ids));
    files.push(form::write(renderer));
    files
}

/// Renders the page about a scenario at `address`.
pub(super) fn file(renderer: &Renderer, address: &str) -> Option<Rendered> {
    let id = renderer.site.scenarios().find(|&id| renderer.site.trainers_page(id) == address)?;
    Some(one(renderer, id))
}

/// Marks a page as hidden from search engines.
fn hidden(page: context::Page) -> context::Page {
    context::Page { hidden: true, canonical: None, ..page }
}

fn one(renderer: &Renderer, id: PageId) -> Rendered {
    let page = renderer.site.page(id);
    let base = renderer.generated_page("trainer", &renderer.site.trainers_page(id));
    let mut crumbs = base.crumbs.clone();
    crumbs.push(Link { title: renderer.word("pages.trainers.title"), url: address::TRAINERS.to_owned() });
    let shown = hidden(context::Page { title: page.title().to_owned(), crumbs, ..base });
    let story = page.document.scenario.as_ref().zip(renderer.proofs.get(&id));
    let trainer = Trainer {
        scenario: Link { title: page.title().to_owned(), url: page.address.clone() },
        proof: story.map(|(scenario, proof)| View { renderer, id, scenario, proof }.proof()),
    };
    let page = PageContext { current_kind: Some(ContentKind::Scenario.word()), ..PageContext::new(shown) };
    renderer.write(page.with("trainer", &trainer))
}

/// A scenario with its proof.
struct View<'a> {
    renderer: &'a Renderer,
    id: PageId,
    scenario: &'a Scenario,
    proof: &'a Proof,
}

impl View<'_> {
    fn graph(&self) -> &Graph {
        &self.proof.graph
    }

    /// The address of a scene in the scenario.
    fn url(&self, scene: usize) -> String {
        format!("{}#{}", self.renderer.site.page(self.id).address, self.scenario.scenes[scene].slug)
    }

    /// A scene's title; for an ending, without the word before its colon.
    fn title(&self, scene: usize) -> String {
        let scene = &self.scenario.scenes[scene];
        scene.ending.as_ref().map_or_else(|| scene.title.clone(), |ending| crate::text::capital(&ending.name))
    }

    fn outcome(&self, number: usize) -> Option<context::Outcome> {
        let key = self.scenario.outcomes.get(number)?;
        let title = self.renderer.site.value_title(crate::model::Facet::Outcome, key);
        Some(context::Outcome { key: key.clone(), title })
    }
}

fn all(renderer: &Renderer, ids: &[PageId]) -> Rendered {
    let site = &*renderer.site;
    let without: Vec<Link> = site
        .ids()
        .filter(|&id| site.page(id).kind() == ContentKind::Case && site.relations().scenarios_for(id).is_empty())
        .map(|id| Link { title: site.page(id).title().to_owned(), url: site.page(id).address.clone() })
        .collect();
    let trainers = Trainers {
        scenarios: ids.iter().map(|&id| line(renderer, id)).collect(),
        matrix: matrix(renderer, ids),
        cases_more: without.len().saturating_sub(MOST_CASES),
        cases: without.into_iter().take(MOST_CASES).collect(),
    };
    let page = PageContext::new(hidden(renderer.generated_page("trainers", address::TRAINERS)));
    renderer.write(page.with("trainers", &trainers))
}

fn line(renderer: &Renderer, id: PageId) -> TrainersScenario {
    let figures = renderer.proofs.get(&id).map(|proof| {
        let facts = &proof.facts;
        trainer::ProofLine {
            scenes: proof.graph.nodes.len() - facts.endings.len(),
            endings: facts.endings.len(),
            choices: proof.graph.nodes.iter().map(|node| node.choices.len()).sum(),
            states: proof::states(renderer, proof),
            runs: proof::runs(renderer, facts),
            minutes: facts.minutes.map(proof::rounded_up),
        }
    });
    let title = renderer.site.page(id).title().to_owned();
    TrainersScenario { title, url: renderer.site.trainers_page(id), proof: figures }
}

/// The steps of every playbook that a scenario practises, with those scenarios.
fn matrix(renderer: &Renderer, ids: &[PageId]) -> Vec<MatrixRow> {
    let site = &*renderer.site;
    let practised: Vec<(PageId, Vec<PractisedStep>)> = ids.iter().map(|&id| (id, steps(renderer, id))).collect();
    let mut above = None;
    let all = site
        .all_steps()
        .into_iter()
        .filter(|step| practised.iter().flat_map(|(_, steps)| steps).any(|other| other.step.playbook == step.playbook));
    all.map(|step| {
        let playbook = site.page(step.playbook);
        let first = above.replace(step.playbook) != Some(step.playbook);
        let by = practised.iter().filter_map(|(id, steps)| {
            let marks = steps.iter().find(|other| other.step == step)?.marks;
            Some(counted(site.page(*id).title().to_owned(), site.trainers_page(*id), marks))
        });
        MatrixRow {
            title: playbook.document.step_title(step.step).unwrap_or_default().to_owned(),
            url: site.step_url(step),
            playbook: first.then(|| Link { title: playbook.title().to_owned(), url: playbook.address.clone() }),
            scenarios: by.collect(),
        }
    })
    .collect()
}

fn counted(title: String, url: String, [follows, bends, breaks]: [usize; 3]) -> Step {
    Step { title, url, follows, bends, breaks }
}

/// A step that a scenario practises.
struct PractisedStep {
    step: StepRef,
    /// The number of choices that follow, bend and break it.
    marks: [usize; 3],
}

/// Counts how often a scenario's choices follow, bend and break each step, in playbook order.
fn steps(renderer: &Renderer, id: PageId) -> Vec<PractisedStep> {
    let page = renderer.site.page(id);
    let mut counts: std::collections::BTreeMap<StepRef, [usize; 3]> = std::collections::BTreeMap::new();
    let choices = page.document.scenario.iter().flat_map(Scenario::choices);
    for explanation in choices.filter_map(|choice| choice.explanation.as_ref()) {
        let Some(Target::Page { page: playbook, anchor: Some(anchor) }) =
            explanation.link.and_then(|link| page.links.get(link))
        else {
            continue;
        };
        let Some(step) = renderer.site.page(*playbook).step(anchor) else { continue };
        let of = match explanation.mark {
            Mark::Follows => 0,
            Mark::Bends => 1,
            Mark::Breaks => 2,
        };
        counts.entry(StepRef { playbook: *playbook, step }).or_default()[of] += 1;
    }
    counts.into_iter().map(|(step, marks)| PractisedStep { step, marks }).collect()
}

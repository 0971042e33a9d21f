//! The phrase bank and the coverage table: all steps of all playbooks, with their phrases, and with the cases that show
//! them and the scenarios that practise them.

use super::{PagedList, grouped};
use crate::model::{PageId, Site, StepRef, address};
use crate::parse::front_matter::{Details, Step};
use crate::parse::kind::ContentKind;
use crate::render::pages::card::{MOST_PER_STEP, more_of_step};
use crate::render::pages::renderer::{Rendered, Renderer};
use crate::render::theme::context::{Coverage, CoveredPlaybook, CoveredStep, Link, Phrase, PhraseGroup, Phrases};

pub(super) fn phrases(renderer: &Renderer) -> Vec<Rendered> {
    let site = &*renderer.site;
    let list = PagedList { kind: "phrases", first: address::PHRASES };
    list.write(renderer, &site.phrases(), |steps| {
        let groups = grouped(steps, |step| step.playbook, |&step| phrase(site, step));
        let group = |(playbook, steps)| PhraseGroup { playbook: link(site, playbook), steps };
        Phrases { groups: groups.into_iter().map(group).collect() }
    })
}

fn phrase(site: &Site, at: StepRef) -> Phrase {
    let texts = |texts: &[crate::yaml::Text]| texts.iter().map(|text| text.text.clone()).collect();
    let step = written(site, at);
    Phrase {
        title: title(site, at),
        url: site.step_url(at),
        say: step.map(|step| texts(&step.say)).unwrap_or_default(),
        avoid: step.map(|step| texts(&step.avoid)).unwrap_or_default(),
    }
}

pub(super) fn coverage(renderer: &Renderer) -> Vec<Rendered> {
    let site = &*renderer.site;
    let list = PagedList { kind: "coverage", first: address::COVERAGE };
    list.write(renderer, &site.all_steps(), |steps| {
        let groups = grouped(steps, |step| step.playbook, |&step| covered(site, step));
        let playbook = |(playbook, steps)| {
            let Link { title, url } = link(site, playbook);
            CoveredPlaybook { title, url, steps }
        };
        Coverage { playbooks: groups.into_iter().map(playbook).collect() }
    })
}

fn covered(site: &Site, at: StepRef) -> CoveredStep {
    let uses = site.relations().steps.get(&at);
    let links = |ids: &[PageId]| ids.iter().take(MOST_PER_STEP).map(|&id| link(site, id)).collect();
    let more =
        |ids: &[PageId], kind: ContentKind| more_of_step(site, at, kind, ids.len().saturating_sub(MOST_PER_STEP));
    let cases = uses.map_or(&[][..], |uses| &uses.cases);
    let scenarios = uses.map_or(&[][..], |uses| &uses.scenarios);
    CoveredStep {
        title: title(site, at),
        url: site.step_url(at),
        cases: links(cases),
        cases_more: more(cases, ContentKind::Case),
        scenarios: links(scenarios),
        scenarios_more: more(scenarios, ContentKind::Scenario),
    }
}

fn link(site: &Site, id: PageId) -> Link {
    Link { title: site.page(id).title().to_owned(), url: site.page(id).address.clone() }
}

fn written(site: &Site, at: StepRef) -> Option<&Step> {
    match &site.page(at.playbook).document.front.details {
        Details::Playbook(playbook) => playbook.steps.get(at.step),
        _ => None,
    }
}

fn title(site: &Site, at: StepRef) -> String {
    site.page(at.playbook).document.step_title(at.step).unwrap_or_default().to_owned()
}

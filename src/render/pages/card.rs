//! Cards: the entries of pages in lists, computed once per page.

use crate::model::facet::value_name;
use crate::model::{Facet, Page, PageId, Site, StepRef};
use crate::parse::front_matter::Details;
use crate::parse::kind::ContentKind;
use crate::render::theme::context::{Card, More, Value as Labelled};

/// Maximum number of cases and scenarios listed per step.
pub(super) const MOST_PER_STEP: usize = 5;

/// The kind of a page as themes see it: a decision is a kind of its own, although it is a playbook in the front matter.
pub(super) fn kind(page: &Page) -> &'static str {
    match &page.document.front.details {
        Details::Playbook(playbook) if playbook.is_decision() => "decision",
        _ => page.kind().word(),
    }
}

pub(super) fn card(site: &Site, page: &Page) -> Card {
    let shared = &page.document.front.shared;
    let details = &page.document.front.details;
    let (steps, level) = match details {
        Details::Playbook(playbook) if !playbook.is_decision() => (Some(playbook.steps.len()), None),
        Details::Scenario(scenario) => (None, scenario.level.as_ref().map(|level| level.text.clone())),
        _ => (None, None),
    };
    let facets: Vec<String> = page.facets.iter().map(|(facet, value)| format!("{}:{value}", facet.name())).collect();
    Card {
        kind: kind(page),
        title: page.title().to_owned(),
        url: page.address.clone(),
        was: page.old_addresses().collect(),
        summary: shared.summary.as_ref().map(|text| text.text.clone()),
        trade: label(site, page, Facet::Trade),
        failure: label(site, page, Facet::Failure),
        outcome: label(site, page, Facet::Outcome),
        steps,
        minutes: Some(minutes(site, page)),
        level,
        draft: page.document.is_draft(),
        facets: facets.join(" "),
    }
}

/// Reading time in minutes; for a path, the sum over its pages.
pub(super) fn minutes(site: &Site, page: &Page) -> usize {
    match &page.document.front.details {
        Details::Path(_) => path_items(site, page).flatten().map(|id| site.page(id).minutes()).sum(),
        _ => page.minutes(),
    }
}

/// The pages of a path, by module.
pub(super) fn path_items<'a>(site: &'a Site, page: &'a Page) -> impl Iterator<Item = Vec<PageId>> + 'a {
    let modules = match &page.document.front.details {
        Details::Path(path) => &*path.modules,
        _ => &[],
    };
    modules.iter().map(move |module| module.items.iter().filter_map(|item| site.target_page(page, item)).collect())
}

/// The page's value for a facet, with a link to the list of pages that share it.
pub(super) fn label(site: &Site, page: &Page, facet: Facet) -> Option<Labelled> {
    let text = facet.written(&page.document.front.details)?;
    let value = value_name(text);
    let url = facet.address(page.kind(), &value);
    let url = site.is_generated(&url).then_some(url);
    Some(Labelled { title: site.value_title(facet, text), value, url })
}

/// A link to the cases or scenarios of a step beyond those that are listed; `None` if there are none.
pub(super) fn more_of_step(site: &Site, step: StepRef, kind: ContentKind, count: usize) -> Option<More> {
    let url = Facet::Step.address(kind, &site.step_slug(step));
    (count > 0).then(|| More { count, url: site.is_generated(&url).then_some(url) })
}

//! A playbook: its steps with their cases and scenarios, its limits, and its text.

use super::{Cards, Parts, cards};
use crate::model::{Page, PageId, StepRef};
use crate::parse::front_matter::{Details, Playbook, Step};
use crate::parse::kind::ContentKind;
use crate::render::pages::body::BodyRenderer;
use crate::render::pages::card::{MOST_PER_STEP, more_of_step};
use crate::render::pages::renderer::Renderer;
use crate::render::theme::context;
use crate::yaml::Text;

pub(super) fn context(
    renderer: &Renderer,
    id: PageId,
    playbook: &Playbook,
    parts: &Parts,
    texts: &mut BodyRenderer<'_>,
) -> context::Playbook {
    let page = renderer.site.page(id);
    let intro_html = intro(parts, texts);
    let mut steps = Vec::with_capacity(playbook.steps.len());
    for (number, written) in playbook.steps.iter().enumerate() {
        let body_html = body_of(page, parts, number, texts);
        steps.push(context::Step {
            body_html,
            ..step(renderer, StepRef { playbook: id, step: number }, written, texts)
        });
    }
    let used_by = super::mentioned(renderer, id, |page| {
        let decision = matches!(&page.document.front.details, Details::Playbook(playbook) if playbook.is_decision());
        decision || matches!(page.kind(), ContentKind::Path | ContentKind::Page)
    });
    context::Playbook {
        when: playbook.when.iter().map(|text| text.text.clone()).collect(),
        limits: limits(renderer, playbook),
        plan: playbook.plan.as_ref().map(|plan| plan.text.clone()),
        steps,
        intro_html,
        used_by,
    }
}

pub(super) fn intro(parts: &Parts, texts: &mut BodyRenderer<'_>) -> Option<String> {
    let html = if parts.intro.is_empty() { String::new() } else { texts.parts(std::slice::from_ref(&parts.intro)) };
    (!html.trim().is_empty()).then_some(html)
}

/// The text under the heading of a step, without the heading: the step already shows a title and an anchor.
pub(super) fn body_of(page: &Page, parts: &Parts, number: usize, texts: &mut BodyRenderer<'_>) -> Option<String> {
    let part = parts.first.get(&number)?;
    let text = page.document.body.after(part.start)..part.end;
    (!text.is_empty()).then(|| texts.parts(&[text]))
}

fn step(renderer: &Renderer, at: StepRef, step: &Step, texts: &mut BodyRenderer<'_>) -> context::Step {
    let site = &*renderer.site;
    let document = &site.page(at.playbook).document;
    let slug = document.slugs[at.step].clone();
    let was = document.anchors().old(&slug).to_vec();
    let uses = site.relations().steps.get(&at).cloned().unwrap_or_default();
    let Cards { shown: cases, left_out: more_cases } = cards(renderer, &uses.cases, MOST_PER_STEP);
    let Cards { shown: scenarios, left_out: more_scenarios } = cards(renderer, &uses.scenarios, MOST_PER_STEP);
    let more = |count: usize, kind: ContentKind| more_of_step(site, at, kind, count);
    let lines = |texts: &[Text]| texts.iter().map(|text| text.text.clone()).collect();
    context::Step {
        number: at.step + 1,
        slug,
        was,
        names: document.step_names(at.step).into_iter().map(str::to_owned).collect(),
        title: step.title.text.clone(),
        do_html: texts.value(&step.action),
        say: lines(&step.say),
        avoid: lines(&step.avoid),
        why_html: step.why.as_ref().map(|why| texts.value(why)),
        limit_html: step.limit.as_ref().map(|limit| texts.value(limit)),
        body_html: None,
        cases,
        cases_more: more(more_cases, ContentKind::Case),
        scenarios,
        scenarios_more: more(more_scenarios, ContentKind::Scenario),
    }
}

fn limits(renderer: &Renderer, playbook: &Playbook) -> Vec<context::Limit> {
    let Some(limits) = &playbook.limits else { return Vec::new() };
    let all = [("money", &limits.money), ("time", &limits.time), ("words", &limits.words)];
    let given = all.into_iter().filter_map(|(what, text)| Some((what, text.as_ref()?)));
    given
        .map(|(what, text)| context::Limit {
            what,
            title: renderer.word(&format!("limits.{what}")),
            text: text.text.clone(),
        })
        .collect()
}

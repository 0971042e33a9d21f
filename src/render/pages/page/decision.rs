//! A decision: questions as linked sections that work without scripts.

use super::Parts;
use super::playbook::{body_of, intro};
use crate::model::{Page, Target};
use crate::parse::front_matter::{Answer, Playbook};
use crate::render::pages::body::BodyRenderer;
use crate::render::pages::renderer::Renderer;
use crate::render::theme::context;

pub(super) fn context(
    renderer: &Renderer,
    page: &Page,
    playbook: &Playbook,
    parts: &Parts,
    texts: &mut BodyRenderer<'_>,
) -> context::Decision {
    let intro_html = intro(parts, texts);
    let mut questions = Vec::with_capacity(playbook.questions.len());
    for (number, question) in playbook.questions.iter().enumerate() {
        questions.push(context::Question {
            number: number + 1,
            slug: page.document.slugs[number].clone(),
            was: page.document.anchors().old(&page.document.slugs[number]).to_vec(),
            title: question.title.text.clone(),
            help_html: question.help.as_ref().map(|help| texts.value(help)),
            body_html: body_of(page, parts, number, texts),
            answers: question.answers.iter().map(|given| answer(renderer, page, given)).collect(),
        });
    }
    let when = playbook.when.iter().map(|text| text.text.clone()).collect();
    context::Decision { when, intro_html, questions }
}

fn answer(renderer: &Renderer, page: &Page, answer: &Answer) -> context::Answer {
    let text = answer.answer.text.clone();
    let Some(Target::Page { page: to, anchor }) = page.named.get(&answer.to.span.start) else {
        return context::Answer { text, url: String::new(), question: false, title: None };
    };
    let target = renderer.site.page(*to);
    let here = target.address == page.address;
    let anchor = anchor.as_deref();
    let position = anchor.and_then(|anchor| target.document.anchors().number(anchor));
    let step = position.and_then(|number| target.document.step_title(number));
    let url = match anchor {
        Some(anchor) if here => format!("#{anchor}"),
        Some(anchor) => format!("{}#{anchor}", target.address),
        None => target.address.clone(),
    };
    let title = step.unwrap_or(target.title()).to_owned();
    context::Answer { text, url, question: here && anchor.is_some(), title: Some(title) }
}

//! The glossary's page. Never split, because terms on every page link to anchors on it.

use crate::model::Meaning;
use crate::model::address::GLOSSARY;
use crate::render::html::{PageState, Settings, Text};
use crate::render::pages::body::BodyLinks;
use crate::render::pages::renderer::{PageContext, Rendered, Renderer};
use crate::render::theme::context;

pub(super) fn write(renderer: &Renderer) -> Vec<Rendered> {
    let terms = renderer.site.glossary().entries.iter().zip(renderer.site.meanings());
    let mut entries: Vec<context::GlossaryEntry> = terms
        .map(|((term, written), meaning)| context::GlossaryEntry {
            id: meaning.id.clone(),
            term: term.text.clone(),
            means_html: means(renderer, meaning),
            also: written.also.iter().map(|form| form.text.clone()).collect(),
        })
        .collect();
    entries.sort_by_cached_key(|entry| (entry.term.to_lowercase(), entry.id.clone()));
    let page = PageContext::new(renderer.generated_page("glossary", GLOSSARY));
    vec![renderer.write(page.with("glossary", &context::Glossary { entries }))]
}

fn means(renderer: &Renderer, meaning: &Meaning) -> String {
    let links = BodyLinks::new(renderer, GLOSSARY, &meaning.body, &meaning.links);
    let settings = Settings { raw_html: renderer.site.config().raw_html, ..Settings::new(&renderer.shared.strings) };
    let mut out = String::new();
    Text::value(&meaning.body, "", &links).inline(&mut PageState::new(settings), &mut out);
    out
}

//! The glossary's page. Never split, because terms on every page link to anchors on it.

use super::super::Made;
use super::super::body::BodyLinks;
use super::super::context;
use super::super::frame::{Renderer, Sheet};
use super::super::html::{self, Manner, Text};
use super::super::lists::head;
use crate::model::Meaning;
use crate::model::address::GLOSSARY;

pub(super) fn write(renderer: &Renderer) -> Vec<Made> {
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
    let page = head(renderer, "glossary", "glossary", GLOSSARY);
    let sheet = Sheet { page, ..Sheet::default() };
    vec![renderer.write(sheet, |context| context.insert("glossary", &context::Glossary { entries }))]
}

fn means(renderer: &Renderer, meaning: &Meaning) -> String {
    let links = BodyLinks::new(renderer, GLOSSARY, &meaning.body, &meaning.links);
    let manner = Manner { raw_html: renderer.site.config().raw_html, ..Manner::new(&renderer.strings) };
    let mut out = String::new();
    Text::value(&meaning.body, "", &links).inline(&mut html::Page::new(&manner), &mut out);
    out
}

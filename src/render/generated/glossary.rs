//! The glossary's page. It is one page however long: terms are marked with links to it on every page.

use std::borrow::Cow;

use super::super::Made;
use super::super::context;
use super::super::frame::{Renderer, Sheet};
use super::super::html::{self, Href, Links, Manner, Text};
use super::super::lists::head;
use crate::model::{Site, address};
use crate::parse::front_matter::Term;
use crate::parse::markdown::{self, Body};
use crate::parse::slug::Slugs;

/// The file that the terms stand in, as links in it see it.
const FILE: &str = "glossary.yaml";
/// Where the page is written.
const ADDRESS: &str = "glossary.html";

/// The anchors of the terms, in the order of the file.
pub(in crate::render) fn term_ids(site: &Site) -> Vec<String> {
    let mut slugs = Slugs::default();
    let mut id = |term: &str| match slugs.next(term) {
        // Anchors that begin like this are the theme's.
        slug if slug.starts_with("cb-") => format!("term-{slug}"),
        slug => slug,
    };
    site.glossary.entries.iter().map(|(term, _)| id(term)).collect()
}

pub(super) fn write(renderer: &Renderer<'_>) -> Vec<Made> {
    let terms = renderer.site.glossary.entries.iter().zip(term_ids(renderer.site));
    let mut entries: Vec<context::GlossaryEntry> = terms
        .map(|((term, meaning), id)| context::GlossaryEntry {
            id,
            term: term.text.clone(),
            means_html: means(renderer, meaning),
            also: meaning.also.iter().map(|form| form.text.clone()).collect(),
        })
        .collect();
    entries.sort_by_cached_key(|entry| (entry.term.to_lowercase(), entry.id.clone()));
    let page = head(renderer, "glossary", "glossary", ADDRESS);
    let sheet = Sheet { page, ..Sheet::default() };
    vec![renderer.write(sheet, |context| context.insert("glossary", &context::Glossary { entries }))]
}

fn means(renderer: &Renderer<'_>, term: &Term) -> String {
    let (body, _) = markdown::parse_value(&term.means, term.means.span);
    let links = FromRoot { site: renderer.site, body: &body };
    let manner = Manner { raw_html: renderer.site.config.raw_html, ..Manner::new(&renderer.strings) };
    let mut out = String::new();
    Text::value(&body, "", &links).inline(&mut html::Page::new(&manner), &mut out);
    out
}

/// Links as seen from `content/`.
struct FromRoot<'a> {
    site: &'a Site,
    body: &'a Body,
}

impl Links for FromRoot<'_> {
    fn href(&self, number: u32) -> Href<'_> {
        let Some(link) = self.body.links.get(number as usize) else { return Href::Broken };
        let destination = link.destination.as_str();
        if ["https://", "http://", "mailto:", "tel:"].iter().any(|scheme| destination.starts_with(scheme)) {
            return Href::To { url: Cow::Borrowed(destination), external: destination.starts_with("http") };
        }
        let (path, anchor) = destination.split_once('#').map_or((destination, None), |(path, at)| (path, Some(at)));
        let path = address::resolve(FILE, &address::percent_decode(path));
        let Some(page) = path.and_then(|path| self.site.find(&path)).map(|id| self.site.page(id)) else {
            return Href::Broken;
        };
        let anchor = anchor.map(address::percent_decode).filter(|anchor| page.has_anchor(anchor));
        let url = address::percent_encode(&page.address);
        let url = anchor.map(|anchor| format!("{url}#{anchor}")).unwrap_or(url);
        Href::To { url: Cow::Owned(url), external: false }
    }
}

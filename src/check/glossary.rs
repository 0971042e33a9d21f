//! The texts of the glossary: broken links, HTML, and text that was meant to be a link.

use super::{links, markup, shown};
use crate::diagnostic::Diagnostic;
use crate::model::{Site, address};
use crate::source::SourceMap;

pub(super) fn check(site: &Site, sources: &SourceMap) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let Some(file) = sources.glossary() else { return found };
    let source = sources.file(file).text();
    for meaning in site.meanings() {
        for (link, target) in meaning.body.links.iter().zip(&meaning.links) {
            found.extend(links::of_link((site, address::GLOSSARY_FILE), link, target));
            found.extend(links::position(site, link, target));
        }
        shown::in_body(
            &meaning.body,
            source,
            |anchor| site.meanings().iter().any(|other| other.id == anchor),
            &mut found,
        );
        if !site.config().raw_html {
            found.extend(markup::html(&meaning.body, source).into_iter().map(|span| markup::raw(span, source)));
        }
    }
    found
}

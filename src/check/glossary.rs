//! The texts of the glossary: broken links, HTML, and text that was meant to be a link.

use std::collections::HashSet;

use super::links::{self, LinkSource};
use super::{markup, pictures, unparsed};
use crate::diagnostic::Diagnostic;
use crate::model::{Site, address};
use crate::source::SourceMap;

pub(super) fn check(site: &Site, sources: &SourceMap) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let Some(file) = sources.glossary() else { return found };
    let source = sources.file(file).text();
    let from = LinkSource { site, sources, path: address::GLOSSARY_FILE };
    let ids: HashSet<&str> = site.meanings().iter().map(|meaning| meaning.id.as_str()).collect();
    for meaning in site.meanings() {
        for (link, target) in meaning.body.links.iter().zip(&meaning.links) {
            found.extend(links::of_link(from, link, target));
            found.extend(links::position(site, link, target));
            found.extend(pictures::of_link(site, link, target));
        }
        unparsed::in_words(
            unparsed::Source { file, text: source },
            &meaning.body,
            |anchor| ids.contains(anchor),
            &mut found,
        );
        if !site.config().raw_html {
            found.extend(markup::html(&meaning.body, source).into_iter().map(|span| markup::raw(span, source)));
        }
    }
    found
}

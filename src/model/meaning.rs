//! The meanings of glossary terms: their anchors and the targets of their links.

use super::address::GLOSSARY_FILE;
use super::link::{self, Here};
use super::{Site, Target};
use crate::parse::front_matter::Glossary;
use crate::parse::markdown::Body;
use crate::parse::slug::Slugs;

/// The meaning of a term.
#[derive(Debug)]
pub struct Meaning {
    /// The term's anchor on the glossary's page.
    pub id: String,
    /// The text.
    pub body: Body,
    /// The targets of its links, in order.
    pub links: Vec<Target>,
}

/// Returns the meanings in the order of the file, with unresolved links.
pub(super) fn gather(glossary: &Glossary, bodies: Vec<Body>) -> Vec<Meaning> {
    let mut slugs = Slugs::default();
    let mut id = |term: &str| match slugs.next(term) {
        // Anchors with this prefix are reserved for the theme.
        slug if slug.starts_with("cb-") => format!("term-{slug}"),
        slug => slug,
    };
    let terms = glossary.entries.iter().map(|(term, _)| id(term)).zip(bodies);
    terms.map(|(id, body)| Meaning { id, body, links: Vec::new() }).collect()
}

/// Returns the targets of the links of each meaning.
pub(super) fn resolve(site: &Site) -> Vec<Vec<Target>> {
    let here = Here { path: GLOSSARY_FILE, page: None };
    let all =
        |body: &Body| body.links.iter().map(|link| link::resolve(site, here, &link.destination, link.form)).collect();
    site.meanings().iter().map(|meaning| all(&meaning.body)).collect()
}

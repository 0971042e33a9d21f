//! What is wrong with the whole site: links, addresses, steps, promises left open. Each rule in a module of its own;
//! none changes anything.

mod accepted;
mod addresses;
mod assets;
mod content;
mod freshness;
mod glossary;
mod links;
mod markup;
mod practised;
mod scenario;
mod shown;
mod writing;

use accepted::Looked;
use jiff::civil::Date;
use rayon::prelude::*;

use crate::diagnostic::{Diagnostic, Severity};
use crate::explore::{Depth, Proofs};
use crate::model::{Page, PageId, Site};
use crate::source::SourceMap;

/// Every finding about `site`. Without a date of today nothing is overdue.
#[must_use]
pub fn check(
    site: &Site,
    sources: &SourceMap,
    proofs: &Proofs,
    (today, depth): (Option<Date>, Depth),
) -> Vec<Diagnostic> {
    let mut found = structure(site);
    found.extend(files(site, sources));
    let pages: Vec<Vec<Diagnostic>> = site
        .ids()
        .collect::<Vec<_>>()
        .into_par_iter()
        .map(|id| page(site, id, (sources, proofs), (today, depth)))
        .collect();
    found.extend(pages.into_iter().flatten());
    found
}

/// What is wrong with the structure of the site: where its pages are written. Knows no more than outlines.
#[must_use]
pub fn structure(site: &Site) -> Vec<Diagnostic> {
    addresses::check(site)
}

/// What is wrong with the files that pages offer, and with the glossary.
#[must_use]
pub fn files(site: &Site, sources: &SourceMap) -> Vec<Diagnostic> {
    let mut found = assets::check(site);
    found.extend(glossary::check(site, sources));
    found
}

/// What is wrong with one page. Knows of others no more than their outlines.
#[must_use]
pub fn page(
    site: &Site,
    id: PageId,
    (sources, proofs): (&SourceMap, &Proofs),
    (today, depth): (Option<Date>, Depth),
) -> Vec<Diagnostic> {
    let page = site.page(id);
    crate::fault::strike("check", sources.file(page.document.file).text());
    let mut found = links::check(site, page);
    content::check(site, page, sources, &mut found);
    shown::check(page, sources, &mut found);
    markup::check(site, page, sources, &mut found);
    writing::check(site, page, sources, &mut found);
    let proof = proofs.get(&id).map(|proof| &**proof);
    scenario::check((site, page), sources, proof, &mut found);
    found.extend(today.and_then(|today| freshness::check(page, today)));
    let all_states = proof.is_none_or(|proof| proof.extent.is_whole());
    accepted::apply(page, sources, Looked { today, depth, all_states }, &mut found);
    soften(page, found)
}

/// A draft is not judged as if it were published.
fn soften(page: &Page, found: Vec<Diagnostic>) -> Vec<Diagnostic> {
    match page.document.is_draft() {
        true => found.into_iter().map(|found| found.with_severity(Severity::Note)).collect(),
        false => found,
    }
}

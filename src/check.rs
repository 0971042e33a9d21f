//! The rules for the whole site: links, addresses, steps, unfinished content. Each rule has a module of its own; none
//! changes the site.

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
mod unparsed;
mod writing;

use accepted::ChecksMade;
use jiff::civil::Date;
use rayon::prelude::*;

use crate::diagnostic::{Diagnostic, Severity};
use crate::explore::{Depth, Proofs};
use crate::model::{Page, PageId, Site};
use crate::source::SourceMap;

/// Returns all findings about `site`. Without `today`, overdue reviews are not reported.
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

/// Returns the findings about the structure of the site, that is, the addresses of its pages. They depend only on
/// outlines.
#[must_use]
pub fn structure(site: &Site) -> Vec<Diagnostic> {
    addresses::check(site)
}

/// Returns the findings about files that pages offer, and about the glossary.
#[must_use]
pub fn files(site: &Site, sources: &SourceMap) -> Vec<Diagnostic> {
    let mut found = assets::check(site);
    found.extend(glossary::check(site, sources));
    found
}

/// Returns the findings about one page. They depend on other pages only through their outlines.
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
    unparsed::check(page, sources, &mut found);
    markup::check(site, page, sources, &mut found);
    writing::check(site, page, sources, &mut found);
    let proof = proofs.get(&id).map(|proof| &**proof);
    scenario::check(site, page, sources, proof, &mut found);
    found.extend(today.and_then(|today| freshness::check(page, today)));
    let all_states = proof.is_none_or(|proof| proof.coverage.is_whole());
    accepted::apply(page, sources, ChecksMade { today, depth, all_states }, &mut found);
    soften(page, found)
}

/// Turns all findings about a draft into notes, because it is not published.
fn soften(page: &Page, found: Vec<Diagnostic>) -> Vec<Diagnostic> {
    match page.document.is_draft() {
        true => found.into_iter().map(|found| found.with_severity(Severity::Note)).collect(),
        false => found,
    }
}

//! The rules for the whole site: links, addresses, steps, unfinished content. Each rule has a module of its own; none
//! changes the site.

mod accepted;
mod addresses;
mod anchors;
mod assets;
mod collisions;
mod content;
mod currency;
mod dates;
mod freshness;
mod glossary;
mod links;
mod markup;
mod misused;
mod pictures;
mod placeholder;
mod practised;
mod private;
mod scenario;
mod spoken;
mod strays;
mod tags;
mod titles;
mod unparsed;
mod writing;

use std::sync::Arc;

use accepted::ChecksMade;
use jiff::civil::Date;
use rayon::prelude::*;

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::explore::{Depth, Proofs};
use crate::model::{Page, PageId, Site};
use crate::parse::kind::ContentKind;
use crate::source::{SourceMap, Span};

/// Everything that the rules look at.
#[derive(Clone, Copy, Debug)]
pub struct Subject<'a> {
    /// The site.
    pub site: &'a Site,
    /// The texts that it was made from.
    pub sources: &'a SourceMap,
    /// The results of exploring its scenarios.
    pub proofs: &'a Proofs,
    /// The date on which reviews are judged overdue; `None` means that nothing is overdue.
    pub today: Option<Date>,
    /// The depth to which the scenarios were explored.
    pub depth: Depth,
}

/// The findings about a site, in the parts that the next run can reuse.
#[derive(Clone, Debug, Default)]
pub struct Findings {
    /// The findings about the structure of the site, that is, the addresses of its pages. They depend only on outlines.
    pub structure: Arc<[Diagnostic]>,
    /// The findings about files that are not pages, copies of pages, titles, sums of money, and the glossary.
    pub files: Vec<Diagnostic>,
    /// The findings about each page, by page number. They depend on other pages only through their outlines.
    pub pages: Vec<Arc<[Diagnostic]>>,
}

/// A site with the same structure, and its findings.
#[derive(Clone, Copy, Debug)]
pub struct Previous<'a> {
    /// The site.
    pub site: &'a Site,
    /// Its findings.
    pub findings: &'a Findings,
}

impl Findings {
    /// Applies all rules. Reuses the findings about the structure, and those of unchanged pages, of the site `before`.
    #[must_use]
    pub fn of(subject: &Subject<'_>, before: Option<Previous<'_>>) -> Self {
        let Subject { site, sources, .. } = *subject;
        let pages = site.ids().collect::<Vec<_>>().into_par_iter().map(|id| {
            let unchanged =
                |before: &Previous<'_>| Arc::ptr_eq(&before.site.pages[id.index()], &site.pages[id.index()]);
            let known = before.filter(unchanged).map(|before| Arc::clone(&before.findings.pages[id.index()]));
            known.unwrap_or_else(|| page(subject, id).into())
        });
        let pages = pages.collect();
        let known = before.map(|before| Arc::clone(&before.findings.structure));
        let structure = known.unwrap_or_else(|| addresses::check(site).into());
        Self { structure, files: files(site, sources), pages }
    }

    /// Returns all findings.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        let pages = self.pages.iter().flat_map(|found| found.iter());
        self.structure.iter().chain(&self.files).chain(pages)
    }
}

fn files(site: &Site, sources: &SourceMap) -> Vec<Diagnostic> {
    let mut found = assets::check(site);
    found.extend(glossary::check(site, sources));
    found.extend(strays::check(site, sources));
    found.extend(currency::check(site));
    found.extend(tags::check(site));
    found.extend(titles::check(site));
    found
}

fn page(subject: &Subject<'_>, id: PageId) -> Vec<Diagnostic> {
    let Subject { site, sources, proofs, today, depth } = *subject;
    let page = site.page(id);
    crate::fault::strike("check", sources.file(page.document.file).text());
    let mut found = links::check(site, page, sources);
    content::check(site, page, sources, &mut found);
    anchors::check(page, &mut found);
    unparsed::check(page, sources, &mut found);
    markup::check(site, page, sources, &mut found);
    writing::check(site, page, sources, &mut found);
    placeholder::check(site, page, sources, &mut found);
    private::check(page, sources, &mut found);
    if page.kind() != ContentKind::Scenario {
        spoken::check(site, page, sources, &mut found);
    }
    drop_repeated(page, &mut found);
    let proof = proofs.get(&id).map(|proof| &**proof);
    scenario::check(site, page, sources, proof, &mut found);
    found.extend(today.and_then(|today| freshness::check(page, today)));
    dates::check(page, today, &mut found);
    let all_states = proof.is_none_or(|proof| proof.coverage.is_whole());
    accepted::apply(page, sources, ChecksMade { today, depth, all_states }, &mut found);
    soften(page, found)
}

/// Drops what the rules about links and text say about a line that reading the scenario has already reported.
fn drop_repeated(page: &Page, found: &mut Vec<Diagnostic>) {
    let lost = page.document.found.iter().filter(|found| found.code == Code::LostChoice);
    let mut lost: Vec<Span> = lost.map(Diagnostic::span).collect();
    lost.sort_unstable();
    let of_text = |code: Code| {
        use Code as C;
        matches!(
            code,
            C::ShownAsText | C::ForeignSyntax | C::WikiLink | C::UnknownLink | C::UnknownAnchor | C::LinkToDraft
        )
    };
    // Reported lines do not overlap, so only the last one that begins before a finding ends can contain it.
    found.retain(|found| {
        let Span { start, end, .. } = found.span();
        let near = lost.partition_point(|lost| lost.start < end.max(start + 1)).checked_sub(1);
        !of_text(found.code) || near.is_none_or(|near| lost[near].end <= start)
    });
}

/// Turns all findings about a draft into notes, because it is not published.
fn soften(page: &Page, found: Vec<Diagnostic>) -> Vec<Diagnostic> {
    match page.document.is_draft() {
        true => found.into_iter().map(|found| found.with_severity(Severity::Note)).collect(),
        false => found,
    }
}

//! Part of the program: the files that `casebook check` was asked about. The whole site is checked, because a page
//! depends on others; the report and the exit code are about these files.

use std::fs;
use std::io::{self, Write};
use std::path::PathBuf;

use anyhow::{Result, bail};
use casebook::diagnostic::Severity;
use casebook::report::{self, counted};
use casebook::{Built, Options};

use crate::place::Place;

/// The command, as messages name it.
const CHECK: &str = "casebook check";

/// Files and folders of one site, by their paths from its folder; none for the whole site.
pub struct Selection {
    paths: Vec<String>,
    /// The paths from the current folder.
    shown: Vec<String>,
    behind: String,
}

/// The findings about all other files.
#[derive(Default)]
pub struct Others {
    errors: usize,
    warnings: usize,
}

impl Selection {
    /// The site of `paths`, and what they select of it.
    pub fn find(paths: &[PathBuf]) -> Result<(Place, Self)> {
        let mut found: Option<Place> = None;
        let mut selected = Vec::new();
        for path in paths {
            let (place, inside) = Place::of(path, CHECK)?;
            let root = |place: &Place| fs::canonicalize(&place.dir).ok();
            if found.as_ref().is_some_and(|first| root(first) != root(&place)) {
                bail!("these files belong to different sites\n  help: check one site at a time");
            }
            selected.push(inside);
            found.get_or_insert(place);
        }
        let Some(place) = found else { bail!("no path was given") };
        let whole = selected.iter().any(String::is_empty);
        let paths = if whole { Vec::new() } else { selected };
        let (behind, shown) = (place.behind(), paths.iter().map(|path| place.below(path)).collect());
        Ok((place, Self { paths, shown, behind }))
    }

    /// Limits the findings to the selected files. Drafts that are selected by name are checked, too.
    pub fn narrow(&self, place: &Place, options: &Options, built: &mut Built) -> Result<Others> {
        if self.paths.is_empty() {
            return Ok(Others::default());
        }
        for path in self.paths.iter().filter(|path| place.dir.join(path).is_file()) {
            if built.sources.find(path).is_none() {
                let path = place.below(path);
                bail!("Casebook does not check `{path}`\n  help: it checks pages, which end in `.md`, and settings");
            }
        }
        self.add_drafts(place, options, built)?;
        let all = std::mem::take(&mut built.diagnostics);
        let (own, others) = all.into_iter().partition(|found| self.has(built.sources.file(found.span().file).path()));
        built.diagnostics = own;
        if let Some(site) = &built.site {
            let chosen = |page| self.has(built.sources.file(site.page(page).document.file).path());
            let proofs = built.proofs.iter().filter(|(page, _)| chosen(**page));
            built.proofs = std::sync::Arc::new(proofs.map(|(page, proof)| (*page, proof.clone())).collect());
        }
        let count = |severity| report::count(&others, severity);
        Ok(Others { errors: count(Severity::Error), warnings: count(Severity::Warning) })
    }

    /// Adds the findings about drafts that are named.
    fn add_drafts(&self, place: &Place, options: &Options, built: &mut Built) -> Result<()> {
        let is_left_out = |path: &str| {
            let page = path.strip_prefix("content/");
            page.is_some_and(|page| built.site.as_ref().is_some_and(|site| site.is_draft(page)))
        };
        let drafts: Vec<&str> = self.paths.iter().map(String::as_str).filter(|path| is_left_out(path)).collect();
        if drafts.is_empty() {
            return Ok(());
        }
        let with_drafts = casebook::check(&place.dir, &Options { drafts: true, ..options.clone() })?;
        let paths = |built: &Built| built.sources.iter().map(|(_, file)| file.path().to_owned()).collect::<Vec<_>>();
        if paths(built) != paths(&with_drafts) {
            bail!("the files changed while they were being checked\n  help: check them again");
        }
        let is_draft = |file| drafts.contains(&with_drafts.sources.file(file).path());
        built.diagnostics.retain(|found| !is_draft(found.span().file));
        built.diagnostics.extend(with_drafts.diagnostics.iter().filter(|found| is_draft(found.span().file)).cloned());
        casebook::diagnostic::sort(&mut built.diagnostics);
        Ok(())
    }

    fn has(&self, file: &str) -> bool {
        let is_in =
            |folder: &str| file.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
        self.paths.is_empty() || self.paths.iter().any(|path| is_in(path))
    }

    /// Says what was checked if there are no findings, and how many findings other files have.
    pub fn close(&self, built: &Built, others: &Others, out: &mut dyn Write) -> io::Result<()> {
        if built.diagnostics.is_empty() {
            writeln!(out, "checked {}: no problems found{}", self.checked(built), self.left_out(built))?;
        }
        let kinds = [(others.errors, "error"), (others.warnings, "warning")];
        let rest: Vec<String> = kinds.iter().filter(|(n, _)| *n > 0).map(|(n, word)| counted(*n, word)).collect();
        if rest.is_empty() {
            return Ok(());
        }
        writeln!(out, "other files have {}: `{CHECK}{}` shows all", rest.join(" and "), self.behind)
    }

    /// The numbers of pages and drafts: `5 pages and 2 drafts`.
    fn checked(&self, built: &Built) -> String {
        let documents = built.site.iter().flat_map(|site| site.pages.iter().map(|page| &page.document));
        let own = documents.filter(|document| self.has(built.sources.file(document.file).path()));
        let (drafts, pages): (Vec<_>, Vec<_>) = own.partition(|document| document.is_draft());
        let named = self.paths.iter().filter(|path| left_out_paths(built).any(|draft| draft == **path)).count();
        let kinds = [(pages.len(), "page"), (drafts.len() + named, "draft")];
        let words: Vec<String> = kinds.iter().filter(|(n, _)| *n > 0).map(|(n, word)| counted(*n, word)).collect();
        match (words.as_slice(), self.shown.as_slice()) {
            ([], []) => counted(0, "page"),
            ([], paths) => paths.join(", "),
            (words, _) => words.join(" and "),
        }
    }

    /// Says that drafts were left out, unless they were named.
    fn left_out(&self, built: &Built) -> String {
        let count = left_out_paths(built).filter(|draft| self.has(draft) && !self.paths.contains(draft)).count();
        match count {
            0 => String::new(),
            1 => "; 1 draft was left out, and `--drafts` includes it".to_owned(),
            n => format!("; {n} drafts were left out, and `--drafts` includes them"),
        }
    }
}

/// The paths of the drafts that are not pages, from the site's folder.
fn left_out_paths(built: &Built) -> impl Iterator<Item = String> + '_ {
    built.site.iter().flat_map(|site| site.drafts().iter().map(|draft| format!("content/{draft}")))
}

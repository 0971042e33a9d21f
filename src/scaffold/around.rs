//! The context of a new file: the settings of its site, the pages to which it can link, and the addresses that are
//! taken.

use std::path::Path;
use std::sync::Arc;

use super::Refusal;
use crate::layout::{CONTENT, SCHEMAS};
use crate::model::{Page, PageId, Site, address};
use crate::parse::kind::ContentKind;
use crate::{Loaded, Options};

/// The site that a new file is added to.
pub(super) struct Around {
    pub site: Arc<Site>,
}

/// A step of a playbook, as a new file refers to it.
#[derive(Debug)]
pub(super) struct Step {
    /// The path to the playbook.
    pub playbook: String,
    /// The step's title.
    pub title: String,
    /// Its anchor.
    pub slug: String,
}

impl Around {
    /// Reads the site in `dir`. Its mistakes do not matter here.
    pub fn look(dir: &Path) -> Result<Self, Refusal> {
        if !dir.join(CONTENT).is_dir() {
            return Err(Refusal::NoSite(dir.to_owned()));
        }
        let options = Options { drafts: true, ..Options::default() };
        // Only names and addresses are needed, so exploring one state per scenario is enough.
        let built = Loaded::read(dir, &options)?.with_states(1).check().into_built(None);
        let site = built.site.ok_or_else(|| Refusal::NoSite(dir.to_owned()))?;
        Ok(Self { site })
    }

    /// Refuses the file at `path` (relative to the site's folder) if its address is taken.
    pub fn free(&self, path: &str) -> Result<(), Refusal> {
        let inside = path.strip_prefix("content/").unwrap_or(path);
        if self.site.find(inside).is_some() {
            return Err(Refusal::Taken { path: path.to_owned() });
        }
        let Some(address) = address::page(inside, None) else { return Ok(()) };
        let other = self.site.pages.iter().find(|page| page.address.to_lowercase() == address);
        match other {
            Some(other) => {
                Err(Refusal::SameAddress { path: path.to_owned(), other: format!("`content/{}`", other.document.path) })
            }
            None if self.site.is_generated(&address) => Err(Refusal::SameAddress {
                path: path.to_owned(),
                other: format!("`{address}`, a page that Casebook makes"),
            }),
            None => Ok(()),
        }
    }

    /// The steps of the first playbook that has any, with links relative to `path`. Published playbooks are preferred
    /// to drafts.
    pub fn steps(&self, path: &str) -> Vec<Step> {
        let from = path.strip_prefix("content/").unwrap_or(path);
        let with_steps = |page: &&Page| page.kind() == ContentKind::Playbook && page.step_count() > 0;
        let pages = self.pages();
        let mut books: Vec<&Page> = pages.into_iter().filter(with_steps).collect();
        books.sort_by_key(|page| page.document.is_draft());
        let Some(book) = books.first() else { return Vec::new() };
        let playbook = address::relative(from, &book.document.path);
        let step = |(number, slug): (usize, &String)| Step {
            playbook: playbook.clone(),
            title: book.document.step_title(number).unwrap_or_default().to_owned(),
            slug: slug.clone(),
        };
        book.document.slugs.iter().enumerate().map(step).collect()
    }

    /// Up to `most` pages for a learning path, with links relative to `path`.
    pub fn worth_reading(&self, path: &str, most: usize) -> Vec<String> {
        let from = path.strip_prefix("content/").unwrap_or(path);
        let order = [ContentKind::Playbook, ContentKind::Case, ContentKind::Scenario, ContentKind::Page];
        let place = |page: &&Page| order.iter().position(|kind| *kind == page.kind());
        let mut pages: Vec<&Page> = self.pages();
        pages.retain(|page| !page.document.is_draft() && !page.document.index && place(page).is_some());
        pages.sort_by_key(place);
        pages.iter().take(most).map(|page| address::relative(from, &page.document.path)).collect()
    }

    fn pages(&self) -> Vec<&Page> {
        let ids: &[PageId] = self.site.reading_order();
        ids.iter().map(|&id| self.site.page(id)).collect()
    }

    /// The relative path from the file at `path` to the schema `name`.
    pub fn schema(path: &str, name: &str) -> String {
        address::relative(path, &format!("{SCHEMAS}/{name}"))
    }
}

impl Page {
    /// Number of steps; 0 unless the page is a playbook with steps.
    fn step_count(&self) -> usize {
        let slugs = &self.document.slugs;
        slugs.iter().filter(|slug| self.step(slug).is_some()).count()
    }
}

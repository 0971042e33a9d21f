//! Suggestions for broken links: similar names, paths and anchors.
//!
//! A site can have many broken links, so the data to search is prepared only once, when the first suggestion is needed
//! ([`Index`]).

use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;

use super::{Page, PageId, Site, address};
use crate::diagnostic::Names;
use crate::layout;
use crate::parse::front_matter::Details;
use crate::parse::slug::slug;
use crate::text::{fold_name, nfc, percent_decode};

/// The data that misspelt links are compared with. It depends only on the site's structure.
#[derive(Debug, Default)]
pub(super) struct Index {
    files: OnceLock<Files>,
    titles: OnceLock<Titles>,
    steps: OnceLock<HashMap<String, Named<PageId>>>,
    terms: OnceLock<Terms>,
    example: OnceLock<Option<PageId>>,
    /// Files that are no pages, by folder and name as in an address, without extension.
    endings: OnceLock<HashMap<String, usize>>,
}

/// The owner of a name: the only one, or the first of several.
#[derive(Clone, Copy, Debug)]
struct Named<T> {
    first: T,
    only: bool,
}

/// Adds `one` as an owner of `name`.
fn name<T>(all: &mut HashMap<String, Named<T>>, name: String, one: T) {
    all.entry(name).and_modify(|named| named.only = false).or_insert(Named { first: one, only: true });
}

/// Pages and files by the names that links use.
#[derive(Debug, Default)]
struct Files {
    /// The paths of all pages, then of all other files.
    paths: Vec<String>,
    /// Candidates by type: a link with another extension never means a page, nor the reverse.
    pages: Like,
    others: Like,
    all: Like,
    /// The number of files with each stem, by [`Site::stem`].
    stems: HashMap<String, usize>,
    stem_names: OnceLock<Names>,
}

/// Candidates for a misspelt path, as indices in [`Files::paths`].
#[derive(Debug, Default)]
struct Like {
    numbers: Vec<usize>,
    /// The first file with each name, in ASCII lower case.
    by_name: HashMap<String, usize>,
    stems: OnceLock<Names>,
    /// The candidates in each folder.
    folders: HashMap<String, Folder>,
}

/// The candidates in one folder.
#[derive(Debug, Default)]
struct Folder {
    numbers: Vec<usize>,
    stems: OnceLock<Names>,
}

/// Pages and files by the titles and names used in wiki links.
#[derive(Debug, Default)]
struct Titles {
    pages: HashMap<String, Named<PageId>>,
    files: HashMap<String, usize>,
}

/// The terms of the glossary, by their anchors.
#[derive(Debug)]
struct Terms {
    known: HashSet<String>,
    names: Names,
}

/// Splits a path into folder and name.
fn split(path: &str) -> (&str, &str) {
    path.rsplit_once('/').unwrap_or(("", path))
}

/// Returns a name without its extension, because extensions would make all names similar.
fn without_ending(name: &str) -> &str {
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

impl Like {
    fn add(&mut self, path: &str, number: usize) {
        let (folder, name) = split(path);
        self.numbers.push(number);
        self.by_name.entry(name.to_ascii_lowercase()).or_insert(number);
        self.folders.entry(folder.to_owned()).or_default().numbers.push(number);
    }

    /// Returns the file with this name in any folder, or else one with a similar name: in `folder` if possible,
    /// otherwise anywhere.
    fn nearest(&self, paths: &[String], folder: &str, name: &str) -> Option<usize> {
        if let Some(&same) = self.by_name.get(&name.to_ascii_lowercase()) {
            return Some(same);
        }
        let of = |numbers: &[usize]| Names::new(numbers.iter().map(|&number| without_ending(split(&paths[number]).1)));
        let stem = without_ending(name);
        let here = self.folders.get(folder).and_then(|here| {
            let stems = here.stems.get_or_init(|| of(&here.numbers));
            stems.nearest(stem).map(|at| here.numbers[at])
        });
        here.or_else(|| self.stems.get_or_init(|| of(&self.numbers)).nearest(stem).map(|at| self.numbers[at]))
    }
}

impl Files {
    fn of(site: &Site) -> Self {
        let mut files = Self::default();
        let pages = site.pages.iter().map(|page| page.document.path.as_str());
        for (number, path) in pages.chain(site.assets().iter().map(|asset| asset.path.as_str())).enumerate() {
            files.paths.push(path.to_owned());
            files.all.add(path, number);
            if layout::is_page(path) { &mut files.pages } else { &mut files.others }.add(path, number);
            *files.stems.entry(Site::stem(path)).or_default() += 1;
        }
        files
    }
}

impl Titles {
    fn of(site: &Site) -> Self {
        let mut titles = Self::default();
        for (id, page) in site.ids().zip(&site.pages) {
            let title = fold_name(page.title());
            let stem = layout::page_stem(layout::name(&page.document.path)).map(fold_name);
            if let Some(stem) = stem.filter(|stem| *stem != title) {
                name(&mut titles.pages, stem, id);
            }
            name(&mut titles.pages, title, id);
            // Two pages of one name differ in their folders: `[[Our rules/Refunds]]`.
            let path = layout::page_stem(&page.document.path).filter(|path| path.contains('/'));
            path.into_iter().for_each(|path| name(&mut titles.pages, fold_name(path), id));
        }
        for (number, asset) in site.assets().iter().enumerate() {
            titles.files.entry(fold_name(split(&asset.path).1)).or_insert(number);
        }
        titles
    }
}

impl Site {
    /// Returns the anchors of the letters on a page of A to Z.
    fn letters(&self, address: &str) -> Vec<String> {
        let letter = |number: usize| format!("cb-{}", self.names().letters[number].slug);
        match self.names().parts.iter().find(|part| part.address == address) {
            Some(part) => part.letters.iter().map(|(number, _)| letter(*number)).collect(),
            None if address == address::NAMES => (0..self.names().letters.len()).map(letter).collect(),
            None => Vec::new(),
        }
    }

    /// Returns whether the generated page at `address` has a linkable anchor of this name: a term or a letter. Other
    /// ids belong to the theme.
    pub(super) fn has_place(&self, address: &str, anchor: &str) -> bool {
        match address {
            address::GLOSSARY => self.terms().known.contains(anchor),
            _ => self.letters(address).iter().any(|letter| letter == anchor),
        }
    }

    /// Returns the anchor of the term most similar to a misspelt one.
    pub(super) fn nearest_term(&self, anchor: &str) -> Option<&str> {
        self.terms().names.nearest(anchor).map(|number| self.meanings()[number].id.as_str())
    }

    /// Returns whether `near` is the only term similar to `anchor`.
    #[must_use]
    pub fn is_only_term(&self, anchor: &str, near: &str) -> bool {
        self.terms().names.is_only_near(anchor, near)
    }

    fn terms(&self) -> &Terms {
        let ids = || self.meanings().iter().map(|meaning| meaning.id.as_str());
        self.structure
            .index
            .terms
            .get_or_init(|| Terms { known: ids().map(str::to_owned).collect(), names: Names::new(ids()) })
    }

    /// Returns the file that a link to a page may mean although it has another extension: `new case.txt` for `new-case.md`.
    pub(super) fn other_ending(&self, path: &str) -> Option<String> {
        let key = |path: &str| {
            let (folder, name) = split(path);
            format!("{}/{}", nfc(folder), slug(without_ending(name)))
        };
        if !layout::is_page(path) {
            return None;
        }
        let endings = self.structure.index.endings.get_or_init(|| {
            let texts =
                ["txt", "text", "docx", "doc", "odt", "rtf", "pages", "html", "htm", "markdown", "mdown", "mdx", "mkd"];
            let numbered = self.assets().iter().enumerate().filter(|(_, asset)| {
                let ending = asset.path.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
                ending.is_some_and(|ending| texts.contains(&ending.as_str()))
            });
            numbered.map(|(number, asset)| (key(&asset.path), number)).collect()
        });
        endings.get(&key(path)).map(|&number| self.assets()[number].path.clone())
    }

    /// Returns the file with the title or name that a wiki link uses, as the file at `from` would write it; `None` if
    /// several pages share it.
    pub(super) fn by_title(&self, from: &str, title: &str) -> Option<String> {
        let wanted = fold_name(title.split(['|', '#']).next().unwrap_or(title));
        let titles = self.structure.index.titles.get_or_init(|| Titles::of(self));
        let path = match titles.pages.get(&wanted) {
            Some(page) if !page.only => return None,
            Some(page) => &self.page(page.first).document.path,
            None => &self.assets()[*titles.files.get(&wanted)?].path,
        };
        Some(address::relative(from, path))
    }

    /// Returns the page with a step of this slug, if it is the only one.
    #[must_use]
    pub fn only_step(&self, slug: &str) -> Option<PageId> {
        let steps = self.structure.index.steps.get_or_init(|| {
            let mut steps = HashMap::new();
            for id in self.ids() {
                let mut own: Vec<&String> = self.page(id).steps().iter().collect();
                own.sort_unstable();
                own.dedup();
                own.into_iter().for_each(|slug| name(&mut steps, slug.clone(), id));
            }
            steps
        });
        steps.get(slug).filter(|named| named.only).map(|named| named.first)
    }

    /// Returns a playbook with steps, as an example for messages.
    #[must_use]
    pub fn example_playbook(&self) -> Option<PageId> {
        *self.structure.index.example.get_or_init(|| self.ids().find(|&id| !self.page(id).steps().is_empty()))
    }

    fn files(&self) -> &Files {
        self.structure.index.files.get_or_init(|| Files::of(self))
    }

    /// Returns the known path most similar to `path`: the same name in another folder, or a similar name.
    pub(super) fn nearest_path(&self, path: &str) -> Option<String> {
        let (folder, name) = split(path);
        let files = self.files();
        let like = if layout::is_page(name) {
            &files.pages
        } else if name.contains('.') {
            &files.others
        } else {
            &files.all
        };
        let near = like.nearest(&files.paths, folder, name).map(|number| files.paths[number].clone());
        // Data is hardly what a link to a page was meant for.
        near.filter(|near| layout::yaml_stem(near).is_none() || layout::html_stem(name).is_none())
    }

    /// Returns the name of a file for comparisons with links: without folder, case and `.md`.
    #[must_use]
    pub fn stem(path: &str) -> String {
        let name = nfc(&percent_decode(split(path).1)).to_lowercase();
        layout::page_stem(&name).unwrap_or(&name).to_owned()
    }

    /// Returns whether the file at `meant` is the only plausible target of `written`: the only file of that name,
    /// ignoring case and folder, or the only one with a similar name.
    #[must_use]
    pub fn is_only_file(&self, written: &str, meant: &str) -> bool {
        let files = self.files();
        let itself = usize::from(self.find(meant).is_some() || self.find_asset(meant).is_some());
        let (written, stem) = (Self::stem(written), Self::stem(meant));
        if files.stems.get(&stem).is_some_and(|&count| count > itself) {
            return false;
        }
        let names = || {
            let stems: Vec<String> = files.paths.iter().map(|path| Self::stem(path)).collect();
            Names::new(stems.iter().map(String::as_str))
        };
        written == stem || files.stem_names.get_or_init(names).is_only_near(&written, &stem)
    }
}

impl Page {
    /// Returns the slugs of the steps, for playbooks.
    #[must_use]
    pub fn steps(&self) -> &[String] {
        match &self.document.front.details {
            Details::Playbook(playbook) if !playbook.is_decision() => &self.document.slugs,
            _ => &[],
        }
    }
}

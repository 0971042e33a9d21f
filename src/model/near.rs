//! What a link that leads nowhere may have meant: names, paths and places that are like it.
//!
//! A site with many such links asks as often as it has them, so what is searched is arranged once, when the first of them
//! asks ([`Index`]).

use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;

use super::{Page, PageId, Site, address};
use crate::diagnostic::Names;
use crate::layout;
use crate::parse::front_matter::Details;

/// Everything of a site that misspelt links are compared with. It depends on the site's structure only.
#[derive(Debug, Default)]
pub(super) struct Index {
    files: OnceLock<Files>,
    titles: OnceLock<Titles>,
    steps: OnceLock<HashMap<String, Named<PageId>>>,
    terms: OnceLock<Terms>,
    example: OnceLock<Option<PageId>>,
}

/// What bears a name: the one, or the first of several.
#[derive(Clone, Copy, Debug)]
struct Named<T> {
    first: T,
    only: bool,
}

/// Adds another one with this name.
fn name<T>(all: &mut HashMap<String, Named<T>>, name: String, one: T) {
    all.entry(name).and_modify(|named| named.only = false).or_insert(Named { first: one, only: true });
}

/// Pages and files by the names that links give them.
#[derive(Debug, Default)]
struct Files {
    /// All paths: pages, then other files.
    paths: Vec<String>,
    /// By what may be meant: a page is not meant by what has another ending, nor the other way round.
    pages: Like,
    others: Like,
    all: Like,
    /// How many files have each stem, by [`Site::stem`].
    stems: HashMap<String, usize>,
    stem_names: OnceLock<Names>,
}

/// Files that a path may mean, as numbers in [`Files::paths`].
#[derive(Debug, Default)]
struct Like {
    numbers: Vec<usize>,
    /// The first file with each name, in small letters of ASCII.
    by_name: HashMap<String, usize>,
    stems: OnceLock<Names>,
    /// The files of each folder.
    folders: HashMap<String, Folder>,
}

/// The files of one folder.
#[derive(Debug, Default)]
struct Folder {
    numbers: Vec<usize>,
    stems: OnceLock<Names>,
}

/// Pages and files by the titles and names in wiki links.
#[derive(Debug, Default)]
struct Titles {
    pages: HashMap<String, Named<PageId>>,
    files: HashMap<String, usize>,
}

/// The terms of the glossary by their anchors.
#[derive(Debug)]
struct Terms {
    known: HashSet<String>,
    names: Names,
}

/// Folder and name of a path.
fn split(path: &str) -> (&str, &str) {
    path.rsplit_once('/').unwrap_or(("", path))
}

/// A name without its ending: endings are alike everywhere.
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

    /// The file with the same name in any folder, or with nearly the same name: in `folder`, or else anywhere.
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
        for (number, path) in pages.chain(site.assets.iter().map(|asset| asset.path.as_str())).enumerate() {
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
            let title = page.title().to_lowercase();
            let stem = layout::page_stem(layout::name(&page.document.path)).map(str::to_lowercase);
            if let Some(stem) = stem.filter(|stem| *stem != title) {
                name(&mut titles.pages, stem, id);
            }
            name(&mut titles.pages, title, id);
        }
        for (number, asset) in site.assets.iter().enumerate() {
            titles.files.entry(split(&asset.path).1.to_lowercase()).or_insert(number);
        }
        titles
    }
}

impl Site {
    /// The letters of a page of A to Z.
    fn letters(&self, address: &str) -> Vec<String> {
        let letter = |number: usize| format!("cb-{}", self.names.letters[number].slug);
        match self.names.parts.iter().find(|part| part.address == address) {
            Some(part) => part.letters.iter().map(|(number, _)| letter(*number)).collect(),
            None if address == "a-z.html" => (0..self.names.letters.len()).map(letter).collect(),
            None => Vec::new(),
        }
    }

    /// Whether the page that Casebook makes at `address` has a place with this anchor which may be linked: a term, a letter.
    /// Other ids belong to the theme.
    pub(super) fn has_place(&self, address: &str, anchor: &str) -> bool {
        match address {
            address::GLOSSARY => self.terms().known.contains(anchor),
            _ => self.letters(address).iter().any(|letter| letter == anchor),
        }
    }

    /// The anchor of the term that is nearest to a misspelt one.
    pub(super) fn nearest_term(&self, anchor: &str) -> Option<&str> {
        self.terms().names.nearest(anchor).map(|number| self.meanings[number].id.as_str())
    }

    /// Whether `near` is the only term that can be meant by `anchor`.
    #[must_use]
    pub fn is_only_term(&self, anchor: &str, near: &str) -> bool {
        self.terms().names.is_only_near(anchor, near)
    }

    fn terms(&self) -> &Terms {
        let ids = || self.meanings.iter().map(|meaning| meaning.id.as_str());
        self.index.terms.get_or_init(|| Terms { known: ids().map(str::to_owned).collect(), names: Names::new(ids()) })
    }

    /// The one file with the title or name that a wiki link names, as the file at `from` writes it.
    pub(super) fn by_title(&self, from: &str, title: &str) -> Option<String> {
        let wanted = title.split(['|', '#']).next().unwrap_or(title).trim().to_lowercase();
        let titles = self.index.titles.get_or_init(|| Titles::of(self));
        let path = match titles.pages.get(&wanted) {
            Some(page) if !page.only => return None,
            Some(page) => &self.page(page.first).document.path,
            None => &self.assets[*titles.files.get(&wanted)?].path,
        };
        Some(address::relative(from, path))
    }

    /// The only page with a step of this slug.
    #[must_use]
    pub fn only_step(&self, slug: &str) -> Option<PageId> {
        let steps = self.index.steps.get_or_init(|| {
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

    /// A playbook with steps, to show how one is named.
    #[must_use]
    pub fn example_playbook(&self) -> Option<PageId> {
        *self.index.example.get_or_init(|| self.ids().find(|&id| !self.page(id).steps().is_empty()))
    }

    fn files(&self) -> &Files {
        self.index.files.get_or_init(|| Files::of(self))
    }

    /// The known path that is most like `path`: the same name in another folder, or nearly the same name.
    pub(super) fn nearest_path(&self, path: &str) -> Option<String> {
        let (folder, name) = split(path);
        let files = self.files();
        let like = match name.contains('.') {
            true if layout::is_page(name) => &files.pages,
            true => &files.others,
            false => &files.all,
        };
        like.nearest(&files.paths, folder, name).map(|number| files.paths[number].clone())
    }

    /// The name of a file as links are compared with it, whatever its folder and case, without `.md`.
    #[must_use]
    pub fn stem(path: &str) -> String {
        let name = address::percent_decode(split(path).1).to_lowercase();
        layout::page_stem(&name).unwrap_or(&name).to_owned()
    }

    /// Whether no other file than the one at `meant` can be meant by what is `written`: the only one of that name, whatever
    /// its case and folder, or the only one whose name is nearly the same.
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
    /// The slugs of the steps, for playbooks.
    fn steps(&self) -> &[String] {
        match &self.document.front.details {
            Details::Playbook(playbook) if !playbook.is_decision() => &self.document.slugs,
            _ => &[],
        }
    }
}

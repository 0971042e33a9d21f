//! What a link that leads nowhere may have meant: names, paths and places that are like it.

use super::{Page, Site, address, meaning};
use crate::diagnostic::nearest;
use crate::layout;
use crate::read::Asset;

impl Site {
    /// The places of a page that Casebook makes which may be linked: terms, letters. Other ids belong to the theme.
    pub(super) fn places(&self, address: &str) -> Vec<String> {
        let letter = |number: usize| format!("cb-{}", self.names.letters[number].slug);
        match self.names.parts.iter().find(|part| part.address == address) {
            Some(part) => part.letters.iter().map(|(number, _)| letter(*number)).collect(),
            None if address == "a-z.html" => (0..self.names.letters.len()).map(letter).collect(),
            None if address == meaning::ADDRESS => self.meanings.iter().map(|meaning| meaning.id.clone()).collect(),
            None => Vec::new(),
        }
    }

    /// The one file with the title or name that a wiki link names, as the file at `from` writes it.
    pub(super) fn by_title(&self, from: &str, title: &str) -> Option<String> {
        let wanted = title.split(['|', '#']).next().unwrap_or(title).trim().to_lowercase();
        let stem = |page: &Page| layout::page_stem(layout::name(&page.document.path)).map(str::to_lowercase);
        let named = |page: &&std::sync::Arc<Page>| {
            page.title().to_lowercase() == wanted || stem(page).as_ref() == Some(&wanted)
        };
        let mut pages = self.pages.iter().filter(named);
        let page = pages.next();
        if pages.next().is_some() {
            return None;
        }
        let name = |asset: &Asset| asset.path.rsplit('/').next().map(str::to_lowercase);
        let asset = || self.assets.iter().find(|asset| name(asset).as_ref() == Some(&wanted));
        let path = page.map(|page| page.document.path.as_str()).or_else(|| Some(asset()?.path.as_str()))?;
        Some(address::relative(from, path))
    }

    /// The known path that is most like `path`: the same name in another folder, or nearly the same name.
    pub(super) fn nearest_path(&self, path: &str) -> Option<String> {
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        let pages = self.pages.iter().map(|page| page.document.path.as_str());
        // A page is not meant by what has another ending, nor the other way round.
        let alike = |known: &&str| !name.contains('.') || layout::is_page(known) == layout::is_page(name);
        let known: Vec<&str> = pages.chain(self.assets.iter().map(|asset| asset.path.as_str())).filter(alike).collect();
        let split = |path: &'_ str| {
            path.rsplit_once('/').map_or((String::new(), path.to_owned()), |(a, b)| (a.to_owned(), b.to_owned()))
        };
        if let Some(same) = known.iter().find(|path| split(path).1.eq_ignore_ascii_case(name)) {
            return Some((*same).to_owned());
        }
        // Endings and folders are alike everywhere: only the stem of the name tells what was meant.
        let stem = |name: &'_ str| name.rsplit_once('.').map_or(name, |(stem, _)| stem).to_owned();
        let here = |path: &&&str| split(path).0 == folder;
        let (near, far): (Vec<&str>, Vec<&str>) = known.iter().partition(|path| here(path));
        [near, far].into_iter().find_map(|paths| {
            let stems: Vec<String> = paths.iter().map(|path| stem(&split(path).1)).collect();
            let found = nearest(&stem(name), stems.iter().map(String::as_str))?;
            let at = stems.iter().position(|stem| stem == found)?;
            Some(paths[at].to_owned())
        })
    }
}

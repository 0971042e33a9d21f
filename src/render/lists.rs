//! Lists of pages: the index of each kind, sections, filters, tags, and the home page. Which pages stand in a list is
//! the site's to know (`model::list`); here they get their words, filters, paging and HTML.
//!
//! Lists without cards (A to Z, phrases …) are `generated`.

mod cards;
mod filter;
mod home;
pub(super) mod paging;
mod section;

use rayon::prelude::*;

use super::Made;
use super::context::{self, Counted, Filter, Link};
use super::frame::{Renderer, Sheet};
use crate::model::list::Handbook;
use crate::model::{PageId, Site, address};
use cards::Cards;
pub(super) use home::situations;
use paging::Part;

/// Every list of the site and its home page.
pub(super) fn write(renderer: &Renderer<'_>) -> Vec<Made> {
    let cards = match Cards::new(renderer) {
        Ok(cards) => cards,
        Err(mistake) => return vec![Err(mistake)],
    };
    let mut lists = section::all(renderer);
    lists.extend(filter::filters(renderer));
    lists.extend(filter::tags(renderer));
    let mut files: Vec<Made> = lists.par_iter().flat_map(|list| list.write(renderer, &cards)).collect();
    files.push(home::write(renderer));
    files
}

/// A list before it is divided into pages.
struct List {
    /// What its first page says about itself.
    head: context::Page,
    current_kind: Option<&'static str>,
    /// The kind whose own list it is.
    of: Option<&'static str>,
    /// Shown on the first page only.
    body: String,
    ids: Vec<PageId>,
    filters: Vec<Filter>,
    sections: Vec<Counted>,
}

impl List {
    fn write(&self, renderer: &Renderer<'_>, cards: &Cards) -> Vec<Made> {
        paging::divide(&self.head.url, &self.ids).into_par_iter().map(|part| self.part(renderer, cards, part)).collect()
    }

    fn part(&self, renderer: &Renderer<'_>, cards: &Cards, part: Part<'_, PageId>) -> Made {
        let first = part.number == 1;
        let index = context::Index {
            of: self.of,
            cards: part.items.iter().map(|id| renderer.cards[id.index()].clone()).collect(),
            cards_html: cards.html(part.items, &address::root(&part.address)),
            total: self.ids.len(),
            filters: self.filters.clone(),
            sections: if first { self.sections.clone() } else { Vec::new() },
            pages: part.pages,
        };
        let canonical = renderer.canonical(&part.address);
        let page = context::Page { url: part.address, canonical, ..self.head.clone() };
        let body = if first { self.body.clone() } else { String::new() };
        let sheet = Sheet { page, template: Some("index"), current_kind: self.current_kind, body, ..Sheet::default() };
        renderer.write(sheet, |context| context.insert("index", &index))
    }
}

/// What a page that Casebook makes says about itself; `key` names its words in i18n.
pub(super) fn head(renderer: &Renderer<'_>, kind: &'static str, key: &str, url: &str) -> context::Page {
    let summary = format!("pages.{key}.summary");
    let summary = Some(renderer.word(&summary)).filter(|text| *text != summary);
    context::Page {
        kind,
        title: renderer.word(&format!("pages.{key}.title")),
        summary,
        url: url.to_owned(),
        lang: renderer.site.config.language.clone(),
        crumbs: vec![home_link(renderer)],
        canonical: renderer.canonical(url),
        ..context::Page::default()
    }
}

fn home_link(renderer: &Renderer<'_>) -> Link {
    Link { title: renderer.word("pages.home.title"), url: "index.html".to_owned() }
}

/// Whether a feed is written: it needs whole addresses.
pub(super) fn has_feed(site: &Site) -> bool {
    site.config.base_url.is_some()
}

/// The pages that Casebook makes for everybody. Those with nothing to show yet say what would fill them.
pub(super) fn footer(site: &Site) -> Vec<Link> {
    let pages = [
        ("tags", "tags/index.html"),
        ("phrases", "phrases.html"),
        ("register", "register.html"),
        ("coverage", "coverage.html"),
        ("review", "review.html"),
        ("glossary", "glossary.html"),
        ("a-z", "a-z.html"),
        ("search", "search.html"),
    ];
    let handbook = (site.handbook() != Handbook::Absent).then_some(("handbook", "handbook.html"));
    let trainers = (site.scenarios().next().is_some()).then_some(("trainers", "trainers.html"));
    let pages = pages.into_iter().chain(handbook).chain(trainers);
    pages
        .map(|(key, url)| Link {
            title: site.words.text(&format!("pages.{key}.title")).to_owned(),
            url: url.to_owned(),
        })
        .collect()
}

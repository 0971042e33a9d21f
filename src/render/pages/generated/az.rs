//! A to Z: an index of every page, step and term by name. If it is long, its first page links to its parts by their
//! first and last names, like the spines of an encyclopedia.

use rayon::prelude::*;

use crate::i18n::Messages;
use crate::model::name::{Letter, NamePart, Named, name};
use crate::model::{Site, address};
use crate::render::pages::card;
use crate::render::pages::renderer::{PageContext, Rendered, Renderer};
use crate::render::theme::context::{self, Az, AzEntry, AzLetter, Link, Listing};

pub(super) fn write(renderer: &Renderer) -> Vec<Rendered> {
    let names = renderer.site.names();
    let view = View { renderer };
    if names.parts.is_empty() {
        let letters = names.letters.iter().map(|letter| view.letter(letter, 0..letter.names.len()));
        return vec![view.page(renderer.generated_page("a-z", address::NAMES), letters.collect())];
    }
    let mut files: Vec<Rendered> = names.parts.par_iter().map(|part| view.part(part)).collect();
    let letters = (0..names.letters.len()).map(|number| view.ranges(number));
    files.push(view.page(renderer.generated_page("a-z", address::NAMES), letters.collect()));
    files
}

struct View<'r> {
    renderer: &'r Renderer,
}

impl View<'_> {
    fn page(&self, page: context::Page, letters: Vec<AzLetter>) -> Rendered {
        let total = letters.iter().map(|letter| letter.entries.len()).sum();
        let page = PageContext::new(page).with("az", &Az { letters });
        self.renderer.write(page.with("index", &Listing { total, pages: None }))
    }

    fn part(&self, part: &NamePart) -> Rendered {
        let all = &self.renderer.site.names().letters;
        let mut page = self.renderer.generated_page("a-z", &part.address);
        let (title, url) = (page.title.clone(), address::NAMES.to_owned());
        page.crumbs.push(Link { title, url });
        page.title = format!("{}: {}", page.title, self.range(part));
        self.page(page, part.letters.iter().map(|(number, range)| self.letter(&all[*number], range.clone())).collect())
    }

    /// The first and last names of a part, as text.
    fn range(&self, part: &NamePart) -> String {
        let site = &*self.renderer.site;
        let named = |letter: usize, at: usize| name(site, site.names().letters[letter].names[at]);
        let (first, last) = (&part.letters[0], &part.letters[part.letters.len() - 1]);
        format!("{} – {}", named(first.0, first.1.start), named(last.0, last.1.end - 1))
    }

    fn letter(&self, letter: &Letter, range: std::ops::Range<usize>) -> AzLetter {
        let entries = letter.names[range].iter().map(|&named| self.entry(named)).collect();
        AzLetter { letter: letter.letter.clone(), id: anchor(letter), entries }
    }

    /// A letter, with links to the parts that contain its names.
    fn ranges(&self, number: usize) -> AzLetter {
        let site = &*self.renderer.site;
        let letter = &site.names().letters[number];
        let parts = site.names().parts.iter().flat_map(|part| {
            part.letters.iter().filter(|(other, _)| *other == number).map(move |(_, range)| (part, range))
        });
        let range_entry = |(part, range): (&NamePart, &std::ops::Range<usize>)| {
            let (first, last) = (name(site, letter.names[range.start]), name(site, letter.names[range.end - 1]));
            AzEntry {
                title: if first == last { first.to_owned() } else { format!("{first} – {last}") },
                url: format!("{}#{}", part.address, anchor(letter)),
                kind: "page",
                note: Some(range.len().to_string()),
            }
        };
        AzLetter { letter: letter.letter.clone(), id: anchor(letter), entries: parts.map(range_entry).collect() }
    }

    fn entry(&self, named: Named) -> AzEntry {
        let site = &*self.renderer.site;
        let title = name(site, named).to_owned();
        match named {
            Named::Page(id) => {
                let page = site.page(id);
                AzEntry { title, url: page.address.clone(), kind: card::kind(page), note: None }
            }
            Named::Step(step) => {
                let playbook = site.page(step.playbook);
                let note = format!("{} · {}", facet(site, "step"), playbook.title());
                AzEntry { title, url: site.step_url(step), kind: card::kind(playbook), note: Some(note) }
            }
            Named::Term(number) => {
                let url = format!("{}#{}", address::GLOSSARY, site.meanings()[number].id);
                let note = self.renderer.word("pages.glossary.title");
                AzEntry { title, url, kind: "page", note: Some(note) }
            }
        }
    }
}

fn facet<'s>(site: &'s Site, key: &str) -> &'s str {
    match site.messages().at("facets").and_then(|facets| facets.at(key)) {
        Some(Messages::Text(text)) => text,
        _ => "",
    }
}

fn anchor(letter: &Letter) -> String {
    format!("cb-{}", letter.slug)
}

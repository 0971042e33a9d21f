//! The handbook: the whole site as one page for printing, or one page per section if that would be too long. Each page
//! of content becomes a chapter: the block `article` of its template, with anchors, links and headings adapted by
//! [`rewrite`]. Lists, generated pages and the texts of `index.md` are left out.

pub(super) mod rewrite;

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::body::HANDBOOK;
use super::context::{self, Chapter, Counted, HandbookPart, Link};
use super::frame::{KINDS, Renderer, Sheet};
use super::lists::head;
use super::{Made, card, page};
use crate::diagnostic::Diagnostic;
use crate::model::list::{Handbook, part};
use crate::model::{PageId, Section, SectionId};
use crate::parse::kind::ContentKind;
use rewrite::{Rewriter, chapter_id};

/// Renders all pages of the handbook.
pub(super) fn write(renderer: &Renderer) -> Vec<Made> {
    match renderer.site.handbook() {
        Handbook::Absent => Vec::new(),
        Handbook::Whole => vec![whole(renderer)],
        Handbook::Sections(sections) => by_section(renderer, &sections),
    }
}

fn whole(renderer: &Renderer) -> Made {
    let kinds = KINDS.into_iter().chain([ContentKind::Page]);
    let parts = kinds.map(|kind| (title(renderer, kind), pages(renderer, kind))).filter(|(_, ids)| !ids.is_empty());
    document(renderer, head(renderer, "handbook", "handbook", HANDBOOK), parts.collect())
}

fn title(renderer: &Renderer, kind: ContentKind) -> String {
    let section = kind.folder().and_then(|folder| renderer.site.section(folder));
    section.map_or_else(|| renderer.word("kinds.page.plural"), |section| renderer.site.section_title(section))
}

fn pages(renderer: &Renderer, kind: ContentKind) -> Vec<PageId> {
    let site = &*renderer.site;
    let order = site.reading_order().iter().copied();
    order.filter(|&id| site.page(id).kind() == kind && !site.page(id).document.index).collect()
}

/// One document per section, and a first page that lists them.
fn by_section(renderer: &Renderer, sections: &[SectionId]) -> Vec<Made> {
    let documents = sections.par_iter().zip(2..sections.len() + 2);
    let mut files: Vec<Made> = documents
        .map(|(&id, number)| {
            let section = renderer.site.section_of(id);
            let url = part(HANDBOOK, number);
            let page = head(renderer, "handbook", "handbook", &url);
            let title = section_title(renderer, section);
            let crumb = Link { title: page.title.clone(), url: HANDBOOK.to_owned() };
            let crumbs = page.crumbs.iter().cloned().chain([crumb]).collect();
            let page = context::Page { title: format!("{}: {title}", page.title), crumbs, ..page };
            document(renderer, page, vec![(title, section.pages.clone())])
        })
        .collect();
    files.push(contents(renderer, sections));
    files
}

fn section_title(renderer: &Renderer, section: &Section) -> String {
    match section.path.is_empty() {
        true => renderer.word("kinds.page.plural"),
        false => renderer.site.section_title(section),
    }
}

fn contents(renderer: &Renderer, sections: &[SectionId]) -> Made {
    let sections = sections.iter().map(|&id| renderer.site.section_of(id)).zip(2..);
    let documents: Vec<Counted> = sections
        .map(|(section, number)| Counted {
            title: section_title(renderer, section),
            url: part(HANDBOOK, number),
            count: section.pages.len(),
        })
        .collect();
    let page = head(renderer, "handbook", "handbook", HANDBOOK);
    let sheet = Sheet { page, template: Some("tags"), ..Sheet::default() };
    renderer.write(sheet, |context| {
        context.insert("tags", &documents);
        context.insert("index", &context::Listing { total: documents.len(), pages: None });
    })
}

/// One document with the given parts.
fn document(renderer: &Renderer, page: context::Page, parts: Vec<(String, Vec<PageId>)>) -> Made {
    let site = &*renderer.site;
    let ids = parts.iter().flat_map(|(_, ids)| ids);
    let chapters: BTreeMap<&str, String> =
        ids.map(|&id| site.page(id).address.as_str()).map(|address| (address, chapter_id(address))).collect();
    let part = |(title, ids): (String, Vec<PageId>)| {
        let chapters: Result<_, _> = ids.par_iter().map(|&id| chapter(renderer, id, &chapters)).collect();
        chapters.map(|chapters| HandbookPart { title, chapters })
    };
    let parts: Vec<HandbookPart> = parts.into_iter().map(part).collect::<Result<_, _>>()?;
    renderer.write(Sheet { page, ..Sheet::default() }, |context| {
        context.insert("handbook", &context::Handbook { parts });
    })
}

fn chapter(renderer: &Renderer, id: PageId, chapters: &BTreeMap<&str, String>) -> Result<Chapter, Box<Diagnostic>> {
    let page = renderer.site.page(id);
    let (sheet, own) = page::sheet(renderer, id, HANDBOOK);
    let (context, template) = renderer.context(Some(""), &sheet, |context| own.put(context));
    let html = renderer.theme.article(&format!("templates/{template}.html"), &context, &renderer.sources)?;
    let anchor = chapter_id(&page.address);
    let prefix = rewrite::prefix(&anchor);
    let chapter_of = |address: &str| chapters.get(address).cloned();
    let html = Rewriter { prefix: &prefix, lower: 2, chapter_of: &chapter_of }.run(&html);
    Ok(Chapter { id: anchor, kind: card::kind(page), title: page.title().to_owned(), html })
}

//! The handbook: the whole site as one page for printing, or one page per section if that would be too long. Each page
//! of content becomes a chapter: the block `article` of its template, with anchors, links and headings adapted by
//! [`rewrite`]. Lists, generated pages and the texts of `index.md` are left out.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::renderer::{PageContext, Prepared, Rendered, Renderer};
use super::site_context::KINDS;
use super::{card, page};
use crate::diagnostic::Diagnostic;
use crate::model::address::HANDBOOK;
use crate::model::list::{Handbook, part};
use crate::model::{PageId, Section, SectionId};
use crate::parse::kind::ContentKind;
use crate::render::html::rewrite::{self, Rewriter, chapter_id};
use crate::render::theme::context::{self, Chapter, Counted, HandbookPart, Link};

/// Renders all pages of the handbook.
pub(super) fn write(renderer: &Renderer) -> Vec<Rendered> {
    match renderer.site.handbook() {
        Handbook::Absent => Vec::new(),
        Handbook::Whole => vec![whole(renderer)],
        Handbook::Sections(sections) => by_section(renderer, &sections),
    }
}

fn whole(renderer: &Renderer) -> Rendered {
    let kinds = KINDS.into_iter().chain([ContentKind::Page]);
    let parts = kinds.map(|kind| Part { title: title(renderer, kind), ids: pages(renderer, kind) });
    let parts: Vec<Part> = parts.filter(|part| !part.ids.is_empty()).collect();
    document(renderer, renderer.generated_page("handbook", HANDBOOK), &parts)
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
fn by_section(renderer: &Renderer, sections: &[SectionId]) -> Vec<Rendered> {
    let documents = sections.par_iter().zip(2..sections.len() + 2);
    let mut files: Vec<Rendered> = documents
        .map(|(&id, number)| {
            let section = renderer.site.section_of(id);
            let url = part(HANDBOOK, number);
            let page = renderer.generated_page("handbook", &url);
            let title = section_title(renderer, section);
            let crumb = Link { title: page.title.clone(), url: HANDBOOK.to_owned() };
            let crumbs = page.crumbs.iter().cloned().chain([crumb]).collect();
            let page = context::Page { title: format!("{}: {title}", page.title), crumbs, ..page };
            document(renderer, page, &[Part { title, ids: section.pages.clone() }])
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

fn contents(renderer: &Renderer, sections: &[SectionId]) -> Rendered {
    let sections = sections.iter().map(|&id| renderer.site.section_of(id)).zip(2..);
    let documents: Vec<Counted> = sections
        .map(|(section, number)| Counted {
            title: section_title(renderer, section),
            url: part(HANDBOOK, number),
            count: section.pages.len(),
        })
        .collect();
    let page = PageContext::new(renderer.generated_page("handbook", HANDBOOK));
    let page = PageContext { template: Some("tags"), ..page }.with("tags", &documents);
    renderer.write(page.with("index", &context::Listing { total: documents.len(), pages: None }))
}

/// The pages of one kind or section.
struct Part {
    title: String,
    ids: Vec<PageId>,
}

/// One document with the given parts.
fn document(renderer: &Renderer, page: context::Page, parts: &[Part]) -> Rendered {
    let site = &*renderer.site;
    let ids = parts.iter().flat_map(|part| &part.ids);
    let chapters: BTreeMap<&str, String> =
        ids.map(|&id| site.page(id).address.as_str()).map(|address| (address, chapter_id(address))).collect();
    let part = |part: &Part| {
        let chapters: Result<_, _> = part.ids.par_iter().map(|&id| chapter(renderer, id, &chapters)).collect();
        chapters.map(|chapters| HandbookPart { title: part.title.clone(), chapters })
    };
    let parts: Vec<HandbookPart> = parts.iter().map(part).collect::<Result<_, _>>()?;
    renderer.write(PageContext::new(page).with("handbook", &context::Handbook { parts }))
}

fn chapter(renderer: &Renderer, id: PageId, chapters: &BTreeMap<&str, String>) -> Result<Chapter, Box<Diagnostic>> {
    let page = renderer.site.page(id);
    let Prepared { context, template } = renderer.prepare(Some(""), page::context(renderer, id, HANDBOOK));
    let html = renderer.shared.theme.article(&template, &context, &renderer.sources)?;
    let anchor = chapter_id(&page.address);
    let prefix = rewrite::prefix(&anchor);
    let html = Rewriter { prefix: &prefix, lower: 2, chapters }.run(&html);
    Ok(Chapter { id: anchor, kind: card::kind(page), title: page.title().to_owned(), html })
}

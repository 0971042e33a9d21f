//! The page of each folder: the index of a kind, or of a section, with the text of its `index.md` if there is one.

use super::{List, filter};
use crate::model::{Section, SectionId, Site};
use crate::parse::kind::ContentKind;
use crate::render::pages::page;
use crate::render::pages::renderer::{PageContext, Renderer};
use crate::render::pages::site_context::direction;
use crate::render::theme::context::{self, Counted};

/// All folders that have a list. The root has none: its page is the home page.
pub(super) fn all(site: &Site) -> impl Iterator<Item = SectionId> {
    let sections = site.sections().iter().zip(0..);
    sections.filter(|(section, _)| !section.path.is_empty()).map(|(_, number)| SectionId(number))
}

pub(super) fn list(renderer: &Renderer, id: SectionId) -> List {
    let site = &*renderer.site;
    let section = site.section_of(id);
    let kind = site.kind_of(section);
    let PageContext { page, body, .. } = text(renderer, id, section);
    let page_kind = if kind.is_some() { "index" } else { "section" };
    List {
        head: context::Page { kind: page_kind, ..page },
        current_kind: top_kind(section).map(ContentKind::word),
        of: kind.map(ContentKind::word),
        body,
        ids: site.listed(section),
        filters: kind.map(|kind| filter::of_kind(renderer, kind, None)).unwrap_or_default(),
        sections: section.children.iter().map(|&child| counted(site, site.section_of(child))).collect(),
    }
}

/// The page's metadata and text.
fn text(renderer: &Renderer, id: SectionId, section: &Section) -> PageContext {
    if let Some(index) = section.index {
        return page::text_of_index(renderer, index, &section.address);
    }
    PageContext::new(context::Page {
        title: renderer.site.section_title(section),
        url: section.address.clone(),
        lang: renderer.site.config().language.clone(),
        dir: direction(&renderer.site.config().language),
        crumbs: page::crumbs(renderer, id, false),
        ..context::Page::default()
    })
}

fn counted(site: &Site, section: &Section) -> Counted {
    Counted { title: site.section_title(section), url: section.address.clone(), count: site.size_of(section) }
}

/// The kind of the pages in a folder, given by the first part of its path.
fn top_kind(section: &Section) -> Option<ContentKind> {
    let top = section.path.split('/').next();
    ContentKind::ALL.into_iter().find(|kind| kind.folder().is_some() && kind.folder() == top)
}

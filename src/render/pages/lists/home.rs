//! The home page: situations to choose from, the newest cases, and the text of `content/index.md`.

use std::cmp::Reverse;

use crate::model::{PageId, Site, address};
use crate::parse::kind::ContentKind;
use crate::render::pages::page;
use crate::render::pages::renderer::{PageContext, Rendered, Renderer};
use crate::render::theme::context::{self, Home};

/// Maximum number of cases.
const MOST_NEW: usize = 3;

pub(super) fn write(renderer: &Renderer) -> Rendered {
    let site = &*renderer.site;
    let home = Home { newest: newest(site).iter().map(|id| renderer.card(*id)).collect() };
    let page = text(renderer);
    let page = PageContext { page: context::Page { kind: "home", crumbs: Vec::new(), ..page.page }, ..page };
    renderer.write(page.with("home", &home))
}

/// The page's metadata and text.
fn text(renderer: &Renderer) -> PageContext {
    let site = &*renderer.site;
    if let Some(index) = site.sections().first().and_then(|root| root.index) {
        return page::text_of_index(renderer, index, address::INDEX);
    }
    PageContext::new(context::Page {
        title: site.config().title.clone(),
        summary: site.config().tagline.clone(),
        ..renderer.generated_page("home", address::INDEX)
    })
}

fn newest(site: &Site) -> Vec<PageId> {
    let cases = site.reading_order().iter().copied().filter(|&id| site.page(id).kind() == ContentKind::Case);
    let mut cases: Vec<PageId> = cases.collect();
    cases.sort_by_key(|&id| Reverse(site.page(id).document.front.shared.date.map(|date| date.value)));
    cases.truncate(MOST_NEW);
    cases
}

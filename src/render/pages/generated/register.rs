//! The register of second fixes ("fix it twice"): all cases, those without a second fix first.

use super::PagedList;
use crate::model::list::has_second_fix;
use crate::model::{Page, PageId, address};
use crate::parse::front_matter::Details;
use crate::render::html::rewrite;
use crate::render::pages::body::BodyRenderer;
use crate::render::pages::card;
use crate::render::pages::renderer::{Rendered, Renderer};
use crate::render::theme::context::{Register, RegisterEntry};
use crate::yaml::Text;

pub(super) fn write(renderer: &Renderer) -> Vec<Rendered> {
    let list = PagedList { kind: "register", first: address::REGISTER };
    let cases = renderer.site.register();
    let closed_count = cases.iter().filter(|&&id| has_second_fix(renderer.site.page(id))).count();
    let open_count = cases.len() - closed_count;
    list.write(renderer, &cases, |ids: &[PageId]| {
        let pages = ids.iter().map(|&id| renderer.site.page(id));
        let (closed, open): (Vec<&Page>, Vec<&Page>) = pages.partition(|page| has_second_fix(page));
        let entries = |pages: Vec<&Page>| pages.into_iter().map(|page| entry(renderer, page)).collect();
        Register { open: entries(open), open_count, closed: entries(closed), closed_count }
    })
}

fn entry(renderer: &Renderer, page: &Page) -> RegisterEntry {
    let Details::Case(case) = &page.document.front.details else {
        return RegisterEntry { card: card::card(&renderer.site, page), fixed_for_them_html: None, fix_html: None };
    };
    // Like the handbook, the register is at the root and contains texts of many pages. Rendering them as for the
    // handbook keeps footnote ids unique and does not mark terms again for each case.
    let html = |text: &Text| {
        let html = BodyRenderer::new(renderer, page, address::HANDBOOK).value(text);
        rewrite::with_prefix(&html, &rewrite::prefix(&rewrite::chapter_id(&page.address)))
    };
    let next = case.fixed_for_the_next.as_ref().filter(|fix| !fix.trim().is_empty());
    RegisterEntry {
        card: card::card(&renderer.site, page),
        fixed_for_them_html: case.fixed_for_them.as_ref().map(html),
        fix_html: next.map(|fix| html(fix)),
    }
}

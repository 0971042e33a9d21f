//! Pages due for review, by owner and date. The output does not depend on today's date: a script marks what is overdue.

use super::{PagedList, grouped};
use crate::model::{PageId, address};
use crate::render::pages::card;
use crate::render::pages::renderer::{Rendered, Renderer};
use crate::render::theme::context::{Review, ReviewEntry, ReviewGroup};

pub(super) fn write(renderer: &Renderer) -> Vec<Rendered> {
    let site = &*renderer.site;
    let shared = |id: PageId| &site.page(id).document.front.shared;
    let entry = |&id: &PageId| {
        let page = site.page(id);
        ReviewEntry {
            title: page.title().to_owned(),
            url: page.address.clone(),
            kind: card::kind(page),
            review_by: shared(id).review_by.map(|date| date.value.to_string()),
        }
    };
    let owner = |&id: &PageId| shared(id).owner.as_ref().map(|owner| owner.text.clone());
    let list = PagedList { kind: "review", first: address::REVIEW };
    list.write(renderer, &site.reviewed(), |ids: &[PageId]| {
        let groups = grouped(ids, owner, entry).into_iter();
        Review { groups: groups.map(|(owner, items)| ReviewGroup { owner, items }).collect() }
    })
}

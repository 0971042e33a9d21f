//! Pages due for review, by owner and date. The output does not depend on today's date: a script marks what is overdue.

use super::super::context::{Review, ReviewEntry, ReviewGroup};
use super::super::frame::Renderer;
use super::super::{Made, card};
use super::{Long, grouped};
use crate::model::PageId;

pub(super) fn write(renderer: &Renderer) -> Vec<Made> {
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
    let long = Long { kind: "review", value: "review", first: "review.html" };
    long.write(renderer, &site.reviewed(), |ids: &[PageId]| {
        let groups = grouped(ids, owner, entry).into_iter();
        Review { groups: groups.map(|(owner, items)| ReviewGroup { owner, items }).collect() }
    })
}

//! The home page: situations to choose from, the newest cases, and the text of `content/index.md`.

use std::cmp::Reverse;

use super::super::Made;
use super::super::context::{self, Home, Situation};
use super::super::frame::{Renderer, Sheet};
use super::super::page;
use crate::model::{PageId, Site};
use crate::parse::front_matter::Details;
use crate::parse::kind::ContentKind;
use crate::yaml::Text;

/// Maximum number of situations.
const MOST_SITUATIONS: usize = 9;
/// Maximum number of cases.
const MOST_NEW: usize = 3;

pub(super) fn write(renderer: &Renderer) -> Made {
    let site = &*renderer.site;
    let home = Home { newest: newest(site).iter().map(|id| renderer.card(*id)).collect() };
    let (page, body) = text(renderer);
    let sheet = Sheet { page: context::Page { kind: "home", crumbs: Vec::new(), ..page }, body, ..Sheet::default() };
    renderer.write(sheet, |context| context.insert("home", &home))
}

fn text(renderer: &Renderer) -> (context::Page, String) {
    let site = &*renderer.site;
    if let Some(index) = site.sections().first().and_then(|root| root.index) {
        let (sheet, _) = page::sheet(renderer, index, "index.html");
        return (sheet.page, sheet.body);
    }
    let page = context::Page {
        title: site.config().title.clone(),
        summary: site.config().tagline.clone(),
        ..super::head(renderer, "home", "home", "index.html")
    };
    (page, String::new())
}

/// The situations that playbooks are for: the first of each playbook, then the second of each, and so on.
pub(in crate::render) fn situations(site: &Site) -> Vec<Situation> {
    let playbooks: Vec<(&str, &[Text])> = site
        .reading_order()
        .iter()
        .filter_map(|&id| match &site.page(id).document.front.details {
            Details::Playbook(playbook) => Some((site.page(id).address.as_str(), playbook.when.as_slice())),
            _ => None,
        })
        .collect();
    let most = playbooks.iter().map(|(_, when)| when.len()).max().unwrap_or(0).min(MOST_SITUATIONS);
    let rounds =
        (0..most).flat_map(|round| playbooks.iter().filter_map(move |(url, when)| Some((*url, when.get(round)?))));
    rounds.take(MOST_SITUATIONS).map(|(url, text)| Situation { text: text.text.clone(), url: url.to_owned() }).collect()
}

fn newest(site: &Site) -> Vec<PageId> {
    let cases = site.reading_order().iter().copied().filter(|&id| site.page(id).kind() == ContentKind::Case);
    let mut cases: Vec<PageId> = cases.collect();
    cases.sort_by_key(|&id| Reverse(site.page(id).document.front.shared.date.map(|date| date.value)));
    cases.truncate(MOST_NEW);
    cases
}

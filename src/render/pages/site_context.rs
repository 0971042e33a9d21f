//! The values of the site for templates, which are the same on every page.

use crate::model::list::Handbook;
use crate::model::{Site, address};
use crate::parse::front_matter::Details;
use crate::parse::kind::ContentKind;
use crate::render::theme::context::{self, Link, Situation};
use crate::text::base_language;
use crate::yaml::Text;

/// The kinds in the header's navigation, in order.
pub(super) const KINDS: [ContentKind; 4] =
    [ContentKind::Playbook, ContentKind::Scenario, ContentKind::Case, ContentKind::Path];

/// Maximum number of situations.
const MOST_SITUATIONS: usize = 9;

/// Returns the value `site`.
pub(super) fn site_context(site: &Site) -> context::Site {
    let config = site.config();
    context::Site {
        title: config.title.clone(),
        tagline: config.tagline.clone().unwrap_or_default(),
        language: config.language.clone(),
        dir: direction(&config.language),
        currency: config.currency.clone(),
        id: config.id.clone(),
        device: crate::yaml::Words::word(config.device),
        base_url: config.base_url.clone(),
        generator: concat!("Casebook ", env!("CARGO_PKG_VERSION")),
        // A feed needs absolute URLs.
        feed_url: config.base_url.is_some().then_some(address::FEED),
        search_url: address::SEARCH,
        kinds: KINDS.iter().filter_map(|&kind| kind_context(site, kind)).collect(),
        footer: footer(site),
    }
}

fn kind_context(site: &Site, kind: ContentKind) -> Option<context::Kind> {
    let count = site.pages.iter().filter(|page| page.kind() == kind).count();
    let section = site.section(kind.folder()?).filter(|_| count > 0)?;
    Some(context::Kind { kind: kind.word(), url: section.address.clone(), count, title: site.section_title(section) })
}

/// The writing direction of a language.
pub(super) fn direction(language: &str) -> &'static str {
    match base_language(language) {
        "ar" | "fa" | "he" | "ur" | "ps" | "sd" | "ug" | "yi" | "dv" | "ckb" => "rtl",
        _ => "ltr",
    }
}

/// Links to the generated pages. A page that is still empty explains how it is filled.
fn footer(site: &Site) -> Vec<Link> {
    let pages = [
        ("tags", address::TAGS),
        ("phrases", address::PHRASES),
        ("register", address::REGISTER),
        ("coverage", address::COVERAGE),
        ("review", address::REVIEW),
        ("glossary", address::GLOSSARY),
        ("a-z", address::NAMES),
        ("search", address::SEARCH),
    ];
    let handbook = (site.handbook() != Handbook::Absent).then_some(("handbook", address::HANDBOOK));
    let trainers = (site.scenarios().next().is_some()).then_some(("trainers", address::TRAINERS));
    let pages = pages.into_iter().chain(handbook).chain(trainers);
    pages
        .map(|(key, url)| Link {
            title: site.messages().text(&format!("pages.{key}.title")).to_owned(),
            url: url.to_owned(),
        })
        .collect()
}

/// The situations that playbooks are for: the first of each playbook, then the second of each, and so on.
pub(super) fn situations(site: &Site) -> Vec<Situation> {
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

/// The path of the site's base URL, with a slash at both ends.
pub(super) fn absolute_root(site: &Site) -> Option<String> {
    let url = site.config().base_url.as_deref()?;
    let host = url.split_once("://").map_or(url, |(_, host)| host);
    Some(format!("/{}", host.split_once('/').map_or("", |(_, path)| path)))
}

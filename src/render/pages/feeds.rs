//! Files for other programs: sitemap, feed, `llms.txt`, `robots.txt`. Sitemap and feed need absolute URLs and are left
//! out if the site has no base URL.
//!
//! None of them contains drafts, or pages that only repeat others: the handbook, filters, and later pages of lists.

use std::cmp::Reverse;

use serde_json::json;

use super::card;
use super::renderer::{File, Rendered, Renderer};
use super::site_context::KINDS;
use crate::model::list::{LONGEST, all_values};
use crate::model::{Facet, Page, address};
use crate::output::Content;
use crate::parse::kind::ContentKind;
use crate::render::theme::Context;
use crate::render::theme::context::{Feed, FeedEntry, Llms, LlmsItem, LlmsPart, Sitemap, SitemapEntry};
use crate::text::{percent_encode, single_spaced};

/// Maximum number of pages in the feed.
const MOST_IN_FEED: usize = 50;
/// Maximum number of URLs in a sitemap, set by the sitemap protocol.
const MOST_IN_SITEMAP: usize = 50_000;

/// The names of these files.
pub(super) const NAMES: [&str; 4] = [address::SITEMAP, address::FEED, address::LLMS, address::ROBOTS];

/// Renders the files that this site can have.
pub(super) fn write(renderer: &Renderer) -> Vec<Rendered> {
    let files = [sitemap(renderer), feed(renderer), Some(llms(renderer)), Some(robots(renderer))];
    files.into_iter().flatten().collect()
}

fn file(renderer: &Renderer, name: &str, context: &Context) -> Rendered {
    let bytes = renderer.shared.theme.render(&format!("templates/{name}"), context, &renderer.sources)?;
    Ok(File { address: name.to_owned(), content: Content::Bytes(bytes) })
}

fn published(renderer: &Renderer) -> impl Iterator<Item = &Page> {
    renderer.site.pages.iter().map(|page| &**page).filter(|page| !page.document.is_draft())
}

/// The date of a page's last change, if the front matter gives one.
fn changed(page: &Page) -> Option<jiff::civil::Date> {
    let shared = &page.document.front.shared;
    shared.updated.or(shared.date).map(|date| date.value)
}

fn sitemap(renderer: &Renderer) -> Option<Rendered> {
    let site = &*renderer.site;
    let content = published(renderer).map(|page| (page.address.as_str(), changed(page)));
    let tags = all_values(ContentKind::Page, Facet::Tag);
    let generated = [address::NAMES, address::PHRASES, address::REGISTER, address::COVERAGE, address::GLOSSARY, &tags];
    let sections = site.sections().iter().filter(|section| section.index.is_none());
    let generated =
        generated.into_iter().chain(sections.map(|section| section.address.as_str())).map(|address| (address, None));
    let mut pages: Vec<(&str, Option<jiff::civil::Date>)> = content.chain(generated).collect();
    pages.sort_unstable();
    pages.truncate(MOST_IN_SITEMAP);
    let entry = |(address, date): (&str, Option<jiff::civil::Date>)| {
        Some(SitemapEntry { url: renderer.canonical(address)?, date: date.map(|date| date.to_string()) })
    };
    let entries = pages.into_iter().map(entry).collect::<Option<Vec<_>>>()?;
    let mut context = Context::new();
    context.insert("sitemap", &Sitemap { entries });
    Some(file(renderer, address::SITEMAP, &context))
}

/// The newest dated pages. Written even if there are none, so that readers can subscribe.
fn feed(renderer: &Renderer) -> Option<Rendered> {
    let url = renderer.canonical(address::FEED)?;
    let dated = published(renderer).filter_map(|page| Some((changed(page)?, page)));
    let mut pages: Vec<(jiff::civil::Date, &Page)> = dated.collect();
    pages.sort_by_key(|(date, page)| (Reverse(*date), page.address.as_str()));
    pages.truncate(MOST_IN_FEED);
    let entries = pages.iter().map(|(date, page)| feed_entry(renderer, *date, page)).collect::<Option<Vec<_>>>()?;
    // A feed needs a date, and output must not depend on the clock.
    let updated = entries.first().map_or_else(|| "1970-01-01".to_owned(), |entry| entry.updated.clone());
    let mut context = Context::new();
    context.insert("feed", &Feed { url, updated, entries });
    Some(file(renderer, address::FEED, &context))
}

fn feed_entry(renderer: &Renderer, updated: jiff::civil::Date, page: &Page) -> Option<FeedEntry> {
    let shared = &page.document.front.shared;
    Some(FeedEntry {
        title: page.title().to_owned(),
        url: renderer.canonical(&page.address)?,
        updated: updated.to_string(),
        published: shared.date.map(|date| date.value.to_string()),
        summary: shared.summary.as_ref().map(|summary| summary.text.clone()),
        kind: card::kind(page),
    })
}

fn llms(renderer: &Renderer) -> Rendered {
    let kinds = KINDS.into_iter().chain([ContentKind::Page]);
    let parts = kinds.map(|kind| llms_part(renderer, kind)).filter(|part| !part.items.is_empty());
    let mut context = Context::new();
    context.insert("llms", &Llms { parts: parts.collect() });
    file(renderer, address::LLMS, &context)
}

/// The pages of a kind in reading order. If there are more than fit on one page of a list, the rest is a link to that
/// list.
fn llms_part(renderer: &Renderer, kind: ContentKind) -> LlmsPart {
    let site = &*renderer.site;
    let section = kind.folder().and_then(|folder| site.section(folder));
    let title = section.map_or_else(|| renderer.word("kinds.page.plural"), |section| site.section_title(section));
    let pages = site.reading_order().iter().map(|&id| site.page(id));
    let pages: Vec<&Page> = pages.filter(|page| page.kind() == kind && !page.document.is_draft()).collect();
    let shown = pages.iter().take(LONGEST).map(|page| LlmsItem {
        title: in_brackets(page.title()),
        url: whole(renderer, &page.address),
        summary: page.document.front.shared.summary.as_ref().map(|summary| single_spaced(summary)),
    });
    let rest = pages.len().saturating_sub(LONGEST);
    let list = section.map_or(address::NAMES, |section| section.address.as_str());
    let more = (rest > 0).then(|| LlmsItem {
        title: in_brackets(&site.messages().count("more", rest)),
        url: whole(renderer, list),
        summary: None,
    });
    LlmsPart { title: single_spaced(&title), items: shown.chain(more).collect() }
}

/// The absolute URL of an address, or the address itself if the site has no base URL.
fn whole(renderer: &Renderer, address: &str) -> String {
    renderer.canonical(address).unwrap_or_else(|| percent_encode(address))
}

/// Escapes a text for use between the brackets of a Markdown link.
fn in_brackets(text: &str) -> String {
    single_spaced(text).replace('[', "\\[").replace(']', "\\]")
}

fn robots(renderer: &Renderer) -> Rendered {
    let mut context = Context::new();
    context.insert("robots", &json!({ "sitemap": renderer.canonical(address::SITEMAP) }));
    file(renderer, address::ROBOTS, &context)
}

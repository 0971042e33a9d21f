//! Pages of content: the metadata that all pages have, and the parts that depend on the kind.

mod case;
mod decision;
mod path;
mod playbook;
mod scenario;

use std::collections::BTreeMap;

use super::body::BodyRenderer;
use super::card;
use super::renderer::{PageContext, Rendered, Renderer};
use super::shared::PathPosition;
use super::site_context::direction;
use crate::model::{Facet, Moved, Page, PageId, Section, SectionId};
use crate::output::Content;
use crate::parse::front_matter::Details;
use crate::parse::kind::ContentKind;
use crate::parse::markdown::Heading as Parsed;
use crate::render::theme::Value;
use crate::render::theme::context::{self, Heading, Link, More, OnPath, Sidebar};
use crate::text::percent_encode;
use crate::yaml::Any;

/// Maximum number of entries in a list inside a page.
const WINDOW: usize = 30;

/// Renders page `id` with its template.
pub(super) fn write(renderer: &Renderer, id: PageId) -> Rendered {
    let page = renderer.site.page(id);
    crate::fault::strike("render", renderer.sources.file(page.document.file).text());
    renderer.write(context(renderer, id, &page.address))
}

/// The context of a page, with links relative to the address `from`.
pub(super) fn context(renderer: &Renderer, id: PageId, from: &str) -> PageContext {
    let page = renderer.site.page(id);
    let mut texts = BodyRenderer::new(renderer, page, from);
    let context = PageContext {
        current_kind: page.kind().folder().map(|_| page.kind().word()),
        section: sidebar(renderer, page, id),
        on_paths: on_paths(renderer, id),
        mentioned: mentioned_in(renderer, id),
        ..PageContext::new(metadata(renderer, id))
    };
    match &page.document.front.details {
        Details::Case(case) => {
            let context = context.with("case", &case::context(renderer, id, case, &mut texts));
            PageContext { body: texts.body(), ..context }
        }
        Details::Playbook(playbook) => {
            let parts = parts_of_steps(page);
            let context = if playbook.is_decision() {
                context.with("decision", &decision::context(renderer, page, playbook, &parts, &mut texts))
            } else {
                context.with("playbook", &playbook::context(renderer, id, playbook, &parts, &mut texts))
            };
            let body = if parts.rest.is_empty() { String::new() } else { texts.parts(&parts.rest) };
            PageContext { body, ..context }
        }
        Details::Scenario(front) => match &page.document.scenario {
            Some(scenario) => context.with("scenario", &scenario::context(renderer, page, front, scenario, &mut texts)),
            None => context,
        },
        Details::Path(path) => {
            let body = texts.body();
            PageContext { body, ..context.with("path", &path::context(renderer, page, path)) }
        }
        Details::Page => PageContext { body: texts.body(), ..context },
    }
}

/// The metadata and the text of an `index.md`, for the list of its folder at the address `from`.
pub(super) fn text_of_index(renderer: &Renderer, id: PageId, from: &str) -> PageContext {
    let body = BodyRenderer::new(renderer, renderer.site.page(id), from).body();
    PageContext { body, ..PageContext::new(metadata(renderer, id)) }
}

/// The metadata of a page of content.
fn metadata(renderer: &Renderer, id: PageId) -> context::Page {
    let page = renderer.site.page(id);
    let shared = &page.document.front.shared;
    let config = renderer.site.config();
    let lang = shared.lang.as_deref().map_or(config.language.as_str(), |lang| lang);
    let date =
        |date: &Option<crate::yaml::Spanned<jiff::civil::Date>>| date.as_ref().map(|date| date.value.to_string());
    let Neighbours { previous, next } = neighbours(renderer, id);
    context::Page {
        kind: card::kind(page),
        title: page.title().to_owned(),
        summary: shared.summary.as_ref().map(|text| text.text.clone()),
        url: page.address.clone(),
        was: page.old_addresses().collect(),
        lang: lang.to_owned(),
        dir: direction(lang),
        draft: page.document.is_draft(),
        hidden: false,
        minutes: Some(card::minutes(&renderer.site, page)),
        crumbs: crumbs(renderer, page.section, !page.document.index),
        toc: contents(page),
        previous,
        next,
        date: date(&shared.date),
        updated: date(&shared.updated),
        owner: shared.owner.as_ref().map(|owner| owner.text.clone()),
        review_by: date(&shared.review_by),
        tags: tags(renderer, page),
        edit_url: config.edit_url.as_ref().map(|url| filled(url, page)),
        report_url: config.report_url.as_ref().map(|url| filled(url, page)),
        canonical: renderer.canonical(&page.address),
        tools: page.document.tools.iter().map(|tool| tool.name.clone()).collect(),
        extra: page.document.front.extra.iter().map(|(name, value)| (name.clone(), json(value))).collect(),
    }
}

/// A value of the site's own keys, for templates.
fn json(value: &Any) -> serde_json::Value {
    match value {
        Any::Nothing => serde_json::Value::Null,
        Any::Bool(value) => (*value).into(),
        Any::Whole(value) => (*value).into(),
        Any::Decimal(value) => (*value).into(),
        Any::Text(text) => text.as_str().into(),
        Any::List(items) => items.iter().map(json).collect(),
        Any::Group(entries) => entries.iter().map(|(name, value)| (name.clone(), json(value))).collect(),
    }
}

fn filled(url: &str, page: &Page) -> String {
    let path = percent_encode(&format!("content/{}", page.document.path));
    url.replace("{path}", &path).replace("{title}", &percent_encode(page.title()))
}

fn tags(renderer: &Renderer, page: &Page) -> Vec<Link> {
    let values = page.facets.iter().filter(|(facet, _)| *facet == Facet::Tag);
    let known = values.filter_map(|(_, value)| renderer.site.tag(value));
    known.map(|tag| Link { title: tag.title.clone(), url: Facet::Tag.address(ContentKind::Page, &tag.slug) }).collect()
}

/// Breadcrumbs from the home page to a section. They include the section itself if `with_it` is true.
pub(super) fn crumbs(renderer: &Renderer, id: SectionId, with_it: bool) -> Vec<Link> {
    let mut sections = Vec::new();
    let mut at = Some(id);
    while let Some(id) = at {
        let section = renderer.site.section_of(id);
        sections.push(section);
        at = section.parent;
    }
    sections.reverse();
    let shown = if with_it { sections.len() } else { sections.len() - 1 };
    sections[..shown].iter().map(|section| section_link(renderer, section)).collect()
}

fn section_link(renderer: &Renderer, section: &Section) -> Link {
    let title = match section.path.is_empty() {
        true => renderer.word("pages.home.title"),
        false => renderer.site.section_title(section),
    };
    Link { title, url: section.address.clone() }
}

/// The table of contents: the headings in the page's own text, without those of steps and scenes.
fn contents(page: &Page) -> Vec<Heading> {
    if page.document.scenario.is_some() {
        return Vec::new();
    }
    let parts = parts_of_steps(page);
    let headings = page.document.body.headings.iter().filter(|heading| heading.outline <= 3 && !heading.repeats_title);
    // The parts of steps are in text order.
    let step_before = |event: usize| parts.steps[..parts.steps.partition_point(|part| part.start <= event)].last();
    headings
        .filter(|heading| step_before(heading.event).is_none_or(|part| part.end <= heading.event))
        .map(|heading| Heading { id: heading.slug.clone(), title: heading.text.clone(), level: heading.outline })
        .collect()
}

/// A playbook's text, divided into the introduction before the first heading, the text of each step, and the rest.
#[derive(Default)]
struct Parts {
    intro: std::ops::Range<usize>,
    /// The parts of steps: the events from each heading to the end of its part.
    steps: Vec<std::ops::Range<usize>>,
    /// The first part of each step, by step number.
    first: BTreeMap<usize, std::ops::Range<usize>>,
    rest: Vec<std::ops::Range<usize>>,
}

fn parts_of_steps(page: &Page) -> Parts {
    let body = &page.document.body;
    let headings: Vec<&Parsed> = body.headings.iter().filter(|heading| !heading.repeats_title).collect();
    if page.document.slugs.is_empty() {
        return Parts { rest: vec![0..body.len()], ..Parts::default() };
    }
    let mut parts =
        Parts { intro: 0..headings.first().map_or(body.len(), |heading| heading.event), ..Parts::default() };
    let step_of = |heading: &Parsed| page.document.anchors().number(&heading.slug);
    let mut at = parts.intro.end;
    for (number, heading) in headings.iter().enumerate() {
        if heading.event < at {
            continue;
        }
        let step = step_of(heading);
        let ends = |after: &&&Parsed| match step {
            Some(_) => after.level <= heading.level,
            None => step_of(after).is_some(),
        };
        at = headings[number + 1..].iter().find(ends).map_or(body.len(), |after| after.event);
        match step {
            Some(step) => {
                parts.steps.push(heading.event..at);
                parts.first.entry(step).or_insert(heading.event..at);
            }
            None => parts.rest.push(heading.event..at),
        }
    }
    parts
}

/// Links to the pages before and after a page in its section.
#[derive(Default)]
struct Neighbours {
    previous: Option<Link>,
    next: Option<Link>,
}

fn neighbours(renderer: &Renderer, id: PageId) -> Neighbours {
    let pages = &renderer.site.section_of(renderer.site.page(id).section).pages;
    let Some(at) = renderer.shared.position_in_section(id) else { return Neighbours::default() };
    let link = |id: &PageId| {
        let page = renderer.site.page(*id);
        Link { title: page.title().to_owned(), url: page.address.clone() }
    };
    let previous = at.checked_sub(1).and_then(|at| pages.get(at)).map(link);
    Neighbours { previous, next: pages.get(at + 1).map(link) }
}

fn sidebar(renderer: &Renderer, page: &Page, id: PageId) -> Option<Sidebar> {
    let section = renderer.site.section_of(page.section);
    if page.document.index || section.pages.len() < 2 {
        return None;
    }
    let at = renderer.shared.position_in_section(id)?;
    let start = at.saturating_sub(WINDOW / 2).min(section.pages.len().saturating_sub(WINDOW));
    let end = (start + WINDOW).min(section.pages.len());
    let more = |count: usize| (count > 0).then(|| More { count, url: Some(section.address.clone()) });
    // The home page's title may be a whole sentence, so show the site's title.
    let title = match section.path.is_empty() {
        true => renderer.site.config().title.clone(),
        false => renderer.site.section_title(section),
    };
    Some(Sidebar {
        title,
        url: section.address.clone(),
        items: cards(renderer, &section.pages[start..end], WINDOW).shown,
        before: more(start),
        after: more(section.pages.len() - end),
    })
}

/// The learning paths that contain this page, at most three.
fn on_paths(renderer: &Renderer, id: PageId) -> Vec<OnPath> {
    renderer.shared.positions_on_paths(id).iter().take(3).map(|&at| on_path(renderer, at)).collect()
}

fn on_path(renderer: &Renderer, at: PathPosition) -> OnPath {
    let PathPosition { path, position } = at;
    let items = renderer.shared.pages_of_path(path);
    let path = renderer.site.page(path);
    let next = items.get(position + 1).map(|&next| renderer.site.page(next));
    OnPath {
        title: path.title().to_owned(),
        url: path.address.clone(),
        position: position + 1,
        of: items.len(),
        next: next.map(|next| Link { title: next.title().to_owned(), url: next.address.clone() }),
    }
}

/// The cards of a shortened list.
struct Cards {
    shown: Vec<Value>,
    /// The number of pages left out.
    left_out: usize,
}

/// Cards for the first `most` of `ids`.
fn cards(renderer: &Renderer, ids: &[PageId], most: usize) -> Cards {
    let shown = ids.iter().take(most).map(|id| renderer.card(*id));
    Cards { shown: shown.collect(), left_out: ids.len().saturating_sub(most) }
}

/// Cards of the pages that link to this one in their text, newest first.
fn mentioned(renderer: &Renderer, id: PageId, shown: impl Fn(&Page) -> bool) -> Vec<Value> {
    let mentions = renderer.site.relations().mentions[id.index()].iter().copied();
    let mut ids: Vec<PageId> = mentions.filter(|&id| shown(renderer.site.page(id))).collect();
    ids.sort_by_key(|&id| std::cmp::Reverse(renderer.site.page(id).document.front.shared.date.map(|date| date.value)));
    cards(renderer, &ids, WINDOW).shown
}

/// The pages that link to this one in their text and are not listed elsewhere on it: steps list their cases and
/// scenarios, playbooks list the pages that link to them, and learning paths are shown separately.
fn mentioned_in(renderer: &Renderer, id: PageId) -> Vec<Value> {
    match card::kind(renderer.site.page(id)) {
        "playbook" => Vec::new(),
        "case" => mentioned(renderer, id, |page| !matches!(page.kind(), ContentKind::Path | ContentKind::Scenario)),
        _ => mentioned(renderer, id, |page| page.kind() != ContentKind::Path),
    }
}

/// The redirect page at an old address.
pub(super) fn redirect(renderer: &Renderer, moved: &Moved, old: &str) -> Rendered {
    let own = match moved {
        Moved::Page(id) => metadata(renderer, *id),
        Moved::List { url, title } => context::Page { title: title.clone(), ..renderer.generated_page("tag", url) },
    };
    let redirect = serde_json::json!({ "url": own.url, "title": own.title, "canonical": own.canonical });
    let page = context::Page { kind: "redirect", url: old.to_owned(), hidden: true, ..own };
    renderer.write(PageContext::new(page).with("redirect", &redirect))
}

/// The authors' files that pages show or link to.
pub(super) fn assets(renderer: &Renderer) -> BTreeMap<String, Content> {
    let site = &*renderer.site;
    let files = site.asset_links().map(|link| {
        let (id, shown) = (link.asset, link.is_image);
        let asset = site.asset(id);
        let (from, edits) = (asset.from.clone(), asset.edits.clone());
        let content = Content::Copy { from, edits, len: asset.len, sha256: asset.sha256 };
        (site.asset_address(id, shown), content)
    });
    files.collect()
}

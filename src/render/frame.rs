//! Data shared by all pages and computed once: words, cards, header, footer, asset names. Also turns a page's own
//! context into its bytes.

use std::collections::BTreeMap;
use std::fmt;
use std::ops::Deref;
use std::sync::{Arc, OnceLock};

use super::context::{self, OnPath, Sidebar};
use super::glossary::{Entry, Glossary};
use super::html::Strings;
use super::theme::{Context, Theme, Value};
use super::{Made, card, lists};
use crate::diagnostic::Diagnostic;
use crate::explore::Proofs;
use crate::model::{Facet, Meaning, PageId, Site, address};
use crate::output::Content;
use crate::parse::front_matter::Details;
use crate::parse::kind::ContentKind;
use crate::source::SourceMap;
use crate::text::{base_language, percent_encode};

/// A file of the output.
pub(super) type File = (String, Content);

/// The kinds in the header's navigation, in order.
pub(super) const KINDS: [ContentKind; 4] =
    [ContentKind::Playbook, ContentKind::Scenario, ContentKind::Case, ContentKind::Path];

/// Everything that pages share and that does not depend on their prose: it is derived from the site's structure and the
/// theme only.
pub struct Frame {
    pub(super) theme: Theme,
    pub(super) strings: Strings,
    pub(super) glossary: Glossary,
    /// The theme's files for the output.
    pub(super) files: BTreeMap<String, Content>,
    /// The HTML of the theme's tools, by name.
    pub(super) tools: BTreeMap<String, String>,
    /// Pages by their former addresses.
    pub(super) moved: BTreeMap<String, PageId>,
    assets: BTreeMap<String, Value>,
    /// Position of each page in its section, by page number.
    positions: Vec<Option<usize>>,
    /// The pages of each path, in order.
    paths: BTreeMap<PageId, Vec<PageId>>,
    /// For each page, by number: the learning paths that contain it, and its first position on each.
    on_paths: Vec<Vec<(PageId, usize)>>,
    /// Indices of the values that lists offer as filters, most frequent first.
    frequent: BTreeMap<(ContentKind, Facet), Vec<usize>>,
    /// Header and footer HTML, by path to the root and highlighted kind.
    shells: BTreeMap<(String, Option<&'static str>), (Value, Value)>,
}

impl fmt::Debug for Frame {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Frame").field("moved", &self.moved).finish_non_exhaustive()
    }
}

impl Frame {
    /// Computes the frame of a site.
    ///
    /// # Errors
    /// Fails if the template of the header or the footer has an error.
    pub fn new(site: &Site, sources: &SourceMap, theme: &Theme) -> Result<Self, Box<Diagnostic>> {
        let mut theme = theme.clone();
        theme.share("site", &site_context(site));
        theme.share("situations", &lists::situations(site));
        let (assets, files) = theme.assets(&at_root(), sources)?;
        let tools = theme.tools_as_html(&at_root(), sources)?;
        let assets = assets.iter().map(|(kind, assets)| (kind.clone(), Value::from_serializable(assets))).collect();
        let paths = paths(site);
        let frequent = site.facets().iter();
        let mut frame = Self {
            strings: strings(site),
            glossary: glossary(site),
            theme,
            files,
            tools,
            moved: moved(site),
            assets,
            positions: positions(site),
            on_paths: on_paths(site, &paths),
            paths,
            frequent: frequent.map(|(of, values)| (*of, lists::most_frequent(of.1, values))).collect(),
            shells: BTreeMap::new(),
        };
        for root in roots(site) {
            for kind in KINDS.map(|kind| Some(kind.word())).into_iter().chain([None]) {
                let shell = frame.shell(&root, kind, sources)?;
                frame.shells.insert((root.clone(), kind), shell);
            }
        }
        Ok(frame)
    }

    fn shell(
        &self,
        root: &str,
        current_kind: Option<&str>,
        sources: &SourceMap,
    ) -> Result<(Value, Value), Box<Diagnostic>> {
        let mut context = Context::new();
        context.insert("root", root);
        context.insert("current_kind", &current_kind);
        context.insert_value("assets", self.assets("every"));
        let part = |name: &str| {
            let bytes = self.theme.render(&format!("components/{name}/template.html"), &context, sources)?;
            Ok::<_, Box<Diagnostic>>(Value::safe_string(&String::from_utf8_lossy(&bytes)))
        };
        Ok((part("site-header")?, part("site-footer")?))
    }

    /// Addresses of the scripts and styles for a kind of page.
    fn assets(&self, kind: &str) -> Value {
        self.assets.get(kind).or_else(|| self.assets.get("every")).cloned().unwrap_or_else(Value::none)
    }
}

/// Everything that is needed to render a page of one site.
pub struct Renderer {
    pub(super) site: Arc<Site>,
    pub(super) proofs: Arc<Proofs>,
    pub(super) sources: Arc<SourceMap>,
    frame: Arc<Frame>,
    /// The card of each page, by page number; computed on first use.
    cards: Vec<OnceLock<Value>>,
    /// The HTML of each card, by page number; computed on first use.
    pub(super) card_html: Vec<OnceLock<Result<String, Box<Diagnostic>>>>,
    /// The files of each family, by the family's number; rendered when one of them is requested.
    pub(super) families: Vec<OnceLock<BTreeMap<String, Made>>>,
    /// The authors' files that pages show or link to; computed on first use.
    pub(super) offered: OnceLock<BTreeMap<String, Content>>,
}

impl Deref for Renderer {
    type Target = Frame;

    fn deref(&self) -> &Frame {
        &self.frame
    }
}

/// The content of a page, before its template is applied.
#[derive(Default)]
pub(super) struct Sheet {
    /// Metadata of the page; `kind` selects the template and the scripts.
    pub page: context::Page,
    /// The template's name, if it differs from the kind.
    pub template: Option<&'static str>,
    /// The kind to highlight in the header.
    pub current_kind: Option<&'static str>,
    pub section: Option<Sidebar>,
    pub on_paths: Vec<OnPath>,
    /// Cards of the pages that link here in their text.
    pub mentioned: Vec<Value>,
    /// The HTML of the text.
    pub body: String,
}

impl fmt::Debug for Renderer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Renderer").field("pages", &self.site.pages.len()).finish_non_exhaustive()
    }
}

impl Renderer {
    /// Creates a renderer for one state of a site.
    #[must_use]
    pub fn new(site: Arc<Site>, proofs: Arc<Proofs>, sources: Arc<SourceMap>, frame: Arc<Frame>) -> Self {
        let cards = vec![OnceLock::new(); site.pages.len()];
        let card_html = vec![OnceLock::new(); site.pages.len()];
        let families = super::FAMILIES.iter().map(|_| OnceLock::new()).collect();
        Self { site, proofs, sources, frame, cards, card_html, families, offered: OnceLock::new() }
    }

    /// The card of a page.
    pub(super) fn card(&self, id: PageId) -> Value {
        let made = || Value::from_serializable(&card::card(&self.site, self.site.page(id)));
        self.cards[id.index()].get_or_init(made).clone()
    }

    /// The path of the base URL: the only root that works on a page which is served at any address.
    #[must_use]
    pub fn absolute_root(&self) -> Option<String> {
        absolute_root(&self.site)
    }

    /// Renders `sheet` with its template; `fill` adds to the context.
    ///
    /// # Errors
    /// Fails if the template has an error.
    pub(super) fn write(&self, sheet: Sheet, fill: impl FnOnce(&mut Context)) -> Result<File, Box<Diagnostic>> {
        let root = address::root(&sheet.page.url);
        self.write_at(Some(&root), sheet, fill)
    }

    /// Like [`Self::write`], with another path to the root; `None` if none would work.
    ///
    /// # Errors
    /// Fails if the template has an error.
    pub(super) fn write_at(
        &self,
        root: Option<&str>,
        sheet: Sheet,
        fill: impl FnOnce(&mut Context),
    ) -> Result<File, Box<Diagnostic>> {
        let (context, template) = self.context(root, &sheet, fill);
        let bytes = self.theme.render(&format!("templates/{template}.html"), &context, &self.sources)?;
        Ok((sheet.page.url, Content::Bytes(bytes)))
    }

    /// The full context of a page, and the name of its template.
    pub(super) fn context(
        &self,
        root: Option<&str>,
        sheet: &Sheet,
        fill: impl FnOnce(&mut Context),
    ) -> (Context, &'static str) {
        let page = &sheet.page;
        let template = sheet.template.unwrap_or(page.kind);
        let mut context = Context::new();
        context.insert("root", &root);
        context.insert("page", page);
        context.insert_value("assets", self.assets(page.kind));
        context.insert("current_kind", &sheet.current_kind);
        context.insert("section", &sheet.section);
        context.insert("on_paths", &sheet.on_paths);
        context.insert_value("mentioned", Value::from(sheet.mentioned.clone()));
        context.insert_value("body", Value::safe_string(&sheet.body));
        let shell = self.shells.get(&(root.unwrap_or_default().to_owned(), sheet.current_kind));
        let (header, footer) = shell.cloned().unwrap_or_else(|| (Value::safe_string(""), Value::safe_string("")));
        context.insert_value("header", header);
        context.insert_value("footer", footer);
        fill(&mut context);
        (context, template)
    }

    /// Position of a page in its section; `None` for the section's index page.
    pub(super) fn position_in_section(&self, id: PageId) -> Option<usize> {
        self.positions[id.index()]
    }

    /// The pages of a path, in order.
    pub(super) fn pages_of_path(&self, path: PageId) -> &[PageId] {
        self.paths.get(&path).map_or(&[], Vec::as_slice)
    }

    /// The learning paths that contain a page, and its first position on each, from 0.
    pub(super) fn places_on_paths(&self, id: PageId) -> &[(PageId, usize)] {
        &self.on_paths[id.index()]
    }

    /// Indices of the values that lists of this kind offer as filters, most frequent first.
    pub(super) fn frequent_values(&self, kind: ContentKind, facet: Facet) -> &[usize] {
        self.frequent.get(&(kind, facet)).map_or(&[], Vec::as_slice)
    }

    /// The theme's text for the i18n key `path`.
    pub(super) fn word(&self, path: &str) -> String {
        self.site.messages().text(path).to_owned()
    }

    /// The absolute URL of a page, if the site has a base URL.
    pub(super) fn canonical(&self, url: &str) -> Option<String> {
        let base = self.site.config().base_url.as_deref()?;
        Some(format!("{base}{}", percent_encode(url)))
    }
}

/// All paths to the root that pages need.
fn roots(site: &Site) -> Vec<String> {
    let pages = site.pages.iter().map(|page| page.address.as_str());
    let generated = site.generated().iter().map(String::as_str);
    let deepest = pages.chain(generated).map(|address| address.matches('/').count()).max().unwrap_or(0);
    let mut roots: Vec<String> = (0..=deepest).map(|depth| "../".repeat(depth)).collect();
    roots.extend(absolute_root(site));
    roots
}

fn absolute_root(site: &Site) -> Option<String> {
    let url = site.config().base_url.as_deref()?;
    let host = url.split_once("://").map_or(url, |(_, host)| host);
    Some(format!("/{}", host.split_once('/').map_or("", |(_, path)| path)))
}

fn moved(site: &Site) -> BTreeMap<String, PageId> {
    let aliases = site.ids().flat_map(|id| {
        let aliases = site.page(id).document.front.shared.aliases.iter();
        aliases.filter_map(move |alias| Some((address::alias(alias)?, id)))
    });
    aliases.collect()
}

/// A context for HTML outside any page, whose links are relative to the root.
fn at_root() -> Context {
    let mut context = Context::new();
    context.insert("root", "");
    context
}

fn site_context(site: &Site) -> context::Site {
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
        feed_url: lists::has_feed(site).then_some("feed.xml"),
        search_url: "search.html",
        kinds: KINDS.iter().filter_map(|&kind| kind_context(site, kind)).collect(),
        footer: lists::footer(site),
    }
}

fn kind_context(site: &Site, kind: ContentKind) -> Option<context::Kind> {
    let count = site.pages.iter().filter(|page| page.kind() == kind).count();
    let section = site.section(kind.folder()?).filter(|_| count > 0)?;
    Some(context::Kind { kind: kind.word(), url: section.address.clone(), count, title: site.section_title(section) })
}

fn positions(site: &Site) -> Vec<Option<usize>> {
    let mut positions = vec![None; site.pages.len()];
    for section in site.sections() {
        for (at, id) in section.pages.iter().enumerate() {
            positions[id.index()] = Some(at);
        }
    }
    positions
}

fn paths(site: &Site) -> BTreeMap<PageId, Vec<PageId>> {
    let paths = site.ids().filter(|&id| matches!(site.page(id).document.front.details, Details::Path(_)));
    paths.map(|id| (id, card::path_items(site, site.page(id)).flatten().collect())).collect()
}

fn on_paths(site: &Site, paths: &BTreeMap<PageId, Vec<PageId>>) -> Vec<Vec<(PageId, usize)>> {
    let mut on = vec![Vec::new(); site.pages.len()];
    for (&path, items) in paths {
        for (at, item) in items.iter().enumerate().filter(|(_, item)| **item != path) {
            let on: &mut Vec<(PageId, usize)> = &mut on[item.index()];
            if on.last().is_none_or(|(last, _)| *last != path) {
                on.push((path, at));
            }
        }
    }
    on
}

/// The writing direction of a language.
fn direction(language: &str) -> &'static str {
    match base_language(language) {
        "ar" | "fa" | "he" | "ur" | "ps" | "sd" | "ug" | "yi" | "dv" | "ckb" => "rtl",
        _ => "ltr",
    }
}

fn strings(site: &Site) -> Strings {
    Strings::new(|key| site.messages().text(&format!("prose.{key}")).to_owned())
}

fn glossary(site: &Site) -> Glossary {
    let terms: Vec<(&str, String, Vec<&str>)> = site
        .glossary()
        .entries
        .iter()
        .zip(site.meanings())
        .map(|((term, written), Meaning { id, body, .. })| {
            let forms = std::iter::once(&*term.text).chain(written.also.iter().map(|form| &*form.text));
            (id.as_str(), body.plain("", 0..body.len()), forms.collect())
        })
        .collect();
    let entries: Vec<Entry<'_>> =
        terms.iter().map(|(id, means, forms)| Entry { id, means, forms: forms.clone() }).collect();
    Glossary::new(&entries)
}

//! Data shared by all pages and computed once: the theme with the values of the site, the glossary, header and footer,
//! names of assets, and the order of pages in sections and learning paths.

use std::collections::BTreeMap;
use std::fmt;

use super::card;
use super::site_context::{KINDS, absolute_root, site_context, situations};
use crate::diagnostic::Diagnostic;
use crate::model::{Facet, Meaning, Moved, PageId, Site, list};
use crate::output::Content;
use crate::parse::front_matter::Details;
use crate::parse::kind::ContentKind;
use crate::render::html::Strings;
use crate::render::html::glossary::{Entry, Glossary};
use crate::render::theme::{AssetFiles, Context, Theme, Value};
use crate::source::SourceMap;

/// Everything that pages share and that does not depend on their prose: it is derived from the site's structure and the
/// theme only.
pub struct SharedContext {
    pub(super) theme: Theme,
    pub(super) strings: Strings,
    pub(super) glossary: Glossary,
    /// The theme's files for the output.
    pub(super) files: BTreeMap<String, Content>,
    /// The HTML of the theme's tools, by name.
    pub(super) tools: BTreeMap<String, String>,
    /// Pages by their former addresses.
    pub(super) moved: BTreeMap<String, Moved>,
    assets: BTreeMap<String, Value>,
    /// Position of each page in its section, by page number.
    positions: Vec<Option<usize>>,
    /// The pages of each path, in order.
    paths: BTreeMap<PageId, Vec<PageId>>,
    /// For each page, by number, its first position on each learning path that contains it.
    on_paths: Vec<Vec<PathPosition>>,
    /// Indices of the values that lists offer as filters, most frequent first.
    frequent: BTreeMap<(ContentKind, Facet), Vec<usize>>,
    /// By path to the root and highlighted kind.
    headers_and_footers: BTreeMap<(String, Option<&'static str>), HeaderAndFooter>,
}

/// The position of a page on a learning path.
#[derive(Clone, Copy)]
pub(super) struct PathPosition {
    pub path: PageId,
    /// From 0.
    pub position: usize,
}

/// The HTML of a page's header and footer.
#[derive(Clone)]
pub(super) struct HeaderAndFooter {
    pub header: Value,
    pub footer: Value,
}

impl fmt::Debug for SharedContext {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("SharedContext").field("pages", &self.positions.len()).finish_non_exhaustive()
    }
}

impl SharedContext {
    /// Computes the shared data of a site.
    ///
    /// # Errors
    /// Fails if the template of the header or the footer has an error.
    pub fn new(site: &Site, sources: &SourceMap, theme: &Theme) -> Result<Self, Box<Diagnostic>> {
        let mut theme = theme.clone();
        theme.share("site", &site_context(site));
        theme.share("situations", &situations(site));
        let AssetFiles { by_kind, files } = theme.assets(&at_root(), sources)?;
        let tools = theme.tools_as_html(&at_root(), sources)?;
        let assets = by_kind.iter().map(|(kind, assets)| (kind.clone(), Value::from_serializable(assets))).collect();
        let paths = paths(site);
        let frequent = site.facets().iter();
        let mut shared = Self {
            strings: Strings::new(|key| site.messages().text(&format!("prose.{key}")).to_owned()),
            glossary: glossary(site),
            theme,
            files,
            tools,
            moved: site.moved(),
            assets,
            positions: positions(site),
            on_paths: on_paths(site, &paths),
            paths,
            frequent: frequent.map(|(of, values)| (*of, list::most_frequent(of.1, values))).collect(),
            headers_and_footers: BTreeMap::new(),
        };
        for root in roots(site) {
            for kind in KINDS.map(|kind| Some(kind.word())).into_iter().chain([None]) {
                let rendered = shared.render_header_and_footer(&root, kind, sources)?;
                shared.headers_and_footers.insert((root.clone(), kind), rendered);
            }
        }
        Ok(shared)
    }

    fn render_header_and_footer(
        &self,
        root: &str,
        current_kind: Option<&str>,
        sources: &SourceMap,
    ) -> Result<HeaderAndFooter, Box<Diagnostic>> {
        let mut context = Context::new();
        context.insert("root", root);
        context.insert("current_kind", &current_kind);
        context.insert_value("assets", self.assets("every"));
        let part = |name: &str| {
            let bytes = self.theme.render(&format!("components/{name}/template.html"), &context, sources)?;
            Ok::<_, Box<Diagnostic>>(Value::safe_string(&String::from_utf8_lossy(&bytes)))
        };
        Ok(HeaderAndFooter { header: part("site-header")?, footer: part("site-footer")? })
    }

    /// The header and footer of a page with this path to the root; empty texts if no page has this path.
    pub(super) fn header_and_footer(&self, root: &str, current_kind: Option<&'static str>) -> HeaderAndFooter {
        let empty = || HeaderAndFooter { header: Value::safe_string(""), footer: Value::safe_string("") };
        self.headers_and_footers.get(&(root.to_owned(), current_kind)).cloned().unwrap_or_else(empty)
    }

    /// Addresses of the scripts and styles for a kind of page.
    pub(super) fn assets(&self, kind: &str) -> Value {
        self.assets.get(kind).or_else(|| self.assets.get("every")).cloned().unwrap_or_else(Value::none)
    }

    /// Position of a page in its section; `None` for the section's index page.
    pub(super) fn position_in_section(&self, id: PageId) -> Option<usize> {
        self.positions[id.index()]
    }

    /// The pages of a path, in order.
    pub(super) fn pages_of_path(&self, path: PageId) -> &[PageId] {
        self.paths.get(&path).map_or(&[], Vec::as_slice)
    }

    /// The first position of a page on each learning path that contains it.
    pub(super) fn positions_on_paths(&self, id: PageId) -> &[PathPosition] {
        &self.on_paths[id.index()]
    }

    /// Indices of the values that lists of this kind offer as filters, most frequent first.
    pub(super) fn frequent_values(&self, kind: ContentKind, facet: Facet) -> &[usize] {
        self.frequent.get(&(kind, facet)).map_or(&[], Vec::as_slice)
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

/// A context for HTML outside any page, whose links are relative to the root.
fn at_root() -> Context {
    let mut context = Context::new();
    context.insert("root", "");
    context
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

fn on_paths(site: &Site, paths: &BTreeMap<PageId, Vec<PageId>>) -> Vec<Vec<PathPosition>> {
    let mut on = vec![Vec::new(); site.pages.len()];
    for (&path, items) in paths {
        for (position, item) in items.iter().enumerate().filter(|(_, item)| **item != path) {
            let on: &mut Vec<PathPosition> = &mut on[item.index()];
            if on.last().is_none_or(|last| last.path != path) {
                on.push(PathPosition { path, position });
            }
        }
    }
    on
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

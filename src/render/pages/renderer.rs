//! The renderer of one state of a site: turns the context of a page into its file.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, OnceLock};

use serde::Serialize;

use super::card;
use super::shared::SharedContext;
use super::site_context::{absolute_root, direction};
use crate::config::name_in_templates;
use crate::diagnostic::Diagnostic;
use crate::explore::Proofs;
use crate::model::{PageId, Site, address};
use crate::output::Content;
use crate::parse::front_matter::extra_names;
use crate::render::theme::context::{self, Link, OnPath, Sidebar};
use crate::render::theme::{Context, Value};
use crate::source::SourceMap;
use crate::text::percent_encode;

/// Number of groups of files.
pub(super) const GROUPS: usize = 12;

/// A file of the output.
#[derive(Clone, Debug)]
pub(super) struct File {
    /// Its path, relative to the output's root.
    pub address: String,
    pub content: Content,
}

/// A file of the output, or the error in its template.
pub(super) type Rendered = Result<File, Box<Diagnostic>>;

/// Everything that is needed to render a page of one site.
pub struct Renderer {
    pub(super) site: Arc<Site>,
    pub(super) proofs: Arc<Proofs>,
    pub(super) sources: Arc<SourceMap>,
    pub(super) shared: Arc<SharedContext>,
    /// The card of each page, by page number; computed on first use.
    cards: Vec<OnceLock<Value>>,
    /// The HTML of each card, by page number; computed on first use.
    pub(super) card_html: Vec<OnceLock<Result<String, Box<Diagnostic>>>>,
    /// The files of each group, by the group's number and their address; rendered when one of them is requested.
    pub(super) groups: [OnceLock<BTreeMap<String, Rendered>>; GROUPS],
    /// The authors' files that pages show or link to; computed on first use.
    pub(super) linked_assets: OnceLock<BTreeMap<String, Content>>,
}

impl fmt::Debug for Renderer {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Renderer").field("pages", &self.site.pages.len()).finish_non_exhaustive()
    }
}

/// The values of a page for its template.
#[derive(Default)]
pub(super) struct PageContext {
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
    /// The values that only this kind of page has, by name.
    pub values: Context,
}

impl PageContext {
    /// A page without a text.
    pub fn new(page: context::Page) -> Self {
        Self { page, ..Self::default() }
    }

    /// Adds a value that only this kind of page has.
    pub fn with<T: Serialize + ?Sized>(mut self, name: &'static str, value: &T) -> Self {
        self.values.insert(name, value);
        self
    }
}

/// A context with its template.
pub(super) struct Prepared {
    pub context: Context,
    /// The path of the template in the theme.
    pub template: String,
}

impl Renderer {
    /// Creates a renderer for one state of a site.
    #[must_use]
    pub fn new(site: Arc<Site>, proofs: Arc<Proofs>, sources: Arc<SourceMap>, shared: Arc<SharedContext>) -> Self {
        let cards = vec![OnceLock::new(); site.pages.len()];
        let card_html = vec![OnceLock::new(); site.pages.len()];
        let (groups, linked_assets) = ([const { OnceLock::new() }; GROUPS], OnceLock::new());
        Self { site, proofs, sources, shared, cards, card_html, groups, linked_assets }
    }

    /// The card of a page.
    pub(super) fn card(&self, id: PageId) -> Value {
        let card = || Value::from_serializable(&card::card(&self.site, self.site.page(id)));
        self.cards[id.index()].get_or_init(card).clone()
    }

    /// The path of the base URL: the only root that works on a page which is served at any address.
    #[must_use]
    pub fn absolute_root(&self) -> Option<String> {
        absolute_root(&self.site)
    }

    /// Renders a page with its template.
    ///
    /// # Errors
    /// Fails if the template has an error.
    pub(super) fn write(&self, page: PageContext) -> Rendered {
        let root = address::root(&page.page.url);
        self.write_at(Some(&root), page)
    }

    /// Renders a page with another path to the root; `None` if none would work.
    ///
    /// # Errors
    /// Fails if the template has an error.
    pub(super) fn write_at(&self, root: Option<&str>, page: PageContext) -> Rendered {
        let address = page.page.url.clone();
        let Prepared { context, template } = self.prepare(root, page);
        let bytes = self.shared.theme.render(&template, &context, &self.sources)?;
        Ok(File { address, content: Content::Bytes(bytes) })
    }

    /// Returns the full context of a page, with its template.
    pub(super) fn prepare(&self, root: Option<&str>, mut page: PageContext) -> Prepared {
        self.complete_extra(&mut page.page);
        let template = format!("templates/{}.html", page.template.unwrap_or(page.page.kind));
        let mut context = Context::new();
        context.insert("root", &root);
        context.insert("page", &page.page);
        context.insert_value("assets", self.shared.assets(page.page.kind));
        context.insert("current_kind", &page.current_kind);
        context.insert("section", &page.section);
        context.insert("on_paths", &page.on_paths);
        context.insert_value("mentioned", Value::from(page.mentioned));
        context.insert_value("body", Value::safe_string(&page.body));
        let around = self.shared.header_and_footer(root.unwrap_or_default(), page.current_kind);
        context.insert_value("header", around.header);
        context.insert_value("footer", around.footer);
        context.extend(page.values);
        Prepared { context, template }
    }

    /// Adds the site's own keys that the page does not have, so that every name exists, and the names without hyphens.
    fn complete_extra(&self, page: &mut context::Page) {
        for name in extra_names(self.site.config()) {
            let value = page.extra.entry(name.to_owned()).or_default().clone();
            page.extra.insert(name_in_templates(name), value);
        }
    }

    /// Metadata of a generated page; its kind also selects its texts in i18n.
    pub(super) fn generated_page(&self, kind: &'static str, url: &str) -> context::Page {
        let summary = format!("pages.{kind}.summary");
        let summary = Some(self.word(&summary)).filter(|text| *text != summary);
        context::Page {
            kind,
            title: self.word(&format!("pages.{kind}.title")),
            summary,
            url: url.to_owned(),
            lang: self.site.config().language.clone(),
            dir: direction(&self.site.config().language),
            crumbs: vec![Link { title: self.word("pages.home.title"), url: address::INDEX.to_owned() }],
            canonical: self.canonical(url),
            ..context::Page::default()
        }
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

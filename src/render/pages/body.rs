//! Renders the texts of one page as HTML, with links relative to the address at which they are shown.

use std::borrow::Cow;
use std::ops::Range;

use super::renderer::Renderer;
use crate::media;
use crate::model::{AssetId, Page, Site, Target, address};
use crate::parse::markdown::{Body, LinkForm};
use crate::read::Asset;
use crate::render::html::{Href, Links, Medium, PageState, Settings, Size, Terms, Text, escape};
use crate::text::percent_encode;
use crate::yaml;

/// Renders the texts of one page. Terms are marked once per page, and numbering continues from text to text.
pub(super) struct BodyRenderer<'r> {
    renderer: &'r Renderer,
    page: &'r Page,
    from: &'r str,
    state: PageState<'r>,
}

impl<'r> BodyRenderer<'r> {
    /// Prepares to render the texts of `page`, to be shown at the address `from`: the page's own, or the handbook's.
    pub fn new(renderer: &'r Renderer, page: &'r Page, from: &'r str) -> Self {
        let shared = &*renderer.shared;
        let is_own = from != address::HANDBOOK;
        let settings = Settings {
            part: (!is_own).then(|| page.title()),
            raw_html: renderer.site.config().raw_html,
            // The handbook is for print, and does not load the scripts of tools.
            tools: is_own.then_some(&shared.tools),
            terms: is_own.then(|| Terms {
                glossary: &shared.glossary,
                href: format!("{}#", address::relative(from, address::GLOSSARY)),
            }),
            ..Settings::new(&shared.strings)
        };
        Self { renderer, page, from, state: PageState::new(settings) }
    }

    /// The page's whole text.
    pub fn body(&mut self) -> String {
        self.parts(std::slice::from_ref(&(0..self.page.document.body.len())))
    }

    /// Parts of the page's text, followed by the footnotes that they cite.
    pub fn parts(&mut self, parts: &[Range<usize>]) -> String {
        let page = self.page;
        let document = &page.document;
        let source = self.renderer.sources.file(document.file).text();
        let links = BodyLinks::new(self.renderer, self.from, &document.body, &page.links);
        let mut text = Text::new(&document.body, source, &links).keeping(document.anchors());
        let mut out = String::with_capacity(document.body.len() * 24);
        for part in parts {
            text.part(part.clone(), &mut self.state, &mut out);
        }
        text.footnotes(&mut self.state, &mut out);
        out
    }

    /// The text in a byte range of the source, within a part of the page's text.
    pub fn cut(&mut self, part: Range<usize>, bytes: Range<u32>) -> String {
        let page = self.page;
        let document = &page.document;
        let source = self.renderer.sources.file(document.file).text();
        let links = BodyLinks::new(self.renderer, self.from, &document.body, &page.links);
        let mut out = String::new();
        let mut text = Text::new(&document.body, source, &links).keeping(document.anchors());
        text.cut(part, bytes, &mut self.state, &mut out);
        text.footnotes(&mut self.state, &mut out);
        out
    }

    /// A part of the page's text for use inside a link.
    pub fn label(&mut self, part: Range<usize>) -> String {
        let page = self.page;
        let document = &page.document;
        let source = self.renderer.sources.file(document.file).text();
        let links = BodyLinks::new(self.renderer, self.from, &document.body, &page.links);
        let mut out = String::new();
        Text::new(&document.body, source, &links).label(part, &mut self.state, &mut out);
        out
    }

    /// A front-matter value that contains Markdown. A single paragraph is written without its `<p>` tags.
    pub fn value(&mut self, value: &yaml::Text) -> String {
        let at = value.span.start;
        let mut out = String::new();
        let page = self.page;
        let Some(body) = page.document.values.get(&at) else {
            escape::text(value, &mut out);
            return out;
        };
        let targets = page.value_links.get(&at).map_or(&[][..], Vec::as_slice);
        let source = self.renderer.sources.file(self.page.document.file).text();
        let links = BodyLinks::new(self.renderer, self.from, body, targets);
        Text::value(body, source, &links).inline(&mut self.state, &mut out);
        out
    }

    /// The page whose texts are rendered.
    pub fn page(&self) -> &'r Page {
        self.page
    }
}

/// The links of a text, resolved relative to the address `from`.
pub(super) struct BodyLinks<'a> {
    site: &'a Site,
    from: &'a str,
    body: &'a Body,
    targets: &'a [Target],
}

impl Links for BodyLinks<'_> {
    fn href(&self, number: u32) -> Href<'_> {
        let number = number as usize;
        let (Some(target), Some(link)) = (self.targets.get(number), self.body.links.get(number)) else {
            return Href::Broken;
        };
        match target {
            Target::Page { page, anchor } => to(self.page_url(&self.site.page(*page).address, anchor.as_deref())),
            Target::Generated(address) => match address.split_once('#') {
                Some((address, anchor)) => to(self.page_url(address, Some(anchor))),
                None => to(self.page_url(address, None)),
            },
            Target::Asset(id) => self.asset(*id, link.form),
            Target::External(url) => Href::To { url: Cow::Borrowed(url), external: url.starts_with("http") },
            Target::Nowhere(_) => Href::Broken,
        }
    }
}

fn to(url: String) -> Href<'static> {
    Href::To { url: Cow::Owned(url), external: false }
}

impl<'a> BodyLinks<'a> {
    pub(super) fn new(renderer: &'a Renderer, from: &'a str, body: &'a Body, targets: &'a [Target]) -> Self {
        Self { site: &renderer.site, from, body, targets }
    }

    fn page_url(&self, target: &str, anchor: Option<&str>) -> String {
        match anchor {
            Some(anchor) if target == self.from => format!("#{anchor}"),
            Some(anchor) => format!("{}#{anchor}", self.relative(target)),
            None => self.relative(target),
        }
    }

    fn relative(&self, address: &str) -> String {
        percent_encode(&address::relative(self.from, address))
    }

    fn asset(&self, id: AssetId, form: LinkForm) -> Href<'_> {
        let asset = self.site.asset(id);
        let shown = form == LinkForm::Image;
        let url = Cow::Owned(self.relative(&self.site.asset_address(id, shown)));
        let medium = match media::medium(&asset.path).filter(|_| shown) {
            None => return Href::To { url, external: false },
            Some(media::Medium::Picture) => return Href::Image { url, size: size(asset) },
            Some(media::Medium::Video) => Medium::Video,
            Some(media::Medium::Audio) => Medium::Audio,
        };
        let captions = self.site.captions(id);
        let captions = captions.map(|id| Cow::Owned(self.relative(&self.site.asset_address(id, true))));
        Href::Media { url, medium, captions }
    }
}

fn size(asset: &Asset) -> Option<Size> {
    let (width, height) = asset.dimensions?;
    Some(Size { width: u32::try_from(width).ok()?, height: u32::try_from(height).ok()? })
}

//! All links of a site, as they are written.

use crate::model::{PageId, Problem, Site, Target, address};
use crate::parse::markdown::{Body, Link, LinkForm, defined_links};
use crate::source::{SourceMap, Span};
use crate::text::{Slice, nfc, percent_decode, percent_encode};

/// A link as written.
#[derive(Clone, Copy, Debug)]
pub(super) struct Written<'s> {
    /// The path of its file, relative to `content/`.
    pub from: &'s str,
    /// The page that contains it; none for the glossary.
    pub page: Option<PageId>,
    /// The destination as written.
    pub destination: &'s str,
    /// The span of the destination.
    pub span: Span,
    /// The link in Markdown; `None` for values that are links themselves, and for link reference definitions.
    pub link: Option<&'s Link>,
    /// Its target.
    pub target: &'s Target,
}

/// Calls `each` with every link of the site whose destination is written in its file as it is read.
pub(super) fn for_each(site: &Site, sources: &SourceMap, each: &mut dyn FnMut(Written<'_>)) {
    for id in site.ids() {
        let page = site.page(id);
        let document = &page.document;
        let of_page = Origin { from: &document.path, page: Some(id), source: sources.file(document.file).text() };
        of_page.body(&document.body, &page.links, each);
        for (at, targets) in &page.value_links {
            if let Some(body) = document.values.get(at) {
                of_page.body(body, targets, each);
            }
        }
        for text in document.named_links() {
            let Some(target) = page.named.get(&text.span.start) else { continue };
            let range = text.span.range();
            let Some(at) = of_page.source.slice(range.clone()).find(&**text).map(|at| range.start + at) else {
                continue;
            };
            let span = Span::new(text.span.file, at..at + text.len());
            each(Written { from: of_page.from, page: Some(id), destination: text, span, link: None, target });
        }
        for defined in defined_links(document.file, of_page.source, document.front.body.range().start) {
            let target = site.resolve(id, &defined.destination);
            let (from, page) = (of_page.from, of_page.page);
            let (destination, span) = (defined.destination.as_str(), defined.span);
            each(Written { from, page, destination, span, link: None, target: &target });
        }
    }
    if let Some(file) = sources.glossary() {
        let of_glossary = Origin { from: address::GLOSSARY_FILE, page: None, source: sources.file(file).text() };
        for meaning in site.meanings() {
            of_glossary.body(&meaning.body, &meaning.links, each);
        }
    }
}

/// The file of some links.
#[derive(Clone, Copy)]
struct Origin<'s> {
    from: &'s str,
    page: Option<PageId>,
    source: &'s str,
}

impl Origin<'_> {
    fn body(self, body: &Body, targets: &[Target], each: &mut dyn FnMut(Written<'_>)) {
        for (link, target) in body.links.iter().zip(targets) {
            let written = self.source.slice(link.span.range());
            // A step is found by its title, which more words may follow.
            if written == link.destination || link.form == LinkForm::Step {
                let (from, page, destination) = (self.from, self.page, link.destination.as_str());
                each(Written { from, page, destination, span: link.span, link: Some(link), target });
            }
        }
    }
}

impl Written<'_> {
    /// The path before `?` and `#`, as written.
    pub fn path(&self) -> &str {
        self.destination.split(['?', '#']).next().unwrap_or_default()
    }

    /// The span of the path.
    pub fn path_span(&self) -> Span {
        let start = self.span.range().start;
        Span::new(self.span.file, start..start + self.path().len())
    }

    /// The anchor, decoded, with the span in which it is written.
    pub fn anchor(&self) -> Option<(String, Span)> {
        let (before, anchor) = self.destination.split_once('#')?;
        let start = self.span.range().start + before.len() + 1;
        let decoded = nfc(&percent_decode(anchor)).into_owned();
        (!anchor.is_empty()).then(|| (decoded, Span::new(self.span.file, start..start + anchor.len())))
    }

    /// The path of the file that it means, relative to `content/`, whether or not there is one.
    pub fn means(&self) -> Option<String> {
        let path = percent_decode(self.path());
        let is_path = !path.is_empty()
            && !path.starts_with('/')
            && !matches!(self.target, Target::External(_))
            && self.link.is_none_or(|link| matches!(link.form, LinkForm::Link | LinkForm::Image));
        let resolved = is_path.then(|| address::resolve(self.from, &path)).flatten();
        resolved.filter(|_| !matches!(self.target, Target::Nowhere(Problem::Scheme(_) | Problem::Disk)))
    }
}

/// A path as it is written in a link; `source` is the text of the file, and `span` is where the path stands.
pub(super) fn written_path(source: &str, span: Span, path: &str) -> String {
    let is_bracketed = source.slice(..span.range().start).ends_with('<');
    if is_bracketed { path.to_owned() } else { percent_encode(path) }
}

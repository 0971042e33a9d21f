//! HTML in Markdown: shown as text unless the site allows it, and then the author's own to answer for.

use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Page, Site};
use crate::parse::markdown::{Body, Element, Event};
use crate::source::{SourceMap, Span};

pub(super) fn check(site: &Site, page: &Page, sources: &SourceMap, found: &mut Vec<Diagnostic>) {
    let source = sources.file(page.document.file).text();
    let mut places = Vec::new();
    for body in std::iter::once(&page.document.body).chain(page.document.values.values()) {
        places.extend(html(body, source));
    }
    if site.config.raw_html {
        found.extend(places.first().map(|&span| {
            Diagnostic::new(Code::RawHtmlPassed, span, "this page holds HTML, which is passed on as it is")
                .because("that it is valid and readable for everyone is up to you")
        }));
        return;
    }
    found.extend(places.into_iter().map(|span| {
        Diagnostic::new(Code::RawHtml, span, "HTML is shown as text")
            .help("say it in Markdown: `**bold**`, `*emphasis*`, `[text](link.md)`, `![what it shows](image.jpg)`")
            .help("or set `raw-html: true` in `casebook.yaml`; the page is then yours to keep valid")
    }));
}

/// The places of HTML that is more than a comment; of a block its first line.
fn html(body: &Body, source: &str) -> Vec<Span> {
    let mut places = Vec::new();
    let mut block = None;
    let mut in_comment = false;
    for (event, span) in body.events() {
        match event {
            Event::Start(Element::HtmlBlock) => block = Some(false),
            Event::End(Element::HtmlBlock) => (block, in_comment) = (None, false),
            Event::Html(piece) => {
                let shows = shows(body.piece(source, piece), &mut in_comment);
                if shows && block != Some(true) {
                    places.push(first_line(span, source));
                    block = block.map(|_| true);
                }
            }
            _ => {}
        }
    }
    places
}

/// Whether a stretch of HTML holds anything but comments and blanks. Comments may go over several stretches.
fn shows(html: &str, in_comment: &mut bool) -> bool {
    let mut rest = html;
    loop {
        if *in_comment {
            let Some((_, after)) = rest.split_once("-->") else { return false };
            (rest, *in_comment) = (after, false);
        }
        let Some((before, after)) = rest.split_once("<!--") else { return !rest.trim().is_empty() };
        if !before.trim().is_empty() {
            return true;
        }
        (rest, *in_comment) = (after, true);
    }
}

fn first_line(span: Span, source: &str) -> Span {
    let text = source.get(span.range()).unwrap_or_default();
    let line = text.lines().next().unwrap_or_default().trim_end();
    Span { end: span.start + u32::try_from(line.len()).unwrap_or(0), ..span }
}

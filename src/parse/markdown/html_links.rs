//! Links and pictures in the author's own HTML, for sites that let it through: finds the attributes that name pages and
//! files, and the anchors that the HTML defines.
//!
//! Reads tags as browsers do, as far as attributes are concerned. Does not judge the HTML.

use std::ops::Range;

use super::{Body, Element, Event, HtmlLink, Link, LinkForm};
use crate::source::Span;
use crate::text::{Slice, nfc, saturating_u32};

/// An attribute with a value, as written.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Attribute {
    /// The element, in small letters.
    element: String,
    /// In small letters.
    name: String,
    /// The value without its quotation marks, as a range of the HTML.
    value: Range<usize>,
}

/// HTML that is written in one piece: a tag within a line, or a whole block.
#[derive(Default)]
struct Unit {
    /// The number of the event at which it begins.
    event: usize,
    html: String,
    /// The range of each event in `html`, with its span.
    parts: Vec<(Range<usize>, Span)>,
}

impl Body {
    /// Adds the links in HTML to [`Body::links`], and its ids to [`Body::html_ids`]. `source` is the text of the file.
    pub fn read_html(&mut self, source: &str) {
        for unit in self.units(source) {
            for attribute in attributes(&unit.html) {
                let value = unit.html.slice(attribute.value.clone());
                let is_anchor = attribute.name == "id" || (attribute.name == "name" && attribute.element == "a");
                if is_anchor && !value.is_empty() {
                    self.html_ids.push(nfc(value).into_owned());
                }
                let Some(form) = form(&attribute) else { continue };
                for range in addresses(&unit.html, &attribute) {
                    self.add_html_link(&unit, range, form);
                }
            }
        }
    }

    fn units(&self, source: &str) -> Vec<Unit> {
        let mut units = Vec::new();
        let mut block: Option<Unit> = None;
        for (number, (event, span)) in self.events().enumerate() {
            match event {
                Event::Start(Element::HtmlBlock) => block = Some(Unit { event: number, ..Unit::default() }),
                Event::End(Element::HtmlBlock) => units.extend(block.take()),
                Event::Html(piece) | Event::Text(piece) if block.is_some() || matches!(event, Event::Html(_)) => {
                    let add = |unit: &mut Unit| {
                        let start = unit.html.len();
                        unit.html.push_str(self.piece(source, piece));
                        unit.parts.push((start..unit.html.len(), span));
                    };
                    match &mut block {
                        Some(unit) => add(unit),
                        None => {
                            let mut unit = Unit { event: number, ..Unit::default() };
                            add(&mut unit);
                            units.push(unit);
                        }
                    }
                }
                _ => {}
            }
        }
        units
    }

    fn add_html_link(&mut self, unit: &Unit, range: Range<usize>, form: LinkForm) {
        let Some((part, whole)) = unit.parts.iter().find(|(part, _)| part.contains(&range.start)) else { return };
        let destination = decoded(unit.html.slice(range.clone()));
        // In a value of the front matter, the exact position may be unknown.
        let is_exact = whole.range().len() == part.len() && range.end <= part.end;
        let at = |offset: usize| whole.start + saturating_u32(offset - part.start);
        let span = if is_exact { Span { start: at(range.start), end: at(range.end), ..*whole } } else { *whole };
        let text = destination.clone();
        self.links.push(Link { destination, title: String::new(), form, span, whole: *whole, text });
        let link = saturating_u32(self.links.len() - 1);
        self.html_links.entry(unit.event).or_default().push(HtmlLink { range, link });
    }
}

/// The form of the link in an attribute; `None` if the attribute names no file.
fn form(attribute: &Attribute) -> Option<LinkForm> {
    match (attribute.element.as_str(), attribute.name.as_str()) {
        ("a" | "area", "href") => Some(LinkForm::Link),
        ("img" | "source" | "video" | "audio" | "track", "src")
        | ("img" | "source", "srcset")
        | ("video", "poster") => Some(LinkForm::Image),
        _ => None,
    }
}

/// The ranges of the addresses in an attribute: `srcset` has several, each with a size, between commas.
fn addresses(html: &str, attribute: &Attribute) -> Vec<Range<usize>> {
    let value = html.slice(attribute.value.clone());
    let parts = if attribute.name == "srcset" { value.split(',').collect() } else { vec![value] };
    let (mut ranges, mut at) = (Vec::new(), attribute.value.start);
    for part in parts {
        let start = at + (part.len() - part.trim_start().len());
        let address = part.trim();
        let address = match attribute.name.as_str() {
            "srcset" => address.split_whitespace().next().unwrap_or_default(),
            _ => address,
        };
        // Empty addresses and `#` mean the page itself.
        if !matches!(address, "" | "#") {
            ranges.push(start..start + address.len());
        }
        at += part.len() + 1;
    }
    ranges
}

/// Resolves the entities that occur in addresses.
fn decoded(value: &str) -> String {
    let signs = [("&quot;", "\""), ("&#39;", "'"), ("&apos;", "'"), ("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")];
    signs.iter().fold(value.to_owned(), |value, (entity, sign)| value.replace(entity, sign))
}

/// The attributes with values of all opening tags.
fn attributes(html: &str) -> Vec<Attribute> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(open) = html.slice(at..).find('<').map(|open| at + open) {
        let rest = html.slice(open..);
        if rest.starts_with("<!--") {
            at = rest.find("-->").map_or(html.len(), |end| open + end + "-->".len());
            continue;
        }
        let name: String = rest.slice(1..).chars().take_while(|&c| c.is_ascii_alphanumeric() || c == '-').collect();
        at = open + 1 + name.len();
        if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
            continue;
        }
        let name = name.to_ascii_lowercase();
        at = tag(html, at, &name, &mut found);
        // These elements contain no markup.
        if matches!(name.as_str(), "script" | "style" | "textarea" | "title") {
            let rest = html.slice(at..).to_ascii_lowercase();
            at += rest.find(&format!("</{name}")).unwrap_or(rest.len());
        }
    }
    found
}

/// Reads the attributes from `at` to the end of the tag; returns the byte after it.
fn tag(html: &str, mut at: usize, element: &str, found: &mut Vec<Attribute>) -> usize {
    let skip = |at: usize, skipped: fn(char) -> bool| {
        let rest = html.slice(at..);
        at + rest.len() - rest.trim_start_matches(skipped).len()
    };
    loop {
        at = skip(at, |c| c.is_ascii_whitespace() || c == '/');
        match html.slice(at..).chars().next() {
            None => return at,
            Some('>') => return at + 1,
            Some(_) => {}
        }
        let end = skip(at, |c| !c.is_ascii_whitespace() && !matches!(c, '=' | '>' | '/')).max(at + 1);
        let name = html.slice(at..end).to_ascii_lowercase();
        let equals = skip(end, |c| c.is_ascii_whitespace());
        if !html.slice(equals..).starts_with('=') {
            at = end;
            continue;
        }
        let start = skip(equals + 1, |c| c.is_ascii_whitespace());
        let quote = html.slice(start..).chars().next().filter(|c| matches!(c, '"' | '\''));
        let value = match quote {
            Some(quote) => {
                let rest = html.slice(start + 1..);
                start + 1..start + 1 + rest.find(quote).unwrap_or(rest.len())
            }
            None => start..skip(start, |c| !c.is_ascii_whitespace() && c != '>'),
        };
        at = value.end + usize::from(quote.is_some());
        found.push(Attribute { element: element.to_owned(), name, value });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::markdown::parse;
    use crate::source::FileId;

    fn links(text: &str) -> Vec<String> {
        let (mut body, _) = parse(FileId(0), text, 0, "");
        body.read_html(text);
        for link in &body.links {
            assert_eq!(text.slice(link.span.range()).replace("&amp;", "&"), link.destination, "{text}");
        }
        body.links.into_iter().map(|link| format!("{:?} {}", link.form, link.destination)).collect()
    }

    #[test]
    fn addresses_in_attributes_are_links() {
        for (text, expected) in [
            ("An <a class=x href='b.md?a&amp;b#c'>link</a>.", vec!["Link b.md?a&b#c"]),
            ("<IMG\n  SRC = pic.png alt=\"a > b\">", vec!["Image pic.png"]),
            (
                "<picture>\n<source srcset=\"a.webp 1x, b.webp 2x\">\n<img src=\"a.png\"/>\n</picture>",
                vec!["Image a.webp", "Image b.webp", "Image a.png"],
            ),
            (
                "<video poster=\"p.jpg\" src=\"v.mp4\"><track src=\"v.vtt\"></video>",
                vec!["Image p.jpg", "Image v.mp4", "Image v.vtt"],
            ),
        ] {
            assert_eq!(links(text), expected, "{text}");
        }
        for text in [
            "<!-- <a href=\"b.md\"> -->",
            "<a href=\"\">x</a> <a href=\"#\">y</a> <a href>z</a>",
            "<p title=\"<a href='b.md'>\">x</p>",
            "<link href=\"b.md\"> <script>\"<a href='b.md'>\"</script>",
            "`<a href=\"b.md\">`",
        ] {
            assert_eq!(links(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn ids_are_anchors() {
        let text = "<h2 id=\"One\">1</h2>\n\nText <a name=two></a>.\n";
        let (mut body, _) = parse(FileId(0), text, 0, "");
        body.read_html(text);
        assert_eq!(body.html_ids, ["One", "two"]);
    }
}

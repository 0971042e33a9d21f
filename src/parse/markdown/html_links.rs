//! Links and pictures in the author's own HTML, for sites that let it through: finds the attributes that name pages and
//! files, and the anchors that the HTML defines.
//!
//! Reads tags as browsers do, as far as attributes are concerned. Does not judge the HTML.

use std::ops::Range;

use super::{Body, Element, Event, HtmlLink, Link, LinkForm};
use crate::source::Span;
use crate::text::{Slice, nfc, saturating_u32};

/// The longest entity in an address, in bytes without `;`.
const LONGEST_ENTITY: usize = 10;

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
        let number = unit.parts.partition_point(|(part, _)| part.end <= range.start);
        let Some((part, whole)) = unit.parts.get(number).filter(|(part, _)| part.contains(&range.start)) else {
            return;
        };
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

/// The ranges of the addresses in an attribute: `srcset` has several. Pictures that are part of the address, `data:image/`,
/// are no files.
fn addresses(html: &str, attribute: &Attribute) -> Vec<Range<usize>> {
    let value = html.slice(attribute.value.clone());
    let ranges = if attribute.name == "srcset" {
        candidates(value)
    } else {
        let start = value.len() - value.trim_start().len();
        vec![start..start + value.trim().len()]
    };
    let is_link = |range: &Range<usize>| {
        let address = value.slice(range.clone());
        // Empty addresses and `#` mean the page itself.
        let is_image = attribute.name != "href" && address.to_ascii_lowercase().starts_with("data:image/");
        !matches!(address, "" | "#") && !is_image
    };
    let at = attribute.value.start;
    ranges.into_iter().filter(is_link).map(|range| at + range.start..at + range.end).collect()
}

/// The addresses in a `srcset`, as browsers read it: an address ends at white space, and its size at the next comma outside
/// of parentheses. Commas inside an address belong to it.
fn candidates(value: &str) -> Vec<Range<usize>> {
    let (mut ranges, mut at) = (Vec::new(), 0);
    loop {
        let rest = value.slice(at..);
        at += rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == ',').len();
        let rest = value.slice(at..);
        let written = rest.split(|c: char| c.is_ascii_whitespace()).next().unwrap_or_default();
        if written.is_empty() {
            return ranges;
        }
        let address = written.trim_end_matches(',');
        ranges.push(at..at + address.len());
        at += written.len();
        if address.len() == written.len() {
            at += size(value.slice(at..));
        }
    }
}

/// The length of a size in a `srcset`: up to the next comma outside of parentheses.
fn size(text: &str) -> usize {
    let mut depth = 0_usize;
    for (at, c) in text.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            ',' if depth == 0 => return at,
            _ => {}
        }
    }
    text.len()
}

/// Resolves the entities that occur in addresses, and numeric ones.
fn decoded(value: &str) -> String {
    let mut decoded = String::with_capacity(value.len());
    let mut rest = value;
    while let Some(at) = rest.find('&') {
        decoded.push_str(rest.slice(..at));
        rest = rest.slice(at..);
        let entity = rest.find(';').filter(|end| *end <= LONGEST_ENTITY);
        match entity.and_then(|end| Some((character(rest.slice(1..end))?, end))) {
            Some((character, end)) => {
                decoded.push(character);
                rest = rest.slice(end + 1..);
            }
            None => {
                decoded.push('&');
                rest = rest.slice(1..);
            }
        }
    }
    decoded.push_str(rest);
    decoded
}

/// The character of an entity, which is given without `&` and `;`.
fn character(entity: &str) -> Option<char> {
    Some(match entity {
        "quot" => '"',
        "apos" => '\'',
        "lt" => '<',
        "gt" => '>',
        "amp" => '&',
        _ => {
            let number = entity.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(digits) => u32::from_str_radix(digits, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code).filter(|c| !c.is_control())?
        }
    })
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
            let rest = html.slice(at..);
            at += end_of(rest, &name).unwrap_or(rest.len());
        }
    }
    found
}

/// The position of the end tag of an element, in letters of either case.
fn end_of(html: &str, name: &str) -> Option<usize> {
    let ends = |at: &usize| html.get(at + 2..at + 2 + name.len()).is_some_and(|end| end.eq_ignore_ascii_case(name));
    html.match_indices("</").map(|(at, _)| at).find(ends)
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
                "<img srcset=\" ,a,b.png 1x,c.png, d.png (x, y) 2x,e.png\">",
                vec!["Image a,b.png", "Image c.png", "Image d.png", "Image e.png"],
            ),
            (
                "<img src=\"a&amp;b.png\" srcset='data:image/png;base64,AA== 1x, b.png 2x'>",
                vec!["Image a&b.png", "Image b.png"],
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
            "<img src=\"data:image/gif;base64,AAAA\"> <video poster='DATA:image/png;base64,A=='></video>",
            "<p><STYLE>a</b <a href='b.md'></sTyle></p>",
            "<a href=\"\">x</a> <a href=\"#\">y</a> <a href>z</a>",
            "<p title=\"<a href='b.md'>\">x</p>",
            "<link href=\"b.md\"> <script>\"<a href='b.md'>\"</script>",
            "`<a href=\"b.md\">`",
        ] {
            assert_eq!(links(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn entities_are_decoded_once() {
        for (written, meant) in [
            ("a&amp;lt;b", "a&lt;b"),
            ("&#39;&#x27;&quot;", "''\""),
            ("a&b;c&d", "a&b;c&d"),
            ("&#xD800;&#0;&", "&#xD800;&#0;&"),
        ] {
            assert_eq!(decoded(written), meant, "{written}");
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

//! Turns the HTML of one page into part of another page: anchors get a prefix, links between pages of the same document
//! become anchors, and headings are lowered.
//!
//! Reads HTML as Casebook and its themes write it, attribute by attribute, and copies everything else unchanged. Does
//! not repair HTML.

use std::borrow::Cow;

use super::super::html::escape;
use crate::text::Slice;
use crate::text::percent_decode;

/// Attributes that refer to ids on the same page; some hold several, separated by spaces.
const REFERENCES: [&str; 15] = [
    "aria-activedescendant",
    "aria-controls",
    "aria-describedby",
    "aria-details",
    "aria-errormessage",
    "aria-flowto",
    "aria-labelledby",
    "aria-owns",
    "commandfor",
    "for",
    "form",
    "headers",
    "itemref",
    "list",
    "popovertarget",
];

/// The anchor of the page at `address` as a chapter. Unique, because addresses contain no dot before the extension.
pub(in crate::render) fn chapter_id(address: &str) -> String {
    let id = address.strip_suffix(".html").unwrap_or(address).replace('/', ".");
    // Ids that begin with `cb-` belong to the theme.
    if id.starts_with("cb-") { format!(".{id}") } else { id }
}

/// The prefix of anchors in the chapter `anchor`. It contains a character that occurs in no address and no slug.
pub(in crate::render) fn prefix(anchor: &str) -> String {
    format!("{anchor}:")
}

/// Adds `prefix` to every anchor in `html`.
pub(in crate::render) fn with_prefix(html: &str, prefix: &str) -> String {
    Rewriter { prefix, lower: 0, chapter_of: &|_| None }.run(html)
}

/// Settings for rewriting the HTML of a page.
pub(in crate::render) struct Rewriter<'a> {
    /// The prefix of every anchor.
    pub prefix: &'a str,
    /// Number of levels by which headings are lowered, down to `h6` at most.
    pub lower: u8,
    /// Returns the anchor of the page with the given address, if it is a chapter of the same document.
    pub chapter_of: &'a dyn Fn(&str) -> Option<String>,
}

impl Rewriter<'_> {
    /// Returns the rewritten HTML.
    pub fn run(&self, html: &str) -> String {
        let mut out = String::with_capacity(html.len() + html.len() / 8);
        let mut rest = html;
        while let Some(at) = rest.find('<') {
            out.push_str(rest.slice(..at));
            rest = self.markup(rest.slice(at..), &mut out);
        }
        out.push_str(rest);
        out
    }

    /// Writes the markup at the start of `html`; returns the rest.
    fn markup<'h>(&self, html: &'h str, out: &mut String) -> &'h str {
        if html.starts_with("<!--") {
            return copy(html, after(html, "-->"), out);
        }
        let (closing, inside) = match html.strip_prefix("</") {
            Some(inside) => (true, inside),
            None => (false, html.strip_prefix('<').unwrap_or(html)),
        };
        if !inside.starts_with(|c: char| c.is_ascii_alphabetic()) {
            return copy(html, 1, out);
        }
        let (name, rest) = inside.split_at(inside.find(ends_name).unwrap_or(inside.len()));
        out.push_str(if closing { "</" } else { "<" });
        self.element(name, out);
        if closing {
            return copy(rest, after(rest, ">"), out);
        }
        let name = name.to_ascii_lowercase();
        let rest = self.attributes(&name, rest, out);
        // These elements contain no markup.
        match name.as_str() {
            "script" | "style" | "textarea" | "title" => copy(rest, end_of_text(rest, &name), out),
            _ => rest,
        }
    }

    /// Writes an element's name; headings are lowered.
    fn element(&self, name: &str, out: &mut String) {
        let level = match name.as_bytes() {
            [b'h' | b'H', level @ b'1'..=b'6'] => level - b'0',
            _ => return out.push_str(name),
        };
        out.push('h');
        out.push(char::from(b'0' + (level + self.lower).min(6)));
    }

    /// Writes the attributes, up to the end of the tag.
    fn attributes<'h>(&self, element: &str, mut rest: &'h str, out: &mut String) -> &'h str {
        loop {
            let blank = rest.find(|c: char| !c.is_ascii_whitespace() && c != '/').unwrap_or(rest.len());
            rest = copy(rest, blank, out);
            if rest.is_empty() || rest.starts_with('>') {
                return copy(rest, rest.len().min(1), out);
            }
            let attribute = Attribute::read(rest);
            if self.names_landmark(element, attribute.name) {
                rest = rest.slice(attribute.len..);
                continue;
            }
            match attribute.value.and_then(|value| self.value(element, attribute.name, value)) {
                Some(value) => {
                    out.push_str(attribute.name);
                    out.push_str("=\"");
                    out.push_str(&value);
                    out.push('"');
                }
                None => out.push_str(rest.slice(..attribute.len)),
            }
            rest = rest.slice(attribute.len..);
        }
    }

    /// True for an attribute that makes a section a landmark. Chapters drop it, because all of them have the same ones.
    fn names_landmark(&self, element: &str, name: &str) -> bool {
        self.lower > 0
            && element == "section"
            && ["aria-label", "aria-labelledby"].iter().any(|label| name.eq_ignore_ascii_case(label))
    }

    /// The new value of an attribute, for use in double quotes; `None` to keep the old one.
    fn value(&self, element: &str, name: &str, value: &str) -> Option<String> {
        let name = name.to_ascii_lowercase();
        let named = name == "name" && matches!(element, "a" | "details" | "input" | "map");
        match name.as_str() {
            "role" if self.lower > 0 && value == "region" => Some("group".to_owned()),
            "href" | "xlink:href" | "usemap" => self.link(value),
            "id" if !value.is_empty() => Some(self.anchor(value)),
            _ if named && !value.is_empty() => Some(self.anchor(value)),
            _ if REFERENCES.contains(&name.as_str()) => {
                let anchors: Vec<String> = value.split_ascii_whitespace().map(|anchor| self.anchor(anchor)).collect();
                Some(anchors.join(" "))
            }
            _ => None,
        }
    }

    fn anchor(&self, anchor: &str) -> String {
        let mut value = String::with_capacity(self.prefix.len() + anchor.len());
        escape::attribute(self.prefix, &mut value);
        // The anchor is already escaped, except that its quotation marks may have been of the other kind.
        value.push_str(&anchor.replace('"', "&quot;"));
        value
    }

    fn link(&self, value: &str) -> Option<String> {
        if let Some(anchor) = value.strip_prefix('#') {
            return (!anchor.is_empty()).then(|| format!("#{}", self.anchor(anchor)));
        }
        let link = unescaped(value);
        let (path, anchor) = link.split_once('#').map_or((&*link, ""), |(path, anchor)| (path, anchor));
        let chapter = (self.chapter_of)(&percent_decode(path))?;
        let target = if anchor.is_empty() { chapter } else { format!("{}{anchor}", prefix(&chapter)) };
        let mut value = "#".to_owned();
        escape::attribute(&target, &mut value);
        Some(value)
    }
}

/// An attribute as written.
struct Attribute<'h> {
    name: &'h str,
    /// Without its quotation marks.
    value: Option<&'h str>,
    /// Length of the whole attribute, in bytes.
    len: usize,
}

impl<'h> Attribute<'h> {
    /// Reads the attribute at the start of `text`. Consumes at least one character.
    fn read(text: &'h str) -> Self {
        let first = text.chars().next().map_or(0, char::len_utf8);
        let name_end =
            first + text.slice(first..).find(|c: char| c == '=' || ends_name(c)).unwrap_or(text.len() - first);
        let name = text.slice(..name_end);
        let gap = text.slice(name_end..).len() - text.slice(name_end..).trim_ascii_start().len();
        if !text.slice(name_end + gap..).starts_with('=') {
            return Self { name, value: None, len: name_end };
        }
        let after_sign = name_end + gap + 1;
        let start = text.len() - text.slice(after_sign..).trim_ascii_start().len();
        let value = text.slice(start..);
        let quoted = value.chars().next().filter(|&mark| mark == '"' || mark == '\'');
        if let Some(mark) = quoted {
            let value = value.slice(1..);
            let end = value.find(mark).unwrap_or(value.len());
            return Self { name, value: Some(value.slice(..end)), len: text.len().min(start + 1 + end + 1) };
        }
        let end = value.find(|c: char| c.is_ascii_whitespace() || c == '>').unwrap_or(value.len());
        Self { name, value: Some(value.slice(..end)), len: start + end }
    }
}

fn ends_name(c: char) -> bool {
    c.is_ascii_whitespace() || c == '/' || c == '>'
}

/// Writes `len` bytes; returns the rest.
fn copy<'h>(html: &'h str, len: usize, out: &mut String) -> &'h str {
    let (copied, rest) = html.split_at(len);
    out.push_str(copied);
    rest
}

/// Number of bytes up to and including `mark`, or all if there is none.
fn after(html: &str, mark: &str) -> usize {
    html.find(mark).map_or(html.len(), |at| at + mark.len())
}

/// The end of the text of an element that contains no markup.
fn end_of_text(html: &str, element: &str) -> usize {
    let mut at = 0;
    while let Some(next) = html.slice(at..).find("</") {
        at += next;
        let name = html.as_bytes().get(at + 2..at + 2 + element.len());
        if name.is_some_and(|name| name.eq_ignore_ascii_case(element.as_bytes())) {
            return at;
        }
        at += 2;
    }
    html.len()
}

/// Decodes character references in an address.
fn unescaped(value: &str) -> Cow<'_, str> {
    if !value.contains('&') {
        return Cow::Borrowed(value);
    }
    let mut text = String::with_capacity(value.len());
    let mut rest = value;
    while let Some(at) = rest.find('&') {
        text.push_str(rest.slice(..at));
        rest = rest.slice(at..);
        let end = rest.find(';').unwrap_or(0);
        match reference(rest.get(1..end).unwrap_or_default()) {
            Some(c) => {
                text.push(c);
                rest = rest.slice(end + 1..);
            }
            None => {
                text.push('&');
                rest = rest.slice(1..);
            }
        }
    }
    text.push_str(rest);
    Cow::Owned(text)
}

fn reference(name: &str) -> Option<char> {
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => {
            let number = name.strip_prefix('#')?;
            let hex = number.strip_prefix(['x', 'X']);
            let code = hex.map_or_else(|| number.parse(), |hex| u32::from_str_radix(hex, 16)).ok()?;
            char::from_u32(code)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rewritten(html: &str) -> String {
        let chapter_of = |address: &str| match address {
            "cases/a.html" | "cases/ü.html" | "x&y.html" => Some(chapter_id(address)),
            _ => None,
        };
        Rewriter { prefix: "p.a:", lower: 2, chapter_of: &chapter_of }.run(html)
    }

    #[test]
    fn an_attribute_may_end_with_the_text() {
        for (text, name, value) in [
            ("disabled", "disabled", None),
            ("ü", "ü", None),
            ("href=a.html", "href", Some("a.html")),
            ("href = \"a b", "href", Some("a b")),
            ("=", "=", None),
        ] {
            let read = Attribute::read(text);
            assert_eq!((read.name, read.value, read.len), (name, value, text.len()), "{text}");
        }
    }

    #[test]
    fn ids_links_headings_and_landmarks_are_rewritten() {
        for (html, expected) in [
            // Ids and references to them.
            ("<p id=\"x\">t</p>", "<p id=\"p.a:x\">t</p>"),
            ("<p class='a' id='x' hidden>t</p>", "<p class='a' id=\"p.a:x\" hidden>t</p>"),
            ("<p id=x>t</p>", "<p id=\"p.a:x\">t</p>"),
            ("<p ID = \"x\" >t</p>", "<p ID=\"p.a:x\" >t</p>"),
            ("<label for=\"x\">", "<label for=\"p.a:x\">"),
            ("<textarea aria-labelledby=\"x  y\">", "<textarea aria-labelledby=\"p.a:x p.a:y\">"),
            ("<td headers=\"x y\">", "<td headers=\"p.a:x p.a:y\">"),
            ("<a name=\"x\"><meta name=\"x\">", "<a name=\"p.a:x\"><meta name=\"x\">"),
            ("<p data-id=\"x\" title=\"id=x\">", "<p data-id=\"x\" title=\"id=x\">"),
            ("<p id=\"\"><p id>", "<p id=\"\"><p id>"),
            ("<p id='a\"b'>", "<p id=\"p.a:a&quot;b\">"),
            // Links.
            ("<a href=\"#x\">", "<a href=\"#p.a:x\">"),
            ("<a href=\"#\">", "<a href=\"#\">"),
            ("<a href=\"cases/a.html\">", "<a href=\"#cases.a\">"),
            ("<a class=\"b\" href=\"cases/a.html#x\">", "<a class=\"b\" href=\"#cases.a:x\">"),
            ("<a href=\"cases/%C3%BC.html#y\">", "<a href=\"#cases.ü:y\">"),
            ("<a href=\"x&amp;y.html\">", "<a href=\"#x&amp;y\">"),
            ("<a href=\"cases&#x2F;a.html\">", "<a href=\"#cases.a\">"),
            ("<a href=\"cases/b.html#x\">", "<a href=\"cases/b.html#x\">"),
            ("<a href=\"https://example.org/?a=1&amp;b=2\">", "<a href=\"https://example.org/?a=1&amp;b=2\">"),
            // Headings.
            ("<h1>A</h1><h2>B</h2><h3>C</h3>", "<h3>A</h3><h4>B</h4><h5>C</h5>"),
            ("<h4>A</h4><h6 id=\"x\">B</h6>", "<h6>A</h6><h6 id=\"p.a:x\">B</h6>"),
            ("<header><hr><hgroup></hgroup></header>", "<header><hr><hgroup></hgroup></header>"),
            // Landmarks.
            (
                "<section class=\"a\" aria-labelledby=\"x\"><nav aria-label=\"N\">",
                "<section class=\"a\" ><nav aria-label=\"N\">",
            ),
            ("<section aria-label=\"S\" id=\"x\">", "<section  id=\"p.a:x\">"),
            ("<div role=\"region\" aria-label=\"Table 1\">", "<div role=\"group\" aria-label=\"Table 1\">"),
            // Not a tag.
            ("a < b & c > d <3", "a < b & c > d <3"),
            ("<!-- <p id=\"x\"> --><b>", "<!-- <p id=\"x\"> --><b>"),
            ("<script>\"<p id='x'></p>\"</script><p id=x>", "<script>\"<p id='x'></p>\"</script><p id=\"p.a:x\">"),
            ("<svg><path d=\"M0 0\"/><use href=\"#i\"/></svg>", "<svg><path d=\"M0 0\"/><use href=\"#p.a:i\"/></svg>"),
            ("<p title=\"a > b\" id=\"x\">", "<p title=\"a > b\" id=\"p.a:x\">"),
            // Truncated HTML.
            ("<p id=\"x", "<p id=\"p.a:x\""),
            ("<p id=", "<p id="),
            ("<", "<"),
            ("<!--", "<!--"),
        ] {
            assert_eq!(rewritten(html), expected, "{html}");
        }
    }

    #[test]
    fn chapter_ids_are_unique() {
        let ids = ["cases/a.html", "cases-a.html", "cases/a/b.html", "cases/a-b.html", "cb-main.html"].map(chapter_id);
        assert_eq!(ids, ["cases.a", "cases-a", "cases.a.b", "cases.a-b", ".cb-main"]);
    }

    #[test]
    fn with_prefix_alone_headings_and_links_stay() {
        let html = with_prefix("<h2 id=\"x\"><a href=\"cases/a.html\">A</a></h2>", "p:");
        assert_eq!(html, "<h2 id=\"p:x\"><a href=\"cases/a.html\">A</a></h2>");
    }
}

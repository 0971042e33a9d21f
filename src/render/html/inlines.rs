//! Inline elements: emphasis, links, pictures, recordings.

use super::writer::Writer;
use super::{Href, Medium, Size, escape, fill};
use crate::parse::markdown::{Element, Link};

impl Writer<'_, '_, '_> {
    pub(super) fn start_inline(&mut self, element: Element) {
        match element {
            Element::Strong => self.out.push_str("<strong>"),
            Element::Strikethrough => self.out.push_str("<del>"),
            Element::Key => self.out.push_str("<kbd>"),
            Element::Subscript => self.out.push_str("<sub>"),
            Element::Superscript => self.out.push_str("<sup>"),
            Element::Link(number) => self.link(number),
            _ => self.out.push_str("<em>"),
        }
    }

    pub(super) fn end_inline(&mut self, element: Element) {
        match element {
            Element::Strong => self.out.push_str("</strong>"),
            Element::Strikethrough => self.out.push_str("</del>"),
            Element::Key => self.out.push_str("</kbd>"),
            Element::Subscript => self.out.push_str("</sub>"),
            Element::Superscript => self.out.push_str("</sup>"),
            Element::Link(_) => self.end_link(),
            _ => self.out.push_str("</em>"),
        }
    }

    fn link(&mut self, number: u32) {
        self.quiet += 1;
        self.link.depth += 1;
        if self.link.written != 0 {
            return;
        }
        let (links, link) = (self.origin.links, &self.body().links[number as usize]);
        let (url, external) = match links.href(number) {
            Href::To { url, external } => (url, external),
            Href::Image { url, .. } | Href::Media { url, .. } => (url, false),
            Href::Broken => return,
        };
        self.link.written = self.link.depth;
        self.anchor(&url, &link.title, external);
        if link.text.trim().is_empty() {
            // Screen readers cannot announce a link without text; show its address.
            escape::text(&link.destination, self.out);
        }
    }

    fn end_link(&mut self) {
        if self.link.written == self.link.depth {
            self.out.push_str("</a>");
            self.link.written = 0;
        }
        self.link.depth = self.link.depth.saturating_sub(1);
        self.quiet = self.quiet.saturating_sub(1);
    }

    fn anchor(&mut self, url: &str, title: &str, external: bool) {
        self.out.push_str("<a href=\"");
        escape::url(url, self.out);
        self.optional("title", title);
        self.out.push_str(if external { "\" rel=\"noopener\">" } else { "\">" });
    }

    /// Closes the open attribute and opens another one, unless `value` is empty. The closing quote is left to the
    /// caller.
    fn optional(&mut self, name: &str, value: &str) {
        if !value.is_empty() {
            for part in ["\" ", name, "=\""] {
                self.out.push_str(part);
            }
            escape::attribute(value, self.out);
        }
    }

    /// Writes an inline picture and returns the next event to write.
    pub(super) fn image(&mut self, number: u32, at: usize) -> usize {
        let (links, link) = (self.origin.links, &self.body().links[number as usize]);
        self.medium(link, &links.href(number), &link.title);
        self.body().after(at)
    }

    /// Writes the element for `![text](…)`.
    pub(super) fn medium(&mut self, link: &Link, href: &Href<'_>, title: &str) {
        let in_link = self.link.written != 0;
        match href {
            Href::Image { url, size } => self.picture(url, link.text.trim(), title, *size),
            Href::Media { url, medium, captions } if !in_link => {
                // Without a text by the author, the file name tells recordings apart.
                let name = Some(link.text.trim()).filter(|text| !text.is_empty());
                let name = name.or_else(|| link.destination.rsplit('/').next()).unwrap_or_default();
                self.player(*medium, url, captions.as_deref(), name);
            }
            Href::To { url, external } if !in_link => {
                self.anchor(url, title, *external);
                escape::text(if link.text.trim().is_empty() { &link.destination } else { &link.text }, self.out);
                self.out.push_str("</a>");
            }
            _ => escape::text(&link.text, self.out),
        }
    }

    fn picture(&mut self, url: &str, text: &str, title: &str, size: Option<Size>) {
        self.out.push_str("<img src=\"");
        escape::url(url, self.out);
        self.out.push_str("\" alt=\"");
        escape::attribute(text, self.out);
        self.optional("title", title);
        if let Some(Size { width, height }) = size {
            self.optional("width", &width.to_string());
            self.optional("height", &height.to_string());
        }
        // The first picture is probably visible at once, so it must not load lazily.
        if self.page.images > 0 {
            self.optional("loading", "lazy");
        }
        self.page.images += 1;
        self.out.push_str("\" decoding=\"async\">");
    }

    fn player(&mut self, medium: Medium, url: &str, captions: Option<&str>, text: &str) {
        let strings = &self.page.settings.strings;
        let (element, name) = match medium {
            Medium::Audio => ("audio", &strings.audio),
            Medium::Video => ("video", &strings.video),
        };
        let (mut address, mut words) = (String::new(), String::new());
        escape::url(url, &mut address);
        fill(name, "{title}", text, &mut words);
        self.out.extend(["<", element, " controls preload=\"metadata\" src=\"", &address]);
        self.out.extend(["\" aria-label=\"", &words, "\">"]);
        if let Some(captions) = captions {
            self.out.push_str("<track kind=\"captions\" src=\"");
            escape::url(captions, self.out);
            self.out.push_str("\">");
        }
        self.out.extend(["<a href=\"", &address, "\" download>", &words, "</a></", element, ">"]);
    }
}

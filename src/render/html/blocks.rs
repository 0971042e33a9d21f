//! Block elements: their opening and closing tags.

use super::writer::{TableState, Writer};
use super::{Href, escape, fill, raw};
use crate::parse::markdown::{Alert, Alignment, Element, Event, Piece};
use crate::parse::tool;

impl Writer<'_, '_, '_> {
    /// Opens the element at event `at` and returns the next event to write.
    pub(super) fn start(&mut self, element: Element, at: usize) -> usize {
        match element {
            Element::Paragraph => return self.paragraph(at),
            Element::Heading(number) => return self.heading(number, at),
            Element::Quote => return self.quote(at),
            Element::Alert(alert) => self.alert(alert),
            Element::CodeBlock(language) => self.code_block(language),
            Element::HtmlBlock => return self.html_block(at),
            Element::List(first) => self.list(first),
            Element::Item => self.item(at),
            // Footnotes are written at the end, by `footnotes`.
            Element::Footnote(_) => return self.body().after(at),
            Element::DefinitionList => self.block("<dl>\n"),
            Element::Term => self.block("<dt>"),
            Element::Definition => self.block("<dd>"),
            Element::Table(number) => self.table(number),
            Element::TableHead => self.out.push_str("<thead>\n<tr>"),
            Element::Row => self.row(),
            Element::Cell => self.cell(at),
            Element::Image(number) => return self.image(number, at),
            Element::Details(false) => self.block("<details class=\"fold\">\n"),
            Element::Details(true) => self.block("<details class=\"fold\" open>\n"),
            Element::Summary => self.out.push_str("<summary>"),
            Element::Emphasis
            | Element::Strong
            | Element::Strikethrough
            | Element::Key
            | Element::Subscript
            | Element::Superscript
            | Element::Link(_) => self.start_inline(element),
        }
        at + 1
    }

    /// Closes the element at event `at`.
    pub(super) fn finish(&mut self, element: Element, at: usize) {
        match element {
            Element::Paragraph => self.end_paragraph(),
            Element::Heading(number) => self.end_heading(number),
            Element::Quote => self.loudly("</blockquote>\n"),
            Element::Alert(_) => self.out.push_str("</div>\n"),
            Element::CodeBlock(_) => self.loudly("</code></pre>\n"),
            Element::List(None) => self.out.push_str("</ul>\n"),
            Element::List(Some(_)) => self.out.push_str("</ol>\n"),
            Element::Item => self.end_item(),
            Element::DefinitionList => self.out.push_str("</dl>\n"),
            Element::Term => self.out.push_str("</dt>\n"),
            Element::Definition => self.out.push_str("</dd>\n"),
            Element::Table(_) => self.end_table(),
            Element::TableHead => self.end_head(at),
            Element::Row => self.out.push_str("</tr>\n"),
            Element::Cell => self.out.push_str(self.table.cell),
            Element::Details(_) => self.block("</details>\n"),
            Element::Summary => self.out.push_str("</summary>\n"),
            Element::Emphasis
            | Element::Strong
            | Element::Strikethrough
            | Element::Key
            | Element::Subscript
            | Element::Superscript
            | Element::Link(_) => self.end_inline(element),
            // These were written completely when they were opened.
            Element::HtmlBlock | Element::Footnote(_) | Element::Image(_) => {}
        }
    }

    fn loudly(&mut self, tag: &str) {
        self.quiet = self.quiet.saturating_sub(1);
        self.out.push_str(tag);
    }

    fn paragraph(&mut self, at: usize) -> usize {
        if let Some(Event::Start(Element::Image(number))) = self.event(at + 1) {
            let after = self.body().after(at + 1);
            let alone = self.event(after) == Some(Event::End(Element::Paragraph));
            if alone && self.figure(number) {
                return after + 1;
            }
        }
        self.block("<p>");
        at + 1
    }

    /// A paragraph that contained only comments is removed.
    fn end_paragraph(&mut self) {
        if self.out.ends_with("<p>") {
            self.out.truncate(self.out.len() - "<p>".len());
        } else {
            self.out.push_str("</p>\n");
        }
    }

    /// Writes a picture or recording that is a paragraph of its own; returns `false` if it is neither.
    fn figure(&mut self, number: u32) -> bool {
        let (links, link) = (self.origin.links, &self.body().links[number as usize]);
        let href = links.href(number);
        match &href {
            Href::Image { .. } => self.block("<figure>"),
            Href::Media { .. } => self.block("<figure class=\"media\">"),
            Href::To { .. } | Href::Broken => return false,
        }
        self.medium(link, &href, "");
        if !link.title.is_empty() {
            self.out.push_str("<figcaption>");
            escape::text(&link.title, self.out);
            self.out.push_str("</figcaption>");
        }
        self.out.push_str("</figure>\n");
        true
    }

    fn heading(&mut self, number: u32, at: usize) -> usize {
        let heading = &self.body().headings[number as usize];
        if heading.repeats_title {
            return self.body().after(at);
        }
        self.heading = Some(number);
        match (self.origin.anchors, heading.text.trim().is_empty()) {
            (true, false) => {
                self.quietly("<div class=\"heading\"><h");
                self.level(heading.outline);
                self.out.push_str(" id=\"");
                escape::attribute(&heading.slug, self.out);
                self.out.push_str("\">");
                self.old_anchors(&heading.slug);
            }
            // Screen readers would announce a heading without text as empty; links to its id must still work.
            (true, true) => {
                self.quietly("<div id=\"");
                escape::attribute(&heading.slug, self.out);
                self.out.push_str("\">");
                self.old_anchors(&heading.slug);
            }
            // A value may appear at any level of a page's outline, so it must not contain headings.
            (false, _) => self.quietly("<p><strong>"),
        }
        at + 1
    }

    fn old_anchors(&mut self, anchor: &str) {
        for old in self.origin.kept.map_or(&[][..], |anchors| anchors.old(anchor)) {
            self.out.push_str("<span class=\"old-anchor\" id=\"");
            escape::attribute(old, self.out);
            self.out.push_str("\"></span>");
        }
    }

    fn end_heading(&mut self, number: u32) {
        let heading = &self.body().headings[number as usize];
        if !self.origin.anchors {
            return self.loudly("</strong></p>\n");
        }
        if heading.text.trim().is_empty() {
            return self.loudly("</div>\n");
        }
        self.loudly("</h");
        self.level(heading.outline);
        self.out.push_str("><a class=\"anchor\" href=\"#");
        escape::attribute(&heading.slug, self.out);
        self.out.push_str("\" aria-label=\"");
        fill(&self.page.settings.strings.anchor, "{title}", heading.text.trim(), self.out);
        self.out.push_str("\">#</a></div>\n");
    }

    fn level(&mut self, level: u8) {
        self.out.push(char::from(b'0' + level));
    }

    fn quote(&mut self, at: usize) -> usize {
        let Some(voice) = self.voice(at) else {
            self.quietly("<blockquote>\n");
            return at + 1;
        };
        self.quietly("<figure class=\"voice\"><blockquote>\n");
        self.words(&voice);
        self.loudly("</blockquote><figcaption>");
        escape::text(&voice.name, self.out);
        if let Some(mood) = &voice.mood {
            self.out.push_str(", <span class=\"mood\">");
            escape::text(mood, self.out);
            self.out.push_str("</span>");
        }
        self.out.push_str("</figcaption></figure>\n");
        voice.after
    }

    fn alert(&mut self, alert: Alert) {
        let strings = &self.page.settings.strings;
        let (class, title) = match alert {
            Alert::Note => ("note", &strings.note),
            Alert::Tip => ("tip", &strings.tip),
            Alert::Important => ("important", &strings.important),
            Alert::Warning => ("warning", &strings.warning),
            Alert::Caution => ("caution", &strings.caution),
        };
        self.block("<div class=\"alert alert-");
        self.out.push_str(class);
        self.out.push_str("\" role=\"note\"><p class=\"alert-title\">");
        escape::text(title, self.out);
        self.out.push_str("</p>\n");
    }

    fn code_block(&mut self, language: Piece) {
        // Scrolling by keyboard requires that the element can have the focus.
        self.quietly("<pre tabindex=\"0\"><code");
        let words = self.piece(language);
        let name = words.split([' ', '\t', ',', '{']).next().unwrap_or_default();
        if !name.is_empty() {
            self.out.push_str(" class=\"language-");
            escape::attribute(name, self.out);
            self.out.push('"');
        }
        self.out.push('>');
    }

    fn html_block(&mut self, at: usize) -> usize {
        let after = self.body().after(at);
        let mut html = String::new();
        for inside in at + 1..after {
            if let Some(Event::Html(piece) | Event::Text(piece)) = self.event(inside) {
                html.push_str(self.piece(piece));
            }
        }
        self.block("");
        let tool = tool::named(&html).and_then(|name| self.page.settings.tools?.get(name));
        if let Some(tool) = tool {
            self.out.push_str(tool);
            return after;
        }
        let html = self.with_addresses(&html, at);
        raw::block(&html, self.page.settings.raw_html, self.out);
        after
    }

    fn list(&mut self, first: Option<u32>) {
        match first {
            None => self.block("<ul>\n"),
            Some(1) => self.block("<ol>\n"),
            Some(first) => self.block(&format!("<ol start=\"{first}\">\n")),
        }
    }

    fn item(&mut self, at: usize) {
        let first = self.event(at + 1);
        let first = if first == Some(Event::Start(Element::Paragraph)) { self.event(at + 2) } else { first };
        let Some(Event::Task(done)) = first else {
            self.tasks.push(false);
            return self.out.push_str("<li>");
        };
        self.tasks.push(true);
        let strings = &self.page.settings.strings;
        let (ticked, name) = if done { (" checked", &strings.task_done) } else { ("", &strings.task_open) };
        for part in ["<li class=\"task\"><input type=\"checkbox\" disabled", ticked, " aria-label=\""] {
            self.out.push_str(part);
        }
        escape::attribute(name, self.out);
        self.out.push_str("\"><div>");
    }

    fn end_item(&mut self) {
        let was_task = self.tasks.pop().unwrap_or(false);
        self.out.push_str(if was_task { "</div></li>\n" } else { "</li>\n" });
    }

    fn table(&mut self, number: u32) {
        self.page.tables += 1;
        self.block("<div class=\"table\" role=\"region\" tabindex=\"0\" aria-label=\"");
        fill(&self.page.settings.strings.table, "{n}", &self.page.tables.to_string(), self.out);
        if let Some(heading) = self.heading {
            self.out.push_str(": ");
            escape::attribute(self.body().headings[heading as usize].text.trim(), self.out);
        }
        self.part();
        self.out.push_str("\"><table>\n");
        self.table = TableState { columns: &self.body().tables[number as usize], ..TableState::default() };
        self.table.in_head = true;
    }

    /// Appends the page's title to a name if several pages share a document.
    pub(super) fn part(&mut self) {
        if let Some(part) = self.page.settings.part {
            self.out.push_str(" (");
            escape::attribute(part, self.out);
            self.out.push(')');
        }
    }

    fn end_head(&mut self, at: usize) {
        self.out.push_str("</tr>\n</thead>\n");
        self.table.in_head = false;
        self.table.has_rows = self.event(at + 1) == Some(Event::Start(Element::Row));
        if self.table.has_rows {
            self.out.push_str("<tbody>\n");
        }
    }

    fn end_table(&mut self) {
        self.out.push_str(if self.table.has_rows { "</tbody>\n</table></div>\n" } else { "</table></div>\n" });
    }

    fn row(&mut self) {
        self.table.column = 0;
        self.out.push_str("<tr>");
    }

    fn cell(&mut self, at: usize) {
        // An empty cell is not a header.
        let heads = self.table.in_head && self.event(at + 1) != Some(Event::End(Element::Cell));
        let (open, close) = if heads { ("<th scope=\"col\"", "</th>") } else { ("<td", "</td>") };
        self.out.push_str(open);
        self.out.push_str(match self.table.columns.get(self.table.column) {
            Some(Alignment::Left) => " class=\"left\">",
            Some(Alignment::Center) => " class=\"center\">",
            Some(Alignment::Right) => " class=\"right\">",
            Some(Alignment::None) | None => ">",
        });
        self.table.cell = close;
        self.table.column += 1;
    }
}

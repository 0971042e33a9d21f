//! Parses Markdown into a [`Body`]: a compact list of events, with headings and links in lists of their own.
//!
//! The only module that uses the Markdown crate. Links are not resolved here, because that needs the assembled site.
//! HTML is written by `render`.

mod autolinks;
mod colons;
mod destination;
mod html_links;
mod tags;
mod value;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;

use pulldown_cmark::{self as cmark, BrokenLink, CodeBlockKind, CowStr, LinkType, OffsetIter, Options, Parser, TagEnd};

pub use destination::UnusedDefinition;

use super::slug::{Slugs, chosen};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::{FileId, SourceMap, Span};
use crate::text::{Slice, saturating_u32};

/// The kinds of GitHub alerts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Alert {
    /// `> [!NOTE]`
    Note,
    /// `> [!TIP]`
    Tip,
    /// `> [!IMPORTANT]`
    Important,
    /// `> [!WARNING]`
    Warning,
    /// `> [!CAUTION]`
    Caution,
}

/// The alignment of a table column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Alignment {
    /// The default alignment.
    None,
    /// Left-aligned.
    Left,
    /// Centred.
    Center,
    /// Right-aligned.
    Right,
}

/// A range of text: in the source, or in the body's own buffer if the text differs from the source (entities, escapes).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece {
    start: u32,
    end: u32,
    made: bool,
}

/// An element that opens and closes. Numbers are indices into the lists of the body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Element {
    /// `<p>`
    Paragraph,
    /// A heading: index into [`Body::headings`].
    Heading(u32),
    /// A block quotation.
    Quote,
    /// A GitHub alert.
    Alert(Alert),
    /// A fenced or indented code block, with its language.
    CodeBlock(Piece),
    /// A block of raw HTML.
    HtmlBlock,
    /// A list; an ordered one with its first number.
    List(Option<u32>),
    /// A list item.
    Item,
    /// The text of a footnote, with its label.
    Footnote(Piece),
    /// A definition list.
    DefinitionList,
    /// The term of a definition.
    Term,
    /// The text of a definition.
    Definition,
    /// A table: index into [`Body::tables`].
    Table(u32),
    /// The header row of a table.
    TableHead,
    /// A table row.
    Row,
    /// A table cell.
    Cell,
    /// `*emphasis*`
    Emphasis,
    /// `**strong**`
    Strong,
    /// `~~struck~~`
    Strikethrough,
    /// `<kbd>`, the name of a key.
    Key,
    /// `<sub>`
    Subscript,
    /// `<sup>`
    Superscript,
    /// `<details>`, a part that opens: true if it is open from the start.
    Details(bool),
    /// `<summary>`, the line that a part shows before it is opened.
    Summary,
    /// A link: index into [`Body::links`].
    Link(u32),
    /// An image or other media: index into [`Body::links`]. The events inside are its alternative text.
    Image(u32),
}

impl Element {
    /// True for elements within a line of text.
    #[must_use]
    pub fn is_inline(self) -> bool {
        matches!(
            self,
            Self::Emphasis
                | Self::Strong
                | Self::Strikethrough
                | Self::Key
                | Self::Subscript
                | Self::Superscript
                | Self::Link(_)
                | Self::Image(_)
        )
    }
}

/// One event of a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// An element opens.
    Start(Element),
    /// An element closes.
    End(Element),
    /// Text, not yet escaped.
    Text(Piece),
    /// Inline code.
    Code(Piece),
    /// Raw HTML, inline or as part of a block.
    Html(Piece),
    /// A reference to the footnote with this label.
    FootnoteReference(Piece),
    /// A line break in the source that does not show.
    SoftBreak,
    /// A line break that shows.
    HardBreak,
    /// A thematic break.
    Rule,
    /// The checkbox of a task list item, true if ticked.
    Task(bool),
}

/// A heading of a body.
#[derive(Clone, Debug)]
pub struct Heading {
    /// The level as written, from 2 to 6. A first-level heading counts as 2.
    pub level: u8,
    /// The level at which the heading is rendered: at most one deeper than the heading before it, as HTML requires. 1
    /// if it repeats the title.
    pub outline: u8,
    /// The anchor, unique on the page.
    pub slug: String,
    /// The span of the author's own anchor, `{#anchor}` at the end of the heading.
    pub id: Option<Span>,
    /// The anchors that the heading had before.
    pub was: Vec<OldAnchor>,
    /// The text without markup.
    pub text: String,
    /// The span of the heading, including its markers.
    pub span: Span,
    /// The number of its `Start` event.
    pub event: usize,
    /// True if the heading repeats the page's title at the top of the text. It is not rendered.
    pub repeats_title: bool,
}

impl Heading {
    /// All anchors of the heading, the first one first: that which the author chose, or else the oldest. What readers keep
    /// is stored under the first one.
    #[must_use]
    pub fn names(&self) -> Vec<&str> {
        match self.id {
            Some(_) => std::iter::once(self.slug.as_str()).chain(self.was.iter().map(|old| old.id.as_str())).collect(),
            None => names(&self.slug, &self.was),
        }
    }
}

/// All anchors of something, the oldest first.
pub(super) fn names<'a>(slug: &'a str, was: &'a [OldAnchor]) -> Vec<&'a str> {
    let old = was.iter().map(|old| old.id.as_str());
    let present = (!was.iter().any(|old| old.id == slug)).then_some(slug);
    old.chain(present).collect()
}

/// An anchor that a heading had before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OldAnchor {
    /// The anchor without `#`.
    pub id: String,
    /// The span of its name.
    pub span: Span,
}

/// The syntactic form of a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkForm {
    /// `[text](destination)`, `[text][label]` or `<https://…>`
    Link,
    /// `![text](destination)`
    Image,
    /// `<somebody@example.org>`
    Email,
    /// `[[Page]]`, which only some editors support.
    Wiki,
    /// `![[photo.png]]`, which only some editors support.
    WikiImage,
    /// `Follows Own it: why` in a scenario: the title of a step, which is no link in Markdown.
    Step,
}

/// A link or image of a body.
#[derive(Clone, Debug)]
pub struct Link {
    /// The destination as written, with entities and escapes resolved.
    pub destination: String,
    /// The title after the destination; usually empty.
    pub title: String,
    /// The syntactic form.
    pub form: LinkForm,
    /// The span of the destination, or of the whole link if the destination is written elsewhere.
    pub span: Span,
    /// The span of the whole link.
    pub whole: Span,
    /// The text inside without markup; for images, the alternative text.
    pub text: String,
}

/// An address in the author's own HTML.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HtmlLink {
    /// Its range in the HTML: of the event, or of all events of the block.
    pub range: Range<usize>,
    /// Its index in [`Body::links`].
    pub link: u32,
}

/// A parsed text: that of a file, or of one front-matter value.
#[derive(Clone, Debug)]
pub struct Body {
    file: FileId,
    events: Vec<(Event, u32, u32)>,
    made: String,
    /// All headings, in order.
    pub headings: Vec<Heading>,
    /// All links and images, in order; those in HTML, if the site lets it through, come last.
    pub links: Vec<Link>,
    /// The links in HTML, by the number of the event at which the tag or the block begins.
    pub html_links: BTreeMap<usize, Vec<HtmlLink>>,
    /// The anchors that HTML defines, if the site lets it through.
    pub html_ids: Vec<String>,
    /// The columns of each table.
    pub tables: Vec<Vec<Alignment>>,
    /// The number of words that readers see.
    pub words: usize,
}

/// A body with the source from which it was parsed.
#[derive(Clone, Copy, Debug)]
pub struct SourcedBody<'a> {
    /// The body.
    pub body: &'a Body,
    /// The whole text of its file.
    pub source: &'a str,
}

impl Body {
    /// All events with their spans.
    pub fn events(&self) -> impl DoubleEndedIterator<Item = (Event, Span)> + ExactSizeIterator {
        self.events.iter().map(|&(event, start, end)| (event, Span { file: self.file, start, end }))
    }

    /// The events of a range with their spans. The range is clamped to the events of the body.
    pub fn events_in(&self, range: Range<usize>) -> impl Iterator<Item = (Event, Span)> {
        let end = range.end.min(self.events.len());
        let events = &self.events[range.start.min(end)..end];
        events.iter().map(|&(event, start, end)| (event, Span { file: self.file, start, end }))
    }

    /// The event with number `at` and its span; `None` after the last event.
    #[must_use]
    pub fn event(&self, at: usize) -> Option<(Event, Span)> {
        self.events.get(at).map(|&(event, start, end)| (event, Span { file: self.file, start, end }))
    }

    /// Returns the number of the event after the `End` that matches the `Start` with number `at`. For any other event,
    /// that is the next number.
    #[must_use]
    pub fn after(&self, at: usize) -> usize {
        let mut depth = 0_usize;
        for (number, (event, _, _)) in self.events.iter().enumerate().skip(at) {
            match event {
                Event::Start(_) => depth += 1,
                Event::End(_) => depth = depth.saturating_sub(1),
                _ => {}
            }
            if depth == 0 {
                return number + 1;
            }
        }
        self.events.len()
    }

    /// The text of a piece.
    #[must_use]
    pub fn text<'a>(&'a self, sources: &'a SourceMap, piece: Piece) -> &'a str {
        self.piece(sources.file(self.file).text(), piece)
    }

    /// The text of a piece, given the text of the body's file.
    #[must_use]
    pub fn piece<'a>(&'a self, source: &'a str, piece: Piece) -> &'a str {
        let range = piece.start as usize..piece.end as usize;
        if piece.made { self.made.slice(range) } else { source.slice(range) }
    }

    /// The text of a range of events, without markup. Line breaks become spaces.
    #[must_use]
    pub fn plain(&self, source: &str, range: Range<usize>) -> String {
        let mut plain = String::new();
        for (event, _, _) in &self.events[range] {
            match event {
                Event::Text(piece) | Event::Code(piece) => plain.push_str(self.piece(source, *piece)),
                Event::SoftBreak | Event::HardBreak => plain.push(' '),
                _ => {}
            }
        }
        plain
    }

    /// The heading with this anchor.
    #[must_use]
    pub fn heading(&self, slug: &str) -> Option<&Heading> {
        self.headings.iter().find(|heading| heading.slug == slug)
    }

    /// Returns true if there are no events.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.events.is_empty()
    }

    /// The number of events.
    #[must_use]
    pub fn len(&self) -> usize {
        self.events.len()
    }
}

/// Parses the text of `file` from byte `start` to the end. `title` is the title of the page.
#[must_use]
pub fn parse(file: FileId, text: &str, start: usize, title: &str) -> (Body, Vec<Diagnostic>) {
    let mut reader = Reader::new(file, text.slice(start..), Origin::File(start));
    reader.title = Some(title.trim());
    reader.run()
}

/// Parses a front-matter value that has already been decoded. Spans are exact where they can be derived from `source`, the
/// text of the file; elsewhere they are those of the whole value.
#[must_use]
pub fn parse_value_in(source: &str, text: &str, span: Span) -> (Body, Vec<Diagnostic>) {
    let mut reader = Reader::new(span.file, text, Origin::Value(span));
    // Without Markdown syntax, the spans inside are not needed.
    if text.contains(['[', '<', '!', '`', '*', '_']) {
        reader.positions = value::positions(source, span, text);
    }
    reader.run()
}

/// Where a link reference definition leads, `[label]: destination`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DefinedLink {
    /// The destination.
    pub destination: String,
    /// The span of the destination.
    pub span: Span,
}

/// Returns the destinations of the link reference definitions in the text of `file` from byte `start` to the end, if they
/// are written without escapes.
#[must_use]
pub fn defined_links(file: FileId, text: &str, start: usize) -> Vec<DefinedLink> {
    let body = text.slice(start..);
    let masked = colons::mask(body);
    let parser = Parser::new_ext(masked.as_ref().map_or(body, |masked| masked.text.as_str()), options());
    let link = |(destination, range): (String, Range<usize>)| {
        let within = destination::of_definition(body.slice(range.clone()), &destination)?;
        let from = start + range.start;
        let span = Span::new(file, from + within.start..from + within.end);
        Some(DefinedLink { destination, span })
    };
    let all = parser.reference_definitions().iter();
    let mut links: Vec<DefinedLink> =
        all.filter_map(|(_, found)| link((found.dest.to_string(), found.span.clone()))).collect();
    links.sort_by_key(|link| link.span);
    links
}

/// Returns the link reference definitions in the text of a file, from byte `start` to the end, that nothing there uses.
#[must_use]
pub fn unused_definitions(text: &str, start: usize) -> Vec<UnusedDefinition> {
    let body = text.slice(start..);
    if !body.contains("]:") {
        return Vec::new();
    }
    let masked = colons::mask(body);
    let mut unused =
        destination::unused(Parser::new_ext(masked.as_ref().map_or(body, |masked| masked.text.as_str()), options()));
    for found in &mut unused {
        found.range = start + found.range.start..start + found.range.end;
    }
    unused
}

/// The origin of the parsed text.
#[derive(Clone, Copy, Debug)]
enum Origin {
    /// A file, from this byte to the end.
    File(usize),
    /// A value of the front matter.
    Value(Span),
}

fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_GFM
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_WIKILINKS
}

struct Reader<'a> {
    text: &'a str,
    origin: Origin,
    title: Option<&'a str>,
    body: Body,
    open: Vec<Element>,
    /// The open headings, links and images, whose text is collected. Kept separately because `open` may be too deep to
    /// be searched for every word.
    collecting: Vec<Element>,
    /// The position in the file of each byte of a value, if known.
    positions: Option<Vec<u32>>,
    found: Vec<Diagnostic>,
    /// Adjacent parts of plain text that have not been searched for addresses yet. The Markdown crate splits text at
    /// every character that could be markup.
    plain: Vec<Range<usize>>,
    /// The blocks of HTML that are parts to open, by their first byte.
    folds: BTreeSet<usize>,
    /// The tags within lines that have not been closed yet.
    tags: Vec<OpenTag>,
    /// True between `<a>` and `</a>`, where no other link may begin.
    in_html_link: bool,
}

/// The text from which the Markdown between tags is parsed.
struct Fragments<'t> {
    /// The whole text, with colons replaced.
    text: &'t str,
    masked: Option<&'t colons::Masked>,
    /// The link reference definitions of the whole text.
    definitions: BTreeMap<String, destination::Definition>,
}

/// The destination of a link, and where it is written.
struct Destination<'t> {
    to: &'t str,
    title: &'t str,
    /// Its range in the text; `None` if it is not written in the link as it is, or if it is the whole link.
    within: Option<Range<usize>>,
}

/// A tag within a line that has not been closed yet.
struct OpenTag {
    element: Element,
    /// The number of its event.
    event: usize,
    /// The number of elements around it.
    depth: usize,
}

impl<'a> Reader<'a> {
    fn new(file: FileId, text: &'a str, origin: Origin) -> Self {
        let body = Body {
            file,
            events: Vec::with_capacity(text.len() / 40),
            made: String::new(),
            headings: Vec::new(),
            links: Vec::new(),
            html_links: BTreeMap::new(),
            html_ids: Vec::new(),
            tables: Vec::new(),
            words: 0,
        };
        let (open, collecting, found) = (Vec::new(), Vec::new(), Vec::new());
        let (plain, folds, tags) = (Vec::new(), BTreeSet::new(), Vec::new());
        let (title, positions, in_html_link) = (None, None, false);
        Self { text, origin, title, body, open, collecting, positions, found, plain, folds, tags, in_html_link }
    }

    fn run(mut self) -> (Body, Vec<Diagnostic>) {
        let masked = colons::mask(self.text);
        let text = masked.as_ref().map_or(self.text, |masked| masked.text.as_str());
        let events = || -> OffsetIter<'_> { Parser::new_ext(text, options()).into_offset_iter() };
        if tags::has_folds(text) {
            self.folds = tags::folds(text, events());
        }
        let definitions = match self.folds.is_empty() {
            true => BTreeMap::new(),
            false => destination::definitions(&Parser::new_ext(text, options())),
        };
        let fragments = Fragments { text, masked: masked.as_ref(), definitions };
        let mut fold = false;
        for (event, range) in events() {
            if event == cmark::Event::Start(cmark::Tag::HtmlBlock) && self.folds.contains(&range.start) {
                self.end_plain();
                fold = true;
            }
            match &masked {
                _ if fold => {}
                Some(masked) => self.take(masked.unmasked(event.clone(), &range), range.clone()),
                None => self.take(event.clone(), range.clone()),
            }
            if fold && event == cmark::Event::End(TagEnd::HtmlBlock) {
                self.take_fold(&range, &fragments);
                fold = false;
            }
        }
        self.end_plain();
        self.anchor_headings();
        self.body.events.shrink_to_fit();
        (self.body, self.found)
    }

    fn take(&mut self, event: cmark::Event<'_>, range: Range<usize>) {
        if let cmark::Event::Text(text) = &event
            && self.may_hold_addresses()
            && self.text.get(range.clone()) == Some(&**text)
        {
            return self.continue_plain(range);
        }
        if matches!(event, cmark::Event::End(TagEnd::Heading(_))) {
            self.take_anchor();
        }
        self.end_plain();
        let event = match event {
            cmark::Event::Start(tag) => {
                let element = self.open(tag, &range);
                self.open.push(element);
                if collects(element) {
                    self.collecting.push(element);
                }
                Event::Start(element)
            }
            cmark::Event::End(end) => self.close(end),
            cmark::Event::Text(text) => {
                self.body.words += text.split_whitespace().count();
                Event::Text(self.read(&text, &range))
            }
            cmark::Event::Code(text) => {
                self.body.words += text.split_whitespace().count();
                Event::Code(self.read(&text, &range))
            }
            cmark::Event::InlineHtml(text) => return self.take_tag(&text, &range),
            cmark::Event::Html(text) => Event::Html(self.piece(&text, &range)),
            cmark::Event::InlineMath(text) | cmark::Event::DisplayMath(text) => Event::Text(self.piece(&text, &range)),
            cmark::Event::FootnoteReference(label) => Event::FootnoteReference(self.piece(&label, &range)),
            cmark::Event::SoftBreak => Event::SoftBreak,
            cmark::Event::HardBreak => Event::HardBreak,
            cmark::Event::Rule => Event::Rule,
            cmark::Event::TaskListMarker(ticked) => Event::Task(ticked),
        };
        self.collect_break(event);
        self.push(event, &range);
    }

    /// Adds a tag within a line. A tag becomes an element when its end is met; until then, it is HTML.
    fn take_tag(&mut self, html: &CowStr<'_>, range: &Range<usize>) {
        let event = Event::Html(self.piece(html, range));
        self.in_html_link = tags::link(html).unwrap_or(self.in_html_link);
        let (number, depth) = (self.body.events.len(), self.open.len());
        match tags::inline(html) {
            Some(tags::Inline::Break) => {
                self.collect(" ");
                self.push(Event::HardBreak, range);
            }
            Some(tags::Inline::Open(element)) => {
                self.tags.push(OpenTag { element, event: number, depth });
                self.push(event, range);
            }
            Some(tags::Inline::Close(element)) => {
                let is_open = |tag: &mut OpenTag| tag.element == element && tag.depth == depth;
                match self.tags.pop_if(is_open) {
                    Some(tag) => {
                        self.body.events[tag.event].0 = Event::Start(element);
                        self.push(Event::End(element), range);
                    }
                    None => self.push(event, range),
                }
            }
            None => self.push(event, range),
        }
    }

    /// Adds a block of HTML as parts to open.
    fn take_fold(&mut self, range: &Range<usize>, fragments: &Fragments<'_>) {
        let tokens = tags::block(self.text.slice(range.clone())).unwrap_or_default();
        let inside = |part: Range<usize>| range.start + part.start..range.start + part.end;
        for token in tokens {
            match token {
                tags::Token::Open { open } => {
                    self.push(Event::Start(Element::Details(open)), range);
                    self.open.push(Element::Details(open));
                }
                tags::Token::Close => self.close_fold(range),
                tags::Token::Summary(text) => {
                    self.push(Event::Start(Element::Summary), range);
                    self.open.push(Element::Summary);
                    self.take_markdown(inside(text), true, fragments);
                    self.close_fold(range);
                }
                tags::Token::Text(text) => self.take_markdown(inside(text), false, fragments),
            }
        }
    }

    fn close_fold(&mut self, range: &Range<usize>) {
        self.forget_tags();
        let element = self.open.pop().unwrap_or(Element::Details(false));
        self.push(Event::End(element), range);
    }

    /// Forgets the tags that were not closed in the element that ends.
    fn forget_tags(&mut self) {
        let depth = self.open.len();
        while self.tags.pop_if(|tag| tag.depth >= depth).is_some() {}
    }

    /// Adds Markdown between tags; within a line, without its paragraph.
    fn take_markdown(&mut self, part: Range<usize>, inline: bool, fragments: &Fragments<'_>) {
        let defined = |link: BrokenLink<'_>| {
            let found = fragments.definitions.get(&destination::label(&link.reference))?;
            Some((CowStr::from(found.destination.as_str()), CowStr::from(found.title.as_str())))
        };
        let text = fragments.text.slice(part.clone());
        let events = Parser::new_with_broken_link_callback(text, options(), Some(defined)).into_offset_iter();
        for (event, range) in events {
            use cmark::{Event as E, Tag as T};
            let paragraph = matches!(event, E::Start(T::Paragraph) | E::End(TagEnd::Paragraph));
            if inline && paragraph {
                continue;
            }
            let range = part.start + range.start..part.start + range.end;
            let event = match fragments.masked {
                Some(masked) => masked.unmasked(event, &range),
                None => event,
            };
            self.take(event, range);
        }
        self.end_plain();
    }

    /// True if addresses in the text become links: not in code, and not in a link.
    fn may_hold_addresses(&self) -> bool {
        let in_link = self.collecting.iter().any(|element| matches!(element, Element::Link(_) | Element::Image(_)));
        !in_link && !self.in_html_link && !matches!(self.open.last(), Some(Element::CodeBlock(_) | Element::HtmlBlock))
    }

    fn continue_plain(&mut self, range: Range<usize>) {
        if self.plain.last().is_some_and(|last| last.end != range.start) {
            self.end_plain();
        }
        self.plain.push(range);
    }

    /// Adds the plain text, with its addresses as links.
    fn end_plain(&mut self) {
        let plain = std::mem::take(&mut self.plain);
        let (Some(first), Some(last)) = (plain.first(), plain.last()) else { return };
        let whole = first.start..last.end;
        let links = autolinks::find(self.text.slice(whole.clone()));
        if links.is_empty() {
            return plain.into_iter().for_each(|range| self.push_text(range));
        }
        let mut at = whole.start;
        for link in links {
            let range = whole.start + link.range.start..whole.start + link.range.end;
            self.push_text(at..range.start);
            let form = if link.email { LinkForm::Email } else { LinkForm::Link };
            let number = self.open_link(form, Destination { to: &link.destination, title: "", within: None }, &range);
            self.push(Event::Start(Element::Link(number)), &range);
            self.collecting.push(Element::Link(number));
            self.push_text(range.clone());
            self.collecting.pop();
            self.push(Event::End(Element::Link(number)), &range);
            at = range.end;
        }
        self.push_text(at..whole.end);
    }

    fn push_text(&mut self, range: Range<usize>) {
        if range.is_empty() {
            return;
        }
        let text = self.text.slice(range.clone());
        self.body.words += text.split_whitespace().count();
        let piece = self.read(&CowStr::Borrowed(text), &range);
        self.push(Event::Text(piece), &range);
    }

    fn push(&mut self, event: Event, range: &Range<usize>) {
        let span = self.span(range);
        self.body.events.push((event, span.start, span.end));
    }

    /// Makes a piece of text that readers see, and adds the text to the heading or link that is open.
    fn read(&mut self, text: &CowStr<'_>, range: &Range<usize>) -> Piece {
        self.collect(text);
        self.piece(text, range)
    }

    fn collect_break(&mut self, event: Event) {
        if matches!(event, Event::SoftBreak | Event::HardBreak) {
            self.collect(" ");
        }
    }

    fn collect(&mut self, text: &str) {
        for element in &self.collecting {
            match *element {
                Element::Heading(number) => self.body.headings[number as usize].text.push_str(text),
                Element::Link(number) | Element::Image(number) => self.body.links[number as usize].text.push_str(text),
                _ => {}
            }
        }
    }

    fn piece(&mut self, text: &CowStr<'_>, range: &Range<usize>) -> Piece {
        if let Origin::File(start) = self.origin
            && self.text.get(range.clone()) == Some(&**text)
        {
            return Piece {
                start: saturating_u32(start + range.start),
                end: saturating_u32(start + range.end),
                made: false,
            };
        }
        let start = self.body.made.len();
        self.body.made.push_str(text);
        Piece { start: saturating_u32(start), end: saturating_u32(self.body.made.len()), made: true }
    }

    fn span(&self, range: &Range<usize>) -> Span {
        match self.origin {
            Origin::File(start) => Span::new(self.body.file, start + range.start..start + range.end),
            Origin::Value(span) => self.placed(range).unwrap_or(span),
        }
    }

    /// The exact span of part of a value, if known.
    fn placed(&self, range: &Range<usize>) -> Option<Span> {
        let positions = self.positions.as_ref()?;
        let last = range.end.checked_sub(1).filter(|&last| last >= range.start)?;
        Some(Span { file: self.body.file, start: *positions.get(range.start)?, end: positions.get(last)? + 1 })
    }

    fn open(&mut self, tag: cmark::Tag<'_>, range: &Range<usize>) -> Element {
        use cmark::Tag as T;
        match tag {
            T::Heading { level, .. } => self.open_heading(level as u8, range),
            T::BlockQuote(None) => Element::Quote,
            T::BlockQuote(Some(kind)) => Element::Alert(alert(kind)),
            T::CodeBlock(CodeBlockKind::Fenced(language)) => Element::CodeBlock(self.piece(&language, &(0..0))),
            T::CodeBlock(CodeBlockKind::Indented) => Element::CodeBlock(self.piece(&CowStr::Borrowed(""), &(0..0))),
            T::HtmlBlock => Element::HtmlBlock,
            T::List(first) => Element::List(first.map(|n| u32::try_from(n).unwrap_or(1))),
            T::Item => Element::Item,
            T::FootnoteDefinition(label) => Element::Footnote(self.piece(&label, &(0..0))),
            T::DefinitionList => Element::DefinitionList,
            T::DefinitionListTitle => Element::Term,
            T::DefinitionListDefinition => Element::Definition,
            T::Table(columns) => self.open_table(&columns),
            T::TableHead => Element::TableHead,
            T::TableRow => Element::Row,
            T::TableCell => Element::Cell,
            T::Emphasis => Element::Emphasis,
            T::Strong => Element::Strong,
            T::Strikethrough => Element::Strikethrough,
            T::Link { link_type, dest_url, title, .. } => {
                let within = self.destination(range, link_type, &dest_url);
                let destination = Destination { to: &dest_url, title: &title, within };
                Element::Link(self.open_link(link_form(link_type), destination, range))
            }
            T::Image { link_type, dest_url, title, .. } => {
                let wiki = matches!(link_type, LinkType::WikiLink { .. });
                let form = if wiki { LinkForm::WikiImage } else { LinkForm::Image };
                let within = self.destination(range, link_type, &dest_url);
                Element::Image(self.open_link(form, Destination { to: &dest_url, title: &title, within }, range))
            }
            T::Paragraph | T::Superscript | T::Subscript | T::MetadataBlock(_) => Element::Paragraph,
        }
    }

    fn open_heading(&mut self, level: u8, range: &Range<usize>) -> Element {
        let (span, event) = (self.span(range), self.body.events.len());
        let (slug, text) = (String::new(), String::new());
        let (id, was, repeats_title) = (None, Vec::new(), false);
        let heading = Heading { level, outline: level, slug, id, was, text, span, event, repeats_title };
        self.body.headings.push(heading);
        Element::Heading(saturating_u32(self.body.headings.len() - 1))
    }

    fn open_table(&mut self, columns: &[cmark::Alignment]) -> Element {
        self.body.tables.push(columns.iter().map(|&column| alignment(column)).collect());
        Element::Table(saturating_u32(self.body.tables.len() - 1))
    }

    /// The range of a link's destination.
    fn destination(&self, link: &Range<usize>, kind: LinkType, to: &str) -> Option<Range<usize>> {
        let within = destination::find(self.text.slice(link.clone()), kind, to)?;
        Some(link.start + within.start..link.start + within.end)
    }

    fn open_link(&mut self, form: LinkForm, to: Destination<'_>, range: &Range<usize>) -> u32 {
        let whole = self.span(range);
        let span = to.within.map_or(whole, |within| self.span(&within));
        let (destination, title) = (to.to.to_owned(), to.title.to_owned());
        self.body.links.push(Link { destination, title, form, span, whole, text: String::new() });
        saturating_u32(self.body.links.len() - 1)
    }

    fn close(&mut self, end: TagEnd) -> Event {
        self.forget_tags();
        let element = self.open.pop().unwrap_or(Element::Paragraph);
        self.in_html_link &= element.is_inline();
        if collects(element) {
            self.collecting.pop();
        }
        if let (TagEnd::Heading(_), Element::Heading(number)) = (end, element) {
            self.close_heading(number as usize);
        }
        Event::End(element)
    }

    fn close_heading(&mut self, number: usize) {
        let before = number.checked_sub(1).map_or(1, |before| self.body.headings[before].outline);
        let heading = &mut self.body.headings[number];
        let (big, blank) = (heading.level == 1, heading.text.trim().is_empty());
        heading.repeats_title =
            big && number == 0 && self.title.is_some_and(|title| title_of(title) == title_of(&heading.text));
        heading.level = heading.level.max(2);
        heading.outline = match (heading.repeats_title, blank) {
            (true, _) => 1,
            // A blank heading is invisible, so it does not change the level.
            (_, true) => before,
            _ => heading.level.min(before + 1),
        };
        let heading = &self.body.headings[number];
        if big && !heading.repeats_title {
            let found = second_title(self.line_of(heading), self.written(heading.span).trim_end());
            self.found.push(found);
        }
    }

    /// Gives the headings their anchors: first those that the author chose, then those made from the text.
    fn anchor_headings(&mut self) {
        let mut slugs = Slugs::default();
        let mut chosen: HashMap<&str, Span> = HashMap::new();
        let mut found = Vec::new();
        for heading in &self.body.headings {
            let Some(id) = heading.id else { continue };
            match chosen.get(heading.slug.as_str()) {
                Some(&first) => found.push(same_anchor(&heading.slug, id, first)),
                None => {
                    slugs.take(&heading.slug);
                    chosen.insert(&heading.slug, id);
                }
            }
        }
        self.found.append(&mut found);
        for heading in &mut self.body.headings {
            if heading.id.is_none() {
                heading.slug = slugs.next(&heading.text);
            }
        }
        for heading in &self.body.headings {
            if heading.slug.starts_with("cb-") {
                found.push(reserved(self.line_of(heading), &heading.slug));
            }
        }
        self.found.append(&mut found);
    }

    /// The span of a heading without the line break after it.
    fn line_of(&self, heading: &Heading) -> Span {
        match self.origin {
            Origin::File(_) => {
                let length = self.written(heading.span).trim_end().len();
                Span { end: heading.span.start + saturating_u32(length), ..heading.span }
            }
            Origin::Value(span) => span,
        }
    }

    /// Takes the author's own anchor from the end of a heading, `{#anchor}`.
    fn take_anchor(&mut self) {
        let (Some(&Element::Heading(number)), Some(first), Some(last)) =
            (self.open.last(), self.plain.first(), self.plain.last())
        else {
            return;
        };
        let whole = first.start..last.end;
        let Some(chosen) = chosen(self.text.slice(whole.clone())) else { return };
        let open = whole.start + chosen.braces.start;
        let heading = &self.body.headings[number as usize];
        let has_words = !heading.text.trim().is_empty() || !self.text.slice(whole.start..open).trim().is_empty();
        if !has_words || self.text.slice(..open).ends_with(['\\', '{', '$']) {
            return;
        }
        let span = self.span(&(whole.start + chosen.range.start..whole.start + chosen.range.end));
        let end = self.text.slice(..open).trim_end().len();
        let heading = &mut self.body.headings[number as usize];
        (heading.slug, heading.id) = (chosen.id, Some(span));
        self.plain.retain(|range| range.start < end);
        if let Some(last) = self.plain.last_mut() {
            last.end = last.end.min(end);
        }
    }

    /// The text at a span of the file; empty for front-matter values.
    fn written(&self, span: Span) -> &'a str {
        match self.origin {
            Origin::File(start) => {
                let range = span.range();
                self.text.get(range.start - start..range.end - start).unwrap_or_default()
            }
            Origin::Value(_) => "",
        }
    }
}

/// A title without the Markdown, HTML and entities in it; `None` if nothing is left.
#[must_use]
pub fn plain_title(title: &str) -> Option<String> {
    let text = format!("# {title}\n");
    let (body, _) = parse(FileId(0), &text, 0, "");
    let plain = title_of(&body.headings.first()?.text);
    plain.contains(char::is_alphanumeric).then_some(plain)
}

/// The text of a heading as a title: on one line, without attributes in braces at its end, as in `Refunds {#refunds}`.
pub(super) fn title_of(heading: &str) -> String {
    let text = heading.trim();
    let attributes = text.strip_suffix('}').and_then(|text| text.rsplit_once('{'));
    let is_attribute = |inside: &str| inside.trim_start_matches([':', ' ']).starts_with(['#', '.']);
    let text = attributes.filter(|(_, inside)| is_attribute(inside)).map_or(text, |(before, _)| before);
    text.split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

fn collects(element: Element) -> bool {
    matches!(element, Element::Heading(_) | Element::Link(_) | Element::Image(_))
}

fn reserved(span: Span, slug: &str) -> Diagnostic {
    Diagnostic::new(Code::ReservedId, span, format!("the address of this heading, `#{slug}`, begins with `cb-`"))
        .because("these addresses are reserved for the theme")
        .help("word the heading differently")
}

fn same_anchor(anchor: &str, span: Span, first: Span) -> Diagnostic {
    Diagnostic::new(Code::SameAnchor, span, format!("two headings have the address `#{anchor}`"))
        .because("the second one")
        .label(first, "the first one")
        .help("give one of them another address, and change the links that lead to it")
}

/// Reports a first-level heading other than the title. `written` is the heading as written in the file, or empty if
/// unknown.
fn second_title(span: Span, written: &str) -> Diagnostic {
    let found =
        Diagnostic::new(Code::SecondTitle, span, "a page has one title, and this is a second heading of its size")
            .because("shown as a heading of the second level");
    if written.starts_with('#') {
        let sign = Span { end: span.start + 1, ..span };
        return found.suggest("write `##` instead of `#`, or put the text into `title` above", sign, "##");
    }
    match written.rsplit_once('\n').map(|(text, _)| text.trim()) {
        Some(text) if !text.contains('\n') => {
            found.suggest(format!("write `## {text}`, or put the text into `title` above"), span, format!("## {text}"))
        }
        _ => found.help("write `##` instead of `#`, or put the text into `title` above"),
    }
}

fn alert(kind: cmark::BlockQuoteKind) -> Alert {
    use cmark::BlockQuoteKind as K;
    match kind {
        K::Note => Alert::Note,
        K::Tip => Alert::Tip,
        K::Important => Alert::Important,
        K::Warning => Alert::Warning,
        K::Caution => Alert::Caution,
    }
}

fn alignment(column: cmark::Alignment) -> Alignment {
    match column {
        cmark::Alignment::None => Alignment::None,
        cmark::Alignment::Left => Alignment::Left,
        cmark::Alignment::Center => Alignment::Center,
        cmark::Alignment::Right => Alignment::Right,
    }
}

fn link_form(kind: LinkType) -> LinkForm {
    match kind {
        LinkType::Email => LinkForm::Email,
        LinkType::WikiLink { .. } => LinkForm::Wiki,
        _ => LinkForm::Link,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body(text: &str) -> (Body, Vec<Diagnostic>) {
        parse(FileId(0), text, 0, "Title")
    }

    #[test]
    fn a_repeated_title_is_marked_and_other_first_level_headings_become_second_level() {
        let (body, found) = body("# Title\n\n# Other\n\n## Other\n");
        let seen: Vec<_> =
            body.headings.iter().map(|h| (h.level, h.slug.as_str(), h.text.as_str(), h.repeats_title)).collect();
        assert_eq!(seen, [(2, "title", "Title", true), (2, "other", "Other", false), (2, "other-1", "Other", false)]);
        assert_eq!(found.len(), 1);
    }

    #[test]
    fn the_outline_skips_no_heading_level() {
        let (body, _) = body("# Title\n\n#### a\n\n###### b\n\n##\n\n## c\n\n### d\n");
        let seen: Vec<_> = body.headings.iter().map(|h| (h.level, h.outline)).collect();
        assert_eq!(seen, [(2, 1), (4, 2), (6, 3), (2, 3), (2, 2), (3, 3)]);
    }

    #[test]
    fn links_have_the_span_of_their_destination() {
        let text = "See [the *seam*](../cases/a.md#b \"t\") and ![alt](x.png).";
        let (body, _) = body(text);
        let link = &body.links[0];
        assert_eq!((link.text.as_str(), link.title.as_str()), ("the seam", "t"));
        assert_eq!(text.slice(link.span.range()), "../cases/a.md#b");
        assert_eq!((body.links[1].form, text.slice(body.links[1].span.range())), (LinkForm::Image, "x.png"));
    }

    #[test]
    fn entities_are_decoded_in_the_text() {
        let text = "a &amp; b";
        let (body, _) = body(text);
        assert_eq!(body.plain(text, 0..body.len()), "a & b");
        assert_eq!(body.words, 3);
        assert_eq!(body.after(0), body.len());
    }
}

//! Converts the events of a [`Body`] to valid, accessible HTML without inline styles or scripts.
//!
//! Used between the assembled site, which resolves links, and the templates, which place the result. Knows neither
//! files nor templates, and reports nothing: whatever cannot be rendered (a broken link, forbidden raw HTML) is written
//! as text; `check` reports it.
//!
//! A [`PageState`] holds the [`Settings`] of a page and what its texts share (numbers, marked terms); a [`Text`] is one
//! body on it. [`rewrite`] turns the HTML of one page into part of another.

mod blocks;
pub mod escape;
pub mod glossary;
mod inlines;
mod notes;
mod raw;
pub mod rewrite;
mod writer;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;

use crate::parse::anchors::Anchors;
use crate::parse::markdown::{Body, Element, Event};
use glossary::{Glossary, TermMarker};
use notes::Notes;
use writer::Writer;

/// The targets of the links of one body.
pub trait Links {
    /// The target of the link or image with this number in [`Body::links`], relative to the current page.
    fn href(&self, number: u32) -> Href<'_>;
}

/// The target of a link or image. Addresses are written as they are, except that characters not allowed in URLs are
/// escaped. Implementors of [`Links`] must ensure that no address runs a script.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Href<'a> {
    /// A page, an anchor, a file or another site. An image in Markdown becomes a link with its text.
    To {
        /// Relative to the current page, or absolute.
        url: Cow<'a, str>,
        /// True if the target is another site.
        external: bool,
    },
    /// A picture.
    Image {
        /// Relative to the current page.
        url: Cow<'a, str>,
        /// Its size, if known.
        size: Option<Size>,
    },
    /// A recording.
    Media {
        /// Relative to the current page.
        url: Cow<'a, str>,
        /// Audio or video.
        medium: Medium,
        /// A file of captions (`WebVTT`) beside it.
        captions: Option<Cow<'a, str>>,
    },
    /// A broken link: only its text is written.
    Broken,
}

/// The size of a picture in pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    /// The width.
    pub width: u32,
    /// The height.
    pub height: u32,
}

/// The type of a recording.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Medium {
    /// Sound only.
    Audio,
    /// Moving pictures.
    Video,
}

macro_rules! strings {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {
        /// The words that the writer adds to the author's, in the language of the page.
        #[derive(Clone, Debug)]
        pub struct Strings { $($(#[$doc])* pub $name: String),* }

        impl Strings {
            /// The i18n keys, which are the names of the fields.
            pub const KEYS: &'static [&'static str] = &[$(stringify!($name)),*];

            /// Calls `word` with each key to get the texts.
            pub fn new(mut word: impl FnMut(&str) -> String) -> Self {
                Self { $($name: word(stringify!($name))),* }
            }
        }
    };
}

strings! {
    /// Accessible name of the link beside a heading; `{title}` is the heading's text.
    anchor,
    /// Title of a note.
    note,
    /// Title of a tip.
    tip,
    /// Title of an important remark.
    important,
    /// Title of a warning.
    warning,
    /// Title of a caution.
    caution,
    /// Accessible name of a task's ticked box.
    task_done,
    /// Accessible name of a task's empty box.
    task_open,
    /// Accessible name of the scrolling frame of a table; `{n}` is the table's number on the page.
    table,
    /// Accessible name of the list of footnotes.
    footnotes,
    /// Accessible name of the link from a footnote back to its citation.
    footnote_back,
    /// Accessible name of a video; `{title}` is the author's text for it.
    video,
    /// Accessible name of an audio recording; `{title}` is the author's text for it.
    audio,
}

/// The settings for the texts of a page.
#[derive(Clone, Debug)]
pub struct Settings<'a> {
    /// The words added to the author's.
    pub strings: &'a Strings,
    /// The page's title, which is added to the names of tables and footnotes if several pages share a document.
    pub part: Option<&'a str>,
    /// If true, raw HTML is passed through; otherwise it is shown as text.
    pub raw_html: bool,
    /// The HTML of the tools that the text may contain, by name.
    pub tools: Option<&'a BTreeMap<String, String>>,
    /// The terms to mark.
    pub terms: Option<Terms<'a>>,
}

/// The terms to mark on a page.
#[derive(Clone, Debug)]
pub struct Terms<'a> {
    /// The glossary that defines them.
    pub glossary: &'a Glossary,
    /// The address of the glossary relative to the page, with `#` at its end: `../glossary.html#`.
    pub href: String,
}

impl<'a> Settings<'a> {
    /// Defaults for a page of its own: no raw HTML, no tools, no terms.
    #[must_use]
    pub fn new(strings: &'a Strings) -> Self {
        Self { strings, part: None, raw_html: false, tools: None, terms: None }
    }
}

/// State that the texts of one page share, rendered one after the other.
#[derive(Debug)]
pub struct PageState<'a> {
    settings: Settings<'a>,
    /// Marks terms; `None` if there are none to mark.
    marker: Option<TermMarker<'a>>,
    /// Text that has not been searched for terms yet. A field, to reuse its allocation.
    run: String,
    images: usize,
    tables: usize,
    notes: usize,
    lists_of_notes: usize,
}

impl<'a> PageState<'a> {
    /// The state of a page without any text yet.
    #[must_use]
    pub fn new(mut settings: Settings<'a>) -> Self {
        let marker = settings.terms.take().and_then(TermMarker::new);
        Self { settings, marker, run: String::new(), images: 0, tables: 0, notes: 0, lists_of_notes: 0 }
    }
}

/// A body, with everything needed to read it.
#[derive(Clone, Copy)]
struct Origin<'a> {
    body: &'a Body,
    source: &'a str,
    links: &'a dyn Links,
    /// True if headings get ids.
    anchors: bool,
    /// The anchors of the page, with the old ones that its headings keep.
    kept: Option<&'a Anchors>,
}

/// One body on a page, with its footnotes. Call [`Text::footnotes`] after its last part to write the footnotes cited.
pub struct Text<'a> {
    origin: Origin<'a>,
    notes: Notes,
}

impl fmt::Debug for Text<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Text").field("body", self.origin.body).field("notes", &self.notes).finish_non_exhaustive()
    }
}

impl<'a> Text<'a> {
    /// The body of a page. `source` is the text of its file.
    #[must_use]
    pub fn new(body: &'a Body, source: &'a str, links: &'a dyn Links) -> Self {
        Self { origin: Origin { body, source, links, anchors: true, kept: None }, notes: Notes::default() }
    }

    /// A front-matter value. Its headings become paragraphs in bold without ids, because a page may show several values
    /// at any level of its outline.
    #[must_use]
    pub fn value(body: &'a Body, source: &'a str, links: &'a dyn Links) -> Self {
        Self { origin: Origin { body, source, links, anchors: false, kept: None }, notes: Notes::default() }
    }

    /// Headings also get their old anchors.
    #[must_use]
    pub fn keeping(mut self, anchors: &'a Anchors) -> Self {
        self.origin.kept = Some(anchors);
        self
    }

    /// Writes the whole body, footnotes included.
    pub fn all(&mut self, page: &mut PageState<'_>, out: &mut String) {
        self.part(0..self.origin.body.len(), page, out);
        self.footnotes(page, out);
    }

    /// Writes the whole body, omitting the `<p>` of a single paragraph, for use within a paragraph.
    pub fn inline(&mut self, page: &mut PageState<'_>, out: &mut String) {
        match self.single_paragraph() {
            Some(inside) => {
                self.part(inside, page, out);
                self.footnotes(page, out);
            }
            None => self.all(page, out),
        }
    }

    /// Writes the given events. Elements that start in the range must end in it.
    pub fn part(&mut self, events: Range<usize>, page: &mut PageState<'_>, out: &mut String) {
        Writer::new(self.origin, &mut self.notes, page, out).run(events);
    }

    /// Writes the text in a byte range of the source, within the given events.
    pub fn cut(&mut self, events: Range<usize>, bytes: Range<u32>, page: &mut PageState<'_>, out: &mut String) {
        Writer::new(self.origin, &mut self.notes, page, out).cut(bytes).run(events);
    }

    /// Writes the given events for use inside a link: links and terms are written as text.
    pub fn label(&mut self, events: Range<usize>, page: &mut PageState<'_>, out: &mut String) {
        Writer::new(self.origin, &mut self.notes, page, out).inside_a_link().run(events);
    }

    /// Writes the footnotes cited by the parts written since the last call.
    pub fn footnotes(&mut self, page: &mut PageState<'_>, out: &mut String) {
        notes::write(self.origin, &mut self.notes, page, out);
    }

    fn single_paragraph(&self) -> Option<Range<usize>> {
        let body = self.origin.body;
        let (first, _) = body.event(0)?;
        let end = body.len();
        (first == Event::Start(Element::Paragraph) && body.after(0) == end).then(|| 1..end - 1)
    }
}

/// Appends `template` to an attribute, with `value` in place of `name` (a placeholder, braces included).
fn fill(template: &str, name: &str, value: &str, out: &mut String) {
    match template.split_once(name) {
        Some((before, after)) => {
            for part in [before, value, after] {
                escape::attribute(part, out);
            }
        }
        None => escape::attribute(template, out),
    }
}

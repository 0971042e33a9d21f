//! Events of a [`Body`] → HTML that is valid, accessible and carries no inline style or script.
//!
//! Stands between the assembled site, which says where links lead, and the templates, which place the result.
//! Knows neither files nor templates, judges nothing, reports nothing: what cannot be written well (a broken
//! link, forbidden raw HTML) is written as text, and `check` has spoken about it.
//!
//! A [`Manner`] says how a page is written, a [`Page`] remembers what must differ between the texts of one page
//! (numbers, marked terms), and a [`Text`] is one body on it.

mod blocks;
pub mod escape;
mod inlines;
mod notes;
mod raw;
mod writer;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use super::glossary::{Glossary, Marker};
use crate::parse::markdown::{Body, Element, Event};
use notes::Notes;
use writer::Writer;

/// Where the links of one body lead.
pub trait Links {
    /// Where the link or image with this number in [`Body::links`] leads from the page at hand.
    fn href(&self, number: u32) -> Href<'_>;
}

/// Where a link or image leads. Addresses are written as they are, but for characters that no address may contain:
/// that none of them runs a script is for the maker to see to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Href<'a> {
    /// To a page, an anchor, a file or another site; for an image in Markdown, a link with its text.
    To {
        /// Relative to the page at hand, or absolute.
        url: Cow<'a, str>,
        /// To another site.
        external: bool,
    },
    /// To a picture.
    Image {
        /// Relative to the page at hand.
        url: Cow<'a, str>,
        /// Width and height in pixels.
        size: Option<(u32, u32)>,
    },
    /// To a recording.
    Media {
        /// Relative to the page at hand.
        url: Cow<'a, str>,
        /// With or without pictures.
        medium: Medium,
        /// A file of captions (`WebVTT`) beside it.
        captions: Option<Cow<'a, str>>,
    },
    /// Nowhere: its text is all that is written.
    Broken,
}

/// What sort of recording is played.
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
            /// The key of each word, as [`Self::new`] asks for it.
            pub const KEYS: &'static [&'static str] = &[$(stringify!($name)),*];

            /// All words, asked for by the names of the fields.
            pub fn new(mut word: impl FnMut(&str) -> String) -> Self {
                Self { $($name: word(stringify!($name))),* }
            }
        }
    };
}

strings! {
    /// Names the link that stands beside a heading; `{title}` is the heading's text.
    anchor,
    /// Title of a note.
    note,
    /// Title of a tip.
    tip,
    /// Title of what is important.
    important,
    /// Title of a warning.
    warning,
    /// Title of a caution.
    caution,
    /// Names the ticked box of a task.
    task_done,
    /// Names the empty box of a task.
    task_open,
    /// Names the frame that a table scrolls in; `{n}` counts the page's tables.
    table,
    /// Names the list of footnotes.
    footnotes,
    /// Names the way back from a footnote to where it is cited.
    footnote_back,
    /// Names a recording with pictures; `{title}` is the author's text for it.
    video,
    /// Names a recording without pictures; `{title}`.
    audio,
}

/// How the texts of a page are written.
#[derive(Clone, Debug)]
pub struct Manner<'a> {
    /// The words added to the author's.
    pub strings: &'a Strings,
    /// Stands before every id, so that several pages fit into one (the handbook).
    pub prefix: &'a str,
    /// By how many levels headings are lowered: how far the heading above the text is below the first level.
    pub lower: u8,
    /// Added to the names of tables and footnotes where several pages stand in one: this page's title.
    pub part: Option<&'a str>,
    /// Raw HTML is passed through instead of shown.
    pub raw_html: bool,
    /// The tools that may stand in the text, by name: HTML that is written as it is.
    pub tools: Option<&'a BTreeMap<String, String>>,
    /// The terms to mark, and what stands before an entry's anchor in a link from this page (`../glossary.html#`).
    pub glossary: Option<(&'a Glossary, &'a str)>,
}

impl<'a> Manner<'a> {
    /// A page for itself: no prefix, no raw HTML, no terms.
    #[must_use]
    pub fn new(strings: &'a Strings) -> Self {
        Self { strings, prefix: "", lower: 0, part: None, raw_html: false, tools: None, glossary: None }
    }
}

/// What the texts of one page have in common while they are written, one after the other.
#[derive(Debug)]
pub struct Page<'a> {
    manner: &'a Manner<'a>,
    /// The terms still to be marked. Taken out, none is marked, until it is put back.
    pub terms: Option<Marker<'a>>,
    /// Text that waits for its terms to be marked; kept for its memory.
    run: String,
    images: usize,
    tables: usize,
    notes: usize,
    lists_of_notes: usize,
}

impl<'a> Page<'a> {
    /// A page on which nothing is written yet.
    #[must_use]
    pub fn new(manner: &'a Manner<'a>) -> Self {
        let terms = manner.glossary.and_then(|(glossary, href)| Marker::new(glossary, href));
        Self { manner, terms, run: String::new(), images: 0, tables: 0, notes: 0, lists_of_notes: 0 }
    }
}

/// A body to be written, with all that is needed to read it.
#[derive(Clone, Copy)]
struct Origin<'a> {
    body: &'a Body,
    source: &'a str,
    links: &'a dyn Links,
    /// Headings have addresses.
    anchors: bool,
}

/// One body on a page. What it cites is written by [`Text::footnotes`], after the last of its parts.
pub struct Text<'a> {
    origin: Origin<'a>,
    notes: Notes,
}

impl<'a> Text<'a> {
    /// The body of a page. `source` is the text of its file.
    #[must_use]
    pub fn new(body: &'a Body, source: &'a str, links: &'a dyn Links) -> Self {
        Self { origin: Origin { body, source, links, anchors: true }, notes: Notes::default() }
    }

    /// A value of the front matter. Its headings are written as strong paragraphs without ids: several values may stand
    /// on one page, anywhere in its outline.
    #[must_use]
    pub fn value(body: &'a Body, source: &'a str, links: &'a dyn Links) -> Self {
        Self { origin: Origin { body, source, links, anchors: false }, notes: Notes::default() }
    }

    /// Writes everything, footnotes included.
    pub fn all(&mut self, page: &mut Page<'_>, out: &mut String) {
        self.part(0..self.origin.body.len(), page, out);
        self.footnotes(page, out);
    }

    /// Writes everything without the `<p>` of a single paragraph, for a place that is a paragraph already.
    pub fn inline(&mut self, page: &mut Page<'_>, out: &mut String) {
        match self.single_paragraph() {
            Some(inside) => {
                self.part(inside, page, out);
                self.footnotes(page, out);
            }
            None => self.all(page, out),
        }
    }

    /// Writes these events, which must open and close evenly.
    pub fn part(&mut self, events: Range<usize>, page: &mut Page<'_>, out: &mut String) {
        Writer::new(self.origin, &mut self.notes, page, out).run(events);
    }

    /// Writes what stands between two bytes of the source among these events.
    pub fn cut(&mut self, events: Range<usize>, (from, to): (u32, u32), page: &mut Page<'_>, out: &mut String) {
        Writer::new(self.origin, &mut self.notes, page, out).cut(from, to).run(events);
    }

    /// Writes these events for a place inside a link: without links and terms of their own.
    pub fn label(&mut self, events: Range<usize>, page: &mut Page<'_>, out: &mut String) {
        Writer::new(self.origin, &mut self.notes, page, out).inside_a_link().run(events);
    }

    /// Writes the footnotes cited by the parts written since the last call.
    pub fn footnotes(&mut self, page: &mut Page<'_>, out: &mut String) {
        notes::write(self.origin, &mut self.notes, page, out);
    }

    fn single_paragraph(&self) -> Option<Range<usize>> {
        let body = self.origin.body;
        let (first, _) = body.event(0)?;
        let end = body.len();
        (first == Event::Start(Element::Paragraph) && body.after(0) == end).then(|| 1..end - 1)
    }
}

/// Appends an attribute's content: `template` with `value` in the place of `name`, braces included.
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

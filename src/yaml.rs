//! Text → values with places: the only reader of YAML, for front matter, `casebook.yaml` and the glossary.
//!
//! Stands between `source` and `config`. [`parse`] turns text into a tree in which every value keeps its place and
//! never stops at the first mistake; [`typed`] turns the tree into the records of the program. Knows no key of any
//! kind of content: those are declared where they belong, with [`record!`](crate::record).

mod input;
mod mend;
mod quote;
mod record;
mod traps;
mod tree;
pub mod typed;

pub use input::Input;
pub use quote::quoted;
pub use typed::{
    AtLeastOne, Blank, Field, Fields, Form, FromYaml, Map, MaybeBlank, Noun, Reader, Record, Shape, Spanned, Text,
    Word, Words,
};

use std::borrow::Cow;
use std::ops::Range;

use crate::diagnostic::Diagnostic;
use crate::source::Span;

/// How deep lists and keys may be nested; content needs four.
const DEPTH: usize = 24;

/// What one stretch of YAML says.
#[derive(Clone, Debug)]
pub struct Document<'a> {
    /// Its value, a [`Value::Map`] in all files that Casebook knows.
    pub root: Node<'a>,
    /// Whether lines were left out of which not even the key could be read: what is absent may be among them.
    pub torn: bool,
    /// Its comments in their order.
    pub comments: Vec<Comment<'a>>,
}

/// A comment: everything from `#` to the end of the line.
#[derive(Clone, Debug)]
pub struct Comment<'a> {
    /// The comment with its `#`.
    pub span: Span,
    /// What stands after the `#`.
    pub text: Cow<'a, str>,
}

/// A value and its place.
#[derive(Clone, Debug)]
pub struct Node<'a> {
    /// The value as it is written, with its quotes; for lists and maps from the first to the last of their parts.
    pub span: Span,
    /// What it is.
    pub value: Value<'a>,
}

/// What a value is. Numbers, dates and words such as `Yes` are text: only who reads a value knows what it should be.
#[derive(Clone, Debug)]
pub enum Value<'a> {
    /// Nothing is written.
    Null,
    /// A text.
    Scalar {
        /// Without quotes and escapes.
        text: Cow<'a, str>,
        /// Whether it is written without quotes.
        plain: bool,
    },
    /// A list.
    List(Vec<Node<'a>>),
    /// Keys with values, in their order, each key once.
    Map(Vec<Entry<'a>>),
    /// Something that has already been reported; readers pass it over in silence.
    Broken,
}

/// A key with its value.
#[derive(Clone, Debug)]
pub struct Entry<'a> {
    /// The key.
    pub key: Cow<'a, str>,
    /// Where the key stands.
    pub key_span: Span,
    /// The value.
    pub value: Node<'a>,
}

impl Node<'_> {
    /// Whether nothing is written, or only blanks.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        match &self.value {
            Value::Null => true,
            Value::Scalar { text, .. } => text.trim().is_empty(),
            _ => false,
        }
    }
}

/// Reads the YAML in `region` of `input`. All mistakes go to `found`; what they touch is [`Value::Broken`], the rest
/// is there. Never panics; the time taken grows linearly with the text.
pub fn parse<'a>(input: Input<'a>, region: Range<usize>, found: &mut Vec<Diagnostic>) -> Document<'a> {
    mend::parse(input, region, &Vec::new, found)
}

/// The keys that a text may have, at any depth. Asked for only where a line cannot be read.
pub type Known<'k> = &'k dyn Fn() -> Vec<&'static str>;

/// Like [`parse`], with the keys that are `known`: a line that begins with one of them was meant as its value.
pub fn parse_with<'a>(
    input: Input<'a>,
    region: Range<usize>,
    known: Known<'_>,
    found: &mut Vec<Diagnostic>,
) -> Document<'a> {
    mend::parse(input, region, known, found)
}

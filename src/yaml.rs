//! The YAML reader for front matter, `casebook.yaml` and the glossary: turns text into values with source spans.
//! [`derived`] reads the files of a theme with serde.
//!
//! [`parse`] builds a tree in which every value has its span; it does not stop at the first mistake. [`typed`] turns
//! the tree into typed records. The keys of each kind of content are not defined here, but next to the code that uses
//! them, with [`record!`](crate::record).

pub mod derived;
mod input;
mod quote;
mod record;
mod recovery;
mod scalar;
mod traps;
mod tree;
pub mod typed;

pub use input::Input;
pub use quote::quoted;
pub use scalar::scalar;
pub use typed::{
    Any, AtLeastOne, Blank, Field, Fields, Form, FromYaml, Hint, Map, MaybeBlank, Noun, Reader, Record, Shape, Spanned,
    Text, Word, Words,
};

use std::borrow::Cow;
use std::ops::Range;

use crate::diagnostic::Diagnostic;
use crate::source::Span;

/// The maximum nesting depth of lists and keys; content needs four.
const DEPTH: usize = 24;

/// One parsed YAML document.
#[derive(Clone, Debug)]
pub struct Document<'a> {
    /// The root value, a [`Value::Map`] in every file that Casebook reads.
    pub root: Node<'a>,
    /// True if lines had to be skipped whose key could not be read. A key that seems to be missing may be among them.
    pub incomplete: bool,
    /// The comments, in order.
    pub comments: Vec<Comment<'a>>,
}

/// A comment: everything from `#` to the end of the line.
#[derive(Clone, Debug)]
pub struct Comment<'a> {
    /// The comment including its `#`.
    pub span: Span,
    /// The text after the `#`.
    pub text: Cow<'a, str>,
}

/// A value and its span.
#[derive(Clone, Debug)]
pub struct Node<'a> {
    /// The value as written, including its quotes; for lists and maps, from the first to the last of their parts.
    pub span: Span,
    /// The value.
    pub value: Value<'a>,
}

/// A YAML value. Numbers, dates and words such as `Yes` are text: the code that reads a value decides on its type.
#[derive(Clone, Debug)]
pub enum Value<'a> {
    /// An empty value.
    Null,
    /// A text.
    Scalar {
        /// The text without quotes and escapes.
        text: Cow<'a, str>,
        /// True if it is written without quotes.
        plain: bool,
    },
    /// A list.
    List(Vec<Node<'a>>),
    /// Keys with values, in order. Each key occurs once.
    Map(Vec<Entry<'a>>),
    /// Something that has already been reported. Readers ignore it.
    Broken,
}

/// A key with its value.
#[derive(Clone, Debug)]
pub struct Entry<'a> {
    /// The key.
    pub key: Cow<'a, str>,
    /// The span of the key.
    pub key_span: Span,
    /// The value.
    pub value: Node<'a>,
}

impl Node<'_> {
    /// Returns true if the value is empty or consists only of white space.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        match &self.value {
            Value::Null => true,
            Value::Scalar { text, .. } => text.trim().is_empty(),
            _ => false,
        }
    }
}

/// Parses the YAML in `region` of `input`. All mistakes are added to `found`. Values affected by a mistake are
/// [`Value::Broken`]; all others are read. Never panics; takes time linear in the length of the text.
pub fn parse<'a>(input: Input<'a>, region: Range<usize>, found: &mut Vec<Diagnostic>) -> Document<'a> {
    recovery::parse(input, region, &Vec::new, found)
}

/// Returns the keys that a text may have, at any depth. Called only if a line cannot be parsed.
pub type Known<'k> = &'k dyn Fn() -> Vec<&'k str>;

/// Like [`parse`], with a list of `known` keys: a line that begins with one of them is taken for that key with its
/// value, even if the colon is missing.
pub fn parse_with<'a>(
    input: Input<'a>,
    region: Range<usize>,
    known: Known<'_>,
    found: &mut Vec<Diagnostic>,
) -> Document<'a> {
    recovery::parse(input, region, known, found)
}

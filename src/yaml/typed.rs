//! Nodes → typed values, every mistake collected in the author's words.
//!
//! [`FromYaml`] is what a type must say about itself, [`Fields`] the keys of one record, [`Reader`] where findings go.
//! Records and lists of words are declared with [`record!`](crate::record) and [`word_enum!`](crate::word_enum).

mod dates;
mod fields;
mod lists;
mod values;

pub use fields::{Field, Fields, Form, Noun, Record, read_record};
pub use lists::{AtLeastOne, Map};
pub use values::{Blank, MaybeBlank, Spanned, Text, Word, Words, read_word};
pub(crate) use values::{out_of_range, read_text, read_whole, unknown_word};

use super::input::Input;
use super::{Entry, Node, Value, quoted};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;

/// What reading a value needs besides the value: the file, and where findings go.
#[derive(Debug)]
pub struct Reader<'a> {
    /// The file that is read.
    pub input: Input<'a>,
    /// What was found so far.
    pub found: Vec<Diagnostic>,
}

impl<'a> Reader<'a> {
    /// A reader of `input` that has found nothing yet.
    #[must_use]
    pub fn new(input: Input<'a>) -> Self {
        Self { input, found: Vec::new() }
    }

    /// Notes a finding.
    pub fn report(&mut self, found: Diagnostic) {
        self.found.push(found);
    }

    /// Notes that the value of `key` is of the wrong kind. `help` says what to write; empty, it is what is wanted.
    pub fn wrong_type(&mut self, key: &str, wants: &str, help: &str, node: &Node<'_>) {
        if matches!(node.value, Value::Broken) {
            return;
        }
        let at = self.input.first_line(node.span);
        let message = format!("`{key}` wants {wants}, and this is {}", kind(node));
        let help = if help.is_empty() { format!("write {wants}") } else { help.to_owned() };
        self.found.push(Diagnostic::new(Code::WrongType, at, message).help(help));
    }

    /// Notes that text was wanted where YAML sees keys or a list: mostly a colon or a bracket in a text without quotes.
    pub fn not_a_text<T: FromYaml>(&mut self, key: &str, node: &Node<'_>) {
        let (wants, written) = (T::WANTS, self.input.at(node.span));
        let sign = written.chars().next().filter(|_| !written.contains('\n'));
        match (&node.value, sign) {
            (Value::Broken, _) => {}
            (Value::Map(_), Some('{')) => {
                let message = format!("a leading `{{` makes a group of keys of this, and `{key}` wants {wants}");
                self.needs_quotes(Code::YamlFirstSign, message, node.span);
            }
            (Value::List(_), Some('[')) => {
                let message = format!("a leading `[` makes a list of this, and `{key}` wants {wants}");
                self.needs_quotes(Code::YamlFirstSign, message, node.span);
            }
            (Value::Map(_), Some(_)) => {
                let message = format!("the colon makes a key of this, and `{key}` wants {wants}");
                self.needs_quotes(Code::YamlColon, message, node.span);
            }
            _ => self.wrong_type(key, wants, &format!("write {}", line_of::<T>(key)), node),
        }
    }

    fn needs_quotes(&mut self, code: Code, message: String, span: Span) {
        let written = self.input.at(span).trim();
        let cure = quoted(written);
        let found = Diagnostic::new(code, span, message);
        // In a line that had to be mended first, what is written may be less than what was read.
        let whole = match written.chars().next() {
            Some('[') => written.ends_with(']'),
            Some('{') => written.ends_with('}'),
            _ => true,
        };
        if !whole {
            return self.found.push(found.help("put quotes around it"));
        }
        self.found.push(found.replace("put quotes around it", span, cure));
    }

    /// Notes that something stands before a colon that is no word.
    pub fn no_key(&mut self, entry: &Entry<'_>) {
        if matches!(entry.value.value, Value::Broken) {
            return;
        }
        let message = "a key is a word before a colon, and this is none";
        let help = "write `key: value`, or put quotes around the whole text";
        self.found.push(Diagnostic::new(Code::YamlSyntax, entry.key_span, message).help(help));
    }
}

/// The line that gives `key` a value of type `T`, for helps.
pub(crate) fn line_of<T: FromYaml>(key: &str) -> String {
    let example = T::example();
    match example.strip_prefix('\n') {
        Some(below) => format!("`{key}:`, below it `{below}`"),
        None => format!("`{key}: {example}`"),
    }
}

/// What a node is, in the author's words.
fn kind(node: &Node<'_>) -> &'static str {
    match &node.value {
        Value::Null => "empty",
        Value::Scalar { .. } => "one text",
        Value::List(_) => "a list",
        Value::Map(_) => "a group of keys",
        Value::Broken => "unreadable",
    }
}

/// A type that can be read from a node.
pub trait FromYaml: Sized {
    /// What it wants, as in "`tags` wants a list of words".
    const WANTS: &'static str;
    /// What a list of it is called.
    const WANTS_MANY: &'static str;
    /// Whether an empty value means something of its own.
    const KEEPS_EMPTY: bool = false;

    /// Reads `node`, the value of `key`. `None` where it cannot be read, which then has been reported.
    fn from_yaml(node: Node<'_>, key: &str, reader: &mut Reader<'_>) -> Option<Self>;

    /// The value where the key is absent; `None` for what must be there.
    #[must_use]
    fn absent() -> Option<Self> {
        None
    }

    /// What stands in for a required value that is absent or broken, so that the rest of the record can be used.
    #[must_use]
    fn stand_in(_at: Span) -> Option<Self> {
        None
    }

    /// An example of it; what stands below its key begins with a line end.
    fn example() -> String;

    /// Its description for JSON Schema.
    fn shape() -> Shape;
}

/// The description of a type, for completion in editors.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    /// Any text, in one line or many.
    Text,
    /// A text without blanks around it that serves as a name, such as a tag.
    Word,
    /// `true` or `false`.
    Bool,
    /// A whole number, perhaps between bounds.
    Whole {
        /// The lowest and the highest one.
        within: Option<(i64, i64)>,
    },
    /// A date as `2027-11-01`.
    Date,
    /// A relative path to a `.md` file, perhaps with an anchor.
    Link,
    /// A sum with its unit, such as `$85`.
    Sum,
    /// An address beginning with `http://` or `https://`.
    Url,
    /// One of some words, each with its meaning.
    OneOf(&'static [(&'static str, &'static str)]),
    /// A list; `some` says that it must have an item.
    List {
        /// What is listed.
        of: Box<Shape>,
        /// Whether at least one is needed.
        some: bool,
    },
    /// Such a value, or nothing behind the colon.
    Blank(Box<Shape>),
    /// Any text, or the other shape.
    TextOr(Box<Shape>),
    /// Keys of the author's choice, each with such a value.
    Map(Box<Shape>),
    /// Keys with fixed names.
    Record {
        /// What it describes.
        noun: &'static str,
        /// Its keys.
        fields: Vec<Field>,
    },
}

//! Turns nodes into typed values and collects all mistakes, in words that authors understand.
//!
//! [`FromYaml`] is implemented by each type that can be read, [`Fields`] holds the keys of one record, [`Reader`]
//! collects diagnostics. Records and lists of words are declared with [`record!`](crate::record) and
//! [`word_enum!`](crate::word_enum).

mod any;
mod dates;
mod fields;
mod lists;
mod values;

pub use any::Any;
pub use fields::{Field, Fields, Form, Hint, Noun, Record, read_record};
pub use lists::{AtLeastOne, Map};
pub use values::{Blank, MaybeBlank, Spanned, Text, Word, Words, read_word};
pub(crate) use values::{out_of_range, read_text, read_whole, unknown_word};

use super::input::Input;
use super::{Entry, Node, Value, quoted};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;

/// The context of reading a value: the file and the diagnostics.
#[derive(Debug)]
pub struct Reader<'a> {
    /// The file that is read.
    pub input: Input<'a>,
    /// The diagnostics so far.
    pub found: Vec<Diagnostic>,
}

impl<'a> Reader<'a> {
    /// Creates a reader of `input` without diagnostics.
    #[must_use]
    pub fn new(input: Input<'a>) -> Self {
        Self { input, found: Vec::new() }
    }

    /// Adds a diagnostic.
    pub fn report(&mut self, found: Diagnostic) {
        self.found.push(found);
    }

    /// Reports that the value of `key` has the wrong type. `help` says what to write; if it is empty, that is what
    /// `wants` says.
    pub fn wrong_type(&mut self, key: &str, wants: &str, help: &str, node: &Node<'_>) {
        if matches!(node.value, Value::Broken) {
            return;
        }
        let at = self.input.first_line(node.span);
        let message = format!("`{key}` needs {wants}, but this is {}", kind(node));
        let help = if help.is_empty() { format!("write {wants}") } else { help.to_owned() };
        self.found.push(Diagnostic::new(Code::WrongType, at, message).help(help));
    }

    /// Reports keys or a list where text is expected. The usual cause is a colon or bracket in a text without quotes.
    pub fn not_a_text<T: FromYaml>(&mut self, key: &str, node: &Node<'_>) {
        let (wants, written) = (T::WANTS, self.input.at(node.span));
        let sign = written.chars().next().filter(|_| !written.contains('\n'));
        match (&node.value, sign) {
            (Value::Broken, _) => {}
            (Value::Map(_), Some('{')) => {
                let message = format!("the `{{` makes this a group of keys, but `{key}` needs {wants}");
                self.needs_quotes(Code::YamlFirstSign, message, node.span);
            }
            (Value::List(items), _) => self.list_for_text::<T>(key, items, node),
            (Value::Map(_), Some(_)) => {
                let message = format!("the colon makes this a key, but `{key}` needs {wants}");
                self.needs_quotes(Code::YamlColon, message, node.span);
            }
            _ => self.wrong_type(key, wants, &format!("write {}", line_of::<T>(key)), node),
        }
    }

    /// Reports a list where text is expected. A list of texts is joined to one, which is most likely what was meant.
    fn list_for_text<T: FromYaml>(&mut self, key: &str, items: &[Node<'_>], node: &Node<'_>) {
        let wants = T::WANTS;
        if let Some(found) = self.take_list_of_one_line(node.span) {
            return self.no_list(key, wants, &found);
        }
        let in_brackets = self.input.at(node.span).starts_with('[');
        let text = |item: &Node<'_>| match &item.value {
            Value::Scalar { text, .. } => Some(text.trim().to_owned()),
            _ => None,
        };
        let texts: Option<Vec<String>> = items.iter().map(text).collect();
        // In a line that had to be corrected first, the source may contain less than the list that was read.
        let texts = texts.filter(|_| !in_brackets || self.input.at(node.span).trim_end().ends_with(']'));
        let Some(texts) = texts.filter(|texts| !texts.is_empty() && T::shape() == Shape::Text) else {
            let help = match items.first().and_then(text) {
                Some(first) if items.len() > 1 => format!("keep one of them, such as `{key}: {first}`"),
                _ => format!("write {}", line_of::<T>(key)),
            };
            return self.wrong_type(key, wants, &help, node);
        };
        let message = match in_brackets {
            true => format!("the `[` makes this a list, but `{key}` needs {wants}"),
            false => format!("`{key}` needs {wants}, but this is a list"),
        };
        let code = if in_brackets { Code::YamlFirstSign } else { Code::WrongType };
        let found = Diagnostic::new(code, self.input.first_line(node.span), message);
        let before = self.input.text.get(..node.span.range().start).unwrap_or_default();
        let gap = before.len() - before.trim_end().len();
        // From the colon of the key on, so that the text stands on its line.
        let colon = before.trim_end().ends_with(':').then_some(node.span.range().start - gap);
        let Some(colon) = colon else { return self.found.push(found.help("write one text, without brackets")) };
        let one = matches!(key, "lang" | "language").then(|| texts[0].clone());
        let joined = one.clone().unwrap_or_else(|| texts.join(if in_brackets { ", " } else { " " }));
        let help = match (one, in_brackets) {
            (Some(one), _) => format!("write one language: `{key}: {one}`"),
            (None, true) => "remove the brackets".to_owned(),
            (None, false) => "write one text".to_owned(),
        };
        let span = Span::new(self.input.file, colon..node.span.range().end);
        let found = found.suggest(help, span, format!(" {}", plain_or_quoted(&joined)));
        let is_text = in_brackets && !matches!(key, "lang" | "language");
        self.found.push(match is_text {
            true => found.help("or put quotes around the whole, if the brackets belong to the text"),
            false => found,
        });
    }

    /// Removes and returns the finding that made a list of one line, such as `title: - The kettle`.
    fn take_list_of_one_line(&mut self, list: Span) -> Option<Diagnostic> {
        let line_start = |at: usize| self.input.text.get(..at).unwrap_or_default().rfind('\n').map_or(0, |at| at + 1);
        let start = line_start(list.range().start);
        // Only such a line has the finding, so the others need no search.
        let line = self.input.text.get(start..).unwrap_or_default().lines().next().unwrap_or_default();
        let value = line.split_once(':').map_or(line, |(_, value)| value).trim_start();
        if !value.starts_with(['-', '"', '\'']) {
            return None;
        }
        let at = self.found.iter().position(|found| {
            matches!(found.code, Code::YamlDash | Code::YamlQuote)
                && line_start(found.span().range().start) == start
                && found.help.iter().any(|help| help.text.starts_with("put brackets"))
        })?;
        Some(self.found.remove(at))
    }

    /// Reports a line that was read as a list, for a key that needs text.
    fn no_list(&mut self, key: &str, wants: &str, list: &Diagnostic) {
        let at = list.span().range().start;
        let line = self.input.text.get(..at).unwrap_or_default().rfind('\n').map_or(0, |newline| newline + 1);
        let rest = self.input.text.get(line..).unwrap_or_default();
        let end = line + rest.lines().next().unwrap_or_default().trim_end().len();
        let is_dash = list.code == Code::YamlDash;
        let colon = rest.find(": ").map_or(at, |colon| line + colon + 2);
        let from = if is_dash { at } else { colon };
        let written = self.input.text.get(from..end).unwrap_or_default();
        let (message, help, text) = match is_dash {
            true => (
                format!("the dash makes this a list, but `{key}` needs {wants}"),
                "remove the dash",
                plain_or_quoted(written.trim_start_matches('-').trim()),
            ),
            false => (
                "the text in quotes ends here, and more follows".to_owned(),
                "use the other kind of quotation marks around the whole",
                quoted(written),
            ),
        };
        let found = Diagnostic::new(list.code, list.span(), message);
        self.found.push(found.suggest(help, Span::new(self.input.file, from..end), text));
    }

    fn needs_quotes(&mut self, code: Code, message: String, span: Span) {
        let written = self.input.at(span).trim();
        let cure = quoted(written);
        let found = Diagnostic::new(code, span, message);
        // In a line that had to be corrected first, the source may contain less than the value that was read.
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

    /// Reports text before a colon that is not a word.
    pub fn no_key(&mut self, entry: &Entry<'_>) {
        if matches!(entry.value.value, Value::Broken) {
            return;
        }
        let message = "this is not a key: a key is a word followed by a colon";
        let help = "write `key: value`, or put quotes around the whole text";
        self.found.push(Diagnostic::new(Code::YamlSyntax, entry.key_span, message).help(help));
    }
}

/// A text as a value: in quotes if it needs them.
fn plain_or_quoted(text: &str) -> String {
    let is_plain = text.starts_with(char::is_alphanumeric) && !text.contains(": ") && !text.contains(" #");
    if is_plain && !text.ends_with(':') { text.to_owned() } else { quoted(text) }
}

/// The line that gives `key` a value of type `T`, for help texts.
pub(crate) fn line_of<T: FromYaml>(key: &str) -> String {
    let example = T::example();
    match example.strip_prefix('\n') {
        Some(below) => format!("`{key}:`, below it `{below}`"),
        None => format!("`{key}: {example}`"),
    }
}

/// The kind of a node, in words for authors.
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
    /// The expected value, as in "`tags` wants a list of words".
    const WANTS: &'static str;
    /// The expected value for a list of this type.
    const WANTS_MANY: &'static str;
    /// True if an empty value has a meaning of its own.
    const KEEPS_EMPTY: bool = false;

    /// Reads `node`, the value of `key`. `None` if it cannot be read, which has then been reported.
    fn from_yaml(node: Node<'_>, key: &str, reader: &mut Reader<'_>) -> Option<Self>;

    /// The value if the key is absent; `None` if the key is required.
    #[must_use]
    fn absent() -> Option<Self> {
        None
    }

    /// A placeholder for a required value that is absent or broken, so that the rest of the record can be used.
    #[must_use]
    fn stand_in(_at: Span) -> Option<Self> {
        None
    }

    /// An example value. If it has to be written below its key, it begins with a line break.
    fn example() -> String;

    /// The description for JSON Schema.
    fn shape() -> Shape;
}

/// The description of a type, for completion in editors.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    /// Any value: a text, a number, `true` or `false`, a list, or names with values.
    Any,
    /// Any text, on one or more lines.
    Text,
    /// A text without surrounding white space that is used as a name, such as a tag.
    Word,
    /// `true` or `false`.
    Bool,
    /// A whole number, optionally within bounds.
    Whole {
        /// The lowest and the highest allowed number.
        within: Option<(i64, i64)>,
    },
    /// A date as `2027-11-01`.
    Date,
    /// A relative path to a `.md` file, with an optional anchor.
    Link,
    /// A sum of money with its unit, such as `$85`.
    Sum,
    /// A sum without decimal places.
    WholeSum,
    /// An address that begins with `http://` or `https://`.
    Url,
    /// One of a fixed list of words, each with its meaning.
    OneOf(&'static [(&'static str, &'static str)]),
    /// A list.
    List {
        /// The type of the items.
        of: Box<Shape>,
        /// True if at least one item is required.
        some: bool,
    },
    /// A value of this shape, or nothing after the colon.
    Blank(Box<Shape>),
    /// Any text, or a value of this shape.
    TextOr(Box<Shape>),
    /// Keys chosen by the author, with values of this shape.
    Map(Box<Shape>),
    /// Keys with fixed names.
    Record {
        /// The name of the record.
        noun: &'static str,
        /// The keys.
        fields: Vec<Field>,
    },
}

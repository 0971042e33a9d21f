//! The basic types: text, words, numbers, and values that may be blank.

use std::ops::Deref;

use super::{FromYaml, Node, Reader, Shape, line_of};
use crate::diagnostic::{Code, Diagnostic, is_only_near, nearest};
use crate::source::Span;
use crate::yaml::Value;

/// A value and its span.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// The span of the value.
    pub span: Span,
}

/// A text exactly as written, even if YAML would read it as a Boolean, number or date. Dereferences to `str`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// The text without quotes, escapes and surrounding white space.
    pub text: String,
    /// The span including quotes.
    pub span: Span,
}

impl Deref for Text {
    type Target = str;

    fn deref(&self) -> &str {
        &self.text
    }
}

impl FromYaml for Text {
    const WANTS: &'static str = "text";
    const WANTS_MANY: &'static str = "a list of texts";

    fn from_yaml(node: Node<'_>, key: &str, reader: &mut Reader<'_>) -> Option<Self> {
        read_text::<Self>(node, key, reader)
    }

    fn stand_in(span: Span) -> Option<Self> {
        Some(Self { text: String::new(), span })
    }

    fn example() -> String {
        "…".to_owned()
    }

    fn shape() -> Shape {
        Shape::Text
    }
}

/// Reads a text, with messages for the type `T`.
pub(crate) fn read_text<T: FromYaml>(node: Node<'_>, key: &str, reader: &mut Reader<'_>) -> Option<Text> {
    let Value::Scalar { text, .. } = node.value else {
        reader.not_a_text::<T>(key, &node);
        return None;
    };
    let trimmed = text.trim();
    let text = if trimmed.len() == text.len() { text.into_owned() } else { trimmed.to_owned() };
    Some(Text { text, span: node.span })
}

/// A short text that is used as a name: a tag, an outcome.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word(pub Text);

impl Deref for Word {
    type Target = Text;

    fn deref(&self) -> &Text {
        &self.0
    }
}

impl FromYaml for Word {
    const WANTS: &'static str = "a word";
    const WANTS_MANY: &'static str = "a list of words";

    fn from_yaml(node: Node<'_>, key: &str, reader: &mut Reader<'_>) -> Option<Self> {
        read_text::<Self>(node, key, reader).map(Self)
    }

    fn stand_in(span: Span) -> Option<Self> {
        Text::stand_in(span).map(Self)
    }

    fn example() -> String {
        "gifts".to_owned()
    }

    fn shape() -> Shape {
        Shape::Word
    }
}

/// A text for which *empty* and *absent* have different meanings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MaybeBlank(pub Text);

impl Deref for MaybeBlank {
    type Target = Text;

    fn deref(&self) -> &Text {
        &self.0
    }
}

impl FromYaml for MaybeBlank {
    const WANTS: &'static str = "text";
    const WANTS_MANY: &'static str = "a list of texts";
    const KEEPS_EMPTY: bool = true;

    fn from_yaml(node: Node<'_>, key: &str, reader: &mut Reader<'_>) -> Option<Self> {
        if node.is_empty() {
            return Text::stand_in(node.span).map(Self);
        }
        read_text::<Self>(node, key, reader).map(Self)
    }

    fn example() -> String {
        Text::example()
    }

    fn shape() -> Shape {
        Shape::Blank(Box::new(Shape::Text))
    }
}

/// A value that may be left blank, as in a form that is completed bit by bit. Empty and absent are the same.
#[derive(Clone, Debug, PartialEq)]
pub struct Blank<T>(pub Option<T>);

impl<T> Deref for Blank<T> {
    type Target = Option<T>;

    fn deref(&self) -> &Option<T> {
        &self.0
    }
}

impl<T: FromYaml> FromYaml for Blank<T> {
    const WANTS: &'static str = T::WANTS;
    const WANTS_MANY: &'static str = T::WANTS_MANY;
    const KEEPS_EMPTY: bool = true;

    fn from_yaml(node: Node<'_>, key: &str, reader: &mut Reader<'_>) -> Option<Self> {
        if node.is_empty() {
            return Self::absent();
        }
        T::from_yaml(node, key, reader).map(|value| Self(Some(value)))
    }

    fn absent() -> Option<Self> {
        Some(Self(None))
    }

    fn example() -> String {
        T::example()
    }

    fn shape() -> Shape {
        Shape::Blank(Box::new(T::shape()))
    }
}

impl<T: FromYaml> FromYaml for Option<T> {
    const WANTS: &'static str = T::WANTS;
    const WANTS_MANY: &'static str = T::WANTS_MANY;
    const KEEPS_EMPTY: bool = T::KEEPS_EMPTY;

    fn from_yaml(node: Node<'_>, key: &str, reader: &mut Reader<'_>) -> Option<Self> {
        T::from_yaml(node, key, reader).map(Some)
    }

    fn absent() -> Option<Self> {
        Some(None)
    }

    fn example() -> String {
        T::example()
    }

    fn shape() -> Shape {
        T::shape()
    }
}

impl FromYaml for Spanned<bool> {
    const WANTS: &'static str = "`true` or `false`";
    const WANTS_MANY: &'static str = "a list of `true` and `false`";

    fn from_yaml(node: Node<'_>, key: &str, reader: &mut Reader<'_>) -> Option<Self> {
        let span = node.span;
        let Value::Scalar { text, plain } = &node.value else {
            reader.wrong_type(key, Self::WANTS, &format!("write {}", line_of::<Self>(key)), &node);
            return None;
        };
        let meant = match text.trim().to_lowercase().as_str() {
            "true" | "yes" | "y" | "on" | "1" => "true",
            "false" | "no" | "n" | "off" | "0" => "false",
            other => nearest(other, ["true", "false"]).unwrap_or_default(),
        };
        if *plain && !meant.is_empty() && text == meant {
            return Some(Self { value: meant == "true", span });
        }
        let message = format!("`{key}` needs `true` or `false`, but this is `{}`", reader.input.at(span).trim());
        let found = Diagnostic::new(Code::YamlYesNo, span, message);
        reader.report(if meant.is_empty() {
            found.help("write `true` or `false`, without quotes")
        } else {
            found.replace(format!("write `{meant}`"), span, meant)
        });
        None
    }

    fn example() -> String {
        "true".to_owned()
    }

    fn shape() -> Shape {
        Shape::Bool
    }
}

impl FromYaml for Spanned<i64> {
    const WANTS: &'static str = "a whole number";
    const WANTS_MANY: &'static str = "a list of whole numbers";

    fn from_yaml(node: Node<'_>, key: &str, reader: &mut Reader<'_>) -> Option<Self> {
        read_whole(node, key, "10", reader)
    }

    fn example() -> String {
        "2".to_owned()
    }

    fn shape() -> Shape {
        Shape::Whole { within: None }
    }
}

/// Reads a whole number. `example` is a sensible value for `key`.
pub(crate) fn read_whole(node: Node<'_>, key: &str, example: &str, reader: &mut Reader<'_>) -> Option<Spanned<i64>> {
    let span = node.span;
    let text = read_text::<Spanned<i64>>(node, key, reader)?;
    // A typographic minus sign is accepted as a minus.
    let digits = text.replace(['−', '–'], "-");
    let digits = digits.strip_prefix('+').unwrap_or(&digits);
    if let Ok(value) = digits.parse() {
        return Some(Spanned { value, span });
    }
    let bare = digits.trim_start_matches('-');
    if !bare.is_empty() && bare.bytes().all(|b| b.is_ascii_digit()) {
        let message = format!("`{key}` needs a smaller number than `{}`", text.text);
        reader.report(Diagnostic::new(Code::NumberRange, span, message).help("use fewer digits"));
        return None;
    }
    let message = format!("`{key}` needs a whole number, but this is `{}`", text.text);
    let number: String = digits.chars().skip_while(|c| !c.is_ascii_digit()).take_while(char::is_ascii_digit).collect();
    let example = if number.is_empty() { example } else { &number };
    let help = format!("write digits only, such as `{key}: {example}`");
    reader.report(Diagnostic::new(Code::WrongType, span, message).help(help));
    None
}

/// The diagnostic for a number out of range. `wants` describes the allowed numbers, such as "a number from 1 up".
pub(crate) fn out_of_range(number: Spanned<i64>, key: &str, wants: &str) -> Diagnostic {
    let message = format!("`{key}` needs {wants}, but this is {}", number.value);
    Diagnostic::new(Code::NumberRange, number.span, message)
}

/// An enum whose variants are words. Implemented by [`word_enum!`](crate::word_enum).
pub trait Words: Copy + 'static {
    /// Every variant.
    const ALL: &'static [Self];
    /// Every word with its meaning.
    const DOCS: &'static [(&'static str, &'static str)];
    /// The word.
    fn word(self) -> &'static str;
}

/// Reads one of the words of `T`.
pub fn read_word<T: Words>(node: Node<'_>, key: &str, reader: &mut Reader<'_>) -> Option<Spanned<T>>
where
    Spanned<T>: FromYaml,
{
    let span = node.span;
    let text = read_text::<Spanned<T>>(node, key, reader)?;
    if let Some(&value) = T::ALL.iter().find(|value| value.word() == text.text) {
        return Some(Spanned { value, span });
    }
    reader.report(unknown_word(&text, key, T::DOCS.iter().map(|&(word, _)| word)));
    None
}

/// The diagnostic for a text that is not one of `words`.
pub(crate) fn unknown_word<'w>(text: &Text, key: &str, words: impl Iterator<Item = &'w str> + Clone) -> Diagnostic {
    let message = format!("`{}` is not a value for `{key}`", text.text);
    let found = Diagnostic::new(Code::UnknownWord, text.span, message);
    match nearest(text, words.clone()) {
        Some(near) => {
            let certain = is_only_near(text, near, words);
            let found = found.because(format!("did you mean `{near}`?"));
            found.replace_if(certain, format!("write `{near}`"), text.span, near)
        }
        None => found.help(format!("write one of these: {}", words.collect::<Vec<_>>().join(", "))),
    }
}

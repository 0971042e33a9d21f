//! The plain types: text, words, numbers, dates. Each says in its own words what it wants.

use std::ops::Deref;

use jiff::civil::Date;

use super::{FromYaml, Node, Reader, Shape, line_of};
use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::source::Span;
use crate::yaml::Value;

/// A value and its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Where it is written.
    pub span: Span,
}

/// A text exactly as it is written: bare Yes, numbers and dates too. Reads as `str`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// Without quotes, escapes and blanks around it.
    pub text: String,
    /// With its quotes.
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

/// Reads the text of a `T`.
pub(crate) fn read_text<T: FromYaml>(node: Node<'_>, key: &str, reader: &mut Reader<'_>) -> Option<Text> {
    let Value::Scalar { text, .. } = node.value else {
        reader.not_a_text::<T>(key, &node);
        return None;
    };
    let trimmed = text.trim();
    let text = if trimmed.len() == text.len() { text.into_owned() } else { trimmed.to_owned() };
    Some(Text { text, span: node.span })
}

/// A short text that serves as a name: a tag, an outcome.
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

/// A text for which *empty* and *absent* differ.
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
        Shape::Text
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
        let message = format!("`{key}` wants `true` or `false`, and this is `{}`", reader.input.at(span).trim());
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
        let span = node.span;
        let text = read_text::<Self>(node, key, reader)?;
        // The minus of a word processor is meant as one.
        let digits = text.replace(['−', '–'], "-");
        if let Ok(value) = digits.strip_prefix('+').unwrap_or(&digits).parse() {
            return Some(Self { value, span });
        }
        let message = format!("`{key}` wants a whole number, and this is `{}`", text.text);
        let found = Diagnostic::new(Code::WrongType, span, message);
        let number: String =
            digits.chars().skip_while(|c| !c.is_ascii_digit()).take_while(char::is_ascii_digit).collect();
        let help = if number.is_empty() { "10" } else { &number };
        reader.report(found.help(format!("write digits only, such as `{key}: {help}`")));
        None
    }

    fn example() -> String {
        "2".to_owned()
    }

    fn shape() -> Shape {
        Shape::Whole
    }
}

impl FromYaml for Spanned<Date> {
    const WANTS: &'static str = "a date such as `2027-11-01`";
    const WANTS_MANY: &'static str = "a list of dates such as `2027-11-01`";

    fn from_yaml(node: Node<'_>, key: &str, reader: &mut Reader<'_>) -> Option<Self> {
        let span = node.span;
        let text = read_text::<Self>(node, key, reader)?;
        let shaped = text.len() == 10
            && text.bytes().enumerate().all(|(n, b)| match n {
                4 | 7 => b == b'-',
                _ => b.is_ascii_digit(),
            });
        if let (true, Ok(value)) = (shaped, text.parse::<Date>()) {
            return Some(Self { value, span });
        }
        reader.report(not_a_date(&text, key, shaped));
        None
    }

    fn example() -> String {
        "2027-11-01".to_owned()
    }

    fn shape() -> Shape {
        Shape::Date
    }
}

fn not_a_date(text: &Text, key: &str, shaped: bool) -> Diagnostic {
    if shaped {
        let message = format!("there is no day `{}`", text.text);
        return Diagnostic::new(Code::WrongDate, text.span, message).help("look at the month and the day again");
    }
    let message = format!("`{key}` wants a date as year-month-day, and this is `{}`", text.text);
    let found = Diagnostic::new(Code::WrongDate, text.span, message);
    match meant_date(text) {
        Some(date) => found.replace(format!("write `{date}`"), text.span, date.to_string()),
        None => found.help(format!("write the date like this: `{key}: 2027-11-01`")),
    }
}

/// The date that is certainly meant: parts missing a zero, dots, a time behind, month and day that cannot be swapped.
fn meant_date(text: &str) -> Option<Date> {
    let day = text.split(['T', ' ']).next()?;
    let parts: Vec<&str> = day.split(['-', '.', '/']).collect();
    let [a, b, c] = parts.as_slice() else { return None };
    let number = |part: &str| part.parse::<i16>().ok();
    let date =
        |year: i16, month: i16, day: i16| Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok();
    let (first, second, third) = (number(a)?, number(b)?, number(c)?);
    match (a.len(), c.len()) {
        (4, 1..=2) => date(first, second, third),
        (1..=2, 4) if day.contains('.') || first > 12 => date(third, second, first),
        (1..=2, 4) if second > 12 => date(third, first, second),
        _ => None,
    }
}

/// An enum of words. Made by [`words!`](crate::words).
pub trait Words: Copy + 'static {
    /// Every word.
    const ALL: &'static [Self];
    /// Every word with its meaning.
    const DOCS: &'static [(&'static str, &'static str)];
    /// How it is written.
    fn word(self) -> &'static str;
}

/// Reads one word of a list of words.
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

/// The finding that `text` is none of `words`.
pub(crate) fn unknown_word<'w>(text: &Text, key: &str, words: impl Iterator<Item = &'w str> + Clone) -> Diagnostic {
    let message = format!("`{}` is not a word for `{key}`", text.text);
    let found = Diagnostic::new(Code::UnknownWord, text.span, message);
    match nearest(text, words.clone()) {
        Some(near) => {
            found.because(format!("did you mean `{near}`?")).replace(format!("write `{near}`"), text.span, near)
        }
        None => found.help(format!("write one of these: {}", words.collect::<Vec<_>>().join(", "))),
    }
}

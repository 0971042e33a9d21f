//! Values of any type, for keys that a site declares itself. Their meaning is known only to the site's theme.

use std::collections::BTreeMap;

use super::{FromYaml, Node, Reader, Shape};
use crate::yaml::Value;

/// A value of any type.
#[derive(Clone, Debug, PartialEq)]
pub enum Any {
    /// An empty value, or one that could not be read.
    Nothing,
    /// `true` or `false`.
    Bool(bool),
    /// A whole number.
    Whole(i64),
    /// A number with decimal places.
    Decimal(f64),
    /// A text, without surrounding white space.
    Text(String),
    /// A list.
    List(Vec<Any>),
    /// Names with values.
    Group(BTreeMap<String, Any>),
}

impl FromYaml for Any {
    const WANTS: &'static str = "any value";
    const WANTS_MANY: &'static str = "a list of any values";

    fn from_yaml(node: Node<'_>, _key: &str, reader: &mut Reader<'_>) -> Option<Self> {
        Some(read(node, reader))
    }

    fn example() -> String {
        "…".to_owned()
    }

    fn shape() -> Shape {
        Shape::Any
    }
}

fn read(node: Node<'_>, reader: &mut Reader<'_>) -> Any {
    match node.value {
        Value::Null | Value::Broken => Any::Nothing,
        Value::Scalar { text, plain: true } => unquoted(text.trim()),
        Value::Scalar { text, plain: false } => Any::Text(text.trim().to_owned()),
        Value::List(items) => Any::List(items.into_iter().map(|item| read(item, reader)).collect()),
        Value::Map(entries) => {
            let mut group = BTreeMap::new();
            for entry in entries {
                if entry.key.is_empty() {
                    reader.no_key(&entry);
                } else {
                    group.insert(entry.key.trim().to_owned(), read(entry.value, reader));
                }
            }
            Any::Group(group)
        }
    }
}

/// The value of a text without quotes.
fn unquoted(text: &str) -> Any {
    match text {
        "null" | "~" => return Any::Nothing,
        "true" => return Any::Bool(true),
        "false" => return Any::Bool(false),
        _ => {}
    }
    let whole = || text.parse().ok().map(Any::Whole);
    let decimal = || text.parse().ok().map(Any::Decimal);
    let number = match text.strip_prefix('-').unwrap_or(text).split_once('.') {
        None => whole().filter(|_| is_whole(text.strip_prefix('-').unwrap_or(text))),
        Some((whole, places)) => decimal().filter(|_| is_whole(whole) && is_digits(places)),
    };
    number.unwrap_or_else(|| Any::Text(text.to_owned()))
}

/// Returns true for digits without a leading zero. Digits with one are a code, such as `0049`, and stay text, because a
/// number would lose the zero.
fn is_whole(text: &str) -> bool {
    is_digits(text) && (text == "0" || !text.starts_with('0'))
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_decimal_digits_are_numbers() {
        assert_eq!(["0", "12", "-3"].map(unquoted), [0, 12, -3].map(Any::Whole));
        assert_eq!(["4.5", "-0.25", "1.0"].map(unquoted), [4.5, -0.25, 1.0].map(Any::Decimal));
        assert_eq!(["true", "false"].map(unquoted), [true, false].map(Any::Bool));
        assert_eq!(["null", "~"].map(unquoted), [Any::Nothing, Any::Nothing]);
        let texts = ["0049", "12e3", "1_000", "0x1f", "+5", "1.", ".5", "1.2.3", "-", "yes", "No", "inf", "2026-11-01"];
        for text in texts.into_iter().chain(["99999999999999999999"]) {
            assert_eq!(unquoted(text), Any::Text(text.to_owned()));
        }
    }
}

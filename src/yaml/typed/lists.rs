//! Lists and maps. A single text is accepted as a list, and two common ways of failing to write a list are recognised.

use std::borrow::Cow;
use std::ops::Deref;

use super::{FromYaml, Input, Node, Reader, Shape, Text, line_of};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;
use crate::text::Slice;
use crate::yaml::Value;
use crate::yaml::traps::{Item, bullet_sign, items, more_items};

/// A list. A single text is read as a list of one.
impl<T: FromYaml> FromYaml for Vec<T> {
    const WANTS: &'static str = T::WANTS_MANY;
    const WANTS_MANY: &'static str = "a list of lists";

    fn from_yaml(node: Node<'_>, key: &str, reader: &mut Reader<'_>) -> Option<Self> {
        match node.value {
            Value::List(items) => {
                let mut list = Vec::new();
                for item in items {
                    let meant = paths_of_item::<T>(item, reader);
                    list.extend(meant.into_iter().filter_map(|item| read_item(item, key, reader)));
                }
                Some(list)
            }
            Value::Scalar { .. } if !matches!(T::shape(), Shape::Record { .. }) => {
                let split = comma_list::<T>(&node, key, reader);
                split.map_or_else(|| T::from_yaml(node, key, reader).map(|one| vec![one]), Some)
            }
            _ => {
                reader.wrong_type(key, Self::WANTS, &dashed::<T>(&node, key, reader.input), &node);
                None
            }
        }
    }

    fn absent() -> Option<Self> {
        Some(Self::new())
    }

    fn example() -> String {
        match T::shape() {
            Shape::Record { .. } | Shape::Text => format!("\n  - {}", T::example()),
            _ => format!("[{}]", T::example()),
        }
    }

    fn shape() -> Shape {
        Shape::List { of: Box::new(T::shape()), some: false }
    }
}

fn read_item<T: FromYaml>(item: Node<'_>, key: &str, reader: &mut Reader<'_>) -> Option<T> {
    if item.is_empty() {
        let message = format!("an item of `{key}` is empty");
        let help = "write something after the dash, or remove the line";
        reader.report(Diagnostic::new(Code::EmptyItem, item.span, message).help(help));
        return None;
    }
    T::from_yaml(item, key, reader)
}

/// The items that were meant by `- one.md, two.md`.
fn paths_of_item<'a, T: FromYaml>(item: Node<'a>, reader: &mut Reader<'_>) -> Vec<Node<'a>> {
    let Value::Scalar { text, plain: true } = &item.value else { return vec![item] };
    let is_path = |part: &str| part.split('#').next().is_some_and(|path| path.to_ascii_lowercase().ends_with(".md"));
    let paths: Vec<String> = text.split([',', ';']).map(|part| part.trim().to_owned()).collect();
    if T::shape() != Shape::Link || paths.len() < 2 || !paths.iter().all(|part| is_path(part) && !part.contains(' ')) {
        return vec![item];
    }
    let before = blanks_before(&item, reader.input);
    let found = Diagnostic::new(Code::YamlCommaList, item.span, "several paths are in one item of the list");
    reader.report(match before.trim() {
        "-" => {
            let cure = paths.join(&format!("\n{before}"));
            found.with_severity(crate::diagnostic::Severity::Error).replace(
                "write each on a line of its own",
                item.span,
                cure,
            )
        }
        _ => found.help("write each as an item of its own"),
    });
    let node = |path: String| Node { span: item.span, value: Value::Scalar { text: Cow::Owned(path), plain: true } };
    paths.into_iter().map(node).collect()
}

/// Explains how to turn a value into the list that is expected.
fn dashed<T: FromYaml>(node: &Node<'_>, key: &str, input: Input<'_>) -> String {
    match (&node.value, T::shape()) {
        (Value::Map(_), Shape::Record { .. }) => {
            let line = input.at(input.first_line(node.span)).to_owned();
            format!("begin each item with a dash: `- {line}`, and let its other keys begin below the first one")
        }
        _ => format!("write {}", line_of::<Vec<T>>(key)),
    }
}

/// Handles `tags: [gifts, food], phone`: for YAML a text that begins with a special character, for its author a list
/// that ended too early.
fn ended_early<T: FromYaml>(node: &Node<'_>, reader: &mut Reader<'_>) -> Option<Vec<String>> {
    if !matches!(T::shape(), Shape::Word | Shape::Link) {
        return None;
    }
    let list = more_items(reader.input.at(node.span))?;
    // The same bracket may have caused a YAML diagnostic, and one is enough.
    reader.found.retain(|found| found.code != Code::YamlFirstSign || found.span().start != node.span.start);
    let range = node.span.range();
    let mark = Span::new(node.span.file, range.start + list.early_end..range.end);
    let found = Diagnostic::new(Code::YamlBracket, mark, "the list ends here, and more items follow");
    reader.report(found.replace("move the bracket after the last item", node.span, list.text.clone()));
    let bare = |item: Item<'_>| item.text.trim_matches(['"', '\'']).to_owned();
    Some(items(list.text.slice(1..list.text.len() - 1)).into_iter().map(bare).collect())
}

/// Handles `tags: gifts, reviews`, and `tags:` followed by lines with `-gifts` or `gifts`: for YAML one text, for its
/// author a list.
fn comma_list<T: FromYaml>(node: &Node<'_>, key: &str, reader: &mut Reader<'_>) -> Option<Vec<T>> {
    let item = |text: &str| Value::Scalar { text: Cow::Owned(text.to_owned()), plain: true };
    if let Some(items) = ended_early::<T>(node, reader) {
        let nodes = items.iter().map(|text| Node { span: node.span, value: item(text) });
        return Some(nodes.filter_map(|node| T::from_yaml(node, key, reader)).collect());
    }
    let Value::Scalar { text, plain: true } = &node.value else { return None };
    let (at, written) = (reader.input.first_line(node.span), reader.input.at(node.span));
    let dash = text.strip_prefix('-').is_some_and(|rest| rest.starts_with(|c: char| c.is_alphabetic() || c == '"'));
    let items: Vec<&str> = if dash {
        let message = format!("an item of `{key}` begins with a dash and a space");
        let cure = written.split('\n').map(spaced_dash).collect::<Vec<_>>().join("\n");
        let found = Diagnostic::new(Code::YamlDash, at, message);
        reader.report(found.replace("put a space after each dash", node.span, cure));
        text.split(" -").map(|item| item.trim_start_matches('-').trim()).collect()
    } else if let Some(items) = without_dashes::<T>(node, reader.input) {
        let message = format!("each item of `{key}` begins with a dash and a space");
        let cure = items.join(&format!("\n{}- ", blanks_before(node, reader.input)));
        let found = Diagnostic::new(Code::YamlDash, at, message);
        reader.report(found.replace("put a dash and a space before each", node.span, format!("- {cure}")));
        items
    } else if let Some(list) = separated(text).filter(|_| matches!(T::shape(), Shape::Word | Shape::Link)) {
        let message = format!("`{key}` is one text {}, not a list", list.with);
        let found = Diagnostic::new(Code::YamlCommaList, at, message);
        let cure = format!("[{}]", list.items.join(", "));
        let help = if list.with == COMMAS { "put brackets around the list" } else { "write a list in brackets" };
        reader.report(found.replace_if(list.is_certain, help, node.span, cure));
        list.items
    } else {
        return None;
    };
    let nodes = items.into_iter().map(|text| Node { span: node.span, value: item(text) });
    Some(nodes.filter_map(|node| T::from_yaml(node, key, reader)).collect())
}

/// A text that was meant as a list.
#[derive(Debug)]
struct SeparatedList<'t> {
    items: Vec<&'t str>,
    /// What separates or encloses the items, as in "with commas".
    with: &'static str,
    is_certain: bool,
}

const COMMAS: &str = "with commas";

/// Splits `gifts, reviews`, `gifts; reviews`, `(gifts, reviews)` and `gifts / reviews` into items.
fn separated(text: &str) -> Option<SeparatedList<'_>> {
    let inner = text.strip_prefix('(').and_then(|rest| rest.strip_suffix(')'));
    let of = |separator: &str| -> Vec<&str> {
        let text = inner.unwrap_or(text);
        text.split(separator).map(str::trim).filter(|item| !item.is_empty()).collect()
    };
    let (separator, with, is_certain) = match text {
        _ if inner.is_some() => {
            (if text.contains(',') { "," } else { ";" }, "in parentheses", text.contains([',', ';']))
        }
        _ if text.contains(',') => (",", COMMAS, true),
        _ if text.contains(';') => (";", "with semicolons", true),
        // One name may contain the sign.
        _ if text.contains(" / ") => (" / ", "with slashes", false),
        _ if text.contains(" | ") => (" | ", "with bars", false),
        _ => return None,
    };
    let items = of(separator);
    (!items.is_empty()).then_some(SeparatedList { items, with, is_certain })
}

/// Returns the lines below the key if each is meant as an item. A word never spans several lines; a text may, unless
/// each line is a question.
fn without_dashes<'a, T: FromYaml>(node: &Node<'_>, input: Input<'a>) -> Option<Vec<&'a str>> {
    let written: Vec<&str> = input.at(node.span).lines().map(str::trim).collect();
    // `• one` or `1. one` is an item too.
    let signs: Vec<&str> = written.iter().filter_map(|line| bullet_sign(line)).collect();
    let is_marked = signs.len() == written.len() && written.len() > 1;
    let lines: Vec<&str> = match is_marked {
        true => written.iter().zip(&signs).map(|(line, sign)| line.slice(sign.len()..).trim_start()).collect(),
        false => written,
    };
    let is_item = |line: &&str| match T::shape() {
        Shape::Word | Shape::Link => true,
        Shape::Text => is_marked || line.ends_with('?'),
        _ => false,
    };
    let below = blanks_before(node, input).trim().is_empty();
    (below && lines.len() > 1 && lines.iter().all(is_item)).then_some(lines)
}

/// The part of the value's first line that precedes the value.
fn blanks_before<'a>(node: &Node<'_>, input: Input<'a>) -> &'a str {
    let before = input.text.get(..node.span.range().start).unwrap_or_default();
    before.rsplit('\n').next().unwrap_or_default()
}

/// The line with a space after its dash.
fn spaced_dash(line: &str) -> String {
    let (blanks, item) = line.split_at(line.len() - line.trim_start().len());
    match item.strip_prefix('-') {
        Some(rest) if !rest.starts_with(' ') => format!("{blanks}- {rest}"),
        _ => line.to_owned(),
    }
}

/// A required list with at least one item. Dereferences to a slice.
#[derive(Clone, Debug, PartialEq)]
pub struct AtLeastOne<T>(pub Vec<T>);

impl<T> Deref for AtLeastOne<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.0
    }
}

impl<T: FromYaml> FromYaml for AtLeastOne<T> {
    const WANTS: &'static str = T::WANTS_MANY;
    const WANTS_MANY: &'static str = "a list of lists";

    fn from_yaml(node: Node<'_>, key: &str, reader: &mut Reader<'_>) -> Option<Self> {
        if matches!(&node.value, Value::List(items) if items.is_empty()) {
            let message = format!("`{key}` is an empty list");
            let help = format!("write {}", line_of::<Self>(key));
            reader.report(Diagnostic::new(Code::EmptyValue, node.span, message).help(help));
            return None;
        }
        Vec::from_yaml(node, key, reader).map(Self)
    }

    fn stand_in(_at: Span) -> Option<Self> {
        Some(Self(Vec::new()))
    }

    fn example() -> String {
        Vec::<T>::example()
    }

    fn shape() -> Shape {
        Shape::List { of: Box::new(T::shape()), some: true }
    }
}

/// Keys chosen by the author, with values of one type, in the order of the file.
#[derive(Clone, Debug, PartialEq)]
pub struct Map<T> {
    /// The keys and their values.
    pub entries: Vec<(Text, T)>,
}

impl<T> Default for Map<T> {
    fn default() -> Self {
        Self { entries: Vec::new() }
    }
}

impl<T: FromYaml> FromYaml for Map<T> {
    const WANTS: &'static str = "names, each on a line of its own, with a colon and a value";
    const WANTS_MANY: &'static str = "a list of such groups";

    fn from_yaml(node: Node<'_>, key: &str, reader: &mut Reader<'_>) -> Option<Self> {
        let Value::Map(entries) = node.value else {
            reader.wrong_type(key, Self::WANTS, &format!("write {}", line_of::<Self>(key)), &node);
            return None;
        };
        let mut map = Self::default();
        for entry in entries {
            if entry.key.is_empty() {
                reader.no_key(&entry);
                continue;
            }
            let name = Text { text: entry.key.trim().to_owned(), span: entry.key_span };
            if entry.value.is_empty() && !T::KEEPS_EMPTY {
                let message = format!("`{name}` has no value", name = name.text);
                let help = format!("write {}, or remove the line", line_of::<T>(&name));
                reader.report(Diagnostic::new(Code::EmptyValue, entry.key_span, message).help(help));
                continue;
            }
            if let Some(value) = T::from_yaml(entry.value, &name, reader) {
                map.entries.push((name, value));
            }
        }
        Some(map)
    }

    fn absent() -> Option<Self> {
        Some(Self::default())
    }

    fn example() -> String {
        format!("\n  name: {}", T::example())
    }

    fn shape() -> Shape {
        Shape::Map(Box::new(T::shape()))
    }
}

//! The keys of a record: taken one by one by the types that want them, what is left is reported.

use super::{FromYaml, Input, Node, Reader, Shape};
use crate::diagnostic::{Code, Diagnostic, Severity, nearest};
use crate::source::Span;
use crate::yaml::{Entry, Value};

/// One key of a record, for JSON Schema.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// The key.
    pub key: &'static str,
    /// What it is for, in Markdown; lines as in the source, with a blank at the beginning of each.
    pub doc: &'static str,
    /// Whether it must be there.
    pub required: bool,
    /// What it wants.
    pub shape: Shape,
}

/// A struct whose fields are keys. Made by [`record!`](crate::record).
pub trait Record: Sized {
    /// What it describes, without an article: `step`.
    const NOUN: &'static str;
    /// Its keys.
    const KEYS: &'static [&'static str];
    /// The description of its keys.
    fn fields() -> Vec<Field>;
    /// Takes its keys out of `fields` and leaves the others.
    fn take(fields: &mut Fields<'_>, reader: &mut Reader<'_>) -> Option<Self>;
}

/// Keys with values that wait to be taken.
#[derive(Debug)]
pub struct Fields<'a> {
    /// From the first key to the last value.
    pub span: Span,
    noun: &'static str,
    entries: Vec<Option<Entry<'a>>>,
}

impl<'a> Fields<'a> {
    /// The keys of `node`, which describes a `noun`; `None` if it has none, which is reported as a mistake of `key`.
    pub fn open(node: Node<'a>, noun: &'static str, key: &str, reader: &mut Reader<'_>) -> Option<Self> {
        match node.value {
            Value::Map(entries) => {
                let entries = entries.into_iter().map(Some).collect();
                Some(Self { span: node.span, noun, entries })
            }
            _ => {
                reader.wrong_type(key, &format!("the keys of a {noun}"), &node);
                None
            }
        }
    }

    /// Whether `key` is still there.
    #[must_use]
    pub fn has(&self, key: &str) -> bool {
        self.entries.iter().flatten().any(|entry| entry.key == key)
    }

    /// Reads and removes the value of `key`; reports it where it must be there and is not.
    pub fn take<T: FromYaml>(&mut self, key: &'static str, reader: &mut Reader<'_>) -> Option<T> {
        let slot = self.entries.iter_mut().find(|slot| slot.as_ref().is_some_and(|entry| entry.key == key));
        let Some(entry) = slot.and_then(Option::take) else {
            return T::absent().or_else(|| self.missing(key, reader));
        };
        if entry.value.is_empty() && !T::KEEPS_EMPTY {
            return self.empty(key, &entry, reader);
        }
        let at = entry.value.span;
        T::from_yaml(entry.value, key, reader).or_else(T::absent).or_else(|| T::stand_in(at))
    }

    fn missing<T: FromYaml>(&self, key: &str, reader: &mut Reader<'_>) -> Option<T> {
        let at = first_key(reader.input, self.span);
        let message = format!("this {} has no `{key}`, and needs one", self.noun);
        let help = format!("add a line `{key}: …` with {}", T::WANTS);
        reader.report(Diagnostic::new(Code::MissingKey, at, message).help(help));
        T::stand_in(at)
    }

    fn empty<T: FromYaml>(&self, key: &str, entry: &Entry<'_>, reader: &mut Reader<'_>) -> Option<T> {
        let optional = T::absent();
        let message = format!("`{key}` has no value");
        let found = Diagnostic::new(Code::EmptyValue, entry.key_span, message);
        reader.report(if optional.is_some() {
            found.with_severity(Severity::Warning).help(format!("write {}, or remove the line", T::WANTS))
        } else {
            found.help(format!("write {} after the colon: every {} needs it", T::WANTS, self.noun))
        });
        optional.or_else(|| T::stand_in(entry.key_span))
    }

    /// Reports every key that nobody took. `known` gives the keys that could stand here; `elsewhere` says where a key
    /// belongs that is at home in another kind of file.
    pub fn finish(
        self,
        known: impl Fn() -> Vec<&'static str>,
        elsewhere: impl Fn(&str) -> Option<String>,
        reader: &mut Reader<'_>,
    ) {
        for entry in self.entries.into_iter().flatten().filter(|entry| !entry.key.is_empty()) {
            reader.report(unknown(&entry, self.noun, &known(), elsewhere(&entry.key)));
        }
    }
}

/// The first line of a record: where a missing key is reported.
fn first_key(input: Input<'_>, span: Span) -> Span {
    let line = input.first_line(span);
    let key = input.at(line).split(':').next().unwrap_or_default();
    Span::new(line.file, line.range().start..line.range().start + key.len())
}

/// What other programs call our keys.
const FOREIGN: &[(&str, &str)] = &[
    ("description", "summary"),
    ("subtitle", "summary"),
    ("author", "owner"),
    ("name", "title"),
    ("keywords", "tags"),
    ("categories", "tags"),
    ("category", "tags"),
    ("permalink", "slug"),
    ("url", "slug"),
    ("lastmod", "updated"),
    ("modified", "updated"),
    ("language", "lang"),
    ("lang", "language"),
    ("redirect_from", "aliases"),
    ("order", "weight"),
    ("position", "weight"),
    ("published", "draft"),
];

fn unknown(entry: &Entry<'_>, noun: &str, known: &[&str], elsewhere: Option<String>) -> Diagnostic {
    let (key, span) = (entry.key.as_ref(), entry.key_span);
    let found = Diagnostic::new(Code::UnknownKey, span, format!("`{key}` is not a key of a {noun}"));
    let foreign = FOREIGN.iter().find(|(theirs, ours)| *theirs == key && known.contains(ours));
    if let Some((_, ours)) = foreign {
        return found.because(format!("here it is called `{ours}`")).replace(format!("write `{ours}`"), span, *ours);
    }
    if let Some(place) = elsewhere {
        return found.because(place).help("remove the line, or move the file to that folder");
    }
    let plain = key.trim_start_matches('-').trim().replace('_', "-");
    match nearest(&plain, known.iter().copied()) {
        Some(near) => found.because(format!("did you mean `{near}`?")).replace(format!("write `{near}`"), span, near),
        None => found.help(format!("a {noun} has these keys: {}", known.join(", "))),
    }
}

/// Reads a record that stands as a value of its own.
pub fn read_record<T: Record>(node: Node<'_>, key: &str, reader: &mut Reader<'_>) -> Option<T> {
    let mut fields = Fields::open(node, T::NOUN, key, reader)?;
    let record = T::take(&mut fields, reader);
    fields.finish(|| T::KEYS.to_vec(), |_| None, reader);
    record
}

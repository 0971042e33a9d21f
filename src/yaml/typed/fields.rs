//! The keys of a record. Each is taken by the field that needs it; those that are left over are reported.

use super::{FromYaml, Input, Node, Reader, Shape, line_of};
use crate::diagnostic::{Code, Diagnostic, Severity, is_only_near, nearest};
use crate::source::Span;
use crate::yaml::{Entry, Value};

/// One key of a record, for JSON Schema.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// The key.
    pub key: &'static str,
    /// The description, in Markdown. Its lines are those of the source, each with a leading space.
    pub doc: &'static str,
    /// True if the key is required.
    pub required: bool,
    /// The shape of the value.
    pub shape: Shape,
    /// The form of the values, if the shape does not fully describe them.
    pub form: Option<Form>,
    /// An example value. If it has to be written below the key, it begins with a line break.
    pub example: String,
}

/// The form of values, if a key allows less than its type. The code that reads the key checks it; editors use this
/// description.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Text that matches a regular expression. Only syntax that JavaScript and others share is used.
    Pattern {
        /// The expression.
        matches: &'static str,
        /// The expected value, as a continuation of "write".
        wants: &'static str,
    },
    /// A number that is not less than this one.
    AtLeast(i64),
    /// One of the outcomes listed in `casebook.yaml`.
    Outcome,
    /// A few sentences rather than a few words.
    Long,
}

impl Field {
    /// The first paragraph of the description, on one line: what the key is for.
    #[must_use]
    pub fn about(&self) -> String {
        self.part(0)
    }

    /// The second paragraph of the description, on one line; empty if there is none.
    #[must_use]
    pub fn more(&self) -> String {
        self.part(1)
    }

    fn part(&self, number: usize) -> String {
        let lines: Vec<&str> = self.doc.lines().map(str::trim).collect();
        let parts = lines.split(|line| line.is_empty()).filter(|part| !part.is_empty());
        parts.map(|part| part.join(" ")).nth(number).unwrap_or_default()
    }
}

/// The noun for a record, with its article: `a` `step`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Noun {
    /// `a`, `an` or `the`.
    pub article: &'static str,
    /// The noun.
    pub word: &'static str,
}

/// A struct whose fields are keys. Implemented by [`record!`](crate::record).
pub trait Record: Sized {
    /// The noun for the record.
    const NOUN: Noun;
    /// The keys.
    const KEYS: &'static [&'static str];
    /// The descriptions of the keys.
    fn fields() -> Vec<Field>;
    /// Takes the record's keys out of `fields` and leaves the others.
    fn take(fields: &mut Fields<'_>, reader: &mut Reader<'_>) -> Option<Self>;
}

/// Keys with values that have not yet been taken.
#[derive(Debug)]
pub struct Fields<'a> {
    /// The span from the first key to the last value.
    pub span: Span,
    noun: Noun,
    entries: Vec<Option<Entry<'a>>>,
    taken: Vec<&'static str>,
}

impl<'a> Fields<'a> {
    /// Opens the keys of `node`, which describes a `noun`. If it has none, that is reported as a mistake of `key`.
    pub fn open(node: Node<'a>, noun: Noun, key: &str, reader: &mut Reader<'_>) -> Option<Self> {
        let Value::Map(entries) = node.value else {
            reader.wrong_type(key, &format!("the keys of {} {}", noun.article, noun.word), "", &node);
            return None;
        };
        Some(Self { span: node.span, noun, entries: entries.into_iter().map(Some).collect(), taken: Vec::new() })
    }

    /// Returns true if `key`, or a misspelling of it, has not yet been taken.
    #[must_use]
    pub fn has(&self, key: &str) -> bool {
        self.entries.iter().flatten().any(|entry| entry.key == key || meant(&entry.key, &[key]).is_some())
    }

    /// Reads and removes the value of `key`. Reports a required key that is missing.
    pub fn take<T: FromYaml>(&mut self, key: &'static str, reader: &mut Reader<'_>) -> Option<T> {
        let slot = self.entries.iter_mut().find(|slot| slot.as_ref().is_some_and(|entry| entry.key == key));
        let Some(entry) = slot.and_then(Option::take) else {
            return T::absent().or_else(|| self.missing(key, reader));
        };
        self.taken.push(key);
        if entry.value.is_empty() && !T::KEEPS_EMPTY {
            return self.empty(key, &entry, reader);
        }
        let at = entry.value.span;
        T::from_yaml(entry.value, key, reader).or_else(T::absent).or_else(|| T::stand_in(at))
    }

    fn missing<T: FromYaml>(&self, key: &str, reader: &mut Reader<'_>) -> Option<T> {
        let at = first_key(reader.input, self.span);
        // A misspelt key is reported as such, and that is enough.
        if !self.has(key) {
            let message = format!("this {} has no `{key}`, and needs one", self.noun.word);
            let help = format!("add {}", line_of::<T>(key));
            reader.report(Diagnostic::new(Code::MissingKey, at, message).help(help));
        }
        T::stand_in(at)
    }

    fn empty<T: FromYaml>(&self, key: &str, entry: &Entry<'_>, reader: &mut Reader<'_>) -> Option<T> {
        let optional = T::absent();
        if explain_by_hash::<T>(entry, reader) {
            return optional.or_else(|| T::stand_in(entry.key_span));
        }
        let found = Diagnostic::new(Code::EmptyValue, entry.key_span, format!("`{key}` has no value"));
        let line = line_of::<T>(key);
        reader.report(if optional.is_some() {
            found.with_severity(Severity::Warning).help(format!("write {line}, or remove the line"))
        } else {
            let Noun { article, word } = self.noun;
            found.help(format!("write {line}: {article} {word} needs it"))
        });
        optional.or_else(|| T::stand_in(entry.key_span))
    }

    /// Reports every key that was not taken. `known` returns the keys that are allowed here. `elsewhere` explains where
    /// a key belongs that is allowed only in another kind of file.
    pub fn finish(
        self,
        known: impl Fn() -> Vec<&'static str>,
        elsewhere: impl Fn(&str) -> Option<String>,
        reader: &mut Reader<'_>,
    ) {
        for entry in self.entries.into_iter().flatten() {
            if entry.key.is_empty() {
                reader.no_key(&entry);
            } else {
                let found = unknown(&entry, self.noun, &known(), elsewhere(&entry.key));
                let again = meant(&entry.key, &known()).filter(|near| self.taken.contains(near));
                reader.report(match again {
                    Some(near) => twice(&entry, found, near),
                    None => found,
                });
            }
        }
    }
}

/// Returns true if a value is missing because a `#` turned it into a comment, which has been reported. A required value
/// makes an error of that finding, and the items of a list are suggested without the `#`.
fn explain_by_hash<T: FromYaml>(entry: &Entry<'_>, reader: &mut Reader<'_>) -> bool {
    let input = reader.input;
    let directly = |found: &&mut Diagnostic| {
        let between = entry.key_span.range().end..found.span().range().start;
        found.code == Code::YamlHash
            && input.text.get(between).is_some_and(|text| !text.contains('\n') && text.trim() == ":")
    };
    let behind = input.text.get(entry.key_span.range().end..).and_then(|text| text.lines().next());
    if !behind.is_some_and(|line| line.contains('#')) {
        return false;
    }
    let Some(found) = reader.found.iter_mut().find(directly) else { return false };
    if T::absent().is_none() {
        found.severity = Severity::Error;
    }
    let words: Vec<&str> = input.at(found.span()).split_whitespace().map(|word| word.trim_end_matches(',')).collect();
    let tags: Option<Vec<&str>> = words.iter().map(|word| word.strip_prefix('#')).collect();
    if let (Shape::List { .. }, Some(tags)) = (T::shape(), tags) {
        let list = format!("[{}]", tags.join(", "));
        let span = found.span();
        let message = Diagnostic::new(found.code, span, found.message.clone()).with_severity(found.severity);
        *found = message.because("this is lost").replace(format!("write `{}: {list}`", entry.key), span, list);
    }
    true
}

/// The key on the first line of a record, where a missing key is reported.
fn first_key(input: Input<'_>, span: Span) -> Span {
    let line = input.first_line(span);
    let key = input.at(line).split(':').next().unwrap_or_default();
    Span::new(line.file, line.range().start..line.range().start + key.len())
}

/// Names that other programs use for our keys.
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
];

/// The key among `known` that is meant: certainly for another program's name, probably for a misspelling.
fn meant<'k>(key: &str, known: &[&'k str]) -> Option<&'k str> {
    let foreign = FOREIGN.iter().find(|(theirs, ours)| *theirs == key && known.contains(ours));
    if let Some((_, ours)) = foreign {
        return known.iter().copied().find(|name| name == ours);
    }
    nearest(&plain(key), known.iter().copied())
}

fn plain(key: &str) -> String {
    key.trim_start_matches('-').trim().replace(['_', ' '], "-")
}

/// Returns true if a key can only mean `near`: it is another program's name for it, or no other key is as near.
fn is_certain(key: &str, near: &str, known: &[&str]) -> bool {
    FOREIGN.contains(&(key, near)) || is_only_near(&plain(key), near, known.iter().copied())
}

fn unknown(entry: &Entry<'_>, noun: Noun, known: &[&str], elsewhere: Option<String>) -> Diagnostic {
    let (key, span, Noun { article, word }) = (entry.key.as_ref(), entry.key_span, noun);
    let found = Diagnostic::new(Code::UnknownKey, span, format!("`{key}` is not a key of {article} {word}"));
    if let Some(hint) = elsewhere {
        return found.because(hint).help("remove the line, or move the file to that folder");
    }
    match meant(key, known) {
        Some(near) => {
            let certain = is_certain(key, near, known);
            found.because(format!("did you mean `{near}`?")).replace_if(certain, format!("write `{near}`"), span, near)
        }
        None => found.help(format!("these keys can stand here: {}", known.join(", "))),
    }
}

/// A misspelt key next to the correct one. Renaming it would only repeat the key.
fn twice(entry: &Entry<'_>, found: Diagnostic, near: &str) -> Diagnostic {
    let Diagnostic { code, message, .. } = found;
    let found = Diagnostic::new(code, entry.key_span, message);
    found.because(format!("did you mean `{near}`? it stands here already")).help("keep one of the two lines")
}

/// Reads a record that is the value of a key.
pub fn read_record<T: Record>(node: Node<'_>, key: &str, reader: &mut Reader<'_>) -> Option<T> {
    if let Value::Map(_) = node.value {
        let mut fields = Fields::open(node, T::NOUN, key, reader)?;
        let record = T::take(&mut fields, reader);
        fields.finish(|| T::KEYS.to_vec(), |_| None, reader);
        return record;
    }
    let Noun { article, word } = T::NOUN;
    // Nouns with `the` are plural: the limits, the settings.
    let (wants, are) = match article {
        "the" => ("keys of its own".to_owned(), "are"),
        _ => (format!("the keys of {article} {word}"), "is"),
    };
    let help = format!("{article} {word} {are} written with these keys: {}", T::KEYS.join(", "));
    reader.wrong_type(key, &wants, &help, &node);
    None
}

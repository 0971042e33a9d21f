//! The keys of a record: taken one by one by the types that want them, what is left is reported.

use super::{FromYaml, Input, Node, Reader, Shape, line_of};
use crate::diagnostic::{Code, Diagnostic, Severity, is_only_near, nearest};
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
    /// What its values look like, where the shape alone does not say.
    pub form: Option<Form>,
    /// An example of its value; what stands below the key begins with a line end.
    pub example: String,
}

/// What values look like, where their type takes more than the key does. Who reads the key checks it; editors learn it
/// from here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Text that a regular expression matches, in what JavaScript and others share.
    Pattern {
        /// The expression.
        matches: &'static str,
        /// What it wants, in words that go on after "write".
        wants: &'static str,
    },
    /// A number from this one up.
    AtLeast(i64),
    /// One of the outcomes that the site names in `casebook.yaml`.
    Outcome,
    /// Some sentences, rather than a few words.
    Long,
}

impl Field {
    /// What the key is for: the first part of its description, in one line.
    #[must_use]
    pub fn about(&self) -> String {
        self.part(0)
    }

    /// What else there is to say: the second part of its description, in one line; empty where there is none.
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

/// What a record describes, with its article: `a` `step`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Noun {
    /// `a`, `an` or `the`.
    pub article: &'static str,
    /// The word.
    pub word: &'static str,
}

/// A struct whose fields are keys. Made by [`record!`](crate::record).
pub trait Record: Sized {
    /// What it describes.
    const NOUN: Noun;
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
    noun: Noun,
    entries: Vec<Option<Entry<'a>>>,
    taken: Vec<&'static str>,
}

impl<'a> Fields<'a> {
    /// The keys of `node`, which describes a `noun`; `None` if it has none, which is reported as a mistake of `key`.
    pub fn open(node: Node<'a>, noun: Noun, key: &str, reader: &mut Reader<'_>) -> Option<Self> {
        let Value::Map(entries) = node.value else {
            reader.wrong_type(key, &format!("the keys of {} {}", noun.article, noun.word), "", &node);
            return None;
        };
        Some(Self { span: node.span, noun, entries: entries.into_iter().map(Some).collect(), taken: Vec::new() })
    }

    /// Whether `key` waits to be taken, or one that is probably meant to be it.
    #[must_use]
    pub fn has(&self, key: &str) -> bool {
        self.entries.iter().flatten().any(|entry| entry.key == key || meant(&entry.key, &[key]).is_some())
    }

    /// Reads and removes the value of `key`; reports it where it must be there and is not.
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

    /// Reports every key that nobody took. `known` gives the keys that could stand here; `elsewhere` says where a key
    /// belongs that is at home in another kind of file.
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

/// The key in the first line of a record: where a missing one is reported.
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
];

/// The key among `known` that is certainly meant by a foreign one, or probably by a misspelt one.
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

/// Whether a key can only mean `near`: it is what another program calls it, or nothing else is as near.
fn is_certain(key: &str, near: &str, known: &[&str]) -> bool {
    FOREIGN.contains(&(key, near)) || is_only_near(&plain(key), near, known.iter().copied())
}

fn unknown(entry: &Entry<'_>, noun: Noun, known: &[&str], elsewhere: Option<String>) -> Diagnostic {
    let (key, span, Noun { article, word }) = (entry.key.as_ref(), entry.key_span, noun);
    let found = Diagnostic::new(Code::UnknownKey, span, format!("`{key}` is not a key of {article} {word}"));
    if let Some(place) = elsewhere {
        return found.because(place).help("remove the line, or move the file to that folder");
    }
    match meant(key, known) {
        Some(near) => {
            let certain = is_certain(key, near, known);
            found.because(format!("did you mean `{near}`?")).replace_if(certain, format!("write `{near}`"), span, near)
        }
        None => found.help(format!("these keys can stand here: {}", known.join(", "))),
    }
}

/// A misspelt key beside the right one: renamed it would stand there twice.
fn twice(entry: &Entry<'_>, found: Diagnostic, near: &str) -> Diagnostic {
    let Diagnostic { code, message, .. } = found;
    let found = Diagnostic::new(code, entry.key_span, message);
    found.because(format!("did you mean `{near}`? it stands here already")).help("keep one of the two lines")
}

/// Reads a record that stands as a value of its own.
pub fn read_record<T: Record>(node: Node<'_>, key: &str, reader: &mut Reader<'_>) -> Option<T> {
    if let Value::Map(_) = node.value {
        let mut fields = Fields::open(node, T::NOUN, key, reader)?;
        let record = T::take(&mut fields, reader);
        fields.finish(|| T::KEYS.to_vec(), |_| None, reader);
        return record;
    }
    let Noun { article, word } = T::NOUN;
    // Those with `the` are many: the limits, the settings.
    let (wants, are) = match article {
        "the" => ("keys of its own".to_owned(), "are"),
        _ => (format!("the keys of {article} {word}"), "is"),
    };
    let help = format!("{article} {word} {are} written with these keys: {}", T::KEYS.join(", "));
    reader.wrong_type(key, &wants, &help, &node);
    None
}

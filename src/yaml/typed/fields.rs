//! The keys of a record. Each is taken by the field that needs it; those that are left over are reported.

use super::{FromYaml, Input, Node, Reader, Shape, line_of};
use crate::diagnostic::{Code, Diagnostic, Severity, is_only_near, nearest};
use crate::source::Span;
use crate::text::Slice;
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

/// Advice on a key that is not allowed in a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Hint {
    /// There is none.
    None,
    /// Where the key belongs: it is allowed only in another kind of file.
    Elsewhere(String),
    /// A help for a key that resembles none of the allowed ones.
    IfUnlike(String),
}

/// Keys with values that have not yet been taken.
#[derive(Debug)]
pub struct Fields<'a> {
    /// The span from the first key to the last value.
    pub span: Span,
    noun: Noun,
    entries: Vec<Option<Entry<'a>>>,
    taken: Vec<&'a str>,
    /// The keys that are allowed here, if they are known in advance.
    known: Vec<&'a str>,
}

impl<'a> Fields<'a> {
    /// Opens the keys of `node`, which describes a `noun`. If it has none, that is reported as a mistake of `key`.
    pub fn open(node: Node<'a>, noun: Noun, key: &str, reader: &mut Reader<'_>) -> Option<Self> {
        let Value::Map(entries) = node.value else {
            reader.wrong_type(key, &format!("the keys of {} {}", noun.article, noun.word), "", &node);
            return None;
        };
        Some(Self {
            span: node.span,
            noun,
            entries: entries.into_iter().map(Some).collect(),
            taken: Vec::new(),
            known: Vec::new(),
        })
    }

    /// Sets the keys that are allowed here. Other keys below an empty group are then taken for its own.
    #[must_use]
    pub fn knowing(self, known: Vec<&'a str>) -> Self {
        Self { known, ..self }
    }

    /// Returns true if `key`, or a misspelling of it, has not yet been taken.
    #[must_use]
    pub fn has(&self, key: &str) -> bool {
        self.entries.iter().flatten().any(|entry| entry.key == key || meant(&entry.key, &[key]).is_some())
    }

    /// Reads and removes the value of `key`. Reports a required key that is missing.
    pub fn take<T: FromYaml>(&mut self, key: &'a str, reader: &mut Reader<'_>) -> Option<T> {
        let at = self.entries.iter().position(|slot| slot.as_ref().is_some_and(|entry| entry.key == key));
        let Some((at, mut entry)) = at.and_then(|at| Some((at, self.entries[at].take()?))) else {
            return T::absent().or_else(|| self.missing(key, reader));
        };
        self.taken.push(key);
        if entry.value.is_empty()
            && let Some(value) = self.unindented::<T>(at, key, reader)
        {
            entry.value = value;
        }
        // Other programs write `null` and `~` for nothing. Where a text is required, it is hardly meant.
        let is_null =
            matches!(&entry.value.value, Value::Scalar { text, plain: true } if matches!(text.trim(), "null" | "~"));
        if (entry.value.is_empty() || is_null && T::absent().is_none()) && !T::KEEPS_EMPTY {
            return self.empty(key, &entry, reader);
        }
        let at = entry.value.span;
        T::from_yaml(entry.value, key, reader).or_else(T::absent).or_else(|| T::stand_in(at))
    }

    /// The keys that belong to the empty group with number `at` but begin in its own column. They are reported and
    /// taken.
    fn unindented<T: FromYaml>(&mut self, at: usize, key: &str, reader: &mut Reader<'_>) -> Option<Node<'a>> {
        let shape = T::shape();
        let belongs = |entry: &Entry<'_>| match &shape {
            Shape::Record { fields, .. } => fields.iter().any(|field| field.key == entry.key),
            Shape::Map(_) => !self.known.is_empty() && meant(&entry.key, &self.known).is_none(),
            _ => false,
        };
        // A value that is repeated from elsewhere, or a map on one line, is not moved.
        let mut end = 0;
        let mut follows = |entry: &Entry<'_>| {
            let (key, value) = (entry.key_span.range(), entry.value.span.range());
            let in_order = end <= key.start && key.end <= value.start;
            end = value.end.max(key.end);
            in_order
        };
        let below = self.entries.iter().skip(at + 1);
        let count =
            below.take_while(|slot| slot.as_ref().is_some_and(|entry| belongs(entry) && follows(entry))).count();
        let children: Vec<Entry<'a>> =
            self.entries.iter_mut().skip(at + 1).take(count).filter_map(Option::take).collect();
        let (first, last) = (children.first()?, children.last()?);
        let start = first.key_span.range().start;
        let start = reader.input.text.get(..start)?.rfind('\n').map_or(0, |newline| newline + 1);
        let span = Span::new(first.key_span.file, start..last.value.span.range().end.max(last.key_span.range().end));
        let moved = reader.input.at(span).split('\n').map(|line| match line.trim() {
            "" => line.to_owned(),
            _ => format!("  {line}"),
        });
        let moved = moved.collect::<Vec<_>>().join("\n");
        let message = match count {
            1 => format!("this line belongs to `{key}`, and must begin further in"),
            _ => format!("these {count} keys belong to `{key}`, and must begin further in"),
        };
        let help = if count == 1 { "put two spaces before it" } else { "put two spaces before each line" };
        let found = Diagnostic::new(Code::YamlIndent, first.key_span, message);
        reader.report(found.replace(help, span, moved));
        Some(Node { span, value: Value::Map(children) })
    }

    fn missing<T: FromYaml>(&self, key: &str, reader: &mut Reader<'_>) -> Option<T> {
        let at = first_key(reader.input, self.span);
        // A misspelt key is reported as such, and that is enough.
        if !self.has(key) {
            let message = format!("this {} has no `{key}`, which it needs", self.noun.word);
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

    /// Reports every key that was not taken. `known` returns the keys that are allowed here. `hint` returns what else is
    /// known about a key.
    pub fn finish<'k>(self, known: impl Fn() -> Vec<&'k str>, hint: impl Fn(&str) -> Hint, reader: &mut Reader<'_>) {
        let Self { noun, entries, taken, .. } = self;
        for entry in entries.into_iter().flatten() {
            if entry.key.is_empty() {
                reader.no_key(&entry);
            } else {
                let found = unknown(&entry, noun, &known(), hint(&entry.key));
                let again = meant(&entry.key, &known()).filter(|near| taken.contains(near));
                reader.report(match again {
                    Some(near) => twice(&entry, found, near),
                    None if entry.key == "status" && known().contains(&"draft") => {
                        status(&entry, found, taken.contains(&"draft"))
                    }
                    None if entry.key == "published" && known().contains(&"draft") => {
                        published(&entry, found, taken.contains(&"draft"), reader.input)
                    }
                    None => found,
                });
            }
        }
    }
}

/// Advises on `published`, which other programs use for the opposite of `draft`. `is_taken` is true if there is a
/// `draft` too.
fn published(entry: &Entry<'_>, found: Diagnostic, is_taken: bool, input: Input<'_>) -> Diagnostic {
    let Value::Scalar { text, .. } = &entry.value.value else { return found };
    let bare = Diagnostic { help: Vec::new(), ..found.clone() };
    let whole = Span { end: entry.value.span.end, ..entry.key_span };
    match text.trim().to_lowercase().as_str() {
        "false" | "no" if is_taken => bare.help("remove the line: `draft` says if the page is published"),
        "false" | "no" => bare.replace("write `draft: true`", whole, "draft: true"),
        "true" | "yes" => {
            let help = "remove the line: pages without `draft: true` are published";
            match line_of_its_own(whole, input) {
                Some(line) => bare.replace(help, line, ""),
                None => bare.help(help),
            }
        }
        _ => found,
    }
}

/// Advises on `status: draft`.
fn status(entry: &Entry<'_>, found: Diagnostic, is_taken: bool) -> Diagnostic {
    let whole = Span { end: entry.value.span.end, ..entry.key_span };
    let bare = Diagnostic { help: Vec::new(), ..found.clone() };
    match &entry.value.value {
        Value::Scalar { text, .. } if text.trim().eq_ignore_ascii_case("draft") => match is_taken {
            true => bare.help("remove the line: `draft` says if the page is published"),
            false => bare.replace("write `draft: true`", whole, "draft: true"),
        },
        _ => found,
    }
}

/// The whole line that consists of this span, with its line ending.
fn line_of_its_own(whole: Span, input: Input<'_>) -> Option<Span> {
    let (start, end) = (input.first_line(whole).range().start, whole.range().end);
    let rest = input.text.get(end..)?;
    let newline = rest.find('\n').filter(|&newline| rest.slice(..newline).trim().is_empty())?;
    (start == whole.range().start).then(|| Span::new(whole.file, start..end + newline + 1))
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

/// A name that another program uses for one of our keys.
struct Foreign {
    theirs: &'static str,
    ours: &'static str,
    /// True if the two mean the same for everyone, so that the value can stay as it is.
    same: bool,
}

const fn same(theirs: &'static str, ours: &'static str) -> Foreign {
    Foreign { theirs, ours, same: true }
}

const fn similar(theirs: &'static str, ours: &'static str) -> Foreign {
    Foreign { theirs, ours, same: false }
}

const FOREIGN: &[Foreign] = &[
    same("description", "summary"),
    similar("description", "tagline"),
    similar("subtitle", "tagline"),
    similar("slogan", "tagline"),
    similar("url", "base-url"),
    similar("site-url", "base-url"),
    similar("domain", "base-url"),
    same("time", "when"),
    similar("event", "what"),
    same("step", "title"),
    similar("heading", "title"),
    similar("action", "do"),
    same("reason", "why"),
    same("because", "why"),
    same("don't say", "avoid"),
    same("never say", "avoid"),
    same("meaning", "means"),
    same("definition", "means"),
    same("synonyms", "also"),
    same("plural", "also"),
    same("datum", "date"),
    same("zusammenfassung", "summary"),
    same("sprache", "lang"),
    same("sprache", "language"),
    same("titel", "title"),
    similar("kosten", "cost"),
    same("schlagwörter", "tags"),
    same("schlagworte", "tags"),
    same("währung", "currency"),
    similar("subtitle", "summary"),
    // The author of a page need not be the one who is responsible for it.
    similar("author", "owner"),
    same("name", "title"),
    similar("keywords", "tags"),
    same("categories", "tags"),
    same("category", "tags"),
    same("lastmod", "updated"),
    same("modified", "updated"),
    same("language", "lang"),
    same("lang", "language"),
    same("redirect_from", "aliases"),
    same("order", "weight"),
    same("position", "weight"),
];

/// Names that other programs use for the whole address of a page.
const ADDRESSES: &[&str] = &["permalink", "url"];

/// Names that other programs use for the picture of a page.
const PICTURES: &[&str] = &["image", "picture", "cover", "thumbnail", "hero", "photo", "banner"];

/// The key among `known` that is meant: certainly for another program's name, probably for a misspelling.
fn meant<'k>(key: &str, known: &[&'k str]) -> Option<&'k str> {
    let lower = key.to_lowercase();
    let foreign = FOREIGN.iter().find(|foreign| foreign.theirs == lower && known.contains(&foreign.ours));
    if let Some(Foreign { ours, .. }) = foreign {
        return known.iter().copied().find(|name| name == ours);
    }
    nearest(&plain(key), known.iter().copied())
}

fn plain(key: &str) -> String {
    key.trim_start_matches('-').trim().replace(['_', ' '], "-")
}

/// Returns true if a key can only mean `near`: it is another program's name for it, or no other key is as near.
fn is_certain(key: &str, near: &str, known: &[&str]) -> bool {
    let lower = key.to_lowercase();
    match FOREIGN.iter().find(|foreign| foreign.theirs == lower && foreign.ours == near) {
        Some(foreign) => foreign.same,
        None => is_only_near(&plain(key), near, known.iter().copied()),
    }
}

fn unknown(entry: &Entry<'_>, noun: Noun, known: &[&str], hint: Hint) -> Diagnostic {
    let (key, span, Noun { article, word }) = (entry.key.as_ref(), entry.key_span, noun);
    let found = Diagnostic::new(Code::UnknownKey, span, format!("`{key}` is not a key of {article} {word}"));
    if ADDRESSES.contains(&key) && known.contains(&"slug") {
        return found
            .because("the address of a page is made of its folders and its file name")
            .help("remove the line; `slug: …` changes the last part of the address")
            .help("to keep an old address working, write it under `aliases`");
    }
    if let Hint::Elsewhere(place) = hint {
        return found.because(place).help("remove the line, or move the file to that folder");
    }
    match meant(key, known) {
        Some(near) => {
            let certain = is_certain(key, near, known);
            found.because(format!("did you mean `{near}`?")).replace_if(certain, format!("write `{near}`"), span, near)
        }
        None => {
            let found = found.help(format!("the keys that can be used here: {}", known.join(", ")));
            if let (Value::Scalar { text, .. }, true) = (&entry.value.value, PICTURES.contains(&key)) {
                return found.help(format!("a picture belongs in the text: `![what it shows]({})`", text.trim()));
            }
            if let Hint::IfUnlike(help) = hint { found.help(help) } else { found }
        }
    }
}

/// A misspelt key next to the correct one. Renaming it would only repeat the key.
fn twice(entry: &Entry<'_>, found: Diagnostic, near: &str) -> Diagnostic {
    let Diagnostic { code, message, .. } = found;
    let found = Diagnostic::new(code, entry.key_span, message);
    found.because(format!("did you mean `{near}`? it is already here")).help("keep one of the two lines")
}

/// Reads a record that is the value of a key.
pub fn read_record<T: Record>(node: Node<'_>, key: &str, reader: &mut Reader<'_>) -> Option<T> {
    if let Value::Map(_) = node.value {
        let mut fields = Fields::open(node, T::NOUN, key, reader)?;
        let record = T::take(&mut fields, reader);
        fields.finish(|| T::KEYS.to_vec(), |_| Hint::None, reader);
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

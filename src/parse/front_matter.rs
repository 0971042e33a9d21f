//! The front matter of a content file: finding it, reading its keys, and the checks that need no other file.
//!
//! Depends on `yaml` and `config`. Checks that need other files, such as those of links, belong to `model` and `check`.

mod extra;
mod forms;
mod glossary;
mod heading;
mod keys_end;
pub mod kinds;
mod lines;
mod misplaced;
mod split;
#[cfg(test)]
mod tests;
pub mod values;

pub use extra::{check_names, names as extra_names};
pub use glossary::{Glossary, Term, glossary_shape, read_glossary};
pub use kinds::{Answer, Case, Limits, Module, Moment, Path, Playbook, Question, Scenario, Shared, Step};
pub use split::{Split, split};
pub use values::{CustomerWas, Failure, Link, Sum, WholeSum};

use std::collections::BTreeMap;

use super::kind::ContentKind;
use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::source::{FileId, Span};
use crate::yaml::{
    self, Any, Document, Entry, Field, Fields, Hint, Input, Known, Node, Noun, Reader, Record, Shape, Text, Value,
};
use heading::FirstHeading;

/// The front matter of a file, and the position of the text after it.
///
/// There is always a value: anything missing or unreadable has been reported and is replaced by empty texts and lists.
#[derive(Clone, Debug, PartialEq)]
pub struct FrontMatter {
    /// The keys that all kinds share.
    pub shared: Shared,
    /// The keys of this kind.
    pub details: Details,
    /// The site's own keys, by name.
    pub extra: BTreeMap<String, Any>,
    /// The Markdown after the front matter, to the end of the file.
    pub body: Span,
    /// The spans of the comments, each from its `#` to the end of the line.
    pub comments: Vec<Span>,
    /// The kind whose keys it has, if the file is in a folder of another kind.
    pub meant: Option<ContentKind>,
    /// True if the front matter was read without errors. If false, checks for missing values should stay silent.
    pub sound: bool,
}

/// The keys that only one kind of content has.
#[derive(Clone, Debug, PartialEq)]
pub enum Details {
    /// The keys of a case.
    Case(Box<Case>),
    /// The keys of a playbook or decision.
    Playbook(Box<Playbook>),
    /// The keys of a scenario.
    Scenario(Box<Scenario>),
    /// The keys of a learning path.
    Path(Path),
    /// A page has no keys of its own.
    Page,
}

/// Reads the front matter of `text`, a file of `kind` without a byte order mark. If all its keys are those of another
/// kind, it is read as that kind: one finding about the folder is worth more than one about each key.
#[must_use]
pub fn read(kind: ContentKind, file: FileId, text: &str, config: &Config) -> (FrontMatter, Vec<Diagnostic>) {
    let mut reader = Reader::new(Input { file, text });
    let known: Known<'_> = &|| keys_of(&fields(kind)).into_iter().chain(extra_names(config)).collect();
    let split = split(reader.input, known, &mut reader.found);
    let document = yaml::parse_with(reader.input, split.yaml.clone(), known, &mut reader.found);
    let comments = document.comments.iter().map(|comment| comment.span).collect();
    let meant = meant_kind(&document.root.value, kind);
    if let (Some(meant), Value::Map(entries)) = (meant, &document.root.value) {
        reader.report(wrong_folder(entries, meant));
    }
    let set = Expected { kind: meant.unwrap_or(kind), config };
    let Keys { shared, details, extra } = read_keys(document, &set, &split, &mut reader);
    if split.found && shared.title.is_empty() {
        take_title_from_heading(meant.unwrap_or(kind), &shared, &split, &mut reader);
    }
    let body = Span::new(file, split.body..text.len());
    let mut front = FrontMatter { shared, details, extra, body, comments, meant, sound: true };
    forms::check(&front, config, &mut reader);
    front.sound = reader.found.iter().all(|found| found.severity != Severity::Error);
    (front, reader.found)
}

/// The kind of content whose keys these are, if it is not `kind`: at least two of them, or all that the kind has, belong
/// to that kind, and none to `kind`.
fn meant_kind(front: &Value<'_>, kind: ContentKind) -> Option<ContentKind> {
    let Value::Map(entries) = front else { return None };
    let own: Vec<&str> =
        entries.iter().map(|entry| entry.key.as_ref()).filter(|key| !Shared::KEYS.contains(key)).collect();
    let is_of = |kind: ContentKind, key: &str| own_keys(kind).contains(&key);
    if own.iter().any(|key| is_of(kind, key)) {
        return None;
    }
    let of_a_kind: Vec<&str> =
        own.into_iter().filter(|key| ContentKind::ALL.iter().any(|&kind| is_of(kind, key))).collect();
    let meant = ContentKind::ALL.into_iter().find(|&other| of_a_kind.iter().all(|key| is_of(other, key)))?;
    let enough = own_keys(meant).len().clamp(1, 2);
    (of_a_kind.len() >= enough && meant != kind).then_some(meant)
}

fn wrong_folder(entries: &[Entry<'_>], meant: ContentKind) -> Diagnostic {
    let (word, folder) = (meant.word(), meant.folder().unwrap_or_default());
    let keys = entries.iter().filter(|entry| own_keys(meant).contains(&entry.key.as_ref()));
    let names: Vec<String> = keys.clone().map(|entry| format!("`{}`", entry.key)).take(3).collect();
    let span = keys.clone().map(|entry| entry.key_span).next().unwrap_or(entries[0].key_span);
    let and_more = if keys.count() > names.len() { " and others" } else { "" };
    let message = format!("this page has the keys of a {word}, but is not in `content/{folder}/`");
    Diagnostic::new(Code::WrongFolder, span, message)
        .because(format!("{}{and_more}", names.join(", ")))
        .help(format!("move this file to `content/{folder}/`"))
}

/// Suggests the first heading for a title that is missing or empty.
fn take_title_from_heading(kind: ContentKind, shared: &Shared, split: &Split, reader: &mut Reader<'_>) {
    let missing = format!("this {} has no `title`", noun(kind).word);
    let is_about_title = |found: &Diagnostic| match found.code {
        Code::MissingKey => found.message.starts_with(&missing),
        Code::EmptyValue => found.span() == shared.title.span,
        _ => false,
    };
    let Some(at) = reader.found.iter().position(is_about_title) else { return };
    if let Some(heading) = FirstHeading::find(reader.input, split.body) {
        let found = reader.found.remove(at);
        reader.found.insert(at, heading.complete(found, reader.input, &split.yaml));
    }
}

/// The keys of a page.
struct Keys {
    shared: Shared,
    details: Details,
    extra: BTreeMap<String, Any>,
}

/// The kind of content and the settings, which determine the keys that a page may have.
struct Expected<'a> {
    kind: ContentKind,
    config: &'a Config,
}

fn read_keys(document: Document<'_>, expected: &Expected<'_>, split: &Split, reader: &mut Reader<'_>) -> Keys {
    let opening = Span::new(reader.input.file, split.opening.clone());
    let nothing = Node { span: opening, value: Value::Map(Vec::new()) };
    // If the keys are missing or unreadable as a whole, that has been reported, and reporting each missing key would be
    // noise.
    let (node, silent) = match document.root.value {
        Value::Map(_) => (document.root, document.incomplete),
        Value::Null => (nothing, !split.found),
        Value::Broken => (nothing, true),
        Value::List(items) if items.iter().all(|item| matches!(item.value, Value::Map(_))) => {
            (keys_of_items(items, split, reader), document.incomplete)
        }
        _ => {
            reader.wrong_type("the front matter", "lines such as `title: The wallet seam`", "", &document.root);
            (nothing, true)
        }
    };
    let heard = reader.found.len();
    let keys = take(node, expected, reader);
    if silent {
        let said = reader.found.split_off(heard);
        reader.found.extend(said.into_iter().filter(|found| found.code != Code::MissingKey));
    }
    keys
}

/// The keys of front matter with a dash before each key.
fn keys_of_items<'a>(items: Vec<Node<'a>>, split: &Split, reader: &mut Reader<'_>) -> Node<'a> {
    let span = Span::new(reader.input.file, split.yaml.clone());
    let written = reader.input.at(span);
    let bare = |line: &str| line.strip_prefix("- ").or_else(|| line.strip_prefix("  ")).unwrap_or(line).to_owned();
    let mended = written.split('\n').map(bare).collect::<Vec<_>>().join("\n");
    let at = items.first().map_or(span, |item| item.span);
    let message = "the dashes make this a list, but the keys of front matter have no dashes before them";
    let found = Diagnostic::new(Code::YamlDash, reader.input.first_line(at), message);
    reader.report(found.replace("remove the dashes", span, mended));
    let entries = items.into_iter().flat_map(|item| match item.value {
        Value::Map(entries) => entries,
        _ => Vec::new(),
    });
    Node { span: at, value: Value::Map(entries.collect()) }
}

fn take(node: Node<'_>, expected: &Expected<'_>, reader: &mut Reader<'_>) -> Keys {
    let (span, &Expected { kind, config }) = (node.span, expected);
    let Some(mut fields) = Fields::open(node, noun(kind), "the front matter", reader) else {
        return Keys { shared: Shared::nameless(span), details: Details::Page, extra: BTreeMap::new() };
    };
    fields = fields.knowing(known_keys(kind).into_iter().chain(extra_names(config)).collect());
    // First, so that none of them counts as a misspelling of a key that is missing.
    let extra = extra::take(&mut fields, config, reader);
    let shared = Shared::take(&mut fields, reader).unwrap_or_else(|| Shared::nameless(span));
    let details = match kind {
        ContentKind::Case => Case::take(&mut fields, reader).map(|case| Details::Case(Box::new(case))),
        ContentKind::Playbook => Playbook::take(&mut fields, reader).map(|book| Details::Playbook(Box::new(book))),
        ContentKind::Scenario => Scenario::take(&mut fields, reader).map(|story| Details::Scenario(Box::new(story))),
        ContentKind::Path => Path::take(&mut fields, reader).map(Details::Path),
        ContentKind::Page => None,
    };
    let known = || known_keys(kind).into_iter().chain(extra_names(config)).collect();
    fields.finish(known, |key| at_home(key, kind).map_or_else(|| extra::hint(key, config), Hint::Elsewhere), reader);
    Keys { shared, details: details.unwrap_or(Details::Page), extra }
}

fn noun(kind: ContentKind) -> Noun {
    match kind {
        ContentKind::Case => Case::NOUN,
        ContentKind::Playbook => Playbook::NOUN,
        ContentKind::Scenario => Scenario::NOUN,
        ContentKind::Path => Path::NOUN,
        ContentKind::Page => Shared::NOUN,
    }
}

/// The keys that a file of `kind` may have. Its own keys come first, because they are more likely to be misspelt.
#[must_use]
pub fn known_keys(kind: ContentKind) -> Vec<&'static str> {
    [own_keys(kind), Shared::KEYS].concat()
}

fn own_keys(kind: ContentKind) -> &'static [&'static str] {
    match kind {
        ContentKind::Case => Case::KEYS,
        ContentKind::Playbook => Playbook::KEYS,
        ContentKind::Scenario => Scenario::KEYS,
        ContentKind::Path => Path::KEYS,
        ContentKind::Page => &[],
    }
}

/// Descriptions of all keys that a file of `kind` may have, for completion in editors.
#[must_use]
pub fn fields(kind: ContentKind) -> Vec<Field> {
    let own = match kind {
        ContentKind::Case => Case::fields(),
        ContentKind::Playbook => Playbook::fields(),
        ContentKind::Scenario => Scenario::fields(),
        ContentKind::Path => Path::fields(),
        ContentKind::Page => Vec::new(),
    };
    [Shared::fields(), own].concat()
}

/// The names of all keys in `fields`, including those inside lists and groups.
pub(super) fn keys_of(fields: &[Field]) -> Vec<&'static str> {
    fn inside(shape: &Shape) -> Vec<&'static str> {
        match shape {
            Shape::Record { fields, .. } => keys_of(fields),
            Shape::List { of, .. } | Shape::Map(of) | Shape::Blank(of) | Shape::TextOr(of) => inside(of),
            _ => Vec::new(),
        }
    }
    fields.iter().flat_map(|field| std::iter::once(field.key).chain(inside(&field.shape))).collect()
}

/// Explains where a key belongs if it is a key of another kind of content than `kind`.
fn at_home(key: &str, kind: ContentKind) -> Option<String> {
    let home = ContentKind::ALL.into_iter().find(|&other| own_keys(other).contains(&key))?;
    let folder = home.folder()?;
    Some(format!("`{key}` belongs to a {} in `content/{folder}/`, but this is a {}", home.word(), kind.word()))
}

impl Shared {
    /// Empty keys, for front matter that could not be read.
    fn nameless(span: Span) -> Self {
        let title = Text { text: String::new(), span };
        Self {
            span,
            title,
            summary: None,
            tags: Vec::new(),
            draft: None,
            date: None,
            updated: None,
            owner: None,
            review_by: None,
            aliases: Vec::new(),
            weight: None,
            slug: None,
            lang: None,
            source: None,
        }
    }
}

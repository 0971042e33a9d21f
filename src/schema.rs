//! The declarations of all keys → JSON Schemas, by which editors complete, explain and warn.
//!
//! Made of the very [`Shape`]s that the reader follows. The draft is 07: the newest one that every YAML server
//! understands. Pure; who writes the files is `scaffold`.
//!
//! A schema judges values after YAML has made numbers and truth values of some texts, and knows one file only. So it
//! takes a text written as a number, and says nothing about what only the whole site can tell.

mod shape;

use serde_json::{Value, json};

use crate::config::{Config, Settings};
use crate::incident::Incident;
use crate::parse::front_matter::{Playbook, fields, glossary_shape};
use crate::parse::kind::ContentKind;
use crate::yaml::{Field, Record};
use shape::Shapes;

/// What stands in every schema, so that nobody's own file is ever taken for one.
pub const MARK: &str = "Written by casebook schema";

/// A schema and its file.
#[derive(Clone, Debug, PartialEq)]
pub struct Schema {
    /// The name of its file.
    pub name: String,
    /// What it is for, in words that go on after "for".
    pub of: String,
    /// The schema as text.
    pub text: String,
}

/// The file of the schema for the front matter of `kind`.
#[must_use]
pub fn file_of(kind: ContentKind) -> String {
    format!("{}.schema.json", kind.word())
}

/// The file of the schema for `casebook.yaml`.
pub const SETTINGS: &str = "casebook.schema.json";
/// The file of the schema for `content/glossary.yaml`.
pub const GLOSSARY: &str = "glossary.schema.json";
/// The file of the schema for incident forms.
pub const INCIDENT: &str = "incident.schema.json";

/// All schemas. The site's own outcomes are among the examples.
#[must_use]
pub fn all(config: &Config) -> Vec<Schema> {
    let shapes = Shapes { outcomes: &config.outcomes };
    let yaml = |name: &str, of: &str, value: Value| schema(name.to_owned(), of.to_owned(), value);
    let settings = may_be_empty(shapes.record(&Settings::fields()));
    let mut schemas = vec![
        yaml(SETTINGS, "casebook.yaml", settings),
        yaml(GLOSSARY, "content/glossary.yaml", may_be_empty(shapes.value(&glossary_shape(), None))),
        yaml(INCIDENT, "incident forms", shapes.record(&Incident::fields())),
    ];
    schemas.extend(ContentKind::ALL.into_iter().map(|kind| {
        let of = format!("the front matter of a {}", kind.word());
        schema(file_of(kind), of, of_kind(kind, &fields(kind), &shapes))
    }));
    schemas
}

fn of_kind(kind: ContentKind, fields: &[Field], shapes: &Shapes<'_>) -> Value {
    let mut record = shapes.record(fields);
    if kind == ContentKind::Playbook {
        let with = |key: &str| json!({ "required": [key], "properties": { key: { "minItems": 1 } } });
        record["oneOf"] = Playbook::EITHER.map(with).into();
    }
    record
}

/// A file with comments only says nothing, and that is allowed.
fn may_be_empty(mut value: Value) -> Value {
    value["type"] = json!(["object", "null"]);
    value
}

fn schema(name: String, of: String, mut value: Value) -> Schema {
    value["$schema"] = "http://json-schema.org/draft-07/schema#".into();
    value["$comment"] = format!("{MARK}; that command also writes it anew.").into();
    value["title"] = format!("Casebook: {of}").into();
    Schema { name, of, text: format!("{value:#}\n") }
}

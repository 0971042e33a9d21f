//! Converts the declarations of all keys to JSON Schemas, which editors use for completion, help and warnings.
//!
//! Made from the same [`Shape`](crate::yaml::Shape)s as the parser. Draft 07 is the newest version that every YAML
//! language server supports. Pure: `scaffold` writes the files.
//!
//! A validator sees values after YAML has converted some texts to numbers and booleans, and sees one file only. The
//! schemas therefore accept numbers where the parser expects text, and do not check anything that depends on other
//! files.

mod shape;

use serde_json::{Value, json};

use crate::config::{Config, Settings};
use crate::incident::Incident;
use crate::parse::front_matter::{Playbook, extra_names, fields, glossary_shape};
use crate::parse::kind::ContentKind;
use crate::yaml::Record;
use shape::Shapes;

/// The comment in every schema, which distinguishes it from other people's files.
pub const MARK: &str = "Written by casebook schema";

/// A schema and its file name.
#[derive(Clone, Debug, PartialEq)]
pub struct Schema {
    /// The file name.
    pub name: String,
    /// What the schema is for, as a continuation of "for".
    pub of: String,
    /// The schema as JSON text.
    pub text: String,
}

/// The file name of the schema for the front matter of `kind`.
#[must_use]
pub fn file_of(kind: ContentKind) -> String {
    format!("{}.schema.json", kind.word())
}

/// The file name of the schema for `casebook.yaml`.
pub const SETTINGS: &str = "casebook.schema.json";
/// The file name of the schema for `content/glossary.yaml`.
pub const GLOSSARY: &str = "glossary.schema.json";
/// The file name of the schema for incident forms.
pub const INCIDENT: &str = "incident.schema.json";

/// All schemas. The site's own outcomes are included as examples, and its own keys may have any value.
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
        schema(file_of(kind), of, of_kind(kind, config, &shapes))
    }));
    schemas
}

fn of_kind(kind: ContentKind, config: &Config, shapes: &Shapes<'_>) -> Value {
    let mut record = shapes.record(&fields(kind));
    for name in extra_names(config) {
        record["properties"][name] = json!({ "description": "A key of this site: `extra-keys` in `casebook.yaml`." });
    }
    if kind == ContentKind::Playbook {
        let with = |key: &str| json!({ "required": [key], "properties": { key: { "minItems": 1 } } });
        record["oneOf"] = Playbook::EITHER.map(with).into();
    }
    record
}

/// Also accepts a file that contains only comments.
fn may_be_empty(mut value: Value) -> Value {
    value["type"] = json!(["object", "null"]);
    value
}

fn schema(name: String, of: String, mut value: Value) -> Schema {
    value["$schema"] = "http://json-schema.org/draft-07/schema#".into();
    value["$comment"] = format!("{MARK}; that command also updates it.").into();
    value["title"] = format!("Casebook: {of}").into();
    Schema { name, of, text: format!("{value:#}\n") }
}

//! Every key of front matter and settings: its description and type as declared, and an example from
//! `tests/manual/keys/`, which is a site that is checked.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use casebook::config::{Config, Settings};
use casebook::incident::{self, Incident};
use casebook::parse::front_matter::{Case, Path as Learning, Playbook, Scenario, Shared};
use casebook::source::FileId;
use casebook::yaml::{Field, Record, Shape};

/// A completed incident form. It is not part of the site, so nothing else reads it.
const FORM: &str = "incidents/every-key.yaml";

/// Each topic with its keys and the files that contain examples.
fn records() -> Vec<(&'static str, Vec<Field>, &'static [&'static str])> {
    vec![
        ("page", Shared::fields(), &["content/every-key.md", "content/not-yet.md"]),
        ("case", Case::fields(), &["content/cases/every-key.md"]),
        ("playbook", Playbook::fields(), &["content/playbooks/every-key.md", "content/playbooks/decision.md"]),
        ("scenario", Scenario::fields(), &["content/scenarios/every-key.md"]),
        ("path", Learning::fields(), &["content/paths/every-key.md"]),
        ("settings", Settings::fields(), &["casebook.yaml"]),
        ("incident", Incident::fields(), &[FORM]),
    ]
}

/// The topics that the manual must have.
pub fn topics() -> Vec<String> {
    records().iter().map(|(name, ..)| format!("keys {name}")).collect()
}

/// The description of all keys of `name`.
pub fn made(name: &str) -> String {
    let (_, fields, files) = records().into_iter().find(|(known, ..)| *known == name).expect("a kind with keys");
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/manual/keys");
    let texts: Vec<String> = files.iter().map(|file| fs::read_to_string(folder.join(file)).unwrap()).collect();
    let mut out = String::new();
    for field in &fields {
        let example = texts.iter().find_map(|text| example(text, field.key));
        let example = example.unwrap_or_else(|| panic!("no file of {files:?} has the key `{}`", field.key));
        let need = if field.required { "Required. " } else { "" };
        writeln!(out, "### `{}`\n\n{}\n\n*{need}Value: {}.*\n", field.key, paragraph(field.doc), wants(&field.shape))
            .unwrap();
        writeln!(out, "```yaml\n{example}\n```\n").unwrap();
        details(&field.shape, "", &mut out);
    }
    out
}

/// Asserts that the example form has no findings.
pub fn form_is_clean() {
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/manual/keys").join(FORM)).unwrap();
    let (form, found) = incident::read(FileId(0), &text, &Config::default());
    assert!(form.is_some() && found.is_empty(), "{found:?}");
}

/// The lines of `key` in a YAML text, without comments.
fn example(text: &str, key: &str) -> Option<String> {
    let start = text.lines().position(|line| line.strip_prefix(key).is_some_and(|rest| rest.starts_with(':')))?;
    let lines: Vec<&str> = text.lines().skip(start).collect();
    let own = lines.iter().skip(1).take_while(|line| line.starts_with(' ')).count() + 1;
    Some(lines[..own].join("\n"))
}

/// A doc comment on one line.
fn paragraph(doc: &str) -> String {
    doc.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" ")
}

fn wants(shape: &Shape) -> String {
    match shape {
        Shape::Any => "any value".to_owned(),
        Shape::Word => "a word or a short phrase".to_owned(),
        Shape::Bool => "`true` or `false`".to_owned(),
        Shape::Whole { .. } => "a whole number".to_owned(),
        Shape::Date => "a date, in the form year-month-day".to_owned(),
        Shape::Link => "the path to a `.md` file".to_owned(),
        Shape::Sum => "a number with its unit".to_owned(),
        Shape::WholeSum => "a whole number with its unit".to_owned(),
        Shape::Url => "a web address".to_owned(),
        Shape::OneOf(_) => "one of the words below".to_owned(),
        Shape::List { of, some } => {
            format!("a list{}; each item is {}", if *some { " with at least one item" } else { "" }, wants(of))
        }
        Shape::Map(of) => format!("names that you choose, each with {}", wants(of)),
        Shape::Record { noun, .. } => {
            let nouns = noun.ends_with('s') || noun.contains("of");
            let article = if noun.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
            if nouns { "the keys below".to_owned() } else { format!("{article} {noun} with the keys below") }
        }
        Shape::Blank(of) => wants(of),
        Shape::TextOr(of) => format!("a text, or {}", wants(of)),
        Shape::Text => "a text".to_owned(),
    }
}

/// The words or keys inside a value.
fn details(shape: &Shape, indent: &str, out: &mut String) {
    match shape {
        Shape::OneOf(words) => {
            for (word, doc) in *words {
                writeln!(out, "{indent}- `{word}`: {}", paragraph(doc)).unwrap();
            }
        }
        Shape::List { of, .. } | Shape::Map(of) | Shape::Blank(of) | Shape::TextOr(of) => {
            return details(of, indent, out);
        }
        Shape::Record { fields, .. } => {
            for field in fields {
                let need = if field.required { " (required)" } else { "" };
                let wanted = wants(&field.shape);
                let wanted = if wanted == "a text" { String::new() } else { format!(" Value: {wanted}.") };
                writeln!(out, "{indent}- `{}`{need}: {}{wanted}", field.key, paragraph(field.doc)).unwrap();
                details(&field.shape, &format!("{indent}  "), out);
            }
        }
        _ => return,
    }
    if indent.is_empty() {
        out.push('\n');
    }
}

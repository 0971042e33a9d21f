//! The values for templates, read from the source of `render::theme::context`: names, types and doc comments.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

/// Each topic with its file and its first value. It extends to the next topic of the same file, or to the end.
const PARTS: [(&str, &str, &str); 3] = [
    ("pages", "src/render/theme/context.rs", "Link"),
    ("lists", "src/render/theme/context.rs", "Index"),
    ("trainers", "src/render/theme/context/trainer.rs", "Trainer"),
];

/// The topics that the manual must have.
pub fn topics() -> Vec<String> {
    PARTS.iter().map(|(name, ..)| format!("values {name}")).collect()
}

/// A declared value.
struct Declared {
    name: String,
    doc: String,
    fields: Vec<Field>,
}

struct Field {
    name: String,
    of: String,
    doc: String,
}

/// The description of all values of a part.
pub fn made(name: &str, page: &str, topics: &BTreeMap<String, String>) -> String {
    let all: Vec<(&str, Vec<Declared>)> = PARTS.iter().map(|&(part, ..)| (part, declared_in(part))).collect();
    let (_, own) = all.iter().find(|(part, _)| *part == name).expect("a part of the values");
    let mut out = String::new();
    for value in own {
        writeln!(out, "### `{}`\n\n{}\n\n| name | type | description |\n| --- | --- | --- |", value.name, value.doc)
            .unwrap();
        for field in &value.fields {
            let link = |of: &str| {
                link(of, name, &all).map(|(part, anchor)| {
                    let target =
                        if part == name { String::new() } else { relative(page, &topics[&format!("values {part}")]) };
                    format!("{target}#{anchor}")
                })
            };
            writeln!(
                out,
                "| `{}` | {} | {} |",
                field.name,
                holds(&field.of, &link),
                field.doc.replace('|', "\\|").replace("`None`", "nothing")
            )
            .unwrap();
        }
        out.push('\n');
    }
    out
}

fn declared_in(part: &str) -> Vec<Declared> {
    let at = PARTS.iter().position(|(name, ..)| *name == part).expect("a part of the values");
    let (_, file, first) = PARTS[at];
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(file)).unwrap();
    let all = declared(&text);
    let next = PARTS.get(at + 1).filter(|(_, other, _)| *other == file).map(|(.., first)| *first);
    let own = all.into_iter().skip_while(|value| value.name != first);
    own.take_while(|value| Some(value.name.as_str()) != next).collect()
}

/// The public declarations in a source file, in order.
fn declared(text: &str) -> Vec<Declared> {
    let mut all: Vec<Declared> = Vec::new();
    let mut doc: Vec<&str> = Vec::new();
    let mut variant = String::new();
    for line in text.lines().map(str::trim) {
        let open = line.strip_prefix("pub struct ").or_else(|| line.strip_prefix("pub enum "));
        if let Some(words) = line.strip_prefix("///") {
            doc.push(words.trim());
        } else if let Some(name) = open.and_then(|rest| rest.strip_suffix(" {")) {
            all.push(Declared { name: name.to_owned(), doc: doc.join(" "), fields: Vec::new() });
            variant.clear();
            doc.clear();
        } else if let Some(name) = line.strip_suffix(" {").filter(|name| name.chars().all(char::is_alphanumeric)) {
            variant = format!("{}: ", name.to_lowercase());
            doc.clear();
        } else if let Some((name, of)) = line.strip_suffix(',').and_then(|line| line.split_once(": ")) {
            if let (Some(value), false) = (all.last_mut(), doc.is_empty()) {
                let name = format!("{variant}{}", name.trim_start_matches("pub "));
                value.fields.push(Field { name, of: of.to_owned(), doc: doc.join(" ") });
            }
            doc.clear();
        } else if !line.starts_with("#[") {
            doc.clear();
        }
    }
    all
}

/// The part that explains `of`: the current one if possible, otherwise the first.
fn link<'p>(of: &str, own: &str, all: &[(&'p str, Vec<Declared>)]) -> Option<(&'p str, String)> {
    let of = if of.ends_with("theme::Value") { "Card" } else { of };
    let has = |values: &[Declared]| values.iter().any(|value| value.name == of);
    let here = all.iter().find(|(part, values)| *part == own && has(values));
    let (part, _) = here.or_else(|| all.iter().find(|(_, values)| has(values)))?;
    Some((part, of.to_lowercase()))
}

/// A type in words.
fn holds(of: &str, link: &dyn Fn(&str) -> Option<String>) -> String {
    let inside = |name: &str| of.strip_prefix(name).and_then(|rest| rest.strip_suffix('>'));
    if let Some(inner) = inside("Option<") {
        return format!("{}, or nothing", holds(inner, link));
    }
    if let Some(inner) = inside("Vec<") {
        return format!("a list of: {}", holds(inner, link));
    }
    match of {
        "String" | "&'static str" => "text".to_owned(),
        "bool" => "true or false".to_owned(),
        "BTreeMap<String, serde_json::Value>" => "any values, by name".to_owned(),
        "usize" | "u8" | "u32" | "i8" => "a number".to_owned(),
        _ => {
            let target = link(of).unwrap_or_else(|| panic!("unknown type `{of}`"));
            format!("[`{}`]({target})", if of.ends_with("theme::Value") { "Card" } else { of })
        }
    }
}

/// The relative path from one page to another.
pub fn relative(from: &str, to: &str) -> String {
    let folders: Vec<&str> = from.split('/').collect();
    let target: Vec<&str> = to.split('/').collect();
    let same = folders.iter().zip(&target).take_while(|(a, b)| a == b).count().min(folders.len() - 1);
    let up = "../".repeat(folders.len() - 1 - same);
    format!("{up}{}", target[same..].join("/"))
}

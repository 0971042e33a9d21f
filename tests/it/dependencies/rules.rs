//! Parses `deny.toml` for the tests. An unknown setting is an error, so that `cargo deny` and these tests cannot apply
//! different rules.

use toml_edit::{DocumentMut, Item, Table, Value};

/// The rules in `deny.toml`.
pub struct Rules {
    /// Licences, as SPDX names.
    pub licences: Vec<String>,
    /// Crates that are not allowed.
    pub banned: Vec<Spec>,
    /// Versions that are allowed beside another one.
    pub skipped: Vec<Spec>,
    /// URLs of the registries that crates may come from.
    pub registries: Vec<String>,
}

/// A crate, or some versions of it, with the reason for the entry.
#[derive(Debug)]
pub struct Spec {
    /// The name of the crate.
    pub name: String,
    /// The start of the versions that are meant, such as `0.2`; `None` means all versions.
    pub version: Option<String>,
    /// The reason for the entry.
    pub reason: String,
}

impl Spec {
    /// True if the crate `name` in `version` is meant.
    pub fn covers(&self, name: &str, version: &str) -> bool {
        let begins = |wanted: &String| version.strip_prefix(wanted.as_str()).is_some_and(|rest| rest.starts_with('.'));
        self.name == name && self.version.as_ref().is_none_or(begins)
    }
}

/// Settings that must have this value: the tests always apply them.
const FIXED: &[(&str, &str, &str)] = &[
    ("graph", "all-features", "true"),
    ("licenses", "unused-allowed-license", "deny"),
    ("bans", "multiple-versions", "deny"),
    ("bans", "wildcards", "deny"),
    ("sources", "unknown-registry", "deny"),
    ("sources", "unknown-git", "deny"),
    ("sources", "allow-git", "[]"),
];

/// Settings that are lists.
const LISTS: &[(&str, &str)] =
    &[("licenses", "allow"), ("bans", "deny"), ("bans", "skip"), ("sources", "allow-registry")];

impl Rules {
    /// Parses the text of `deny.toml`.
    pub fn read(text: &str) -> Result<Self, String> {
        let document: DocumentMut = text.parse().map_err(|error| format!("deny.toml is not TOML: {error}"))?;
        for (section, table) in document.iter() {
            let table = table.as_table().ok_or_else(|| format!("[{section}] is not a table"))?;
            for (key, _) in table {
                let known = FIXED.iter().any(|&(known, name, _)| (known, name) == (section, key))
                    || LISTS.contains(&(section, key));
                if !known {
                    return Err(format!("tests/it/dependencies does not know the setting `{key}` of [{section}]"));
                }
            }
        }
        for &(section, key, wanted) in FIXED {
            let value = setting(&document, section, key)?.to_string();
            if value.trim().trim_matches('"') != wanted {
                return Err(format!("`{key}` of [{section}] must be {wanted}, as the tests require"));
            }
        }
        Ok(Self {
            licences: texts(&document, "licenses", "allow")?,
            banned: specs(&document, "bans", "deny")?,
            skipped: specs(&document, "bans", "skip")?,
            registries: texts(&document, "sources", "allow-registry")?,
        })
    }
}

fn setting<'a>(document: &'a Table, section: &str, key: &str) -> Result<&'a Item, String> {
    document.get(section).and_then(|table| table.get(key)).ok_or_else(|| format!("[{section}] lacks `{key}`"))
}

fn list<'a>(document: &'a Table, section: &str, key: &str) -> Result<impl Iterator<Item = &'a Value>, String> {
    let list = setting(document, section, key)?.as_array();
    list.map(|list| list.iter()).ok_or_else(|| format!("`{key}` of [{section}] is not a list"))
}

fn texts(document: &Table, section: &str, key: &str) -> Result<Vec<String>, String> {
    let text = |value: &Value| value.as_str().map(str::to_owned).ok_or_else(|| format!("`{value}` is not a text"));
    list(document, section, key)?.map(text).collect()
}

fn specs(document: &Table, section: &str, key: &str) -> Result<Vec<Spec>, String> {
    list(document, section, key)?.map(spec).collect()
}

fn spec(value: &Value) -> Result<Spec, String> {
    let table = value.as_inline_table().ok_or_else(|| format!("`{value}` lacks a reason"))?;
    if let Some((key, _)) = table.iter().find(|(key, _)| !["crate", "reason"].contains(key)) {
        return Err(format!("tests/it/dependencies does not know the key `{key}` of `{value}`"));
    }
    let text = |key| table.get(key).and_then(Value::as_str).ok_or_else(|| format!("`{value}` lacks `{key}`"));
    let (name, version) = match text("crate")?.split_once('@') {
        Some((name, version)) => (name, Some(version.to_owned())),
        None => (text("crate")?, None),
    };
    Ok(Spec { name: name.to_owned(), version, reason: text("reason")?.to_owned() })
}

//! The site's own keys, which the setting `extra-keys` declares. Only templates of the site's theme use their values.
//!
//! `config` checks the form of the names.

use std::collections::BTreeMap;

use super::super::kind::ContentKind;
use super::kinds::Shared;
use super::own_keys;
use crate::config::{Config, is_extra_name, name_like};
use crate::diagnostic::{Code, Diagnostic};
use crate::yaml::{Any, Fields, Hint, Reader, Record};

/// The names of the site's own keys, without those that are keys of Casebook.
pub fn names(config: &Config) -> impl Iterator<Item = &str> {
    config.extra_keys.iter().map(|name| name.text.as_str()).filter(|name| owner(name).is_none())
}

/// Returns the pages that have a key of Casebook, as a continuation of "a key of"; `None` for any other key.
fn owner(key: &str) -> Option<String> {
    if Shared::KEYS.contains(&key) {
        return Some("every page".to_owned());
    }
    let kind = ContentKind::ALL.into_iter().find(|&kind| own_keys(kind).contains(&key))?;
    Some(format!("every {}", kind.word()))
}

/// Reports names in `extra-keys` that are keys of Casebook for any kind of page.
#[must_use]
pub fn check_names(config: &Config) -> Vec<Diagnostic> {
    let taken = config.extra_keys.iter().filter_map(|name| Some((name, owner(name)?)));
    let found = taken.map(|(name, owner)| {
        let message = format!("`{}` is already a key of Casebook, for {owner}", name.text);
        let help = format!("remove it from `extra-keys`, or choose another name, such as `our-{}`", name.text);
        Diagnostic::new(Code::ExtraKey, name.span, message).help(help)
    });
    found.collect()
}

/// Takes the site's own keys out of `fields`.
pub(super) fn take<'a>(fields: &mut Fields<'a>, config: &'a Config, reader: &mut Reader<'_>) -> BTreeMap<String, Any> {
    let values = names(config).filter_map(|name| Some((name.to_owned(), fields.take::<Option<Any>>(name, reader)??)));
    values.collect()
}

/// Explains how to allow an unknown key.
pub(super) fn hint(key: &str, config: &Config) -> Hint {
    let name = if is_extra_name(key) { key.to_owned() } else { name_like(key) };
    if name.is_empty() {
        return Hint::None;
    }
    let setting = match config.extra_keys.is_empty() {
        true => format!("write `extra-keys: [{name}]` in `casebook.yaml`"),
        false => format!("add `{name}` to `extra-keys` in `casebook.yaml`"),
    };
    let here = if name == key { String::new() } else { format!(", and `{name}` here") };
    Hint::IfUnlike(format!("if it is a key of your own, {setting}{here}"))
}

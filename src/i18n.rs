//! Message catalogues: the texts of the theme's files `i18n/LANG.yaml` in the site's language, with English as the
//! fallback.
//!
//! This module comes before `parse`, because moods and the keywords of scenarios are among the messages and depend on
//! the language. The modules that use the messages know their meaning.

use serde::Serialize;

use crate::diagnostic::Diagnostic;
use crate::read::ThemeFile;
use crate::source::FileId;
use crate::text::base_language;
use crate::yaml::{self, Input};

/// The language in which every theme has all messages.
pub const FULL_LANGUAGE: &str = "en";

/// A text, a list, or a group of named messages, in the order of the file.
#[derive(Clone, Debug, PartialEq)]
pub enum Messages {
    /// One text.
    Text(String),
    /// A list of texts or of groups.
    List(Vec<Messages>),
    /// Named messages.
    Group(Vec<(String, Messages)>),
}

impl Default for Messages {
    fn default() -> Self {
        Self::Group(Vec::new())
    }
}

impl Messages {
    /// Loads the messages of `language` with English as the fallback; the site's own files take precedence over those of
    /// the built-in theme. For `de-CH`, the file for `de` is used.
    #[must_use]
    pub fn load(theme: &[ThemeFile], language: &str) -> (Self, Vec<Diagnostic>) {
        let mut found = Vec::new();
        let mut messages = Self::default();
        for name in [FULL_LANGUAGE, base_language(language)] {
            for file in theme.iter().filter(|file| file.path == format!("i18n/{name}.yaml")) {
                messages.lay_over(read(file, &mut found));
            }
            if base_language(language) == FULL_LANGUAGE {
                break;
            }
        }
        (messages, found)
    }

    fn lay_over(&mut self, upper: Self) {
        match (self, upper) {
            (Self::Group(lower), Self::Group(upper)) => {
                for (name, value) in upper {
                    match lower.iter_mut().find(|(known, _)| *known == name) {
                        Some((_, below)) => below.lay_over(value),
                        None => lower.push((name, value)),
                    }
                }
            }
            (lower, upper) => *lower = upper,
        }
    }

    /// The messages at `path`, such as `prose.footnotes`.
    #[must_use]
    pub fn at(&self, path: &str) -> Option<&Self> {
        path.split('.').try_fold(self, |messages, part| match messages {
            Self::Group(group) => group.iter().find(|(name, _)| name == part).map(|(_, value)| value),
            _ => None,
        })
    }

    /// The text at `path`. If there is none, the path itself, so that a missing message is visible on the page.
    #[must_use]
    pub fn text<'a>(&'a self, path: &'a str) -> &'a str {
        match self.at(path) {
            Some(Self::Text(text)) => text,
            _ => path,
        }
    }

    /// The list of texts at `path`; empty if there is none.
    #[must_use]
    pub fn list(&self, path: &str) -> Vec<&str> {
        let Some(Self::List(items)) = self.at(path) else { return Vec::new() };
        items.iter().filter_map(|item| if let Self::Text(text) = item { Some(text.as_str()) } else { None }).collect()
    }

    /// The named texts below `path`, in order.
    pub fn texts(&self, path: &str) -> impl Iterator<Item = (&str, &str)> {
        let group = match self.at(path) {
            Some(Self::Group(group)) => group.as_slice(),
            _ => &[],
        };
        group.iter().filter_map(|(name, value)| match value {
            Self::Text(text) => Some((name.as_str(), text.as_str())),
            _ => None,
        })
    }

    /// The form for the number `n`, `one` or `other`, with `{n}` replaced by the number.
    #[must_use]
    pub fn count(&self, path: &str, n: usize) -> String {
        let form = self.at(path).and_then(|forms| forms.at(if n == 1 { "one" } else { "other" }));
        match form {
            Some(Self::Text(text)) => text.replace("{n}", &n.to_string()),
            _ => path.to_owned(),
        }
    }
}

impl Serialize for Messages {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(text) => serializer.serialize_str(text),
            Self::List(list) => serializer.collect_seq(list),
            Self::Group(group) => serializer.collect_map(group.iter().map(|(name, value)| (name, value))),
        }
    }
}

fn read(file: &ThemeFile, found: &mut Vec<Diagnostic>) -> Messages {
    let text = String::from_utf8_lossy(&file.bytes);
    let mut mistakes = Vec::new();
    let input = Input { file: file.file.unwrap_or(FileId(0)), text: &text };
    let document = yaml::parse(input, 0..text.len(), &mut mistakes);
    if file.file.is_some() {
        found.extend(mistakes);
    }
    from_yaml(&document.root)
}

/// Returns the messages of a YAML node. Empty and broken values become empty texts.
#[must_use]
pub fn from_yaml(node: &yaml::Node<'_>) -> Messages {
    match &node.value {
        yaml::Value::Null | yaml::Value::Broken => Messages::Text(String::new()),
        yaml::Value::Scalar { text, .. } => Messages::Text(text.to_string()),
        yaml::Value::List(items) => Messages::List(items.iter().map(from_yaml).collect()),
        yaml::Value::Map(entries) => {
            Messages::Group(entries.iter().map(|entry| (entry.key.to_string(), from_yaml(&entry.value))).collect())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(path: &str, text: &'static str) -> ThemeFile {
        ThemeFile { path: path.into(), bytes: text.as_bytes().into(), built_in: true, own: false, file: None }
    }

    #[test]
    fn english_is_the_fallback_for_missing_messages() {
        let theme = [
            file("i18n/de.yaml", "a: {b: Bee}\n"),
            file("i18n/en.yaml", "a: {b: bee, c: sea}\nn: {one: '{n} page', other: '{n} pages'}\n"),
        ];
        let (messages, _) = Messages::load(&theme, "de-CH");
        assert_eq!((messages.text("a.b"), messages.text("a.c"), messages.text("a.d")), ("Bee", "sea", "a.d"));
        assert_eq!((messages.count("n", 1), messages.count("n", 2)), ("1 page".into(), "2 pages".into()));
    }
}

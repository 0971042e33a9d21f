//! Message catalogues: the texts of the theme's files `i18n/LANG.yaml` in the site's language, with English as the
//! fallback.
//!
//! This module comes before `parse`, because moods and the keywords of scenarios are among the messages and depend on
//! the language. The modules that use the messages know their meaning.

mod words;

use std::fmt;

use serde::de::{MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

use crate::diagnostic::Diagnostic;
use crate::read::ThemeFile;
use crate::source::FileId;
use crate::text::base_language;
use crate::yaml::{Input, derived};

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
    /// Loads the messages of `language` with English as the fallback; the site's own files take precedence over those
    /// of the built-in theme. For `de-CH`, the file for `de` is used.
    #[must_use]
    pub fn load(theme: &[ThemeFile], language: &str) -> (Self, Vec<Diagnostic>) {
        let mut found = Vec::new();
        let mut messages = Self::default();
        let built_in = |file: &&ThemeFile| !file.own && file.path == format!("i18n/{FULL_LANGUAGE}.yaml");
        let english = theme.iter().find(built_in).map(|file| read(file, &mut Vec::new())).unwrap_or_default();
        let known = words::Known { english: &english, theme };
        for name in [FULL_LANGUAGE, base_language(language)] {
            for file in theme.iter().filter(|file| file.path == format!("i18n/{name}.yaml")) {
                let before = found.len();
                messages.lay_over(read(file, &mut found));
                if let (Some(id), true) = (file.file, found.len() == before) {
                    found.extend(words::check(&known, id, &String::from_utf8_lossy(&file.bytes)));
                }
            }
            if base_language(language) == FULL_LANGUAGE {
                break;
            }
        }
        (messages, found)
    }

    /// Replaces messages by those in `upper`. A value of another kind is left out, because templates could not show it.
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
            (lower @ Self::Text(_), upper @ Self::Text(_)) | (lower @ Self::List(_), upper @ Self::List(_)) => {
                *lower = upper;
            }
            _ => {}
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

/// The messages of a file; none if it is empty or has a mistake.
fn read(file: &ThemeFile, found: &mut Vec<Diagnostic>) -> Messages {
    let text = String::from_utf8_lossy(&file.bytes);
    let input = Input { file: file.file.unwrap_or(FileId(0)), text: &text };
    let group = derived::read::<Group>(input, file.file.map(|_| found));
    group.map_or_else(Messages::default, |Group(messages)| Messages::Group(messages))
}

/// The root of a file.
#[derive(Deserialize)]
#[serde(transparent)]
struct Group(#[serde(deserialize_with = "group")] Vec<(String, Messages)>);

fn group<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<(String, Messages)>, D::Error> {
    match deserializer.deserialize_map(MessagesVisitor)? {
        Messages::Group(messages) => Ok(messages),
        Messages::Text(_) | Messages::List(_) => Ok(Vec::new()),
    }
}

impl<'de> Deserialize<'de> for Messages {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(MessagesVisitor)
    }
}

/// Builds [`Messages`]. An empty value is an empty text. Whole numbers are texts; fractions are refused, because their
/// digits would change.
struct MessagesVisitor;

impl<'de> Visitor<'de> for MessagesVisitor {
    type Value = Messages;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a text, a list or a group of named words (quotes make a number a text)")
    }

    fn visit_str<E>(self, text: &str) -> Result<Messages, E> {
        Ok(Messages::Text(text.to_owned()))
    }

    fn visit_bool<E>(self, value: bool) -> Result<Messages, E> {
        Ok(Messages::Text(value.to_string()))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Messages, E> {
        Ok(Messages::Text(value.to_string()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Messages, E> {
        Ok(Messages::Text(value.to_string()))
    }

    fn visit_unit<E>(self) -> Result<Messages, E> {
        Ok(Messages::Text(String::new()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Messages, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Messages::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Messages, A::Error> {
        let mut group = Vec::new();
        while let Some(entry) = entries.next_entry()? {
            group.push(entry);
        }
        Ok(Messages::Group(group))
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

    #[test]
    fn values_are_texts_as_they_are_written() {
        let theme = [file(
            "i18n/en.yaml",
            "a: Yes\nb: 10\nc: 007\nd: true\ne:\nf: [one, {g: two}]\n1: '1.50'\nh: |\n  Two\n  lines\ni: no\n",
        )];
        let (messages, _) = Messages::load(&theme, "en");
        let texts: Vec<&str> = ["a", "b", "c", "d", "e", "1", "h", "i"].map(|key| messages.text(key)).to_vec();
        assert_eq!(texts, ["Yes", "10", "007", "true", "", "1.50", "Two\nlines\n", "no"]);
        let Some(Messages::List(list)) = messages.at("f") else { panic!("{messages:?}") };
        assert_eq!((list.len(), list[1].text("g")), (2, "two"));
    }

    #[test]
    fn mistakes_in_a_file_of_the_site_are_reported_and_its_messages_left_out() {
        let own = |text: &'static str| ThemeFile { file: Some(FileId(7)), ..file("i18n/en.yaml", text) };
        let load = |text| Messages::load(&[file("i18n/en.yaml", "a: bee\n"), own(text)], "en");
        let (messages, found) = load("a: é\nb:\n  c: [one]\n  d: 1.50\n");
        assert_eq!((messages.text("a"), found.len()), ("bee", 1));
        assert!(found[0].message.contains("quotes make a number a text"), "{found:?}");
        // The key of the number.
        assert_eq!((found[0].span().file, found[0].span().range()), (FileId(7), 22..23));
        for text in ["- a\n- b\n", "just a text\n", "a: [b\n"] {
            let (messages, found) = load(text);
            assert_eq!((messages.text("a"), found.len()), ("bee", 1), "{text}: {found:?}");
        }
        assert_eq!(
            load("# nothing yet\n"),
            (Messages::Group(vec![("a".into(), Messages::Text("bee".into()))]), Vec::new())
        );
    }
}

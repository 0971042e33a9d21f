//! Checks the words of a site's own theme against those of the built-in one: keys that do not exist, values of another
//! kind, placeholders that are lost.

use super::Messages;
use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::read::ThemeFile;
use crate::source::{FileId, Span};
use crate::yaml::{self, Entry, Input, Node, Value};

/// Groups to which a site adds words of its own: its outcomes and its moods.
const OPEN: [&str; 2] = ["moods", "outcomes"];

/// The words of the built-in theme in English, and the files of the site's theme, whose templates may use further
/// words.
pub(super) struct Known<'a> {
    pub english: &'a Messages,
    pub theme: &'a [ThemeFile],
}

/// Checks a file of the site's own theme, which has no other mistakes.
pub(super) fn check(known: &Known<'_>, file: FileId, text: &str) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let document = yaml::parse(Input { file, text }, 0..text.len(), &mut Vec::new());
    if let Value::Map(entries) = &document.root.value {
        known.group("", entries, known.english, &mut found);
    }
    found
}

impl Known<'_> {
    fn group(&self, path: &str, entries: &[Entry<'_>], english: &Messages, found: &mut Vec<Diagnostic>) {
        for entry in entries {
            let whole = if path.is_empty() { entry.key.to_string() } else { format!("{path}.{}", entry.key) };
            match english.at(&entry.key) {
                Some(english) => self.value(&whole, entry, english, found),
                None if OPEN.contains(&path) || self.is_used(&entry.key) => {}
                None => found.push(unknown(&whole, entry, &missing(english, entries))),
            }
        }
    }

    fn value(&self, path: &str, entry: &Entry<'_>, english: &Messages, found: &mut Vec<Diagnostic>) {
        let wants = match (english, &entry.value.value) {
            (_, Value::Broken) | (Messages::Text(_), Value::Null) | (Messages::List(_), Value::List(_)) => return,
            (Messages::Group(_), Value::Map(entries)) => return self.group(path, entries, english, found),
            (Messages::Text(english), Value::Scalar { text, plain }) => {
                if *plain && is_number(text) && !is_number(english) {
                    let found_here = finding(entry.value.span, format!("`{path}` needs a text, but this is a number"));
                    found.push(found_here.help(format!("in English it is: {english}")));
                }
                found.extend(placeholders(path, english, text, &entry.value));
                return;
            }
            (Messages::Text(english), _) => format!("a text; in English it is: {english}"),
            (Messages::List(_), _) => "a list, such as `[one, two]`".to_owned(),
            (Messages::Group(group), _) => {
                let names: Vec<String> = group.iter().take(3).map(|(name, _)| format!("`{name}`")).collect();
                format!("a group of words, such as {}", names.join(", "))
            }
        };
        let message = format!("`{path}` needs {}", wants.split(';').next().unwrap_or(&wants));
        found.push(finding(entry.key_span, message).help(format!("write {wants}")));
    }

    /// Returns true if a template or script of the site's own theme mentions a word of this name.
    fn is_used(&self, key: &str) -> bool {
        let own = self.theme.iter().filter(|file| file.own && !file.path.starts_with("i18n/"));
        own.map(|file| String::from_utf8_lossy(&file.bytes)).any(|text| text.contains(key))
    }
}

fn finding(span: Span, message: String) -> Diagnostic {
    Diagnostic::new(Code::ThemeWord, span, message)
}

/// The names in a group that the site's file does not have, and that a misspelt one may stand for.
fn missing<'e>(english: &'e Messages, entries: &[Entry<'_>]) -> Vec<&'e str> {
    let Messages::Group(group) = english else { return Vec::new() };
    let names = group.iter().map(|(name, _)| name.as_str());
    names.filter(|name| !entries.iter().any(|entry| entry.key == *name)).collect()
}

fn unknown(path: &str, entry: &Entry<'_>, missing: &[&str]) -> Diagnostic {
    let found = finding(entry.key_span, format!("the theme has no word `{path}`, so nothing shows this one"));
    match nearest(&entry.key, missing.iter().copied()) {
        Some(near) => {
            let found = found.because(format!("did you mean `{near}`?"));
            found.suggest(format!("write `{near}`"), entry.key_span, near)
        }
        None => found.help("remove the line, or use the word in a template of your theme"),
    }
}

/// Reports the first placeholder of the English text that a text lacks, or else one that nothing fills in. The form for
/// exactly one needs no number.
fn placeholders(path: &str, english: &str, text: &str, node: &Node<'_>) -> Option<Diagnostic> {
    let lost = names(english).into_iter().find(|name| !text.contains(&format!("{{{name}}}")));
    if let Some(name) = lost.filter(|_| !path.ends_with(".one")) {
        let message = format!("`{path}` lacks `{{{name}}}`, which Casebook fills in");
        return Some(finding(node.span, message).help(format!("in English it is: {english}")));
    }
    let all = names(english);
    let more = names(text).into_iter().find(|name| !all.contains(name))?;
    if path.ends_with(".one") && more == "n" {
        return None;
    }
    let message = format!("nothing fills in `{{{more}}}` here");
    Some(finding(node.span, message).help(format!("in English it is: {english}")))
}

/// The names of the placeholders in a text: `n` and `of` in `Page {n} of {of}`.
fn names(text: &str) -> Vec<&str> {
    let parts = text.split('{').skip(1).filter_map(|part| Some(part.split_once('}')?.0));
    parts.filter(|name| !name.is_empty() && name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_')).collect()
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

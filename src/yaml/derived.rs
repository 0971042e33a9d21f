//! YAML files that trainers do not write: those of a theme. Deserialised by serde into types that derive or implement
//! `Deserialize`.
//!
//! Deserialisation stops at the first value that does not fit its type, which is enough for these files. If the file
//! belongs to the site and is not YAML, the tree reader reports why, because it explains such mistakes better.

use std::borrow::Cow;

use serde::de::DeserializeOwned;
use serde_yaml::{DefaultMessageFormatter, Error, Location, MessageFormatter as _};

use super::Input;
use crate::diagnostic::{Code, Diagnostic, Severity, is_only_near, nearest};
use crate::source::Span;

/// A value with its location.
pub type Located<T> = serde_yaml::Spanned<T>;

/// The longest list of keys that a message shows.
const SHOWN_KEYS: usize = 12;

/// Deserialises a whole file; an empty file gives `None`. If the file has mistakes, gives `None` and adds them to `found`,
/// if there is such a list: built-in files need none.
pub fn read<T: DeserializeOwned>(input: Input<'_>, found: Option<&mut Vec<Diagnostic>>) -> Option<T> {
    let options = serde_yaml::options! {
        strict_booleans: true,
        leading_zero_numbers_as_strings: true,
        underscored_numbers_as_strings: true,
        with_snippet: false,
    };
    let value = serde_yaml::from_str_with_options::<Option<T>>(input.text, options);
    if let Some(found) = found {
        let known = found.len();
        super::parse(input, 0..input.text.len(), found);
        let is_explained = found.iter().skip(known).any(|found| found.severity == Severity::Error);
        if let (Err(error), false) = (&value, is_explained) {
            found.push(diagnostic(input, error.without_snippet()));
        }
    }
    value.ok().flatten()
}

/// The span of a value.
pub fn span<T>(input: Input<'_>, value: &Located<T>) -> Span {
    span_of(input, Some(value.referenced))
}

/// The part of the location on its first line; up to the end of the line if its length is unknown.
fn span_of(input: Input<'_>, location: Option<Location>) -> Span {
    let span = location.map(|location| location.span()).unwrap_or_default();
    let byte = |at: Option<u64>| at.and_then(|at| usize::try_from(at).ok()).unwrap_or(0);
    let (start, length) = (byte(span.byte_offset()), byte(span.byte_len()));
    let end = if length == 0 { input.text.len() } else { start.saturating_add(length) };
    let border = |at: usize| input.text.floor_char_boundary(at);
    input.first_line(Span::new(input.file, border(start)..border(end)))
}

fn diagnostic(input: Input<'_>, error: &Error) -> Diagnostic {
    let span = span_of(input, error.location());
    let wrong = |wanted: &str| {
        let found = Diagnostic::new(Code::WrongType, span, format!("this needs to be {}", spoken(wanted)));
        found.help("compare the file with that of the built-in theme")
    };
    match error {
        Error::SerdeUnknownField { field, expected, .. } => unknown_key(input, span, field, expected),
        Error::SerdeInvalidType { expected, .. } | Error::SerdeInvalidValue { expected, .. } => wrong(expected),
        Error::Unexpected { expected, .. } => wrong(expected),
        Error::NullIntoString { .. } => wrong("a text"),
        other => Diagnostic::new(Code::YamlSyntax, span, DefaultMessageFormatter.format_message(other))
            .help("compare the file with that of the built-in theme"),
    }
}

fn unknown_key(input: Input<'_>, span: Span, key: &str, known: &[&'static str]) -> Diagnostic {
    let found = Diagnostic::new(Code::UnknownKey, span, format!("`{key}` is not a key of this file"));
    match nearest(key, known.iter().copied()) {
        Some(near) if input.at(span) == key => {
            let certain = is_only_near(key, near, known.iter().copied());
            found.because(format!("did you mean `{near}`?")).replace_if(certain, format!("write `{near}`"), span, near)
        }
        _ => {
            let keys: Vec<&str> = known.iter().copied().take(SHOWN_KEYS).collect();
            found.help(format!("the keys are {}", keys.join(", ")))
        }
    }
}

/// The crate's names for the parts of YAML, as people would say them.
fn spoken(wanted: &str) -> Cow<'_, str> {
    Cow::Borrowed(match wanted {
        "mapping start" | "a map" => "a group of keys with values",
        "sequence start" | "a sequence" => "a list",
        "string scalar" | "scalar" | "a string" => "a text",
        other => return Cow::Borrowed(other),
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde::Deserialize;

    use super::*;
    use crate::source::FileId;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Example {
        lists: Option<BTreeMap<String, Vec<Located<String>>>>,
    }

    fn input(text: &str) -> Input<'_> {
        Input { file: FileId(0), text }
    }

    /// The message about the first mistake, and the text that it underlines.
    fn mistake(text: &str) -> (String, &str) {
        let mut found = Vec::new();
        let value = read::<Example>(input(text), Some(&mut found));
        assert!(value.is_none() && found.len() == 1, "{value:?}, {found:?}");
        let Diagnostic { code, ref message, .. } = found[0];
        (format!("{}: {message}", code.name()), input(text).at(found[0].span()))
    }

    #[test]
    fn values_have_their_spans() {
        let input = input("lists:\n  é: [\"ü\", three]\n");
        let example: Example = read(input, None).expect("the text has no mistake");
        let values = &example.lists.expect("the key is there")["é"];
        let spans: Vec<&str> = values.iter().map(|value| input.at(span(input, value))).collect();
        assert_eq!(spans, ["\"ü\"", "three"]);
    }

    #[test]
    fn an_empty_file_has_no_mistake() {
        let mut found = Vec::new();
        assert!(read::<Example>(input("# nothing\n"), Some(&mut found)).is_none() && found.is_empty());
    }

    #[test]
    fn mistakes_are_reported_where_they_are() {
        let unknown = "unknown-key: `list` is not a key of this file".to_owned();
        assert_eq!(mistake("# é\nlist:\n  a: [b]\n"), (unknown, "list"));
        let group = "wrong-type: this needs to be a group of keys with values".to_owned();
        assert_eq!(mistake("# é\nlists: [a, b]\n"), (group, "["));
        let list = "wrong-type: this needs to be a list".to_owned();
        assert_eq!(mistake("lists:\n  é: word\n"), (list, "word"));
        // A mistake of YAML has the message that it has in content.
        assert!(mistake("lists:\n  a: [b, c\n").0.starts_with("yaml-bracket: "));
    }
}

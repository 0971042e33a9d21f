//! Mistakes with single characters: colons inside a text, special characters at its beginning.

use super::brackets::behind_bracket;
use super::line::Lines;
use super::{Advice, Trap};
use crate::diagnostic::Code;
use crate::text::Slice;
use crate::yaml::quoted;

/// A colon inside a text without quotes.
pub(super) fn colon(lines: &Lines<'_>) -> Option<Trap> {
    let line = &lines.fault;
    let (key, value) = (line.key?, line.value());
    if value.starts_with(['"', '\'', '[', '{']) {
        return None;
    }
    // In a list of texts, the whole item is the text. A key would be one word in lower case.
    let whole = line.is_item() && key.contains(|c: char| c.is_whitespace() || c.is_uppercase());
    let (text, start) = if whole { (line.item(), line.start + line.body) } else { (value, line.value_range().start) };
    let colon = text.match_indices(':').map(|(at, _)| at).find(|&at| {
        let behind = text.slice(at + 1..);
        behind.is_empty() || behind.starts_with([' ', '\t'])
    })?;
    let cure = quoted(text.trim_matches(['“', '”', '„', '‟', '‘', '’']));
    let corrected = if whole { line.with_item(&cure) } else { line.with_value(&cure) };
    let message = "a colon inside a text needs quotes around the text".to_owned();
    let advice = Advice::new(message, "put quotes around the text");
    Some(line.trap(Code::YamlColon, start + colon..start + colon + 1, advice, corrected))
}

/// A text that begins with a character that is special in YAML.
pub(super) fn first(lines: &Lines<'_>) -> Option<Trap> {
    let line = &lines.fault;
    let value = line.value();
    let sign = value.chars().next().filter(|_| line.key.is_some() || line.is_item())?;
    let rest = value.strip_prefix(sign).unwrap_or_default();
    let odd = match sign {
        '@' | '`' | '%' | '*' | '&' | '!' | ',' | ']' | '}' => true,
        '?' => rest.starts_with(' '),
        '|' | '>' => rest.contains(|c: char| !matches!(c, '+' | '-' | '0'..='9')),
        '[' | '{' => behind_bracket(value).is_ok_and(|behind| !behind.is_empty()),
        _ => false,
    };
    if !odd {
        return None;
    }
    let start = line.value_range().start;
    let sign_shown = if sign == '`' { "a backtick".to_owned() } else { format!("`{sign}`") };
    let message = format!("a text that begins with {sign_shown} needs quotes");
    let advice = Advice::new(message, "put quotes around the text");
    let corrected = line.with_value(&quoted(value));
    Some(line.trap(Code::YamlFirstSign, start..start + sign.len_utf8(), advice, corrected))
}

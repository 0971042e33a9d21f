//! Mistakes with single characters: colons inside a text, special characters at its beginning.

use super::brackets::behind_bracket;
use super::line::{Line, Lines};
use super::{Advice, Offer, Trap};
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
    let cure = quoted(in_curly_quotes(text).unwrap_or(text));
    let corrected = if whole { line.with_item(&cure) } else { line.with_value(&cure) };
    let message = "a colon inside a text needs quotes around the text".to_owned();
    let advice = Advice::new(message, "put quotes around the text");
    Some(line.trap(Code::YamlColon, start + colon..start + colon + 1, advice, corrected))
}

/// The text inside curly quotation marks that enclose all of `text` and nothing else.
fn in_curly_quotes(text: &str) -> Option<&str> {
    let signs = ['“', '”', '„', '‟', '‘', '’'];
    let inner = text.strip_prefix(signs)?.strip_suffix(signs)?;
    (!inner.contains(['“', '”', '„', '‟'])).then_some(inner)
}

/// `trade: kitchenware channel: counter`: two keys in one line. The second is known, and not among its neighbours.
pub(super) fn second_key(lines: &Lines<'_>, known: &[&str]) -> Option<Trap> {
    let line = &lines.fault;
    line.key.filter(|first| known.contains(first))?;
    let value = line.value();
    if value.starts_with(['"', '\'', '[', '{']) {
        return None;
    }
    let (before, behind) = value.split_once(": ").or_else(|| Some((value.strip_suffix(':')?, "")))?;
    let (first, key) = before.rsplit_once(' ')?;
    let is_here = |other: &&Line<'_>| other.body == line.body && other.key == Some(key);
    let same = |other: &&Line<'_>| other.indent >= line.indent;
    let is_repeated = if line.body > line.indent {
        // The other keys of the same item.
        lines.after.iter().take_while(|other| same(other) && !other.is_item()).any(|other| is_here(&other))
    } else {
        lines.before.iter().chain(&lines.after).any(|other| is_here(&other))
    };
    if !known.contains(&key) || is_repeated || first.trim().is_empty() {
        return None;
    }
    let start = line.value_range().start + first.len() + 1;
    let below = format!("{}\n{}{key}: {}", first.trim_end(), " ".repeat(line.body), behind.trim());
    let message = format!("a second key, `{key}`, is on this line, and each key needs a line of its own");
    let advice = Advice::new(message, "write it on the next line, or put quotes around the text if it is no key");
    let trap = line.trap(Code::YamlColon, start..start + key.len() + 1, advice, line.with_value(&below));
    Some(trap.offered(Offer::Likely))
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

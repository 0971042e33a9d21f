//! Traps of single signs: colons inside a text, signs at its beginning, brackets.

use super::Trap;
use super::line::{Line, Lines, closing_quote};
use crate::diagnostic::Code;
use crate::yaml::quoted;

/// A colon inside a text without quotes.
pub(super) fn colon(lines: &Lines<'_>) -> Option<Trap> {
    let line = &lines.fault;
    let (key, value) = (line.key?, line.value());
    if value.starts_with(['"', '\'', '[', '{']) {
        return None;
    }
    // In a list of texts the whole item is the text; a key of ours is one word in small letters.
    let whole = line.is_item() && key.contains(|c: char| c.is_whitespace() || c.is_uppercase());
    let (text, start) = if whole { (line.item(), line.start + line.body) } else { (value, line.value_range().start) };
    let colon = text.match_indices(':').map(|(at, _)| at).find(|&at| {
        let behind = &text[at + 1..];
        behind.is_empty() || behind.starts_with([' ', '\t'])
    })?;
    let cure = quoted(text.trim_matches(['“', '”', '„', '‟', '‘', '’']));
    let mended = if whole { line.with_item(&cure) } else { line.with_value(&cure) };
    let message = "a colon inside a text needs quotes around the text".to_owned();
    let words = (message, "put quotes around the text");
    Some(line.trap(Code::YamlColon, start + colon..start + colon + 1, words, mended))
}

/// A text that begins with a sign of YAML's.
pub(super) fn first(lines: &Lines<'_>) -> Option<Trap> {
    let line = &lines.fault;
    let value = line.value();
    let sign = value.chars().next().filter(|_| line.key.is_some() || line.is_item())?;
    let rest = &value[sign.len_utf8()..];
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
    let words = (message, "put quotes around the text");
    let mended = line.with_value(&quoted(value));
    Some(line.trap(Code::YamlFirstSign, start..start + sign.len_utf8(), words, mended))
}

/// `key: - item`: a list that begins in the line of its key.
pub(super) fn dash_after_key(lines: &Lines<'_>) -> Option<Trap> {
    let line = &lines.fault;
    let key = line.key?;
    let item = line.value().strip_prefix('-').filter(|rest| rest.is_empty() || rest.starts_with(' '))?.trim();
    let below = lines.after.first().filter(|next| next.is_item() && next.indent >= line.body);
    let mended = match below {
        Some(next) => {
            let (before, dash) = (&line.text[..line.body], " ".repeat(next.indent));
            format!("{before}{key}:\n{dash}- {item}")
        }
        // Signs that mean something inside brackets would cut the item in two.
        None if item.contains([',', '[', ']', '{', '}', ':', '#', '"', '\'']) => {
            line.with_value(&format!("[{}]", quoted(item)))
        }
        None => line.with_value(&format!("[{item}]")),
    };
    let message = "the items of a list begin below the key, or stand in brackets beside it".to_owned();
    let help =
        if below.is_some() { "move the first item to a line of its own" } else { "put brackets around the item" };
    let range = line.value_range();
    Some(line.trap(Code::YamlDash, range.start..range.start + 1, (message, help), mended))
}

/// What stands behind the bracket that closes the one `value` begins with; where none does, those that are lacking.
fn behind_bracket(value: &str) -> Result<&str, String> {
    let mut lacking = String::new();
    let mut at = 0;
    while let Some(sign) = value[at..].chars().next() {
        match sign {
            '[' => lacking.insert(0, ']'),
            '{' => lacking.insert(0, '}'),
            ']' | '}' if lacking.starts_with(sign) => drop(lacking.remove(0)),
            '"' | '\'' if begins_text(&value[..at]) => match closing_quote(&value[at..], sign) {
                Some(end) => at += end,
                None => return Err(format!("{sign}{lacking}")),
            },
            _ => {}
        }
        at += sign.len_utf8();
        if lacking.is_empty() {
            return Ok(value[at..].trim());
        }
    }
    Err(lacking)
}

/// Whether a quotation mark after `before` opens a quoted text, and is not an apostrophe.
fn begins_text(before: &str) -> bool {
    before.trim_end().ends_with(['[', '{', ',', ':'])
}

/// A list or group in brackets that does not end before the next key begins.
pub(super) fn lost_bracket(lines: &Lines<'_>) -> Option<Trap> {
    let (line, lacking) = lines.upwards().find_map(|(line, next)| {
        let value = line.value();
        let begins = value.starts_with(['[', '{']) && next.is_none_or(Line::begins);
        let lacking = behind_bracket(value).err().filter(|_| begins)?;
        Some((line, lacking))
    })?;
    let value = line.value().trim_end_matches(',');
    let message = format!("what begins with `{}` here does not end", &value[..1]);
    let words = (message, if lacking.len() == 1 { "add the bracket that ends it" } else { "add what ends it" });
    let mended = line.with_value(&format!("{value}{lacking}"));
    Some(line.trap(Code::YamlBracket, line.value_range(), words, mended))
}

/// An item of a list in brackets that needs quotes, or other ones.
pub(super) fn in_list(lines: &Lines<'_>) -> Option<Trap> {
    let line = &lines.fault;
    let inner = line.value().strip_prefix('[')?.strip_suffix(']')?;
    let start = line.value_range().start + 1;
    let mut mended = Vec::new();
    let mut first = None;
    for (at, item) in items(inner) {
        let cure = needs_quotes(item);
        if cure.is_some() && first.is_none() {
            first = Some(start + at..start + at + item.len());
        }
        mended.push(cure.unwrap_or_else(|| item.to_owned()));
    }
    let message = "this item of the list needs quotes of its own around it".to_owned();
    let words = (message, "put quotes around it");
    Some(line.trap(Code::YamlQuote, first?, words, line.with_value(&format!("[{}]", mended.join(", ")))))
}

/// The items of a list, without blanks around them, and where they begin. A quoted item ends where a comma or the end
/// follows its quotation mark, so that quotation marks inside it do no harm.
fn items(inner: &str) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < inner.len() {
        let begin = at + inner[at..].len() - inner[at..].trim_start().len();
        let quote = inner[begin..].chars().next().filter(|quote| matches!(quote, '"' | '\''));
        let ends = |&(place, _): &(usize, &str)| {
            quote.is_none_or(|quote| place > begin + 1 && inner[begin + 1..place].trim_end().ends_with(quote))
        };
        let end = inner[begin..].match_indices(',').map(|(place, comma)| (begin + place, comma)).find(ends);
        let end = end.map_or(inner.len(), |(place, _)| place);
        let item = inner[begin..end].trim_end();
        if !item.is_empty() {
            found.push((begin, item));
        }
        at = end + 1;
    }
    found
}

/// The item in quotes that suit it, where those it has do not.
fn needs_quotes(item: &str) -> Option<String> {
    let sign = item.chars().next()?;
    if matches!(sign, '"' | '\'') {
        let end = closing_quote(item, sign);
        if end == Some(item.len() - 1) {
            return None;
        }
        let inner = item[1..].strip_suffix(sign).unwrap_or(&item[1..]);
        return Some(quoted(inner));
    }
    let odd = matches!(sign, '@' | '`' | '%' | '*' | '&' | '!' | '|' | '>' | '[' | '{' | '?' | '-' | ':' | '#');
    (odd || item.contains(": ") || item.contains(" #") || item.ends_with(':')).then(|| quoted(item))
}

//! Mistakes with quotation marks: missing ones, and ones that end a text too early.

use super::line::{Line, Lines, closing_quote};
use super::{Advice, Offer, Trap};
use crate::diagnostic::Code;
use crate::text::Slice;
use crate::yaml::quoted;

/// A quotation mark that is opened but not closed before the next key.
pub(super) fn lost(lines: &Lines<'_>) -> Option<Trap> {
    let (line, quote) = lines.upwards().find_map(|(line, next)| {
        let value = line.value();
        let quote = value.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
        let open = closing_quote(value, quote).is_none() && next.is_none_or(Line::begins);
        open.then_some((line, quote))
    })?;
    let corrected = line.with_value(&format!("{}{quote}", line.value()));
    let message = "the quotation mark that is opened here is not closed".to_owned();
    let advice = Advice::new(message, "add it at the end of the text");
    Some(line.trap(Code::YamlQuote, line.value_range(), advice, corrected))
}

/// A quoted text that ends before its line does.
pub(super) fn early(lines: &Lines<'_>) -> Option<Trap> {
    let line = &lines.fault;
    let value = line.value();
    let quote = value.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
    let Some(end) = closing_quote(value, quote) else { return unclosed_escape(line, quote) };
    let behind = value.slice(end + 1..).trim();
    if behind.is_empty() {
        return escape(line, quote);
    }
    let mark = line.value_range();
    let mark = mark.start + end..mark.end;
    if let Some(list) = list_of_texts(value) {
        let message = "several texts in quotes are here, but no brackets make them a list".to_owned();
        let advice = Advice::new(message, "put brackets around them");
        let trap = line.trap(Code::YamlQuote, mark, advice, line.with_value(&list));
        return Some(trap.offered(if value.contains(',') { Offer::Certain } else { Offer::Likely }));
    }
    // An apostrophe inside a word never ends a text, so the first one was meant to enclose the whole text.
    let apostrophe = quote == '\''
        && value.slice(1..end).ends_with(char::is_alphanumeric)
        && value.slice(end + 1..).starts_with(char::is_alphanumeric);
    let opened = value.strip_prefix(quote).unwrap_or(value);
    let inner = opened.strip_suffix(quote).or(apostrophe.then_some(opened));
    let whole = inner.map_or_else(|| quoted(value), |inner| quoted(&inner.replace("''", "'")));
    let message = if apostrophe {
        "the apostrophe ends the text, because the text began with one".to_owned()
    } else {
        format!("the text in quotes ends here, and more follows: `{behind}`")
    };
    let help = "use the other kind of quotation marks around the whole";
    Some(line.trap(Code::YamlQuote, mark, Advice::new(message, help), line.with_value(&whole)))
}

/// Corrects `"one", "two"` and `"one" "two"` to a list.
fn list_of_texts(value: &str) -> Option<String> {
    let mut rest = value;
    let mut texts = Vec::new();
    loop {
        let quote = rest.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
        let end = closing_quote(rest, quote)?;
        texts.push(rest.slice(..=end));
        rest = rest.slice(end + 1..).trim_start();
        match rest.strip_prefix(',') {
            Some(more) => rest = more.trim_start(),
            None if rest.starts_with(['"', '\'']) => {}
            None => break,
        }
    }
    (rest.is_empty() && texts.len() > 1).then(|| format!("[{}]", texts.join(", ")))
}

/// A backslash in double quotes, which YAML reads as an escape.
fn escape(line: &Line<'_>, quote: char) -> Option<Trap> {
    let value = line.value();
    if quote != '"' || !value.contains('\\') {
        return None;
    }
    let inner = value.strip_prefix(quote)?.strip_suffix(quote)?;
    let at = line.value_range().start + value.find('\\')?;
    let message = "in double quotes, a backslash changes the letter after it".to_owned();
    let advice = Advice::new(message, "use single quotes");
    let corrected = line.with_value(&format!("'{}'", inner.replace('\'', "''")));
    Some(line.trap(Code::YamlQuote, at..at + 1, advice, corrected))
}

/// `"C:\"`: the backslash escapes the closing quotation mark.
fn unclosed_escape(line: &Line<'_>, quote: char) -> Option<Trap> {
    line.value().ends_with("\\\"").then(|| escape(line, quote)).flatten()
}

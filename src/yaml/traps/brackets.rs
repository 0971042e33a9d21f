//! Mistakes in bracketed lists: lists that do not end or end too early, and items that are empty or need quotes.

use super::line::{Line, Lines, closing_quote};
use super::{Advice, Trap};
use crate::diagnostic::Code;
use crate::text::Slice;
use crate::yaml::{quoted, scalar};

/// Returns the text after the bracket that closes the one with which `value` begins. The error contains the missing
/// closing characters.
pub(super) fn behind_bracket(value: &str) -> Result<&str, String> {
    // The characters that close what is open, the outermost first.
    let mut open = Vec::new();
    let lacking = |open: &[char]| open.iter().rev().collect::<String>();
    let mut at = 0;
    while let Some(sign) = value.slice(at..).chars().next() {
        match sign {
            '[' => open.push(']'),
            '{' => open.push('}'),
            ']' | '}' if open.last() == Some(&sign) => drop(open.pop()),
            '"' | '\'' if begins_text(value.slice(..at)) => match closing_quote(value.slice(at..), sign) {
                Some(end) => at += end,
                None => return Err(format!("{sign}{}", lacking(&open))),
            },
            _ => {}
        }
        at += sign.len_utf8();
        if open.is_empty() {
            return Ok(value.slice(at..).trim());
        }
    }
    Err(lacking(&open))
}

/// Returns true if a quotation mark after `before` opens a quoted text and is not an apostrophe.
fn begins_text(before: &str) -> bool {
    before.trim_end().ends_with(['[', '{', ',', ':'])
}

/// A bracketed list or group that does not end before the next key.
pub(super) fn lost(lines: &Lines<'_>) -> Option<Trap> {
    let (line, lacking) = lines.upwards().find_map(|(line, next)| {
        let value = line.value();
        let begins = value.starts_with(['[', '{']) && next.is_none_or(Line::begins);
        let lacking = behind_bracket(value).err().filter(|_| begins)?;
        Some((line, lacking))
    })?;
    let value = line.value().trim_end_matches(',');
    let message = format!("this `{}` is never closed", value.slice(..1));
    let advice =
        Advice::new(message, if lacking.len() == 1 { "add the bracket that ends it" } else { "add what ends it" });
    let corrected = line.with_value(&format!("{value}{lacking}"));
    Some(line.trap(Code::YamlBracket, line.value_range(), advice, corrected))
}

/// A bracketed list or group that does not end, with its items on the lines below the bracket.
pub(super) fn lost_below(lines: &Lines<'_>) -> Option<Trap> {
    let all: Vec<&Line<'_>> =
        lines.before.iter().rev().chain(std::iter::once(&lines.fault)).chain(&lines.after).collect();
    let (first, last, lacking) = (0..=lines.before.len()).rev().find_map(|at| {
        let first = all[at];
        let open = first.value().starts_with(['[', '{']) && behind_bracket(first.value()).is_err();
        let inside = |line: &&&Line<'_>| !line.begins() || line.indent > first.body;
        let below: Vec<&&Line<'_>> = all[at + 1..].iter().take_while(inside).collect();
        let last = **below.last().filter(|_| open)?;
        let whole = below.iter().fold(first.value().to_owned(), |whole, line| whole + "\n" + line.item());
        let lacking = behind_bracket(&whole).err().filter(|lacking| !lacking.starts_with(['"', '\'']))?;
        Some((first, last, lacking))
    })?;
    let message = format!("this `{}` is never closed", first.value().slice(..1));
    let help = format!("add `{lacking}` after the last item");
    let corrected = last.with_item(&format!("{}{lacking}", last.item().trim_end_matches(',')));
    Some(last.trap(Code::YamlBracket, first.value_range(), Advice::new(message, help), corrected))
}

/// A list to which the items behind its bracket have been added.
#[derive(Debug)]
pub(in crate::yaml) struct ExtendedList {
    /// The byte at which the list ended too early.
    pub early_end: usize,
    /// The list that was meant.
    pub text: String,
}

/// Corrects `[gifts, food], phone`.
/// `None` for other texts.
pub(in crate::yaml) fn more_items(value: &str) -> Option<ExtendedList> {
    let value = value.strip_prefix('[').map(|_| value)?;
    let behind = behind_bracket(value).ok().filter(|behind| behind.starts_with(','))?;
    let list = value.slice(..value.len() - behind.len()).trim_end();
    let more = behind.trim_start_matches([',', ' ']);
    let more = more.strip_prefix('[').and_then(|more| more.strip_suffix(']')).unwrap_or(more);
    let text = listed(&format!("{}, {more}", list.slice(1..list.len() - 1)));
    Some(ExtendedList { early_end: list.len() - 1, text })
}

/// Writes a list with these items, quoted where necessary.
fn listed(inner: &str) -> String {
    let items = items(inner).into_iter().map(|item| needs_quotes(item.text).unwrap_or_else(|| item.text.to_owned()));
    format!("[{}]", items.collect::<Vec<_>>().join(", "))
}

/// An item of a bracketed list that is empty or needs quotes or different quotes, on the line at fault or the one
/// above: a `#` in such a list hides the closing bracket, which is noticed late.
pub(super) fn item(lines: &Lines<'_>) -> Option<Trap> {
    std::iter::once(&lines.fault).chain(lines.before.first()).find_map(item_of)
}

fn item_of(line: &Line<'_>) -> Option<Trap> {
    let inner = line.value().strip_prefix('[')?.strip_suffix(']')?;
    let within = |range: std::ops::Range<usize>| {
        let start = line.value_range().start + 1;
        start + range.start..start + range.end
    };
    let odd = items(inner).into_iter().find(|item| needs_quotes(item.text).is_some());
    let corrected = line.with_value(&listed(inner));
    if let Some(Item { at, text }) = odd {
        let message = "this item of the list needs quotes of its own around it".to_owned();
        let advice = Advice::new(message, "put quotes around it");
        return Some(line.trap(Code::YamlQuote, within(at..at + text.len()), advice, corrected));
    }
    let comma = gap(inner)?;
    let advice =
        Advice::new("an item of this list is empty: there is nothing before this comma".to_owned(), "remove the comma");
    Some(line.trap(Code::EmptyItem, within(comma..comma + 1), advice, corrected))
}

/// The first comma of a list that has no item before it.
fn gap(inner: &str) -> Option<usize> {
    let mut ends = vec![0];
    ends.extend(items(inner).into_iter().map(|item| item.at + item.text.len()));
    ends.into_iter().enumerate().find_map(|(number, end)| {
        let mut commas = inner.slice(end..).char_indices().take_while(|(_, sign)| matches!(sign, ',' | ' ' | '\t'));
        let mut commas = commas.by_ref().filter(|(_, sign)| *sign == ',').map(|(at, _)| end + at);
        commas.nth(usize::from(number > 0))
    })
}

/// An item of a list, without surrounding white space.
#[derive(Clone, Copy, Debug)]
pub(in crate::yaml) struct Item<'t> {
    /// The byte at which it begins.
    pub at: usize,
    pub text: &'t str,
}

/// The items of a list. A quoted item ends at a
/// quotation mark that is followed by a comma or the end, so quotation marks inside it are harmless.
pub(in crate::yaml) fn items(inner: &str) -> Vec<Item<'_>> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < inner.len() {
        let begin = at + inner.slice(at..).len() - inner.slice(at..).trim_start().len();
        let quote = inner.slice(begin..).chars().next().filter(|quote| matches!(quote, '"' | '\''));
        let ends = |&comma: &usize| {
            quote.is_none_or(|quote| comma > begin + 1 && inner.slice(begin + 1..comma).trim_end().ends_with(quote))
        };
        let commas = inner.slice(begin..).match_indices(',').map(|(at, _)| begin + at);
        let end = commas.into_iter().find(ends).unwrap_or(inner.len());
        let text = inner.slice(begin..end).trim_end();
        if !text.is_empty() {
            found.push(Item { at: begin, text });
        }
        at = end + 1;
    }
    found
}

/// The item in suitable quotes; `None` if it needs no change.
fn needs_quotes(item: &str) -> Option<String> {
    let sign = item.chars().next()?;
    if matches!(sign, '"' | '\'') {
        let end = closing_quote(item, sign);
        if end == Some(item.len() - 1) {
            return None;
        }
        let inner = item.strip_prefix(sign).unwrap_or(item);
        return Some(quoted(inner.strip_suffix(sign).unwrap_or(inner)));
    }
    (!scalar::is_plain_item(item)).then(|| quoted(item))
}

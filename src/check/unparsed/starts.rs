//! Lines that begin almost like a heading or a list item.

use super::lines::{Line, by_block};
use super::{Source, is_odd_space};
use crate::diagnostic::Diagnostic;
use crate::text::Slice;

/// Characters that word processors put before the items of a list.
const BULLETS: [char; 13] = ['•', '‣', '▪', '▫', '◦', '●', '○', '■', '□', '·', '\u{f0b7}', '\u{f0a7}', '\u{f0d8}'];

pub(super) fn check(source: Source<'_>, lines: &[Line<'_>], found: &mut Vec<Diagnostic>) {
    for block in by_block(lines) {
        // Several lines that begin alike are a list; one could be chance.
        let dashes = block.iter().filter(|line| line.plain && glued_dash(line.text).is_some()).count();
        let numbers = block.iter().filter(|line| line.plain && glued_number(line.text).is_some()).count();
        let long_dashes = block.iter().filter(|line| line.plain && long_dash(line.text)).count();
        for line in block.iter().filter(|line| line.plain) {
            let alone = block.len() == 1;
            let slip = heading(source, *line, alone)
                .or_else(|| bullet(source, *line))
                .or_else(|| odd_space(source, *line))
                .or_else(|| item_without_space(source, *line, dashes > 1))
                .or_else(|| number_without_space(source, *line, numbers > 1))
                .or_else(|| task(source, *line));
            found.extend(slip);
            if long_dashes > 1 && long_dash(line.text) {
                let dash = line.start..line.start + line.text.chars().next().map_or(0, char::len_utf8);
                let slip = source.shown(dash.clone(), "a list item begins with a hyphen, and this is a dash");
                found.push(slip.suggest("write `-`", source.span(dash), "-"));
            }
        }
    }
}

/// Reports `##Heading`, a heading with a no-break space, and more than six signs.
fn heading(source: Source<'_>, line: Line<'_>, alone: bool) -> Option<Diagnostic> {
    let rest = line.text.trim_start_matches('#');
    let level = line.text.len() - rest.len();
    let signs = line.start..line.start + level;
    let first = rest.chars().next()?;
    if level == 0 || line.in_item {
        return None;
    }
    if level > 6 && rest.starts_with(' ') {
        let slip = source.shown(signs.clone(), "a heading has at most six `#`");
        return Some(slip.replace("write six", source.span(signs), "######"));
    }
    if level > 6 {
        return None;
    }
    if is_odd_space(first) {
        let odd = rest.len() - rest.trim_start_matches(|c| is_odd_space(c) || c == ' ').len();
        let place = signs.end..signs.end + odd;
        let slip =
            source.shown(line.start..line.end(), "the space after `#` is a special one, as word processors insert");
        return Some(slip.replace("write an ordinary space", source.span(place), " "));
    }
    let starts_text = first.is_alphanumeric() || "\"'“‘*_`[(¿¡".contains(first);
    if !starts_text {
        return None;
    }
    let after = signs.end..signs.end;
    let slip = source.shown(line.start..line.end(), "a heading needs a space after `#`");
    if level > 1 {
        return Some(slip.replace("write a space after `#`", source.span(after), " "));
    }
    // One sign can also begin a word, as in `#recalls`, or a number.
    let sentence = rest.contains(' ') && !rest.contains('#') && !rest.ends_with(['.', '!', '?', ',', ';', ':']);
    let title = alone && first.is_uppercase() && sentence;
    title.then(|| slip.suggest(format!("for a heading, write `## {rest}`"), source.span(signs), "## "))
}

/// Reports `• item`.
fn bullet(source: Source<'_>, line: Line<'_>) -> Option<Diagnostic> {
    let first = line.text.chars().next().filter(|_| is_bullet(line.text))?;
    let sign = line.start..line.start + line.text.len() - behind_bullet(line.text).len();
    let slip = source.shown(sign.clone(), &format!("`{first}` makes no list"));
    // Word writes `o` before the items of an inner list, which begin further in than those around them.
    Some(match first {
        'o' => slip.suggest(
            "write a hyphen and a space, and two spaces before it if it belongs to the item above",
            source.span(sign),
            "  - ",
        ),
        _ => slip.replace("write a hyphen and a space", source.span(sign), "- "),
    })
}

/// True for a line that begins with the bullet of a word processor.
pub(super) fn is_bullet(text: &str) -> bool {
    let Some(first) = text.chars().next() else { return false };
    let rest = text.slice(first.len_utf8()..);
    let spaced = rest.len() > behind_bullet(text).len();
    let is_bullet = BULLETS.contains(&first) && (spaced || first != '·') || first == 'o' && rest.starts_with('\t');
    is_bullet && !behind_bullet(text).is_empty()
}

/// Returns the text behind the first character and the space after it.
fn behind_bullet(text: &str) -> &str {
    let rest = text.chars().next().map_or(text, |first| text.slice(first.len_utf8()..));
    rest.trim_start_matches(|c: char| c.is_whitespace() || is_odd_space(c))
}

/// Reports a list item with a no-break space after its marker.
fn odd_space(source: Source<'_>, line: Line<'_>) -> Option<Diagnostic> {
    let marker = marker(line.text)?;
    let rest = line.text.slice(marker..);
    let odd = rest.len() - rest.trim_start_matches(|c| is_odd_space(c) || c == ' ').len();
    rest.chars().next().filter(|&c| is_odd_space(c))?;
    let place = line.start + marker..line.start + marker + odd;
    let sign = line.text.slice(..marker);
    let why = format!("the space after `{sign}` is a special one, as word processors insert");
    Some(source.shown(line.start..line.end(), &why).replace("write an ordinary space", source.span(place), " "))
}

/// Returns the length of a list marker at the start of `text`: `-`, `*`, `+`, `1.` or `1)`.
fn marker(text: &str) -> Option<usize> {
    if text.starts_with(['-', '*', '+']) {
        return Some(1);
    }
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    ((1..=9).contains(&digits) && text.slice(digits..).starts_with(['.', ')'])).then_some(digits + 1)
}

/// Returns the text after a hyphen, star or plus with no space between.
fn glued_dash(text: &str) -> Option<&str> {
    let rest = text.strip_prefix(['-', '*', '+'])?;
    let star = text.starts_with('*') && rest.contains('*');
    (rest.starts_with(char::is_alphabetic) && !star).then_some(rest)
}

fn item_without_space(source: Source<'_>, line: Line<'_>, among_others: bool) -> Option<Diagnostic> {
    let rest = glued_dash(line.text)?;
    let sign = line.text.slice(..1);
    let place = line.start + 1..line.start + 1;
    let sentence = line.first && rest.starts_with(char::is_uppercase) && rest.contains(' ') && sign == "-";
    if line.in_item && !line.first || !(among_others || sentence) {
        return None;
    }
    let slip = source.shown(line.start..line.end(), &format!("a list item needs a space after `{sign}`"));
    Some(slip.replace_if(among_others, format!("write a space after `{sign}`"), source.span(place), " "))
}

/// Returns the length of a number and its full stop if a letter follows with no space between.
fn glued_number(text: &str) -> Option<usize> {
    let length = marker(text).filter(|_| text.starts_with(|c: char| c.is_ascii_digit()))?;
    text.slice(length..).starts_with(char::is_uppercase).then_some(length)
}

fn number_without_space(source: Source<'_>, line: Line<'_>, among_others: bool) -> Option<Diagnostic> {
    let length = glued_number(line.text)?;
    let place = line.start + length..line.start + length;
    let alone = line.first && line.text.contains(' ') && length == 2;
    if !(among_others || alone) {
        return None;
    }
    let number = line.text.slice(..length);
    let slip = source.shown(line.start..line.end(), &format!("a list item needs a space after `{number}`"));
    Some(slip.replace_if(among_others, format!("write a space after `{number}`"), source.span(place), " "))
}

/// True for a line that begins with an en dash or an em dash and a space.
fn long_dash(text: &str) -> bool {
    let rest = text.strip_prefix(['–', '—']);
    rest.is_some_and(|rest| rest.starts_with(' ') || rest.chars().next().is_some_and(is_odd_space))
}

/// Reports `[] to do`.
fn task(source: Source<'_>, line: Line<'_>) -> Option<Diagnostic> {
    let rest = line.text.strip_prefix("[]")?;
    if !line.first || !rest.starts_with(' ') || rest.trim().is_empty() {
        return None;
    }
    let place = line.start..line.start + 2;
    let right = if line.in_item { "[ ]" } else { "- [ ]" };
    let slip = source.shown(place.clone(), "a box to tick has a space between its brackets, and a hyphen before them");
    Some(slip.replace(format!("write `{right}`"), source.span(place), right))
}

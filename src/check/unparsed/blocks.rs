//! Blocks that are never closed and so take in what follows them, a second front matter, text that becomes a heading or
//! a list by its first or last signs, notes that nothing refers to.

use std::collections::{BTreeMap, BTreeSet};

use super::Source;
use crate::diagnostic::{Code, Diagnostic};
use crate::parse::markdown::{Body, Element, Event, Heading};
use crate::source::Span;
use crate::text::Slice;

/// The maximum number of lines that the text of another tool's box is searched for its first line.
const LONGEST_BOX: usize = 40;
/// A list that begins with this number is a sentence that begins with a year or an amount.
const FIRST_YEAR: u32 = 1_000;

/// `start` is the first byte of the text, behind the front matter.
pub(super) fn check(source: Source<'_>, body: &Body, start: usize, found: &mut Vec<Diagnostic>) {
    let second = second_front_matter(source, start);
    // Its last line of hyphens makes a heading of the keys above it.
    let headings = body.headings.iter().skip(usize::from(second.is_some()));
    for (number, (event, span)) in body.events().enumerate() {
        match event {
            Event::Start(Element::CodeBlock(_)) if is_indented(source, body, number) => {
                found.extend(indented_prose(source, span));
            }
            Event::Start(Element::CodeBlock(_)) => found.extend(fence(source, span)),
            Event::Start(Element::HtmlBlock) => found.extend(comment(source, span)),
            Event::Start(Element::List(Some(first))) if first >= FIRST_YEAR => found.extend(year(source, span, first)),
            _ => {}
        }
    }
    found.extend(headings.filter_map(|heading| underlined(source, heading)));
    found.extend(second);
    uncited(source, body, found);
}

/// True for a code block without fences: its code begins on its first line.
fn is_indented(source: Source<'_>, body: &Body, number: usize) -> bool {
    let (Some((_, block)), Some((Event::Text(_), code))) = (body.event(number), body.event(number + 1)) else {
        return false;
    };
    source.text.get(block.range().start..code.range().start).is_some_and(|before| !before.contains('\n'))
}

/// Reports list items and sentences that became code because they are indented by four spaces or a tab.
fn indented_prose(source: Source<'_>, span: Span) -> Option<Diagnostic> {
    let written = source.text.get(span.range())?;
    let mut lines = written.lines().map(str::trim).filter(|line| !line.is_empty());
    if !lines.all(|line| is_item(line) || is_sentence(line)) {
        return None;
    }
    // The text of another tool's box is reported with its first line.
    let before = source.text.get(..span.range().start)?.lines().rev().skip_while(|line| line.trim().is_empty());
    let head = before.take(LONGEST_BOX).find(|line| !line.is_empty() && !line.starts_with([' ', '\t']));
    if head.is_some_and(|head| head.starts_with("!!!") || head.starts_with("???")) {
        return None;
    }
    let first = written.lines().next()?.trim_end();
    let place = source.span(span.range().start..span.range().start + first.len());
    let message = "this is shown as code, because it is indented by four spaces or a tab";
    Some(
        Diagnostic::new(Code::ShownAsText, place, message)
            .help("remove the spaces at the beginning of these lines")
            .help("or, if it is code, write a line ``` above and below it instead"),
    )
}

/// Returns true for `- Mina` and `1. Mina`, but not for a list in YAML or a command.
fn is_item(line: &str) -> bool {
    let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let sign = if rest.len() < line.len() { rest.strip_prefix(". ") } else { line.strip_prefix("- ") };
    let plain = |c: char| c.is_alphanumeric() || " ,.!?'’“”-–£$€%".contains(c);
    sign.map(str::trim).is_some_and(|text| text.starts_with(char::is_uppercase) && text.chars().all(plain))
}

/// Returns true for words that begin with a capital letter and end as a sentence does.
fn is_sentence(line: &str) -> bool {
    let plain = |c: char| c.is_alphanumeric() || " ,.;:!?'’“”\"-–—£$€%".contains(c);
    line.starts_with(char::is_uppercase)
        && line.split_whitespace().count() >= 3
        && line.ends_with(['.', '!', '?', ':'])
        && line.chars().all(plain)
}

/// Reports a code block whose last line does not close it.
fn fence(source: Source<'_>, span: Span) -> Option<Diagnostic> {
    let written = source.text.get(span.range())?;
    let first = written.lines().next()?.trim_end();
    let sign = first.trim_start().chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let length = first.trim_start().chars().take_while(|&c| c == sign).count();
    let last = written.trim_end().lines().skip(1).last().unwrap_or_default();
    let last = last.trim_start_matches(['>', ' ', '\t']).trim_end();
    let closed = last.chars().count() >= length && last.chars().all(|c| c == sign);
    if length < 3 || closed {
        return None;
    }
    let begin = span.range().start;
    let place = source.span(begin..begin + first.len());
    let fence: String = std::iter::repeat_n(sign, length).collect();
    let slip = Diagnostic::new(
        Code::UnclosedBlock,
        place,
        format!("this code block is never closed: {}", swallowed(written, "shown as code")),
    );
    Some(slip.help(format!("where the code ends, in a line of its own, write {fence}")))
}

/// Reports a comment without an end.
fn comment(source: Source<'_>, span: Span) -> Option<Diagnostic> {
    let written = source.text.get(span.range())?;
    let after = written.trim_start().strip_prefix("<!--").filter(|after| !after.contains("-->"))?;
    let begin = span.range().start + written.len() - written.trim_start().len();
    let first = after.lines().next().unwrap_or_default().trim_end();
    let place = source.span(begin..begin + "<!--".len() + first.len());
    let slip = Diagnostic::new(
        Code::UnclosedBlock,
        place,
        format!("this comment is never closed: {}", swallowed(written, "hidden")),
    );
    Some(slip.help("write `-->` where the comment ends"))
}

/// Says what becomes of the lines below the first one.
fn swallowed(written: &str, fate: &str) -> String {
    match written.trim_end().lines().skip(1).filter(|line| !line.trim().is_empty()).count() {
        0 => "everything that follows will be part of it".to_owned(),
        1 => format!("the line below it is {fate}"),
        lines => format!("the {lines} lines below it are {fate}"),
    }
}

/// Reports `---` with keys at the very beginning of the text.
fn second_front_matter(source: Source<'_>, start: usize) -> Option<Diagnostic> {
    let text = source.text.slice(start..);
    let begin = start + text.len() - text.trim_start().len();
    let (rule, rest) = text.trim_start().split_once('\n')?;
    if rule.trim_end() != "---" || start == 0 {
        return None;
    }
    let is_key = |line: &str| {
        line.split_once(':').is_some_and(|(key, value)| {
            !key.is_empty()
                && key.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_')
                && (value.is_empty() || value.starts_with(' '))
        })
    };
    let mut lines = rest.lines().map(str::trim_end);
    let first = lines.next().filter(|first| is_key(first))?;
    let closed = lines.take_while(|line| !line.trim().is_empty()).any(|line| line == "---");
    if !closed {
        return None;
    }
    let slip = Diagnostic::new(
        Code::SecondFrontMatter,
        source.span(begin..begin + 3),
        "the text begins with a second front matter",
    );
    let key = first.split(':').next().unwrap_or_default();
    Some(slip.because("shown as text").help(format!(
        "move its lines, from `{key}` on, into the front matter above, and remove the lines `---` around them"
    )))
}

/// Reports a list of one item that begins with a year: `2026. A good year`.
fn year(source: Source<'_>, span: Span, first: u32) -> Option<Diagnostic> {
    let written = source.text.get(span.range())?;
    let number = first.to_string();
    let rest = written.strip_prefix(number.as_str())?;
    let sign = rest.slice(..1);
    let place = span.range().start + number.len();
    let line = written.lines().next()?.trim_end();
    let slip = Diagnostic::new(
        Code::ShownAsText,
        source.span(span.range().start..span.range().start + line.len()),
        format!("this is shown as a list that begins at {first}"),
    );
    Some(slip.replace(format!("write `{number}\\{sign}`"), source.span(place..place), "\\"))
}

/// Reports a sentence that a line of hyphens below it turns into a heading.
fn underlined(source: Source<'_>, heading: &Heading) -> Option<Diagnostic> {
    let written = source.text.get(heading.span.range())?.trim_end();
    let (text, rule) = written.rsplit_once('\n')?;
    let is_rule = rule.trim().len() >= 3 && rule.trim().chars().all(|c| c == '-');
    let is_sentence = text.trim_end().ends_with(['.', '!', '?', ':', ',', ';']) || text.contains('\n');
    if !is_rule || !is_sentence {
        return None;
    }
    let begin = heading.span.range().start;
    let slip = Diagnostic::new(
        Code::ShownAsText,
        source.span(begin..begin + text.trim_end().len()),
        "the line of hyphens below this text makes it a heading",
    );
    let place = begin + text.len() + 1;
    Some(slip.suggest("for a line across the page, leave an empty line above it", source.span(place..place), "\n"))
}

/// Reports footnotes that are not shown: nothing in the text refers to them, or another one has the same label.
fn uncited(source: Source<'_>, body: &Body, found: &mut Vec<Diagnostic>) {
    let shown = shown_notes(source, body);
    let mut seen = BTreeSet::new();
    for (event, span) in body.events() {
        let Event::Start(Element::Footnote(label)) = event else { continue };
        let label = body.piece(source.text, label);
        let is_first = seen.insert(label.to_lowercase());
        if is_first && shown.contains(&label.to_lowercase()) {
            continue;
        }
        let line = source.text.get(span.range()).unwrap_or_default().lines().next().unwrap_or_default().trim_end();
        let place = source.span(span.range().start..span.range().start + line.len());
        let slip = |why: &str| Diagnostic::new(Code::LostText, place, format!("this note is not shown: {why}"));
        found.push(if is_first {
            slip(&format!("nothing refers to it with `[^{label}]`"))
                .help(format!("write `[^{label}]` after the words that it belongs to, or remove the note"))
        } else {
            slip(&format!("another one above has the label `{label}`"))
                .help("give it another label, here and where you refer to it")
        });
    }
}

/// Returns the labels, in small letters, that the text refers to, directly or in a note that is shown.
fn shown_notes(source: Source<'_>, body: &Body) -> BTreeSet<String> {
    // The labels that each note refers to; those of the text have no note.
    let mut references: BTreeMap<Option<String>, Vec<String>> = BTreeMap::new();
    let mut note = None;
    for (event, _) in body.events() {
        match event {
            Event::Start(Element::Footnote(label)) => note = Some(body.piece(source.text, label).to_lowercase()),
            Event::End(Element::Footnote(_)) => note = None,
            Event::FootnoteReference(label) => {
                references.entry(note.clone()).or_default().push(body.piece(source.text, label).to_lowercase());
            }
            _ => {}
        }
    }
    let mut shown = BTreeSet::new();
    let mut open = vec![None];
    while let Some(from) = open.pop() {
        let new = references.remove(&from).unwrap_or_default().into_iter().filter(|label| shown.insert(label.clone()));
        open.extend(new.map(Some).collect::<Vec<_>>());
    }
    shown
}

//! The line below a choice that explains it: `- Follows Own it: why.` or `- Follows [Own it](../playbooks/x.md#own-it):
//! why.`

use super::addresses::SceneAddresses;
use super::builder::SceneBuilder;
use super::context::Context;
use super::item::{Item, MARKS, is_scene_link, items, leads_to_scene, link_at};
use super::message::{meant, shown};
use super::misplaced;
use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::parse::markdown::{Element, Event, Link, LinkForm};
use crate::parse::scenario::ast::{Explanation, Mark, Part, Passage};
use crate::parse::scenario::text::{Phrase, Text};
use crate::source::Span;

/// Reads everything below a choice.
pub(super) fn read(cx: &mut Context<'_>, addresses: &SceneAddresses<'_>, choice: &Item) -> Option<Explanation> {
    let mut first = None;
    let mut at = choice.blocks.start;
    while at < choice.blocks.end {
        let after = cx.body.after(at);
        match cx.body.event(at) {
            Some((Event::Start(Element::List(_)), _)) => {
                for item in items(cx.body, at..after) {
                    let read = read_item(cx, addresses, &item);
                    keep_first(cx, &mut first, read);
                }
            }
            Some((Event::Start(Element::HtmlBlock), _)) | None => {}
            Some((_, span)) => {
                let text = cx.text(at..after, span);
                unread(cx, &text, span);
            }
        }
        at = after;
    }
    first
}

fn keep_first(cx: &mut Context<'_>, first: &mut Option<Explanation>, read: Option<Explanation>) {
    match (&first, read) {
        (None, read) => *first = read,
        (Some(first), Some(second)) => {
            let message = "a choice has one mark, but this is a second one";
            let found = Diagnostic::new(Code::ExplanationForm, second.mark_span, message);
            let found = found.label(first.mark_span, "the first one");
            cx.report(found.help("keep the step that matters most here"));
        }
        (Some(_), None) => {}
    }
}

/// Reports text under a choice that is not an explanation.
pub(super) fn unread(cx: &mut Context<'_>, text: &Text, whole: Span) {
    if misplaced::below_choice(cx, text.phrase()) {
        return;
    }
    if mark_after_sign(cx, text.phrase(), whole) {
        return;
    }
    let first_word = text.phrase().words().next().map_or(whole, Phrase::span);
    let found = Diagnostic::new(Code::UnreadText, first_word, "this text under a choice is never shown");
    let help = "move it into the scene that the choice leads to, or above the list";
    let form = format!("an explanation is {}", form(cx));
    let reason = text.phrase().as_str().contains(':');
    let (first, second) = if reason { (form.as_str(), help) } else { (help, form.as_str()) };
    cx.report(found.help(first).help(second));
}

/// Reports a mark after another sign than the hyphen of an item: `– Follows Own it: why`, `> Follows Own it: why`. Returns
/// true if the text is one.
fn mark_after_sign(cx: &mut Context<'_>, text: Phrase<'_>, whole: Span) -> bool {
    let bare = text.trim_start_of(&['–', '—', '•', '*', '>', '(']);
    let marked = MARKS.iter().find_map(|&(_, keyword)| cx.words.split(bare, keyword));
    let Some((word, _)) = marked.filter(|_| bare.as_str().contains([':', '：', ')'])) else { return false };
    let start = word.span().range().start;
    let line = cx.source.get(..start).and_then(|before| before.rsplit('\n').next()).unwrap_or_default();
    let sign = line.trim();
    let message = "an explanation is an item of its own, with a hyphen";
    let found = Diagnostic::new(Code::ExplanationForm, word.span(), message);
    let known = ["–", "—", "•", ">"].contains(&sign);
    let span = Span {
        end: word.span().start,
        start: word.span().start - crate::text::saturating_u32(line.trim_start().len()),
        ..whole
    };
    let help = format!("write `- {} …: …`", shown(word.trim()));
    cx.report(if known { found.replace(help, span, "- ") } else { found.help(help) });
    true
}

/// Reads one item below a choice.
fn read_item(cx: &mut Context<'_>, addresses: &SceneAddresses<'_>, item: &Item) -> Option<Explanation> {
    let line = cx.text(item.line.clone(), item.span);
    let link = item.first_link(cx.body);
    let lead = item.lead(cx);
    if lead.phrase().is_blank() && link.is_some_and(|at| is_scene_link(cx.body, at)) {
        let span = line.phrase().span();
        let found = Diagnostic::new(Code::UnreadText, span, "this choice is indented under another one");
        cx.report(found.help("remove the spaces before its hyphen"));
        return None;
    }
    let Some(marked) = read_mark(cx, lead.phrase()) else {
        unread(cx, &line, item.span);
        return None;
    };
    let Marked { mark, word, rest } = marked;
    if !misplaced::lines(cx, addresses, item.line.clone(), item.span, false).any {
        misplaced::below_choice(cx, line.phrase());
    }
    let reason = |from: u32| {
        let why = Passage::after(item.start + 1..item.end - 1, from);
        let text = why.plain(cx.body, cx.source);
        (why, text)
    };
    let (why, text) = reason(reason_from(cx, item, link, rest));
    let titles = rest.as_str().char_indices().filter(|&(_, c)| is_colon(c)).skip(1);
    let titles = titles.map(|(at, colon)| rest.part(at + colon.len_utf8()..rest.as_str().len()));
    let later: Vec<_> = titles.map(|behind| reason(behind.trim_start().byte())).collect();
    let step = step(cx, link, marked);
    if step.is_some() && text.is_empty() {
        let found = Diagnostic::new(Code::ExplanationForm, word.span(), "this explanation gives no reason");
        let named = cx.text(item.line.clone(), item.span);
        let named = shown(named.phrase().without_end([':', '：']));
        cx.report(found.help(format!("say why after a colon: `{named}: why`")));
    }
    Some(Explanation { mark, mark_span: word.span(), link: step, why, text, later, span: item.span })
}

fn is_colon(c: char) -> bool {
    matches!(c, ':' | '：')
}

/// The form of an explanation, for advice.
pub(super) fn form(cx: &Context<'_>) -> String {
    let marks = MARKS.map(|(_, keyword)| format!("`{}`", cx.words.title(keyword)));
    let [follows, bends, breaks] = marks;
    let of = cx.playbook.map(|path| format!(" of `{path}`")).unwrap_or_default();
    format!("{follows}, {bends} or {breaks}, then the title of a step{of}, a colon and the reason")
}

/// The text of an explanation before its link.
#[derive(Clone, Copy, Debug)]
struct Marked<'t> {
    mark: Mark,
    /// The word of the mark.
    word: Phrase<'t>,
    /// The text after the word.
    rest: Phrase<'t>,
}

/// Reads the mark at the beginning of a line, which may be misspelt.
fn read_mark<'t>(cx: &mut Context<'_>, lead: Phrase<'t>) -> Option<Marked<'t>> {
    let exact = MARKS.iter().find_map(|&(mark, keyword)| {
        let (word, rest) = cx.words.split(lead, keyword)?;
        Some(Marked { mark, word: word.trim(), rest })
    });
    if exact.is_some() {
        return exact;
    }
    let first = lead.words().next().filter(|word| word.as_str().starts_with(char::is_alphabetic))?;
    let names = MARKS.map(|(_, keyword)| cx.words.title(keyword));
    let near = nearest(first.as_str(), names.iter().map(String::as_str))?;
    let message = format!("`{}` is not a mark", shown(first));
    let found = Diagnostic::new(Code::ExplanationForm, first.span(), message);
    cx.report(meant(found, near, first.span()));
    let mark = MARKS.iter().zip(&names).find(|(_, name)| *name == near).map(|(&(mark, _), _)| mark)?;
    let (word, rest) = lead.divide_after(first);
    Some(Marked { mark, word: word.trim(), rest })
}

/// The index of the link to the step, which must come directly after the mark, or of its title. `link` is the event of
/// the item's first link.
fn step(cx: &mut Context<'_>, link: Option<usize>, marked: Marked<'_>) -> Option<usize> {
    let number = link.and_then(|at| link_at(cx.body, at));
    let colon = marked.rest.split_once(&[':', '：']);
    let (message, span) = match number {
        Some(number) if leads_to_scene(cx.body, number) => {
            ("this links to a scene, but a mark must link to a step of a playbook", cx.body.links[number].span)
        }
        Some(number) if marked.rest.is_blank() => return Some(number),
        _ => match colon {
            Some((name, _)) if !name.is_blank() => return Some(named_step(cx, name, marked.rest)),
            _ => ("the title of a step and a colon are missing after this word", marked.word.span()),
        },
    };
    let titled = |behind: Phrase<'_>| behind.split_once(&[':', '：']).is_some();
    if let Some((_, behind)) = colon.filter(|&(_, behind)| number.is_none() && titled(behind)) {
        // `Follows: Own it: why`
        let sign = Span { start: marked.word.span().end, end: behind.trim_start().byte(), ..marked.word.span() };
        let word = shown(marked.word);
        let found = Diagnostic::new(Code::ExplanationForm, span, format!("there is no colon after `{word}`"));
        cx.report(found.replace(format!("write `{word} {}`", shown(behind)), sign, " "));
        return None;
    }
    if let Some((sign, title)) = separator(marked.rest).filter(|_| number.is_none()) {
        let message = "the colon between the step and the reason is missing";
        let found = Diagnostic::new(Code::ExplanationForm, sign, message);
        cx.report(found.suggest(format!("write `{} {}: …`", shown(marked.word), shown(title)), sign, ": "));
        return None;
    }
    let help = if marked.rest.is_blank() || number.is_some() || colon.is_some() {
        format!("write {}", form(cx))
    } else {
        format!("write `{} {}: why`", shown(marked.word), shown(marked.rest))
    };
    cx.report(Diagnostic::new(Code::ExplanationForm, span, message).help(help));
    None
}

/// The first sign that may stand for the colon after the title of a step, and the title.
fn separator(rest: Phrase<'_>) -> Option<(Span, Phrase<'_>)> {
    let text = rest.as_str();
    let signs = [" - ", " – ", " — ", " -- ", ". ", ", ", "; "];
    let (at, sign) = signs.iter().filter_map(|sign| Some((text.find(sign)?, *sign))).min()?;
    let title = rest.part(0..at);
    let start = title.span().end;
    let end = rest.part(at + sign.len()..text.len()).trim_start().byte();
    (!title.is_blank()).then_some((Span { start, end, ..rest.span() }, title))
}

/// Adds the step that is named at the beginning of `rest` to the links of the body. A title may contain colons, so all
/// the text before the last colon may belong to it.
fn named_step(cx: &mut Context<'_>, name: Phrase<'_>, rest: Phrase<'_>) -> usize {
    let until = rest.as_str().rfind([':', '：']).unwrap_or_default();
    let (span, text) = (name.span(), shown(name));
    let destination = rest.part(0..until).as_str().trim().to_owned();
    cx.steps.push(Link { destination, title: String::new(), form: LinkForm::Step, span, whole: span, text });
    cx.body.links.len() + cx.steps.len() - 1
}

/// The byte at which the reason begins: after the link or the title of the step, the colon and white space.
fn reason_from(cx: &Context<'_>, item: &Item, link: Option<usize>, rest: Phrase<'_>) -> u32 {
    let Some(at) = link.filter(|_| rest.is_blank()) else {
        let behind = rest.split_once(&[':', '：']).map_or(rest, |(_, behind)| behind);
        return behind.trim_start().byte();
    };
    let end = cx.body.event(at).map_or(item.span.start, |(_, span)| span.end);
    let after = cx.text(cx.body.after(at)..item.line.end, Span { start: end, end, ..item.span });
    after.phrase().trim_start_of(&[':', '：', '—', '–', '-', ',']).byte().max(end)
}

/// Reports an explanation that is not indented below its choice.
pub(super) fn not_indented(
    cx: &mut Context<'_>,
    addresses: &SceneAddresses<'_>,
    builder: &mut SceneBuilder,
    item: &Item,
) {
    misplaced::lines(cx, addresses, item.line.clone(), item.span, false);
    let above = matches!(builder.scene.parts.last(), Some(Part::Choices(_)));
    if !above && builder.has_lost_lines(&cx.found) {
        return;
    }
    let span = item.first_word(cx);
    let message = "this line explains a choice, but is not indented below one";
    let found = Diagnostic::new(Code::ExplanationNotIndented, span, message);
    let Some(choice) = builder.scene.choices.last_mut().filter(|choice| above && choice.explanation.is_none()) else {
        cx.report(found.help("indent this under its choice: two spaces before the hyphen"));
        return;
    };
    let indent = (cx.body.links[choice.link].whole.start - choice.span.start) as usize;
    let start = Span { end: item.span.start, ..item.span };
    let help = format!("indent this under its choice: {indent} spaces before the hyphen");
    cx.report(found.replace(help, start, " ".repeat(indent)));
    choice.explanation = read_item(cx, addresses, item);
}

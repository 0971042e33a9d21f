//! Items and lines that were meant to lead to a scene and do not: broken links, links to files, items without a link
//! among choices or routes. As text they would have no meaning, so each of them is an error.
//!
//! Links that Markdown understands, but that are in the wrong place, belong to `stray`; the notations of other tools
//! are recognised by `notation`.

use std::ops::Range;

use super::addresses::SceneAddresses;
use super::context::Context;
use super::item::{Form, Item, MARKS, is_scene_link, items, link_at};
use super::line::{Near, Place, Written, scene};
use super::message::shown;
use super::misplaced::tail;
use super::notation;
use crate::diagnostic::{Code, Diagnostic};
use crate::parse::markdown::{Element, Event};
use crate::parse::scenario::text::Phrase;
use crate::parse::scenario::words::Keyword;
use crate::parse::slug::slug;
use crate::source::Span;
use crate::text::Slice;
use crate::text::clip;

/// A link that Markdown does not understand. Ranges are byte offsets in its text.
#[derive(Debug)]
struct BrokenLink {
    whole: Range<usize>,
    label: Range<usize>,
    address: Range<usize>,
    fault: Fault,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fault {
    SpacesInside,
    SpaceBefore,
    NoEnd,
    SquareBrackets,
    Braces,
    Swapped,
    NoAddress,
    /// A sound link to something that is not a scene.
    NoHash,
}

/// Reports an item with a broken link, or without any link if its list or its own form shows that it was meant as a
/// choice or route. Returns true if the item was reported.
pub(super) fn item(
    cx: &mut Context<'_>,
    addresses: &SceneAddresses<'_>,
    item: &Item,
    form: Form,
    place: Place<'_>,
) -> bool {
    if link(cx, addresses, item, place) {
        return true;
    }
    if !place.ways && !looks_like_choice(cx, item) || matches!(form, Form::StateText) {
        return false;
    }
    no_link(cx, item, form, place);
    true
}

/// Reports the broken link of an item. Returns true if there is one.
pub(super) fn link(cx: &mut Context<'_>, addresses: &SceneAddresses<'_>, item: &Item, place: Place<'_>) -> bool {
    let written = Written::of(cx, item.line.clone(), item.span);
    let behind = opens_route(cx, item).then(|| written.text.find(':')).flatten();
    let target = behind.map_or(written, |colon| written.from(colon + 1));
    if notation::item(cx, addresses, target, place) {
        return true;
    }
    let Some(broken) = sound_link(cx, item, written).or_else(|| broken_in(cx, item.line.clone(), written)) else {
        return false;
    };
    let address = scene(addresses, written.text.slice(broken.address.clone()));
    let sure = place.ways || opens_route(cx, item);
    let meant = match broken.fault {
        Fault::NoAddress => (sure || looks_like_choice(cx, item)) && at_start(cx, item, written, &broken),
        Fault::NoHash => place.ways && !opens_route(cx, item) || address.as_ref().is_some_and(|near| near.exact),
        _ => sure || address.is_some() || written.text.slice(broken.address.clone()).starts_with('#'),
    };
    if meant {
        report(cx, written, &broken, Meant { address, route: place.routes || opens_route(cx, item), place });
    }
    meant
}

/// Reports a line of a paragraph that begins with a broken link to a scene. Returns true if there is one.
pub(super) fn paragraph(
    cx: &mut Context<'_>,
    addresses: &SceneAddresses<'_>,
    events: Range<usize>,
    whole: Span,
) -> bool {
    let written = Written::of(cx, events.clone(), whole);
    let broken = broken_in(cx, events, written).filter(|broken| broken.whole.start == 0);
    let Some(broken) = broken else { return false };
    let address = written.text.slice(broken.address.clone());
    if broken.fault == Fault::NoAddress || !address.starts_with('#') {
        return false;
    }
    let message = format!("{}, so nothing leads on from here", reason(broken.fault));
    let found = Diagnostic::new(Code::LostChoice, written.part(broken.whole.clone()), message);
    let label = written.text.slice(broken.label.clone());
    let near = scene(addresses, address).map_or_else(|| slug(address), |near| near.address);
    cx.report(found.help(format!("write it as a choice, on a line of its own: `- [{}](#{near})`", clip(label))));
    true
}

/// The choice or route that a broken link was meant to be.
#[derive(Debug)]
struct Meant<'p> {
    address: Option<Near>,
    route: bool,
    place: Place<'p>,
}

fn report(cx: &mut Context<'_>, written: Written<'_>, broken: &BrokenLink, meant: Meant<'_>) {
    let kind = if meant.route { "route" } else { "choice" };
    let message = format!("{}, so this is not a {kind}", reason(broken.fault));
    let span = written.part(broken.whole.clone());
    let found = Diagnostic::new(Code::LostChoice, span, message);
    let label = written.text.slice(broken.label.clone()).trim();
    let lead = written.text.slice(..broken.whole.start).trim_end();
    let alone = lead.is_empty() || meant.route && lead.ends_with([':', '：']);
    cx.report(match meant.address {
        Some(near) if alone => {
            let right = format!("[{label}](#{})", near.address);
            let certain = near.exact && broken.fault != Fault::NoAddress;
            let help = match broken.fault {
                Fault::SpaceBefore => "remove the space".to_owned(),
                Fault::NoEnd | Fault::SpacesInside | Fault::NoHash => format!("write `(#{})`", near.address),
                _ => format!("write `[{}](#{})`", clip(label), near.address),
            };
            found.replace_if(certain, help, span, right)
        }
        Some(near) => found.help(format!("begin the item with the link: `- [{}](#{})`", clip(label), near.address)),
        None => {
            let help = format!(
                "write `[{}](#{})`, with the address of the scene that it leads to",
                clip(label),
                meant.place.example
            );
            found.help(help)
        }
    });
}

fn reason(fault: Fault) -> &'static str {
    match fault {
        Fault::SpacesInside => "the address of this link contains spaces",
        Fault::SpaceBefore => "there is a space between `]` and `(`",
        Fault::NoEnd => "the `)` at the end of this link is missing",
        Fault::SquareBrackets | Fault::Braces => "the address of a link belongs in round brackets",
        Fault::Swapped => "the brackets of this link are swapped",
        Fault::NoAddress => "there is no address after these brackets",
        Fault::NoHash => "this link does not lead to a scene, because its address does not begin with `#`",
    }
}

/// Returns true if a link is where that of a choice or route belongs.
fn at_start(cx: &Context<'_>, item: &Item, written: Written<'_>, broken: &BrokenLink) -> bool {
    let lead = written.text.slice(..broken.whole.start).trim();
    lead.is_empty() || opens_route(cx, item) && lead.ends_with([':', '：'])
}

/// Reports an item without a link.
fn no_link(cx: &mut Context<'_>, item: &Item, form: Form, place: Place<'_>) {
    let text = cx.text(item.line.clone(), item.span);
    let Own { label, tail } = own_words(cx, text.phrase());
    let span = if text.phrase().is_blank() { item.span } else { text.phrase().span() };
    let example = place.example;
    let found = if place.routes || matches!(form, Form::StrayOtherwise) {
        let found = Diagnostic::new(Code::LostChoice, span, "this item is not a route, but the others in its list are");
        let when = cx.words.title(Keyword::When);
        found.help(format!("write `- {when} …: [{label}](#{example})`, with your own condition and scene"))
    } else {
        let found = Diagnostic::new(
            Code::LostChoice,
            span,
            "this item does not begin with a link, so it is not a \
            choice",
        );
        found.help(format!("write `- [{label}](#{example}){tail}`, with the address of the scene that it leads to"))
    };
    cx.report(found.help("or, if it is only text, move it above the list"));
}

/// Reports a condition with text and without a link in a list of routes. Returns true if it has no link at all.
pub(super) fn route(cx: &mut Context<'_>, addresses: &SceneAddresses<'_>, item: &Item, place: Place<'_>) -> bool {
    if item.first_link(cx.body).is_some() {
        return false;
    }
    let text = cx.text(item.line.clone(), item.span);
    let Some((before, behind)) = text.phrase().split_once(&[':', '：']) else { return false };
    let message = "this line has no link, so it leads nowhere, but the others in its list are routes";
    let found = Diagnostic::new(Code::LostChoice, text.phrase().span(), message);
    let (before, behind) = (shown(before), clip(behind.as_str().trim().trim_end_matches('.')));
    let example = scene(addresses, &behind).map_or_else(|| place.example.to_owned(), |near| near.address);
    let found = found.help(format!("write `- {before}: [{behind}](#{example})`, with your own scene"));
    cx.report(found.help("or, if it is only text, move it above the first route"));
    true
}

/// The author's words for a choice.
#[derive(Debug)]
struct Own {
    label: String,
    /// The tail with its dash; empty if there is none.
    tail: String,
}

fn own_words(cx: &Context<'_>, text: Phrase<'_>) -> Own {
    let whole = text.trim();
    let task = ["[ ] ", "[x] ", "[X] "].iter().any(|mark| whole.as_str().starts_with(mark));
    let task = if task { whole.part(4..whole.as_str().len()) } else { whole };
    let Some(tail) = tail(cx, task) else {
        let label = clip(without_brackets(task.as_str()));
        return Own { label: if label.is_empty() { "…".to_owned() } else { label }, tail: String::new() };
    };
    let label = task.ending_before(tail).as_str();
    let label = label.trim_end_matches(|c: char| c.is_whitespace() || "—–-".contains(c));
    Own { label: clip(without_brackets(label)), tail: format!(" — {}", clip(tail.as_str().trim())) }
}

fn without_brackets(text: &str) -> &str {
    let text = text.trim();
    text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(text)
}

/// Returns true if an item has the form of a choice apart from its link: a tail, or an explanation below it.
fn looks_like_choice(cx: &Context<'_>, item: &Item) -> bool {
    let text = cx.text(item.line.clone(), item.span);
    tail(cx, text.phrase()).is_some() || has_mark_below(cx, item)
}

fn has_mark_below(cx: &Context<'_>, item: &Item) -> bool {
    let mut at = item.blocks.start;
    while at < item.blocks.end {
        let after = cx.body.after(at);
        if let Some((Event::Start(Element::List(_)), _)) = cx.body.event(at)
            && items(cx.body, at..after).iter().any(|below| is_explanation(cx, below))
        {
            return true;
        }
        at = after.max(at + 1);
    }
    false
}

/// Returns true if an item begins with a mark, followed by a link or by words and a colon.
fn is_explanation(cx: &Context<'_>, item: &Item) -> bool {
    let lead = item.lead(cx);
    let text = cx.text(item.line.clone(), item.span);
    MARKS.iter().filter_map(|&(_, keyword)| cx.words.split(lead.phrase(), keyword)).any(|(_, rest)| {
        item.first_link(cx.body).is_some() && rest.is_blank() || text.phrase().as_str().contains([':', '：'])
    })
}

/// Returns true if an item begins with `When …:` or `Otherwise:`.
fn opens_route(cx: &Context<'_>, item: &Item) -> bool {
    let text = cx.text(item.line.clone(), item.span);
    let Some((before, _)) = text.phrase().split_once(&[':', '：']) else { return false };
    cx.words.split(before, Keyword::When).is_some() || cx.words.is(before.as_str(), Keyword::Otherwise)
}

/// The link of an item that leads to a file or page, if the item begins with it.
fn sound_link(cx: &Context<'_>, item: &Item, written: Written<'_>) -> Option<BrokenLink> {
    let at = item.first_link(cx.body).filter(|&at| !is_scene_link(cx.body, at))?;
    let link = &cx.body.links[link_at(cx.body, at)?];
    if item.lead(cx).phrase().is_blank() || opens_route(cx, item) {
        let start = written.span.range().start;
        let offset = |byte: u32| (byte as usize).checked_sub(start);
        let whole = offset(link.whole.start)?..offset(link.whole.end)?;
        let address = offset(link.span.start)?..offset(link.span.end)?;
        let text = written.text.slice(whole.clone());
        let label = text.find("](").filter(|_| text.starts_with('['))?;
        return Some(BrokenLink { label: whole.start + 1..whole.start + label, whole, address, fault: Fault::NoHash });
    }
    None
}

/// The first text in brackets on the first line of these events that was meant as a link and is none.
fn broken_in(cx: &Context<'_>, events: Range<usize>, written: Written<'_>) -> Option<BrokenLink> {
    let line = written.text.slice(..written.text.find('\n').unwrap_or(written.text.len()));
    let links: Vec<Span> = events.filter_map(|at| Some(cx.body.links[link_at(cx.body, at)?].whole)).collect();
    let is_sound = |at: usize| {
        let at = written.span.range().start + at;
        links.iter().any(|link| link.range().contains(&at))
    };
    let swapped = swapped(line).filter(|swapped| !is_sound(swapped.whole.start));
    swapped.or_else(|| {
        let opens = line.match_indices('[').map(|(at, _)| at).filter(|&at| !is_sound(at));
        opens.filter(|&at| !line.slice(..at).ends_with(['\\', '!'])).find_map(|open| broken_link(line, open))
    })
}

/// The link that was meant by the bracket at `open`.
fn broken_link(line: &str, open: usize) -> Option<BrokenLink> {
    let close = open + closing(line.slice(open..))?;
    let label = open + 1..close;
    let is_task = ["", " ", "x", "X"].contains(&line.slice(label.clone())) && open == 0;
    if is_task || line.slice(label.clone()).trim().is_empty() {
        return None;
    }
    let behind = line.slice(close + 1..);
    let start = line.len() - behind.trim_start().len();
    let bracketed = |end: char| {
        let inside = start + 1;
        let length = line.slice(inside..).find(end);
        let until = length.map_or_else(|| inside + unclosed(line.slice(inside..)), |length| inside + length);
        (inside..until, until + usize::from(length.is_some()), length.is_some())
    };
    if behind.trim_start().starts_with('(') {
        let (address, end, closed) = bracketed(')');
        let fault = match (closed, start > close + 1) {
            (false, _) => Fault::NoEnd,
            (true, true) => Fault::SpaceBefore,
            (true, false) => Fault::SpacesInside,
        };
        return Some(BrokenLink { whole: open..end, label, address, fault });
    }
    if behind.starts_with('[') && line.slice(start + 1..).starts_with('#') {
        let (address, end, _) = bracketed(']');
        return Some(BrokenLink { whole: open..end, label, address, fault: Fault::SquareBrackets });
    }
    if behind.starts_with("{#") {
        let (address, end, _) = bracketed('}');
        return Some(BrokenLink { whole: open..end, label, address, fault: Fault::Braces });
    }
    let address = label.clone();
    Some(BrokenLink { whole: open..close + 1, label, address, fault: Fault::NoAddress })
}

/// `(text)[#address]`.
fn swapped(line: &str) -> Option<BrokenLink> {
    let middle = line.find(")[#")?;
    let open = line.slice(..middle).rfind('(')?;
    let end = middle + line.slice(middle..).find(']')?;
    Some(BrokenLink { whole: open..end + 1, label: open + 1..middle, address: middle + 2..end, fault: Fault::Swapped })
}

/// The offset of the bracket that closes the one at the beginning of a text.
fn closing(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    text.char_indices().find_map(|(at, sign)| {
        match sign {
            '[' => depth += 1,
            ']' => depth -= 1,
            _ => {}
        }
        (depth == 0).then_some(at)
    })
}

/// The length of an address whose bracket is missing: up to the dash of a tail, or to the end of the line.
fn unclosed(rest: &str) -> usize {
    let end = [" —", " –", " --", " - "].iter().filter_map(|dash| rest.find(dash)).min().unwrap_or(rest.len());
    rest.slice(..end).trim_end().len()
}

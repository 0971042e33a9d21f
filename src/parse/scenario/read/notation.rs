//! The notations of other tools for interactive stories, such as Twine, Ink and `ChoiceScript`, with what to write
//! instead in the author's own words.

use super::addresses::SceneAddresses;
use super::context::Context;
use super::line::{Near, Place, Written, scene};
use crate::diagnostic::{Code, Diagnostic};
use crate::parse::scenario::words::Keyword;
use crate::parse::slug::slug;
use crate::text::clip;

/// The arrows between the words of a choice and the scene that it leads to.
const ARROWS: [&str; 3] = ["->", "→", "=>"];

/// Targets that end a story in Ink.
const ENDS: [&str; 2] = ["DONE", "END"];

/// A link in another notation.
#[derive(Debug)]
struct ForeignLink<'t> {
    label: &'t str,
    target: &'t str,
    /// True if it can be nothing else: double brackets, or brackets before an arrow.
    sure: bool,
    /// True if it has double brackets.
    double: bool,
    /// True if it says nothing apart from its label and target.
    whole: bool,
}

/// Reports an item that leads to a scene in another notation. Returns true if it does.
pub(super) fn item(
    cx: &mut Context<'_>,
    addresses: &SceneAddresses<'_>,
    written: Written<'_>,
    place: Place<'_>,
) -> bool {
    let Some(link) = foreign(written.text) else { return false };
    let near = to_scene(addresses, &link);
    let known = near.as_ref().is_some_and(|near| near.exact);
    let route = place.ways && condition(cx, link.label).is_some();
    if !(link.sure || known || route) {
        return false;
    }
    report(cx, written, &link, Shown { near, hyphen: "" });
    true
}

/// Reports the lines of a paragraph that are written in another notation. Returns true if there are any.
pub(super) fn paragraph(cx: &mut Context<'_>, addresses: &SceneAddresses<'_>, written: Written<'_>) -> bool {
    let mut any = false;
    let mut at = 0;
    for line in written.text.split('\n') {
        let trimmed = line.trim();
        let start = at + (line.len() - line.trim_start().len());
        at += line.len() + 1;
        let part = Written { text: trimmed, span: written.part(start..start + trimmed.len()) };
        any |= heading(cx, part) || command(cx, part) || divert(cx, addresses, part) || bracketed(cx, addresses, part);
    }
    any
}

/// The parts of a suggested link.
#[derive(Debug)]
struct Shown {
    near: Option<Near>,
    /// The hyphen that makes it an item; empty if it is one.
    hyphen: &'static str,
}

/// Splits a link in another notation.
fn foreign(line: &str) -> Option<ForeignLink<'_>> {
    if let Some((inner, behind)) = line.strip_prefix("[[").and_then(|rest| rest.split_once("]]")) {
        let (label, target) = inner
            .split_once("->")
            .or_else(|| inner.split_once("<-").map(|(target, label)| (label, target)))
            .or_else(|| inner.split_once('|'))
            .unwrap_or((inner, inner));
        return Some(ForeignLink {
            label: label.trim(),
            target: target.trim(),
            sure: true,
            double: true,
            whole: behind.is_empty(),
        });
    }
    let (arrow, (before, target)) = ARROWS.iter().find_map(|&arrow| Some((arrow, line.split_once(arrow)?)))?;
    let label = before.trim();
    // Ink writes a condition in braces before the words, and code behind them.
    let bare = label.strip_prefix('{').and_then(|rest| rest.split_once('}')).map_or(label, |(_, rest)| rest.trim());
    let task = ["[x]", "[X]", "[ ]"].iter().any(|mark| bare.starts_with(mark));
    let inner = bare.strip_prefix('[').filter(|_| !task).and_then(|rest| rest.split_once(']'));
    let whole = bare == label && inner.is_none_or(|(_, behind)| behind.trim().is_empty());
    let inner = inner.map(|(inner, _)| inner);
    let target = target.trim().trim_end_matches('.');
    let link = ForeignLink {
        label: inner.unwrap_or(label).trim(),
        target,
        sure: inner.is_some() && arrow == "->",
        double: false,
        whole,
    };
    (!link.label.is_empty() && !link.target.is_empty() && !label.contains("](")).then_some(link)
}

/// The scene that a link leads to. `[[a|b]]` means one order in Twine and the other in wikis.
fn to_scene(addresses: &SceneAddresses<'_>, link: &ForeignLink<'_>) -> Option<Near> {
    let [target, label] = [link.target, link.label].map(|words| scene(addresses, words));
    match (target, label) {
        (Some(target), _) if target.exact => Some(target),
        (target, Some(label)) if label.exact && link.sure => Some(label).or(target),
        (target, _) => target,
    }
}

fn report(cx: &mut Context<'_>, written: Written<'_>, link: &ForeignLink<'_>, shown: Shown) {
    let message = format!("`{}` is the notation of another tool, and leads nowhere here", clip(written.text));
    let found = Diagnostic::new(Code::LostChoice, written.span, message);
    let swapped = shown.near.as_ref().is_some_and(|near| near.exact && slug(link.target) != near.address);
    let label = if swapped { link.target } else { link.label }.trim_start_matches('#');
    let hyphen = shown.hyphen;
    if let Some(lead) = condition(cx, label) {
        let address = shown.near.map_or_else(|| slug(link.target), |near| near.address);
        cx.report(found.help(format!("write `{lead}: [{}](#{address})`", clip(link.target))));
        return;
    }
    cx.report(match shown.near {
        Some(near) => {
            let right = format!("{hyphen}[{label}](#{})", near.address);
            let help = format!("write `{}`", clip(&right));
            if link.whole { found.replace_if(near.exact, help, written.span, right) } else { found.help(help) }
        }
        None => {
            let address = slug(link.target);
            let help = format!("write `{hyphen}[{}](#{address})`", clip(label));
            found.help(format!("{help}, and `## {}` as the heading of that scene", clip(link.target)))
        }
    });
}

/// The beginning of a route, without its colon.
fn condition<'t>(cx: &Context<'_>, label: &'t str) -> Option<&'t str> {
    let bare = label.trim_end_matches([':', ' ']);
    let first = bare.split_whitespace().next()?;
    (cx.words.is(first, Keyword::When) || cx.words.is(bare, Keyword::Otherwise)).then_some(bare)
}

/// Reports `[[words->scene]]` in a paragraph.
fn bracketed(cx: &mut Context<'_>, addresses: &SceneAddresses<'_>, line: Written<'_>) -> bool {
    let Some(link) = foreign(line.text).filter(|link| link.sure && line.text.starts_with('[')) else { return false };
    let near = to_scene(addresses, &link);
    // `[Anna] → the manager.` may be ordinary text.
    if !link.double && !near.as_ref().is_some_and(|near| near.exact) {
        return false;
    }
    report(cx, line, &link, Shown { near, hyphen: "- " });
    true
}

/// Reports `-> scene` on a line of its own.
fn divert(cx: &mut Context<'_>, addresses: &SceneAddresses<'_>, line: Written<'_>) -> bool {
    let Some(target) = ARROWS.iter().find_map(|arrow| line.text.strip_prefix(arrow)).map(str::trim) else {
        return false;
    };
    let near = scene(addresses, target);
    let name =
        line.text.starts_with("->") && !target.is_empty() && target.chars().all(|c| c.is_alphanumeric() || c == '_');
    if !(name || near.as_ref().is_some_and(|near| near.exact)) {
        return false;
    }
    let message = format!("`{}` is the notation of another tool, and leads nowhere here", clip(line.text));
    let found = Diagnostic::new(Code::LostChoice, line.span, message);
    let ending = cx.words.title(Keyword::Ending);
    cx.report(if ENDS.contains(&target) {
        let outcome = cx.words.title(Keyword::Outcome);
        found.help(format!(
            "the story ends in a scene whose heading begins with `## {ending}:`, with `{outcome}:` below"
        ))
    } else {
        let address = near.map_or_else(|| slug(target), |near| near.address);
        found.help(format!("write `- [{}](#{address})`, with the words that the reader sees", clip(target)))
    });
    true
}

/// Reports the heading of a scene: `=== scene ===`, `:: scene`, `*label scene`.
fn heading(cx: &mut Context<'_>, line: Written<'_>) -> bool {
    // `==Important== he called` is highlighted text.
    let knot =
        line.text.strip_prefix("==").map(|rest| rest.trim_matches(['=', ' '])).filter(|name| !name.contains('='));
    let passage = line.text.strip_prefix(":: ").map(|rest| rest.split(['[', '{']).next().unwrap_or(rest).trim());
    let label = line.text.strip_prefix("*label ").map(str::trim);
    let Some(name) = knot.or(passage).or(label).filter(|name| !name.is_empty()) else { return false };
    let message = format!("`{}` begins a scene in another tool, and is text here", clip(line.text));
    let found = Diagnostic::new(Code::LostChoice, line.span, message);
    cx.report(found.help(format!("write `## {0}`, and `(#{1})` in the links that lead to it", clip(name), slug(name))));
    true
}

/// Reports the commands of Ink, `ChoiceScript` and Twine that set or declare something.
fn command(cx: &mut Context<'_>, line: Written<'_>) -> bool {
    let declares = ["VAR ", "*create ", "*temp "].iter().find_map(|word| line.text.strip_prefix(word));
    let declares = declares.filter(|_| line.text.starts_with('*') || line.text.contains('='));
    let sets = ["~ ", "*set ", "(set:", "<<set "].iter().any(|word| line.text.starts_with(word));
    let changes = line.text.contains(['=', '%']) || line.text.ends_with("++") || line.text.ends_with("--");
    let sets = sets && (changes || line.text.starts_with(['(', '<']) || line.text.starts_with("*set "));
    // A second `*` closes emphasis: `*if only* somebody had called`.
    let chooses = ["*choice", "*finish", "*ending"].contains(&line.text.trim())
        || ["*goto ", "*if "].iter().any(|word| line.text.starts_with(word)) && line.text.matches('*').count() == 1;
    let help = match declares {
        Some(rest) => {
            let name = rest.split(['=', ' ']).next().unwrap_or(rest);
            format!("list it in the front matter: `meters:`, and below it `  {}: 4 of 10`", clip(name))
        }
        None if sets => format!("write what changes after the link of a choice: ` — {} +2`", cx.names.example()),
        None if chooses => "write each choice as an item: `- [the words](#the-scene)`".to_owned(),
        None => return false,
    };
    let message = format!("`{}` is a command of another tool, and is text here", clip(line.text));
    cx.report(Diagnostic::new(Code::LostChoice, line.span, message).help(help));
    true
}

//! Alerts in forms that only other tools know: other names, text on the first line, folding signs.

use super::Source;
use super::lines::Line;
use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::parse::markdown::{Body, Element, Event};
use crate::text::Slice;

/// The kinds of boxes.
const KINDS: [&str; 5] = ["NOTE", "TIP", "IMPORTANT", "WARNING", "CAUTION"];

/// Returns the alert that is nearest to another tool's name for a box; `None` for an unknown name.
pub(super) fn kind(name: &str) -> Option<&'static str> {
    Some(match name.to_ascii_lowercase().as_str() {
        "note" | "info" | "information" | "question" | "help" | "faq" | "example" | "quote" | "cite" | "abstract"
        | "summary" | "tldr" | "todo" | "details" | "aside" | "seealso" => "NOTE",
        "tip" | "hint" | "success" | "check" | "done" => "TIP",
        "important" | "announcement" => "IMPORTANT",
        "warning" | "warn" | "attention" | "alert" => "WARNING",
        "caution" | "danger" | "error" | "failure" | "fail" | "missing" | "bug" | "critical" => "CAUTION",
        _ => return None,
    })
}

pub(super) fn check(source: Source<'_>, lines: &[Line<'_>], found: &mut Vec<Diagnostic>) {
    for line in lines.iter().filter(|line| line.first && line.plain) {
        let Some((name, rest)) = line.text.strip_prefix("[!").and_then(|rest| rest.split_once(']')) else {
            found.extend(without_mark(source, *line));
            continue;
        };
        let name = name.trim();
        if name.is_empty() || !name.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_') {
            continue;
        }
        let before = source.text.slice(..line.start).rsplit('\n').next().unwrap_or_default();
        let quoted = before.trim_end().ends_with('>');
        found.push(report(source, *line, &Written { before, quoted, name, rest }));
    }
}

/// Reports `> [NOTE]`, which lacks its exclamation mark.
fn without_mark(source: Source<'_>, line: Line<'_>) -> Option<Diagnostic> {
    let name = line.text.strip_prefix('[')?.strip_suffix(']')?;
    let before = source.text.slice(..line.start).rsplit('\n').next().unwrap_or_default();
    if !KINDS.contains(&name) || !before.trim_end().ends_with('>') {
        return None;
    }
    let right = format!("[!{name}]");
    let slip = source.shown(line.start..line.end(), "a box begins with `[!`");
    Some(slip.replace(format!("write `{right}`"), source.span(line.start..line.end()), right))
}

/// Reports a box without text whose text was probably meant to be the paragraph below it.
pub(super) fn empty(source: Source<'_>, body: &Body, found: &mut Vec<Diagnostic>) {
    for (number, (event, span)) in body.events().enumerate() {
        let Event::Start(Element::Alert(_)) = event else { continue };
        if !matches!(body.event(number + 1), Some((Event::End(Element::Alert(_)), _))) {
            continue;
        }
        let written = source.text.slice(span.range()).trim_end();
        let place = span.range().start..span.range().start + written.len();
        let slip = Diagnostic::new(
            Code::ShownAsText,
            source.span(place),
            "this box is empty, and is shown with nothing in it",
        );
        found.push(slip.help("begin each line of its text with `> `, directly below this line"));
    }
}

/// The first line of an alert.
struct Written<'a> {
    /// The line before its first bracket.
    before: &'a str,
    quoted: bool,
    name: &'a str,
    /// The line behind its last bracket.
    rest: &'a str,
}

fn report(source: Source<'_>, line: Line<'_>, written: &Written<'_>) -> Diagnostic {
    let sign = line.start..line.start + line.text.find(']').map_or(0, |at| at + 1);
    let Some(kind) = kind(written.name) else {
        let slip = source.shown(sign.clone(), &format!("`{}` is not a kind of box", written.name));
        if let Some(near) = nearest(&written.name.to_uppercase(), KINDS) {
            let right = format!("[!{near}]");
            return slip.replace(format!("write `{right}`"), source.span(sign), right);
        }
        return slip.help("write one of `[!NOTE]`, `[!TIP]`, `[!IMPORTANT]`, `[!WARNING]` and `[!CAUTION]`");
    };
    if !written.quoted {
        let slip = source.shown(sign, "each line of a box begins with `>`");
        return slip.help(format!("write `> [!{kind}]`, and begin each line below with `> `"));
    }
    let (text, before) = (written.rest.trim_start_matches(['+', '-']).trim(), written.before);
    let whole = source.span(line.start..line.end());
    let is_known = kind.eq_ignore_ascii_case(written.name);
    let why = match (is_known, text.is_empty()) {
        (false, _) => format!("boxes have other names here, and the nearest is `[!{kind}]`"),
        (true, true) if !line.text.starts_with(&format!("[!{}]", written.name)) => {
            "there is no space between the brackets of a box".to_owned()
        }
        (true, true) => format!("`[!{kind}]` has nothing after it"),
        (true, false) => format!("`[!{kind}]` has a line of its own"),
    };
    let goes_on = source.text.slice(line.end()..).lines().nth(1).is_some_and(|next| next.trim_start().starts_with('>'));
    let right = match (text.is_empty(), goes_on) {
        (true, _) => format!("[!{kind}]"),
        // Text before other text is a title.
        (false, true) => format!("[!{kind}]\n{before}**{text}**\n{}", before.trim_end()),
        (false, false) => format!("[!{kind}]\n{before}{text}"),
    };
    let help = if text.is_empty() {
        format!("write `[!{kind}]`")
    } else {
        format!("write `[!{kind}]`, and the text on the next line")
    };
    source.shown(line.start..line.end(), &why).replace(help, whole, right)
}

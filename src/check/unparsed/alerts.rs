//! Alerts in forms that only other tools know: other names, text on the first line, folding signs.

use super::Source;
use super::lines::Line;
use crate::diagnostic::Diagnostic;
use crate::text::Slice;

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
        let Some((name, rest)) = line.text.strip_prefix("[!").and_then(|rest| rest.split_once(']')) else { continue };
        if name.is_empty() || !name.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_') {
            continue;
        }
        let before = source.text.slice(..line.start).rsplit('\n').next().unwrap_or_default();
        let quoted = before.trim_end().ends_with('>');
        found.push(report(source, *line, &Written { before, quoted, name, rest }));
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
    let sign = line.start..line.start + written.name.len() + 3;
    let Some(kind) = kind(written.name) else {
        let slip = source.shown(sign, &format!("`{}` is not a kind of box", written.name));
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

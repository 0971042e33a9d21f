//! The syntax of other tools, in a line or a word: shortcodes, tables of contents, highlights, hidden remarks, emoji
//! names, block identifiers, abbreviations.

use super::Source;
use super::lines::Line;
use super::runs::Run;
use crate::diagnostic::{Code, Diagnostic};
use crate::parse::markdown::{Body, Element, Event, LinkForm};
use crate::text::Slice;

/// Languages of code blocks that other tools draw.
const DRAWN: [&str; 6] = ["mermaid", "plantuml", "dot", "graphviz", "math", "katex"];

/// Names of emoji that trainers use, with the characters.
const EMOJI: [(&str, &str); 24] = [
    ("smile", "😄"),
    ("smiley", "😃"),
    ("slightly_smiling_face", "🙂"),
    ("wink", "😉"),
    ("laughing", "😆"),
    ("cry", "😢"),
    ("angry", "😠"),
    ("rage", "😡"),
    ("thinking", "🤔"),
    ("heart", "❤️"),
    ("thumbsup", "👍"),
    ("+1", "👍"),
    ("thumbsdown", "👎"),
    ("-1", "👎"),
    ("clap", "👏"),
    ("pray", "🙏"),
    ("tada", "🎉"),
    ("warning", "⚠️"),
    ("x", "❌"),
    ("white_check_mark", "✅"),
    ("bulb", "💡"),
    ("phone", "☎️"),
    ("email", "📧"),
    ("star", "⭐"),
];

/// The message about `%%`.
const PUBLISHED: &str = "this remark would be published: `%%` hides nothing here";

/// Reports what is foreign by the beginning of its line.
pub(super) fn lines(source: Source<'_>, lines: &[Line<'_>], found: &mut Vec<Diagnostic>) {
    for line in lines {
        let whole = line.start..line.end();
        if line.first && (line.plain || line.text.starts_with("[[")) && is_contents(line.text) {
            let slip =
                source.foreign(whole.clone(), "this asks another tool for a table of contents, and is shown as text");
            found.push(slip.replace("remove it: each page lists its headings", source.span(whole), ""));
        } else if line.plain && line.text.starts_with("%%") && line.text.matches("%%").count() == 1 {
            let slip = Diagnostic::new(Code::HiddenRemark, source.span(whole), PUBLISHED);
            found.push(slip.help("write `<!--` where the remark begins and `-->` where it ends"));
        } else if line.plain && is_import(line.text) {
            let slip = source.foreign(whole, "this line is program code for another tool, and is shown as text");
            found.push(slip.help("remove it, and write in Markdown what it inserted"));
        } else if line.first && line.plain && abbreviation(line.text) {
            let slip = source.foreign(whole, "this defines an abbreviation for another tool, and is shown as text");
            found.push(slip.help("explain the word in `content/glossary.yaml`, and it is explained on every page"));
        }
    }
}

fn is_contents(text: &str) -> bool {
    let known = ["[toc]", "[[toc]]", "[[_toc_]]", "{:toc}", "[[/toc]]", "${toc}"];
    known.iter().any(|form| text.eq_ignore_ascii_case(form))
}

/// True for `import … from "…"` and `export const …`, as in MDX.
fn is_import(text: &str) -> bool {
    let imported = text.starts_with("import ")
        && (text.contains(" from '")
            || text.contains(" from \"")
            || text.starts_with("import '")
            || text.starts_with("import \""));
    let exported = ["export const ", "export default ", "export function "].iter().any(|form| text.starts_with(form))
        && (text.contains('=') || text.contains('('));
    imported || exported
}

/// True for `*[SLA]: …`.
fn abbreviation(text: &str) -> bool {
    text.strip_prefix("*[").and_then(|rest| rest.split_once("]:")).is_some_and(|(word, _)| !word.is_empty())
}

/// Reports what is foreign within a line.
pub(super) fn words(run: Run<'_>, found: &mut Vec<Diagnostic>) {
    templates(run, found);
    hidden(run, found);
    highlighted(run, found);
    emoji(run, found);
    identifier(run, found);
}

/// Reports `{{< … >}}`, `{{ … }}` and `{% … %}`.
fn templates(run: Run<'_>, found: &mut Vec<Diagnostic>) {
    for (open, close) in [("{{", "}}"), ("{%", "%}")] {
        let mut rest = 0;
        while let Some(from) = run.text.slice(rest..).find(open).map(|at| rest + at) {
            let Some(length) = run.text.slice(from..).find(close) else { break };
            rest = from + length + close.len();
            let what = "this is a command for another tool, and is shown as text";
            found.push(
                run.source
                    .foreign(run.range(from..rest), what)
                    .help("remove it, and write here what it would have inserted"),
            );
        }
    }
}

/// Reports `%%…%%` and a comment that never ends: errors, because a remark meant for authors would be published.
fn hidden(run: Run<'_>, found: &mut Vec<Diagnostic>) {
    if let Some(at) = run.text.find("<!--").filter(|&at| at > 0 || !run.escaped) {
        let what = "this comment is never closed, so it would be published";
        let slip = Diagnostic::new(Code::HiddenRemark, run.span(at..run.text.len()), what);
        found.push(slip.help("write `-->` where the comment ends"));
    }
    for whole in between(run, "%%") {
        let inside = run.text.slice(whole.start + 2..whole.end - 2);
        // Percentages such as `50%%` hide nothing.
        if inside.contains("--") || run.text.slice(..whole.start).ends_with(char::is_alphanumeric) {
            continue;
        }
        let right = format!("<!--{inside}-->");
        let slip = Diagnostic::new(Code::HiddenRemark, run.span(whole.clone()), PUBLISHED);
        found.push(slip.replace(format!("write `{right}`"), run.span(whole), right));
    }
}

/// Reports `==…==`.
fn highlighted(run: Run<'_>, found: &mut Vec<Diagnostic>) {
    for whole in between(run, "==") {
        let inside = run.text.slice(whole.start + 2..whole.end - 2);
        let tight = inside.trim() == inside && !inside.starts_with('=') && !inside.ends_with('=');
        if !tight || inside.is_empty() || run.text.slice(whole.end..).starts_with('=') {
            continue;
        }
        let slip =
            run.source.foreign(run.range(whole.clone()), "`==` highlights in other tools, and is shown as text here");
        let right = format!("**{inside}**");
        found.push(slip.suggest(format!("write `{right}`"), run.span(whole), right));
    }
}

/// Returns the ranges from one `sign` to the next, both included, without overlap.
fn between(run: Run<'_>, sign: &str) -> Vec<std::ops::Range<usize>> {
    let mut signs = run.text.match_indices(sign).map(|(at, _)| at).filter(|&at| !(at == 0 && run.escaped));
    let mut found = Vec::new();
    while let (Some(open), Some(close)) = (signs.next(), signs.next()) {
        if run.text.slice(open + sign.len()..close).contains(char::is_alphanumeric) {
            found.push(open..close + sign.len());
        }
    }
    found
}

/// Reports `:smile:`.
fn emoji(run: Run<'_>, found: &mut Vec<Diagnostic>) {
    let is_name = |name: &str| {
        name.contains(|c: char| c.is_ascii_lowercase())
            && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "_-+".contains(c))
            || ["+1", "-1"].contains(&name)
    };
    let mut colons = run.text.match_indices(':').map(|(at, _)| at).peekable();
    while let Some(open) = colons.next() {
        let Some(&close) = colons.peek() else { break };
        let name = run.text.slice(open + 1..close);
        let glued = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || "/:_".contains(c));
        let whole = open..close + 1;
        let alone =
            !glued(run.text.slice(..open).chars().next_back()) && !glued(run.text.slice(close + 1..).chars().next());
        if !is_name(name) || !alone || open == 0 && run.escaped {
            continue;
        }
        colons.next();
        let slip =
            run.source.foreign(run.range(whole.clone()), "this is an emoji in other tools, and is shown as text here");
        found.push(match EMOJI.iter().find(|(known, _)| *known == name) {
            Some((_, character)) => slip.replace(format!("write `{character}`"), run.span(whole), *character),
            None => slip.help("write the character itself, such as 🙂, or remove it"),
        });
    }
}

/// Reports `^name` at the end of a line, which identifies a block for Obsidian.
fn identifier(run: Run<'_>, found: &mut Vec<Diagnostic>) {
    let Some(at) = run.text.rfind('^') else { return };
    let (before, name) = (run.text.slice(..at), run.text.slice(at + 1..));
    let ends_line =
        run.source.text.slice(run.start + run.text.len()..).chars().next().is_none_or(|c| c == '\n' || c == '\r');
    let starts_word = before.is_empty() || before.ends_with(' ');
    let is_name = name.len() > 3 && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    if !(ends_line && starts_word && is_name) || at == 0 && run.escaped {
        return;
    }
    let from = before.trim_end().len();
    let slip =
        run.source.foreign(run.range(at..run.text.len()), "this names a block for another tool, and is shown as text");
    found.push(slip.replace("remove it, and link to a heading instead", run.span(from..run.text.len()), ""));
}

/// Reports what is foreign by its place in the body: drawings in code blocks, sizes in the text of pictures.
pub(super) fn in_body(source: Source<'_>, body: &Body, found: &mut Vec<Diagnostic>) {
    for (event, span) in body.events() {
        let Event::Start(Element::CodeBlock(language)) = event else { continue };
        let language = body.piece(source.text, language);
        let name = language.split([' ', ',', '{']).next().unwrap_or_default();
        if DRAWN.contains(&name.to_ascii_lowercase().as_str()) {
            let line = source.text.get(span.range()).unwrap_or_default().lines().next().unwrap_or_default();
            let place = span.range().start..span.range().start + line.trim_end().len();
            let what = "other tools draw a diagram from this code; here it is shown as code";
            found.push(source.foreign(place, what).help(
                "make the diagram in another tool, save it as a file, and show that: `![what it \
                        shows](picture.svg)`",
            ));
        }
    }
    for link in &body.links {
        let size = link
            .text
            .rsplit_once('|')
            .filter(|(_, size)| !size.is_empty() && size.trim().chars().all(|c| c.is_ascii_digit() || c == 'x'));
        let Some((alt, size)) = size.filter(|_| link.form == LinkForm::Image) else { continue };
        let written = format!("|{size}");
        let whole = link.whole.range();
        let Some(at) = source.text.get(whole.clone()).and_then(|text| text.find(&written)) else { continue };
        let place = whole.start + at..whole.start + at + written.len();
        let what = "this sets a size in other tools; here it becomes part of the picture's description";
        found.push(source.foreign(place.clone(), what).replace(
            format!("write `![{}]`", alt.trim()),
            source.span(place),
            "",
        ));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::unparsed::tests::slips;

    #[test]
    fn foreign_words_are_told_from_ordinary_ones() {
        for (text, shown) in [
            ("{{< youtube abc123 >}}", "{{< youtube abc123 >}}"),
            ("Dear {{ name }}, hello", "{{ name }}"),
            ("{% include x.html %}", "{% include x.html %}"),
            ("Marked ==very important== text", "==very important=="),
            ("and %%ask Dilek first%% text", "%%ask Dilek first%%"),
            ("Well done :smile:", ":smile:"),
            ("Well done :tada:!", ":tada:"),
            ("The rule ^a1b2c3", "^a1b2c3"),
        ] {
            assert_eq!(slips(text, words), [shown], "{text}");
        }
        for text in [
            "at 10:30:00",
            "a ratio of 3:2:1",
            "save 50%% or 60%%",
            "if a == b and c == d",
            "=====",
            "note:this:that",
            "std::fmt::x",
            "https://a.example:80:x",
            "2^10",
            "x ^ y",
            "he said: yes: no",
            "C:drive:x",
            "5 %% 3",
        ] {
            assert_eq!(slips(text, words), [""; 0], "{text}");
        }
    }
}

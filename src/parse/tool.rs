//! `<!-- tool: NAME -->`: inserts a tool into the text, on a line of its own. It is a comment because GitHub's preview
//! and all editors hide comments, and the text must read well without the tool.

use std::collections::BTreeSet;

use crate::diagnostic::{Code, Diagnostic, is_only_near, nearest};
use crate::source::Span;

use super::kind::ContentKind;
use super::markdown::{Element, Event, SourcedBody};
use crate::text::Slice;
use crate::text::clip;

/// The prefix of the component folders that contain tools.
pub const PREFIX: &str = "tool-";

/// A tool in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tool {
    /// The name, without the folder's prefix.
    pub name: String,
    /// The span of the comment.
    pub span: Span,
}

/// The tools that `body` asks for, in order. Reports those that are unknown or misplaced. `known` are the tools of the
/// theme.
#[must_use]
pub fn tools(
    text: SourcedBody<'_>,
    kind: ContentKind,
    known: &BTreeSet<&str>,
    found: &mut Vec<Diagnostic>,
) -> Vec<Tool> {
    let mut tools: Vec<Tool> = Vec::new();
    for request in requests(text) {
        let Request { name, span, name_span, exact, alone } = request;
        let name = text.source.slice(name.range());
        let mistake = if !exact {
            known.contains(name).then(|| inexact(name, span))
        } else if name.is_empty() {
            Some(Diagnostic::new(Code::ToolForm, span, "this comment names no tool").help(all(known)))
        } else if !known.contains(name) {
            Some(unknown(name, name_span, known))
        } else if kind == ContentKind::Scenario {
            let found = Diagnostic::new(Code::ToolForm, span, "a scenario cannot show tools");
            Some(found.help("put it on a page or a playbook, and link to that"))
        } else if !alone {
            let found = Diagnostic::new(Code::ToolForm, span, "a tool needs a line of its own");
            Some(found.help("move the comment out of the sentence, list or quotation, with an empty line around it"))
        } else if let Some(first) = tools.iter().find(|tool| tool.name == name) {
            let message = format!("the tool `{name}` is already on this page");
            Some(Diagnostic::new(Code::ToolForm, span, message).label(first.span, "here"))
        } else {
            tools.push(Tool { name: name.to_owned(), span });
            None
        };
        found.extend(mistake);
    }
    tools
}

/// Reports comments for tools in a front-matter value, where tools are not allowed.
pub fn misplaced(text: SourcedBody<'_>, found: &mut Vec<Diagnostic>) {
    for request in requests(text).into_iter().filter(|request| request.exact) {
        let mistake = Diagnostic::new(Code::ToolForm, request.span, "a tool cannot be in the front matter");
        found.push(mistake.help("move the comment into the text, on a line of its own"));
    }
}

/// The tool name in an HTML block that consists only of a comment for a tool.
#[must_use]
pub fn named(html: &str) -> Option<&str> {
    let said = html.trim().strip_prefix("<!--")?.strip_suffix("-->")?;
    Some(said.trim().strip_prefix("tool:")?.trim()).filter(|name| !name.contains("-->"))
}

/// A comment that asks for a tool.
#[derive(Debug)]
struct Request {
    /// The span of the name.
    name: Span,
    /// The span of the comment.
    span: Span,
    /// The span for diagnostics about the name.
    name_span: Span,
    /// True if the comment is written correctly.
    exact: bool,
    /// True if the comment is a top-level block of its own.
    alone: bool,
}

/// All comments that ask for a tool.
fn requests(SourcedBody { body, source }: SourcedBody<'_>) -> Vec<Request> {
    let (mut all, mut depth, mut in_block) = (Vec::new(), 0_usize, false);
    for (event, span) in body.events() {
        match event {
            Event::Start(Element::HtmlBlock) => {
                let alone = depth == 0 && source.get(span.range()).is_some_and(|html| named(html).is_some());
                all.extend(comments(span, source, alone));
                in_block = true;
            }
            Event::End(Element::HtmlBlock) => in_block = false,
            Event::Html(_) if !in_block => all.extend(comments(span, source, false)),
            _ => {}
        }
        match event {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth -= 1,
            _ => {}
        }
    }
    all
}

fn comments(span: Span, source: &str, alone: bool) -> Vec<Request> {
    let Some(written) = source.get(span.range()) else { return Vec::new() };
    let (mut all, mut at) = (Vec::new(), 0);
    while let Some(from) = written.slice(at..).find("<!--").map(|from| at + from) {
        let inside = from + "<!--".len();
        let Some(length) = written.slice(inside..).find("-->") else { break };
        at = inside + length + "-->".len();
        let within = |from: usize, to: usize| Span::new(span.file, span.range().start + from..span.range().start + to);
        if let Some(ToolName { range, exact }) = read(written.slice(inside..inside + length)) {
            let name = within(inside + range.start, inside + range.end);
            let span = within(from, at);
            let name_span = if name.start == name.end { span } else { name };
            all.push(Request { name, span, name_span, exact, alone });
        }
    }
    all
}

/// A tool's name in the text of a comment.
#[derive(Debug)]
struct ToolName {
    range: std::ops::Range<usize>,
    /// True if the comment is written correctly.
    exact: bool,
}

/// Reads the name in the text of a comment; `None` if the comment is not about tools.
fn read(said: &str) -> Option<ToolName> {
    let start = said.len() - said.trim_start().len();
    let word = said.slice(start..).find(|c: char| !c.is_alphabetic()).unwrap_or(said.len() - start);
    let (word, rest) = said.slice(start..).split_at(word);
    if !matches!(&*word.to_lowercase(), "tool" | "tools") {
        return None;
    }
    let (after, colon) = rest.strip_prefix(':').map_or((rest, false), |after| (after, true));
    let name = after.trim();
    let from = said.len() - after.len() + (after.len() - after.trim_start().len());
    let from = if name.is_empty() { said.len() } else { from };
    Some(ToolName { range: from..from + name.len(), exact: word == "tool" && colon })
}

fn inexact(name: &str, span: Span) -> Diagnostic {
    let right = format!("<!-- tool: {name} -->");
    let found = Diagnostic::new(Code::ToolForm, span, "this comment does not show a tool as it is written");
    found.replace(format!("write `{right}`"), span, right)
}

fn unknown(name: &str, span: Span, known: &BTreeSet<&str>) -> Diagnostic {
    let found = Diagnostic::new(Code::UnknownTool, span, format!("the theme has no tool `{}`", clip(name)));
    match nearest(name, known.iter().copied()) {
        Some(near) => {
            let certain = is_only_near(name, near, known.iter().copied());
            found.because(format!("did you mean `{near}`?")).replace_if(certain, format!("write `{near}`"), span, near)
        }
        None => found.help(all(known)),
    }
}

fn all(known: &BTreeSet<&str>) -> String {
    let names: Vec<String> = known.iter().map(|name| format!("`{name}`")).collect();
    if names.is_empty() {
        "the theme has no tools".to_owned()
    } else {
        format!("the theme has these: {}", names.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::markdown;
    use crate::source::FileId;

    fn read(text: &str) -> (Vec<String>, Vec<Code>) {
        read_as(ContentKind::Page, text)
    }

    fn read_as(kind: ContentKind, text: &str) -> (Vec<String>, Vec<Code>) {
        let (body, _) = markdown::parse(FileId(0), text, 0, "");
        let (known, mut found) = (BTreeSet::from(["plan", "reset"]), Vec::new());
        let tools = tools(SourcedBody { body: &body, source: text }, kind, &known, &mut found);
        (tools.into_iter().map(|tool| tool.name).collect(), found.into_iter().map(|found| found.code).collect())
    }

    #[test]
    fn tools_must_be_on_their_own_line_and_appear_only_once() {
        for (text, names, codes) in [
            ("A\n\n<!-- tool: plan -->\n\n<!--tool:reset-->\n", &["plan", "reset"][..], &[][..]),
            ("A <!-- tool: plan --> b", &[], &[Code::ToolForm]),
            ("- <!-- tool: plan -->", &[], &[Code::ToolForm]),
            ("<!-- tool: plan --> b", &[], &[Code::ToolForm]),
            ("<!-- tool: plan -->\n\n<!-- tool: plan -->", &["plan"], &[Code::ToolForm]),
            ("<!-- tool: plam -->", &[], &[Code::UnknownTool]),
            ("<!-- tool: -->", &[], &[Code::ToolForm]),
            ("<!-- Tools plan -->", &[], &[Code::ToolForm]),
            ("<!-- tools to be planned -->\n\n<!-- tooling: plan -->\n\n<!-- tool", &[], &[]),
        ] {
            let (tools, found) = read(text);
            assert_eq!(
                (tools.iter().map(String::as_str).collect::<Vec<_>>(), &found[..]),
                (names.to_vec(), codes),
                "{text}"
            );
        }
    }

    #[test]
    fn tools_are_not_allowed_in_scenarios() {
        assert_eq!(read_as(ContentKind::Scenario, "<!-- tool: plan -->"), (Vec::new(), vec![Code::ToolForm]));
    }
}

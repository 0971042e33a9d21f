//! Allow comments, `<!-- allow CODE: reason -->` and `# allow CODE: reason`, with which authors accept a diagnostic.
//!
//! A comment in the text covers the list item that contains it, or else the block that follows it. A comment in the
//! front matter covers the front matter and the first heading, where diagnostics about the whole page are placed.
//! `parse` applies the comments to its own diagnostics, `check` to all later ones; `check` also reports comments that
//! silence nothing.

use std::collections::BTreeMap;

use crate::diagnostic::{Code, Diagnostic, Severity, is_only_near, nearest};
use crate::source::Span;

use super::front_matter::FrontMatter;
use super::markdown::{Body, Element, Event};
use crate::text::{Slice, clip};

/// An allow comment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Allow {
    /// The code to accept; `None` if there is no such code.
    pub code: Option<Code>,
    /// The reason; `None` if the author gave none.
    pub reason: Option<String>,
    /// The span of the comment.
    pub span: Span,
    /// The block or item that the comment covers, or the front matter; empty if nothing follows it.
    pub covers: Span,
    /// A second span that the comment covers: the first heading, for comments in the front matter.
    pub also: Option<Span>,
    /// True if the comment has silenced a diagnostic.
    pub used: bool,
}

/// The allow comments of a body, in order. Reports those that have no reason or name no code.
#[must_use]
pub fn allows(body: &Body, source: &str, found: &mut Vec<Diagnostic>) -> Vec<Allow> {
    let mut walk = Walk { source, open: Vec::new(), waiting: Vec::new(), allows: Vec::new() };
    for (event, span) in body.events() {
        walk.step(event, span);
    }
    for allow in &walk.allows {
        found.extend(mistake(allow, source));
    }
    walk.allows
}

/// The allow comments in the front matter of a file. Reports those that have no reason or name no code.
#[must_use]
pub fn in_front_matter(front: &FrontMatter, body: &Body, source: &str, found: &mut Vec<Diagnostic>) -> Vec<Allow> {
    let heading = body.headings.first().map(|heading| heading.span);
    let allow = |&span: &Span| {
        let said = source.get(span.range())?.strip_prefix('#')?;
        let covers = Span { start: 0, end: front.body.start, ..span };
        Some(Allow { covers, also: heading, ..read(said, span)? })
    };
    let allows: Vec<Allow> = front.comments.iter().filter_map(allow).collect();
    found.extend(allows.iter().filter_map(|allow| mistake(allow, source)));
    allows
}

/// Removes the warnings that comments cover, and marks these comments as used. Errors are kept.
pub fn silence(found: &mut Vec<Diagnostic>, allows: &mut [Allow]) {
    let mut by_code: BTreeMap<Code, Vec<Cover>> = BTreeMap::new();
    for (number, allow) in allows.iter().enumerate() {
        if let (Some(code), Some(_)) = (allow.code, &allow.reason) {
            let spans = std::iter::once(allow.covers).chain(allow.also);
            by_code.entry(code).or_default().extend(spans.map(|span| Cover { span, number }));
        }
    }
    if by_code.is_empty() {
        return;
    }
    for list in by_code.values_mut() {
        list.sort_by_key(|cover| (cover.span.start, std::cmp::Reverse(cover.span.end)));
    }
    crate::diagnostic::sort(found);
    let mut sweeps: BTreeMap<Code, Sweep> = BTreeMap::new();
    found.retain(|diagnostic| {
        let Some(list) = by_code.get(&diagnostic.code) else { return true };
        let sweep = sweeps.entry(diagnostic.code).or_default();
        diagnostic.severity == Severity::Error || !sweep.covered(diagnostic.span(), list, allows)
    });
}

/// A span that a comment covers, and the comment's number.
#[derive(Clone, Copy, Debug)]
struct Cover {
    span: Span,
    number: usize,
}

/// Walks along the sorted diagnostics and keeps the comments that cover the current position, so that the time is
/// linear.
#[derive(Debug, Default)]
struct Sweep {
    next: usize,
    open: Vec<Cover>,
}

impl Sweep {
    fn covered(&mut self, at: Span, list: &[Cover], allows: &mut [Allow]) -> bool {
        while let Some(&cover) = list.get(self.next).filter(|cover| cover.span.start <= at.start) {
            self.open.push(cover);
            self.next += 1;
        }
        while self.open.last().is_some_and(|cover| cover.span.end <= at.start) {
            self.open.pop();
        }
        let Some(innermost) = self.open.last().filter(|cover| cover.span.file == at.file) else { return false };
        allows[innermost.number].used = true;
        true
    }
}

/// A walk through a body that keeps track of the open elements.
struct Walk<'a> {
    source: &'a str,
    open: Vec<(Element, Span)>,
    /// Comments waiting for the next block: their number and nesting depth.
    waiting: Vec<(usize, usize)>,
    allows: Vec<Allow>,
}

impl Walk<'_> {
    fn step(&mut self, event: Event, span: Span) {
        match event {
            Event::Start(Element::HtmlBlock) => self.comments(span, true),
            Event::Html(_) if !self.in_html_block() => self.comments(span, false),
            Event::Start(_) | Event::Rule => self.cover(span),
            _ => {}
        }
        match event {
            Event::Start(element) => self.open.push((element, span)),
            Event::End(_) => {
                self.open.pop();
                let depth = self.open.len();
                while self.waiting.last().is_some_and(|&(_, at)| at > depth) {
                    self.waiting.pop();
                }
            }
            _ => {}
        }
    }

    fn in_html_block(&self) -> bool {
        self.open.last().is_some_and(|(element, _)| *element == Element::HtmlBlock)
    }

    /// Assigns a block to the waiting comments at the same nesting depth.
    fn cover(&mut self, span: Span) {
        let depth = self.open.len();
        while let Some(&(number, _)) = self.waiting.last().filter(|&&(_, at)| at == depth) {
            self.allows[number].covers = span;
            self.waiting.pop();
        }
    }

    fn comments(&mut self, span: Span, block: bool) {
        let Some(written) = self.source.get(span.range()) else { return };
        let mut at = 0;
        while let Some(from) = written.slice(at..).find("<!--").map(|from| at + from) {
            let to = written.slice(from..).find("-->").map_or(written.len(), |to| from + to + 3);
            at = to;
            let start = span.range().start;
            let comment = Span::new(span.file, start + from..start + to);
            let said = written.slice(from..to).trim_start_matches("<!--").trim_end_matches("-->");
            if let Some(allow) = read(said, comment) {
                self.add(allow, block);
            }
        }
    }

    fn add(&mut self, mut allow: Allow, block: bool) {
        let item = self.open.iter().rev().find(|(element, _)| matches!(element, Element::Item));
        let around = if block { item } else { item.or(self.open.first()) };
        if let Some(&(_, span)) = around {
            allow.covers = span;
        } else {
            self.waiting.push((self.allows.len(), self.open.len()));
        }
        self.allows.push(allow);
    }
}

/// Parses the text of a comment, without its delimiters. `None` if it is not an allow comment.
fn read(said: &str, span: Span) -> Option<Allow> {
    let said = said.trim().strip_prefix("allow").filter(|rest| rest.starts_with(char::is_whitespace))?;
    let (code, reason) = said.split_once(':').unwrap_or((said, ""));
    let reason = Some(reason.trim()).filter(|reason| !reason.is_empty()).map(str::to_owned);
    let covers = Span { start: span.end, ..span };
    Some(Allow { code: Code::find(code.trim()), reason, span, covers, also: None, used: false })
}

impl Allow {
    /// The code as written, and its span.
    #[must_use]
    pub fn name<'s>(&self, source: &'s str) -> (&'s str, Span) {
        let written = source.get(self.span.range()).unwrap_or_default();
        let from = written.find("allow").map_or(0, |at| at + "allow".len());
        let name = written.slice(from..).trim_end_matches("-->").split(':').next().unwrap_or_default();
        let start = self.span.range().start + from + (name.len() - name.trim_start().len());
        (name.trim(), Span::new(self.span.file, start..start + name.trim().len()))
    }
}

fn mistake(allow: &Allow, source: &str) -> Option<Diagnostic> {
    let (name, span) = allow.name(source);
    let name = clip(name);
    if allow.code.is_none() {
        let found = Diagnostic::new(Code::AllowForm, span, format!("no kind of finding is called `{name}`"));
        let near = nearest(&name, Code::ALL.iter().map(|code| code.name()));
        return Some(match near {
            Some(near) => {
                let certain = is_only_near(&name, near, Code::ALL.iter().map(|code| code.name()));
                let found = found.because(format!("did you mean `{near}`?"));
                found.replace_if(certain, format!("write `{near}`"), span, near)
            }
            None => found.help("use the name in brackets after `warning`"),
        });
    }
    let yaml = source.get(allow.span.range()).is_some_and(|written| written.starts_with('#'));
    let (before, after) = if yaml { ("#", "") } else { ("<!--", " -->") };
    allow.reason.is_none().then(|| {
        Diagnostic::new(Code::AllowForm, span, format!("`{name}` is accepted here without a reason"))
            .help(format!("write why, after a colon: `{before} allow {name}: the reason{after}`"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;
    use crate::parse::front_matter;
    use crate::parse::kind::ContentKind;
    use crate::parse::markdown;
    use crate::source::FileId;

    #[test]
    fn comments_in_the_front_matter_cover_it_and_the_first_heading() {
        let keys =
            "# allow two-dollars: prices\ntitle: T # allow odd-address\n# allowance is no allow\n#allow x-y: r\n";
        let text = format!("---\n{keys}---\nText.\n\n## A\n\n## B\n");
        let (front, mut found) = front_matter::read(ContentKind::Page, FileId(0), &text, &Config::default());
        let (body, _) = markdown::parse(FileId(0), &text, front.body.range().start, "T");
        let mut allows = in_front_matter(&front, &body, &text, &mut found);
        let said: Vec<_> =
            allows.iter().map(|allow| (allow.name(&text).0, allow.code, allow.reason.as_deref())).collect();
        let (dollars, odd) = (Some(Code::TwoDollars), Some(Code::OddAddress));
        assert_eq!(
            said,
            [("two-dollars", dollars, Some("prices")), ("odd-address", odd, None), ("x-y", None, Some("r"))]
        );
        assert_eq!(text.slice(allows[0].name(&text).1.range()), "two-dollars");
        assert_eq!(found.iter().map(|found| found.code).collect::<Vec<_>>(), [Code::AllowForm; 2]);
        for (marker, silenced) in [("title", true), ("Text", false), ("## A", true), ("## B", false)] {
            let at = text.find(marker).expect("the text contains the marker");
            let mut found = vec![Diagnostic::new(Code::TwoDollars, Span::new(FileId(0), at..at + 1), "")];
            silence(&mut found, &mut allows);
            assert_eq!(found.is_empty(), silenced, "{marker}");
        }
    }
}

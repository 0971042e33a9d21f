//! `<!-- allow CODE: reason -->`: findings that the author accepts, and what such a comment covers.
//!
//! A comment covers the item that it stands in, or else the block that follows it. Nothing here is special to
//! scenarios: [`allows`] reads any body.

use std::collections::BTreeMap;

use crate::diagnostic::{Code, Diagnostic, Severity, nearest};
use crate::parse::markdown::{Body, Element, Event};
use crate::source::Span;

use super::reader::meant;

/// A finding that the author accepts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Allow {
    /// The code; `None` where there is no such code.
    pub code: Option<Code>,
    /// Why; `None` where the author gave no reason.
    pub reason: Option<String>,
    /// The comment.
    pub span: Span,
    /// The block or item that it covers; empty where nothing follows it.
    pub covers: Span,
    /// Whether it has silenced a finding.
    pub used: bool,
}

/// The allow comments of a body in their order, with findings about those that lack a reason or name no code.
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

/// Drops the warnings that comments cover, and marks those comments as used. Errors stay.
pub fn silence(found: &mut Vec<Diagnostic>, allows: &mut [Allow]) {
    let mut by_code: BTreeMap<Code, Vec<usize>> = BTreeMap::new();
    for (number, allow) in allows.iter().enumerate() {
        if let (Some(code), Some(_)) = (allow.code, &allow.reason) {
            by_code.entry(code).or_default().push(number);
        }
    }
    if by_code.is_empty() {
        return;
    }
    for list in by_code.values_mut() {
        list.sort_by_key(|&number| (allows[number].covers.start, std::cmp::Reverse(allows[number].covers.end)));
    }
    crate::diagnostic::sort(found);
    let mut sweeps: BTreeMap<Code, Sweep> = BTreeMap::new();
    found.retain(|diagnostic| {
        let Some(list) = by_code.get(&diagnostic.code) else { return true };
        let sweep = sweeps.entry(diagnostic.code).or_default();
        diagnostic.severity == Severity::Error || !sweep.covered(diagnostic.span(), list, allows)
    });
}

/// Goes along the places of findings and keeps the comments that cover the place at hand, so that time stays linear.
#[derive(Default)]
struct Sweep {
    next: usize,
    open: Vec<usize>,
}

impl Sweep {
    fn covered(&mut self, place: Span, list: &[usize], allows: &mut [Allow]) -> bool {
        while let Some(&number) = list.get(self.next).filter(|&&number| allows[number].covers.start <= place.start) {
            self.open.push(number);
            self.next += 1;
        }
        while self.open.last().is_some_and(|&number| allows[number].covers.end <= place.start) {
            self.open.pop();
        }
        let Some(&innermost) = self.open.last() else { return false };
        allows[innermost].used = true;
        allows[innermost].covers.file == place.file
    }
}

/// A walk through a body that knows what is open around each event.
struct Walk<'a> {
    source: &'a str,
    open: Vec<(Element, Span)>,
    /// Comments that wait for the next block, by how deep they stand.
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

    /// The next block after waiting comments that stand as deep as it does.
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
        while let Some(from) = written[at..].find("<!--").map(|from| at + from) {
            let to = written[from..].find("-->").map_or(written.len(), |to| from + to + 3);
            at = to;
            let start = span.range().start;
            let place = Span::new(span.file, start + from..start + to);
            if let Some(allow) = read(&written[from..to], place) {
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

fn read(comment: &str, span: Span) -> Option<Allow> {
    let inner = comment.strip_prefix("<!--")?.trim_end_matches("-->").trim();
    let said = inner.strip_prefix("allow").filter(|rest| rest.starts_with(char::is_whitespace))?;
    let (code, reason) = said.split_once(':').unwrap_or((said, ""));
    let reason = Some(reason.trim()).filter(|reason| !reason.is_empty()).map(str::to_owned);
    let covers = Span { start: span.end, ..span };
    Some(Allow { code: Code::find(code.trim()), reason, span, covers, used: false })
}

fn mistake(allow: &Allow, source: &str) -> Option<Diagnostic> {
    let written = source.get(allow.span.range())?;
    let from = written.find("allow")? + "allow".len();
    let rest = written[from..].trim_end_matches("-->");
    let name = rest.split(':').next()?.trim();
    let start = allow.span.range().start + from + rest.find(name)?;
    let place = Span::new(allow.span.file, start..start + name.len());
    if allow.code.is_none() {
        let found =
            Diagnostic::new(Code::AllowForm, place, format!("there is no finding with the name `{}`", clip(name)));
        let near = nearest(&clip(name), Code::ALL.iter().map(|code| code.name()));
        return Some(match near {
            Some(near) => meant(found, near, place),
            None => found.help("use the name that stands in brackets behind `warning`"),
        });
    }
    allow.reason.is_none().then(|| {
        Diagnostic::new(Code::AllowForm, place, format!("`{name}` is accepted here without a reason"))
            .help(format!("write why, after a colon: `<!-- allow {name}: the reason -->`"))
    })
}

/// A name as messages show it: not longer than a line.
pub(super) fn clip(name: &str) -> String {
    if name.chars().count() <= 60 {
        return name.split_whitespace().collect::<Vec<_>>().join(" ");
    }
    let short: String = name.chars().take(57).collect();
    format!("{}…", short.split_whitespace().collect::<Vec<_>>().join(" "))
}

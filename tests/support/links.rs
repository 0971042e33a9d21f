//! A link checker: every link of an output leads to a file in it and to an existing anchor, ids are unique, and no link
//! is absolute. It parses only HTML as Casebook writes it.

#![allow(clippy::string_slice, reason = "a test that cannot go on says so by failing")]

use std::collections::{BTreeMap, BTreeSet};

use casebook::model::address;
use casebook::output::Output;
use casebook::text::percent_decode;

/// The ids and links of a page.
#[derive(Default)]
pub struct Read {
    /// Its ids.
    pub ids: Vec<String>,
    /// Attribute and value of every attribute that loads or links something.
    pub links: Vec<(String, String)>,
    /// Attribute and value of every attribute that refers to ids of the same page.
    pub references: Vec<(String, String)>,
}

/// The path of sites with a base URL in tests. The 404 page can be shown at any depth, so its links begin with this
/// path.
pub const BASE_PATH: &str = "/training/";

const REFERENCES: [&str; 6] = ["for", "headers", "aria-labelledby", "aria-describedby", "aria-controls", "list"];

/// Reads tags one by one, which is enough for HTML as Casebook writes it.
pub fn read(html: &str) -> Read {
    let mut read = Read::default();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        if !rest.starts_with(|c: char| c.is_ascii_alphabetic()) {
            continue;
        }
        let name = rest.find(|c: char| c.is_ascii_whitespace() || c == '>').unwrap_or(rest.len());
        rest = &rest[name..];
        while !rest.trim_start().starts_with('>') && !rest.trim_start().is_empty() {
            rest = attribute(rest.trim_start(), &mut read);
        }
    }
    read
}

fn attribute<'h>(text: &'h str, read: &mut Read) -> &'h str {
    let end = text.find(|c: char| c == '=' || c == '>' || c.is_ascii_whitespace()).unwrap_or(text.len());
    let name = &text[..end];
    let Some(value) = text[end..].strip_prefix("=\"") else { return &text[end.max(1)..] };
    let close = value.find('"').expect("a quotation mark closes each value");
    let plain = unescaped(&value[..close]);
    match name {
        "id" => read.ids.push(plain),
        "href" | "src" | "poster" => read.links.push((name.to_owned(), plain)),
        name if REFERENCES.contains(&name) => {
            read.references.extend(plain.split_whitespace().map(|id| (name.to_owned(), id.to_owned())));
        }
        _ => {}
    }
    &value[close + 1..]
}

fn unescaped(value: &str) -> String {
    let signs = [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&#x27;", "'"),
        ("&#x2F;", "/"),
        ("&amp;", "&"),
    ];
    signs.iter().fold(value.to_owned(), |text, (from, to)| text.replace(from, to))
}

/// Returns all problems with the links of `output`.
pub fn problems(output: &Output) -> Vec<String> {
    let pages: BTreeMap<&str, Read> = output
        .iter()
        .filter(|(path, _)| path.ends_with(".html"))
        .map(|(path, _)| (path, read(output.text(path).expect("pages are text"))))
        .collect();
    let ids: BTreeMap<&str, BTreeSet<&str>> =
        pages.iter().map(|(path, page)| (*path, page.ids.iter().map(String::as_str).collect())).collect();
    let mut found = Vec::new();
    for (path, page) in &pages {
        if ids[path].len() < page.ids.len() {
            let twice: Vec<_> =
                page.ids.iter().filter(|id| page.ids.iter().filter(|other| other == id).count() > 1).collect();
            found.push(format!("{path}: ids stand there twice: {twice:?}"));
        }
        for (name, id) in page.references.iter().filter(|(_, id)| !ids[path].contains(id.as_str())) {
            found.push(format!("{path}: {name} names #{id}, and there is none"));
        }
        for (name, link) in &page.links {
            if let Some(problem) = problem(output, &ids, path, link) {
                found.push(format!("{path}: {name}=\"{link}\" {problem}"));
            }
        }
    }
    found
}

fn problem(output: &Output, ids: &BTreeMap<&str, BTreeSet<&str>>, from: &str, link: &str) -> Option<&'static str> {
    let elsewhere = ["http://", "https://", "mailto:", "tel:", "sms:"];
    if elsewhere.iter().any(|scheme| link.starts_with(scheme)) {
        return None;
    }
    let (path, anchor) = link.split_once('#').map_or((link, None), |(path, anchor)| (path, Some(anchor)));
    let target = if path.is_empty() {
        from.to_owned()
    } else if let Some(rooted) = path.strip_prefix(BASE_PATH).filter(|_| from == "404.html") {
        rooted.to_owned()
    } else if path.starts_with('/') || path.contains(':') {
        return Some("is no relative address");
    } else {
        let Some(target) = address::resolve(from, &percent_decode(path)) else { return Some("leads out") };
        target
    };
    if output.get(&target).is_none() || target.ends_with('/') {
        return Some("leads nowhere");
    }
    let anchor = anchor.map(percent_decode).filter(|anchor| !anchor.is_empty())?;
    if let Some(run) = anchor.strip_prefix("run=") {
        return (!plays(output.text(&target).unwrap_or_default(), run)).then_some("is a run of another story");
    }
    let there = ids.get(target.as_str()).is_some_and(|ids| ids.contains(anchor.as_str()));
    (!there).then_some("names no anchor there")
}

/// Returns whether a page contains the story of this run, identified by the version before the dot.
fn plays(html: &str, run: &str) -> bool {
    run.split_once('.').is_some_and(|(version, _)| html.contains(&format!("\"version\":\"{version}\"")))
}

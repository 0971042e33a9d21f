//! Files that pages of the manual show: examples that are checked as sites, files for hosts, and messages.

use std::fs;

use casebook::Options;
use casebook::explore::Depth;
use casebook::report::Base;
use casebook::report::proofs::Proven;

use super::manual;
use crate::support::fixture::Fixture;
use crate::support::repository;

/// The file at `path`, relative to `docs/`, as a code block. `PATH from FIRST LINE to LAST LINE` selects some of its
/// lines.
pub fn made(request: &str) -> String {
    let (path, part) = request.split_once(" from ").map_or((request, None), |(path, part)| (path, Some(part)));
    let text = fs::read_to_string(manual().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"));
    let text = text.replace("\r\n", "\n");
    let text = part.map_or(text.clone(), |part| lines(&text, part, path));
    let fence = if text.contains("```") { "````" } else { "```" };
    let language = match path.rsplit('.').next().unwrap_or_default() {
        "md" => "markdown",
        "yaml" | "yml" => "yaml",
        "html" => "html",
        "css" => "css",
        "toml" => "toml",
        "json" => "json",
        "sh" => "sh",
        _ => "text",
    };
    format!("{fence}{language}\n{}\n{fence}", text.trim_end())
}

fn lines(text: &str, part: &str, path: &str) -> String {
    let (from, to) = part.split_once(" to ").unwrap_or((part, ""));
    let first = text.lines().position(|line| line == from).unwrap_or_else(|| panic!("{path} has no line `{from}`"));
    let rest: Vec<&str> = text.lines().skip(first).collect();
    let end = rest.iter().position(|line| !to.is_empty() && *line == to).map_or(rest.len(), |last| last + 1);
    rest[..end].join("\n")
}

/// `CODE N`: message number N, from 1, in `tests/diagnostics/CODE.txt`.
pub fn message(request: &str) -> String {
    let (code, number) = request.split_once(' ').expect("a code and a number");
    let fixture = Fixture::read(&repository().join(format!("tests/diagnostics/{code}.txt")));
    let number: usize = number.parse().unwrap();
    let message =
        fixture.expected().split("\n\n").nth(number - 1).unwrap_or_else(|| panic!("`{code}` has fewer messages"));
    format!("```text\n{message}\n```")
}

/// The output of `check --report` for the scenarios of an example.
pub fn report(dir: &str) -> String {
    let options = Options { depth: Depth::Changes, ..Options::default() };
    let built = casebook::check(&manual().join(dir), &options).unwrap();
    let site = built.site.as_ref().expect("a check returns its site");
    let proven = Proven { site, proofs: &built.proofs, sources: &built.sources, base: Base::default() };
    let mut text = Vec::new();
    proven.write_text(&mut text).unwrap();
    format!("```text\n{}\n```", String::from_utf8(text).unwrap().trim())
}

//! Files that pages show: examples that are checked as sites of their own, and files for hosts.

use std::fs;

use crate::manual;

/// The file at `path`, seen from `docs/`, as a block of code; between `FROM` and `TO` where only lines of it are wanted:
/// `PATH from FIRST LINE to LAST LINE`.
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

//! The manual, which is the site in `docs/`. Parts of it are generated from the program.
//!
//! These parts are between `<!-- made: TOPIC -->` and `<!-- made until here -->`. Each is generated from declarations
//! in the program (keys, codes, commands, template values) or from a file that is tested elsewhere, and the pages must
//! contain the generated text. `UPDATE_MANUAL=1 cargo test --test it manual` rewrites them.

mod codes;
mod commands;
mod files;
mod keys;
mod theme;
mod values;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use casebook::report::{Amount, Base, Format, Look, Report};
use casebook::{Deny, Options};

const BEGIN: &str = "<!-- made: ";
const END: &str = "<!-- made until here -->";

/// The folder of the manual.
fn manual() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("docs")
}

/// The pages of the manual, by path below `content/`.
type Pages = BTreeMap<String, String>;

fn pages() -> Pages {
    let mut pages = Pages::new();
    gather(&manual().join("content"), "", &mut pages);
    assert!(pages.len() > 30, "the manual was not found");
    pages
}

fn gather(folder: &Path, path: &str, pages: &mut Pages) {
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let path = format!("{path}{}", entry.file_name().to_string_lossy());
        if entry.file_type().unwrap().is_dir() {
            gather(&entry.path(), &format!("{path}/"), pages);
        } else if path.ends_with(".md") {
            pages.insert(path, fs::read_to_string(entry.path()).unwrap().replace("\r\n", "\n"));
        }
    }
}

/// The page that contains each generated topic.
fn topics(pages: &Pages) -> BTreeMap<String, String> {
    let mut topics = BTreeMap::new();
    for (path, text) in pages {
        for line in text.lines() {
            if let Some(topic) = line.strip_prefix(BEGIN).and_then(|rest| rest.strip_suffix(" -->")) {
                let before = topics.insert(topic.to_owned(), path.clone());
                assert!(
                    before.is_none() || ["file ", "message "].iter().any(|kind| topic.starts_with(kind)),
                    "`{topic}` is generated on two pages"
                );
            }
        }
    }
    topics
}

/// Generates the text for `topic` in `page`, without the markers.
fn made(topic: &str, page: &str, topics: &BTreeMap<String, String>) -> String {
    let (kind, rest) = topic.split_once(' ').unwrap_or((topic, ""));
    match kind {
        "keys" => keys::made(rest),
        "codes" => codes::made(rest, page, topics),
        "commands" => commands::made(),
        "values" => values::made(rest, page, topics),
        "components" => theme::components(),
        "file" => files::made(rest),
        "message" => files::message(rest),
        "report" => files::report(rest),
        _ => panic!("{page}: unknown topic `{topic}`"),
    }
}

/// The page with all generated parts up to date.
fn renewed(path: &str, text: &str, topics: &BTreeMap<String, String>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(BEGIN) {
        let (topic, after) = after.split_once(" -->\n").expect("a marker ends its line");
        let (_, after) = after.split_once(END).unwrap_or_else(|| panic!("{path}: `{topic}` has no end marker"));
        let body = made(topic, path, topics);
        out.push_str(&format!("{before}{BEGIN}{topic} -->\n\n{}\n\n{END}", body.trim_matches('\n')));
        rest = after;
    }
    out + rest
}

#[test]
fn generated_parts_of_the_manual_are_up_to_date() {
    let pages = pages();
    let topics = topics(&pages);
    let update = std::env::var_os("UPDATE_MANUAL").is_some();
    let mut stale = Vec::new();
    for (path, text) in &pages {
        let new = renewed(path, text, &topics);
        if new != *text && update {
            fs::write(manual().join("content").join(path), &new).unwrap();
        } else if new != *text {
            let line = new.lines().zip(text.lines()).position(|(new, old)| new != old).unwrap_or_default();
            stale.push(format!("{path}:{}", line + 1));
        }
    }
    assert!(
        stale.is_empty(),
        "the manual is out of date here:\n{}\nTo update it, run `UPDATE_MANUAL=1 cargo test --test it manual`",
        stale.join("\n")
    );
}

#[test]
fn the_manual_contains_every_generated_topic() {
    let topics = topics(&pages());
    let all = [keys::topics(), codes::topics(), values::topics(), vec!["commands".to_owned(), "components".to_owned()]];
    let missing: Vec<String> = all.concat().into_iter().filter(|topic| !topics.contains_key(topic)).collect();
    assert!(missing.is_empty(), "missing from the manual: {}", missing.join(", "));
}

#[test]
fn the_manual_and_its_examples_have_no_findings() {
    for dir in
        [manual(), manual().join("examples/shop"), Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/manual/keys")]
    {
        let options = Options { deny: Deny::Everything, ..Options::default() };
        let built = casebook::check(&dir, &options).unwrap();
        let mut said = Vec::new();
        let report = Report {
            sources: &built.sources,
            diagnostics: &built.diagnostics,
            base: Base::default(),
            amount: Amount::All,
        };
        report.write(Format::Text(Look::PLAIN), &mut said).unwrap();
        assert!(built.diagnostics.is_empty(), "{}:\n{}", dir.display(), String::from_utf8_lossy(&said));
    }
}

#[test]
fn the_example_incident_form_has_no_findings() {
    keys::form_is_clean();
}

#[test]
fn all_templates_are_described() {
    theme::templates_are_described(&pages());
}

#[test]
fn all_keys_stored_by_scripts_are_listed() {
    theme::stored_keys_are_told(&pages()["about/privacy.md"]);
}

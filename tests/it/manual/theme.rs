//! The default theme: its components as assigned in `theme.yaml`, and its templates.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use super::Pages;

fn theme() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/default")
}

fn names_in(folder: &Path) -> BTreeSet<String> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name());
    entries.map(|name| name.to_string_lossy().into_owned()).collect()
}

/// Every component: its files, and the description in its script.
pub fn components() -> String {
    let mut out = String::from("| component | files | purpose of its script |\n| --- | --- | --- |\n");
    let folder = theme().join("components");
    for name in names_in(&folder) {
        let files = names_in(&folder.join(&name));
        let short: Vec<&str> = ["template", "style", "script", "early"]
            .into_iter()
            .filter(|kind| files.iter().any(|file| file.split('.').next() == Some(kind)))
            .collect();
        let said = ["script.js", "early.js"].iter().find_map(|file| head(&folder.join(&name).join(file)));
        writeln!(out, "| `{name}` | {} | {} |", short.join(", "), said.unwrap_or_default().replace('|', "\\|"))
            .unwrap();
    }
    out
}

/// The first paragraph of the comment at the top of a script.
fn head(path: &Path) -> Option<String> {
    let text = fs::read_to_string(path).ok()?;
    let comment = text.strip_prefix("/**")?.split_once("*/")?.0;
    let lines = comment.lines().map(|line| line.trim().trim_start_matches('*').trim());
    let lines = lines.skip_while(|line| line.is_empty()).take_while(|line| !line.is_empty() && !line.starts_with('@'));
    let words = lines.collect::<Vec<_>>().join(" ");
    let end = words.find(". ").map_or(words.len(), |at| at + 1);
    Some(words[..end].trim_end_matches(':').replace('<', "\\<"))
}

/// Asserts that the page about templates names all templates and no others.
pub fn templates_are_described(pages: &Pages) {
    let page = &pages["themes/templates.md"];
    let named: BTreeSet<String> = page
        .lines()
        .filter_map(|line| line.strip_prefix("| `"))
        .filter_map(|line| line.split_once('`').map(|(name, _)| name.to_owned()))
        .filter(|name| [".html", ".xml", ".txt"].iter().any(|end| name.ends_with(end)))
        .collect();
    assert_eq!(
        names_in(&theme().join("templates")),
        named,
        "themes/templates.md does not list exactly the existing templates"
    );
    let groups: BTreeMap<&str, BTreeSet<String>> = BTreeMap::from([("styles", names_in(&theme().join("styles")))]);
    for (folder, files) in groups {
        let missing: Vec<&String> = files.iter().filter(|file| !pages["themes/styles.md"].contains(*file)).collect();
        assert!(missing.is_empty(), "themes/styles.md does not mention {missing:?} of {folder}/");
    }
}

/// Asserts that the page about privacy names every key under which a script stores data.
pub fn stored_keys_are_told(page: &str) {
    let folder = theme().join("components");
    let mut keys = BTreeSet::new();
    for name in names_in(&folder) {
        for file in ["script.js", "early.js"] {
            let text = fs::read_to_string(folder.join(&name).join(file)).unwrap_or_default();
            for call in ["casebook.read('", "casebook.write('", "casebook.list('"] {
                let calls = text.split(call).skip(1).filter_map(|rest| rest.split_once('\''));
                keys.extend(calls.map(|(key, _)| key.to_owned()));
            }
        }
    }
    assert!(keys.len() > 5, "too few keys: scripts may store data in a way that this test does not know: {keys:?}");
    let missing: Vec<&String> = keys.iter().filter(|key| !page.contains(&format!("| `{key}"))).collect();
    assert!(missing.is_empty(), "about/privacy.md does not mention {missing:?}");
}

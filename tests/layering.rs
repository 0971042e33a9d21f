//! Architecture rules that the compiler cannot check: which module may use which, and where each crate may be named.
//!
//! Reads the imports and paths of `src/` as text. A module may use itself and the modules before it in [`ORDER`].
//! Leaves come last and never use each other.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::string_slice,
    clippy::print_stdout,
    clippy::too_many_lines,
    reason = "a test that cannot go on says so by failing"
)]

#[path = "layering/graph.rs"]
mod graph;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use graph::{Graph, Source};

/// The modules, in the direction of data flow.
const ORDER: &[&str] = &[
    "text",
    "layout",
    "fault",
    "source",
    "diagnostic",
    "media",
    "output",
    "atomic",
    "change",
    "yaml",
    "config",
    "read",
    "i18n",
    "parse",
    "incident",
    "model",
    "explore",
    "check",
    "search",
    "render",
    "report",
    "pipeline",
    "schema",
];

/// Modules that only the program uses.
const LEAVES: &[&str] = &["write", "serve", "scaffold", "fix", "rename"];

/// Crates with a single purpose, each with the only module that may name it.
const SINGLE: &[(&str, &str)] = &[
    ("pulldown_cmark", "src/parse/markdown"),
    ("tera", "src/render/theme"),
    ("similar", "src/change/diff"),
    ("strsim", "src/diagnostic/near"),
    ("walkdir", "src/read"),
    ("imagesize", "src/read"),
    ("serde_yaml", "src/yaml"),
    ("annotate_snippets", "src/report/text"),
    ("aho_corasick", "src/render/html/glossary"),
    ("unicode_properties", "src/parse/slug"),
    ("clap_complete", "src/cli"),
    ("clap", "src/cli"),
    ("indicatif", "src/terminal"),
    ("terminal_size", "src/terminal"),
    ("rust_stemmers", "src/search/stem"),
    ("unicode_normalization", "src/text/fold"),
    ("hyper", "src/serve"),
    ("hyper_util", "src/serve"),
    ("http_body_util", "src/serve"),
    ("tokio", "src/serve"),
    ("notify", "src/serve"),
];

/// Crates that several modules share, with the modules that may name them.
const SHARED: &[(&str, &[&str])] = &[
    (
        "anyhow",
        &[
            "src/lib",
            "src/pipeline",
            "src/main",
            "src/authoring",
            "src/place",
            "src/selection",
            "src/cli",
            "src/config",
            "src/serve",
            "src/scaffold",
            "src/fix",
            "src/rename",
            "src/write",
            "src/terminal",
        ],
    ),
    (
        "jiff",
        &[
            "src/lib",
            "src/main",
            "src/cli",
            "src/yaml",
            "src/parse",
            "src/incident",
            "src/model",
            "src/check",
            "src/render",
        ],
    ),
    (
        "rayon",
        &[
            "src/serve",
            "src/pipeline",
            "src/read",
            "src/parse",
            "src/model",
            "src/explore",
            "src/check",
            "src/search",
            "src/render",
        ],
    ),
    ("serde", &["src/serve", "src/i18n", "src/yaml/derived", "src/search", "src/render", "src/report"]),
    ("serde_json", &["src/serve", "src/search", "src/render", "src/report", "src/schema"]),
    ("sha2", &["src/read", "src/parse", "src/explore", "src/render/theme", "src/write"]),
    ("hashbrown", &["src/explore/states", "src/search/count"]),
    ("xxhash_rust", &["src/serve", "src/search", "src/write"]),
    ("thiserror", &["src/read", "src/write", "src/serve", "src/scaffold", "src/fix", "src/rename"]),
];

/// The files that may access disk, clock, environment and network: the leaves, the program, `read` and `atomic`.
const MAY_TOUCH: &[&str] = &[
    "src/read",
    "src/atomic",
    "src/write",
    "src/serve",
    "src/scaffold",
    "src/fix",
    "src/rename",
    "src/main",
    "src/authoring",
    "src/place",
    "src/selection",
    "src/terminal",
    "src/cli",
];
const TOUCHING: &[&str] = &["std::fs", "std::env", "std::net", "std::time", "std::process", "SystemTime", "Zoned::now"];

/// The import cycles that are allowed, each with its reason.
const CYCLES: &[(&str, &str)] =
    &[("render::html: notes, writer", "a footnote contains blocks, and a block may refer to a footnote")];

/// Modules whose direct children have an order, too, each with its children in the direction of data flow. A child may
/// use itself and those before it; it names them directly, never through the parent, which may name all.
const INNER_ORDER: &[(&str, &[&str])] = &[("render", &["html", "theme", "pages"])];

fn files() -> Vec<(String, String)> {
    fn list(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("the entry can be read").path();
            if path.is_dir() { list(&path, found) } else { found.push(path) }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut paths = Vec::new();
    list(&root.join("src"), &mut paths);
    paths.retain(|path| !path.ends_with("tests.rs"));
    paths.sort();
    let name = |path: &Path| {
        path.strip_prefix(root).expect("the path is inside the repository").to_string_lossy().replace('\\', "/")
    };
    paths.iter().map(|path| (name(path), code(&fs::read_to_string(path).expect("the file is UTF-8")))).collect()
}

/// Returns the text without comments and without unit tests.
fn code(text: &str) -> String {
    let text = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or(text);
    let lines = text.lines().filter(|line| !line.trim_start().starts_with("//"));
    lines.map(|line| line.split(" // ").next().unwrap_or(line)).collect::<Vec<_>>().join("\n")
}

fn module(path: &str) -> &str {
    let inside = path.trim_start_matches("src/");
    inside.split(['/', '.']).next().unwrap_or(inside)
}

fn position(module: &str) -> Option<usize> {
    ORDER.iter().position(|known| *known == module)
}

/// Returns the modules of this crate that a file names.
fn uses(text: &str) -> Vec<String> {
    let mut names = Vec::new();
    for (at, _) in text.match_indices("crate::") {
        let rest = &text[at + "crate::".len()..];
        let group = rest.strip_prefix('{').and_then(|rest| rest.split('}').next());
        let parts = group.map_or_else(|| vec![rest], |group| group.split(',').collect());
        names.extend(
            parts.iter().map(|part| part.trim().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()),
        );
    }
    names
}

/// Returns the macros that are named from the root of the crate, each with the module that defines it.
fn exported_macros(files: &[(String, String)]) -> BTreeMap<String, String> {
    let defined = files.iter().flat_map(|(path, text)| {
        let names = text.split("#[macro_export]\nmacro_rules! ").skip(1);
        names.map(move |rest| {
            (rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect(), module(path).to_owned())
        })
    });
    defined.collect()
}

/// Returns whether `text` names the crate in a path or an import.
fn names(text: &str, krate: &str) -> bool {
    text.match_indices(krate).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let after = &text[at + krate.len()..];
        let whole = before.is_none_or(|c| !c.is_alphanumeric() && c != '_' && c != ':' && c != '.' && c != '"');
        let imported = text[..at].ends_with("use ") && after.starts_with(';');
        whole && (after.starts_with("::") || imported)
    })
}

#[test]
fn every_module_is_listed_in_order_or_leaves() {
    let root = ["lib", "main", "cli", "terminal", "authoring", "place", "selection"];
    for (path, _) in files() {
        let module = module(&path);
        let known = root.contains(&module) || position(module).is_some() || LEAVES.contains(&module);
        assert!(known, "{path}: add `{module}` to ORDER or LEAVES");
    }
}

#[test]
fn modules_use_only_those_before_them() {
    let mut wrong = Vec::new();
    let files = files();
    let macros = exported_macros(&files);
    for (path, text) in &files {
        let own = module(path);
        let (place, leaf) = (position(own), LEAVES.contains(&own));
        if place.is_none() && !leaf {
            continue;
        }
        for used in uses(text) {
            let used = macros.get(&used).unwrap_or(&used);
            let before = position(used).is_some_and(|at| leaf || place.is_some_and(|place| at <= place));
            let word = !used.starts_with(char::is_lowercase) || used == own;
            if !before && !word {
                wrong.push(format!("{path} uses `{used}`"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn crates_are_named_only_in_their_listed_modules() {
    let mut wrong = Vec::new();
    for (path, text) in files() {
        for (krate, place) in SINGLE {
            if names(&text, krate) && !path.starts_with(place) {
                wrong.push(format!("{path} names `{krate}`, which belongs to {place}"));
            }
        }
        for (krate, places) in SHARED {
            if names(&text, krate) && !places.iter().any(|place| path.starts_with(place)) {
                wrong.push(format!("{path} names `{krate}`; if it should, list it in tests/layering.rs"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_dependency_is_listed() {
    let manifest =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml")).expect("Cargo.toml can be read");
    let section = manifest
        .split("[dependencies]")
        .nth(1)
        .and_then(|rest| rest.split("\n[").next())
        .expect("Cargo.toml has a section `[dependencies]`");
    let listed: BTreeMap<&str, ()> =
        SINGLE.iter().map(|(krate, _)| (*krate, ())).chain(SHARED.iter().map(|(krate, _)| (*krate, ()))).collect();
    for line in section.lines().filter(|line| !line.starts_with('#')) {
        let Some((name, _)) = line.split_once('=') else { continue };
        let name = name.trim().replace('-', "_");
        assert!(listed.contains_key(&*name), "list in tests/layering.rs the modules that may use `{name}`");
    }
}

#[test]
fn only_listed_modules_access_disk_clock_environment_and_network() {
    let mut wrong = Vec::new();
    for (path, text) in files() {
        let inside = !MAY_TOUCH.iter().any(|place| path.starts_with(place));
        for touching in TOUCHING.iter().filter(|touching| inside && text.contains(**touching)) {
            wrong.push(format!("{path} names `{touching}`"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_modules_import_one_another_in_a_circle() {
    let allowed: BTreeSet<String> = CYCLES.iter().map(|(cycle, _)| (*cycle).to_owned()).collect();
    assert_eq!(graph().cycles(), allowed);
}

#[test]
fn ordered_children_use_only_those_before_them() {
    let graph = graph();
    for (room, order) in INNER_ORDER {
        let room: Vec<String> = room.split("::").map(str::to_owned).collect();
        let listed: BTreeSet<String> = order.iter().map(|child| (*child).to_owned()).collect();
        assert_eq!(graph.children(&room), listed, "the children of {} in INNER_ORDER", room.join("::"));
        assert_eq!(graph.out_of_order(&room, order), Vec::<String>::new());
    }
}

fn graph() -> Graph {
    let sources: Vec<Source> = files()
        .into_iter()
        .map(|(path, text)| Source { module: module_path(&path), text })
        .filter(|source| !["lib", "main"].contains(&source.module[0].as_str()))
        .collect();
    Graph::of(&sources)
}

/// `render::html` of `src/render/html.rs`.
fn module_path(path: &str) -> Vec<String> {
    path.trim_start_matches("src/").trim_end_matches(".rs").split('/').map(str::to_owned).collect()
}

//! Tests of runs that reuse parts of the previous run: for each input of each decision there is an edit, with exactly
//! the parts that must be rebuilt. Parts are compared by identity, results byte by byte with those of a fresh run.
//!
//! The site that is edited is in `tests/site.txt`.

#![allow(clippy::too_many_lines, reason = "tables of cases are long")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::ptr;
use std::sync::{Arc, Mutex};

use tempfile::TempDir;

use super::*;
use crate::Deny;
use crate::diagnostic::Code;
use crate::explore::Depth;
use crate::output::Content;
use crate::read::{Changes, Folder};
use crate::render::hosting::Hosting;
use crate::search;
use crate::source::Span;

/// A change between two runs.
#[derive(Clone, Copy)]
enum Edit {
    /// Writes a file with this text.
    Write(&'static str, &'static str),
    /// Writes a file with these bytes.
    Bytes(&'static str, &'static [u8]),
    /// Replaces the only occurrence of a text by another text.
    Replace(&'static str, &'static str, &'static str),
    Remove(&'static str),
    Rename(&'static str, &'static str),
    /// Changes an option.
    Set(fn(&mut Options)),
    /// Sets the maximum number of states per scenario.
    States(usize),
}

use Edit::{Bytes, Remove, Rename, Replace, Set, States, Write};

/// An edit, and the parts that it invalidates.
struct Row {
    name: &'static str,
    /// The edits before the first of the two runs.
    first: &'static [Edit],
    edit: &'static [Edit],
    /// The parts that are rebuilt, abbreviated as in [`expand`]. All others are shared.
    rebuilt: &'static [&'static str],
}

/// A run, with everything that the next run may reuse.
struct Run {
    checked: Checked,
    memory: search::IndexCache,
    /// The files of the search index.
    index: BTreeMap<String, Content>,
    renderer: Option<Renderer>,
}

/// The result of a run that reuses nothing.
struct Fresh {
    diagnostics: Vec<Diagnostic>,
    proofs: String,
    output: Output,
}

/// A site on disk, with the options for its runs.
struct Edited {
    dir: TempDir,
    files: BTreeMap<PathBuf, Vec<u8>>,
    folder: Folder,
    options: Options,
    states: usize,
}

impl Edited {
    fn new(text: &str) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let mut files = BTreeMap::new();
        for piece in text.split("\n-- ").skip(1) {
            let (path, text) = piece.split_once(" --\n").unwrap();
            files.insert(dir.path().join(path), format!("{}\n", text.trim_end()).into_bytes());
        }
        files.iter().for_each(|(path, bytes)| write(path, bytes));
        let folder = Folder::open(dir.path()).unwrap();
        Self { dir, files, folder, options: Options::default(), states: explore::states::BUDGET }
    }

    /// Carries out `edits`. Returns the paths that a watcher would report.
    fn edit(&mut self, edits: &[Edit]) -> BTreeSet<PathBuf> {
        let mut touched = BTreeSet::new();
        for edit in edits {
            let at = |path: &str| self.dir.path().join(path);
            match *edit {
                Write(path, text) => touched.extend([written(&at(path), text.as_bytes())]),
                Bytes(path, bytes) => touched.extend([written(&at(path), bytes)]),
                Replace(path, old, new) => {
                    let text = fs::read_to_string(at(path)).unwrap();
                    assert_eq!(text.matches(old).count(), 1, "`{old}` in {path}");
                    touched.insert(written(&at(path), text.replace(old, new).as_bytes()));
                }
                Remove(path) => {
                    fs::remove_file(at(path)).unwrap();
                    touched.insert(at(path));
                }
                Rename(old, new) => {
                    fs::rename(at(old), at(new)).unwrap();
                    touched.extend([at(old), at(new)]);
                }
                Set(set) => set(&mut self.options),
                States(states) => self.states = states,
            }
        }
        touched
    }

    /// Restores the initial state. Returns the paths that a watcher would report.
    fn restore(&mut self) -> BTreeSet<PathBuf> {
        let mut touched: BTreeSet<PathBuf> = self.files.keys().cloned().collect();
        for entry in walkdir(self.dir.path()).into_iter().filter(|path| !self.files.contains_key(path)) {
            fs::remove_file(&entry).unwrap();
            touched.insert(entry);
        }
        self.files.iter().for_each(|(path, bytes)| write(path, bytes));
        (self.options, self.states) = (Options::default(), explore::states::BUDGET);
        touched
    }

    /// Reads the files at `touched` again and runs the pipeline after `before`.
    fn run(&mut self, touched: BTreeSet<PathBuf>, before: Option<&Run>) -> Run {
        self.folder.refresh(&Changes::At(touched)).unwrap();
        let (inputs, found) = self.folder.inputs();
        let loaded = Loaded::of(inputs, found, &self.options).unwrap().with_states(self.states);
        let checked = loaded.check_after(before.map(|before| &before.checked));
        let mut memory = before.map(|before| before.memory.clone()).unwrap_or_default();
        let renderer = (!checked.has_errors()).then(|| checked.renderer().unwrap());
        let index = if renderer.is_some() { index(&checked, &mut memory) } else { BTreeMap::new() };
        Run { checked, memory, index, renderer }
    }

    /// A run that reuses nothing.
    fn fresh(&self) -> Fresh {
        let checked = Loaded::read(self.dir.path(), &self.options).unwrap().with_states(self.states).check();
        let mut output = Output::default();
        if !checked.has_errors() {
            checked.renderer().unwrap().write_all(&mut output, &()).unwrap();
        }
        Fresh { diagnostics: checked.diagnostics().to_vec(), proofs: format!("{:?}", checked.proofs), output }
    }
}

fn write(path: &Path, bytes: &[u8]) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, bytes).unwrap();
}

/// Writes a file. Returns the path that a watcher would report: that of the file, or of the first new folder.
fn written(path: &Path, bytes: &[u8]) -> PathBuf {
    let named = path.ancestors().take_while(|above| !above.exists()).last().unwrap_or(path).to_owned();
    write(path, bytes);
    named
}

/// All files below `dir`.
fn walkdir(dir: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { walkdir(&path) } else { vec![path] }).collect()
}

/// The files of the search index, made with `memory`, the cache of the previous index.
fn index(checked: &Checked, memory: &mut search::IndexCache) -> BTreeMap<String, Content> {
    let files = Mutex::new(BTreeMap::new());
    let take = |made: Vec<search::File>| files.lock().unwrap().extend(made);
    let (site, sources) = (&checked.site, &checked.sources);
    search::words(site, sources, Some(memory), &take).texts(site, sources, &take);
    files.into_inner().unwrap()
}

/// All parts of a run by name, with their addresses in memory.
fn parts(run: &Run) -> BTreeMap<String, *const ()> {
    let Checked { sources, theme, documents, site, proofs, findings, shared, .. } = &run.checked;
    let mut parts: BTreeMap<String, *const ()> = BTreeMap::from([
        ("theme".to_owned(), Arc::as_ptr(theme).cast()),
        ("structure".to_owned(), ptr::from_ref(site.config()).cast()),
        ("addresses".to_owned(), Arc::as_ptr(&findings.structure).cast()),
    ]);
    for (id, file) in sources.iter() {
        parts.insert(format!("text {}", file.path()), Arc::as_ptr(sources.shared(id)).cast());
    }
    for document in documents {
        parts.insert(format!("document content/{}", document.path), Arc::as_ptr(document).cast());
    }
    for (page, found) in site.pages.iter().zip(&findings.pages) {
        parts.insert(format!("page content/{}", page.document.path), Arc::as_ptr(page).cast());
        parts.insert(format!("findings content/{}", page.document.path), Arc::as_ptr(found).cast());
    }
    for (&id, proof) in &**proofs {
        parts.insert(format!("proof content/{}", site.page(id).document.path), Arc::as_ptr(proof).cast());
    }
    if let Some(Ok(shared)) = shared.get() {
        parts.insert("shared".to_owned(), Arc::as_ptr(shared).cast());
    }
    parts.extend(run.memory.chunks().map(|(name, at)| (format!("index {name}"), at)));
    parts
}

/// Expands an abbreviation to the names of parts. A path means all parts made from that file alone; `structure` all
/// parts made from every outline; `site` all parts except texts and index; a name that ends in `*` all parts with that
/// prefix.
fn expand(short: &str, known: &BTreeSet<String>) -> BTreeSet<String> {
    let names: Vec<String> = match short {
        "structure" => STRUCTURE.map(str::to_owned).into(),
        "site" => STRUCTURE.into_iter().chain(["theme", "document *", "proof *"]).map(str::to_owned).collect(),
        path if path.contains('/') && !path.contains(' ') => {
            ["text", "document", "page", "findings"].map(|part| format!("{part} {path}")).into()
        }
        name => vec![name.to_owned()],
    };
    let is_meant = |name: &str| {
        let found = |meant: &String| meant.strip_suffix('*').map_or(*meant == name, |start| name.starts_with(start));
        names.iter().any(found)
    };
    let found: BTreeSet<String> = known.iter().filter(|name| is_meant(name)).cloned().collect();
    assert!(!found.is_empty(), "no part is called `{short}`");
    found
}

const STRUCTURE: [&str; 5] = ["structure", "addresses", "shared", "page *", "findings *"];

/// Tests every row on `site`: a run before the edit, one after it, and one after everything has been restored.
fn hold(site: &str, rows: &[Row]) {
    let mut edited = Edited::new(site);
    let usual_fresh = edited.fresh();
    let mut usual = edited.run(BTreeSet::new(), None);
    assert!(!usual.index.is_empty(), "the site has errors: {:?}", usual.checked.diagnostics);
    assert_same("the site as it is", &usual, &usual_fresh, &Output::default());
    for row in rows {
        let touched = edited.edit(row.first);
        let before = if row.first.is_empty() { usual } else { edited.run(touched, Some(&usual)) };
        let before_fresh = if row.first.is_empty() { None } else { Some(edited.fresh()) };
        let touched = edited.edit(row.edit);
        let after = edited.run(touched, Some(&before));
        let fresh = edited.fresh();
        assert_same(row.name, &after, &fresh, &before_fresh.as_ref().unwrap_or(&usual_fresh).output);
        assert_rebuilt(row, &before, &after);
        let touched = edited.restore();
        usual = edited.run(touched, Some(&after));
        assert_found(&format!("{}, taken back", row.name), &usual, &usual_fresh);
    }
}

/// Asserts that exactly the parts that `row` names were rebuilt.
fn assert_rebuilt(row: &Row, before: &Run, after: &Run) {
    let (old, new) = (parts(before), parts(after));
    let known: BTreeSet<String> = new.keys().cloned().collect();
    let is_new = |name: &&String| old.get(*name) != new.get(*name);
    let made: BTreeSet<String> = known.iter().filter(is_new).cloned().collect();
    let expected: BTreeSet<String> = row.rebuilt.iter().flat_map(|short| expand(short, &known)).collect();
    let (shared, surplus): (Vec<_>, Vec<_>) =
        (expected.difference(&made).collect(), made.difference(&expected).collect());
    assert!(shared.is_empty(), "{}: reused though its input has changed: {shared:?}", row.name);
    assert!(surplus.is_empty(), "{}: rebuilt though no input has changed: {surplus:?}", row.name);
}

/// Asserts that a run has the same diagnostics, proofs and index as a fresh one.
fn assert_found(name: &str, run: &Run, fresh: &Fresh) {
    assert_eq!(run.checked.diagnostics, fresh.diagnostics, "{name}: findings");
    assert_eq!(format!("{:?}", run.checked.proofs), fresh.proofs, "{name}: proofs");
    for (address, content) in fresh.output.iter().filter(|(address, _)| address.starts_with("search/")) {
        assert!(run.index.get(address) == Some(content), "{name}: {address} differs from that of a fresh run");
    }
}

/// Asserts that a run has the same diagnostics, proofs and files as a fresh one, and no file that only the previous run
/// had.
fn assert_same(name: &str, run: &Run, fresh: &Fresh, before: &Output) {
    assert_found(name, run, fresh);
    let Some(renderer) = &run.renderer else { return assert!(fresh.output.is_empty(), "{name}: errors") };
    let file = |address: &str| run.index.get(address).cloned().or_else(|| renderer.file(address).unwrap());
    for (address, content) in fresh.output.iter() {
        assert!(file(address).as_ref() == Some(content), "{name}: {address} differs from that of a fresh run");
    }
    for (address, _) in before.iter().filter(|(address, _)| fresh.output.get(address).is_none()) {
        assert!(file(address).is_none(), "{name}: {address} is left over from the previous run");
    }
}

const SITE: &str = include_str!("tests/site.txt");
const ABOUT: &str = "content/about.md";
const CASE: &str = "content/cases/the-cold-cake.md";
const BOOK: &str = "content/playbooks/make-it-good.md";
const CAKE: &str = "content/scenarios/the-late-cake.md";
const KUCHEN: &str = "content/scenarios/der-kuchen.md";
const GLOSSARY: &str = "content/glossary.yaml";
const SETTINGS: &str = "casebook.yaml";
const GERMAN: &str = "themes/own/i18n/de.yaml";

#[test]
fn a_change_of_prose_invalidates_only_its_page() {
    hold(
        SITE,
        &[
            Row {
                name: "a file saved as it was",
                first: &[],
                edit: &[Replace(ABOUT, "We bake.", "We bake.")],
                rebuilt: &[],
            },
            Row {
                name: "a sentence",
                first: &[],
                edit: &[Replace(ABOUT, "We bake.", "We bake bread.")],
                rebuilt: &["content/about.md", "index en 0"],
            },
            Row {
                name: "a sentence before every link",
                first: &[],
                edit: &[Replace(ABOUT, "Nobody sleeps here.", "Nobody sleeps here, and nobody minds.")],
                rebuilt: &["content/about.md", "index en 0"],
            },
            Row {
                name: "the words of a link",
                first: &[],
                edit: &[Replace(ABOUT, "[what happened]", "[the story]")],
                rebuilt: &["content/about.md", "index en 0"],
            },
            Row {
                name: "a footnote",
                first: &[],
                edit: &[Replace(ABOUT, "Most days.", "On most days.")],
                rebuilt: &["content/about.md", "index en 0"],
            },
            Row {
                name: "a term of the glossary in the text",
                first: &[],
                edit: &[Replace(ABOUT, "The crumb is", "The loaf is")],
                rebuilt: &["content/about.md", "index en 0"],
            },
            Row {
                name: "a tool",
                first: &[],
                edit: &[Replace(ABOUT, "<!-- tool: oven -->", "No tool.")],
                rebuilt: &["content/about.md", "index en 0"],
            },
            Row {
                name: "a heading whose address stays",
                first: &[],
                edit: &[Replace(ABOUT, "## It's early", "## Its *early*")],
                rebuilt: &["content/about.md", "index en 0"],
            },
            Row {
                name: "a heading of another level",
                first: &[],
                edit: &[Replace(ABOUT, "## It's early", "### It's early")],
                rebuilt: &["content/about.md", "index en 0"],
            },
            Row {
                name: "the text of a draft",
                first: &[],
                edit: &[Replace("content/cases/unfinished.md", "Not yet.", "Not today.")],
                rebuilt: &["text content/cases/unfinished.md", "document content/cases/unfinished.md"],
            },
            Row {
                name: "a warning appears",
                first: &[],
                edit: &[Replace(ABOUT, "We bake.", "We [bake] (bread.md) and sell.")],
                rebuilt: &["content/about.md", "index en 0"],
            },
            Row {
                name: "an error appears",
                first: &[],
                edit: &[Replace(ABOUT, "<!-- tool: oven -->", "<!-- tool: oven and stove -->")],
                rebuilt: &["content/about.md"],
            },
            Row {
                name: "an error goes",
                first: &[Replace(ABOUT, "<!-- tool: oven -->", "<!-- tool: oven and stove -->")],
                edit: &[Replace(ABOUT, "<!-- tool: oven and stove -->", "<!-- tool: oven -->")],
                rebuilt: &["content/about.md"],
            },
            Row {
                name: "a sentence beside an error elsewhere",
                first: &[Replace(ABOUT, "<!-- tool: oven -->", "<!-- tool: oven and stove -->")],
                edit: &[Replace("content/other.md", "See", "See also")],
                rebuilt: &["content/other.md"],
            },
            Row {
                name: "two pages at once",
                first: &[],
                edit: &[Replace(ABOUT, "We bake.", "We bake bread."), Replace(CASE, "at noon.", "at one.")],
                rebuilt: &["content/about.md", "content/cases/the-cold-cake.md", "index en 0"],
            },
        ],
    );
}

#[test]
fn a_change_of_an_outline_invalidates_the_structure() {
    hold(
        SITE,
        &[
            Row {
                name: "a new heading",
                first: &[],
                edit: &[Replace(ABOUT, "## It's early", "## Who we are\n\nBakers.\n\n## It's early")],
                rebuilt: &["content/about.md", "structure", "index en 0"],
            },
            Row {
                name: "a heading with another address",
                first: &[],
                edit: &[Replace(CASE, "## Before noon", "## Before one")],
                rebuilt: &["content/cases/the-cold-cake.md", "structure"],
            },
            Row {
                name: "a heading that no longer repeats the title",
                first: &[],
                edit: &[Replace(ABOUT, "\n# About us", "\n## About us")],
                rebuilt: &["content/about.md", "structure", "index en 0"],
            },
            Row {
                name: "two headings in another order",
                first: &[Replace(ABOUT, "## It's early", "## Who we are\n\nBakers.\n\n## It's early")],
                edit: &[
                    Replace(ABOUT, "## Who we are", "## It's early?"),
                    Replace(ABOUT, "## It's early\n", "## Who we are\n"),
                ],
                rebuilt: &["content/about.md", "structure", "index en 0"],
            },
            Row {
                name: "two headings whose addresses join to the same letters",
                first: &[Replace(ABOUT, "## It's early", "## A\n\nText.\n\n## Bc\n\n## It's early")],
                edit: &[Replace(ABOUT, "## A\n\nText.\n\n## Bc", "## Ab\n\nText.\n\n## C")],
                rebuilt: &["content/about.md", "structure", "index en 0"],
            },
            Row {
                name: "a link to another page",
                first: &[],
                edit: &[Replace(ABOUT, "(cases/the-cold-cake.md#before-noon)", "(cases/index.md)")],
                rebuilt: &["content/about.md", "structure", "index en 0"],
            },
            Row {
                name: "a link to another heading",
                first: &[],
                edit: &[Replace(ABOUT, "the-cold-cake.md#before-noon)", "the-cold-cake.md)")],
                rebuilt: &["content/about.md", "structure", "index en 0"],
            },
            Row {
                name: "a link that is gone",
                first: &[],
                edit: &[Replace(ABOUT, "[what happened](cases/the-cold-cake.md#before-noon)", "on")],
                rebuilt: &["content/about.md", "structure", "index en 0"],
            },
            Row {
                name: "a link that becomes an image",
                first: &[],
                edit: &[Replace(ABOUT, "[the loaf]", "![the loaf]")],
                rebuilt: &["content/about.md", "structure", "index en 0"],
            },
            Row {
                name: "a link to another host that becomes an image",
                first: &[Replace(ABOUT, "(loaf.svg)", "(https://example.org/loaf.svg)")],
                edit: &[Replace(ABOUT, "[the loaf]", "![the loaf]")],
                rebuilt: &["content/about.md", "structure"],
            },
            Row {
                name: "a title",
                first: &[],
                edit: &[Replace(CASE, "title: The cold cake", "title: The warm cake")],
                rebuilt: &["content/cases/the-cold-cake.md", "structure", "index en 0"],
            },
            Row {
                name: "a summary that lists show",
                first: &[],
                edit: &[Replace(CASE, "It came out of the fridge.", "It came out of the cold.")],
                rebuilt: &["content/cases/the-cold-cake.md", "structure", "index en 0"],
            },
            Row {
                name: "an alias",
                first: &[],
                edit: &[Replace(CASE, "trade: baking", "trade: baking\naliases: [cases/cake.html]")],
                rebuilt: &["content/cases/the-cold-cake.md", "structure", "index en 0"],
            },
            Row {
                name: "a tag",
                first: &[],
                edit: &[Replace(CASE, "trade: baking", "trade: baking\ntags: [cakes]")],
                rebuilt: &["content/cases/the-cold-cake.md", "structure", "index en 0"],
            },
            Row {
                name: "a weight",
                first: &[],
                edit: &[Replace(BOOK, "summary: Three steps.", "summary: Three steps.\nweight: 9")],
                rebuilt: &["content/playbooks/make-it-good.md", "structure", "index en 0"],
            },
            Row {
                name: "a date",
                first: &[],
                edit: &[Replace(CASE, "2026-02-01", "2026-02-02")],
                rebuilt: &["content/cases/the-cold-cake.md", "structure", "index en 0"],
            },
            Row {
                name: "an address of its own",
                first: &[],
                edit: &[Replace(CASE, "trade: baking", "trade: baking\nslug: cake")],
                rebuilt: &["content/cases/the-cold-cake.md", "structure", "index en 0"],
            },
            Row {
                name: "a page becomes a draft",
                first: &[],
                edit: &[Replace("content/other.md", "title: Another page", "title: Another page\ndraft: true")],
                rebuilt: &["text content/other.md", "document content/other.md", "structure", "index en 0"],
            },
            Row {
                name: "a draft becomes a page",
                first: &[],
                edit: &[Replace("content/cases/unfinished.md", "draft: true", "draft: false")],
                rebuilt: &["content/cases/unfinished.md", "structure", "index en 0"],
            },
            Row {
                name: "the title of a step",
                first: &[],
                edit: &[Replace(BOOK, "title: Ask", "title: \"Ask!\"")],
                rebuilt: &["content/playbooks/make-it-good.md", "structure", "index en 0"],
            },
            Row {
                name: "the meaning of a term",
                first: &[],
                edit: &[Replace(GLOSSARY, "The inside", "The soft inside")],
                rebuilt: &["text content/glossary.yaml", "structure", "index en 0"],
            },
            Row {
                name: "another term",
                first: &[],
                edit: &[Write(GLOSSARY, "crumb:\n  means: The inside.\nfridge:\n  means: What is cold.\n")],
                rebuilt: &["text content/glossary.yaml", "structure", "index en 0"],
            },
            Row {
                name: "a mistake in the glossary",
                first: &[],
                edit: &[Replace(GLOSSARY, "(cases/the-cold-cake.md)", "(cases/no-cake.md)")],
                rebuilt: &["text content/glossary.yaml", "structure"],
            },
        ],
    );
}

#[test]
fn a_proof_is_invalidated_only_by_its_own_scenario() {
    hold(
        SITE,
        &[
            Row {
                name: "the prose of a scene",
                first: &[],
                edit: &[Replace(CAKE, "The box is empty.", "The box is as empty as before.")],
                rebuilt: &[
                    "content/scenarios/the-late-cake.md",
                    "proof content/scenarios/the-late-cake.md",
                    "index en 0",
                ],
            },
            Row {
                name: "an effect",
                first: &[],
                edit: &[Replace(CAKE, "trust +2", "trust +3")],
                rebuilt: &[
                    "content/scenarios/the-late-cake.md",
                    "proof content/scenarios/the-late-cake.md",
                    "index en 0",
                ],
            },
            Row {
                name: "a condition",
                first: &[],
                edit: &[Replace(CAKE, "When trust 5 or more", "When trust 4 or more")],
                rebuilt: &[
                    "content/scenarios/the-late-cake.md",
                    "proof content/scenarios/the-late-cake.md",
                    "index en 0",
                ],
            },
            Row {
                name: "a mark",
                first: &[],
                edit: &[Replace(CAKE, "Bends [Ask]", "Follows [Ask]")],
                rebuilt: &[
                    "content/scenarios/the-late-cake.md",
                    "proof content/scenarios/the-late-cake.md",
                    "index en 0",
                ],
            },
            Row {
                name: "the length of a label",
                first: &[],
                edit: &[Replace(CAKE, "Say that it was not you", "Say that it was certainly not you, of all people")],
                rebuilt: &[
                    "content/scenarios/the-late-cake.md",
                    "proof content/scenarios/the-late-cake.md",
                    "index en 0",
                ],
            },
            Row {
                name: "a scene that a choice leads to",
                first: &[],
                edit: &[Replace(
                    CAKE,
                    "[Say that it was not you](#the-end)",
                    "[Say that it was not you](#ending-she-leaves)",
                )],
                rebuilt: &[
                    "content/scenarios/the-late-cake.md",
                    "structure",
                    "proof content/scenarios/the-late-cake.md",
                    "index en 0",
                ],
            },
            Row {
                name: "the goal",
                first: &[],
                edit: &[Replace(CAKE, "goal: trust 5 or more", "goal: trust 6 or more")],
                rebuilt: &[
                    "content/scenarios/the-late-cake.md",
                    "structure",
                    "proof content/scenarios/the-late-cake.md",
                    "index en 0",
                ],
            },
            Row {
                name: "a scenario that can no longer be read",
                first: &[],
                edit: &[Replace(CAKE, "trust +2", "trust plus 2")],
                rebuilt: &["content/scenarios/the-late-cake.md"],
            },
            Row {
                name: "a scenario that can be read again",
                first: &[Replace(CAKE, "trust +2", "trust plus 2")],
                edit: &[Replace(CAKE, "trust plus 2", "trust +2")],
                rebuilt: &["content/scenarios/the-late-cake.md", "proof content/scenarios/the-late-cake.md"],
            },
            Row {
                name: "a scenario becomes a draft",
                first: &[],
                edit: &[Replace(CAKE, "minutes: 3", "minutes: 3\ndraft: true")],
                rebuilt: &[
                    "text content/scenarios/the-late-cake.md",
                    "document content/scenarios/the-late-cake.md",
                    "structure",
                ],
            },
            Row {
                name: "another scenario",
                first: &[],
                edit: &[Replace(KUCHEN, "Nora wartet.", "Nora wartet noch.")],
                rebuilt: &["content/scenarios/der-kuchen.md", "proof content/scenarios/der-kuchen.md", "index de 0"],
            },
        ],
    );
}

#[test]
fn added_and_removed_files_invalidate_what_depends_on_them() {
    hold(
        SITE,
        &[
            Row {
                name: "a page before the others, which renumbers the files",
                first: &[],
                edit: &[Write("content/aaa.md", "---\ntitle: First\n---\n\nSee [about us](about.md).\n")],
                rebuilt: &["text content/aaa.md", "theme", "document *", "structure", "index en 0"],
            },
            Row {
                name: "a page in a new folder",
                first: &[],
                edit: &[Write("content/more/deep/er.md", "---\ntitle: Deeper\n---\n\nText.\n")],
                rebuilt: &["text content/more/deep/er.md", "theme", "document *", "structure", "index en 0"],
            },
            Row {
                name: "a page that goes",
                first: &[],
                edit: &[Remove("content/other.md")],
                rebuilt: &["theme", "document *", "structure", "index en 0"],
            },
            Row {
                name: "a page with another name",
                first: &[],
                edit: &[Rename("content/other.md", "content/zebra.md")],
                rebuilt: &["text content/zebra.md", "document *", "structure", "index en 0"],
            },
            Row {
                name: "a scenario with another name",
                first: &[],
                edit: &[Rename("content/scenarios/der-kuchen.md", "content/scenarios/die-torte.md")],
                rebuilt: &[
                    "text content/scenarios/die-torte.md",
                    "document *",
                    "structure",
                    "proof content/scenarios/die-torte.md",
                    "index de 0",
                ],
            },
            Row {
                name: "the page of a folder that becomes a page in it",
                first: &[],
                edit: &[Rename("content/cases/index.md", "content/cases/Index.md")],
                // The page would have the same address as the list of the folder, which is an error.
                rebuilt: &["text content/cases/Index.md", "document *", "structure"],
            },
            Row {
                name: "a page that is no longer text",
                first: &[],
                edit: &[Bytes("content/other.md", b"\xff\xfe-\0")],
                rebuilt: &["text content/other.md", "document *", "structure"],
            },
            Row {
                name: "a page that is text again, while another no longer is",
                first: &[Bytes("content/other.md", b"\xff\xfe-\0")],
                edit: &[
                    Write("content/other.md", "---\ntitle: Another page\n---\n\nAgain.\n"),
                    Bytes("content/cases/unfinished.md", b"\xff\xfe-\0"),
                ],
                rebuilt: &["text content/other.md", "text content/cases/unfinished.md", "document *", "structure"],
            },
            Row {
                name: "the glossary goes",
                first: &[],
                edit: &[Remove(GLOSSARY)],
                rebuilt: &["theme", "document *", "structure", "index en 0"],
            },
            Row {
                name: "a glossary comes",
                first: &[Remove(GLOSSARY)],
                edit: &[Write(GLOSSARY, "loaf:\n  means: Bread.\n")],
                rebuilt: &["text content/glossary.yaml", "theme", "document *", "structure", "index en 0"],
            },
            Row {
                name: "the glossary is no longer text",
                first: &[],
                edit: &[Bytes(GLOSSARY, b"\xff\xfe-\0")],
                rebuilt: &["text content/glossary.yaml", "document *", "structure"],
            },
            Row {
                name: "the settings go",
                first: &[],
                edit: &[Remove(SETTINGS), Replace(ABOUT, "<!-- tool: oven -->", "No oven.")],
                rebuilt: &["text content/about.md", "site", "index *"],
            },
            Row {
                name: "an image with other bytes, as many as before",
                first: &[],
                edit: &[Replace("content/loaf.svg", "width=\"4\"", "width=\"5\"")],
                rebuilt: &["structure"],
            },
            Row {
                name: "an image with more bytes",
                first: &[],
                edit: &[Replace("content/loaf.svg", "<svg", "<!-- a loaf --><svg")],
                rebuilt: &["structure"],
            },
            Row {
                name: "a file to download comes",
                first: &[],
                edit: &[Bytes("content/price-list.pdf", b"%PDF")],
                rebuilt: &["structure"],
            },
            Row { name: "an image goes", first: &[], edit: &[Remove("content/loaf.svg")], rebuilt: &["structure"] },
            Row {
                name: "an image that was missing comes",
                first: &[Remove("content/loaf.svg")],
                edit: &[Bytes(
                    "content/loaf.svg",
                    b"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"/>",
                )],
                rebuilt: &["structure", "shared"],
            },
        ],
    );
}

#[test]
fn changes_of_the_theme_and_its_words_invalidate_what_depends_on_them() {
    hold(
        SITE,
        &[
            Row {
                name: "a style",
                first: &[],
                edit: &[Replace("themes/own/own.css", "green", "brown")],
                rebuilt: &["text themes/own/own.css", "site"],
            },
            Row {
                name: "a style with another name, in the same place of the list",
                first: &[],
                edit: &[Rename("themes/own/own.css", "themes/own/owx.css")],
                rebuilt: &["text themes/own/owx.css", "site"],
            },
            Row {
                name: "a style that comes, behind every other file",
                first: &[],
                edit: &[Write("themes/own/zzz.css", ".last { color: red }\n")],
                rebuilt: &["text themes/own/zzz.css", "site"],
            },
            Row {
                name: "a template that comes",
                first: &[],
                edit: &[Write(
                    "themes/own/components/site-footer/template.html",
                    "<footer>{{ site.title }}</footer>\n",
                )],
                rebuilt: &["text themes/own/components/site-footer/template.html", "site"],
            },
            Row {
                name: "a tool that comes",
                first: &[],
                edit: &[Write("themes/own/components/tool-mill/template.html", "<p>A mill.</p>\n")],
                rebuilt: &["text themes/own/components/tool-mill/template.html", "site"],
            },
            Row {
                name: "a file of the theme that is no text",
                first: &[],
                edit: &[Bytes("themes/own/assets/oven.woff2", b"wOF2")],
                rebuilt: &["site"],
            },
            Row {
                name: "a theme that is not in use",
                first: &[],
                edit: &[Write("themes/zzz/own.css", "body { margin: 0 }\n")],
                rebuilt: &["text themes/zzz/own.css", "document *", "structure"],
            },
            Row {
                name: "a word of the site's language",
                first: &[],
                edit: &[Replace("themes/own/i18n/en.yaml", "Start here", "Begin here")],
                rebuilt: &["text themes/own/i18n/en.yaml", "site", "index *"],
            },
            Row {
                name: "a word of a scenario in another language",
                first: &[],
                edit: &[Replace(GERMAN, "when: Wenn", "when: Wenn, Falls")],
                rebuilt: &["text themes/own/i18n/de.yaml", "site", "index de 0"],
            },
            Row {
                name: "a sentence while words of another language have mistakes",
                first: &[Replace(GERMAN, "when: Wenn", "when: Wenn\n  when: Falls")],
                edit: &[Replace(ABOUT, "We bake.", "We bake bread.")],
                rebuilt: &["text content/about.md", "document *", "page *", "findings *"],
            },
            Row {
                name: "the first scenario in another language, whose words have mistakes",
                first: &[Replace(GERMAN, "when: Wenn", "when: Wenn\n  when: Falls"), Remove(KUCHEN)],
                edit: &[Replace(CAKE, "minutes: 3", "minutes: 3\nlang: de")],
                rebuilt: &[
                    "content/scenarios/the-late-cake.md",
                    "structure",
                    "proof content/scenarios/the-late-cake.md",
                ],
            },
        ],
    );
}

#[test]
fn changes_of_settings_and_options_invalidate_what_depends_on_them() {
    let all = &["site"];
    let with_index = &["site", "index *"];
    let option = |name, set| Row { name, first: &[], edit: set, rebuilt: all };
    hold(
        SITE,
        &[
            Row {
                name: "a setting",
                first: &[],
                edit: &[Replace(SETTINGS, "title: The bakery", "title: Our bakery")],
                rebuilt: &["text casebook.yaml", "site", "index *"],
            },
            Row {
                name: "a comment in the settings",
                first: &[],
                edit: &[Replace(SETTINGS, "theme: own", "theme: own\n# No more is set.")],
                rebuilt: &["text casebook.yaml"],
            },
            Row {
                name: "another theme",
                first: &[],
                edit: &[
                    Replace(SETTINGS, "theme: own", "theme: default"),
                    Replace(ABOUT, "<!-- tool: oven -->", "No oven."),
                ],
                rebuilt: &["text casebook.yaml", "text content/about.md", "site", "index *"],
            },
            Row {
                name: "a key of the site's own",
                first: &[
                    Replace(SETTINGS, "theme: own", "theme: own\nextra-keys: [volume]"),
                    Replace(ABOUT, "title: About us", "title: About us\nvolume: 1"),
                ],
                edit: &[Replace(ABOUT, "volume: 1", "volume: 2")],
                rebuilt: &["content/about.md", "structure", "index en 0"],
            },
            Row {
                name: "synonyms",
                first: &[],
                edit: &[Replace(SETTINGS, "theme: own", "theme: own\nsynonyms:\n  cake: [gateau]")],
                rebuilt: &["text casebook.yaml", "site", "index *"],
            },
            option("today", &[Set(|options| options.today = Some(jiff::civil::date(2026, 6, 1)))]),
            option("what counts as an error", &[Set(|options| options.deny = Deny::Everything)]),
            option("the depth of proofs", &[Set(|options| options.depth = Depth::Changes)]),
            option("the kind of host", &[Set(|options| options.hosting = Some(Hosting::Nginx))]),
            option("the number of states", &[States(3)]),
            Row {
                name: "drafts",
                first: &[],
                edit: &[Set(|options| options.drafts = true)],
                rebuilt: &["site", "index en 0"],
            },
            Row {
                name: "the base URL",
                first: &[],
                edit: &[Set(|options| options.base_url = Some("https://cake.example/".to_owned()))],
                rebuilt: with_index,
            },
        ],
    );
}

/// A site whose index has several chunks: 1 playbook with 140 steps, 2 pages and 140 terms, at 64 entries per chunk.
fn long_site() -> String {
    let lines = |line: &dyn Fn(usize) -> String| (0..140).map(line).collect::<String>();
    let steps = lines(&|n| format!("  - title: Step {n}\n    do: Do {n}.\n"));
    let terms = lines(&|n| format!("term {n}:\n  means: Meaning {n}.\n"));
    [
        "\n-- casebook.yaml --\ntitle: Long",
        "\n-- content/index.md --\n---\ntitle: Start\n---\n\nText.",
        "\n-- content/about.md --\n---\ntitle: About\n---\n\nText.",
        "\n-- content/playbooks/many.md --\n---\ntitle: Many\nsteps:\n",
        &steps,
        "---\n\nText.\n\n-- content/glossary.yaml --\n",
        &terms,
    ]
    .concat()
}

#[test]
fn only_changed_chunks_of_the_index_are_counted_again() {
    hold(
        &long_site(),
        &[
            Row {
                name: "a sentence of a page, entry 142",
                first: &[],
                edit: &[Replace(ABOUT, "Text.", "Other text.")],
                rebuilt: &["content/about.md", "index en 128"],
            },
            Row {
                name: "a sentence of the playbook, entries 0 to 140",
                first: &[],
                edit: &[Replace("content/playbooks/many.md", "Text.", "Other text.")],
                rebuilt: &["content/playbooks/many.md", "index en 0", "index en 64", "index en 128"],
            },
            Row {
                name: "a term, entries 143 to 282",
                first: &[],
                edit: &[Replace(GLOSSARY, "Meaning 7.", "Sense 7.")],
                rebuilt: &["text content/glossary.yaml", "structure", "index en 128", "index en 192", "index en 256"],
            },
            Row {
                name: "a playbook before all other entries, with a step before all other steps",
                first: &[],
                edit: &[Write(
                    "content/playbooks/a.md",
                    "---\ntitle: A\nsteps:\n  - title: Step\n    do: Do it.\n---\n\nText.\n",
                )],
                rebuilt: &["text content/playbooks/a.md", "document *", "structure", "index *"],
            },
            Row {
                name: "a page, after every step",
                first: &[],
                edit: &[Write("content/more.md", "---\ntitle: More\n---\n\nText.\n")],
                rebuilt: &[
                    "text content/more.md",
                    "document *",
                    "structure",
                    "index en 128",
                    "index en 192",
                    "index en 256",
                ],
            },
        ],
    );
}

/// A change of each option.
fn changed_options() -> Vec<(&'static str, Options)> {
    // A new option needs a line below.
    let Options { drafts: _, base_url: _, today: _, deny: _, depth: _, hosting: _ } = Options::default();
    let usual = Options::default;
    let address = |url: &str| Options { base_url: Some(url.to_owned()), ..usual() };
    let day = |day| Options { today: Some(jiff::civil::date(2026, 6, day)), ..usual() };
    let deny = |deny| Options { deny, ..usual() };
    let host = |hosting| Options { hosting: Some(hosting), ..usual() };
    vec![
        ("nothing", usual()),
        ("drafts", Options { drafts: true, ..usual() }),
        ("a base URL", address("https://a.example/")),
        ("another base URL", address("https://b.example/")),
        ("a date", day(1)),
        ("another date", day(2)),
        ("deny freshness", deny(Deny::Freshness)),
        ("deny warnings", deny(Deny::Warnings)),
        ("deny everything", deny(Deny::Everything)),
        ("changes of numbers", Options { depth: Depth::Changes, ..usual() }),
        ("Apache", host(Hosting::Apache)),
        ("Netlify", host(Hosting::Netlify)),
        ("nginx", host(Hosting::Nginx)),
    ]
}

#[test]
fn the_fingerprint_depends_on_options_program_states_and_diagnostics() {
    let edited = Edited::new(SITE);
    let load = |options: &Options| Loaded::read(edited.dir.path(), options).unwrap();
    let usual = || load(&Options::default());
    let all = changed_options().into_iter().map(|(name, options)| (name, load(&options).fingerprint()));
    let found = Diagnostic::new(Code::NotUtf8, Span::start_of(FileId(0)), "");
    let others = [
        ("another program", usual().fingerprint_by("another")),
        ("another number of states", usual().with_states(9).fingerprint()),
        ("a finding of reading", Loaded { diagnostics: vec![found], ..usual() }.fingerprint()),
    ];
    let mut known = BTreeMap::new();
    for (name, fingerprint) in all.chain(others) {
        assert_eq!(known.insert(fingerprint, name), None, "{name} has the fingerprint of another change");
    }
    assert_eq!(usual().fingerprint(), usual().fingerprint_by(env!("CASEBOOK_SOURCES")));
}

/// The text is empty in both cases; only the second is a mistake.
#[test]
fn an_unreadable_text_changes_the_fingerprint() {
    let mut edited = Edited::new(SITE);
    edited.edit(&[Write(GLOSSARY, "")]);
    let empty = Loaded::read(edited.dir.path(), &Options::default()).unwrap();
    edited.edit(&[Bytes(GLOSSARY, b"\xff\xfe")]);
    let unread = Loaded::read(edited.dir.path(), &Options::default()).unwrap();
    assert_ne!(empty.fingerprint(), unread.fingerprint());
}

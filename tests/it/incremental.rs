//! A run that reuses results of the previous run gives the same output as a fresh run, byte for byte, after series of
//! random edits, renames and deletions, whether changes are named by path or found by reading the whole folder.
//!
//! The edits are the same whenever the test runs: a few by default, many with `CASEBOOK_TESTS=all`. Each condition for
//! reuse has a test of its own in `src/pipeline/tests.rs`.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use casebook::output::{Content, Output};
use casebook::read::{Changes, Folder};
use casebook::{Checked, Loaded, Options, search};
use proptest::prelude::*;
use proptest::sample::Index;
use tempfile::TempDir;

use crate::support::{cases, site};

/// A change to a site. Indices select among the existing files.
#[derive(Clone, Debug)]
enum Edit {
    /// Appends a line to a file.
    Append(Index, &'static str),
    /// Replaces the first occurrence of a text.
    Replace(Index, &'static str, &'static str),
    /// Removes a range from a file.
    Cut(Index, Index, usize),
    Delete(Index),
    /// Gives a file another name, or moves it to another folder.
    Rename(Index, &'static str),
    /// Writes a new file, replacing any existing one.
    Write(&'static str, &'static str),
    /// Restores all original files.
    Restore,
    /// Writes the same text again.
    Touch(Index),
}

const LINES: &[&str] = &[
    "\n\nOne more sentence about the brake, which nobody had looked at.\n",
    "\n\n## One more heading\n\nWith text.\n",
    "\n\nA link to [a case](../cases/the-squeaky-brake.md).\n",
    "\n\nA link to [nothing](../cases/nothing-of-this-name.md).\n",
    "\n\n> Words without a speaker\n",
    "\n\n![A sign](sign.svg)\n",
    "\nsynonyms:\n  brake: [stopper]\n",
];

const REPLACEMENTS: &[(&str, &str)] = &[
    ("title: ", "title: New "),
    ("---\n", "---\ndraft: true\n"),
    ("---\n", "---\naliases: [cases/an-old-place.md]\n"),
    ("---\n", "---\ntags: [edited]\n"),
    ("---\n", "---\nweight: 1\n"),
    ("the", "teh"),
    (". ", ". \nThen something else was said. "),
    ("](#", "](#no-"),
    ("title: ", "titel: "),
];

const FILES: &[(&str, &str)] = &[
    ("content/cases/a-new-one.md", "---\ntitle: A new one\ntrade: bicycles\n---\n\nIt happened today.\n"),
    ("content/cases/deep/er/one.md", "---\ntitle: Deeper\nslug: somewhere\n---\n\nText.\n"),
    ("content/cases/sign.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"4\" height=\"4\"/>"),
    ("content/cases/sign.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"5\" height=\"5\"/>"),
    ("content/glossary.yaml", "brake:\n  means: What stops a wheel.\n"),
    ("content/no-front-matter.md", "# Bare\n\nText.\n"),
    ("content/broken.md", "---\ntitle: [\n---\n"),
    ("casebook.yaml", "title: Another name\nbase-url: https://training.example/\nid: a-site\n"),
    ("casebook.yaml", "title: Own theme\ntheme: own\nid: a-site\n"),
    ("themes/own/i18n/en.yaml", "pages:\n  home:\n    title: Start here\n"),
    ("themes/own/own.css", "body { color: green }\n"),
    ("themes/own/components/site-footer/template.html", "<footer>{{ site.title }}</footer>\n"),
    ("themes/own/components/card/template.html", "<li>{{ card.titel.nothing }}</li>\n"),
    ("content/cases/.hidden.md", "no content\n"),
    ("content/cases/notes.md~", "no content\n"),
];

fn edit() -> impl Strategy<Value = Edit> {
    let any = any::<Index>;
    prop_oneof![
        5 => (any(), prop::sample::select(LINES)).prop_map(|(file, line)| Edit::Append(file, line)),
        5 => (any(), prop::sample::select(REPLACEMENTS)).prop_map(|(file, (old, new))| Edit::Replace(file, old, new)),
        2 => (any(), any(), 1_usize..40).prop_map(|(file, at, length)| Edit::Cut(file, at, length)),
        1 => any().prop_map(Edit::Delete),
        2 => (any(), prop::sample::select(&["renamed.md", "../renamed.md", "../playbooks/moved.md"][..]))
            .prop_map(|(file, name)| Edit::Rename(file, name)),
        4 => prop::sample::select(FILES).prop_map(|(path, text)| Edit::Write(path, text)),
        2 => Just(Edit::Restore),
        1 => any().prop_map(Edit::Touch),
    ]
}

/// A site to edit, its original files, and the previous run.
struct Edited {
    dir: TempDir,
    original: BTreeMap<PathBuf, Vec<u8>>,
    folder: Folder,
    before: Option<Checked>,
    memory: search::IndexCache,
    /// Every address that existed in any run.
    addresses: BTreeSet<String>,
}

fn files(dir: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![dir.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { open.push(path) } else { found.push(path) }
        }
    }
    found.sort();
    found
}

impl Edited {
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let root = site("full");
        let original: BTreeMap<PathBuf, Vec<u8>> = files(&root)
            .into_iter()
            .map(|path| (path.strip_prefix(&root).unwrap().to_owned(), fs::read(&path).unwrap()))
            .collect();
        restore(dir.path(), &original);
        let folder = Folder::open(dir.path()).unwrap();
        Self { dir, original, folder, before: None, memory: search::IndexCache::default(), addresses: BTreeSet::new() }
    }

    /// Applies the edit; returns the paths that a watcher would report.
    fn carry_out(&self, edit: &Edit) -> BTreeSet<PathBuf> {
        let root = self.dir.path();
        let chosen = |index: &Index| index.get(&files(root)).clone();
        let rewrite = |path: PathBuf, change: &dyn Fn(String) -> String| {
            if let Ok(text) = fs::read_to_string(&path) {
                fs::write(&path, change(text)).unwrap();
            }
            BTreeSet::from([path])
        };
        match edit {
            Edit::Append(file, line) => rewrite(chosen(file), &|text| text + line),
            Edit::Replace(file, old, new) => rewrite(chosen(file), &|text| text.replacen(old, new, 1)),
            Edit::Cut(file, at, length) => rewrite(chosen(file), &|text| {
                let signs: Vec<char> = text.chars().collect();
                let start = at.index(signs.len().max(1));
                let kept = signs.iter().take(start).chain(signs.iter().skip(start + length));
                kept.collect()
            }),
            Edit::Touch(file) => rewrite(chosen(file), &|text| text),
            Edit::Delete(file) => {
                let path = chosen(file);
                // A site without settings or content is tested elsewhere.
                if files(&root.join("content")).len() > 1 || !path.starts_with(root.join("content")) {
                    fs::remove_file(&path).unwrap();
                }
                BTreeSet::from([path])
            }
            Edit::Rename(file, name) => {
                let old = chosen(file);
                let new = old.parent().unwrap().join(name);
                let parent = new.parent().unwrap().canonicalize();
                let Ok(parent) = parent else { return BTreeSet::new() };
                let new = parent.join(new.file_name().unwrap());
                fs::rename(&old, &new).unwrap();
                BTreeSet::from([old, new])
            }
            Edit::Write(path, text) => {
                let path = root.join(path);
                // A watcher reports new folders, but not always their contents.
                let named = path.ancestors().take_while(|above| !above.exists()).last().unwrap_or(&path).to_owned();
                fs::create_dir_all(path.parent().unwrap()).unwrap();
                fs::write(&path, text).unwrap();
                BTreeSet::from([named])
            }
            Edit::Restore => {
                let gone = files(root);
                gone.iter().for_each(|path| fs::remove_file(path).unwrap());
                restore(root, &self.original);
                gone.into_iter().chain(self.original.keys().map(|path| root.join(path))).collect()
            }
        }
    }

    /// Makes a run that may reuse the previous one, and compares it with a fresh run.
    fn compare(&mut self, changes: &Changes) {
        let options = Options { drafts: true, ..Options::default() };
        self.folder.refresh(changes).unwrap();
        let (inputs, found) = self.folder.inputs();
        let checked = Loaded::of(inputs, found, &options).unwrap().check_after(self.before.as_ref());
        let fresh = Loaded::read(self.dir.path(), &options).unwrap().check();
        assert_eq!(checked.diagnostics(), fresh.diagnostics());
        if !fresh.has_errors() {
            self.compare_files(&checked, fresh);
        }
        self.before = Some(checked);
    }

    fn compare_files(&mut self, checked: &Checked, fresh: Checked) {
        let mut output = Output::default();
        let built = fresh.render(&mut output, &()).unwrap();
        let renderer = match checked.renderer() {
            Ok(renderer) => renderer,
            Err(found) => return assert!(built.diagnostics.contains(&found)),
        };
        if built.diagnostics.iter().any(|found| found.severity == casebook::diagnostic::Severity::Error) {
            return;
        }
        let words = Mutex::new(BTreeMap::new());
        let (site, sources) = (checked.site(), checked.sources());
        let texts = search::words(site, sources, Some(&mut self.memory), &|files| words.lock().unwrap().extend(files));
        let words = words.into_inner().unwrap();
        let content = |address: &str| {
            let of_search = words.get(address).cloned().or_else(|| texts.file(site, sources, address));
            of_search.or_else(|| renderer.file(address).unwrap())
        };
        for (address, expected) in output.iter() {
            let found = content(address);
            assert!(found.as_ref() == Some(expected), "{address}: {}", difference(found.as_ref(), expected));
            self.addresses.insert(address.to_owned());
        }
        for address in self.addresses.iter().filter(|address| output.get(address).is_none()) {
            assert_eq!(content(address), None, "{address} must no longer exist");
        }
    }
}

/// The first line that differs between two files.
fn difference(found: Option<&Content>, expected: &Content) -> String {
    let (Some(found), Some(expected)) = (found.and_then(Content::bytes), expected.bytes()) else {
        return "another kind of file, or none".to_owned();
    };
    let (found, expected) = (String::from_utf8_lossy(found), String::from_utf8_lossy(expected));
    let differs = found.lines().zip(expected.lines()).find(|(found, expected)| found != expected);
    differs.map_or_else(|| "one goes on".to_owned(), |(found, expected)| format!("`{found}` is not `{expected}`"))
}

fn restore(dir: &Path, original: &BTreeMap<PathBuf, Vec<u8>>) {
    for (path, bytes) in original {
        let path = dir.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
}

proptest! {
    #![proptest_config(ProptestConfig { max_shrink_iters: 60, ..cases(6, 200) })]

    #[test]
    fn a_run_after_edits_equals_a_fresh_run(
        edits in prop::collection::vec((edit(), any::<bool>()), 4..9),
    ) {
        let mut edited = Edited::new();
        edited.compare(&Changes::Anywhere);
        prop_assert!(!edited.addresses.is_empty(), "the site is sound before it is edited");
        for (edit, told) in &edits {
            let paths = edited.carry_out(edit);
            edited.compare(&if *told { Changes::At(paths) } else { Changes::Anywhere });
        }
    }
}

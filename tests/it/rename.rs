//! `casebook rename` on copies of this repository's content and manual: after each rename the site has no findings, every
//! old address and anchor still leads somewhere, and renaming back restores every file but for what keeps old addresses.
//!
//! The renames are the same whenever the test runs: a few by default, a hundred for each site with `CASEBOOK_TESTS=all`.
//! The forms of each edit are in `tests/rename/`.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use casebook::layout;
use casebook::model::{Page, address};
use casebook::output::Output;
use casebook::parse::front_matter::Details;
use casebook::rename::{Kind, RenameError, Renamed, Request, rename, write};
use casebook::text::percent_decode;
use casebook::{Loaded, Options};

use crate::support::fixing::copy;
use crate::support::links::read;
use crate::support::{built, lay, pages, repository, thorough};

/// A rename, and the one that takes it back.
#[derive(Clone, Debug)]
struct There {
    kind: Kind,
    old: String,
    name: String,
    new: String,
    /// The target of the rename back: as `old` and `name`, after the rename.
    back: [String; 2],
    /// The name to go back to.
    before: String,
}

/// Numbers that are the same in each run.
struct Numbers(u64);

impl Numbers {
    /// A number below `most`.
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % most.max(1)
    }
}

/// All renames that can be tried on a site, by kind.
fn possible(dir: &Path) -> BTreeMap<u8, Vec<There>> {
    let checked = Loaded::read(dir, &Options::default()).unwrap().check();
    let site = checked.site();
    let mut all: BTreeMap<u8, Vec<There>> = BTreeMap::new();
    for page in &site.pages {
        let path = &page.document.path;
        if !page.document.index {
            let new =
                path.rsplit_once('/').map_or_else(|| "other.md".to_owned(), |(folder, _)| format!("{folder}/other.md"));
            let back = [new.clone(), String::new()];
            let there =
                There { kind: Kind::Page, old: path.clone(), name: String::new(), new, back, before: path.clone() };
            all.entry(0).or_default().push(there);
        }
        steps(page, &mut all);
        headings(page, checked.sources().file(page.document.file).text(), &mut all);
        for meter in page.document.scenario.iter().flat_map(|scenario| &scenario.meters) {
            let (old, new) = (meter.name.clone(), "other number".to_owned());
            let back = [path.clone(), new.clone()];
            let there = There { kind: Kind::Meter, old: path.clone(), name: old.clone(), new, back, before: old };
            all.entry(4).or_default().push(there);
        }
    }
    for tag in site.tags() {
        let (old, new) = (tag.title.clone(), "another word".to_owned());
        let back = [new.clone(), String::new()];
        let there = There { kind: Kind::Tag, old: old.clone(), name: String::new(), new, back, before: old };
        all.entry(5).or_default().push(there);
    }
    all
}

fn steps(page: &Page, all: &mut BTreeMap<u8, Vec<There>>) {
    let Details::Playbook(_) = &page.document.front.details else { return };
    for (number, slug) in page.document.slugs.iter().enumerate() {
        let before = page.document.step_title(number).unwrap().to_owned();
        all.entry(1).or_default().push(words(page, Kind::Step, slug, &before, "Other words: so"));
    }
}

fn headings(page: &Page, text: &str, all: &mut BTreeMap<u8, Vec<There>>) {
    let scenes: BTreeSet<usize> =
        page.document.scenario.iter().flat_map(|scenario| &scenario.scenes).map(|scene| scene.heading).collect();
    for (number, heading) in page.document.body.headings.iter().enumerate() {
        let is_scene = scenes.contains(&number);
        let is_debrief = page.document.scenario.is_some() && !is_scene;
        // The heading of a step's details is renamed with the step.
        let is_step = page.document.slugs.contains(&heading.slug);
        if is_debrief || is_step || heading.repeats_title {
            continue;
        }
        let written = text[heading.span.range()].trim().trim_start_matches('#').trim();
        let (number, kind) = if is_scene { (2, Kind::Scene) } else { (3, Kind::Heading) };
        let keyword = heading.text.split_once(':').filter(|(word, _)| is_scene && *word == "Ending");
        let new = if keyword.is_some() { "Ending: other words" } else { "Other words, really" };
        all.entry(number).or_default().push(words(page, kind, &heading.slug, written, new));
    }
}

fn words(page: &Page, kind: Kind, anchor: &str, before: &str, new: &str) -> There {
    let path = &page.document.path;
    let back = [format!("{path}#{}", casebook::parse::slug::slug(new)), String::new()];
    let old = format!("{path}#{anchor}");
    There { kind, old, name: String::new(), new: new.to_owned(), back, before: before.to_owned() }
}

/// The addresses of all pages of an output, each with its anchors, without those that the theme makes, and those of the
/// handbook, whose anchors are not offered to readers.
fn anchors(output: &Output) -> BTreeMap<String, BTreeSet<String>> {
    let is_stable = |id: &String| !id.starts_with("cb-") && !id.contains(':');
    let all = pages(output).filter(|(path, _)| !path.starts_with("handbook"));
    all.map(|(path, html)| (path.to_owned(), read(html).ids.into_iter().filter(is_stable).collect())).collect()
}

/// The address to which a redirect leads; the address itself for other pages.
fn followed(output: &Output, path: &str) -> Option<String> {
    let html = output.text(path)?;
    let Some((_, after)) = html.split_once("http-equiv=\"refresh\" content=\"0; url=") else {
        return Some(path.to_owned());
    };
    let to = percent_decode(after.split('"').next()?);
    address::resolve(path, &to)
}

/// What is missing of the old addresses and anchors.
fn lost(old: &BTreeMap<String, BTreeSet<String>>, output: &Output) -> Vec<String> {
    let now = anchors(output);
    let mut lost = Vec::new();
    for (path, ids) in old {
        match followed(output, path).and_then(|to| now.get(&to)) {
            None => lost.push(path.clone()),
            Some(there) => lost.extend(ids.difference(there).map(|id| format!("{path}#{id}"))),
        }
    }
    lost
}

/// The author's files, without what keeps old addresses.
fn files(dir: &Path) -> BTreeMap<PathBuf, String> {
    let mut files = BTreeMap::new();
    let mut folders = vec![dir.join("content")];
    files.insert(PathBuf::from(layout::SETTINGS), fs::read_to_string(dir.join(layout::SETTINGS)).unwrap_or_default());
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if let Ok(text) = fs::read_to_string(&path) {
                files.insert(path.strip_prefix(dir).unwrap().to_owned(), text);
            }
        }
    }
    for text in files.values_mut() {
        let kept = |line: &&str| {
            let line = line.trim();
            !line.starts_with("<!-- was: ") && !line.starts_with("was: [") && !line.starts_with("aliases: [")
        };
        let lines: Vec<&str> = text.lines().filter(kept).collect();
        lines.join("\n").split("\nrenamed-tags:").next().unwrap_or_default().clone_into(text);
    }
    files
}

fn make(dir: &Path, there: &There) -> Renamed {
    let request = Request { kind: there.kind, old: &there.old, name: &there.name, new: &there.new };
    let renamed = rename(dir, &Options::default(), &request).unwrap_or_else(|error| panic!("{there:?}: {error}"));
    write(dir, &renamed.changes).unwrap_or_else(|error| panic!("{there:?}: {error}"));
    renamed
}

fn stays_whole(dir: &Path, count: usize) {
    let original = files(dir);
    let old = anchors(&built(dir, &Options::default()));
    let all = possible(dir);
    let mut numbers = Numbers(7);
    for at in 0..count {
        let kinds: Vec<&Vec<There>> = all.values().collect();
        let of_kind = kinds[at % kinds.len()];
        let there = &of_kind[numbers.below(of_kind.len())];
        make(dir, there);
        let output = casebook::build(dir, &Options::default(), &()).unwrap();
        let said: Vec<&str> = output.diagnostics.iter().map(|found| found.message.as_str()).collect();
        assert!(said.is_empty(), "{there:?}: {said:?}");
        assert_eq!(lost(&old, &output.output.unwrap()), Vec::<String>::new(), "{there:?}");
        let [back, name] = there.back.clone();
        make(dir, &There { old: back, name, new: there.before.clone(), ..there.clone() });
        let now = files(dir);
        for (path, text) in &original {
            assert_eq!(now.get(path), Some(text), "{}: {there:?}", path.display());
        }
        assert_eq!(now.len(), original.len(), "{there:?}");
        if thorough() {
            let output = casebook::build(dir, &Options::default(), &()).unwrap();
            assert_eq!(lost(&old, &output.output.unwrap()), Vec::<String>::new(), "{there:?}, and back");
        }
        restore(dir);
    }
}

/// Removes what keeps old addresses, for the next rename.
fn restore(dir: &Path) {
    let from = fs::read_to_string(dir.join("copied-from")).unwrap();
    fs::remove_dir_all(dir.join("content")).unwrap();
    lay_copy(Path::new(&from), dir);
}

/// Copies the settings and the content of a site, and notes where they are from.
fn lay_copy(from: &Path, dir: &Path) {
    fs::create_dir_all(dir.join("content")).unwrap();
    copy(&from.join("content"), &dir.join("content"));
    if from.join("themes/manual").is_dir() && !dir.join("themes").exists() {
        fs::create_dir(dir.join("themes")).unwrap();
        copy(&from.join("themes"), &dir.join("themes"));
    }
    fs::copy(from.join(layout::SETTINGS), dir.join(layout::SETTINGS)).unwrap();
    fs::write(dir.join("copied-from"), from.to_string_lossy().as_bytes()).unwrap();
}

#[test]
fn nothing_leads_nowhere_after_renames_in_the_content() {
    let dir = tempfile::tempdir().unwrap();
    lay_copy(repository(), dir.path());
    stays_whole(dir.path(), if thorough() { 100 } else { 4 });
}

#[test]
fn nothing_leads_nowhere_after_renames_in_the_manual() {
    let dir = tempfile::tempdir().unwrap();
    lay_copy(&repository().join("docs"), dir.path());
    stays_whole(dir.path(), if thorough() { 100 } else { 2 });
}

const FILES: [(&str, &str); 3] = [
    ("casebook.yaml", "title: Our shop\nid: our-shop\n"),
    ("content/a.md", "---\ntitle: A\n---\nSee [B](b.md).\n"),
    ("content/b.md", "---\ntitle: B\n---\nSee [A](a.md).\n"),
];

fn ready(dir: &Path) -> Renamed {
    lay(dir, &FILES);
    rename(dir, &Options::default(), &Request { kind: Kind::Page, old: "b.md", name: "", new: "c.md" }).unwrap()
}

fn untouched(dir: &Path) -> bool {
    FILES[..2].iter().all(|(path, text)| fs::read_to_string(dir.join(path)).is_ok_and(|there| there == *text))
        && !dir.join("content/c.md").exists()
}

#[test]
fn a_file_that_changed_meanwhile_stops_the_whole_rename() {
    let dir = tempfile::tempdir().unwrap();
    let renamed = ready(dir.path());
    fs::write(dir.path().join("content/b.md"), "changed").unwrap();
    assert!(matches!(write(dir.path(), &renamed.changes), Err(RenameError::Changed(path)) if path == "content/b.md"));
    assert!(untouched(dir.path()));
}

#[test]
fn a_file_at_the_new_path_is_not_overwritten() {
    let dir = tempfile::tempdir().unwrap();
    let renamed = ready(dir.path());
    fs::write(dir.path().join("content/c.md"), "mine").unwrap();
    assert!(matches!(write(dir.path(), &renamed.changes), Err(RenameError::Exists(path)) if path == "content/c.md"));
    assert_eq!(fs::read_to_string(dir.path().join("content/c.md")).unwrap(), "mine");
}

#[cfg(unix)]
#[test]
fn a_file_that_cannot_be_written_restores_those_that_were() {
    use std::os::unix::fs::PermissionsExt;
    let dir = tempfile::tempdir().unwrap();
    let renamed = ready(dir.path());
    let last = dir.path().join("content/b.md");
    fs::set_permissions(&last, fs::Permissions::from_mode(0o444)).unwrap();
    let done = write(dir.path(), &renamed.changes);
    assert!(matches!(done, Err(RenameError::Disk { path, .. }) if path == last));
    assert!(untouched(dir.path()));
}

#[cfg(unix)]
#[test]
fn nothing_outside_the_site_is_changed() {
    let (dir, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let renamed = ready(dir.path());
    fs::rename(dir.path().join("content"), other.path().join("content")).unwrap();
    std::os::unix::fs::symlink(other.path().join("content"), dir.path().join("content")).unwrap();
    assert!(matches!(write(dir.path(), &renamed.changes), Err(RenameError::Outside(_))));
    assert!(untouched(dir.path()));
}

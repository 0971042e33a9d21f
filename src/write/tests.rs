#![allow(
    clippy::disallowed_methods,
    clippy::too_many_lines,
    reason = "tests age files by the clock, and tables of cases are long"
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::time::{Duration, SystemTime};

use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::RngSeed;
use sha2::{Digest as _, Sha256};
use tempfile::TempDir;

use super::*;
use crate::fault::disk::{Fault, arm};
use crate::layout;
use crate::media::Edits;
use crate::text::Slice;

mod order;
mod ours;

/// A site's folder with content; the output is `public` by default.
struct Site {
    dir: TempDir,
}

type Tree = BTreeMap<String, String>;

impl Site {
    fn new() -> Self {
        let dir = TempDir::new().expect("a temporary folder can be created");
        fs::create_dir(dir.path().join("content")).expect("the folder can be created");
        Self { dir }
    }

    fn path(&self, path: &str) -> std::path::PathBuf {
        self.dir.path().join(path)
    }

    fn target(&self) -> Target {
        Target::new(self.dir.path(), &self.path("public"), false).expect("the target is accepted")
    }

    fn write(&self, files: &[(&str, &str)]) -> Result<Written> {
        write(&output(files), &self.target(), &())
    }

    fn tree(&self) -> Tree {
        tree(&self.path("public"))
    }

    fn put(&self, path: &str, text: &str) {
        let file = self.path(path);
        fs::create_dir_all(file.parent().expect("the path has a parent")).expect("the folders can be created");
        fs::write(file, text).expect("the file can be written");
    }

    fn stamp(&self, path: &str) -> SystemTime {
        fs::metadata(self.path(path)).expect("the file exists").modified().expect("the file has a modification time")
    }

    /// Everything in the site's folder except content, output and notes: anything that a build has left behind.
    fn litter(&self) -> Vec<String> {
        let names = fs::read_dir(self.dir.path())
            .expect("the folder can be read")
            .map(|entry| entry.expect("the entry can be read").file_name());
        let known = ["content", "public", ".casebook"];
        names.filter_map(|name| name.into_string().ok()).filter(|name| !known.contains(&name.as_str())).collect()
    }
}

/// An output with these files; those in `assets/` are built-in.
fn output(files: &[(&str, &str)]) -> Output {
    let mut output = Output::default();
    output.extend(files.iter().map(|(path, text)| {
        let bytes = text.as_bytes().to_vec();
        let content = if path.starts_with("assets/") { Content::BuiltIn(bytes) } else { Content::Bytes(bytes) };
        ((*path).to_owned(), content)
    }));
    output
}

/// The files in a folder with their texts; folders have a slash at the end.
fn tree(dir: &Path) -> Tree {
    let mut files = Tree::new();
    for entry in fs::read_dir(dir).expect("the folder can be read") {
        let entry = entry.expect("the entry can be read");
        let name = entry.file_name().into_string().expect("the name is UTF-8");
        if entry.file_type().expect("the entry has a type").is_dir() {
            files.extend(tree(&entry.path()).into_iter().map(|(path, text)| (format!("{name}/{path}"), text)));
            files.insert(format!("{name}/"), String::new());
        } else {
            files.insert(name, fs::read_to_string(entry.path()).expect("the file is UTF-8"));
        }
    }
    files
}

fn expected(files: &[(&str, &str)]) -> Tree {
    files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect()
}

const ONE: &[(&str, &str)] =
    &[("assets/a-1.css", "css 1"), ("cases/x.html", "x 1"), ("cases/y.html", "y"), ("index.html", "home 1")];
const TWO: &[(&str, &str)] =
    &[("assets/a-2.css", "css 2"), ("cases/x.html", "x 2"), ("index.html", "home 2"), ("paths/new.html", "new")];

#[test]
fn a_new_site_is_written_completely() {
    let site = Site::new();
    let done = site.write(ONE).expect("the build succeeds");
    assert_eq!(done, Written { written: 4, unchanged: 0, removed: 0 });
    let mut all = expected(ONE);
    all.extend(expected(&[("assets/", ""), ("cases/", "")]));
    assert_eq!(site.tree(), all);
    assert_eq!(site.litter(), [""; 0]);
}

#[test]
fn a_second_build_of_the_same_site_writes_nothing() {
    let site = Site::new();
    site.write(ONE).expect("the build succeeds");
    let record = site.target().record();
    let old = SystemTime::now() - Duration::from_secs(1000);
    File::open(&record).and_then(|file| file.set_modified(old)).expect("the time of the record can be set");
    let stamps: Vec<_> = ONE.iter().map(|(path, _)| site.stamp(&format!("public/{path}"))).collect();
    arm(Fault::None);
    let done = site.write(ONE).expect("the build succeeds");
    assert_eq!(done, Written { written: 0, unchanged: 4, removed: 0 });
    assert_eq!(arm(Fault::None).len(), 1, "the only disk operation is for the folder of the lock");
    assert_eq!(stamps, ONE.iter().map(|(path, _)| site.stamp(&format!("public/{path}"))).collect::<Vec<_>>());
    assert_eq!(fs::metadata(record).and_then(|meta| meta.modified()).expect("the record can be read"), old);
}

#[test]
fn stale_pages_are_removed_and_stale_assets_kept_for_one_build() {
    let site = Site::new();
    site.write(ONE).expect("the build succeeds");
    let done = site.write(TWO).expect("the build succeeds");
    assert_eq!(done, Written { written: 4, unchanged: 0, removed: 1 });
    let mut all = expected(TWO);
    all.extend(expected(&[("assets/", ""), ("cases/", ""), ("paths/", ""), ("assets/a-1.css", "css 1")]));
    assert_eq!(site.tree(), all);
    let done = site.write(TWO).expect("the build succeeds");
    assert_eq!(done, Written { written: 0, unchanged: 4, removed: 1 });
    all.remove("assets/a-1.css");
    assert_eq!(site.tree(), all);
}

#[test]
fn an_asset_that_comes_back_is_not_stale() {
    let site = Site::new();
    site.write(ONE).expect("the build succeeds");
    site.write(TWO).expect("the build succeeds");
    site.write(ONE).expect("the build succeeds");
    for _ in 0..3 {
        site.write(ONE).expect("the build succeeds");
        assert_eq!(site.tree()["assets/a-1.css"], "css 1");
    }
}

#[test]
fn emptied_folders_are_removed_and_others_kept() {
    let site = Site::new();
    site.write(&[("a/b/c/x.html", "x"), ("a/d/y.html", "y"), ("index.html", "")]).expect("the build succeeds");
    site.put("public/a/d/mine.txt", "mine");
    site.write(&[("index.html", "")]).expect("the build succeeds");
    assert_eq!(site.tree(), expected(&[("a/", ""), ("a/d/", ""), ("a/d/mine.txt", "mine"), ("index.html", "")]));
}

#[test]
fn foreign_files_are_left_alone() {
    let site = Site::new();
    site.put("public/CNAME", "example.org");
    site.put("public/cases/x.html", "somebody's");
    site.put("public/index.html", "home 1");
    let before = site.tree();
    let error = site.write(ONE).expect_err("the foreign file stops the build");
    assert!(matches!(&error, WriteError::Foreign { paths, .. } if paths == &["cases/x.html"]), "{error}");
    assert!(error.to_string().contains("  cases/x.html\n"), "{error}");
    assert_eq!(site.tree(), before);
    let target = Target::new(site.dir.path(), &site.path("public"), true).expect("the target is accepted");
    let stamp = site.stamp("public/index.html");
    let done = write(&output(ONE), &target, &()).expect("the build succeeds");
    assert_eq!(done, Written { written: 3, unchanged: 1, removed: 0 });
    assert_eq!(site.stamp("public/index.html"), stamp, "equal bytes are adopted");
    site.write(&[]).expect("the build succeeds");
    site.write(&[]).expect("the build succeeds");
    assert_eq!(site.tree(), expected(&[("CNAME", "example.org")]));
}

#[test]
fn a_changed_file_of_ours_is_rewritten_but_not_removed() {
    let site = Site::new();
    site.write(ONE).expect("the build succeeds");
    site.put("public/cases/x.html", "edited");
    site.put("public/cases/y.html", "edited");
    let done = site.write(TWO).expect("the build succeeds");
    assert_eq!(done.removed, 0);
    assert_eq!((site.tree()["cases/x.html"].as_str(), site.tree()["cases/y.html"].as_str()), ("x 2", "edited"));
}

#[test]
fn a_file_with_a_new_time_stamp_is_read_and_not_written() {
    let site = Site::new();
    site.write(ONE).expect("the build succeeds");
    let stamp = SystemTime::now() - Duration::from_secs(5000);
    File::open(site.path("public/index.html"))
        .and_then(|file| file.set_modified(stamp))
        .expect("the time of the file can be set");
    for _ in 0..2 {
        assert_eq!(site.write(ONE).expect("the build succeeds").unchanged, 4);
        assert_eq!(site.stamp("public/index.html"), stamp);
    }
}

#[test]
fn without_a_usable_record_equal_files_are_adopted_and_others_are_foreign() {
    let broken: [fn(&Path); 4] = [
        |record| fs::remove_file(record).expect("the files can be removed"),
        |record| fs::write(record, b"casebook output 1\npublic\n\xff\xfe").expect("the record can be overwritten"),
        |record| {
            let text = fs::read_to_string(record).expect("the record can be read");
            fs::write(record, text.slice(..text.len() / 2)).expect("the record can be truncated");
        },
        |record| fs::write(record, "casebook output 9\npublic\nend\n").expect("the record can be replaced"),
    ];
    for damage in broken {
        let site = Site::new();
        site.write(ONE).expect("the build succeeds");
        damage(&site.target().record());
        assert!(matches!(site.write(TWO), Err(WriteError::Foreign { paths, .. }) if paths.len() == 2));
        assert_eq!(site.write(ONE).expect("equal files are adopted"), Written { written: 0, unchanged: 4, removed: 0 });
        assert_eq!(site.write(TWO).expect("the adopted files are known").removed, 1);
    }
}

#[test]
fn paths_in_a_record_cannot_lead_outside_the_output() {
    let site = Site::new();
    site.write(ONE).expect("the build succeeds");
    site.put("precious.txt", "precious");
    let record = site.target().record();
    let text = fs::read_to_string(&record).expect("the record can be read");
    fs::write(&record, text.replace("cases/y.html", "../precious.txt")).expect("the record can be replaced");
    site.write(ONE).expect("equal files are adopted");
    assert!(site.path("precious.txt").exists());
}

#[test]
fn unusual_names_survive_the_record() {
    let site = Site::new();
    let odd = [("a b%0A.txt", "1"), ("ü\n\"x\".txt", "2"), ("%25", "3")];
    site.write(&odd).expect("the build succeeds");
    assert_eq!(site.write(&odd).expect("the build succeeds").unchanged, 3);
}

#[test]
fn addresses_outside_the_output_are_refused() {
    let site = Site::new();
    for path in ["../x", "/etc/x", "a/../../x", "", "a//b", "./a", "a\\b", "a/", "a\0b"] {
        assert!(matches!(site.write(&[(path, "x")]), Err(WriteError::Outside { .. })), "{path:?}");
    }
    assert!(!site.path("public").exists());
    assert_eq!(site.litter(), [""; 0]);
}

#[test]
fn folders_that_cannot_be_an_output_are_refused() {
    let site = Site::new();
    for path in [".", "..", "content", "content/public", "themes", "themes/mine", ".casebook", ".git/x", "/", "x/.."] {
        let target = Target::new(site.dir.path(), &site.path(path), true);
        assert!(matches!(target, Err(WriteError::Refused { .. })), "{path}: {target:?}");
    }
    for path in ["public", "a/b/c", "../elsewhere", "contents"] {
        Target::new(site.dir.path(), &site.path(path), false).expect(path);
    }
}

#[test]
fn folders_that_a_site_needs_for_its_own_files_are_refused_as_output() {
    let site = Site::new();
    site.put("other/casebook.yaml", "title: Other\n");
    site.put("other/content/index.md", "");
    let refusal = |path: &str| match Target::new(site.dir.path(), &site.path(path), true) {
        Err(WriteError::Refused { why, .. }) => Some(why),
        _ => None,
    };
    for (folder, why) in layout::KEPT {
        for path in [folder.to_owned(), format!("{folder}/public"), format!("x/../{folder}/a/b")] {
            assert_eq!(refusal(&path), Some(why), "{path}");
        }
        for path in [format!("other/{folder}"), format!("other/{folder}/public")] {
            assert_eq!(refusal(&path), Some("another site keeps its files there"), "{path}");
        }
        for path in [format!("x{folder}"), format!("public/{folder}"), format!("other/public/{folder}")] {
            assert_eq!(refusal(&path), None, "{path}");
        }
    }
    assert_eq!(refusal("other/public"), None);
    for folder in [layout::INCIDENTS, layout::SCHEMAS] {
        assert!(
            layout::KEPT.iter().any(|(kept, _)| *kept == folder),
            "a command writes `{folder}`, so it must be in `KEPT`"
        );
    }
    for folder in layout::READ {
        assert!(layout::KEPT.iter().any(|(kept, _)| *kept == folder), "`{folder}` is read, so it must be in `KEPT`");
    }
}

#[test]
fn copied_files_are_copied_again_when_they_change() {
    let site = Site::new();
    site.put("content/film.mp4", "film");
    let film = |text: &str| {
        let (from, len) = (site.path("content/film.mp4"), text.len() as u64);
        let sha256 = Sha256::digest(text).into();
        let mut output = output(ONE);
        output.put("cases/film.mp4", Content::Copy { from, edits: Edits::default(), len, sha256 });
        output
    };
    let target = site.target();
    write(&film("film"), &target, &()).expect("the build succeeds");
    assert_eq!(write(&film("film"), &target, &()).expect("the build succeeds").unchanged, 5);
    fs::remove_file(target.record()).expect("the files can be removed");
    assert_eq!(write(&film("film"), &target, &()).expect("equal files are adopted").unchanged, 5);
    site.put("content/film.mp4", "mlif");
    assert_eq!(write(&film("mlif"), &target, &()).expect("the build succeeds").written, 1);
    assert_eq!(site.tree()["cases/film.mp4"], "mlif");
    // Bytes other than those that were read are refused, in a standing site and in a new one.
    for other in ["longer", "flim", "", "m"] {
        site.put("content/film.mp4", other);
        assert!(matches!(write(&film("film"), &target, &()), Err(WriteError::Changed { .. })), "{other}");
        assert_eq!(site.tree()["cases/film.mp4"], "mlif");
        let new = Target::new(site.dir.path(), &site.path("new"), false).expect("the target is accepted");
        assert!(matches!(write(&film("film"), &new, &()), Err(WriteError::Changed { .. })), "{other}");
        assert!(!site.path("new").exists());
    }
    // Nor is a file that is changed with its source taken for the one that was read.
    site.put("content/film.mp4", "flim");
    site.put("public/cases/film.mp4", "flim");
    fs::remove_file(target.record()).expect("the files can be removed");
    assert!(matches!(write(&film("film"), &target, &()), Err(WriteError::Foreign { .. })));
}

#[test]
fn a_record_belongs_to_its_folder_and_moves_with_the_site() {
    let site = Site::new();
    site.write(ONE).expect("the build succeeds");
    fs::rename(site.path("public"), site.path("other")).expect("the files can be moved");
    let other = Target::new(site.dir.path(), &site.path("other"), false).expect("the target is accepted");
    assert!(matches!(write(&output(TWO), &other, &()), Err(WriteError::Foreign { .. })));
    fs::rename(site.path("other"), site.path("public")).expect("the files can be moved back");
    let away = TempDir::new().expect("a temporary folder can be created");
    for name in ["content", "public", ".casebook"] {
        fs::rename(site.path(name), away.path().join(name)).expect("the files can be moved");
    }
    let moved = Target::new(away.path(), &away.path().join("public"), false).expect("the target is accepted");
    assert_eq!(write(&output(TWO), &moved, &()).expect("the files are known").removed, 1);
}

#[test]
fn two_builds_cannot_run_at_once() {
    let site = Site::new();
    let target = site.target();
    let mut first = Writer::begin(&target).expect("the build begins");
    first.put("index.html", &Content::Bytes(b"first".to_vec())).expect("the writer accepts the file");
    assert!(matches!(site.write(ONE), Err(WriteError::Busy { .. })));
    first.finish(None).expect("the build succeeds");
    site.write(ONE).expect("the build succeeds");
}

#[test]
fn a_dropped_writer_leaves_nothing_behind() {
    let site = Site::new();
    let nested = Target::new(site.dir.path(), &site.path("a/b/public"), false).expect("the target is accepted");
    let mut writer = Writer::begin(&nested).expect("the build begins");
    writer.put("x/index.html", &Content::Bytes(b"x".to_vec())).expect("the writer accepts the file");
    drop(writer);
    assert!(!site.path("a").exists());
    site.write(ONE).expect("the build succeeds");
    let before = site.tree();
    let target = site.target();
    let mut writer = Writer::begin(&target).expect("the build begins");
    writer.put("index.html", &Content::Bytes(b"x".to_vec())).expect("the writer accepts the file");
    drop(writer);
    assert_eq!(site.tree(), before);
}

#[test]
fn an_error_names_the_path_where_no_folder_can_be_created() {
    let site = Site::new();
    site.put("file", "x");
    let target = Target::new(site.dir.path(), &site.path("file/public"), false)
        .expect("the build, not the target, finds the problem");
    let error = write(&output(ONE), &target, &()).expect_err("no folder can be created below a file");
    assert!(matches!(&error, WriteError::Disk { path, .. } if path.ends_with("file/public")), "{error:?}");
    let target =
        Target::new(site.dir.path(), &site.path("file"), true).expect("the build, not the target, finds the problem");
    assert!(matches!(write(&output(ONE), &target, &()), Err(WriteError::InTheWay { .. })));
}

#[test]
fn an_error_names_folders_and_files_in_the_way_even_with_force() {
    let site = Site::new();
    site.put("public/cases", "a file");
    let target = Target::new(site.dir.path(), &site.path("public"), true).expect("the target is accepted");
    assert!(matches!(write(&output(ONE), &target, &()), Err(WriteError::InTheWay { what: "a file", .. })));
    fs::remove_file(site.path("public/cases")).expect("the files can be removed");
    site.put("public/index.html/x", "a folder");
    assert!(matches!(write(&output(ONE), &target, &()), Err(WriteError::InTheWay { what: "a folder", .. })));
    assert_eq!(site.tree().len(), 2);
}

#[cfg(unix)]
mod links {
    use std::os::unix::fs::symlink;

    use super::*;

    #[test]
    fn a_linked_target_is_written_through_the_link() {
        let (site, away) = (Site::new(), TempDir::new().expect("a temporary folder can be created"));
        symlink(away.path(), site.path("public")).expect("the link can be created");
        site.write(ONE).expect("the build succeeds");
        site.write(TWO).expect("the build succeeds");
        assert_eq!(tree(away.path())["index.html"], "home 2");
        assert!(fs::symlink_metadata(site.path("public")).expect("the link exists").is_symlink());
    }

    #[test]
    fn a_dangling_link_as_target_is_refused() {
        let site = Site::new();
        symlink(site.path("nowhere"), site.path("public")).expect("the link can be created");
        assert!(Target::new(site.dir.path(), &site.path("public"), false).is_err());
    }

    #[test]
    fn a_link_to_the_content_is_refused() {
        let site = Site::new();
        symlink(site.path("content"), site.path("public")).expect("the link can be created");
        assert!(Target::new(site.dir.path(), &site.path("public"), false).is_err());
    }

    #[test]
    fn links_inside_the_output_are_not_followed() {
        let (site, away) = (Site::new(), TempDir::new().expect("a temporary folder can be created"));
        site.write(ONE).expect("the build succeeds");
        fs::write(away.path().join("x.html"), "precious").expect("the file can be written");
        fs::write(away.path().join("y.html"), "y").expect("the file can be written");
        fs::remove_dir_all(site.path("public/cases")).expect("the files can be removed");
        symlink(away.path(), site.path("public/cases")).expect("the link can be created");
        assert!(matches!(site.write(TWO), Err(WriteError::InTheWay { what: "a link", .. })));
        site.write(&[("index.html", "home")]).expect("the build does not touch files behind the link");
        assert_eq!(tree(away.path()), expected(&[("x.html", "precious"), ("y.html", "y")]));
    }

    #[test]
    fn a_link_at_an_address_is_replaced_and_not_followed() {
        let (site, away) = (Site::new(), TempDir::new().expect("a temporary folder can be created"));
        fs::write(away.path().join("home"), "home 1").expect("the file can be written");
        fs::create_dir(site.path("public")).expect("the folder can be created");
        symlink(away.path().join("home"), site.path("public/index.html")).expect("the link can be created");
        assert!(matches!(site.write(ONE), Err(WriteError::Foreign { .. })));
        let target = Target::new(site.dir.path(), &site.path("public"), true).expect("the target is accepted");
        write(&output(TWO), &target, &()).expect("the build succeeds");
        assert_eq!(tree(away.path())["home"], "home 1");
    }
}

/// Stops a build of `new` over `old` at each step in turn. Returns the number of steps.
fn stop_everywhere(old: &[(&str, &str)], new: &[(&str, &str)], fault: fn(usize) -> Fault) -> usize {
    for step in 0.. {
        let site = Site::new();
        arm(Fault::None);
        if !old.is_empty() {
            site.write(old).expect("the build succeeds");
        }
        arm(fault(step));
        let stopped = site.write(new);
        let steps = arm(Fault::None).len();
        let whole = |path: &str, text: &str| old.contains(&(path, text)) || new.contains(&(path, text));
        let is_ours = |path: &String| path.contains(".casebook-") || path.ends_with('/');
        if site.path("public").exists() {
            for (path, text) in site.tree().iter().filter(|(path, _)| !is_ours(path)) {
                assert!(whole(path, text), "step {step}: {path} holds {text:?}");
            }
        }
        site.write(new).unwrap_or_else(|error| panic!("step {step}: {error}"));
        site.write(new).expect("the build succeeds");
        let files: Tree = site.tree().into_iter().filter(|(path, _)| !path.ends_with('/')).collect();
        assert_eq!(files, expected(new), "step {step}");
        assert_eq!(site.litter(), [""; 0], "step {step}");
        if stopped.is_ok() && step >= steps {
            return step;
        }
    }
    0
}

#[test]
fn a_build_killed_at_any_step_leaves_complete_files_and_the_next_one_repairs_all() {
    assert!(stop_everywhere(&[], ONE, Fault::From) > 8);
    assert!(stop_everywhere(ONE, TWO, Fault::From) > 12);
    assert!(stop_everywhere(TWO, ONE, Fault::From) > 12);
}

#[test]
fn a_disk_error_at_any_step_leaves_complete_files_and_the_next_build_repairs_all() {
    assert!(stop_everywhere(&[], ONE, Fault::Step) > 8);
    assert!(stop_everywhere(ONE, TWO, Fault::Step) > 12);
}

#[test]
fn a_full_disk_leaves_the_existing_site_intact() {
    let site = Site::new();
    site.write(ONE).expect("the build succeeds");
    let before = site.tree();
    arm(Fault::None);
    for step in 0..7 {
        arm(Fault::Step(step));
        let error = site.write(TWO).expect_err("the full disk stops the build");
        arm(Fault::None);
        assert_eq!(site.tree(), before, "step {step}: {error}");
        assert!(!error.to_string().contains(".casebook-"), "the error names a temporary path: {error}");
    }
}

#[test]
fn a_writer_can_be_sent_to_another_thread() {
    fn is_send<T: Send>() {}
    is_send::<Writer>();
}

/// A random choice of these paths with these texts.
fn any_site() -> impl Strategy<Value = BTreeMap<&'static str, &'static str>> {
    let path =
        select(vec!["index.html", "a/x.html", "a/y.html", "a/b/z.html", "c/w.html", "assets/s.css", "assets/t.js"]);
    proptest::collection::btree_map(path, select(vec!["", "one", "two"]), 0..7)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, rng_seed: RngSeed::Fixed(0), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_series_of_builds_equals_a_fresh_build_of_the_last(sites in proptest::collection::vec(any_site(), 1..6)) {
        let site = Site::new();
        site.put("public/a/mine.txt", "mine");
        let mut stamps = BTreeMap::new();
        for files in &sites {
            let list: Vec<_> = files.iter().map(|(path, text)| (*path, *text)).collect();
            let done = site.write(&list).expect("the build succeeds");
            prop_assert_eq!(done.written + done.unchanged, list.len());
            let pages = |tree: Tree| -> Tree {
                tree.into_iter().filter(|(path, _)| !path.ends_with('/') && !path.starts_with("assets/")).collect()
            };
            let mut wanted = expected(&list);
            prop_assert!(wanted.iter().filter(|(path, _)| path.starts_with("assets/")).all(|(path, text)| site.tree()[path] == *text));
            wanted.insert("a/mine.txt".to_owned(), "mine".to_owned());
            prop_assert_eq!(pages(site.tree()), pages(wanted));
            for (path, text) in &list {
                let stamp = site.stamp(&format!("public/{path}"));
                if let Some((before, then)) = stamps.insert(*path, (*text, stamp)) {
                    prop_assert!(before != *text || then == stamp, "{path} was written without need");
                }
            }
            stamps.retain(|path, _| files.contains_key(path));
        }
        let last: Vec<_> = sites[sites.len() - 1].iter().map(|(path, text)| (*path, *text)).collect();
        site.write(&last).expect("the build succeeds");
        let done = site.write(&last).expect("the build succeeds");
        prop_assert_eq!((done.written, done.removed), (0, 0));
        prop_assert!(site.tree().keys().filter(|path| !path.ends_with('/')).count() == last.len() + 1);
    }
}

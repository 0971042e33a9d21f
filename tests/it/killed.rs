//! Builds that are killed: all files of the output are complete, and the next build repairs the rest.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::Instant;

use crate::support::program::PATIENCE;
use crate::support::thorough;

const PAGES: usize = 60;

/// Number of builds to kill, each after more pages than the one before.
fn rounds() -> u32 {
    if thorough() { 30 } else { 6 }
}

fn content(site: &Path, round: u32) {
    fs::create_dir_all(site.join("content")).expect("the folder can be created");
    for page in 0..PAGES {
        let text = format!("---\ntitle: Page {page}\n---\n{}\n", format!("Round {round} of it.\n").repeat(200));
        fs::write(site.join(format!("content/page-{page}.md")), text).expect("the page can be written");
    }
}

fn build(site: &Path) -> Child {
    let mut command = Command::new(env!("CARGO_BIN_EXE_casebook"));
    command.arg("build").arg(site).stdout(Stdio::null()).stderr(Stdio::null());
    command.spawn().expect("the program starts")
}

/// Waits until `count` pages of this round have been written, to any folder, or the build has ended. A fixed time would
/// be unreliable: on a busy machine the build might have ended, or not have begun.
fn wait_for_pages(child: &mut Child, site: &Path, round: u32, count: usize) {
    let sign = format!("Round {round} of it.");
    let began = Instant::now();
    while child.try_wait().expect("the process can be polled").is_none() && pages_with(site, &sign) < count {
        assert!(began.elapsed() < PATIENCE, "timed out waiting for {count} pages of round {round}");
        std::thread::yield_now();
    }
}

/// The exit status of the program. It is killed if it does not end.
fn ended(child: &mut Child) -> ExitStatus {
    let began = Instant::now();
    loop {
        if let Some(status) = child.try_wait().expect("the process can be polled") {
            return status;
        }
        if began.elapsed() > PATIENCE {
            child.kill().ok();
            panic!("timed out waiting for the build to end");
        }
        std::thread::yield_now();
    }
}

/// Counts the pages below a folder that contain `sign`. Files may appear and disappear meanwhile.
fn pages_with(dir: &Path, sign: &str) -> usize {
    let Ok(entries) = fs::read_dir(dir) else { return 0 };
    let count = |path: PathBuf| {
        if path.extension().is_none_or(|end| end != "html") {
            return pages_with(&path, sign);
        }
        usize::from(fs::read_to_string(path).is_ok_and(|text| text.contains(sign)))
    };
    entries.flatten().map(|entry| count(entry.path())).sum()
}

fn finish(site: &Path) {
    assert!(ended(&mut build(site)).success());
}

fn files(dir: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut files = BTreeMap::new();
    let Ok(entries) = fs::read_dir(dir) else { return files };
    for path in entries.map(|entry| entry.expect("the entry can be read").path()) {
        if path.is_dir() {
            files.extend(self::files(&path));
        } else {
            files.insert(path.clone(), fs::read(&path).expect("a file"));
        }
    }
    files
}

fn bytes(dir: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let below = |path: PathBuf| path.strip_prefix(dir).expect("the path is below the folder").to_owned();
    files(dir).into_iter().map(|(path, bytes)| (below(path), bytes)).collect()
}

#[test]
fn a_killed_build_leaves_complete_files_and_the_next_repairs_the_rest() {
    let folder = tempfile::TempDir::new().expect("the folder can be created");
    let (site, clean) = (folder.path().join("site"), folder.path().join("clean"));
    content(&site, 0);
    finish(&site);
    for round in 1..=rounds() {
        content(&site, round);
        if round % 3 == 0 {
            fs::remove_dir_all(site.join("public")).ok();
        }
        let mut child = build(&site);
        wait_for_pages(&mut child, &site, round, PAGES * round as usize / rounds() as usize);
        child.kill().ok();
        ended(&mut child);
        for (path, bytes) in files(&site.join("public")) {
            let waits = path.components().any(|part| part.as_os_str().to_string_lossy().starts_with(".casebook-"));
            let is_page = path.extension().is_some_and(|end| end == "html") && !waits;
            assert!(!is_page || bytes.trim_ascii_end().ends_with(b"</html>"), "round {round}: {}", path.display());
        }
    }
    finish(&site);
    finish(&site);
    content(&clean, rounds());
    finish(&clean);
    assert!(bytes(&site.join("public")) == bytes(&clean.join("public")));
    let left: Vec<_> = fs::read_dir(&site)
        .expect("the folder can be read")
        .map(|entry| entry.expect("the entry can be read").file_name())
        .collect();
    assert_eq!(left.len(), 3, "other folders than content, public and the notes: {left:?}");
}

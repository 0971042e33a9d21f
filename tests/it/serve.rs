//! `casebook serve` as editors and browsers meet it: the built program, real files, requests over the loopback address.
//! Whoever waits here waits for what the server tells, never for a time.

#![cfg(feature = "serve")]

use std::fmt::Write as _;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use tempfile::TempDir;

use crate::support::lay;

/// Nobody waits longer than this for what never comes.
const PATIENCE: Duration = Duration::from_secs(60);

/// A server on a site of its own.
struct Serving {
    site: TempDir,
    program: Child,
    port: u16,
    events: BufReader<TcpStream>,
}

impl Serving {
    fn new(files: &[(&str, &str)], arguments: &[&str]) -> Self {
        let site = tempfile::tempdir().unwrap();
        lay(site.path(), files);
        let mut program = Command::new(env!("CARGO_BIN_EXE_casebook"))
            .arg("serve")
            .arg(site.path())
            .args(["--port", "0"])
            .args(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(program.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let port = line.split(':').nth(2).and_then(|rest| rest.split('/').next()).unwrap().parse().unwrap();
        let events = BufReader::new(ask(port, "/.casebook/events", ""));
        let mut serving = Self { site, program, port, events };
        // The state that is there comes first.
        serving.told();
        serving
    }

    fn path(&self, name: &str) -> PathBuf {
        self.site.path().join(name)
    }

    fn write(&self, name: &str, text: &str) {
        fs::create_dir_all(self.path(name).parent().unwrap()).unwrap();
        fs::write(self.path(name), text).unwrap();
    }

    /// The next thing that pages are told.
    fn told(&mut self) -> serde_json::Value {
        loop {
            let mut line = String::new();
            assert!(self.events.read_line(&mut line).unwrap() > 0, "the server ended");
            if let Some(data) = line.strip_prefix("data: ") {
                return serde_json::from_str(data).unwrap();
            }
        }
    }

    /// Waits until the page at `address` is as `wanted`; states in between are let pass.
    fn until(&mut self, address: &str, wanted: impl Fn(&str) -> bool) -> String {
        loop {
            let page = self.get(address);
            if wanted(&page) {
                return page;
            }
            self.told();
        }
    }

    /// Head and body of the answer.
    fn get(&self, address: &str) -> String {
        let mut answer = Vec::new();
        ask(self.port, address, "Connection: close\r\n").read_to_end(&mut answer).unwrap();
        String::from_utf8_lossy(&answer).into_owned()
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        self.program.kill().ok();
        self.program.wait().ok();
    }
}

fn ask(port: u16, address: &str, headers: &str) -> TcpStream {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    write!(stream, "GET {address} HTTP/1.1\r\nHost: localhost:{port}\r\n{headers}\r\n").unwrap();
    stream
}

fn page(title: &str, text: &str) -> String {
    format!("---\ntitle: {title}\n---\n\n{text}\n")
}

const SITE: &[(&str, &str)] = &[
    ("casebook.yaml", "title: Watched\n"),
    ("content/index.md", "---\ntitle: Watched\n---\n\nWelcome.\n"),
    ("content/cases/one.md", "---\ntitle: One\n---\n\nThe first text.\n"),
    ("content/cases/two.md", "---\ntitle: Two\n---\n\nSee [one](one.md).\n"),
];

/// Writes another file and renames it, as many editors save.
fn save_by_rename(path: &Path, text: &str) {
    let other = path.with_extension("md.tmp~");
    fs::write(&other, text).unwrap();
    fs::rename(&other, path).unwrap();
}

#[test]
fn every_way_of_changing_files_is_seen() {
    let mut serving = Serving::new(SITE, &[]);
    serving.write("content/cases/one.md", &page("One", "The second text."));
    serving.until("/cases/one.html", |page| page.contains("The second text."));
    save_by_rename(&serving.path("content/cases/one.md"), &page("One", "The third text."));
    serving.until("/cases/one.html", |page| page.contains("The third text."));
    // A folder that is new, with files in it at once; then it gets another name.
    serving.write("content/more/deep/three.md", &page("Three", "Deep."));
    serving.until("/more/deep/three.html", |page| page.contains("Deep."));
    fs::rename(serving.path("content/more"), serving.path("content/other")).unwrap();
    serving.until("/other/deep/three.html", |page| page.contains("Deep."));
    serving.until("/more/deep/three.html", |page| page.starts_with("HTTP/1.1 404"));
    fs::remove_dir_all(serving.path("content/other")).unwrap();
    serving.until("/other/deep/three.html", |page| page.starts_with("HTTP/1.1 404"));
    // Settings, and a theme whose folder was not there.
    serving.write("casebook.yaml", "title: Renamed\ntheme: own\n");
    serving.write("themes/own/own.css", "body { color: green }\n");
    serving.until("/index.html", |page| page.contains("Renamed") && page.contains("assets/own-"));
    // Drafts are shown.
    serving.write("content/cases/draft.md", "---\ntitle: Not yet\ndraft: true\n---\n\nSoon.\n");
    let draft = serving.until("/cases/draft.html", |page| page.contains("Soon."));
    assert!(draft.contains("chip draft"), "a draft is marked");
    // The content folder goes, and comes back as it was.
    fs::rename(serving.path("content"), serving.path("away")).unwrap();
    while serving.told()["errors"] == 0 {}
    fs::rename(serving.path("away"), serving.path("content")).unwrap();
    while serving.told()["errors"] != 0 {}
    // The content folder in the place of another one.
    fs::rename(serving.path("content"), serving.path("before")).unwrap();
    serving.told();
    assert!(serving.get("/cases/one.html").contains("The third text."), "the last good site stays");
    serving.write("content/index.md", &page("Anew", "All of it is new."));
    serving.until("/index.html", |page| page.contains("All of it is new."));
    serving.write("content/index.md", &page("Anew", "And watched."));
    serving.until("/index.html", |page| page.contains("And watched."));
}

#[test]
fn a_hundred_files_at_once_come_together() {
    let mut serving = Serving::new(SITE, &[]);
    for number in 0..100 {
        serving.write(&format!("content/cases/n{number}.md"), &page(&format!("Number {number}"), "Begun."));
    }
    serving.until("/cases/n99.html", |page| page.contains("Begun."));
    let before = serving.told_last();
    for number in 0..100 {
        serving.write(&format!("content/cases/n{number}.md"), &page(&format!("Number {number}"), "Changed."));
    }
    let mut states = 0;
    while (0..100).any(|number| !serving.get(&format!("/cases/n{number}.html")).contains("Changed.")) {
        serving.told();
        states += 1;
    }
    assert!(states <= 20, "{states} states for a hundred files, after {before}");
}

impl Serving {
    /// The number of the newest state, once another change has made one.
    fn told_last(&mut self) -> u64 {
        self.write("content/mark.md", &page("Mark", "Marked."));
        let mut number = 0;
        while !self.get("/mark.html").contains("Marked.") {
            number = self.told()["number"].as_u64().unwrap();
        }
        number
    }
}

#[test]
fn errors_are_told_with_their_cure_and_the_last_good_site_stays() {
    let mut serving = Serving::new(SITE, &[]);
    serving.write("content/cases/one.md", "---\ntitel: One\n---\n\nBroken.\n");
    let told = loop {
        let told = serving.told();
        if told["errors"] != 0 {
            break told;
        }
    };
    let text = told["findings"][0]["text"].as_str().unwrap();
    assert!(text.contains("content/cases/one.md:2:1") && text.contains("did you mean `title`?"), "{text}");
    assert!(serving.get("/cases/one.html").contains("The first text."));
    serving.write("content/cases/one.md", &page("One", "Mended."));
    serving.until("/cases/one.html", |page| page.contains("Mended."));
}

#[test]
fn a_site_that_begins_with_errors_appears_when_they_are_mended() {
    let mut serving = Serving::new(&[("content/index.md", "---\ntitel: Wrong\n---\n")], &[]);
    assert!(serving.get("/").contains("live.js"));
    serving.write("content/index.md", &page("Right", "There."));
    serving.until("/", |page| page.contains("There."));
}

#[test]
fn a_theme_that_breaks_leaves_the_last_good_site() {
    let mut serving = Serving::new(SITE, &[]);
    serving.write("casebook.yaml", "title: Watched\ntheme: own\n");
    serving.write("themes/own/templates/case.html", "{{ page.nothing.at.all }}\n");
    while serving.told()["errors"] == 0 {}
    assert!(serving.get("/cases/one.html").contains("The first text."));
    serving.write(
        "themes/own/templates/case.html",
        "{% block article %}<p>{{ page.title }} in a frame of its own</p>{% endblock %}\n",
    );
    serving.until("/cases/one.html", |page| page.contains("in a frame of its own"));
}

#[test]
fn where_nothing_tells_of_changes_the_folder_is_polled() {
    let mut serving = Serving::new(SITE, &["--poll"]);
    serving.write("content/cases/one.md", &page("One", "Found by looking."));
    serving.until("/cases/one.html", |page| page.contains("Found by looking."));
    fs::remove_file(serving.path("content/cases/two.md")).unwrap();
    serving.until("/cases/two.html", |page| page.starts_with("HTTP/1.1 404"));
}

#[test]
fn the_index_follows() {
    let mut serving = Serving::new(SITE, &[]);
    assert!(!serving.get("/search/root.js").contains("zymurgy"));
    serving.write("content/cases/one.md", &page("One", "The word is zymurgy."));
    serving.until("/cases/one.html", |page| page.contains("zymurgy"));
    // The index has no event of its own: it is asked for until it is there, as a reader would.
    while !serving.get("/search/root.js").contains("zymurgy") {}
    let root = serving.get("/search/root.js");
    let folder = root.split("\"folder\":\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
    assert!(serving.get(&format!("/search/{folder}/f0.js")).contains("The word is zymurgy."));
}

/// How much memory a process holds, in pages.
#[cfg(target_os = "linux")]
fn held(process: u32) -> u64 {
    let numbers = fs::read_to_string(format!("/proc/{process}/statm")).unwrap();
    numbers.split(' ').nth(1).unwrap().parse().unwrap()
}

/// As many states as two hours of writing bring about: none is missed, and nothing of the old ones is kept.
#[cfg(target_os = "linux")]
#[test]
fn two_thousand_edits_leave_no_memory_behind() {
    const WARM: usize = 200;
    const EDITS: usize = 2_000;
    let mut files: Vec<(String, String)> =
        (0..30).map(|n| (format!("content/cases/n{n}.md"), page(&format!("Number {n}"), "Text."))).collect();
    files.push(("content/index.md".to_owned(), page("Home", "Welcome.")));
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (&**path, &**text)).collect();
    let mut serving = Serving::new(&files, &[]);
    let mut before = 0;
    // The same choice of edits in every run.
    let mut chance = 0x2545_F491_u32;
    for edit in 0..EDITS {
        chance ^= chance << 13;
        chance ^= chance >> 17;
        chance ^= chance << 5;
        let number = chance % 30;
        let name = format!("content/cases/n{number}.md");
        let mut text = page(&format!("Number {number}"), &format!("Edit {edit}."));
        if chance.is_multiple_of(7) {
            write!(text, "\n## A heading {edit}\n").unwrap();
        }
        if chance.is_multiple_of(11) {
            fs::remove_file(serving.path(&name)).unwrap();
        }
        if chance.is_multiple_of(2) {
            save_by_rename(&serving.path(&name), &text);
        } else {
            serving.write(&name, &text);
        }
        serving.told();
        serving.until(&format!("/cases/n{number}.html"), |page| page.contains(&format!("Edit {edit}.")));
        if edit == WARM {
            before = held(serving.program.id());
        }
    }
    let after = held(serving.program.id());
    assert!(after <= before + before / 5, "{before} pages of memory after {WARM} edits, {after} after {EDITS}");
}

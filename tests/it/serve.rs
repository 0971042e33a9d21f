//! `casebook serve` as editors and browsers use it: the built program, real files, and requests over the loopback
//! address. Tests wait for messages and responses of the server, never for a fixed time. Every wait has an upper bound
//! and fails with a description of what it waited for.

#![cfg(feature = "serve")]

use std::fmt::Write as _;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::support::{lay, links};

/// Upper bound on every wait.
const PATIENCE: Duration = Duration::from_secs(60);

/// A running server with its own site.
struct Serving {
    program: Program,
    site: TempDir,
    port: u16,
    events: BufReader<TcpStream>,
}

impl Serving {
    fn new(files: &[(&str, &str)], arguments: &[&str]) -> Self {
        let site = tempfile::tempdir().unwrap();
        lay(site.path(), files);
        let program = Command::new(env!("CARGO_BIN_EXE_casebook"))
            .arg("serve")
            .arg(site.path())
            .args(["--port", "0"])
            .args(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut program = Program(program);
        let port = program.port();
        let events = BufReader::new(ask(port, "/.casebook/events", ""));
        let mut serving = Self { site, program, port, events };
        // The current state is sent first.
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

    /// Waits for the next message to open pages.
    fn told(&mut self) -> serde_json::Value {
        loop {
            let mut line = String::new();
            let read =
                self.events.read_line(&mut line).unwrap_or_else(|error| panic!("no message from the server: {error}"));
            assert!(read > 0, "the server ended");
            if let Some(data) = line.strip_prefix("data: ") {
                return serde_json::from_str(data).unwrap();
            }
        }
    }

    /// Waits for a message that `wanted` accepts; skips others.
    fn told_of(&mut self, what: &str, wanted: impl Fn(&serde_json::Value) -> bool) -> serde_json::Value {
        patiently(what, || Some(self.told()).filter(|told| wanted(told)))
    }

    /// Waits until `wanted` accepts the page at `address`; ignores states in between.
    fn until(&mut self, address: &str, wanted: impl Fn(&str) -> bool) -> String {
        let mut page = self.get(address);
        if !wanted(&page) {
            page = patiently(address, || {
                self.told();
                Some(self.get(address)).filter(|page| wanted(page))
            });
        }
        page
    }

    /// Head and body of the response.
    fn get(&self, address: &str) -> String {
        let mut answer = Vec::new();
        ask(self.port, address, "Connection: close\r\n").read_to_end(&mut answer).unwrap();
        String::from_utf8_lossy(&answer).into_owned()
    }
}

/// Calls `done` until it returns something; fails after [`PATIENCE`].
fn patiently<T>(what: &str, mut done: impl FnMut() -> Option<T>) -> T {
    let began = Instant::now();
    loop {
        if let Some(value) = done() {
            return value;
        }
        assert!(began.elapsed() < PATIENCE, "timed out waiting for {what}");
    }
}

/// The program, killed when dropped.
struct Program(Child);

impl Program {
    /// Reads the port from the first line of output.
    fn port(&mut self) -> u16 {
        let out = BufReader::new(self.0.stdout.take().unwrap());
        let (send, said) = mpsc::channel();
        std::thread::spawn(move || send.send(out.lines().next()).ok());
        let line = said.recv_timeout(PATIENCE).ok().flatten().and_then(Result::ok);
        let line = line.expect("the program prints its address");
        line.split(':').nth(2).and_then(|rest| rest.split('/').next()).unwrap().parse().unwrap()
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        self.0.kill().ok();
        self.0.wait().ok();
    }
}

fn ask(port: u16, address: &str, headers: &str) -> TcpStream {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    stream.set_write_timeout(Some(PATIENCE)).unwrap();
    write!(stream, "GET {address} HTTP/1.1\r\nHost: localhost:{port}\r\n{headers}\r\n").unwrap();
    stream
}

fn page(title: &str, text: &str) -> String {
    format!("---\ntitle: {title}\n---\n\n{text}\n")
}

const SITE: &[(&str, &str)] = &[
    ("casebook.yaml", "title: Watched\nid: a-site\n"),
    ("content/index.md", "---\ntitle: Watched\n---\n\nWelcome.\n"),
    ("content/cases/one.md", "---\ntitle: One\n---\n\nThe first text.\n"),
    ("content/cases/two.md", "---\ntitle: Two\n---\n\nSee [one](one.md).\n"),
];

/// Writes another file and renames it, as many editors do.
fn save_by_rename(path: &Path, text: &str) {
    let other = path.with_extension("md.tmp~");
    fs::write(&other, text).unwrap();
    fs::rename(&other, path).unwrap();
}

#[test]
fn every_way_of_changing_files_is_noticed() {
    let mut serving = Serving::new(SITE, &[]);
    serving.write("content/cases/one.md", &page("One", "The second text."));
    serving.until("/cases/one.html", |page| page.contains("The second text."));
    save_by_rename(&serving.path("content/cases/one.md"), &page("One", "The third text."));
    serving.until("/cases/one.html", |page| page.contains("The third text."));
    // A new folder that already contains files; then it is renamed.
    serving.write("content/more/deep/three.md", &page("Three", "Deep."));
    serving.until("/more/deep/three.html", |page| page.contains("Deep."));
    fs::rename(serving.path("content/more"), serving.path("content/other")).unwrap();
    serving.until("/other/deep/three.html", |page| page.contains("Deep."));
    serving.until("/more/deep/three.html", |page| page.starts_with("HTTP/1.1 404"));
    fs::remove_dir_all(serving.path("content/other")).unwrap();
    serving.until("/other/deep/three.html", |page| page.starts_with("HTTP/1.1 404"));
    // Settings, and a theme whose folder is new.
    serving.write("casebook.yaml", "title: Renamed\ntheme: own\nid: a-site\n");
    serving.write("themes/own/own.css", "body { color: green }\n");
    serving.until("/index.html", |page| page.contains("Renamed") && page.contains("assets/own-"));
    // Drafts are shown.
    serving.write("content/cases/draft.md", "---\ntitle: Not yet\ndraft: true\n---\n\nSoon.\n");
    let draft = serving.until("/cases/draft.html", |page| page.contains("Soon."));
    assert!(draft.contains("chip draft"), "drafts are marked");
    // The content folder disappears, and comes back unchanged.
    fs::rename(serving.path("content"), serving.path("away")).unwrap();
    serving.told_of("the loss of the content", |told| told["errors"] != 0);
    fs::rename(serving.path("away"), serving.path("content")).unwrap();
    serving.told_of("the content again", |told| told["errors"] == 0);
    // Another content folder takes the place of the first.
    fs::rename(serving.path("content"), serving.path("before")).unwrap();
    serving.told();
    assert!(serving.get("/cases/one.html").contains("The third text."), "the last good site is still served");
    serving.write("content/index.md", &page("Again", "All of it is new."));
    serving.until("/index.html", |page| page.contains("All of it is new."));
    serving.write("content/index.md", &page("Again", "And watched."));
    serving.until("/index.html", |page| page.contains("And watched."));
}

#[test]
fn a_hundred_changed_files_give_one_new_state() {
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
    let changed =
        |serving: &Serving, number: usize| serving.get(&format!("/cases/n{number}.html")).contains("Changed.");
    patiently("a hundred changed pages", || {
        let all = (0..100).all(|number| changed(&serving, number));
        if !all {
            serving.told();
            states += 1;
        }
        all.then_some(())
    });
    assert!(states <= 20, "{states} states for a hundred files, after {before}");
}

impl Serving {
    /// Makes a change and returns the number of the state that contains it.
    fn told_last(&mut self) -> u64 {
        self.write("content/mark.md", &page("Mark", "Marked."));
        let mut number = 0;
        patiently("the page with the mark", || {
            let there = self.get("/mark.html").contains("Marked.");
            if !there {
                number = self.told()["number"].as_u64().unwrap();
            }
            there.then_some(number)
        })
    }
}

#[test]
fn errors_are_reported_with_their_fix_and_the_last_good_site_stays() {
    let mut serving = Serving::new(SITE, &[]);
    serving.write("content/cases/one.md", "---\ntitel: One\n---\n\nBroken.\n");
    let told = serving.told_of("the mistake", |told| told["errors"] != 0);
    let finding = &told["findings"][0];
    assert_eq!((finding["file"].as_str(), finding["line"].as_u64()), (Some("content/cases/one.md"), Some(2)));
    assert_eq!(finding["because"], "did you mean `title`?");
    assert!(serving.get("/cases/one.html").contains("The first text."));
    serving.write("content/cases/one.md", &page("One", "Mended."));
    serving.until("/cases/one.html", |page| page.contains("Mended."));
}

#[test]
fn a_site_that_starts_with_errors_appears_once_they_are_fixed() {
    let mut serving = Serving::new(&[("content/index.md", "---\ntitel: Wrong\n---\n")], &[]);
    assert!(serving.get("/").contains("live.js"));
    serving.write("content/index.md", &page("Right", "There."));
    serving.until("/", |page| page.contains("There."));
}

#[test]
fn a_broken_theme_leaves_the_last_good_site() {
    let mut serving = Serving::new(SITE, &[]);
    serving.write("casebook.yaml", "title: Watched\ntheme: own\nid: a-site\n");
    serving.write("themes/own/templates/case.html", "{{ page.nothing.at.all }}\n");
    serving.told_of("the mistake", |told| told["errors"] != 0);
    assert!(serving.get("/cases/one.html").contains("The first text."));
    serving.write(
        "themes/own/templates/case.html",
        "{% block article %}<p>{{ page.title }} in a frame of its own</p>{% endblock %}\n",
    );
    serving.until("/cases/one.html", |page| page.contains("in a frame of its own"));
}

#[test]
fn without_notifications_the_folder_is_polled() {
    let mut serving = Serving::new(SITE, &["--poll"]);
    serving.write("content/cases/one.md", &page("One", "Found by looking."));
    serving.until("/cases/one.html", |page| page.contains("Found by looking."));
    fs::remove_file(serving.path("content/cases/two.md")).unwrap();
    serving.until("/cases/two.html", |page| page.starts_with("HTTP/1.1 404"));
}

#[test]
fn the_search_index_is_updated() {
    let mut serving = Serving::new(SITE, &[]);
    assert!(!serving.get("/search/root.js").contains("zymurgy"));
    serving.write("content/cases/one.md", &page("One", "The word is zymurgy."));
    serving.until("/cases/one.html", |page| page.contains("zymurgy"));
    // The index sends no event, so it is requested repeatedly.
    let root = patiently("the word in the index", || {
        Some(serving.get("/search/root.js")).filter(|root| root.contains("zymurgy"))
    });
    let folder = root.split("\"folder\":\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
    assert!(serving.get(&format!("/search/{folder}/f0.js")).contains("The word is zymurgy."));
}

impl Serving {
    /// Asserts that every absolute link of the page at `address` works; returns all links.
    fn has_all_links_of(&self, address: &str, status: &str) -> Vec<String> {
        let page = self.get(address);
        assert!(page.starts_with(status), "{address}: {page}");
        let links: Vec<String> = links::read(&page).links.into_iter().map(|(_, link)| link).collect();
        for link in links.iter().filter(|link| link.starts_with('/')) {
            let answer = self.get(link.split('#').next().unwrap());
            assert!(answer.starts_with("HTTP/1.1 200"), "{address} names {link}: {answer}");
        }
        links
    }
}

/// A file name may contain any character; those that mean something in a URL must be percent-encoded in links.
#[test]
fn files_are_served_whatever_printable_character_is_in_their_name() {
    // The first cannot be in a name, the second is left out, and Windows forbids the others.
    let impossible = if cfg!(windows) { "/\\:*?\"<>|" } else { "/\\" };
    let characters: Vec<char> = (' '..='~').filter(|&c| !impossible.contains(c)).collect();
    let mut files: Vec<(String, String)> = Vec::new();
    let mut text = "---\ntitle: Files\n---\n\n".to_owned();
    for &c in &characters {
        let code = u32::from(c);
        files.push((format!("content/n/{code}-{c}x.txt"), format!("file {code}")));
        files.push((
            format!("content/n/{code}-{c}x.svg"),
            format!("<svg xmlns=\"http://www.w3.org/2000/svg\" id=\"n{code}\"/>"),
        ));
        writeln!(text, "[t](n/{code}-%{code:02x}x.txt) ![p](n/{code}-%{code:02X}x.svg)\n").unwrap();
    }
    files.push(("content/index.md".to_owned(), text));
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let serving = Serving::new(&files, &[]);
    let links = links::read(&serving.get("/index.html")).links;
    for c in characters {
        let code = u32::from(c);
        let own = |ends: &str| {
            let begins = format!("n/{code}-");
            let own = links.iter().map(|(_, link)| link).find(|link| link.starts_with(&begins) && link.ends_with(ends));
            own.unwrap_or_else(|| panic!("no link to the {ends} with {c:?}: {links:?}")).clone()
        };
        let file = serving.get(&format!("/{}", own(".txt")));
        assert!(file.contains("200 OK") && file.ends_with(&format!("file {code}")), "{c:?}: {file}");
        let picture = serving.get(&format!("/{}", own(".svg")));
        assert!(picture.contains("200 OK") && picture.contains(&format!("id=\"n{code}\"")), "{c:?}: {picture}");
    }
}

#[test]
fn links_with_the_path_of_the_base_url_work() {
    let mut files = SITE.to_vec();
    files[0] = ("casebook.yaml", "title: Watched\nbase-url: https://a.example/the%20sub/manual/\nid: a-site\n");
    files.push(("content/cases/dated.md", "---\ntitle: Dated\ndate: 2026-01-01\naliases: [old.html]\n---\n\nText.\n"));
    let mut serving = Serving::new(&files, &[]);
    for wrong in ["/nothing.html", "/no/such/page.html", "/the%20sub/manual/nothing.html"] {
        let links = serving.has_all_links_of(wrong, "HTTP/1.1 404");
        for start in ["/the%20sub/manual/assets/style-", "/the%20sub/manual/assets/script-", "/the%20sub/manual/cases/"]
        {
            assert!(links.iter().any(|link| link.starts_with(start)), "{wrong} has no link to {start}: {links:?}");
        }
    }
    for list in ["/sitemap.xml", "/feed.xml"] {
        let text = serving.get(list);
        let places: Vec<&str> =
            text.split("https://a.example").skip(1).filter_map(|rest| rest.split(['<', '"']).next()).collect();
        assert!(places.iter().any(|place| place.ends_with("/cases/dated.html")), "{list}: {text}");
        for place in places {
            assert!(serving.get(place).starts_with("HTTP/1.1 200"), "{list} names {place}");
        }
    }
    assert!(serving.get("/the%20sub/manual/").contains("Welcome."));
    for (folder, place) in [("/the%20sub/manual/cases", "./cases/"), ("/the%20sub/manual", "./manual/")] {
        let answer = serving.get(folder);
        assert!(answer.starts_with("HTTP/1.1 301") && answer.contains(&format!("location: {place}\r\n")), "{answer}");
    }
    assert!(serving.get("/the%20sub/").starts_with("HTTP/1.1 404"));
    // The newest state counts.
    serving.write("casebook.yaml", "title: Watched\nbase-url: https://a.example/other/\nid: a-site\n");
    serving.until("/other/cases/one.html", |page| page.contains("The first text."));
    serving.has_all_links_of("/nothing.html", "HTTP/1.1 404");
    assert!(serving.get("/the%20sub/manual/").starts_with("HTTP/1.1 404"));
    // A base URL without a path.
    serving.write("casebook.yaml", "title: Watched\nbase-url: https://a.example\nid: a-site\n");
    serving.until("/nothing.html", |page| page.contains("href=\"/index.html\""));
    serving.has_all_links_of("/nothing.html", "HTTP/1.1 404");
}

/// Resident memory of a process, in pages.
#[cfg(target_os = "linux")]
fn held(process: u32) -> u64 {
    let numbers = fs::read_to_string(format!("/proc/{process}/statm")).unwrap();
    numbers.split(' ').nth(1).unwrap().parse().unwrap()
}

/// The number of edits, and the edit after which memory is first measured: by then all caches are filled.
///
/// More edits find smaller leaks. The limit of one fifth more memory means 35 KB per edit over 240 edits, which finds a
/// kept state, and 5 KB per edit over 1,800, which finds a kept page. 2,000 edits are two hours of writing; they take
/// minutes, and are made if `CASEBOOK_TESTS` is `all`.
fn edits() -> (usize, usize) {
    if std::env::var_os("CASEBOOK_TESTS").is_some_and(|tests| tests == "all") { (2_000, 200) } else { (300, 60) }
}

/// No change is missed, and old states are freed.
#[cfg(target_os = "linux")]
#[test]
fn many_edits_do_not_leak_memory() {
    let (edits, warm) = edits();
    let mut files: Vec<(String, String)> =
        (0..30).map(|n| (format!("content/cases/n{n}.md"), page(&format!("Number {n}"), "Text."))).collect();
    files.push(("content/index.md".to_owned(), page("Home", "Welcome.")));
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (&**path, &**text)).collect();
    let mut serving = Serving::new(&files, &[]);
    let mut before = 0;
    // The same pseudo-random edits in every run.
    let mut chance = 0x2545_F491_u32;
    for edit in 0..edits {
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
        if edit == warm {
            before = held(serving.program.0.id());
        }
    }
    let after = held(serving.program.0.id());
    assert!(after <= before + before / 5, "{before} pages of memory after {warm} edits, {after} after {edits}");
}

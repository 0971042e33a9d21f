//! Panics in every stage of a run and in requests: the server survives them, reports them, and never silently serves a
//! stale site. A stage panics if a text asks for it (`crate::fault`).

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::sync::mpsc::{self, Receiver};

use tempfile::TempDir;

use super::super::live::while_watching;
use super::*;
use crate::Options;
use crate::read::Changes;

const SITE: &[(&str, &str)] = &[
    ("casebook.yaml", "title: Watched\nid: a-site\n"),
    ("content/index.md", "---\ntitle: Home\n---\n\nWelcome.\n"),
    ("content/cases/one.md", "---\ntitle: One\n---\n\nThe first text.\n"),
    ("content/cases/two.md", "---\ntitle: Two\n---\n\nAnother page.\n"),
    ("content/scenarios/talk.md", "---\ntitle: Talk\ndraft: true\n---\n\nTo be written.\n"),
];

type Said = Arc<Mutex<Vec<String>>>;

/// Writes a file by renaming it into place, so that polling never reads half of it.
fn put(dir: &Path, name: &str, text: &str) {
    let (path, new) = (dir.join(name), dir.join("new"));
    std::fs::create_dir_all(path.parent().expect("the path has a parent")).expect("the folders can be created");
    std::fs::write(&new, text).expect("the file can be written");
    std::fs::rename(new, path).expect("the file can be renamed");
}

fn page(title: &str, text: &str) -> String {
    format!("---\ntitle: {title}\n---\n\n{text}\n")
}

/// True if the page at `path` contains `text`.
fn shows(port: u16, path: &str, text: &str) -> bool {
    let (_, body) = ask(port, &format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"));
    String::from_utf8_lossy(&body).contains(text)
}

/// A site in a temporary folder, and the failures reported for it.
fn begun(files: &[(&str, &str)]) -> (TempDir, Said, Runs, Arc<Live>) {
    let dir = TempDir::new().expect("a temporary folder can be created");
    files.iter().for_each(|(name, text)| put(dir.path(), name, text));
    let said = Said::default();
    let told = Arc::clone(&said);
    let tell: Tell = Box::new(move |update| {
        assert!(!update.diagnostics.iter().any(|found| found.message.contains("panic in tell")), "tell panics");
        told.lock().expect("the lock is not poisoned").extend(update.failure.clone());
    });
    let (runs, live) =
        Runs::begin(dir.path(), &Options { drafts: true, ..Options::default() }, tell).expect("the site can be read");
    (dir, said, runs, live)
}

/// A running server on a temporary site.
pub(super) struct Following {
    pub dir: TempDir,
    said: Said,
    pub port: u16,
    events: BufReader<TcpStream>,
    stop: Option<tokio::sync::oneshot::Sender<()>>,
    ended: Receiver<Result<()>>,
}

impl Following {
    fn new(files: &[(&str, &str)], watching: Watching) -> Self {
        let (dir, said, runs, live) = begun(files);
        let server = Server::bind("127.0.0.1", Some(0)).expect("there is a free port");
        let port = server.port();
        let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
        let (end, ended) = mpsc::channel();
        std::thread::spawn(move || {
            let done = server.follow(runs, &live, watching, async { drop(stopped.await) });
            end.send(done).ok();
        });
        let mut events = connect(port);
        write!(events, "GET /.casebook/events HTTP/1.1\r\nHost: localhost\r\n\r\n")
            .expect("the server reads the request");
        Self { dir, said, port, events: BufReader::new(events), stop: Some(stop), ended }
    }

    pub fn polling(files: &[(&str, &str)]) -> Self {
        Self::new(files, Watching::Polling(Duration::from_millis(5)))
    }

    fn put(&self, name: &str, text: &str) {
        put(self.dir.path(), name, text);
    }

    /// Waits for a message to open pages that `wanted` accepts.
    pub fn told(&mut self, what: &str, wanted: impl Fn(&serde_json::Value) -> bool) -> serde_json::Value {
        let began = Instant::now();
        let mut last = serde_json::Value::Null;
        while began.elapsed() < PATIENCE {
            let mut line = String::new();
            let read = self.events.read_line(&mut line);
            assert!(read.is_ok_and(|read| read > 0), "no message about {what}; the last one was {last}");
            let Some(data) = line.strip_prefix("data: ") else { continue };
            last = serde_json::from_str(data).expect("the message is JSON");
            if wanted(&last) {
                return last;
            }
        }
        panic!("no message about {what}; the last one was {last}");
    }

    pub fn get(&self, path: &str) -> (String, String) {
        let (head, body) =
            ask(self.port, &format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"));
        (head, String::from_utf8_lossy(&body).into_owned())
    }

    /// Polls a file until it contains `text`: a new index sends no message.
    fn until(&self, path: &str, text: &str) {
        let began = Instant::now();
        while !self.get(path).1.contains(text) {
            assert!(began.elapsed() < PATIENCE, "timed out waiting for {text} in {path}");
            std::thread::yield_now();
        }
    }

    fn said_of(&self, text: &str) -> Vec<String> {
        self.said.lock().expect("the lock is not poisoned").iter().filter(|said| said.contains(text)).cloned().collect()
    }

    /// Stops the server as Ctrl-C does.
    pub fn stop(&mut self) -> Result<()> {
        drop(self.stop.take());
        self.ended.recv_timeout(PATIENCE).expect("the server ends")
    }
}

pub(super) fn errors(told: &serde_json::Value) -> u64 {
    told["errors"].as_u64().expect("`errors` is a number")
}

fn texts(told: &serde_json::Value) -> String {
    let findings = told["findings"].as_array().expect("`findings` is a list");
    findings
        .iter()
        .map(|finding| finding["message"].as_str().expect("each finding has a text"))
        .collect::<Vec<_>>()
        .join("\n")
}

#[test]
fn a_panic_in_any_stage_of_a_run_is_reported_and_the_next_good_edit_clears_it() {
    let one = "content/cases/one.md";
    let stages = [("read", one), ("parse", one), ("check", one), ("explore", "content/scenarios/talk.md")];
    for (stage, file) in stages.into_iter().chain([("model", "casebook.yaml")]) {
        let mut site = Following::polling(SITE);
        let port = site.port;
        let asked = format!("panic in {stage}");
        match file {
            "casebook.yaml" => site.put(file, &format!("title: A {asked}\n")),
            "content/scenarios/talk.md" => site.put(file, &format!("---\ntitle: T\ndraft: true\n---\n\nA {asked}.\n")),
            _ => site.put(file, &page("One", &format!("A {asked}."))),
        }
        let told = site.told(&asked, |told| errors(told) > 0);
        let text = texts(&told);
        assert!(text.starts_with("Casebook failed while it updated the site: "), "{stage}: {text}");
        assert!(text.contains(&format!("a test asked for a {asked}")), "{stage}: {text}");
        assert!(text.contains("bug in Casebook, not a mistake in your files. Pages stay as they were"), "{text}");
        assert_eq!(errors(&told), 1, "{stage}: {told}");
        assert!(
            site.get("/cases/one.html").1.contains("The first text."),
            "{stage}: the last good page is still served"
        );
        // More edits while the run fails: the failure stays, and is reported once.
        site.put("content/cases/two.md", &page("Two", "Changed meanwhile."));
        site.put("casebook.yaml", "title: Renamed\nid: a-site\n");
        site.put("content/scenarios/talk.md", SITE[4].1);
        site.put(one, &page("One", "The second text, zymurgy."));
        let told = site.told("the next good state", |told| {
            errors(told) == 0 && shows(port, "/cases/one.html", "The second text, zymurgy.")
        });
        assert_eq!(told["findings"].as_array().map(Vec::len), Some(0), "{stage}: {told}");
        assert!(site.get("/cases/two.html").1.contains("Changed meanwhile."), "{stage}");
        assert!(site.get("/").1.contains("Renamed"), "{stage}");
        site.until("/search/root.js", "zymurgy");
        assert_eq!(site.said_of(&asked).len(), 1, "{stage}: {:?}", site.said);
        site.stop().unwrap_or_else(|error| panic!("{stage}: the server ended with an error: {error}"));
    }
}

#[test]
fn a_panic_while_rendering_a_page_is_reported_once_and_other_pages_work() {
    let mut site = Following::polling(SITE);
    let port = site.port;
    site.put("content/cases/one.md", &page("One", "A panic in render."));
    site.told("the next state", |told| errors(told) == 0 && shows(port, "/cases/one.html", "cannot be made"));
    for _ in 0..3 {
        let (head, body) = site.get("/cases/one.html");
        assert!(head.starts_with("http/1.1 500") && head.contains("content-type: text/html"), "{head}");
        assert!(!head.contains("casebook-page:"), "an open page must not change: {head}");
        assert!(body.contains("This is a bug in Casebook") && body.contains("/.casebook/live.js?"), "{body}");
    }
    let told = site.told("the panic", |told| errors(told) > 0);
    assert!(texts(&told).starts_with("Casebook failed while it made `cases/one.html`: a test asked for"), "{told}");
    assert!(site.get("/cases/two.html").0.starts_with("http/1.1 200"));
    site.put("content/cases/one.md", &page("One", "Sound again."));
    site.told("the next good state", |told| errors(told) == 0);
    assert!(site.get("/cases/one.html").1.contains("Sound again."));
    assert_eq!(site.said_of("panic in render").len(), 1, "{:?}", site.said);
    site.stop().expect("the server ends without an error");
}

#[test]
fn a_panic_while_indexing_is_reported_and_pages_stay_up_to_date() {
    let mut site = Following::polling(SITE);
    site.put("content/cases/one.md", &page("One", "A panic in index, zymurgy."));
    let told = site.told("the panic", |told| errors(told) > 0);
    assert!(texts(&told).starts_with("Casebook failed while it made the search index: a test asked for"), "{told}");
    assert!(site.get("/cases/one.html").1.contains("zymurgy"), "pages do not wait for the index");
    assert!(site.get("/search/root.js").0.starts_with("http/1.1 200"), "the previous index is still served");
    assert!(!site.get("/search/root.js").1.contains("zymurgy"));
    // A new state does not end the failure, because the index is still old; a new index does.
    site.put("content/cases/one.md", &page("One", "Sound again, quaternion."));
    site.told("the next good index", |told| errors(told) == 0);
    assert!(site.get("/search/root.js").1.contains("quaternion"));
    assert_eq!(site.said_of("panic in index").len(), 1, "{:?}", site.said);
    site.stop().expect("the server ends without an error");
}

#[test]
fn a_site_whose_first_run_panics_appears_when_its_files_change() {
    for stage in ["read", "parse", "index"] {
        let broken = page("One", &format!("A panic in {stage}."));
        let files = [SITE, &[("content/cases/one.md", broken.as_str())]].concat();
        let mut site = Following::polling(&files);
        let told = site.told("the panic", |told| errors(told) > 0);
        assert_eq!(texts(&told).contains("There is no page to show yet"), stage != "index", "{told}");
        assert!(site.get("/").1.contains("live.js"), "{stage}");
        site.put("content/cases/one.md", &page("One", "Sound."));
        site.told("the first good state", |told| errors(told) == 0);
        assert!(site.get("/cases/one.html").1.contains("Sound."), "{stage}");
        site.stop().expect("the server ends without an error");
    }
}

#[test]
fn a_panic_while_reporting_is_reported() {
    let mut site = Following::polling(SITE);
    site.put("content/cases/one.md", "---\ntitle: One\npanic in tell: 1\n---\n\nText.\n");
    let told = site.told("the panic", |told| texts(told).contains("tell panics"));
    assert_eq!(errors(&told), 1);
    assert!(texts(&told).contains("Pages are up to date"), "{told}");
    site.put("content/cases/one.md", &page("One", "Sound."));
    site.told("the next good state", |told| errors(told) == 0);
    site.stop().expect("the server ends without an error");
}

#[test]
fn a_server_that_no_longer_follows_changes_ends_with_a_reason() {
    let mut site = Following::new(SITE, Watching::Events);
    site.told("the first state: from here on the folder is watched", |_| true);
    site.put("content/cases/panic in watch.md", &page("Watch", "Text."));
    let error = site.ended.recv_timeout(PATIENCE).expect("the server ends").expect_err("the server ends with an error");
    let text = format!("{error:#}");
    assert!(
        text.contains("a test asked for a panic in watch") && text.contains("start `casebook serve` again"),
        "{text}"
    );
}

#[test]
fn a_server_whose_watch_ends_without_a_panic_ends_too() {
    let (_dir, _said, runs, live) = begun(SITE);
    let server = Server::bind("127.0.0.1", Some(0)).expect("there is a free port");
    let (watch, ending) = Watch::begin(runs.dir(), Watching::Polling(PATIENCE));
    let (end, ended) = mpsc::channel();
    let from_elsewhere = ending.clone();
    std::thread::spawn(move || {
        let pages = Arc::clone(&live);
        let done = while_watching(runs, &live, watch, ending, |unwatched| {
            server.run(pages, unwatched, std::future::pending())
        });
        end.send(done).ok();
    });
    from_elsewhere.end();
    let error = ended.recv_timeout(PATIENCE).expect("the server ends").expect_err("the server ends with an error");
    assert!(error.to_string().contains("the watch for changes has ended"), "{error}");
}

#[test]
fn a_panic_of_the_server_leaves_no_thread_running() {
    let (_dir, _said, runs, live) = begun(SITE);
    let (watch, ending) = Watch::begin(runs.dir(), Watching::Polling(PATIENCE));
    let (end, ended) = mpsc::channel();
    std::thread::spawn(move || {
        let done = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            while_watching(runs, &live, watch, ending, |_| std::panic::panic_any("the server"))
        }));
        end.send(done.is_err()).ok();
    });
    assert_eq!(ended.recv_timeout(PATIENCE), Ok(true), "the panic is passed on");
}

#[test]
fn changes_made_while_the_folder_was_missing_are_read_once_it_is_back() {
    let (dir, said, mut runs, live) = begun(SITE);
    let at = |name: &str| Changes::At(BTreeSet::from([dir.path().join(name)]));
    let (content, away) = (dir.path().join("content"), dir.path().join("away"));
    std::fs::rename(&content, &away).expect("the folder can be moved");
    runs.attempt(&live, &at("content/cases/two.md"));
    put(&away, "cases/two.md", &page("Two", "Changed while nobody could look."));
    std::fs::rename(&away, &content).expect("the folder can be moved back");
    runs.attempt(&live, &at("content/cases/one.md"));
    let found = live.get("cases/two.html");
    assert!(matches!(&found, Found::Page(html, _) if html.contains("Changed while nobody could look.")));
    assert_eq!(said.lock().expect("the lock is not poisoned").len(), 1, "{said:?}");
}

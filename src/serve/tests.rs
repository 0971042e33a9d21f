use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::mpsc::{self, Receiver};
use std::time::Instant;

use super::pages::Found;
use super::*;
use crate::media::{self, Edits};
use crate::output::{Content, Output};

mod fixes;
mod panics;

/// Upper bound on every wait in these tests.
const PATIENCE: Duration = Duration::from_secs(60);

/// A connection with time limits for reading and writing.
fn connect(port: u16) -> TcpStream {
    let stream = TcpStream::connect(("127.0.0.1", port)).expect("the server accepts connections");
    stream.set_read_timeout(Some(PATIENCE)).expect("the time limit can be set");
    stream.set_write_timeout(Some(PATIENCE)).expect("the time limit can be set");
    stream
}

/// Sends a raw request and returns the head of the response, in lower case, and its body.
fn ask(port: u16, request: &str) -> (String, Vec<u8>) {
    let mut stream = connect(port);
    stream.write_all(request.as_bytes()).expect("the server reads the request");
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).expect("the server answers");
    let end = answer.windows(4).position(|four| four == b"\r\n\r\n").expect("the response has a head") + 4;
    (String::from_utf8_lossy(&answer[..end]).to_lowercase(), answer[end..].to_vec())
}

/// A server in a thread of its own, stopped when dropped.
struct Running {
    port: u16,
    stop: Option<tokio::sync::oneshot::Sender<()>>,
    ended: Receiver<Result<()>>,
}

impl Running {
    fn new(files: &[(&str, Content)]) -> Self {
        let mut output = Output::default();
        output.extend(files.iter().map(|(path, content)| ((*path).to_owned(), content.clone())));
        let server = Server::bind("127.0.0.1", Some(0)).expect("there is a free port");
        let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
        let port = server.port();
        let (end, ended) = mpsc::channel();
        std::thread::spawn(move || {
            let (_follows, unwatched) = tokio::sync::oneshot::channel();
            end.send(server.run(Arc::new(output), unwatched, async { drop(stopped.await) })).ok();
        });
        Self { port, stop: Some(stop), ended }
    }

    fn ask(&self, request: &str) -> (String, Vec<u8>) {
        ask(self.port, request)
    }

    fn get(&self, path: &str, headers: &str) -> (String, Vec<u8>) {
        self.send("GET", path, &format!("Host: localhost:{}\r\n{headers}", self.port))
    }

    fn send(&self, method: &str, path: &str, headers: &str) -> (String, Vec<u8>) {
        self.ask(&format!("{method} {path} HTTP/1.1\r\n{headers}Connection: close\r\n\r\n"))
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        drop(self.stop.take());
        let ended = self.ended.recv_timeout(PATIENCE).expect("the server ends without a panic");
        ended.expect("the server ends without an error");
    }
}

fn text(text: &str) -> Content {
    Content::Bytes(text.as_bytes().to_vec())
}

fn site() -> Running {
    Running::new(&[
        ("index.html", text("home")),
        ("404.html", text("not here")),
        ("cases/index.html", text("cases")),
        ("cases/the seam é.html", text("seam")),
        ("assets/a.css", text("css")),
        ("tour.mp4", text("0123456789")),
    ])
}

#[test]
fn pages_have_the_right_media_type() {
    let site = site();
    for (path, body, kind) in [
        ("/", "home", "text/html; charset=utf-8"),
        ("/index.html?x=1", "home", "text/html; charset=utf-8"),
        ("/cases/", "cases", "text/html; charset=utf-8"),
        ("/cases/the%20seam%20%C3%A9.html", "seam", "text/html; charset=utf-8"),
        ("/assets/a.css", "css", "text/css; charset=utf-8"),
    ] {
        let (head, got) = site.get(path, "");
        assert!(head.starts_with("http/1.1 200"), "{path}: {head}");
        assert!(head.contains(&format!("content-type: {kind}\r\n")), "{path}: {head}");
        assert!(head.contains("cache-control: no-cache\r\n"), "{path}: {head}");
        assert!(head.contains("x-frame-options: sameorigin\r\n"), "{path}: {head}");
        assert_eq!(got, body.as_bytes(), "{path}");
    }
}

#[test]
fn unknown_paths_and_paths_outside_the_site_are_not_found() {
    let site = site();
    for path in [
        "/nothing.html",
        "/../Cargo.toml",
        "/..%2f..%2f..%2fetc/passwd",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/cases/../index.html",
        "/etc/passwd",
        "/cases/..%5c..%5cx",
        "/%",
        "/%f",
        "/%zz",
        "/%ff",
        "/%é",
        "/index%+2e.html",
    ] {
        let (head, body) = site.get(path, "");
        assert!(head.starts_with("http/1.1 404"), "{path}: {head}");
        assert_eq!(body, b"not here", "{path}");
    }
}

#[test]
fn a_folder_without_a_trailing_slash_is_redirected() {
    let (head, _) = site().get("/cases", "");
    assert!(head.starts_with("http/1.1 301") && head.contains("location: ./cases/\r\n"), "{head}");
}

#[test]
fn only_host_names_of_this_computer_are_accepted() {
    let site = site();
    for host in ["localhost", "LOCALHOST:4000", "127.0.0.1:4000", "[::1]:4000", "192.168.1.7:4000", "docs.localhost"] {
        let (head, _) = site.send("GET", "/", &format!("Host: {host}\r\n"));
        assert!(head.starts_with("http/1.1 200"), "{host}: {head}");
    }
    for host in ["evil.example", "localhost.evil.example", "127.0.0.1.evil.example:4000", "notlocalhost", ""] {
        let (head, body) = site.send("GET", "/", &format!("Host: {host}\r\n"));
        assert!(head.starts_with("http/1.1 403"), "{host}: {head}");
        assert!(!body.starts_with(b"home"));
    }
    assert!(site.ask("GET / HTTP/1.0\r\n\r\n").0.contains(" 403"));
}

#[test]
fn head_has_no_body_and_other_methods_are_rejected() {
    let site = site();
    let host = "Host: localhost\r\n";
    let (head, body) = site.send("HEAD", "/tour.mp4", host);
    assert!(head.starts_with("http/1.1 200") && head.contains("content-length: 10\r\n"), "{head}");
    assert!(body.is_empty());
    let (head, _) = site.send("POST", "/", host);
    assert!(head.starts_with("http/1.1 405") && head.contains("allow: get, head\r\n"), "{head}");
}

#[test]
fn an_unchanged_file_gets_304() {
    let site = site();
    let (head, _) = site.get("/", "");
    let tag = head.split("etag: ").nth(1).and_then(|rest| rest.split("\r\n").next()).expect("the response has an ETag");
    let (head, body) = site.get("/", &format!("If-None-Match: \"other\", W/{tag}\r\n"));
    assert!(head.starts_with("http/1.1 304"), "{head}");
    assert!(body.is_empty());
}

#[test]
fn range_requests_are_answered() {
    let site = site();
    for (range, part) in [("bytes=2-4", "234"), ("bytes=7-", "789"), ("bytes=-2", "89"), ("bytes=8-99", "89")] {
        let (head, body) = site.get("/tour.mp4", &format!("Range: {range}\r\n"));
        assert!(head.starts_with("http/1.1 206") && head.contains("/10\r\n"), "{range}: {head}");
        assert_eq!(body, part.as_bytes(), "{range}");
    }
    for range in ["bytes=9-2", "bytes=99-", "bytes=0-1,4-5", "lines=1-2", "bytes=0-18446744073709551615"] {
        let (head, body) = site.get("/tour.mp4", &format!("Range: {range}\r\n"));
        assert!(head.starts_with("http/1.1 200") && body == b"0123456789", "{range}: {head}");
    }
}

#[test]
fn copied_files_are_read_from_their_source() {
    let folder = tempfile::TempDir::new().expect("a temporary folder can be created");
    let from = folder.path().join("film.mp4");
    let bytes: Vec<u8> = (0..300_000u32).flat_map(u32::to_le_bytes).collect();
    std::fs::write(&from, &bytes).expect("the film can be written");
    let film = Content::Copy { from: from.clone(), edits: Edits::default(), len: bytes.len() as u64, sha256: [7; 32] };
    let site = Running::new(&[("film.mp4", film)]);
    let (head, body) = site.get("/film.mp4", "");
    assert!(head.contains("content-type: video/mp4\r\n") && head.contains("content-length: 1200000\r\n"), "{head}");
    assert!(body == bytes);
    assert!(site.get("/film.mp4", "Range: bytes=400000-400003\r\n").1 == 100_000u32.to_le_bytes());
    std::fs::remove_file(from).expect("the film can be removed");
    assert!(site.get("/film.mp4", "").0.starts_with("http/1.1 500"));
}

#[test]
fn a_picture_is_sent_without_its_metadata_whole_or_in_ranges() {
    let from = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/media/pictures/phone.jpg");
    let open = || std::fs::File::open(&from).expect("the picture can be opened");
    let edits = media::inspect(&mut open(), "phone.jpg").expect("the picture can be read").edits;
    let mut whole = Vec::new();
    edits.apply(open()).and_then(|mut edited| edited.read_to_end(&mut whole)).expect("the picture can be read");
    let photo = Content::Copy { from: from.clone(), edits, len: whole.len() as u64, sha256: [7; 32] };
    let site = Running::new(&[("phone.jpg", photo)]);
    let (head, body) = site.get("/phone.jpg", "");
    assert!(head.contains(&format!("content-length: {}\r\n", whole.len())), "{head}");
    assert!(body == whole);
    for start in (0..whole.len()).step_by(97) {
        let end = whole.len().min(start + 200);
        let (head, body) = site.get("/phone.jpg", &format!("Range: bytes={start}-{}\r\n", end - 1));
        assert!(head.contains(&format!("content-range: bytes {start}-{}/{}\r\n", end - 1, whole.len())), "{head}");
        assert!(body == whole[start..end], "{start}");
    }
}

#[test]
fn binding_a_taken_port_fails_and_a_free_port_is_found() {
    let first = Server::bind("127.0.0.1", Some(0)).expect("there is a free port");
    assert!(Server::bind("127.0.0.1", Some(first.port())).is_err());
    let (one, other) = (Server::bind("127.0.0.1", None), Server::bind("127.0.0.1", None));
    let (one, other) = (one.expect("there is a free port"), other.expect("there is another free port"));
    assert_ne!(one.port(), other.port());
    assert_eq!(one.address(), format!("http://127.0.0.1:{}/", one.port()));
}

#[test]
fn an_incomplete_request_does_not_block_others() {
    let site = site();
    let mut idle = connect(site.port);
    idle.write_all(b"GET / HT").expect("the server reads the request");
    assert_eq!(site.get("/", "").1, b"home");
}

//! Request → response. Apart from fixes (see `fixes`), only reads. Never builds a path on disk from a request:
//! addresses are looked up among the site's files, and all others are not found.

use std::fs::File;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{Seek, SeekFrom};
use std::net::IpAddr;
use std::ops::Range;
use std::sync::Arc;

use hyper::header::{self, HeaderMap, HeaderName, HeaderValue};
use hyper::{Method, Request, Response, StatusCode};

use super::body::Answer;
use super::events::{EVENTS, Hub, Listening};
use super::fixes::Answered;
use super::guard::guarded;
use super::pages::{Found, Pages};
use crate::layout;
use crate::media;
use crate::model::address;
use crate::output::Content;
use crate::text::{percent_decode, percent_encode};

/// The body of a 404 response if the site has no `404.html`.
const NOT_FOUND: &str = "<!doctype html><title>404</title><p>There is no such page.</p>";

/// Response header with a page's mark, which its script compares: see `live`.
const MARK: HeaderName = HeaderName::from_static("casebook-page");

/// The files to serve, and the host name to serve them under.
pub(super) struct Site {
    pages: Arc<dyn Pages>,
    host: String,
}

impl Site {
    /// `host` is the name or address that the server listens on.
    pub fn new(pages: Arc<dyn Pages>, host: &str) -> Self {
        Self { pages, host: host.to_ascii_lowercase() }
    }

    pub fn answer<B>(&self, request: &Request<B>) -> Response<Answer> {
        let head = request.method() == Method::HEAD;
        if !self.is_known(request) {
            return plain(StatusCode::FORBIDDEN, "This server does not answer for that host.");
        }
        if let Some(fix) = self.pages.fixes().and_then(|fixes| fixes.answer(request)) {
            return answered(&fix);
        }
        if !head && request.method() != Method::GET {
            let mut response = plain(StatusCode::METHOD_NOT_ALLOWED, "This server only shows pages.");
            response.headers_mut().insert(header::ALLOW, HeaderValue::from_static("GET, HEAD"));
            return response;
        }
        let path = request.uri().path();
        let mut response = guarded(|| self.find(path, request.headers())).unwrap_or_else(|panicked| {
            let file = percent_decode(path.trim_start_matches('/'));
            self.broken(&file, &self.pages.panicked(&file, &panicked))
        });
        // A foreign page could show this one in a frame and have its buttons clicked unknowingly.
        response.headers_mut().insert(header::X_FRAME_OPTIONS, HeaderValue::from_static("SAMEORIGIN"));
        if head { without_body(response) } else { response }
    }

    /// True if the request is addressed to this server. A foreign page could point its own host name at this computer
    /// (DNS rebinding) and then read the responses; it cannot do so with an IP address.
    fn is_known<B>(&self, request: &Request<B>) -> bool {
        let Some(host) = request.headers().get(header::HOST).and_then(|host| host.to_str().ok()) else { return false };
        let host = without_port(host).to_ascii_lowercase();
        host == self.host || host == "localhost" || host.ends_with(".localhost") || host.parse::<IpAddr>().is_ok()
    }

    fn find(&self, path: &str, headers: &HeaderMap) -> Response<Answer> {
        let path = percent_decode(path.trim_start_matches('/'));
        if let Some(hub) = (path == EVENTS).then(|| self.pages.events()).flatten() {
            return listening(hub);
        }
        let file = if path.is_empty() || path.ends_with('/') { path + address::INDEX } else { path };
        let there = self.there(&file, headers).or_else(|| self.below_base(&file, headers));
        there.unwrap_or_else(|| self.missing())
    }

    /// Answers an address that begins with the path of `base-url`, as on the published site. Pages link to each other
    /// with relative addresses, except the 404 page, which is served at any depth.
    fn below_base(&self, file: &str, headers: &HeaderMap) -> Option<Response<Answer>> {
        let base = percent_decode(self.pages.base()?.trim_start_matches('/'));
        let inside = file.strip_prefix(base.strip_suffix('/')?)?;
        if inside.is_empty() { Some(moved(file)) } else { self.there(inside.strip_prefix('/')?, headers) }
    }

    /// Responds with `file`, or redirects to the folder of that name.
    fn there(&self, file: &str, headers: &HeaderMap) -> Option<Response<Answer>> {
        match self.pages.get(file) {
            Found::Nothing => {
                let is_folder = !matches!(self.pages.get(&format!("{file}/{}", address::INDEX)), Found::Nothing);
                is_folder.then(|| moved(file))
            }
            there => Some(self.shown(file, there, headers)),
        }
    }

    fn missing(&self) -> Response<Answer> {
        let nothing = || Found::Content(Content::Bytes(NOT_FOUND.into()));
        let page = Some(self.pages.get(address::NOT_FOUND)).filter(|page| !matches!(page, Found::Nothing));
        // Range and conditional headers do not apply to an error page.
        let mut response = self.shown(address::NOT_FOUND, page.unwrap_or_else(nothing), &HeaderMap::new());
        if response.status() == StatusCode::OK {
            *response.status_mut() = StatusCode::NOT_FOUND;
        }
        response
    }

    /// The response for the result `there` of looking up `file`.
    fn shown(&self, file: &str, there: Found, headers: &HeaderMap) -> Response<Answer> {
        match there {
            Found::Nothing => plain(StatusCode::NOT_FOUND, "There is no such page."),
            Found::Content(content) => found(file, &content, headers),
            Found::Page(html, mark) => {
                let mut response = found(file, &Content::Bytes(html.into()), headers);
                if let Ok(mark) = HeaderValue::from_str(&mark) {
                    response.headers_mut().insert(MARK, mark);
                }
                response
            }
            Found::Broken(why) => self.broken(file, &why),
        }
    }

    /// The response for a `file` that cannot be rendered. It has no mark, so an open page keeps its content.
    fn broken(&self, file: &str, why: &str) -> Response<Answer> {
        let is_page = file.is_empty() || file.ends_with('/') || file.ends_with(".html");
        match self.pages.broken(why).filter(|_| is_page) {
            Some(html) => new(StatusCode::INTERNAL_SERVER_ERROR, kind(".html"), html.into_bytes()),
            None => plain(StatusCode::INTERNAL_SERVER_ERROR, &format!("This page cannot be made: {why}.")),
        }
    }
}

fn answered(Answered { status, text }: &Answered) -> Response<Answer> {
    let mut response = plain(*status, text);
    if *status == StatusCode::METHOD_NOT_ALLOWED {
        response.headers_mut().insert(header::ALLOW, HeaderValue::from_static("POST"));
    }
    response
}

fn listening(hub: Arc<Hub>) -> Response<Answer> {
    let mut response = Response::new(Answer::Events(Listening::to(hub)));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/event-stream"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

fn without_port(host: &str) -> &str {
    match host.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or_default(),
        None => host.split(':').next().unwrap_or_default(),
    }
}

fn found(path: &str, content: &Content, asked: &HeaderMap) -> Response<Answer> {
    let mut hasher = DefaultHasher::new();
    match content {
        Content::Bytes(bytes) | Content::BuiltIn(bytes) => bytes.hash(&mut hasher),
        Content::Copy { sha256, .. } => sha256.hash(&mut hasher),
    }
    let tag = format!("\"{:016x}\"", hasher.finish());
    let known = asked.get(header::IF_NONE_MATCH).and_then(|tags| tags.to_str().ok());
    let mut response = if known.is_some_and(|known| known.split(',').any(|one| one.trim().ends_with(&tag))) {
        new(StatusCode::NOT_MODIFIED, kind(path), Vec::new())
    } else {
        whole_or_part(path, content, asked.get(header::RANGE))
    };
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    headers.insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        headers.insert(header::ETAG, tag);
    }
    response
}

/// Some browsers play video only from a server that supports range requests.
fn whole_or_part(path: &str, content: &Content, asked: Option<&HeaderValue>) -> Response<Answer> {
    let len = match content {
        Content::Bytes(bytes) | Content::BuiltIn(bytes) => bytes.len() as u64,
        Content::Copy { len, .. } => *len,
    };
    let part = asked.and_then(|asked| range(asked.to_str().ok()?, len));
    let Some(body) = piece(content, part.clone().unwrap_or(0..len)) else {
        return plain(StatusCode::INTERNAL_SERVER_ERROR, "This file cannot be read any more; build again.");
    };
    let mut response = Response::new(body);
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(kind(path)));
    if let Some(part) = part {
        *response.status_mut() = StatusCode::PARTIAL_CONTENT;
        let value = format!("bytes {}-{}/{len}", part.start, part.end - 1);
        if let Ok(value) = HeaderValue::from_str(&value) {
            response.headers_mut().insert(header::CONTENT_RANGE, value);
        }
    }
    response
}

fn piece(content: &Content, part: Range<u64>) -> Option<Answer> {
    match content {
        Content::Bytes(bytes) | Content::BuiltIn(bytes) => {
            let (start, end) = (usize::try_from(part.start).ok()?, usize::try_from(part.end).ok()?);
            Some(Answer::Bytes(bytes.get(start..end)?.to_vec().into()))
        }
        Content::Copy { from, edits, .. } => {
            let mut file = edits.apply(File::open(from).ok()?).ok()?;
            file.seek(SeekFrom::Start(part.start)).ok()?;
            Some(Answer::File { file, left: part.end - part.start })
        }
    }
}

/// The one byte range in `asked`. Several ranges, and ranges outside the file, return `None`: the whole file is sent.
fn range(asked: &str, len: u64) -> Option<Range<u64>> {
    let (start, end) = asked.strip_prefix("bytes=")?.split_once('-')?;
    let range = match (start, end) {
        ("", last) => len.saturating_sub(last.parse().ok()?)..len,
        (start, "") => start.parse().ok()?..len,
        (start, end) => start.parse().ok()?..len.min(end.parse::<u64>().ok()?.checked_add(1)?),
    };
    (range.start < range.end).then_some(range)
}

fn moved(file: &str) -> Response<Answer> {
    let mut response = plain(StatusCode::MOVED_PERMANENTLY, "This is a folder.");
    let name = layout::name(file);
    if let Ok(location) = HeaderValue::from_str(&format!("./{}/", percent_encode(name))) {
        response.headers_mut().insert(header::LOCATION, location);
    }
    response
}

fn without_body(response: Response<Answer>) -> Response<Answer> {
    let (mut head, body) = response.into_parts();
    let len = hyper::body::Body::size_hint(&body).exact().unwrap_or(0);
    head.headers.insert(header::CONTENT_LENGTH, HeaderValue::from(len));
    Response::from_parts(head, Answer::Bytes(hyper::body::Bytes::new()))
}

fn plain(status: StatusCode, text: &str) -> Response<Answer> {
    new(status, "text/plain; charset=utf-8", text.as_bytes().to_vec())
}

fn new(status: StatusCode, kind: &'static str, bytes: Vec<u8>) -> Response<Answer> {
    let mut response = Response::new(Answer::Bytes(bytes.into()));
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    response
}

/// The media type for a file name, by its extension.
fn kind(path: &str) -> &'static str {
    if let Some(known) = media::media_type(path) {
        return known;
    }
    let end = path.rsplit_once('.').map_or("", |(_, end)| end).to_ascii_lowercase();
    match end.as_str() {
        "html" | "htm" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "json" | "map" => "application/json",
        "webmanifest" => "application/manifest+json",
        "xml" => "application/xml; charset=utf-8",
        "txt" | "md" => "text/plain; charset=utf-8",
        "csv" => "text/csv; charset=utf-8",
        "vtt" => "text/vtt; charset=utf-8",
        "woff2" => "font/woff2",
        "woff" => "font/woff",
        "wasm" => "application/wasm",
        "pdf" => "application/pdf",
        "zip" => "application/zip",
        _ => "application/octet-stream",
    }
}

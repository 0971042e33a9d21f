//! The fixes that an open page may ask for: each is one certain fix of a finding that the page shows, named by an id. A
//! request cannot name a file or a text of its own.
//!
//! A request is answered only if a page of this server sent it: it carries the server's token, which is in the HTML of
//! every page, and browsers say that it comes from the same origin. A file is written only if its text is still the one
//! that the finding is about. `atomic` writes it, as for `casebook fix`.

use std::collections::BTreeMap;
use std::hash::{BuildHasher, RandomState};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock};

use hyper::header::{self, HeaderMap, HeaderName};
use hyper::{Method, Request, StatusCode};

use super::guard::guarded;
use super::lock;
use crate::atomic;
use crate::diagnostic::{Diagnostic, Replacement, certain_cures};
use crate::report;
use crate::source::{FileId, SourceFile, SourceMap};

/// The folder of the addresses to which fixes are posted; the last part is the id.
const FIX: &str = "/.casebook/fix/";
/// The request header with the token. A page of another origin cannot send it without asking first, and the server does
/// not answer such questions.
const TOKEN: HeaderName = HeaderName::from_static("casebook-token");

/// Tries a fix of the file at a path of the site without writing it. Returns the reason if it is not to be made.
pub type Trial = Box<dyn Fn(&str, &Replacement) -> anyhow::Result<Option<String>> + Send + Sync>;

/// The fixes that can be asked for, and the token that allows it.
pub(super) struct Fixes {
    dir: PathBuf,
    /// Set if pages may ask for fixes.
    token: OnceLock<String>,
    trial: OnceLock<Trial>,
    offered: Mutex<BTreeMap<String, Fix>>,
}

/// One fix, and the text that it is made for.
#[derive(Clone)]
pub(super) struct Fix {
    file: Arc<SourceFile>,
    replacement: Replacement,
}

/// The answer to a request for a fix.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Answered {
    pub status: StatusCode,
    pub text: String,
}

impl Answered {
    fn new(status: StatusCode, text: impl Into<String>) -> Self {
        Self { status, text: text.into() }
    }
}

impl Fixes {
    /// The fixes for the site in `dir`. Nobody may ask for one until [`Self::allow`] is called.
    pub fn new(dir: &Path) -> Self {
        Self { dir: dir.to_owned(), token: OnceLock::new(), trial: OnceLock::new(), offered: Mutex::default() }
    }

    /// Lets pages ask for fixes, with a new token.
    pub fn allow(&self) {
        self.token.get_or_init(token);
    }

    /// Tries each fix with `trial` before it is written.
    pub fn try_with(&self, trial: Trial) {
        self.trial.get_or_init(|| trial);
    }

    /// The token for the pages of this server; `None` if they may not ask for fixes.
    pub fn token(&self) -> Option<&str> {
        self.token.get().map(String::as_str)
    }

    /// Replaces the fixes that can be asked for by those of `diagnostics`, which have these ids.
    pub fn offer(&self, sources: &SourceMap, diagnostics: &[Diagnostic], ids: &[Option<String>]) {
        let cures = ids.iter().zip(diagnostics);
        let fixes = cures.filter_map(|(id, found)| Some((id.clone()?, found.certain_cure()?)));
        let fix =
            |cure: &Replacement| Fix { file: Arc::clone(sources.shared(cure.span.file)), replacement: cure.clone() };
        *lock(&self.offered) = fixes.map(|(id, cure)| (id, fix(cure))).collect();
    }

    /// Makes the fix that `request` asks for; `None` if it asks for something else. The host must have been checked.
    pub fn answer<B>(&self, request: &Request<B>) -> Option<Answered> {
        let id = request.uri().path().strip_prefix(FIX)?;
        Some(if request.method() != Method::POST {
            Answered::new(StatusCode::METHOD_NOT_ALLOWED, "A fix is asked for by POST.")
        } else if !self.is_allowed(request.headers()) {
            Answered::new(StatusCode::FORBIDDEN, "This request does not come from a page of this server.")
        } else {
            self.make(id)
        })
    }

    /// True if a page of this server sent the request. Browsers send `Origin` with every POST, and scripts cannot
    /// change it.
    fn is_allowed(&self, headers: &HeaderMap) -> bool {
        let get = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
        let host = get(header::HOST).unwrap_or_default();
        let same_origin =
            get(header::ORIGIN).is_some_and(|origin| origin.eq_ignore_ascii_case(&format!("http://{host}")));
        let site = headers.get("sec-fetch-site").is_none_or(|site| site.as_bytes() == b"same-origin");
        let token = self.token().zip(get(TOKEN)).is_some_and(|(own, given)| own == given);
        same_origin && site && token
    }

    fn make(&self, id: &str) -> Answered {
        let stale = || {
            let text = "The file has changed since this was found. Save it, and look at the newest message.";
            Answered::new(StatusCode::CONFLICT, text)
        };
        let fix = lock(&self.offered).get(id).cloned();
        let Some(Fix { file, replacement }) = fix else { return stale() };
        let Some(new) = replacement.applied_to(file.text()) else { return stale() };
        if let Some(why) = self.trial.get().and_then(|trial| refused(trial, file.path(), &replacement)) {
            return Answered::new(StatusCode::CONFLICT, format!("Not fixed: {why}."));
        }
        match atomic::exchange(&self.dir.join(file.path()), file.text(), &new) {
            Ok(true) => Answered::new(StatusCode::OK, format!("Fixed {}.", file.path())),
            Ok(false) => stale(),
            Err(error) if error.kind() == ErrorKind::NotFound => stale(),
            Err(error) => {
                let text = format!("{} cannot be written: {error}.", file.path());
                Answered::new(StatusCode::INTERNAL_SERVER_ERROR, text)
            }
        }
    }
}

/// The reason not to make a fix, as tried by `trial`. A fix that cannot be tried is not made.
fn refused(trial: &Trial, path: &str, cure: &Replacement) -> Option<String> {
    match guarded(|| trial(path, cure)) {
        Ok(Ok(why)) => why,
        Ok(Err(error)) => Some(format!("it cannot be tried: {}", report::failure(error.as_ref()))),
        Err(panicked) => Some(format!("it cannot be tried: {panicked}")),
    }
}

/// The id of the certain fix of each finding; `None` if it has none that can be made. An id is derived from the fix and
/// the text that it is made for, so it stays the same while both do.
pub(super) fn ids(sources: &SourceMap, diagnostics: &[Diagnostic]) -> Vec<Option<String>> {
    let hash = |text: &str| xxhash_rust::xxh3::xxh3_128(text.as_bytes());
    let mut texts: BTreeMap<FileId, u128> = BTreeMap::new();
    let mut id = |cure: &Replacement| {
        let file = sources.file(cure.span.file);
        let text = *texts.entry(cure.span.file).or_insert_with(|| hash(file.text()));
        let about = format!("{}\0{:?}\0{}\0{text:032x}", file.path(), cure.span.range(), cure.text);
        format!("{:032x}", hash(&about))
    };
    certain_cures(diagnostics).into_iter().map(|cure| cure.map(&mut id)).collect()
}

/// 128 bits that nobody can guess: the standard library seeds its hash maps from the operating system.
fn token() -> String {
    let half = || RandomState::new().hash_one("token");
    format!("{:016x}{:016x}", half(), half())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Code;
    use crate::source::Span;

    /// A folder with one file that has one certain fix, and its id.
    fn site(bytes: &str) -> (tempfile::TempDir, Fixes, String) {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join("a.md"), bytes).unwrap();
        let sources = SourceMap::new(vec![SourceFile::new("a.md", bytes.trim_start_matches('\u{feff}').to_owned())]);
        let span = Span::new(FileId(0), 0..5);
        let found = Diagnostic::new(Code::UnknownKey, span, "m").replace("write `title`", span, "title\n");
        let (fixes, found) = (Fixes::new(dir.path()), [found]);
        let ids = ids(&sources, &found);
        fixes.allow();
        fixes.offer(&sources, &found, &ids);
        (dir, fixes, ids[0].clone().unwrap())
    }

    fn there(dir: &tempfile::TempDir) -> String {
        std::fs::read_to_string(dir.path().join("a.md")).unwrap()
    }

    /// Posts a request with the headers of a browser, after `change`.
    fn ask(fixes: &Fixes, id: &str, change: impl FnOnce(&mut Request<()>)) -> StatusCode {
        let mut request = Request::post(format!("{FIX}{id}")).body(()).unwrap();
        let token = fixes.token().unwrap_or_default().to_owned();
        for (name, value) in [
            ("host", "localhost:4000"),
            ("origin", "http://localhost:4000"),
            ("sec-fetch-site", "same-origin"),
            ("casebook-token", &token),
        ] {
            request.headers_mut().insert(HeaderName::from_static(name), value.parse().unwrap());
        }
        change(&mut request);
        fixes.answer(&request).unwrap().status
    }

    #[test]
    fn one_fix_is_written_with_the_marks_and_line_endings_of_the_file() {
        let (dir, fixes, id) = site("\u{feff}titel: x\r\ny\r\n");
        assert_eq!(ask(&fixes, &id, |_| ()), StatusCode::OK);
        assert_eq!(there(&dir), "\u{feff}title\r\n: x\r\ny\r\n");
        // The text is another one now.
        assert_eq!(ask(&fixes, &id, |_| ()), StatusCode::CONFLICT);
    }

    #[test]
    fn only_pages_of_this_server_may_ask() {
        let (dir, fixes, id) = site("titel: x\n");
        let set = |name: &'static str, value: &'static str| {
            move |request: &mut Request<()>| drop(request.headers_mut().insert(name, value.parse().unwrap()))
        };
        let without = |name: &'static str| move |request: &mut Request<()>| drop(request.headers_mut().remove(name));
        let refused = StatusCode::FORBIDDEN;
        for origin in ["http://evil.example", "https://localhost:4000", "http://localhost:4001", "null", ""] {
            assert_eq!(ask(&fixes, &id, set("origin", origin)), refused, "{origin}");
        }
        for from in ["cross-site", "same-site", "none"] {
            assert_eq!(ask(&fixes, &id, set("sec-fetch-site", from)), refused, "{from}");
        }
        for token in ["", "0", "00000000000000000000000000000000"] {
            assert_eq!(ask(&fixes, &id, set("casebook-token", token)), refused, "{token}");
        }
        for name in ["origin", "casebook-token"] {
            assert_eq!(ask(&fixes, &id, without(name)), refused, "{name}");
        }
        for method in [Method::GET, Method::HEAD, Method::PUT, Method::OPTIONS] {
            assert_eq!(ask(&fixes, &id, |request| *request.method_mut() = method), StatusCode::METHOD_NOT_ALLOWED);
        }
        assert_eq!(there(&dir), "titel: x\n");
        // Old browsers do not send this header.
        assert_eq!(ask(&fixes, &id, without("sec-fetch-site")), StatusCode::OK);
    }

    #[test]
    fn nobody_may_ask_before_it_is_allowed() {
        let (dir, fixes, id) = site("titel: x\n");
        let fixes = Fixes { token: OnceLock::new(), ..fixes };
        assert_eq!(ask(&fixes, &id, |_| ()), StatusCode::FORBIDDEN);
        assert_eq!(there(&dir), "titel: x\n");
    }

    #[test]
    fn a_changed_file_a_missing_file_and_other_ids_are_left_alone() {
        let (dir, fixes, id) = site("titel: x\n");
        for other in ["", "1", "../a.md", "..%2fa.md", "a.md", &id.to_uppercase(), "0123456789abcdef0123456789abcdef"] {
            assert_eq!(ask(&fixes, other, |_| ()), StatusCode::CONFLICT, "{other}");
        }
        std::fs::write(dir.path().join("a.md"), "titel: y\n").unwrap();
        assert_eq!(ask(&fixes, &id, |_| ()), StatusCode::CONFLICT);
        assert_eq!(there(&dir), "titel: y\n");
        std::fs::remove_file(dir.path().join("a.md")).unwrap();
        assert_eq!(ask(&fixes, &id, |_| ()), StatusCode::CONFLICT);
        assert!(!dir.path().join("a.md").exists());
    }

    #[test]
    fn a_fix_that_the_trial_refuses_is_not_written() {
        for refuses in [|| Ok(Some("it is harmful".to_owned())), || anyhow::bail!("no disk"), || panic!("a bug")] {
            let (dir, fixes, id) = site("titel: x\n");
            let refuses: fn() -> anyhow::Result<Option<String>> = refuses;
            fixes.try_with(Box::new(move |path, _| {
                assert_eq!(path, "a.md");
                refuses()
            }));
            assert_eq!(ask(&fixes, &id, |_| ()), StatusCode::CONFLICT);
            assert_eq!(there(&dir), "titel: x\n");
        }
        let (dir, fixes, id) = site("titel: x\n");
        fixes.try_with(Box::new(|_, _| Ok(None)));
        assert_eq!(ask(&fixes, &id, |_| ()), StatusCode::OK);
        assert_eq!(there(&dir), "title\n: x\n");
    }

    #[test]
    fn files_that_are_not_utf_8_have_no_fixes() {
        let sources = SourceMap::new(vec![SourceFile::new("a.md", "titel: x\n".to_owned())]);
        let span = Span::new(FileId(0), 0..5);
        let fixable = Diagnostic::new(Code::UnknownKey, span, "m").replace("write `title`", span, "title");
        let unread = Diagnostic::new(Code::NotUtf8, span, "m");
        assert!(ids(&sources, std::slice::from_ref(&fixable))[0].is_some());
        assert_eq!(ids(&sources, &[fixable, unread]), [None, None]);
    }

    #[test]
    fn each_run_of_the_server_has_a_token_of_its_own() {
        assert_ne!(token(), token());
        assert_eq!(token().len(), 32);
    }
}

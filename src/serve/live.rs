//! The live state of a site: the last good state, the findings of the newest, and the thread that makes a new state
//! after each change.
//!
//! Pages are rendered on request, so the cost of an edit depends on the edit and not on the size of the site. The
//! search index is rebuilt shortly afterwards; until then the previous index is served.
//!
//! A panic in any of this is a bug in Casebook. It is reported like a disk error, the last good state stays in place,
//! and the next change starts from scratch.

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, PoisonError, RwLock};
use std::time::{Duration, Instant};

use tokio::sync::oneshot;

use super::events::Hub;
use super::fixes::{self, Fixes, Trial};
use super::guard::{self, Panicked, guarded};
use super::lock;
use super::news::{News, Part, State};
use super::pages::{Found, Pages};
use super::watch::{Ending, Watch};
use crate::diagnostic::{Code, Diagnostic};
use crate::layout;
use crate::output::{Content, Discard};
use crate::pipeline::{Checked, Loaded};
use crate::read::{Changes, Folder};
use crate::render::{Failure, Renderer};
use crate::source::SourceMap;
use crate::{Options, report, search};

/// The server's own files are below this folder, which no content can have.
const OWN: &str = ".casebook/";
const SCRIPT: &str = include_str!("live/live.js");
const STYLE: &str = include_str!("live/live.css");

/// The page for every address until there is a good state.
const WAITING: &str = include_str!("live/waiting.html");
/// The page for an address that cannot be rendered; `{why}` is a placeholder for the reason.
const BROKEN: &str = include_str!("live/broken.html");
/// Debounce of the search index: it is rebuilt when no new state has come for this long, because pages come first.
const BEFORE_INDEX: Duration = Duration::from_millis(120);

/// Upper bound on that debounce, for continuous typing.
const LONGEST_BEFORE_INDEX: Duration = Duration::from_millis(400);

type Files = BTreeMap<String, Content>;

/// The state that a run has made and published.
struct Next {
    checked: Arc<Checked>,
    took: Duration,
}

impl Next {
    /// The state, if its site has no errors; only such a state gets a search index.
    fn good(&self) -> Option<Arc<Checked>> {
        (!self.checked.has_errors()).then(|| Arc::clone(&self.checked))
    }
}

/// The result of a run, as reported to [`Tell`].
#[derive(Debug)]
pub struct Update<'a> {
    /// The texts to which the findings' spans refer.
    pub sources: &'a SourceMap,
    /// The findings.
    pub diagnostics: &'a [Diagnostic],
    /// Number of pages in the site.
    pub pages: usize,
    /// Time from the notification of the change to the new state.
    pub took: Duration,
    /// A failure of the machine or of Casebook itself; the site stays as it was.
    pub failure: Option<String>,
}

/// Receives each update. Called from several threads, one at a time.
pub type Tell = Box<dyn FnMut(&Update<'_>) + Send>;

/// A site that is served while it changes.
pub struct Live {
    shown: RwLock<Shown>,
    news: News,
    fixes: Fixes,
    tell: Mutex<Tell>,
    index: Index,
}

impl fmt::Debug for Live {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Live").finish_non_exhaustive()
    }
}

/// The state that requests are answered from.
#[derive(Clone, Default)]
struct Shown {
    /// Number of the newest state.
    number: u64,
    /// The renderer of the last state without errors.
    good: Option<Arc<Renderer>>,
    /// The newest finished search index.
    search: Option<Arc<Search>>,
}

/// The search index of one state. Files that hold texts are made on request.
struct Search {
    of: Arc<Checked>,
    files: Files,
    index: search::Index,
}

impl Search {
    fn get(&self, path: &str) -> Option<Content> {
        let made = || self.index.file(self.of.site(), self.of.sources(), path);
        self.files.get(path).cloned().or_else(made)
    }
}

/// The mailbox of the index thread.
#[derive(Default)]
struct Index {
    task: Mutex<Task>,
    memory: Mutex<search::IndexCache>,
    bell: Condvar,
}

#[derive(Default)]
struct Task {
    next: Option<Arc<Checked>>,
    ended: bool,
}

/// Runs the pipeline after each change and produces the next state of the site, reusing results of the previous run.
pub struct Runs {
    dir: PathBuf,
    options: Options,
    /// The folder as last read; `None` after a failure, which may have left changes unread, so that the next run reads
    /// everything.
    folder: Option<Folder>,
    /// The previous run; `None` after a panic, which may come from reusing its results.
    before: Option<Arc<Checked>>,
}

impl fmt::Debug for Runs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Runs").field("dir", &self.dir).field("options", &self.options).finish_non_exhaustive()
    }
}

impl Runs {
    /// Reads the site in `dir` and makes its first state. `tell` receives each state and each failure.
    ///
    /// # Errors
    /// Fails if `dir` contains no site or cannot be read.
    pub fn begin(dir: &Path, options: &Options, tell: Tell) -> anyhow::Result<(Self, Arc<Live>)> {
        guard::prepare();
        let mut runs = Self { dir: dir.to_owned(), options: options.clone(), folder: None, before: None };
        let live = Live {
            shown: RwLock::default(),
            news: News::default(),
            fixes: Fixes::new(dir),
            tell: Mutex::new(tell),
            index: Index::default(),
        };
        match guarded(|| runs.update(&live, &Changes::Anywhere)) {
            Ok(Err(error)) => return Err(error),
            Ok(Ok(Some(next))) => {
                live.announce(&next);
                next.good().iter().for_each(|checked| live.make_index(checked));
            }
            Ok(Ok(None)) => {}
            Err(panicked) => runs.panicked(&live, &panicked),
        }
        Ok((runs, Arc::new(live)))
    }

    /// Makes a new state after each change, until the watch ends.
    fn follow(&mut self, live: &Live, watch: &mut Watch) {
        while let Some(changes) = watch.next() {
            crate::fault::strike("watch", &format!("{changes:?}"));
            if let Some(why) = watch.trouble() {
                live.say(why);
            }
            self.attempt(live, &changes);
        }
    }

    /// Makes the next state if anything has changed. After a failure the last good state stays in place.
    pub(super) fn attempt(&mut self, live: &Live, changes: &Changes) {
        match guarded(|| self.update(live, changes)) {
            Ok(Ok(Some(next))) => {
                live.announce(&next);
                next.good().into_iter().for_each(|checked| live.index.ask(checked));
            }
            Ok(Ok(None)) => {}
            Ok(Err(error)) => {
                self.folder = None;
                live.failed(Part::Run, report::failure(error.as_ref()));
            }
            Err(panicked) => self.panicked(live, &panicked),
        }
    }

    /// Reports a panic of a run, and discards everything that the run has touched.
    fn panicked(&mut self, live: &Live, panicked: &Panicked) {
        (self.folder, self.before) = (None, None);
        let has_pages = live.shown().good.is_some();
        let shown = if has_pages { "Pages stay as they were" } else { "There is no page to show yet" };
        live.failed(Part::Run, bug("while it updated the site", panicked, shown));
    }

    /// The folder of the site.
    pub(super) fn dir(&self) -> &Path {
        &self.dir
    }

    /// Reads the changed files and publishes a new state; `None` if nothing has changed.
    ///
    /// # Errors
    /// Fails if a file cannot be read.
    fn update(&mut self, live: &Live, changes: &Changes) -> anyhow::Result<Option<Next>> {
        let began = Instant::now();
        let folder = match self.folder.take() {
            None => Folder::open(&self.dir)?,
            Some(mut folder) => {
                if !folder.refresh(changes)? {
                    self.folder = Some(folder);
                    return Ok(None);
                }
                folder
            }
        };
        let folder = self.folder.insert(folder);
        let (inputs, found) = folder.inputs();
        let loaded = Loaded::of(inputs, found, &self.options)?;
        let mut checked = loaded.check_after(self.before.as_deref());
        let renderer = if checked.has_errors() { None } else { self.renderer(&mut checked) };
        let checked = Arc::new(checked);
        live.publish(renderer.map(Arc::new), &checked);
        self.before = Some(Arc::clone(&checked));
        Ok(Some(Next { checked, took: began.elapsed() }))
    }

    /// A renderer; `None` if the theme has errors. Changed templates are all rendered once before any page is served
    /// from them.
    fn renderer(&self, checked: &mut Checked) -> Option<Renderer> {
        let renderer = match checked.renderer() {
            Ok(renderer) => renderer,
            Err(found) => {
                checked.add(vec![*found]);
                return None;
            }
        };
        let tried = self.before.as_deref().is_some_and(|before| before.has_theme_of(checked) && !before.has_errors());
        if checked.has_own_theme()
            && !tried
            && let Err(Failure::Theme(found)) = renderer.write_all(&mut Discard, &())
        {
            checked.add(found);
            return None;
        }
        Some(renderer)
    }
}

impl Live {
    /// Replaces the published state and notifies open pages.
    fn publish(&self, good: Option<Arc<Renderer>>, checked: &Checked) {
        let (sources, diagnostics) = (checked.sources(), checked.diagnostics());
        let ids = fixes::ids(sources, diagnostics);
        self.fixes.offer(sources, diagnostics, &ids);
        self.news.state(State::of(sources, diagnostics, &ids), |number| {
            let mut shown = self.shown.write().unwrap_or_else(PoisonError::into_inner);
            shown.number = number;
            if good.is_some() {
                shown.good = good;
            }
        });
    }

    /// Tries each fix that a page asks for with `trial` before it is written.
    pub fn try_fixes(&self, trial: Trial) {
        self.fixes.try_with(trial);
    }

    /// Lets open pages ask for fixes.
    pub(super) fn allow_fixes(&self) {
        self.fixes.allow();
    }

    fn shown(&self) -> Shown {
        self.shown.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn tell(&self, update: &Update<'_>) {
        (lock(&self.tell))(update);
    }

    /// Reports a problem that belongs to no state of the site.
    fn say(&self, why: String) {
        let sources = SourceMap::default();
        let failure = Some(why);
        self.tell(&Update { sources: &sources, diagnostics: &[], pages: 0, took: Duration::ZERO, failure });
    }

    /// Reports a failure to open pages and to `tell`, once.
    fn failed(&self, part: Part, why: String) {
        if self.news.failed(part, why.clone()) {
            // If `tell` panics, open pages still show the failure.
            guarded(|| self.say(why)).ok();
        }
    }

    /// Reports a published state to `tell`.
    fn announce(&self, Next { checked, took }: &Next) {
        let pages = checked.site().pages.len();
        let (sources, diagnostics) = (checked.sources(), checked.diagnostics());
        let update = Update { sources, diagnostics, pages, took: *took, failure: None };
        if let Err(panicked) = guarded(|| self.tell(&update)) {
            self.failed(Part::Run, bug("while it reported the findings", &panicked, "Pages are up to date"));
        }
    }

    /// Builds the index of a state and publishes it; if that fails, the previous index stays.
    fn make_index(&self, checked: &Arc<Checked>) {
        match guarded(|| self.put_index(checked)) {
            Ok(()) => self.news.works(&Part::Index),
            Err(panicked) => {
                // The cache may hold half of the entries' counts.
                *lock(&self.index.memory) = search::IndexCache::default();
                let shown = "Pages are up to date; the search still shows the previous state of the site";
                let why = bug("while it made the search index", &panicked, shown);
                self.failed(Part::Index, why);
            }
        }
    }

    fn put_index(&self, checked: &Arc<Checked>) {
        let files = Mutex::new(Files::new());
        let (site, sources) = (checked.site(), checked.sources());
        let mut memory = lock(&self.index.memory);
        let index = search::words(site, sources, Some(&mut memory), &|made| lock(&files).extend(made));
        let files = files.into_inner().unwrap_or_else(PoisonError::into_inner);
        let search = Search { of: Arc::clone(checked), files, index };
        self.shown.write().unwrap_or_else(PoisonError::into_inner).search = Some(Arc::new(search));
    }

    /// Rebuilds the index whenever the site has changed, until [`Self::end`]. Uses a thread pool of its own, so that
    /// pages are not delayed; if the system grants no threads, the global one.
    fn keep_index(&self) {
        let pool = guard::pool();
        while let Some(checked) = self.index.next() {
            match &pool {
                Some(pool) => pool.install(|| self.make_index(&checked)),
                None => self.make_index(&checked),
            }
        }
    }

    /// Ends [`Self::keep_index`].
    fn end(&self) {
        lock(&self.index.task).ended = true;
        self.index.bell.notify_all();
    }

    /// Looks up `file` in the published state.
    fn find(&self, file: &str) -> Found {
        if let Some(own) = file.strip_prefix(OWN) {
            return match own {
                "live.js" => Found::Content(Content::Bytes(SCRIPT.into())),
                "live.css" => Found::Content(Content::Bytes(STYLE.into())),
                _ => explanation(own).map_or(Found::Nothing, Found::Content),
            };
        }
        let shown = self.shown();
        let Some(good) = &shown.good else {
            return if layout::html_stem(file).is_some() { self.page(WAITING, shown.number) } else { Found::Nothing };
        };
        if let Some(content) = shown.search.as_ref().and_then(|search| search.get(file)) {
            return Found::Content(content);
        }
        match good.file(file) {
            Ok(None) => Found::Nothing,
            Ok(Some(Content::Bytes(bytes))) if layout::html_stem(file).is_some() => {
                self.page(&String::from_utf8_lossy(&bytes), shown.number)
            }
            Ok(Some(content)) => Found::Content(content),
            Err(found) => Found::Broken(found.message.clone()),
        }
    }
}

impl Live {
    /// A page with the script that reloads it. Its mark has two hashes: one of the whole page, one without its
    /// stylesheet links. If only the first has changed, the script replaces the stylesheets and does not reload.
    fn page(&self, html: &str, number: u64) -> Found {
        let hash = |text: &str| xxhash_rust::xxh3::xxh3_64(text.as_bytes());
        let lines = html.lines().filter(|line| !line.contains("rel=\"stylesheet\""));
        let mark = format!("{:016x}-{:016x}", hash(html), hash(&lines.collect::<Vec<_>>().join("\n")));
        Found::Page(self.with_script(html, &format!("{number}-{mark}")), mark)
    }

    /// A page with the server's script. The token is in the HTML, which pages of other origins cannot read, unlike a
    /// script.
    fn with_script(&self, html: &str, query: &str) -> String {
        let token = self.fixes.token().map(|token| format!(" data-token=\"{token}\"")).unwrap_or_default();
        let script = format!("<script src=\"/{OWN}live.js?{query}\"{token} defer></script>\n");
        let (head, rest) = html.split_at(html.find("</head>").unwrap_or(html.len()));
        format!("{head}{script}{rest}")
    }
}

impl Pages for Live {
    fn get(&self, file: &str) -> Found {
        self.find(file)
    }

    fn events(&self) -> Option<Arc<Hub>> {
        Some(Arc::clone(&self.news.hub))
    }

    fn fixes(&self) -> Option<&Fixes> {
        Some(&self.fixes)
    }

    fn base(&self) -> Option<String> {
        self.shown().good.as_ref()?.absolute_root()
    }

    fn panicked(&self, file: &str, panicked: &Panicked) -> String {
        let what = format!("while it made `{file}`");
        let why = bug(&what, panicked, "All other pages are up to date");
        self.failed(Part::Page(file.to_owned()), why.clone());
        why
    }

    fn broken(&self, why: &str) -> Option<String> {
        let why = why.replace('&', "&amp;").replace('<', "&lt;");
        Some(self.with_script(&BROKEN.replace("{why}", &why), &self.shown().number.to_string()))
    }
}

/// The report of a panic: what failed, what is shown now, and what to do next.
fn bug(what: &str, panicked: &Panicked, shown: &str) -> String {
    format!(
        "Casebook failed {what}: {panicked}\nThis is a bug in Casebook, not a mistake in your files. {shown}. Save a \
         file to try again; the README says where to report bugs."
    )
}

impl Index {
    fn ask(&self, checked: Arc<Checked>) {
        lock(&self.task).next = Some(checked);
        self.bell.notify_all();
    }

    /// The newest state to index, once the debounce is over; `None` at the end.
    fn next(&self) -> Option<Arc<Checked>> {
        let mut task = lock(&self.task);
        let (mut newest, mut since) = (None, Instant::now());
        loop {
            if task.ended {
                return None;
            }
            match (task.next.take(), &newest) {
                (Some(next), None) => (newest, since) = (Some(next), Instant::now()),
                (Some(next), Some(_)) if since.elapsed() < LONGEST_BEFORE_INDEX => newest = Some(next),
                (Some(next), Some(_)) => return Some(next),
                (None, Some(_)) => return newest,
                (None, None) => {}
            }
            task = match newest {
                None => self.bell.wait(task).unwrap_or_else(PoisonError::into_inner),
                Some(_) => self.bell.wait_timeout(task, BEFORE_INDEX).unwrap_or_else(PoisonError::into_inner).0,
            };
        }
    }
}

/// The explanation of a code, as Markdown: `explain/CODE.md`.
fn explanation(own: &str) -> Option<Content> {
    let code = Code::find(own.strip_prefix("explain/")?.strip_suffix(".md")?)?;
    Some(Content::Bytes(code.explanation().as_bytes().to_vec()))
}

/// Resolves when the site is no longer being watched.
pub(super) type Unwatched = oneshot::Receiver<()>;

/// Ends both threads of [`while_watching`] when dropped, even by a panic.
struct Ends<'l>(Ending, &'l Live);

impl Drop for Ends<'_> {
    fn drop(&mut self) {
        self.0.end();
        self.1.end();
    }
}

/// Follows the changes of a site in threads of its own while `work` runs. `work` receives a future that resolves if the
/// watching thread ends first.
///
/// # Errors
/// Returns the panic that ended the watching thread, or else the error of `work`.
pub(super) fn while_watching(
    mut runs: Runs,
    live: &Live,
    mut watch: Watch,
    ending: Ending,
    work: impl FnOnce(Unwatched) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    if let Some(why) = watch.trouble() {
        live.say(why);
    }
    let (follows, unwatched) = oneshot::channel::<()>();
    let (done, followed) = std::thread::scope(|scope| {
        let ends = Ends(ending, live);
        scope.spawn(|| live.keep_index());
        let follower = scope.spawn(move || {
            let _follows = follows;
            guarded(|| {
                // Catch changes made between the first run and the start of the watch.
                runs.attempt(live, &Changes::Anywhere);
                runs.follow(live, &mut watch);
            })
        });
        let done = work(unwatched);
        drop(ends);
        (done, follower.join())
    });
    if let Ok(Err(panicked)) = followed {
        anyhow::bail!("a bug in Casebook ended the watch for changes: {panicked}; start `casebook serve` again");
    }
    done
}

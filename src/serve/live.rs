//! A site that changes while it is shown: the last good state of it, what is wrong with the newest, and the thread that
//! makes the one from the other.
//!
//! Pages are rendered when they are asked for, so an edit costs what it changes, not what the site is. The search index
//! follows a moment later; until then that of the state before is given, whole.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, RwLock};
use std::time::{Duration, Instant};

use serde::Serialize;

use super::events::Hub;
use super::http::{Found, Pages};
use super::watch::{Ending, Watch, Watching};
use crate::diagnostic::{Diagnostic, Severity};
use crate::layout;
use crate::output::{Content, Output};
use crate::pipeline::{Checked, Loaded};
use crate::read::{Changes, Folder};
use crate::render::{Failure, Renderer};
use crate::report::{self, Format, Look, Report};
use crate::source::SourceMap;
use crate::{Options, search};

/// What is the server's own stands below this folder, which no content can have.
const OWN: &str = ".casebook/";
const SCRIPT: &str = include_str!("live/live.js");
const STYLE: &str = include_str!("live/live.css");
/// Where pages listen.
pub(super) const EVENTS: &str = ".casebook/events";
/// Shown for every address while there has been no good state yet.
const WAITING: &str = include_str!("live/waiting.html");
/// How many findings a page is told of.
const MOST_TOLD: usize = 100;
/// The index is made anew when nothing has changed for this long: whoever is typing wants the page.
const BEFORE_INDEX: Duration = Duration::from_millis(120);

/// Whoever types without a pause is not waited for longer.
const LONGEST_BEFORE_INDEX: Duration = Duration::from_millis(400);

type Files = BTreeMap<String, Content>;

/// What a run came to, for whoever tells people.
#[derive(Debug)]
pub struct Update<'a> {
    /// The texts that the findings point into.
    pub sources: &'a SourceMap,
    /// What was found.
    pub diagnostics: &'a [Diagnostic],
    /// How many pages the site has.
    pub pages: usize,
    /// How long it took from the news of the change.
    pub took: Duration,
    /// What went wrong with the machine, which leaves everything as it was.
    pub failure: Option<String>,
}

/// A site that is shown and changes.
pub struct Live {
    shown: RwLock<Shown>,
    pub(super) hub: Arc<Hub>,
    index: Index,
}

/// What is shown at the moment.
#[derive(Clone)]
struct Shown {
    /// Counts the states.
    number: u64,
    /// The last state without errors.
    good: Option<Arc<Renderer>>,
    /// The search of the state for which it was made last.
    search: Option<Arc<Search>>,
}

/// The index of one state. Its files of texts are made when they are asked for.
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

/// The mailbox of the thread that makes the index.
#[derive(Default)]
struct Index {
    task: Mutex<Task>,
    memory: Mutex<search::Memory>,
    bell: Condvar,
}

#[derive(Default)]
struct Task {
    next: Option<Arc<Checked>>,
    ended: bool,
}

/// The runs one after another: what was read last, and what it came to.
pub struct Runs {
    folder: Folder,
    options: Options,
    before: Option<Arc<Checked>>,
    number: u64,
    /// Whether the folder could not be read the last time, which pages have been told.
    is_failing: bool,
}

/// What is told to pages of a state.
#[derive(Serialize)]
struct Told<'a> {
    number: u64,
    errors: usize,
    warnings: usize,
    findings: Vec<ToldFinding<'a>>,
    /// How many findings are not told.
    more: usize,
}

#[derive(Serialize)]
struct ToldFinding<'a> {
    severity: &'static str,
    message: &'a str,
    place: String,
    text: String,
}

impl Runs {
    /// Reads the site in `dir` and makes its first state.
    ///
    /// # Errors
    /// When `dir` holds no site, or the disk refuses.
    pub fn begin(
        dir: &Path,
        options: &Options,
        tell: &mut dyn FnMut(&Update<'_>),
    ) -> anyhow::Result<(Self, Arc<Live>)> {
        let began = Instant::now();
        let folder = Folder::open(dir)?;
        let mut runs = Self { folder, options: options.clone(), before: None, number: 0, is_failing: false };
        let shown = Shown { number: 0, good: None, search: None };
        let live = Arc::new(Live { shown: RwLock::new(shown), hub: Arc::default(), index: Index::default() });
        let checked = runs.run(&live, began, tell)?;
        if let Some(checked) = checked {
            live.put_index(&checked);
        }
        Ok((runs, live))
    }

    /// Follows the changes until they end. What goes wrong leaves the last good state in its place.
    fn follow(&mut self, live: &Live, watch: &mut Watch, tell: &mut dyn FnMut(&Update<'_>)) {
        while let Some(changes) = watch.next() {
            let began = Instant::now();
            if let Err(error) = self.update(live, &changes, began, tell) {
                let failure = Some(format!("{error:#}"));
                self.is_failing = true;
                self.number += 1;
                live.hub.tell(self.number, &failed(self.number, failure.as_deref().unwrap_or_default()));
                let sources = SourceMap::default();
                tell(&Update { sources: &sources, diagnostics: &[], pages: 0, took: began.elapsed(), failure });
            }
        }
    }

    /// Reads what has changed, and makes the next state of it where anything has.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn update(
        &mut self,
        live: &Live,
        changes: &Changes,
        began: Instant,
        tell: &mut dyn FnMut(&Update<'_>),
    ) -> anyhow::Result<()> {
        let is_changed = self.folder.refresh(changes)?;
        // What stands again as it was must still be told, for pages have heard that it is gone.
        if !std::mem::take(&mut self.is_failing) && !is_changed {
            return Ok(());
        }
        if let Some(checked) = self.run(live, began, tell)? {
            live.index.ask(checked);
        }
        Ok(())
    }

    /// Makes the next state; returns it if it is good.
    fn run(
        &mut self,
        live: &Live,
        began: Instant,
        tell: &mut dyn FnMut(&Update<'_>),
    ) -> anyhow::Result<Option<Arc<Checked>>> {
        let loaded = Loaded::of(self.folder.inputs(), &self.options)?;
        let mut checked = loaded.check_after(self.before.as_deref());
        let renderer = if checked.has_errors() { None } else { self.renderer(&mut checked) };
        let checked = Arc::new(checked);
        self.number += 1;
        live.publish(self.number, renderer.map(Arc::new), &checked);
        let pages = checked.site().pages.len();
        let (sources, diagnostics) = (checked.sources(), checked.diagnostics());
        tell(&Update { sources, diagnostics, pages, took: began.elapsed(), failure: None });
        self.before = Some(Arc::clone(&checked));
        Ok((!checked.has_errors()).then_some(checked))
    }

    /// A renderer, `None` where the theme has mistakes. Templates that have changed are all tried before anybody sees
    /// a page of them.
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
            && let Err(Failure::Theme(found)) = renderer.write_all(&mut Output::default(), &())
        {
            checked.add(found);
            return None;
        }
        Some(renderer)
    }
}

impl Live {
    /// Puts another state into the place of the one that is shown, and tells of it.
    fn publish(&self, number: u64, good: Option<Arc<Renderer>>, checked: &Checked) {
        {
            let mut shown = self.shown.write().unwrap_or_else(PoisonError::into_inner);
            shown.number = number;
            if good.is_some() {
                shown.good = good;
            }
        }
        self.hub.tell(number, &told(number, checked.sources(), checked.diagnostics()));
    }

    fn shown(&self) -> Shown {
        self.shown.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Makes the index of a state and shows it from now on.
    fn put_index(&self, checked: &Arc<Checked>) {
        let files = Mutex::new(Files::new());
        let (site, sources) = (checked.site(), checked.sources());
        let mut memory = lock(&self.index.memory);
        let index = search::words(site, sources, Some(&mut memory), &|made| lock(&files).extend(made));
        let files = files.into_inner().unwrap_or_else(PoisonError::into_inner);
        let search = Search { of: Arc::clone(checked), files, index };
        self.shown.write().unwrap_or_else(PoisonError::into_inner).search = Some(Arc::new(search));
    }

    /// Makes the index whenever the site has changed, until the end. Runs on threads of its own, so that pages need not
    /// wait for it.
    pub(super) fn keep_index(&self) {
        let Ok(pool) = rayon::ThreadPoolBuilder::new().build() else { return };
        while let Some(checked) = self.index.next() {
            pool.install(|| self.put_index(&checked));
        }
    }

    /// Ends [`Self::keep_index`].
    pub(super) fn end(&self) {
        lock(&self.index.task).ended = true;
        self.index.bell.notify_all();
    }

    /// What stands at `file` in the state that is shown.
    fn find(&self, file: &str) -> Found {
        if let Some(own) = file.strip_prefix(OWN) {
            return match own {
                "live.js" => Found::Content(Content::Bytes(SCRIPT.into())),
                "live.css" => Found::Content(Content::Bytes(STYLE.into())),
                _ => Found::Nothing,
            };
        }
        let shown = self.shown();
        let Some(good) = &shown.good else {
            return if layout::html_stem(file).is_some() { page(WAITING, shown.number) } else { Found::Nothing };
        };
        if let Some(content) = shown.search.as_ref().and_then(|search| search.get(file)) {
            return Found::Content(content);
        }
        match good.file(file) {
            Ok(None) => Found::Nothing,
            Ok(Some(Content::Bytes(bytes))) if layout::html_stem(file).is_some() => {
                page(&String::from_utf8_lossy(&bytes), shown.number)
            }
            Ok(Some(content)) => Found::Content(content),
            Err(found) => Found::Broken(found.message.clone()),
        }
    }
}

impl Pages for Live {
    fn get(&self, file: &str) -> Found {
        self.find(file)
    }

    fn events(&self) -> Option<Arc<Hub>> {
        Some(Arc::clone(&self.hub))
    }
}

impl Index {
    fn ask(&self, checked: Arc<Checked>) {
        lock(&self.task).next = Some(checked);
        self.bell.notify_all();
    }

    /// The newest state whose index is wanted, when no newer one has come for a moment; `None` at the end.
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

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A page with the script that listens for changes. Its mark says what the page is, and what it is but for the names of
/// its styles: where only these have changed, styles are exchanged and nothing is loaded anew.
fn page(html: &str, number: u64) -> Found {
    let hash = |text: &str| xxhash_rust::xxh3::xxh3_64(text.as_bytes());
    let lines = html.lines().filter(|line| !line.contains("rel=\"stylesheet\""));
    let mark = format!("{:016x}-{:016x}", hash(html), hash(&lines.collect::<Vec<_>>().join("\n")));
    let script = format!("<script src=\"/{OWN}live.js?{number}-{mark}\" defer></script>\n");
    let (head, rest) = html.split_at(html.find("</head>").unwrap_or(html.len()));
    Found::Page(format!("{head}{script}{rest}"), mark)
}

/// What pages are told of a state.
fn told(number: u64, sources: &SourceMap, diagnostics: &[Diagnostic]) -> String {
    let shown = || diagnostics.iter().filter(|found| found.severity != Severity::Note);
    let findings = shown().take(MOST_TOLD).map(|found| told_finding(sources, found)).collect();
    let told = Told {
        number,
        errors: report::count(diagnostics, Severity::Error),
        warnings: report::count(diagnostics, Severity::Warning),
        findings,
        more: shown().count().saturating_sub(MOST_TOLD),
    };
    serde_json::to_string(&told).unwrap_or_default()
}

fn told_finding<'a>(sources: &SourceMap, found: &'a Diagnostic) -> ToldFinding<'a> {
    let one = std::slice::from_ref(found);
    let report = Report { sources, diagnostics: one, base: String::new() };
    let mut text = Vec::new();
    // Writing to memory does not fail.
    report.write(Format::Text(Look::PLAIN), &mut text).ok();
    let text = String::from_utf8_lossy(&text);
    let drawn = text.split("\n\n").next().unwrap_or_default().trim_end().to_owned();
    let file = sources.file(found.span().file);
    let place = file.place(found.span().start);
    ToldFinding {
        severity: found.severity.word(),
        message: &found.message,
        place: format!("{}:{}:{}", file.path(), place.line, place.column),
        text: drawn,
    }
}

/// What pages are told when the folder cannot be read.
fn failed(number: u64, why: &str) -> String {
    let finding = ToldFinding { severity: "error", message: why, place: String::new(), text: why.to_owned() };
    let told = Told { number, errors: 1, warnings: 0, findings: vec![finding], more: 0 };
    serde_json::to_string(&told).unwrap_or_default()
}

/// Watches the site of `runs` on a thread of its own while `work` runs.
pub(super) fn while_watching<T>(
    mut runs: Runs,
    live: &Arc<Live>,
    watching: Watching,
    tell: &mut (dyn FnMut(&Update<'_>) + Send),
    work: impl FnOnce() -> T,
) -> T {
    let (mut watch, ending, trouble): (Watch, Ending, Option<String>) = Watch::begin(runs.folder.dir(), watching);
    if let Some(why) = trouble {
        let failure =
            Some(format!("changes are looked for every second, because the system does not tell of them: {why}"));
        tell(&Update { sources: &SourceMap::default(), diagnostics: &[], pages: 0, took: Duration::ZERO, failure });
    }
    std::thread::scope(|scope| {
        scope.spawn(|| live.keep_index());
        scope.spawn(|| {
            // What has changed since the first run was read.
            let began = Instant::now();
            runs.update(live, &Changes::Anywhere, began, tell).ok();
            runs.follow(live, &mut watch, tell);
        });
        let done = work();
        ending.end();
        live.end();
        done
    })
}

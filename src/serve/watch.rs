//! Watches a site's folder and reports changes in batches. The only module that uses the `notify` crate.
//!
//! The system reports every step of a save: some editors empty a file before they write it, others write a new file and
//! rename it, and one `git checkout` changes a hundred files. Changes are therefore reported only after a short silence
//! (a debounce).

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};

use notify::event::{AccessKind, AccessMode, CreateKind, ModifyKind, RenameMode};
use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};

use crate::layout;
use crate::read::Changes;

/// Debounce after events that mean a file is complete.
const SETTLED: Duration = Duration::from_millis(4);
/// Debounce while a file may still be being written.
const UNSETTLED: Duration = Duration::from_millis(50);
/// Upper bound on the debounce.
const LONGEST: Duration = Duration::from_millis(500);
/// Delays after which the whole site is read again when a new folder appears: files may be written to that folder
/// before it is watched.
const AGAIN: [Duration; 2] = [Duration::from_millis(200), Duration::from_millis(1000)];

/// The method of detecting changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Watching {
    /// Notifications from the operating system.
    Events,
    /// Reading the folder at this interval, for disks whose system sends no notifications.
    Polling(Duration),
}

/// A message to the waiting thread.
enum News {
    Of(notify::Result<Event>),
    /// The system's watcher has stopped.
    Lost,
    /// The server is shutting down.
    End,
}

/// A watch on a site's folder.
pub(super) struct Watch {
    dir: PathBuf,
    news: Receiver<News>,
    watcher: Option<RecommendedWatcher>,
    pause: Duration,
    /// The reason for an unexpected switch to polling; taken when it is reported.
    trouble: Option<String>,
    /// Times at which to read the whole folder again.
    again: Vec<Instant>,
}

/// Ends a [`Watch`] from another thread.
#[derive(Clone)]
pub(super) struct Ending(Sender<News>);

impl Ending {
    pub fn end(&self) {
        self.0.send(News::End).ok();
    }
}

/// The sender used by the system's watcher. When the watcher's thread drops it, it sends [`News::Lost`].
struct Events(Sender<News>);

impl Drop for Events {
    fn drop(&mut self) {
        self.0.send(News::Lost).ok();
    }
}

/// Progress of a change to a file.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    Finished,
    Unfinished,
}

impl Watch {
    /// Starts watching the site in `dir`. Falls back to polling if the system cannot watch it.
    pub fn begin(dir: &Path, watching: Watching) -> (Self, Ending) {
        let (send, news) = mpsc::channel();
        let ending = Ending(send.clone());
        let dir = dir.canonicalize().unwrap_or_else(|_| dir.to_owned());
        let pause = Duration::from_secs(1);
        let mut watch = Self { dir, news, watcher: None, pause, trouble: None, again: Vec::new() };
        match watching {
            Watching::Polling(pause) => watch.pause = pause,
            Watching::Events => {
                if let Err(error) = watch.subscribe(send) {
                    watch.poll(&error.to_string());
                }
            }
        }
        (watch, ending)
    }

    /// Switches to polling.
    fn poll(&mut self, why: &str) {
        self.watcher = None;
        self.trouble =
            Some(format!("looking for changes every second, because the system does not report them: {why}"));
    }

    /// Returns the reason for an unexpected switch to polling, once.
    pub fn trouble(&mut self) -> Option<String> {
        self.trouble.take()
    }

    fn subscribe(&mut self, send: Sender<News>) -> notify::Result<()> {
        let events = Events(send);
        let mut watcher = notify::recommended_watcher(move |event| drop(events.0.send(News::Of(event))))?;
        watcher.watch(&self.dir, RecursiveMode::NonRecursive)?;
        for folder in self.folders().filter(|folder| folder.is_dir()) {
            watcher.watch(&folder, RecursiveMode::Recursive)?;
        }
        self.watcher = Some(watcher);
        Ok(())
    }

    /// The folders that are watched recursively.
    fn folders(&self) -> impl Iterator<Item = PathBuf> + use<> {
        let dir = self.dir.clone();
        layout::READ.into_iter().map(move |name| dir.join(name))
    }

    /// Waits for the next changes; `None` at the end.
    pub fn next(&mut self) -> Option<Changes> {
        loop {
            if self.watcher.is_none() {
                return self.look();
            }
            let mut batch = Batch::default();
            match self.first()? {
                Some(event) => batch.take(event),
                None => return Some(Changes::Anywhere),
            }
            while let Some(wait) = batch.wait() {
                match self.news.recv_timeout(wait) {
                    Ok(News::Of(event)) => batch.take(event),
                    Ok(News::Lost) => {
                        self.lost();
                        return Some(Changes::Anywhere);
                    }
                    Ok(News::End) | Err(RecvTimeoutError::Disconnected) => return None,
                    Err(RecvTimeoutError::Timeout) => break,
                }
            }
            if let Some(changes) = self.told(batch) {
                return Some(changes);
            }
        }
    }

    /// Waits for the next poll; `None` at the end.
    fn look(&mut self) -> Option<Changes> {
        loop {
            match self.news.recv_timeout(self.pause) {
                Err(RecvTimeoutError::Timeout) => return Some(Changes::Anywhere),
                Ok(News::End) | Err(RecvTimeoutError::Disconnected) => return None,
                Ok(News::Of(_) | News::Lost) => {}
            }
        }
    }

    fn lost(&mut self) {
        self.poll("it has stopped");
    }

    /// Waits for the next event. `Some(None)` means that the whole folder must be read again; `None` is the end.
    #[expect(clippy::option_option, reason = "an end, an event, or the time to look again")]
    fn first(&mut self) -> Option<Option<notify::Result<Event>>> {
        let news = match self.again.first() {
            None => self.news.recv().map_err(|_| RecvTimeoutError::Disconnected),
            Some(&at) => self.news.recv_timeout(at.saturating_duration_since(Instant::now())),
        };
        match news {
            Ok(News::Of(event)) => Some(Some(event)),
            Ok(News::Lost) => {
                self.lost();
                Some(None)
            }
            Ok(News::End) | Err(RecvTimeoutError::Disconnected) => None,
            Err(RecvTimeoutError::Timeout) => {
                self.again.remove(0);
                Some(None)
            }
        }
    }

    /// Turns a batch into changes. New folders are watched, and read again later.
    fn told(&mut self, batch: Batch) -> Option<Changes> {
        let tops: Vec<PathBuf> = self.folders().filter(|folder| batch.paths.contains_key(folder)).collect();
        if let Some(watcher) = &mut self.watcher {
            for folder in &tops {
                // A watch stays with a folder that has been replaced, so watch the new one.
                watcher.unwatch(folder).ok();
                watcher.watch(folder, RecursiveMode::Recursive).ok();
            }
        }
        if batch.new_folder || batch.lost || !tops.is_empty() {
            let now = Instant::now();
            self.again = AGAIN.iter().map(|&pause| now + pause).collect();
            return Some(Changes::Anywhere);
        }
        let paths: BTreeSet<PathBuf> = batch.paths.into_keys().collect();
        (!paths.is_empty()).then_some(Changes::At(paths))
    }
}

/// The events of one debounce.
#[derive(Default)]
struct Batch {
    paths: std::collections::BTreeMap<PathBuf, Step>,
    new_folder: bool,
    /// The system has dropped events.
    lost: bool,
    began: Option<Instant>,
}

impl Batch {
    fn take(&mut self, event: notify::Result<Event>) {
        self.began.get_or_insert_with(Instant::now);
        let Ok(event) = event else {
            self.lost = true;
            return;
        };
        self.lost |= event.need_rescan();
        let step = match event.kind {
            EventKind::Access(AccessKind::Close(AccessMode::Write))
            | EventKind::Remove(_)
            | EventKind::Modify(ModifyKind::Metadata(_)) => Step::Finished,
            // Reading is not a change; this server itself reads the files.
            EventKind::Access(_) => return,
            EventKind::Create(CreateKind::Folder) => {
                self.new_folder = true;
                Step::Finished
            }
            EventKind::Modify(ModifyKind::Name(mode)) => {
                self.new_folder |= mode != RenameMode::From && event.paths.iter().any(|path| path.is_dir());
                Step::Finished
            }
            EventKind::Create(_) | EventKind::Modify(_) | EventKind::Any | EventKind::Other => Step::Unfinished,
        };
        for path in event.paths {
            let known = self.paths.entry(path).or_insert(step);
            // Changed attributes do not show that the text is complete.
            if !matches!(event.kind, EventKind::Modify(ModifyKind::Metadata(_))) {
                *known = step;
            }
        }
    }

    /// Time to wait for another event; `None` once the upper bound is reached.
    fn wait(&self) -> Option<Duration> {
        let left = LONGEST.checked_sub(self.began.map_or(Duration::ZERO, |began| began.elapsed()))?;
        let settled = self.paths.values().all(|step| *step == Step::Finished);
        Some(left.min(if settled { SETTLED } else { UNSETTLED }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(kind: EventKind, path: &str) -> Event {
        Event::new(kind).add_path(PathBuf::from(path))
    }

    #[test]
    fn an_unfinished_file_is_waited_for_longer() {
        let mut batch = Batch::default();
        batch.take(Ok(event(EventKind::Modify(ModifyKind::Any), "content/a.md")));
        assert_eq!(batch.wait().map(|wait| wait > SETTLED), Some(true));
        batch.take(Ok(event(EventKind::Access(AccessKind::Close(AccessMode::Write)), "content/a.md")));
        assert_eq!(batch.wait().map(|wait| wait <= SETTLED), Some(true));
        batch.take(Ok(event(EventKind::Create(CreateKind::File), "content/b.md")));
        assert_eq!(batch.wait().map(|wait| wait > SETTLED), Some(true));
    }

    #[test]
    fn a_folder_whose_watcher_has_died_is_polled() {
        let dir = tempfile::TempDir::new().expect("a temporary folder can be created");
        std::fs::create_dir(dir.path().join("content")).expect("the folder can be created");
        let (mut watch, ending) = Watch::begin(dir.path(), Watching::Events);
        assert_eq!(watch.trouble(), None);
        watch.pause = Duration::from_millis(1);
        watch.watcher = None;
        let (send, news) = mpsc::channel();
        watch.news = news;
        watch.subscribe(send.clone()).expect("the folder can be watched");
        // The watcher's thread drops its sender when it ends.
        drop(Events(send.clone()));
        let (tell, told) = mpsc::channel();
        std::thread::spawn(move || while tell.send((watch.next(), watch.trouble())).is_ok() {});
        let next = || told.recv_timeout(Duration::from_secs(60)).expect("the watch continues");
        let (changes, trouble) = next();
        assert_eq!(changes, Some(Changes::Anywhere));
        assert!(trouble.is_some_and(|why| why.contains("it has stopped")));
        assert_eq!(next(), (Some(Changes::Anywhere), None));
        drop(ending);
        Ending(send).end();
        while next() != (None, None) {}
    }

    #[test]
    fn reading_a_file_is_not_a_change() {
        let mut batch = Batch::default();
        batch.take(Ok(event(EventKind::Access(AccessKind::Open(AccessMode::Read)), "content/a.md")));
        assert!(batch.paths.is_empty());
    }
}

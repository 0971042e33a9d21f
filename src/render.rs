//! Site → output: every page, list, feed and file, in memory.
//!
//! Does not check the site: errors in content were found before, so only templates can still fail.

mod body;
mod card;
pub mod context;
mod feeds;
mod frame;
mod generated;
pub mod glossary;
mod handbook;
pub mod hosting;
pub mod html;
mod lists;
mod page;
mod svg;
pub mod theme;
mod trainers;

use std::collections::BTreeMap;
use std::sync::mpsc::{self, Receiver, SyncSender};
use std::thread;

use rayon::prelude::*;

use crate::Progress;
use crate::diagnostic::Diagnostic;
use crate::model::PageId;
use crate::output::{Content, Sink, SinkError};
use crate::search;
use frame::File;
pub use frame::{Frame, Renderer};

/// Capacity of the channel to the sink, in batches. Bounds the memory of a build whose sink is slower than the
/// rendering.
const QUEUE: usize = 4;
/// Files per batch: sending each file separately would wake the sink's thread ten thousand times.
const BATCH: usize = 32;

/// A file of the output, or the error in its template.
type Made = Result<File, Box<Diagnostic>>;

/// The reasons why a site cannot be rendered.
#[derive(Debug)]
pub enum Failure {
    /// Errors in the theme's templates.
    Theme(Vec<Diagnostic>),
    /// The sink could not store a file.
    Sink(SinkError),
}

/// Renders a group of related files.
type Family = fn(&Renderer) -> Vec<Made>;

/// The renderers of all files except pages of content and files of the theme.
const FAMILIES: [Family; 12] = {
    let [a, b, c, d, e, f, g, h] = generated::WRITERS;
    [lists::write, a, b, c, d, e, f, g, h, trainers::write, feeds::write, handbook::write]
};

impl Renderer {
    /// Renders the whole site into `sink`, which stores files while others are still being rendered.
    ///
    /// # Errors
    /// Fails if a template has an error or the sink cannot store a file.
    pub fn write_all(&self, sink: &mut dyn Sink, progress: &dyn Progress) -> Result<(), Failure> {
        progress.stage("rendering", self.site.pages.len());
        let (send, receive) = mpsc::sync_channel(QUEUE);
        let (found, kept) = thread::scope(|scope| {
            let keeper = scope.spawn(move || keep(&receive, sink));
            let found = produce(self, &send, progress);
            drop(send);
            (found, keeper.join())
        });
        match kept {
            Ok(Err(error)) => Err(Failure::Sink(error)),
            Err(panic) => std::panic::resume_unwind(panic),
            Ok(Ok(())) if found.is_empty() => Ok(()),
            Ok(Ok(())) => Err(Failure::Theme(found)),
        }
    }

    /// Renders the single file that [`Self::write_all`] would put at `address`; `None` if there is no such file. Does
    /// not cover the search index.
    ///
    /// # Errors
    /// Fails if the file's template has an error.
    pub fn file(&self, address: &str) -> Result<Option<Content>, Box<Diagnostic>> {
        let Some(made) = self.find(address) else { return Ok(None) };
        made.map(|(_, content)| Some(content))
    }

    fn find(&self, address: &str) -> Option<Made> {
        let of_page = self.site.by_address(address).filter(|&id| !self.site.page(id).document.index);
        if let Some(id) = of_page {
            return Some(page::write(self, id));
        }
        let kept = self.files.get(address).or_else(|| self.offered().get(address));
        if let Some(content) = kept {
            return Some(Ok((address.to_owned(), content.clone())));
        }
        if let Some(&id) = self.moved.get(address) {
            return Some(page::redirect(self, id, address));
        }
        lists::file(self, address).or_else(|| trainers::file(self, address)).or_else(|| self.of_family(address))
    }

    /// Renders one family after the other, until one contains `address`. If none does, an error in a template is the
    /// reason.
    fn of_family(&self, address: &str) -> Option<Made> {
        if !self.site.is_generated(address) && !feeds::NAMES.contains(&address) {
            return None;
        }
        let rendered = || {
            let families = FAMILIES.iter().zip(&self.families).skip(1);
            families.map(|(make, made)| made.get_or_init(|| by_address(make(self))))
        };
        let found = |address: &str| rendered().find_map(|files| files.get(address).cloned());
        found(address).or_else(|| found(FAILED))
    }

    /// The authors' files that pages show or link to.
    fn offered(&self) -> &BTreeMap<String, Content> {
        self.offered.get_or_init(|| page::assets(self))
    }
}

/// Where [`by_address`] stores an error, which has no address.
const FAILED: &str = "";

/// Indexes files by address.
fn by_address(made: Vec<Made>) -> BTreeMap<String, Made> {
    made.into_iter()
        .map(|made| match made {
            Ok((path, content)) => (path.clone(), Ok((path, content))),
            Err(mistake) => (FAILED.to_owned(), Err(mistake)),
        })
        .collect()
}

/// Stores each file as it arrives, until all senders are dropped or the sink fails. After a failure, sending fails too.
fn keep(batches: &Receiver<Vec<File>>, sink: &mut dyn Sink) -> Result<(), SinkError> {
    batches.iter().flatten().try_for_each(|(path, content)| sink.put(path, content))
}

/// Renders all files and returns the errors in templates.
fn produce(renderer: &Renderer, send: &SyncSender<Vec<File>>, progress: &dyn Progress) -> Vec<Diagnostic> {
    let kept = renderer.files.iter().chain(renderer.offered());
    let mut found = pass_on(kept.map(|(path, content)| Ok((path.clone(), content.clone()))), send);
    let ids: Vec<PageId> = renderer.site.ids().collect();
    let pages = || {
        let pages = ids.par_chunks(BATCH).flat_map_iter(|ids| {
            let made = ids.iter().filter_map(|&id| {
                progress.step();
                // Index pages of folders are rendered with their lists.
                (!renderer.site.page(id).document.index).then(|| page::write(renderer, id))
            });
            pass_on(made, send)
        });
        pages.collect::<Vec<_>>()
    };
    // The parts of the index depend on each other; pages use the threads meanwhile.
    let index = || search::index(&renderer.site, &renderer.sources, &|files| drop(send.send(files)));
    let (pages, ()) = rayon::join(pages, index);
    found.extend(pages);
    found.extend(pass_on(renderer.moved.iter().map(|(old, &id)| page::redirect(renderer, id, old)), send));
    for write in FAMILIES {
        found.extend(pass_on(write(renderer), send));
    }
    found
}

/// Sends the rendered files as one batch and returns the errors in templates.
fn pass_on(made: impl IntoIterator<Item = Made>, send: &SyncSender<Vec<File>>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let files = made.into_iter().filter_map(|made| made.map_err(|mistake| found.push(*mistake)).ok()).collect();
    // Sending fails only after the sink has failed, which is reported by `write_all`.
    send.send(files).ok();
    found
}

//! Site → output: every page, list, feed and file, in memory.
//!
//! Judges nothing: mistakes were found before, and only a theme can still be wrong.

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

/// How many batches of finished files may wait for the sink. Bounds the memory of a build whose sink is slower than its
/// pages.
const QUEUE: usize = 4;
/// How many pages make a batch: handing over every file by itself would wake the sink's thread ten thousand times.
const BATCH: usize = 32;

/// A file of the output, or what is wrong with the template that should have made it.
type Made = Result<File, Box<Diagnostic>>;

/// Why a site could not be rendered.
#[derive(Debug)]
pub enum Failure {
    /// Templates of the theme break a rule of the template language.
    Theme(Vec<Diagnostic>),
    /// The sink could not keep a file.
    Sink(SinkError),
}

/// Makes some files of the output that belong together.
type Family = fn(&Renderer) -> Vec<Made>;

/// All files that are made neither of a page of content nor of the theme alone.
const FAMILIES: [Family; 12] = {
    let [a, b, c, d, e, f, g, h] = generated::WRITERS;
    [lists::write, a, b, c, d, e, f, g, h, trainers::write, feeds::write, handbook::write]
};

impl Renderer {
    /// Renders the whole site into `sink`, which keeps files while others are still being made.
    ///
    /// # Errors
    /// When a template breaks a rule of the template language, or the sink cannot keep a file.
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

    /// The file that [`Self::write_all`] makes at `address`, but for those of the search index; `None` where it makes
    /// none.
    ///
    /// # Errors
    /// When its template breaks a rule of the template language.
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

    /// Makes family after family until one has the file.
    fn of_family(&self, address: &str) -> Option<Made> {
        let known = self.site.is_generated(address) || feeds::NAMES.contains(&address);
        let families = FAMILIES.iter().zip(&self.families).skip(1).filter(|_| known);
        let made = families.map(|(make, made)| made.get_or_init(|| by_address(make(self))));
        made.into_iter().find_map(|files| files.get(address).cloned())
    }

    /// The files of authors that some page shows or offers.
    fn offered(&self) -> &BTreeMap<String, Content> {
        self.offered.get_or_init(|| page::assets(self))
    }
}

/// A mistake stands for all files of its family: nobody can tell which it would have been.
fn by_address(made: Vec<Made>) -> BTreeMap<String, Made> {
    made.into_iter()
        .map(|made| match made {
            Ok((path, content)) => (path.clone(), Ok((path, content))),
            Err(mistake) => (String::new(), Err(mistake)),
        })
        .collect()
}

/// Hands each file to the sink as it comes. Ends with the last sender, or with the sink's first error; senders then
/// find nobody listening.
fn keep(batches: &Receiver<Vec<File>>, sink: &mut dyn Sink) -> Result<(), SinkError> {
    batches.iter().flatten().try_for_each(|(path, content)| sink.put(path, content))
}

/// Makes all files; returns what is wrong with the templates.
fn produce(renderer: &Renderer, send: &SyncSender<Vec<File>>, progress: &dyn Progress) -> Vec<Diagnostic> {
    let kept = renderer.files.iter().chain(renderer.offered());
    let mut found = pass_on(kept.map(|(path, content)| Ok((path.clone(), content.clone()))), send);
    let ids: Vec<PageId> = renderer.site.ids().collect();
    let pages = || {
        let pages = ids.par_chunks(BATCH).flat_map_iter(|ids| {
            let made = ids.iter().filter_map(|&id| {
                progress.step();
                // The pages of folders are lists, with their text.
                (!renderer.site.page(id).document.index).then(|| page::write(renderer, id))
            });
            pass_on(made, send)
        });
        pages.collect::<Vec<_>>()
    };
    // Parts of the index must wait for one another; pages fill the time.
    let index = || search::index(&renderer.site, &renderer.sources, &|files| drop(send.send(files)));
    let (pages, ()) = rayon::join(pages, index);
    found.extend(pages);
    found.extend(pass_on(renderer.moved.iter().map(|(old, &id)| page::redirect(renderer, id, old)), send));
    for write in FAMILIES {
        found.extend(pass_on(write(renderer), send));
    }
    found
}

/// Sends what was made as one batch; returns what is wrong with the templates.
fn pass_on(made: impl IntoIterator<Item = Made>, send: &SyncSender<Vec<File>>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let files = made.into_iter().filter_map(|made| made.map_err(|mistake| found.push(*mistake)).ok()).collect();
    // Nobody listens once the sink has failed, which is then reported in the place of what is lost here.
    send.send(files).ok();
    found
}

//! Makes the files of the output and passes them on, each group of related files in a module of its own.
//!
//! [`renderer`] renders one page with its template, from the data of all pages in [`shared`].

mod body;
mod card;
mod feeds;
mod generated;
mod handbook;
pub mod hosting;
mod lists;
mod page;
mod paging;
mod renderer;
mod shared;
mod site_context;
mod svg;
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
pub use renderer::Renderer;
use renderer::{File, GROUPS, Rendered};
pub use shared::SharedContext;

/// Capacity of the channel to the sink, in batches. Bounds the memory of a build whose sink is slower than the
/// rendering.
const QUEUE: usize = 4;
/// Files per batch: sending each file separately would wake the sink's thread ten thousand times.
const BATCH: usize = 32;

/// The reasons why a site cannot be rendered.
#[derive(Debug)]
pub enum Failure {
    /// Errors in the theme's templates.
    Theme(Vec<Diagnostic>),
    /// The sink could not store a file.
    Sink(SinkError),
}

/// Renders a group of related files.
type FileGroup = fn(&Renderer) -> Vec<Rendered>;

/// The renderers of all files except pages of content and files of the theme.
const FILE_GROUPS: [FileGroup; GROUPS] = {
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
        let (found, stored) = thread::scope(|scope| {
            let storing = scope.spawn(move || store(&receive, sink));
            let found = render_all(self, &send, progress);
            drop(send);
            (found, storing.join())
        });
        match stored {
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
        self.find(address).transpose().map(|file| file.map(|file| file.content))
    }

    fn find(&self, address: &str) -> Option<Rendered> {
        let of_page = self.site.by_address(address).filter(|&id| !self.site.page(id).document.index);
        if let Some(id) = of_page {
            return Some(page::write(self, id));
        }
        let finished = self.shared.files.get(address).or_else(|| self.linked_assets().get(address));
        if let Some(content) = finished {
            return Some(Ok(File { address: address.to_owned(), content: content.clone() }));
        }
        if let Some(moved) = self.shared.moved.get(address) {
            return Some(page::redirect(self, moved, address));
        }
        lists::file(self, address).or_else(|| trainers::file(self, address)).or_else(|| self.in_groups(address))
    }

    /// Renders one group after the other, until one contains `address`. If none does, an error in a template is the
    /// reason.
    fn in_groups(&self, address: &str) -> Option<Rendered> {
        if !self.site.is_generated(address) && !feeds::NAMES.contains(&address) {
            return None;
        }
        let rendered = || {
            let groups = FILE_GROUPS.iter().zip(&self.groups).skip(1);
            groups.map(|(write, files)| files.get_or_init(|| by_address(write(self))))
        };
        let found = |address: &str| rendered().find_map(|files| files.get(address).cloned());
        found(address).or_else(|| found(FAILED))
    }

    /// The authors' files that pages show or link to.
    fn linked_assets(&self) -> &BTreeMap<String, Content> {
        self.linked_assets.get_or_init(|| page::assets(self))
    }
}

/// Where [`by_address`] stores an error, which has no address.
const FAILED: &str = "";

/// Indexes files by address.
fn by_address(rendered: Vec<Rendered>) -> BTreeMap<String, Rendered> {
    let address = |file: &Rendered| file.as_ref().map_or_else(|_| FAILED.to_owned(), |file| file.address.clone());
    rendered.into_iter().map(|file| (address(&file), file)).collect()
}

/// Stores each file as it arrives, until all senders are dropped or the sink fails. After a failure, sending fails too.
fn store(batches: &Receiver<Vec<File>>, sink: &mut dyn Sink) -> Result<(), SinkError> {
    batches.iter().flatten().try_for_each(|file| sink.put(file.address, file.content))
}

/// Renders all files and returns the errors in templates.
fn render_all(renderer: &Renderer, send: &SyncSender<Vec<File>>, progress: &dyn Progress) -> Vec<Diagnostic> {
    let finished = renderer.shared.files.iter().chain(renderer.linked_assets());
    let file = |(address, content): (&String, &Content)| File { address: address.clone(), content: content.clone() };
    let mut found = pass_on(finished.map(file).map(Ok), send);
    let ids: Vec<PageId> = renderer.site.ids().collect();
    let pages = || {
        let pages = ids.par_chunks(BATCH).flat_map_iter(|ids| {
            let rendered = ids.iter().filter_map(|&id| {
                progress.step();
                // Index pages of folders are rendered with their lists.
                (!renderer.site.page(id).document.index).then(|| page::write(renderer, id))
            });
            pass_on(rendered, send)
        });
        pages.collect::<Vec<_>>()
    };
    // The parts of the index depend on each other; pages use the threads meanwhile.
    let index = || {
        search::index(&renderer.site, &renderer.sources, &|files| {
            pass_on(files.into_iter().map(|(address, content)| Ok(File { address, content })), send);
        });
    };
    let (pages, ()) = rayon::join(pages, index);
    found.extend(pages);
    found.extend(pass_on(renderer.shared.moved.iter().map(|(old, moved)| page::redirect(renderer, moved, old)), send));
    for write in FILE_GROUPS {
        found.extend(pass_on(write(renderer), send));
    }
    found
}

/// Sends the rendered files as one batch and returns the errors in templates.
fn pass_on(rendered: impl IntoIterator<Item = Rendered>, send: &SyncSender<Vec<File>>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let files = rendered.into_iter().filter_map(|file| file.map_err(|mistake| found.push(*mistake)).ok()).collect();
    // Sending fails only after the sink has failed, which is reported by `write_all`.
    send.send(files).ok();
    found
}

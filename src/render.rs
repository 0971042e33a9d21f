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
pub mod html;
mod lists;
mod page;
mod svg;
pub mod theme;
mod trainers;

use std::sync::mpsc::{self, Receiver, SyncSender};
use std::thread;

use rayon::prelude::*;

use crate::Progress;
use crate::diagnostic::Diagnostic;
use crate::explore::Proofs;
use crate::model::{PageId, Site};
use crate::output::{Sink, SinkError};
use crate::search;
use crate::source::SourceMap;
use frame::{File, Renderer};
use theme::Theme;

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

/// Renders the whole site into `sink`, which keeps files while others are still being made.
///
/// # Errors
/// When a template breaks a rule of the template language, or the sink cannot keep a file.
pub fn render(
    (site, proofs): (&Site, &Proofs),
    sources: &SourceMap,
    theme: Theme,
    (sink, progress): (&mut dyn Sink, &dyn Progress),
) -> Result<(), Failure> {
    let (renderer, files) =
        Renderer::new((site, proofs), sources, theme).map_err(|found| Failure::Theme(vec![*found]))?;
    progress.stage("rendering", site.pages.len());
    let (send, receive) = mpsc::sync_channel(QUEUE);
    let (found, kept) = thread::scope(|scope| {
        let keeper = scope.spawn(move || keep(&receive, sink));
        let found = produce(&renderer, files, &send, progress);
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

/// Hands each file to the sink as it comes. Ends with the last sender, or with the sink's first error; senders then
/// find nobody listening.
fn keep(batches: &Receiver<Vec<File>>, sink: &mut dyn Sink) -> Result<(), SinkError> {
    batches.iter().flatten().try_for_each(|(path, content)| sink.put(path, content))
}

/// Makes all files; returns what is wrong with the templates.
fn produce(
    renderer: &Renderer<'_>,
    files: Vec<File>,
    send: &SyncSender<Vec<File>>,
    progress: &dyn Progress,
) -> Vec<Diagnostic> {
    let mut found = pass_on(files.into_iter().chain(page::assets(renderer)).map(Ok), send);
    let ids: Vec<PageId> = renderer.site.ids().collect();
    let pages = || {
        let pages = ids.par_chunks(BATCH).flat_map_iter(|ids| {
            let made = ids.iter().flat_map(|&id| {
                progress.step();
                content(renderer, id)
            });
            pass_on(made, send)
        });
        pages.collect::<Vec<_>>()
    };
    // Parts of the index must wait for one another; pages fill the time.
    let index = || search::index(renderer.site, renderer.sources, &|files| drop(send.send(files)));
    let (pages, ()) = rayon::join(pages, index);
    found.extend(pages);
    for write in [lists::write, generated::write, trainers::write, feeds::write, handbook::write] {
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

/// A page of content and the small pages at its old addresses. The pages of folders are lists, with their text.
fn content(renderer: &Renderer<'_>, id: PageId) -> Vec<Made> {
    let mut files: Vec<Made> = match page::redirects(renderer, id) {
        Ok(redirects) => redirects.into_iter().map(Ok).collect(),
        Err(mistake) => vec![Err(mistake)],
    };
    if !renderer.site.page(id).document.index {
        files.push(page::write(renderer, id));
    }
    files
}

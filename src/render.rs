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
pub mod theme;

use rayon::prelude::*;

use crate::Progress;
use crate::diagnostic::Diagnostic;
use crate::model::{PageId, Site};
use crate::output::Output;
use crate::source::SourceMap;
use frame::{File, Renderer};
use theme::Theme;

/// A file of the output, or what is wrong with the template that should have made it.
type Made = Result<File, Box<Diagnostic>>;

/// Renders the whole site.
///
/// # Errors
/// The findings about the theme, when one of its templates breaks a rule of the template language.
pub fn render(site: &Site, sources: &SourceMap, theme: Theme, progress: &dyn Progress) -> Result<Output, Vec<Diagnostic>> {
    let (renderer, files) = Renderer::new(site, sources, theme).map_err(|found| vec![*found])?;
    let mut output = Output::default();
    output.extend(files);
    output.extend(page::assets(&renderer));
    let ids: Vec<_> = site.ids().collect();
    progress.stage("rendering", ids.len());
    let mut made: Vec<Made> = ids
        .into_par_iter()
        .flat_map_iter(|id| {
            let files = content(&renderer, id);
            progress.step();
            files
        })
        .collect();
    for write in [lists::write, generated::write, feeds::write, handbook::write] {
        made.extend(write(&renderer));
    }
    let mut found = Vec::new();
    for file in made {
        match file {
            Ok(file) => output.extend([file]),
            Err(mistake) => found.push(*mistake),
        }
    }
    if found.is_empty() { Ok(output) } else { Err(found) }
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

//! Site → output: every page, list, feed and file, in memory.
//!
//! Judges nothing: mistakes were found before, and only a theme can still be wrong.

mod body;
mod card;
pub mod context;
mod frame;
mod generated;
pub mod glossary;
pub mod html;
mod lists;
mod page;
pub mod theme;

use rayon::prelude::*;

use crate::Progress;
use crate::diagnostic::Diagnostic;
use crate::model::Site;
use crate::output::Output;
use crate::source::SourceMap;
use frame::{File, Renderer};
use theme::Theme;

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
    let pages: Vec<Result<Vec<File>, Box<Diagnostic>>> = ids
        .into_par_iter()
        .map(|id| {
            let mut files = page::redirects(&renderer, id)?;
            files.push(page::write(&renderer, id)?);
            progress.step();
            Ok(files)
        })
        .collect();
    let mut found = Vec::new();
    for files in pages {
        match files {
            Ok(files) => output.extend(files),
            Err(mistake) => found.push(*mistake),
        }
    }
    if found.is_empty() { Ok(output) } else { Err(found) }
}

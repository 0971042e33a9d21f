//! Turns a completed incident form into a draft case and a draft scenario. The case contains every answer; missing
//! answers become lines with `TODO`.

mod case;
mod scenario;

use std::path::Path;

use scenario::Story;

use super::around::Around;
use super::page::{Asked, NewFile, PageKind, new_file, two_steps};
use super::{Made, Refusal, lay};
use crate::diagnostic::{Diagnostic, Severity};
use crate::incident::{self, Incident};
use crate::source::{FileId, SourceFile, SourceMap};

/// The result of reading a form.
#[derive(Debug)]
pub struct Drafted {
    /// The form as a source, for showing the findings.
    pub sources: SourceMap,
    /// The findings about the form.
    pub diagnostics: Vec<Diagnostic>,
    /// The drafts; `None` if the form has errors.
    pub made: Option<Made>,
}

/// A completed form.
#[derive(Clone, Copy, Debug)]
pub struct Form<'a> {
    /// Its path.
    pub path: &'a Path,
    /// Its name in messages.
    pub shown: &'a str,
}

/// Creates a case and a scenario in the site in `dir` from the completed `form`.
///
/// # Errors
/// Fails if the form cannot be read, if one of the files exists, or on a disk error.
pub fn from_incident(form: Form<'_>, folder: Option<&str>, dir: &Path) -> Result<Drafted, Refusal> {
    let Form { path, shown } = form;
    let around = Around::look(dir)?;
    let bytes = std::fs::read(path).map_err(|source| Refusal::Form { path: path.to_owned(), source })?;
    let text = String::from_utf8(bytes).map_err(|_| Refusal::Name {
        what: format!("`{shown}` is not saved as UTF-8"),
        help: "choose `Save as` in your editor and the encoding `UTF-8`".to_owned(),
    })?;
    let sources = SourceMap::new(vec![SourceFile::new(shown, text)]);
    let (incident, mut diagnostics) = incident::read(FileId(0), sources.file(FileId(0)).text(), around.site.config());
    crate::diagnostic::sort(&mut diagnostics);
    let sound = diagnostics.iter().all(|found| found.severity != Severity::Error);
    let made = match incident.filter(|_| sound) {
        Some(incident) => Some(draft(&incident, folder, dir, &around)?),
        None => None,
    };
    Ok(Drafted { sources, diagnostics, made })
}

fn draft(incident: &Incident, folder: Option<&str>, dir: &Path, around: &Around) -> Result<Made, Refusal> {
    let new_file = |kind| new_file(Asked { kind, title: &incident.title, folder });
    let NewFile { title, path: case } = new_file(PageKind::Case)?;
    let scenario = new_file(PageKind::Scenario)?.path;
    around.free(&case)?;
    around.free(&scenario)?;
    let steps = around.steps(&scenario);
    let steps = two_steps(&steps)?;
    let told = case::text(incident, &title, &case, around);
    let story = Story { title: &title, path: &scenario, case: &case, steps };
    let story = scenario::text(incident, &story, &around.site);
    lay(dir, &case, &told)?;
    lay(dir, &scenario, &story).inspect_err(|_| {
        // Create both files or neither, so that another attempt can succeed.
        std::fs::remove_file(dir.join(&case)).ok();
    })?;
    Ok(Made { files: vec![case, scenario] })
}

//! The site as it is, and as it would be with the changes.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use anyhow::bail;

use super::edits::Edits;
use crate::change::Change;
use crate::config;
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::model::Site;
use crate::pipeline::Checked;
use crate::read::{self, Inputs};
use crate::source::{SourceFile, SourceMap};
use crate::{Loaded, Options};

/// A site that something is renamed in.
pub(super) struct Trial {
    inputs: Inputs,
    options: Options,
    checked: Checked,
}

impl Trial {
    pub fn read(dir: &Path, options: &Options) -> anyhow::Result<Self> {
        // What reading finds is the same before and after.
        let (inputs, _) = read::read(dir)?;
        let options = Options { drafts: true, ..options.clone() };
        let checked = checked(inputs.clone(), &options)?;
        Ok(Self { inputs, options, checked })
    }

    /// The site as it is, with its drafts.
    pub fn site(&self) -> &Site {
        self.checked.site()
    }

    pub fn sources(&self) -> &SourceMap {
        self.checked.sources()
    }

    /// The site with some edits.
    pub fn with(&self, edits: &Edits) -> anyhow::Result<Checked> {
        checked(self.changed(&edits.changes(self.sources())), &self.options)
    }

    /// The input with changed files.
    fn changed(&self, changes: &[Change]) -> Inputs {
        let mut inputs = self.inputs.clone();
        let by_path: BTreeMap<&str, &Change> = changes.iter().map(|change| (change.path.as_str(), change)).collect();
        let theme: Vec<Option<String>> = inputs
            .theme
            .iter()
            .map(|file| file.file.map(|id| self.inputs.sources.file(id).path().to_owned()))
            .collect();
        let mut files: Vec<Arc<SourceFile>> = Vec::new();
        for (id, file) in self.inputs.sources.iter() {
            files.push(match by_path.get(file.path()) {
                Some(change) => {
                    let path = change.to.clone().unwrap_or_else(|| change.path.clone());
                    Arc::new(SourceFile::new(path, change.new.clone()))
                }
                None => Arc::clone(self.inputs.sources.shared(id)),
            });
        }
        let created = changes.iter().filter(|change| self.inputs.sources.find(&change.path).is_none());
        files.extend(created.map(|change| Arc::new(SourceFile::new(change.path.as_str(), change.new.clone()))));
        inputs.sources = SourceMap::from_shared(files);
        for (file, path) in inputs.theme.iter_mut().zip(theme) {
            file.file = path.and_then(|path| inputs.sources.find(&path));
        }
        if let Some(id) = inputs.sources.settings() {
            (inputs.config, _) = config::read(id, inputs.sources.file(id).text());
        }
        inputs
    }

    /// Checks the site with the edits. Returns the new warnings.
    ///
    /// # Errors
    /// Fails if there are new errors, or if old addresses would lead to something else.
    pub fn judge(&self, edits: &Edits) -> anyhow::Result<Vec<Diagnostic>> {
        let after = self.with(edits)?;
        let mut known = counts(&self.checked, edits);
        let is_new = |found: &&Diagnostic| {
            let key = (found.code, after.sources().file(found.span().file).path().to_owned());
            match known.get_mut(&key).filter(|count| **count > 0) {
                Some(count) => {
                    *count -= 1;
                    false
                }
                None => true,
            }
        };
        let new: Vec<Diagnostic> = after.diagnostics().iter().filter(is_new).cloned().collect();
        let worst = new.iter().find(|found| found.code.severity() == Severity::Error || found.code == Code::OldAnchor);
        if let Some(worst) = worst {
            let file = after.sources().file(worst.span().file);
            let (path, line) = (file.path(), file.place(worst.span().start).line);
            let rest = match new.len() {
                1 => String::new(),
                more => format!(" (and {} more)", more - 1),
            };
            bail!(
                "nothing was renamed, because the site would have a new problem{rest}\n  {path}:{line}: {} [{}]",
                worst.message,
                worst.code.name()
            );
        }
        let is_shown = |found: &Diagnostic| found.severity != Severity::Note && found.code != Code::TooManyStates;
        Ok(new.into_iter().filter(is_shown).collect())
    }
}

/// Checks a site without following the runs of its scenarios, which other names do not change.
fn checked(inputs: Inputs, options: &Options) -> anyhow::Result<Checked> {
    let settings = inputs.sources.settings();
    let found = settings.map(|id| config::read(id, inputs.sources.file(id).text()).1).unwrap_or_default();
    Ok(Loaded::of(inputs, found, options)?.with_states(1).check())
}

/// The number of findings of each kind in each file, by its new path.
fn counts(checked: &Checked, edits: &Edits) -> BTreeMap<(Code, String), usize> {
    let mut counts: BTreeMap<(Code, String), usize> = BTreeMap::new();
    for found in checked.diagnostics() {
        let path = checked.sources().file(found.span().file).path();
        let path = edits.moved.get(path).map_or(path, String::as_str);
        *counts.entry((found.code, path.to_owned())).or_default() += 1;
    }
    counts
}

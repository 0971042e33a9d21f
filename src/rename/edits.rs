//! The edits that a rename makes, by file.

use super::ByFile;
use crate::change::{Change, Edit, apply};
use crate::source::{FileId, SourceMap, Span};

/// The edits of all files, and the page that is moved.
#[derive(Clone, Debug, Default)]
pub(super) struct Edits {
    files: ByFile<Vec<Edit>>,
    /// The new path of a file, by its old path; both from the site's folder.
    pub moved: ByFile<String>,
    /// Files that do not exist yet.
    pub created: ByFile<String>,
}

impl Edits {
    /// Adds the replacement of a span.
    pub fn replace(&mut self, sources: &SourceMap, span: Span, with: impl Into<String>) {
        self.add(sources, span.file, Edit::at(span, with));
    }

    /// Adds the edit of a file.
    pub fn add(&mut self, sources: &SourceMap, file: FileId, edit: Edit) {
        self.files.entry(sources.file(file).path().to_owned()).or_default().push(edit);
    }

    /// The changed files.
    pub fn changes(&self, sources: &SourceMap) -> Vec<Change> {
        let paths = self.files.keys().chain(self.moved.keys().filter(|path| !self.files.contains_key(*path)));
        let change = |path: &String| {
            let old = sources.file(sources.find(path)?).text().to_owned();
            let (new, _) = apply(&old, self.files.get(path).cloned().unwrap_or_default());
            let to = self.moved.get(path).cloned();
            Some(Change { path: path.clone(), to, old, new })
                .filter(|change| change.to.is_some() || change.old != change.new)
        };
        let created = self.created.iter().map(|(path, text)| Change {
            path: path.clone(),
            to: None,
            old: String::new(),
            new: text.clone(),
        });
        paths.filter_map(change).chain(created).collect()
    }
}

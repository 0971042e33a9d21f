//! The findings about a site, with some of its texts replaced in memory.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use super::origin::Origin;
use crate::change::{self, Edit};
use crate::config;
use crate::diagnostic::{Code, Diagnostic, Replacement};
use crate::pipeline::Checked;
use crate::read::{self, Inputs};
use crate::source::{FileId, SourceFile, SourceMap, Span};
use crate::text::saturating_u32;
use crate::{Loaded, Options};

/// A site as read, which can be checked with changes.
pub(super) struct Original {
    inputs: Inputs,
    found: Vec<Diagnostic>,
    options: Options,
}

/// A file with fixes.
#[derive(Clone, Debug)]
pub(super) struct File {
    pub old: Arc<SourceFile>,
    pub new: Arc<SourceFile>,
    pub cures: usize,
    origin: Origin,
}

/// A certain fix, by its position in the original text. It stays the same while other fixes are made.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Fix {
    pub file: FileId,
    at: usize,
    with: String,
    /// The line in the original text, from 1.
    pub line: usize,
}

/// The fixed files, and the findings about the site with them.
pub(super) struct State {
    checked: Checked,
    pub files: BTreeMap<FileId, File>,
    /// The fixes that led to this state, in order.
    pub made: Vec<Fix>,
}

impl Original {
    pub fn read(dir: &Path, options: &Options) -> anyhow::Result<Self> {
        let (inputs, found) = read::read(dir)?;
        Ok(Self { inputs, found, options: options.clone() })
    }

    /// Checks the site as it was read.
    pub fn state(&self) -> anyhow::Result<State> {
        let checked = Loaded::of(self.inputs.clone(), self.found.clone(), &self.options)?.check();
        Ok(State { checked, files: BTreeMap::new(), made: Vec::new() })
    }

    /// Makes the certain fixes of `state` that are `wanted`, and checks the site again. `None` if there are none.
    pub fn fixed(&self, state: &State, wanted: &dyn Fn(&Fix) -> bool) -> anyhow::Result<Option<State>> {
        let (mut files, mut made) = (state.files.clone(), state.made.clone());
        for (id, edits) in state.edits(wanted) {
            let source = state.sources().file(id);
            let fresh = || File {
                old: Arc::clone(state.sources().shared(id)),
                new: Arc::clone(state.sources().shared(id)),
                cures: 0,
                origin: Origin::unchanged(source.text().len()),
            };
            let file = files.entry(id).or_insert_with(fresh);
            let (text, edits) = change::apply(source.text(), edits);
            made.extend(edits.iter().map(|edit| Fix::of(id, edit, file.before())));
            file.origin.apply(&edits);
            file.cures += edits.len();
            file.new = Arc::new(SourceFile::new(source.path(), text));
        }
        if made.len() == state.made.len() {
            return Ok(None);
        }
        let (inputs, found) = self.with(&files);
        let checked = Loaded::of(inputs, found, &self.options)?.check_after(Some(&state.checked));
        Ok(Some(State { checked, files, made }))
    }

    /// The input with changed files. Unchanged files are shared, so that a check can reuse what it knows about them.
    fn with(&self, files: &BTreeMap<FileId, File>) -> (Inputs, Vec<Diagnostic>) {
        let (mut inputs, mut found) = (self.inputs.clone(), self.found.clone());
        let text = |id: FileId| files.get(&id).map_or(inputs.sources.shared(id), |file| &file.new);
        // The paths are unchanged, so file ids are too.
        inputs.sources = SourceMap::from_shared(inputs.sources.iter().map(|(id, _)| Arc::clone(text(id))).collect());
        for theme in &mut inputs.theme {
            if let Some(file) = theme.file.and_then(|id| files.get(&id)) {
                theme.bytes = Cow::Owned(file.new.text().as_bytes().to_vec());
            }
        }
        if let Some(id) = inputs.sources.settings()
            && let Some(file) = files.get(&id)
        {
            let (config, mistakes) = config::read(id, file.new.text());
            inputs.config = config;
            found.retain(|found| found.span().file != id || found.code == Code::UnknownTheme);
            found.extend(mistakes);
        }
        (inputs, found)
    }
}

/// The original text of a file, and how it was changed.
#[derive(Clone, Copy)]
struct Before<'a> {
    text: &'a SourceFile,
    origin: Option<&'a Origin>,
}

impl Before<'_> {
    fn position(self, at: usize) -> usize {
        self.origin.map_or(at, |origin| origin.original(at))
    }

    fn line(self, at: usize) -> usize {
        self.text.place(saturating_u32(at)).line
    }
}

impl File {
    fn before(&self) -> Before<'_> {
        Before { text: &self.old, origin: Some(&self.origin) }
    }
}

impl Fix {
    fn of(file: FileId, edit: &Edit, original: Before<'_>) -> Self {
        let at = original.position(edit.start);
        // A fix is compared with the one that the finding suggests, whose line endings are not those of the file.
        Self { file, at, with: edit.with.replace("\r\n", "\n"), line: original.line(at) }
    }

    /// Returns true if it is this replacement in the original text of its file.
    pub fn is(&self, cure: &Replacement) -> bool {
        self.at == cure.span.range().start && self.with == cure.text.replace("\r\n", "\n")
    }
}

impl State {
    pub fn diagnostics(&self) -> &[Diagnostic] {
        self.checked.diagnostics()
    }

    pub fn sources(&self) -> &Arc<SourceMap> {
        self.checked.sources()
    }

    /// The original text of a file.
    fn before(&self, id: FileId) -> Before<'_> {
        match self.files.get(&id) {
            Some(file) => file.before(),
            None => Before { text: self.sources().file(id), origin: None },
        }
    }

    /// The file and position of the beginning of `span` in the original text.
    pub fn origin(&self, span: Span) -> (FileId, usize) {
        (span.file, self.before(span.file).position(span.start as usize))
    }

    /// The line of the beginning of `span` in the original text.
    pub fn original_line(&self, span: Span) -> usize {
        let before = self.before(span.file);
        before.line(before.position(span.start as usize))
    }

    /// See [`Origin::snapped`].
    pub fn snapped(&self, file: FileId, at: usize) -> usize {
        self.files.get(&file).map_or(at, |file| file.origin.snapped(at))
    }

    /// The certain fixes, each with the position of its finding.
    pub fn fixes(&self) -> impl Iterator<Item = (Fix, Span)> {
        self.certain().map(|(fix, _, span)| (fix, span))
    }

    fn certain(&self) -> impl Iterator<Item = (Fix, Edit, Span)> {
        self.diagnostics().iter().filter_map(|found| {
            let cure = found.certain_cure()?;
            let (id, edit) = (cure.span.file, Edit::of(cure));
            Some((Fix::of(id, &edit, self.before(id)), edit, found.span()))
        })
    }

    /// The edits of the certain fixes that are `wanted`, by file.
    fn edits(&self, wanted: &dyn Fn(&Fix) -> bool) -> BTreeMap<FileId, Vec<Edit>> {
        let mut edits: BTreeMap<FileId, Vec<Edit>> = BTreeMap::new();
        for (fix, edit, _) in self.certain().filter(|(fix, ..)| wanted(fix)) {
            edits.entry(fix.file).or_default().push(edit);
        }
        edits
    }
}

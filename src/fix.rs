//! `casebook fix`: applies the fixes that are certain, shows what they change, and writes the files on request.
//!
//! A leaf module. The fixes come with the diagnostics ([`Diagnostic::certain_cure`]). Every round is first tried in
//! memory on the whole site: a fix that would cause a new finding is not made, and is reported.

mod diff;
mod edit;
mod judge;
mod seen;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::{fs, io};

pub use diff::{DiffStyle, write_diff};

use crate::diagnostic::Diagnostic;
use crate::source::SourceMap;
use crate::{Options, atomic};
use edit::Edit;
use seen::Seen;

/// Maximum number of rounds: one fix may reveal the next.
const ROUNDS: usize = 8;

/// A file before and after its fixes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Its path from the site's folder, with `/`.
    pub path: String,
    /// Its current text, without byte order mark.
    pub old: String,
    /// Its text after the fixes.
    pub new: String,
    /// Number of fixes made in it.
    pub cures: usize,
}

/// A file whose fixes were not made, and the reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Left {
    /// Its path from the site's folder, with `/`.
    pub path: String,
    /// The reason, as a continuation of "is left as it is:".
    pub why: String,
}

/// The result of trying all certain fixes.
#[derive(Debug, Default)]
pub struct Fixed {
    /// The changed files, in path order.
    pub changes: Vec<Change>,
    /// The files that are left unchanged although they have certain fixes.
    pub left: Vec<Left>,
    /// The findings now.
    pub before: Vec<Diagnostic>,
    /// The findings that remain once the changes are written.
    pub after: Vec<Diagnostic>,
    /// The sources to which `after` refers.
    pub sources: Arc<SourceMap>,
}

/// The errors of writing a fixed file.
#[derive(Debug, thiserror::Error)]
pub enum FixError {
    /// The file has changed since it was read.
    #[error(
        "`{0}` was changed just now, and nothing is written over\n  help: save your editor, and run `casebook fix` again"
    )]
    Changed(String),
    /// A disk error.
    #[error("cannot write `{}`: {source}", path.display())]
    Disk {
        /// The file.
        path: PathBuf,
        /// The system's error.
        source: io::Error,
    },
}

/// Finds the certain fixes for the site in `dir` and tries them. Writes nothing.
///
/// # Errors
/// Fails if `dir` contains no site or cannot be read.
pub fn fix(dir: &Path, options: &Options) -> anyhow::Result<Fixed> {
    let first = Seen::of(dir, options, &BTreeMap::new())?;
    let before = first.diagnostics.clone();
    let state = State { seen: first, mended: BTreeMap::new() };
    let mut mending = Mending { dir, options, state, left: Vec::new() };
    // Fixing one file may make a fix in another one certain.
    for _ in 0..ROUNDS {
        let paths = mending.curable();
        if paths.is_empty() {
            break;
        }
        mending.settle(&paths)?;
    }
    let Mending { state: State { seen, mended }, left, .. } = mending;
    let changes = mended.into_iter().map(|(path, file)| file.change(path)).filter(|change| change.old != change.new);
    Ok(Fixed { changes: changes.collect(), left, before, after: seen.diagnostics, sources: seen.sources })
}

/// Writes the changes, replacing each file atomically. Byte order marks and line endings are kept.
///
/// # Errors
/// Fails if a file has changed since it was read, or on a disk error. Earlier changes are then already written.
pub fn write(dir: &Path, changes: &[Change]) -> Result<(), FixError> {
    for change in changes {
        let path = dir.join(&change.path);
        match atomic::exchange(&path, &change.old, &change.new) {
            Ok(true) => {}
            Ok(false) => return Err(FixError::Changed(change.path.clone())),
            Err(source) => return Err(FixError::Disk { path, source }),
        }
    }
    Ok(())
}

/// A file with fixes.
#[derive(Clone, Debug)]
struct File {
    old: String,
    new: String,
    cures: usize,
}

impl File {
    fn change(self, path: String) -> Change {
        Change { path, old: self.old, new: self.new, cures: self.cures }
    }
}

/// The fixed files, and the findings about the site with them.
struct State {
    seen: Seen,
    mended: BTreeMap<String, File>,
}

impl State {
    /// The certain fixes, by file.
    fn edits(&self) -> BTreeMap<&str, Vec<Edit>> {
        let mut edits: BTreeMap<&str, Vec<Edit>> = BTreeMap::new();
        for cure in self.seen.diagnostics.iter().filter_map(Diagnostic::certain_cure) {
            edits.entry(self.seen.sources.file(cure.span.file).path()).or_default().push(Edit::of(cure));
        }
        edits
    }

    fn text(&self, path: &str) -> &str {
        self.seen.sources.find(path).map_or("", |file| self.seen.sources.file(file).text())
    }
}

struct Mending<'a> {
    dir: &'a Path,
    options: &'a Options,
    state: State,
    left: Vec<Left>,
}

impl Mending<'_> {
    /// The files with certain fixes that have not been given up. Files that cannot be written as they were read are
    /// given up here.
    fn curable(&mut self) -> Vec<String> {
        let left: BTreeSet<&str> = self.left.iter().map(|left| left.path.as_str()).collect();
        let paths = self.state.edits().into_keys().filter(|path| !left.contains(path));
        let (sound, strange): (Vec<String>, Vec<String>) =
            paths.map(str::to_owned).partition(|path| self.state.mended.contains_key(path) || self.is_as_read(path));
        let why = "it is not saved as UTF-8, or was changed just now";
        self.left.extend(strange.into_iter().map(|path| Left { path, why: why.to_owned() }));
        sound
    }

    fn is_as_read(&self, path: &str) -> bool {
        let text = self.state.text(path).as_bytes();
        fs::read(self.dir.join(path)).is_ok_and(|bytes| atomic::without_mark(&bytes).1 == text)
    }

    /// Fixes the files at `paths`, and keeps the result if it is no worse. Otherwise tries halves of them, to find the
    /// file at fault.
    fn settle(&mut self, paths: &[String]) -> anyhow::Result<()> {
        let Some(tried) = self.chain(paths)? else { return Ok(()) };
        match (judge::something_new(&self.state.seen, &tried.seen), paths) {
            (None, _) => self.state = tried,
            (Some(new), [path]) => {
                let why = format!("mending it would bring something new, `{new}`");
                self.left.push(Left { path: path.clone(), why });
            }
            (Some(_), _) => {
                let (some, others) = paths.split_at(paths.len() / 2);
                self.settle(some)?;
                self.settle(others)?;
            }
        }
        Ok(())
    }

    /// Applies fixes to the files at `paths` until none is certain: one may reveal the next.
    fn chain(&self, paths: &[String]) -> anyhow::Result<Option<State>> {
        let wanted: BTreeSet<&str> = paths.iter().map(String::as_str).collect();
        let mut tried: Option<State> = None;
        for _ in 0..ROUNDS {
            let now = tried.as_ref().unwrap_or(&self.state);
            let mut mended = now.mended.clone();
            let mut made = 0;
            for (path, edits) in now.edits().iter().filter(|(path, _)| wanted.contains(*path)) {
                let text = now.text(path);
                let fresh = || File { old: text.to_owned(), new: String::new(), cures: 0 };
                let file = mended.entry((*path).to_owned()).or_insert_with(fresh);
                let (new, count) = edit::apply(text, edits);
                (file.new, file.cures, made) = (new, file.cures + count, made + count);
            }
            if made == 0 {
                break;
            }
            let texts = mended.iter().map(|(path, file)| (path.clone(), file.new.clone())).collect();
            tried = Some(State { seen: Seen::of(self.dir, self.options, &texts)?, mended });
        }
        Ok(tried)
    }
}

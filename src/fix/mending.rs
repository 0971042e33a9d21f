//! Makes all certain fixes at once, and finds those at fault if the site would become worse.
//!
//! The cost is a number of checks of the whole site, each of which reuses the previous one. It does not grow with the
//! number of faulty files: the search halves the fixes of all of them at the same time.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use super::Left;
use super::judge::{self, New};
use super::state::{Fix, Original, State};
use crate::atomic;
use crate::diagnostic::Code;
use crate::source::FileId;

/// Maximum number of rounds: one fix may reveal the next.
const ROUNDS: usize = 8;
/// After this number of checks, no further attempt begins.
const MOST_CHECKS: usize = 16;

/// A site that is being fixed.
pub(super) struct Mending<'a> {
    dir: &'a Path,
    original: &'a Original,
    /// The files that had errors at first.
    broken: BTreeSet<FileId>,
    /// The site with the fixes that have been made.
    pub state: State,
    /// The number of checks of the whole site.
    pub checks: usize,
    /// The fixes that are not made, and the reason.
    given_up: BTreeMap<Fix, String>,
    /// Whether a file can be written as it was read.
    writable: BTreeMap<FileId, bool>,
}

/// The site with some fixes, and what is worse than without them.
struct Attempt {
    state: State,
    new: Vec<New>,
}

/// The search for the fixes at fault in one file.
struct Search {
    /// The sets of fixes to try, the next one last.
    waiting: Vec<Vec<Fix>>,
}

impl<'a> Mending<'a> {
    pub fn new(dir: &'a Path, original: &'a Original) -> anyhow::Result<Self> {
        let state = original.state()?;
        let broken = judge::broken(state.diagnostics());
        let (given_up, writable) = (BTreeMap::new(), BTreeMap::new());
        Ok(Self { dir, original, broken, state, checks: 1, given_up, writable })
    }

    /// Makes all fixes that can be made.
    pub fn run(&mut self) -> anyhow::Result<()> {
        for _ in 0..ROUNDS {
            if self.checks >= MOST_CHECKS {
                break;
            }
            match self.attempt(&|_| true)? {
                None => break,
                Some(tried) if tried.new.is_empty() => self.state = tried.state,
                Some(tried) => self.separate(&tried)?,
            }
        }
        Ok(())
    }

    /// Makes the wanted fixes, and those that they reveal, until none is left. `None` if there are none.
    fn attempt(&mut self, wanted: &dyn Fn(&Fix) -> bool) -> anyhow::Result<Option<Attempt>> {
        let mut tried: Option<State> = None;
        for _ in 0..ROUNDS {
            let now = tried.as_ref().unwrap_or(&self.state);
            for (fix, _) in now.fixes() {
                let path = now.sources().file(fix.file).path();
                let is_writable = || is_as_read(&self.dir.join(path), now.sources().file(fix.file).text());
                self.writable.entry(fix.file).or_insert_with(is_writable);
            }
            let is_possible = |fix: &Fix| self.writable[&fix.file] && !self.given_up.contains_key(fix);
            let Some(next) = self.original.fixed(now, &|fix| is_possible(fix) && wanted(fix))? else { break };
            self.checks += 1;
            tried = Some(next);
        }
        Ok(tried.map(|state| Attempt { new: judge::new_findings(&self.state, &state, &self.broken), state }))
    }

    /// Finds the fixes at fault for an attempt at all fixes. Makes the fixes of the files that are no worse first, then
    /// those of the files that are worse, and last those that made other files worse.
    fn separate(&mut self, tried: &Attempt) -> anyhow::Result<()> {
        let worse: BTreeSet<FileId> = tried.new.iter().flat_map(|new| new.files.iter().copied()).collect();
        let files: BTreeSet<FileId> = tried.state.made[self.state.made.len()..].iter().map(|fix| fix.file).collect();
        let (worse, others): (Vec<FileId>, Vec<FileId>) = files.into_iter().partition(|id| worse.contains(id));
        let mut harmful = Vec::new();
        self.keep_files(&others, &mut harmful)?;
        self.keep_fixes(&worse)?;
        self.keep_fixes(&harmful)
    }

    /// Makes the fixes of these files. If the site becomes worse, halves the files to find those at fault, which are
    /// added to `harmful`.
    fn keep_files(&mut self, files: &[FileId], harmful: &mut Vec<FileId>) -> anyhow::Result<()> {
        if files.is_empty() || self.checks >= MOST_CHECKS {
            return Ok(());
        }
        match self.attempt(&|fix| files.contains(&fix.file))? {
            None => {}
            Some(tried) if tried.new.is_empty() => self.state = tried.state,
            Some(_) if files.len() == 1 => harmful.extend(files),
            Some(_) => {
                let (some, others) = files.split_at(files.len() / 2);
                self.keep_files(some, harmful)?;
                self.keep_files(others, harmful)?;
            }
        }
        Ok(())
    }

    /// Makes as many fixes of these files as possible. Halves the fixes of all files at the same time: files that become
    /// worse split their half, the others keep it.
    fn keep_fixes(&mut self, files: &[FileId]) -> anyhow::Result<()> {
        let fixes = self.state.fixes().map(|(fix, _)| fix);
        let fixes: BTreeSet<Fix> =
            fixes.filter(|fix| files.contains(&fix.file) && !self.given_up.contains_key(fix)).collect();
        let mut searches = searches(&fixes);
        let mut good: BTreeSet<Fix> = BTreeSet::new();
        while self.checks < MOST_CHECKS {
            let chosen: BTreeMap<FileId, Vec<Fix>> =
                searches.iter_mut().filter_map(|(file, search)| Some((*file, search.waiting.pop()?))).collect();
            if chosen.is_empty() {
                break;
            }
            let tried: BTreeSet<&Fix> = chosen.values().flatten().chain(&good).collect();
            // Fixes that only these fixes reveal are made with them.
            let is_wanted = |fix: &Fix| tried.contains(fix) || !fixes.contains(fix) && files.contains(&fix.file);
            let Some(attempt) = self.attempt(&is_wanted)? else { continue };
            if attempt.new.is_empty() {
                self.state = attempt.state;
                good.clear();
                continue;
            }
            for (file, half) in &chosen {
                match attempt.blame(*file, files) {
                    None => good.extend(half.iter().cloned()),
                    Some(code) => self.narrow(half, code, searches.get_mut(file)),
                }
            }
        }
        self.keep_good(&good, &fixes)
    }

    /// Splits a half that made its file worse. A single fix is given up.
    fn narrow(&mut self, half: &[Fix], code: Code, search: Option<&mut Search>) {
        match (half, search) {
            ([_, _, ..], Some(search)) => search.waiting.extend(halves(half)),
            _ => self.give_up(half, code),
        }
    }

    /// Makes the fixes that did no harm in their files. `all` are those that were searched.
    fn keep_good(&mut self, good: &BTreeSet<Fix>, all: &BTreeSet<Fix>) -> anyhow::Result<()> {
        if good.is_empty() {
            return Ok(());
        }
        let files: BTreeSet<FileId> = good.iter().map(|fix| fix.file).collect();
        let is_wanted = |fix: &Fix| good.contains(fix) || !all.contains(fix) && files.contains(&fix.file);
        let Some(attempt) = self.attempt(&is_wanted)? else { return Ok(()) };
        match attempt.new.first() {
            None => self.state = attempt.state,
            Some(new) => self.give_up(&good.iter().cloned().collect::<Vec<_>>(), new.code),
        }
        Ok(())
    }

    fn give_up(&mut self, fixes: &[Fix], code: Code) {
        let why = format!("it would cause another problem, `{}`", code.name());
        self.given_up.extend(fixes.iter().map(|fix| (fix.clone(), why.clone())));
    }

    /// The fixes that are not made, in the order of their positions.
    pub fn left(&self) -> Vec<Left> {
        let left = self.state.fixes().map(|(fix, span)| {
            let file = self.state.sources().file(span.file);
            let why = match (self.given_up.get(&fix), self.writable.get(&fix.file)) {
                (_, Some(false)) => "the file is not saved as UTF-8, or was changed just now".to_owned(),
                (Some(why), _) => why.clone(),
                _ => "too many other fixes would cause problems; look at those first".to_owned(),
            };
            Left { path: file.path().to_owned(), line: file.place(span.start).line, why }
        });
        left.collect()
    }
}

impl Attempt {
    /// The problem that the fixes of `file` caused: a new finding that names it, or else one that names no file of those
    /// that were tried.
    fn blame(&self, file: FileId, tried: &[FileId]) -> Option<Code> {
        let own = self.new.iter().find(|new| new.files.contains(&file));
        let of_others = |new: &&New| !new.files.iter().any(|file| tried.contains(file));
        own.or_else(|| self.new.iter().find(of_others)).map(|new| new.code)
    }
}

/// Begins a search in each file: with two halves, because all fixes of the file are known to do harm together.
fn searches(fixes: &BTreeSet<Fix>) -> BTreeMap<FileId, Search> {
    let mut by_file: BTreeMap<FileId, Vec<Fix>> = BTreeMap::new();
    for fix in fixes {
        by_file.entry(fix.file).or_default().push(fix.clone());
    }
    by_file.into_iter().map(|(file, fixes)| (file, Search { waiting: halves(&fixes) })).collect()
}

/// The second half and the first; only one if there is a single fix.
fn halves(fixes: &[Fix]) -> Vec<Vec<Fix>> {
    let (first, second) = fixes.split_at(fixes.len() / 2);
    [second, first].into_iter().filter(|half| !half.is_empty()).map(<[Fix]>::to_vec).collect()
}

fn is_as_read(path: &Path, text: &str) -> bool {
    fs::read(path).is_ok_and(|bytes| atomic::without_mark(&bytes).1 == text.as_bytes())
}

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
use crate::diagnostic::{Code, Replacement};
use crate::source::FileId;

/// Maximum number of rounds: one fix may reveal the next.
const ROUNDS: usize = 8;
/// After this number of checks, no further attempt begins.
const MOST_CHECKS: usize = 16;

/// The reason not to make the fixes of a file that is not as it was read.
const UNWRITABLE: &str = "the file is not saved as UTF-8, or changed after it was read";

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
    /// For each file, true if it can be written as it was read.
    writable: BTreeMap<FileId, bool>,
}

/// The site with some fixes, and what is worse than without them.
struct Attempt {
    state: State,
    new: Vec<New>,
}

/// The search for the fixes at fault in one file: the parts to try, the next one last.
struct Search {
    waiting: Vec<Part>,
}

/// Fixes of one file that are tried together.
struct Part {
    fixes: Vec<Fix>,
    /// The problem that these fixes cause together with those of the next part.
    code: Code,
    /// True if the next part is the other part of one that was split.
    is_first: bool,
    /// True if it is known that these fixes cause the problem.
    is_faulty: bool,
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

    /// Tries one fix, with those that it reveals in the same file. Returns the reason if it is not to be made.
    pub fn trial(&mut self, path: &str, cure: &Replacement) -> anyhow::Result<Option<String>> {
        let all: BTreeSet<Fix> = self.state.fixes().map(|(fix, _)| fix).collect();
        let Some(asked) = all.iter().find(|fix| self.state.sources().file(fix.file).path() == path && fix.is(cure))
        else {
            return Ok(Some("the site has changed since this was found".to_owned()));
        };
        let is_wanted = |fix: &Fix| fix == asked || (fix.file == asked.file && !all.contains(fix));
        let why = match self.attempt(&is_wanted)? {
            None => Some(UNWRITABLE.to_owned()),
            Some(tried) => tried.new.first().map(|new| harm(new.code)),
        };
        Ok(why)
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
        let worse: BTreeSet<FileId> = tried.new.iter().flat_map(|new| new.lines.iter().map(|(id, _)| *id)).collect();
        let files: BTreeSet<FileId> = tried.state.made[self.state.made.len()..].iter().map(|fix| fix.file).collect();
        let (worse, others): (Vec<FileId>, Vec<FileId>) = files.into_iter().partition(|id| worse.contains(id));
        let mut harmful = Vec::new();
        self.keep_files(&others, &mut harmful)?;
        self.keep_fixes(&worse, tried)?;
        self.keep_fixes(&harmful, tried)
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

    /// Makes as many fixes of these files as possible, after an attempt at all of them. Searches all files at the same
    /// time: those that become worse split the part that was tried, the others keep it.
    fn keep_fixes(&mut self, files: &[FileId], all: &Attempt) -> anyhow::Result<()> {
        let fixes = self.state.fixes().map(|(fix, _)| fix);
        let fixes: BTreeSet<Fix> =
            fixes.filter(|fix| files.contains(&fix.file) && !self.given_up.contains_key(fix)).collect();
        let mut searches = searches(&fixes, all);
        let mut good: BTreeSet<Fix> = BTreeSet::new();
        while self.checks < MOST_CHECKS {
            let mut parts: BTreeMap<FileId, Part> = BTreeMap::new();
            for (file, search) in &mut searches {
                parts.extend(search.next(&mut |part| self.give_up(&part.fixes, part.code)).map(|part| (*file, part)));
            }
            if parts.is_empty() {
                break;
            }
            let tried: BTreeSet<&Fix> = parts.values().flat_map(|part| &part.fixes).chain(&good).collect();
            // Fixes that only these fixes reveal are made with them.
            let is_wanted = |fix: &Fix| tried.contains(fix) || !fixes.contains(fix) && files.contains(&fix.file);
            let Some(attempt) = self.attempt(&is_wanted)? else { continue };
            let is_clean = attempt.new.is_empty();
            for (file, part) in parts {
                let code = attempt.blame(file, files);
                good.extend(part.fixes.iter().filter(|_| code.is_none()).cloned());
                if let Some(search) = searches.get_mut(&file) {
                    search.learn(part, code);
                }
            }
            if is_clean {
                self.state = attempt.state;
                good.clear();
            }
        }
        self.keep_good(&good, &fixes)
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
        let why = harm(code);
        self.given_up.extend(fixes.iter().map(|fix| (fix.clone(), why.clone())));
    }

    /// The fixes that are not made, in the order of their positions.
    pub fn left(&self) -> Vec<Left> {
        let left = self.state.fixes().map(|(fix, span)| {
            let file = self.state.sources().file(span.file);
            let why = match (self.given_up.get(&fix), self.writable.get(&fix.file)) {
                (_, Some(false)) => UNWRITABLE.to_owned(),
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
        let own = self.new.iter().find(|new| new.names(file));
        let of_others = |new: &&New| !tried.iter().any(|file| new.names(*file));
        own.or_else(|| self.new.iter().find(of_others)).map(|new| new.code)
    }
}

impl Search {
    /// The next part to try. Passes fixes that are known to be at fault to `give_up`.
    fn next(&mut self, give_up: &mut dyn FnMut(&Part)) -> Option<Part> {
        loop {
            let part = self.waiting.pop()?;
            match part.fixes.len() {
                _ if !part.is_faulty => return Some(part),
                1 => give_up(&part),
                _ => self.halve(&part),
            }
        }
    }

    /// Records the problem that a part caused, if any.
    fn learn(&mut self, part: Part, code: Option<Code>) {
        match (code, self.waiting.last_mut()) {
            (Some(code), _) => self.waiting.push(Part { code, is_faulty: true, ..part }),
            // The two parts together cause a problem, and this one does not.
            (None, Some(other)) if part.is_first => other.is_faulty = true,
            (None, _) => {}
        }
    }

    fn halve(&mut self, part: &Part) {
        let (first, second) = part.fixes.split_at(part.fixes.len() / 2);
        self.waiting.extend(parts(first, second, part.code));
    }
}

/// The parts of a set of fixes that cause a problem together, in the order of a search.
fn parts(first: &[Fix], second: &[Fix], code: Code) -> Vec<Part> {
    let part = |fixes: &[Fix], is_first| Part { fixes: fixes.to_vec(), code, is_first, is_faulty: false };
    let both = [part(second, false), part(first, true)];
    both.into_iter().filter(|part| !part.fixes.is_empty()).collect()
}

/// Begins a search in each file after an attempt at all fixes. The fixes at the lines of new findings are tried last,
/// because they are probably at fault.
fn searches(fixes: &BTreeSet<Fix>, all: &Attempt) -> BTreeMap<FileId, Search> {
    let lines: BTreeSet<(FileId, usize)> = all.new.iter().flat_map(|new| new.lines.iter().copied()).collect();
    let mut by_file: BTreeMap<FileId, Vec<Fix>> = BTreeMap::new();
    for fix in fixes {
        by_file.entry(fix.file).or_default().push(fix.clone());
    }
    let search = |(file, fixes): (FileId, Vec<Fix>)| {
        let code = all.new.iter().find(|new| new.names(file)).or(all.new.first())?.code;
        let (suspects, others): (Vec<Fix>, Vec<Fix>) =
            fixes.iter().cloned().partition(|fix| lines.contains(&(file, fix.line)));
        let waiting = if suspects.is_empty() || others.is_empty() {
            let (first, second) = fixes.split_at(fixes.len() / 2);
            parts(first, second, code)
        } else {
            parts(&others, &suspects, code)
        };
        Some((file, Search { waiting }))
    };
    by_file.into_iter().filter_map(search).collect()
}

/// The reason not to make a fix that causes a problem of this kind.
fn harm(code: Code) -> String {
    format!("it would cause another problem, `{}`", code.name())
}

fn is_as_read(path: &Path, text: &str) -> bool {
    fs::read(path).is_ok_and(|bytes| atomic::without_mark(&bytes).1 == text.as_bytes())
}

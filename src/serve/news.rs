//! Messages to open pages: the findings of the newest state, and failures of Casebook itself since then. Each change
//! sends one numbered message with everything that is known.

use std::sync::{Arc, Mutex};

use serde::Serialize;

use super::events::Hub;
use super::lock;
use crate::diagnostic::{Diagnostic, Severity};
use crate::report;
use crate::report::prose::Prose;
use crate::source::SourceMap;

/// Upper bound on the findings in one message.
const MOST_TOLD: usize = 100;

/// The part of the work that failed. It decides when the failure is over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// Making a state of the site; over with the next state.
    Run,
    /// Making the search index; over with the next index.
    Index,
    /// Making the page at this address; over with the next state.
    Page(String),
}

#[derive(Debug, PartialEq, Eq)]
struct Failure {
    part: Part,
    text: String,
}

/// Sends the messages.
#[derive(Default)]
pub(super) struct News {
    pub hub: Arc<Hub>,
    newest: Mutex<Newest>,
}

/// Everything that the next message says.
#[derive(Default)]
struct Newest {
    number: u64,
    state: State,
    failures: Vec<Failure>,
}

/// The findings of one state of the site.
#[derive(Default)]
pub(super) struct State {
    errors: usize,
    warnings: usize,
    findings: Vec<Finding>,
    /// Number of findings beyond [`MOST_TOLD`].
    more: usize,
}

/// The message, as JSON.
#[derive(Serialize)]
struct Message<'a> {
    number: u64,
    errors: usize,
    warnings: usize,
    findings: Vec<&'a Finding>,
    more: usize,
}

#[derive(Serialize)]
struct Finding {
    #[serde(flatten)]
    prose: Prose,
    /// The id of its fix, if it has a certain one.
    fix: Option<String>,
}

impl News {
    /// Announces a new state. `show` receives its number and puts it in place before the message is sent.
    pub fn state(&self, state: State, show: impl FnOnce(u64)) {
        let mut newest = lock(&self.newest);
        newest.state = state;
        newest.failures.retain(|failure| failure.part == Part::Index);
        newest.number += 1;
        show(newest.number);
        self.hub.tell(newest.number, &newest.text());
    }

    /// Announces a failure. Returns `false`, and sends nothing, if the same failure is known: a page that fails fails
    /// at each request.
    pub fn failed(&self, part: Part, text: String) -> bool {
        let mut newest = lock(&self.newest);
        let failure = Failure { part, text };
        if newest.failures.contains(&failure) {
            return false;
        }
        newest.failures.retain(|known| known.part != failure.part);
        newest.failures.push(failure);
        newest.number += 1;
        self.hub.tell(newest.number, &newest.text());
        true
    }

    /// Ends the failures of `part`, if there are any.
    pub fn works(&self, part: &Part) {
        let mut newest = lock(&self.newest);
        let before = newest.failures.len();
        newest.failures.retain(|failure| failure.part != *part);
        if newest.failures.len() < before {
            newest.number += 1;
            self.hub.tell(newest.number, &newest.text());
        }
    }
}

impl Newest {
    /// After a failed run the findings are left out: they describe files that have changed since.
    fn text(&self) -> String {
        let nothing = State::default();
        let run_failed = self.failures.iter().any(|failure| failure.part == Part::Run);
        let state = if run_failed { &nothing } else { &self.state };
        let failures: Vec<Finding> = self.failures.iter().map(Failure::finding).collect();
        let told = Message {
            number: self.number,
            errors: failures.len() + state.errors,
            warnings: state.warnings,
            findings: failures.iter().chain(&state.findings).take(MOST_TOLD).collect(),
            more: state.more + (failures.len() + state.findings.len()).saturating_sub(MOST_TOLD),
        };
        serde_json::to_string(&told).unwrap_or_default()
    }
}

impl Failure {
    fn finding(&self) -> Finding {
        Finding { prose: Prose::failure(&self.text), fix: None }
    }
}

impl State {
    /// The findings in `diagnostics` without the notes. `ids` are those of their fixes.
    pub fn of(sources: &SourceMap, diagnostics: &[Diagnostic], ids: &[Option<String>]) -> Self {
        let shown = || diagnostics.iter().zip(ids).filter(|(found, _)| found.severity != Severity::Note);
        Self {
            errors: report::count(diagnostics, Severity::Error),
            warnings: report::count(diagnostics, Severity::Warning),
            findings: shown().take(MOST_TOLD).map(|(found, id)| Finding::of(sources, found, id)).collect(),
            more: shown().count().saturating_sub(MOST_TOLD),
        }
    }
}

impl Finding {
    fn of(sources: &SourceMap, found: &Diagnostic, fix: &Option<String>) -> Self {
        Self { prose: Prose::of(sources, found), fix: fix.clone() }
    }
}

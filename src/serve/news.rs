//! What open pages are told: the findings of the newest state, and what Casebook itself has failed at since. Everything
//! that happens is told at once, numbered in the order in which it happened.

use std::sync::{Arc, Mutex};

use serde::Serialize;

use super::events::Hub;
use super::lock;
use crate::diagnostic::{Diagnostic, Severity};
use crate::report::{self, Format, Look, Report};
use crate::source::SourceMap;

/// How many findings a page is told of.
const MOST_TOLD: usize = 100;

/// The part of the work that a failure belongs to, which says when it is over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// Making a state of the site: over with the next one.
    Run,
    /// Making the index: over when the next one is there.
    Index,
    /// Making the page at an address: over with the next state.
    Page(String),
}

#[derive(Debug, PartialEq, Eq)]
struct Failure {
    part: Part,
    text: String,
}

/// Tells pages.
#[derive(Default)]
pub(super) struct News {
    pub hub: Arc<Hub>,
    newest: Mutex<Newest>,
}

/// All that is told.
#[derive(Default)]
struct Newest {
    number: u64,
    state: State,
    failures: Vec<Failure>,
}

/// What was found in a state of the site.
#[derive(Default)]
pub(super) struct State {
    errors: usize,
    warnings: usize,
    findings: Vec<Finding>,
    /// How many findings are not told.
    more: usize,
}

/// The message to pages.
#[derive(Serialize)]
struct Told<'a> {
    number: u64,
    errors: usize,
    warnings: usize,
    findings: Vec<&'a Finding>,
    more: usize,
}

#[derive(Serialize)]
struct Finding {
    severity: &'static str,
    message: String,
    place: String,
    text: String,
}

impl News {
    /// Another state of the site. `show` puts it in place and gets its number, before any page hears of it.
    pub fn state(&self, state: State, show: impl FnOnce(u64)) {
        let mut newest = lock(&self.newest);
        newest.state = state;
        newest.failures.retain(|failure| failure.part == Part::Index);
        newest.number += 1;
        show(newest.number);
        self.hub.tell(newest.number, &newest.text());
    }

    /// Something failed; `false` where this is known already. A page that is asked for again and again fails as often.
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

    /// This part works again.
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
    /// Where a run failed, nothing is known of the files as they are now.
    fn text(&self) -> String {
        let nothing = State::default();
        let run_failed = self.failures.iter().any(|failure| failure.part == Part::Run);
        let state = if run_failed { &nothing } else { &self.state };
        let failures: Vec<Finding> = self.failures.iter().map(Failure::finding).collect();
        let told = Told {
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
        Finding { severity: "error", message: self.text.clone(), place: String::new(), text: self.text.clone() }
    }
}

impl State {
    /// These findings, notes left out.
    pub fn of(sources: &SourceMap, diagnostics: &[Diagnostic]) -> Self {
        let shown = || diagnostics.iter().filter(|found| found.severity != Severity::Note);
        Self {
            errors: report::count(diagnostics, Severity::Error),
            warnings: report::count(diagnostics, Severity::Warning),
            findings: shown().take(MOST_TOLD).map(|found| Finding::of(sources, found)).collect(),
            more: shown().count().saturating_sub(MOST_TOLD),
        }
    }
}

impl Finding {
    fn of(sources: &SourceMap, found: &Diagnostic) -> Self {
        let report = Report { sources, diagnostics: std::slice::from_ref(found), base: String::new() };
        let mut text = Vec::new();
        // Writing to memory does not fail.
        report.write(Format::Text(Look::PLAIN), &mut text).ok();
        let text = String::from_utf8_lossy(&text);
        let drawn = text.split("\n\n").next().unwrap_or_default().trim_end().to_owned();
        let file = sources.file(found.span().file);
        let place = file.place(found.span().start);
        Self {
            severity: found.severity.word(),
            message: found.message.clone(),
            place: format!("{}:{}:{}", file.path(), place.line, place.column),
            text: drawn,
        }
    }
}

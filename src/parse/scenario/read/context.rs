//! The state that all readers share: the source, the names and the diagnostics. It knows no topic of the language.

use std::collections::BTreeSet;
use std::ops::Range;

use super::super::Setup;
use super::super::text::Text;
use super::super::words::Vocabulary;
use super::names::{self, Names};
use crate::diagnostic::Diagnostic;
use crate::parse::front_matter::Link;
use crate::parse::markdown::{self, Body};
use crate::source::Span;
use crate::text::fold_name;

/// A scenario that is being read.
#[derive(Debug)]
pub(super) struct Context<'a> {
    pub body: &'a Body,
    /// The whole text of the file.
    pub source: &'a str,
    /// The text of the front matter.
    pub front: &'a str,
    /// True if the front matter was read without errors.
    pub sound_front: bool,
    pub words: Vocabulary,
    pub names: Names,
    /// The steps that are named by their titles, to be added to the links of the body.
    pub steps: Vec<markdown::Link>,
    /// The first playbook that the front matter lists, as written, for examples.
    pub playbook: Option<&'a str>,
    /// The folded names of everything that a choice remembers.
    pub remembered: BTreeSet<String>,
    /// True if a choice remembers something whose name could not be read.
    pub lost_memory: bool,
    pub found: Vec<Diagnostic>,
}

impl<'a> Context<'a> {
    pub fn new(setup: &Setup<'a>, body: &'a Body) -> Self {
        let words = Vocabulary::new(setup.words);
        Self {
            body,
            source: setup.source,
            front: setup.source.get(setup.front.span.range()).unwrap_or_default(),
            sound_front: setup.sound,
            remembered: names::remembered(&words, setup.source),
            words,
            names: Names::default(),
            steps: Vec::new(),
            playbook: setup.front.playbooks.first().map(Link::path).filter(|path| !path.is_empty()),
            lost_memory: false,
            found: Vec::new(),
        }
    }

    /// Returns true if a line of the front matter begins with this name.
    pub fn lists_in_front(&self, name: &str) -> bool {
        let name = fold_name(name);
        let begins = |line: &str| {
            let line = fold_name(line.trim_start());
            line.strip_prefix(&name).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
        };
        !name.is_empty() && self.front.lines().any(begins)
    }

    pub fn report(&mut self, found: Diagnostic) {
        self.found.push(found);
    }

    /// The text of a range of events. `whole` is its span if it is empty.
    pub fn text(&self, events: Range<usize>, whole: Span) -> Text {
        Text::of_events(self.body, self.source, events, whole)
    }
}

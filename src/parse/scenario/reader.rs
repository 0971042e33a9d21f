//! The single pass over a scenario: its state, its diagnostics, and the order of reading.

use std::cell::OnceCell;
use std::collections::HashMap;
use std::ops::Range;

use super::graph::{Debrief, Scenario, Stake};
use super::names::Names;
use super::scene::Outline;
use super::text::{Phrase, Text};
use super::words::{Keyword, Vocabulary};
use super::{Setup, allow::clip, condition::Commas};
use crate::diagnostic::{self, Code, Diagnostic};
use crate::parse::markdown::Body;
use crate::source::Span;
use crate::text::fold_name;

/// The maximum number of outcomes that a scenario may list if the site has fewer. Limits the work for a misspelt
/// outcome, which is compared with each of them.
const MOST_OUTCOMES: usize = 80;

pub(super) struct Reader<'a> {
    pub body: &'a Body,
    pub source: &'a str,
    pub setup: &'a Setup<'a>,
    pub words: Vocabulary,
    pub names: Names,
    /// The outcomes that may be used, best first.
    pub outcomes: Vec<String>,
    /// The index of the scene at each address.
    pub scenes: HashMap<&'a str, usize>,
    /// The addresses of the scenes, in order.
    pub addresses: Vec<&'a str>,
    /// The address of the debrief.
    pub debrief: Option<&'a str>,
    /// For each misspelt ending, the address that it will have once corrected, and its current one.
    pub renamed: Vec<(String, &'a str)>,
    /// The links of choices whose explanation was written as a line without a hyphen.
    pub explained: Vec<usize>,
    /// The number of links to scenes reported as stray. A scene that contains one is not reported as leading nowhere.
    pub strays: usize,
    pub found: Vec<Diagnostic>,
    /// The addresses of the scenes and the names of the meters, for suggestions. Created on first use.
    pub near_scenes: OnceCell<diagnostic::Names>,
    pub near_meters: OnceCell<diagnostic::Names>,
}

impl<'a> Reader<'a> {
    pub fn new(setup: &'a Setup<'a>, body: &'a Body) -> Self {
        Self {
            body,
            source: setup.source,
            setup,
            words: Vocabulary::new(setup.words),
            names: Names::default(),
            outcomes: Vec::new(),
            scenes: HashMap::new(),
            addresses: Vec::new(),
            debrief: None,
            renamed: Vec::new(),
            explained: Vec::new(),
            strays: 0,
            found: Vec::new(),
            near_scenes: OnceCell::new(),
            near_meters: OnceCell::new(),
        }
    }

    pub fn run(mut self) -> (Scenario, Vec<Diagnostic>) {
        self.meters();
        self.outcomes = self.own_outcomes();
        let outline = self.outline();
        self.addresses = outline.addresses(self.body);
        self.scenes = self.addresses.iter().enumerate().map(|(number, &slug)| (slug, number)).collect();
        self.debrief = outline.debrief.as_ref().map(|place| self.body.headings[place.heading].slug.as_str());
        let mut scenario = Scenario { briefing: outline.briefing.clone(), ..Scenario::default() };
        scenario.scenes = outline.scenes.iter().map(|place| self.scene(place)).collect();
        scenario.debrief = debrief(&outline);
        scenario.goal = self.goal();
        scenario.stakes = self.stakes();
        self.unknown_memories();
        scenario.meters = self.names.meters;
        scenario.memories = self.names.memories;
        scenario.outcomes = self.outcomes;
        (scenario, self.found)
    }

    pub fn report(&mut self, found: Diagnostic) {
        self.found.push(found);
    }

    /// The address of the scene that a misspelt address probably means.
    pub fn nearest_scene(&self, address: &str) -> Option<&'a str> {
        let names = self.near_scenes.get_or_init(|| diagnostic::Names::new(self.addresses.iter().copied()));
        names.nearest(address).map(|number| self.addresses[number])
    }

    /// The name of the meter that a misspelt name probably means.
    pub fn nearest_meter(&self, name: &str) -> Option<&str> {
        let meters = &self.names.meters;
        let names = self.near_meters.get_or_init(|| diagnostic::Names::new(meters.iter().map(|m| m.name.as_str())));
        names.nearest(name).map(|number| meters[number].name.as_str())
    }

    /// The text of a range of events.
    pub fn text(&self, events: Range<usize>, whole: Span) -> Text {
        Text::of_events(self.body, self.source, events, whole)
    }

    fn goal(&mut self) -> Option<super::Condition> {
        let goal = self.setup.front.goal.as_ref()?;
        let text = Text::of_value(&goal.text, goal.span, self.source);
        Some(self.condition(text.phrase(), Commas::Join))
    }

    fn stakes(&self) -> Vec<Stake> {
        let stakes = self.setup.front.stakes.entries.iter();
        stakes
            .map(|(name, sum)| Stake {
                name: name.text.clone(),
                span: name.span,
                amount: sum.amount,
                unit: sum.unit.clone(),
            })
            .collect()
    }

    /// The outcomes in this scenario's order. Outcomes that the site does not have have been reported with the front
    /// matter.
    fn own_outcomes(&mut self) -> Vec<String> {
        let own = &self.setup.front.outcomes;
        if own.is_empty() {
            return self.setup.outcomes.to_vec();
        }
        let mut outcomes: Vec<String> = Vec::with_capacity(own.len());
        for outcome in own.iter().take(self.setup.outcomes.len().max(MOST_OUTCOMES)) {
            if outcomes.contains(&outcome.text) {
                let message = format!("`{}` stands in `outcomes` twice", clip(&outcome.text));
                let found = Diagnostic::new(Code::SameName, outcome.span, message);
                self.report(found.help("the list gives each outcome one place, best first"));
            } else {
                outcomes.push(outcome.text.clone());
            }
        }
        outcomes
    }

    fn unknown_memories(&mut self) {
        let memories = &self.names.memories;
        let set = memories.iter().filter(|memory| !memory.set.is_empty()).map(|memory| memory.name.as_str());
        let set: Vec<&str> = set.collect();
        let near_set = OnceCell::new();
        let unknown = memories.iter().filter(|memory| memory.set.is_empty() && !memory.asked.is_empty());
        for memory in unknown {
            let near_set = near_set.get_or_init(|| diagnostic::Names::new(set.iter().copied()));
            let near = near_set.nearest(&fold_name(&memory.name)).map(|number| set[number]);
            let name = clip(&memory.name);
            for &place in &memory.asked {
                let message = format!("no choice of this scenario remembers `{name}`");
                let found = Diagnostic::new(Code::UnknownMemory, place, message);
                self.found.push(match near {
                    Some(near) => meant(found, near, place),
                    None => found.help(format!(
                        "write `{} {name}` behind the choice that sets it",
                        self.words.show(Keyword::Remember)
                    )),
                });
            }
        }
    }
}

fn debrief(outline: &Outline) -> Option<Debrief> {
    let place = outline.debrief.as_ref()?;
    Some(Debrief { heading: place.heading, events: place.events.clone() })
}

/// A phrase as written, shortened for messages.
pub(super) fn shown(phrase: Phrase<'_>) -> String {
    clip(phrase.as_str().trim())
}

/// Adds the name that was probably meant, with the correction.
pub(super) fn meant(found: Diagnostic, near: &str, place: Span) -> Diagnostic {
    found.because(format!("did you mean `{near}`?")).suggest(format!("write `{near}`"), place, near)
}

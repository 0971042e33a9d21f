//! The lengths of a story's texts and labels: the only information about its prose that the explorer uses.

use crate::parse::markdown::Body;
use crate::parse::scenario::{MeterKind, Part, Passage, Scenario, Scene};
use crate::text::saturating_u32;

/// The measurements of a scenario's prose.
#[derive(Clone, Debug, Default)]
pub struct Prose {
    /// Words before the first scene.
    pub briefing: u32,
    /// Words of each scene, including its title and the labels of its choices.
    pub words: Vec<u32>,
    /// The labels of the choices of each scene.
    pub labels: Vec<Vec<Label>>,
    /// The meters that count money.
    pub money: Vec<usize>,
}

/// The properties of a choice's label that robots use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Label {
    /// Its length in characters.
    pub length: usize,
    /// True if it contains an apology.
    pub sorry: bool,
}

/// The words and symbols of the site's language that matter to measurements.
#[derive(Clone, Copy, Debug)]
pub struct Language<'a> {
    /// The site's currency symbol.
    pub currency: &'a str,
    /// Prefixes of words that apologise, in lower case.
    pub sorry: &'a [String],
}

impl Prose {
    /// Measures the prose of a scenario with this body and source text.
    #[must_use]
    pub fn of(scenario: &Scenario, body: &Body, source: &str, language: Language<'_>) -> Self {
        let briefing = Passage::whole(scenario.briefing.clone()).plain(body, source);
        let labels = |scene: &Scene| scene.choices.iter().map(|choice| Label::of(&choice.text, language)).collect();
        let counts_money = |&meter: &usize| is_money(&scenario.meters[meter].kind, language.currency);
        Self {
            briefing: words(&briefing),
            words: scenario.scenes.iter().map(|scene| words_of(scene, body, source)).collect(),
            labels: scenario.scenes.iter().map(labels).collect(),
            money: (0..scenario.meters.len()).filter(counts_money).collect(),
        }
    }
}

impl Label {
    fn of(text: &str, language: Language<'_>) -> Self {
        let words = text.to_lowercase();
        let apologises = |word: &str| language.sorry.iter().any(|sorry| word.starts_with(sorry.as_str()));
        let sorry = words.split(|c: char| !c.is_alphanumeric()).any(apologises);
        Self { length: text.chars().count(), sorry }
    }
}

/// Returns true if a meter counts money in this currency.
fn is_money(kind: &MeterKind, currency: &str) -> bool {
    let currency = currency.trim();
    let MeterKind::Total { before, after } = kind else { return false };
    !currency.is_empty() && [before.trim(), after.trim()].contains(&currency)
}

fn words_of(scene: &Scene, body: &Body, source: &str) -> u32 {
    let parts = scene.parts.iter().map(|part| match part {
        Part::Prose(passage) => words(&passage.plain(body, source)),
        Part::Quote(quote) => words(&quote.words.plain(body, source)),
        Part::StateText(text) => words(&text.text.plain(body, source)),
        Part::Choices(range) => scene.choices[range.clone()].iter().map(|choice| words(&choice.text)).sum(),
        Part::Routes(range) => scene.routes[range.clone()].iter().map(|route| words(&route.text)).max().unwrap_or(0),
    });
    parts.fold(words(&scene.title), u32::saturating_add)
}

fn words(text: &str) -> u32 {
    saturating_u32(text.split_whitespace().count())
}

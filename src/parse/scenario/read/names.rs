//! The table of the meters and memories of a scenario, by name.

use std::cell::OnceCell;
use std::collections::{BTreeSet, HashMap};

use crate::diagnostic;
use crate::parse::scenario::ast::{Memory, Meter};
use crate::parse::scenario::text::{Phrase, Text};
use crate::parse::scenario::words::{Keyword, Vocabulary};
use crate::source::{FileId, Span};
use crate::text::{fold_name, single_spaced};

/// The maximum length of a name in characters; longer names do not fit beside a meter.
pub(super) const LONGEST: usize = 60;

/// The meters and memories of one scenario.
#[derive(Debug, Default)]
pub(super) struct Names {
    pub meters: Vec<Meter>,
    /// For each meter, true if it could be read. The unit of a number for any other meter is not checked.
    sound: Vec<bool>,
    pub memories: Vec<Memory>,
    meter_by_name: HashMap<String, usize>,
    memory_by_name: HashMap<String, usize>,
    /// The number of words in the longest meter name, at most [`LONGEST`].
    most_words: usize,
    /// The names of the meters for suggestions. Created on first use, when all meters have been read.
    near_meters: OnceCell<diagnostic::Names>,
}

/// A phrase that begins with a meter's name.
#[derive(Clone, Copy, Debug)]
pub(super) struct Named<'t> {
    pub meter: usize,
    pub name: Phrase<'t>,
    pub rest: Phrase<'t>,
}

impl Names {
    pub fn add_meter(&mut self, meter: Meter, sound: bool) {
        let name = fold_name(&meter.name);
        self.most_words = self.most_words.max(name.split(' ').count().min(LONGEST));
        self.meter_by_name.entry(name).or_insert(self.meters.len());
        self.meters.push(meter);
        self.sound.push(sound);
    }

    /// The meter with exactly this name.
    pub fn meter(&self, name: &str) -> Option<&Meter> {
        self.meter_by_name.get(&fold_name(name)).map(|&number| &self.meters[number])
    }

    /// The name of a meter, for examples.
    pub fn example(&self) -> &str {
        self.meters.first().map_or("trust", |meter| meter.name.as_str())
    }

    /// The name of the meter that a misspelt name probably means.
    pub fn nearest_meter(&self, name: &str) -> Option<&str> {
        let names = self
            .near_meters
            .get_or_init(|| diagnostic::Names::new(self.meters.iter().map(|meter| meter.name.as_str())));
        names.nearest(name).map(|number| self.meters[number].name.as_str())
    }

    pub fn is_sound(&self, meter: usize) -> bool {
        self.sound[meter]
    }

    /// The meter with the longest name that a phrase begins with.
    pub fn meter_before<'t>(&self, phrase: Phrase<'t>) -> Option<Named<'t>> {
        let mut name = String::new();
        let mut longest = None;
        for word in phrase.words().take(self.most_words) {
            if !name.is_empty() {
                name.push(' ');
            }
            name.push_str(&fold_name(word.as_str()));
            if let Some(&meter) = self.meter_by_name.get(&name) {
                longest = Some((meter, word));
            }
        }
        longest.map(|(meter, word)| {
            let (name, rest) = phrase.divide_after(word);
            Named { meter, name: name.trim(), rest }
        })
    }

    /// Records that a choice sets this memory.
    pub fn set(&mut self, name: Phrase<'_>) -> usize {
        let number = self.memory(name);
        self.memories[number].set.push(name.span());
        number
    }

    /// Records that a condition tests this memory.
    pub fn ask(&mut self, name: Phrase<'_>) -> usize {
        let number = self.memory(name);
        self.memories[number].asked.push(name.span());
        number
    }

    fn memory(&mut self, name: Phrase<'_>) -> usize {
        let key = fold_name(name.as_str());
        let next = self.memories.len();
        let number = *self.memory_by_name.entry(key).or_insert(next);
        if number == next {
            let name = single_spaced(name.as_str());
            self.memories.push(Memory { name, set: Vec::new(), asked: Vec::new() });
        }
        number
    }
}

/// The folded names of everything that a choice remembers, as written after links.
pub(super) fn remembered(words: &Vocabulary, source: &str) -> BTreeSet<String> {
    let span = Span::new(FileId(0), 0..0);
    let mut names = BTreeSet::new();
    for tail in source.lines().filter_map(|line| Some(line.split_once("](#")?.1.split_once(')')?.1)) {
        for part in tail.split([',', '—', '–']) {
            let text = Text::of_value(part.trim(), span, "");
            let whole = text.phrase();
            let word = words.find(whole, &[Keyword::Remember]).map(|(_, word)| whole.starting_at(word));
            if let Some((_, name)) = word.and_then(|rest| words.split(rest, Keyword::Remember)) {
                names.insert(fold_name(name.as_str().trim_matches([':', '(', ')', '.', ' '])));
            }
        }
    }
    names
}

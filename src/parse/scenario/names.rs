//! The names of meters and memories: their comparison, the rules for them, and a table of those in use.

use std::collections::HashMap;

use super::graph::Memory;
use super::meter::Meter;
use super::reader::{Reader, shown};
use super::text::Phrase;
use super::words::{Keyword, Vocabulary};
use crate::diagnostic::{Code, Diagnostic};
use crate::parse::slug::slug;
use crate::source::Span;
use crate::text::fold_name;

/// The maximum length of a name in characters; longer names do not fit beside a meter.
const LONGEST: usize = 60;

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
            let name = name.as_str().split_whitespace().collect::<Vec<_>>().join(" ");
            self.memories.push(Memory { name, set: Vec::new(), asked: Vec::new() });
        }
        number
    }
}

impl Reader<'_> {
    /// Checks the name of a memory. Quotes around it are reported and removed; any other mistake is reported and gives
    /// `None`.
    pub fn name<'t>(&mut self, written: Phrase<'t>, whole: Span) -> Option<Phrase<'t>> {
        let Some(found) = mistake(written, &self.words, whole) else { return Some(written) };
        let bare = written.trim().without(&['"', '\'', '“', '”', '„', '‘', '’', '«', '»', '`']);
        let quoted = bare.as_str() != written.as_str().trim() && mistake(bare, &self.words, whole).is_none();
        if !quoted {
            self.report(found);
            return None;
        }
        let found = Diagnostic::new(Code::NameForm, written.span(), "a name has no quotes around it");
        self.report(found.replace(format!("write `{}`", shown(bare)), written.span(), bare.as_str()));
        Some(bare)
    }
}

/// Returns the first violation of the rules for names.
pub(super) fn mistake(name: Phrase<'_>, words: &Vocabulary, whole: Span) -> Option<Diagnostic> {
    let text = name.as_str().trim();
    if text.is_empty() {
        let found = Diagnostic::new(Code::NameForm, whole, "a name is missing here");
        return Some(found.help("write a name of letters, digits, blanks and hyphens"));
    }
    if text.chars().count() > LONGEST {
        let message = format!("this name is longer than {LONGEST} characters");
        return Some(Diagnostic::new(Code::NameForm, name.span(), message).help("find two or three words that say it"));
    }
    if let Some((at, sign)) = text.char_indices().find(|&(_, c)| !belongs(c)) {
        let place = name.trim().part(at..at + sign.len_utf8()).span();
        let message = format!("`{sign}` cannot be part of the name `{text}`");
        let help = "names consist of letters, digits, blanks and hyphens";
        return Some(Diagnostic::new(Code::NameForm, place, message).help(help));
    }
    let (keyword, word) = words.find(name, &Keyword::RESERVED)?;
    let message = format!("the name `{text}` contains the word `{}`", word.as_str().trim());
    let list: Vec<String> = Keyword::RESERVED.iter().map(|&word| format!("`{}`", words.show(word))).collect();
    let because = if keyword == Keyword::And { "this word joins tests" } else { "this word has a meaning of its own" };
    let help = format!("leave out {}", list.join(", "));
    Some(Diagnostic::new(Code::NameForm, word.span(), message).because(because).help(help))
}

/// Returns true for letters, digits, white space and hyphens. Combining marks belong to the letter before them.
fn belongs(c: char) -> bool {
    c.is_alphanumeric()
        || c.is_whitespace()
        || c == '-'
        || (!c.is_ascii() && !slug(c.encode_utf8(&mut [0; 4])).is_empty())
}

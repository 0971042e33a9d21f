//! The keywords of the scenario language, in the language of the scenario.
//!
//! Each language file of the theme lists them under `scenario_words`, with commas between alternatives. The English
//! keywords are always understood too.

use super::text::Phrase;
use crate::text::{capital, fold_name, lower};

/// A keyword.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Keyword {
    /// `When trust 9 or more:`
    When,
    /// `Otherwise:`
    Otherwise,
    /// `## Ending: a raving fan`
    Ending,
    /// `Outcome: fan.`
    Outcome,
    /// `## Debrief`
    Debrief,
    /// A choice does what a step says.
    Follows,
    /// A choice partly does what a step says.
    Bends,
    /// A choice does the opposite.
    Breaks,
    /// `needs trust 6 or more`
    Needs,
    /// `remember fixed twice`
    Remember,
    /// Joins two tests.
    And,
    /// In `or more` and `or less`.
    Or,
    /// Negates a memory.
    Not,
    /// In `or more`.
    More,
    /// In `or less`.
    Less,
    /// `4 of 10`
    Of,
    /// `best 4 to 6`
    Best,
    /// `best 4 to 6`
    To,
}

impl Keyword {
    /// All keywords.
    pub const ALL: [Self; 18] = [
        Self::When,
        Self::Otherwise,
        Self::Ending,
        Self::Outcome,
        Self::Debrief,
        Self::Follows,
        Self::Bends,
        Self::Breaks,
        Self::Needs,
        Self::Remember,
        Self::And,
        Self::Or,
        Self::Not,
        Self::More,
        Self::Less,
        Self::Of,
        Self::Best,
        Self::To,
    ];

    /// The words that must not occur in names, because conditions and tails would then be ambiguous.
    pub(super) const RESERVED: [Self; 7] =
        [Self::And, Self::Or, Self::Not, Self::Needs, Self::Remember, Self::More, Self::Less];

    /// The key under `scenario_words`: the English keyword in lower case.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::When => "when",
            Self::Otherwise => "otherwise",
            Self::Ending => "ending",
            Self::Outcome => "outcome",
            Self::Debrief => "debrief",
            Self::Follows => "follows",
            Self::Bends => "bends",
            Self::Breaks => "breaks",
            Self::Needs => "needs",
            Self::Remember => "remember",
            Self::And => "and",
            Self::Or => "or",
            Self::Not => "not",
            Self::More => "more",
            Self::Less => "less",
            Self::Of => "of",
            Self::Best => "best",
            Self::To => "to",
        }
    }
}

/// The keywords of one language, each with one or more forms.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ScenarioWords {
    forms: Vec<(Keyword, String)>,
}

impl ScenarioWords {
    /// Creates the keywords from pairs of a key and its comma-separated forms: `("when", "Wenn, Falls")`. `or_more` and
    /// `or_less` consist of two words, as in `oder mehr`. Other keys are ignored.
    #[must_use]
    pub fn new<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let mut words = Self::default();
        for (key, written) in pairs {
            for form in written.split(',').map(fold_name).filter(|form| !form.is_empty()) {
                words.add(key, &form);
            }
        }
        words
    }

    fn add(&mut self, key: &str, form: &str) {
        let direction =
            [("or_more", Keyword::More), ("or_less", Keyword::Less)].into_iter().find(|(name, _)| *name == key);
        if let (Some((_, direction)), Some((or, rest))) = (direction, form.split_once(' ')) {
            self.forms.push((Keyword::Or, or.to_owned()));
            self.forms.push((direction, rest.to_owned()));
        } else if let Some(keyword) = Keyword::ALL.into_iter().find(|keyword| keyword.key() == key) {
            self.forms.push((keyword, form.to_owned()));
        }
    }

    /// The English keywords.
    #[must_use]
    pub fn english() -> Self {
        Self { forms: Keyword::ALL.iter().map(|&keyword| (keyword, keyword.key().to_owned())).collect() }
    }
}

/// Returns true if `word`, in lower case, equals `folded`.
fn same(word: &str, folded: &str) -> bool {
    if word.is_ascii() {
        return word.eq_ignore_ascii_case(folded);
    }
    lower(word).eq(folded.chars())
}

/// The keywords that one scenario may use: those of its language and the English ones.
#[derive(Debug)]
pub(super) struct Vocabulary {
    /// The forms of each keyword as normalised words, in the order of [`Keyword::ALL`]; forms with more words come
    /// first.
    forms: Vec<Vec<Vec<String>>>,
    /// The form of each keyword to show in messages.
    shown: Vec<String>,
}

impl Vocabulary {
    pub fn new(languages: &[ScenarioWords]) -> Self {
        let english = ScenarioWords::english();
        let all: Vec<&(Keyword, String)> = languages.iter().chain([&english]).flat_map(|words| &words.forms).collect();
        let of = |keyword| all.iter().filter(move |(known, _)| *known == keyword).map(|(_, form)| form);
        let forms = Keyword::ALL.iter().map(|&keyword| {
            let mut forms: Vec<Vec<String>> =
                of(keyword).map(|form| form.split(' ').map(str::to_owned).collect()).collect();
            forms.sort_by_key(|form| std::cmp::Reverse(form.len()));
            forms.dedup();
            forms
        });
        let shown = Keyword::ALL.iter().map(|&keyword| of(keyword).next().cloned().unwrap_or_default());
        Self { forms: forms.collect(), shown: shown.collect() }
    }

    /// The form to show in messages and suggestions: that of the scenario's language, in lower case.
    pub fn show(&self, keyword: Keyword) -> &str {
        &self.shown[keyword as usize]
    }

    /// The form to show, with a capital letter, for words that begin a line.
    pub fn title(&self, keyword: Keyword) -> String {
        capital(self.show(keyword))
    }

    /// Returns true if a text consists of this keyword and nothing else.
    pub fn is(&self, text: &str, keyword: Keyword) -> bool {
        self.forms[keyword as usize].iter().any(|form| {
            let mut words = text.split_whitespace();
            form.iter().all(|wanted| words.next().is_some_and(|word| same(word, wanted))) && words.next().is_none()
        })
    }

    /// Splits a phrase that begins with a keyword into the keyword and the rest.
    pub fn split<'t>(&self, phrase: Phrase<'t>, keyword: Keyword) -> Option<(Phrase<'t>, Phrase<'t>)> {
        self.forms[keyword as usize].iter().find_map(|form| {
            let mut words = phrase.words();
            let mut last = None;
            for wanted in form {
                let bare = words.next()?.without_end([':', '：']);
                last = same(bare.as_str(), wanted).then_some(bare);
                last?;
            }
            last.map(|last| phrase.divide_after(last))
        })
    }

    /// The first of these keywords anywhere in the phrase.
    pub fn find<'t>(&self, phrase: Phrase<'t>, wanted: &[Keyword]) -> Option<(Keyword, Phrase<'t>)> {
        phrase.words().find_map(|word| {
            let rest = phrase.starting_at(word);
            wanted.iter().find_map(|&keyword| self.split(rest, keyword).map(|(found, _)| (keyword, found)))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{FileId, Span};

    #[test]
    fn keywords_have_several_forms_and_english_is_always_understood() {
        let german = ScenarioWords::new([("when", "Wenn, Falls"), ("or_more", "oder mehr"), ("best", "am besten")]);
        let words = Vocabulary::new(&[german]);
        for (text, keyword) in [
            ("wenn", Keyword::When),
            ("FALLS", Keyword::When),
            ("when", Keyword::When),
            ("oder", Keyword::Or),
            ("mehr", Keyword::More),
            (" Am  besten ", Keyword::Best),
        ] {
            assert!(words.is(text, keyword), "{text}");
        }
        assert!(!words.is("am", Keyword::Best));
        let span = Span { file: FileId(0), start: 0, end: 0 };
        let text = super::super::text::Text::of_value("Am besten 4", span, "");
        let (word, rest) = words.split(text.phrase(), Keyword::Best).expect("the phrase begins with the keyword");
        assert_eq!((word.as_str(), rest.as_str()), ("Am besten", " 4"));
        assert_eq!((words.show(Keyword::When), words.title(Keyword::Needs).as_str()), ("wenn", "Needs"));
    }
}

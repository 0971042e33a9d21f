//! Conditions: `trust 6 or more and not fixed twice`.

use super::amount;
use super::names::Named;
use super::reader::{Reader, shown};
use super::text::Phrase;
use super::words::Keyword;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;

/// Tests that must all hold. A test that could not be read is reported and left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Condition {
    /// The tests in order.
    pub tests: Vec<Test>,
}

/// One test of a condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Test {
    /// The test itself.
    pub kind: TestKind,
    /// The span of the test.
    pub span: Span,
}

/// The kinds of tests.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TestKind {
    /// `trust 6 or more`
    AtLeast {
        /// The index of the meter.
        meter: usize,
        /// The lowest value that passes.
        value: i32,
    },
    /// `cost $60 or less`
    AtMost {
        /// The index of the meter.
        meter: usize,
        /// The highest value that passes.
        value: i32,
    },
    /// `fixed twice`: the memory with this index is set.
    Remembers(usize),
    /// `not fixed twice`: the memory with this index is not set.
    Forgets(usize),
}

/// A test as shown to readers. The words between the parts come from the theme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TestText {
    /// The label of the meter, or the name of the memory.
    pub name: String,
    /// The value, for meters; with its unit unless the label contains it.
    pub amount: Option<String>,
    /// The kind of the test.
    pub kind: TestKind,
}

/// The meaning of a comma in a condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Commas {
    /// In `goal`: a comma means *and*.
    Join,
    /// In a tail: a comma ends the condition, so there is none inside it.
    Divide,
    /// After `When`: a comma is a mistake.
    Mistake,
}

impl Reader<'_> {
    /// Reads tests joined by *and*.
    pub fn condition(&mut self, written: Phrase<'_>, commas: Commas) -> Condition {
        let mut condition = Condition::default();
        if commas == Commas::Mistake {
            self.no_commas(written);
        }
        for (number, part) in written.split(',').enumerate() {
            let part = match self.words.split(part, Keyword::And) {
                Some((_, rest)) if number > 0 => rest,
                _ => part,
            };
            for test in self.tests(part) {
                condition.tests.extend(self.test(test.trim(), written, commas));
            }
        }
        condition
    }

    fn no_commas(&mut self, written: Phrase<'_>) {
        let and = self.words.show(Keyword::And).to_owned();
        if let Some(at) = written.as_str().find(',') {
            let comma = written.part(at..at + 1).span();
            let message = format!("tests are joined by `{and}` here, not by a comma");
            let found = Diagnostic::new(Code::ConditionForm, comma, message);
            self.report(found.replace(format!("write ` {and}`"), comma, format!(" {and}")));
        }
    }

    /// Splits a condition at each *and*.
    fn tests<'t>(&self, written: Phrase<'t>) -> Vec<Phrase<'t>> {
        let mut tests = Vec::new();
        let mut rest = written;
        for word in written.words() {
            if let Some((_, after)) = self.words.split(written.starting_at(word), Keyword::And) {
                tests.push(rest.ending_before(word));
                rest = after;
            }
        }
        tests.push(rest);
        tests
    }

    fn test(&mut self, written: Phrase<'_>, whole: Phrase<'_>, commas: Commas) -> Option<Test> {
        if written.is_blank() {
            let found = Diagnostic::new(Code::ConditionForm, whole.span(), "a test is missing here");
            self.report(found.help("write a test such as `trust 6 or more`, or words that a choice remembers"));
            return None;
        }
        let span = written.span();
        if let Some(or) = self.joining_or(written) {
            self.no_or(or, commas);
            return None;
        }
        if self.number_first(written) {
            return None;
        }
        if let Some(named) = self.names.meter_before(written).filter(|named| self.asks_meter(named.rest)) {
            return self.meter_test(named).map(|kind| Test { kind, span });
        }
        let kind = match self.words.split(written, Keyword::Not) {
            Some((not, rest)) => {
                if rest.is_blank() {
                    let found =
                        Diagnostic::new(Code::ConditionForm, not.span(), "something is missing behind this word");
                    self.report(found.help("write the words that a choice remembers: `not fixed twice`"));
                    return None;
                }
                if let Some(named) = self.names.meter_before(rest).filter(|named| self.asks_meter(named.rest)) {
                    self.not_meter(not, named, written);
                    return None;
                }
                TestKind::Forgets(self.memory_test(rest.trim(), written)?)
            }
            None => TestKind::Remembers(self.memory_test(written, written)?),
        };
        Some(Test { kind, span })
    }

    fn no_or(&mut self, or: Phrase<'_>, commas: Commas) {
        let (word, and) = (shown(or), self.words.show(Keyword::And).to_owned());
        let (message, help) = match commas {
            Commas::Join => (format!("a goal has `{and}` only, and this is `{word}`"), "choose one of the two tests"),
            _ => {
                (format!("there is no `{word}` between tests"), "write two choices, or two `When` lines, one for each")
            }
        };
        self.report(Diagnostic::new(Code::ConditionForm, or.span(), message).help(help));
    }

    /// Finds an *or* that joins two tests: it is neither followed by *more* or *less* nor preceded by a number.
    fn joining_or<'t>(&self, written: Phrase<'t>) -> Option<Phrase<'t>> {
        let mut number_before = false;
        written.words().find(|&word| {
            let or = self.words.split(written.starting_at(word), Keyword::Or);
            let joins = or.is_some_and(|(_, rest)| {
                let direction = [Keyword::More, Keyword::Less].map(|word| self.words.split(rest, word).is_some());
                !number_before && direction == [false, false]
            });
            number_before = amount::begins(word.as_str());
            joins
        })
    }

    /// Returns true if the text after a meter's name makes a test of the meter. Otherwise the name is only the
    /// beginning of a memory's name.
    fn asks_meter(&self, rest: Phrase<'_>) -> bool {
        let last = rest.words().last();
        last.is_none_or(|word| amount::begins(word.as_str())) || self.words.find(rest, &[Keyword::Or]).is_some()
    }

    /// Splits `6 or more` into the number and the direction.
    pub fn direction<'t>(&self, rest: Phrase<'t>) -> Option<(Phrase<'t>, Keyword)> {
        let (_, or) = self.words.find(rest, &[Keyword::Or])?;
        let number = rest.ending_before(or.trim());
        let (_, behind) = self.words.split(rest.starting_at(or.trim()), Keyword::Or)?;
        let keyword = [Keyword::More, Keyword::Less].into_iter().find(|&word| self.words.is(behind.as_str(), word))?;
        (!number.is_blank()).then_some((number, keyword))
    }

    fn meter_test(&mut self, named: Named<'_>) -> Option<TestKind> {
        let Some((number, direction)) = self.direction(named.rest) else {
            self.no_direction(named);
            return None;
        };
        let value = self.amount(Code::ConditionForm, Named { rest: number, ..named })?.value;
        let meter = named.meter;
        Some(match direction {
            Keyword::More => TestKind::AtLeast { meter, value },
            _ => TestKind::AtMost { meter, value },
        })
    }

    /// Reads a test of a memory: one whose words are not a meter's name.
    fn memory_test(&mut self, name: Phrase<'_>, whole: Phrase<'_>) -> Option<usize> {
        if self.direction(name).is_some() {
            let number = name.words().find(|word| amount::begins(word.as_str()));
            let meter = number.map_or(name, |word| name.ending_before(word)).trim();
            self.unknown_meter(if meter.is_blank() { name } else { meter });
            return None;
        }
        let name = self.name(name, whole.span())?;
        Some(self.names.ask(name))
    }
}

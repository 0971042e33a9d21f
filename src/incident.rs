//! The incident form, which staff complete on the day of an incident, before anyone writes a case about it.
//!
//! [`Incident`] is the only declaration. The file to fill in, the printable page, the schema for editors and the reader
//! are all derived from it, so they ask the same questions in the same order. The first paragraph of a key's
//! description is the question, the second is a hint.

use jiff::civil::Date;

use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::parse::front_matter::{CustomerWas, Failure, Sum};
use crate::source::FileId;
use crate::yaml::typed::unknown_word;
use crate::yaml::{self, Blank, Field, Fields, Form, Hint, Input, Node, Reader, Record, Shape, Spanned, Text, Value};
use crate::{record, word_enum};

record! {
    /// An incident report by someone who was there.
    pub struct Incident, "an", "incident form" {
        /// What should we call it?
        ///
        /// A short title without names, such as: The hard truffles.
        "title" => title: Text,
        /// On which day did it happen?
        ///
        /// Year, month, day: 2027-11-01.
        "date" => date: Blank<Spanned<Date>>,
        /// In which trade or department?
        "trade" => trade: Blank<Text>,
        /// How were you in contact?
        ///
        /// At the counter, by phone, by message.
        "channel" => channel: Blank<Text>,
        /// Who was the customer?
        ///
        /// Say what matters to them. Do not use their real name.
        "who" => who: Blank<Text>,
        /// How did they feel?
        ///
        /// One word, such as: worried, upset, angry.
        "mood" => mood: Blank<Text>,
        /// What happened?
        ///
        /// Tell it in order, for someone who was not there.
        "what-happened" => what_happened: Text where Form::Long,
        /// What went wrong?
        "failure" => failure: Blank<Spanned<Failure>>,
        /// What were the key moments?
        ///
        /// In the order in which they happened.
        "timeline" => timeline: Blank<Vec<Event>>,
        /// What did they say?
        ///
        /// In their own words, as well as you remember them.
        "they-said" => they_said: Blank<Text> where Form::Long,
        /// What did we say?
        ///
        /// In our own words, good or bad.
        "we-said" => we_said: Blank<Text> where Form::Long,
        /// What would you say now?
        ///
        /// One sentence for next time.
        "better" => better: Blank<Text> where Form::Long,
        /// Who was promised what?
        "promises" => promises: Blank<Vec<Promise>>,
        /// What did we do for this customer?
        "fixed-for-them" => fixed_for_them: Blank<Text> where Form::Long,
        /// What did it cost us?
        ///
        /// A whole number with its currency symbol, such as $85.
        "cost" => cost: Blank<Sum>,
        /// What was at stake?
        ///
        /// The amount that we lose if they never come back, such as $400.
        "worth" => worth: Blank<Sum>,
        /// How did it end?
        "outcome" => outcome: Blank<Text> where Form::Outcome,
        /// In hindsight, the customer was …
        "customer-was" => customer_was: Blank<Spanned<CustomerWas>>,
        /// What will we change for the next customer?
        ///
        /// Fix the cause, not only this one case.
        "fixed-for-the-next" => fixed_for_the_next: Blank<Text> where Form::Long,
        /// Who can answer questions about it?
        ///
        /// Usually the person who fills in this form.
        "owner" => owner: Blank<Text>,
    }
}

record! {
    /// One moment of an incident.
    pub struct Event, "a", "moment" {
        /// When
        "when" => when: Blank<Text>,
        /// What
        "what" => what: Blank<Text>,
        /// How they felt
        "mood" => mood: Blank<Text>,
    }
}

record! {
    /// Something that was promised.
    pub struct Promise, "a", "promise" {
        /// Promised to
        "to" => to: Blank<Text>,
        /// What
        "what" => what: Blank<Text>,
        /// By when
        "until" => until: Blank<Text>,
        /// Kept
        "kept" => kept: Blank<Spanned<Kept>>,
    }
}

word_enum! {
    /// The state of a promise.
    pub enum Kept {
        /// The promise was kept.
        Yes = "yes",
        /// The promise was not kept.
        No = "no",
        /// The promise is not due yet.
        Open = "open",
    }
}

/// The kind of answer to a question.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// A few words, a date or a sum.
    Short,
    /// A few sentences.
    Long,
    /// One of these words.
    Choice(&'static [(&'static str, &'static str)]),
    /// One of the site's outcomes.
    Outcome,
    /// Rows with these columns.
    Rows(Vec<Field>),
}

/// The kind of answer to the question of `field`.
#[must_use]
pub fn answer(field: &Field) -> Answer {
    match field.form {
        Some(Form::Long) => return Answer::Long,
        Some(Form::Outcome) => return Answer::Outcome,
        _ => {}
    }
    let inner = if let Shape::Blank(inner) = &field.shape { inner } else { &field.shape };
    match inner {
        Shape::OneOf(words) => Answer::Choice(words),
        Shape::List { of, .. } => match &**of {
            Shape::Record { fields, .. } => Answer::Rows(fields.clone()),
            _ => Answer::Short,
        },
        _ => Answer::Short,
    }
}

/// Reads a completed form. `None` if too little of it can be read, which has been reported.
#[must_use]
pub fn read(file: FileId, text: &str, config: &Config) -> (Option<Incident>, Vec<Diagnostic>) {
    let mut reader = Reader::new(Input { file, text });
    let known = || [Incident::KEYS, Event::KEYS, Promise::KEYS].concat();
    let document = yaml::parse_with(reader.input, 0..text.len(), &known, &mut reader.found);
    let root = match document.root.value {
        // An empty file is treated as a form without keys, so that the required keys are reported.
        Value::Null => Node { span: document.root.span, value: Value::Map(Vec::new()) },
        _ => document.root,
    };
    let incident = Fields::open(root, Incident::NOUN, "the form", &mut reader).and_then(|mut fields| {
        let incident = Incident::take(&mut fields, &mut reader);
        fields.finish(|| Incident::KEYS.to_vec(), |_| Hint::None, &mut reader);
        incident
    });
    if let Some(word) = incident.as_ref().and_then(|incident| incident.outcome.as_ref())
        && !config.outcomes.contains(&word.text)
    {
        reader.report(unknown_word(word, "outcome", config.outcomes.iter().map(String::as_str)));
    }
    (incident, reader.found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_question_ends_with_a_question_mark_or_an_ellipsis() {
        for field in Incident::fields() {
            assert!(field.about().ends_with(['?', '…']), "{}", field.key);
        }
    }

    #[test]
    fn blank_answers_are_allowed() {
        let text = "title: The ring\nwhat-happened: It turned green.\ncost:\ntimeline:\n  - when:\n    what:\n";
        let (incident, found) = read(FileId(0), text, &Config::default());
        assert!(found.is_empty(), "{found:?}");
        assert!(incident.is_some_and(|incident| incident.cost.is_none() && incident.trade.is_none()));
    }

    #[test]
    fn an_empty_form_is_reported_for_each_required_key() {
        for text in ["", "\n", "# nothing yet\n", "---\n"] {
            let (_, found) = read(FileId(0), text, &Config::default());
            let codes: Vec<&str> = found.iter().map(|found| found.code.name()).collect();
            assert_eq!(codes, ["missing-key", "missing-key"], "{text:?}");
        }
    }

    #[test]
    fn each_kind_of_mistake_is_reported() {
        let text = "titel: The ring\nwhat-happened: x\noutcome: fam\ncost: much\npromises: a call\n";
        let (_, found) = read(FileId(0), text, &Config::default());
        let mut codes: Vec<&str> = found.iter().map(|found| found.code.name()).collect();
        codes.sort_unstable();
        assert_eq!(codes, ["unknown-key", "unknown-word", "wrong-sum", "wrong-type"]);
    }
}

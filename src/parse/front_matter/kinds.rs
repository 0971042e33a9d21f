//! The keys of each kind of content. Only declarations: `casebook schema` and the manual are generated from them.

use jiff::civil::Date;

use super::forms::{ALIAS, SLUG};
use super::values::{CustomerWas, Failure, Link, Sum};
use crate::config::LANGUAGE;
use crate::record;
use crate::yaml::{AtLeastOne, Form, Map, MaybeBlank, Spanned, Text, Word};

record! {
    /// The keys that all kinds share.
    pub struct Shared, "a", "page" {
        /// The name of the page.
        "title" => title: Text,
        /// One or two sentences for lists, search and previews.
        "summary" => summary: Option<Text>,
        /// Words under which the page is listed.
        "tags" => tags: Vec<Word>,
        /// `true` while the page is being written: it is read and checked, and not published.
        "draft" => draft: Option<Spanned<bool>>,
        /// When it happened or was written.
        "date" => date: Option<Spanned<Date>>,
        /// When it was last changed in earnest.
        "updated" => updated: Option<Spanned<Date>>,
        /// Who answers for the page.
        "owner" => owner: Option<Text>,
        /// When the owner should read it again.
        "review-by" => review_by: Option<Spanned<Date>>,
        /// Earlier addresses of the page, as paths from `content/`.
        "aliases" => aliases: Vec<Text> where ALIAS,
        /// Its place in lists; small numbers come first.
        "weight" => weight: Option<Spanned<i64>>,
        /// The last part of its address, where that is not the file's name.
        "slug" => slug: Option<Text> where SLUG,
        /// Its language, where that is not the site's: `en`, `de`, `pt-BR`.
        "lang" => lang: Option<Text> where LANGUAGE,
        /// Where the story or the idea comes from.
        "source" => source: Option<Text>,
    }
}

record! {
    /// What happened.
    pub struct Case, "a", "case" {
        /// The line of business.
        "trade" => trade: Option<Text>,
        /// How customer and staff met: shop floor, phone, message.
        "channel" => channel: Option<Text>,
        /// What went wrong.
        "failure" => failure: Option<Spanned<Failure>>,
        /// What the customer was, seen afterwards.
        "customer-was" => customer_was: Option<Spanned<CustomerWas>>,
        /// How it ended: one of the site's outcomes.
        "outcome" => outcome: Option<Text> where Form::Outcome,
        /// What putting it right cost.
        "cost" => cost: Option<Sum>,
        /// What it brought.
        "worth" => worth: Option<Sum>,
        /// What happened when.
        "timeline" => timeline: Vec<Moment>,
        /// What was done for this customer.
        "fixed-for-them" => fixed_for_them: Option<Text>,
        /// What was changed so that it does not happen to the next one; blank is not the same as absent.
        "fixed-for-the-next" => fixed_for_the_next: Option<MaybeBlank>,
        /// The steps of playbooks that the case shows.
        "practises" => practises: Vec<Link>,
        /// Questions to talk over.
        "discuss" => discuss: Vec<Text>,
    }
}

record! {
    /// One moment of a case.
    pub struct Moment, "a", "moment" {
        /// A day, an hour, anything that orders it.
        "when" => when: Text,
        /// What happened then.
        "what" => what: Text,
        /// How the customer felt: one word.
        "mood" => mood: Option<Text>,
    }
}

record! {
    /// What to do: steps, or the questions of a decision.
    pub struct Playbook, "a", "playbook" {
        /// Situations in which to reach for it.
        "when" => when: Vec<Text>,
        /// What staff may give without asking.
        "limits" => limits: Option<Limits>,
        /// An if-then sentence to complete.
        "plan" => plan: Option<Text>,
        /// What to do, in order.
        "steps" => steps: Vec<Step>,
        /// In place of steps: what to ask oneself.
        "questions" => questions: Vec<Question>,
    }
}

impl Playbook {
    /// The two keys of which a playbook must have exactly one.
    pub const EITHER: [&'static str; 2] = ["steps", "questions"];

    /// Returns true if the playbook is a decision: it has questions instead of steps.
    #[must_use]
    pub fn is_decision(&self) -> bool {
        !self.questions.is_empty()
    }
}

record! {
    /// What staff may give without asking.
    pub struct Limits, "the", "limits" {
        /// How much money.
        "money" => money: Option<Text>,
        /// How much time.
        "time" => time: Option<Text>,
        /// Which words.
        "words" => words: Option<Text>,
    }
}

record! {
    /// One step of a playbook. Its address is the slug of its title.
    pub struct Step, "a", "step" {
        /// What the step is called.
        "title" => title: Text,
        /// What to do.
        "do" => action: Text,
        /// Words that help.
        "say" => say: Vec<Text>,
        /// Words that harm.
        "avoid" => avoid: Vec<Text>,
        /// Why it works.
        "why" => why: Option<Text>,
        /// How far to go.
        "limit" => limit: Option<Text>,
    }
}

record! {
    /// One question of a decision. Its address is the slug of its title.
    pub struct Question, "a", "question" {
        /// The question.
        "title" => title: Text,
        /// What helps to answer it.
        "help" => help: Option<Text>,
        /// The answers and where they lead.
        "answers" => answers: AtLeastOne<Answer>,
    }
}

record! {
    /// One answer and where it leads.
    pub struct Answer, "an", "answer" {
        /// The answer.
        "answer" => answer: Text,
        /// A playbook, a step of one, or `#` and another question of this page.
        "to" => to: Link,
    }
}

record! {
    /// A conversation to practise. Its scenes stand in the text.
    pub struct Scenario, "a", "scenario" {
        /// Who you are.
        "role" => role: Text,
        /// Whom you talk to.
        "customer" => customer: Text,
        /// What is counted: `trust: 4 of 10`, `cost: $0`.
        "meters" => meters: Map<Text>,
        /// The sums of money that are at stake.
        "stakes" => stakes: Map<Sum>,
        /// The condition that the debrief judges.
        "goal" => goal: Option<Text>,
        /// The outcomes of this scenario, best first, where that is not the site's order.
        "outcomes" => outcomes: Vec<Word> where Form::Outcome,
        /// The playbooks that it practises.
        "playbooks" => playbooks: Vec<Link>,
        /// How hard it is.
        "level" => level: Option<Text>,
        /// How long it takes at most.
        "minutes" => minutes: Option<Spanned<i64>> where Form::AtLeast(1),
    }
}

record! {
    /// Pages in the order in which to learn from them.
    pub struct Path, "a", "path" {
        /// The parts of the path.
        "modules" => modules: AtLeastOne<Module>,
    }
}

record! {
    /// One part of a path.
    pub struct Module, "a", "module" {
        /// What the part is called.
        "title" => title: Text,
        /// The pages to read, in order.
        "items" => items: AtLeastOne<Link>,
    }
}

//! The keys of each kind of content. Only declarations: `casebook schema` and the manual are generated from them.

use jiff::civil::Date;

use super::forms::{ALIAS, SLUG};
use super::values::{CustomerWas, Failure, Link, Sum, WholeSum};
use crate::config::LANGUAGE;
use crate::record;
use crate::yaml::{AtLeastOne, Form, Map, MaybeBlank, Spanned, Text, Word};

record! {
    /// The keys that pages of every kind have.
    pub struct Shared, "a", "page" {
        /// The title of the page.
        "title" => title: Text,
        /// One or two sentences about the page, shown in lists, search results and link previews.
        "summary" => summary: Option<Text>,
        /// Tags of the page. Each tag has its own list of pages.
        "tags" => tags: Vec<Word>,
        /// `true` while you are still writing the page: it is checked but not published. Default: `false`.
        "draft" => draft: Option<Spanned<bool>>,
        /// The date of the event, or the date on which the page was written.
        "date" => date: Option<Spanned<Date>>,
        /// The date of the last substantial change.
        "updated" => updated: Option<Spanned<Date>>,
        /// The person or team responsible for the page.
        "owner" => owner: Option<Text>,
        /// The date by which the owner should review the page. After this date, Casebook warns that it is overdue.
        "review-by" => review_by: Option<Spanned<Date>>,
        /// Former paths of the page, relative to `content/`, such as `cases/the-old-name.md`. Casebook redirects their
        /// addresses to the page.
        "aliases" => aliases: Vec<Text> where ALIAS,
        /// The position of the page in lists, as a number: pages with smaller numbers come first, and pages without a
        /// number come last.
        "weight" => weight: Option<Spanned<i64>>,
        /// The last part of the page's address: lower-case letters, digits and hyphens. Default: the name of the file.
        "slug" => slug: Option<Text> where SLUG,
        /// The language code of the page, such as `en`, `de` or `pt-BR`. Default: the language of the site.
        "lang" => lang: Option<Text> where LANGUAGE,
        /// The source of the story or idea. It is a note for authors and is not published.
        "source" => source: Option<Text>,
    }
}

record! {
    /// An account of what happened with one customer.
    pub struct Case, "a", "case" {
        /// The line of business, such as `bakery`.
        "trade" => trade: Option<Text>,
        /// The channel of contact between customer and staff, such as `counter`, `phone` or `message`.
        "channel" => channel: Option<Text>,
        /// The kind of failure.
        "failure" => failure: Option<Spanned<Failure>>,
        /// An assessment of the customer in hindsight.
        "customer-was" => customer_was: Option<Spanned<CustomerWas>>,
        /// The outcome: one of the site's `outcomes`.
        "outcome" => outcome: Option<Text> where Form::Outcome,
        /// The amount that the incident cost you, such as `$85`: refunds, work, lost sales.
        "cost" => cost: Option<Sum>,
        /// The amount that the outcome brought in or saved, such as `$240`: later sales, an avoided refund.
        "worth" => worth: Option<Sum>,
        /// The events of the case, in order.
        "timeline" => timeline: Vec<Moment>,
        /// The first fix: the solution for this customer.
        "fixed-for-them" => fixed_for_them: Option<Text>,
        /// The second fix: the change that prevents the same problem for the next customer. Leave this key out until
        /// something has been changed; the case is then listed as open. Casebook warns if the key has no value.
        "fixed-for-the-next" => fixed_for_the_next: Option<MaybeBlank>,
        /// The steps of playbooks that the case shows, such as `../playbooks/wrong-order.md#own-it`. A path without
        /// `#` names a whole playbook.
        "practises" => practises: Vec<Link>,
        /// Questions for discussion.
        "discuss" => discuss: Vec<Text>,
    }
}

record! {
    /// One event of a case.
    pub struct Moment, "a", "moment" {
        /// The time of the event in any form: a day, an hour, `the next morning`.
        "when" => when: Text,
        /// A description of the event.
        "what" => what: Text,
        /// The customer's mood in one word, such as `angry` or `relieved`.
        "mood" => mood: Option<Text>,
    }
}

record! {
    /// Instructions for one kind of situation: a list of steps, or the questions of a decision.
    pub struct Playbook, "a", "playbook" {
        /// Situations in which to use the playbook. The home page shows up to nine situations of all playbooks.
        "when" => when: Vec<Text>,
        /// The limits within which staff can decide without asking.
        "limits" => limits: Option<Limits>,
        /// An if-then sentence for readers to complete.
        "plan" => plan: Option<Text>,
        /// The steps, in order. A playbook has either steps or questions.
        "steps" => steps: Vec<Step>,
        /// The questions of a decision, instead of steps. Readers begin with the first one.
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
    /// The limits within which staff can decide without asking.
    pub struct Limits, "the", "limits" {
        /// The amount of money, such as `$40 for one customer`.
        "money" => money: Option<Text>,
        /// The amount of time, such as `half an hour`.
        "time" => time: Option<Text>,
        /// The statements that are always allowed, such as `you may always say that it was our mistake`.
        "words" => words: Option<Text>,
    }
}

record! {
    /// One step of a playbook. Its address is the slug of its title.
    pub struct Step, "a", "step" {
        /// The title of the step. The address of the step is made from it: `Own it` becomes `#own-it`.
        "title" => title: Text,
        /// The action to take.
        "do" => action: Text,
        /// Lines to say, word for word.
        "say" => say: Vec<Text>,
        /// Lines to avoid, word for word.
        "avoid" => avoid: Vec<Text>,
        /// The reason why the step works.
        "why" => why: Option<Text>,
        /// The limit of the step: how far to go.
        "limit" => limit: Option<Text>,
        /// Former addresses of the step, such as `own-it`, or its former titles. Links to them still lead to the step.
        "was" => was: Vec<Text>,
    }
}

record! {
    /// One question of a decision. Its address is the slug of its title.
    pub struct Question, "a", "question" {
        /// The question. Its address is made from it: `Is it ours?` becomes `#is-it-ours`.
        "title" => title: Text,
        /// A hint that helps to answer the question.
        "help" => help: Option<Text>,
        /// The possible answers.
        "answers" => answers: AtLeastOne<Answer>,
        /// Former addresses of the question, or its former words. Links to them still lead to the question.
        "was" => was: Vec<Text>,
    }
}

record! {
    /// One answer to a question, and its target.
    pub struct Answer, "an", "answer" {
        /// The text of the answer.
        "answer" => answer: Text,
        /// The target of the answer: a playbook (`wrong-order.md`), a step of one (`wrong-order.md#own-it`), or another
        /// question on the same page (`"#is-it-ours"`, in quotation marks).
        "to" => to: Link,
    }
}

record! {
    /// A conversation to practise. Its scenes are in the text of the page.
    pub struct Scenario, "a", "scenario" {
        /// The reader's role, such as `You work at the counter of a bakery`.
        "role" => role: Text,
        /// The customer, such as `Mr Ruiz, on his way home to a party`.
        "customer" => customer: Text,
        /// The meters and their initial values, such as `trust: 4 of 10` or `cost: $0`.
        "meters" => meters: Map<Text>,
        /// The amounts of money at stake, each with its name, such as `his next orders: $160`.
        "stakes" => stakes: Map<WholeSum>,
        /// The goal: a condition that the debrief checks, such as `trust 7 or more, cost $40 or less`.
        "goal" => goal: Option<Text>,
        /// The outcomes that this scenario uses, best first. Default: the `outcomes` of the site.
        "outcomes" => outcomes: Vec<Word> where Form::Outcome,
        /// The playbooks that the scenario practises, or single steps of them.
        "playbooks" => playbooks: Vec<Link>,
        /// The level of difficulty, such as `first steps`.
        "level" => level: Option<Text>,
        /// The maximum playing time in minutes. Casebook warns if the longest run takes longer.
        "minutes" => minutes: Option<Spanned<i64>> where Form::AtLeast(1),
    }
}

record! {
    /// Pages in the order in which to study them.
    pub struct Path, "a", "path" {
        /// The modules of the path, in order.
        "modules" => modules: AtLeastOne<Module>,
    }
}

record! {
    /// One module of a path.
    pub struct Module, "a", "module" {
        /// The title of the module.
        "title" => title: Text,
        /// The pages of the module, in order.
        "items" => items: AtLeastOne<Link>,
    }
}

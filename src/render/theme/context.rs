//! The values that templates can use: the public interface for themes. Each struct is a value in the context of a
//! template.
//!
//! Declarations only. Every field is always present; a missing value is null, an empty list or an empty text. A `url`
//! is an address relative to the output's root: templates write `{{ root }}{{ url }}`. A field whose name ends in
//! `_html` is safe HTML with links relative to the current page; all other texts are plain, and are escaped in HTML and
//! XML templates.

pub mod trainer;

use std::collections::BTreeMap;

use serde::Serialize;

/// A link: `{title, url}`.
#[derive(Clone, Debug, Serialize)]
pub struct Link {
    /// The text of the link.
    pub title: String,
    /// The address of the target.
    pub url: String,
}

/// A link to a list, with the number of pages in it.
#[derive(Clone, Debug, Serialize)]
pub struct Counted {
    /// The text of the link.
    pub title: String,
    /// The address of the list.
    pub url: String,
    /// The number of pages in the list.
    pub count: usize,
}

/// The entries that a shortened list leaves out: `{count, url}`.
#[derive(Clone, Debug, Serialize)]
pub struct More {
    /// The number of entries left out.
    pub count: usize,
    /// The address of the complete list; `None` if there is none.
    pub url: Option<String>,
}

/// The site (`site` in templates): the same on every page.
#[derive(Clone, Debug, Serialize)]
pub struct Site {
    /// The name of the site.
    pub title: String,
    /// One sentence about the site; may be empty.
    pub tagline: String,
    /// The language code of the site.
    pub language: String,
    /// The text direction of that language: `ltr` or `rtl`. A page has its own, `page.dir`.
    pub dir: &'static str,
    /// The currency symbol.
    pub currency: String,
    /// The prefix of all keys in browser storage.
    pub id: String,
    /// The kind of device: `own` or `shared`.
    pub device: &'static str,
    /// The URL at which the site will be published, ending in a slash.
    pub base_url: Option<String>,
    /// The name and version of Casebook.
    pub generator: &'static str,
    /// The address of the feed; `None` without a base URL.
    pub feed_url: Option<&'static str>,
    /// The address of the search page.
    pub search_url: &'static str,
    /// The kinds of content that have pages, in navigation order.
    pub kinds: Vec<Kind>,
    /// Links to generated pages, for the footer.
    pub footer: Vec<Link>,
}

/// A kind of content that has pages.
#[derive(Clone, Debug, Serialize)]
pub struct Kind {
    /// The name of the kind: `playbook`, `scenario`, `case` or `path`.
    pub kind: &'static str,
    /// The address of its list.
    pub url: String,
    /// The number of its pages.
    pub count: usize,
    /// The title of its list.
    pub title: String,
}

/// The current page (`page` in templates).
#[derive(Clone, Debug, Default, Serialize)]
pub struct Page {
    /// The kind of page, such as `case`, `index` or `a-z`. It selects the scripts and styles.
    pub kind: &'static str,
    /// The title.
    pub title: String,
    /// A short description.
    pub summary: Option<String>,
    /// The address.
    pub url: String,
    /// The addresses that the page had before. What is stored for them is used for the new address.
    pub was: Vec<String>,
    /// The language code.
    pub lang: String,
    /// The text direction of that language: `ltr` or `rtl`.
    pub dir: &'static str,
    /// True if the page is a draft.
    pub draft: bool,
    /// True if search engines should not index the page.
    pub hidden: bool,
    /// The reading time in minutes, or the playing time of a scenario; `None` on generated pages.
    pub minutes: Option<usize>,
    /// Breadcrumbs: links from the home page down, without the page itself.
    pub crumbs: Vec<Link>,
    /// The headings of `body`, for a table of contents.
    pub toc: Vec<Heading>,
    /// The previous page of the section.
    pub previous: Option<Link>,
    /// The next page of the section.
    pub next: Option<Link>,
    /// The date, in the form `YYYY-MM-DD`.
    pub date: Option<String>,
    /// The date of the last change, in the form `YYYY-MM-DD`.
    pub updated: Option<String>,
    /// The person or team responsible for the page.
    pub owner: Option<String>,
    /// The date by which the page should be reviewed, in the form `YYYY-MM-DD`.
    pub review_by: Option<String>,
    /// Links to the lists of its tags.
    pub tags: Vec<Link>,
    /// The URL at which the page can be edited.
    pub edit_url: Option<String>,
    /// The URL at which a mistake on the page can be reported.
    pub report_url: Option<String>,
    /// The canonical URL, for search engines; `None` without a base URL.
    pub canonical: Option<String>,
    /// The names of the tools in `body`. The script and the style of each are in `assets.tools`.
    pub tools: Vec<String>,
    /// The site's own keys, declared with `extra-keys`: `page.extra.ticket_volume` is the value of `ticket-volume`. A
    /// name with hyphens is also there as written: `page.extra["ticket-volume"]`. Nothing, if the page does not have
    /// the key. Texts are plain: Markdown and links in them are not rendered.
    pub extra: BTreeMap<String, serde_json::Value>,
}

/// A heading in the table of contents.
#[derive(Clone, Debug, Serialize)]
pub struct Heading {
    /// The anchor of the heading.
    pub id: String,
    /// The text of the heading.
    pub title: String,
    /// The level: 2 or 3.
    pub level: u8,
}

/// The section of the current page (`section` in templates), with the nearest pages in it.
#[derive(Clone, Debug, Serialize)]
pub struct Sidebar {
    /// The name of the section.
    pub title: String,
    /// The address of the section's own page.
    pub url: String,
    /// Cards of up to thirty pages around the current page, which is included and has the `url` of `page`.
    pub items: Vec<crate::render::theme::Value>,
    /// The number of pages before these.
    pub before: Option<More>,
    /// The number of pages after these.
    pub after: Option<More>,
}

/// A learning path that contains the current page, in `on_paths`.
#[derive(Clone, Debug, Serialize)]
pub struct OnPath {
    /// The title of the path.
    pub title: String,
    /// The address of the path.
    pub url: String,
    /// The position of the page on the path, counted from 1 across modules.
    pub position: usize,
    /// The number of pages on the path.
    pub of: usize,
    /// The next page on the path.
    pub next: Option<Link>,
}

/// A value by which pages can be filtered.
#[derive(Clone, Debug, Serialize)]
pub struct Value {
    /// The slug of the value, as used in addresses.
    pub value: String,
    /// The title of the value, as readers see it.
    pub title: String,
    /// The address of the list of pages with this value; `None` if there is no such list.
    pub url: Option<String>,
}

/// An entry for a page in a list.
#[derive(Clone, Debug, Serialize)]
pub struct Card {
    /// The kind of page: `case`, `playbook`, `decision`, `scenario`, `path` or `page`.
    pub kind: &'static str,
    /// The title.
    pub title: String,
    /// The address.
    pub url: String,
    /// The addresses that the page had before.
    pub was: Vec<String>,
    /// A short description.
    pub summary: Option<String>,
    /// The trade; for cases only.
    pub trade: Option<Value>,
    /// The kind of failure; for cases only.
    pub failure: Option<Value>,
    /// The outcome; for cases only.
    pub outcome: Option<Value>,
    /// The number of steps; for playbooks only.
    pub steps: Option<usize>,
    /// The reading time in minutes, or the playing time of a scenario.
    pub minutes: Option<usize>,
    /// The level of difficulty; for scenarios only.
    pub level: Option<String>,
    /// True if the page is a draft.
    pub draft: bool,
    /// The values for filters, each as `facet:value`, separated by spaces.
    pub facets: String,
}

/// A case (`case` in templates).
#[derive(Clone, Debug, Serialize)]
pub struct Case {
    /// The trade.
    pub trade: Option<Value>,
    /// The channel of contact with the customer.
    pub channel: Option<Value>,
    /// The kind of failure.
    pub failure: Option<Value>,
    /// The outcome.
    pub outcome: Option<Value>,
    /// The assessment of the customer: right, mistaken, dishonest or delusional.
    pub customer_was: Option<Value>,
    /// The cost of the incident, as written.
    pub cost: Option<String>,
    /// The amount that the outcome brought in or saved, as written.
    pub worth: Option<String>,
    /// The timeline, with a picture of the customer's mood.
    pub timeline: Option<Timeline>,
    /// True if at least one of the two fixes is described.
    pub has_fixes: bool,
    /// The first fix: the solution for this customer.
    pub fixed_for_them_html: Option<String>,
    /// The second fix: the change for the next customer.
    pub fixed_for_the_next_html: Option<String>,
    /// True if the second fix is missing.
    pub second_fix_open: bool,
    /// The steps of playbooks that the case shows.
    pub steps: Vec<StepLink>,
    /// Cards of scenarios that practise some of these steps, at most three.
    pub scenarios: Vec<crate::render::theme::Value>,
    /// Questions for discussion.
    pub discuss_html: Vec<String>,
}

/// A link to a step of a playbook.
#[derive(Clone, Debug, Serialize)]
pub struct StepLink {
    /// The title of the step.
    pub title: String,
    /// The address of the step: that of the playbook, with an anchor.
    pub url: String,
    /// The title of the playbook.
    pub playbook: String,
}

/// A timeline with a picture of the customer's mood.
#[derive(Clone, Debug, Serialize)]
pub struct Timeline {
    /// The events, in order.
    pub items: Vec<Moment>,
    /// SVG path data of the curves: one for each sequence of events with known moods. Empty if nothing is drawn.
    pub lines: Vec<String>,
    /// The width of the picture, in SVG units.
    pub width: u32,
    /// The height of the picture, in SVG units.
    pub height: u32,
    /// The radius of the dots, in SVG units.
    pub dot: String,
    /// True if there are more events than fit below the picture as columns. They are then numbered.
    pub numbered: bool,
}

/// An event on a timeline.
#[derive(Clone, Debug, Serialize)]
pub struct Moment {
    /// The time of the event, as written.
    pub when: String,
    /// The mood, as written.
    pub mood: Option<String>,
    /// The mood as a number from −3 (furious) to 3 (delighted); `None` if the word is unknown.
    pub level: Option<i8>,
    /// The description of the event.
    pub what_html: String,
    /// The x coordinate of the event in the picture; `None` if nothing is drawn.
    pub x: Option<String>,
    /// The y coordinate of the event in the picture; `None` if nothing is drawn, or if the mood is unknown.
    pub y: Option<String>,
}

/// A playbook (`playbook` in templates).
#[derive(Clone, Debug, Serialize)]
pub struct Playbook {
    /// The situations in which to use the playbook.
    pub when: Vec<String>,
    /// The limits within which staff can decide without asking.
    pub limits: Vec<Limit>,
    /// An if-then sentence for readers to complete.
    pub plan: Option<String>,
    /// The steps, in order.
    pub steps: Vec<Step>,
    /// The text before the first heading.
    pub intro_html: Option<String>,
    /// Cards of the decisions, paths and other pages that link to the playbook.
    pub used_by: Vec<crate::render::theme::Value>,
}

/// A limit within which staff can decide without asking.
#[derive(Clone, Debug, Serialize)]
pub struct Limit {
    /// The key of the limit: `money`, `time` or `words`.
    pub what: &'static str,
    /// The title of the limit, as readers see it.
    pub title: String,
    /// The text of the limit.
    pub text: String,
}

/// A step of a playbook.
#[derive(Clone, Debug, Serialize)]
pub struct Step {
    /// The number of the step, from 1.
    pub number: usize,
    /// The anchor of the step.
    pub slug: String,
    /// The old anchors of the step.
    pub was: Vec<String>,
    /// All anchors of the step, the oldest first. Ticks are stored under it.
    pub names: Vec<String>,
    /// The title of the step.
    pub title: String,
    /// The action to take.
    pub do_html: String,
    /// Lines to say.
    pub say: Vec<String>,
    /// Lines to avoid.
    pub avoid: Vec<String>,
    /// The reason why the step works.
    pub why_html: Option<String>,
    /// The limit of the step: how far to go.
    pub limit_html: Option<String>,
    /// The text below the heading with the title of the step.
    pub body_html: Option<String>,
    /// Cards of cases that show the step, at most five.
    pub cases: Vec<crate::render::theme::Value>,
    /// The number of further cases.
    pub cases_more: Option<More>,
    /// Cards of scenarios that practise the step, at most five.
    pub scenarios: Vec<crate::render::theme::Value>,
    /// The number of further scenarios.
    pub scenarios_more: Option<More>,
}

/// A decision (`decision` in templates).
#[derive(Clone, Debug, Serialize)]
pub struct Decision {
    /// The situations in which to use the decision.
    pub when: Vec<String>,
    /// The text before the first heading.
    pub intro_html: Option<String>,
    /// The questions, in order.
    pub questions: Vec<Question>,
}

/// A question of a decision.
#[derive(Clone, Debug, Serialize)]
pub struct Question {
    /// The number of the question, from 1.
    pub number: usize,
    /// The anchor of the question.
    pub slug: String,
    /// The old anchors of the question.
    pub was: Vec<String>,
    /// The question.
    pub title: String,
    /// A hint that helps to answer the question.
    pub help_html: Option<String>,
    /// The text below the heading with the title of the question.
    pub body_html: Option<String>,
    /// The possible answers.
    pub answers: Vec<Answer>,
}

/// An answer to a question of a decision.
#[derive(Clone, Debug, Serialize)]
pub struct Answer {
    /// The text of the answer.
    pub text: String,
    /// The address of the target; just `#` and an anchor if the target is on the same page.
    pub url: String,
    /// True if the target is a question on the same page.
    pub question: bool,
    /// The title of the target.
    pub title: Option<String>,
}

/// A scenario (`scenario` in templates): a gamebook that works without scripts.
#[derive(Clone, Debug, Serialize)]
pub struct Scenario {
    /// The role of the reader.
    pub role: String,
    /// The customer.
    pub customer: Option<String>,
    /// The goal that the debrief checks, as written.
    pub goal: Option<String>,
    /// The conditions of the goal, each as a text.
    pub goals: Vec<String>,
    /// The graph of the story as JSON for the player, safe inside a script element; `None` if the story has a mistake.
    pub island: Option<String>,
    /// The amounts at stake.
    pub stakes: Vec<Stake>,
    /// The meters.
    pub meters: Vec<Meter>,
    /// Cards of the playbooks that the scenario practises.
    pub playbooks: Vec<crate::render::theme::Value>,
    /// The briefing, which is shown before the start.
    pub briefing_html: Option<String>,
    /// The scenes and endings, in the order of the text.
    pub scenes: Vec<Scene>,
    /// The debrief: questions to think about.
    pub debrief_html: Option<String>,
}

/// An amount at stake.
#[derive(Clone, Debug, Serialize)]
pub struct Stake {
    /// The name of the stake.
    pub what: String,
    /// The amount, as written.
    pub sum: String,
}

/// A meter.
#[derive(Clone, Debug, Serialize)]
pub struct Meter {
    /// The name of the meter, with its unit if that is a word: `time (evenings)`.
    pub name: String,
    /// The initial value.
    pub start_text: String,
    /// The range of good values if both ends are bad, such as `4–6`.
    pub best_text: Option<String>,
}

/// A scene or an ending.
#[derive(Clone, Debug, Serialize)]
pub struct Scene {
    /// The anchor of the scene.
    pub id: String,
    /// The old anchors of the scene.
    pub was: Vec<String>,
    /// The number of the scene, from 1.
    pub number: usize,
    /// The title of the scene.
    pub title: String,
    /// True if the story ends here.
    pub is_ending: bool,
    /// The outcome; for endings only.
    pub outcome: Option<Outcome>,
    /// The parts of the scene, in order.
    pub body: Vec<ScenePart>,
}

/// An outcome of a case or scenario.
#[derive(Clone, Debug, Serialize)]
pub struct Outcome {
    /// The word in `casebook.yaml`.
    pub key: String,
    /// The title of the outcome, as readers see it.
    pub title: String,
}

/// A part of a scene.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "type", rename_all = "lowercase")]
pub enum ScenePart {
    /// Text.
    Html {
        /// The text.
        html: String,
    },
    /// Text that is shown in some states only.
    State {
        /// The condition, as text.
        when_text: String,
        /// The text.
        html: String,
    },
    /// A list of choices.
    Choices {
        /// The choices.
        choices: Vec<Choice>,
    },
    /// A list of routes: the story continues without a choice.
    Routes {
        /// The routes, in order. The first one whose condition is true is taken.
        routes: Vec<Route>,
    },
}

/// A choice in a scene.
#[derive(Clone, Debug, Serialize)]
pub struct Choice {
    /// The text of the choice.
    pub label_html: String,
    /// The address of the target scene: `#` and its anchor.
    pub url: String,
    /// The number of the target scene.
    pub to_number: usize,
    /// The effects on meters, each as a text such as `trust +2`.
    pub effects: Vec<String>,
    /// The conditions for the choice to be available, each as a text such as `trust 6 or more`.
    pub needs: Vec<String>,
    /// The memories that the choice sets.
    pub remembers: Vec<String>,
    /// The mark of the choice: `follows`, `bends` or `breaks`.
    pub mark: Option<&'static str>,
    /// The step to which the mark refers.
    pub step: Option<Link>,
    /// The reason for the mark.
    pub why_html: Option<String>,
}

/// A route from a scene: the story continues without a choice.
#[derive(Clone, Debug, Serialize)]
pub struct Route {
    /// The condition, as text; `None` for the route that is taken otherwise.
    pub when_text: Option<String>,
    /// The text of the route.
    pub label_html: String,
    /// The address of the target scene: `#` and its anchor.
    pub url: String,
    /// The number of the target scene.
    pub to_number: usize,
    /// The effects on meters, each as a text such as `trust +2`.
    pub effects: Vec<String>,
}

/// A learning path (`path` in templates).
#[derive(Clone, Debug, Serialize)]
pub struct Path {
    /// The modules, in order.
    pub modules: Vec<Module>,
    /// The total time for all pages, in minutes.
    pub minutes: usize,
}

/// A module of a path.
#[derive(Clone, Debug, Serialize)]
pub struct Module {
    /// The number of the module, from 1.
    pub number: usize,
    /// The title of the module.
    pub title: String,
    /// The time for the pages of the module, in minutes.
    pub minutes: Option<usize>,
    /// Cards of the pages, in order.
    pub items: Vec<crate::render::theme::Value>,
}

/// A list of pages (`index` in templates).
#[derive(Clone, Debug, Serialize)]
pub struct Index {
    /// The kind whose list this is; `None` for lists of sections, tags and filters.
    pub of: Option<&'static str>,
    /// The cards on this page of the list, at most two hundred.
    pub cards: Vec<crate::render::theme::Value>,
    /// These cards as HTML, rendered with the component `card`.
    pub cards_html: String,
    /// The number of cards on all pages of the list.
    pub total: usize,
    /// The filters of the list.
    pub filters: Vec<Filter>,
    /// The folders in this section, each with its number of pages.
    pub sections: Vec<Counted>,
    /// Links to the other pages of the list; `None` if there is only one page.
    pub pages: Option<Paging>,
}

/// A property by which a list can be filtered.
#[derive(Clone, Debug, Serialize)]
pub struct Filter {
    /// The name of the property, as used in addresses.
    pub facet: &'static str,
    /// The title of the property, as readers see it.
    pub title: String,
    /// The values, or the most frequent ones if there are many.
    pub values: Vec<FilterValue>,
    /// The number of further values, and the address of the page with all values.
    pub more: Option<More>,
}

/// A value of a filter.
#[derive(Clone, Debug, Serialize)]
pub struct FilterValue {
    /// The slug of the value, as used in addresses.
    pub value: String,
    /// The title of the value, as readers see it.
    pub title: String,
    /// The address of the list of pages with this value.
    pub url: String,
    /// The number of pages with this value.
    pub count: usize,
    /// True if the current list is filtered by this value.
    pub current: bool,
}

/// The pages of a long list.
#[derive(Clone, Debug, Serialize)]
pub struct Paging {
    /// The number of the current page, from 1.
    pub number: usize,
    /// The number of pages.
    pub of: usize,
    /// The address of the previous page.
    pub previous: Option<String>,
    /// The address of the next page.
    pub next: Option<String>,
    /// Links to the pages; of many, the first, the last and those around the current one.
    pub all: Vec<PagingLink>,
}

/// A link to one page of a long list.
#[derive(Clone, Debug, Serialize)]
pub struct PagingLink {
    /// The number of the page, from 1.
    pub number: usize,
    /// The address of the page.
    pub url: String,
    /// True if it is the current page.
    pub current: bool,
}

/// The size of a list whose entries are in another value, such as `register` (`index` in templates).
#[derive(Clone, Debug, Serialize)]
pub struct Listing {
    /// The number of entries on all pages of the list.
    pub total: usize,
    /// Links to the other pages of the list; `None` if there is only one page.
    pub pages: Option<Paging>,
}

/// The home page (`home` in templates).
#[derive(Clone, Debug, Serialize)]
pub struct Home {
    /// Cards of the newest cases, at most three.
    pub newest: Vec<crate::render::theme::Value>,
}

/// A situation for which there is a playbook, in `situations`, which has at most nine.
#[derive(Clone, Debug, Serialize)]
pub struct Situation {
    /// The situation.
    pub text: String,
    /// The address of the playbook.
    pub url: String,
}

/// The phrase bank (`phrases` in templates).
#[derive(Clone, Debug, Serialize)]
pub struct Phrases {
    /// One group for each playbook.
    pub groups: Vec<PhraseGroup>,
}

/// The lines of a playbook.
#[derive(Clone, Debug, Serialize)]
pub struct PhraseGroup {
    /// The playbook.
    pub playbook: Link,
    /// The steps that have lines to say or to avoid.
    pub steps: Vec<Phrase>,
}

/// The lines of a step.
#[derive(Clone, Debug, Serialize)]
pub struct Phrase {
    /// The title of the step.
    pub title: String,
    /// The address of the step.
    pub url: String,
    /// Lines to say.
    pub say: Vec<String>,
    /// Lines to avoid.
    pub avoid: Vec<String>,
}

/// The register of second fixes (`register` in templates).
#[derive(Clone, Debug, Serialize)]
pub struct Register {
    /// Cases without a second fix, on this page of the list.
    pub open: Vec<RegisterEntry>,
    /// The number of cases without a second fix, on all pages of the list.
    pub open_count: usize,
    /// Cases with a second fix, on this page of the list.
    pub closed: Vec<RegisterEntry>,
    /// The number of cases with a second fix, on all pages of the list.
    pub closed_count: usize,
}

/// An entry of the register: the card of a case, and its fixes.
#[derive(Clone, Debug, Serialize)]
pub struct RegisterEntry {
    /// The card of the case.
    #[serde(flatten)]
    pub card: Card,
    /// The first fix: the solution for this customer.
    pub fixed_for_them_html: Option<String>,
    /// The second fix: the change for the next customer.
    pub fix_html: Option<String>,
}

/// The coverage of steps by cases and scenarios (`coverage` in templates).
#[derive(Clone, Debug, Serialize)]
pub struct Coverage {
    /// The playbooks with steps.
    pub playbooks: Vec<CoveredPlaybook>,
}

/// A playbook in the coverage table.
#[derive(Clone, Debug, Serialize)]
pub struct CoveredPlaybook {
    /// The title of the playbook.
    pub title: String,
    /// The address of the playbook.
    pub url: String,
    /// The steps of the playbook.
    pub steps: Vec<CoveredStep>,
}

/// A step in the coverage table.
#[derive(Clone, Debug, Serialize)]
pub struct CoveredStep {
    /// The title of the step.
    pub title: String,
    /// The address of the step.
    pub url: String,
    /// Links to cases that show the step, at most five.
    pub cases: Vec<Link>,
    /// The number of further cases.
    pub cases_more: Option<More>,
    /// Links to scenarios that practise the step, at most five.
    pub scenarios: Vec<Link>,
    /// The number of further scenarios.
    pub scenarios_more: Option<More>,
}

/// The pages to review (`review` in templates).
#[derive(Clone, Debug, Serialize)]
pub struct Review {
    /// One group for each owner; the pages without an owner come last.
    pub groups: Vec<ReviewGroup>,
}

/// The pages of one owner.
#[derive(Clone, Debug, Serialize)]
pub struct ReviewGroup {
    /// The owner; `None` for pages without one.
    pub owner: Option<String>,
    /// The pages, earliest review date first.
    pub items: Vec<ReviewEntry>,
}

/// A page to review.
#[derive(Clone, Debug, Serialize)]
pub struct ReviewEntry {
    /// The title of the page.
    pub title: String,
    /// The address of the page.
    pub url: String,
    /// The kind of page.
    pub kind: &'static str,
    /// The date by which the page should be reviewed, in the form `YYYY-MM-DD`.
    pub review_by: Option<String>,
}

/// The glossary (`glossary` in templates).
#[derive(Clone, Debug, Serialize)]
pub struct Glossary {
    /// The terms, in alphabetical order.
    pub entries: Vec<GlossaryEntry>,
}

/// A term of the glossary.
#[derive(Clone, Debug, Serialize)]
pub struct GlossaryEntry {
    /// The anchor of the term.
    pub id: String,
    /// The term.
    pub term: String,
    /// The meaning of the term.
    pub means_html: String,
    /// Other forms of the term.
    pub also: Vec<String>,
}

/// The index from A to Z (`az` in templates). If it is too long for one page, its first page links to the others: each
/// entry is then a range of names, such as "Broken – Crowded".
#[derive(Clone, Debug, Serialize)]
pub struct Az {
    /// The initial letters.
    pub letters: Vec<AzLetter>,
}

/// An initial letter of the index.
#[derive(Clone, Debug, Serialize)]
pub struct AzLetter {
    /// The letter.
    pub letter: String,
    /// The anchor of the letter.
    pub id: String,
    /// The entries that begin with this letter.
    pub entries: Vec<AzEntry>,
}

/// An entry of the index: a page, a step, a term or a range of names.
#[derive(Clone, Debug, Serialize)]
pub struct AzEntry {
    /// The name.
    pub title: String,
    /// The address.
    pub url: String,
    /// The kind of page; for a step, that of its playbook; for a term or a range, `page`.
    pub kind: &'static str,
    /// A description that replaces the kind; `None` for pages.
    pub note: Option<String>,
}

/// The handbook (`handbook` in templates).
#[derive(Clone, Debug, Serialize)]
pub struct Handbook {
    /// The parts: one for each kind, or just one if the handbook is divided by section.
    pub parts: Vec<HandbookPart>,
}

/// A part of the handbook: the pages of a kind or of a section.
#[derive(Clone, Debug, Serialize)]
pub struct HandbookPart {
    /// The title of the part.
    pub title: String,
    /// The chapters: one for each page.
    pub chapters: Vec<Chapter>,
}

/// A page in the handbook.
#[derive(Clone, Debug, Serialize)]
pub struct Chapter {
    /// The anchor of the chapter.
    pub id: String,
    /// The kind of page.
    pub kind: &'static str,
    /// The title of the page.
    pub title: String,
    /// The page as HTML, with its anchors and links adapted to the handbook.
    pub html: String,
}

/// The sitemap for search engines (`sitemap` in templates).
#[derive(Clone, Debug, Serialize)]
pub struct Sitemap {
    /// The pages.
    pub entries: Vec<SitemapEntry>,
}

/// A page in the sitemap.
#[derive(Clone, Debug, Serialize)]
pub struct SitemapEntry {
    /// The absolute URL of the page.
    pub url: String,
    /// The date of the last change, in the form `YYYY-MM-DD`.
    pub date: Option<String>,
}

/// The feed (`feed` in templates).
#[derive(Clone, Debug, Serialize)]
pub struct Feed {
    /// The absolute URL of the feed.
    pub url: String,
    /// The newest date in the feed, in the form `YYYY-MM-DD`.
    pub updated: String,
    /// The newest pages, at most fifty.
    pub entries: Vec<FeedEntry>,
}

/// A page in the feed.
#[derive(Clone, Debug, Serialize)]
pub struct FeedEntry {
    /// The title of the page.
    pub title: String,
    /// The absolute URL of the page.
    pub url: String,
    /// The date of the last change, in the form `YYYY-MM-DD`.
    pub updated: String,
    /// The date of the page, in the form `YYYY-MM-DD`.
    pub published: Option<String>,
    /// A short description.
    pub summary: Option<String>,
    /// The kind of page.
    pub kind: &'static str,
}

/// The list of pages for language models (`llms` in templates).
#[derive(Clone, Debug, Serialize)]
pub struct Llms {
    /// One part for each kind.
    pub parts: Vec<LlmsPart>,
}

/// The pages of one kind.
#[derive(Clone, Debug, Serialize)]
pub struct LlmsPart {
    /// The title of the kind.
    pub title: String,
    /// The pages.
    pub items: Vec<LlmsItem>,
}

/// A page in the list for language models.
#[derive(Clone, Debug, Serialize)]
pub struct LlmsItem {
    /// The title of the page.
    pub title: String,
    /// The absolute URL of the page, or its address if the site has no base URL.
    pub url: String,
    /// A short description.
    pub summary: Option<String>,
}

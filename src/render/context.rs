//! What templates may use: the public interface of every theme. Each struct is one value in a template's context.
//!
//! Pure declaration. Every field is always there; what is absent is null, an empty list or an empty text. A `url` is an
//! address from the output's root: templates write `{{ root }}{{ url }}`. A field that ends in `_html` is safe HTML with
//! links that are right for the page at hand; everything else is plain text that the template escapes.

pub mod trainer;

use serde::Serialize;

/// A link: `{title, url}`.
#[derive(Clone, Debug, Serialize)]
pub struct Link {
    /// What it says.
    pub title: String,
    /// Where it leads.
    pub url: String,
}

/// A link with a number of pages behind it.
#[derive(Clone, Debug, Serialize)]
pub struct Counted {
    /// What it says.
    pub title: String,
    /// Where it leads.
    pub url: String,
    /// How many pages it leads to.
    pub count: usize,
}

/// What a list leaves out: `{count, url}`.
#[derive(Clone, Debug, Serialize)]
pub struct More {
    /// How many more there are.
    pub count: usize,
    /// Where they stand.
    pub url: Option<String>,
}

/// The site as every page sees it, as `site`.
#[derive(Clone, Debug, Serialize)]
pub struct Site {
    /// Its name.
    pub title: String,
    /// One sentence about it; may be empty.
    pub tagline: String,
    /// Its language.
    pub language: String,
    /// `ltr` or `rtl`.
    pub dir: &'static str,
    /// The sign of money.
    pub currency: String,
    /// What all storage keys begin with.
    pub id: String,
    /// `own` or `shared`.
    pub device: &'static str,
    /// Where it will stand, with a slash at the end.
    pub base_url: Option<String>,
    /// Name and version of this program.
    pub generator: &'static str,
    /// The feed, when one is written.
    pub feed_url: Option<&'static str>,
    /// Where to search.
    pub search_url: &'static str,
    /// The kinds that have pages.
    pub kinds: Vec<Kind>,
    /// The generated pages that are worth a link everywhere.
    pub footer: Vec<Link>,
}

/// A kind of content that has pages.
#[derive(Clone, Debug, Serialize)]
pub struct Kind {
    /// `playbook`, `scenario`, `case` or `path`.
    pub kind: &'static str,
    /// Its list.
    pub url: String,
    /// How many pages there are.
    pub count: usize,
    /// The title of its list.
    pub title: String,
}

/// The page at hand, as `page`.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Page {
    /// Which template it has: `case`, `index`, `a-z` …
    pub kind: &'static str,
    /// Its title.
    pub title: String,
    /// A sentence about it.
    pub summary: Option<String>,
    /// Its address.
    pub url: String,
    /// Its language.
    pub lang: String,
    /// Whether it is a draft.
    pub draft: bool,
    /// Whether search engines are asked to leave it out.
    pub hidden: bool,
    /// How long it takes, where that is known.
    pub minutes: Option<usize>,
    /// The way from the home page, without the page itself.
    pub crumbs: Vec<Link>,
    /// The headings of `body`.
    pub toc: Vec<Heading>,
    /// The page before it in its section.
    pub previous: Option<Link>,
    /// The page after it in its section.
    pub next: Option<Link>,
    /// When it was written, `YYYY-MM-DD`.
    pub date: Option<String>,
    /// When it was last changed.
    pub updated: Option<String>,
    /// Who looks after it.
    pub owner: Option<String>,
    /// By when it is to be reviewed.
    pub review_by: Option<String>,
    /// Its tags.
    pub tags: Vec<Link>,
    /// Where to edit it.
    pub edit_url: Option<String>,
    /// Where to report a mistake in it.
    pub report_url: Option<String>,
    /// Its address on the web.
    pub canonical: Option<String>,
    /// The tools in `body`, by name: each has its script and style in `assets.tools`.
    pub tools: Vec<String>,
}

/// A heading in the contents of a page.
#[derive(Clone, Debug, Serialize)]
pub struct Heading {
    /// Its anchor.
    pub id: String,
    /// Its text.
    pub title: String,
    /// 2 or 3.
    pub level: u8,
}

/// The section beside a page, as `section`: a window of its pages.
#[derive(Clone, Debug, Serialize)]
pub struct Sidebar {
    /// The section's name.
    pub title: String,
    /// Its own page.
    pub url: String,
    /// The cards of at most thirty pages around the one at hand, which is the one with the page's own `url`.
    pub items: Vec<crate::render::theme::Value>,
    /// How many stand before them.
    pub before: Option<More>,
    /// How many stand after them.
    pub after: Option<More>,
}

/// A learning path that a page is part of, in `on_paths`.
#[derive(Clone, Debug, Serialize)]
pub struct OnPath {
    /// The path's title.
    pub title: String,
    /// Its address.
    pub url: String,
    /// Which item the page is, from 1, across modules.
    pub position: usize,
    /// How many items there are.
    pub of: usize,
    /// The item after it.
    pub next: Option<Link>,
}

/// A value that pages can be filtered by.
#[derive(Clone, Debug, Serialize)]
pub struct Value {
    /// Its name in addresses.
    pub value: String,
    /// What readers see.
    pub title: String,
    /// The list of pages that have it.
    pub url: Option<String>,
}

/// A page in a list.
#[derive(Clone, Debug, Serialize)]
pub struct Card {
    /// `case`, `playbook`, `decision`, `scenario`, `path` or `page`.
    pub kind: &'static str,
    /// Its title.
    pub title: String,
    /// Its address.
    pub url: String,
    /// A sentence about it.
    pub summary: Option<String>,
    /// Its trade.
    pub trade: Option<Value>,
    /// What failed.
    pub failure: Option<Value>,
    /// How it ended.
    pub outcome: Option<Value>,
    /// How many steps it has.
    pub steps: Option<usize>,
    /// How long it takes.
    pub minutes: Option<usize>,
    /// How hard it is.
    pub level: Option<String>,
    /// Whether it is a draft.
    pub draft: bool,
    /// `facet:value` for each filter, with blanks between.
    pub facets: String,
}

/// A case, as `case`.
#[derive(Clone, Debug, Serialize)]
pub struct Case {
    /// Its trade.
    pub trade: Option<Value>,
    /// How it reached the house.
    pub channel: Option<Value>,
    /// What failed.
    pub failure: Option<Value>,
    /// How it ended.
    pub outcome: Option<Value>,
    /// Whether the customer was right.
    pub customer_was: Option<Value>,
    /// What it cost.
    pub cost: Option<String>,
    /// What it was worth.
    pub worth: Option<String>,
    /// How the mood went.
    pub timeline: Option<Timeline>,
    /// Whether anything is said about either fix.
    pub has_fixes: bool,
    /// What was done for the customer.
    pub fixed_for_them_html: Option<String>,
    /// What was done for the next one.
    pub fixed_for_the_next_html: Option<String>,
    /// Whether the second fix is missing.
    pub second_fix_open: bool,
    /// The steps that it shows.
    pub steps: Vec<StepLink>,
    /// The scenarios that practise the same.
    pub scenarios: Vec<crate::render::theme::Value>,
    /// Questions to talk over.
    pub discuss_html: Vec<String>,
}

/// A step of a playbook, linked.
#[derive(Clone, Debug, Serialize)]
pub struct StepLink {
    /// The step's title.
    pub title: String,
    /// Its place on the playbook.
    pub url: String,
    /// The playbook's title.
    pub playbook: String,
}

/// A timeline with its picture.
#[derive(Clone, Debug, Serialize)]
pub struct Timeline {
    /// What happened, in order.
    pub items: Vec<Moment>,
    /// The curves of the picture as paths; empty where no picture is drawn.
    pub lines: Vec<String>,
    /// The picture's width.
    pub width: u32,
    /// The picture's height.
    pub height: u32,
    /// The radius of its dots.
    pub dot: String,
    /// Whether there are more moments than fit below the picture as columns.
    pub numbered: bool,
}

/// A moment on a timeline.
#[derive(Clone, Debug, Serialize)]
pub struct Moment {
    /// When.
    pub when: String,
    /// The mood's word.
    pub mood: Option<String>,
    /// −3 (furious) to 3 (delighted).
    pub level: Option<i8>,
    /// What happened.
    pub what_html: String,
    /// Where it stands in the picture.
    pub x: Option<String>,
    /// How high it stands in the picture.
    pub y: Option<String>,
}

/// A playbook, as `playbook`.
#[derive(Clone, Debug, Serialize)]
pub struct Playbook {
    /// The situations it is for.
    pub when: Vec<String>,
    /// What staff may give without asking.
    pub limits: Vec<Limit>,
    /// An if-then sentence to complete.
    pub plan: Option<String>,
    /// Its steps.
    pub steps: Vec<Step>,
    /// What the text says before its first heading.
    pub intro_html: Option<String>,
    /// The pages that lead here.
    pub used_by: Vec<crate::render::theme::Value>,
}

/// What staff may give without asking.
#[derive(Clone, Debug, Serialize)]
pub struct Limit {
    /// `money`, `time` or `words`.
    pub what: &'static str,
    /// Its name for readers.
    pub title: String,
    /// The limit.
    pub text: String,
}

/// A step.
#[derive(Clone, Debug, Serialize)]
pub struct Step {
    /// From 1.
    pub number: usize,
    /// Its anchor.
    pub slug: String,
    /// Its title.
    pub title: String,
    /// What to do.
    pub do_html: String,
    /// Lines to say.
    pub say: Vec<String>,
    /// Lines to avoid.
    pub avoid: Vec<String>,
    /// Why it works.
    pub why_html: Option<String>,
    /// Where its limit is.
    pub limit_html: Option<String>,
    /// A longer word about it.
    pub body_html: Option<String>,
    /// Cases that show it, five at most.
    pub cases: Vec<crate::render::theme::Value>,
    /// How many more there are.
    pub cases_more: Option<More>,
    /// Scenarios that practise it, five at most.
    pub scenarios: Vec<crate::render::theme::Value>,
    /// How many more there are.
    pub scenarios_more: Option<More>,
}

/// A decision, as `decision`.
#[derive(Clone, Debug, Serialize)]
pub struct Decision {
    /// The situations it is for.
    pub when: Vec<String>,
    /// What the text says before its first heading.
    pub intro_html: Option<String>,
    /// Its questions.
    pub questions: Vec<Question>,
}

/// A question of a decision.
#[derive(Clone, Debug, Serialize)]
pub struct Question {
    /// From 1.
    pub number: usize,
    /// Its anchor.
    pub slug: String,
    /// The question.
    pub title: String,
    /// What helps to answer it.
    pub help_html: Option<String>,
    /// A longer word about it.
    pub body_html: Option<String>,
    /// Its answers.
    pub answers: Vec<Answer>,
}

/// An answer of a question.
#[derive(Clone, Debug, Serialize)]
pub struct Answer {
    /// The answer.
    pub text: String,
    /// `#slug` for a question of the same page, else an address.
    pub url: String,
    /// Whether it leads to a question of the same page.
    pub question: bool,
    /// The title of what it leads to.
    pub title: Option<String>,
}

/// A scenario, as `scenario`: the gamebook that works without scripts.
#[derive(Clone, Debug, Serialize)]
pub struct Scenario {
    /// Who the reader is.
    pub role: String,
    /// Who the customer is.
    pub customer: Option<String>,
    /// What the debrief judges.
    pub goal: Option<String>,
    /// The same, test by test.
    pub goals: Vec<String>,
    /// The graph for the player as JSON, safe inside a script; null where the story has a mistake.
    pub island: Option<String>,
    /// What is at stake.
    pub stakes: Vec<Stake>,
    /// What is measured.
    pub meters: Vec<Meter>,
    /// The playbooks that it practises.
    pub playbooks: Vec<crate::render::theme::Value>,
    /// What the reader knows before the start.
    pub briefing_html: Option<String>,
    /// Its scenes and endings.
    pub scenes: Vec<Scene>,
    /// Questions to think over.
    pub debrief_html: Option<String>,
}

/// A sum at stake.
#[derive(Clone, Debug, Serialize)]
pub struct Stake {
    /// For what.
    pub what: String,
    /// How much.
    pub sum: String,
}

/// A meter.
#[derive(Clone, Debug, Serialize)]
pub struct Meter {
    /// Its name.
    pub name: String,
    /// What it shows at the start.
    pub start_text: String,
    /// The good values, where both ends are bad: `4–6`.
    pub best_text: Option<String>,
}

/// A scene or ending.
#[derive(Clone, Debug, Serialize)]
pub struct Scene {
    /// Its anchor.
    pub id: String,
    /// From 1.
    pub number: usize,
    /// Its title.
    pub title: String,
    /// Whether the story ends here.
    pub is_ending: bool,
    /// How it ends.
    pub outcome: Option<Outcome>,
    /// What stands in it, in order.
    pub body: Vec<ScenePart>,
}

/// An outcome.
#[derive(Clone, Debug, Serialize)]
pub struct Outcome {
    /// Its word in `casebook.yaml`.
    pub key: String,
    /// What readers see.
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
        /// In which.
        when_text: String,
        /// The text.
        html: String,
    },
    /// What one can say or do.
    Choices {
        /// The choices.
        choices: Vec<Choice>,
    },
    /// Where the story goes by itself.
    Routes {
        /// The routes.
        routes: Vec<Route>,
    },
}

/// A choice.
#[derive(Clone, Debug, Serialize)]
pub struct Choice {
    /// What one says or does.
    pub label_html: String,
    /// `#scene`.
    pub url: String,
    /// The number of the scene it leads to.
    pub to_number: usize,
    /// What it changes.
    pub effects: Vec<String>,
    /// What it needs.
    pub needs: Vec<String>,
    /// What it makes the story remember.
    pub remembers: Vec<String>,
    /// `follows`, `bends` or `breaks`.
    pub mark: Option<&'static str>,
    /// The step that it is about.
    pub step: Option<Link>,
    /// Why.
    pub why_html: Option<String>,
}

/// A way that the story takes by itself.
#[derive(Clone, Debug, Serialize)]
pub struct Route {
    /// In which state; null for all others.
    pub when_text: Option<String>,
    /// What happens.
    pub label_html: String,
    /// `#scene`.
    pub url: String,
    /// The number of the scene it leads to.
    pub to_number: usize,
    /// What it changes.
    pub effects: Vec<String>,
}

/// A learning path, as `path`.
#[derive(Clone, Debug, Serialize)]
pub struct Path {
    /// Its modules.
    pub modules: Vec<Module>,
    /// How long it takes.
    pub minutes: usize,
}

/// A module of a path.
#[derive(Clone, Debug, Serialize)]
pub struct Module {
    /// From 1.
    pub number: usize,
    /// Its title.
    pub title: String,
    /// How long it takes.
    pub minutes: Option<usize>,
    /// Its pages.
    pub items: Vec<crate::render::theme::Value>,
}

/// A list of pages, as `index`.
#[derive(Clone, Debug, Serialize)]
pub struct Index {
    /// The kind whose own list it is.
    pub of: Option<&'static str>,
    /// The pages, two hundred at most.
    pub cards: Vec<crate::render::theme::Value>,
    /// The same, each put through the component `card`.
    pub cards_html: String,
    /// How many there are on all pages of the list.
    pub total: usize,
    /// What the list can be filtered by.
    pub filters: Vec<Filter>,
    /// The folders in it.
    pub sections: Vec<Counted>,
    /// Where the list goes on.
    pub pages: Option<Paging>,
}

/// A property to filter by.
#[derive(Clone, Debug, Serialize)]
pub struct Filter {
    /// Its name in addresses.
    pub facet: &'static str,
    /// What readers see.
    pub title: String,
    /// Its values, the most frequent where there are many.
    pub values: Vec<FilterValue>,
    /// How many values there are besides, and the page with all of them.
    pub more: Option<More>,
}

/// A value to filter by.
#[derive(Clone, Debug, Serialize)]
pub struct FilterValue {
    /// Its name in addresses.
    pub value: String,
    /// What readers see.
    pub title: String,
    /// The list of its pages.
    pub url: String,
    /// How many it has.
    pub count: usize,
    /// Whether this list is the one.
    pub current: bool,
}

/// The pages of a long list.
#[derive(Clone, Debug, Serialize)]
pub struct Paging {
    /// This one, from 1.
    pub number: usize,
    /// How many there are.
    pub of: usize,
    /// The one before.
    pub previous: Option<String>,
    /// The one after.
    pub next: Option<String>,
    /// All of them; of many the first, the last and those around this one.
    pub all: Vec<PagingLink>,
}

/// One page of a long list.
#[derive(Clone, Debug, Serialize)]
pub struct PagingLink {
    /// From 1.
    pub number: usize,
    /// Its address.
    pub url: String,
    /// Whether it is this one.
    pub current: bool,
}

/// A list on a page of its own kind that may go on, as `index`.
#[derive(Clone, Debug, Serialize)]
pub struct Listing {
    /// How many entries there are on all pages of the list.
    pub total: usize,
    /// Where the list goes on.
    pub pages: Option<Paging>,
}

/// The home page, as `home`.
#[derive(Clone, Debug, Serialize)]
pub struct Home {
    /// The newest cases, three at most.
    pub newest: Vec<crate::render::theme::Value>,
}

/// A situation that a playbook is for, in `situations`: what may be happening right now, nine at most.
#[derive(Clone, Debug, Serialize)]
pub struct Situation {
    /// What is happening.
    pub text: String,
    /// The playbook.
    pub url: String,
}

/// The phrase bank, as `phrases`.
#[derive(Clone, Debug, Serialize)]
pub struct Phrases {
    /// One for each playbook.
    pub groups: Vec<PhraseGroup>,
}

/// The lines of a playbook.
#[derive(Clone, Debug, Serialize)]
pub struct PhraseGroup {
    /// The playbook.
    pub playbook: Link,
    /// Its steps that have lines.
    pub steps: Vec<Phrase>,
}

/// The lines of a step.
#[derive(Clone, Debug, Serialize)]
pub struct Phrase {
    /// The step's title.
    pub title: String,
    /// The step.
    pub url: String,
    /// Lines to say.
    pub say: Vec<String>,
    /// Lines to avoid.
    pub avoid: Vec<String>,
}

/// The register of second fixes, as `register`.
#[derive(Clone, Debug, Serialize)]
pub struct Register {
    /// Cases without a second fix that stand on this page.
    pub open: Vec<RegisterEntry>,
    /// How many there are on all pages.
    pub open_count: usize,
    /// Cases with one that stand on this page.
    pub closed: Vec<RegisterEntry>,
    /// How many there are on all pages.
    pub closed_count: usize,
}

/// A case in the register: its card and its fixes.
#[derive(Clone, Debug, Serialize)]
pub struct RegisterEntry {
    /// The case.
    #[serde(flatten)]
    pub card: Card,
    /// What was done for the customer.
    pub fixed_for_them_html: Option<String>,
    /// What was done for the next one.
    pub fix_html: Option<String>,
}

/// The coverage of steps, as `coverage`.
#[derive(Clone, Debug, Serialize)]
pub struct Coverage {
    /// The playbooks.
    pub playbooks: Vec<CoveredPlaybook>,
}

/// A playbook with what shows and practises its steps.
#[derive(Clone, Debug, Serialize)]
pub struct CoveredPlaybook {
    /// Its title.
    pub title: String,
    /// Its address.
    pub url: String,
    /// Its steps.
    pub steps: Vec<CoveredStep>,
}

/// A step with what shows and practises it.
#[derive(Clone, Debug, Serialize)]
pub struct CoveredStep {
    /// Its title.
    pub title: String,
    /// Its place on the playbook.
    pub url: String,
    /// Cases that show it, five at most.
    pub cases: Vec<Link>,
    /// How many more there are.
    pub cases_more: Option<More>,
    /// Scenarios that practise it, five at most.
    pub scenarios: Vec<Link>,
    /// How many more there are.
    pub scenarios_more: Option<More>,
}

/// What is to be reviewed, as `review`.
#[derive(Clone, Debug, Serialize)]
pub struct Review {
    /// One for each owner, and last the pages of nobody.
    pub groups: Vec<ReviewGroup>,
}

/// The pages that one owner looks after.
#[derive(Clone, Debug, Serialize)]
pub struct ReviewGroup {
    /// Who.
    pub owner: Option<String>,
    /// The pages, those to be reviewed first in front.
    pub items: Vec<ReviewEntry>,
}

/// A page to be reviewed.
#[derive(Clone, Debug, Serialize)]
pub struct ReviewEntry {
    /// Its title.
    pub title: String,
    /// Its address.
    pub url: String,
    /// Its kind.
    pub kind: &'static str,
    /// By when, `YYYY-MM-DD`.
    pub review_by: Option<String>,
}

/// The glossary, as `glossary`.
#[derive(Clone, Debug, Serialize)]
pub struct Glossary {
    /// The terms, by alphabet.
    pub entries: Vec<GlossaryEntry>,
}

/// A term.
#[derive(Clone, Debug, Serialize)]
pub struct GlossaryEntry {
    /// Its anchor.
    pub id: String,
    /// The term.
    pub term: String,
    /// Its meaning.
    pub means_html: String,
    /// Other forms of the word.
    pub also: Vec<String>,
}

/// A to Z, as `az`. A list too long for one page has one that leads to the others: its entries are then stretches of
/// names, such as "Broken – Crowded".
#[derive(Clone, Debug, Serialize)]
pub struct Az {
    /// The letters that some name begins with.
    pub letters: Vec<AzLetter>,
}

/// A letter.
#[derive(Clone, Debug, Serialize)]
pub struct AzLetter {
    /// The letter.
    pub letter: String,
    /// Its anchor.
    pub id: String,
    /// What has such a name.
    pub entries: Vec<AzEntry>,
}

/// A page, step or term.
#[derive(Clone, Debug, Serialize)]
pub struct AzEntry {
    /// Its name.
    pub title: String,
    /// Where it is.
    pub url: String,
    /// Its kind; that of the page for a step.
    pub kind: &'static str,
    /// What it is, where that is not said by its kind.
    pub note: Option<String>,
}

/// The handbook, as `handbook`.
#[derive(Clone, Debug, Serialize)]
pub struct Handbook {
    /// One for each kind.
    pub parts: Vec<HandbookPart>,
}

/// The pages of one kind.
#[derive(Clone, Debug, Serialize)]
pub struct HandbookPart {
    /// The kind's name.
    pub title: String,
    /// Its pages.
    pub chapters: Vec<Chapter>,
}

/// A page in the handbook.
#[derive(Clone, Debug, Serialize)]
pub struct Chapter {
    /// Its anchor.
    pub id: String,
    /// Its kind.
    pub kind: &'static str,
    /// Its title.
    pub title: String,
    /// The page, with addresses that are right for the handbook.
    pub html: String,
}

/// The site map, as `sitemap`.
#[derive(Clone, Debug, Serialize)]
pub struct Sitemap {
    /// The pages.
    pub entries: Vec<SitemapEntry>,
}

/// A page in the site map.
#[derive(Clone, Debug, Serialize)]
pub struct SitemapEntry {
    /// Its whole address.
    pub url: String,
    /// When it was last changed, `YYYY-MM-DD`.
    pub date: Option<String>,
}

/// The feed, as `feed`.
#[derive(Clone, Debug, Serialize)]
pub struct Feed {
    /// Its whole address.
    pub url: String,
    /// The newest date in it, `YYYY-MM-DD`.
    pub updated: String,
    /// The newest pages, fifty at most.
    pub entries: Vec<FeedEntry>,
}

/// A page in the feed.
#[derive(Clone, Debug, Serialize)]
pub struct FeedEntry {
    /// Its title.
    pub title: String,
    /// Its whole address.
    pub url: String,
    /// When it was last changed, `YYYY-MM-DD`.
    pub updated: String,
    /// When it was written.
    pub published: Option<String>,
    /// A sentence about it.
    pub summary: Option<String>,
    /// Its kind.
    pub kind: &'static str,
}

/// The site for language models, as `llms`.
#[derive(Clone, Debug, Serialize)]
pub struct Llms {
    /// One for each kind.
    pub parts: Vec<LlmsPart>,
}

/// The pages of one kind.
#[derive(Clone, Debug, Serialize)]
pub struct LlmsPart {
    /// The kind's name.
    pub title: String,
    /// Its pages.
    pub items: Vec<LlmsItem>,
}

/// A page.
#[derive(Clone, Debug, Serialize)]
pub struct LlmsItem {
    /// Its title.
    pub title: String,
    /// Its address: whole where the site has one.
    pub url: String,
    /// A sentence about it.
    pub summary: Option<String>,
}

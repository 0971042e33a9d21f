//! The values that templates can use on the pages for trainers.

use serde::Serialize;

use super::{Link, Outcome};

/// A scenario with its proof (`trainer` in templates).
#[derive(Clone, Debug, Serialize)]
pub struct Trainer {
    /// A link to the scenario.
    pub scenario: Link,
    /// The proof; `None` if the scenario has mistakes.
    pub proof: Option<Proof>,
}

/// The result of exploring a scenario: its runs, its endings and the effects of its choices.
#[derive(Clone, Debug, Serialize)]
pub struct Proof {
    /// The number of scenes, without endings.
    pub scenes: usize,
    /// The number of choices.
    pub choices: usize,
    /// The number of states, as text; if it is unknown, a phrase for "endless" or "more than a million".
    pub states: String,
    /// The number of runs, as text; if it is unknown, a phrase that says so. `None` if the story has a loop.
    pub runs: Option<String>,
    /// The titles of the scenes in a loop; empty if the story has none.
    pub circle: Vec<String>,
    /// The extent of the exploration. `all`: every state was visited. `cut`: every run was tried, but some meters were
    /// not counted exactly. `part`: only some states were visited, because there are too many. `endless`: only some
    /// states were visited, because a running total can rise without limit.
    pub extent: &'static str,
    /// The names of the meters that were not counted exactly, or that can rise without limit.
    pub uncounted: Vec<String>,
    /// The number of choices in the shortest run; `None` if it is unknown.
    pub shortest: Option<usize>,
    /// The number of choices in the longest run; in a story with a loop, the longest run in random play. `None` if it
    /// is unknown.
    pub longest: Option<usize>,
    /// The time for the longest run in minutes, rounded up; `None` if it is unknown.
    pub minutes: Option<usize>,
    /// The names of the meters.
    pub meters: Vec<String>,
    /// The endings, best first.
    pub endings: Vec<Ending>,
    /// The results for the goal; `None` if there is no goal.
    pub goal: Option<Goal>,
    /// The results of simulated players who ignore the text.
    pub robots: Vec<Robot>,
    /// A link to the scene whose choices have the greatest effect on the outcome.
    pub pivot: Option<Link>,
    /// The scenes with choices; empty if not every run was tried.
    pub turns: Vec<Turn>,
    /// The steps that the scenario practises.
    pub steps: Vec<Step>,
    /// The map of the story.
    pub map: Map,
    /// The story as a nested list, from the start: a text alternative to the map.
    pub outline: Vec<Branch>,
}

/// An ending of a scenario.
#[derive(Clone, Debug, Serialize)]
pub struct Ending {
    /// The title of the ending.
    pub title: String,
    /// The address of the ending.
    pub url: String,
    /// The outcome.
    pub outcome: Outcome,
    /// The number of states in which the ending is reached; `None` if it is unknown.
    pub states: Option<usize>,
    /// The number of runs to the ending, as text; if it is unknown, a phrase that says so. `None` if the story has a
    /// loop.
    pub runs: Option<String>,
    /// The probability of the ending in random play, such as `13.0 %`; if it is unknown, a phrase that says so.
    pub share: String,
    /// The lowest and the highest value of each meter at the ending, such as `9–10`; a phrase if they are unknown. The
    /// order is that of `meters` of the proof.
    pub meters: Vec<String>,
    /// The choices of a run to the ending; a shortest run if `is_shortest` is true.
    pub shortest: Vec<String>,
    /// True if it is certain that no run to the ending is shorter.
    pub is_shortest: bool,
    /// A link that replays this run in the scenario.
    pub play_url: Option<String>,
    /// The choices that all runs to the ending have in common.
    pub shared: Vec<String>,
}

/// The results for the goal of a scenario.
#[derive(Clone, Debug, Serialize)]
pub struct Goal {
    /// The number of final states that meet the goal, as text; `None` if it is unknown.
    pub met: Option<String>,
    /// The number of all final states, as text; `None` if it is unknown.
    pub all: Option<String>,
    /// The runs that meet the goal: `all`, `some`, `none` or `unknown`.
    pub runs: &'static str,
    /// The choices of the cheapest run that meets the goal; empty if there is none, or if it is unknown.
    pub cheapest: Vec<String>,
    /// True if some run meets the goal, but the cheapest one is unknown.
    pub is_cheapest_unknown: bool,
}

/// The result of a simulated player who ignores the text.
#[derive(Clone, Debug, Serialize)]
pub struct Robot {
    /// The rule by which it chooses: `first`, `last`, `longest`, `shortest`, `cheapest`, `dearest` or `sorry`.
    pub rule: &'static str,
    /// The outcome that it reaches; `None` if it reaches no ending.
    pub outcome: Option<Outcome>,
}

/// A scene with choices.
#[derive(Clone, Debug, Serialize)]
pub struct Turn {
    /// The number of the scene, from 1.
    pub number: usize,
    /// The title of the scene.
    pub title: String,
    /// The address of the scene.
    pub url: String,
    /// The number of states in which the scene is entered; `None` if it is unknown.
    pub states: Option<usize>,
    /// The choices, in order.
    pub choices: Vec<TurnChoice>,
}

/// A choice, and the best outcome that is still possible after it.
#[derive(Clone, Debug, Serialize)]
pub struct TurnChoice {
    /// The text of the choice.
    pub label: String,
    /// The mark of the choice: `follows`, `bends` or `breaks`.
    pub mark: Option<&'static str>,
    /// The best outcome that is still possible after the choice.
    pub best: Option<Outcome>,
    /// True if another choice of the scene leaves a better outcome possible.
    pub regret: bool,
    /// The number of states in which the choice is available; `None` if that is all of them, or if it is unknown.
    pub offered: Option<usize>,
    /// The availability of the choice if `offered` is unknown: `sometimes` or `never`; `None` if it is always
    /// available.
    pub limited: Option<&'static str>,
}

/// A step, and the number of choices with each mark.
#[derive(Clone, Debug, Serialize)]
pub struct Step {
    /// The title of the step.
    pub title: String,
    /// The address of the step.
    pub url: String,
    /// The number of choices that follow the step.
    pub follows: usize,
    /// The number of choices that bend the step.
    pub bends: usize,
    /// The number of choices that break the step.
    pub breaks: usize,
}

/// The map of a story. All coordinates and lengths are in SVG units.
#[derive(Clone, Debug, Serialize)]
pub struct Map {
    /// The width of the map.
    pub width: String,
    /// The height of the map.
    pub height: String,
    /// The boxes of the scenes.
    pub boxes: Vec<MapBox>,
    /// The lines between the boxes.
    pub lines: Vec<MapLine>,
}

/// A scene on the map.
#[derive(Clone, Debug, Serialize)]
pub struct MapBox {
    /// The number of the scene, from 1.
    pub number: usize,
    /// The number and title of the scene, in one or two lines of text.
    pub lines: Vec<String>,
    /// The word for the outcome in `casebook.yaml`; for endings only.
    pub outcome: Option<String>,
    /// The x coordinate of the left edge.
    pub x: String,
    /// The y coordinate of the upper edge.
    pub y: String,
    /// The width of the box.
    pub width: String,
    /// The height of the box.
    pub height: String,
    /// The x coordinate of the centre, for the text.
    pub middle: String,
    /// The y coordinates of the baselines of the text.
    pub bases: Vec<String>,
}

/// A choice or route on the map.
#[derive(Clone, Debug, Serialize)]
pub struct MapLine {
    /// The data of an SVG path.
    pub path: String,
    /// The mark of the choice: `follows`, `bends` or `breaks`.
    pub mark: Option<&'static str>,
}

/// A scene in the outline.
#[derive(Clone, Debug, Serialize)]
pub struct Branch {
    /// The number of the scene, from 1.
    pub number: usize,
    /// The title of the scene.
    pub title: String,
    /// The address of the scene.
    pub url: String,
    /// The outcome; for endings only.
    pub outcome: Option<Outcome>,
    /// The choices or routes of the scene.
    pub ways: Vec<BranchWay>,
}

/// A choice or route in the outline.
#[derive(Clone, Debug, Serialize)]
pub struct BranchWay {
    /// The text of the choice or route.
    pub label: String,
    /// The mark of the choice: `follows`, `bends` or `breaks`.
    pub mark: Option<&'static str>,
    /// The number of the target scene.
    pub to_number: usize,
    /// The title of the target scene.
    pub to_title: String,
    /// The target scene; `None` if it is listed elsewhere.
    pub then: Option<Branch>,
}

/// The incident form (`form` in templates).
#[derive(Clone, Debug, Serialize)]
pub struct Form {
    /// The questions, in the order of the file.
    pub questions: Vec<FormQuestion>,
}

/// A question of the incident form.
#[derive(Clone, Debug, Serialize)]
pub struct FormQuestion {
    /// The question.
    pub text: String,
    /// A hint that helps to answer the question; may be empty.
    pub hint: String,
    /// The kind of answer: `short`, `long`, `choice` or `rows`.
    pub answer: &'static str,
    /// The numbers of the empty lines or rows, from 1.
    pub lines: Vec<usize>,
    /// The possible answers, for `choice`.
    pub options: Vec<String>,
    /// The headings of the columns, for `rows`.
    pub columns: Vec<String>,
}

/// The overview for trainers (`trainers` in templates): all scenarios, the steps that they practise, and the
/// cases without a scenario.
#[derive(Clone, Debug, Serialize)]
pub struct Trainers {
    /// The scenarios.
    pub scenarios: Vec<TrainersScenario>,
    /// The steps of all playbooks that a scenario practises.
    pub matrix: Vec<MatrixRow>,
    /// Links to cases that no scenario practises, at most fifty.
    pub cases: Vec<Link>,
    /// The number of further cases.
    pub cases_more: usize,
}

/// A scenario in the overview for trainers.
#[derive(Clone, Debug, Serialize)]
pub struct TrainersScenario {
    /// The title of the scenario.
    pub title: String,
    /// The address of its page for trainers.
    pub url: String,
    /// The figures of its proof; `None` if the scenario has mistakes.
    pub proof: Option<ProofLine>,
}

/// The figures of a proof, for one line of a table.
#[derive(Clone, Debug, Serialize)]
pub struct ProofLine {
    /// The number of scenes, without endings.
    pub scenes: usize,
    /// The number of endings.
    pub endings: usize,
    /// The number of choices.
    pub choices: usize,
    /// The number of states, as text; if it is unknown, a phrase for "endless" or "more than a million".
    pub states: String,
    /// The number of runs, as text; if it is unknown, a phrase that says so. `None` if the story has a loop.
    pub runs: Option<String>,
    /// The time for the longest run in minutes, rounded up; `None` if it is unknown.
    pub minutes: Option<usize>,
}

/// A step, and the scenarios that practise it.
#[derive(Clone, Debug, Serialize)]
pub struct MatrixRow {
    /// The title of the step.
    pub title: String,
    /// The address of the step.
    pub url: String,
    /// The playbook; `None` if it is the playbook of the row above.
    pub playbook: Option<Link>,
    /// The scenarios that practise the step. `title` and `url` are those of their pages for trainers.
    pub scenarios: Vec<Step>,
}

//! What templates may use on the pages for trainers.

use serde::Serialize;

use super::{Link, Outcome};

/// A scenario with its proof, as `trainer`.
#[derive(Clone, Debug, Serialize)]
pub struct Trainer {
    /// The scenario.
    pub scenario: Link,
    /// What was counted; `None` where mistakes stand in the way.
    pub proof: Option<Proof>,
}

/// What is proved.
#[derive(Clone, Debug, Serialize)]
pub struct Proof {
    /// Scenes that are no endings.
    pub scenes: usize,
    /// Choices.
    pub choices: usize,
    /// States, or in words that there are too many to count.
    pub states: String,
    /// Runs, or in words that their number is not known; `None` where one can go round in a loop.
    pub runs: Option<String>,
    /// The scenes of such a loop.
    pub circle: Vec<String>,
    /// How much was seen: `all` states; `cut`, all runs, with some meters not counted to the end; `part` of the states;
    /// `endless`, part of them, because a total rises without end.
    pub extent: &'static str,
    /// The names of the meters that were not counted to the end, or that rise without end.
    pub uncounted: Vec<String>,
    /// Choices of the shortest run; `None` where that is not known.
    pub shortest: Option<usize>,
    /// Choices of the longest run; `None` where that is not known.
    pub longest: Option<usize>,
    /// Minutes of the longest run, rounded up; `None` where that is not known.
    pub minutes: Option<usize>,
    /// The names of the meters.
    pub meters: Vec<String>,
    /// The endings, best first.
    pub endings: Vec<Ending>,
    /// Where the goal is met.
    pub goal: Option<Goal>,
    /// What becomes of readers who do not read.
    pub robots: Vec<Robot>,
    /// The scene on which most hangs.
    pub pivot: Option<Link>,
    /// Every scene with choices; empty where part of the states was seen.
    pub turns: Vec<Turn>,
    /// The steps that it practises.
    pub steps: Vec<Step>,
    /// The picture.
    pub map: Map,
    /// The same as a list, from the start on.
    pub outline: Vec<Branch>,
}

/// An ending.
#[derive(Clone, Debug, Serialize)]
pub struct Ending {
    /// Its name.
    pub title: String,
    /// Where it stands in the scenario.
    pub url: String,
    /// How good it is.
    pub outcome: Outcome,
    /// States in which it is reached; `None` where that is not known.
    pub states: Option<usize>,
    /// Runs that lead to it, or in words that their number is not known; `None` where one can go round in a loop.
    pub runs: Option<String>,
    /// How often it comes by chance: `13.0 %`; in words where that is not known.
    pub share: String,
    /// Lowest and highest value of each meter, in the order of `meters`: `9–10`; in words where they are not known.
    pub meters: Vec<String>,
    /// The choices of a run to it: a shortest one where `is_shortest` says so.
    pub shortest: Vec<String>,
    /// Whether no run to it is known to be shorter: not where part of the states was seen.
    pub is_shortest: bool,
    /// That run as a link into the scenario.
    pub play_url: Option<String>,
    /// The choices that every run to it takes.
    pub shared: Vec<String>,
}

/// Where the goal is met.
#[derive(Clone, Debug, Serialize)]
pub struct Goal {
    /// In how many last states; `None` where that is not known.
    pub met: Option<String>,
    /// Of how many; `None` where that is not known.
    pub all: Option<String>,
    /// Which runs meet it: `all`, `some`, `none`, or `unknown`.
    pub runs: &'static str,
    /// The choices of the cheapest run that meets it; empty where none does, or where it is not known.
    pub cheapest: Vec<String>,
    /// Whether a run meets it and the cheapest one is not known.
    pub is_cheapest_unknown: bool,
}

/// A reader who does not read.
#[derive(Clone, Debug, Serialize)]
pub struct Robot {
    /// Its rule: `first`, `last`, `longest`, `shortest`, `cheapest`, `dearest`, `sorry`.
    pub rule: &'static str,
    /// Where it ends; `None` where it goes round in a loop.
    pub outcome: Option<Outcome>,
}

/// A scene with its choices.
#[derive(Clone, Debug, Serialize)]
pub struct Turn {
    /// Its number.
    pub number: usize,
    /// Its title.
    pub title: String,
    /// Where it stands.
    pub url: String,
    /// In how many states it is entered; `None` where that is not known.
    pub states: Option<usize>,
    /// Its choices.
    pub choices: Vec<TurnChoice>,
}

/// A choice and what it leaves open.
#[derive(Clone, Debug, Serialize)]
pub struct TurnChoice {
    /// Its words.
    pub label: String,
    /// `follows`, `bends`, `breaks`, or none.
    pub mark: Option<&'static str>,
    /// The best outcome after it.
    pub best: Option<Outcome>,
    /// Whether something better was open before it.
    pub regret: bool,
    /// In how many states it is on offer, where that is not all; `None` where the number is not known.
    pub offered: Option<usize>,
    /// `sometimes` or `never` where it is on offer in not all states, and their number is not known.
    pub limited: Option<&'static str>,
}

/// How often a step is practised, by mark.
#[derive(Clone, Debug, Serialize)]
pub struct Step {
    /// Its title.
    pub title: String,
    /// Where it stands.
    pub url: String,
    /// Choices that follow it.
    pub follows: usize,
    /// Choices that bend it.
    pub bends: usize,
    /// Choices that break it.
    pub breaks: usize,
}

/// A picture of the story. Lengths are numbers of an SVG's own units.
#[derive(Clone, Debug, Serialize)]
pub struct Map {
    /// Its width.
    pub width: String,
    /// Its height.
    pub height: String,
    /// The scenes.
    pub boxes: Vec<MapBox>,
    /// The ways between them.
    pub lines: Vec<MapLine>,
}

/// A scene in the picture.
#[derive(Clone, Debug, Serialize)]
pub struct MapBox {
    /// Its number.
    pub number: usize,
    /// Its title in one or two lines.
    pub lines: Vec<String>,
    /// The outcome's key, for endings.
    pub outcome: Option<String>,
    /// Left edge.
    pub x: String,
    /// Upper edge.
    pub y: String,
    /// Width.
    pub width: String,
    /// Height.
    pub height: String,
    /// The middle, for its words.
    pub middle: String,
    /// The base of each line of words.
    pub bases: Vec<String>,
}

/// A way in the picture.
#[derive(Clone, Debug, Serialize)]
pub struct MapLine {
    /// The path.
    pub path: String,
    /// `follows`, `bends`, `breaks`, or none.
    pub mark: Option<&'static str>,
}

/// A scene in the list: where one comes from it.
#[derive(Clone, Debug, Serialize)]
pub struct Branch {
    /// The scene's number.
    pub number: usize,
    /// Its title.
    pub title: String,
    /// Where it stands.
    pub url: String,
    /// The outcome, for endings.
    pub outcome: Option<Outcome>,
    /// Its choices or routes.
    pub ways: Vec<BranchWay>,
}

/// A way from a scene of the list.
#[derive(Clone, Debug, Serialize)]
pub struct BranchWay {
    /// Its words.
    pub label: String,
    /// `follows`, `bends`, `breaks`, or none.
    pub mark: Option<&'static str>,
    /// The number of the scene that it leads to.
    pub to_number: usize,
    /// The title of that scene.
    pub to_title: String,
    /// The scene itself, where it was not listed before.
    pub then: Option<Branch>,
}

/// The incident form, as `form`.
#[derive(Clone, Debug, Serialize)]
pub struct Form {
    /// Its questions, in the order in which the file asks them.
    pub questions: Vec<FormQuestion>,
}

/// A question of the incident form.
#[derive(Clone, Debug, Serialize)]
pub struct FormQuestion {
    /// The question.
    pub text: String,
    /// What helps to answer it; may be empty.
    pub hint: String,
    /// How it is answered: `short`, `long`, `choice`, `rows`.
    pub answer: &'static str,
    /// The numbers of its empty lines or rows.
    pub lines: Vec<usize>,
    /// The answers to choose from, for `choice`.
    pub options: Vec<String>,
    /// The heads of the columns, for `rows`.
    pub columns: Vec<String>,
}

/// All scenarios, the steps that they practise, and what no scenario practises, as `trainers`.
#[derive(Clone, Debug, Serialize)]
pub struct Trainers {
    /// The scenarios.
    pub scenarios: Vec<TrainersScenario>,
    /// The steps of every playbook that a scenario practises.
    pub matrix: Vec<MatrixRow>,
    /// Cases that no scenario practises, as many as a list shows.
    pub cases: Vec<Link>,
    /// How many more there are.
    pub cases_more: usize,
}

/// A scenario in the list for trainers.
#[derive(Clone, Debug, Serialize)]
pub struct TrainersScenario {
    /// Its title.
    pub title: String,
    /// Its page for trainers.
    pub url: String,
    /// What was counted.
    pub proof: Option<ProofLine>,
}

/// The figures of a scenario in one line.
#[derive(Clone, Debug, Serialize)]
pub struct ProofLine {
    /// Scenes that are no endings.
    pub scenes: usize,
    /// Endings.
    pub endings: usize,
    /// Choices.
    pub choices: usize,
    /// States, or in words that there are too many to count.
    pub states: String,
    /// Runs, or in words that their number is not known; `None` where one can go round in a loop.
    pub runs: Option<String>,
    /// Minutes of the longest run, rounded up; `None` where that is not known.
    pub minutes: Option<usize>,
}

/// A step and how often each scenario practises it.
#[derive(Clone, Debug, Serialize)]
pub struct MatrixRow {
    /// Its title.
    pub title: String,
    /// Where it stands.
    pub url: String,
    /// The playbook, where it is not that of the row above.
    pub playbook: Option<Link>,
    /// The scenarios that practise it, `url` being their page for trainers.
    pub scenarios: Vec<Step>,
}

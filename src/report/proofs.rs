//! Formats the proofs of a site's scenarios, as text for people and as records for programs.

use std::io::{self, Write};

use serde::Serialize;

use super::{Base, counted, visible};
use crate::explore::chance::STEPS;
use crate::explore::facts::{Facts, GoalFacts, GoalStates, Open, Runs, SceneFacts, WayFacts};
use crate::explore::states::{Coverage, Step};
use crate::explore::verdicts::Farming;
use crate::explore::{Proof, Proofs};
use crate::model::{Page, Site};
use crate::parse::scenario::{Mark, Scenario, spoken};
use crate::source::SourceMap;

/// The proofs of a site, with the site and its sources.
#[derive(Clone, Debug)]
pub struct Proven<'a> {
    /// The site.
    pub site: &'a Site,
    /// The proofs of its scenarios.
    pub proofs: &'a Proofs,
    /// The source files.
    pub sources: &'a SourceMap,
    /// The current folder, as in [`super::Report`].
    pub base: Base,
}

/// The text shown instead of an unknown number.
const NOT_KNOWN: &str = "not known";

/// A scenario in JSON. Unknown values are null, and so is `runs` if the story has a loop.
#[derive(Serialize)]
struct ScenarioRecord<'a> {
    r#type: &'static str,
    file: &'a str,
    title: &'a str,
    scenes: usize,
    endings: usize,
    choices: usize,
    states: Option<usize>,
    runs: Option<u128>,
    endless: Option<bool>,
    shortest: Option<usize>,
    longest: Option<usize>,
    extent: &'static str,
}

/// An ending in JSON. `share` is its share of random runs, from 0 to 1; `shortest` counts choices; each meter has its
/// lowest and highest value. Values that are unknown, or do not exist because no run leads there, are null.
#[derive(Serialize)]
struct EndingRecord<'a> {
    r#type: &'static str,
    file: &'a str,
    ending: &'a str,
    outcome: &'a str,
    states: Option<usize>,
    runs: Option<u128>,
    shortest: Option<usize>,
    share: Option<f64>,
    meters: serde_json::Map<String, serde_json::Value>,
}

impl Proven<'_> {
    fn all(&self) -> impl Iterator<Item = Story<'_>> {
        self.proofs.iter().filter_map(|(&id, proof)| {
            let page = self.site.page(id);
            let path = self.sources.file(page.document.file).path();
            Some(Story { page, scenario: page.document.scenario.as_ref()?, proof, path })
        })
    }

    /// Writes one JSON object per line: each scenario, followed by its endings. The keys are a public interface.
    ///
    /// # Errors
    /// Returns only errors of `out`.
    pub fn write_json(&self, out: &mut dyn Write) -> io::Result<()> {
        for story in self.all() {
            serde_json::to_writer(&mut *out, &story.record())?;
            out.write_all(b"\n")?;
            for number in 0..story.facts().endings.len() {
                serde_json::to_writer(&mut *out, &story.ending_record(number))?;
                out.write_all(b"\n")?;
            }
        }
        Ok(())
    }

    /// Writes the proofs as text.
    ///
    /// # Errors
    /// Returns only errors of `out`.
    pub fn write_text(&self, out: &mut dyn Write) -> io::Result<()> {
        for (number, story) in self.all().enumerate() {
            if number > 0 {
                writeln!(out)?;
            }
            story.write(&self.base, out)?;
        }
        let unproved =
            self.site.pages.iter().filter(|page| page.document.scenario.is_some()).count() - self.proofs.len();
        if unproved > 0 {
            let them = if unproved == 1 { "it" } else { "them" };
            writeln!(out, "{} with mistakes: fix these, so that {them} can be proved", counted(unproved, "scenario"))?;
        }
        Ok(())
    }
}

/// One scenario with its proof.
struct Story<'a> {
    page: &'a Page,
    scenario: &'a Scenario,
    proof: &'a Proof,
    path: &'a str,
}

impl<'a> Story<'a> {
    fn facts(&self) -> &'a Facts {
        &self.proof.facts
    }

    fn record(&self) -> ScenarioRecord<'a> {
        let facts = self.facts();
        ScenarioRecord {
            r#type: "scenario",
            file: self.path,
            title: self.page.title(),
            scenes: self.scenario.scenes.len() - facts.endings.len(),
            endings: facts.endings.len(),
            choices: self.scenario.choices().count(),
            states: facts.states,
            runs: match facts.runs {
                Some(Runs::Counted(runs)) => Some(runs),
                Some(Runs::Endless { .. }) | None => None,
            },
            endless: facts.runs.as_ref().map(|runs| matches!(runs, Runs::Endless { .. })),
            shortest: facts.shortest,
            longest: facts.longest,
            extent: match self.proof.coverage {
                Coverage::Whole => "all",
                Coverage::Cut { .. } => "cut",
                Coverage::Stopped => "part",
                Coverage::Endless { .. } => "endless",
            },
        }
    }

    fn ending_record(&self, number: usize) -> EndingRecord<'a> {
        let ending = &self.facts().endings[number];
        let range = |number: usize| serde_json::json!(ending.meters.get(number).copied().flatten());
        let meters = self.scenario.meters.iter().enumerate();
        EndingRecord {
            r#type: "ending",
            file: self.path,
            ending: self.ending(ending.scene),
            outcome: &self.scenario.outcomes[ending.outcome],
            states: ending.states,
            runs: ending.runs,
            shortest: ending.shortest,
            share: ending.share.map(|share| (share * 10_000.0).round() / 10_000.0),
            meters: meters.map(|(number, meter)| (meter.name.clone(), range(number))).collect(),
        }
    }

    /// The name of an ending, without the word before its colon.
    fn ending(&self, scene: usize) -> &'a str {
        let scene = &self.scenario.scenes[scene];
        scene.ending.as_ref().map_or(&scene.title, |ending| &ending.name)
    }

    /// The name of a meter, for a terminal.
    fn meter(&self, meter: usize) -> String {
        visible(&self.scenario.meters[meter].name)
    }

    fn write(&self, base: &Base, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "{}: {}", base.path(&visible(self.path)), visible(self.page.title()))?;
        for line in self.summary() {
            writeln!(out, "  {line}")?;
        }
        if matches!(self.proof.coverage, Coverage::Endless { .. }) {
            return Ok(());
        }
        writeln!(out)?;
        self.endings(out)?;
        self.shared(out)?;
        self.goal(out)?;
        self.robots(out)?;
        self.pivot(out)?;
        self.farming(out)?;
        self.fragility(out)?;
        self.choices(out)
    }

    fn summary(&self) -> Vec<String> {
        let (facts, record) = (self.facts(), self.record());
        let counts = [(record.scenes, "scene"), (record.endings, "ending"), (record.choices, "choice")];
        let mut line: Vec<String> = counts.into_iter().map(|(count, what)| counted(count, what)).collect();
        line.push(match (facts.states, &self.proof.coverage) {
            (Some(states), _) => counted(states, "state"),
            (None, Coverage::Endless { .. }) => "endless states".to_owned(),
            (None, _) => format!("more than {} states", self.proof.budget),
        });
        line.push(match facts.runs {
            Some(Runs::Counted(1)) => "1 run".to_owned(),
            Some(Runs::Counted(runs)) => format!("{runs} runs"),
            Some(Runs::Endless { .. }) => "endless runs".to_owned(),
            None => format!("runs {NOT_KNOWN}"),
        });
        let mut lines = vec![line.join(", ")];
        lines.extend(self.lengths());
        if let Some(Runs::Endless { circle }) = &facts.runs {
            let names: Vec<String> = circle.iter().map(|&scene| visible(&self.scenario.scenes[scene].title)).collect();
            lines.push(format!(
                "one can go round in a loop ({}), so shares, longest run and minutes are those of {STEPS} steps by \
                    chance",
                names.join(", ")
            ));
        }
        lines.extend(self.limits());
        lines
    }

    /// The range of lengths of runs.
    fn lengths(&self) -> Option<String> {
        let facts = self.facts();
        let (longest, minutes) = (facts.longest?, facts.minutes?);
        Some(match facts.shortest {
            Some(shortest) if shortest == longest => {
                format!("runs take {}, the longest about {minutes:.1} minutes", counted(shortest, "choice"))
            }
            Some(shortest) => {
                format!("runs take {shortest} to {longest} choices, the longest about {minutes:.1} minutes")
            }
            None => format!("the longest run takes {}, about {minutes:.1} minutes", counted(longest, "choice")),
        })
    }

    /// The reason why some values are unknown, if any are.
    fn limits(&self) -> Option<String> {
        let budget = self.proof.budget;
        match &self.proof.coverage {
            Coverage::Whole => None,
            Coverage::Cut { meters } => Some(format!(
                "more than {budget} states: {} counted only as far as a condition tells values apart, so {} and the \
                 numbers of states are {NOT_KNOWN}",
                self.names(meters),
                if meters.len() == 1 { "its values" } else { "their values" },
            )),
            Coverage::Stopped => Some(format!(
                "more than {budget} states: only the first {budget} were visited, so only what was seen there is known"
            )),
            Coverage::Endless { meter, .. } => {
                Some(format!("`{}` rises without limit: nothing can be proved", self.meter(*meter)))
            }
        }
    }

    /// The names of meters followed by a verb: "`cost` was", "`cost` and `days` were".
    fn names(&self, meters: &[usize]) -> String {
        let names: Vec<String> = meters.iter().map(|&meter| format!("`{}`", self.meter(meter))).collect();
        match &names[..] {
            [name] => format!("{name} was"),
            [first @ .., last] => format!("{} and {last} were", first.join(", ")),
            [] => String::new(),
        }
    }

    fn endings(&self, out: &mut dyn Write) -> io::Result<()> {
        let mut rows = vec![vec![
            "ending".to_owned(),
            "outcome".into(),
            "states".into(),
            "runs".into(),
            "shortest".into(),
            "by chance".into(),
        ]];
        rows[0].extend((0..self.scenario.meters.len()).map(|meter| self.meter(meter)));
        let number = |known: Option<String>| known.unwrap_or_else(|| NOT_KNOWN.to_owned());
        let is_endless = matches!(self.facts().runs, Some(Runs::Endless { .. }));
        for ending in &self.facts().endings {
            let never = (ending.reached == Some(false)).then(|| "-".to_owned());
            let endless = is_endless.then(|| "endless".to_owned());
            let mut row = vec![
                visible(self.ending(ending.scene)),
                self.scenario.outcomes[ending.outcome].clone(),
                number(ending.states.map(|states| states.to_string())),
                number(ending.runs.map(|runs| runs.to_string()).or(endless)),
                number(ending.shortest.map(|choices| choices.to_string()).or(never)),
                number(ending.share.map(|share| format!("{:.1} %", share * 100.0))),
            ];
            let range = |(low, high): (u32, u32)| if low == high { low.to_string() } else { format!("{low}-{high}") };
            row.extend(ending.meters.iter().map(|known| number(known.map(range))));
            rows.push(row);
        }
        table(&rows, out)
    }

    fn shared(&self, out: &mut dyn Write) -> io::Result<()> {
        let shared = self.proof.turns.iter().flat_map(|turns| &turns.shared);
        for shared in shared.filter(|shared| !shared.choices.is_empty()) {
            let labels: Vec<String> = shared.choices.iter().map(|step| self.quoted(*step)).collect();
            writeln!(out, "  every run to {} includes {}", visible(self.ending(shared.scene)), labels.join(" and "))?;
        }
        Ok(())
    }

    fn goal(&self, out: &mut dyn Write) -> io::Result<()> {
        let Some(goal) = &self.facts().goal else { return Ok(()) };
        let met = match goal {
            GoalFacts { states: Some(GoalStates { met, missed }), .. } => {
                format!("the goal is met in {met} of {}", counted(met + missed, "last state"))
            }
            GoalFacts { met: Some(false), .. } => "no run meets the goal".to_owned(),
            GoalFacts { missed: Some(false), .. } => "every run meets the goal".to_owned(),
            GoalFacts { met: Some(true), missed: Some(true), .. } => {
                "some runs meet the goal, others do not".to_owned()
            }
            GoalFacts { met: Some(true), missed: None, .. } => {
                format!("some runs meet the goal; whether all do is {NOT_KNOWN}")
            }
            GoalFacts { met: None, .. } => format!("whether a run meets the goal is {NOT_KNOWN}"),
        };
        let way = match &goal.cheapest {
            Some(run) => format!("; the cheapest way: {}", self.run(run)),
            None if goal.met == Some(true) => format!("; the cheapest way is {NOT_KNOWN}, because {}", self.because()),
            None => String::new(),
        };
        writeln!(out, "  {met}{way}")
    }

    /// The reason why values of meters are unknown.
    fn because(&self) -> String {
        match &self.proof.coverage {
            Coverage::Cut { meters } => format!("{} not counted to the end", self.names(meters)),
            _ => "not every run was followed".to_owned(),
        }
    }

    fn robots(&self, out: &mut dyn Write) -> io::Result<()> {
        let ends: Vec<String> = self
            .proof
            .robots
            .iter()
            .map(|run| {
                let end = run.outcome.map_or("no ending", |outcome| &self.scenario.outcomes[outcome]);
                format!("{} {end}", run.robot.word())
            })
            .collect();
        writeln!(out, "  a reader who always takes the … choice, without reading, ends with: {}", ends.join(", "))
    }

    fn pivot(&self, out: &mut dyn Write) -> io::Result<()> {
        let Some(pivot) = self.proof.turns.as_ref().and_then(|turns| turns.pivot) else { return Ok(()) };
        let title = visible(&self.scenario.scenes[pivot.scene].title);
        writeln!(out, "  most depends on `{title}`: {:.1} places in the order of outcomes, on average", pivot.ranks)
    }

    fn farming(&self, out: &mut dyn Write) -> io::Result<()> {
        match self.proof.verdicts.as_ref().map(|verdicts| &verdicts.farming) {
            Some(Farming::Unknown) => {
                writeln!(out, "  whether going round pays is {NOT_KNOWN}, because {}", self.because())
            }
            Some(Farming::Nothing | Farming::Pays(_)) | None => Ok(()),
        }
    }

    fn fragility(&self, out: &mut dyn Write) -> io::Result<()> {
        let Some(fragility) = &self.proof.fragility else {
            let why = (!self.proof.coverage.is_whole()).then(|| self.because());
            return why
                .map_or(Ok(()), |why| writeln!(out, "  what depends on one number is {NOT_KNOWN}, because {why}"));
        };
        let early = if fragility.tried < fragility.of {
            format!(" of {}, as many as the limit on states allows", fragility.of)
        } else {
            String::new()
        };
        let breaks = match fragility.breaks.len() {
            0 => "none takes an ending away or lets someone win who never reads".to_owned(),
            1 => "one takes an ending away or lets someone win who never reads".to_owned(),
            many => format!("{many} take an ending away or let someone win who never reads"),
        };
        let tried = format!("{} of a number by one tried{early}", counted(fragility.tried, "change"));
        writeln!(out, "  {tried}: {breaks}; {} change which states there are", fragility.with_other_states)
    }

    /// Writes each choice with the best outcome still possible after it.
    fn choices(&self, out: &mut dyn Write) -> io::Result<()> {
        if !self.proof.coverage.has_all_runs() {
            return writeln!(out, "  what each choice leaves open is {NOT_KNOWN}, because {}", self.because());
        }
        writeln!(out, "\n  choices, with the best outcome still open after each")?;
        for (scene, facts) in
            self.scenario.scenes.iter().zip(&self.facts().scenes).filter(|(scene, _)| !scene.choices.is_empty())
        {
            let states = facts.states.map(|states| format!(" ({})", counted(states, "state"))).unwrap_or_default();
            writeln!(out, "    {}{states}", visible(&scene.title))?;
            for (number, (choice, way)) in scene.choices.iter().zip(facts.ways.iter().flatten()).enumerate() {
                let best = way.best.map_or("-", |outcome| &self.scenario.outcomes[outcome]);
                let mark = choice.mark().map_or("", Mark::word);
                let offered = offered(facts, way);
                writeln!(out, "      {} {best:8} {mark:7} {}{offered}", number + 1, visible(&choice.text))?;
            }
        }
        Ok(())
    }

    fn run(&self, run: &[Step]) -> String {
        let chosen = run.iter().filter(|step| self.scenario.scenes[step.scene].routes.is_empty());
        chosen.map(|step| self.quoted(*step)).collect::<Vec<_>>().join(", ")
    }

    fn quoted(&self, step: Step) -> String {
        let text = self.scenario.scenes[step.scene].choices.get(step.way).map_or("", |choice| &choice.text);
        format!("\u{201c}{}\u{201d}", visible(spoken(text)))
    }
}

/// The number of states in which a choice is available, if it is not always available.
fn offered(scene: &SceneFacts, way: &WayFacts) -> String {
    match (way.open, way.states) {
        (Open::Always, _) => String::new(),
        _ if scene.reached == Some(false) => String::new(),
        (_, Some(states)) => format!(" (on offer in {states})"),
        (Open::Sometimes, None) => " (not always on offer)".to_owned(),
        (Open::Never, None) => " (never on offer)".to_owned(),
    }
}

/// Writes a table with columns as wide as their widest cell; the first two are aligned left, the others right.
fn table(rows: &[Vec<String>], out: &mut dyn Write) -> io::Result<()> {
    let width = |column: usize| {
        rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count()).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..rows.first().map_or(0, Vec::len)).map(width).collect();
    for row in rows {
        let cells = row.iter().zip(&widths).enumerate();
        let cells = cells.map(|(column, (cell, &width))| match column {
            0 | 1 => format!("{cell:width$}"),
            _ => format!("{cell:>width$}"),
        });
        writeln!(out, "  {}", cells.collect::<Vec<_>>().join("  ").trim_end())?;
    }
    Ok(())
}

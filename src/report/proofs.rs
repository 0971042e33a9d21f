//! What is proved about the scenarios of a site, as text for people and as records for programs.

use std::io::{self, Write};

use serde::Serialize;

use super::{counted, visible};
use crate::explore::chance::STEPS;
use crate::explore::facts::{Facts, choices_in};
use crate::explore::states::{BUDGET, Extent, Step};
use crate::explore::{Proof, Proofs};
use crate::model::{Page, Site};
use crate::parse::scenario::{Mark, Scenario, spoken};
use crate::source::SourceMap;

/// The proofs of a site together with what they are about.
#[derive(Clone, Debug)]
pub struct Proven<'a> {
    /// The site.
    pub site: &'a Site,
    /// What is proved about its scenarios.
    pub proofs: &'a Proofs,
    /// The files.
    pub sources: &'a SourceMap,
    /// What stands before every path, as in [`super::Report`].
    pub base: String,
}

/// A scenario in JSON. `runs` is missing in a story that goes round in a loop.
#[derive(Serialize)]
struct ScenarioRecord<'a> {
    r#type: &'static str,
    file: &'a str,
    title: &'a str,
    scenes: usize,
    endings: usize,
    choices: usize,
    states: usize,
    runs: Option<u128>,
    endless: bool,
    shortest: usize,
    longest: usize,
    extent: &'static str,
}

/// An ending in JSON. `share` is that of random play, from 0 to 1; `shortest` counts choices.
#[derive(Serialize)]
struct EndingRecord<'a> {
    r#type: &'static str,
    file: &'a str,
    ending: &'a str,
    outcome: &'a str,
    states: usize,
    runs: Option<u128>,
    shortest: Option<usize>,
    share: f64,
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

    /// Writes one JSON object a line: each scenario, followed by its endings. The keys are part of Casebook's interface.
    ///
    /// # Errors
    /// Only those of `out`.
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
    /// Only those of `out`.
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
            writeln!(out, "{} with mistakes: mend these, and {them} can be proved", counted(unproved, "scenario"))?;
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
            runs: facts.runs,
            endless: facts.runs.is_none(),
            shortest: facts.shortest,
            longest: facts.longest,
            extent: match self.proof.extent {
                Extent::All => "all",
                Extent::Cut => "cut",
                Extent::Part => "part",
                Extent::Endless { .. } => "endless",
            },
        }
    }

    fn ending_record(&self, number: usize) -> EndingRecord<'a> {
        let ending = &self.facts().endings[number];
        let meters = self.scenario.meters.iter().zip(&ending.meters);
        EndingRecord {
            r#type: "ending",
            file: self.path,
            ending: self.ending(ending.scene),
            outcome: &self.scenario.outcomes[ending.outcome],
            states: ending.states,
            runs: ending.runs,
            shortest: ending.shortest.as_deref().map(|run| choices_in(&self.proof.graph, run)),
            share: (ending.share * 10_000.0).round() / 10_000.0,
            meters: meters.map(|(meter, &(low, high))| (meter.name.clone(), serde_json::json!([low, high]))).collect(),
        }
    }

    /// The name of an ending, without the word before its colon.
    fn ending(&self, scene: usize) -> &'a str {
        let scene = &self.scenario.scenes[scene];
        scene.ending.as_ref().map_or(&scene.title, |ending| &ending.name)
    }

    fn write(&self, base: &str, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "{base}{}: {}", visible(self.path), visible(self.page.title()))?;
        for line in self.summary() {
            writeln!(out, "  {line}")?;
        }
        if matches!(self.proof.extent, Extent::Endless { .. }) {
            return Ok(());
        }
        writeln!(out)?;
        self.endings(out)?;
        self.shared(out)?;
        self.goal(out)?;
        self.robots(out)?;
        self.pivot(out)?;
        self.fragility(out)?;
        self.choices(out)
    }

    fn summary(&self) -> Vec<String> {
        let (facts, record) = (self.facts(), self.record());
        let counts = [
            (record.scenes, "scene"),
            (record.endings, "ending"),
            (record.choices, "choice"),
            (record.states, "state"),
        ];
        let mut line: Vec<String> = counts.into_iter().map(|(count, what)| counted(count, what)).collect();
        line.push(match facts.runs {
            Some(1) => "1 run".to_owned(),
            Some(runs) => format!("{runs} runs"),
            None => "endless runs".to_owned(),
        });
        let mut lines = vec![line.join(", ")];
        let range = |(low, high): (usize, usize)| {
            if low == high { counted(low, "choice") } else { format!("{low} to {high} choices") }
        };
        let choices = range((facts.shortest, facts.longest));
        lines.push(format!("runs take {choices}, the longest about {:.1} minutes", facts.minutes));
        if let Some(circle) = &facts.circle {
            let names: Vec<&str> = circle.iter().map(|&scene| self.scenario.scenes[scene].title.as_str()).collect();
            lines.push(format!(
                "one can go round in a loop ({}), so shares, longest run and minutes are those of {STEPS} steps by chance",
                names.join(", ")
            ));
        }
        match &self.proof.extent {
            Extent::All => {}
            Extent::Cut => lines.push(format!(
                "more than {BUDGET} states: meters were counted only as far as a condition looks, so their ranges are cut"
            )),
            Extent::Part => lines.push(format!("more than {BUDGET} states: only the first {BUDGET} were visited")),
            Extent::Endless { meter, .. } => {
                lines.push(format!("`{}` rises without end: nothing can be proved", self.scenario.meters[*meter].name));
            }
        }
        lines
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
        rows[0].extend(self.scenario.meters.iter().map(|meter| meter.name.clone()));
        for ending in &self.facts().endings {
            let shortest = ending.shortest.as_deref().map(|run| choices_in(&self.proof.graph, run).to_string());
            let mut row = vec![
                self.ending(ending.scene).to_owned(),
                self.scenario.outcomes[ending.outcome].clone(),
                ending.states.to_string(),
                ending.runs.map_or_else(|| "endless".to_owned(), |runs| runs.to_string()),
                shortest.unwrap_or_else(|| "-".to_owned()),
                format!("{:.1} %", ending.share * 100.0),
            ];
            let range = |&(low, high): &(u32, u32)| if low == high { low.to_string() } else { format!("{low}-{high}") };
            row.extend(ending.meters.iter().map(range));
            rows.push(row);
        }
        table(&rows, out)
    }

    fn shared(&self, out: &mut dyn Write) -> io::Result<()> {
        for (scene, steps) in self.proof.turns.shared.iter().filter(|(_, steps)| !steps.is_empty()) {
            let labels: Vec<String> = steps.iter().map(|step| self.quoted(*step)).collect();
            writeln!(out, "  every run to {} takes {}", self.ending(*scene), labels.join(" and "))?;
        }
        Ok(())
    }

    fn goal(&self, out: &mut dyn Write) -> io::Result<()> {
        let Some(goal) = &self.facts().goal else { return Ok(()) };
        let all = goal.met + goal.missed;
        let way =
            goal.cheapest.as_deref().map(|run| format!("; the cheapest way: {}", self.run(run))).unwrap_or_default();
        writeln!(out, "  the goal is met in {} of {}{way}", goal.met, counted(all, "last state"))
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
        writeln!(out, "  who never reads and always takes the … choice ends with: {}", ends.join(", "))
    }

    fn pivot(&self, out: &mut dyn Write) -> io::Result<()> {
        let Some(pivot) = self.proof.turns.pivot else { return Ok(()) };
        let title = &self.scenario.scenes[pivot.scene].title;
        writeln!(out, "  most hangs on `{title}`: {:.1} places in the order of outcomes, on average", pivot.places)
    }

    fn fragility(&self, out: &mut dyn Write) -> io::Result<()> {
        let Some(fragility) = &self.proof.fragility else { return Ok(()) };
        let early = if fragility.tried < fragility.of {
            format!(" of {}; then the time was up", fragility.of)
        } else {
            String::new()
        };
        let breaks = match fragility.breaks.len() {
            0 => "none takes an ending away or lets someone win who never reads".to_owned(),
            1 => "one takes an ending away or lets someone win who never reads".to_owned(),
            many => format!("{many} take an ending away or let someone win who never reads"),
        };
        let tried = format!("{} of a number by one tried{early}", counted(fragility.tried, "change"));
        writeln!(out, "  {tried}: {breaks}; {} change which states there are", fragility.stirred)
    }

    /// Each choice with the best that is still possible after it.
    fn choices(&self, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "\n  choices, with the best outcome still open after each")?;
        for (scene, facts) in
            self.scenario.scenes.iter().zip(&self.facts().scenes).filter(|(scene, _)| !scene.choices.is_empty())
        {
            writeln!(out, "    {} ({})", visible(&scene.title), counted(facts.states, "state"))?;
            for (number, (choice, way)) in scene.choices.iter().zip(&facts.ways).enumerate() {
                let best = way.best.map_or("-", |outcome| &self.scenario.outcomes[outcome]);
                let mark = choice.mark().map_or("", Mark::word);
                let offered =
                    if way.open == facts.states { String::new() } else { format!(" (on offer in {})", way.open) };
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

/// Rows with columns as wide as their widest cell; the first two stand left, numbers right.
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

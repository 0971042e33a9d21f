//! Measures the stages of a build one by one, on the site in a given folder.
//!
//! `cargo bench --bench stages -- DIR [ROUNDS]`. Prints the median wall time of each stage and its share of the total.
//! Times depend on the machine and its load: compare shares, and runs made in immediate succession.

#![allow(clippy::print_stdout, reason = "a bench prints its figures")]

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use casebook::check::{Findings, Subject};
use casebook::i18n::Messages;
use casebook::output::Output;
use casebook::render::theme::Theme;
use casebook::render::{Renderer, SharedContext};
use casebook::source::FileId;
use casebook::write::{self, Target};
use casebook::{explore, model, parse, read};

const STAGES: [&str; 7] = ["read", "parse", "assemble", "explore", "check", "render", "write"];

fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let Some(dir) = arguments.first().map(PathBuf::from) else {
        println!("usage: cargo bench --bench stages -- DIR [ROUNDS]   (DIR is the folder of a site)");
        return Ok(());
    };
    let rounds = arguments.get(1).map_or(Ok(5), |rounds| rounds.parse())?;
    let mut times: Vec<[Duration; 7]> = Vec::new();
    let mut pages = 0;
    for _ in 0..rounds {
        let (round, count) = round(&dir)?;
        times.push(round);
        pages = count;
    }
    report(&times, pages);
    Ok(())
}

fn round(dir: &std::path::Path) -> anyhow::Result<([Duration; 7], usize)> {
    let mut clock = Clock::start();
    let (inputs, _) = read::read(dir)?;
    clock.lap();
    let (messages, _) = Messages::load(&inputs.theme, &inputs.config.language);
    let (parsed, _) = parse::parse(&inputs, &messages, None);
    clock.lap();
    let read::Inputs { sources, config, assets, theme, unread: _ } = inputs;
    let (theme, _) = Theme::load(&theme, &sources, messages.clone(), FileId(0));
    let site = model::assemble(parsed, config, messages, assets, false);
    clock.lap();
    let proofs = explore::explore(&site, &sources, explore::Depth::Runs, |_| None);
    clock.lap();
    let depth = explore::Depth::Runs;
    let subject = Subject { site: &site, sources: &sources, proofs: &proofs, today: None, depth };
    let found = Findings::of(&subject, None);
    clock.lap();
    let mut output = Output::default();
    let pages = site.pages.len();
    let shared = SharedContext::new(&site, &sources, &theme).map_err(|found| anyhow::anyhow!("{found:?}"))?;
    let renderer = Renderer::new(Arc::new(site), Arc::new(proofs), Arc::new(sources), Arc::new(shared));
    renderer.write_all(&mut output, &()).map_err(|found| anyhow::anyhow!("{found:?}"))?;
    clock.lap();
    write_fresh(&output)?;
    clock.lap();
    drop(found);
    Ok((clock.laps, pages))
}

fn write_fresh(output: &Output) -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let target = Target::new(folder.path(), &folder.path().join("public"), false)?;
    write::write(output, &target, &())?;
    Ok(())
}

struct Clock {
    last: Instant,
    laps: [Duration; 7],
    lap: usize,
}

impl Clock {
    fn start() -> Self {
        Self { last: Instant::now(), laps: [Duration::ZERO; 7], lap: 0 }
    }

    fn lap(&mut self) {
        self.laps[self.lap] = self.last.elapsed();
        self.lap += 1;
        self.last = Instant::now();
    }
}

fn report(times: &[[Duration; 7]], pages: usize) {
    let median = |stage: usize| {
        let mut all: Vec<Duration> = times.iter().map(|round| round[stage]).collect();
        all.sort();
        all.get(all.len() / 2).copied().unwrap_or_default()
    };
    let medians: Vec<Duration> = (0..STAGES.len()).map(median).collect();
    let total: Duration = medians.iter().sum();
    println!("{pages} pages, {} rounds, median wall time", times.len());
    for (stage, time) in STAGES.iter().zip(&medians) {
        let share = 100.0 * time.as_secs_f64() / total.as_secs_f64();
        println!("{stage:<10} {:>9.1} ms {share:>5.1} %", time.as_secs_f64() * 1000.0);
    }
    println!("{:<10} {:>9.1} ms", "all", total.as_secs_f64() * 1000.0);
}

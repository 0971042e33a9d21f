//! The program: parses the command line, runs one command, prints its result and chooses the exit code.
//!
//! Exit codes: 0 for success, 1 for mistakes in the content, 2 for a machine failure or an invalid command line. Only
//! this file reads the clock and the environment; the library receives both as values.

mod authoring;
mod cli;
mod place;
mod selection;
mod terminal;

use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use casebook::diagnostic::{Code, Severity, has_errors, nearest};
use casebook::explore::Depth;
use casebook::render::hosting::Hosting;
use casebook::report::proofs::Proven;
use casebook::report::{self, Amount, Format, Report, counted};
use casebook::write::{Stamp, Target, Writer};
use casebook::{Built, Checked, Deny, Loaded, Options};
use cli::{Command, Denied, Host, Reading, Shape, Today};
use jiff::{Timestamp, civil::Date, tz::TimeZone};
use place::Place;
use selection::Selection;
use terminal::{Bar, look, print};

const MISTAKES: u8 = 1;
const FAILURE: u8 = 2;

fn main() -> ExitCode {
    let done = match cli::parse() {
        Command::Build(args) => build(args),
        Command::Check(args) => check(&args),
        Command::Explain { code: None } => list_codes(),
        Command::Explain { code: Some(code) } => explain(&code),
        Command::Serve(args) => serve(&args),
        Command::Fix(args) => authoring::fix(&args),
        Command::Rename(asked) => authoring::rename(&asked),
        Command::New(asked) => authoring::new(&asked),
        Command::Schema(args) => authoring::schema(&args),
        Command::Completions { shell } => show(|out| out.write_all(&cli::completions(shell))),
    };
    done.unwrap_or_else(|error| {
        print(|out| writeln!(out, "error: {}", report::failure(error.as_ref())), io::stderr()).ok();
        ExitCode::from(FAILURE)
    })
}

fn build(args: cli::Build) -> Result<ExitCode> {
    let began = Instant::now();
    let hosting = args.hosting.map(hosting);
    let options = Options { base_url: args.base_url, hosting, ..options(&args.site.reading, &args.deny)? };
    let site = Place::find(&args.site.dir, "casebook build")?;
    let place = args.output.unwrap_or_else(|| site.dir.join("public"));
    let target = Target::new(&site.dir, &place, args.force)?;
    let bar = Bar::new();
    let loaded = Loaded::read(&site.dir, &options)?;
    let fingerprint = loaded.fingerprint();
    if let Some(pages) = target.holds(&fingerprint) {
        drop(bar);
        let pages = counted(pages, "page");
        let line = format!("up to date: {pages} in {}, checked in {}", shown(&place), took(began.elapsed()));
        return show(|out| writeln!(out, "{line}"));
    }
    let checked = loaded.check();
    let built =
        if checked.has_errors() { checked.into_built(None) } else { written(checked, &target, &bar, &fingerprint)? };
    drop(bar);
    print(|out| report_of(&built, &site, args.all).write(Format::Text(look(&io::stderr())), out), io::stderr())?;
    if has_errors(&built.diagnostics) {
        print(|out| writeln!(out, "nothing was written"), io::stderr())?;
        return Ok(ExitCode::from(MISTAKES));
    }
    let line = closing_line(&built, &place, began);
    // The process ends here; freeing ten thousand pages first would only take time.
    std::mem::forget(built);
    show(|out| writeln!(out, "{line}"))
}

fn closing_line(built: &Built, place: &Path, began: Instant) -> String {
    let mut line = format!("built {} into {} in {}", counted(built.pages, "page"), shown(place), took(began.elapsed()));
    match report::count(&built.diagnostics, Severity::Warning) {
        0 => {}
        warnings => line = format!("{line}, {}", counted(warnings, "warning")),
    }
    if !built.has_base_url {
        line.push_str("; without base-url there is no sitemap, no feed and no canonical links");
    }
    line
}

/// Renders the site to the target. If there are no findings, its fingerprint is saved, so that the next build can tell
/// that nothing has changed.
fn written(checked: Checked, target: &Target, bar: &Bar, fingerprint: &[u8; 32]) -> Result<Built> {
    let mut writer = Writer::begin(target)?;
    let built = checked.render(&mut writer, bar)?;
    if !has_errors(&built.diagnostics) {
        let silent = built.diagnostics.is_empty();
        writer.finish(silent.then_some(Stamp { fingerprint: *fingerprint, pages: built.pages }))?;
    }
    Ok(built)
}

fn check(args: &cli::Check) -> Result<ExitCode> {
    let depth = if args.report { Depth::Changes } else { Depth::Runs };
    let options = Options { depth, ..options(&args.reading, &args.deny)? };
    let (place, selection) = Selection::find(&args.paths)?;
    let mut built = casebook::check(&place.dir, &options)?;
    let others = selection.narrow(&place, &options, &mut built)?;
    let format = match args.format {
        Shape::Text => Format::Text(look(&io::stdout())),
        Shape::Short => Format::Short,
        Shape::Json => Format::Json,
        Shape::Github => Format::Github,
    };
    print(|out| report_of(&built, &place, args.all).write(format, out), io::stdout())?;
    if args.format == Shape::Text {
        print(|out| selection.close(&built, &others, out), io::stdout())?;
        print(|out| authoring::curable(&built.diagnostics, &place, out), io::stdout())?;
    }
    if args.report {
        print(|out| proofs(&built, args, &place, out), io::stdout())?;
    }
    Ok(ExitCode::from(if has_errors(&built.diagnostics) { MISTAKES } else { 0 }))
}

fn proofs(built: &Built, args: &cli::Check, place: &Place, out: &mut dyn Write) -> io::Result<()> {
    let Some(site) = &built.site else { return Ok(()) };
    let Report { sources, base, .. } = report_of(built, place, args.all);
    let proven = Proven { site, proofs: &built.proofs, sources, base };
    match args.format {
        Shape::Json => proven.write_json(out),
        Shape::Text | Shape::Short | Shape::Github => proven.write_text(out),
    }
}

fn hosting(host: Host) -> Hosting {
    match host {
        Host::Apache => Hosting::Apache,
        Host::Netlify => Hosting::Netlify,
        Host::Nginx => Hosting::Nginx,
    }
}

#[cfg(feature = "serve")]
fn serve(args: &cli::Serve) -> Result<ExitCode> {
    use casebook::serve::{self, Runs, Server, Watching};

    // Authors need to see their drafts; pages mark them as such.
    let today = today(&args.today)?;
    let options = Options { drafts: true, today: Some(today.date), ..Options::default() };
    let place = Place::find(&args.dir, "casebook serve")?;
    let base = place.base();
    let mut first = true;
    let tell = move |update: &serve::Update<'_>| said(update, &base, std::mem::take(&mut first));
    let bar = Bar::new();
    let runs = Runs::begin(&place.dir, &options, Box::new(tell));
    drop(bar);
    let (runs, live) = runs?;
    let dir = place.dir.clone();
    live.try_fixes(Box::new(move |path, cure| casebook::fix::trial(&dir, &options, path, cure)));
    let server = Server::bind(&args.host, args.port)?;
    let address = server.address();
    print(|out| writeln!(out, "serving {address} (Ctrl-C ends)"), io::stdout())?;
    if let Some(error) = args.open.then(|| serve::open(&address)).and_then(Result::err) {
        print(|out| writeln!(out, "warning: {}", report::failure(error.as_ref())), io::stderr())?;
    }
    let watching = args.poll.map_or(Watching::Events, |seconds| Watching::Polling(Duration::from_secs(seconds)));
    server.follow(runs, &live, watching, serve::interrupted())?;
    Ok(ExitCode::SUCCESS)
}

/// Prints the findings about a state of the site, and a closing line.
#[cfg(feature = "serve")]
fn said(update: &casebook::serve::Update<'_>, base: &report::Base, first: bool) {
    let (sources, diagnostics) = (update.sources, update.diagnostics);
    let report = Report { sources, diagnostics, base: base.clone(), amount: Amount::Some };
    print(|out| report.write(Format::Text(look(&io::stderr())), out), io::stderr()).ok();
    let line = match &update.failure {
        Some(why) => format!("warning: {why}"),
        None if has_errors(update.diagnostics) && first => "there is no site to show yet".to_owned(),
        None if has_errors(update.diagnostics) => "still showing the last version without errors".to_owned(),
        None if first => format!("read {} in {}", counted(update.pages, "page"), took(update.took)),
        None => format!("changed: {} in {}", counted(update.pages, "page"), took(update.took)),
    };
    print(|out| writeln!(out, "{line}"), io::stderr()).ok();
}

#[cfg(not(feature = "serve"))]
fn serve(_: &cli::Serve) -> Result<ExitCode> {
    bail!("this casebook was built without the preview server; build the site and open its index.html instead")
}

fn list_codes() -> Result<ExitCode> {
    let width = Code::ALL.iter().map(|code| code.name().len()).max().unwrap_or(0);
    let list = |out: &mut dyn Write| {
        Code::ALL.iter().try_for_each(|code| {
            writeln!(out, "{:width$}  {:7}  {}", code.name(), code.severity().word(), first_sentence(*code))
        })
    };
    show(list)
}

fn explain(name: &str) -> Result<ExitCode> {
    // Accept brackets copied from a report.
    let name = name.split_once('[').map_or(name, |(_, rest)| rest).trim_end_matches([']', ':']);
    let Some(code) = Code::find(name) else {
        match nearest(name, Code::ALL.iter().map(|code| code.name())) {
            Some(near) => bail!("there is no code `{name}`; did you mean `{near}`?"),
            None => bail!("there is no code `{name}`; `casebook explain` lists all"),
        }
    };
    let explain = |out: &mut dyn Write| {
        writeln!(out, "{}[{}]\n", code.severity().word(), code.name())?;
        explanation(code).try_for_each(|line| writeln!(out, "{line}"))
    };
    show(explain)
}

/// Prints the result of a command that cannot find mistakes.
fn show(write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<ExitCode> {
    print(write, io::stdout())?;
    Ok(ExitCode::SUCCESS)
}

/// Findings about freshness count as errors only if a date was given. Otherwise a build could fail from one day to the
/// next without any change.
fn options(reading: &Reading, deny: &[Denied]) -> Result<Options> {
    let today = today(&reading.today)?;
    let fresh = deny.contains(&Denied::Freshness);
    let deny = match (deny.contains(&Denied::Warnings), fresh || today.was_given) {
        (true, true) => Deny::Everything,
        (true, false) => Deny::Warnings,
        (false, _) if fresh => Deny::Freshness,
        (false, _) => Deny::Nothing,
    };
    Ok(Options { drafts: reading.drafts, today: Some(today.date), deny, ..Options::default() })
}

/// The date of the freshness checks.
struct Given {
    date: Date,
    /// True if it does not come from the clock.
    was_given: bool,
}

fn today(asked: &Today) -> Result<Given> {
    let given = match asked.today {
        Some(date) => Some(date),
        None => source_date()?,
    };
    #[expect(clippy::disallowed_methods, reason = "the one place that asks the clock; everything else gets a date")]
    let date = given.unwrap_or_else(|| date(Timestamp::now()));
    Ok(Given { date, was_given: given.is_some() })
}

fn source_date() -> Result<Option<Date>> {
    let Some(text) = std::env::var_os("SOURCE_DATE_EPOCH").filter(|text| !text.is_empty()) else { return Ok(None) };
    let stamp = text.to_str().and_then(|text| text.parse().ok()).and_then(|second| Timestamp::from_second(second).ok());
    stamp.map(|stamp| Some(date(stamp))).context("SOURCE_DATE_EPOCH is not a number of seconds since 1970")
}

fn date(stamp: Timestamp) -> Date {
    stamp.to_zoned(TimeZone::UTC).date()
}

fn report_of<'a>(built: &'a Built, place: &Place, all: bool) -> Report<'a> {
    let amount = if all { Amount::All } else { Amount::Some };
    Report { sources: &built.sources, diagnostics: &built.diagnostics, base: place.base(), amount }
}

fn explanation(code: Code) -> impl Iterator<Item = &'static str> {
    code.explanation().lines().map(|line| line.strip_prefix(' ').unwrap_or(line))
}

fn first_sentence(code: Code) -> String {
    let lines = explanation(code).skip_while(|line| line.is_empty() || line.starts_with('#'));
    let text = lines.take_while(|line| !line.starts_with('#')).collect::<Vec<_>>().join(" ");
    text.split_once(". ").map_or(text.as_str(), |(sentence, _)| sentence).trim_end_matches('.').to_owned()
}

/// A path as users type it, without a leading `./`.
fn shown(path: &Path) -> String {
    let text = path.display().to_string().replace('\\', "/");
    text.strip_prefix("./").map_or(text.clone(), str::to_owned)
}

fn took(time: Duration) -> String {
    if time < Duration::from_secs(1) {
        return format!("{} ms", time.as_millis());
    }
    format!("{:.1} s", time.as_secs_f64())
}

//! The commands that create or change the author's files. They print what was made and what to do next.

use std::io::{self, IsTerminal};
use std::path::Path;
use std::process::ExitCode;

use anyhow::Result;
use casebook::diagnostic::has_errors;
use casebook::diagnostic::{Diagnostic, Severity};
use casebook::fix::{self, DiffStyle, Fixed};
use casebook::layout;
use casebook::parse::kind::ContentKind;
use casebook::report::{self, Amount, Format, Report, counted};
use casebook::scaffold::{self, Asked, Form, Made};

use crate::cli::{self, New, NewPage, Origin};
use crate::terminal::{look, print};
use crate::{MISTAKES, options, show, shown};

pub fn new(new: &New) -> Result<ExitCode> {
    match new {
        New::Site { name } => site(name),
        New::Case(case) => match case.origin() {
            (Origin::Title(title), dir) => {
                page(Asked { kind: ContentKind::Case, title, folder: case.folder.as_deref() }, dir)
            }
            (Origin::Form(form), dir) => from_form(form, case.folder.as_deref(), dir),
        },
        New::Playbook(new) => page(asked(ContentKind::Playbook, new), &new.dir),
        New::Scenario(new) => page(asked(ContentKind::Scenario, new), &new.dir),
        New::Path(new) => page(asked(ContentKind::Path, new), &new.dir),
        New::Incident { title, dir } => incident(title, dir),
    }
}

fn site(dir: &Path) -> Result<ExitCode> {
    scaffold::site(dir)?;
    let (name, behind) = (shown(dir), behind(dir));
    let here = if behind.is_empty() { "in this folder".to_owned() } else { format!("in {name}") };
    show(|out| {
        writeln!(out, "made a site {here}:")?;
        writeln!(out, "  casebook.yaml  its settings, with a note on each")?;
        writeln!(out, "  content/       one page of each kind, linked to one another: change them as you like")?;
        writeln!(out, "  schemas/       what editors complete and check by")?;
        writeln!(out, "\nnext:")?;
        writeln!(out, "  casebook serve{behind}  shows it in your browser, on this computer only")?;
        writeln!(out, "  casebook build{behind}  writes it, ready to be copied to any host or shared drive")
    })
}

fn asked(kind: ContentKind, new: &NewPage) -> Asked<'_> {
    Asked { kind, title: &new.title, folder: new.folder.as_deref() }
}

fn page(asked: Asked<'_>, dir: &Path) -> Result<ExitCode> {
    let made = scaffold::page(asked, dir)?;
    show(|out| {
        writeln!(out, "made {}, a draft", below(dir, &made.files[0]))?;
        writeln!(out, "next: write your own words over those in it; `casebook serve{}` shows it", behind(dir))?;
        writeln!(out, "      take its line `draft: true` out when it is ready to be published")
    })
}

fn incident(title: &str, dir: &Path) -> Result<ExitCode> {
    let made = scaffold::incident(title, dir)?;
    let path = below(dir, &made.files[0]);
    show(|out| {
        writeln!(out, "made {path}, an empty form; it is never published")?;
        writeln!(out, "next: fill it in; `casebook new case --from {path}{}` makes drafts of it", behind(dir))
    })
}

fn from_form(form: &Path, folder: Option<&str>, dir: &Path) -> Result<ExitCode> {
    let drafted = scaffold::from_incident(Form { path: form, shown: &shown(form) }, folder, dir)?;
    let report = Report {
        sources: &drafted.sources,
        diagnostics: &drafted.diagnostics,
        base: String::new(),
        amount: Amount::All,
    };
    print(|out| report.write(Format::Text(look(&io::stderr())), out), io::stderr())?;
    let Some(Made { files }) = drafted.made else {
        print(|out| writeln!(out, "nothing was made: mend the form first"), io::stderr())?;
        return Ok(ExitCode::from(MISTAKES));
    };
    show(|out| {
        writeln!(out, "made {} of the form:", counted(files.len(), "draft"))?;
        for file in &files {
            writeln!(out, "  {}", below(dir, file))?;
        }
        writeln!(out, "next: look for TODO in them; `casebook serve{}` shows them", behind(dir))
    })
}

pub fn schema(args: &cli::Schema) -> Result<ExitCode> {
    let folder = args.output.clone().unwrap_or_else(|| args.dir.join(layout::SCHEMAS));
    let made = scaffold::schemas(&args.dir, &folder)?;
    show(|out| {
        writeln!(out, "wrote {} into {}", counted(made.files.len(), "schema"), shown(&folder))?;
        writeln!(out, "an editor finds one by the first line of a file, as in casebook.yaml:")?;
        writeln!(out, "  # yaml-language-server: $schema=schemas/casebook.schema.json")
    })
}

/// Shows what the certain fixes would change, or applies them. The exit code is that of `check` on the resulting site.
pub fn fix(args: &cli::Fix) -> Result<ExitCode> {
    let dir = &args.site.dir;
    let fixed = fix::fix(dir, &options(&args.site, &[])?)?;
    let (terminal, look) = (io::stdout().is_terminal(), look(&io::stdout()));
    if args.write {
        fix::write(dir, &fixed.changes)?;
        show(|out| {
            let mut changes = fixed.changes.iter();
            changes
                .try_for_each(|change| writeln!(out, "mended {} ({})", below(dir, &change.path), cures(change.cures)))
        })?;
    } else {
        let style = match (terminal, look.colour) {
            (false, _) => DiffStyle::Plain,
            (true, false) => DiffStyle::Terminal,
            (true, true) => DiffStyle::Coloured,
        };
        let diff = |change| move |out: &mut dyn io::Write| fix::write_diff(change, style, out);
        fixed.changes.iter().try_for_each(|change| show(diff(change)).map(drop))?;
    }
    print(|out| summary(args, &fixed, out), io::stderr())?;
    let there = if args.write { &fixed.after } else { &fixed.before };
    Ok(if has_errors(there) { ExitCode::from(MISTAKES) } else { ExitCode::SUCCESS })
}

fn summary(args: &cli::Fix, fixed: &Fixed, out: &mut dyn io::Write) -> io::Result<()> {
    let behind = behind(&args.site.dir);
    for left in &fixed.left {
        writeln!(out, "{}:{}: not fixed: {}", below(&args.site.dir, &left.path), left.line, left.why)?;
    }
    let made: usize = fixed.changes.iter().map(|change| change.cures).sum();
    let total = format!("{} in {}", cures(made), counted(fixed.changes.len(), "file"));
    match (made, args.write) {
        (0, _) => writeln!(out, "nothing has a cure that is certain")?,
        (_, true) => writeln!(out, "made {total}")?,
        (_, false) => writeln!(out, "{total}; nothing was written: `casebook fix --write{behind}` makes them")?,
    }
    let count = |severity| report::count(&fixed.after, severity);
    let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
    let kinds = [(errors, "error"), (warnings, "warning")];
    let rest: Vec<String> = kinds.iter().filter(|(n, _)| *n > 0).map(|(n, word)| counted(*n, word)).collect();
    if rest.is_empty() {
        writeln!(out, "no problems are left")
    } else {
        writeln!(out, "left for you: {}; `casebook check{behind}` shows all", rest.join(" and "))
    }
}

/// Prints the number of findings that `casebook fix` can fix, if there are any.
pub fn curable(found: &[Diagnostic], dir: &Path, out: &mut dyn io::Write) -> io::Result<()> {
    let certain = found.iter().filter(|found| found.certain_cure().is_some()).count();
    if certain == 0 {
        return Ok(());
    }
    writeln!(out, "{} certain: `casebook fix{}` shows what it would change", cures(certain), behind(dir))
}

fn cures(number: usize) -> String {
    counted(number, "cure")
}

/// The folder as an argument of a command, preceded by a space; empty for the current folder.
fn behind(dir: &Path) -> String {
    match shown(dir) {
        here if here == "." || here.is_empty() => String::new(),
        name if name.contains(' ') => format!(" \"{name}\""),
        name => format!(" {name}"),
    }
}

/// The path of a file of the site, from the current folder.
fn below(dir: &Path, file: &str) -> String {
    match shown(dir) {
        here if here == "." || here.is_empty() => file.to_owned(),
        name => format!("{}/{file}", name.trim_end_matches('/')),
    }
}

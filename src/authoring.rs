//! Of the program: the commands that write what authors go on with. What was made, and what to do next, in plain words.

use std::io;
use std::path::Path;
use std::process::ExitCode;

use anyhow::Result;
use casebook::parse::kind::ContentKind;
use casebook::report::{Format, Report, counted};
use casebook::scaffold::{self, Asked, Made};

use crate::cli::{self, New, Origin};
use crate::terminal::{look, print};
use crate::{MISTAKES, show, shown};

pub fn new(asked: &New) -> Result<ExitCode> {
    match asked {
        New::Site { name } => site(name),
        New::Case(case) => match case.origin() {
            (Origin::Title(title), dir) => page((ContentKind::Case, title), case.folder.as_deref(), dir),
            (Origin::Form(form), dir) => from_form(form, case.folder.as_deref(), dir),
        },
        New::Playbook(new) => page((ContentKind::Playbook, &new.title), new.folder.as_deref(), &new.dir),
        New::Scenario(new) => page((ContentKind::Scenario, &new.title), new.folder.as_deref(), &new.dir),
        New::Path(new) => page((ContentKind::Path, &new.title), new.folder.as_deref(), &new.dir),
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

fn page((kind, title): (ContentKind, &str), folder: Option<&str>, dir: &Path) -> Result<ExitCode> {
    let made = scaffold::page(Asked { kind, title, folder }, dir)?;
    show(|out| {
        writeln!(out, "made {}, a draft", below(dir, &made.files[0]))?;
        writeln!(
            out,
            "next: write your own words over those in it; `casebook serve --drafts{}` shows it",
            behind(dir)
        )?;
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
    let drafted = scaffold::from_incident((form, &shown(form)), folder, dir)?;
    let report = Report { sources: &drafted.sources, diagnostics: &drafted.diagnostics, base: String::new() };
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
        writeln!(out, "next: look for TODO in them; `casebook serve --drafts{}` shows them", behind(dir))
    })
}

pub fn schema(args: &cli::Schema) -> Result<ExitCode> {
    let folder = args.output.clone().unwrap_or_else(|| args.dir.join("schemas"));
    let made = scaffold::schemas(&args.dir, &folder)?;
    show(|out| {
        writeln!(out, "wrote {} into {}", counted(made.files.len(), "schema"), shown(&folder))?;
        writeln!(out, "an editor finds one by the first line of a file, as in casebook.yaml:")?;
        writeln!(out, "  # yaml-language-server: $schema=schemas/casebook.schema.json")
    })
}

/// The folder as it is typed behind a command; nothing for the one where one is.
fn behind(dir: &Path) -> String {
    match shown(dir) {
        here if here == "." || here.is_empty() => String::new(),
        name if name.contains(' ') => format!(" \"{name}\""),
        name => format!(" {name}"),
    }
}

/// A file of the site as it is named from where one is.
fn below(dir: &Path, file: &str) -> String {
    match shown(dir) {
        here if here == "." || here.is_empty() => file.to_owned(),
        name => format!("{}/{file}", name.trim_end_matches('/')),
    }
}

//! The commands that create or change the author's files. They print what was made and what to do next.

use std::ffi::OsString;
use std::io::{self, IsTerminal};
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Result, bail};
use casebook::Options;
use casebook::change::{Change, DiffStyle, write_diff};
use casebook::diagnostic::{Diagnostic, Severity, certain_cures, has_errors, nearest};
use casebook::fix::{self, Fixed};
use casebook::i18n::FULL_LANGUAGE;
use casebook::layout;
use casebook::rename::{self, Kind, Request};
use casebook::report::{self, Amount, Base, Format, Report, counted};
use casebook::scaffold::{self, Asked, Form, Made, PageKind};
use casebook::text::base_language;

use crate::cli::{self, New, NewPage, NewSite, Origin};
use crate::place::Place;
use crate::terminal::{look, print};
use crate::{MISTAKES, options, show, shown};

pub fn new(new: &New) -> Result<ExitCode> {
    match new {
        New::Site(new) => site(new),
        New::Case(case) => match case.origin() {
            (Origin::Title(title), dir) => {
                page(Asked { kind: PageKind::Case, title, folder: case.folder.as_deref() }, dir)
            }
            (Origin::Form(form), dir) => from_form(form, case.folder.as_deref(), dir),
        },
        New::Page(new) => page(asked(PageKind::Page, new), &new.dir),
        New::Playbook(new) => page(asked(PageKind::Playbook, new), &new.dir),
        New::Decision(new) => page(asked(PageKind::Decision, new), &new.dir),
        New::Scenario(new) => page(asked(PageKind::Scenario, new), &new.dir),
        New::Path(new) => page(asked(PageKind::Path, new), &new.dir),
        New::Glossary { dir } => glossary(dir),
        New::Incident { title, dir } => incident(title, dir),
        New::Other(typed) => no_such_kind(typed),
    }
}

fn no_such_kind(typed: &[OsString]) -> Result<ExitCode> {
    let kinds = cli::new_kinds();
    let typed = typed.first().map(|typed| typed.to_string_lossy().into_owned()).unwrap_or_default();
    let near = nearest(&typed, kinds.iter().map(String::as_str));
    let meant = near.map(|near| format!("; did you mean `casebook new {near}`?")).unwrap_or_default();
    bail!("`casebook new` does not make `{typed}`{meant}\n  help: it makes these: {}", kinds.join(", "))
}

fn site(new: &NewSite) -> Result<ExitCode> {
    let NewSite { name: dir, currency, language } = new;
    scaffold::site(scaffold::NewSite { dir, currency, language })?;
    let name = shown(dir);
    let behind = behind(dir);
    let here = if behind.is_empty() { "in this folder".to_owned() } else { format!("in {name}") };
    show(|out| {
        writeln!(out, "created a site {here}:")?;
        writeln!(out, "  casebook.yaml  settings, each with a note")?;
        writeln!(out, "  content/       one page of each kind, linked to each other: edit them as you like")?;
        writeln!(out, "  schemas/       for completion and checks in editors")?;
        if base_language(language) != FULL_LANGUAGE {
            writeln!(
                out,
                "\nbuttons and headings around your texts are in `{language}`; the first pages are in English"
            )?;
        }
        writeln!(out, "\nnext:")?;
        writeln!(out, "  casebook serve{behind}  to see it in your browser, on this computer only")?;
        writeln!(out, "  casebook build{behind}  to write it to a folder that you can copy to any host or shared drive")
    })
}

fn asked(kind: PageKind, new: &NewPage) -> Asked<'_> {
    Asked { kind, title: &new.title, folder: new.folder.as_deref() }
}

fn page(asked: Asked<'_>, dir: &Path) -> Result<ExitCode> {
    let place = Place::find(dir, &format!("casebook new {} TITLE", asked.kind.word()))?;
    let made = scaffold::page(asked, &place.dir).map_err(|refusal| refusal.seen_from(|path| place.below(path)))?;
    show(|out| {
        writeln!(out, "created {}, a draft", place.below(&made.files[0]))?;
        writeln!(
            out,
            "next: replace the example text with your own; `casebook serve{}` shows the page",
            place.behind()
        )?;
        writeln!(out, "      remove the line `draft: true` when it is ready to be published")
    })
}

fn glossary(dir: &Path) -> Result<ExitCode> {
    let place = Place::find(dir, "casebook new glossary")?;
    let made = scaffold::glossary(&place.dir)?;
    show(|out| {
        writeln!(out, "created {}, a glossary without words", place.below(&made.files[0]))?;
        writeln!(out, "next: add a word and its meaning; `casebook serve{}` shows where readers see it", place.behind())
    })
}

fn incident(title: &str, dir: &Path) -> Result<ExitCode> {
    let place = Place::find(dir, "casebook new incident TITLE")?;
    let made = scaffold::incident(title, &place.dir).map_err(|refusal| refusal.seen_from(|path| place.below(path)))?;
    let path = place.below(&made.files[0]);
    show(|out| {
        writeln!(out, "created {path}, an empty form, which is never published")?;
        writeln!(out, "next: fill it in; `casebook new case --from {path}{}` turns it into drafts", place.behind())
    })
}

fn from_form(form: &Path, folder: Option<&str>, dir: &Path) -> Result<ExitCode> {
    let place = Place::find(dir, &format!("casebook new case --from {}", shown(form)))?;
    let drafted = scaffold::from_incident(Form { path: form, shown: &shown(form) }, folder, &place.dir)
        .map_err(|refusal| refusal.seen_from(|path| place.below(path)))?;
    let report = Report {
        sources: &drafted.sources,
        diagnostics: &drafted.diagnostics,
        base: Base::default(),
        amount: Amount::All,
    };
    print(|out| report.write(Format::Text(look(&io::stderr())), out), io::stderr())?;
    let Some(Made { files }) = drafted.made else {
        print(|out| writeln!(out, "nothing was made: fix the form first"), io::stderr())?;
        return Ok(ExitCode::from(MISTAKES));
    };
    show(|out| {
        writeln!(out, "created {} from the form:", counted(files.len(), "draft"))?;
        for file in &files {
            writeln!(out, "  {}", place.below(file))?;
        }
        writeln!(out, "next: replace each TODO in them; `casebook serve{}` shows the pages", place.behind())
    })
}

pub fn schema(args: &cli::Schema) -> Result<ExitCode> {
    let dir = Place::find(&args.dir, "casebook schema").map_or_else(|_| args.dir.clone(), |place| place.dir);
    let folder = args.output.clone().unwrap_or_else(|| dir.join(layout::SCHEMAS));
    let made = scaffold::schemas(&dir, &folder)?;
    show(|out| {
        writeln!(out, "wrote {} into {}", counted(made.files.len(), "schema"), shown(&folder))?;
        writeln!(out, "a file names its schema in its first line, as casebook.yaml does:")?;
        writeln!(out, "  # yaml-language-server: $schema=schemas/casebook.schema.json")
    })
}

/// Shows what the certain fixes would change, or applies them. The exit code is that of `check` on the resulting site.
pub fn fix(args: &cli::Fix) -> Result<ExitCode> {
    let place = Place::find(&args.site.dir, "casebook fix")?;
    let dir = &place.dir;
    let fixed = fix::fix(dir, &options(&args.site.reading, &[])?)?;
    if args.write {
        fix::write(dir, &fixed.changes)?;
        show(|out| {
            let mut changes = fixed.changes.iter();
            changes.try_for_each(|fixed| {
                writeln!(out, "fixed {} ({})", place.below(&fixed.change.path), cures(fixed.cures))
            })
        })?;
    } else {
        fixed.changes.iter().try_for_each(|fixed| show_diff(&fixed.change))?;
    }
    print(|out| summary(args, &place, &fixed, out), io::stderr())?;
    let there = if args.write { &fixed.after } else { &fixed.before };
    Ok(if has_errors(there) { ExitCode::from(MISTAKES) } else { ExitCode::SUCCESS })
}

/// Renames something: shows the changes as a diff, or makes them.
pub fn rename(args: &cli::Rename) -> Result<ExitCode> {
    use cli::Rename as R;
    let (kind, path, one) = match args {
        R::Page(one) => (Kind::Page, None, one),
        R::Step(one) => (Kind::Step, None, one),
        R::Scene(one) => (Kind::Scene, None, one),
        R::Heading(one) => (Kind::Heading, None, one),
        R::Tag(one) => (Kind::Tag, None, one),
        R::Meter { path, rename } => (Kind::Meter, Some(path), rename),
    };
    let place = Place::find(&one.dir, "casebook rename")?;
    let in_site = |typed: &str| if kind == Kind::Tag { typed.to_owned() } else { place.in_site(typed) };
    let old = in_site(path.unwrap_or(&one.old));
    let new = if kind == Kind::Page { in_site(&one.new) } else { one.new.clone() };
    let name = path.map_or("", |_| one.old.as_str());
    let renamed = rename::rename(&place.dir, &Options::default(), &Request { kind, old: &old, name, new: &new })?;
    let files = counted(renamed.changes.len(), "file");
    if one.write {
        rename::write(&place.dir, &renamed.changes)?;
        show(|out| renamed.changes.iter().try_for_each(|change| writeln!(out, "{}", changed(change, &place))))?;
        print(|out| writeln!(out, "renamed in {files}"), io::stderr())?;
    } else {
        renamed.changes.iter().try_for_each(show_diff)?;
        print(|out| writeln!(out, "{files} would change; nothing was written yet: add `--write`"), io::stderr())?;
    }
    for warning in &renamed.warnings {
        let code = warning.code.name();
        print(
            |out| writeln!(out, "new warning: {} [{code}]; `casebook check` shows where", warning.message),
            io::stderr(),
        )?;
    }
    Ok(ExitCode::SUCCESS)
}

fn changed(change: &Change, place: &Place) -> String {
    match &change.to {
        Some(to) => format!("moved {} to {}", place.below(&change.path), place.below(to)),
        None => format!("changed {}", place.below(&change.path)),
    }
}

fn show_diff(change: &Change) -> Result<()> {
    let style = match (io::stdout().is_terminal(), look(&io::stdout()).colour) {
        (false, _) => DiffStyle::Plain,
        (true, false) => DiffStyle::Terminal,
        (true, true) => DiffStyle::Coloured,
    };
    show(|out| write_diff(change, style, out)).map(drop)
}

fn summary(args: &cli::Fix, place: &Place, fixed: &Fixed, out: &mut dyn io::Write) -> io::Result<()> {
    let behind = place.behind();
    for left in &fixed.left {
        writeln!(out, "{}:{}: not fixed: {}", place.below(&left.path), left.line, left.why)?;
    }
    let made: usize = fixed.changes.iter().map(|change| change.cures).sum();
    let total = format!("{} in {}", cures(made), counted(fixed.changes.len(), "file"));
    match (made, args.write) {
        (0, _) => writeln!(out, "no finding has a certain fix")?,
        (_, true) => writeln!(out, "applied {total}")?,
        (_, false) => writeln!(
            out,
            "{total}; nothing was written yet: run `casebook fix --write{behind}` to apply \
            them"
        )?,
    }
    let count = |severity| report::count(&fixed.after, severity);
    let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
    let kinds = [(errors, "error"), (warnings, "warning")];
    let rest: Vec<String> = kinds.iter().filter(|(n, _)| *n > 0).map(|(n, word)| counted(*n, word)).collect();
    if rest.is_empty() {
        writeln!(out, "no problems left")
    } else {
        writeln!(out, "left for you: {}; `casebook check{behind}` lists them", rest.join(" and "))
    }
}

/// Prints the number of findings that `casebook fix` can fix, if there are any.
pub fn curable(found: &[Diagnostic], place: &Place, out: &mut dyn io::Write) -> io::Result<()> {
    let certain = certain_cures(found).into_iter().flatten().count();
    if certain == 0 {
        return Ok(());
    }
    let tries = if certain == 1 { "tries it" } else { "tries them" };
    writeln!(
        out,
        "{} can be tried: `casebook fix{}` {tries}, and shows what would change",
        cures(certain),
        place.behind()
    )
}

fn cures(number: usize) -> String {
    counted(number, "fix")
}

/// The folder as an argument of a command, preceded by a space; empty for the current folder.
fn behind(dir: &Path) -> String {
    match shown(dir) {
        here if here == "." || here.is_empty() => String::new(),
        name if name.contains(' ') => format!(" \"{name}\""),
        name => format!(" {name}"),
    }
}

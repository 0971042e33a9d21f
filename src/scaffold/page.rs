//! A new page of any kind: its template, filled in with data of the site.

use std::path::Path;

use super::around::{Around, Step};
use super::name::{of_folder, of_title};
use super::text::{fill, inline};
use super::{Made, Refusal, lay};
use crate::parse::kind::ContentKind;
use crate::schema;
use crate::yaml::scalar;

/// The remedy for a site without steps.
const NO_STEPS: &str = "make one first: `casebook new playbook \"When something went wrong\"`";

/// The kinds of new pages, each with a template.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageKind {
    /// A page without a kind of its own.
    Page,
    /// What happened.
    Case,
    /// What to do: steps.
    Playbook,
    /// What to do: questions that lead to playbooks.
    Decision,
    /// A conversation to practise.
    Scenario,
    /// A learning path.
    Path,
}

impl PageKind {
    /// Every kind.
    pub const ALL: [Self; 6] = [Self::Page, Self::Case, Self::Playbook, Self::Decision, Self::Scenario, Self::Path];

    /// The word behind `casebook new`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Decision => "decision",
            _ => self.content().word(),
        }
    }

    /// The kind of content.
    fn content(self) -> ContentKind {
        match self {
            Self::Page => ContentKind::Page,
            Self::Case => ContentKind::Case,
            Self::Playbook | Self::Decision => ContentKind::Playbook,
            Self::Scenario => ContentKind::Scenario,
            Self::Path => ContentKind::Path,
        }
    }
}

/// The requested page.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// The kind of page.
    pub kind: PageKind,
    /// Its title.
    pub title: &'a str,
    /// A folder inside the folder of the kind.
    pub folder: Option<&'a str>,
}

/// Creates a new page in the site in `dir`.
///
/// # Errors
/// Fails if the title is not valid, if the file exists or its address is taken, or on a disk error.
pub fn page(asked: Asked<'_>, dir: &Path) -> Result<Made, Refusal> {
    let around = Around::look(dir)?;
    let NewFile { title, path } = new_file(asked)?;
    around.free(&path)?;
    let text = text(asked.kind, &title, &path, &around)?;
    lay(dir, &path, &text)?;
    Ok(Made { files: vec![path] })
}

/// A file that is about to be created.
#[derive(Debug)]
pub(super) struct NewFile {
    pub title: String,
    /// The path from the site's folder.
    pub path: String,
}

/// The folder inside that of the kind, if it was written from the site's folder: `content/about` is `about`.
fn inside(typed: &str, kind: PageKind) -> &str {
    let typed = typed.trim_start_matches("./");
    let rest = match typed.strip_prefix("content") {
        Some(rest) if rest.is_empty() || rest.starts_with(['/', '\\']) => rest.trim_start_matches(['/', '\\']),
        _ => return typed,
    };
    match kind.content().folder().and_then(|folder| rest.strip_prefix(folder)) {
        Some(inner) if inner.is_empty() || inner.starts_with(['/', '\\']) => inner.trim_start_matches(['/', '\\']),
        _ => rest,
    }
}

/// Checks the title and the folder, and returns the file for them.
pub(super) fn new_file(asked: Asked<'_>) -> Result<NewFile, Refusal> {
    let (title, name) = of_title(asked.title, asked.kind.word())?;
    let folder = of_folder(asked.folder.map(|typed| inside(typed, asked.kind)))?;
    if asked.kind == PageKind::Page {
        not_of_another_kind(&folder)?;
    }
    let kind = asked.kind.content().folder().map_or_else(String::new, |folder| format!("{folder}/"));
    Ok(NewFile { title, path: format!("content/{kind}{folder}{name}.md") })
}

/// Refuses a folder for pages in which they would be of another kind.
fn not_of_another_kind(folder: &str) -> Result<(), Refusal> {
    let first = folder.split('/').next().unwrap_or_default();
    let kind = ContentKind::ALL.into_iter().find(|kind| kind.folder() == Some(first));
    kind.map_or(Ok(()), |kind| {
        let word = kind.word();
        Err(Refusal::Name {
            what: format!("each page in `content/{first}` is a {word}"),
            help: format!("write `casebook new {word} TITLE`, or name another folder for a page"),
        })
    })
}

fn text(kind: PageKind, title: &str, path: &str, around: &Around) -> Result<String, Refusal> {
    let config = around.site.config();
    let (schema, title) = (Around::schema(path, &schema::file_of(kind.content())), scalar(title));
    let outcomes = config.outcomes.join(", ");
    let ladder = ladder(&config.outcomes);
    let shared = [
        ("schema", schema.as_str()),
        ("title", &title),
        ("currency", &config.currency),
        ("outcomes", &outcomes),
        ("outcome", ladder[1]),
        ("best", ladder[0]),
        ("middle", ladder[1]),
        ("worst", ladder[2]),
    ];
    let with = |template: &str, own: &[(&str, &str)]| fill(template, &[&shared, own].concat());
    Ok(match kind {
        PageKind::Case => with(include_str!("templates/case.md"), &[("practises", &practises(&around.steps(path)))]),
        PageKind::Scenario => scenario(&around.steps(path), with)?,
        PageKind::Path => {
            let items = items(&around.worth_reading(path, 3))?;
            with(include_str!("templates/path.md"), &[("items", &items)])
        }
        PageKind::Playbook => with(include_str!("templates/playbook.md"), &[]),
        PageKind::Decision => decision(&around.steps(path), with)?,
        PageKind::Page => with(include_str!("templates/page.md"), &[]),
    })
}

/// The best outcome, the second best, and the worst. They may be the same.
pub(super) fn ladder(outcomes: &[String]) -> [&str; 3] {
    let at = |number: usize| outcomes.get(number).map_or("", String::as_str);
    let last = outcomes.len().saturating_sub(1);
    [at(0), at(last.min(1)), at(last)]
}

fn practises(steps: &[Step]) -> String {
    match steps.first() {
        Some(step) => format!("# practises:\n#   - {}#{}", step.playbook, step.slug),
        None => "# practises:\n#   - ../playbooks/the-name-of-a-playbook.md#the-step".to_owned(),
    }
}

fn scenario(steps: &[Step], with: impl Fn(&str, &[(&str, &str)]) -> String) -> Result<String, Refusal> {
    let [one, two] = two_steps(steps)?;
    let (title_one, title_two) = (inline(&one.title), inline(&two.title));
    let own = [
        ("playbook", one.playbook.as_str()),
        ("step-one", &title_one),
        ("slug-one", &one.slug),
        ("step-two", &title_two),
        ("slug-two", &two.slug),
    ];
    Ok(with(include_str!("templates/scenario.md"), &own))
}

fn decision(steps: &[Step], with: impl Fn(&str, &[(&str, &str)]) -> String) -> Result<String, Refusal> {
    let [one, two] = two_steps(steps).map_err(|_| Refusal::Nothing {
        what: "the answers of a decision lead to playbooks, and this site has no playbook with steps yet",
        help: NO_STEPS,
    })?;
    let to = |step: &Step| scalar(&format!("{}#{}", step.playbook, step.slug));
    Ok(with(include_str!("templates/decision.md"), &[("to-one", &to(one)), ("to-two", &to(two))]))
}

/// The first and the last step.
pub(super) fn two_steps(steps: &[Step]) -> Result<[&Step; 2], Refusal> {
    steps.first().zip(steps.last()).map(<[_; 2]>::from).ok_or(Refusal::Nothing {
        what: "a scenario gives its reasons by the steps of a playbook, and this site has no playbook with steps yet",
        help: NO_STEPS,
    })
}

fn items(pages: &[String]) -> Result<String, Refusal> {
    if pages.is_empty() {
        return Err(Refusal::Nothing {
            what: "a path leads through pages, and this site has none that is published",
            help: "make a page first, as by `casebook new case \"The late parcel\"`, and take its line `draft: true` out",
        });
    }
    let lines: Vec<String> = pages.iter().map(|page| format!("      - {}", scalar(page))).collect();
    Ok(lines.join("\n"))
}

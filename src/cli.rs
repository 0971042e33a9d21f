//! The command line: arguments and their help texts. No behaviour. The only module that uses clap.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use clap::error::ErrorKind;
use clap::{Args, CommandFactory, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use jiff::civil::Date;

/// Turn a folder of Markdown into a training site
///
/// The site has cases to learn from, playbooks to act on and scenarios to practise. It consists of plain files that any
/// static host can serve.
#[derive(Debug, Parser)]
#[command(version, arg_required_else_help = true, disable_help_subcommand = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Check the content and write the site
    Build(Build),
    /// Report problems in the content without writing anything
    Check(Check),
    /// Explain a diagnostic code, with an example and a fix
    Explain {
        /// Diagnostic code, such as unknown-key [default: list all codes]
        code: Option<String>,
    },
    /// Serve the site locally and update it as you edit
    Serve(Serve),
    /// Show safe fixes as a diff, or apply them with --write
    Fix(Fix),
    /// Rename a page, step, scene, heading, tag or meter, and change every link to it
    #[command(subcommand)]
    Rename(Rename),
    /// Create a site, a page or an incident form from a template
    #[command(subcommand)]
    New(New),
    /// Write JSON Schemas that let editors complete and check front matter and settings
    Schema(Schema),
    /// Print a shell completion script
    Completions {
        /// Shell to print the script for
        shell: Shell,
    },
}

/// The arguments of every command that reads a site.
#[derive(Debug, Args)]
pub struct Site {
    /// Folder of the site, with casebook.yaml and content/ [default: the current folder, or one above it]
    #[arg(default_value = ".", hide_default_value = true)]
    pub dir: PathBuf,
    #[command(flatten)]
    pub reading: Reading,
}

/// The arguments about drafts and dates.
#[derive(Debug, Args)]
pub struct Reading {
    /// Include drafts
    #[arg(long)]
    pub drafts: bool,
    #[command(flatten)]
    pub today: Today,
}

/// The argument about dates.
#[derive(Debug, Args)]
pub struct Today {
    /// Date for the freshness checks, such as 2026-11-22 [default: date of `SOURCE_DATE_EPOCH`, else today in UTC]
    #[arg(long, value_name = "DATE")]
    pub today: Option<Date>,
}

#[derive(Debug, Args)]
pub struct Build {
    #[command(flatten)]
    pub site: Site,
    /// Output folder [default: DIR/public]
    #[arg(long, short, value_name = "FOLDER")]
    pub output: Option<PathBuf>,
    /// Treat diagnostics of this kind as errors; can be repeated
    #[arg(long, value_name = "KIND")]
    pub deny: Vec<Denied>,
    /// URL at which the site will be published; overrides base-url in casebook.yaml
    #[arg(long, value_name = "URL", value_parser = base_url)]
    pub base_url: Option<String>,
    /// Print all diagnostics, however many there are
    #[arg(long)]
    pub all: bool,
    /// Overwrite files in the output folder that Casebook did not write
    #[arg(long)]
    pub force: bool,
    /// Also write the host's configuration file (headers, caching, compression)
    #[arg(long, value_enum, value_name = "HOST")]
    pub hosting: Option<Host>,
}

/// The values of `--hosting`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Host {
    /// Write `.htaccess`
    Apache,
    /// Write `_headers`, which Cloudflare Pages also reads
    Netlify,
    /// Write `casebook-nginx.conf`, to include in the server's configuration
    Nginx,
}

#[derive(Debug, Args)]
pub struct Check {
    /// The site, or files and folders of it to report on [default: the site of the current folder]
    ///
    /// The whole site is always checked, because a page depends on others. The exit code is about the files that are
    /// reported. A draft that is named is checked, too.
    #[arg(default_value = ".", hide_default_value = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    #[command(flatten)]
    pub reading: Reading,
    /// Output format
    #[arg(long, value_enum, default_value_t = Shape::Text)]
    pub format: Shape,
    /// Print all diagnostics, however many there are
    #[arg(long)]
    pub all: bool,
    /// Also print what is proved about each scenario, and test its sensitivity to single numbers
    #[arg(long)]
    pub report: bool,
    /// Treat diagnostics of this kind as errors; can be repeated
    #[arg(long, value_name = "KIND")]
    pub deny: Vec<Denied>,
}

#[derive(Debug, Args)]
pub struct Serve {
    /// Folder of the site, with casebook.yaml and content/ [default: the current folder, or one above it]
    #[arg(default_value = ".", hide_default_value = true)]
    pub dir: PathBuf,
    #[command(flatten)]
    pub today: Today,
    /// Open the site in a browser
    #[arg(long)]
    pub open: bool,
    /// Port to listen on [default: first free port from 4000]
    #[arg(long)]
    pub port: Option<u16>,
    /// Host name or IP address to listen on; other devices can connect unless it is a loopback address
    #[arg(long, default_value = "127.0.0.1")]
    pub host: String,
    /// Poll for changes every SECONDS (1 if omitted) instead of watching; use this on network drives
    #[arg(long, value_name = "SECONDS", num_args = 0..=1, default_missing_value = "1", value_parser = clap::value_parser!(u64).range(1..=3600))]
    pub poll: Option<u64>,
}

#[derive(Debug, Args)]
pub struct Fix {
    #[command(flatten)]
    pub site: Site,
    /// Write the fixes to the files
    #[arg(long)]
    pub write: bool,
}

#[derive(Debug, Subcommand)]
pub enum Rename {
    /// Rename or move the file of a page; its old address leads to the new one
    Page(RenameOne),
    /// Give a step of a playbook, or a question of a decision, another title
    Step(RenameOne),
    /// Give a scene of a scenario another title
    Scene(RenameOne),
    /// Give a heading other words
    Heading(RenameOne),
    /// Rename a tag on all pages
    Tag(RenameOne),
    /// Rename a meter of a scenario
    Meter {
        /// Path of the scenario, such as scenarios/the-cold-soup.md
        path: String,
        #[command(flatten)]
        rename: RenameOne,
    },
}

#[derive(Debug, Args)]
pub struct RenameOne {
    /// Path of the page; with # and the address of a step, scene or heading, such as playbooks/refunds.md#own-it; or the
    /// present name of a tag or meter
    pub old: String,
    /// New path, words or name
    pub new: String,
    /// Folder of the site, with casebook.yaml and content/ [default: the current folder, or one above it]
    #[arg(default_value = ".", hide_default_value = true)]
    pub dir: PathBuf,
    /// Write the changes to the files; without it, they are only shown
    #[arg(long)]
    pub write: bool,
}

#[derive(Debug, Subcommand)]
pub enum New {
    /// Create a site with settings and one page of each kind
    Site(NewSite),
    /// Create a page of any other kind: text with a title
    Page(NewPage),
    /// Create a case: what happened to a customer
    Case(NewCase),
    /// Create a playbook: what to do and say, step by step
    Playbook(NewPage),
    /// Create a decision: a playbook of questions and answers
    Decision(NewPage),
    /// Create a scenario: a conversation to practise
    Scenario(NewPage),
    /// Create a path: pages in the order to study them
    Path(NewPage),
    /// Create a glossary: the words of your house, explained where they are used
    Glossary {
        /// Folder of the site, with casebook.yaml and content/ [default: the current folder, or one above it]
        #[arg(default_value = ".", hide_default_value = true)]
        dir: PathBuf,
    },
    /// Create an empty incident form for `new case --from`
    Incident {
        /// Title of the incident, which determines the file name
        title: String,
        /// Folder of the site, with casebook.yaml and content/ [default: the current folder, or one above it]
        #[arg(default_value = ".", hide_default_value = true)]
        dir: PathBuf,
    },
    /// Anything else that was typed.
    #[command(external_subcommand)]
    Other(Vec<OsString>),
}

/// The names of what `casebook new` makes.
pub fn new_kinds() -> Vec<String> {
    let command = Cli::command();
    let new = command.find_subcommand("new").map(|new| new.get_subcommands().map(|one| one.get_name().to_owned()));
    new.map(Iterator::collect).unwrap_or_default()
}

#[derive(Debug, Args)]
pub struct NewSite {
    /// Folder of the new site; must not exist or must be empty
    pub name: PathBuf,
    /// Currency symbol of the site and of the sums in its first pages
    #[arg(long, value_name = "SYMBOL", default_value = "$", value_parser = currency)]
    pub currency: String,
    /// Language of the words around your texts, such as de; the first pages stay in English
    #[arg(long, value_name = "CODE", default_value = "en")]
    pub language: String,
}

#[derive(Debug, Args)]
pub struct NewPage {
    /// Title of the page, which determines the file name
    pub title: String,
    /// Folder of the site, with casebook.yaml and content/ [default: the current folder, or one above it]
    #[arg(default_value = ".", hide_default_value = true)]
    pub dir: PathBuf,
    /// Create the page in this subfolder of its kind's folder
    #[arg(long, value_name = "FOLDER")]
    pub folder: Option<String>,
}

#[derive(Debug, Args)]
#[command(
    override_usage = "casebook new case [--folder FOLDER] TITLE [DIR]\n       casebook new case [--folder FOLDER] --from INCIDENT.yaml [DIR]"
)]
pub struct NewCase {
    /// Title of the case, which determines the file name; omit it with --from
    #[arg(value_name = "TITLE", required_unless_present = "from")]
    title: Option<String>,
    /// Folder of the site, with casebook.yaml and content/ [default: the current folder, or one above it]
    #[arg(value_name = "DIR", conflicts_with = "from")]
    dir: Option<PathBuf>,
    /// Create the page in this subfolder of its kind's folder
    #[arg(long, value_name = "FOLDER")]
    pub folder: Option<String>,
    /// Draft a case and a scenario from this completed incident form
    #[arg(long, value_name = "INCIDENT.yaml")]
    from: Option<PathBuf>,
}

/// The source of a new case.
pub enum Origin<'a> {
    /// A title.
    Title(&'a str),
    /// A completed incident form.
    Form(&'a Path),
}

impl NewCase {
    /// The source of the case, and the folder of the site. With a form, the only positional argument is the folder.
    pub fn origin(&self) -> (Origin<'_>, &Path) {
        let here = Path::new(".");
        let title = self.title.as_deref();
        match &self.from {
            Some(form) => (Origin::Form(form), title.map_or(here, Path::new)),
            None => (Origin::Title(title.unwrap_or_default()), self.dir.as_deref().unwrap_or(here)),
        }
    }
}

#[derive(Debug, Args)]
pub struct Schema {
    /// Folder of the site, with casebook.yaml and content/ [default: the current folder, or one above it]
    #[arg(default_value = ".", hide_default_value = true)]
    pub dir: PathBuf,
    /// Output folder [default: DIR/schemas]
    #[arg(long, short, value_name = "FOLDER")]
    pub output: Option<PathBuf>,
}

/// The values of `--deny`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Denied {
    /// All warnings; overdue reviews only if --today or `SOURCE_DATE_EPOCH` is set
    Warnings,
    /// Overdue reviews
    Freshness,
}

/// The values of `--format`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Shape {
    /// Human-readable, with source lines and fixes
    Text,
    /// One line per diagnostic
    Short,
    /// One JSON object per line
    Json,
    /// GitHub Actions annotations
    Github,
}

/// Parses the command line. If it is invalid, prints a message and exits with code 2.
pub fn parse() -> Command {
    match Cli::try_parse() {
        Ok(cli) => cli.command,
        Err(error) => explained(error).exit(),
    }
}

/// Adds advice to an error that users of other programs make; clap suggests only what is spelt alike.
fn explained(error: clap::Error) -> clap::Error {
    let words: Vec<String> = std::env::args_os().skip(1).map(|word| word.to_string_lossy().into_owned()).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let Some(help) = advice(error.kind(), &words) else { return error };
    let rendered = error.to_string();
    let first = rendered.lines().next().unwrap_or_default();
    let what = first.strip_prefix("error: ").unwrap_or(first);
    clap::Error::raw(error.kind(), format!("{what}\n  help: {help}\n"))
}

/// Says what to write instead of the words of a command line that clap refused.
fn advice(kind: ErrorKind, words: &[&str]) -> Option<String> {
    let unknown = matches!(kind, ErrorKind::UnknownArgument | ErrorKind::InvalidSubcommand);
    match words {
        _ if !unknown => None,
        ["help"] => Some("write `casebook --help`".to_owned()),
        ["help", command, ..] => Some(format!("write `casebook {command} --help`")),
        ["check" | "build", rest @ ..] if rest.contains(&"--fix") => {
            Some("`casebook fix` shows what would change, and `casebook fix --write` changes the files".to_owned())
        }
        ["check" | "build", rest @ ..] if rest.iter().any(|word| ["--strict", "--werror"].contains(word)) => {
            Some("to treat warnings as errors, write `casebook check --deny warnings`".to_owned())
        }
        ["new", kind, title @ ..]
            if kind != &"site" && title.len() > 2 && !title.iter().any(|word| word.starts_with('-')) =>
        {
            Some(format!("write the title between quotation marks: `casebook new {kind} \"{}\"`", title.join(" ")))
        }
        _ => None,
    }
}

/// The completion script for `shell`.
pub fn completions(shell: Shell) -> Vec<u8> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "casebook", &mut script);
    script
}

fn currency(text: &str) -> Result<String, String> {
    let symbol = text.trim();
    let is_odd =
        |c: char| c.is_numeric() || c.is_whitespace() || c.is_control() || (c.is_ascii_punctuation() && c != '$');
    if symbol.is_empty() || symbol.contains(is_odd) || symbol.chars().count() > 5 {
        return Err("expected a symbol of a currency, such as £, €, kr or CHF".to_owned());
    }
    Ok(symbol.to_owned())
}

fn base_url(text: &str) -> Result<String, String> {
    let expected = || "expected an absolute URL, such as https://example.org/training/".to_owned();
    casebook::config::is_base_url(text).then(|| text.to_owned()).ok_or_else(expected)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_other_programs_are_explained() {
        let unknown = |words: &[&str]| advice(ErrorKind::UnknownArgument, words);
        assert!(unknown(&["check", "--fix"]).unwrap().contains("`casebook fix`"));
        assert!(unknown(&["check", "--strict"]).unwrap().contains("--deny warnings"));
        assert!(unknown(&["help", "fix"]).unwrap().contains("`casebook fix --help`"));
        assert!(unknown(&["new", "page", "Whom", "to", "call"]).unwrap().contains("\"Whom to call\""));
        for words in [&["check", "--al"][..], &["new", "site", "a", "b", "c"], &["new", "page", "A", "--fodler", "b"]] {
            assert_eq!(unknown(words), None, "{words:?}");
        }
    }
}

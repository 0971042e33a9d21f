//! The command line: what can be typed, and what `--help` says about it. No behaviour. The only user of clap.

use std::path::{Path, PathBuf};

use clap::{Args, CommandFactory, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use jiff::civil::Date;

/// Casebook turns a folder of Markdown into a training site.
///
/// Cases to learn from, playbooks to act on, scenarios to practise: plain files for any static host.
#[derive(Debug, Parser)]
#[command(version, arg_required_else_help = true, disable_help_subcommand = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Check everything, then write the site
    Build(Build),
    /// Say what is wrong, and write nothing
    Check(Check),
    /// Say what a finding means, with an example and its cure
    Explain {
        /// The code in a finding's brackets, as in error[unknown-key]; without it, all are listed
        code: Option<String>,
    },
    /// Show the site in a browser on this computer
    Serve(Serve),
    /// Make the cures that are certain; without --write, only show them
    Fix(Fix),
    /// Make a new site, or a new page with notes on what goes where
    #[command(subcommand)]
    New(New),
    /// Write the schemas by which editors complete and check front matter and settings
    Schema(Schema),
    /// Print what makes a shell complete these commands
    Completions {
        /// The shell
        shell: Shell,
    },
}

/// What every command that reads a site takes.
#[derive(Debug, Args)]
pub struct Site {
    /// The folder with casebook.yaml and content/
    #[arg(default_value = ".")]
    pub dir: PathBuf,
    /// Make pages of drafts, too
    #[arg(long)]
    pub drafts: bool,
    /// The date that freshness is measured against, as in 2026-11-22 [default: that of `SOURCE_DATE_EPOCH`, else this day]
    #[arg(long, value_name = "DATE")]
    pub today: Option<Date>,
}

#[derive(Debug, Args)]
pub struct Build {
    #[command(flatten)]
    pub site: Site,
    /// The folder that the site is written to [default: DIR/public]
    #[arg(long, short, value_name = "FOLDER")]
    pub output: Option<PathBuf>,
    /// Count these findings as errors
    #[arg(long, value_name = "WHAT")]
    pub deny: Vec<Denied>,
    /// Where the site will stand, for its sitemap, feed and canonical links
    #[arg(long, value_name = "URL", value_parser = base_url)]
    pub base_url: Option<String>,
    /// Overwrite files that Casebook did not write where the site needs their places
    #[arg(long)]
    pub force: bool,
    /// Write the file by which a kind of host knows headers, caching and compression
    #[arg(long, value_enum, value_name = "HOST")]
    pub hosting: Option<Host>,
}

/// What `--hosting` takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Host {
    /// `.htaccess`
    Apache,
    /// `_headers`, which Cloudflare Pages reads, too
    Netlify,
    /// `casebook-nginx.conf`, to be included
    Nginx,
}

#[derive(Debug, Args)]
pub struct Check {
    #[command(flatten)]
    pub site: Site,
    /// How findings are shown
    #[arg(long, value_enum, default_value_t = Shape::Text)]
    pub format: Shape,
    /// Tell what is proved about each scenario, and look for endings that hang on one number
    #[arg(long)]
    pub report: bool,
    /// Count these findings as errors
    #[arg(long, value_name = "WHAT")]
    pub deny: Vec<Denied>,
}

#[derive(Debug, Args)]
pub struct Serve {
    #[command(flatten)]
    pub site: Site,
    /// Open the site in the browser
    #[arg(long)]
    pub open: bool,
    /// The port [default: the first free one from 4000]
    #[arg(long)]
    pub port: Option<u16>,
    /// The name or address to listen on; others than the default let other devices in
    #[arg(long, default_value = "127.0.0.1")]
    pub host: String,
    /// Look for changes every so many seconds, for disks that do not tell of them, such as network drives
    #[arg(long, value_name = "SECONDS", num_args = 0..=1, default_missing_value = "1", value_parser = clap::value_parser!(u64).range(1..=3600))]
    pub poll: Option<u64>,
}

#[derive(Debug, Args)]
pub struct Fix {
    #[command(flatten)]
    pub site: Site,
    /// Write the mended files; each appears whole or not at all
    #[arg(long)]
    pub write: bool,
}

#[derive(Debug, Subcommand)]
pub enum New {
    /// A folder with settings and one page of each kind; it serves at once
    Site {
        /// The folder, which must be new or empty
        name: PathBuf,
    },
    /// What happened to a customer
    Case(NewCase),
    /// What to do and say, step by step
    Playbook(NewPage),
    /// A conversation to practise
    Scenario(NewPage),
    /// Pages in a good order
    Path(NewPage),
    /// An empty form to write down what happened, for `new case --from`
    Incident {
        /// What to call it
        title: String,
        /// The folder with casebook.yaml and content/
        #[arg(default_value = ".")]
        dir: PathBuf,
    },
}

#[derive(Debug, Args)]
pub struct NewPage {
    /// Its title; the file is named after it
    pub title: String,
    /// The folder with casebook.yaml and content/
    #[arg(default_value = ".")]
    pub dir: PathBuf,
    /// Put it into this folder below that of its kind
    #[arg(long, value_name = "FOLDER")]
    pub folder: Option<String>,
}

#[derive(Debug, Args)]
#[command(
    override_usage = "casebook new case [--folder FOLDER] TITLE [DIR]\n       casebook new case [--folder FOLDER] --from INCIDENT.yaml [DIR]"
)]
pub struct NewCase {
    /// Its title, after which the file is named; with --from, the title stands in the form
    #[arg(value_name = "TITLE", required_unless_present = "from")]
    title: Option<String>,
    /// The folder with casebook.yaml and content/ [default: .]
    #[arg(value_name = "DIR", conflicts_with = "from")]
    dir: Option<PathBuf>,
    /// Put it into this folder below cases/
    #[arg(long, value_name = "FOLDER")]
    pub folder: Option<String>,
    /// Make a draft of a case and of a scenario from this filled incident form
    #[arg(long, value_name = "INCIDENT.yaml")]
    from: Option<PathBuf>,
}

/// Where a new case comes from.
pub enum Origin<'a> {
    /// From a title alone.
    Title(&'a str),
    /// From a filled incident form.
    Form(&'a Path),
}

impl NewCase {
    /// Where it comes from, and the folder of the site. With a form, what stands alone is the folder.
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
    /// The folder with casebook.yaml and content/
    #[arg(default_value = ".")]
    pub dir: PathBuf,
    /// The folder that the schemas are written to [default: DIR/schemas]
    #[arg(long, short, value_name = "FOLDER")]
    pub output: Option<PathBuf>,
}

/// What `--deny` takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Denied {
    /// All warnings; those of freshness only together with a date
    Warnings,
    /// What is overdue for review
    Freshness,
}

/// What `--format` takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Shape {
    /// With the line and the cure, for people
    Text,
    /// One line a finding
    Short,
    /// One JSON object a line
    Json,
    /// Annotations of a pull request on GitHub
    Github,
}

/// The command that was typed. One that makes no sense ends the program with exit code 2 and a message.
pub fn parse() -> Command {
    Cli::parse().command
}

/// The script that makes `shell` complete these commands.
pub fn completions(shell: Shell) -> Vec<u8> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "casebook", &mut script);
    script
}

fn base_url(text: &str) -> Result<String, String> {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    match rest {
        Some(rest) if !rest.is_empty() && !rest.starts_with('/') && !text.contains(['?', '#', ' ']) => {
            Ok(text.to_owned())
        }
        _ => Err("a whole address is needed, as in https://example.org/training/".to_owned()),
    }
}

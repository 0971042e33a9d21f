//! `casebook new` and `casebook schema`: new files with comments to start from.
//!
//! A leaf module. Existing files are never overwritten, and every file is written atomically. The templates are in
//! `scaffold/templates/`; placeholders between `{{` and `}}` are filled in.

mod around;
mod draft;
mod form;
mod glossary;
mod name;
mod page;
mod schemas;
mod site;
mod text;

use std::io;
use std::path::{Path, PathBuf};

pub use draft::{Drafted, Form, from_incident};
pub use form::incident;
pub use glossary::glossary;
pub use page::{Asked, PageKind, page};
pub use schemas::schemas;
pub use site::{NewSite, site};

use crate::atomic;
use crate::layout::CONTENT;

/// The new files.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Made {
    /// Paths from the site's folder, with `/`; the most important one first.
    pub files: Vec<String>,
}

/// The reasons why nothing was made. Each message names the path and the remedy.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    /// The folder is not a site.
    #[error(
        "there is no `content` folder in `{}`, so this is not a site\n  help: go to the folder of your site, or name it after the title; `casebook new site NAME` creates a new one",
        .0.display()
    )]
    NoSite(PathBuf),
    /// The file already exists.
    #[error("`{path}` is already there, and nothing is written over\n  help: open that file, or choose another title")]
    Taken {
        /// The file.
        path: String,
    },
    /// A page with another path has the same address.
    #[error("`{path}` would have the address of {other}\n  help: open that file, or choose another title")]
    SameAddress {
        /// The requested file.
        path: String,
        /// The file with the same address.
        other: String,
    },
    /// The input is not a valid title or folder name.
    #[error("{what}\n  help: {help}")]
    Name {
        /// The problem.
        what: String,
        /// The remedy.
        help: String,
    },
    /// The folder of a new site is not empty.
    #[error(
        "`{}` is not empty: it contains `{first}`\n  help: choose a new name; to add a page to an existing site, use `casebook new case TITLE`",
        folder.display()
    )]
    NotEmpty {
        /// The folder.
        folder: PathBuf,
        /// An entry in it.
        first: String,
    },
    /// The site has nothing that the new file could refer to.
    #[error("{what}\n  help: {help}")]
    Nothing {
        /// The missing thing.
        what: &'static str,
        /// The remedy.
        help: &'static str,
    },
    /// A file that Casebook did not write has the name of a schema.
    #[error("`{}` is no schema that Casebook wrote\n  help: move it away, or choose another folder by `--output`", .0.display())]
    Foreign(PathBuf),
    /// The form could not be read.
    #[error("cannot read the form `{}`: {source}\n  help: `casebook new incident TITLE` makes an empty one", path.display())]
    Form {
        /// The form.
        path: PathBuf,
        /// The system's error.
        source: io::Error,
    },
    /// The site could not be read.
    #[error(transparent)]
    Unread(#[from] anyhow::Error),
    /// A disk error.
    #[error("cannot write `{}`: {source}", path.display())]
    Disk {
        /// The file or folder.
        path: PathBuf,
        /// The system's error.
        source: io::Error,
    },
}

impl Refusal {
    /// The refusal with the paths of the site's files replaced by what `shown` makes of them.
    #[must_use]
    pub fn seen_from(self, shown: impl Fn(&str) -> String) -> Self {
        match self {
            Self::Taken { path } => Self::Taken { path: shown(&path) },
            Self::SameAddress { path, other } => Self::SameAddress {
                path: shown(&path),
                other: if other.starts_with(CONTENT) { shown(&other) } else { other },
            },
            other => other,
        }
    }
}

/// Creates a new file at `path` (relative to `dir`, with `/`).
fn lay(dir: &Path, path: &str, text: &str) -> Result<(), Refusal> {
    atomic::create(&dir.join(path), text.as_bytes()).map_err(|source| match source.kind() {
        io::ErrorKind::AlreadyExists => Refusal::Taken { path: path.to_owned() },
        _ => Refusal::Disk { path: dir.join(path), source },
    })
}

//! `casebook new` and the files of `casebook schema`: commented starting points, laid where they belong.
//!
//! A leaf. Nothing is ever written over, and every file appears whole or not at all. The starting points are the files
//! below `scaffold/templates/`; what stands between `{{` and `}}` in them is filled in.

mod around;
mod draft;
mod form;
mod name;
mod page;
mod schemas;
mod site;
mod text;

use std::io;
use std::path::{Path, PathBuf};

pub use draft::{Drafted, from_incident};
pub use form::incident;
pub use page::{Asked, page};
pub use schemas::schemas;
pub use site::site;

use crate::place;

/// What was made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Made {
    /// The files, as paths from the site's folder with `/`, the most important one first.
    pub files: Vec<String>,
}

/// Why nothing was made. Each names the place and the cure.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    /// The folder holds no site.
    #[error(
        "there is no `content` folder in `{}`, so this is not a site\n  help: go to the folder of your site, or name it behind the title; `casebook new site NAME` makes a new one",
        .0.display()
    )]
    NoSite(PathBuf),
    /// A file stands where the new one belongs.
    #[error("`{path}` is already there, and nothing is written over\n  help: open that file, or choose another title")]
    Taken {
        /// The file.
        path: String,
    },
    /// A page stands there under another name.
    #[error("`{path}` would have the address of `{other}`\n  help: open that file, or choose another title")]
    SameAddress {
        /// The file that was asked for.
        path: String,
        /// The one that has its address.
        other: String,
    },
    /// What was typed is no title, or no name for a folder.
    #[error("{what}\n  help: {help}")]
    Name {
        /// What is wrong.
        what: String,
        /// What to do.
        help: String,
    },
    /// The folder of a new site is not empty.
    #[error(
        "`{}` is not empty: `{first}` lies in it\n  help: choose a new name; a site that is there already gets new pages by `casebook new case TITLE`",
        folder.display()
    )]
    NotEmpty {
        /// The folder.
        folder: PathBuf,
        /// Something that lies in it.
        first: String,
    },
    /// Nothing is there that the new file could name.
    #[error("{what}\n  help: {help}")]
    Nothing {
        /// What is missing.
        what: &'static str,
        /// What to do.
        help: &'static str,
    },
    /// A file of somebody else stands where a schema belongs.
    #[error("`{}` is no schema that Casebook wrote\n  help: move it away, or choose another folder by `--output`", .0.display())]
    Foreign(PathBuf),
    /// The form could not be read.
    #[error("cannot read the form `{}`: {source}\n  help: `casebook new incident TITLE` makes an empty one", path.display())]
    Form {
        /// The form.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The site could not be read.
    #[error(transparent)]
    Unread(#[from] anyhow::Error),
    /// The disk refused.
    #[error("cannot write `{}`: {source}", path.display())]
    Disk {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

/// Writes a new file at `path` (from `dir`, with `/`).
fn lay(dir: &Path, path: &str, text: &str) -> Result<(), Refusal> {
    place::create(&dir.join(path), text.as_bytes()).map_err(|source| match source.kind() {
        io::ErrorKind::AlreadyExists => Refusal::Taken { path: path.to_owned() },
        _ => Refusal::Disk { path: dir.join(path), source },
    })
}

//! The errors of writing a site, as messages for the person who started the build.

use std::path::{Path, PathBuf};

/// Maximum number of files in a message; the rest is only counted.
const MOST_NAMED: usize = 10;

/// An error while writing a site. Every variant names the path.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// A disk error, or missing permission.
    #[error("cannot {doing} `{}`", path.display())]
    Disk {
        /// A verb, to be read after "cannot".
        doing: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// The system's error.
        source: std::io::Error,
    },
    /// Files at the site's addresses that Casebook did not write and whose content differs.
    #[error("{}", foreign(dir, paths))]
    Foreign {
        /// The output folder.
        dir: PathBuf,
        /// The files, relative to it.
        paths: Vec<String>,
    },
    /// A folder that must not be used for output.
    #[error("`{}` cannot be the output: {why}", dir.display())]
    Refused {
        /// The folder.
        dir: PathBuf,
        /// The reason.
        why: &'static str,
    },
    /// Another build is running.
    #[error("another build is writing to `{}`; try again when it has ended", dir.display())]
    Busy {
        /// The folder to which both write.
        dir: PathBuf,
    },
    /// A link, folder or other object at a path that the site needs for a file or folder.
    #[error("`{}` is {what}, and a {wanted} of the site belongs there; move it away", path.display())]
    InTheWay {
        /// Its path.
        path: PathBuf,
        /// Description of the existing object.
        what: &'static str,
        /// Description of what the site needs there.
        wanted: &'static str,
    },
    /// A path that is both a file and a folder of the site.
    #[error("the site has both a file `{path}` and files below `{path}/`; rename one of them")]
    FileAndFolder {
        /// The path, relative to the output.
        path: String,
    },
    /// A file to be copied has changed since it was read.
    #[error("`{}` was changed while the site was built; build again", path.display())]
    Changed {
        /// The file.
        path: PathBuf,
    },
    /// An address that is not a path inside the folder. A bug in Casebook, not a mistake of the author.
    #[error("`{path}` is not a path inside the output")]
    Outside {
        /// The address.
        path: String,
    },
}

impl WriteError {
    pub(super) fn disk(doing: &'static str, path: &Path, source: std::io::Error) -> Self {
        Self::Disk { doing, path: path.to_owned(), source }
    }

    pub(super) fn in_the_way(path: &Path, what: &'static str, wanted: &'static str) -> Self {
        Self::InTheWay { path: path.to_owned(), what, wanted }
    }

    /// Replaces a temporary path in the error with the final one.
    pub(super) fn at(self, path: &Path) -> Self {
        match self {
            Self::Disk { doing, source, .. } => Self::Disk { doing, path: path.to_owned(), source },
            other => other,
        }
    }
}

fn foreign(dir: &Path, paths: &[String]) -> String {
    let named = paths.iter().take(MOST_NAMED).map(|path| format!("  {path}\n"));
    let rest = paths.len().saturating_sub(MOST_NAMED);
    let more = if rest > 0 { format!("  and {rest} more\n") } else { String::new() };
    format!(
        "Casebook did not write these files in `{}`, and the site needs their places:\n{}{more}move them away, choose \
         another folder with --output, or overwrite them with --force",
        dir.display(),
        named.collect::<String>(),
    )
}

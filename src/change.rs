//! Changes of authors' files: edits of a text, and how they are shown. Commands that change files use it; it writes
//! nothing.

mod diff;
mod edit;

pub use diff::{DiffStyle, write_diff};
pub use edit::{Edit, apply};

/// A text file before and after a change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Its path from the site's folder, with `/`.
    pub path: String,
    /// Its path after the change, if it is moved.
    pub to: Option<String>,
    /// Its current text, without the byte order mark.
    pub old: String,
    /// Its text after the change.
    pub new: String,
}

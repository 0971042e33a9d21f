//! What the server shows: pages and files by their paths, looked up in an output or made on request.

use std::sync::Arc;

use super::events::Hub;
use super::guard::Panicked;
use crate::output::{Content, Output};

/// What stands at an address.
pub(super) enum Found {
    Nothing,
    Content(Content),
    /// A page that follows changes, and its mark.
    Page(String, String),
    /// A page that cannot be made, and why.
    Broken(String),
}

/// What is shown, by paths from its root.
pub(super) trait Pages: Send + Sync {
    fn get(&self, file: &str) -> Found;

    /// Where pages listen for changes, if there are any.
    fn events(&self) -> Option<Arc<Hub>> {
        None
    }

    /// The path of `base-url`, such as `/manual/`: absolute links in pages begin with it.
    fn base(&self) -> Option<String> {
        None
    }

    /// Reports that a request for `file` panicked; returns the explanation for the reader.
    fn panicked(&self, _file: &str, panicked: &Panicked) -> String {
        panicked.to_string()
    }

    /// The page to show instead of one that cannot be made; `None` for a plain text.
    fn broken(&self, _why: &str) -> Option<String> {
        None
    }
}

impl Pages for Output {
    fn get(&self, file: &str) -> Found {
        Self::get(self, file).cloned().map_or(Found::Nothing, Found::Content)
    }
}

//! The pages and files that the server has, by their paths: found in an output, or rendered on request.

use std::sync::Arc;

use super::events::Hub;
use super::fixes::Fixes;
use super::guard::Panicked;
use crate::output::{Content, Output};

/// The result of looking up an address.
pub(super) enum Found {
    Nothing,
    Content(Content),
    /// A page that reloads itself when it changes, and its mark.
    Page(String, String),
    /// A page that cannot be rendered, and the reason.
    Broken(String),
}

/// The files to serve, by their paths from the root.
pub(super) trait Pages: Send + Sync {
    fn get(&self, file: &str) -> Found;

    /// The event stream for open pages, if there is one.
    fn events(&self) -> Option<Arc<Hub>> {
        None
    }

    /// The fixes that pages may ask for, if there are any.
    fn fixes(&self) -> Option<&Fixes> {
        None
    }

    /// The path of `base-url`, such as `/manual/`, with which absolute links in pages begin.
    fn base(&self) -> Option<String> {
        None
    }

    /// Reports that a request for `file` panicked. Returns the explanation to show in the browser.
    fn panicked(&self, _file: &str, panicked: &Panicked) -> String {
        panicked.to_string()
    }

    /// The page to show instead of one that cannot be rendered; `None` for plain text.
    fn broken(&self, _why: &str) -> Option<String> {
        None
    }
}

impl Pages for Output {
    fn get(&self, file: &str) -> Found {
        Self::get(self, file).cloned().map_or(Found::Nothing, Found::Content)
    }
}

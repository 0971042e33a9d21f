//! Site → output: every page, list, feed and file, in memory.
//!
//! Three modules, each of which uses only those before it: `html` turns Markdown into HTML, `theme` has the templates
//! and the values that they may use, and `pages` makes the files. Does not check the site: errors in content were found
//! before, so only templates can still fail.

#![warn(missing_debug_implementations)]

pub mod html;
mod pages;
pub mod theme;

pub use pages::hosting;
pub use pages::{Failure, Renderer, SharedContext};

//! Casebook turns a folder of Markdown into a training site.
//!
//! The pipeline, each stage a module that knows only those before it:
//!
//! ```text
//! read → parse → assemble → check → render → write
//! ```

pub mod check;
pub mod config;
pub mod diagnostic;
pub mod model;
pub mod output;
pub mod parse;
pub mod read;
pub mod render;
pub mod source;
pub mod words;
pub mod yaml;

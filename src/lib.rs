//! Casebook turns a folder of Markdown into a training site.
//!
//! The pipeline, each stage a module that knows only those before it:
//!
//! ```text
//! read → parse → assemble → check → render → write
//! ```

pub mod diagnostic;
pub mod output;
pub mod report;
pub mod source;

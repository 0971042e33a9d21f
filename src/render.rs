//! Site → output: every page, list, feed and file, in memory.
//!
//! Judges nothing: mistakes were found before, and only a theme can still be wrong.

mod body;
mod card;
pub mod context;
mod frame;
pub mod glossary;
pub mod html;
pub mod theme;

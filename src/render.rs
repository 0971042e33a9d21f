//! Site → output files.

pub mod glossary;
pub mod html;

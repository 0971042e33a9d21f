//! A glossary without words, as a file to write into.

use std::path::Path;

use super::around::Around;
use super::{Made, Refusal, lay};
use crate::layout::GLOSSARY;

/// Creates an empty glossary in the site in `dir`.
///
/// # Errors
/// Fails if the site has a glossary, or on a disk error.
pub fn glossary(dir: &Path) -> Result<Made, Refusal> {
    Around::look(dir)?;
    lay(dir, GLOSSARY, include_str!("templates/glossary.yaml")).map_err(|refusal| match refusal {
        Refusal::Taken { path } => Refusal::Name {
            what: format!("`{path}` is already there, and a site has one glossary"),
            help: "write the word and its meaning into that file".to_owned(),
        },
        other => other,
    })?;
    Ok(Made { files: vec![GLOSSARY.to_owned()] })
}

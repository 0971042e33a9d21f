//! The findings about a site, with some of its texts replaced in memory.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use crate::config;
use crate::diagnostic::{Code, Diagnostic};
use crate::read::{self, Inputs};
use crate::source::{SourceFile, SourceMap};
use crate::{Loaded, Options};

/// The findings about a site.
pub(super) struct Seen {
    pub sources: Arc<SourceMap>,
    pub diagnostics: Vec<Diagnostic>,
}

impl Seen {
    /// Checks the site in `dir`, with `texts` in place of the files at their paths.
    pub fn of(dir: &Path, options: &Options, texts: &BTreeMap<String, String>) -> anyhow::Result<Self> {
        let (mut inputs, mut found) = read::read(dir)?;
        if !texts.is_empty() {
            lay_over(&mut inputs, &mut found, texts);
        }
        let built = Loaded::of(inputs, found, options)?.check().into_built(None);
        Ok(Self { sources: built.sources, diagnostics: built.diagnostics })
    }
}

fn lay_over(inputs: &mut Inputs, diagnostics: &mut Vec<Diagnostic>, texts: &BTreeMap<String, String>) {
    let text = |file: &SourceFile| texts.get(file.path()).map_or(file.text(), String::as_str).to_owned();
    // The paths are unchanged, so file ids are too.
    let files = inputs.sources.iter().map(|(_, file)| SourceFile::new(file.path(), text(file))).collect();
    inputs.sources = SourceMap::new(files);
    for file in &mut inputs.theme {
        let source = file.file.map(|id| inputs.sources.file(id));
        if let Some(text) = source.and_then(|source| texts.get(source.path())) {
            file.bytes = Cow::Owned(text.clone().into_bytes());
        }
    }
    if let Some(id) = inputs.sources.settings()
        && let Some(text) = texts.get(inputs.sources.file(id).path())
    {
        let (config, found) = config::read(id, text);
        inputs.config = config;
        diagnostics.retain(|found| found.span().file != id || found.code == Code::UnknownTheme);
        diagnostics.extend(found);
    }
}

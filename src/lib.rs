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
#[cfg(feature = "serve")]
pub mod serve;
pub mod source;
pub mod write;

use std::path::Path;

use diagnostic::{Code, Diagnostic, Severity};
use output::{Content, Output};
use source::{SourceFile, SourceMap, Span};

/// Which findings that are not errors count as errors.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Deny {
    /// None.
    #[default]
    Nothing,
    /// Only those that today's date brings about.
    Freshness,
    /// All but those that today's date brings about: a build does not begin to fail because a day has passed.
    Warnings,
    /// All.
    Everything,
}

/// What a run is asked for, apart from the folder.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Whether drafts become pages.
    pub drafts: bool,
    /// Where the site will stand, for what needs whole addresses.
    pub base_url: Option<String>,
    /// The date that freshness is measured against.
    pub today: Option<jiff::civil::Date>,
    /// What counts as an error.
    pub deny: Deny,
}

/// What a run came to.
#[derive(Debug, Default)]
pub struct Built {
    /// Every text file that was read.
    pub sources: SourceMap,
    /// What was found, sorted.
    pub diagnostics: Vec<Diagnostic>,
    /// The site; none when there are errors or only a check was asked for.
    pub output: Option<Output>,
    /// How many pages the site has.
    pub pages: usize,
}

/// Hears how far a run is.
pub trait Progress: Sync {
    /// A stage of `total` steps begins.
    fn stage(&self, name: &'static str, total: usize);
    /// One step of it is done.
    fn step(&self);
}

/// For runs that nobody watches.
impl Progress for () {
    fn stage(&self, _: &'static str, _: usize) {}
    fn step(&self) {}
}

// ---- a stub of the pipeline until the real one is merged ----

/// Stub.
pub fn build(dir: &Path, options: &Options, progress: &dyn Progress) -> anyhow::Result<Built> {
    let mut built = check(dir, options)?;
    if built.diagnostics.iter().any(|found| found.severity == Severity::Error) {
        return Ok(built);
    }
    progress.stage("rendering", built.sources.len());
    let mut output = Output::default();
    output.put("assets/site-0123.css", Content::Bytes(b"body { color: black }\n".to_vec()));
    for (_, file) in built.sources.iter() {
        let path = file.path().trim_start_matches("content/").replace(".md", ".html");
        let page = format!("<!doctype html>\n<pre>{}</pre>\n</html>\n", file.text());
        output.put(path, Content::Bytes(page.into_bytes()));
        progress.step();
    }
    built.output = Some(output);
    Ok(built)
}

/// Stub.
pub fn check(dir: &Path, options: &Options) -> anyhow::Result<Built> {
    let mut files = Vec::new();
    let mut folders = vec![dir.join("content")];
    while let Some(folder) = folders.pop() {
        use anyhow::Context;
        for entry in std::fs::read_dir(&folder).with_context(|| format!("cannot read `{}`", folder.display()))? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(dir)?.to_string_lossy().replace('\\', "/");
                files.push(SourceFile::new(name, std::fs::read_to_string(&path)?));
            }
        }
    }
    let sources = SourceMap::new(files);
    let mut diagnostics = Vec::new();
    for (id, file) in sources.iter() {
        for (at, word) in file.text().match_indices("sumary") {
            let span = Span::new(id, at..at + word.len());
            let mut found = Diagnostic::new(Code::UnknownKey, span, "`sumary` is not a key of a page").replace(
                "did you mean `summary`?",
                span,
                "summary",
            );
            if file.path().contains("warn") && options.deny == Deny::Nothing {
                found.severity = Severity::Warning;
            }
            diagnostics.push(found);
        }
    }
    let pages = sources.len();
    Ok(Built { sources, diagnostics, output: None, pages })
}

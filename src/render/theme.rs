//! The theme: templates, messages, styles and scripts, ready for rendering, and [`context`], the values that templates
//! may use.
//!
//! The only module that uses the template crate. Files are recognised by their paths and not listed anywhere: every
//! `components/*/style.css` is a style, and every `components/*/script.js` a script that `theme.yaml` assigns to kinds
//! of pages. Knows nothing of the site.

mod assets;
pub mod context;
mod manifest;
mod mistake;
mod own_styles;
mod strip;

use std::collections::{BTreeMap, BTreeSet};

pub use assets::{AssetFiles, Assets, ScriptAndStyle};
use manifest::Manifest;
use serde::Serialize;
pub use tera::{Context, Value};
use tera::{Kwargs, State, Tera};

use super::html::escape;
use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::i18n::Messages;
use crate::parse::tool::PREFIX;
use crate::read::ThemeFile;
use crate::source::{FileId, SourceMap, Span};
use mistake::{Report, clamped, diagnostic};

/// A loaded theme.
#[derive(Clone, Debug)]
pub struct Theme {
    tera: Tera,
    messages: Messages,
    manifest: Manifest,
    files: BTreeMap<String, Vec<u8>>,
    /// Paths of the files that come from the site's own theme.
    of_site: BTreeSet<String>,
    /// The source files of templates and scripts, for diagnostics.
    origins: BTreeMap<String, FileId>,
    settings: FileId,
}

impl Theme {
    /// Loads a theme from its files, with the messages of one language, and checks it.
    pub fn load(
        files: &[ThemeFile],
        sources: &SourceMap,
        messages: Messages,
        settings: FileId,
    ) -> (Self, Vec<Diagnostic>) {
        let mut found = Vec::new();
        let origins = files.iter().filter_map(|file| Some((file.path.clone(), file.file?))).collect();
        let manifest = Manifest::read(files, &mut found);
        let of_site = files.iter().filter(|file| file.own).map(|file| file.path.clone()).collect();
        let mut theme =
            Self { tera: Tera::new(), messages, manifest, files: BTreeMap::new(), of_site, origins, settings };
        theme.register();
        let templates = files.iter().filter(|file| is_template(&file.path));
        let templates: Vec<(String, String)> = templates.map(|file| (file.path.clone(), text_of(file))).collect();
        if let Err(error) = theme.tera.add_raw_templates(templates) {
            found.extend(theme.mistakes(&error, sources));
        }
        for file in files.iter().filter(|file| !is_template(&file.path)) {
            theme.files.insert(file.path.clone(), file.bytes.to_vec());
        }
        found.extend(unused_files(files));
        found.extend(own_styles::check(files));
        (theme, found)
    }

    fn register(&mut self) {
        self.tera.autoescape_on(vec![".html", ".xml"]);
        self.tera.set_escape_fn(|text, out| tera::escape_html(&escape::permitted(text), out));
        self.tera.register_filter("count", count);
        self.tera.register_filter("fill", fill);
        self.tera.register_filter("json", json);
        self.tera.register_filter("day", day);
        self.tera.global_context().insert("t", &self.messages);
    }

    /// Makes `value` available to every template as `name`.
    pub fn share<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) {
        self.tera.global_context().insert(name, value);
    }

    /// True if the site has templates of its own, which may contain errors.
    #[must_use]
    pub fn is_changed(&self) -> bool {
        !self.origins.is_empty()
    }

    /// The messages of the site's language.
    #[must_use]
    pub fn messages(&self) -> &Messages {
        &self.messages
    }

    /// Renders the template at `path` with `context`.
    ///
    /// # Errors
    /// Returns a diagnostic that names the template, if it has an error.
    pub fn render(&self, path: &str, context: &Context, sources: &SourceMap) -> Result<Vec<u8>, Box<Diagnostic>> {
        let mut out = Vec::with_capacity(32 << 10);
        match self.tera.render_to(path, context, &mut out) {
            Ok(()) => Ok(out),
            Err(error) => Err(Box::new(self.mistake(&error, sources))),
        }
    }

    /// Renders the block `article` of the template at `path`: a page without its surroundings.
    ///
    /// # Errors
    /// Returns a diagnostic that names the template, if it has an error.
    pub fn article(&self, path: &str, context: &Context, sources: &SourceMap) -> Result<String, Box<Diagnostic>> {
        let rendered = self.tera.render_block(path, "article", context);
        rendered.map_err(|error| Box::new(self.mistake(&error, sources)))
    }

    /// Renders the component `name` with its own values; it may also use those in `shared`.
    ///
    /// # Errors
    /// Returns a diagnostic that names the template, if it has an error.
    pub fn component(
        &self,
        name: &str,
        own: &Context,
        shared: &Context,
        sources: &SourceMap,
    ) -> Result<String, Box<Diagnostic>> {
        let rendered = self.tera.render_component_with_implicits(name, own, shared, None, true);
        rendered.map_err(|error| Box::new(self.mistake(&error, sources)))
    }

    /// The names of the tools. A tool is a component with a template, in a folder whose name begins with [`PREFIX`].
    fn tools(&self) -> impl Iterator<Item = &str> {
        let templates = self.tera.get_template_names();
        templates
            .filter_map(|path| path.strip_prefix("components/")?.strip_prefix(PREFIX)?.strip_suffix("/template.html"))
    }

    /// Renders all tools once; their HTML is the same on every page.
    ///
    /// # Errors
    /// Returns a diagnostic that names the template, if one has an error.
    pub fn tools_as_html(
        &self,
        context: &Context,
        sources: &SourceMap,
    ) -> Result<BTreeMap<String, String>, Box<Diagnostic>> {
        let html = |name: &str| {
            let bytes = self.render(&format!("components/{PREFIX}{name}/template.html"), context, sources)?;
            Ok((name.to_owned(), String::from_utf8_lossy(&bytes).into_owned()))
        };
        self.tools().map(html).collect()
    }

    /// Converts an error about a set of templates; it may report several mistakes in one text.
    fn mistakes(&self, error: &tera::Error, sources: &SourceMap) -> Vec<Diagnostic> {
        let tera::ErrorKind::Msg(text) = error.kind() else { return vec![self.mistake(error, sources)] };
        let reports = text.split("error: ").filter_map(Report::read);
        let found: Vec<Diagnostic> = reports
            .map(|report| match self.origins.get(report.path) {
                Some(&file) => diagnostic(report.message, report.span(file, sources), sources),
                None => {
                    let message = format!("`{}`: {}", report.path, report.message);
                    diagnostic(&message, Span::start_of(self.settings), sources)
                }
            })
            .collect();
        if found.is_empty() { vec![self.mistake(error, sources)] } else { found }
    }

    /// Converts an error of the template crate to a diagnostic with its source span.
    fn mistake(&self, error: &tera::Error, sources: &SourceMap) -> Diagnostic {
        use tera::ErrorKind as K;
        let (message, path, range) = match error.kind() {
            K::SyntaxError(report) | K::RenderingError(report) => {
                (report.message().to_owned(), report.filename().to_owned(), report.span().range.clone())
            }
            K::MissingParent { current, parent } => {
                (format!("this template extends `{parent}`, and there is no such template"), current.clone(), 0..0)
            }
            K::CircularExtend { tpl, .. } => ("this template extends itself".to_owned(), tpl.clone(), 0..0),
            K::CircularInclude { tpl, .. } => ("this template includes itself".to_owned(), tpl.clone(), 0..0),
            K::TemplateNotFound(path) => (format!("the theme has no template `{path}`"), path.clone(), 0..0),
            other => (other.to_string(), String::new(), 0..0),
        };
        let (span, known) = match self.origins.get(&path) {
            Some(&file) => (clamped(file, range, sources), true),
            None => (Span::start_of(self.settings), false),
        };
        let message = if known || path.is_empty() { message } else { format!("`{path}`: {message}") };
        diagnostic(&message, span, sources)
    }
}

fn text_of(file: &ThemeFile) -> String {
    String::from_utf8_lossy(&file.bytes).into_owned()
}

fn is_template(path: &str) -> bool {
    path.starts_with("templates/") || path.ends_with("/template.html")
}

fn is_style(path: &str) -> bool {
    path.ends_with(".css") && (path.starts_with("styles/") || path.ends_with("/style.css"))
}

/// Warns of files of the site's theme at paths that are not used, mostly misspelt.
fn unused_files(files: &[ThemeFile]) -> Vec<Diagnostic> {
    let known: Vec<&str> = files.iter().filter(|file| file.built_in).map(|file| file.path.as_str()).collect();
    let own = files.iter().filter(|file| !file.built_in).filter_map(|file| Some((file.path.as_str(), file.file?)));
    own.filter_map(|(path, file)| {
        let near = right_folder(path).or_else(|| nearest(path, known.iter().copied()).map(str::to_owned));
        // The site's templates may include templates of any name; warn only of probable misspellings.
        if is_used(path) || (is_template(path) && near.is_none()) {
            return None;
        }
        let message = format!("the theme has no place for a file `{path}`, so it is left out");
        let found = Diagnostic::new(Code::ThemeFile, Span::start_of(file), message);
        Some(match near {
            Some(near) => found.help(format!("did you mean `{near}`?")),
            None => found
                .help("templates belong into `templates/` or `components/NAME/template.html`")
                .help("styles into `styles/`, or as `NAME.css` beside `theme.yaml`; images and fonts into `assets/`"),
        })
    })
    .collect()
}

/// The path with its first folder corrected, if it is then valid.
fn right_folder(path: &str) -> Option<String> {
    let (folder, rest) = path.split_once('/')?;
    let near =
        nearest(folder, ["templates", "components", "styles", "assets", "i18n"]).filter(|near| *near != folder)?;
    Some(format!("{near}/{rest}")).filter(|right| is_used(right) || is_template(right))
}

/// True if a file at `path` is used without being named anywhere.
fn is_used(path: &str) -> bool {
    let top_style = !path.contains('/') && path.ends_with(".css");
    let component = path.starts_with("components/")
        && ["template.html", "style.css", "script.js", "early.js"]
            .iter()
            .any(|name| path.ends_with(&format!("/{name}")));
    is_style(path)
        || top_style
        || component
        || path.starts_with("assets/")
        || (path.starts_with("i18n/") && path.ends_with(".yaml"))
}

#[expect(clippy::needless_pass_by_value, reason = "the template crate calls filters in this form")]
/// `{one: "{n} page", other: "{n} pages"} | count(n=3)`: the form for the number, with `{n}` replaced.
fn count(forms: &Value, arguments: Kwargs, _: &State) -> tera::TeraResult<String> {
    let n: i64 = arguments.must_get("n")?;
    let form = if n == 1 { "one" } else { "other" };
    let text = forms.as_map().and_then(|map| map.get(&tera::value::Key::from(form.to_owned())));
    let text = text.or(Some(forms)).and_then(Value::as_str).unwrap_or("{n}");
    Ok(text.replace("{n}", &n.to_string()))
}

#[expect(clippy::needless_pass_by_value, reason = "the template crate calls filters in this form")]
/// `"Steps of {title}" | fill(title=page.title)`: replaces each placeholder `{name}` by its value.
fn fill(text: &str, arguments: Kwargs, _: &State) -> String {
    let mut filled = text.to_owned();
    for (key, value) in arguments.iter() {
        if let Some(key) = key.as_str() {
            filled = filled.replace(&format!("{{{key}}}"), &value.to_string());
        }
    }
    filled
}

#[expect(clippy::needless_pass_by_value, reason = "the template crate calls filters in this form")]
/// `page.date | day(words=t.dates)`: a date as people of the language write it.
fn day(date: &str, arguments: Kwargs, _: &State) -> tera::TeraResult<String> {
    let words: Value = arguments.must_get("words")?;
    let word = |key: &str| words.as_map().and_then(|map| map.get(&tera::value::Key::from(key.to_owned()))).cloned();
    let parts: Vec<usize> = date.split('-').filter_map(|part| part.parse().ok()).collect();
    let (&[year, month, day], Some(pattern)) = (parts.as_slice(), word("pattern")) else { return Ok(date.to_owned()) };
    let months = word("months").unwrap_or_else(Value::none);
    let name = months.as_array().and_then(|months| months.get(month.checked_sub(1)?)?.as_str());
    let pattern = pattern.as_str().unwrap_or("{year}-{month}-{day}").replace("{month}", name.unwrap_or_default());
    Ok(pattern.replace("{day}", &day.to_string()).replace("{year}", &year.to_string()))
}

/// A value as JSON that is safe inside a `<script type="application/json">`.
fn json(value: &Value, _: Kwargs, _: &State) -> tera::TeraResult<Value> {
    let text = serde_json::to_string(value).map_err(tera::Error::message)?;
    let text = text.replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026");
    Ok(Value::safe_string(&text.replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029")))
}

//! The theme: templates, words, styles and scripts, ready to render with.
//!
//! The only user of the template crate. Knows the parts of a theme by where they lie, never by a table: every
//! `components/*/style.css` is a style, every `components/*/script.js` a script that `theme.yaml` hands to kinds of
//! pages. Knows nothing of the site.

mod mistake;

use std::collections::BTreeMap;

use serde::Serialize;
use sha2::{Digest, Sha256};
pub use tera::{Context, Value};
use tera::{Kwargs, State, Tera};

use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::output::short_hash;
use crate::read::ThemeFile;
use crate::source::{FileId, SourceMap, Span};
use crate::words::{self, Words};
use crate::yaml::{self, Input};
use mistake::{Report, clamped, spoken};

/// A theme ready for use.
#[derive(Debug)]
pub struct Theme {
    tera: Tera,
    words: Words,
    scripts: BTreeMap<String, Vec<String>>,
    /// Components whose styles only some kinds of pages load.
    styles: BTreeMap<String, Vec<String>>,
    files: BTreeMap<String, Vec<u8>>,
    /// Where each template and script comes from, for findings.
    origins: BTreeMap<String, FileId>,
    settings: FileId,
}

/// The files that a page of some kind loads, as addresses from the output's root.
#[derive(Clone, Debug, Serialize)]
pub struct Assets {
    /// The styles that all pages load in one file.
    pub style: String,
    /// The styles that only this kind of page loads in one file.
    pub kind_style: Option<String>,
    /// Styles of the site's own, outside the layers, so that they win.
    pub own_styles: Vec<String>,
    /// What must run before the first paint.
    pub early: Option<String>,
    /// The scripts of this kind of page in one file.
    pub script: Option<String>,
    /// Other files of `assets/`, by name.
    pub files: BTreeMap<String, String>,
}

impl Theme {
    /// Makes a theme of its files, for a site in `language`. `shared` is what every template may use besides `t`.
    pub fn load(files: &[ThemeFile], sources: &SourceMap, words: Words, settings: FileId) -> (Self, Vec<Diagnostic>) {
        let mut found = Vec::new();
        let origins = files.iter().filter_map(|file| Some((file.path.clone(), file.file?))).collect();
        let manifest = files.iter().find(|file| file.path == "theme.yaml");
        let lists = manifest.map(|file| lists(file, &mut found)).unwrap_or_default();
        let [scripts, styles] = lists;
        let mut theme = Self { tera: Tera::new(), words, scripts, styles, files: BTreeMap::new(), origins, settings };
        theme.register();
        let templates = files.iter().filter(|file| is_template(&file.path));
        let templates: Vec<(String, String)> = templates.map(|file| (file.path.clone(), text_of(file))).collect();
        if let Err(error) = theme.tera.add_raw_templates(templates) {
            found.extend(theme.mistakes(&error, sources));
        }
        for file in files.iter().filter(|file| !is_template(&file.path)) {
            theme.files.insert(file.path.clone(), file.bytes.to_vec());
        }
        found.extend(strange_files(files));
        (theme, found)
    }

    fn register(&mut self) {
        self.tera.autoescape_on(vec![".html", ".xml"]);
        self.tera.register_filter("count", count);
        self.tera.register_filter("fill", fill);
        self.tera.register_filter("json", json);
        self.tera.register_filter("day", day);
        self.tera.global_context().insert("t", &self.words);
    }

    /// Gives every template the value `name`.
    pub fn share<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) {
        self.tera.global_context().insert(name, value);
    }

    /// Whether the site has templates of its own, which may be wrong.
    #[must_use]
    pub fn is_changed(&self) -> bool {
        !self.origins.is_empty()
    }

    /// The words of the site's language.
    #[must_use]
    pub fn words(&self) -> &Words {
        &self.words
    }

    /// Renders the template at `path` with `context`.
    ///
    /// # Errors
    /// A finding that names the template, when it breaks a rule of the template language.
    pub fn render(&self, path: &str, context: &Context, sources: &SourceMap) -> Result<Vec<u8>, Box<Diagnostic>> {
        let mut out = Vec::with_capacity(32 << 10);
        match self.tera.render_to(path, context, &mut out) {
            Ok(()) => Ok(out),
            Err(error) => Err(Box::new(self.mistake(&error, sources))),
        }
    }

    /// Renders the block `article` of the template at `path`: a page without what is around it.
    ///
    /// # Errors
    /// A finding that names the template, when it breaks a rule of the template language.
    pub fn article(&self, path: &str, context: &Context, sources: &SourceMap) -> Result<String, Box<Diagnostic>> {
        let rendered = self.tera.render_block(path, "article", context);
        rendered.map_err(|error| Box::new(self.mistake(&error, sources)))
    }

    /// Renders the component `name` with its own values; `shared` are those that it may take from around it.
    ///
    /// # Errors
    /// A finding that names the template, when it breaks a rule of the template language.
    pub fn component(
        &self,
        name: &str,
        (own, shared): (&Context, &Context),
        sources: &SourceMap,
    ) -> Result<String, Box<Diagnostic>> {
        let rendered = self.tera.render_component_with_implicits(name, own, shared, None, true);
        rendered.map_err(|error| Box::new(self.mistake(&error, sources)))
    }

    /// The kinds of pages that have scripts of their own, and what all pages load.
    #[must_use]
    pub fn assets(&self) -> (BTreeMap<String, Assets>, BTreeMap<String, Vec<u8>>) {
        let mut written = BTreeMap::new();
        let mut put = |name: &str, bytes: Vec<u8>| {
            let address = hashed(name, &bytes);
            written.insert(address.clone(), bytes);
            address
        };
        let base = Assets {
            style: put("style.css", stripped(&self.joined(|path| is_style(path) && !self.is_of_some_kinds(path)))),
            kind_style: None,
            own_styles: self.own_styles().map(|(path, bytes)| put(path, bytes.clone())).collect(),
            early: Some(self.joined(|path| path.ends_with("/early.js")))
                .filter(|js| !js.is_empty())
                .map(|js| put("early.js", js)),
            script: None,
            files: self.plain_files().map(|(name, bytes)| (name.to_owned(), put(name, bytes.clone()))).collect(),
        };
        let mut kinds = BTreeMap::new();
        for kind in self.scripts.keys().chain(self.styles.keys()).filter(|kind| *kind != "every") {
            let script = self.scripts_of(kind);
            let script = (!script.is_empty()).then(|| put("script.js", script));
            let style = self.style_of(kind);
            let kind_style = (!style.is_empty()).then(|| put("pages.css", stripped(&style)));
            kinds.insert(kind.clone(), Assets { script, kind_style, ..base.clone() });
        }
        let every = self.scripts_of("every");
        let every = (!every.is_empty()).then(|| put("script.js", every));
        kinds.insert("every".to_owned(), Assets { script: every, ..base });
        (kinds, written)
    }

    fn joined(&self, wanted: impl Fn(&str) -> bool) -> Vec<u8> {
        let mut paths: Vec<&String> = self.files.keys().filter(|path| wanted(path)).collect();
        paths.sort_by_key(|path| (path.as_str() != "styles/layers.css", !path.starts_with("styles/"), path.as_str()));
        join(paths.into_iter().map(|path| &self.files[path]))
    }

    /// The scripts of a kind: those of every page, then its own, each once.
    fn scripts_of(&self, kind: &str) -> Vec<u8> {
        let lists = ["every", kind].into_iter().filter_map(|name| self.scripts.get(name));
        let mut names: Vec<&String> = Vec::new();
        for name in lists.flatten() {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        join(names.into_iter().filter_map(|name| self.files.get(&format!("components/{name}/script.js"))))
    }

    /// The styles that only a kind of page loads.
    fn style_of(&self, kind: &str) -> Vec<u8> {
        let names = self.styles.get(kind).into_iter().flatten();
        join(names.filter_map(|name| self.files.get(&format!("components/{name}/style.css"))))
    }

    /// Whether a style is left to the kinds of pages that name its component.
    fn is_of_some_kinds(&self, path: &str) -> bool {
        let component = path.strip_prefix("components/").and_then(|path| path.strip_suffix("/style.css"));
        component.is_some_and(|name| self.styles.values().flatten().any(|known| known == name))
    }

    fn own_styles(&self) -> impl Iterator<Item = (&str, &Vec<u8>)> {
        let top = self.files.iter().filter(|(path, _)| !path.contains('/') && path.ends_with(".css"));
        top.map(|(path, bytes)| (path.as_str(), bytes))
    }

    fn plain_files(&self) -> impl Iterator<Item = (&str, &Vec<u8>)> {
        self.files.iter().filter_map(|(path, bytes)| Some((path.strip_prefix("assets/")?, bytes)))
    }

    /// Everything that the template crate says about a set of templates. Several mistakes come as one text.
    fn mistakes(&self, error: &tera::Error, sources: &SourceMap) -> Vec<Diagnostic> {
        let tera::ErrorKind::Msg(text) = error.kind() else { return vec![self.mistake(error, sources)] };
        let reports = text.split("error: ").filter_map(Report::read);
        let found: Vec<Diagnostic> = reports
            .map(|report| match self.origins.get(report.path) {
                Some(&file) => spoken(report.message, report.span(file, sources), sources),
                None => {
                    let message = format!("`{}`: {}", report.path, report.message);
                    spoken(&message, Span::start_of(self.settings), sources)
                }
            })
            .collect();
        if found.is_empty() { vec![self.mistake(error, sources)] } else { found }
    }

    /// A failure of the template crate in our words, at its place.
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
        spoken(&message, span, sources)
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

/// Files of the site's theme in places where nothing is looked for, mostly misspelt.
fn strange_files(files: &[ThemeFile]) -> Vec<Diagnostic> {
    let known: Vec<&str> = files.iter().filter(|file| file.built_in).map(|file| file.path.as_str()).collect();
    let own = files.iter().filter(|file| !file.built_in).filter_map(|file| Some((file.path.as_str(), file.file?)));
    own.filter_map(|(path, file)| {
        let near = right_folder(path).or_else(|| nearest(path, known.iter().copied()).map(str::to_owned));
        // A template of the site's own may be included by another one; only a slip of the pen is spoken of.
        if has_place(path) || (is_template(path) && near.is_none()) {
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

/// The path with its first folder spelt right, where that gives it a place.
fn right_folder(path: &str) -> Option<String> {
    let (folder, rest) = path.split_once('/')?;
    let near =
        nearest(folder, ["templates", "components", "styles", "assets", "i18n"]).filter(|near| *near != folder)?;
    Some(format!("{near}/{rest}")).filter(|right| has_place(right) || is_template(right))
}

/// Whether a file at `path` is used by being there.
fn has_place(path: &str) -> bool {
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

/// A style sheet without comments and indentation; strings stay as they are. A file of several parts
/// is for browsers, and authors read the parts.
fn stripped(text: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    let (mut at, mut quote) = (0, None);
    while let Some(&byte) = text.get(at) {
        match (quote, byte) {
            (None, b'/') if text.get(at + 1) == Some(&b'*') => {
                let end = text[at + 2..].windows(2).position(|pair| pair == b"*/");
                at = end.map_or(text.len(), |end| at + 2 + end + 2);
                continue;
            }
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(_), b'\\') => {
                out.push(byte);
                at += 1;
            }
            (Some(open), _) if open == byte || byte == b'\n' => quote = None,
            _ => {}
        }
        let blank = matches!(byte, b' ' | b'\t' | b'\n') && quote.is_none();
        if !blank || !matches!(out.last(), None | Some(b'\n')) {
            out.extend(text.get(at));
        }
        at += 1;
    }
    out
}

fn join<'a>(files: impl Iterator<Item = &'a Vec<u8>>) -> Vec<u8> {
    let mut all = Vec::new();
    for bytes in files {
        all.extend_from_slice(bytes);
        if !bytes.ends_with(b"\n") {
            all.push(b'\n');
        }
    }
    all
}

/// `assets/NAME-HASH.EXT`: a changed file gets a new name, so that it may be cached for ever.
fn hashed(name: &str, bytes: &[u8]) -> String {
    let hash = short_hash(&Sha256::digest(bytes));
    match name.rsplit_once('.') {
        Some((stem, extension)) => format!("assets/{stem}-{hash}.{extension}"),
        None => format!("assets/{name}-{hash}"),
    }
}

/// `scripts:` and `styles:` of `theme.yaml`: kind of page → components.
fn lists(file: &ThemeFile, found: &mut Vec<Diagnostic>) -> [BTreeMap<String, Vec<String>>; 2] {
    let text = text_of(file);
    let mut mistakes = Vec::new();
    let input = Input { file: file.file.unwrap_or(FileId(0)), text: &text };
    let document = yaml::parse(input, 0..text.len(), &mut mistakes);
    if file.file.is_some() {
        found.extend(mistakes);
    }
    let manifest = words::words(&document.root);
    let names = |list: &Words| match list {
        Words::List(names) => names
            .iter()
            .filter_map(|name| if let Words::Text(name) = name { Some(name.clone()) } else { None })
            .collect(),
        Words::Text(name) => vec![name.clone()],
        Words::Group(_) => Vec::new(),
    };
    ["scripts", "styles"].map(|what| match manifest.at(what) {
        Some(Words::Group(kinds)) => kinds.iter().map(|(kind, list)| (kind.clone(), names(list))).collect(),
        _ => BTreeMap::new(),
    })
}

#[expect(clippy::needless_pass_by_value, reason = "the template crate calls filters in this form")]
/// `{one: "{n} page", other: "{n} pages"} | count(n=3)`: the form for the number, with the number in it.
fn count(forms: &Value, arguments: Kwargs, _: &State) -> tera::TeraResult<String> {
    let n: i64 = arguments.must_get("n")?;
    let form = if n == 1 { "one" } else { "other" };
    let text = forms.as_map().and_then(|map| map.get(&tera::value::Key::from(form.to_owned())));
    let text = text.or(Some(forms)).and_then(Value::as_str).unwrap_or("{n}");
    Ok(text.replace("{n}", &n.to_string()))
}

#[expect(clippy::needless_pass_by_value, reason = "the template crate calls filters in this form")]
/// `"Steps of {title}" | fill(title=page.title)`: each `{name}` gets its value.
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn styles_lose_comments_and_indentation_but_no_string() {
        for (text, expected) in [
            ("/* a */ b {\n    c: d;\n}\n", "b {\nc: d;\n}\n"),
            ("a::after { content: \"/* \\\" x\"; }", "a::after { content: \"/* \\\" x\"; }"),
            ("a { b: c /* never closed", "a { b: c "),
        ] {
            assert_eq!(String::from_utf8(stripped(text.as_bytes())).as_deref(), Ok(expected));
        }
    }
}

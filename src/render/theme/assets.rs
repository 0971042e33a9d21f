//! The theme's files as written to the output: joined, stripped, and named after their content.

use std::collections::BTreeMap;

use serde::Serialize;
use sha2::{Digest, Sha256};
use tera::Context;

use super::manifest::TOOL;
use super::{Theme, is_style, strip};
use crate::diagnostic::Diagnostic;
use crate::model::address::ASSET_FOLDER;
use crate::output::{Content, short_hash};
use crate::parse::tool::PREFIX;
use crate::source::SourceMap;

/// The files that a kind of page loads, as addresses from the root.
#[derive(Clone, Debug, Serialize)]
pub struct Assets {
    /// The styles of all pages, in one file.
    pub style: String,
    /// The styles of this kind of page only, in one file.
    pub kind_style: Option<String>,
    /// The site's own styles. They are outside the cascade layers, so they win.
    pub own_styles: Vec<String>,
    /// The script that must run before the first paint.
    pub early: Option<String>,
    /// The scripts of this kind of page, in one file.
    pub script: Option<String>,
    /// The files that a page with a tool loads, by the tool's name.
    pub tools: BTreeMap<String, ScriptAndStyle>,
    /// The files that are loaded on demand, by their names in `theme.yaml`.
    pub later: BTreeMap<String, ScriptAndStyle>,
    /// Other files of `assets/`, by name.
    pub files: BTreeMap<String, String>,
}

/// Files that are loaded only for some pages or on demand.
#[derive(Clone, Debug, Serialize)]
pub struct ScriptAndStyle {
    /// The scripts in one file, preceded by the templates as strings.
    pub script: Option<String>,
    /// The styles in one file.
    pub style: Option<String>,
}

/// The files of the theme in the output.
#[derive(Clone, Debug)]
pub struct AssetFiles {
    /// The files that each kind of page loads. The kind `every` is for all kinds without files of their own.
    pub by_kind: BTreeMap<String, Assets>,
    /// The files themselves, by address.
    pub files: BTreeMap<String, Content>,
}

/// The files made so far, by address.
#[derive(Default)]
struct Written(BTreeMap<String, Content>);

impl Written {
    fn put(&mut self, name: &str, joined: Joined) -> String {
        let Joined { bytes, of_site } = joined;
        let address = hashed(name, &bytes);
        self.0.insert(address.clone(), if of_site { Content::Bytes(bytes) } else { Content::BuiltIn(bytes) });
        address
    }

    fn put_some(&mut self, name: &str, joined: Joined) -> Option<String> {
        (!joined.bytes.is_empty()).then(|| self.put(name, joined))
    }
}

/// Theme files joined into one.
#[derive(Default)]
struct Joined {
    bytes: Vec<u8>,
    /// True if any part comes from the site: a file of its own theme, or a template, which can show the site's words.
    of_site: bool,
}

impl Joined {
    fn push(&mut self, bytes: &[u8], of_site: bool) {
        self.bytes.extend_from_slice(bytes);
        if !bytes.ends_with(b"\n") {
            self.bytes.push(b'\n');
        }
        self.of_site |= of_site;
    }

    /// Applies `strip` to the bytes.
    fn stripped(self, strip: impl FnOnce(&[u8]) -> Vec<u8>) -> Self {
        Self { bytes: strip(&self.bytes), ..self }
    }
}

impl Theme {
    /// Makes the files for the output. Templates of files that are loaded on demand are rendered with `context`, once
    /// for all pages.
    ///
    /// # Errors
    /// Returns a diagnostic that names the template, if one has an error.
    pub fn assets(&self, context: &Context, sources: &SourceMap) -> Result<AssetFiles, Box<Diagnostic>> {
        let mut written = Written::default();
        let base = self.of_all(&mut written, context, sources)?;
        let lists = &self.manifest;
        let mut by_kind = BTreeMap::new();
        for kind in lists.scripts.keys().chain(lists.styles.keys()).filter(|kind| *kind != "every") {
            let script = written.put_some("script.js", self.scripts_of(kind));
            let kind_style = written.put_some(
                "pages.css",
                self.joined_of(lists.styles.get(kind).map(Vec::as_slice), "style.css").stripped(strip::style),
            );
            by_kind.insert(kind.clone(), Assets { script, kind_style, ..base.clone() });
        }
        let script = written.put_some("script.js", self.scripts_of("every"));
        by_kind.insert("every".to_owned(), Assets { script, ..base });
        Ok(AssetFiles { by_kind, files: written.0 })
    }

    /// The files that do not depend on the kind of page.
    fn of_all(&self, written: &mut Written, context: &Context, sources: &SourceMap) -> Result<Assets, Box<Diagnostic>> {
        let style = self.joined(|path| is_style(path) && !self.is_kept_back(path));
        let early = self.joined(|path| path.ends_with("/early.js"));
        Ok(Assets {
            style: written.put("style.css", style.stripped(strip::style)),
            kind_style: None,
            own_styles: self.own_styles().map(|path| written.put(path, self.alone(path))).collect(),
            early: written.put_some("early.js", early.stripped(strip::script)),
            script: None,
            tools: self.tools().map(|name| (name.to_owned(), self.tool(written, name))).collect(),
            later: self.later(written, context, sources)?,
            files: self
                .plain_files()
                .map(|name| (name.to_owned(), written.put(name, self.alone(&format!("assets/{name}")))))
                .collect(),
        })
    }

    /// The files for a page with the tool `name`: those of the components that it uses, then its own. The style shared
    /// by all tools is included in each tool's style, so that a page with one tool loads one file.
    fn tool(&self, written: &mut Written, name: &str) -> ScriptAndStyle {
        let own = format!("{PREFIX}{name}");
        let used = self.manifest.tools.get(name).into_iter().flatten().cloned();
        let has_style = self.files.contains_key(&format!("components/{own}/style.css"));
        let components: Vec<String> =
            has_style.then(|| TOOL.to_owned()).into_iter().chain(used).chain([own.clone()]).collect();
        let script = self.joined_of(Some(&components), "script.js").stripped(strip::script);
        let style = self.joined_of(Some(&components), "style.css").stripped(strip::style);
        ScriptAndStyle {
            script: written.put_some(&format!("{own}.js"), script),
            style: written.put_some(&format!("{own}.css"), style),
        }
    }

    fn later(
        &self,
        written: &mut Written,
        context: &Context,
        sources: &SourceMap,
    ) -> Result<BTreeMap<String, ScriptAndStyle>, Box<Diagnostic>> {
        let lists = self.manifest.later.iter();
        let made = lists.map(|(name, components)| {
            let templates = self.templates_of(components, context, sources)?;
            let mut script = self.joined_of(Some(components), "script.js").stripped(strip::script);
            script.of_site |= !templates.is_empty();
            script.bytes.splice(0..0, templates);
            let style = self.joined_of(Some(components), "style.css").stripped(strip::style);
            let (script, style) =
                (written.put_some(&format!("{name}.js"), script), written.put_some(&format!("{name}.css"), style));
            Ok((name.clone(), ScriptAndStyle { script, style }))
        });
        made.collect()
    }

    /// One line of script per component with a template. The template's HTML is not part of any page.
    fn templates_of(
        &self,
        components: &[String],
        context: &Context,
        sources: &SourceMap,
    ) -> Result<Vec<u8>, Box<Diagnostic>> {
        let mut lines = Vec::new();
        for name in components {
            let path = format!("components/{name}/template.html");
            if !self.tera.get_template_names().any(|known| known == path) {
                continue;
            }
            let html = self.render(&path, context, sources)?;
            let html = String::from_utf8_lossy(&html).replace('\\', "\\\\").replace('`', "\\`").replace("${", "\\${");
            lines.extend(format!("casebook.parts[{name:?}] = `{}`;\n", html.trim_end()).into_bytes());
        }
        Ok(lines)
    }

    /// The file at `path` alone.
    fn alone(&self, path: &str) -> Joined {
        Joined { bytes: self.files.get(path).cloned().unwrap_or_default(), of_site: self.of_site.contains(path) }
    }

    fn joined(&self, wanted: impl Fn(&str) -> bool) -> Joined {
        let mut paths: Vec<&String> = self.files.keys().filter(|path| wanted(path)).collect();
        paths.sort_by_key(|path| (path.as_str() != "styles/layers.css", !path.starts_with("styles/"), path.as_str()));
        self.join(paths.into_iter().map(String::as_str))
    }

    /// The scripts of a kind: those of every page, then its own, without duplicates.
    fn scripts_of(&self, kind: &str) -> Joined {
        let lists = ["every", kind].into_iter().filter_map(|name| self.manifest.scripts.get(name));
        let mut names: Vec<String> = Vec::new();
        for name in lists.flatten() {
            if !names.contains(name) {
                names.push(name.clone());
            }
        }
        self.joined_of(Some(&names), "script.js").stripped(strip::script)
    }

    /// The files called `file` of the given components, in order.
    fn joined_of(&self, components: Option<&[String]>, file: &str) -> Joined {
        let paths = components.into_iter().flatten().map(|name| format!("components/{name}/{file}"));
        self.join(paths)
    }

    /// Joins the files at `paths`; skips those that the theme does not have.
    fn join(&self, paths: impl Iterator<Item = impl AsRef<str>>) -> Joined {
        let mut joined = Joined::default();
        for path in paths {
            if let Some(bytes) = self.files.get(path.as_ref()) {
                joined.push(bytes, self.of_site.contains(path.as_ref()));
            }
        }
        joined
    }

    /// True for a style that only some kinds of pages load, or that is loaded on demand.
    fn is_kept_back(&self, path: &str) -> bool {
        let component = path.strip_prefix("components/").and_then(|path| path.strip_suffix("/style.css"));
        component.is_some_and(|name| self.manifest.keeps_back(name))
    }

    fn own_styles(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str).filter(|path| !path.contains('/') && path.ends_with(".css"))
    }

    /// The names of the files in `assets/`.
    fn plain_files(&self) -> impl Iterator<Item = &str> {
        self.files.keys().filter_map(|path| path.strip_prefix("assets/"))
    }
}

/// `assets/NAME-HASH.EXT`: a changed file gets a new name, so it can be cached for ever.
fn hashed(name: &str, bytes: &[u8]) -> String {
    let hash = short_hash(&Sha256::digest(bytes));
    match name.rsplit_once('.') {
        Some((stem, extension)) => format!("{ASSET_FOLDER}/{stem}-{hash}.{extension}"),
        None => format!("{ASSET_FOLDER}/{name}-{hash}"),
    }
}

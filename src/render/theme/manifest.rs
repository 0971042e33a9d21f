//! `theme.yaml`: the scripts and styles that each kind of page loads, as names of components.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{IgnoredAny, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

use crate::diagnostic::{Code, Diagnostic, is_only_near, nearest};
use crate::parse::tool::PREFIX;
use crate::read::ThemeFile;
use crate::source::{FileId, Span};
use crate::yaml::Input;
use crate::yaml::derived::{self, Located};

/// The version of the values that templates get, the words of the theme, and the names of its components. It rises when a
/// theme must be changed.
const VERSION: u32 = 1;

/// The component with the style shared by all tools.
pub(super) const TOOL: &str = "tool";

/// Names of components, by kind of page or by name of the joined file.
pub(super) type Lists = BTreeMap<String, Vec<String>>;

/// The contents of `theme.yaml`.
#[derive(Clone, Debug, Default)]
pub(super) struct Manifest {
    /// Components whose scripts a kind of page loads; `every` means all kinds.
    pub scripts: Lists,
    /// Components whose styles only some kinds of page load.
    pub styles: Lists,
    /// Components that tools use in addition to their own, by the tool's name.
    pub tools: Lists,
    /// Components that are loaded on demand by a script.
    pub later: Lists,
}

/// `theme.yaml` as written.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Written {
    /// For people; not used.
    #[serde(rename = "name")]
    _name: IgnoredAny,
    /// The version of the values for which the theme was made.
    version: Option<Located<u32>>,
    scripts: Option<BTreeMap<String, Names>>,
    styles: Option<BTreeMap<String, Names>>,
    tools: Option<BTreeMap<String, Names>>,
    later: Option<BTreeMap<String, Names>>,
}

/// A list of names, or a single name.
#[derive(Debug, Deserialize)]
#[serde(transparent)]
struct Names(Located<OneOrMany>);

#[derive(Debug)]
enum OneOrMany {
    One(String),
    Many(Vec<Located<String>>),
}

impl<'de> Deserialize<'de> for OneOrMany {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(OneOrManyVisitor)
    }
}

/// Builds [`OneOrMany`]; an empty value is an empty list.
struct OneOrManyVisitor;

impl<'de> Visitor<'de> for OneOrManyVisitor {
    type Value = OneOrMany;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a list of components, such as `[toc, term]`,")
    }

    fn visit_str<E>(self, name: &str) -> Result<OneOrMany, E> {
        Ok(OneOrMany::One(name.to_owned()))
    }

    fn visit_unit<E>(self) -> Result<OneOrMany, E> {
        Ok(OneOrMany::Many(Vec::new()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<OneOrMany, A::Error> {
        let mut names = Vec::new();
        while let Some(name) = items.next_element()? {
            names.push(name);
        }
        Ok(OneOrMany::Many(names))
    }
}

impl Names {
    fn iter(&self, input: Input<'_>) -> Vec<(&str, Span)> {
        match &self.0.value {
            OneOrMany::One(name) => vec![(name, derived::span(input, &self.0))],
            OneOrMany::Many(names) => names.iter().map(|name| (&*name.value, derived::span(input, name))).collect(),
        }
    }
}

impl Manifest {
    /// Reads the `theme.yaml` among `files`. Mistakes are reported in `found` if the file belongs to the site.
    pub fn read(files: &[ThemeFile], found: &mut Vec<Diagnostic>) -> Self {
        let Some(file) = files.iter().find(|file| file.path == "theme.yaml") else { return Self::default() };
        let text = super::text_of(file);
        let input = Input { file: file.file.unwrap_or(FileId(0)), text: &text };
        let mut mistakes = Vec::new();
        let written: Written = derived::read(input, file.file.map(|_| &mut mistakes)).unwrap_or_default();
        if let Some(version) = &written.version {
            mistakes.extend(other_version(version.value, derived::span(input, version)));
        }
        let mut lists = |written: Option<BTreeMap<String, Names>>| {
            let list = |(key, names): (String, Names)| {
                let names = names.iter(input);
                mistakes.extend(names.iter().filter_map(|(name, span)| unknown(name, *span, files)));
                (key, names.into_iter().map(|(name, _)| name.to_owned()).collect())
            };
            written.unwrap_or_default().into_iter().map(list).collect()
        };
        let manifest = Self {
            scripts: lists(written.scripts),
            styles: lists(written.styles),
            tools: lists(written.tools),
            later: lists(written.later),
        };
        if file.file.is_some() {
            found.extend(mistakes);
        }
        manifest
    }

    /// True if a component's style is not part of the style for all pages.
    pub fn keeps_back(&self, component: &str) -> bool {
        component == TOOL
            || component.starts_with(PREFIX)
            || self.styles.values().chain(self.later.values()).flatten().any(|known| known == component)
    }
}

/// A diagnostic if the theme was made for other values than those that templates get.
fn other_version(made_for: u32, span: Span) -> Option<Diagnostic> {
    let (which, help) = match made_for.cmp(&VERSION) {
        std::cmp::Ordering::Equal => return None,
        std::cmp::Ordering::Less => {
            ("older", "compare its templates with those of the built-in theme, then raise the number")
        }
        std::cmp::Ordering::Greater => ("newer", "install a newer version of Casebook"),
    };
    let message = format!(
        "this theme was made for a {which} version of Casebook: its values have version {made_for}, and those of this \
            program {VERSION}"
    );
    Some(Diagnostic::new(Code::ThemeVersion, span, message).help(help))
}

/// A diagnostic if the name is not that of a component.
fn unknown(name: &str, span: Span, files: &[ThemeFile]) -> Option<Diagnostic> {
    let known = files.iter().filter_map(|file| Some(file.path.strip_prefix("components/")?.split_once('/')?.0));
    if known.clone().any(|known| known == name) {
        return None;
    }
    let found = Diagnostic::new(Code::ThemeFile, span, format!("the theme has no component `{name}`"));
    Some(match nearest(name, known.clone()) {
        Some(near) => {
            let certain = is_only_near(name, near, known);
            found.because(format!("did you mean `{near}`?")).replace_if(certain, format!("write `{near}`"), span, near)
        }
        None => found.help(format!("its files belong into `components/{name}/`")),
    })
}

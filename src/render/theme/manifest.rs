//! `theme.yaml`: the scripts and styles that each kind of page loads, as names of components.

use std::collections::BTreeMap;

use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::parse::tool::PREFIX;
use crate::read::ThemeFile;
use crate::source::FileId;
use crate::yaml::{self, Entry, Input, Node, Value};

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

impl Manifest {
    /// Reads the `theme.yaml` among `files`. Mistakes are reported in `found` if the file belongs to the site.
    pub fn read(files: &[ThemeFile], found: &mut Vec<Diagnostic>) -> Self {
        let Some(file) = files.iter().find(|file| file.path == "theme.yaml") else { return Self::default() };
        let text = super::text_of(file);
        let mut mistakes = Vec::new();
        let input = Input { file: file.file.unwrap_or(FileId(0)), text: &text };
        let document = yaml::parse(input, 0..text.len(), &mut mistakes);
        let mut lists = |key: &str| {
            let list = entries(&document.root).iter().find(|entry| entry.key == key);
            let kinds = list.map_or(&[][..], |list| entries(&list.value)).iter();
            mistakes.extend(kinds.clone().flat_map(|kind| names(&kind.value)).filter_map(|name| unknown(name, files)));
            kinds.map(|kind| (kind.key.to_string(), names(&kind.value).filter_map(text_of).collect())).collect()
        };
        let manifest =
            Self { scripts: lists("scripts"), styles: lists("styles"), tools: lists("tools"), later: lists("later") };
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

fn entries<'n, 'a>(node: &'n Node<'a>) -> &'n [Entry<'a>] {
    if let Value::Map(entries) = &node.value { entries } else { &[] }
}

/// The names in a list, or a single name.
fn names<'n, 'a>(node: &'n Node<'a>) -> impl Iterator<Item = &'n Node<'a>> {
    match &node.value {
        Value::List(items) => items.iter(),
        _ => std::slice::from_ref(node).iter(),
    }
}

fn text_of(node: &Node<'_>) -> Option<String> {
    if let Value::Scalar { text, .. } = &node.value { Some(text.to_string()) } else { None }
}

/// A diagnostic if the name is not that of a component.
fn unknown(node: &Node<'_>, files: &[ThemeFile]) -> Option<Diagnostic> {
    let name = text_of(node)?;
    let known = files.iter().filter_map(|file| Some(file.path.strip_prefix("components/")?.split_once('/')?.0));
    if known.clone().any(|known| known == name) {
        return None;
    }
    let found = Diagnostic::new(Code::ThemeFile, node.span, format!("the theme has no component `{name}`"));
    Some(match nearest(&name, known) {
        Some(near) => {
            found.because(format!("did you mean `{near}`?")).replace(format!("write `{near}`"), node.span, near)
        }
        None => found.help(format!("its files belong into `components/{name}/`")),
    })
}

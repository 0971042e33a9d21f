//! The import graph of the modules, read from imports and paths, and its cycles.

use std::collections::{BTreeMap, BTreeSet};

/// The path of a module: `["render", "html"]`.
pub type Module = Vec<String>;

/// A module and the text of its file.
pub struct Source {
    pub module: Module,
    pub text: String,
}

/// The import graph. Imports between a module and one that contains it do not count: a file and its submodules are one
/// unit.
pub struct Graph {
    modules: BTreeSet<Module>,
    edges: BTreeMap<Module, BTreeSet<Module>>,
}

impl Graph {
    pub fn of(sources: &[Source]) -> Self {
        let modules: BTreeSet<Module> = sources.iter().map(|source| source.module.clone()).collect();
        let mut edges: BTreeMap<Module, BTreeSet<Module>> = BTreeMap::new();
        for Source { module, text } in sources {
            let used = paths(text).into_iter().filter_map(|path| resolve(&modules, module, &path));
            edges.insert(module.clone(), used.filter(|used| used != module).collect());
        }
        Self { modules, edges }
    }

    /// Returns the cycles between the direct children of each module, each child with everything inside it, as
    /// `parent: a, b`.
    pub fn cycles(&self) -> BTreeSet<String> {
        let rooms: BTreeSet<Module> = self.modules.iter().map(|module| module[..module.len() - 1].to_vec()).collect();
        rooms.iter().flat_map(|room| self.cycles_in(room)).collect()
    }

    /// Returns the direct children of a module.
    pub fn children(&self, room: &[String]) -> BTreeSet<String> {
        self.modules.iter().filter_map(|module| child(room, module)).cloned().collect()
    }

    /// Returns the imports inside `room` that lead from one of its children to a later one in `order`, or back to
    /// `room` itself, through which a child could reach any other.
    pub fn out_of_order(&self, room: &[String], order: &[&str]) -> Vec<String> {
        let position = |child: &String| order.iter().position(|known| known == child);
        let mut wrong = Vec::new();
        for (module, used) in &self.edges {
            let Some(from) = child(room, module).and_then(position) else { continue };
            for used in used {
                let late = child(room, used).is_some_and(|child| position(child).is_none_or(|to| to > from));
                if late || used == room {
                    wrong.push(format!("{} uses {}", module.join("::"), used.join("::")));
                }
            }
        }
        wrong
    }

    fn cycles_in(&self, room: &[String]) -> Vec<String> {
        let child = |module| child(room, module);
        let mut uses: BTreeMap<&String, BTreeSet<&String>> = BTreeMap::new();
        for (module, used) in &self.edges {
            let Some(from) = child(module) else { continue };
            uses.entry(from).or_default().extend(used.iter().filter_map(child).filter(|to| *to != from));
        }
        let reached: BTreeMap<&String, BTreeSet<&String>> =
            uses.keys().map(|from| (*from, reach(&uses, from))).collect();
        let circle = |of: &&String| -> BTreeSet<&String> {
            reached[of].iter().filter(|to| reached.get(**to).is_some_and(|back| back.contains(of))).copied().collect()
        };
        let circles: BTreeSet<BTreeSet<&String>> = uses.keys().map(circle).filter(|circle| circle.len() > 1).collect();
        let name = if room.is_empty() { "crate".to_owned() } else { room.join("::") };
        let list = |circle: BTreeSet<&String>| circle.into_iter().cloned().collect::<Vec<_>>().join(", ");
        circles.into_iter().map(|circle| format!("{name}: {}", list(circle))).collect()
    }
}

/// Returns the direct child of `room` that is `module` or contains it.
fn child<'m>(room: &[String], module: &'m Module) -> Option<&'m String> {
    if module.starts_with(room) { module.get(room.len()) } else { None }
}

/// Returns everything that `from` uses, directly or indirectly.
fn reach<'m>(uses: &BTreeMap<&'m String, BTreeSet<&'m String>>, from: &'m String) -> BTreeSet<&'m String> {
    let mut reached = BTreeSet::new();
    let mut open = vec![from];
    while let Some(at) = open.pop() {
        open.extend(uses.get(at).into_iter().flatten().copied().filter(|to| reached.insert(*to)));
    }
    reached
}

/// Resolves the module that a path in `module` begins with; `None` for paths into other crates.
fn resolve(modules: &BTreeSet<Module>, module: &Module, path: &str) -> Option<Module> {
    let mut parts = path.split("::").map(str::trim).peekable();
    let mut at = match *parts.peek()? {
        "crate" => {
            parts.next();
            Module::new()
        }
        "self" => {
            parts.next();
            module.clone()
        }
        "super" => module.clone(),
        first => {
            let inner = [module.as_slice(), &[first.to_owned()]].concat();
            if !modules.contains(&inner) {
                return None;
            }
            module.clone()
        }
    };
    while parts.next_if_eq(&"super").is_some() {
        at.pop();
    }
    for part in parts {
        at.push(part.to_owned());
        if !modules.contains(&at) {
            at.pop();
            break;
        }
    }
    Some(at).filter(|at| !at.is_empty())
}

/// Returns every imported path, and every path in the code that begins with `crate`, `self` or `super`.
fn paths(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut code = String::new();
    for (number, part) in format!("\n{text}").split("use ").enumerate() {
        let is_import = number > 0 && code.ends_with(['\n', ' ', ')']) && !code.ends_with("precise ");
        let Some((import, rest)) = part.split_once(';').filter(|_| is_import) else {
            code += part;
            continue;
        };
        found.extend(expanded(import));
        code += rest;
    }
    for start in ["crate::", "self::", "super::"] {
        for (at, _) in code.match_indices(start) {
            let begins = code[..at].chars().next_back().is_none_or(|c| !c.is_alphanumeric() && !"_:$".contains(c));
            let end =
                code[at..].find(|c: char| !c.is_alphanumeric() && c != '_' && c != ':').unwrap_or(code.len() - at);
            if begins {
                found.push(code[at..at + end].trim_end_matches(':').to_owned());
            }
        }
    }
    found
}

/// Splits an import into its paths: `a::{b, c::{d, e}}` has three.
fn expanded(import: &str) -> Vec<String> {
    let Some((before, rest)) = import.split_once('{') else {
        return vec![import.split(" as ").next().unwrap_or(import).trim().to_owned()];
    };
    let inner = rest.rsplit_once('}').map_or(rest, |(inner, _)| inner);
    let mut depth = 0;
    let parts = inner.split(|c: char| {
        depth += i32::from(c == '{') - i32::from(c == '}');
        c == ',' && depth == 0
    });
    let parts = parts.filter(|part| !part.trim().is_empty());
    parts.flat_map(|part| expanded(&format!("{}{}", before.trim(), part.trim()))).collect()
}

#[test]
fn imports_are_read_with_their_groups() {
    let text = "use crate::a::{self, b::{C, d as e}, f};\nuse super::g;\nfn x() { crate::h::i(super::super::j::K); }";
    let expected = [
        "crate::a::self",
        "crate::a::b::C",
        "crate::a::b::d",
        "crate::a::f",
        "super::g",
        "crate::h::i",
        "super::super::j::K",
    ];
    assert_eq!(paths(text), expected);
}

#[test]
fn a_circle_is_found_at_every_level_and_a_room_with_its_rooms_is_none() {
    let source =
        |path: &str, text: &str| Source { module: path.split('/').map(str::to_owned).collect(), text: text.to_owned() };
    let sources = [
        source("a", "mod one;\nmod two;\nuse crate::b::B;\nuse one::One;"),
        source("a/one", "use super::two::Two;\nuse super::A;"),
        source("a/two", "use crate::a::one;"),
        source("b", "use crate::c::deep::C;"),
        source("c", "use std::fmt;"),
        source("c/deep", "fn f() { crate::a::two::g() }"),
    ];
    let expected = ["a: one, two", "crate: a, b, c"].map(str::to_owned);
    assert_eq!(Graph::of(&sources).cycles(), BTreeSet::from(expected));
}

#[test]
fn an_import_of_a_later_child_or_of_the_parent_is_out_of_order() {
    let source =
        |path: &str, text: &str| Source { module: path.split('/').map(str::to_owned).collect(), text: text.to_owned() };
    let sources = [
        source("a", "mod one;\nmod two;\npub use two::Two;"),
        source("a/one", "use super::two::Two;\nuse crate::a::Two;\nuse crate::b::B;"),
        source("a/two", "use super::one::One;"),
        source("b", ""),
    ];
    let found = Graph::of(&sources).out_of_order(&["a".to_owned()], &["one", "two"]);
    assert_eq!(found, ["a::one uses a", "a::one uses a::two"]);
}

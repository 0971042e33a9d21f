//! What is to be renamed.

use anyhow::{Result, bail};

use crate::diagnostic::nearest;
use crate::layout;
use crate::model::{Page, PageId, Site};
use crate::parse::slug::slug;
use crate::text::nfc;

/// What can be renamed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The file of a page.
    Page,
    /// A step of a playbook, or a question of a decision.
    Step,
    /// A scene of a scenario.
    Scene,
    /// A heading.
    Heading,
    /// A tag.
    Tag,
    /// A meter of a scenario.
    Meter,
}

/// What is to be renamed, and its new name.
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    /// What it is.
    pub kind: Kind,
    /// Its path from the site's folder or from `content/`, with `#` and an anchor for a step, scene or heading; the name
    /// of a tag.
    pub old: &'a str,
    /// The present name of a meter; empty for everything else.
    pub name: &'a str,
    /// The new name, or the new path of a page.
    pub new: &'a str,
}

/// A part of a page that has an anchor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// The step or question with this number.
    Step(usize),
    /// The heading with this number.
    Heading(usize),
}

/// A path relative to `content/`, as typed: with or without `content/`, with `/` or `\`.
pub(super) fn path(typed: &str) -> String {
    let path = typed.trim().replace('\\', "/");
    let path = path.trim_start_matches("./");
    path.strip_prefix("content/").unwrap_or(path).to_owned()
}

/// The page at a path as typed.
pub(super) fn page(site: &Site, typed: &str) -> Result<PageId> {
    match find_page(site, typed) {
        Some(id) => Ok(id),
        None => bail!("{}", no_page(site, typed)),
    }
}

/// The page at a path as typed, with or without `.md`.
pub(super) fn find_page(site: &Site, typed: &str) -> Option<PageId> {
    let path = path(typed);
    site.find(&path).or_else(|| site.find(&format!("{path}.md")))
}

/// The message about a path without a page.
pub(super) fn no_page(site: &Site, typed: &str) -> String {
    let wanted = path(typed);
    let paths = site.pages.iter().map(|page| page.document.path.as_str());
    let near = nearest(&wanted, paths.clone()).or_else(|| {
        let mut named = paths.filter(|path| layout::name(path) == layout::name(&wanted));
        named.next().filter(|_| named.next().is_none())
    });
    let help = match near {
        Some(near) => format!("did you mean `{near}`?"),
        None => "write its path, such as `cases/the-lost-parcel.md`".to_owned(),
    };
    format!("there is no page `{wanted}`\n  help: {help}")
}

/// The part of a page with an anchor, which may be an old one.
pub(super) fn part(page: &Page, anchor: &str) -> Option<Part> {
    let anchors = page.document.anchors();
    let current = anchors.current(anchor)?;
    match anchors.number(current).filter(|&number| page.document.slugs.get(number).is_some_and(|slug| slug == current))
    {
        Some(number) => Some(Part::Step(number)),
        None => {
            let headings = &page.document.body.headings;
            headings.iter().position(|heading| !heading.repeats_title && heading.slug == current).map(Part::Heading)
        }
    }
}

/// The kind of a part, for messages.
pub(super) fn kind_of(page: &Page, part: Part) -> Kind {
    match part {
        Part::Step(_) => Kind::Step,
        Part::Heading(number) => {
            let scenes = page.document.scenario.iter().flat_map(|scenario| &scenario.scenes);
            let is_scene = scenes.into_iter().any(|scene| scene.heading == number);
            if is_scene { Kind::Scene } else { Kind::Heading }
        }
    }
}

impl Kind {
    /// The word that names it on the command line.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Page => "page",
            Self::Step => "step",
            Self::Scene => "scene",
            Self::Heading => "heading",
            Self::Tag => "tag",
            Self::Meter => "meter",
        }
    }
}

/// The anchor that is typed, which may also be the words of the heading.
pub(super) fn anchor(page: &Page, typed: &str) -> String {
    let typed = nfc(typed.trim());
    if page.document.anchors().current(&typed).is_some() { typed.into_owned() } else { slug(&typed) }
}

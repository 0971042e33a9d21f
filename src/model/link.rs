//! Resolution of links: to a page and an anchor, a generated page, a file, another host, or nowhere, with the reason.

use super::{AssetId, PageId, Site, StepRef, address};
use crate::layout;
use crate::parse::markdown::LinkForm;
use crate::text::{nfc, percent_decode, percent_encode};

/// The target of a link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// A page of content; the anchor exists there.
    Page {
        /// The page.
        page: PageId,
        /// The anchor without `#`.
        anchor: Option<String>,
    },
    /// A generated page, by its address, which can include an anchor.
    Generated(String),
    /// A file below `content/`, which is copied.
    Asset(AssetId),
    /// Another host, an e-mail address or a telephone number.
    External(String),
    /// No target.
    Nowhere(Problem),
}

/// The reason why a link leads nowhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// The destination is empty.
    Empty,
    /// There is no such file; perhaps this one was meant (as it should be written).
    NoFile(Option<String>),
    /// The page exists but has no such anchor; perhaps this one was meant.
    NoAnchor(PageId, Option<String>),
    /// The generated page exists but has no such anchor; perhaps this one was meant.
    NoPlace(Option<String>),
    /// The page is a draft.
    Draft,
    /// The file exists but could not be read, which is reported separately.
    Unread,
    /// The path leaves `content/`.
    Outside,
    /// The path begins at the root, which differs between hosts; this is how to write it.
    Absolute(Option<String>),
    /// The path is that of a file whose name contains `#`, `?` or `%`; this is how to write it.
    Unencoded(String),
    /// The path contains backslashes; this is how to write it.
    Backslash(String),
    /// The path is that of the written page instead of its file; this is how to write it.
    Html(String),
    /// The path is that of a folder; this is how to write it.
    Folder(String),
    /// The link is a wiki link, `[[…]]`; this is how to write it.
    Wiki(Option<String>),
    /// No playbook that the scenario lists has a step with this title; perhaps this one was meant.
    NoStep(Option<StepRef>),
    /// Several steps have this title.
    SeveralSteps(Vec<StepRef>),
    /// The path is on a disk or a network drive.
    Disk,
    /// There is only a query, `?…`, without a page.
    Query,
    /// The URL begins with `http:` or `https:`, and no host follows.
    NoHost,
    /// The URL begins with `www.`, without `https://`.
    NoScheme,
    /// There is no such page, but this file (relative to `content/`) has its name and another ending.
    OtherEnding(String),
    /// An image or film is on another host.
    Remote,
    /// The URL has a scheme that is not allowed, such as `javascript:`.
    Scheme(String),
}

/// The file that contains a link.
#[derive(Clone, Copy)]
pub(super) struct Here<'a> {
    /// Its path relative to `content/`.
    pub path: &'a str,
    /// Its page; none for the glossary.
    pub page: Option<PageId>,
}

impl Here<'_> {
    /// Returns the link to the file at `path` as this file would write it.
    fn written(self, path: &str) -> String {
        address::relative(self.path, path)
    }
}

impl Site {
    /// Resolves the destination of a link on a page, as written.
    #[must_use]
    pub fn resolve(&self, from: PageId, destination: &str) -> Target {
        let here = Here { path: &self.page(from).document.path, page: Some(from) };
        resolve(self, here, destination, LinkForm::Link)
    }
}

/// Resolves `destination`, as written in the file `here`.
pub(super) fn resolve(site: &Site, here: Here<'_>, destination: &str, form: LinkForm) -> Target {
    let nowhere = Target::Nowhere;
    let destination = destination.trim();
    match form {
        LinkForm::Email => return Target::External(format!("mailto:{destination}")),
        LinkForm::Wiki | LinkForm::WikiImage => return nowhere(Problem::Wiki(site.by_title(here.path, destination))),
        // Steps are looked up by `StepNames`.
        LinkForm::Step => return nowhere(Problem::NoStep(None)),
        LinkForm::Link | LinkForm::Image => {}
    }
    if destination.is_empty() {
        return nowhere(Problem::Empty);
    }
    if let Some(anchor) = destination.strip_prefix('#') {
        return match here.page {
            Some(id) => page(site, id, Some(anchor)),
            None => generated(site, address::GLOSSARY, Some(anchor)),
        };
    }
    if is_on_disk(destination) {
        return nowhere(Problem::Disk);
    }
    if destination.starts_with('?') {
        return nowhere(Problem::Query);
    }
    if let Some(target) = elsewhere(site, destination, form) {
        return target;
    }
    if destination.contains('\\') {
        return nowhere(Problem::Backslash(destination.replace('\\', "/")));
    }
    let (path, anchor) = split(destination);
    if let Some(rest) = path.strip_prefix('/') {
        return nowhere(Problem::Absolute(from_root(site, rest).map(|path| here.written(&path))));
    }
    match address::resolve(here.path, &percent_decode(path)) {
        None => nowhere(Problem::Outside),
        Some(path) => match inside(site, here, &path, anchor) {
            Target::Nowhere(Problem::NoFile(near)) => {
                nowhere(not_a_path(site, here, destination).unwrap_or(Problem::NoFile(near)))
            }
            target => target,
        },
    }
}

/// Recognises what is written where a path is wanted, and means something else.
fn not_a_path(site: &Site, here: Here<'_>, destination: &str) -> Option<Problem> {
    let is_host = destination.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("www."))
        && destination.split(['/', '?', '#']).next().is_some_and(|host| host.matches('.').count() > 1);
    if is_host {
        return Some(Problem::NoScheme);
    }
    unencoded(site, here, destination)
}

/// Recognises a path written as the file is called, with characters that mean something else in a link: `Order #12.png`,
/// `why?.pdf`, `100%25.pdf`.
fn unencoded(site: &Site, here: Here<'_>, destination: &str) -> Option<Problem> {
    if !destination.contains(['#', '?', '%']) {
        return None;
    }
    let known = |path: &str| site.find(path).is_some() || site.find_asset(path).is_some();
    // The name may itself be followed by an anchor.
    let ends = std::iter::once(destination.len()).chain(destination.rmatch_indices('#').map(|(at, _)| at));
    for end in ends {
        let (name, anchor) = destination.split_at_checked(end)?;
        if address::resolve(here.path, name).is_some_and(|path| known(&path)) {
            return Some(Problem::Unencoded(percent_encode(name) + anchor));
        }
    }
    None
}

/// Splits a destination into path and anchor, and drops the query, which a static site cannot use.
fn split(destination: &str) -> (&str, Option<&str>) {
    let (path, anchor) = match destination.split_once('#') {
        Some((path, anchor)) => (path, Some(anchor)),
        None => (destination, None),
    };
    (path.split('?').next().unwrap_or(path), anchor)
}

/// Returns whether a destination is a path on a disk or a network drive: `C:\forms`, `C:forms`, `\\server\forms`. No
/// scheme has a single letter.
fn is_on_disk(destination: &str) -> bool {
    destination.starts_with('\\')
        || destination
            .split_once(':')
            .is_some_and(|(drive, _)| drive.len() == 1 && drive.bytes().all(|b| b.is_ascii_alphabetic()))
}

/// Returns whether what follows `http:` names a host.
fn has_host(rest: &str) -> bool {
    rest.strip_prefix("//").is_some_and(|host| !host.is_empty() && !host.starts_with(['/', '?', '#']))
}

/// Resolves links that name a host or a scheme.
fn elsewhere(site: &Site, destination: &str, form: LinkForm) -> Option<Target> {
    if destination.starts_with("//") {
        return Some(Target::Nowhere(Problem::Scheme("//".to_owned())));
    }
    let (scheme, rest) = destination.split_once(':')?;
    let named = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'));
    if !named {
        return None;
    }
    Some(match scheme.to_ascii_lowercase().as_str() {
        "http" | "https" if !has_host(rest) => Target::Nowhere(Problem::NoHost),
        "http" | "https" if form == LinkForm::Image => Target::Nowhere(Problem::Remote),
        "http" | "https" | "mailto" | "tel" | "sms" => Target::External(destination.to_owned()),
        other if form != LinkForm::Image && site.config().link_schemes.iter().any(|own| own == other) => {
            Target::External(destination.to_owned())
        }
        _ => Target::Nowhere(Problem::Scheme(scheme.to_owned())),
    })
}

/// Returns the file that an absolute path means: relative to `content/`, the repository or the written site.
fn from_root(site: &Site, path: &str) -> Option<String> {
    let path = percent_decode(path.strip_prefix("content/").unwrap_or(path));
    let stem = path.trim_end_matches('/');
    let stem = layout::html_stem(stem).unwrap_or(stem);
    let known = |path: &String| site.find(path).is_some() || site.find_asset(path).is_some();
    let file = [path.clone(), format!("{stem}.md")].into_iter().find(known);
    file.or_else(|| Some(site.page(site.section(stem)?.index?).document.path.clone()))
}

/// Resolves a path below `content/`.
fn inside(site: &Site, here: Here<'_>, path: &str, anchor: Option<&str>) -> Target {
    if let Some(id) = site.find(path) {
        return page(site, id, anchor);
    }
    if site.is_draft(path) {
        return Target::Nowhere(Problem::Draft);
    }
    if site.is_unread(path) {
        return Target::Nowhere(Problem::Unread);
    }
    if let Some(asset) = site.find_asset(path) {
        return Target::Asset(asset);
    }
    if site.is_generated(path) {
        return generated(site, path, anchor);
    }
    Target::Nowhere(missing(site, here, path))
}

/// Resolves a link to a generated page.
fn generated(site: &Site, path: &str, anchor: Option<&str>) -> Target {
    let Some(anchor) = anchor.and_then(decoded) else {
        return Target::Generated(path.to_owned());
    };
    if site.has_place(path, &anchor) {
        return Target::Generated(format!("{path}#{anchor}"));
    }
    // Among the letters of A to Z, any suggestion would be arbitrary.
    let near = if path == address::GLOSSARY { site.nearest_term(&anchor) } else { None };
    Target::Nowhere(Problem::NoPlace(near.map(str::to_owned)))
}

/// Decodes an anchor to the form that slugs have; `None` if it is empty.
fn decoded(anchor: &str) -> Option<String> {
    let anchor = percent_decode(anchor);
    (!anchor.is_empty()).then(|| nfc(&anchor).into_owned())
}

fn page(site: &Site, id: PageId, anchor: Option<&str>) -> Target {
    let target = site.page(id);
    match anchor.and_then(decoded) {
        None => Target::Page { page: id, anchor: None },
        Some(anchor) if target.is_top(&anchor) => Target::Page { page: id, anchor: None },
        Some(anchor) => {
            let anchors = target.document.anchors();
            match anchors.current(&anchor) {
                Some(current) => Target::Page { page: id, anchor: Some(current.to_owned()) },
                None => Target::Nowhere(Problem::NoAnchor(id, anchors.nearest(&anchor).map(str::to_owned))),
            }
        }
    }
}

/// Returns the reason why there is nothing at `path`, with a suggestion.
fn missing(site: &Site, here: Here<'_>, path: &str) -> Problem {
    if let Some(section) = site.section(path.trim_end_matches('/')) {
        return Problem::Folder(match section.index {
            Some(index) => here.written(&site.page(index).document.path),
            None => here.written(&super::join(&section.path, address::INDEX)),
        });
    }
    // Addresses are in lower case even if the names of files are not.
    if let Some(id) = site.by_address(path).or_else(|| site.by_address(&path.to_lowercase())) {
        return Problem::Html(here.written(&site.page(id).document.path));
    }
    let with_ending = format!("{path}.md");
    if let Some(file) = site.other_ending(path) {
        return Problem::OtherEnding(file);
    }
    let known = if site.find(&with_ending).is_some() { Some(with_ending) } else { site.nearest_path(path) };
    Problem::NoFile(known.map(|path| here.written(&path)))
}

#[cfg(test)]
mod tests {
    use super::is_on_disk;

    #[test]
    fn a_single_letter_is_a_drive() {
        for there in ["C:foo", "c:/foo", "C:\\foo", "\\\\server\\foo"] {
            assert!(is_on_disk(there), "{there}");
        }
        for other in ["tel:1", "foo.md", "1:foo", "cc:foo"] {
            assert!(!is_on_disk(other), "{other}");
        }
    }
}

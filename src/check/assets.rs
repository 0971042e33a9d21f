//! Files that pages show or offer: whether each can lie in the output at its own path.

use std::collections::BTreeMap;

use crate::diagnostic::{Code, Diagnostic};
use crate::model::{AssetId, Page, Site, Target, address};
use crate::source::Span;

/// Files at the root that are no pages.
const OWN_FILES: [&str; 4] = ["feed.xml", "llms.txt", "robots.txt", "sitemap.xml"];

/// Each file is judged once, at the first link to it.
pub(super) fn check(site: &Site) -> Vec<Diagnostic> {
    let mut first: BTreeMap<AssetId, Span> = BTreeMap::new();
    for page in &site.pages {
        for (span, id) in links(page) {
            first.entry(id).or_insert(span);
        }
    }
    let mut taken: BTreeMap<String, (AssetId, Span)> = BTreeMap::new();
    let mut found = Vec::new();
    for (&id, &span) in &first {
        let path = site.asset(id).path.as_str();
        found.extend(of_path(site, path, span));
        if let Some((other, other_span)) = taken.insert(path.to_lowercase(), (id, span)) {
            let message = format!(
                "`{path}` and `{}` differ only in capital letters, which many disks do not tell apart",
                site.asset(other).path
            );
            let diagnostic = Diagnostic::new(Code::AddressTaken, span, message);
            found.push(
                diagnostic.label(other_span, "the other one").help("rename one of the files, and the links to it"),
            );
        }
    }
    found
}

fn links(page: &Page) -> impl Iterator<Item = (Span, AssetId)> {
    let body = page.document.body.links.iter().zip(&page.links);
    let values = page.value_links.iter().filter_map(|(at, targets)| Some((page.document.values.get(at)?, targets)));
    let values = values.flat_map(|(body, targets)| body.links.iter().zip(targets));
    body.chain(values).filter_map(|(link, target)| match target {
        Target::Asset(id) => Some((link.span, *id)),
        _ => None,
    })
}

fn of_path(site: &Site, path: &str, span: Span) -> Option<Diagnostic> {
    if let Some(part) = path.split('/').find(|part| address::reserved_on_windows(part)) {
        let message = format!("Windows cannot keep a file or folder called `{part}`");
        let help = format!("rename `{part}`, and the links to it");
        return Some(Diagnostic::new(Code::ImpossibleName, span, message).help(help));
    }
    let other = written_there(site, &path.to_lowercase())?;
    let message = format!("`{path}` would be written where {other} is written");
    Some(Diagnostic::new(Code::AddressTaken, span, message).help("rename the file, and the links to it"))
}

/// What Casebook writes at `path`, capital letters aside.
fn written_there(site: &Site, path: &str) -> Option<String> {
    let same = |address: &str| address.to_lowercase() == path;
    let aliases = |page: &Page| {
        let shared = &page.document.front.shared;
        shared.aliases.iter().filter_map(|alias| address::alias(alias)).any(|alias| same(&alias))
    };
    if let Some(page) = site.pages.iter().find(|page| same(&page.address) || aliases(page)) {
        return Some(format!("`{}`", page.document.path));
    }
    let own = OWN_FILES.iter().copied().chain(site.generated.iter().map(String::as_str)).any(same);
    own.then(|| "a file that Casebook makes".to_owned())
}

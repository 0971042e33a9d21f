//! Files that pages show or offer: whether each can lie in the output at its own path.

use std::collections::BTreeMap;

use crate::diagnostic::{Code, Diagnostic};
use crate::model::{AssetId, Page, Site, Target, address};
use crate::source::Span;

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
        return Some(
            Diagnostic::new(Code::ImpossibleName, span, message).help(format!("rename `{part}`, and the links to it")),
        );
    }
    let page =
        site.pages.iter().find(|page| page.address.eq_ignore_ascii_case(path)).map(|page| page.document.path.as_str());
    let generated =
        site.generated.iter().find(|address| address.eq_ignore_ascii_case(path)).map(|_| "a page that Casebook makes");
    let other = page.or(generated)?;
    let message = format!("`{path}` would be written where `{other}` is written");
    Some(Diagnostic::new(Code::AddressTaken, span, message).help("rename the file, and the links to it"))
}

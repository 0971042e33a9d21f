//! Files that pages show or offer: whether each can lie in the output at its own path, and without metadata.

use std::collections::BTreeMap;

use crate::diagnostic::{Code, Diagnostic};
use crate::media::Concern;
use crate::model::{AssetId, Page, Site, address};
use crate::read;
use crate::source::Span;

/// Files at the root that are no pages.
const OWN_FILES: [&str; 4] = ["feed.xml", "llms.txt", "robots.txt", "sitemap.xml"];

/// Each address is judged once, at the first link to what is written there.
pub(super) fn check(site: &Site) -> Vec<Diagnostic> {
    let mut first: BTreeMap<String, (AssetId, Span)> = BTreeMap::new();
    for (span, id, shown) in site.asset_links() {
        first.entry(site.asset_address(id, shown)).or_insert((id, span));
    }
    let mut taken: BTreeMap<String, (&str, Span)> = BTreeMap::new();
    let mut found = Vec::new();
    for (address, &(id, span)) in &first {
        let path = site.asset(id).path.as_str();
        found.extend(of_address(site, path, address, span));
        found.extend(unreadable(site, id, span));
        if let Some((other, other_span)) = taken.insert(address.to_lowercase(), (path, span)) {
            let message =
                format!("`{path}` and `{other}` differ only in capital letters, which many disks do not tell apart");
            let diagnostic = Diagnostic::new(Code::AddressTaken, span, message);
            found.push(
                diagnostic.label(other_span, "the other one").help("rename one of the files, and the links to it"),
            );
        }
    }
    found
}

/// A picture that would be published with its metadata.
fn unreadable(site: &Site, id: AssetId, span: Span) -> Option<Diagnostic> {
    let asset = site.asset(id);
    let concern = asset.concern.filter(|concern| matches!(concern, Concern::Unreadable(_)))?;
    Some(read::media_finding(concern, span, &asset.path))
}

/// `path` is the file that is written at `address`, which differs where a page shows it.
fn of_address(site: &Site, path: &str, address: &str, span: Span) -> Option<Diagnostic> {
    if let Some(part) = address.split('/').find(|part| address::reserved_on_windows(part)) {
        let message = format!("Windows cannot keep a file or folder called `{part}`");
        let help = format!("rename `{part}`, and the links to it");
        return Some(Diagnostic::new(Code::ImpossibleName, span, message).help(help));
    }
    let other = written_there(site, &address.to_lowercase())?;
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

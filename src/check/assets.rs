//! Files that pages show or offer: whether each can be written to its own address, and without metadata.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Code, Diagnostic};
use crate::media::Concern;
use crate::model::{AssetId, AssetLink, Page, Site, address};
use crate::read;
use crate::source::Span;
use crate::text::{Slice, nfc};

/// Generated files in the root that are not pages.
const OWN_FILES: [&str; 4] = [address::FEED, address::LLMS, address::ROBOTS, address::SITEMAP];

/// Files in the root that web hosts read as their configuration. Casebook writes them with `--hosting`; a download of
/// the same name would be read by the host as well.
const OF_HOSTS: [&str; 3] = [address::APACHE, address::NETLIFY, address::NGINX];

/// Folders of generated files that are not pages.
const OWN_FOLDERS: [&str; 2] = [address::ASSET_FOLDER, address::SEARCH_FOLDER];

/// Checks each address once, at the first link to the file that is written there.
pub(super) fn check(site: &Site) -> Vec<Diagnostic> {
    let mut first: BTreeMap<String, (AssetId, Span)> = BTreeMap::new();
    for AssetLink { span, asset: id, is_image: shown } in site.asset_links() {
        first.entry(site.asset_address(id, shown)).or_insert((id, span));
    }
    let (folders, written) = (folders(site, first.keys()), written(site));
    let mut taken: BTreeMap<String, (&str, Span)> = BTreeMap::new();
    let mut found = Vec::new();
    for (address, &(id, span)) in &first {
        let path = site.asset(id).path.as_str();
        found.extend(of_address(&written, path, address, span));
        found.extend(unreadable(site, id, span));
        if folders.contains(&address.to_lowercase()) {
            let message = format!("`{path}` would be written where the site has a folder of that name");
            let diagnostic = Diagnostic::new(Code::AddressTaken, span, message);
            found.push(diagnostic.help("rename the file, and the links to it"));
        }
        if let Some((other, other_span)) = taken.insert(nfc(&address.to_lowercase()).into_owned(), (path, span)) {
            let message = if nfc(path) == nfc(other) {
                format!("two files are called `{path}`: their names look the same, but are stored in two forms")
            } else {
                format!("`{path}` and `{other}` differ only in capital letters, which many disks do not tell apart")
            };
            let diagnostic = Diagnostic::new(Code::AddressTaken, span, message);
            found.push(
                diagnostic.label(other_span, "the other one").help("rename one of the files, and the links to it"),
            );
        }
    }
    found
}

/// Reports an image whose metadata could not be removed.
fn unreadable(site: &Site, id: AssetId, span: Span) -> Option<Diagnostic> {
    let asset = site.asset(id);
    let concern = asset.concern.filter(|concern| matches!(concern, Concern::Unreadable(_)))?;
    Some(read::media_finding(concern, span, &asset.path))
}

/// Checks `address`, where the file at `path` is written. The two differ if a page shows the file.
fn of_address(written: &BTreeMap<String, Written<'_>>, path: &str, address: &str, span: Span) -> Option<Diagnostic> {
    if let Some(part) = address.split('/').find(|part| address::reserved_on_windows(part)) {
        let message = format!("Windows does not allow a file or folder called `{part}`");
        let help = format!("rename `{part}`, and the links to it");
        return Some(Diagnostic::new(Code::ImpossibleName, span, message).help(help));
    }
    let lower = address.to_lowercase();
    let folders = lower.match_indices('/').map(|(end, _)| lower.slice(..end));
    let inside = folders.filter_map(|folder| written.get(folder)).next();
    let message = match (inside, inside.or_else(|| written.get(&lower))?) {
        (None, Written::OfHost) => format!("web hosts read a file called `{lower}` as their configuration"),
        (None, other) => format!("`{path}` would be written where {} is written", other.description()),
        (Some(_), other) => {
            format!("`{path}` would be written into a folder where {} is written", other.description())
        }
    };
    Some(Diagnostic::new(Code::AddressTaken, span, message).help("rename the file, and the links to it"))
}

/// Returns all folders of the output, in lower case: those of pages, of generated files and of `files`.
fn folders<'a>(site: &'a Site, files: impl Iterator<Item = &'a String>) -> BTreeSet<String> {
    let mut folders: BTreeSet<String> = OWN_FOLDERS.into_iter().map(str::to_owned).collect();
    let mut take = |address: &str| {
        let address = address.to_lowercase();
        folders.extend(address.match_indices('/').map(|(end, _)| address.slice(..end).to_owned()));
    };
    files.chain(site.generated()).for_each(|address| take(address));
    for page in &site.pages {
        take(&page.address);
        aliases(page).for_each(|alias| take(&alias));
    }
    folders
}

/// Returns the former addresses of `page`.
fn aliases(page: &Page) -> impl Iterator<Item = String> {
    page.document.front.shared.aliases.iter().filter_map(|alias| address::alias(alias))
}

/// What is written at an address besides the files that pages link to.
enum Written<'s> {
    /// A page, by the path of its file.
    Page(&'s str),
    /// A page or file that Casebook generates.
    Generated,
    /// The configuration of a web host.
    OfHost,
}

impl Written<'_> {
    fn description(&self) -> String {
        match self {
            Self::Page(path) => format!("`{path}`"),
            Self::Generated => "a file that Casebook generates".to_owned(),
            Self::OfHost => "the configuration of a web host".to_owned(),
        }
    }
}

/// Returns what is written at each address, in lower case.
fn written(site: &Site) -> BTreeMap<String, Written<'_>> {
    let mut written = BTreeMap::new();
    for page in &site.pages {
        for address in std::iter::once(page.address.clone()).chain(aliases(page)) {
            written.entry(address.to_lowercase()).or_insert(Written::Page(&page.document.path));
        }
    }
    for own in OWN_FILES.into_iter().chain(site.generated().iter().map(String::as_str)) {
        written.entry(own.to_lowercase()).or_insert(Written::Generated);
    }
    for of_host in OF_HOSTS {
        written.entry(of_host.to_owned()).or_insert(Written::OfHost);
    }
    written
}

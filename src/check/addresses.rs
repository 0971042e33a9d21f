//! Addresses that collide, that some file systems do not allow, or that are empty; aliases.

use std::collections::BTreeMap;

use super::collisions;
use crate::diagnostic::{Code, Diagnostic};
use crate::layout;
use crate::model::{Page, Section, Site, address};
use crate::parse::slug::slug;
use crate::source::Span;
use crate::text::{Slice, nfc};

/// Maximum length of a file or folder name that all common file systems allow, in bytes.
const LONGEST_NAME: usize = 240;

/// The page that has an address.
#[derive(Debug)]
struct Owner {
    /// The path of its file, or the address if Casebook generates it.
    name: String,
    /// The span that determines the address; `None` if Casebook generates the page.
    span: Option<Span>,
}

pub(super) fn check(site: &Site) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut taken: BTreeMap<String, Owner> = BTreeMap::new();
    for generated in site.generated() {
        taken.insert(generated.to_lowercase(), Owner { name: generated.clone(), span: None });
    }
    for page in &site.pages {
        let span = address_span(page);
        if page.address.is_empty() {
            found.push(empty(page, span));
            continue;
        }
        found.extend(impossible(page, span));
        let owner = Owner { name: page.document.path.clone(), span: Some(span) };
        if let Some(other) = taken.insert(page.address.to_lowercase(), owner) {
            // Folders with one address are a finding of their own, which explains this one.
            if other.span.is_none() || layout::folder(&other.name) == layout::folder(&page.document.path) {
                found.push(collision(page, span, &other));
            }
        }
    }
    for page in &site.pages {
        for alias in &page.document.front.shared.aliases {
            found.extend(alias_mistake(alias.span, alias, &mut taken, &page.document.path));
        }
    }
    found.extend(nested(&taken));
    found.extend(collisions::check(site));
    found.extend(
        site.folders_in_the_way().into_iter().filter_map(|(section, address)| in_the_way(site, section, &address)),
    );
    found
}

/// Reports addresses inside a file: `a.html/x.html` needs a folder where `a.html` is written.
fn nested(taken: &BTreeMap<String, Owner>) -> Vec<Diagnostic> {
    let inside = taken.iter().filter_map(|(address, owner)| {
        let (file, other) =
            address.match_indices('/').find_map(|(end, _)| taken.get_key_value(address.slice(..end)))?;
        let message = format!("`{address}` needs a folder called `{file}`, but a page is written there");
        let found = Diagnostic::new(Code::AddressTaken, owner.span?, message);
        let found = found.help(format!("remove or rename whatever has the address `{address}`"));
        Some(match other.span {
            Some(span) => found.label(span, format!("`{}` is written there", other.name)),
            None => found,
        })
    });
    inside.collect()
}

/// Reports a folder whose list collides with a generated page. The finding is placed at the first page in the folder.
fn in_the_way(site: &Site, section: &Section, address: &str) -> Option<Diagnostic> {
    let inside = format!("{}/", section.path);
    let page = site.pages.iter().find(|page| page.document.path.starts_with(&inside))?;
    let message =
        format!("the list of the folder `{}` would be written to `{address}`, which Casebook generates", section.path);
    Some(in_folder(page, Code::AddressTaken, message, &section.path))
}

/// Returns the source of a page's address: its `slug`, or else its title to represent the whole file.
fn address_span(page: &Page) -> Span {
    let shared = &page.document.front.shared;
    shared.slug.as_ref().map_or(shared.title.span, |slug| slug.span)
}

/// Returns the first folder in a page's path for which `wrong` is true.
fn folder(page: &Page, wrong: impl Fn(&str) -> bool) -> Option<&str> {
    let (folders, _) = page.document.path.rsplit_once('/')?;
    folders.split('/').find(|folder| wrong(folder))
}

fn in_folder(page: &Page, code: Code, message: String, folder: &str) -> Diagnostic {
    Diagnostic::new(code, Span::start_of(page.document.file), message).help(format!("rename the folder `{folder}`"))
}

fn empty(page: &Page, span: Span) -> Diagnostic {
    let nothing = |name: &str| !slug(name).contains(|c: char| c != '-' && c != '_');
    if let Some(folder) = folder(page, nothing) {
        let message = format!("the name of the folder `{folder}` has no letter or digit, so it gives no address");
        return in_folder(page, Code::NoAddress, message, folder);
    }
    if let Some(own) = &page.document.front.shared.slug {
        let message = format!("`{}` has no letter or digit, so it gives no address", own.text);
        return Diagnostic::new(Code::NoAddress, span, message).help("write a `slug` of letters, digits and hyphens");
    }
    let message = format!("the name of `{}` has no letter or digit, so it gives no address", page.document.path);
    Diagnostic::new(Code::NoAddress, span, message)
        .help("rename the file, or give it a `slug: the-name-in-the-address`")
}

fn impossible(page: &Page, span: Span) -> Option<Diagnostic> {
    let (message, part) = impossible_part(&page.address)?;
    if let Some(folder) = folder(page, |name| slug(name) == part) {
        return Some(in_folder(page, Code::ImpossibleName, message, folder));
    }
    let help = match page.document.front.shared.slug {
        Some(_) => "choose another `slug`",
        None if part.len() > LONGEST_NAME => "give the page a shorter `slug`",
        None => "rename it, or give the page a `slug`",
    };
    Some(Diagnostic::new(Code::ImpossibleName, span, message).help(help))
}

/// Returns the first part of an address that some file systems do not allow, with the reason.
fn impossible_part(address: &str) -> Option<(String, &str)> {
    let part = address.split('/').find(|part| address::reserved_on_windows(part) || part.len() > LONGEST_NAME)?;
    let name = part.split('.').next().unwrap_or(part);
    let message = if part.len() > LONGEST_NAME {
        "the address is too long for some file systems".to_owned()
    } else {
        format!("Windows does not allow a file or folder called `{name}`")
    };
    Some((message, part))
}

fn collision(page: &Page, span: Span, other: &Owner) -> Diagnostic {
    let (address, path) = (&page.address, &page.document.path);
    match other.span {
        Some(other_span) => {
            let message = if nfc(path) == nfc(&other.name) {
                format!("two files are called `{path}`: their names look the same, but are stored in two forms")
            } else {
                format!("this page and `{}` would both be written to `{address}`", other.name)
            };
            Diagnostic::new(Code::AddressTaken, span, message)
                .label(other_span, "the other one")
                .help("rename one of the files, or give one a `slug` of its own")
        }
        None => {
            let message = format!("`{address}` is the address of a page that Casebook generates");
            Diagnostic::new(Code::AddressTaken, span, message).help("rename the file, or give it a `slug` of its own")
        }
    }
}

fn alias_mistake(span: Span, alias: &str, taken: &mut BTreeMap<String, Owner>, path: &str) -> Option<Diagnostic> {
    let target = address::alias(alias)?;
    if let Some(other) = taken.get(&target.to_lowercase()) {
        let message = format!("the old address `{alias}` belongs to another page now");
        let found = Diagnostic::new(Code::AddressTaken, span, message).help("remove this line from `aliases`");
        return Some(match other.span {
            Some(other_span) => found.label(other_span, format!("`{}` is there", other.name)),
            None => found,
        });
    }
    taken.insert(target.to_lowercase(), Owner { name: path.to_owned(), span: Some(span) });
    let (message, _) = impossible_part(&target)?;
    Some(Diagnostic::new(Code::ImpossibleName, span, message).help("remove it from `aliases`"))
}

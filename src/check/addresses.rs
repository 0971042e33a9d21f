//! Addresses that collide, that some disks cannot hold, or that are empty; aliases.

use std::collections::BTreeMap;

use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Page, Site, address};
use crate::source::Span;

/// The longest name of a file or folder that all common disks can hold, in bytes.
const LONGEST_NAME: usize = 240;

pub(super) fn check(site: &Site) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut taken: BTreeMap<String, (String, Option<Span>)> = BTreeMap::new();
    for generated in &site.generated {
        taken.insert(generated.to_lowercase(), (generated.clone(), None));
    }
    for page in &site.pages {
        let span = place(page);
        if page.address.is_empty() {
            found.push(empty(page, span));
            continue;
        }
        found.extend(impossible(&page.address, span));
        let entry = (page.document.path.clone(), Some(span));
        if let Some(other) = taken.insert(page.address.to_lowercase(), entry) {
            found.push(collision(&page.address, span, &other));
        }
    }
    for page in &site.pages {
        for alias in &page.document.front.shared.aliases {
            found.extend(alias_mistake(alias.span, alias, &mut taken, &page.document.path));
        }
    }
    found
}

/// Where a page's address comes from: its `slug`, or else its title stands for the whole file.
fn place(page: &Page) -> Span {
    let shared = &page.document.front.shared;
    shared.slug.as_ref().map_or(shared.title.span, |slug| slug.span)
}

fn empty(page: &Page, span: Span) -> Diagnostic {
    let message = format!("the name of `{}` has no letter or digit to make an address of", page.document.path);
    Diagnostic::new(Code::NoAddress, span, message)
        .help("rename the file, or give it a `slug: the-name-in-the-address`")
}

fn impossible(page: &str, span: Span) -> Option<Diagnostic> {
    let part = page.split('/').find(|part| address::reserved_on_windows(part) || part.len() > LONGEST_NAME)?;
    let (message, help) = if part.len() > LONGEST_NAME {
        ("the address is longer than some disks can hold".to_owned(), "give the page a shorter `slug`")
    } else {
        let name = part.split('.').next().unwrap_or(part);
        (format!("Windows cannot keep a file or folder called `{name}`"), "rename it, or give the page a `slug`")
    };
    Some(Diagnostic::new(Code::ImpossibleName, span, message).help(help))
}

fn collision(address: &str, span: Span, (other, other_span): &(String, Option<Span>)) -> Diagnostic {
    match other_span {
        Some(other_span) => {
            let message = format!("this page and `{other}` would both be written to `{address}`");
            Diagnostic::new(Code::AddressTaken, span, message)
                .label(*other_span, "the other one")
                .help("rename one of the files, or give one a `slug` of its own")
        }
        None => {
            let message = format!("`{address}` is the address of a page that Casebook makes itself");
            Diagnostic::new(Code::AddressTaken, span, message).help("rename the file, or give it a `slug` of its own")
        }
    }
}

fn alias_mistake(
    span: Span,
    alias: &str,
    taken: &mut BTreeMap<String, (String, Option<Span>)>,
    path: &str,
) -> Option<Diagnostic> {
    let target = address::alias(alias)?;
    if let Some(other) = taken.get(&target.to_lowercase()) {
        let message = format!("the old address `{alias}` belongs to another page now");
        let found = Diagnostic::new(Code::AddressTaken, span, message).help("remove this line of `aliases`");
        return Some(match other.1 {
            Some(other_span) => found.label(other_span, format!("`{}` stands there", other.0)),
            None => found,
        });
    }
    taken.insert(target.to_lowercase(), (path.to_owned(), Some(span)));
    impossible(&target, span)
}

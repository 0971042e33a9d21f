//! Another name or folder for the file of a page.

use anyhow::{Result, bail};

use super::edits::Edits;
use super::items::{self, ListAt, add_key};
use super::links::{self, Written, written_path};
use super::subject::{self, Request, find_page, no_page};
use super::trial::Trial;
use crate::change::Edit;
use crate::layout::{self, CONTENT};
use crate::model::{Page, PageId, address};
use crate::source::SourceMap;

pub(super) fn rename(trial: &Trial, request: &Request<'_>) -> Result<Edits> {
    let site = trial.site();
    let Some(id) = find_page(site, request.old) else { return adopt(trial, request) };
    let old = &site.page(id).document.path;
    let new = new_path(old, request.new)?;
    if new == *old {
        bail!("`{old}` has that name already");
    }
    if site.find(&new).is_some_and(|there| there != id) || site.find_asset(&new).is_some() {
        bail!("there is already a file `{new}`\n  help: choose another name");
    }
    let mut edits = Edits::default();
    edits.moved.insert(format!("{CONTENT}/{old}"), format!("{CONTENT}/{new}"));
    keep_address(trial, site.page(id), &new, &mut edits);
    let sources = trial.sources();
    links::for_each(site, sources, &mut |link| {
        let is_own = link.page == Some(id);
        let Some(means) = link.means() else { return };
        let is_target = means == *old || site.find(&means) == Some(id);
        if is_own || is_target {
            let from = if is_own { new.as_str() } else { link.from };
            let to = if is_target { new.as_str() } else { means.as_str() };
            point(link, &address::relative(from, to), sources, &mut edits);
        }
    });
    Ok(edits)
}

/// Finishes a rename that was made by hand: the file already has its new name.
fn adopt(trial: &Trial, request: &Request<'_>) -> Result<Edits> {
    let (site, sources) = (trial.site(), trial.sources());
    let old = subject::path(request.old);
    let old = if layout::is_page(&old) { old } else { format!("{old}.md") };
    let new = new_path(&old, request.new)?;
    let Some(id) = site.find(&new) else { bail!("{}", no_page(site, request.old)) };
    let mut edits = Edits::default();
    let page = site.page(id);
    if let Some(address) = address::page(&old, None).filter(|address| *address != page.address) {
        add_alias(page, &address, &old, sources, &mut edits);
    }
    links::for_each(site, sources, &mut |link| {
        if link.means().is_some_and(|means| means == old) {
            point(link, &address::relative(link.from, &new), sources, &mut edits);
        }
    });
    Ok(edits)
}

/// The new path of a page, relative to `content/`. A name alone stays in the folder of the old path.
fn new_path(old: &str, typed: &str) -> Result<String> {
    let typed = subject::path(typed);
    let typed = if layout::is_page(&typed) { typed } else { format!("{typed}.md") };
    let new = match old.rsplit_once('/') {
        Some((folder, _)) if !typed.contains('/') => format!("{folder}/{typed}"),
        _ => typed,
    };
    let is_odd = |part: &str| part.is_empty() || part == "." || part == ".." || part.starts_with('.');
    if new.split('/').any(is_odd) || new.contains(':') {
        bail!(
            "`{new}` cannot be the path of a page\n  help: write a path in `content`, such as `cases/the-lost-parcel.md`"
        );
    }
    if layout::is_index(old) || layout::is_index(&new) {
        bail!("`index.md` is the page of its folder, and is named after it\n  help: rename the folder by hand");
    }
    Ok(new)
}

/// Lets the old address lead to the page.
fn keep_address(trial: &Trial, page: &Page, new: &str, edits: &mut Edits) {
    let own = page.document.front.shared.slug.as_deref();
    let address = address::page(new, own).unwrap_or_default();
    let (old, sources) = (&page.address, trial.sources());
    let aliases = &page.document.front.shared.aliases;
    let now = aliases.iter().position(|alias| address::alias(alias).as_deref() == Some(&address));
    if *old == address {
        return;
    }
    match now {
        // The page gets one of its old addresses back, so the other one takes its place in the list.
        Some(number) => edits.replace(sources, aliases[number].span, written_alias(page, old)),
        None => add_alias(page, old, &page.document.path, sources, edits),
    }
}

/// The alias for the old address of a page: its old path, or the address if that does not follow from the path.
fn written_alias(page: &Page, old: &str) -> String {
    let path = &page.document.path;
    let follows = address::page(path, None).as_deref() == Some(old);
    items::in_flow(if follows { path } else { old })
}

/// Adds an old address to the aliases of a page; `path` is the old path of its file.
fn add_alias(page: &Page, old: &str, path: &str, sources: &SourceMap, edits: &mut Edits) {
    let document = &page.document;
    let shared = &document.front.shared;
    let follows = address::page(path, None).as_deref() == Some(old);
    let alias = if follows { path } else { old };
    let source = sources.file(document.file).text();
    let known: Vec<_> = shared.aliases.iter().map(|alias| alias.span.range()).collect();
    let edit = items::add(ListAt { source, items: &known }, alias);
    let value = items::value(source, shared.title.span.range());
    let edit = edit.unwrap_or_else(|| match document.front.body.start {
        0 => Edit { start: 0, end: 0, with: format!("---\naliases: [{}]\n---\n", items::in_flow(alias)) },
        _ if value.is_empty() => {
            let at = source.find('\n').map_or(source.len(), |line| line + 1);
            Edit { start: at, end: at, with: format!("aliases: [{}]\n", items::in_flow(alias)) }
        }
        _ => add_key(source, value, "aliases", alias),
    });
    edits.add(sources, document.file, edit);
}

/// Lets a link lead to another path, as seen from its file.
fn point(link: Written<'_>, path: &str, sources: &SourceMap, edits: &mut Edits) {
    let span = link.path_span();
    let source = sources.file(span.file).text();
    let new = if link.link.is_some() { written_path(source, span, path) } else { path.to_owned() };
    if new != link.path() && crate::text::percent_decode(link.path()) != path {
        edits.replace(sources, span, new);
    }
}

/// The page of a request that needs one.
pub(super) fn of(trial: &Trial, typed: &str) -> Result<PageId> {
    subject::page(trial.site(), typed)
}

//! Files that are not read although their names suggest that the author expects it, and copies of pages
//! that programs make. Files that a page links to are offered to readers, and not reported.

use std::collections::BTreeSet;

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::layout::{self, Stray};
use crate::model::{Page, Site};
use crate::source::{SourceMap, Span};
use crate::text::percent_decode;

pub(super) fn check(site: &Site, sources: &SourceMap) -> Vec<Diagnostic> {
    let linked: BTreeSet<&str> = site.asset_links().map(|link| site.asset(link.asset).path.as_str()).collect();
    let named = names_in_drafts(site, sources);
    let strays = sources.iter().filter_map(|(file, source)| {
        let stray = layout::stray(source.path())?;
        if stray == Stray::OtherSettings && sources.settings().is_some() {
            // It belongs to another program.
            return None;
        }
        let is_meant = |path| linked.contains(path) || named.contains(layout::name(path));
        let inside = source.path().strip_prefix(layout::CONTENT).and_then(|path| path.strip_prefix('/'));
        if inside.is_some_and(|path| site.is_unread(path)) {
            // It is left out for another reason, which has been reported.
            return None;
        }
        if inside.is_some_and(is_meant) {
            return None;
        }
        Some(of_name(stray, source.path(), Span::start_of(file), sources))
    });
    let pages = site.pages.iter().flat_map(|page| copied(site, page).into_iter().chain(ends_twice(page)));
    strays.chain(pages).collect()
}

/// Reports a page whose name ends in `.md` twice, as file managers that hide endings make it.
fn ends_twice(page: &Page) -> Option<Diagnostic> {
    let path = &page.document.path;
    let (name, right) =
        (layout::name(path), layout::page_stem(layout::name(path)).filter(|stem| layout::is_page(stem))?);
    let message = format!("the name `{name}` ends in `.md` twice, and the first one becomes part of the address");
    let found = Diagnostic::new(Code::MisnamedFile, Span::start_of(page.document.file), message);
    Some(found.help(format!("rename it to `{right}`")))
}

/// Returns the names of files in the drafts that are left out: publishing the draft would offer the file.
fn names_in_drafts(site: &Site, sources: &SourceMap) -> BTreeSet<String> {
    let drafts =
        sources.iter().filter(|(_, file)| layout::content_page(file.path()).is_some_and(|path| site.is_draft(path)));
    let mut names = BTreeSet::new();
    for (_, file) in drafts {
        // A name ends at the signs around an address; only one between `<` and `>` or `(` and `)` has spaces.
        for line in file.text().lines().filter(|line| line.contains('.')) {
            let addresses = line.split(['(', ')', '<', '>', '"']);
            for address in addresses.clone().chain(addresses.flat_map(str::split_whitespace)) {
                let path = percent_decode(address.split(['#', '?']).next().unwrap_or(address));
                let name = layout::name(path.trim_matches([',', ';', '`', '\'', '[', ']', ' ']));
                if name.contains('.') {
                    names.insert(name.trim_end_matches(['.', ':']).to_owned());
                }
            }
        }
    }
    names
}

fn of_name(stray: Stray, path: &str, span: Span, sources: &SourceMap) -> Diagnostic {
    let name = layout::name(path);
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let unlinked = |message: String| Diagnostic::new(Code::NotAPage, span, message);
    let offer = format!("or, to offer the file to readers, link to `{name}` from a page");
    match stray {
        Stray::Settings | Stray::OtherSettings | Stray::Glossary => misnamed(stray, path, span, sources),
        Stray::Beside => unlinked(format!("`{path}` is not part of the site: pages belong into `content/`"))
            .help(format!("move it to `content/{path}`")),
        Stray::Page => {
            let at = name.to_ascii_lowercase().find([',', '.']).unwrap_or(name.len());
            let (right, ending) = name.split_at(name.to_ascii_lowercase().find(".m").unwrap_or(at));
            let found = unlinked(format!("`{name}` is not a page: pages end in `.md`"));
            match ending.rsplit('.').next().unwrap_or_default() {
                "bak" | "old" | "orig" | "tmp" | "save" => found.help(format!(
                    "delete it, if it is a copy that you no longer need; as a page, it would be called `{right}.md`"
                )),
                _ => found.help(format!("rename it to `{right}.md`")),
            }
        }
        Stray::PlainText => {
            unlinked(format!("`{name}` is not a page, because pages end in `.md`, and no page links to it"))
                .help(format!("to make a page of it, rename it to `{stem}.md`"))
                .help(offer)
        }
        Stray::Document => {
            let stem = layout::page_stem(stem).unwrap_or(stem);
            unlinked(format!("`{name}` is not a page, because pages are plain text, and no page links to it"))
                .help(format!("to make a page of it, save it as plain text in UTF-8, and name that file `{stem}.md`"))
                .help(offer)
        }
        Stray::Shortcut => unlinked(format!("`{name}` is a shortcut to a file, not the file itself"))
            .help("copy the file itself into this folder, and delete the shortcut"),
        Stray::Web => {
            unlinked(format!("`{name}` is not a page, because pages are written in Markdown, and no page links to it"))
                .help(format!("to make a page of it, copy its text into a file `{stem}.md`"))
                .help(offer)
        }
    }
}

/// Reports settings or a glossary under another name or in another folder.
fn misnamed(stray: Stray, path: &str, span: Span, sources: &SourceMap) -> Diagnostic {
    let (what, right, exists) = match stray {
        Stray::Settings | Stray::OtherSettings => {
            ("settings of a site are", layout::SETTINGS, sources.settings().is_some())
        }
        _ => ("glossary of a site is", layout::GLOSSARY, sources.glossary().is_some()),
    };
    let message = format!("`{path}` is not read: the {what} `{right}`");
    let found = Diagnostic::new(Code::MisnamedFile, span, message);
    let is_lost = stray == Stray::Settings && !exists;
    let found = if is_lost { found.with_severity(Severity::Error) } else { found };
    let is_data = path.to_ascii_lowercase().ends_with("yaml")
        || [".yml", ".txt", ".json", ".toml"].iter().any(|ending| path.to_ascii_lowercase().ends_with(ending));
    found.help(match exists {
        false if !is_data => format!("write its terms into a text file `{right}`: `term: what it means`"),
        true if !is_data => format!("write its terms into `{right}`"),
        true => format!("move what you need from it to `{right}`, and delete it"),
        false if layout::folder(path) == layout::folder(right) => format!("rename it to `{}`", layout::name(right)),
        false => format!("move it to `{right}`"),
    })
}

/// Reports a page whose name is that of a copy, if the page that it was copied from exists.
fn copied(site: &Site, page: &Page) -> Option<Diagnostic> {
    let document = &page.document;
    let original = layout::copied_from(&document.path)?;
    let of_original = site.find(&original).map(|id| &site.page(id).document);
    if of_original.is_none() && !site.is_draft(&original) {
        return None;
    }
    let (copy, name) = (layout::name(&document.path), layout::name(&original));
    let message = format!("`{copy}` has the name of a copy of `{name}`, and both are pages of the site");
    let found = Diagnostic::new(Code::CopiedPage, document.front.shared.title.span, message);
    let found = match of_original {
        Some(document) => found.label(document.front.shared.title.span, "the other one"),
        None => found,
    };
    let found = found.help(format!("compare the two, keep what you need in `{name}`, and delete `{copy}`"));
    Some(found.help("or, if it is a page of its own, give the file a name of its own"))
}

//! Pages with the same title, which readers cannot tell apart in lists and in the search.

use std::collections::BTreeMap;

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::layout;
use crate::model::{Page, Site};
use crate::parse::kind::ContentKind;
use crate::parse::markdown::plain_title;
use crate::text::fold_name;
use crate::yaml::quoted;

/// The pages among which a title must be the only one of its kind: those of a kind and a language. Plain pages differ
/// by their folders.
type Group<'a> = (&'static str, &'a str, &'a str, String);

pub(super) fn check(site: &Site) -> Vec<Diagnostic> {
    let mut first: BTreeMap<Group<'_>, &Page> = BTreeMap::new();
    let mut found = Vec::new();
    for page in &site.pages {
        let path = page.document.path.as_str();
        let is_copy = layout::copied_from(path).is_some_and(|original| site.find(&original).is_some());
        // A page with errors is read again once they are corrected.
        let is_read = page.document.sound && !page.title().trim().is_empty();
        if is_read && let Some(marked) = with_marks(page) {
            found.push(marked);
        }
        if layout::is_index(path) || is_copy || !is_read {
            continue;
        }
        match first.get(&group(page)) {
            Some(other) => found.push(same(page, other)),
            None => drop(first.insert(group(page), page)),
        }
    }
    found
}

/// Reports a title with Markdown, HTML or entities, which is shown as it is written.
fn with_marks(page: &Page) -> Option<Diagnostic> {
    let title = &page.document.front.shared.title;
    let has_entity = title.split('&').skip(1).any(|rest| {
        let name = rest.split(';').next().unwrap_or_default();
        name.len() < rest.len() && !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '#')
    });
    let is_tag = |rest: &str| rest.trim_start_matches('/').starts_with(|c: char| c.is_ascii_alphabetic());
    let has_tag = title.contains('>') && title.split('<').skip(1).any(is_tag);
    let has_marks = title.matches("**").count() > 1 || title.contains("](");
    if !(has_entity || has_tag || has_marks) {
        return None;
    }
    let plain = plain_title(title).filter(|plain| *plain != title.text)?;
    let message = "Markdown and HTML have no effect in a title: all its signs are shown";
    let found = Diagnostic::new(Code::ShownAsText, title.span, message);
    let found = found.suggest(format!("write `{plain}`"), title.span, quoted(&plain));
    Some(if page.document.is_draft() { found.with_severity(Severity::Note) } else { found })
}

fn group(page: &Page) -> Group<'_> {
    let shared = &page.document.front.shared;
    let folder = match page.kind() {
        ContentKind::Page => layout::folder(&page.document.path),
        _ => "",
    };
    let lang = shared.lang.as_ref().map_or("", |lang| lang.text.as_str());
    (page.kind().word(), lang, folder, fold_name(page.title()))
}

fn same(page: &Page, other: &Page) -> Diagnostic {
    let title = &page.document.front.shared.title;
    let message = format!("`{}` has the same title", other.document.path);
    let found = Diagnostic::new(Code::SameTitle, title.span, message)
        .because("readers cannot tell the two apart in lists and in the search")
        .label(other.document.front.shared.title.span, "the other one")
        .help("give one of them a title that says what is different");
    if page.document.is_draft() { found.with_severity(Severity::Note) } else { found }
}

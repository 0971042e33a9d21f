//! Old anchors that keep nothing, because something else on the page has them.

use std::collections::HashSet;

use crate::diagnostic::{Code, Diagnostic};
use crate::model::Page;
use crate::parse::markdown::OldAnchor;

pub(super) fn check(page: &Page, found: &mut Vec<Diagnostic>) {
    let document = &page.document;
    let steps = document.slugs.iter().zip(&document.was).map(|(slug, was)| (slug.as_str(), was));
    let headings = document.body.headings.iter().map(|heading| (heading.slug.as_str(), &heading.was));
    let mut seen: HashSet<&str> = HashSet::new();
    for (owner, was) in steps.chain(headings) {
        for old in was {
            let current = document.anchors().current(&old.id);
            let is_new = seen.insert(&old.id);
            // Among others, the present anchor says which one was the first.
            let is_alone = owner == old.id && was.len() == 1;
            if !is_new || current != Some(owner) || is_alone {
                found.push(idle(page, owner, old, current));
            }
        }
    }
}

/// Reports an old anchor of the heading or step `owner` that leads to `current`.
fn idle(page: &Page, owner: &str, old: &OldAnchor, current: Option<&str>) -> Diagnostic {
    let id = &old.id;
    let reported = |message: String| Diagnostic::new(Code::OldAnchor, old.span, message).help("remove it");
    if owner == id {
        return reported(format!("`#{id}` is the present address, so it need not be kept"));
    }
    match current.filter(|current| *current != owner) {
        Some(current) => {
            let title = title(page, current).map_or_else(|| format!("`#{current}`"), |title| format!("`{title}`"));
            reported(format!("`#{id}` cannot be kept here: links to it lead to {title}"))
        }
        None => reported(format!("`#{id}` is kept twice")),
    }
}

/// The words of the heading, step or question with an anchor.
fn title<'p>(page: &'p Page, anchor: &str) -> Option<&'p str> {
    let document = &page.document;
    let heading = || document.body.heading(anchor).map(|heading| heading.text.trim());
    document.anchors().number(anchor).and_then(|number| document.step_title(number)).or_else(heading)
}

//! Another name for a tag, on all pages.

use anyhow::{Result, bail};

use super::edits::Edits;
use super::items::{self, ListAt, in_flow};
use super::links;
use super::subject::Request;
use super::trial::Trial;
use crate::change::Edit;
use crate::diagnostic::nearest;
use crate::layout::SETTINGS;
use crate::model::facet::value_name;
use crate::model::{Facet, Page, Target};
use crate::parse::kind::ContentKind;
use crate::text::{Slice, one_line};
use crate::yaml::scalar;

pub(super) fn rename(trial: &Trial, request: &Request<'_>) -> Result<Edits> {
    let (site, sources) = (trial.site(), trial.sources());
    let (old, new) = (one_line(request.old), one_line(request.new));
    let (old_name, new_name) = (value_name(&old), value_name(&new));
    let Some(tag) = site.tag(&old_name) else {
        let help = match nearest(&old, site.tags().iter().map(|tag| tag.title.as_str())) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "`casebook build` writes a list of all tags to `tags/index.html`".to_owned(),
        };
        bail!("no page has the tag `{old}`\n  help: {help}")
    };
    if !new_name.contains(char::is_alphanumeric) {
        bail!("`{new}` has no letter or digit, so it gives no address\n  help: write words");
    }
    let mut edits = Edits::default();
    for &id in &tag.pages {
        of_page(trial, site.page(id), [&old_name, &new_name], &new, &mut edits);
    }
    if edits.changes(sources).is_empty() {
        bail!("the tag is called `{new}` already");
    }
    if old_name == new_name {
        return Ok(edits);
    }
    settings(trial, [&tag.title, &new], &mut edits);
    let [from, to] = [&old_name, &new_name].map(|name| Facet::Tag.address(ContentKind::Page, name));
    links::for_each(site, sources, &mut |link| {
        if matches!(link.target, Target::Generated(address) if address.split('#').next() == Some(&from)) {
            let span = link.path_span();
            let new = link.path().replace(from.trim_start_matches("tags/"), to.trim_start_matches("tags/"));
            edits.replace(sources, span, new);
        }
    });
    Ok(edits)
}

/// Renames the tag on one page. If the page has the new tag, too, the old one is removed.
fn of_page(trial: &Trial, page: &Page, names: [&str; 2], new: &str, edits: &mut Edits) {
    let [old_name, new_name] = names;
    let document = &page.document;
    let source = trial.sources().file(document.file).text();
    let tags = &document.front.shared.tags;
    let items: Vec<_> = tags.iter().map(|tag| tag.0.span.range()).collect();
    let has_new = old_name != new_name && tags.iter().any(|tag| value_name(tag) == new_name);
    for (number, tag) in tags.iter().enumerate().filter(|(_, tag)| value_name(tag) == old_name) {
        let list = ListAt { source, items: &items };
        let removed = if has_new { items::remove(list, number) } else { None };
        let edit = removed.unwrap_or_else(|| {
            let before = source.slice(..items[number].start).trim_end();
            let with = match before.chars().last() {
                Some('[' | ',') => in_flow(new),
                // A lone tag with a comma would be taken for a list.
                Some(':') if new.contains(',') => format!("[{}]", in_flow(new)),
                _ => scalar(new),
            };
            Edit::at(tag.0.span, with)
        });
        edits.add(trial.sources(), document.file, edit);
    }
}

/// Notes the new name in the settings, so that the old address leads to the new one.
fn settings(trial: &Trial, tags: [&str; 2], edits: &mut Edits) {
    let [old, new] = tags;
    let sources = trial.sources();
    let line = format!("{}: {}", scalar(old), scalar(new));
    let Some(file) = sources.settings() else {
        edits.created.insert(SETTINGS.to_owned(), format!("renamed-tags:\n  {line}\n"));
        return;
    };
    let source = sources.file(file).text();
    let known = &trial.site().config().renamed_tags;
    // Names that led to the old tag lead to the new one. The new name is no longer an old one.
    let mut has_line = false;
    for (from, to) in known {
        if value_name(from) == value_name(new) {
            let range = from.span.range().start..to.span.range().end;
            edits.add(sources, file, Edit { start: range.start, end: range.end, with: line.clone() });
            has_line = true;
        } else if value_name(to) == value_name(old) {
            edits.replace(sources, to.span, scalar(new));
        }
    }
    if has_line {
        return;
    }
    let edit = match known.last() {
        Some((from, to)) => {
            let before = items::line_before(source, from.span.range().start);
            let is_block = before.trim().is_empty();
            let at = if is_block { items::end_of_line(source, to.span.range().end) } else { to.span.range().end };
            let with =
                if is_block { format!("\n{before}{line}") } else { format!(", {}: {}", in_flow(old), in_flow(new)) };
            Edit { start: at, end: at, with }
        }
        None => {
            let start = if source.is_empty() || source.ends_with('\n') { "" } else { "\n" };
            let with = format!("{start}renamed-tags:\n  {line}\n");
            Edit { start: source.len(), end: source.len(), with }
        }
    };
    edits.add(sources, file, edit);
}

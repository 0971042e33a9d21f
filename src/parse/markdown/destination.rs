//! Positions of link destinations, and the link reference definitions of a text.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Parser, Tag};

use crate::text::{Slice, single_spaced};

/// The destination and the title of a link reference definition.
pub(super) struct Definition {
    pub destination: String,
    pub title: String,
}

/// Returns the range of the destination `to` in a link as written. `None` if it is written elsewhere, in a link reference
/// definition, or in another way, with escapes or entities.
pub(super) fn find(link: &str, kind: LinkType, to: &str) -> Option<Range<usize>> {
    if to.is_empty() {
        return None;
    }
    let start = match kind {
        LinkType::Inline => link.match_indices("](").map(|(at, _)| at + 2).find_map(|at| inline(link, at, to))?,
        LinkType::Autolink | LinkType::Email | LinkType::WikiLink { .. } => link.find(to)?,
        _ => return None,
    };
    Some(start..start + to.len())
}

/// Returns the position of the destination if it follows the brackets that open at `at`, with nothing after it but a title.
fn inline(link: &str, at: usize, to: &str) -> Option<usize> {
    let inside = link.slice(at..);
    let start = inside.trim_start();
    let start = start.strip_prefix('<').unwrap_or(start);
    let after = start.strip_prefix(to)?;
    let after = after.strip_prefix('>').unwrap_or(after);
    let title = after.strip_suffix(')')?;
    let is_title = title.starts_with(char::is_whitespace) && title.trim_start().starts_with(['"', '\'', '(']);
    (title.trim().is_empty() || is_title).then_some(at + inside.len() - start.len())
}

/// Returns the range of the destination `to` in a link reference definition as written; `None` if it is written with
/// escapes or entities.
pub(super) fn of_definition(written: &str, to: &str) -> Option<Range<usize>> {
    let after = written.find("]:")? + 2;
    let rest = written.slice(after..);
    let start = rest.trim_start();
    let start = start.strip_prefix('<').unwrap_or(start);
    let at = written.len() - start.len();
    (!to.is_empty() && start.starts_with(to)).then(|| at..at + to.len())
}

/// The link reference definitions of a text, by label.
pub(super) fn definitions(parser: &Parser<'_>) -> BTreeMap<String, Definition> {
    let all = parser.reference_definitions().iter();
    let owned = all.map(|(name, found)| {
        let title = found.title.as_deref().unwrap_or_default().to_owned();
        (label(name), Definition { destination: found.dest.to_string(), title })
    });
    owned.collect()
}

/// A link reference definition that no link and no image uses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnusedDefinition {
    /// The label as written.
    pub label: String,
    /// Where it would lead.
    pub destination: String,
    /// Its range in the text.
    pub range: Range<usize>,
}

/// Returns the definitions that nothing in the text of `parser` uses, in the order of the text. Those that authors write
/// to hide a remark, such as `[//]: # (remark)`, are not among them.
pub(super) fn unused(parser: Parser<'_>) -> Vec<UnusedDefinition> {
    let definition =
        |(label, range, destination): (String, Range<usize>, String)| UnusedDefinition { label, destination, range };
    let all = parser.reference_definitions().iter();
    let all = all.map(|(label, found)| definition((label.to_owned(), found.span.clone(), found.dest.to_string())));
    let mut unused: Vec<UnusedDefinition> =
        all.filter(|found| !matches!(found.destination.as_str(), "" | "#") && found.label != "//").collect();
    let used: BTreeSet<String> = parser
        .filter_map(|event| match event {
            Event::Start(Tag::Link { id, .. } | Tag::Image { id, .. }) => Some(label(&id)),
            _ => None,
        })
        .collect();
    unused.retain(|found| !used.contains(&label(&found.label)));
    unused.sort_by_key(|found| found.range.start);
    unused
}

/// A label as labels are compared: without regard to capitals and the amount of white space.
pub(super) fn label(written: &str) -> String {
    single_spaced(written).to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_destination_is_found_between_its_brackets_only() {
        for (link, to, start) in [
            ("[a.md](a.md)", "a.md", Some(7)),
            ("[x](a.md \"a.md\")", "a.md", Some(4)),
            ("[x](<a b.md> 't')", "a b.md", Some(5)),
            ("[x]( a.md )", "a.md", Some(5)),
            ("[![x](a.png)](a.png)", "a.png", Some(14)),
            ("[x](a.md \"see ](a.md\")", "a.md", Some(4)),
            ("[x](a&amp;b.md)", "a&b.md", None),
            ("[x]()", "", None),
        ] {
            assert_eq!(find(link, LinkType::Inline, to).map(|range| range.start), start, "{link}");
        }
        assert_eq!(find("[see a.md][l]", LinkType::Reference, "a.md"), None);
        assert_eq!(find("<mailto:a@b.example>", LinkType::Autolink, "mailto:a@b.example"), Some(1..19));
    }
}

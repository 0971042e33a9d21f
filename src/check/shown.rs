//! Text that was meant to be a link but is shown as plain text: spaces in the address or between the brackets, or a
//! missing bracket.

use crate::diagnostic::{Code, Diagnostic};
use crate::model::Page;
use crate::parse::markdown::{Body, Event};
use crate::parse::slug::slug;
use crate::source::{SourceMap, Span};
use crate::text::Slice;

pub(super) fn check(page: &Page, sources: &SourceMap, found: &mut Vec<Diagnostic>) {
    let source = sources.file(page.document.file).text();
    for body in std::iter::once(&page.document.body).chain(page.document.values.values()) {
        in_body(body, source, |anchor| page.has_anchor(anchor), found);
    }
}

/// Reports text in `body` that was meant to be a link; `known` tests whether its page has an anchor.
pub(super) fn in_body(body: &Body, source: &str, known: impl Fn(&str) -> bool, found: &mut Vec<Diagnostic>) {
    for run in runs(body, source) {
        for meant in links(source.slice(run.range())) {
            found.push(report(&known, &meant, run, source.slice(run.range())));
        }
    }
}

/// Returns the runs of plain text that are written in the source exactly as they are shown.
fn runs(body: &Body, source: &str) -> Vec<Span> {
    let mut runs: Vec<Span> = Vec::new();
    let mut joins = false;
    for (event, span) in body.events() {
        let Event::Text(piece) = event else {
            joins = false;
            continue;
        };
        // A value of the front matter can span several lines.
        let shown = body.piece(source, piece);
        let same = |written: &str| written == shown || written.split_whitespace().eq(shown.split_whitespace());
        let exact = source.get(span.range()).is_some_and(same);
        match runs.last_mut().filter(|last| joins && exact && last.end == span.start) {
            Some(last) => last.end = span.end,
            None if exact => runs.push(span),
            None => {}
        }
        joins = exact;
    }
    runs
}

/// A malformed link in a text. Positions are byte offsets in that text.
#[derive(Debug, PartialEq, Eq)]
struct IntendedLink {
    /// From `[` or `![` to the closing bracket, or to the end of the address.
    whole: std::ops::Range<usize>,
    address: std::ops::Range<usize>,
    fault: Fault,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fault {
    BlankInside,
    BlankBefore,
    NoEnd,
}

/// Maximum length of an address, in bytes.
const LONGEST_ADDRESS: usize = 2_000;

fn links(text: &str) -> Vec<IntendedLink> {
    let mut links = Vec::new();
    let (mut at, mut open) = (0, None);
    // The end of the next address: its bracket or the end of the line.
    let mut end = 0;
    for (bracket, sign) in text.match_indices(['[', ']']) {
        if sign == "[" {
            open = Some(bracket);
        }
        let Some(open) = open.filter(|_| sign == "]" && bracket >= at) else { continue };
        at = bracket + 1;
        let behind = text.slice(at..).trim_start_matches(' ');
        let blanks = text.len() - at - behind.len();
        if !behind.starts_with('(') || blanks > 1 {
            continue;
        }
        let start = at + blanks + 1;
        let image = text.slice(..open).ends_with('!');
        if end < start {
            end = text.slice(start..).find([')', '\n']).map_or(text.len(), |found| start + found);
        }
        let address = text.slice(start..end);
        let closed = text.slice(end..).starts_with(')');
        let fault = if closed { fault_of_closed(address, blanks > 0) } else { fault_of_open(address) };
        if let Some(FoundFault { length, after, fault }) = fault {
            let from = open - usize::from(image);
            links.push(IntendedLink { whole: from..start + after, address: start..start + length, fault });
            at = start + after;
        }
    }
    links
}

/// A fault in the target of a link, which begins after the opening bracket.
#[derive(Debug)]
struct FoundFault {
    /// The length of the address.
    length: usize,
    /// The end of the link, counted from the beginning of the address.
    after: usize,
    fault: Fault,
}

/// Examines the rest of a line that lacks a closing bracket. Returns `None` if no link was meant.
fn fault_of_open(rest: &str) -> Option<FoundFault> {
    let near = rest.slice(..rest.floor_char_boundary(LONGEST_ADDRESS));
    let end = near.find(' ').or_else(|| (near.len() == rest.len()).then_some(near.len()))?;
    is_address(rest.slice(..end)).then_some(FoundFault { length: end, after: end, fault: Fault::NoEnd })
}

/// Examines an address between brackets. Returns `None` if no link was meant.
fn fault_of_closed(address: &str, blank_before: bool) -> Option<FoundFault> {
    if address.len() > LONGEST_ADDRESS {
        return None;
    }
    let fault = match (blank_before, address.contains(' ')) {
        (true, false) => Fault::BlankBefore,
        (false, true) if !address.contains(['"', '<', '(']) => Fault::BlankInside,
        _ => return None,
    };
    is_address(address).then_some(FoundFault { length: address.len(), after: address.len() + 1, fault })
}

/// Returns whether a text can only have been meant as an address: of a heading, a file or a web page.
fn is_address(text: &str) -> bool {
    let path = text.split('#').next().unwrap_or(text);
    let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending);
    let file = (2..=4).contains(&ending.len()) && ending.chars().all(|c| c.is_ascii_alphanumeric());
    text.starts_with('#') && text.len() > 1 || text.starts_with("https://") || text.starts_with("http://") || file
}

fn report(known: impl Fn(&str) -> bool, meant: &IntendedLink, run: Span, text: &str) -> Diagnostic {
    let place = |range: std::ops::Range<usize>| {
        Span::new(run.file, run.range().start + range.start..run.range().start + range.end)
    };
    let (address, span) = (text.slice(meant.address.clone()), place(meant.address.clone()));
    let message = |why: &str| format!("this is shown as text: {why}");
    let found = |why: &str| Diagnostic::new(Code::ShownAsText, place(meant.whole.clone()), message(why));
    match meant.fault {
        Fault::NoEnd => {
            let end = Span { start: span.end, ..span };
            found("the `)` at the end of the link is missing").replace(format!("write `{address})`"), end, ")")
        }
        Fault::BlankBefore => {
            let blank = meant.address.start - 2..meant.address.start - 1;
            found("a blank stands between `]` and `(`").replace("remove the blank", place(blank), "")
        }
        Fault::BlankInside => {
            let found = found("the address of a link has no blanks");
            let words = match address.split_once('#') {
                Some(("", words)) => words,
                Some((path, words)) if words.contains(' ') => {
                    let path = if path.contains(' ') { path.replace(' ', "%20") } else { path.to_owned() };
                    return found.help(format!("write the address of the heading there: `{path}#{}`", slug(words)));
                }
                _ => return found.replace(format!("write `<{address}>`"), span, format!("<{address}>")),
            };
            let right = slug(words);
            if known(&right) {
                found.replace(format!("write `#{right}`"), span, format!("#{right}"))
            } else {
                found.help("write the address of the heading: small letters, hyphens for blanks")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_text_that_was_meant_as_a_link_is_reported() {
        for (text, address, fault) in [
            ("see [it](#how it ends).", "#how it ends", Fault::BlankInside),
            ("[x](the seam.md)", "the seam.md", Fault::BlankInside),
            ("![a](my photo.png)", "my photo.png", Fault::BlankInside),
            ("[x] (#x)", "#x", Fault::BlankBefore),
            ("[x](a.md and more", "a.md", Fault::NoEnd),
        ] {
            let found = links(text);
            assert_eq!(found.len(), 1, "{text}");
            assert_eq!((text.slice(found[0].address.clone()), found[0].fault), (address, fault), "{text}");
        }
        for text in ["[1] (see page 3)", "an array[0](for example)", "[x] and (a.md)", "[so](he said) it", "f](x.md"] {
            assert_eq!(links(text), [], "{text}");
        }
    }
}

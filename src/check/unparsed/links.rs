//! Links that are shown as text: spaces in the address or between the brackets, a missing bracket, or the two kinds of
//! brackets swapped.

use super::runs::Run;
use crate::diagnostic::Diagnostic;
use crate::parse::slug::slug;
use crate::text::Slice;

/// Reports links in `run`, and returns their ranges; `known` tests whether its page has an anchor.
pub(super) fn check(
    run: Run<'_>,
    known: &impl Fn(&str) -> bool,
    found: &mut Vec<Diagnostic>,
) -> Vec<std::ops::Range<usize>> {
    let meant = links(run.text);
    found.extend(meant.iter().map(|meant| report(known, meant, run)));
    swapped(run, found);
    meant.into_iter().map(|meant| meant.whole).collect()
}

/// Schemes of addresses that links may have.
pub(super) const SCHEMES: [&str; 5] = ["https://", "http://", "mailto:", "tel:", "sms:"];

/// Reports `(text)[address]`.
fn swapped(run: Run<'_>, found: &mut Vec<Diagnostic>) {
    for (middle, _) in run.text.match_indices(")[") {
        let (before, after) = (run.text.slice(..middle), run.text.slice(middle + 2..));
        let Some((open, text)) = before.rfind('(').map(|open| (open, before.slice(open + 1..))) else { continue };
        let Some((address, _)) = after.split_once(']') else { continue };
        if text.is_empty() || address.contains(char::is_whitespace) || !is_address(address) {
            continue;
        }
        let whole = open..middle + 2 + address.len() + 1;
        let right = format!("[{text}]({address})");
        let slip = run.source.shown(run.range(whole.clone()), "the brackets of the link are swapped");
        found.push(slip.replace(format!("write `{right}`"), run.span(whole), right));
    }
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
    /// A title in quotation marks of a word processor.
    CurlyTitle,
    /// A size, as in `desk.png =300x200`.
    Size,
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
        let end = end_with_number(text, start..end);
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

/// The end of an address that contains a number in brackets, as in `form (1).pdf`, which file managers add to the second
/// file of a name. For other addresses, the end as it is.
fn end_with_number(text: &str, address: std::ops::Range<usize>) -> usize {
    let (inside, behind) = (text.slice(address.clone()), text.slice(address.end..));
    if !behind.starts_with(").") || inside.len() > LONGEST_ADDRESS {
        return address.end;
    }
    let has_number = inside.rsplit_once(" (").is_some_and(|(name, number)| {
        !name.is_empty() && !number.is_empty() && number.chars().all(|c| c.is_ascii_digit())
    });
    let next = behind.strip_prefix(").").and_then(|rest| rest.find([')', '\n']));
    match next.filter(|_| has_number) {
        Some(found) if behind.slice(found + 2..).starts_with(')') => address.end + found + 2,
        _ => address.end,
    }
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
        (false, true) if address.contains(['“', '”', '„']) => return fault_of_title(address),
        (false, true) if size_behind(address).is_some() => Fault::Size,
        (false, true) if !address.contains(['"', '<']) => Fault::BlankInside,
        _ => return None,
    };
    let is_meant = fault == Fault::Size || is_address(address);
    is_meant.then_some(FoundFault { length: address.len(), after: address.len() + 1, fault })
}

/// The path before a size such as ` =300x200`, which sets the size of a picture in other tools.
fn size_behind(address: &str) -> Option<&str> {
    let (path, size) = address.split_once(" =")?;
    let is_size = !size.is_empty() && size.chars().all(|c| c.is_ascii_digit() || c == 'x' || c == '%');
    (is_size && is_address(path)).then_some(path)
}

/// Examines an address with a title in typographic quotation marks, such as `desk.png “Our desk”`.
fn fault_of_title(address: &str) -> Option<FoundFault> {
    let (path, title) = address.split_once(' ')?;
    let title = title.trim();
    let is_title = title.starts_with(['“', '”', '„']) && title.ends_with(['“', '”']) && title.chars().count() > 2;
    let length = address.len();
    (is_title && is_address(path)).then_some(FoundFault { length, after: length + 1, fault: Fault::CurlyTitle })
}

/// Returns whether a text can only have been meant as an address: of a heading, a file or a web page.
pub(super) fn is_address(text: &str) -> bool {
    let path = text.split('#').next().unwrap_or(text);
    let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending);
    let file = (2..=4).contains(&ending.len()) && ending.chars().all(|c| c.is_ascii_alphanumeric());
    text.starts_with('#') && text.len() > 1 || SCHEMES.iter().any(|scheme| text.starts_with(scheme)) || file
}

fn report(known: impl Fn(&str) -> bool, meant: &IntendedLink, run: Run<'_>) -> Diagnostic {
    let address = run.text.slice(meant.address.clone());
    let span = run.span(meant.address.clone());
    let found = |why: &str| run.source.shown(run.range(meant.whole.clone()), why);
    match meant.fault {
        Fault::NoEnd if address.trim_end().ends_with(':') => found("a link has no spaces after its scheme")
            .help(format!("remove the spaces after `{}`", address.trim_end())),
        Fault::NoEnd => {
            let end = run.span(meant.address.end..meant.address.end);
            found("the `)` at the end of the link is missing").replace(format!("write `{address})`"), end, ")")
        }
        Fault::Size => {
            let right = size_behind(address).unwrap_or(address);
            found("the size of a picture cannot be set here").replace(format!("write `{right}`"), span, right)
        }
        Fault::CurlyTitle => {
            let (path, title) = address.split_once(' ').unwrap_or((address, ""));
            let right = format!("{path} \"{}\"", title.trim().trim_matches(['“', '”', '„']));
            found("the quotation marks of the title are not straight").replace(format!("write `{right}`"), span, right)
        }
        Fault::BlankBefore => {
            let blank = run.span(meant.address.start - 2..meant.address.start - 1);
            found("there is a space between `]` and `(`").replace("remove the space", blank, "")
        }
        Fault::BlankInside => {
            let found = found("the address of a link cannot contain spaces");
            let words = match address.split_once('#') {
                Some(("", words)) => words,
                Some((path, words)) if words.contains(' ') && !is_other_scheme(address) => {
                    let path = if path.contains(' ') { path.replace(' ', "%20") } else { path.to_owned() };
                    return found.help(format!("write the address of the heading there: `{path}#{}`", slug(words)));
                }
                _ => {
                    let right = without_spaces(address);
                    return found.replace(format!("write `{right}`"), span, right);
                }
            };
            let right = slug(words);
            if known(&right) {
                found.replace(format!("write `#{right}`"), span, format!("#{right}"))
            } else {
                found.help("write the heading's address: small letters, with hyphens for spaces")
            }
        }
    }
}

fn is_other_scheme(address: &str) -> bool {
    ["mailto:", "tel:", "sms:"].iter().any(|scheme| address.starts_with(scheme))
}

/// Returns an address without spaces that means the same: a phone number needs none, and elsewhere they are escaped or
/// stand between angle brackets.
fn without_spaces(address: &str) -> String {
    if address.starts_with("tel:") || address.starts_with("sms:") {
        address.replace(' ', "")
    } else if let Some(mailbox) = address.strip_prefix("mailto:") {
        format!("mailto:{}", mailbox.trim().replace(' ', "%20"))
    } else {
        format!("<{address}>")
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

//! Web and mail addresses in plain text, which become links as on GitHub.
//!
//! Follows the extension "autolinks" of GitHub Flavored Markdown, except that `www.` addresses are given `https://`.

use std::ops::Range;

use crate::text::Slice;

/// An address in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Autolink {
    /// Its range in the text.
    pub range: Range<usize>,
    /// The address, without `mailto:`.
    pub destination: String,
    /// True for a mail address.
    pub email: bool,
}

/// Returns all addresses in `text`, in order.
pub(super) fn find(text: &str) -> Vec<Autolink> {
    let mut found = Vec::new();
    if !text.contains(['@', ':']) && !text.contains("www.") {
        return found;
    }
    let mut end = 0;
    for (at, _) in text.match_indices(['h', 'H', 'w', 'W', '@']) {
        if at < end {
            continue;
        }
        let link = web(text, at).or_else(|| mail(text, at, end));
        if let Some(link) = link {
            end = link.range.end;
            found.push(link);
        }
    }
    found
}

/// Returns the web address that begins at `at`.
fn web(text: &str, at: usize) -> Option<Autolink> {
    let before = text.slice(..at).chars().next_back();
    if before.is_some_and(|c| !c.is_whitespace() && !"*_~(".contains(c)) {
        return None;
    }
    let rest = text.slice(at..);
    let starts = |prefix: &str| rest.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix));
    let (scheme, added) = ["https://", "http://"]
        .into_iter()
        .find(|scheme| starts(scheme))
        .map(|scheme| (scheme, ""))
        .or_else(|| starts("www.").then_some(("", "https://")))?;
    let host = host(rest.slice(scheme.len()..))?;
    let address = rest.split(|c: char| c.is_whitespace() || c == '<').next().unwrap_or_default();
    let length = without_punctuation(address).len();
    if length < scheme.len() + host.len() {
        return None;
    }
    let address = address.slice(..length);
    Some(Autolink { range: at..at + length, destination: format!("{added}{address}"), email: false })
}

/// Returns the host at the beginning of `text`: letters, digits, hyphens and underscores between full stops, with no
/// underscore in the last two parts.
fn host(text: &str) -> Option<&str> {
    let end = text.find(|c: char| !c.is_alphanumeric() && !"-_.".contains(c)).unwrap_or(text.len());
    let host = text.slice(..end).trim_end_matches(['.', '-', '_']);
    let parts: Vec<&str> = host.split('.').collect();
    let sound = parts.len() > 1
        && parts.iter().all(|part| !part.is_empty())
        && parts.iter().rev().take(2).all(|part| !part.contains('_'));
    sound.then_some(host)
}

/// Returns an address without the punctuation behind it: full stops and the like, closing brackets that were not opened
/// in it, and entities.
fn without_punctuation(address: &str) -> &str {
    let mut address = address;
    let mut not_opened = address.matches(')').count().saturating_sub(address.matches('(').count());
    loop {
        let shorter = address.trim_end_matches(['?', '!', '.', ',', ':', '*', '_', '~', '"', '\'', '”', '’', '…']);
        let shorter = match shorter.strip_suffix(')') {
            Some(inner) if not_opened > 0 => {
                not_opened -= 1;
                inner
            }
            _ => without_entity(shorter),
        };
        if shorter.len() == address.len() {
            return address;
        }
        address = shorter;
    }
}

/// Removes an entity such as `&copy;` from the end, or a semicolon.
fn without_entity(address: &str) -> &str {
    let Some(inner) = address.strip_suffix(';') else { return address };
    let before_name = inner.trim_end_matches(|c: char| c.is_ascii_alphanumeric());
    before_name.strip_suffix('&').filter(|_| before_name.len() < inner.len()).unwrap_or(inner)
}

/// Returns the mail address around the `@` at `at`, which begins at `from` or later.
fn mail(text: &str, at: usize, from: usize) -> Option<Autolink> {
    let after = text.slice(at..).strip_prefix('@')?;
    let before = text.slice(from..at);
    let is_local = |c: char| c.is_ascii_alphanumeric() || ".-_+".contains(c);
    let start = at - (before.len() - before.trim_end_matches(is_local).len());
    let host = host(after).filter(|host| host.is_ascii())?;
    let local = text.slice(start..at);
    let glued = text.slice(..start).ends_with([':', '/', '@']) || after.slice(host.len()..).starts_with(['@', '/']);
    if local.is_empty() || local.starts_with('.') || glued {
        return None;
    }
    let end = at + 1 + host.len();
    Some(Autolink { range: start..end, destination: text.slice(start..end).to_owned(), email: true })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_end_where_readers_see_their_end() {
        for (text, destinations) in [
            (
                "Read https://example.org/policy and www.example.org.",
                vec!["https://example.org/policy", "https://www.example.org"],
            ),
            ("(see http://example.org/a_(b))", vec!["http://example.org/a_(b)"]),
            ("See https://example.org/?a=b&copy; now", vec!["https://example.org/?a=b"]),
            ("“https://example.org/x”", vec![]),
            ("Ask help@example.org, or a.b+c@mail.example.org.", vec!["help@example.org", "a.b+c@mail.example.org"]),
            ("HTTPS://EXAMPLE.ORG!", vec!["HTTPS://EXAMPLE.ORG"]),
            ("https://example.org…", vec!["https://example.org"]),
            ("*https://example.org/*", vec!["https://example.org/"]),
        ] {
            let found: Vec<String> = find(text).into_iter().map(|link| link.destination).collect();
            assert_eq!(found, destinations, "{text}");
        }
    }

    #[test]
    fn other_text_is_no_address() {
        for text in [
            "https://",
            "http://localhost",
            "www",
            "www.",
            "xhttps://example.org",
            "a@b",
            "@home",
            "a@",
            "https://a_b.c_d",
            "mailto:a@b.example",
            "ssh://git@example.org/x",
            "and/or",
            "a: b",
        ] {
            assert_eq!(find(text), [], "{text}");
        }
    }
}

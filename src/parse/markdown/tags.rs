//! The HTML tags that Markdown has no form for and that every page may use: parts that open (`<details>`, `<summary>`),
//! keys (`<kbd>`), small letters (`<sub>`, `<sup>`) and line breaks (`<br>`).
//!
//! Only tags that form whole elements are used. Others stay HTML, which `check` reports.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::Element;
use crate::text::Slice;

/// A tag within a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Inline {
    /// `<br>`
    Break,
    /// `<kbd>`
    Open(Element),
    /// `</kbd>`
    Close(Element),
}

/// Reads a tag within a line.
pub(super) fn inline(html: &str) -> Option<Inline> {
    let tag = Written::read(html).filter(|tag| tag.length == html.len())?;
    let element = match tag.name.as_str() {
        "br" if !tag.closes && tag.attributes.is_empty() => return Some(Inline::Break),
        "kbd" => Element::Key,
        "sub" => Element::Subscript,
        "sup" => Element::Superscript,
        _ => return None,
    };
    let tag = tag.attributes.is_empty().then_some(tag.closes)?;
    Some(if tag { Inline::Close(element) } else { Inline::Open(element) })
}

/// Returns whether a tag within a line opens a link or closes one; `None` for other tags.
pub(super) fn link(html: &str) -> Option<bool> {
    Written::read(html).filter(|tag| tag.name == "a").map(|tag| !tag.closes)
}

/// True if a text may have parts that open.
pub(super) fn has_folds(text: &str) -> bool {
    text.match_indices('<').any(|(at, _)| Written::read(text.slice(at..)).is_some_and(|tag| tag.name == "details"))
}

/// A part of a block of HTML. Ranges are byte offsets in the block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Token {
    /// `<details>`
    Open {
        /// True for `<details open>`.
        open: bool,
    },
    /// `</details>`
    Close,
    /// The text between `<summary>` and `</summary>`.
    Summary(Range<usize>),
    /// Markdown between the tags.
    Text(Range<usize>),
}

/// Splits a block of HTML into tokens. Returns `None` if it has no `<details>`, or if one has no `<summary>` directly
/// behind it.
pub(super) fn block(html: &str) -> Option<Vec<Token>> {
    let mut tokens = Vec::new();
    let (mut at, mut text) = (0, 0);
    while let Some(next) = html.slice(at..).find('<').map(|found| at + found) {
        if html.slice(next..).starts_with("<!--") {
            at = next + html.slice(next..).find("-->")? + "-->".len();
            continue;
        }
        at = next + 1;
        let Some(tag) = Written::read(html.slice(next..)).filter(|tag| tag.name == "details") else { continue };
        add_text(html, text..next, &mut tokens);
        at = next + tag.length;
        if tag.closes {
            tokens.push(Token::Close);
        } else {
            let open = match tag.attributes.as_str() {
                "" => false,
                "open" | "open=\"\"" | "open=\"open\"" | "open=''" => true,
                _ => return None,
            };
            let blank = html.slice(at..).len() - html.slice(at..).trim_start().len();
            let begin = Written::read(html.slice(at + blank..)).filter(|tag| tag.name == "summary" && !tag.closes)?;
            let from = at + blank + begin.length;
            let end = find_end(html.slice(from..), "</summary>")?;
            tokens.extend([Token::Open { open }, Token::Summary(from..from + end)]);
            at = from + end + "</summary>".len();
        }
        text = at;
    }
    if tokens.is_empty() {
        return None;
    }
    add_text(html, text..html.len(), &mut tokens);
    Some(tokens)
}

fn add_text(html: &str, range: Range<usize>, tokens: &mut Vec<Token>) {
    if !html.slice(range.clone()).trim().is_empty() {
        tokens.push(Token::Text(range));
    }
}

/// Finds a closing tag in any case.
fn find_end(html: &str, tag: &str) -> Option<usize> {
    html.match_indices('<')
        .map(|(at, _)| at)
        .find(|&at| html.get(at..at + tag.len()).is_some_and(|written| written.eq_ignore_ascii_case(tag)))
}

/// A tag as written.
struct Written {
    /// In small letters.
    name: String,
    /// Without space around it.
    attributes: String,
    closes: bool,
    /// Bytes from `<` to `>`.
    length: usize,
}

impl Written {
    /// Reads the tag at the beginning of `html`.
    fn read(html: &str) -> Option<Self> {
        let inside = html.strip_prefix('<')?;
        let end = inside.find(['>', '<'])?;
        let inner = inside.slice(..end);
        inside.slice(end..).starts_with('>').then_some(())?;
        let (closes, inner) = inner.strip_prefix('/').map_or((false, inner), |inner| (true, inner));
        let name: String = inner.chars().take_while(char::is_ascii_alphanumeric).collect();
        let attributes = inner.slice(name.len()..).trim().trim_end_matches('/').trim_end();
        let name = name.to_ascii_lowercase();
        (!name.is_empty()).then(|| Self { name, attributes: attributes.to_owned(), closes, length: end + 2 })
    }
}

/// Returns the positions of the blocks of HTML whose `<details>` are all closed, in the same list item or quotation.
pub(super) fn folds<'t>(text: &'t str, events: impl Iterator<Item = (Event<'t>, Range<usize>)>) -> BTreeSet<usize> {
    let mut blocks: Vec<usize> = Vec::new();
    let mut bad: BTreeSet<usize> = BTreeSet::new();
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    // The blocks in which the open ones begin, each with the number of elements around it.
    let mut open: Vec<(usize, usize)> = Vec::new();
    let mut depth = 0_usize;
    for (event, range) in events {
        match event {
            Event::Start(Tag::HtmlBlock) => {
                depth += 1;
                let number = blocks.len();
                let Some(tokens) = block(text.slice(range.clone())) else { continue };
                blocks.push(range.start);
                for token in tokens {
                    match token {
                        Token::Open { .. } => open.push((number, depth)),
                        Token::Close => match open.pop_if(|(_, around)| *around == depth) {
                            Some((first, _)) => pairs.push((first, number)),
                            None => drop(bad.insert(number)),
                        },
                        Token::Summary(_) | Token::Text(_) => {}
                    }
                }
            }
            Event::End(TagEnd::HtmlBlock) => depth = depth.saturating_sub(1),
            Event::Start(_) => depth += 1,
            Event::End(_) => {
                // A tag that is still open when its element ends is never closed.
                bad.extend(std::iter::from_fn(|| open.pop_if(|(_, around)| *around > depth)).map(|(number, _)| number));
                depth = depth.saturating_sub(1);
            }
            _ => {}
        }
    }
    bad.extend(open.into_iter().map(|(number, _)| number));
    spread(&pairs, &mut bad);
    blocks.into_iter().enumerate().filter(|(number, _)| !bad.contains(number)).map(|(_, start)| start).collect()
}

/// Adds the blocks that are joined to a bad one by a pair, directly or through others.
fn spread(pairs: &[(usize, usize)], bad: &mut BTreeSet<usize>) {
    let mut joined: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for &(first, last) in pairs {
        joined.entry(first).or_default().push(last);
        joined.entry(last).or_default().push(first);
    }
    let mut new: Vec<usize> = bad.iter().copied().collect();
    while let Some(number) = new.pop() {
        new.extend(joined.remove(&number).unwrap_or_default().into_iter().filter(|&other| bad.insert(other)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_within_a_line_have_no_attributes() {
        for (html, expected) in [
            ("<br>", Some(Inline::Break)),
            ("<br />", Some(Inline::Break)),
            ("<KBD>", Some(Inline::Open(Element::Key))),
            ("</sub>", Some(Inline::Close(Element::Subscript))),
            ("<sup>", Some(Inline::Open(Element::Superscript))),
            ("<kbd class=\"x\">", None),
            ("</br>", None),
            ("<b>", None),
            ("<kbdx>", None),
        ] {
            assert_eq!(inline(html), expected, "{html}");
        }
    }

    #[test]
    fn a_block_is_split_at_its_tags() {
        let html = "<details open>\n<summary>More</summary>\nText.\n</details>";
        let tokens = block(html).unwrap();
        assert_eq!(tokens.len(), 4, "{tokens:?}");
        assert_eq!(tokens[0], Token::Open { open: true });
        assert_eq!(tokens[1], Token::Summary(24..28));
        assert!(matches!(&tokens[2], Token::Text(text) if html.slice(text.clone()).trim() == "Text."));
        assert_eq!(tokens[3], Token::Close);
        for html in [
            "<div>x</div>",
            "<details>\nno summary",
            "<details class=\"x\"><summary>a</summary>",
            "<details><summary>a",
        ] {
            assert_eq!(block(html), None, "{html}");
        }
    }
}

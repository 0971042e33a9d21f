//! Comments that keep the old anchors of a heading: `<!-- was: the-old-heading -->`.
//!
//! A comment belongs to the nearest heading above it. Other pages link to its anchors as to those of the heading; `render`
//! keeps them on the page. Clashes with other anchors are found by `check`.

use super::markdown::{Body, Element, Event, OldAnchor};
use super::slug::anchor;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;
use crate::text::Slice;

/// The word that opens such a comment.
const WAS: &str = "was:";

/// Gives each heading its old anchors. Reports comments that no heading is above, or that name no anchor.
pub(super) fn read(body: &mut Body, source: &str, found: &mut Vec<Diagnostic>) {
    if !source.contains("<!--") {
        return;
    }
    let mut olds: Vec<(Option<usize>, OldAnchor)> = Vec::new();
    let (mut heading, mut in_block) = (None, false);
    for (event, span) in body.events() {
        match event {
            Event::Start(Element::Heading(number)) => heading = Some(number as usize),
            Event::Start(Element::HtmlBlock) => in_block = true,
            Event::End(Element::HtmlBlock) => in_block = false,
            _ => {}
        }
        let holds = matches!(event, Event::Start(Element::HtmlBlock)) || matches!(event, Event::Html(_)) && !in_block;
        if !holds {
            continue;
        }
        let owner = heading.filter(|&heading| !body.headings[heading].repeats_title);
        for comment in comments(source, span) {
            let named = comment.anchors(source);
            if owner.is_none() {
                found.push(nowhere(comment.span));
            } else if named.is_empty() {
                found.push(nothing(comment.span));
            }
            olds.extend(named.into_iter().map(|old| (owner, old)));
        }
    }
    for (owner, old) in olds {
        if let Some(owner) = owner {
            body.headings[owner].was.push(old);
        }
    }
}

/// A comment with old anchors.
#[derive(Clone, Copy, Debug)]
struct Comment {
    span: Span,
    /// The text after `was:`.
    named: Span,
}

/// The comments with old anchors in a piece of HTML.
fn comments(source: &str, html: Span) -> Vec<Comment> {
    let Some(written) = source.get(html.range()) else { return Vec::new() };
    let (mut found, mut at) = (Vec::new(), 0);
    while let Some(from) = written.slice(at..).find("<!--").map(|from| at + from) {
        // The end of `<!-->`, which is a whole comment, is not looked for: it names nothing.
        let opened = from + "<!--".len();
        let Some(end) = written.slice(opened..).find("-->").map(|length| opened + length) else { break };
        at = end + "-->".len();
        let inside = written.slice(opened..end);
        let start = inside.len() - inside.trim_start().len();
        if inside.get(start..start + WAS.len()).is_some_and(|word| word.eq_ignore_ascii_case(WAS)) {
            let (first, base) = (html.range().start, opened + start + WAS.len());
            found.push(Comment {
                span: Span::new(html.file, first + from..first + at),
                named: Span::new(html.file, first + base..first + end),
            });
        }
    }
    found
}

impl Comment {
    /// The anchors that it names.
    fn anchors(self, source: &str) -> Vec<OldAnchor> {
        let text = source.get(self.named.range()).unwrap_or_default();
        let mut start = self.named.range().start;
        let mut anchors = Vec::new();
        for part in text.split(',') {
            let name = part.trim();
            let from = start + (part.len() - part.trim_start().len());
            start += part.len() + 1;
            let id = anchor(name);
            if !id.is_empty() {
                anchors.push(OldAnchor { id, span: Span::new(self.span.file, from..from + name.len()) });
            }
        }
        anchors
    }
}

fn nowhere(span: Span) -> Diagnostic {
    Diagnostic::new(
        Code::OldAnchor,
        span,
        "this comment keeps the old address of a heading, but no heading is above it",
    )
    .help("move it below the heading that has new words")
}

fn nothing(span: Span) -> Diagnostic {
    Diagnostic::new(Code::OldAnchor, span, "this comment keeps the old address of a heading, but names none")
        .help("write the old address after the colon: `<!-- was: the-old-heading -->`")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::markdown;
    use crate::source::FileId;

    #[test]
    fn a_comment_belongs_to_the_heading_above_it() {
        let text = "# T\n\n## Own it\n<!-- was: take-it, Say it! -->\n\nText <!-- Was: #third -->.\n\n## Next\n\n\
                    <!-- it was: so -->\n<!-- wasp: x -->\n<!-- was:a\n,b -->\n\n<!-->\n\n<!--->\n";
        let (mut body, _) = markdown::parse(FileId(0), text, 0, "T");
        let mut found = Vec::new();
        read(&mut body, text, &mut found);
        let olds = |heading: usize| -> Vec<(&str, &str)> {
            let was = &body.headings[heading].was;
            was.iter().map(|old| (old.id.as_str(), text.slice(old.span.range()))).collect()
        };
        assert_eq!(olds(1), [("take-it", "take-it"), ("say-it", "Say it!"), ("third", "#third")]);
        assert_eq!(olds(2), [("a", "a"), ("b", "b")]);
        assert!(found.is_empty() && olds(0).is_empty());
    }

    #[test]
    fn a_comment_without_heading_or_anchor_is_reported() {
        let text = "# T\n<!-- was: top -->\n\n## A\n<!-- was: , -->\n";
        let (mut body, _) = markdown::parse(FileId(0), text, 0, "T");
        let mut found = Vec::new();
        read(&mut body, text, &mut found);
        let spans: Vec<&str> = found.iter().map(|found| text.slice(found.span().range())).collect();
        assert_eq!(spans, ["<!-- was: top -->", "<!-- was: , -->"]);
    }
}

//! The author's own HTML: shown as text, or passed through if the site allows it. HTML comments are always removed:
//! they are notes for authors and for the checks.

use super::escape;

/// Appends inline HTML.
pub(super) fn inline(html: &str, passes: bool, out: &mut String) {
    let html = without_comments(html);
    if passes {
        out.push_str(&html);
    } else {
        escape::text(&html, out);
    }
}

/// Appends a block of HTML; writes nothing if it contains only comments.
pub(super) fn block(html: &str, passes: bool, out: &mut String) {
    let html = without_comments(html);
    let html = html.trim_matches('\n');
    if html.trim().is_empty() {
        return;
    }
    if passes {
        out.push_str(html);
        out.push('\n');
    } else {
        out.push_str("<p>");
        escape::text(html.trim(), out);
        out.push_str("</p>\n");
    }
}

fn without_comments(html: &str) -> String {
    let (mut kept, mut rest) = (String::with_capacity(html.len()), html);
    while let Some((before, inside)) = rest.split_once("<!--") {
        kept.push_str(before);
        rest = after_comment(inside);
    }
    kept.push_str(rest);
    kept
}

/// The text after a comment, given the text after its `<!--`. An unclosed comment extends to the end.
fn after_comment(inside: &str) -> &str {
    let at_once = inside.strip_prefix('>').or_else(|| inside.strip_prefix("->"));
    at_once.unwrap_or_else(|| inside.split_once("-->").map_or("", |(_, rest)| rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_are_removed_and_the_rest_is_kept() {
        for (html, expected) in [("a<!-- b -->c<!---->d", "acd"), ("<!-->a", "a"), ("a<!-- b", "a"), ("<!--a\n-->", "")]
        {
            assert_eq!(without_comments(html), expected, "{html}");
        }
    }
}

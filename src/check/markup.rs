//! HTML in Markdown. It is shown as text unless the site allows it; then its validity is the author's responsibility.

mod html;

use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Page, Site};
use crate::parse::markdown::{Body, Element, Event};
use crate::source::{SourceMap, Span};
use crate::text::Slice;

pub(super) fn check(site: &Site, page: &Page, sources: &SourceMap, found: &mut Vec<Diagnostic>) {
    let source = sources.file(page.document.file).text();
    let mut spans = Vec::new();
    for body in std::iter::once(&page.document.body).chain(page.document.values.values()) {
        spans.extend(html(body, source));
    }
    if site.config().raw_html {
        found.extend(spans.first().map(|&span| {
            Diagnostic::new(Code::RawHtmlPassed, span, "this page contains HTML, which is copied unchanged")
                .because("you must make sure that it is valid and accessible")
        }));
        return;
    }
    found.extend(spans.into_iter().map(|span| raw(span, source)));
}

pub(super) fn raw(span: Span, source: &str) -> Diagnostic {
    if let Some(found) = source.get(span.range()).and_then(|tag| half_tag(span, tag)) {
        return found;
    }
    let found = Diagnostic::new(Code::RawHtml, span, "HTML is shown as text");
    let found = match in_markdown(span, source) {
        Some((whole, right)) => found.replace(format!("write `{right}`"), whole, right),
        None => html::in_words(found, span, source),
    };
    found.help("or set `raw-html: true` in `casebook.yaml`, and make sure that the HTML is valid")
}

/// Reports a tag that pages may use, but not in this way. It would be shown as text, and so might what it belongs to.
fn half_tag(span: Span, tag: &str) -> Option<Diagnostic> {
    let name: String = tag.trim_start_matches(['<', '/']).chars().take_while(char::is_ascii_alphanumeric).collect();
    let name = name.to_ascii_lowercase();
    let help = match name.as_str() {
        "details" | "summary" => {
            "begin with a line `<details>`, a line `<summary>words to click on</summary>` and an empty line; end with an \
             empty line and a line `</details>`"
                .to_owned()
        }
        "kbd" | "sub" | "sup" => format!("write `<{name}>` and `</{name}>` around words in one paragraph, with \
            nothing else inside the brackets"),
        "br" => "write `<br>`".to_owned(),
        _ => return None,
    };
    let message = format!("`<{name}>` does not work here, and is shown as text");
    Some(Diagnostic::new(Code::HtmlForm, span, message).help(help))
}

/// Returns the Markdown equivalent of a tag, and the span from the tag to its closing tag: `**never**` for
/// `<b>never</b>`.
fn in_markdown(span: Span, source: &str) -> Option<(Span, String)> {
    let tag = source.get(span.range())?.strip_prefix('<')?.strip_suffix('>')?;
    let sign = match tag {
        "b" | "strong" => "**",
        "i" | "em" => "*",
        "s" | "del" | "strike" => "~~",
        "code" | "tt" => "`",
        _ => return None,
    };
    let line = source.slice(span.range().end..).lines().next()?;
    let (inner, _) = line.split_once(&format!("</{tag}>"))?;
    // Markdown shows entities in code as typed.
    let special: &[char] = if sign == "`" { &['<', '`', '&'] } else { &['<', '*', '_', '`', '~'] };
    let plain = !inner.is_empty() && inner.trim() == inner && !inner.contains(special);
    let end = span.end + u32::try_from(inner.len() + tag.len() + 3).ok()?;
    plain.then(|| (Span { end, ..span }, format!("{sign}{inner}{sign}")))
}

/// Returns the spans of all HTML except comments. For a block of HTML, that is the first line with content.
pub(super) fn html(body: &Body, source: &str) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut block = None;
    let mut in_comment = false;
    for (event, span) in body.events() {
        match event {
            Event::Start(Element::HtmlBlock) => block = Some(false),
            Event::End(Element::HtmlBlock) => (block, in_comment) = (None, false),
            Event::Html(piece) => {
                let text = body.piece(source, piece);
                let closes = block.is_none() && text.starts_with("</");
                let shows = shows(text, &mut in_comment) && !closes;
                if shows && block != Some(true) {
                    spans.push(first_line(span, source));
                    block = block.map(|_| true);
                }
            }
            _ => {}
        }
    }
    spans
}

/// Returns whether a piece of HTML contains anything except comments and white space. A comment can span several
/// pieces.
fn shows(html: &str, in_comment: &mut bool) -> bool {
    let mut rest = html;
    loop {
        if *in_comment {
            let Some((_, after)) = rest.split_once("-->") else { return false };
            (rest, *in_comment) = (after, false);
        }
        let Some((before, after)) = rest.split_once("<!--") else { return !rest.trim().is_empty() };
        if !before.trim().is_empty() {
            return true;
        }
        (rest, *in_comment) = (after, true);
    }
}

fn first_line(span: Span, source: &str) -> Span {
    let text = source.get(span.range()).unwrap_or_default();
    let line = text.lines().next().unwrap_or_default().trim_end();
    Span { end: span.start + u32::try_from(line.len()).unwrap_or(0), ..span }
}

//! Warns about two `$` in one paragraph: GitHub's preview may take the text between them for a formula.

use crate::diagnostic::{Code, Diagnostic};
use crate::parse::markdown::{Body, Event};
use crate::source::Span;
use crate::text::Slice;

/// Reports every paragraph that contains two or more unescaped `$`, once.
pub(super) fn check(body: &Body, source: &str, found: &mut Vec<Diagnostic>) {
    let mut first: Option<Span> = None;
    let mut reported = false;
    for (event, span) in body.events() {
        match event {
            Event::Start(element) | Event::End(element) if !element.is_inline() => (first, reported) = (None, false),
            Event::Text(piece) if !reported => {
                for dollar in dollars(body.piece(source, piece), source, span) {
                    if let Some(first) = first {
                        reported = true;
                        found.push(two(first, dollar));
                        break;
                    }
                    first = Some(dollar);
                }
            }
            _ => {}
        }
    }
}

/// The spans of the unescaped `$` in a text.
fn dollars<'t>(text: &'t str, source: &'t str, span: Span) -> impl Iterator<Item = Span> + 't {
    let exact = source.get(span.range()) == Some(text);
    let start = span.range().start;
    let bare = move |at: usize| exact && !source.slice(..start + at).ends_with('\\');
    let found = text.match_indices('$').filter(move |&(at, _)| bare(at));
    found.map(move |(at, _)| Span::new(span.file, start + at..start + at + 1))
}

fn two(first: Span, second: Span) -> Diagnostic {
    let message = "two `$` in one paragraph: GitHub's preview may show the text between them as a formula";
    Diagnostic::new(Code::TwoDollars, second, message)
        .because("the second one")
        .label(first, "the first one")
        .help("name one sum in words, or divide the paragraph")
}

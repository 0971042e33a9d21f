//! Text that was never written: sentences of the templates of `casebook new`, and `TODO`, on a page that is published.
//! One finding of each kind per page, because an author who meets one meets them all.

use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Page, Site};
use crate::parse::markdown::{Body, Element, Event};
use crate::parse::placeholder::{TO_DO, is_placeholder};
use crate::source::{FileId, SourceFile, SourceMap, Span};
use crate::text::{Slice, base_language};

/// The languages in which `TODO` may be a word in capitals: *todo* is *everything* there.
const TODO_IS_A_WORD: [&str; 4] = ["es", "pt", "gl", "ast"];
/// Lines that a finding names.
const MOST_LINES: usize = 12;

pub(super) fn check(site: &Site, page: &Page, sources: &SourceMap, found: &mut Vec<Diagnostic>) {
    if page.document.is_draft() {
        return;
    }
    let file = sources.file(page.document.file);
    let mut open = Open::default();
    open.in_front_matter(page, file);
    open.in_body(&page.document.body, file.text());
    found.extend(open.sentences(file));
    let language = page.document.front.shared.lang.as_deref().unwrap_or(&site.config().language);
    if !TODO_IS_A_WORD.contains(&base_language(language)) {
        found.extend(open.to_dos(file));
    }
}

/// The placeholders on a page.
#[derive(Default)]
struct Open {
    sentences: Vec<Span>,
    to_dos: Vec<Span>,
}

impl Open {
    /// Looks at the values of the front matter, line by line, without comments and keys.
    fn in_front_matter(&mut self, page: &Page, file: &SourceFile) {
        let text = file.text();
        let mut start = 0;
        for line in text.slice(..page.document.front.body.range().start).split_inclusive('\n') {
            let begin = start + line.len() - line.trim_start().len();
            start += line.len();
            let line = line.trim();
            if line.starts_with('#') {
                continue;
            }
            let line = line.split(" #").next().unwrap_or_default().trim_end();
            let item = line.trim_start_matches("- ").trim_start();
            let value = item.split_once(": ").map_or(item, |(_, value)| value.trim_start());
            let whole = if is_placeholder(item) { item } else { value };
            let at = begin + line.len() - whole.len();
            self.text(page.document.file, at, whole);
        }
    }

    /// Looks at the text that readers see, without code and HTML.
    fn in_body(&mut self, body: &Body, source: &str) {
        let mut skipped = 0_usize;
        for (number, (event, span)) in body.events().enumerate() {
            match event {
                Event::Start(Element::CodeBlock(_) | Element::HtmlBlock) => skipped += 1,
                Event::End(Element::CodeBlock(_) | Element::HtmlBlock) => skipped = skipped.saturating_sub(1),
                Event::Text(_) if skipped == 0 => {
                    let range = span.range();
                    let text = source.slice(range.clone());
                    if is_placeholder(text) && !fills_its_block(body, number) {
                        continue;
                    }
                    self.text(span.file, range.start, text);
                }
                _ => {}
            }
        }
    }

    /// Looks at a piece of text that begins at byte `at`.
    fn text(&mut self, file: FileId, at: usize, text: &str) {
        let span = |from: usize, len: usize| Span::new(file, at + from..at + from + len);
        if is_placeholder(text) {
            let from = text.len() - text.trim_start_matches([':', ' ']).len();
            self.sentences.push(span(from, text.len() - from));
        }
        // In the front matter, code is still between its backticks.
        let is_code = |from: usize| text.slice(..from).matches('`').count() % 2 == 1;
        self.to_dos.extend(words(text).filter(|&from| !is_code(from)).map(|from| span(from, TO_DO.len())));
    }

    fn sentences(&self, file: &SourceFile) -> Option<Diagnostic> {
        let (&first, others) = self.sentences.split_first()?;
        let message = "this text from the template is published unchanged";
        let found = Diagnostic::new(Code::Placeholder, first, message);
        Some(advised(found, others, file).help("or put the line `draft: true` back until the page is ready"))
    }

    fn to_dos(&self, file: &SourceFile) -> Option<Diagnostic> {
        let (&first, others) = self.to_dos.split_first()?;
        let found = Diagnostic::new(Code::Placeholder, first, "`TODO` is published on this page");
        Some(
            advised(found, others, file)
                .help("or put the line `draft: true` into the front matter until the page is ready"),
        )
    }
}

/// Returns true if the text with this number is alone in its block, link or quotation. In a template it is; as part of a
/// longer text, the same words are somebody's own.
fn fills_its_block(body: &Body, number: usize) -> bool {
    let event = |at: Option<usize>| at.and_then(|at| body.event(at)).map(|(event, _)| event);
    let holds = |element: Element| !matches!(element, Element::Emphasis | Element::Strong | Element::Strikethrough);
    let begins = match event(number.checked_sub(1)) {
        Some(Event::Start(element)) => holds(element),
        Some(Event::Text(_)) | None => true,
        _ => false,
    };
    let ends = match event(Some(number + 1)) {
        Some(Event::End(element)) => holds(element),
        Some(Event::Start(Element::List(_))) | None => true,
        _ => false,
    };
    begins && ends
}

/// Adds the advice, with the lines of the others.
fn advised(found: Diagnostic, others: &[Span], file: &SourceFile) -> Diagnostic {
    let mut lines: Vec<usize> = others.iter().map(|span| file.place(span.start).line).collect();
    lines.dedup();
    let more = lines.len().saturating_sub(MOST_LINES);
    lines.truncate(MOST_LINES);
    let names = lines.iter().map(usize::to_string).collect::<Vec<_>>().join(", ");
    let word = if lines.len() == 1 { "line" } else { "lines" };
    found.help(match (lines.len(), more) {
        (0, _) => "replace it with your own words".to_owned(),
        (_, 0) => format!("replace it with your own words, here and in {word} {names}"),
        (_, more) => format!("replace it with your own words, here and in {word} {names} and {more} more"),
    })
}

/// The positions of `TODO` as a word of its own.
fn words(text: &str) -> impl Iterator<Item = usize> + '_ {
    text.match_indices(TO_DO).map(|(at, _)| at).filter(|&at| {
        let is_part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '/' | '@');
        let before = text.slice(..at).chars().next_back();
        let mut after = text.slice(at + TO_DO.len()..).chars();
        let next = after.next();
        let goes_on = match next {
            // A full stop may end the sentence; `TODO.md` is the name of a file.
            Some('.') => after.next().is_some_and(char::is_alphanumeric),
            next => next.is_some_and(is_part),
        };
        let is_list = text.slice(at + TO_DO.len()..).trim_start().to_lowercase().starts_with("list");
        !before.is_some_and(is_part) && !goes_on && !is_list
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn to_do_counts_as_a_word_of_its_own() {
        for text in ["TODO", "TODO.", "TODO: x", "a TODO b", "(TODO)", "x, TODO!"] {
            assert_eq!(words(text).count(), 1, "{text}");
        }
        for text in ["todo", "Todo", "TODOS", "TODO.md", "TODO_LIST", "x/TODO", "TODO-1", "METODO", "to do"] {
            assert_eq!(words(text).count(), 0, "{text}");
        }
        assert_eq!(words("TODO a TODO").count(), 2);
    }
}

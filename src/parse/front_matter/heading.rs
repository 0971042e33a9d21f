//! The title of a page without one: the text of its first heading, and the edits that make it the title.
//!
//! Finds the heading only. The findings belong to `split` (no front matter) and to the parent (front matter without
//! `title`).

use std::ops::Range;

use crate::diagnostic::{Code, Diagnostic};
use crate::parse::markdown;
use crate::source::Span;
use crate::text::Slice;
use crate::yaml::{Input, scalar};

/// The first heading of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct FirstHeading {
    /// Its text as a value in YAML, without markup.
    pub title: String,
    /// The `##` of a smaller heading with which the text begins: as the title, it would have one `#`.
    pub smaller: Option<Range<usize>>,
    /// True if the heading is certainly that of the page: the largest kind, or the beginning of the text.
    pub is_title: bool,
}

impl FirstHeading {
    /// Finds the first heading after byte `start`.
    pub fn find(input: Input<'_>, start: usize) -> Option<Self> {
        let (body, _) = markdown::parse(input.file, input.text, start, "");
        // A heading in a list or quotation is not that of the page.
        let begins_line = |at: usize| at == start || input.text.slice(..at).ends_with('\n');
        let heading = body.headings.iter().find(|heading| begins_line(heading.span.range().start))?;
        let title = markdown::title_of(&heading.text);
        if !title.contains(char::is_alphanumeric) {
            return None;
        }
        let at = heading.span.range().start;
        let opens = input.text.slice(start..at).trim().is_empty();
        let signs = input.text.slice(at..).bytes().take_while(|&byte| byte == b'#').count();
        let is_large = signs == 1 || (signs == 0 && input.text.slice(heading.span.range()).trim_end().ends_with('='));
        let smaller = (opens && signs > 1).then_some(at..at + signs);
        Some(Self { title: scalar(&title), smaller, is_title: is_large || opens })
    }

    /// Completes the finding that the front matter has no `title`, or an empty one. `yaml` is the range of its keys.
    pub fn complete(&self, found: Diagnostic, input: Input<'_>, yaml: &Range<usize>) -> Diagnostic {
        let (title, end) = (&self.title, found.span().range().end);
        let (verb, at, text) = match (found.code, &self.smaller) {
            // After the colon.
            (Code::EmptyValue, _) if input.text.slice(end..).starts_with(":\n") => {
                ("write", end + 1..end + 1, format!(" {title}"))
            }
            (Code::EmptyValue, _) => return found,
            // As the last key, so that one edit reaches from there to the heading.
            (_, Some(signs)) => {
                let between = input.text.slice(yaml.end..signs.start);
                ("add", yaml.end..signs.end, format!("title: {title}\n{between}#"))
            }
            (_, None) => ("add", yaml.start..yaml.start, format!("title: {title}\n")),
        };
        let found = Diagnostic { help: Vec::new(), ..found };
        let help = format!("{verb} `title: {title}`, the first heading");
        found.replace_if(self.is_title, help, Span::new(input.file, at), text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::FileId;

    #[test]
    fn the_first_heading_is_read_as_plain_text() {
        for (text, expected, is_title) in [
            ("# Refund rules\n", "Refund rules", true),
            ("Refund rules\n===\n", "Refund rules", true),
            ("Text.\n\n# Using `code` and *stars* {#top}\n", "Using code and stars", true),
            ("# [Refunds](c.md) <small>new</small>\n", "Refunds new", true),
            ("\n## Only second level\n", "Only second level", true),
            ("Text.\n\n## Below\n", "Below", false),
            ("# A: B\n", "\"A: B\"", true),
            ("# 2024\n", "\"2024\"", true),
            ("# The \\{x}\n", "The {x}", true),
        ] {
            let heading = FirstHeading::find(Input { file: FileId(0), text }, 0).unwrap();
            assert_eq!((heading.title.as_str(), heading.is_title), (expected, is_title), "{text}");
        }
        for text in ["No heading.\n", "```\n# code\n```\n", "# **…**\n"] {
            assert_eq!(FirstHeading::find(Input { file: FileId(0), text }, 0), None, "{text}");
        }
    }
}

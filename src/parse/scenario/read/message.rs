//! Parts of messages that several readers use.

use super::super::text::Phrase;
use crate::diagnostic::Diagnostic;
use crate::source::Span;
use crate::text::clip;

/// A phrase as written, shortened for messages.
pub(super) fn shown(phrase: Phrase<'_>) -> String {
    clip(phrase.as_str().trim())
}

/// Adds the name that was probably meant, with the correction.
pub(super) fn meant(found: Diagnostic, near: &str, span: Span) -> Diagnostic {
    found.because(format!("did you mean `{near}`?")).suggest(format!("write `{near}`"), span, near)
}

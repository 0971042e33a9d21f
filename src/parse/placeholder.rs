//! The sentences in the templates of `casebook new` that authors are to replace by their own. `scaffold` has the templates,
//! `check` reports the sentences on published pages; `tests/it/scaffold.rs` compares both.

/// Every sentence, in byte order. Each stands alone in its value, paragraph, list item or link.
pub const SENTENCES: [&str; 49] = [
    "A gift that nobody asked for.",
    "A line that helps, ready to be said aloud.",
    "A line that helps.",
    "A line that makes it worse.",
    "A promise that you can keep, with a day.",
    "A question to think over, or to talk over with a colleague.",
    "A sentence that helps a little.",
    "A sentence that helps.",
    "A sentence that sounds right and makes it worse.",
    "Another answer to the question",
    "Begin with the moment at which it went wrong. Short sentences, no real names.",
    "Begin with what most readers come for, in two or three sentences.",
    "For whom it is, and how long it takes, in one sentence.",
    "One answer to the question",
    "One thing that the reader can do tomorrow.",
    "Something vague.",
    "Tell what was said and done, good or bad, and what came of it.",
    "The first question?",
    "The second question?",
    "The situation, as staff would name it",
    "What a reader should know before the first question, in two or three sentences. This part may also stay empty.",
    "What a reader should know before the first step, in two or three sentences. This part may also stay empty.",
    "What becomes of it, in two sentences.",
    "What happened first.",
    "What happened then.",
    "What readers get out of it, in two or three sentences.",
    "What the customer said.",
    "What the customer says first.",
    "What the customer says then.",
    "What the reader will know after these questions, in one sentence.",
    "What these steps are for, in one sentence.",
    "What this page is about, in one sentence.",
    "What to do, in one sentence.",
    "What to look at before you answer.",
    "What was changed, so that it does not happen again.",
    "What was done for this customer.",
    "What went wrong, and how it ended, in one sentence.",
    "Where the reader is, what has happened, and what they may give.",
    "Who is upset, and about what, in one sentence.",
    "Who the reader is in this conversation",
    "Who the reader talks to in this conversation",
    "Why this works, in one sentence.",
    "Write the rest below headings, so that readers find their place.",
    "say how it sounds to somebody who waits.",
    "say what is still missing.",
    "say what it costs, and what it leaves open.",
    "say what makes it a good one.",
    "say what the customer hears in it.",
    "say why it helps.",
];

/// The marker for what an author still has to write. Drafts from incident forms contain it.
pub const TO_DO: &str = "TODO";

/// Returns whether `text` is one of the sentences, apart from quotation marks and the colon before it.
#[must_use]
pub fn is_placeholder(text: &str) -> bool {
    let sentence = text.trim_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '"' | '“' | '”' | '\''));
    SENTENCES.binary_search(&sentence).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sentences_are_in_order() {
        assert!(SENTENCES.is_sorted());
        assert!(is_placeholder(": say why it helps.") && is_placeholder("“A sentence that helps.”"));
        assert!(!is_placeholder("say why it helps. She listens.") && !is_placeholder(""));
    }
}

//! Endings, which begin with a line such as `Outcome: fan.`

use std::ops::Range;

use super::passage::Passage;
use super::reader::{Reader, meant, shown};
use super::scene::Draft;
use super::text::Phrase;
use super::words::Keyword;
use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::source::Span;
use crate::text::fold_name;

impl Reader<'_> {
    /// Reads a paragraph of a scene. If the scene is an ending, the paragraph may name its outcome.
    pub fn paragraph(&mut self, draft: &mut Draft, range: Range<usize>, span: Span) {
        let first = draft.scene.parts.is_empty();
        if draft.outcome_seen || !(first || draft.scene.ending.is_some()) {
            return draft.prose(Passage::whole(range));
        }
        let text = self.text(range.start + 1..range.end - 1, span);
        let named = text.phrase().split_once(&[':', '：']);
        let Some((word, rest)) = named.filter(|(word, _)| self.is_outcome(*word, draft)) else {
            return draft.prose(Passage::whole(range));
        };
        draft.outcome_seen = true;
        let (key, after) = key(rest);
        let outcome = self.outcome(word, key);
        if let Some(ending) = &mut draft.scene.ending {
            ending.outcome = outcome;
            ending.span = if key.is_blank() { word.span() } else { key.span() };
            if !first {
                self.outcome_not_first(word);
            }
        } else {
            self.outcome_outside(word, draft.scene.span);
        }
        let rest = Passage::after(range, after.byte());
        if !rest.is_empty(self.body, self.source) {
            draft.prose(rest);
        }
    }

    /// Returns true if the text before a colon is the word for the outcome, or a misspelling of it, which is reported.
    fn is_outcome(&mut self, word: Phrase<'_>, draft: &Draft) -> bool {
        if self.words.is(word.as_str(), Keyword::Outcome) {
            return true;
        }
        let right = self.words.title(Keyword::Outcome);
        let one_word = word.words().count() == 1 && draft.scene.ending.is_some() && draft.scene.parts.is_empty();
        if !one_word || nearest(word.as_str().trim(), [right.as_str()]).is_none() {
            return false;
        }
        let message = format!("`{}` means nothing here", shown(word));
        let found = Diagnostic::new(Code::EndingWithoutOutcome, word.span(), message);
        self.report(meant(found, &right, word.span()));
        true
    }

    /// Returns the index of the outcome with this key.
    fn outcome(&mut self, word: Phrase<'_>, key: Phrase<'_>) -> Option<usize> {
        if key.is_blank() {
            let found =
                Diagnostic::new(Code::EndingWithoutOutcome, word.span(), "an outcome is missing behind the colon");
            let list = self.outcome_list();
            self.report(found.help(list));
            return None;
        }
        let wanted = fold_name(key.as_str());
        if let Some(number) = self.outcomes.iter().position(|outcome| fold_name(outcome) == wanted) {
            return Some(number);
        }
        let known = self.setup.outcomes.iter().any(|outcome| fold_name(outcome) == wanted);
        let message = if known {
            format!("this scenario's `outcomes` do not list `{}`", shown(key))
        } else {
            format!("there is no outcome `{}`", shown(key))
        };
        let found = Diagnostic::new(Code::UnknownOutcome, key.span(), message);
        let near = nearest(key.as_str(), self.outcomes.iter().map(String::as_str));
        let found = match near.filter(|_| !known) {
            Some(near) => meant(found, near, key.span()),
            None => found.help(self.outcome_list()),
        };
        self.report(found);
        None
    }

    fn outcome_list(&self) -> String {
        let list: Vec<String> = self.outcomes.iter().map(|outcome| format!("`{outcome}`")).collect();
        format!("the outcomes are {}", list.join(", "))
    }

    fn outcome_not_first(&mut self, word: Phrase<'_>) {
        let message = "the outcome is not the first line of its ending";
        let found = Diagnostic::new(Code::EndingWithoutOutcome, word.span(), message);
        self.report(found.help("move this line up, directly below the heading"));
    }

    fn outcome_outside(&mut self, word: Phrase<'_>, heading: Span) {
        let ending = self.words.title(Keyword::Ending);
        let message = "only an ending has an outcome";
        let found = Diagnostic::new(Code::EndingWithoutOutcome, word.span(), message);
        let found = found.label(heading, "this heading makes a scene");
        self.report(found.help(format!("begin the heading with `## {ending}:`")));
    }
}

/// Splits the text after the colon into the key and the rest after the key's full stop.
fn key(rest: Phrase<'_>) -> (Phrase<'_>, Phrase<'_>) {
    let rest = rest.trim_start();
    let text = rest.as_str();
    let length = text.find(|c: char| !c.is_alphanumeric() && c != '-' && c != '_').unwrap_or(text.len());
    let after = rest.part(length..text.len());
    (rest.part(0..length), after.trim_start_of(&['.', ',', ';', '!', '。']))
}

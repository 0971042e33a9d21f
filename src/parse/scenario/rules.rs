//! Checks of the form of one scene, after all of it has been read.

use super::allow::clip;
use super::graph::{Choice, Scene};
use super::reader::Reader;
use super::scene::Draft;
use super::words::Keyword;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;

impl Reader<'_> {
    /// Checks one scene as a whole.
    pub fn judge(&mut self, draft: &Draft) {
        let scene = &draft.scene;
        if scene.ending.is_some() {
            return self.judge_ending(scene, draft.outcome_seen);
        }
        match (scene.choices.first(), scene.routes.first()) {
            (Some(choice), Some(route)) => self.routes_and_choices(self.at(choice.link), self.at(route.link)),
            (None, Some(_)) if !draft.closed => self.no_otherwise(scene),
            (None, Some(_)) => {}
            (None, None) if self.strays > draft.strays => {}
            (_, None) => self.count(scene),
        }
        if scene.choices.len() > 1 {
            for choice in &scene.choices {
                self.mark_missing(choice);
            }
        }
    }

    fn at(&self, link: usize) -> Span {
        self.body.links[link].whole
    }

    fn judge_ending(&mut self, scene: &Scene, outcome_seen: bool) {
        if !outcome_seen {
            let message = format!("the ending `{}` names no outcome", clip(&scene.title));
            let word = self.words.title(Keyword::Outcome);
            let key = self.outcomes.first().map_or("kept", String::as_str);
            let help = format!("begin the text below it with a line such as `{word}: {key}.`");
            self.report(Diagnostic::new(Code::EndingWithoutOutcome, scene.span, message).help(help));
        }
        let choices = scene.choices.iter().map(|choice| choice.link);
        if let Some(link) = choices.chain(scene.routes.iter().map(|route| route.link)).min() {
            let word = self.words.title(Keyword::Ending);
            let found =
                Diagnostic::new(Code::EndingGoesOn, self.at(link), "an ending leads nowhere, and this leads on")
                    .label(scene.span, "the ending")
                    .help(format!("remove this line, or `{word}:` from the heading"));
            self.report(found);
        }
    }

    fn routes_and_choices(&mut self, choice: Span, route: Span) {
        let message = "the reader chooses in this scene, and the story routes by itself: it cannot do both";
        let found = Diagnostic::new(Code::RoutesAndChoices, choice.max(route), message);
        let earlier = if choice < route { "the reader chooses here" } else { "the story routes by itself here" };
        let found = found.label(choice.min(route), earlier);
        self.report(found.help("give the routes a scene of their own, and let the choices lead there"));
    }

    fn no_otherwise(&mut self, scene: &Scene) {
        let Some(last) = scene.routes.last() else { return };
        let word = self.words.title(Keyword::Otherwise);
        let message = format!("these routes do not end with `{word}`");
        let found = Diagnostic::new(Code::RoutesWithoutOtherwise, self.at(last.link), message);
        let found = found.because("and if this does not fit either?");
        self.report(found.help(format!("add a last line: `- {word}: [what happens then](#scene)`")));
    }

    fn count(&mut self, scene: &Scene) {
        let title = clip(&scene.title);
        match &scene.choices[..] {
            [] => {
                let found =
                    Diagnostic::new(Code::TooFewChoices, scene.span, format!("the scene `{title}` leads nowhere"));
                let word = self.words.title(Keyword::Ending);
                let found = found.help("add choices: `- [What you say](#scene)`");
                self.report(
                    found.help(format!(
                        "or make it an ending, `## {word}: {title}`, and change the links that lead to it"
                    )),
                );
            }
            [only] if !only.effects.is_empty() => {
                let message = format!("the scene `{title}` offers one choice only, and it has effects");
                let found = Diagnostic::new(Code::TooFewChoices, self.at(only.link), message);
                let found = found.help("add what else one might say");
                self.report(found.help("or remove the effects: then it is a mere way on"));
            }
            [_, _, _, _, fifth, ..] => {
                let count = scene.choices.len();
                let message = format!("the scene `{title}` offers {count} choices");
                let found = Diagnostic::new(Code::TooManyChoices, self.at(fifth.link), message);
                let found = found.because("the fifth one");
                self.report(found.help("keep the two to four that differ most"));
            }
            _ => {}
        }
    }

    fn mark_missing(&mut self, choice: &Choice) {
        if choice.explanation.is_none() && !self.explained.contains(&choice.link) {
            let message = format!("the choice `{}` has neither mark nor reason", clip(&choice.text));
            let found = Diagnostic::new(Code::ChoiceWithoutMark, self.at(choice.link), message);
            let words = [Keyword::Follows, Keyword::Bends, Keyword::Breaks].map(|word| self.words.title(word));
            let [follows, bends, breaks] = words;
            let help = format!(
                "indent a line below it: `- {follows} [the step](../playbooks/name.md#step): why`, or {bends}, or {breaks}"
            );
            self.report(found.help(help));
        }
    }
}

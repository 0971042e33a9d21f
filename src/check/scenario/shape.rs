//! The shape of the story: profitable loops, and a debrief without questions.

use super::Story;
use crate::diagnostic::{Code, Diagnostic};
use crate::explore::Proof;
use crate::explore::verdicts::Farming;
use crate::parse::markdown::{Element, Event};

pub(super) fn check(story: &Story<'_>, found: &mut Vec<Diagnostic>) {
    found.extend(no_question(story));
}

fn no_question(story: &Story<'_>) -> Option<Diagnostic> {
    let asks = |debrief: &crate::parse::scenario::Debrief| {
        debrief.events.clone().filter_map(|number| story.page.document.body.event(number)).any(|(event, _)| {
            matches!(event, Event::Start(Element::Item))
                || matches!(event, Event::Text(piece) if story.page.document.body.piece(story.source, piece).contains(['?', '？', '؟']))
        })
    };
    // A story without scenes has nothing to discuss.
    if story.scenario.scenes.is_empty() {
        return None;
    }
    let (span, help) = match &story.scenario.debrief {
        Some(debrief) if asks(debrief) => return None,
        Some(debrief) => {
            let heading = story.page.document.body.headings[debrief.heading].span;
            (story.line(heading), "write a list of questions to think over below it")
        }
        None => {
            let help = "write `## Debrief` as the last heading, and below it a list of questions to think over";
            (story.whole(), help)
        }
    };
    Some(Diagnostic::new(Code::NoDebrief, span, "the debrief asks no question").help(help))
}

/// Reports a loop from a scene back to itself that leaves no meter worse and one better.
pub(super) fn farmed(story: &Story<'_>, proof: &Proof) -> Option<Diagnostic> {
    let Farming::Pays(farm) = &proof.verdicts.as_ref()?.farming else { return None };
    let meter = &story.scenario.meters[farm.meter];
    let message = format!("a loop from here and back improves `{}` each time round", meter.name);
    Some(
        Diagnostic::new(Code::FarmedLoop, story.heading(farm.scene), message)
            .help(format!("the first time round, {}", story.run(&farm.run)))
            .help("make the loop cost something, or offer it only once: `remember …` and `needs not …`"),
    )
}

//! Checks of the form of one scene, after all of it has been read.

use super::builder::SceneBuilder;
use super::context::Context;
use super::explanation;
use super::outcomes::Outcomes;
use crate::diagnostic::{Code, Diagnostic};
use crate::parse::scenario::ast::{Choice, Scene};
use crate::parse::scenario::words::Keyword;
use crate::source::Span;
use crate::text::clip;

/// Checks one scene as a whole.
pub(super) fn check(cx: &mut Context<'_>, outcomes: &Outcomes<'_>, builder: &SceneBuilder) {
    let scene = &builder.scene;
    if scene.ending.is_some() {
        return check_ending(cx, outcomes, builder);
    }
    match (scene.choices.first(), scene.routes.first()) {
        (Some(choice), Some(route)) => routes_and_choices(cx, link_span(cx, choice.link), link_span(cx, route.link)),
        // An item that was reported may have been the missing line.
        _ if builder.stray_seen => {}
        (None, Some(_)) if !builder.closed => no_otherwise(cx, scene),
        (None, Some(_)) => {}
        (_, None) => check_count(cx, scene),
    }
    if scene.choices.len() > 1 {
        for choice in &scene.choices {
            mark_missing(cx, builder, choice);
        }
    }
}

fn link_span(cx: &Context<'_>, link: usize) -> Span {
    cx.body.links[link].whole
}

fn check_ending(cx: &mut Context<'_>, outcomes: &Outcomes<'_>, builder: &SceneBuilder) {
    let scene = &builder.scene;
    if !builder.outcome_seen {
        let message = format!("the ending `{}` names no outcome", clip(&scene.title));
        let word = cx.words.title(Keyword::Outcome);
        let key = outcomes.own.first().map_or("kept", String::as_str);
        let help = format!("begin the text below it with a line such as `{word}: {key}.`");
        cx.report(Diagnostic::new(Code::EndingWithoutOutcome, scene.span, message).help(help));
    }
    let choices = scene.choices.iter().map(|choice| choice.link);
    if let Some(link) = choices.chain(scene.routes.iter().map(|route| route.link)).min() {
        let word = cx.words.title(Keyword::Ending);
        let found = Diagnostic::new(
            Code::EndingGoesOn,
            link_span(cx, link),
            "the story stops at an ending, but this leads to \
                another scene",
        )
        .label(scene.span, "the ending")
        .help(format!("remove this line, or `{word}:` from the heading"));
        cx.report(found);
    }
}

fn routes_and_choices(cx: &mut Context<'_>, choice: Span, route: Span) {
    let message = "this scene has choices and routes, but can have only one of the two";
    let found = Diagnostic::new(Code::RoutesAndChoices, choice.max(route), message);
    let earlier = if choice < route { "the choices" } else { "the routes" };
    let found = found.label(choice.min(route), earlier);
    cx.report(found.help("move the routes to a scene of their own, and link the choices to it"));
}

fn no_otherwise(cx: &mut Context<'_>, scene: &Scene) {
    let Some(last) = scene.routes.last() else { return };
    let word = cx.words.title(Keyword::Otherwise);
    let message = format!("these routes do not end with `{word}`");
    let found = Diagnostic::new(Code::RoutesWithoutOtherwise, link_span(cx, last.link), message);
    let found = found.because("and if this does not fit either?");
    cx.report(found.help(format!("add a last line: `- {word}: [what happens then](#scene)`")));
}

fn check_count(cx: &mut Context<'_>, scene: &Scene) {
    let title = clip(&scene.title);
    match &scene.choices[..] {
        [] => {
            let found = Diagnostic::new(Code::TooFewChoices, scene.span, format!("the scene `{title}` leads nowhere"));
            let word = cx.words.title(Keyword::Ending);
            let found = found.help("add choices: `- [What you say](#scene)`");
            cx.report(
                found.help(format!("or make it an ending, `## {word}: {title}`, and change the links that lead to it")),
            );
        }
        [only] if !only.effects.is_empty() => {
            let message = format!("the scene `{title}` offers only one choice, and it has effects");
            let found = Diagnostic::new(Code::TooFewChoices, link_span(cx, only.link), message);
            let found = found.help("add something else that one might say");
            cx.report(found.help("or remove the effects: the choice then only leads on"));
        }
        [_, _, _, _, fifth, ..] => {
            let count = scene.choices.len();
            let message = format!("the scene `{title}` offers {count} choices");
            let found = Diagnostic::new(Code::TooManyChoices, link_span(cx, fifth.link), message);
            let found = found.because("the fifth one");
            cx.report(found.help("keep the two to four that differ most"));
        }
        _ => {}
    }
}

fn mark_missing(cx: &mut Context<'_>, builder: &SceneBuilder, choice: &Choice) {
    if choice.explanation.is_none() && !builder.explained.contains(&choice.link) {
        let message = format!("the choice `{}` has no mark and no reason", clip(&choice.text));
        let found = Diagnostic::new(Code::ChoiceWithoutMark, link_span(cx, choice.link), message);
        let help = format!("indent a line below it, with a hyphen: {}", explanation::form(cx));
        cx.report(found.help(help));
    }
}

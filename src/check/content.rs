//! What each kind of content promises: steps and questions with addresses of their own, links to real steps, moods
//! that are known, second fixes that are filled in, every question within reach.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::model::{Page, Site, Target};
use crate::parse::front_matter::{Case, Details, Playbook};
use crate::parse::kind::ContentKind;
use crate::yaml::Text;

pub(super) fn check(site: &Site, page: &Page, found: &mut Vec<Diagnostic>) {
    match &page.document.front.details {
        Details::Case(case) => {
            moods(site, case, found);
            second_fix(case, found);
            let links = case.practises.iter().map(|link| &link.0);
            practises(site, page, links, found);
        }
        Details::Playbook(playbook) => {
            repeated(page, found);
            if playbook.is_decision() {
                within_reach(page, playbook, found);
            }
        }
        Details::Scenario(scenario) => practises(site, page, scenario.playbooks.iter().map(|link| &link.0), found),
        Details::Path(_) | Details::Page => {}
    }
}

fn moods(site: &Site, case: &Case, found: &mut Vec<Diagnostic>) {
    for mood in case.timeline.iter().filter_map(|moment| moment.mood.as_ref()) {
        if site.mood(mood).is_some() {
            continue;
        }
        let message = format!("`{}` is no mood that the timeline knows, so its line has a gap here", mood.text);
        let diagnostic = Diagnostic::new(Code::UnknownMood, mood.span, message);
        let near = nearest(mood, site.moods.keys().map(String::as_str)).map(str::to_owned);
        found.push(match near {
            Some(near) => diagnostic.because(format!("did you mean `{near}`?")).replace(
                format!("write `{near}`"),
                mood.span,
                near,
            ),
            None => diagnostic.help(format!(
                "add it to `casebook.yaml` with a number from -3 (furious) to 3 (delighted): `moods: {{{}: -1}}`",
                mood.text
            )),
        });
    }
}

fn second_fix(case: &Case, found: &mut Vec<Diagnostic>) {
    let Some(fix) = case.fixed_for_the_next.as_ref().filter(|fix| fix.trim().is_empty()) else { return };
    found.push(
        Diagnostic::new(Code::BlankSecondFix, fix.span, "`fixed-for-the-next` is there, and says nothing")
            .help("say what was changed so that it cannot happen to the next customer")
            .help("or remove the line: the case then stands open in the register until somebody fills it in"),
    );
}

/// Links that say "this shows that step" must lead to a playbook, and to a step where they name one.
fn practises<'a>(site: &Site, page: &Page, links: impl Iterator<Item = &'a Text>, found: &mut Vec<Diagnostic>) {
    for link in links {
        let Some(Target::Page { page: to, anchor }) = page.named.get(&link.span.start) else { continue };
        let target = site.page(*to);
        if target.kind() != ContentKind::Playbook {
            let message = format!("`{}` is no playbook, and only playbooks have steps", target.title());
            found.push(
                Diagnostic::new(Code::NotAPlaybook, link.span, message).help("name a file in the folder `playbooks`"),
            );
        } else if let Some(anchor) = anchor.as_deref().filter(|anchor| target.step(anchor).is_none()) {
            let message =
                format!("`{}` has no step with the address `#{anchor}`; it is a heading there", target.title());
            let steps: Vec<String> = target.document.slugs.iter().map(|slug| format!("`#{slug}`")).collect();
            found.push(
                Diagnostic::new(Code::UnknownAnchor, link.span, message)
                    .help(format!("its steps are {}", steps.join(", "))),
            );
        }
    }
}

fn repeated(page: &Page, found: &mut Vec<Diagnostic>) {
    let Details::Playbook(playbook) = &page.document.front.details else { return };
    let titles: Vec<&Text> =
        playbook.steps.iter().map(|step| &step.title).chain(playbook.questions.iter().map(|q| &q.title)).collect();
    let mut seen: BTreeMap<&str, &Text> = BTreeMap::new();
    for (title, slug) in titles.iter().zip(&page.document.slugs) {
        if slug.starts_with("cb-") {
            let message =
                format!("the address of `{}`, `#{slug}`, begins with `cb-`, and such belong to the theme", title.text);
            found.push(Diagnostic::new(Code::ReservedId, title.span, message).help("word it differently"));
        }
        if let Some(first) = seen.insert(slug, title) {
            let message = format!("two steps have the address `#{slug}`, so a link could not tell them apart");
            let diagnostic = Diagnostic::new(Code::RepeatedStep, title.span, message);
            found.push(diagnostic.label(first.span, "the first one").help("give one of them another title"));
        }
    }
}

/// Every question must be reached from the first one, and no answer may lead back to a question before.
fn within_reach(page: &Page, playbook: &Playbook, found: &mut Vec<Diagnostic>) {
    let slugs = &page.document.slugs;
    let next = |number: usize| {
        let answers = playbook.questions.get(number).into_iter().flat_map(|question| question.answers.iter());
        answers.filter_map(|answer| slugs.iter().position(|slug| answer.to.strip_prefix('#') == Some(slug)))
    };
    let mut reached = BTreeSet::from([0]);
    let mut open = vec![0];
    while let Some(number) = open.pop() {
        open.extend(next(number).filter(|&to| reached.insert(to)));
    }
    for (number, question) in playbook.questions.iter().enumerate().filter(|(number, _)| !reached.contains(number)) {
        let message = format!("no answer leads to the question `{}`", question.title.text);
        let help = format!("write `to: \"#{}\"` in an answer of a question before it, or remove it", slugs[number]);
        found.push(Diagnostic::new(Code::UnreachedQuestion, question.title.span, message).help(help));
    }
}

//! Links that name a step which a page shows or practises: they must lead to a playbook, and to a step of it.

use crate::diagnostic::{Code, Diagnostic, is_only_near};
use crate::model::{Page, PageId, Problem, Site, StepRef, Target};
use crate::parse::front_matter::Details;
use crate::parse::kind::ContentKind;
use crate::parse::markdown::{Link, LinkForm};
use crate::parse::scenario::{Explanation, Scenario};
use crate::parse::slug::slug;
use crate::source::Span;
use crate::text::{clip, fold_name};
use crate::yaml::Text;

/// Checks links of the front matter, which may also name a playbook as a whole.
pub(super) fn named<'a>(site: &Site, page: &Page, links: impl Iterator<Item = &'a Text>, found: &mut Vec<Diagnostic>) {
    for link in links {
        if let Some(Target::Page { page: to, anchor }) = page.named.get(&link.span.start) {
            let target = site.page(*to);
            found.extend(no_playbook(site, page, target, link.span, anchor.is_some()));
            found.extend(anchor.as_deref().and_then(|anchor| no_step(target, anchor, link.span)));
        }
    }
}

/// Checks the links in the reasons of a scenario's choices, each of which must name one step.
pub(super) fn reasons(site: &Site, page: &Page, found: &mut Vec<Diagnostic>) {
    let scenario = page.document.scenario.iter();
    let explanations = scenario.flat_map(Scenario::choices).filter_map(|choice| choice.explanation.as_ref());
    for explanation in explanations {
        let Some(number) = explanation.link else { continue };
        let (Some(link), Some(target)) = (page.document.body.links.get(number), page.links.get(number)) else {
            continue;
        };
        match target {
            Target::Page { .. } if link.form == LinkForm::Step => {
                found.extend(no_reason(site, page, explanation));
            }
            Target::Nowhere(Problem::NoStep(near)) => found.push(unknown_step(site, page, link, *near)),
            Target::Nowhere(Problem::SeveralSteps(steps)) => found.push(several_steps(site, page, link, steps)),
            Target::Page { page: to, anchor } => {
                let target = site.page(*to);
                let wrong = no_playbook(site, page, target, link.span, true);
                let lacking = anchor.is_none() && wrong.is_none();
                found.extend(wrong);
                found.extend(lacking.then(|| whole_playbook(target, link.span)));
                found.extend(anchor.as_deref().and_then(|anchor| no_step(target, anchor, link.span)));
            }
            Target::Generated(_) | Target::Asset(_) | Target::External(_) => {
                let message = format!("`{}` is not a playbook, and only playbooks have steps", link.destination);
                found.push(Diagnostic::new(Code::NotAPlaybook, link.span, message).help(example(site, page)));
            }
            Target::Nowhere(_) => {}
        }
    }
}

/// Reports a link to anything but a playbook. `step` is true if the link must name a step.
fn no_playbook(site: &Site, page: &Page, target: &Page, span: Span, step: bool) -> Option<Diagnostic> {
    let message = if target.kind() != ContentKind::Playbook {
        format!("`{}` is not a playbook, and only playbooks have steps", target.title())
    } else if step && is_decision(target) {
        format!("`{}` is a decision: it has questions, not steps", target.title())
    } else {
        return None;
    };
    Some(Diagnostic::new(Code::NotAPlaybook, span, message).help(example(site, page)))
}

fn is_decision(page: &Page) -> bool {
    matches!(&page.document.front.details, Details::Playbook(playbook) if playbook.is_decision())
}

/// Returns help on naming a step, with an example from the site if it has any.
fn example(site: &Site, page: &Page) -> String {
    let example = site.example_playbook().zip(site.find(&page.document.path)).map(|(playbook, from)| {
        let document = &site.page(playbook).document;
        format!("{}#{}", site.written(from, &document.path), document.slugs[0])
    });
    match example {
        Some(example) => format!("name a step of a playbook, such as `{example}`"),
        None => "name a step of a playbook: the path of its file, `#` and the address of the step".to_owned(),
    }
}

/// Reports a link to a heading of a playbook that is not a step.
fn no_step(target: &Page, anchor: &str, span: Span) -> Option<Diagnostic> {
    if target.kind() != ContentKind::Playbook || is_decision(target) || target.step(anchor).is_some() {
        return None;
    }
    let message = format!("`{}` has no step with the address `#{anchor}`; it is a heading there", target.title());
    Some(Diagnostic::new(Code::UnknownAnchor, span, message).help(steps(target)))
}

fn whole_playbook(target: &Page, span: Span) -> Diagnostic {
    let message =
        format!("this links to the playbook `{}` as a whole, but a mark must link to one of its steps", target.title());
    Diagnostic::new(Code::ExplanationForm, span, message).help(steps(target))
}

fn steps(target: &Page) -> String {
    let steps: Vec<String> = target.document.slugs.iter().map(|slug| format!("`#{slug}`")).collect();
    format!("its steps are {}", steps.join(", "))
}

/// Reports the title of a step, with nothing behind it but colons.
fn no_reason(site: &Site, page: &Page, explanation: &Explanation) -> Option<Diagnostic> {
    let missing = !explanation.text.is_empty() && site.reason(page, explanation).text.is_empty();
    missing.then(|| {
        let message = "this explanation gives no reason";
        Diagnostic::new(Code::ExplanationForm, explanation.mark_span, message)
            .help("say why after the title of the step and a colon")
    })
}

/// Reports a title that no step of the listed playbooks has.
fn unknown_step(site: &Site, page: &Page, link: &Link, near: Option<StepRef>) -> Diagnostic {
    let name = clip(&link.text);
    let playbooks: Vec<PageId> = listed(page);
    let message = match playbooks[..] {
        [] => "this is the title of a step, but this scenario lists no playbook".to_owned(),
        _ => format!("no playbook of this scenario has a step `{name}`"),
    };
    let found = Diagnostic::new(Code::UnknownStep, link.span, message);
    if playbooks.is_empty() {
        return no_playbook_listed(site, page, found, link);
    }
    let all: Vec<&str> = playbooks.iter().flat_map(|&id| titles(site, id)).collect();
    let begins = |title: &&&str| fold_name(title).starts_with(&fold_name(&link.text));
    let mut longer = all.iter().filter(begins);
    if let (Some(title), None) = (longer.next(), longer.next()) {
        let found = found.because(format!("did you mean `{title}`?"));
        return found.suggest(format!("write `{title}`"), link.span, *title);
    }
    if let Some(near) = near.and_then(|near| site.page(near.playbook).document.step_title(near.step)) {
        let certain = is_only_near(&link.text, near, all.iter().copied());
        let found = found.because(format!("did you mean `{near}`?"));
        return found.replace_if(certain, format!("write `{near}`"), link.span, near);
    }
    playbooks.iter().fold(found, |found, &id| {
        let titles: Vec<String> = titles(site, id).map(|title| format!("`{}`", clip(title))).collect();
        found.help(format!("the steps of `{}` are {}", site.page(id).title(), titles.join(", ")))
    })
}

/// Says which playbook to list.
fn no_playbook_listed(site: &Site, page: &Page, found: Diagnostic, link: &Link) -> Diagnostic {
    let only = site.only_step(&slug(&link.text)).zip(site.find(&page.document.path));
    found.help(match only {
        Some((playbook, from)) => {
            let path = site.written(from, &site.page(playbook).document.path);
            format!("list the playbook in the front matter: `playbooks:`, and below it `  - {path}`")
        }
        None => "list the playbook that has this step under `playbooks:` in the front matter".to_owned(),
    })
}

/// Reports a title that several steps have.
fn several_steps(site: &Site, page: &Page, link: &Link, steps: &[StepRef]) -> Diagnostic {
    let name = clip(&link.text);
    let message = format!("{} steps of this scenario's playbooks are called `{name}`", steps.len());
    let found = Diagnostic::new(Code::UnknownStep, link.span, message);
    let from = site.find(&page.document.path);
    let written = |step: &StepRef| {
        let document = &site.page(step.playbook).document;
        Some(format!("`[{name}]({}#{})`", site.written(from?, &document.path), document.slugs.get(step.step)?))
    };
    let mut links: Vec<String> = steps.iter().filter_map(written).collect();
    links.dedup();
    found.help(format!("write the link to the one that is meant: {}", links.join(" or ")))
}

/// The playbooks that a scenario lists, each once.
fn listed(page: &Page) -> Vec<PageId> {
    let Details::Scenario(front) = &page.document.front.details else { return Vec::new() };
    let mut listed = Vec::new();
    for link in &front.playbooks {
        if let Some(Target::Page { page, .. }) = page.named.get(&link.span.start)
            && !listed.contains(page)
        {
            listed.push(*page);
        }
    }
    listed
}

fn titles(site: &Site, playbook: PageId) -> impl Iterator<Item = &str> {
    let document = &site.page(playbook).document;
    (0..document.slugs.len()).filter_map(|step| document.step_title(step))
}

//! Links that name a step which a page shows or practises: they must lead to a playbook, and to a step of it.

use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Page, Site, Target};
use crate::parse::front_matter::Details;
use crate::parse::kind::ContentKind;
use crate::parse::scenario::Scenario;
use crate::source::Span;
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
    for number in explanations.filter_map(|explanation| explanation.link) {
        let (Some(link), Some(target)) = (page.document.body.links.get(number), page.links.get(number)) else {
            continue;
        };
        match target {
            Target::Page { page: to, anchor } => {
                let target = site.page(*to);
                let wrong = no_playbook(site, page, target, link.span, true);
                let lacking = anchor.is_none() && wrong.is_none();
                found.extend(wrong);
                found.extend(lacking.then(|| whole_playbook(target, link.span)));
                found.extend(anchor.as_deref().and_then(|anchor| no_step(target, anchor, link.span)));
            }
            Target::Generated(_) | Target::Asset(_) | Target::External(_) => {
                let message = format!("`{}` is no playbook, and only playbooks have steps", link.destination);
                found.push(Diagnostic::new(Code::NotAPlaybook, link.span, message).help(example(site, page)));
            }
            Target::Nowhere(_) => {}
        }
    }
}

/// Reports a link to anything but a playbook. `step` is true if the link must name a step.
fn no_playbook(site: &Site, page: &Page, target: &Page, span: Span, step: bool) -> Option<Diagnostic> {
    let message = if target.kind() != ContentKind::Playbook {
        format!("`{}` is no playbook, and only playbooks have steps", target.title())
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
    let example = example.unwrap_or_else(|| "../playbooks/unhappy-customer.md#own-it".to_owned());
    format!("name a step of a playbook, such as `{example}`")
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
    let message = format!("this names the playbook `{}`, and a reason names one of its steps", target.title());
    Diagnostic::new(Code::ExplanationForm, span, message).help(steps(target))
}

fn steps(target: &Page) -> String {
    let steps: Vec<String> = target.document.slugs.iter().map(|slug| format!("`#{slug}`")).collect();
    format!("its steps are {}", steps.join(", "))
}

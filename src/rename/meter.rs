//! Another name for a meter of a scenario.

use anyhow::{Result, bail};

use super::edits::Edits;
use super::page;
use super::subject::Request;
use super::trial::Trial;
use crate::diagnostic::nearest;
use crate::parse::scenario::{Condition, Effect, Part, Scenario, TestKind};
use crate::source::Span;
use crate::text::{Slice, capital, fold_name, one_line};
use crate::yaml::scalar;

pub(super) fn rename(trial: &Trial, request: &Request<'_>) -> Result<Edits> {
    let (site, sources) = (trial.site(), trial.sources());
    let document = &site.page(page::of(trial, request.old)?).document;
    let Some(scenario) = &document.scenario else {
        bail!("`{}` is not a scenario, so it has no meters", document.path);
    };
    let (old, new) = (one_line(request.name), one_line(request.new));
    let Some(number) = scenario.meters.iter().position(|meter| fold_name(&meter.name) == fold_name(&old)) else {
        let names: Vec<&str> = scenario.meters.iter().map(|meter| meter.name.as_str()).collect();
        let help = match nearest(&old, names.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("its meters are: {}", names.join(", ")),
        };
        bail!("`{}` has no meter `{old}`\n  help: {help}", document.path)
    };
    let meter = &scenario.meters[number];
    if meter.name == new {
        bail!("the meter is called `{new}` already");
    }
    let mut edits = Edits::default();
    edits.replace(sources, meter.span, scalar(&new));
    let source = sources.file(document.file).text();
    let mut lost = 0;
    for span in uses(scenario, number) {
        match name_at(source, span, &meter.name) {
            Some(name) => {
                let is_capital = source.slice(name.range()).starts_with(char::is_uppercase)
                    && meter.name.starts_with(char::is_lowercase);
                edits.replace(sources, name, if is_capital { capital(&new) } else { new.clone() });
            }
            None => lost += 1,
        }
    }
    if lost > 0 {
        bail!("the name `{old}` was not found in {lost} of the places that use it\n  help: rename it by hand");
    }
    Ok(edits)
}

/// The spans that begin with the name of a meter: tests and effects.
fn uses(scenario: &Scenario, meter: usize) -> Vec<Span> {
    let of_condition = |condition: &Condition| -> Vec<Span> {
        let is_about = |kind: TestKind| matches!(kind, TestKind::AtLeast { meter: of, .. } | TestKind::AtMost { meter: of, .. } if of == meter);
        condition.tests.iter().filter(|test| is_about(test.kind)).map(|test| test.span).collect()
    };
    let of_effects = |effects: &[Effect]| -> Vec<Span> {
        effects.iter().filter(|effect| effect.meter == meter).map(|effect| effect.span).collect()
    };
    let mut spans: Vec<Span> = scenario.goal.iter().flat_map(of_condition).collect();
    for scene in &scenario.scenes {
        for choice in &scene.choices {
            spans.extend(of_effects(&choice.effects));
            spans.extend(choice.needs.iter().flat_map(of_condition));
        }
        for route in &scene.routes {
            spans.extend(of_effects(&route.effects));
            spans.extend(route.when.iter().flat_map(of_condition));
        }
        for part in &scene.parts {
            if let Part::StateText(text) = part {
                spans.extend(of_condition(&text.when));
            }
        }
    }
    spans
}

/// The span of the name with which a span begins.
fn name_at(source: &str, span: Span, name: &str) -> Option<Span> {
    let written = source.slice(span.range());
    let folded = fold_name(name);
    let mut ends = written.char_indices().map(|(at, c)| at + c.len_utf8());
    let end = ends.rfind(|&end| fold_name(written.slice(..end)) == folded)?;
    let end = written.slice(..end).trim_end().len();
    let start = span.range().start;
    Some(Span::new(span.file, start..start + end))
}

//! The incident form on paper: the questions of [`Incident`], in order, with lines to write on.

use super::hidden;
use crate::incident::{Answer, Incident, answer};
use crate::model::{Facet, address};
use crate::render::pages::renderer::{PageContext, Rendered, Renderer};
use crate::render::theme::context::trainer::{Form, FormQuestion};
use crate::render::theme::context::{self, Link};
use crate::yaml::{Field, Record};

/// Number of empty rows in a table, and of lines for a long answer.
const ROWS: usize = 4;
const LINES: usize = 3;

pub(super) fn write(renderer: &Renderer) -> Rendered {
    let base = renderer.generated_page("incident-form", address::INCIDENT_FORM);
    let mut crumbs = base.crumbs.clone();
    crumbs.push(Link { title: renderer.word("pages.trainers.title"), url: address::TRAINERS.to_owned() });
    let page = hidden(context::Page { crumbs, ..base });
    let form = Form { questions: Incident::fields().iter().map(|field| question(renderer, field)).collect() };
    renderer.write(PageContext::new(page).with("form", &form))
}

fn question(renderer: &Renderer, field: &Field) -> FormQuestion {
    let words = |answer: &[(&str, &str)]| answer.iter().map(|(word, _)| option(renderer, field.key, word)).collect();
    let titles = |columns: Vec<Field>| columns.iter().map(|field| column(renderer, field)).collect();
    let (kind, lines, options, columns) = match answer(field) {
        Answer::Short => ("short", 1, Vec::new(), Vec::new()),
        Answer::Long => ("long", LINES, Vec::new(), Vec::new()),
        Answer::Choice(answers) => ("choice", 0, words(answers), Vec::new()),
        Answer::Outcome => {
            let outcomes = renderer.site.config().outcomes.iter();
            ("choice", 0, outcomes.map(|word| renderer.site.value_title(Facet::Outcome, word)).collect(), Vec::new())
        }
        Answer::Rows(columns) => ("rows", ROWS, Vec::new(), titles(columns)),
    };
    FormQuestion {
        text: word(renderer, &format!("incident.questions.{}", field.key), field.about()),
        hint: word(renderer, &format!("incident.hints.{}", field.key), field.more()),
        answer: kind,
        lines: (1..=lines).collect(),
        options,
        columns,
    }
}

/// The theme's text for `path`; if it has none, `otherwise`, from the declaration.
fn word(renderer: &Renderer, path: &str, otherwise: String) -> String {
    let word = renderer.word(path);
    if word == path { otherwise } else { word }
}

fn option(renderer: &Renderer, key: &str, answer: &str) -> String {
    let group = match key {
        "failure" => "failures",
        "customer-was" => "customers",
        _ => "incident.answers",
    };
    word(renderer, &format!("{group}.{answer}"), answer.to_owned())
}

/// The heading of a column, with the accepted words.
fn column(renderer: &Renderer, field: &Field) -> String {
    let title = word(renderer, &format!("incident.columns.{}", field.key), field.about());
    match answer(field) {
        Answer::Choice(answers) => {
            let answers: Vec<String> = answers.iter().map(|(word, _)| option(renderer, field.key, word)).collect();
            format!("{title}: {}", answers.join(", "))
        }
        _ => title,
    }
}

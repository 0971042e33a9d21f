//! The draft scenario: the conversation of the form as the first scene; the rest as in a new scenario.

use super::super::around::{Around, Step};
use super::super::page::ladder;
use super::super::text::{fill, first_sentence, inline, paragraphs, quote};
use crate::incident::Incident;
use crate::model::{Site, address};
use crate::parse::front_matter::Sum;
use crate::parse::kind::ContentKind;
use crate::schema;
use crate::text::one_line;
use crate::yaml::{Text, scalar};

/// The values of a draft scenario that do not come from the form.
#[derive(Debug)]
pub(super) struct Story<'a> {
    pub title: &'a str,
    /// The path of the file, from the site's folder.
    pub path: &'a str,
    /// The path of the case that is drafted with it.
    pub case: &'a str,
    /// The steps to practise, the first and the second.
    pub steps: [&'a Step; 2],
}

/// The scenario at `path`; `case` is the file of its case.
pub(super) fn text(
    incident: &Incident,
    &Story { title, path, case, steps: [one, two] }: &Story<'_>,
    site: &Site,
) -> String {
    let config = site.config();
    let money = incident.worth.as_ref().map(Sum::whole);
    let stakes = money.map_or_else(
        || "# stakes:\n#   keeping this customer:   # TODO what is lost if they never come back".to_owned(),
        |worth| format!("stakes:\n  keeping this customer: {}", scalar(&worth)),
    );
    let (briefing, scene) = (briefing(incident), first_scene(incident, site));
    let [best, middle, worst] = ladder(&config.outcomes);
    let values = [
        ("schema", Around::schema(path, &schema::file_of(ContentKind::Scenario))),
        ("title", scalar(title)),
        ("summary", scalar(&first_sentence(&incident.what_happened))),
        ("role", role(incident)),
        ("customer", customer(incident)),
        ("stakes", stakes),
        ("currency", config.currency.clone()),
        ("playbook", one.playbook.clone()),
        ("briefing", briefing),
        ("scene", scene),
        ("we-said", said(&incident.we_said, "TODO what was said, or what often is")),
        ("better", said(&incident.better, "TODO a sentence that helps")),
        ("step-one", inline(&one.title)),
        ("slug-one", one.slug.clone()),
        ("step-two", inline(&two.title)),
        ("slug-two", two.slug.clone()),
        ("promise", promise(incident)),
        ("best", best.to_owned()),
        ("middle", middle.to_owned()),
        ("worst", worst.to_owned()),
        ("ended", ended(incident)),
        ("case", address::relative(path, case)),
    ];
    let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
    fill(include_str!("../templates/draft-scenario.md"), &values)
}

fn role(incident: &Incident) -> String {
    let trade = incident.trade.as_ref().map(|trade| format!(" ({})", one_line(trade))).unwrap_or_default();
    scalar(&format!("You are the one who answers{trade}"))
}

fn customer(incident: &Incident) -> String {
    incident.who.as_ref().map_or_else(|| "TODO who they are, and what matters to them".to_owned(), |who| scalar(who))
}

/// The events and promises before the conversation.
fn briefing(incident: &Incident) -> String {
    let mut parts = paragraphs(&incident.what_happened);
    for promise in incident.promises.as_deref().unwrap_or_default() {
        if let Some(what) = promise.what.as_ref() {
            let until = promise.until.as_ref().map(|until| format!(", until {}", inline(until))).unwrap_or_default();
            parts.push(format!("Promised: {}{until}.", inline(what)));
        }
    }
    parts.join("\n\n")
}

fn first_scene(incident: &Incident, site: &Site) -> String {
    let mood = incident.mood.as_ref().map(|mood| one_line(mood)).filter(|mood| site.mood(mood).is_some());
    let said = incident.they_said.as_ref().map_or("TODO what the customer says first", |said| said.text.as_str());
    quote(said, "The customer", mood.as_deref()).trim_end().to_owned()
}

/// The first sentence of an answer, for a choice; the case has the whole answer.
fn said(answer: &Option<Text>, missing: &str) -> String {
    answer.as_ref().map_or_else(|| missing.to_owned(), |answer| inline(&first_sentence(answer)))
}

/// The remedy that was given in reality, as a choice in the second scene.
fn promise(incident: &Incident) -> String {
    said(&incident.fixed_for_them, "TODO what was done for them")
}

fn ended(incident: &Incident) -> String {
    incident.outcome.as_ref().map_or_else(String::new, |word| format!(" (in truth: {})", inline(word)))
}

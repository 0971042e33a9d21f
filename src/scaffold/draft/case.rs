//! The draft case: every answer of the form in its place.

use std::fmt::{Display, Write as _};

use super::super::around::{Around, Step};
use super::super::text::{first_sentence, inline, paragraphs, quote};
use crate::incident::{Event, Incident, Promise};
use crate::parse::kind::ContentKind;
use crate::schema;
use crate::text::one_line;
use crate::yaml::{Text, Words, scalar};

pub(super) fn text(incident: &Incident, title: &str, path: &str, around: &Around) -> String {
    let schema = Around::schema(path, &schema::file_of(ContentKind::Case));
    let mut text = format!(
        "---\n# yaml-language-server: $schema={schema}\n#\n\
         # Made from an incident form. Where TODO stands, the form was blank, or somebody has to think.\n\
         # Take names and numbers out by which the customer could be known.\n\n\
         title: {}\nsummary: {}   # TODO one or two sentences that make people want to read it\n\
         draft: true   # take this line out when the page is ready\n\n",
        scalar(title),
        scalar(&first_sentence(&incident.what_happened)),
    );
    facts(&mut text, incident);
    timeline(&mut text, incident.timeline.as_deref().unwrap_or_default(), around);
    fixes(&mut text, incident);
    practises(&mut text, &around.steps(path));
    text.push_str(
        "\n# Questions to talk over with colleagues.\n# TODO write your own\n\
         discuss:\n  - At which sentence could it have gone another way?\n\
         # tags: [promises]   # TODO words under which it belongs\n---\n",
    );
    story(&mut text, incident, around);
    text
}

/// The answers that are a single value each.
fn facts(text: &mut String, incident: &Incident) {
    let owned = |answer: &Option<Text>| answer.as_ref().map(|answer| scalar(answer));
    let sum = |sum: &Option<crate::parse::front_matter::Sum>| sum.as_ref().map(|sum| scalar(&sum.text));
    key(text, "date", incident.date.as_ref().map(|date| date.value), "the day, as in 2027-11-01");
    key(text, "trade", owned(&incident.trade), "the line of business");
    key(text, "channel", owned(&incident.channel), "counter, phone, message …");
    key(text, "failure", incident.failure.as_ref().map(|word| word.value.word()), "what went wrong, in one word");
    key(
        text,
        "customer-was",
        incident.customer_was.as_ref().map(|word| word.value.word()),
        "right, mistaken, dishonest or delusional",
    );
    key(text, "outcome", owned(&incident.outcome), "how it ended");
    key(text, "cost", sum(&incident.cost), "what it took to put it right");
    key(text, "worth", sum(&incident.worth), "what was at stake");
    key(text, "owner", owned(&incident.owner), "who answers for this page");
}

/// Writes a line with the value, or a comment that it is missing.
fn key(text: &mut String, name: &str, value: Option<impl Display>, missing: &str) {
    // Writing to a string cannot fail.
    let _ = match value {
        Some(value) => writeln!(text, "{name}: {value}"),
        None => writeln!(text, "# {name}:   # TODO {missing}"),
    };
}

fn timeline(text: &mut String, events: &[Event], around: &Around) {
    let told: Vec<&Event> =
        events.iter().filter(|event| event.when.is_some() || event.what.is_some() || event.mood.is_some()).collect();
    if told.is_empty() {
        text.push_str("\n# TODO what happened when, and how the customer felt\n");
        text.push_str(
            "# timeline:\n#   - when: Monday, ten o'clock\n#     what: What happened first.\n#     mood: upset\n",
        );
        return;
    }
    text.push_str("\ntimeline:\n");
    for event in told {
        let part = |answer: &Option<Text>| answer.as_ref().map_or_else(|| "TODO".to_owned(), |answer| inline(answer));
        let when = event.when.as_ref().map_or_else(|| "TODO".to_owned(), |when| one_line(when));
        let _ = writeln!(text, "  - when: {}\n    what: {}", scalar(&when), scalar(&part(&event.what)));
        match event.mood.as_ref() {
            Some(mood) if around.site.mood(mood).is_some() => {
                let _ = writeln!(text, "    mood: {}", scalar(mood));
            }
            Some(mood) => {
                let _ = writeln!(
                    text,
                    "    # mood: {}   # TODO a word that Casebook knows, or name this one in casebook.yaml under moods",
                    one_line(mood)
                );
            }
            None => {}
        }
    }
}

fn fixes(text: &mut String, incident: &Incident) {
    let joined = |answer: &Text| scalar(&paragraphs(answer).join(" "));
    text.push('\n');
    key(text, "fixed-for-them", incident.fixed_for_them.as_ref().map(joined), "what was done for this customer");
    let _ = match incident.fixed_for_the_next.as_ref() {
        Some(fix) => writeln!(text, "fixed-for-the-next: {}", joined(fix)),
        None => writeln!(
            text,
            "fixed-for-the-next:   # TODO what is changed for the next customer; without a value, the second fix is open"
        ),
    };
}

fn practises(text: &mut String, steps: &[Step]) {
    text.push_str("\n# TODO the steps that this story shows, well or badly\n# practises:\n");
    for step in steps {
        let _ = writeln!(text, "#   - {}#{}", step.playbook, step.slug);
    }
    if steps.is_empty() {
        text.push_str("#   - ../playbooks/the-name-of-a-playbook.md#the-step\n");
    }
}

fn story(text: &mut String, incident: &Incident, around: &Around) {
    for paragraph in paragraphs(&incident.what_happened) {
        let _ = writeln!(text, "\n{paragraph}");
    }
    if let Some(who) = incident.who.as_ref() {
        let _ = writeln!(text, "\nThe customer: {}", inline(who));
    }
    let mood = incident.mood.as_ref().map(|mood| one_line(mood));
    let known = mood.as_deref().filter(|mood| around.site.mood(mood).is_some());
    match incident.they_said.as_ref() {
        Some(said) => {
            let _ = write!(text, "\n{}", quote(said, "The customer", known));
        }
        None => text.push_str("\n<!-- TODO what the customer said, in their own words -->\n"),
    }
    if let (Some(mood), None) = (&mood, known.filter(|_| incident.they_said.is_some())) {
        let _ = writeln!(text, "\nHow they felt: {}.", inline(mood));
    }
    match incident.we_said.as_ref() {
        Some(said) => {
            let _ = write!(text, "\n{}", quote(said, "Our desk", None));
        }
        None => text.push_str("\n<!-- TODO what we said -->\n"),
    }
    promises(text, incident.promises.as_deref().unwrap_or_default());
    text.push_str("\n## What we would say today\n\n");
    match incident.better.as_ref() {
        Some(said) => text.push_str(&quote(said, "Our desk", None)),
        None => text.push_str("<!-- TODO one sentence for the next time -->\n"),
    }
    text.push_str("\n<!-- TODO what to take from it: one thing that the reader can do tomorrow -->\n");
}

fn promises(text: &mut String, promises: &[Promise]) {
    let made: Vec<&Promise> = promises
        .iter()
        .filter(|one| one.to.is_some() || one.what.is_some() || one.until.is_some() || one.kept.is_some())
        .collect();
    if made.is_empty() {
        return;
    }
    text.push_str("\n## What was promised\n\n| To whom | What | Until when | Kept |\n| --- | --- | --- | --- |\n");
    let cell = |answer: &Option<Text>| answer.as_ref().map_or_else(|| "–".to_owned(), |answer| inline(answer));
    for one in made {
        let kept = one.kept.as_ref().map_or("–", |kept| kept.value.word());
        let _ = writeln!(text, "| {} | {} | {} | {kept} |", cell(&one.to), cell(&one.what), cell(&one.until));
    }
}

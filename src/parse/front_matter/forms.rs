//! Checks of values that need no other file: that an address is well formed, that the site has an outcome, that a
//! playbook has either steps or questions.

use super::{Details, FrontMatter, Playbook, Scenario, Shared};
use crate::config::{Config, check_language, is_name_like, name_like};
use crate::diagnostic::{Code, Diagnostic};
use crate::layout;
use crate::source::Span;
use crate::yaml::typed::{out_of_range, unknown_word};
use crate::yaml::{Form, Reader, Text};

/// The form of `slug`; see [`check_slug`].
pub(super) const SLUG: Form = Form::Pattern {
    matches: r"^[\p{Ll}\p{Lm}\p{Lo}\p{N}_-]*$",
    wants: "the last part of the address: lower-case letters, digits and hyphens",
};
/// The form of `aliases`; see [`check_alias`].
pub(super) const ALIAS: Form = Form::Pattern {
    matches: r"^(?!.*://)(?!\.{1,2}(/|$))[^/\\]+(/(?!\.{1,2}(/|$))[^/\\]+)*\.([mM][dD]|[hH][tT][mM][lL])$",
    wants: "a former path of this page, relative to `content/`, ending in `.md` or `.html`",
};

/// The most tags that a page can have. The page of each tag shows all tags of its pages, so the output grows with the
/// square of this number.
const MOST_TAGS: usize = 50;

/// Checks the form of all values.
pub(super) fn check(front: &FrontMatter, config: &Config, reader: &mut Reader<'_>) {
    shared(&front.shared, reader);
    match &front.details {
        Details::Case(case) => outcome(case.outcome.as_ref(), "outcome", config, reader),
        Details::Playbook(playbook) => steps_or_questions(playbook, reader),
        Details::Scenario(scenario) => check_scenario(scenario, config, reader),
        Details::Path(_) | Details::Page => {}
    }
}

fn shared(shared: &Shared, reader: &mut Reader<'_>) {
    if let Some(slug) = &shared.slug {
        check_slug(slug, reader);
    }
    if let Some(lang) = &shared.lang {
        check_language(lang, "lang", reader);
    }
    for alias in &shared.aliases {
        check_alias(alias, reader);
    }
    if let Some(more) = shared.tags.get(MOST_TAGS) {
        let message = format!("this page has {} tags, but a page can have at most {MOST_TAGS}", shared.tags.len());
        let found = Diagnostic::new(Code::TooManyTags, more.span, message).because("this one is too many");
        reader.report(found.help("keep those under which people would look for this page"));
    }
}

fn check_slug(slug: &Text, reader: &mut Reader<'_>) {
    if is_name_like(slug) {
        return;
    }
    let stem = layout::html_stem(slug).unwrap_or(slug);
    let cure = name_like(layout::page_stem(stem).unwrap_or(stem));
    if cure.is_empty() {
        // A slug without letters is reported by the check of addresses.
        return;
    }
    let message = "a slug is the last part of the address: lower-case letters, digits and hyphens";
    let found = Diagnostic::new(Code::AddressForm, slug.span, message);
    reader.report(match stem.trim_matches('/').rsplit_once('/') {
        // An address of another program: its last part can be kept, but the page stays in its folder.
        Some((_, last)) => {
            let cure = name_like(last);
            match cure.is_empty() {
                true => found.help("write one part, without `/`"),
                false => found.suggest(format!("write `{cure}`; the folder of the file is the rest"), slug.span, cure),
            }
        }
        None => found.replace(format!("write `{cure}`"), slug.span, cure),
    });
}

fn check_alias(alias: &Text, reader: &mut Reader<'_>) {
    let path = alias.trim_start_matches('/');
    let bare = path.trim_end_matches('/');
    let ends = layout::is_page(path) || layout::html_stem(path).is_some();
    let odd =
        alias.contains("://") || alias.contains('\\') || bare.split('/').any(|part| matches!(part, "" | "." | ".."));
    let inside = path.strip_prefix("content/").filter(|inside| ends && !odd && !inside.is_empty());
    if let Some(inside) = inside {
        let message = "an alias begins inside the folder `content`, whose name is not part of it";
        let found = Diagnostic::new(Code::AddressForm, alias.span, message);
        reader.report(found.replace(format!("write `{inside}`"), alias.span, inside));
        return;
    }
    if ends && !odd && path.len() == alias.len() {
        return;
    }
    let message = "an alias is a former path of this page, relative to `content/`, ending in `.md` or `.html`";
    let found = Diagnostic::new(Code::AddressForm, alias.span, message);
    let right = bare.replace('\\', "/");
    let is_path = alias.contains(['/', '\\']) && !alias.contains('*');
    reader.report(if odd && !alias.contains('\\') || right.is_empty() || !ends && !is_path {
        found.help("write it like this: `cases/the-old-name.md`")
    } else if ends {
        found.replace(format!("write `{right}`"), alias.span, right)
    } else {
        // Without an ending, the old address may have been that of a file or of a folder.
        let right = if path.ends_with('/') { format!("{right}/index.html") } else { format!("{right}.html") };
        found.suggest(format!("write `{right}`"), alias.span, right)
    });
}

fn outcome(word: Option<&Text>, key: &str, config: &Config, reader: &mut Reader<'_>) {
    if let Some(word) = word
        && !config.outcomes.contains(&word.text)
    {
        reader.report(unknown_word(word, key, config.outcomes.iter().map(String::as_str)));
    }
}

fn check_scenario(scenario: &Scenario, config: &Config, reader: &mut Reader<'_>) {
    for word in &scenario.outcomes {
        outcome(Some(word), "outcomes", config, reader);
    }
    if let Some(minutes) = scenario.minutes
        && minutes.value < 1
    {
        let found = out_of_range(minutes, "minutes", "a number from 1 up");
        reader.report(found.help("write how long the scenario takes at most, such as `minutes: 8`"));
    }
}

fn steps_or_questions(playbook: &Playbook, reader: &mut Reader<'_>) {
    let (Some(step), Some(question)) = (playbook.steps.first(), playbook.questions.first()) else {
        // An unreadable value has been reported, and it may have been the steps.
        if playbook.steps.is_empty() && playbook.questions.is_empty() && !has_errors(reader) {
            neither(playbook.span, reader);
        }
        return;
    };
    let message = "a playbook has `steps` or `questions`, but this one has both";
    let questions = reader.input.first_line(question.span);
    let steps = reader.input.first_line(step.span);
    let both = Diagnostic::new(Code::StepsOrQuestions, questions, message).because("the questions begin here");
    let help = "move one of them to a playbook of its own and link to it";
    reader.report(both.label(steps, "the steps begin here").help(help));
}

fn neither(front: Span, reader: &mut Reader<'_>) {
    let message = "this playbook has neither `steps` nor `questions`";
    let help = "add `steps:` with items that have a `title` and a `do`, or `questions:` for a decision";
    reader.report(Diagnostic::new(Code::StepsOrQuestions, reader.input.first_line(front), message).help(help));
}

fn has_errors(reader: &Reader<'_>) -> bool {
    crate::diagnostic::has_errors(&reader.found)
}

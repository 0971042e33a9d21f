//! Rules for each kind of content: distinct addresses of steps and questions, links to real steps, known moods, second
//! fixes that are filled in, reachable questions.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

use super::practised;
use crate::diagnostic::{Code, Diagnostic, Names, Severity, is_only_near, nearest};
use crate::model::{Page, Site};
use crate::parse::front_matter::{Case, Details, Playbook};
use crate::parse::markdown::Heading;
use crate::parse::slug::slug;
use crate::parse::voice::voices;
use crate::source::{SourceMap, Span};
use crate::text::clip;
use crate::yaml::Text;

const SECOND_FIX: &str = "fixed-for-the-next";

pub(super) fn check(site: &Site, page: &Page, sources: &SourceMap, found: &mut Vec<Diagnostic>) {
    spoken_moods(site, page, sources, found);
    match &page.document.front.details {
        Details::Case(case) => {
            moods(site, case, found);
            second_fix(case, sources, found);
            let links = case.practises.iter().map(|link| &link.0);
            practised::named(site, page, links, found);
        }
        Details::Playbook(playbook) => {
            repeated(page, found);
            near_headings(page, found);
            wiki_in_lines(playbook, found);
            if playbook.is_decision() {
                within_reach(page, playbook, found);
            }
        }
        Details::Scenario(scenario) => {
            practised::named(site, page, scenario.playbooks.iter().map(|link| &link.0), found);
            practised::reasons(site, page, found);
        }
        Details::Path(_) | Details::Page => {}
    }
}

fn moods(site: &Site, case: &Case, found: &mut Vec<Diagnostic>) {
    for mood in case.timeline.iter().filter_map(|moment| moment.mood.as_ref()) {
        if site.mood(mood).is_some() {
            continue;
        }
        let message = format!("`{}` is no mood that the timeline knows, so its line has a gap here", mood.text);
        let near = nearest(mood, site.moods().keys().map(String::as_str));
        found.push(unknown_mood(site, Diagnostic::new(Code::UnknownMood, mood.span, message), mood, near));
    }
}

/// Checks the moods of quotations. What stands behind a speaker's name may be any word, since no line is drawn from it,
/// so only words that are similar to a mood are reported.
fn spoken_moods(site: &Site, page: &Page, sources: &SourceMap, found: &mut Vec<Diagnostic>) {
    let (body, source) = (&page.document.body, sources.file(page.document.file).text());
    for voice in voices(body, source, 0..body.len()) {
        let Some(mood) = voice.mood.filter(|mood| site.mood(mood).is_none()) else { continue };
        // A longer form of a mood, such as `calmer`, is meant as it stands.
        let near = nearest(&mood, site.moods().keys().map(String::as_str));
        let is_slip = |near: &&str| !mood.starts_with(near) && is_misspelt(&mood, near);
        let Some(near) = near.filter(is_slip) else { continue };
        let line = body.events_in(voice.line).map(|(_, span)| span).reduce(|all, span| Span { end: span.end, ..all });
        let Some(line) = line else { continue };
        let at = source.get(line.range()).and_then(|text| text.rfind(&*mood)).map(|at| line.range().start + at);
        let span = at.map_or(line, |at| Span::new(line.file, at..at + mood.len()));
        let message = format!("Casebook does not know the mood `{mood}`");
        let finding = unknown_mood(site, Diagnostic::new(Code::UnknownMood, span, message), &mood, Some(near));
        found.push(if at.is_some() { finding } else { without_replacement(finding) });
    }
}

/// Returns true if a word is a mood with two neighbouring letters swapped, or a letter doubled or left out. Other similar
/// words, such as `curious` and `furious`, are words of their own.
fn is_misspelt(word: &str, mood: &str) -> bool {
    let letters = |text: &str| {
        let mut letters: Vec<char> = text.to_lowercase().chars().collect();
        letters.sort_unstable();
        letters
    };
    let (mut fewer, mut more) = (letters(word), letters(mood));
    let same_start = word.to_lowercase().chars().next() == mood.to_lowercase().chars().next();
    if fewer.len() > more.len() {
        std::mem::swap(&mut fewer, &mut more);
    }
    let mut rest = fewer.into_iter().peekable();
    for letter in &more {
        rest.next_if_eq(letter);
    }
    same_start && rest.next().is_none()
}

/// Drops replacements whose position is not certain.
fn without_replacement(mut found: Diagnostic) -> Diagnostic {
    found.help.iter_mut().for_each(|help| help.replacement = None);
    found
}

/// Adds the mood that was probably meant, or how to add a mood of one's own.
fn unknown_mood(site: &Site, found: Diagnostic, mood: &str, near: Option<&str>) -> Diagnostic {
    match near {
        Some(near) => {
            let certain = is_only_near(mood, near, site.moods().keys().map(String::as_str));
            let span = found.span();
            found.because(format!("did you mean `{near}`?")).replace_if(certain, format!("write `{near}`"), span, near)
        }
        None => found.help(format!(
            "below `moods:` in `casebook.yaml` write `{mood}:` and a number from -3 (furious) to 3 (delighted)"
        )),
    }
}

fn second_fix(case: &Case, sources: &SourceMap, found: &mut Vec<Diagnostic>) {
    let Some(fix) = case.fixed_for_the_next.as_ref().filter(|fix| fix.trim().is_empty()) else { return };
    let before = sources.file(fix.span.file).text().get(..fix.span.range().start).unwrap_or_default();
    let key = before.rfind(SECOND_FIX).map(|at| Span::new(fix.span.file, at..at + SECOND_FIX.len()));
    found.push(
        Diagnostic::new(Code::BlankSecondFix, key.unwrap_or(fix.span), "`fixed-for-the-next` has no text")
            .help("say what was changed so that it cannot happen to the next customer")
            .help("or remove the line: the register then lists this case as open"),
    );
}

fn repeated(page: &Page, found: &mut Vec<Diagnostic>) {
    let Details::Playbook(playbook) = &page.document.front.details else { return };
    let titles: Vec<&Text> =
        playbook.steps.iter().map(|step| &step.title).chain(playbook.questions.iter().map(|q| &q.title)).collect();
    let mut seen: BTreeMap<&str, &Text> = BTreeMap::new();
    for (title, slug) in titles.iter().zip(&page.document.slugs) {
        if slug.starts_with("cb-") {
            let message = format!(
                "the address of `{}`, `#{slug}`, begins with `cb-`, which is reserved for the theme",
                title.text
            );
            found.push(Diagnostic::new(Code::ReservedId, title.span, message).help("word it differently"));
        }
        let first = *seen.entry(slug).or_insert(title);
        if first.span != title.span {
            let what = if playbook.is_decision() { "questions" } else { "steps" };
            let message = format!("two {what} have the address `#{slug}`, so a link could not tell them apart");
            let diagnostic = Diagnostic::new(Code::RepeatedStep, title.span, message);
            found.push(diagnostic.label(first.span, "the first one").help("give one of them another title"));
        }
    }
}

/// Reports headings that are almost the title of a step. Only a heading with the same words explains the step.
fn near_headings(page: &Page, found: &mut Vec<Diagnostic>) {
    let document = &page.document;
    let titles: Vec<&str> = (0..document.slugs.len()).filter_map(|number| document.step_title(number)).collect();
    let headings: BTreeSet<String> = document.body.headings.iter().map(|heading| slug(&heading.text)).collect();
    let has_heading = |title: &str| headings.contains(&slug(title));
    let by_slug: BTreeMap<String, &str> = titles.iter().rev().map(|title| (slug(title), *title)).collect();
    let names = OnceCell::new();
    let nearest = |text: &str| {
        let names = names.get_or_init(|| Names::new(titles.iter().copied()));
        names.nearest(text).map(|number| titles[number]).filter(|near| slug(near) != slug(text))
    };
    for heading in document.body.headings.iter().filter(|heading| heading.level > 1) {
        let text = heading.text.trim();
        let bare = without_number(text);
        let same = by_slug.get(&slug(bare)).copied().filter(|title| slug(text) != slug(title));
        let Some(title) = same.or_else(|| nearest(text)).filter(|title| !has_heading(title)) else { continue };
        let Some(at) = heading_text(heading, text) else { continue };
        let message = format!("`{}` is not the title of a step, so this part stands below all steps", clip(text));
        let finding = Diagnostic::new(Code::UnknownStep, at, message).with_severity(Severity::Warning);
        found.push(finding.because(format!("did you mean `{title}`?")).suggest(format!("write `{title}`"), at, title));
    }
}

/// The span of a heading's words; `None` if it has markup or an address.
fn heading_text(heading: &Heading, text: &str) -> Option<Span> {
    let end = heading.span.range().end;
    (heading.id.is_none() && heading.span.range().len() >= text.len()).then_some(())?;
    let start = heading.span.range().start + usize::from(heading.level) + 1;
    (start + text.len() <= end).then(|| Span::new(heading.span.file, start..start + text.len()))
}

/// A title without `1.` or `Step 1:` before it.
fn without_number(text: &str) -> &str {
    let rest = text.strip_prefix("Step ").or_else(|| text.strip_prefix("Schritt ")).unwrap_or(text);
    let after = rest.trim_start_matches(|c: char| c.is_ascii_digit());
    let is_numbered = after.len() < rest.len() && after.starts_with(['.', ':', ')', ' ', '–', '-']);
    if is_numbered { after.trim_start_matches(['.', ':', ')', ' ', '–', '-']) } else { text }
}

/// Reports wiki links in lines to say and to avoid, which are shown as they are written.
fn wiki_in_lines(playbook: &Playbook, found: &mut Vec<Diagnostic>) {
    let lines = playbook.steps.iter().flat_map(|step| step.say.iter().chain(&step.avoid));
    for line in lines {
        let Some((_, rest)) = line.text.split_once("[[") else { continue };
        let Some((name, _)) = rest.split_once("]]") else { continue };
        let message = format!("`[[{name}]]` is shown as it stands: these lines are plain words, to be said aloud");
        let finding = Diagnostic::new(Code::WikiLink, line.span, message);
        found.push(finding.help(format!("write the words alone: `{}`", name.rsplit('|').next().unwrap_or(name))));
    }
}

/// Reports questions that cannot be reached from the first one. Of several that lead to each other, only the first is
/// reported. Questions with a repeated address are skipped, because that is reported separately.
fn within_reach(page: &Page, playbook: &Playbook, found: &mut Vec<Diagnostic>) {
    let slugs = &page.document.slugs;
    if slugs.len() != playbook.questions.len() {
        // A playbook with both steps and questions is reported elsewhere.
        return;
    }
    let mut reached = BTreeSet::from([0]);
    let next = |number| next(page, playbook, number);
    follow(next, &mut reached);
    let repeated = |number: usize| page.document.anchors().number(&slugs[number]) != Some(number);
    let mut lost: Vec<usize> =
        (0..slugs.len()).filter(|&number| !reached.contains(&number) && !repeated(number)).collect();
    let led_to: BTreeSet<usize> = lost.iter().flat_map(|&from| next(from).filter(move |&to| to != from)).collect();
    // Questions without any predecessor come first: those behind them are reachable once they are.
    lost.sort_by_key(|number| led_to.contains(number));
    for number in lost {
        if !reached.insert(number) {
            continue;
        }
        follow(next, &mut reached);
        let question = &playbook.questions[number];
        let message = format!("no answer leads to the question `{}`", question.title.text);
        let help = format!("write `to: \"#{}\"` in an answer of a question before it, or remove it", slugs[number]);
        found.push(Diagnostic::new(Code::UnreachedQuestion, question.title.span, message).help(help));
    }
}

/// Adds all questions that can be reached from those in `reached`.
fn follow<N: Iterator<Item = usize>>(next: impl Fn(usize) -> N, reached: &mut BTreeSet<usize>) {
    let mut open: Vec<usize> = reached.iter().copied().collect();
    while let Some(number) = open.pop() {
        open.extend(next(number).filter(|&to| reached.insert(to)));
    }
}

/// Returns the questions that the answers of question `number` lead to.
fn next<'a>(page: &'a Page, playbook: &'a Playbook, number: usize) -> impl Iterator<Item = usize> + 'a {
    let answers = playbook.questions.get(number).into_iter().flat_map(|question| question.answers.iter());
    answers.filter_map(|answer| page.document.anchors().number(answer.to.strip_prefix('#')?))
}

//! Other words for a step, question, scene or heading.

use std::ops::Range;

use anyhow::{Result, bail};

use super::edits::Edits;
use super::items::{self, ListAt, add_key, end_of_line, line_before};
use super::links;
use super::subject::{Kind, Part, Request, anchor, kind_of, page, part};
use super::trial::Trial;
use crate::change::Edit;
use crate::diagnostic::nearest;
use crate::model::{Page, PageId, Problem, Target};
use crate::parse::front_matter::Details;
use crate::parse::markdown::{Event, Heading, LinkForm};
use crate::parse::slug::slug;
use crate::source::{SourceMap, Span};
use crate::text::{Slice, lower_compatible, one_line};
use crate::yaml::Text;

/// What a part is called before and after.
struct Names<'n> {
    page: PageId,
    part: Part,
    /// The present anchor.
    old: String,
    /// The present words.
    title: String,
    /// The new words.
    new: &'n str,
}

pub(super) fn rename(trial: &Trial, request: &Request<'_>) -> Result<Edits> {
    let site = trial.site();
    let Some((path, typed)) = request.old.split_once('#') else {
        let word = request.kind.word();
        bail!("which {word} of `{0}`?\n  help: write its address after `#`, such as `{0}#the-old-words`", request.old)
    };
    let id = page(site, path)?;
    let target = site.page(id);
    let new = one_line(request.new);
    if slug(&new).is_empty() {
        bail!("`{new}` has no letter or digit, so it gives no address\n  help: write words");
    }
    let old = anchor(target, typed);
    let Some(part) = part(target, &old) else { return adopt(trial, id, &old, &new) };
    let is = kind_of(target, part);
    if is != request.kind && !(is == Kind::Scene && request.kind == Kind::Heading) {
        bail!("`#{old}` is a {0}\n  help: write `casebook rename {0} …`", is.word());
    }
    let (old, title) = present(target, part);
    let new = with_keyword(target, part, &new);
    if title == new {
        bail!("it is called `{new}` already");
    }
    change(trial, &Names { page: id, part, old, title, new: &new })
}

/// The anchor and the words of a part.
fn present(page: &Page, part: Part) -> (String, String) {
    let document = &page.document;
    match part {
        Part::Step(number) => {
            (document.slugs[number].clone(), document.step_title(number).unwrap_or_default().to_owned())
        }
        Part::Heading(number) => {
            let heading = &document.body.headings[number];
            (heading.slug.clone(), heading.text.trim().to_owned())
        }
    }
}

/// The new words of an ending begin with the keyword, even if only its name was typed.
fn with_keyword(page: &Page, part: Part, new: &str) -> String {
    let Part::Heading(number) = part else { return new.to_owned() };
    let scenes = page.document.scenario.iter().flat_map(|scenario| &scenario.scenes);
    let ending = scenes.into_iter().find(|scene| scene.heading == number && scene.ending.is_some());
    let keyword = ending.and_then(|scene| scene.title.split_once([':', '：'])).map(|(keyword, _)| keyword.trim());
    let typed = new.split_once([':', '：']).map(|(word, _)| word.trim().to_lowercase());
    match keyword {
        Some(keyword) if typed.as_deref() != Some(&keyword.to_lowercase()) => format!("{keyword}: {new}"),
        _ => new.to_owned(),
    }
}

fn change(trial: &Trial, names: &Names<'_>) -> Result<Edits> {
    let (site, sources) = (trial.site(), trial.sources());
    let page = site.page(names.page);
    let mut edits = Edits::default();
    words(page, names, sources, &mut edits);
    let after = trial.with(&edits)?;
    let Some(renamed) = after.site().find(&page.document.path).map(|id| after.site().page(id)) else {
        bail!("`{}` cannot be the words of a {}", names.new, kind_of(page, names.part).word());
    };
    let headings = &page.document.body.headings;
    if headings.len() != renamed.document.body.headings.len()
        || page.document.slugs.len() != renamed.document.slugs.len()
    {
        bail!("`{}` cannot be the words of a {}", names.new, kind_of(page, names.part).word());
    }
    pin(page, renamed, names.part, sources, &mut edits);
    let (new, _) = present(renamed, names.part);
    if new != names.old {
        keep(page, names.part, &names.old, sources, &mut edits);
    }
    follow(trial, names, &new, &mut edits);
    Ok(edits)
}

/// Gives a part its new words. The heading of a step's details has the words of the step.
fn words(page: &Page, names: &Names<'_>, sources: &SourceMap, edits: &mut Edits) {
    let document = &page.document;
    let of_step = |heading: &&Heading| !heading.repeats_title && heading.slug == names.old;
    match names.part {
        Part::Step(number) => {
            if let Some(title) = document.step(number) {
                let source = sources.file(title.span.file).text();
                let range = items::value(source, title.span.range());
                let new = items::written(source, range.start, names.new);
                edits.add(sources, title.span.file, Edit { start: range.start, end: range.end, with: new });
            }
            for heading in document.body.headings.iter().filter(of_step) {
                edits.replace(sources, text_of(page, heading), names.new);
            }
        }
        Part::Heading(number) => edits.replace(sources, text_of(page, &document.body.headings[number]), names.new),
    }
}

/// The span of the words of a heading, with their markup.
fn text_of(page: &Page, heading: &Heading) -> Span {
    let body = &page.document.body;
    let inside = heading.event + 1..body.after(heading.event).saturating_sub(1);
    // A comment beside the words is not part of them.
    let words = body.events_in(inside).filter(|(event, _)| !matches!(event, Event::Html(_)));
    let spans: Vec<Span> = words.map(|(_, span)| span).collect();
    let start = spans.iter().map(|span| span.start).min().unwrap_or(heading.span.start);
    let end = spans.iter().map(|span| span.end).max().unwrap_or(start);
    Span { start, end, ..heading.span }
}

/// Other headings keep their anchors if those would change, because they are numbered after equal ones.
fn pin(page: &Page, renamed: &Page, part: Part, sources: &SourceMap, edits: &mut Edits) {
    let pairs = page.document.body.headings.iter().zip(&renamed.document.body.headings);
    for (number, (before, after)) in pairs.enumerate() {
        let is_own = match part {
            Part::Heading(own) => number == own,
            Part::Step(step) => page.document.slugs[step] == before.slug,
        };
        if !is_own && before.slug != after.slug && !before.repeats_title {
            let end = text_of(page, before).range().end;
            edits.add(sources, before.span.file, Edit { start: end, end, with: format!(" {{#{}}}", before.slug) });
        }
    }
}

/// Keeps the old anchor of a part.
fn keep(page: &Page, part: Part, old: &str, sources: &SourceMap, edits: &mut Edits) {
    let document = &page.document;
    let source = sources.file(document.file).text();
    let edit = match part {
        Part::Step(number) => {
            if document.was.get(number).is_some_and(|was| was.iter().any(|known| known.id == old)) {
                return;
            }
            let Some(step) = named(page, number) else { return };
            let known: Vec<Range<usize>> = step.was.iter().map(|old| old.span.range()).collect();
            let list = ListAt { source, items: &known };
            let title = items::value(source, step.title.span.range());
            items::add(list, old).unwrap_or_else(|| add_key(source, title, "was", old))
        }
        Part::Heading(number) => {
            let heading = &document.body.headings[number];
            if heading.was.iter().any(|known| known.id == old) {
                return;
            }
            match heading.was.last() {
                Some(last) => {
                    let end = last.span.range().end;
                    Edit { start: end, end, with: format!(", {old}") }
                }
                None => comment(source, heading, old),
            }
        }
    };
    edits.add(sources, document.file, edit);
}

/// A step or question.
struct Step<'p> {
    title: &'p Text,
    was: &'p [Text],
}

fn named(page: &Page, number: usize) -> Option<Step<'_>> {
    let Details::Playbook(playbook) = &page.document.front.details else { return None };
    match playbook.is_decision() {
        true => playbook.questions.get(number).map(|question| Step { title: &question.title, was: &question.was }),
        false => playbook.steps.get(number).map(|step| Step { title: &step.title, was: &step.was }),
    }
}

/// A comment with an old anchor, below a heading.
fn comment(source: &str, heading: &Heading, old: &str) -> Edit {
    let range = heading.span.range();
    let written = source.slice(range.clone()).trim_end();
    let at = end_of_line(source, range.start + written.len());
    // Within a quotation, each line begins with its sign.
    let before: String =
        line_before(source, range.start).chars().map(|c| if c == '>' || c == '\t' { c } else { ' ' }).collect();
    Edit { start: at, end: at, with: format!("\n{before}<!-- was: {old} -->") }
}

/// Lets all links lead to the new anchor, and gives those with the old words the new ones.
fn follow(trial: &Trial, names: &Names<'_>, new: &str, edits: &mut Edits) {
    let (site, sources) = (trial.site(), trial.sources());
    links::for_each(site, sources, &mut |link| {
        let Target::Page { page, anchor: Some(anchor) } = link.target else { return };
        if *page != names.page || *anchor != names.old {
            return;
        }
        if let Some((written, span)) = link.anchor()
            && written != new
        {
            edits.replace(sources, span, new);
        }
        let Some(own) = link.link else { return };
        let source = sources.file(link.span.file).text();
        match own.form {
            LinkForm::Step => edits.replace(sources, title_in(source, own.span, &names.title), names.new),
            LinkForm::Link => {
                let start = own.whole.range().start + 1;
                let end = start + names.title.len();
                let is_old = source.slice(start..).starts_with(&names.title) && source.slice(end..).starts_with(']');
                if is_old && source.slice(..start).ends_with('[') {
                    edits.replace(sources, Span::new(own.whole.file, start..end), escaped(names.new));
                }
            }
            _ => {}
        }
    });
}

/// The span of a title at the beginning of a span.
fn title_in(source: &str, span: Span, title: &str) -> Span {
    let written = source.slice(span.range());
    let folded = |text: &str| one_line(&lower_compatible(text));
    let mut ends =
        written.char_indices().filter(|(_, c)| matches!(c, ':' | '：')).map(|(at, _)| at).chain([written.len()]);
    let end = ends.rfind(|&end| folded(written.slice(..end)) == folded(title));
    let start = span.range().start;
    Span::new(span.file, start..start + end.unwrap_or(title.len()))
}

/// Words as they are written between the brackets of a link.
fn escaped(words: &str) -> String {
    words.replace('\\', "\\\\").replace('[', "\\[").replace(']', "\\]")
}

/// Finishes a rename that was made by hand: the part already has its new words, and links still lead to the old anchor.
fn adopt(trial: &Trial, id: PageId, old: &str, new: &str) -> Result<Edits> {
    let (site, sources) = (trial.site(), trial.sources());
    let page = site.page(id);
    let Some(now) = part(page, &anchor(page, new)) else { bail!("{}", no_part(page, old)) };
    let (current, title) = present(page, now);
    let mut edits = Edits::default();
    keep(page, now, old, sources, &mut edits);
    links::for_each(site, sources, &mut |link| {
        let is_there = matches!(link.target, Target::Nowhere(Problem::NoAnchor(there, _)) if *there == id);
        if let Some((_, span)) = link.anchor().filter(|(written, _)| is_there && written == old) {
            edits.replace(sources, span, current.clone());
        }
        let is_named = matches!(link.target, Target::Nowhere(Problem::NoStep(_)));
        if let Some(own) = link.link.filter(|own| is_named && slug(&own.text) == old) {
            edits.replace(sources, title_in(sources.file(own.span.file).text(), own.span, &own.text), title.clone());
        }
    });
    let scenes = page.document.scenario.is_some();
    for link in page.document.body.links.iter().filter(|link| scenes && link.destination == format!("#{old}")) {
        if sources.file(link.span.file).text().slice(link.span.range()) == link.destination {
            edits.replace(sources, link.span, format!("#{current}"));
        }
    }
    Ok(edits)
}

fn no_part(page: &Page, old: &str) -> String {
    let near = nearest(old, page.anchors());
    let help = match near {
        Some(near) => format!("did you mean `#{near}`?"),
        None => "use the address of a heading or step: its words in lower case, with hyphens for spaces".to_owned(),
    };
    format!("`{}` has no heading or step with the address `#{old}`\n  help: {help}", page.document.path)
}

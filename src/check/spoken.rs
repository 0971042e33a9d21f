//! Quotations whose speaker Casebook does not recognise, because the line with the name has another form. Only a mood of
//! the site next to a name proves that such a line was meant.

use super::unparsed::Source;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Page, Site};
use crate::parse::markdown::{Element, Event};
use crate::parse::voice::voices;
use crate::source::{SourceMap, Span};
use crate::text::Slice;

/// The longest name of a speaker, in bytes.
const LONGEST_NAME: usize = 60;
/// Signs before the name of a speaker.
const DASHES: [&str; 3] = ["—", "–", "--"];

pub(super) fn check(site: &Site, page: &Page, sources: &SourceMap, found: &mut Vec<Diagnostic>) {
    let text = sources.file(page.document.file).text();
    let source = Source { file: page.document.file, text };
    let body = &page.document.body;
    let known = voices(body, text, 0..body.len());
    let mut quote = None;
    for (number, (event, span)) in body.events().enumerate() {
        match event {
            Event::Start(Element::Quote) => {
                let voice = known.iter().find(|voice| voice.quote == number);
                match voice {
                    Some(voice) => found.extend(bracketed(site, source, span, &voice.name)),
                    None => found.extend(unnamed(site, source, span)),
                }
                found.extend(two_in_one(site, source, span));
                quote = voice.is_none().then_some(span);
            }
            Event::Start(Element::Paragraph) if quote.is_some_and(|quote| span.start >= quote.end) => {
                found.extend(quote.take().and_then(|quote| outside(site, source, quote, span)));
            }
            _ => {}
        }
    }
}

/// The lines of a quotation with their positions, without the signs before them.
fn lines<'a>(source: Source<'a>, quote: Span) -> Vec<(usize, &'a str)> {
    let mut at = quote.range().start;
    let mut lines = Vec::new();
    for line in source.text.slice(quote.range()).split_inclusive('\n') {
        let inner = line.trim_start_matches(['>', ' ']);
        lines.push((at + line.len() - inner.len(), inner.trim_end()));
        at += line.len();
    }
    lines
}

/// Reads `Name, mood`.
fn named<'a>(site: &Site, line: &'a str) -> Option<(&'a str, &'a str)> {
    let (name, mood) = line.rsplit_once([',', ';'])?;
    let (name, mood) = (name.trim(), mood.trim());
    let is_name =
        name.starts_with(char::is_uppercase) && name.len() <= LONGEST_NAME && !name.contains(['"', '“', '.', '!', '?']);
    let is_title = ["Mr.", "Mrs.", "Ms.", "Dr."].iter().any(|title| name.starts_with(title));
    ((is_name || is_title) && site.mood(mood).is_some()).then_some((name, mood))
}

fn without_dash(line: &str) -> Option<&str> {
    DASHES.iter().find_map(|dash| line.strip_prefix(dash)).map(str::trim_start)
}

fn report(source: Source<'_>, place: (usize, &str), why: &str, right: String) -> Diagnostic {
    let (start, written) = place;
    let span = Span::new(source.file, start..start + written.len());
    let help = format!("write `{right}`");
    Diagnostic::new(Code::QuoteWithoutSpeaker, span, why).suggest(help, span, right)
}

/// Reports a quotation without a speaker whose last line names one.
fn unnamed(site: &Site, source: Source<'_>, quote: Span) -> Option<Diagnostic> {
    let lines = lines(source, quote);
    let (start, last) = *lines.iter().rev().find(|(_, line)| !line.is_empty())?;
    let bare = last.trim_start_matches(['-', '*', '_', '~', ' ']).trim_end_matches(['*', '_']);
    if let Some((name, mood)) = named(site, bare).filter(|_| lines.len() > 1) {
        let why = "this line names who speaks, and has another form than such lines have";
        return Some(report(source, (start, last), why, format!("— {name}, {mood}")));
    }
    let (words, rest) = DASHES.iter().find_map(|dash| last.rsplit_once(&format!(" {dash} ")))?;
    let (name, mood) = named(site, rest)?;
    let at = start + words.len();
    let place = Span::new(source.file, at..start + last.len());
    let line = format!("> — {name}, {mood}");
    let why = "the name of who speaks must be on a line of its own";
    let finding = Diagnostic::new(Code::QuoteWithoutSpeaker, place, why);
    Some(finding.suggest(format!("write `{line}` on a line of its own"), place, format!("\n>\n{line}")))
}

/// Reports `— Mrs Okafor (angry)`, `— Mrs Okafor; angry` and `— angry, Mrs Okafor`.
fn bracketed(site: &Site, source: Source<'_>, quote: Span, name: &str) -> Option<Diagnostic> {
    let lines = lines(source, quote);
    let (start, last) = *lines.iter().rev().find(|(_, line)| without_dash(line).is_some())?;
    let line = without_dash(last)?;
    let in_brackets = || {
        let (name, mood) = line.strip_suffix(')')?.rsplit_once('(')?;
        site.mood(mood).map(|_| (name.trim(), mood.trim()))
    };
    let after_semicolon = || named(site, line).filter(|_| !line.contains(','));
    let first = || {
        let (mood, name) = line.split_once(',')?;
        let is_name = site.mood(mood).is_some() && site.mood(name).is_none();
        is_name.then_some((name.trim(), mood.trim()))
    };
    let (who, mood) = in_brackets().or_else(after_semicolon).or_else(first)?;
    let why = format!("the mood of `{who}` is read as part of the name, `{name}`");
    Some(report(source, (start, last), &why, format!("— {who}, {mood}")))
}

/// Reports a quotation that has a line with a speaker in its middle: two quotations that no empty line separates.
fn two_in_one(site: &Site, source: Source<'_>, quote: Span) -> Option<Diagnostic> {
    let lines = lines(source, quote);
    let at = lines.iter().position(|(_, line)| without_dash(line).is_some_and(|line| named(site, line).is_some()))?;
    let next = lines.get(at + 1..)?.iter().find(|(_, line)| !line.is_empty() && !line.starts_with("<!--"))?;
    let (start, line) = lines.get(at)?;
    let what = "two people speak in this quotation, and only the last one is shown as the speaker";
    let span = Span::new(source.file, *start..start + line.len());
    let begin = source.text.slice(..next.0).rfind('\n').map_or(0, |at| at + 1);
    let gap = Span::new(source.file, span.range().end..begin);
    let finding = Diagnostic::new(Code::QuoteWithoutSpeaker, span, what);
    Some(finding.suggest("between two quotations, leave a line empty, without `>`", gap, "\n\n"))
}

/// Reports a line with a speaker below its quotation.
fn outside(site: &Site, source: Source<'_>, quote: Span, paragraph: Span) -> Option<Diagnostic> {
    let written = source.text.slice(paragraph.range()).trim_end();
    let (name, mood) = named(site, without_dash(written)?).filter(|_| !written.contains('\n'))?;
    let end = quote.range().start + source.text.slice(quote.range()).trim_end_matches(['>', ' ', '\n', '\r']).len();
    let gap = Span::new(source.file, end..paragraph.range().start + written.len());
    let between = source.text.get(quote.range().end..paragraph.range().start)?;
    let place = Span::new(source.file, paragraph.range().start..gap.range().end);
    let what = "this line names who speaks, and is not part of the quotation above";
    let line = format!("> — {name}, {mood}");
    let finding = Diagnostic::new(Code::QuoteWithoutSpeaker, place, what);
    let finding = finding.suggest(format!("write `{line}`, directly below the quotation"), gap, format!("\n>\n{line}"));
    between.trim().is_empty().then_some(finding)
}

//! The wording of a story: straw men, inflaming words and blame in praised lines, and details of real people.

use std::ops::Range;

use super::{Story, short};
use crate::check::writing::contains_words;
use crate::diagnostic::{Code, Diagnostic};
use crate::parse::markdown::Event;
use crate::parse::scenario::{Choice, Mark, Part, Scenario};
use crate::source::Span;
use crate::text::Slice;

/// Minimum number of digits in a number that may identify a person, such as a telephone or order number. Most sums,
/// dates and years are shorter.
const LEAST_DIGITS: usize = 6;

const NUMBER: &str = "a telephone or order number";

pub(super) fn check(story: &Story<'_>, found: &mut Vec<Diagnostic>) {
    let insults = story.words("checks.insults");
    let mut inflaming = story.words("checks.inflaming");
    inflaming.extend(story.site.config().writing.inflaming_words.iter().map(|word| word.to_lowercase()));
    let blame = story.words("checks.blame");
    for choice in story.scenario.choices() {
        match choice.mark() {
            Some(Mark::Follows) => found.extend(praised(story, choice, &inflaming, &blame)),
            Some(_) => found.extend(straw_man(story, choice, &insults)),
            None => {}
        }
    }
    private(story, found);
}

fn first_of<'w>(text: &str, words: &'w [String]) -> Option<&'w String> {
    let lower = text.to_lowercase();
    words.iter().find(|word| contains_words(&lower, word))
}

fn praised(story: &Story<'_>, choice: &Choice, inflaming: &[String], blame: &[String]) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    if let Some(words) = first_of(&choice.text, inflaming) {
        let message = format!("this choice has a good mark, but `{words}` makes many people angrier");
        let finding = Diagnostic::new(Code::InflamingWords, story.line(choice.span), message);
        found.push(finding.help("word it differently, or give the choice a weaker mark"));
    }
    if let Some(words) = first_of(&choice.text, blame) {
        let message = format!("this choice has a good mark, but `{words}` puts the blame on somebody else");
        let finding = Diagnostic::new(Code::BlamePraised, story.line(choice.span), message);
        found.push(finding.help("let the speaker own the mistake on behalf of the whole company"));
    }
    found
}

fn straw_man(story: &Story<'_>, choice: &Choice, insults: &[String]) -> Option<Diagnostic> {
    let message = if let Some(insult) = first_of(&choice.text, insults) {
        format!("nobody would choose this: `{insult}`")
    } else if choice.text.contains(['!', '！']) {
        "a choice in capitals is obviously wrong".to_owned()
    } else {
        return None;
    };
    Some(
        Diagnostic::new(Code::StrawMan, story.line(choice.span), message)
            .help("write what a tired colleague might really say: a wrong choice teaches only if it is tempting"),
    )
}

/// Reports e-mail addresses and long numbers. Even invented ones may belong to somebody.
fn private(story: &Story<'_>, found: &mut Vec<Diagnostic>) {
    let body = &story.page.document.body;
    let counted = counted(story.scenario);
    for (event, span) in body.events() {
        let (Event::Text(piece) | Event::Code(piece)) = event else { continue };
        let text = body.piece(story.source, piece);
        let Some((at, what)) = detail(text) else { continue };
        // Text with escapes is longer in the source than on the page. In that case the whole text is marked.
        let same = story.source.get(span.range()) == Some(text);
        let start = span.range().start + at.start;
        let detail_span = if same { Span::new(span.file, start..start + at.len()) } else { span };
        let is_sum = what == NUMBER && is_sum(text, &at, &story.site.config().currency);
        if is_sum || counted.iter().any(|span| span.range().contains(&detail_span.range().start)) {
            continue;
        }
        let message = format!("`{}` looks like {what} of a real person", short(text.slice(at)));
        let help = match what {
            NUMBER => "leave it out, or say what it is: “your order number”",
            _ => "leave it out, or say what it is: “your address”",
        };
        found.push(Diagnostic::new(Code::PrivateDetails, detail_span, message).help(help));
    }
}

/// Returns the spans of the numbers that the story calculates with. These identify nobody, however long they are.
fn counted(scenario: &Scenario) -> Vec<Span> {
    let effects = scenario.choices().map(|choice| (&choice.effects, &choice.needs));
    let routes = scenario.scenes.iter().flat_map(|scene| &scene.routes).map(|route| (&route.effects, &route.when));
    let ways = effects.chain(routes).flat_map(|(effects, condition)| {
        let tests = condition.iter().flat_map(|condition| &condition.tests).map(|test| test.span);
        effects.iter().map(|effect| effect.span).chain(tests)
    });
    let texts = scenario.scenes.iter().flat_map(|scene| &scene.parts).filter_map(|part| match part {
        Part::StateText(text) => Some(text.when.tests.iter().map(|test| test.span)),
        _ => None,
    });
    ways.chain(texts.flatten()).collect()
}

/// Returns whether a number is directly preceded or followed by a currency symbol.
fn is_sum(text: &str, at: &Range<usize>, currency: &str) -> bool {
    let (before, after) = (text.slice(..at.start).trim_end(), text.slice(at.end..).trim_start());
    let signs = [currency.trim(), "$", "€", "£", "¥", "₹"];
    signs.iter().filter(|sign| !sign.is_empty()).any(|sign| before.ends_with(sign) || after.starts_with(sign))
}

pub(in crate::check) fn detail(text: &str) -> Option<(Range<usize>, &'static str)> {
    let is_address = |(name, host): (&str, &str)| !name.is_empty() && !name.contains('/') && host.contains('.');
    let mut words = text.split_whitespace().map(|word| word.trim_matches(|c: char| !c.is_alphanumeric() && c != '+'));
    let address = words.find(|word| word.split_once('@').is_some_and(is_address));
    if let Some((address, from)) = address.and_then(|address| Some((address, text.find(address)?))) {
        return Some((from..from + address.len(), "the e-mail address"));
    }
    long_number(text).map(|range| (range, NUMBER))
}

/// Returns a run of digits that can contain spaces, hyphens, slashes and brackets. Commas and points are excluded
/// because they occur in sums.
fn long_number(text: &str) -> Option<Range<usize>> {
    let mut start = None;
    let (mut digits, mut end) = (0, 0);
    for (at, sign) in text.char_indices().chain([(text.len(), '\n')]) {
        if sign.is_ascii_digit() {
            start.get_or_insert(at);
            digits += 1;
            end = at + 1;
        } else if start.is_none() || !matches!(sign, ' ' | '-' | '(' | ')' | '/' | '\u{a0}') || at > end {
            if let Some(from) =
                start.filter(|_| digits >= LEAST_DIGITS && !is_date(text.slice(start.unwrap_or(0)..end)))
            {
                let plus = usize::from(text.slice(..from).ends_with('+'));
                return Some(from - plus..end);
            }
            (start, digits) = (None, 0);
        }
    }
    None
}

/// Returns whether a text is a date or a range of years: `2026-11-22`, `2026-2027`.
fn is_date(text: &str) -> bool {
    let parts: Vec<usize> = text.split(['-', '/', '.']).map(str::len).collect();
    matches!(parts[..], [4, 2, 2] | [1..=2, 1..=2, 4] | [4, 4])
}

//! Conditions: `trust 6 or more and not fixed twice`.

use super::comparison::{self, Bound};
use super::context::Context;
use super::message::shown;
use super::names::Named;
use super::{amount, meter, misplaced, name};
use crate::diagnostic::{self, Code, Diagnostic};
use crate::parse::scenario::ast::{Condition, Test, TestKind};
use crate::parse::scenario::text::Phrase;
use crate::parse::scenario::words::Keyword;
use crate::source::Span;
use crate::text::fold_name;

/// The meaning of a comma in a condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Commas {
    /// In `goal`: a comma means *and*.
    Join,
    /// In a tail: a comma ends the condition, so there is none inside it.
    Divide,
    /// After `When`: a comma is a mistake.
    Mistake,
}

/// Reads tests joined by *and*.
pub(super) fn read(cx: &mut Context<'_>, written: Phrase<'_>, commas: Commas) -> Condition {
    let mut condition = Condition::default();
    if commas == Commas::Mistake {
        no_commas(cx, written);
    }
    if other_join(cx, written, commas) {
        return condition;
    }
    for (number, part) in written.split(',').enumerate() {
        let part = match cx.words.split(part, Keyword::And) {
            Some((_, rest)) if number > 0 => rest,
            _ => part,
        };
        if comparison::between(cx, part) {
            continue;
        }
        for test in split_tests(cx, part) {
            condition.tests.extend(read_test(cx, test.trim(), written, commas));
        }
    }
    condition
}

/// A test of a meter of this scenario, for advice.
pub(super) fn example(cx: &Context<'_>) -> String {
    let [or, more] = [Keyword::Or, Keyword::More].map(|word| cx.words.show(word));
    format!("{} 6 {or} {more}", cx.names.example())
}

/// Reports `&` or `;` between tests. Returns true if there is one.
fn other_join(cx: &mut Context<'_>, written: Phrase<'_>, commas: Commas) -> bool {
    let Some((before, behind)) = written.split_once(&['&', ';']) else { return false };
    if !misplaced::is_known_test(cx, before.trim()) || behind.is_blank() {
        return false;
    }
    let (right, name) = match commas {
        Commas::Join => (", ".to_owned(), ",".to_owned()),
        _ => (format!(" {} ", cx.words.show(Keyword::And)), cx.words.show(Keyword::And).to_owned()),
    };
    let sign = Span { start: before.trim().span().end, end: behind.trim().span().start, ..written.span() };
    let found = Diagnostic::new(Code::ConditionForm, sign, format!("tests are joined by `{name}`"));
    cx.report(found.replace(format!("write `{}{right}{}`", shown(before), shown(behind)), sign, right));
    true
}

fn no_commas(cx: &mut Context<'_>, written: Phrase<'_>) {
    let and = cx.words.show(Keyword::And).to_owned();
    if let Some(at) = written.as_str().find(',') {
        let comma = written.part(at..at + 1).span();
        let message = format!("tests are joined by `{and}` here, not by a comma");
        let found = Diagnostic::new(Code::ConditionForm, comma, message);
        cx.report(found.replace(format!("write ` {and}`"), comma, format!(" {and}")));
    }
}

/// Splits a condition at each *and* that is not part of a meter's name.
fn split_tests<'t>(cx: &Context<'_>, written: Phrase<'t>) -> Vec<Phrase<'t>> {
    let mut tests = Vec::new();
    let mut rest = written;
    for word in written.words() {
        // The name of a meter may contain the word, which has been reported.
        let named = cx.names.meter_before(rest).is_some_and(|named| word.byte() < named.rest.byte());
        if named {
            continue;
        }
        if let Some((_, after)) = cx.words.split(written.starting_at(word), Keyword::And) {
            tests.push(rest.ending_before(word));
            rest = after;
        }
    }
    tests.push(rest);
    tests
}

/// Reads one test.
fn read_test(cx: &mut Context<'_>, written: Phrase<'_>, whole: Phrase<'_>, commas: Commas) -> Option<Test> {
    if written.is_blank() {
        let found = Diagnostic::new(Code::ConditionForm, whole.span(), "a test is missing here");
        let test = example(cx);
        cx.report(found.help(format!("write a test such as `{test}`, or words that a choice remembers")));
        return None;
    }
    let span = written.span();
    if let Some(or) = joining_or(cx, written) {
        no_or(cx, or, commas);
        return None;
    }
    if comparison::number_first(cx, written) {
        return None;
    }
    if let Some(named) = cx.names.meter_before(written).filter(|named| asks_meter(cx, named.rest)) {
        return meter_test(cx, named).map(|kind| Test { kind, span });
    }
    let kind = match cx.words.split(written, Keyword::Not) {
        Some((not, rest)) => {
            if rest.is_blank() {
                let found = Diagnostic::new(Code::ConditionForm, not.span(), "something is missing after this word");
                cx.report(found.help("write the words that a choice remembers: `not fixed twice`"));
                return None;
            }
            if let Some(named) = cx.names.meter_before(rest).filter(|named| asks_meter(cx, named.rest)) {
                comparison::not_meter(cx, not, named, written);
                return None;
            }
            TestKind::Forgets(memory_test(cx, rest.trim(), written)?)
        }
        None => TestKind::Remembers(memory_test(cx, written, written)?),
    };
    Some(Test { kind, span })
}

fn no_or(cx: &mut Context<'_>, or: Phrase<'_>, commas: Commas) {
    let (word, and) = (shown(or), cx.words.show(Keyword::And).to_owned());
    let (message, help) = match commas {
        Commas::Join => (format!("a goal can use `{and}`, but not `{word}`"), "choose one of the two tests"),
        _ => (format!("there is no `{word}` between tests"), "write two choices, or two `When` lines, one for each"),
    };
    cx.report(Diagnostic::new(Code::ConditionForm, or.span(), message).help(help));
}

/// Finds an *or* that joins two tests: it is neither followed by *more* or *less* nor preceded by a number.
fn joining_or<'t>(cx: &Context<'_>, written: Phrase<'t>) -> Option<Phrase<'t>> {
    let mut number_before = false;
    written.words().find(|&word| {
        let or = cx.words.split(written.starting_at(word), Keyword::Or);
        let joins = or.is_some_and(|(_, rest)| {
            let direction = [Keyword::More, Keyword::Less].map(|word| cx.words.split(rest, word).is_some());
            !number_before && direction == [false, false]
        });
        number_before = amount::begins(word.as_str());
        joins
    })
}

/// Returns true if the text after a meter's name makes a test of the meter. Otherwise the name is only the
/// beginning of a memory's name.
fn asks_meter(cx: &Context<'_>, rest: Phrase<'_>) -> bool {
    let last = rest.words().last();
    last.is_none_or(|word| amount::begins(word.as_str())) || cx.words.find(rest, &[Keyword::Or]).is_some()
}

fn meter_test(cx: &mut Context<'_>, named: Named<'_>) -> Option<TestKind> {
    let Some(Bound { number, direction }) = comparison::bound(cx, named.rest) else {
        comparison::no_direction(cx, named);
        return None;
    };
    if comparison::with_filler(cx, named, number) {
        return None;
    }
    let value = meter::amount(cx, Code::ConditionForm, Named { rest: number, ..named })?.value;
    let meter = named.meter;
    Some(match direction {
        Keyword::More => TestKind::AtLeast { meter, value },
        _ => TestKind::AtMost { meter, value },
    })
}

/// Reads a test of a memory: one whose words are not a meter's name.
fn memory_test(cx: &mut Context<'_>, name: Phrase<'_>, whole: Phrase<'_>) -> Option<usize> {
    if comparison::bound(cx, name).is_some() {
        let number = name.words().find(|word| amount::begins(word.as_str()));
        let meter = number.map_or(name, |word| name.ending_before(word)).trim();
        meter::unknown(cx, if meter.is_blank() { name } else { meter });
        return None;
    }
    if meant_memory(cx, name) {
        return None;
    }
    let name = name::checked(cx, name, whole.span())?;
    Some(cx.names.ask(name))
}

/// Reports the test of a memory in other words: `remember denied`, `denied = no`, `she was denied`, `the trust is high`.
/// Returns true if it was one.
fn meant_memory(cx: &mut Context<'_>, name: Phrase<'_>) -> bool {
    if misplaced::is_remembered(cx, name) {
        return false;
    }
    let message = format!("`{}` is not a test", shown(name));
    let found = Diagnostic::new(Code::ConditionForm, name.span(), message);
    if let Some((word, rest)) = cx.words.split(name, Keyword::Remember).filter(|(_, rest)| !rest.is_blank()) {
        let found =
            Diagnostic::new(Code::ConditionForm, word.trim().span(), "a condition names only what is remembered");
        let until = Span { end: rest.trim().span().start, ..word.trim().span() };
        cx.report(found.replace(format!("write `{}`", shown(rest)), until, ""));
        return true;
    }
    if let Some((memory, value)) = name.split_once(&['=']).filter(|(memory, _)| misplaced::is_remembered(cx, *memory)) {
        let no = ["no", "false", "0", "off", "not"].contains(&fold_name(value.as_str()).as_str());
        let not = if no { format!("{} ", cx.words.show(Keyword::Not)) } else { String::new() };
        let right = format!("{not}{}", shown(memory));
        cx.report(found.suggest(format!("write `{right}`"), name.span(), right));
        return true;
    }
    let words: Vec<Phrase<'_>> = name.words().collect();
    let meter = words.iter().find_map(|&word| Some(shown(cx.names.meter_before(name.starting_at(word))?.name)));
    if words.len() > 1
        && let Some(meter) = meter
    {
        let test = format!("{meter} 6 {} {}", cx.words.show(Keyword::Or), cx.words.show(Keyword::More));
        let near = diagnostic::nearest(name.as_str(), cx.remembered.iter().map(String::as_str)).is_some();
        if !near {
            cx.report(found.help(format!("a test of `{meter}` needs a number: write it like `{test}`")));
            return true;
        }
    }
    false
}

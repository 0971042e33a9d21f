//! Scenarios as data: each `tests/scenarios/forms/*.md` is read, and what was read and found must be what the `.txt`
//! beside it says. `SNAPSHOTS=overwrite cargo test --test scenarios` writes them anew.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::string_slice,
    clippy::print_stdout,
    clippy::too_many_lines,
    reason = "a test that cannot go on says so by failing"
)]

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use casebook::config::Config;
use casebook::diagnostic::{self, Code, Diagnostic};
use casebook::parse::allow::{self, Allow};
use casebook::parse::front_matter::{self, Details};
use casebook::parse::kind::ContentKind;
use casebook::parse::markdown::{self, Body, Event};
use casebook::parse::scenario::{
    self, Choice, Condition, MeterKind, Part, Passage, Route, Scenario, ScenarioWords, Setup, TestKind,
};
use casebook::source::{FileId, SourceFile, Span};
use proptest::prelude::*;

const GERMAN: [(&str, &str); 17] = [
    ("when", "Wenn, Falls"),
    ("otherwise", "Sonst"),
    ("ending", "Ende"),
    ("outcome", "Ausgang"),
    ("debrief", "Nachbesprechung"),
    ("follows", "Befolgt"),
    ("bends", "Beugt"),
    ("breaks", "Bricht"),
    ("needs", "braucht"),
    ("remember", "merke"),
    ("and", "und"),
    ("not", "nicht"),
    ("or_more", "oder mehr"),
    ("or_less", "oder weniger"),
    ("of", "von"),
    ("best", "am besten"),
    ("to", "bis"),
];

struct Read {
    file: SourceFile,
    body: Body,
    scenario: Scenario,
    allows: Vec<Allow>,
    found: Vec<Diagnostic>,
}

fn read(text: &str) -> Read {
    let file = SourceFile::new("content/scenarios/test.md", text.to_owned());
    let (front, mut found) = front_matter::read(ContentKind::Scenario, FileId(0), file.text(), &Config::default());
    let (body, more) = markdown::parse(FileId(0), file.text(), front.body.range().start, &front.shared.title);
    found.extend(more);
    let Details::Scenario(details) = &front.details else { panic!("a scenario has the keys of one") };
    let german = front.shared.lang.as_ref().is_some_and(|lang| lang.text == "de");
    let words = if german { vec![ScenarioWords::new(GERMAN)] } else { Vec::new() };
    let outcomes = Config::default().outcomes;
    let setup = Setup { source: file.text(), front: details, sound: front.sound, outcomes: &outcomes, words: &words };
    let (scenario, mut more) = scenario::parse(&setup, &body);
    let mut allows = allow::allows(&body, file.text(), &mut more);
    allow::silence(&mut more, &mut allows);
    diagnostic::sort(&mut more);
    found.extend(more);
    Read { file, body, scenario, allows, found }
}

/// Everything that was read, as text.
struct Dump<'a> {
    read: &'a Read,
    out: String,
}

impl Dump<'_> {
    fn line(&mut self, line: impl AsRef<str>) {
        self.out.push_str(line.as_ref().trim_end());
        self.out.push('\n');
    }

    fn all(mut self) -> String {
        let Scenario { meters, memories, stakes, outcomes, goal, briefing, .. } = &self.read.scenario;
        for meter in meters {
            let kind = match &meter.kind {
                MeterKind::Scale { most } => format!("0 to {most}"),
                MeterKind::Total { .. } => format!("total, `{}`", meter.amount(1)),
                MeterKind::Band { most, low, high } => format!("0 to {most}, best {low} to {high}"),
            };
            self.line(format!("meter {}: {}, {kind}", meter.name, meter.start));
        }
        for memory in memories {
            self.line(format!("memory {}: set {}, asked {}", memory.name, memory.set.len(), memory.asked.len()));
        }
        for stake in stakes {
            self.line(format!("stake {}: {} {}", stake.name, stake.amount, stake.unit));
        }
        if let Some(goal) = goal {
            self.line(format!("goal: {}", self.condition(goal)));
        }
        self.line(format!("outcomes: {}", outcomes.join(", ")));
        self.line(format!("briefing: {}", self.plain(&Passage::whole(briefing.clone()))));
        for number in 0..self.read.scenario.scenes.len() {
            self.scene(number);
        }
        if let Some(debrief) = &self.read.scenario.debrief {
            self.line(format!("\ndebrief: {}", self.plain(&Passage::whole(debrief.events.clone()))));
        }
        self.allows();
        self.line("");
        for found in &self.read.found {
            let finding = self.finding(found);
            self.line(finding);
        }
        self.out
    }

    fn allows(&mut self) {
        for allow in &self.read.allows {
            let code = allow.code.map_or("?", Code::name);
            let used = if allow.used { "used" } else { "unused" };
            let first = self.text(allow.covers).lines().next().unwrap_or_default();
            self.line(format!("\nallow {code}: {:?}, {used}, covers `{first}`", allow.reason));
        }
    }

    fn scene(&mut self, number: usize) {
        let scene = &self.read.scenario.scenes[number];
        let ending = scene.ending.as_ref().map(|ending| {
            let outcome = ending.outcome.map_or("?", |outcome| self.read.scenario.outcomes[outcome].as_str());
            format!(", ending `{}`, {outcome}", ending.name)
        });
        self.line(format!("\n{number} #{} `{}`{}", scene.slug, scene.title, ending.unwrap_or_default()));
        for part in &scene.parts {
            match part {
                Part::Prose(text) => self.line(format!("  prose: {}", self.plain(text))),
                Part::Items(text) => self.line(format!("  items: {}", self.plain(text))),
                Part::Quote(quote) => {
                    let speaker = quote.speaker.as_deref().unwrap_or("?");
                    let mood = quote.mood.as_deref().unwrap_or("-");
                    self.line(format!("  {speaker} ({mood}): {}", self.plain(&quote.words)));
                }
                Part::Choices(range) => scene.choices[range.clone()].iter().for_each(|choice| self.choice(choice)),
                Part::Routes(range) => scene.routes[range.clone()].iter().for_each(|route| self.route(route)),
                Part::StateText(text) => {
                    self.line(format!("  when {}: {}", self.condition(&text.when), self.plain(&text.text)));
                }
            }
        }
    }

    fn choice(&mut self, choice: &Choice) {
        self.line(format!("  [{}] -> {}", self.plain(&choice.label), self.target(choice.target)));
        for effect in &choice.effects {
            let text = self.read.scenario.effect_text(effect);
            self.line(format!("    {} {}  `{}`", text.meter, text.change, self.text(effect.span)));
        }
        if let Some(needs) = &choice.needs {
            self.line(format!("    needs {}", self.condition(needs)));
        }
        for remember in &choice.remembers {
            self.line(format!("    remember {}", self.read.scenario.memories[remember.memory].name));
        }
        if let Some(why) = &choice.explanation {
            let step = why.link.map_or("?", |link| &self.read.body.links[link].destination);
            assert_eq!(self.plain(&why.why), why.text);
            self.line(format!("    {} {step}: {}", why.mark.word(), why.text));
        }
    }

    fn route(&mut self, route: &Route) {
        let when = route.when.as_ref().map_or("otherwise".to_owned(), |when| format!("when {}", self.condition(when)));
        let mut line = format!("  {when} [{}] -> {}", self.plain(&route.label), self.target(route.target));
        for effect in &route.effects {
            let text = self.read.scenario.effect_text(effect);
            let _ = write!(line, ", {} {}", text.meter, text.change);
        }
        self.line(line);
    }

    fn target(&self, target: Option<usize>) -> String {
        target.map_or("?".to_owned(), |number| format!("{number} {}", self.read.scenario.scenes[number].slug))
    }

    fn condition(&self, condition: &Condition) -> String {
        let tests = condition.tests.iter().map(|test| {
            let text = self.read.scenario.test_text(test);
            let (name, amount) = (text.name, text.amount.unwrap_or_default());
            match test.kind {
                TestKind::AtLeast { .. } => format!("{name} >= {amount}"),
                TestKind::AtMost { .. } => format!("{name} <= {amount}"),
                TestKind::Remembers(_) => name.clone(),
                TestKind::Forgets(_) => format!("not {name}"),
            }
        });
        tests.collect::<Vec<_>>().join(" and ")
    }

    fn plain(&self, passage: &Passage) -> String {
        passage.plain(&self.read.body, self.read.file.text())
    }

    fn text(&self, span: Span) -> &str {
        &self.read.file.text()[span.range()]
    }

    fn place(&self, span: Span) -> String {
        let place = self.read.file.place(span.start);
        format!("{}:{} `{}`", place.line, place.column, self.text(span).replace('\n', "⏎"))
    }

    fn finding(&self, found: &Diagnostic) -> String {
        let mut text = format!("{}[{}]: {}\n", found.severity.word(), found.code.name(), found.message);
        for label in &found.labels {
            let because = if label.text.is_empty() { String::new() } else { format!(" {}", label.text) };
            let _ = writeln!(text, "  {}{because}", self.place(label.span));
        }
        for help in &found.help {
            let cure = help.replacement.as_ref();
            let cure = cure.map(|cure| format!("  `{}` -> `{}`", self.text(cure.span), cure.text));
            let _ = writeln!(text, "  = {}{}", help.text, cure.unwrap_or_default());
        }
        text
    }
}

fn dump(read: &Read) -> String {
    Dump { read, out: String::new() }.all()
}

fn fixtures() -> Vec<std::path::PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/scenarios/forms");
    let entries = fs::read_dir(folder).expect("the folder of fixtures").map(|entry| entry.expect("an entry").path());
    let mut paths: Vec<_> = entries.filter(|path| path.extension().is_some_and(|end| end == "md")).collect();
    paths.sort();
    paths
}

#[test]
fn forms_are_read_as_their_dumps_say() {
    let overwrite = std::env::var("SNAPSHOTS").is_ok_and(|value| value == "overwrite");
    let mut wrong = Vec::new();
    for path in fixtures() {
        let read = read(&fs::read_to_string(&path).expect("a fixture"));
        sane(&read);
        let (actual, beside) = (dump(&read), path.with_extension("txt"));
        if overwrite {
            fs::write(&beside, &actual).expect("a dump");
        } else if fs::read_to_string(&beside).unwrap_or_default() != actual {
            wrong.push(format!("{} reads as\n{actual}", path.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Every code of the scenario section of the table.
const CODES: &[Code] = &[
    Code::UnknownScene,
    Code::UnknownMeter,
    Code::UnknownMemory,
    Code::EffectForm,
    Code::UnsignedEffect,
    Code::ConditionForm,
    Code::NameForm,
    Code::SameName,
    Code::MeterForm,
    Code::SameHeading,
    Code::NoStart,
    Code::EndingWithoutOutcome,
    Code::UnknownOutcome,
    Code::EndingGoesOn,
    Code::TooFewChoices,
    Code::RoutesAndChoices,
    Code::RoutesWithoutOtherwise,
    Code::AfterOtherwise,
    Code::ChoiceWithoutMark,
    Code::EmptyLabel,
    Code::ExplanationForm,
    Code::ExplanationNotIndented,
    Code::UnreadText,
    Code::StrayLink,
    Code::OddAddress,
    Code::TooManyChoices,
    Code::TwoDollars,
    Code::QuoteWithoutSpeaker,
    Code::AllowForm,
];

#[test]
fn every_form_finding_has_a_fixture() {
    let mut seen = BTreeSet::new();
    for path in fixtures() {
        let read = read(&fs::read_to_string(&path).expect("a fixture"));
        seen.extend(read.found.iter().map(|found| found.code));
    }
    let lacking: Vec<_> = CODES.iter().filter(|code| !seen.contains(code)).map(|code| code.name()).collect();
    assert!(lacking.is_empty(), "no fixture gives {lacking:?}");
}

fn example() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("content/scenarios/the-box-that-fought-back.md");
    fs::read_to_string(path).expect("the example")
}

#[test]
fn the_example_is_read_without_a_finding() {
    let read = read(&example());
    assert_eq!(read.found, []);
    let endings = read.scenario.endings().count();
    assert_eq!((read.scenario.scenes.len() - endings, endings, read.scenario.choices().count()), (13, 4, 26));
    assert!(read.scenario.choices().all(|choice| choice.target.is_some() && choice.mark().is_some()));
}

/// What must hold for every text whatever: places inside it, numbers in range, passages that open and close.
fn sane(read: &Read) {
    let (text, scenario) = (read.file.text(), &read.scenario);
    for found in &read.found {
        let cures = found.help.iter().filter_map(|help| help.replacement.as_ref()).map(|cure| cure.span);
        for span in found.labels.iter().map(|label| label.span).chain(cures) {
            assert!(text.get(span.range()).is_some(), "{found:?}");
        }
        assert!(!found.message.ends_with('.') && !found.message.is_empty(), "{found:?}");
    }
    for scene in &scenario.scenes {
        for part in &scene.parts {
            match part {
                Part::Prose(passage) | Part::Items(passage) => balanced(passage, &read.body),
                Part::Quote(quote) => balanced(&quote.words, &read.body),
                Part::StateText(state) => balanced(&state.text, &read.body),
                Part::Choices(range) => assert!(range.end <= scene.choices.len()),
                Part::Routes(range) => assert!(range.end <= scene.routes.len()),
            }
        }
        for choice in &scene.choices {
            balanced(&choice.label, &read.body);
            assert!(choice.target.is_none_or(|target| target < scenario.scenes.len()));
            assert!(choice.effects.iter().all(|effect| effect.meter < scenario.meters.len()));
            choice.explanation.iter().for_each(|why| balanced(&why.why, &read.body));
        }
    }
}

fn balanced(passage: &Passage, body: &Body) {
    let mut open = Vec::new();
    for (event, _) in passage.events(body) {
        match event {
            Event::Start(element) => open.push(element),
            Event::End(element) => assert_eq!(open.pop(), Some(element)),
            _ => {}
        }
    }
    assert!(open.is_empty());
}

#[test]
fn time_grows_with_the_text_and_no_faster() {
    let head = "---\ntitle: T\nrole: r\ncustomer: c\nmeters:\n  trust: 4 of 10\n---\n\n## A\n\n";
    let hostile: [(&str, &str, &str); 11] = [
        ("", "- [a](#b) — trust 1, x +2, needs y, remember z or\n", ""),
        ("", "- When trust 1 or more: [a](#b)\n", ""),
        ("", "- When he knows it: text\n", ""),
        ("", "## A\n\n- [a](#nowhere)\n\n", ""),
        ("", "<!-- allow two-dollars: x -->\n\n$ and $\n\n", ""),
        ("", "- ", "[a](#a)"),
        ("", "> ", "$ $"),
        ("- [a](#a) — ", "trust +1, ", ""),
        ("- When ", "a and ", ": x"),
        ("- [a](#a) — ", "trust ", "+1"),
        ("> ", "— Dana, x\n> ", ""),
    ];
    for (before, again, after) in hostile {
        let time = |count: usize| {
            let text = format!("{head}{before}{}{after}", again.repeat(count));
            let start = processor_time();
            std::hint::black_box(read(&text));
            processor_time() - start
        };
        let (few, many) = (time(1_000), time(10_000));
        println!("{again:?}: {few:.3} s, {many:.3} s, {:.1} times", many / few);
        assert!(many < 30.0 * few.max(0.01), "{again:?}: {few} s, and ten times the text {many} s");
    }
}

/// Seconds that this thread has had a processor, so that a busy machine does not count; elsewhere than on Linux, zero.
fn processor_time() -> f64 {
    let stat = fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanoseconds: f64 = stat.split(' ').next().and_then(|first| first.parse().ok()).unwrap_or_default();
    nanoseconds / 1e9
}

/// Pieces that scenarios are made of, and pieces that trip readers up.
const PIECES: &[&str] = &[
    "## Ending: x\n\n",
    "## Debrief\n\n",
    "Outcome: fan.",
    "Outcome:",
    "- When trust 3 or more: ",
    "- Otherwise: ",
    "[a](#the-call)",
    "[](#silence)",
    " — trust +2",
    " -- cost $5, ",
    " – ",
    "−1",
    ", needs not fixed twice",
    ", remember ",
    "or more",
    "and",
    "not ",
    "\n  - Follows [Own it](../p.md#own-it): why",
    "\n  - Breaks ",
    "> ",
    "> — Dana, sad\n",
    "<!-- allow two-dollars: é -->",
    "<!--",
    "-->",
    "`",
    "**",
    "é",
    "日本",
    "\u{301}",
    "&amp;",
    "\\",
    "$",
    "\t",
    "\r\n",
    "\n\n",
    "\n",
    "    ",
    "1. ",
    "* ",
    "| a | b |\n|---|---|\n",
    "99999999999",
    ":",
    "：",
    "[^1]",
    "[[#silence]]",
    "![x](#a)",
    "#%C3%BC",
    "\0",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_change_of_the_example_is_read(
        cuts in prop::collection::vec((any::<prop::sample::Index>(), 0..40_usize, prop::sample::select(PIECES)), 1..12)
    ) {
        let mut text = example();
        for (at, length, piece) in cuts {
            let start = text.floor_char_boundary(at.index(text.len() + 1));
            let end = text.floor_char_boundary((start + length).min(text.len())).max(start);
            text.replace_range(start..end, piece);
        }
        let read = read(&text);
        sane(&read);
        dump(&read);
    }

    #[test]
    fn any_heap_of_pieces_is_read(pieces in prop::collection::vec(prop::sample::select(PIECES), 0..60)) {
        let head = "---\ntitle: T\nrole: r\ncustomer: c\nmeters:\n  trust: 4 of 10\n  cost: $0\n---\n## The call\n\n";
        let read = read(&format!("{head}{}", pieces.concat()));
        sane(&read);
        dump(&read);
    }
}

//! Single scenarios without a site: parses them, prints the result as text and checks invariants.

use std::fmt::Write as _;

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

/// A parsed scenario and the findings about it.
pub struct Read {
    file: SourceFile,
    body: Body,
    pub scenario: Scenario,
    allows: Vec<Allow>,
    pub found: Vec<Diagnostic>,
}

/// Parses the text of a scenario, with German keywords if its language is German.
pub fn read(text: &str) -> Read {
    let file = SourceFile::new("content/scenarios/test.md", text.to_owned());
    let (front, mut found) = front_matter::read(ContentKind::Scenario, FileId(0), file.text(), &Config::default());
    let (mut body, more) = markdown::parse(FileId(0), file.text(), front.body.range().start, &front.shared.title);
    found.extend(more);
    let Details::Scenario(details) = &front.details else { panic!("the front matter must be that of a scenario") };
    let german = front.shared.lang.as_ref().is_some_and(|lang| lang.text == "de");
    let words = if german { vec![ScenarioWords::new(GERMAN)] } else { Vec::new() };
    let outcomes = Config::default().outcomes;
    let setup = Setup { source: file.text(), front: details, sound: front.sound, outcomes: &outcomes, words: &words };
    let (scenario, mut more) = scenario::parse(&setup, &mut body);
    let mut allows = allow::allows(&body, file.text(), &mut more);
    allow::silence(&mut more, &mut allows);
    diagnostic::sort(&mut more);
    found.extend(more);
    Read { file, body, scenario, allows, found }
}

/// Prints everything that was parsed as text.
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

/// Returns everything that was parsed as text.
pub fn dump(read: &Read) -> String {
    Dump { read, out: String::new() }.all()
}

/// Checks invariants that hold for every text: spans inside it, indices in range, balanced passages.
pub fn sane(read: &Read) {
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
                Part::Prose(passage) => balanced(passage, &read.body),
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

//! Turns headings into scenes, and the blocks below a heading into the parts of its scene.

use std::collections::HashMap;
use std::ops::Range;

use super::allow::clip;
use super::graph::{Ending, Part, Scene};
use super::item::{Form, Item, items};
use super::passage::Passage;
use super::reader::Reader;
use super::words::Keyword;
use crate::diagnostic::{Code, Diagnostic};
use crate::parse::markdown::{Body, Element, Event, Heading};
use crate::parse::slug::slug;
use crate::source::Span;

/// The headings of a scenario.
#[derive(Debug, Default)]
pub(super) struct Outline {
    pub briefing: Range<usize>,
    pub scenes: Vec<Place>,
    pub debrief: Option<Place>,
}

/// A heading and the events below it.
#[derive(Clone, Debug)]
pub(super) struct Place {
    pub heading: usize,
    pub events: Range<usize>,
    /// The span of the heading's words.
    pub span: Span,
    /// The text after `Ending:`.
    pub ending: Option<String>,
}

impl Outline {
    /// The addresses of the scenes.
    pub fn addresses<'b>(&self, body: &'b Body) -> Vec<&'b str> {
        self.scenes.iter().map(|place| body.headings[place.heading].slug.as_str()).collect()
    }
}

/// A scene that is being read.
pub(super) struct Draft {
    pub scene: Scene,
    /// True once `Otherwise` has been read.
    pub closed: bool,
    /// True once a line with an outcome has been read, valid or not.
    pub outcome_seen: bool,
    /// The number of stray links before this scene.
    pub strays: usize,
}

impl Draft {
    /// Adds ordinary text. Consecutive passages are merged.
    pub fn prose(&mut self, passage: Passage) {
        match self.scene.parts.last_mut() {
            Some(Part::Prose(last)) if last.range.end == passage.range.start && passage.from == 0 => {
                last.range.end = passage.range.end;
            }
            _ => self.scene.parts.push(Part::Prose(passage)),
        }
    }

    fn items(&mut self, range: Range<usize>) {
        match self.scene.parts.last_mut() {
            Some(Part::Items(last)) if last.range.end == range.start => last.range.end = range.end,
            _ => self.scene.parts.push(Part::Items(Passage::whole(range))),
        }
    }
}

impl Reader<'_> {
    /// Finds the scenes and the debrief.
    pub fn outline(&mut self) -> Outline {
        let mut outline = Outline { briefing: 0..self.body.len(), ..Outline::default() };
        let mut places: Vec<Place> = Vec::new();
        let mut at = 0;
        while let Some((event, _)) = self.body.event(at) {
            let after = self.body.after(at);
            if let Event::Start(Element::Heading(number)) = event
                && self.is_second(&self.body.headings[number as usize])
            {
                let end = at;
                places.last_mut().map_or(&mut outline.briefing, |place| &mut place.events).end = end;
                places.push(self.place(number as usize, at..after));
            }
            at = after;
        }
        self.same_headings(&places);
        for mut place in places {
            self.mend_ending(&mut place);
            if self.words.is(&self.body.headings[place.heading].text, Keyword::Debrief) {
                outline.debrief.get_or_insert(place);
            } else {
                outline.scenes.push(place);
            }
        }
        self.check_start(&outline);
        outline
    }

    fn place(&self, heading: usize, events: Range<usize>) -> Place {
        let Heading { text, span, .. } = &self.body.headings[heading];
        let written = self.text(events.start + 1..events.end - 1, *span);
        let ending = text.split_once([':', '：']).filter(|(word, _)| self.words.is(word, Keyword::Ending));
        Place {
            heading,
            events: events.end..self.body.len(),
            span: if text.trim().is_empty() { *span } else { written.phrase().span() },
            ending: ending.map(|(_, name)| name.trim().to_owned()),
        }
    }

    /// Returns true if a heading is written with `##`. A stray first-level heading is treated as text.
    fn is_second(&self, heading: &Heading) -> bool {
        let written = self.source.get(heading.span.range()).unwrap_or_default().trim_start();
        let first = match written.strip_prefix('#') {
            Some(rest) => !rest.starts_with('#'),
            None => written.trim_end().ends_with('='),
        };
        heading.level == 2 && !first
    }

    fn same_headings(&mut self, places: &[Place]) {
        let mut first: HashMap<String, Span> = HashMap::new();
        for place in places {
            let heading = &self.body.headings[place.heading];
            let address = slug(&heading.text);
            if let Some(&earlier) = first.get(&address) {
                let message = format!("two scenes have the heading `{}`", clip(&heading.text));
                let found = Diagnostic::new(Code::SameHeading, place.span, message)
                    .because("the second one")
                    .label(earlier, "the first one")
                    .help("give one of them other words, and change the links that lead to it");
                self.report(found);
            } else {
                self.odd_address(heading, &address, place.span);
                first.insert(address, place.span);
            }
        }
    }

    fn odd_address(&mut self, heading: &Heading, plain: &str, span: Span) {
        let (address, words) = (&heading.slug, clip(&heading.text));
        let odd =
            Diagnostic::new(Code::OddAddress, span, format!("the address of this heading is `#{}`", clip(address)));
        if plain.is_empty() {
            self.report(
                odd.because("none of its characters can be used in an address").help("use words that have letters"),
            );
        } else if address != plain {
            let found = odd.because(format!("an earlier heading of this page already has `#{}`", clip(plain)));
            self.report(found.help(format!("use other words than `{words}`")));
        } else if plain.contains("--") || plain.starts_with('-') || plain.ends_with('-') {
            let found = odd.because("a sign between blanks or at the end leaves a hyphen of its own");
            self.report(found.help("use words, single blanks, and commas or colons directly behind a word"));
        }
    }

    fn check_start(&mut self, outline: &Outline) {
        let help = "write a heading such as `## The call` above what happens first";
        match outline.scenes.first() {
            None => {
                let message = "this scenario has no scene";
                let front = self.setup.front.span;
                let line = self.source.get(front.range()).and_then(|keys| keys.lines().next()).unwrap_or_default();
                let first = Span { end: front.start + u32::try_from(line.len()).unwrap_or_default(), ..front };
                self.report(Diagnostic::new(Code::NoStart, first, message).help(help));
            }
            Some(place) if place.ending.is_some() => {
                let message = "the story would begin with an ending";
                let found =
                    Diagnostic::new(Code::NoStart, place.span, message).because("the first heading is the start");
                self.report(found.help(help));
            }
            Some(_) => {}
        }
    }

    /// Reads one scene.
    pub fn scene(&mut self, place: &Place) -> Scene {
        let heading = &self.body.headings[place.heading];
        let ending = place.ending.clone().map(|name| Ending { name, outcome: None, span: place.span });
        let scene = Scene {
            slug: heading.slug.clone(),
            title: heading.text.trim().to_owned(),
            heading: place.heading,
            span: place.span,
            parts: Vec::new(),
            choices: Vec::new(),
            routes: Vec::new(),
            ending,
        };
        let mut draft = Draft { scene, closed: false, outcome_seen: false, strays: self.strays };
        let mut at = place.events.start;
        while at < place.events.end {
            let after = self.body.after(at);
            self.block(&mut draft, at..after);
            at = after;
        }
        self.judge(&draft);
        draft.scene
    }

    fn block(&mut self, draft: &mut Draft, range: Range<usize>) {
        match self.body.event(range.start) {
            Some((Event::Start(Element::HtmlBlock), span)) if self.is_comment(span) => {}
            Some((Event::Start(Element::Quote), span)) => {
                self.stray_in_prose(range.clone());
                let quote = self.quote(range, span);
                draft.scene.parts.push(Part::Quote(quote));
            }
            Some((Event::Start(Element::List(_)), _)) => self.list(draft, range),
            Some((Event::Start(Element::Paragraph), span)) => {
                self.stray_in_prose(range.clone());
                self.paragraph(draft, range, span);
            }
            _ => {
                self.stray_in_prose(range.clone());
                draft.prose(Passage::whole(range));
            }
        }
    }

    /// Returns true if an HTML block is just a comment.
    pub fn is_comment(&self, span: Span) -> bool {
        let written = self.source.get(span.range()).unwrap_or_default().trim();
        written.starts_with("<!--") && written.find("-->").is_none_or(|end| end + "-->".len() == written.len())
    }

    fn list(&mut self, draft: &mut Draft, range: Range<usize>) {
        let items = items(self.body, range.clone());
        let forms: Vec<Form> = items.iter().map(|item| self.form(item)).collect();
        if forms.iter().all(|form| matches!(form, Form::Text | Form::StrayOtherwise)) {
            for (item, form) in items.iter().zip(forms) {
                draft.closed |= self.stray_item(item, form);
            }
            return draft.prose(Passage::whole(range));
        }
        let mut closed = false;
        let mut told = false;
        for (item, form) in items.iter().zip(forms) {
            if !told && (closed || draft.closed && matches!(form, Form::Route(_))) {
                told = true;
                self.after_otherwise(item);
            }
            closed |= self.item(draft, item, form);
        }
        draft.closed |= closed;
    }

    /// Reads one item. Returns true if it is `Otherwise`.
    fn item(&mut self, draft: &mut Draft, item: &Item, form: Form) -> bool {
        match form {
            Form::Choice(link) => {
                let choice = self.choice(item, link);
                let number = draft.scene.choices.len();
                draft.scene.choices.push(choice);
                match draft.scene.parts.last_mut() {
                    Some(Part::Choices(last)) => last.end = number + 1,
                    _ => draft.scene.parts.push(Part::Choices(number..number + 1)),
                }
            }
            Form::Route(link) => {
                let route = self.route(item, link);
                let (number, closes) = (draft.scene.routes.len(), route.when.is_none());
                draft.scene.routes.push(route);
                match draft.scene.parts.last_mut() {
                    Some(Part::Routes(last)) => last.end = number + 1,
                    _ => draft.scene.parts.push(Part::Routes(number..number + 1)),
                }
                return closes;
            }
            Form::StateText => {
                self.stray_item(item, form);
                let text = self.state_text(item);
                draft.scene.parts.push(Part::StateText(text));
            }
            Form::Explanation => self.not_indented(draft, item),
            Form::NoColon => self.no_colon(item),
            Form::StrayOtherwise => self.stray_otherwise(item),
            Form::Text => {
                draft.items(item.start..item.end);
                return self.stray_item(item, form);
            }
        }
        false
    }
}

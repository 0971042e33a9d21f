//! Turns the blocks below a heading into the parts of a scene.

use std::ops::Range;

use super::addresses::SceneAddresses;
use super::builder::SceneBuilder;
use super::context::Context;
use super::item::{Form, Item, items, link_at};
use super::line::{Place, Written};
use super::outcomes::Outcomes;
use super::section::Section;
use super::{choice, ending, explanation, item, lost, misplaced, notation, quote, route, rules, stray};
use crate::parse::markdown::{Element, Event};
use crate::parse::scenario::ast::{Ending, Part, Passage, Scene};
use crate::source::Span;

/// Reads and checks one scene.
pub(super) fn read<'a>(
    cx: &mut Context<'a>,
    addresses: &SceneAddresses<'a>,
    outcomes: &Outcomes<'a>,
    section: &Section,
) -> Scene {
    let heading = &cx.body.headings[section.heading];
    let ending = section.ending.clone().map(|name| Ending { name, outcome: None, span: section.span });
    let scene = Scene {
        slug: heading.slug.clone(),
        title: heading.text.trim().to_owned(),
        heading: section.heading,
        span: section.span,
        parts: Vec::new(),
        choices: Vec::new(),
        routes: Vec::new(),
        ending,
    };
    let before = cx.found.len();
    let mut reader = SceneReader { cx, addresses, outcomes, builder: SceneBuilder::new(scene, before) };
    let mut at = section.events.start;
    while at < section.events.end {
        let after = reader.cx.body.after(at);
        reader.block(at..after);
        at = after;
    }
    let mut builder = reader.builder;
    builder.stray_seen |= builder.has_lost_lines(&cx.found);
    rules::check(cx, outcomes, &builder);
    builder.scene
}

#[derive(Debug)]
struct SceneReader<'r, 'a> {
    cx: &'r mut Context<'a>,
    addresses: &'r SceneAddresses<'a>,
    outcomes: &'r Outcomes<'a>,
    builder: SceneBuilder,
}

impl<'r> SceneReader<'r, '_> {
    fn block(&mut self, range: Range<usize>) {
        match self.cx.body.event(range.start) {
            Some((Event::Start(Element::HtmlBlock), span)) if is_comment(self.cx, span) => {}
            Some((Event::Start(Element::Quote | Element::List(_)), span))
                if self.outcome_in_block(range.clone(), span) => {}
            Some((Event::Start(Element::Quote), span)) => {
                self.stray_in_prose(range.clone());
                let quote = quote::read(self.cx, range, span);
                self.builder.scene.parts.push(Part::Quote(quote));
            }
            Some((Event::Start(Element::List(_)), _)) => self.list(range),
            Some((Event::Start(Element::Paragraph), span)) => {
                if !self.lost_in_paragraph(range.clone(), span) {
                    self.stray_in_prose(range.clone());
                }
                ending::paragraph(self.cx, self.outcomes, &mut self.builder, range, span);
            }
            _ => {
                self.stray_in_prose(range.clone());
                self.builder.prose(Passage::whole(range));
            }
        }
    }

    /// Reports the outcome of an ending inside a list or a quotation. Returns true if the block begins with it.
    fn outcome_in_block(&mut self, range: Range<usize>, span: Span) -> bool {
        let scene = &self.builder.scene;
        let expected = scene.ending.is_some() && scene.parts.is_empty() && !self.builder.outcome_seen;
        let text = self.cx.text(range, span);
        expected && ending::inside_block(self.cx, &mut self.builder, text.phrase())
    }

    fn stray_in_prose(&mut self, range: Range<usize>) {
        let ending = self.builder.scene.ending.is_some();
        self.builder.stray_seen |= stray::in_prose(self.cx, self.addresses, range, ending);
    }

    /// Reports a stray link or a misspelt keyword in an item. Returns true if the item was meant to be `Otherwise`.
    fn stray_in_item(&mut self, item: &Item, form: Form) -> bool {
        let stray = stray::in_item(self.cx, self.addresses, item, form);
        self.builder.stray_seen |= stray.link;
        stray.otherwise
    }

    /// Reports lines that were meant to be choices, routes or conditions and are text. Returns true if there are any.
    fn lost_in_paragraph(&mut self, range: Range<usize>, span: Span) -> bool {
        let inside = range.start + 1..range.end - 1;
        let lines = misplaced::lines(self.cx, self.addresses, inside.clone(), span, true);
        if lines.any {
            self.builder.stray_seen |= lines.leads_on;
            return true;
        }
        let written = Written::of(self.cx, inside.clone(), span);
        self.builder.stray_seen |= lost::paragraph(self.cx, self.addresses, inside, span)
            || notation::paragraph(self.cx, self.addresses, written);
        false
    }

    fn list(&mut self, range: Range<usize>) {
        let items = items(self.cx.body, range.clone());
        let forms: Vec<Form> = items.iter().map(|item| item::form(self.cx, item)).collect();
        let place = self.place(&forms);
        if forms.iter().all(|form| matches!(form, Form::Text | Form::StrayOtherwise)) {
            for (item, form) in items.iter().zip(forms) {
                self.builder.closed |= self.text_item(item, form, place);
            }
            return self.builder.prose(Passage::whole(range));
        }
        let mut closed = false;
        let mut reported = false;
        for (item, form) in items.iter().zip(forms) {
            if !reported && (closed || self.builder.closed && matches!(form, Form::Route(_))) {
                reported = true;
                route::after_otherwise(self.cx, item);
            }
            closed |= self.item(item, form, place);
        }
        self.builder.closed |= closed;
    }

    /// Returns the properties of a list that help to read each of its items.
    fn place(&self, forms: &[Form]) -> Place<'r> {
        let choice = forms.iter().find_map(|form| if let Form::Choice(at) = form { Some(*at) } else { None });
        let routes = forms.iter().any(|form| matches!(form, Form::Route(_) | Form::NoColon));
        let target = choice.and_then(|at| link_at(self.cx.body, at)).map(|link| &self.cx.body.links[link].destination);
        let target = target.and_then(|address| self.addresses.known(address.trim_start_matches('#')));
        let example = target.unwrap_or_else(|| self.addresses.after(&self.builder.scene.slug));
        Place { ways: routes || choice.is_some(), routes: routes && choice.is_none(), example }
    }

    /// Reads an item that is ordinary text, and reports it if more was meant. Returns true if it was meant to be
    /// `Otherwise`.
    fn text_item(&mut self, item: &Item, form: Form, place: Place<'_>) -> bool {
        let before = self.cx.found.len();
        misplaced::lines(self.cx, self.addresses, item.line.clone(), item.span, false);
        let otherwise = self.stray_in_item(item, form);
        if self.cx.found.len() == before {
            self.builder.stray_seen |= lost::item(self.cx, self.addresses, item, form, place);
        }
        otherwise
    }

    /// Reads one item. Returns true if it is `Otherwise`.
    fn item(&mut self, item: &Item, form: Form, place: Place<'_>) -> bool {
        if !matches!(form, Form::Choice(_) | Form::Explanation | Form::Text) {
            misplaced::lines(self.cx, self.addresses, item.line.clone(), item.span, false);
        }
        match form {
            Form::Choice(link) => {
                let read = choice::read(self.cx, self.addresses, item, link);
                if read.explained {
                    self.builder.explained.push(read.choice.link);
                }
                self.builder.choice(read.choice);
            }
            Form::Route(link) => {
                let route = route::read(self.cx, self.addresses, item, link);
                let closes = route.when.is_none();
                self.builder.route(route);
                return closes;
            }
            Form::StateText => self.state_text(item, form, place),
            Form::Explanation => explanation::not_indented(self.cx, self.addresses, &mut self.builder, item),
            Form::NoColon => {
                route::no_colon(self.cx, item);
                self.builder.stray_seen = true;
            }
            Form::StrayOtherwise => {
                if !lost::link(self.cx, self.addresses, item, place) {
                    stray::otherwise(self.cx, item);
                }
                self.builder.stray_seen = true;
                return true;
            }
            Form::Text => return self.text_item(item, form, place),
        }
        false
    }

    fn state_text(&mut self, item: &Item, form: Form, place: Place<'_>) {
        // Text may precede the routes of its list: a blank line does not end a list.
        let among_routes = place.routes && !self.builder.scene.routes.is_empty();
        if lost::link(self.cx, self.addresses, item, place)
            || among_routes && lost::route(self.cx, self.addresses, item, place)
        {
            self.builder.stray_seen = true;
            return;
        }
        self.stray_in_item(item, form);
        let text = route::state_text(self.cx, item);
        self.builder.scene.parts.push(Part::StateText(text));
    }
}

/// Returns true if an HTML block is just a comment.
fn is_comment(cx: &Context<'_>, span: Span) -> bool {
    let written = cx.source.get(span.range()).unwrap_or_default().trim();
    written.starts_with("<!--") && written.find("-->").is_none_or(|end| end + "-->".len() == written.len())
}

//! Reads a scenario: front matter and body in, syntax tree and diagnostics out.
//!
//! This file fixes the order of reading. Each topic has a file of its own, with functions that take the
//! [`Context`] and return a value of the syntax tree.

mod addresses;
mod amount;
mod builder;
mod choice;
mod comparison;
mod condition;
mod context;
mod dollars;
mod ending;
mod explanation;
mod item;
mod line;
mod link;
mod lost;
mod meant_debrief;
mod meant_effect;
mod meant_ending;
mod meant_tail;
mod message;
mod meter;
mod misplaced;
mod name;
mod names;
mod notation;
mod outcomes;
mod outline;
mod quote;
mod route;
mod rules;
mod scene;
mod section;
mod stray;
mod tail;

use std::cell::OnceCell;

use super::Setup;
use super::ast::{Condition, Debrief, Scenario, Stake};
use super::text::Text;
use super::words::Keyword;
use crate::diagnostic::{self, Code, Diagnostic};
use crate::parse::front_matter::Sum;
use crate::parse::markdown::{Body, Element, Event, Link};
use crate::text::clip;
use crate::text::fold_name;
use crate::yaml::Text as Value;
use addresses::SceneAddresses;
use condition::Commas;
use context::Context;
use line::{Place, Written};
use message::meant;
use outcomes::Outcomes;

/// Reads everything but the soundness of the scenario, which depends on all diagnostics. The links are those of steps
/// that are named by their titles.
pub(super) fn read(setup: &Setup<'_>, body: &Body) -> (Scenario, Vec<Link>, Vec<Diagnostic>) {
    let mut cx = Context::new(setup, body);
    meter::read_all(&mut cx, &setup.front.meters);
    let outcomes = Outcomes::read(&mut cx, &setup.front.outcomes, setup.outcomes);
    let outline = outline::read(&mut cx, setup.front.span);
    let addresses = SceneAddresses::new(body, &outline);
    briefing(&mut cx, &addresses, &outline);
    let scenes = outline.scenes.iter().map(|section| scene::read(&mut cx, &addresses, &outcomes, section)).collect();
    let goal = setup.front.goal.as_ref().map(|goal| read_goal(&mut cx, goal));
    unknown_memories(&mut cx);
    dollars::check(body, setup.source, &mut cx.found);
    let scenario = Scenario {
        meters: cx.names.meters,
        memories: cx.names.memories,
        stakes: setup.front.stakes.entries.iter().map(|(name, amount)| stake(name, amount)).collect(),
        goal,
        outcomes: outcomes.own,
        briefing: outline.briefing,
        scenes,
        debrief: outline.debrief.map(|section| Debrief { heading: section.heading, events: section.events }),
        sound: false,
    };
    (scenario, cx.steps, cx.found)
}

/// Reports stories in the notation of another tool, which have no headings, so that all of their text is a briefing.
fn briefing(cx: &mut Context<'_>, addresses: &SceneAddresses<'_>, outline: &section::Outline) {
    let place = Place { ways: false, routes: false, example: addresses.after("") };
    let (mut at, mut any) = (outline.briefing.start, false);
    while at < outline.briefing.end {
        let after = cx.body.after(at);
        match cx.body.event(at) {
            Some((Event::Start(Element::Paragraph), span)) => {
                let written = Written::of(cx, at + 1..after - 1, span);
                any |= notation::paragraph(cx, addresses, written);
            }
            Some((Event::Start(Element::List(_)), _)) => {
                for item in item::items(cx.body, at..after) {
                    let written = Written::of(cx, item.line.clone(), item.span);
                    any |= notation::item(cx, addresses, written, place);
                }
            }
            _ => {}
        }
        at = after;
    }
    if any {
        // The lines that were meant as headings have been reported.
        cx.found.retain(|found| found.code != Code::NoStart);
    }
}

fn read_goal(cx: &mut Context<'_>, goal: &Value) -> Condition {
    let text = Text::of_value(&goal.text, goal.span, cx.source);
    condition::read(cx, text.phrase(), Commas::Join)
}

fn stake(name: &Value, sum: &Sum) -> Stake {
    Stake { name: name.text.clone(), span: name.span, amount: sum.amount, unit: sum.unit.clone() }
}

/// Reports the memories that conditions test and no choice sets.
///
/// A choice that could not be read may have set any of them.
fn unknown_memories(cx: &mut Context<'_>) {
    if cx.found.iter().any(|found| matches!(found.code, Code::LostChoice | Code::StrayLink)) {
        return;
    }
    let memories = &cx.names.memories;
    let set = memories.iter().filter(|memory| !memory.set.is_empty()).map(|memory| memory.name.as_str());
    let set: Vec<&str> = set.collect();
    let near_set = OnceCell::new();
    let unknown = memories.iter().filter(|memory| memory.set.is_empty() && !memory.asked.is_empty());
    for memory in unknown {
        let near_set = near_set.get_or_init(|| diagnostic::Names::new(set.iter().copied()));
        let near = near_set.nearest(&fold_name(&memory.name)).map(|number| set[number]);
        if near.is_none() && cx.lost_memory {
            continue;
        }
        let name = clip(&memory.name);
        for &span in &memory.asked {
            let message = format!("no choice of this scenario remembers `{name}`");
            let found = Diagnostic::new(Code::UnknownMemory, span, message);
            cx.found.push(match near {
                Some(near) => meant(found, near, span),
                None => {
                    let remember = cx.words.show(Keyword::Remember);
                    found.help(format!("write `{remember} {name}` after the choice that sets it"))
                }
            });
        }
    }
}

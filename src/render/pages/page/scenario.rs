//! A scenario without scripts, as a gamebook: every scene is a section, every choice a link to one, and effects,
//! conditions and reasons are text. Also embeds the graph for the player, which shows the same texts scene by scene.

mod island;

use std::collections::HashMap;

use crate::model::{Page, PageId, Target};
use crate::parse::front_matter::Scenario as Front;
use crate::parse::markdown::{Element, Event};
use crate::parse::scenario::{
    Choice, Condition, Effect, Mark, MeterKind, Part, Passage, Route, Scenario, Scene, Test, TestKind,
};
use crate::render::pages::body::BodyRenderer;
use crate::render::pages::renderer::Renderer;
use crate::render::theme::context::{self, Link, ScenePart};
use crate::source::Span;

pub(super) fn context(
    renderer: &Renderer,
    page: &Page,
    front: &Front,
    scenario: &Scenario,
    texts: &mut BodyRenderer<'_>,
) -> context::Scenario {
    let view = View { renderer, page, scenario, quotations: quotations(page) };
    let briefing = texts.parts(std::slice::from_ref(&scenario.briefing));
    let text = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    // Several steps of one playbook may be listed; link to it once.
    let mut playbooks: Vec<PageId> = Vec::new();
    for id in front.playbooks.iter().filter_map(|link| renderer.site.target_page(page, link)) {
        if !playbooks.contains(&id) {
            playbooks.push(id);
        }
    }
    let mut scenes = Vec::with_capacity(scenario.scenes.len());
    for (number, scene) in scenario.scenes.iter().enumerate() {
        scenes.push(view.scene(number, scene, texts));
    }
    context::Scenario {
        island: island::island(&renderer.site, front, scenario, &page.document.body.headings),
        goals: scenario.goal.as_ref().map(|goal| view.goals(goal)).unwrap_or_default(),
        role: front.role.text.clone(),
        customer: text(&front.customer),
        goal: front.goal.as_ref().map(|goal| goal.text.clone()),
        stakes: front.stakes.entries.iter().map(|(what, sum)| stake(what, sum)).collect(),
        meters: scenario.meters.iter().map(meter).collect(),
        playbooks: playbooks.into_iter().map(|id| renderer.card(id)).collect(),
        briefing_html: (!briefing.trim().is_empty()).then_some(briefing),
        scenes,
        debrief_html: scenario.debrief.as_ref().map(|debrief| texts.parts(std::slice::from_ref(&debrief.events))),
    }
}

fn stake(what: &str, sum: &crate::parse::front_matter::Sum) -> context::Stake {
    context::Stake { what: what.to_owned(), sum: sum.text.text.clone() }
}

fn meter(meter: &crate::parse::scenario::Meter) -> context::Meter {
    let best_text = match meter.kind {
        MeterKind::Band { low, high, .. } => Some(format!("{low}–{high}")),
        _ => None,
    };
    let start_text = match meter.kind {
        MeterKind::Total { .. } => meter.beside_label(meter.amount(meter.start)),
        _ => meter.text.clone(),
    };
    context::Meter { name: meter.label(), start_text, best_text }
}

/// A link to a scene; empty if the scene does not exist.
#[derive(Default)]
struct SceneLink {
    url: String,
    /// From 1.
    number: usize,
}

struct View<'a> {
    renderer: &'a Renderer,
    page: &'a Page,
    scenario: &'a Scenario,
    /// The events at which quotations begin, by their spans.
    quotations: HashMap<Span, usize>,
}

fn quotations(page: &Page) -> HashMap<Span, usize> {
    let events = page.document.body.events().enumerate();
    events
        .filter(|(_, (event, _))| *event == Event::Start(Element::Quote))
        .map(|(number, (_, span))| (span, number))
        .collect()
}

impl View<'_> {
    fn scene(&self, number: usize, scene: &Scene, texts: &mut BodyRenderer<'_>) -> context::Scene {
        let ending = scene.ending.as_ref();
        let outcome = ending.and_then(|ending| self.scenario.outcomes.get(ending.outcome?));
        let mut body = Vec::new();
        for part in &scene.parts {
            body.extend(self.part(scene, part, texts));
        }
        context::Scene {
            id: scene.slug.clone(),
            was: self.page.document.anchors().old(&scene.slug).to_vec(),
            number: number + 1,
            title: ending.map_or_else(|| scene.title.clone(), |ending| crate::text::capital(&ending.name)),
            is_ending: ending.is_some(),
            outcome: outcome.map(|key| context::Outcome {
                title: self.renderer.site.value_title(crate::model::Facet::Outcome, key),
                key: key.clone(),
            }),
            body,
        }
    }

    fn part(&self, scene: &Scene, part: &Part, texts: &mut BodyRenderer<'_>) -> Option<ScenePart> {
        let html = match part {
            Part::Prose(passage) => texts.passage(passage),
            Part::Quote(quote) => {
                let start = self.quotations.get(&quote.span);
                start.map_or_else(String::new, |&start| texts.quotation(start))
            }
            Part::StateText(text) => {
                let when_text = self.condition(&text.when).join(&self.and());
                return Some(ScenePart::State { when_text, html: texts.passage(&text.text) });
            }
            Part::Choices(range) => {
                let mut choices = Vec::new();
                for choice in &scene.choices[range.clone()] {
                    choices.push(self.choice(choice, texts));
                }
                return Some(ScenePart::Choices { choices });
            }
            Part::Routes(range) => {
                let mut routes = Vec::new();
                for route in &scene.routes[range.clone()] {
                    routes.push(self.route(route, texts));
                }
                return Some(ScenePart::Routes { routes });
            }
        };
        (!html.trim().is_empty()).then_some(ScenePart::Html { html })
    }

    fn choice(&self, choice: &Choice, texts: &mut BodyRenderer<'_>) -> context::Choice {
        let SceneLink { url, number: to_number } = self.link(choice.target);
        let why = choice.explanation.as_ref();
        context::Choice {
            label_html: texts.label_of(&choice.label),
            url,
            to_number,
            effects: self.effects(&choice.effects),
            needs: choice.needs.as_ref().map(|needs| self.condition(needs)).unwrap_or_default(),
            remembers: choice
                .remembers
                .iter()
                .map(|memory| self.scenario.memories[memory.memory].name.clone())
                .collect(),
            mark: choice.mark().map(Mark::word),
            step: why.and_then(|why| self.step(why.link?)),
            why_html: why
                .map(|why| texts.passage(self.renderer.site.reason(self.page, why).passage))
                .filter(|html| !html.trim().is_empty()),
        }
    }

    fn route(&self, route: &Route, texts: &mut BodyRenderer<'_>) -> context::Route {
        let SceneLink { url, number: to_number } = self.link(route.target);
        context::Route {
            when_text: route.when.as_ref().map(|when| self.condition(when).join(&self.and())),
            label_html: texts.label_of(&route.label),
            url,
            to_number,
            effects: self.effects(&route.effects),
        }
    }

    fn link(&self, scene: Option<usize>) -> SceneLink {
        let link =
            |scene: usize| SceneLink { url: format!("#{}", self.scenario.scenes[scene].slug), number: scene + 1 };
        scene.map(link).unwrap_or_default()
    }

    fn effects(&self, effects: &[Effect]) -> Vec<String> {
        let texts = effects.iter().map(|effect| self.scenario.effect_text(effect));
        texts.map(|text| format!("{} {}", text.meter, text.change)).collect()
    }

    /// The tests of a condition as text: "trust 6 or more", "not fixed twice".
    fn condition(&self, condition: &Condition) -> Vec<String> {
        condition.tests.iter().map(|test| self.test(test)).collect()
    }

    fn test(&self, test: &Test) -> String {
        let text = self.scenario.test_text(test);
        let amount = text.amount.unwrap_or_default();
        match text.kind {
            TestKind::AtLeast { .. } => format!("{} {amount} {}", text.name, self.word("or_more")),
            TestKind::AtMost { .. } => format!("{} {amount} {}", text.name, self.word("or_less")),
            TestKind::Remembers(_) => text.name,
            TestKind::Forgets(_) => format!("{} {}", self.word("not"), text.name),
        }
    }

    /// The tests of the goal as text. A memory's name alone would not say that something has to be done.
    fn goals(&self, goal: &Condition) -> Vec<String> {
        let words = goal.tests.iter().map(|test| {
            let key = match test.kind {
                TestKind::Remembers(_) => "scenario.goal_done",
                TestKind::Forgets(_) => "scenario.goal_not_done",
                TestKind::AtLeast { .. } | TestKind::AtMost { .. } => return self.test(test),
            };
            self.renderer.word(key).replace("{what}", &self.scenario.test_text(test).name)
        });
        words.collect()
    }

    fn and(&self) -> String {
        format!(" {} ", self.word("and"))
    }

    /// A keyword of the conditions' language; if a language has several, the first.
    fn word(&self, key: &str) -> String {
        let words = self.renderer.word(&format!("scenario_words.{key}"));
        words.split(',').next().unwrap_or_default().trim().to_owned()
    }

    /// The step to which a reason refers.
    fn step(&self, link: usize) -> Option<Link> {
        let Some(Target::Page { page, anchor }) = self.page.links.get(link) else { return None };
        let target = self.renderer.site.page(*page);
        let anchor = anchor.as_deref()?;
        let number = target.step(anchor)?;
        let title = target.document.step_title(number)?.to_owned();
        Some(Link { title, url: format!("{}#{anchor}", target.address) })
    }
}

impl BodyRenderer<'_> {
    /// A passage of the page's text.
    fn passage(&mut self, passage: &Passage) -> String {
        self.cut(passage.range.clone(), passage.from..passage.to)
    }

    /// The quotation that begins with the event `start`, with its speaker.
    fn quotation(&mut self, start: usize) -> String {
        let end = self.page().document.body.after(start);
        self.parts(std::slice::from_ref(&(start..end)))
    }

    fn label_of(&mut self, passage: &Passage) -> String {
        self.label(passage.range.clone())
    }
}

//! The tail after the link of a choice or route: ` — trust +2, cost 15, needs trust 6 or more, remember told`.

use super::amount;
use super::condition::{Commas, Condition};
use super::graph::Remember;
use super::meter::Effect;
use super::reader::{Reader, meant, shown};
use super::text::Phrase;
use super::words::Keyword;
use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::source::Span;

/// The contents of a tail.
#[derive(Default)]
pub(super) struct Tail {
    pub effects: Vec<Effect>,
    pub needs: Option<Condition>,
    pub remembers: Vec<Remember>,
}

impl Reader<'_> {
    /// Reads the text after a link.
    pub fn tail(&mut self, written: Phrase<'_>) -> Tail {
        let mut tail = Tail::default();
        let written = written.trim();
        if written.is_blank() {
            return tail;
        }
        let Some(list) = self.after_dash(written) else { return tail };
        if list.is_blank() {
            let message = "nothing stands behind this dash";
            let help = "write effects such as `trust +2`, or remove the dash";
            self.report(Diagnostic::new(Code::EffectForm, written.span(), message).help(help));
            return tail;
        }
        let mut before: Option<Phrase<'_>> = None;
        for item in list.split(',') {
            if before.is_some_and(|before| is_thousands(before, item)) {
                self.thousands(before.unwrap_or(item), item, item.comma(list));
            } else {
                self.tail_items(item, list, &mut tail);
            }
            before = Some(item);
        }
        tail
    }

    /// Reads the text between two commas. Reports semicolons and treats them as commas.
    fn tail_items(&mut self, item: Phrase<'_>, list: Phrase<'_>, tail: &mut Tail) {
        if !item.as_str().contains(';') {
            return self.tail_item(item, list, tail);
        }
        for (number, part) in item.split(';').enumerate() {
            if number > 0 {
                let sign = part.comma(item).span();
                let found = Diagnostic::new(Code::EffectForm, sign, "effects are divided by commas");
                self.report(found.replace("write `,`", sign, ","));
            }
            self.tail_item(part, list, tail);
        }
    }

    /// Reports a comma between the thousands of a number.
    fn thousands(&mut self, before: Phrase<'_>, item: Phrase<'_>, comma: Phrase<'_>) {
        let place = Span { end: item.span().end, ..before.span() };
        let found = Diagnostic::new(Code::EffectForm, place, "numbers have no comma between the thousands");
        self.report(found.replace(format!("write `{}{}`", shown(before), shown(item)), comma.span(), ""));
    }

    /// Returns the text after the dash that begins a tail.
    fn after_dash<'t>(&mut self, written: Phrase<'t>) -> Option<Phrase<'t>> {
        let text = written.as_str();
        let rest =
            text.strip_prefix(['—', '–']).or_else(|| text.strip_prefix("--").map(|rest| rest.trim_start_matches('-')));
        let list = rest.map(|rest| written.part(text.len() - rest.len()..text.len()));
        if list.is_some() {
            return list;
        }
        let message = "effects begin with a long dash";
        if text.starts_with('-') {
            let hyphen = written.part(0..1);
            let found = Diagnostic::new(Code::EffectForm, hyphen.span(), message).because("this is a hyphen");
            self.report(found.replace("write ` — ` or ` -- `", hyphen.span(), "—"));
            return Some(written.part(1..text.len()));
        }
        let found = Diagnostic::new(Code::EffectForm, written.span(), "this stands behind a choice and is not read");
        self.report(
            found.help(format!("{message}: `— trust +2`; everything that is said belongs between the brackets")),
        );
        None
    }

    fn tail_item(&mut self, item: Phrase<'_>, list: Phrase<'_>, tail: &mut Tail) {
        let place = item.comma(list).span();
        let item = item.trim();
        if item.is_blank() {
            let found = Diagnostic::new(Code::EffectForm, place, "nothing stands beside this comma");
            self.report(found.help("remove the comma"));
        } else if let Some((word, rest)) = self.words.split(item, Keyword::Needs) {
            if rest.is_blank() {
                return self.nothing_behind(word, "trust 6 or more");
            }
            let needs = self.condition(rest, Commas::Divide);
            tail.needs.get_or_insert_default().tests.extend(needs.tests);
        } else if let Some((word, rest)) = self.words.split(item, Keyword::Remember) {
            if rest.is_blank() {
                return self.nothing_behind(word, "fixed twice");
            }
            tail.remembers.extend(self.remember(rest.trim()));
        } else {
            tail.effects.extend(self.effect(item));
        }
    }

    fn nothing_behind(&mut self, word: Phrase<'_>, example: &str) {
        let word = word.trim();
        let found =
            Diagnostic::new(Code::EffectForm, word.span(), format!("something is missing behind `{}`", shown(word)));
        self.report(found.help(format!("write it like this: `{} {example}`", shown(word))));
    }

    fn remember(&mut self, name: Phrase<'_>) -> Option<Remember> {
        let name = self.name(name, name.span())?;
        if let Some(meter) = self.names.meter(name.as_str()) {
            let message = format!("`{}` is a meter already", shown(name));
            let found = Diagnostic::new(Code::SameName, name.span(), message).label(meter.span, "the meter");
            self.report(found.help("remember it under other words"));
            return None;
        }
        Some(Remember { memory: self.names.set(name), span: name.span() })
    }

    fn effect(&mut self, item: Phrase<'_>) -> Option<Effect> {
        let Some(named) = self.names.meter_before(item) else {
            self.no_effect(item);
            return None;
        };
        let meter = named.meter;
        if named.rest.is_blank() {
            let name = shown(named.name);
            let found =
                Diagnostic::new(Code::EffectForm, named.name.span(), format!("the effect on `{name}` has no number"));
            self.report(found.help(format!("write by how much: `{name} +1`")));
            return None;
        }
        let number = self.amount(Code::EffectForm, named)?;
        let unsigned = !number.signed && self.names.is_sound(meter) && self.names.meters[meter].most().is_some();
        if unsigned {
            let (name, value) = (shown(named.name), number.value);
            let message = format!("the effect on `{name}` has no sign");
            let found =
                Diagnostic::new(Code::UnsignedEffect, named.rest.span(), message).because("does it rise or fall?");
            self.report(found.help(format!("write `{name} +{value}` or `{name} -{value}`")));
        }
        Some(Effect { meter, by: number.value, span: item.span() })
    }

    /// Reports an item that begins with neither a meter's name nor a keyword.
    fn no_effect(&mut self, item: Phrase<'_>) {
        if item.as_str().chars().all(|c| c.is_ascii_digit() || c == '.') {
            let found = Diagnostic::new(Code::EffectForm, item.span(), "this number belongs to no meter");
            self.report(found.help("write the meter's name before it: `cost 15`"));
            return;
        }
        let amount = item.words().find(|word| amount::begins(word.as_str()));
        let name = amount.map_or(item, |word| item.ending_before(word)).trim();
        let first = name.words().next().unwrap_or(name);
        let keywords = [Keyword::Needs, Keyword::Remember].map(|keyword| self.words.show(keyword).to_owned());
        if let Some(near) = nearest(first.as_str(), keywords.iter().map(String::as_str)) {
            let message = format!("`{}` means nothing here", shown(first));
            let found = Diagnostic::new(Code::EffectForm, first.span(), message);
            self.report(meant(found, near, first.span()));
            return;
        }
        if amount.is_some() && !name.is_blank() {
            return self.unknown_meter(name);
        }
        let near = self.nearest_meter(name.as_str());
        let found = Diagnostic::new(Code::EffectForm, item.span(), format!("`{}` is no effect", shown(item)));
        self.report(match near {
            Some(near) => found.help(format!("an effect names a meter and a number: `{near} +1`")),
            None => found.help(format!(
                "to keep it in mind, write `{} {}`",
                self.words.show(Keyword::Remember),
                shown(item)
            )),
        });
    }

    /// Reports a name that is not a meter's.
    pub fn unknown_meter(&mut self, name: Phrase<'_>) {
        if self.names.meters.is_empty() && !self.setup.sound {
            return;
        }
        let meters = self.names.meters.iter().map(|meter| meter.name.as_str());
        let near = self.nearest_meter(name.as_str());
        let found = Diagnostic::new(Code::UnknownMeter, name.span(), format!("there is no meter `{}`", shown(name)));
        let found = match near {
            Some(near) => meant(found, near, name.span()),
            None if self.names.meters.is_empty() => {
                found.help("list it under `meters` in the front matter: `trust: 4 of 10`")
            }
            None => {
                let list: Vec<String> = meters.take(8).map(|name| format!("`{name}`")).collect();
                found.help(format!("the meters of this scenario are {}", list.join(", ")))
            }
        };
        self.report(found);
    }
}

/// Returns true if the comma between two items is the thousands separator of one number: `cost 1,200`.
fn is_thousands(before: Phrase<'_>, item: Phrase<'_>) -> bool {
    let (before, item) = (before.as_str(), item.as_str().trim_end());
    before.ends_with(|c: char| c.is_ascii_digit()) && item.len() == 3 && item.chars().all(|c| c.is_ascii_digit())
}
